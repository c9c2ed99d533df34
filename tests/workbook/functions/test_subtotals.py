"""SUBTOTAL and AGGREGATE: hidden rows, filters, nested subtotals, errors; LibreOffice gives the same."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.tools import recalculated_by_libreoffice
from tests.workbook.books import load, reasons, values
from xl_kpi.workbook import recalculate

NUMBERS = [72, 30, 26, 31, 96, 32, 81, 33, 53, 34, 26]
# Data A2:A12 of NUMBERS, row 4 (26) hidden by hand; C2:C6 with errors.
HIDDEN: list[tuple[str, Any]] = [
    ("SUBTOTAL(9,A2:A12)", 514), ("SUBTOTAL(109,A2:A12)", 488), ("SUBTOTAL(1,A2:A12)", 514 / 11),
    ("SUBTOTAL(101,A2:A12)", 48.8), ("SUBTOTAL(2,A2:A12)", 11), ("SUBTOTAL(102,A2:A12)", 10),
    ("SUBTOTAL(103,B2:B12)", 2), ("SUBTOTAL(3,B2:B12)", 3), ("SUBTOTAL(4,A2:A12)", 96), ("SUBTOTAL(105,A2:A4)", 30),
    ("SUBTOTAL(106,A2:A4)", 2160), ("SUBTOTAL(7,A2:A5)", 21.608254595562936), ("SUBTOTAL(8,A2:A5)", 350.1875**0.5),
    ("SUBTOTAL(10,A2:A5)", 1400.75 / 3), ("SUBTOTAL(11,A2:A5)", 350.1875), ("SUBTOTAL(9,A2:A4,A6)", 224),
    ("SUBTOTAL(9,A2:A13)", 514), ("SUBTOTAL(9,OFFSET(A2,0,0,3,1))", 128),
    ("SUBTOTAL(109,A2:INDEX(A2:A9,4))", 133), ("SUBTOTAL(9,C2:C6)", "#DIV/0!"), ("SUBTOTAL(2,C2:C6)", 4),
    ("AGGREGATE(9,5,A2:A12)", 488), ("AGGREGATE(9,4,A2:A12)", 514), ("AGGREGATE(9,4,A2:A13)", 1028),
    ("AGGREGATE(9,,A2:A13)", 514), ("AGGREGATE(9,6,C2:C6)", 70), ("AGGREGATE(4,6,C2:C6)", 30),
    ("AGGREGATE(14,6,C2:C6,2)", 20), ("AGGREGATE(15,6,C2:C6,1)", 10), ("AGGREGATE(12,6,A2:A12)", 33),
    ("AGGREGATE(13,6,A2:A12)", 26), ("AGGREGATE(16,6,A2:A12,0.5)", 33), ("AGGREGATE(17,6,A2:A12,1)", 30.5),
    ("AGGREGATE(18,6,A2:A12,0.25)", 30), ("AGGREGATE(19,6,A2:A12,3)", 72), ("AGGREGATE(14,6,A2:A12,12)", "#NUM!"),
    ("AGGREGATE(13,6,A2:A3)", "#N/A"), ("AGGREGATE(9,7,C2:C6)", 60), ("SUBTOTAL(1,D2:D4)", "#DIV/0!"),
]  # fmt: skip
RECALLED: list[tuple[str, Any]] = [  # after Microsoft's examples of SUBTOTAL and AGGREGATE, no page was opened
    ("SUBTOTAL(9,G2:G5)", 303), ("SUBTOTAL(1,G2:G5)", 75.75),
    ("AGGREGATE(4,6,H1:H11)", 96), ("AGGREGATE(14,6,H1:H11,3)", 72),
    ("AGGREGATE(15,6,H1:H11,1)", 26), ("MAX(H1:H2)", "#DIV/0!"),
    ("AGGREGATE(14,6,A2:A12/(A2:A12<50),1)", 34), ("AGGREGATE(15,6,ROW(A2:A12)/(A2:A12=26),2)", 12),
]  # fmt: skip


def write(path: Path, formulas: list[str], change: Any = None) -> Path:
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    sheet, far = book.add_worksheet("S"), book.add_worksheet("F")
    sheet.write_column("A2", NUMBERS)
    sheet.write_formula("A13", "=SUBTOTAL(9,A2:A12)", None, 514)
    for cell, value in {"B2": "x", "B4": "y", "B9": "z", "C2": 10, "C4": 10, "C5": 20, "C6": 30}.items():
        sheet.write(cell, value)
    sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
    sheet.write_column("G2", [120, 10, 150, 23])
    sheet.write_formula("H1", "=1/0", None, "#DIV/0!")
    sheet.write_column("H2", [72, 30, 26, 31, 96, 32, 81, 33, 53, 34])
    if change:
        change(sheet)
    for row, formula in enumerate(formulas):
        far.write_formula(row, 0, "=" + _elsewhere(formula), None, 0)
    book.close()
    return path


def _elsewhere(formula: str) -> str:
    import re

    return re.sub(r"\b([A-H]\d+(?::[A-H]\d+)?)", r"S!\1", formula)


def hide(sheet: Any) -> None:
    sheet.set_row(3, None, None, {"hidden": True})


def test_hidden_rows_nested_subtotals_and_errors(tmp_path: Path) -> None:
    formulas = [f for f, _ in [*HIDDEN, *RECALLED]]
    path = write(tmp_path / "book.xlsx", formulas, hide)
    theirs = load(recalculated_by_libreoffice([path], tmp_path)[0], data_only=True)["F"]
    report = recalculate(path, fast=True)
    assert reasons(report) == {}
    shown = values(path, "F")
    for row, (formula, answer) in enumerate([*HIDDEN, *RECALLED], 1):
        expected = answer if isinstance(answer, str) else pytest.approx(answer, rel=1e-12)
        assert shown[f"A{row}"] == expected, formula
        other = theirs[f"A{row}"].value
        if "A2:A12/" in formula or "ROW(" in formula:
            continue  # there it takes no arrays in an ordinary formula
        if isinstance(answer, str):  # it has other names for errors
            assert str(other).startswith("#"), formula
        else:
            assert other == expected, formula


def test_filtered_rows_count_for_no_subtotal(tmp_path: Path) -> None:
    def filtered(sheet: Any) -> None:
        sheet.write("A1", "value")
        sheet.autofilter("A1:A12")
        sheet.filter_column("A", "x > 30")
        for row, value in enumerate(NUMBERS, 1):
            if value <= 30:
                sheet.set_row(row, None, None, {"hidden": True})

    path = write(tmp_path / "book.xlsx", ["SUBTOTAL(9,A2:A12)", "SUBTOTAL(109,A2:A12)", "AGGREGATE(9,5,A2:A12)",
                                          "AGGREGATE(9,4,A2:A12)", "SUBTOTAL(3,A2:A12)"], filtered)  # fmt: skip
    theirs = load(recalculated_by_libreoffice([path], tmp_path)[0], data_only=True)["F"]
    report = recalculate(path, fast=True)
    assert reasons(report) == {"F!A4": "filtered rows that the option does not hide"}
    shown = values(path, "F")
    assert [shown[f"A{i}"] for i in (1, 2, 3, 5)] == [432, 432, 432, 8] == [theirs[f"A{i}"].value for i in (1, 2, 3, 5)]


def test_the_total_of_a_filtered_table(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "book.xlsx"))
    sheet = book.add_worksheet("S")
    columns = [{"header": "n"}, {"header": "v", "total_function": "sum"}]
    data = [["a", 1], ["b", 2], ["c", 4]]
    sheet.add_table("A1:B5", {"data": data, "columns": columns, "total_row": True, "name": "T"})
    sheet.write_formula("D1", "=SUBTOTAL(103,T[n])", None, 0)
    sheet.set_row(2, None, None, {"hidden": True})
    book.close()
    assert not recalculate(tmp_path / "book.xlsx").kept
    assert (values(tmp_path / "book.xlsx")["B5"], values(tmp_path / "book.xlsx")["D1"]) == (5, 2)


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("SUBTOTAL(9,A2:A14)", "a subtotal inside another formula"),
        ("AGGREGATE(14,6,A2:A12,1.5)", "a rank that is no whole number"),
    ],
)
def test_what_is_not_certain_is_kept(tmp_path: Path, formula: str, reason: str) -> None:
    path = write(tmp_path / "book.xlsx", [formula], lambda sheet: sheet.write_formula("A14", "=SUBTOTAL(9,A2:A3)*2"))
    assert reasons(recalculate(path, fast=True)) == {"F!A1": reason}
