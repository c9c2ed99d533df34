"""Headless recalculation beside its peers, on the same files, in one run.

    python benchmarks/recalc.py [--sizes 1000 10000 100000] [--plot docs/images/recalc-speed.png]

Each size has as many KPI cells as native ones, and 200 SUMIFS over all rows. Ours reads, calculates and saves; bare
formualizer loads and evaluates with the same KPI functions and saves nothing. LibreOffice, `formulas` and `pycel`
take part where they are installed, on the native formulas alone, and are stopped after the time limit.
"""

from __future__ import annotations

import argparse
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import xlsxwriter

SUMIFS = 200
_BARE = """
import sys, formualizer
from xl_kpi.worksheet import call
config = formualizer.EvaluationConfig()
config.enable_parallel = False
mode = formualizer.WorkbookMode.Ephemeral
book = formualizer.Workbook.from_path(
    sys.argv[1], config=formualizer.WorkbookConfig(mode=mode, eval_config=config, enable_changelog=False))
book.register_function("KPI_ROAS", lambda a, b: call("KPI_ROAS", a, b))
book.evaluate_all()
"""
_FORMULAS = "import sys, formulas; formulas.ExcelModel().loads(sys.argv[1]).finish().calculate()"
_PYCEL = """
import sys, openpyxl
from pycel import ExcelCompiler
model = ExcelCompiler(filename=sys.argv[1])
for sheet in openpyxl.load_workbook(sys.argv[1]).worksheets:
    for row in sheet.iter_rows():
        for cell in row:
            if cell.data_type == "f":
                model.evaluate(f"{sheet.title}!{cell.coordinate}")
"""


def workbook(path: Path, formulas: int, *, kpi: bool) -> Path:
    """Write a workbook with about so many formulas; without `kpi` the KPI is written as a division."""
    rows = max(1, (formulas - SUMIFS) // 2)
    book = xlsxwriter.Workbook(str(path))
    data, board = book.add_worksheet("Data"), book.add_worksheet("Board")
    roas = "=KPI_ROAS(A{0},B{0})" if kpi else "=A{0}/B{0}"
    for i in range(1, rows + 1):
        data.write_row(i - 1, 0, [i * 7 % 1000 + 1, i * 3 % 100 + 1, i % 50])
        data.write_formula(i - 1, 3, roas.format(i))
        data.write_formula(i - 1, 4, f"=A{i}*2+B{i}/4")
    for k in range(SUMIFS):
        board.write_formula(k, 0, f"=SUMIFS(Data!$A$1:$A${rows},Data!$C$1:$C${rows},{k % 50})")
    book.close()
    return path


def run(command: list[str], limit: float) -> tuple[float, float] | None:
    """Return the seconds and the peak MiB of a command, None when it fails or takes too long."""
    start = time.perf_counter()
    watched = [sys.executable, "-c", _WATCH, *command]
    piped: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
    with subprocess.Popen(watched, start_new_session=os.name == "posix", **piped) as running:
        try:
            said, _ = running.communicate(timeout=limit)
        except subprocess.TimeoutExpired:
            if os.name == "posix":  # what it started as well, or it would slow the next contestant
                os.killpg(running.pid, signal.SIGKILL)
            running.kill()
            return None
    return (time.perf_counter() - start, float(said.split()[-1])) if running.returncode == 0 else None


_WATCH = """
import subprocess, sys
done = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    import resource
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
except ImportError:
    peak = 0
print(peak)
sys.exit(done.returncode)
"""


def peers(folder: Path) -> dict[str, Callable[[Path, Path], list[str]]]:
    """Return each contestant's command for a workbook with KPIs and the same one without."""
    python = sys.executable
    ours = [python, "-m", "xl_kpi", "recalc"]
    found: dict[str, Callable[[Path, Path], list[str]]] = {
        "bare formualizer": lambda book, _: [python, "-c", _BARE, str(book)],
        "xl-kpi --fast": lambda book, _: [*ours, str(book), "--out", str(folder / "out.xlsx"), "--fast"],
        "xl-kpi": lambda book, _: [*ours, str(book), "--out", str(folder / "out.xlsx")],
    }
    if office := shutil.which("soffice"):
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        convert = ["--headless", "--convert-to", "xlsx", "--outdir", str(folder / "office")]
        found["LibreOffice"] = lambda _, native: [office, profile, *convert, str(native)]
    for name, code in (("formulas", _FORMULAS), ("pycel", _PYCEL)):
        if importlib.util.find_spec(name):
            found[name] = lambda _, native, code=code: [python, "-c", code, str(native)]  # type: ignore[misc]
    return found


def plot(results: dict[str, list[tuple[int, float]]], path: Path) -> None:
    """Draw seconds against formulas, both on logarithmic scales."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(7, 4.5))
    for name, points in results.items():
        axes.plot(*zip(*points, strict=True), marker="o", label=name)
    axes.set(xscale="log", yscale="log", xlabel="formulas", ylabel="seconds, whole command")
    axes.legend()
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(path, dpi=120, metadata={"Software": None})


def main() -> None:
    """Print one line a size and contestant; draw the curve where asked."""
    options = argparse.ArgumentParser(description="Headless recalculation beside its peers.")
    options.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000, 200_200])
    options.add_argument("--limit", type=float, default=120.0, help="seconds a contestant may take")
    options.add_argument("--plot", type=Path, help="where to draw the curve (needs matplotlib)")
    asked = options.parse_args()
    results: dict[str, list[tuple[int, float]]] = {}
    stopped: set[str] = set()
    print(f"{'formulas':>10}  {'contestant':<18} {'seconds':>8} {'peak MiB':>9}")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for size in asked.sizes:
            book = workbook(folder / "book.xlsx", size, kpi=True)
            native = workbook(folder / "native.xlsx", size, kpi=False)
            for contestant, command in peers(folder).items():
                measured = None if contestant in stopped else run(command(book, native), asked.limit)
                if measured is None:
                    stopped.add(contestant)
                    print(f"{size:>10}  {contestant:<18} {'-':>8} {'-':>9}")
                    continue
                print(f"{size:>10}  {contestant:<18} {measured[0]:>8.2f} {measured[1]:>9.0f}", flush=True)
                results.setdefault(contestant, []).append((size, measured[0]))
    if asked.plot:
        plot(results, asked.plot)


if __name__ == "__main__":
    main()
