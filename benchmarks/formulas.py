"""Time KPI formulas against numpy doing the same division, in one run: `python benchmarks/formulas.py`.

Both sides of a row get the same input and take turns, so that a busy machine slows both. Times are
medians; memory is the peak of one call, measured apart because measuring it slows the call.
"""

from __future__ import annotations

import argparse
import statistics
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from xl_kpi.formulas import roas
from xl_kpi.worksheet import call

MILLISECOND, MIB = 1e-3, 2**20
Work = Callable[[], object]
Rows = tuple[tuple[float], ...]


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
            f"=KPI_ROAS() on {cells:,} cells; numpy: array() of both, divided, tolist()",
            lambda: call("KPI_ROAS", revenue_cells, spend_cells),
            lambda: divided(revenue_cells, spend_cells),
        ),
        Comparison(
            f"the same with 1 blank in 100 (numpy gets NaN for them, we give #N/A) on {cells:,} cells",
            lambda: call("KPI_ROAS", revenue_cells, gaps),
            lambda: divided(revenue_cells, clipped),
        ),
    ]


def divided(numerator: Rows, denominator: Rows) -> object:
    """Return rows of cells divided by numpy, and back as rows."""
    return (np.array(numerator) / np.array(denominator)).tolist()


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


if __name__ == "__main__":
    main()
