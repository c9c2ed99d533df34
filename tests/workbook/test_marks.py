"""Cells that a volatile array formula fills: Excel marks each with an empty formula."""

from __future__ import annotations

import re
from pathlib import Path

import xlsxwriter

from tests.workbook.books import parts, rewrite, values
from xl_kpi.workbook import recalculate

SHEET = "xl/worksheets/sheet1.xml"
MARK = '<f ca="1"/>'


def marked(path: Path, formula: str, stored: str, *beside: str) -> Path:
    """Write 1, 2, 3 into A1:A3, a dynamic array formula with its stored range, and the marked cells beside it."""
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    sheet = book.add_worksheet("S")
    sheet.write_column("A1", [1, 2, 3])
    sheet.write_dynamic_array_formula(stored, formula, None, 9)
    for name in beside:
        sheet.write(name, 9)
    sheet.write_formula("G1", "=SUM(C1:C9)", None, 0)
    book.close()
    cells = "|".join(beside)
    rewrite(path, {SHEET: lambda x: re.sub(rf'(<c r="(?:{cells})"[^>]*>)<v>', rf"\1{MARK}<v>", x)})
    return path


def cell(path: Path, name: str) -> str | None:
    found = re.search(rf'<c r="{name}"[^>]*?(?:/>|>.*?</c>)', parts(path)[SHEET].decode())
    return found[0] if found else None


def test_marked_cells_get_the_results(tmp_path: Path) -> None:
    path = marked(tmp_path / "book.xlsx", "=A1:A3*2+0*NOW()", "C1:C3", "C2", "C3")
    report = recalculate(path)
    assert report.kept == () and report.formulas == report.evaluated
    assert values(path)["G1"] == 12
    assert [cell(path, f"C{row}") for row in (2, 3)] == [
        f'<c r="C2">{MARK}<v>4</v></c>',
        f'<c r="C3">{MARK}<v>6</v></c>',
    ]
    assert recalculate(path).written is False


def test_marked_cells_that_are_given_back_are_empty(tmp_path: Path) -> None:
    path = marked(tmp_path / "book.xlsx", "=A1:A2*2+0*NOW()", "C1:C3", "C2", "C3")
    assert recalculate(path).kept == ()
    assert (cell(path, "C2"), cell(path, "C3")) == (f'<c r="C2">{MARK}<v>4</v></c>', None)
    assert values(path)["G1"] == 6


def test_a_kept_array_leaves_its_marked_cells(tmp_path: Path) -> None:
    path = marked(tmp_path / "book.xlsx", "=UNKNOWN(A1:A3)", "C1:C3", "C2", "C3")
    before = parts(path)[SHEET]
    assert {k.cell for k in recalculate(path).kept} == {"S!C1", "S!G1"}
    assert parts(path)[SHEET] == before


def test_the_second_engine_gets_no_marked_cells(tmp_path: Path) -> None:
    path = marked(tmp_path / "book.xlsx", "=ROUNDUP(A1:A3+0.5,0)", "C1:C3", "C2", "C3")
    assert recalculate(path).kept == ()
    assert [values(path)[f"C{row}"] for row in (1, 2, 3)] == [2, 3, 4]


def test_the_second_engine_is_asked_beside_cells_that_are_given_back(tmp_path: Path) -> None:
    path = marked(tmp_path / "book.xlsx", "=A1:A2*2+0*NOW()", "C1:C3", "C2", "C3")
    rewrite(path, {SHEET: lambda x: x.replace("SUM(C1:C9)", "ROUNDUP(SUM(C1:C9)+0.5,0)")})
    assert recalculate(path).kept == ()
    assert values(path)["G1"] == 7 and cell(path, "C3") is None


def test_what_reads_single_cells_of_a_result_finds_them_filled(tmp_path: Path) -> None:
    """ISOWEEKNUM is asked cell by cell: a blank cell, as there was before the result, would be a date in doubt."""
    path = marked(tmp_path / "book.xlsx", "=46000+A1:A3+0*NOW()", "C1:C3", "C2", "C3")
    rewrite(path, {SHEET: lambda x: x.replace("SUM(C1:C9)", "SUMPRODUCT(_xlfn.ISOWEEKNUM(+C1:C3)*1)")})
    assert recalculate(path).kept == ()
    assert values(path)["G1"] == 3 * 50
