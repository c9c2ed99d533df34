"""Pairs of numbers in ranges: whole columns, texts and blanks among them."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter

from tests.workbook.books import reasons, values
from xl_kpi.workbook import recalculate

WHOLE = "CORREL over whole columns or rows"


def test_whole_columns_of_one_sheet_are_taken_as_far_as_they_go(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, other = book.add_worksheet("S"), book.add_worksheet("T")
    for row, (x, y) in enumerate([(1, 2), (2, 4), ("x", 9), (4, None), (3, 6)]):
        sheet.write(row, 0, x)
        sheet.write(row, 1, y)
        other.write(row, 0, row)
    other.write(9, 0, 7)
    formulas = ["CORREL(A:A,B:B)", "SUMXMY2(A:A,B:B)", "CORREL(A:A,T!A:A)", "CORREL(A:A,B1:B5)", "SLOPE(B1:B5,A1:A5)"]
    for row, formula in enumerate(formulas):
        sheet.write_formula(row, 5, f"={formula}", None, "old")
    book.close()
    assert reasons(recalculate(path, fast=True)) == {"S!F3": WHOLE, "S!F4": WHOLE}
    shown = values(path)
    assert (shown["F1"], shown["F2"], shown["F5"]) == (1, 14, 2)
