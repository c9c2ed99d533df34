"""Recalculation judged by workbooks that Excel saved: every stored value spoilt in a copy, recalculated, compared.

    python -m benchmarks.corpus FOLDER [--json FILE] [--seconds 150] [--fast] [--as-stored] [--totals]

A file counts when docProps/app.xml says that Microsoft Excel saved it; the others are only tried for crashes.
A cell is right when it shows Excel's stored value: numbers to 1e-9, text, errors and truth values exactly. Cells whose
value depends on the moment or on chance are left out; so are those of corpus_exceptions.csv, which says why and is
counted apart. A file that is refused counts as nothing evaluated.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import hashlib
import json
import math
import multiprocessing
import re
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from xml.parsers.expat import ExpatError

from benchmarks.stored import Cell, Stored

EXCEPTIONS = Path(__file__).with_name("corpus_exceptions.csv")
_BUSINESS = """
ABS AND AVERAGE AVERAGEIF AVERAGEIFS CEILING CHOOSE COLUMN COLUMNS CONCAT CONCATENATE COUNT COUNTA
COUNTBLANK COUNTIF COUNTIFS DATE DATEDIF DAY DAYS EDATE EOMONTH EXACT EXP FALSE FILTER FIND FLOOR HLOOKUP
HOUR HYPERLINK IF IFERROR IFNA IFS INDEX INDIRECT INT ISBLANK ISERR ISERROR ISEVEN ISNA ISNUMBER ISODD
ISTEXT LARGE LEFT LEN LN LOG LOG10 LOOKUP LOWER MATCH MAX MAXIFS MEDIAN MID MIN MINIFS MINUTE MOD MODE
MONTH MROUND NA NETWORKDAYS NOT NPV OFFSET OR PERCENTILE PMT POWER PRODUCT PROPER QUARTILE QUOTIENT RANK
REPLACE REPT RIGHT ROUND ROUNDDOWN ROUNDUP ROW ROWS SEARCH SECOND SIGN SMALL SORT SQRT STDEV STDEV.P
STDEV.S SUBSTITUTE SUBTOTAL SUM SUMIF SUMIFS SUMPRODUCT TEXT TEXTJOIN TIME TRANSPOSE TRIM TRUE TRUNC
UNIQUE UPPER VALUE VAR VLOOKUP WEEKDAY WEEKNUM WORKDAY XLOOKUP YEAR YEARFRAC PV FV RATE NPER IRR XIRR
XNPV
"""
BUSINESS = frozenset(_BUSINESS.split())
_STRINGS = re.compile(r'"(?:[^"]|"")*"')
_VOLATILE = re.compile(r"\b(?:RAND|RANDBETWEEN|RANDARRAY|NOW|TODAY)\s*\(", re.IGNORECASE)
_CALLED = re.compile(r"([A-Za-z_][\w.]*)\(")
_DEPENDS = re.compile(r"depends on (.+), whose value is kept")
_LATER = dt.timedelta(days=401, hours=5)


@dataclass
class Verdict:
    """What became of one file."""

    file: str
    saved_by: str = ""
    status: str = "judged"  # or "no formula", "refused", "unreadable", "crash", "hang"
    message: str = ""
    formulas: int = 0
    volatile: int = 0
    unstored: int = 0  # the file holds no value for them
    excepted: dict[str, str] = field(default_factory=dict)
    counted: int = 0
    right: int = 0
    wrong: list[str] = field(default_factory=list)
    kept: dict[str, str] = field(default_factory=dict)  # cell: reason, with what it depends on followed
    kinds: dict[str, int] = field(default_factory=dict)
    damaged: list[str] = field(default_factory=list)
    business: bool = False
    seconds: float = 0.0

    @property
    def by_excel(self) -> bool:
        """Tell whether Excel saved the file."""
        return "Excel" in self.saved_by and "Microsoft" in self.saved_by

    @property
    def share(self) -> float | None:
        """Return which share of the counted cells was evaluated right; None without a cell to count."""
        return self.right / self.counted if self.counted else None


def judge(path: Path, *, fast: bool = False, spoil: bool = True) -> Verdict:
    """Recalculate a copy of a workbook without its stored values and compare."""
    from xl_kpi.errors import UserError

    verdict = Verdict(path.name)
    start = time.perf_counter()
    try:
        stored = Stored(path)
    except (zipfile.BadZipFile, KeyError, StopIteration, ValueError, ExpatError, ParseError, OSError) as error:
        stored = None
        verdict.status, verdict.message = "unreadable", f"{type(error).__name__} {error}"
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / f"copy{path.suffix}"
        if stored is None or not spoil:
            copy.write_bytes(path.read_bytes())
        else:
            stored.write_spoilt(copy)
        if stored is not None:
            verdict.saved_by = stored.saved_by
        try:
            if stored is None or not any(sheet.cells for sheet in stored.sheets.values()):
                _recalculated(copy, None, fast)
                verdict.status = verdict.status if stored is None else "no formula"
            else:
                _compare(verdict, path, stored, copy, fast)
        except UserError as refusal:
            if stored is not None:
                verdict.status = "refused"
                verdict.counted = sum(_has_value(c) for s in stored.sheets.values() for c in s.cells.values())
            verdict.message = str(refusal)
    verdict.seconds = round(time.perf_counter() - start, 2)
    return verdict


def _has_value(cell: Cell) -> bool:
    return cell.formula is not None and cell.value is not None


def _recalculated(copy: Path, now: dt.datetime | None, fast: bool) -> Any:
    from xl_kpi.workbook import recalculate

    return recalculate(copy, copy.with_name(f"out{copy.suffix}"), now=now, fast=fast)


def _moment(stored: Stored) -> dt.datetime:
    try:
        return dt.datetime.fromisoformat(stored.modified or "").replace(tzinfo=None)
    except ValueError:
        return dt.datetime(2020, 1, 1)


def _compare(verdict: Verdict, path: Path, stored: Stored, copy: Path, fast: bool) -> None:
    now = _moment(stored)
    report = _recalculated(copy, now, fast)
    out = copy.with_name(f"out{copy.suffix}")
    before, after = Stored(copy), Stored(out if out.exists() else copy)
    reasons = _followed({k.cell: k.reason.en for k in report.kept})
    moving = _moving(stored, reasons)
    if moving:
        later = _recalculated(copy, now + _LATER, fast)
        moving |= _different(after, Stored(out if later.written else copy))
    excepted = _exceptions(path)
    functions: set[str] = set()
    for label, cell in _labelled(stored):
        name, _, place = label.rpartition("!")
        master = f"{name}!{cell.master}" if cell.master else label
        if cell.formula is not None:
            verdict.formulas += 1
            functions |= {c.upper().removeprefix("_XLFN.").removeprefix("_XLWS.") for c in _calls(cell.formula)}
        if master in moving or cell.value is None:
            verdict.volatile += master in moving and cell.formula is not None
            verdict.unstored += master not in moving and cell.formula is not None
            continue
        if label in excepted:
            verdict.excepted[label] = excepted[label]
            continue
        verdict.counted += cell.formula is not None
        result = after.sheets[name].cells.get(place, Cell())
        if master in reasons:
            if cell.formula is not None:
                verdict.kept[label] = reasons[label]
            if result.content and not same(result.value, before.sheets[name].cells[place].value):
                verdict.damaged.append(f"{label}: kept, yet changed")
        elif cell.ref != result.ref:
            verdict.wrong.append(f"{label} ={cell.formula} Excel fills {cell.ref}, here {result.ref}")
        elif not same(cell.value, result.value):
            verdict.wrong.append(f"{label} ={cell.formula} Excel {cell.value!r}, here {result.value!r}")
        else:
            verdict.right += cell.formula is not None
    verdict.kinds = dict(Counter(verdict.kept.values()).most_common())
    verdict.damaged += _damaged(before, after)
    verdict.business = functions <= BUSINESS


def _labelled(stored: Stored) -> Iterator[tuple[str, Cell]]:
    for name, sheet in stored.sheets.items():
        for place, cell in sheet.cells.items():
            yield f"{name}!{place}", cell


def _calls(formula: str) -> list[str]:
    return _CALLED.findall(_STRINGS.sub("", formula))


def _followed(reasons: dict[str, str]) -> dict[str, str]:
    """Return each kept cell's reason, or that of the cell which it depends on in the end."""
    found = {}
    for label, reason in reasons.items():
        seen, at, last = {label}, label, reason
        while (link := _DEPENDS.fullmatch(last)) and link[1] in reasons and link[1] not in seen:
            at = link[1]
            seen.add(at)
            last = reasons[at]
        found[label] = last
    return found


