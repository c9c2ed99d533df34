"""Time the add-in's calls from another process, beside a bare xlwings function: `python benchmarks/addin.py`.

On Windows it runs as it is; elsewhere under Wine (`python tests/wine.py` sets it up). Both sides go
through xlwings' own library and server and take turns. Excel's own time is not in it.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

Work = Callable[[], Any]
ROUNDS = 20


def seconds(work: Work) -> float:
    """Return how long one call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(rows: int, calls: int, repeat: int) -> None:
    """Print one line for each comparison: our median time, the bare function's, and what was done."""
    from tests.excel.addin.windows_host import FUNCTIONS, SETTINGS, Server

    start = time.perf_counter()
    server = Server()
    print(f"{time.perf_counter() - start:9.3f} s  {'':9}    start the server, ready for the first cell")
    columns = [tuple((float(1 + i * k % 9973),) for i in range(rows)) for k in (7, 3)]

    def ask(module: str, function: str, *arguments: Any) -> Work:
        return lambda: server.com.CallUDF(module, function, list(arguments))

    def many(work: Work) -> Work:
        return lambda: [work() for _ in range(calls // ROUNDS)]

    one, bare_one = ask(FUNCTIONS, "KPI_ROAS", 1200.0, 300.0), ask("benchmarks.bare_xlwings", "roas", 1200.0, 300.0)
    work = {
        "one call with two cells": (one, bare_one),
        f"one call with a range of {rows:,} x 2": (
            ask(FUNCTIONS, "KPI_ROAS", *columns),
            ask("benchmarks.bare_xlwings", "roas_range", *columns),
        ),
        f"{calls:,} calls with two cells": (many(one), many(bare_one)),
    }
    for title, pair in work.items():
        for side in pair:
            side()
        whole = title.endswith("calls with two cells")  # in rounds that take turns, added up
        times = [[seconds(side) for side in pair] for _ in range(ROUNDS if whole else repeat)]
        ours, bare = ((sum if whole else statistics.median)(column) for column in zip(*times, strict=True))
        print(f"{ours:9.4f} s  {bare:9.4f} s  {title}")
    server.stop()
    print(f"{SETTINGS.python} {sys.version.split()[0]}")


def main() -> int:
    """Measure here on Windows, under Wine elsewhere."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=50_000)
    options.add_argument("--calls", type=int, default=10_000)
    options.add_argument("--repeat", type=int, default=5)
    asked = options.parse_args()
    if sys.platform == "win32":
        print("     KPI_*  bare xlwings")
        measure(asked.rows, asked.calls, asked.repeat)
        return 0
    from tests import wine

    if wine.wine() is None or not wine.READY.exists():
        print("Wine with CPython for Windows is needed: install wine and wine64, run python tests/wine.py")
        return 1
    try:
        done = wine.run(Path(__file__), *(f"--{name}={value}" for name, value in vars(asked).items()), timeout=600)
    finally:
        wine.stop()
    print(done.stdout + done.stderr, end="")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
