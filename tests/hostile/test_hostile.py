"""Damaged and hostile workbooks, made by code: one clear line, the file as it was, no crash, no hang."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workbook.books import MAIN, make, parts, rewrite, values
from xl_kpi.errors import LimitError, UserError
from xl_kpi.limits import DEFAULT
from xl_kpi.workbook import isolated, recalculate

SHEET = "xl/worksheets/sheet1.xml"
ROW = '<row r="1"><c r="A1"><f>1+1</f></c></row>'


def sheet(cells: str = ROW, after: str = "") -> bytes:
    return f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{after}</worksheet>'.encode()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make(tmp_path / "book.xlsx", {"A1": 1, "B1": "=A1*2", "B2": "=KPI_ROAS(A1,2)"})


@pytest.mark.parametrize(
    ("part", "limit"),
    [
        (sheet(after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'), "merged_cells"),
        (sheet(after="<a>" * 100 + "</a>" * 100), "xml_depth"),
        (sheet('<row r="1"><c r="A1"><f t="array" ref="A1:XFD100">1</f></c></row>'), "spill_cells"),
    ],
)
def test_a_limit_is_named(book: Path, part: bytes, limit: str) -> None:
    before = rewrite(book, {SHEET: part}).read_bytes()
    with pytest.raises(LimitError, match=f"limit {limit}"):
        recalculate(book)
    assert book.read_bytes() == before


def test_the_limit_on_cells(book: Path) -> None:
    with pytest.raises(LimitError, match="limit cells: found 3, at most 2"):
        recalculate(book, limits=replace(DEFAULT, cells=2))


ODD = {
    "nested calls": "ABS(" * 90 + "1" + ")" * 90,
    "a long sum": "+".join(["A1"] * 90),
    "a huge text": 'LEN("' + "x" * 7000 + '")',
    "a tower of powers": "9^9^9^9^9",
    "a huge repeat": 'LEN(REPT("x",1E9))',
    "a huge factorial": "FACT(1E9)",
    "a huge combination": "COMBIN(1E9,5E8)",
    "a huge sequence": "SUM(SEQUENCE(1E6,1E3))",
    "far references": "SUM(XFD1:XFD1048576)",
    "the whole sheet": "COUNTA(C1:XFD1048576)",
    "itself": "B1+1",
    "itself through a range": "SUM(A1:C9)",
    "offset to nowhere": "OFFSET(A1,-5,0)",
    "braces": "{1,2,{3}}",
    "an unfinished text": '"abc',
    "control characters": "A1\x01+1",
    "an unknown function": "EVIL.EXE(1)",
    "a link": "'[http://evil/x.xlsx]S'!A1",
    "dde": "cmd|'/c calc'!A0",
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_formula_is_evaluated_or_kept(book: Path, name: str) -> None:
    import html

    shown = html.escape(ODD[name].replace("\x01", ""), quote=False)
    rewrite(book, {SHEET: lambda x: x.replace("<f>A1*2</f>", f"<f>{shown}</f>")})
    report = recalculate(book, limits=replace(DEFAULT, seconds=20))
    assert report.formulas == 2
    assert values(book)["B2"] == 0.5


def test_a_process_that_dies_is_one_line_and_changes_nothing(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "wanted", lambda _: True)
    before = book.read_bytes()
    with pytest.raises(UserError, match=r"stopped on this workbook|limit memory_bytes"):
        recalculate(book, limits=replace(DEFAULT, memory_bytes=1 << 20))
    monkeypatch.setattr(isolated, "_STARTUP_SECONDS", 0.01)
    with pytest.raises(LimitError, match="limit seconds"):
        recalculate(book, limits=replace(DEFAULT, seconds=0.01))
    assert book.read_bytes() == before


def test_a_process_of_its_own_gives_the_same_bytes(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = book.with_name("here.xlsx")
    recalculate(book, here)
    monkeypatch.setattr(isolated, "wanted", lambda _: True)
    apart = recalculate(book, book.with_name("apart.xlsx"))
    assert apart.evaluated == 2 and parts(book.with_name("apart.xlsx")) == parts(here)
    rewrite(book, {SHEET: b"<worksheet>"})
    with pytest.raises(UserError, match="Damaged workbook"):
        recalculate(book)


@pytest.mark.parametrize("seed", range(60))
def test_flipped_bytes_never_crash_and_never_half_write(book: Path, seed: int) -> None:
    draw = random.Random(seed)
    name = draw.choice([SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"])
    data = bytearray(parts(book)[name])
    for _ in range(draw.choice([1, 3, 30])):
        data[draw.randrange(len(data))] = draw.randrange(256)
    rewrite(book, {name: bytes(data[: draw.choice([len(data), len(data) // 2])])})
    before = book.read_bytes()
    try:
        recalculate(book, fast=True)
    except UserError as refusal:
        assert "\n" not in str(refusal)
        assert book.read_bytes() == before


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_archive_is_refused(book: Path, seed: int) -> None:
    draw = random.Random(seed)
    raw = bytearray(book.read_bytes())
    for _ in range(20):
        raw[draw.randrange(len(raw))] = draw.randrange(256)
    book.write_bytes(raw[: draw.choice([len(raw), len(raw) * 2 // 3])])
    before = book.read_bytes()
    try:
        recalculate(book, fast=True)
    except UserError as refusal:
        assert "\n" not in str(refusal)
        assert book.read_bytes() == before