def _moving(stored: Stored, reasons: dict[str, str]) -> set[str]:
    """Return the cells whose formula asks for the time or for chance, and those kept because of such a cell."""
    asking = {label for label, cell in _labelled(stored) if _VOLATILE.search(_STRINGS.sub("", cell.formula or ""))}
    unknown = {"RAND is not supported", "RANDBETWEEN is not supported", "RANDARRAY is not supported"}
    return asking | {label for label, reason in reasons.items() if reason in unknown}


def _different(one: Stored, other: Stored) -> set[str]:
    there = dict(_labelled(other))
    return {label for label, cell in _labelled(one) if label in there and not same(cell.value, there[label].value)}


def _damaged(before: Stored, after: Stored) -> list[str]:
    """Return what differs beside the stored values."""
    sheets = {part: name for name, part in before.sheet_parts.items()}
    found = list(before.parts.keys() ^ after.parts.keys())
    found = [name for name in found if not name.endswith("/")]  # a folder is no part
    for name in before.parts.keys() & after.parts.keys():
        if before.parts[name] == after.parts[name]:
            continue
        if name not in sheets or before.sheets[sheets[name]].skeleton() != after.sheets[sheets[name]].skeleton():
            found.append(name)
    return sorted(found)


def same(one: Any, other: Any) -> bool:
    """Tell whether two values are one: numbers to 1e-9, the rest exactly; an empty text is an empty cell."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
    one, other = ("" if v is None else v for v in (one, other))
    if isinstance(one, str) and isinstance(other, str) and type(one) is type(other):
        return one.replace("\r\n", "\n") == other.replace("\r\n", "\n")
    return type(one) is type(other) and bool(one == other)


def _exceptions(path: Path) -> dict[str, str]:
    if not EXCEPTIONS.exists():
        return {}
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    rows = csv.DictReader(EXCEPTIONS.read_text("utf-8").splitlines())
    return {row["cell"]: row["reason"] for row in rows if row["sha256"] == digest}


def _serve(pipe: Connection, fast: bool, spoil: bool) -> None:
    """Judge the files that come through a pipe, in a process that may crash."""
    while (path := pipe.recv()) is not None:
        try:
            pipe.send(judge(path, fast=fast, spoil=spoil))
        except Exception as error:  # noqa: BLE001 - a crash is a result here
            import traceback

            place = traceback.extract_tb(error.__traceback__)[-1]
            message = f"{type(error).__name__} {error} ({Path(place.filename).name}:{place.lineno})"
            pipe.send(Verdict(path.name, status="crash", message=message))


def judge_all(files: Iterable[Path], seconds: float, *, fast: bool = False, spoil: bool = True) -> Iterator[Verdict]:
    """Judge files in a process apart, which is replaced when it dies or takes too long."""
    context = multiprocessing.get_context("spawn")
    worker = pipe = None
    for path in files:
        if worker is None or pipe is None:
            pipe, other = context.Pipe()
            worker = context.Process(target=_serve, args=(other, fast, spoil), daemon=False)
            worker.start()
            other.close()
        pipe.send(path)
        try:
            if pipe.poll(seconds):
                yield pipe.recv()
                continue
            yield Verdict(path.name, status="hang", message=f"no answer in {seconds:g} s")
        except EOFError:
            yield Verdict(path.name, status="crash", message=f"the process ended with {worker.exitcode}")
        worker.kill()
        worker = None
    if worker is not None and pipe is not None:
        pipe.send(None)
        worker.join(5)


def totals(verdicts: list[Verdict]) -> dict[str, Any]:
    """Return the figures over all files that Excel saved."""
    judged = [v for v in verdicts if v.by_excel and v.counted]
    shares = [v.share for v in judged if v.share is not None]
    business = [v.share for v in judged if v.business and v.share is not None]
    kinds: Counter[str] = Counter()
    for verdict in judged:
        kinds.update(verdict.kinds)
    cells = sum(v.counted for v in judged)
    right = sum(v.right for v in judged)
    return {
        "files": len(verdicts),
        "statuses": dict(Counter(v.status for v in verdicts)),
        "files_by_excel_with_values": len(judged),
        "cells": cells,
        "right": right,
        "wrong": sum(len(v.wrong) for v in judged),
        "kept": sum(len(v.kept) for v in judged),
        "excepted": sum(len(v.excepted) for v in judged),
        "volatile": sum(v.volatile for v in judged),
        "unstored": sum(v.unstored for v in judged),
        "damaged": sum(bool(v.damaged) for v in verdicts),
        "share_of_cells": round(right / cells, 5) if cells else None,
        "mean_over_files": round(sum(shares) / len(shares), 5) if shares else None,
        "business_files": len(business),
        "business_mean": round(sum(business) / len(business), 5) if business else None,
        "kept_because": dict(kinds.most_common()),
    }


def _line(verdict: Verdict) -> str:
    if verdict.status != "judged":
        return f"{verdict.status:<10} {verdict.file}  {verdict.message}"
    who = "" if verdict.by_excel else f"  [saved by {verdict.saved_by or 'nobody knows'}]"
    wrong = f"  {len(verdict.wrong)} WRONG" if verdict.wrong else ""
    return f"{verdict.right:>6}/{verdict.counted:<6} {verdict.seconds:>6.1f}s  {verdict.file}{wrong}{who}"


def main() -> None:
    """Judge every workbook of a folder and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path, help="write everything there")
    parser.add_argument("--seconds", type=float, default=150.0, help="time limit for a file")
    parser.add_argument("--fast", action="store_true", help="without the second engine")
    parser.add_argument("--as-stored", action="store_true", help="leave the stored values in the copy")
    parser.add_argument("--totals", action="store_true", help="print the totals only")
    given = parser.parse_args()
    endings = {".xlsx", ".xlsm", ".xltx", ".xltm"}
    files = sorted(p for p in given.folder.rglob("*") if p.suffix.lower() in endings)
    verdicts = []
    for verdict in judge_all(files, given.seconds, fast=given.fast, spoil=not given.as_stored):
        verdicts.append(verdict)
        if not given.totals:
            print(_line(verdict), flush=True)
            for text in [*verdict.wrong, *(f"damaged: {d}" for d in verdict.damaged)]:
                print(f"       {text}", flush=True)
    found = totals(verdicts)
    if given.json:
        given.json.write_text(json.dumps({"totals": found, "files": [asdict(v) for v in verdicts]}, indent=1), "utf-8")
    print(json.dumps(found, indent=1, ensure_ascii=False))


if __name__ == "__main__":
    main()
