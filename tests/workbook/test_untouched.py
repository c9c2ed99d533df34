"""What other programs put into a workbook is there afterwards, byte for byte."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.workbook import writers
from tests.workbook.books import make, parts, reasons
from xl_kpi.workbook import recalculate

SHEET = "xl/worksheets/sheet1.xml"


def by_xlsxwriter(path: Path) -> Path:
    return make(path, {"A1": 1, "B1": "=A1*2", "C1": "text"})


WRITERS: list[Callable[[Path], Path]] = [
    writers.excel,
    writers.google_sheets,
    writers.open_xml_sdk,
    writers.written_by_openpyxl,
    by_xlsxwriter,
]


@pytest.mark.parametrize("write", WRITERS, ids=lambda f: f.__name__)
def test_one_value_changes_and_nothing_else(tmp_path: Path, write: Callable[[Path], Path]) -> None:
    import re

    path = write(tmp_path / "book.xlsx")
    before = parts(path)
    assert recalculate(path).written
    after = parts(path)
    assert list(after) == list(before)
    assert [name for name in after if after[name] != before[name]] == [SHEET]
    # The formula cell B1 with its value is all that differs between the sheets, the missing addresses aside.
    cell = re.compile(
        r'<(x:)?c(?: r="B1")?( s="\d")?(?: t="str")?><(x:)?f>A1\*2</(x:)?f>'
        r"(<(x:)?v>\w*[.\d]*</(x:)?v>|<v ?/>)?</(x:)?c>"
    )
    old, new = (cell.sub("B1", p[SHEET].decode()) for p in (before, after))
    assert new.replace('<x:row r="1">', "<x:row>").replace('<x:c r="A1" ', "<x:c ") == old
    assert len(cell.findall(after[SHEET].decode())) == 1
    assert re.search(r"A1\*2</(?:x:)?f><(?:x:)?v>2<", after[SHEET].decode())
    modified, raw = path.stat().st_mtime_ns, path.read_bytes()
    assert not recalculate(path).written
    assert (path.stat().st_mtime_ns, path.read_bytes()) == (modified, raw)


@pytest.mark.parametrize("suffix", writers.KINDS)
def test_every_kind_of_workbook_keeps_what_stands_beside_its_sheets(tmp_path: Path, suffix: str) -> None:
    path = writers.excel(tmp_path / f"book{suffix}")
    before = parts(path)
    report = recalculate(path)
    after = parts(path)
    assert report.evaluated == 2 and report.written
    assert set(writers.BESIDE) <= set(after)
    assert [name for name in after if after[name] != before[name]] == [SHEET]
    assert after[SHEET] == before[SHEET].replace(b"<v>99</v>", b"<v>2</v>")


def test_a_google_function_in_disguise_keeps_its_value(tmp_path: Path) -> None:
    report = recalculate(writers.google_sheets(tmp_path / "book.xlsx"))
    assert list(reasons(report)) == ["S!D3"] and report.evaluated == report.formulas - 1
    assert b"<v>1.0</v></c></row></sheetData>" in parts(tmp_path / "book.xlsx")[SHEET]


def test_a_signature_that_no_longer_holds_is_said(tmp_path: Path) -> None:
    path = writers.excel(tmp_path / "book.xlsx", signed=True)
    report = recalculate(path)
    assert report.unsigned and set(writers.SIGNATURE) <= set(parts(path))
    assert report.summary("en").endswith("The workbook’s digital signature no longer holds: its content has changed.")
    assert "n’est plus valable" in report.summary("fr") and "signature" in report.as_dict()
    again = recalculate(path)
    assert not again.unsigned and "signature" not in again.as_dict()


SETTINGS = [("0", "UTC"), ("1", "Asia/Tokyo"), ("4711", "America/New_York")]


@pytest.mark.parametrize("fast", [False, True], ids=["checked", "fast"])
def test_a_fixed_clock_and_seed_give_the_same_bytes_everywhere(tmp_path: Path, fast: bool) -> None:
    cells = {
        "A1": "=NOW()", "A2": "=TODAY()", "A3": "=RAND()", "A4": "=RAND()+A3", "A5": "=GAMMALN(4)", "A6": "=YEAR(A1)",
        "A7": '=SUMIFS(B1:B9,C1:C9,"x")', "A8": "=KPI_ROAS(B1,B2)", "B1": 10, "B2": 4, "C1": "x",
    }  # fmt: skip
    book = make(tmp_path / "book.xlsx", cells)
    found = set()
    for i, (hashes, zone) in enumerate(SETTINGS):
        out = tmp_path / f"out{i}.xlsx"
        options = ["--now", "2025-03-31T23:30", "--seed", "7", *(["--fast"] if fast else [])]
        command = [sys.executable, "-m", "xl_kpi", "recalc", str(book), "--out", str(out), *options]
        environment = {**os.environ, "PYTHONHASHSEED": hashes, "TZ": zone, "PYTHONPATH": os.pathsep.join(sys.path)}
        subprocess.run(command, env=environment, timeout=120, check=True, capture_output=True)
        found.add(out.read_bytes())
    assert len(found) == 1
    sheet = parts(tmp_path / "out0.xlsx")[SHEET].decode()
    assert "<f>NOW()</f><v>45747.979166666664</v>" in sheet and "<f>TODAY()</f><v>45747</v>" in sheet
