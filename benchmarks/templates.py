"""Time templates full of data, ours beside LibreOffice: `python benchmarks/templates.py [--template cockpit]`.

Both are whole commands on the same data: open, calculate every formula, save. Ours recalculates the workbook with its
KPI functions; LibreOffice its share copy, which holds native formulas, as it does not know ours. Memory is the peak of
the process. Without LibreOffice its line is left out.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from xl_kpi.catalog.tables import DataTable, Dimension
from xl_kpi.templates import TEMPLATES, find, path
from xl_kpi.workbook import open_package, write_rows

MIB = 2**20
DAYS = [dt.date(2024, 1, 1) + dt.timedelta(days=n) for n in range(731)]
ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item></oor:items>
"""


def records(table: DataTable, count: int) -> list[list[object]]:
    """Return drawn rows of a table, each with a key of its own: days first, then names."""
    draw = random.Random(table.id)
    days = sorted({day.replace(day=1) for day in DAYS}) if table.monthly else DAYS
    rows = []
    for n in range(min(count, len(days)) if table.monthly else count):
        row: list[object] = []
        for column in table.columns:
            if not isinstance(column, Dimension):
                row.append(draw.randint(0, 10) if column.name == "score" else draw.randint(1, 1000))
            elif column.kind == "text":
                row.append(f"{column.name} {n // len(days) if 'date' in table.key else n}")
            else:
                row.append(days[n % len(days)] if column.kind == "date" else n)
        rows.append(row)
    return rows


def fill(template: str, rows: int, out: Path) -> int:
    """Write a template with this many rows of data, shared among its tables; return how many there are."""
    package = open_package(path(template, "en"))
    tables = find(template).data
    daily = sum(not table.monthly for table in tables) or 1
    total = 0
    for table in tables:
        label = {column.name: column.label.en for column in table.columns}
        drawn = records(table, rows // daily)
        key = [label[name] for name in table.key]
        write_rows(package, table.name.en, list(label.values()), drawn, key)  # type: ignore[arg-type]
        total += len(drawn)
    package.save(out)
    return total


def run(command: Sequence[object]) -> tuple[float, float]:
    """Run a command to its end; return its seconds and its peak memory in MiB."""
    start = time.perf_counter()
    words = [str(word) for word in command]
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0), (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)]
    child = os.posix_spawnp(words[0], words, os.environ, file_actions=quiet)
    _, status, used = os.wait4(child, 0)
    if status:
        sys.exit(f"{' '.join(words)} failed")
    return time.perf_counter() - start, used.ru_maxrss * 1024 / MIB


def libreoffice(book: Path, folder: Path) -> list[object]:
    """Return the command by which LibreOffice opens, recalculates and saves a workbook."""
    user = folder / "profile" / "user"
    user.mkdir(parents=True)
    (user / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE, encoding="utf-8")
    profile = f"-env:UserInstallation={user.parent.as_uri()}"
    return ["soffice", profile, "--headless", "--convert-to", "xlsx", "--outdir", folder / "done", book]


def measure(template: str, rows: int, *, alone: bool) -> None:
    """Print one line a command for one template."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        book, copy = folder / "book.xlsx", folder / "copy.xlsx"
        # in a process of its own: what it needs would count as its children's peak
        with ProcessPoolExecutor(1, get_context("spawn")) as filler:
            held = filler.submit(fill, template, rows, book).result()
        print(f"{template}, {held:,} rows of data, {book.stat().st_size / MIB:.1f} MiB", flush=True)
        ours = [sys.executable, "-m", "xl_kpi"]
        steps: list[tuple[str, list[object]]] = [
            ("xl-kpi recalc", [*ours, "recalc", book]),
            ("xl-kpi recalc again, nothing to write", [*ours, "recalc", book]),
            ("xl-kpi share", [*ours, "share", book, copy]),
        ]
        if shutil.which("soffice") and not alone:
            steps.append(("LibreOffice, the share copy", libreoffice(copy, folder)))
        for title, command in steps:
            seconds, memory = run(command)
            print(f"{seconds:8.1f} s {memory:8.0f} MiB  {title}", flush=True)


def main() -> None:
    """Measure one template, or each in turn."""
    options = argparse.ArgumentParser(description="Templates full of data, ours beside LibreOffice.")
    options.add_argument("--template", default="all", choices=["all", *TEMPLATES])
    options.add_argument("--rows", type=int, default=120_000)
    options.add_argument("--alone", action="store_true", help="without LibreOffice")
    asked = options.parse_args()
    for template in TEMPLATES if asked.template == "all" else [asked.template]:
        measure(template, asked.rows, alone=asked.alone)


if __name__ == "__main__":
    main()
