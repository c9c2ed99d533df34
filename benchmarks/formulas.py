"""Time KPI formulas against numpy doing the same division, in one run: `python benchmarks/formulas.py`.

Both sides of a row get the same input and take turns, so that a busy machine slows both. Times are
medians; memory is the peak of one call, measured apart because measuring it slows the call.
"""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from xl_kpi.formulas import cpm, growth, open_rate, roas
from xl_kpi.worksheet import call

MILLISECOND, MIB = 1e-3, 2**20
Work = Callable[[], object]


@dataclass(frozen=True)
class Comparison:
    """One row of the table: what is compared, our side and the peer's."""

    title: str
    ours: Work
    peer: Work


def comparisons(rows: int, cells: int) -> list[Comparison]:
    """Return what is compared: arrays of `rows` numbers, columns of `cells` cells."""
    draw = np.random.default_rng(20250101)
    revenue, spend = draw.uniform(1, 1e6, rows), draw.uniform(1, 1e4, rows)
    delivered = np.floor(draw.uniform(100, 1e5, rows))
    opens = np.floor(delivered * 0.4)
    revenue_cells, spend_cells = (tuple((v,) for v in a[:cells].tolist()) for a in (revenue, spend))
    gaps = tuple((None if i % 100 == 0 else row[0],) for i, row in enumerate(spend_cells))
    clipped = tuple((float("nan") if row[0] is None else row[0],) for row in gaps)
    return [
        Comparison(
            f"roas() on {rows:,} numbers; numpy: revenue / spend",
            lambda: roas(revenue, spend),
            lambda: revenue / spend,
        ),
        Comparison(
            f"open_rate() on {rows:,} numbers, counts and their order checked; numpy: opens / delivered",
            lambda: open_rate(opens, delivered),
            lambda: opens / delivered,
        ),
        Comparison(
            f"cpm() on {rows:,} numbers; numpy: 1000 * spend / impressions",
            lambda: cpm(spend, delivered),
            lambda: 1000 * spend / delivered,
        ),
        Comparison(
            f"growth() on {rows:,} numbers; numpy: current / previous - 1",
            lambda: growth(revenue, spend),
            lambda: revenue / spend - 1,
        ),
        Comparison(
            f"=KPI_ROAS() on {cells:,} cells; numpy: array() of both, nothing else",
            lambda: call("KPI_ROAS", revenue_cells, spend_cells),
            lambda: (np.array(revenue_cells), np.array(spend_cells)),
        ),
        Comparison(
            "the same with 1 blank in 100 (numpy gets NaN for them, we give #N/A)",
            lambda: call("KPI_ROAS", revenue_cells, gaps),
            lambda: (np.array(revenue_cells), np.array(clipped)),
        ),
    ]


def seconds(work: Work) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def peak(work: Work) -> int:
    """Return the highest memory, in bytes, that one call holds at once."""
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def import_seconds(module: str) -> float:
    """Return how long a new Python takes to import a module; not a number where it is not installed."""
    code = f"import time; start = time.perf_counter(); import {module}; print(time.perf_counter() - start)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=False)
    return float(done.stdout or "nan")


def main() -> None:
    """Print one line a comparison."""
    options = argparse.ArgumentParser(description="KPI formulas against numpy, side by side.")
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--cells", type=int, default=100_000)
    options.add_argument("--repeat", type=int, default=15)
    asked = options.parse_args()
    print(f"{'ours':>10} {'numpy':>10} {'ratio':>7} {'ours':>9} {'numpy':>9}")
    print(f"{'ms':>10} {'ms':>10} {'':>7} {'peak MiB':>9} {'peak MiB':>9}")
    for row in comparisons(asked.rows, asked.cells):
        row.ours(), row.peer()  # the first call pays for imports and caches
        turns = [(seconds(row.ours), seconds(row.peer)) for _ in range(asked.repeat)]
        ours, peer = (statistics.median(side) for side in zip(*turns, strict=True))
        memory = [peak(side) / MIB for side in (row.ours, row.peer)]
        print(f"{ours / MILLISECOND:10.2f} {peer / MILLISECOND:10.2f} {ours / peer:7.2f} ", end="")
        print(f"{memory[0]:9.1f} {memory[1]:9.1f}  {row.title}")
    turns = [(import_seconds("xl_kpi.formulas"), import_seconds("pandas")) for _ in range(asked.repeat)]
    ours, peer = (statistics.median(side) for side in zip(*turns, strict=True))
    title = "import xl_kpi.formulas; import pandas (in the place of numpy)"
    print(f"{ours / MILLISECOND:10.2f} {peer / MILLISECOND:10.2f} {ours / peer:7.2f} {'':9} {'':9}  {title}")


if __name__ == "__main__":
    main()
