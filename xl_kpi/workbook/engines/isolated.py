"""Large or odd workbooks are evaluated in a process of their own: a crash, a hang or a memory hog ends there."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import os
import pickle
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from xl_kpi.errors import LimitError, UserError
from xl_kpi.limits import MIB
from xl_kpi.workbook.addresses import column_number
from xl_kpi.workbook.engines.processes import environment, limit_process, too_long
from xl_kpi.workbook.parts.package import Package, over_limit
from xl_kpi.workbook.parts.save import scratch_folder
from xl_kpi.workbook.parts.sheets import Book
from xl_kpi.workbook.parts.xmltext import check_well_formed
from xl_kpi.workbook.report import Report

Process = subprocess.Popen[bytes]
_LARGE = 4 * MIB  # of worksheet XML
_LARGE_FILE = MIB // 8  # packed, at least
# Functions that take no longer than it takes to read their cells, whatever the numbers in them. The others may make
# much out of little, or count up to a number: an engine takes FACT(1E300) at its word. They are evaluated apart.
_QUICK = """
SUM AVERAGE MIN MAX MEDIAN PRODUCT COUNT COUNTA COUNTBLANK LARGE SMALL SUMPRODUCT SUBTOTAL AGGREGATE SUMIF SUMIFS
COUNTIF COUNTIFS AVERAGEIF AVERAGEIFS MAXIFS MINIFS IF IFS IFERROR IFNA AND OR NOT XOR TRUE FALSE ISNUMBER ISTEXT
ISBLANK ISERROR ISNA ISERR ISODD ISEVEN ISLOGICAL ISNONTEXT NA CHOOSE SWITCH DATE YEAR MONTH DAY EDATE EOMONTH
WEEKDAY ISOWEEKNUM WEEKNUM TODAY NOW DAYS HOUR MINUTE SECOND TIME DATEVALUE VALUE INDEX MATCH VLOOKUP HLOOKUP
XLOOKUP LOOKUP ROW COLUMN ROWS COLUMNS ROUND ROUNDUP ROUNDDOWN INT TRUNC ABS SIGN SQRT POWER EXP LN LOG LOG10 MOD
QUOTIENT PI CEILING FLOOR TEXT LEFT RIGHT MID LEN FIND SEARCH UPPER LOWER PROPER TRIM EXACT N T HYPERLINK CHAR
CODE STDEV STDEV.S STDEV.P VAR VAR.S VAR.P QUARTILE PERCENTILE RANK PMT PV FV SUBSTITUTE
"""
_CALL = re.compile(rb"(?<![\w.])(?:_xlfn\.|_xlws\.)*([A-Za-z][A-Za-z0-9.]*)\(")
_SUBSTITUTE = re.compile(rb"SUBSTITUTE\(", re.IGNORECASE)
# One that puts no more than two signs in the place of one.
_SHORT = re.compile(rb",\s*(?:\"|&quot;)[^\"&<]{1,9}(?:\"|&quot;)\s*,\s*(?:\"|&quot;)[^\"&<]{0,2}(?:\"|&quot;)\)")
_SUBSTITUTES = 12
_SPARSE = 20_000_000  # cells of the rectangle around what a sheet holds: the engine goes through all of them
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br\s*=\s*[\"'](\d{1,7})[\"']")
_COLUMN = re.compile(rb"\br\s*=\s*[\"']([A-Z]{1,3})\d")
_ODD = re.compile(rb'r="(?:X[A-F][A-Z]\d+|[A-Z]+10[0-4]\d{4})"|<(?:\w+:)?f(?:\s[^>]*)?>[^<]{4000}|[-+(]{50}')
_STARTUP_SECONDS = 30.0  # to start, to read and to write, beside the time for the calculation

_READ = re.compile(r"xl/(worksheets|externalLinks|tables)/|xl/workbook\.xml", re.IGNORECASE)


def wanted(package: Package) -> bool:
    """Tell whether a workbook is better evaluated apart: large, or with what an engine may stumble over."""
    parts = [(n, package.part(n)) for n in package.names if n.endswith(".xml") and _READ.match(n)]
    if sum(len(part) for _, part in parts) > _LARGE:
        return True
    sheets = [part for name, part in parts if "/worksheets/" in name]
    if any(_ODD.search(sheet) or _reach(sheet) > _SPARSE for sheet in sheets):
        return True
    return any(map(_slow, (part for name, part in parts if "/externalLinks/" not in name)))


@lru_cache(maxsize=1)
def _risky() -> frozenset[bytes]:
    """Return the names of the functions that may take long."""
    from xl_kpi.workbook.analysis import checked
    from xl_kpi.workbook.analysis.proven import PROVEN
    from xl_kpi.workbook.analysis.shapes import CALLING

    known = {*PROVEN, *checked.LETTERS, *CALLING, "LET", "LAMBDA", "RANDARRAY"}
    return frozenset(name.encode() for name in known - {*_QUICK.split()})


def _slow(part: bytes) -> bool:
    """Tell whether formulas call what may take long, or make long texts longer and longer."""
    if not _risky().isdisjoint(call.upper() for call in {*_CALL.findall(part)}):
        return True
    count = len(_SUBSTITUTE.findall(part))
    return count > _SUBSTITUTES or count > len(_SHORT.findall(part))


def _check_sheets(package: Package) -> None:
    """Raise UserError where a worksheet is not well-formed."""
    for sheet in Book(package).worksheets:
        check_well_formed(sheet.part, package.part(sheet.part))


def _reach(sheet: bytes) -> int:
    """Return the number of cells from A1 to the last row and column of a sheet."""
    rows = max(map(int, _ROW.findall(sheet)), default=0)
    columns = {letters.decode() for letters in _COLUMN.findall(sheet)}
    return rows * max(map(column_number, columns), default=0)


@contextlib.contextmanager
def process_for(path: str | Path) -> Iterator[Process | None]:
    """Start the process that a large file needs: it gets ready while the file is read, and is gone afterwards."""
    process = _start() if _seems_large(Path(path)) else None
    try:
        yield process
    finally:
        if process:
            _end(process)


def _seems_large(path: Path) -> bool:
    """Tell whether a file says that its worksheets are large."""
    try:
        if not path.is_file() or path.stat().st_size < _LARGE_FILE:
            return False
        with zipfile.ZipFile(path) as archive:
            return sum(i.file_size for i in archive.infolist() if "/worksheets/" in i.filename) > _LARGE
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile):
        return False


def _start() -> Process:
    command = [sys.executable, "-m", __name__]
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, env=environment())


def _end(process: Process) -> None:
    process.kill()
    with contextlib.suppress(OSError), process:
        pass


def recalculate(
    package: Package, now: dt.datetime | None, seed: int | None, fast: bool, process: Process | None = None
) -> Report:
    """Do what `recalculate_package` does, in a process of its own; the package gets the changed parts.

    Raises what the recalculation raises, LimitError after the time limit and UserError where the process dies.
    """
    with scratch_folder() as folder:
        task, result, limits = folder / "task", folder / "result", package.limits
        task.write_bytes(pickle.dumps((package.path, package.to_bytes(), limits, now, seed, fast)))
        done = process or _start()
        try:
            _hand_over(done, folder)
            _check_sheets(package)  # meanwhile
            done.wait(limits.seconds + _STARTUP_SECONDS)
        except subprocess.TimeoutExpired:
            raise too_long(limits.seconds) from None
        finally:
            _end(done)
        if done.returncode == _OUT_OF_MEMORY:
            raise over_limit(package.path.name, "memory_bytes", limits.memory_bytes, limits.memory_bytes)
        if done.returncode or not result.exists():
            ended = f" (signal {-done.returncode})" if done.returncode < 0 else ""
            raise UserError(
                f"{package.path.name}\u00a0: le moteur de calcul s’est arrêté sur ce classeur{ended}\u00a0; "
                "rien n’a été modifié. Ouvrez-le dans Excel et enregistrez-le de nouveau.",
                f"{package.path.name}: the calculation engine stopped on this workbook{ended}; nothing was changed. "
                "Open it in Excel and save it again.",
            )
        with result.open("rb") as stream:
            outcome = pickle.load(stream)
    if isinstance(outcome[0], Report):
        for name, data in outcome[1].items():
            (package.replace if name in package else package.add)(name, data)
        return outcome[0]
    kind, french, english = outcome
    raise (LimitError if kind == "limit" else UserError)(french, english)


def _hand_over(process: Process, folder: Path) -> None:
    assert process.stdin is not None
    with contextlib.suppress(OSError), process.stdin as pipe:  # a process that has died is looked at when it has ended
        pipe.write(os.fsencode(folder))


_OUT_OF_MEMORY = 3


def _main() -> None:
    gc.disable()  # it would search through a million cells, again and again, in a process that ends soon
    from xl_kpi.workbook import run  # noqa: F401 - what takes long to import is there when the task comes
    from xl_kpi.workbook.engines.bridge import catalogue_functions
    from xl_kpi.workbook.recalc import recalculate_here

    catalogue_functions()
    folder = Path(os.fsdecode(sys.stdin.buffer.read()))
    path, raw, limits, now, seed, fast = pickle.loads((folder / "task").read_bytes())
    limit_process(limits.memory_bytes, limits.seconds + _STARTUP_SECONDS)
    package = Package(path, raw, limits, trusted=True)
    outcome: object
    try:
        report = recalculate_here(package, now=now, seed=seed, fast=fast)
        outcome = (report, package.changed_parts)
    except UserError as refusal:
        outcome = ("limit" if isinstance(refusal, LimitError) else "user", refusal.text.fr, refusal.text.en)
    except MemoryError:
        os._exit(_OUT_OF_MEMORY)
    with (folder / "result").open("wb") as stream:
        pickle.dump(outcome, stream)
    os._exit(0)  # nothing is left to do, and to take a million cells apart takes time


if __name__ == "__main__":
    _main()
