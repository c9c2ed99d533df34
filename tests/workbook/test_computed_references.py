"""References that formulas compute, by unions, intersections, OFFSET, INDIRECT, INDEX...: LibreOffice gives the same.

What Excel itself stored is in `excel_saved/` (INDIRECT.xlsx, CHOOSE.xlsx, ROW_COLUMN.xlsx, range_operator.xlsx).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.tools import recalculated_by_libreoffice
from tests.workbook.books import load, make, reasons, rewrite, values
from xl_kpi.workbook import recalculate

DATA = {
    **{f"A{i}": i for i in range(1, 7)}, **{f"B{i}": 10 * i for i in range(1, 7)}, "C1": "B2", "C2": "A1:A3", "C3": 2,
    "C4": "Three", "C5": "nothing", "C6": "T!A1", "D1": "=1/0", "D2": "=C3+1",
}  # fmt: skip
SAME: list[tuple[str, Any]] = [
    ("SUM(A1:INDEX(A1:A6,3))", 6), ("SUM(INDEX(A1:A6,2):INDEX(A1:B6,3,2))", 55), ("SUM(A1:A3:B2)", 66),
    ("SUM(A1:B3 B2:C5)", 50), ("SUM(A2:B2 B1:B6)", 20), ("SUM(A1:A2 B1:B2)", "#NULL!"), ("SUM((A1:A2,B1))", 13),
    ("OFFSET(A1,C3,1)", 30), ("SUM(OFFSET(A1,0,0,C3,2))", 33),
    ("SUM(OFFSET(A1:B2,1,0))", 55), ("OFFSET(A1,-1,0)", "#REF!"), ("OFFSET(A1,0,0,0,1)", "#REF!"),
    ("SUM(OFFSET(A1,1.9,0,2.9,1))", 5), ("OFFSET(A1,D1,0)", "#DIV/0!"), ("SUM(OFFSET(A1,0,0,D2,1))", 6),
    ("INDIRECT(\"A\"&C3)", 2), ("SUM(INDIRECT(C2))", 6), ("INDIRECT(C1)", 20), ("SUM(INDIRECT(\"A:A\"))", 21),
    ("SUM(INDIRECT(C4))", 6), ("INDIRECT(C5)", "#REF!"), ("INDIRECT(C6)", 7), ("INDIRECT(\"'T'!A1\")", 7),
    ("INDIRECT(\"U!A1\")", "#REF!"), ("SUM(INDIRECT(\"A1\"):INDIRECT(\"A3\"))", 6), ("INDIRECT(\"ZZZ9\")", "#REF!"),
    ("ROW(INDIRECT(C1))", 2), ("COLUMN(OFFSET(A1,0,3))", 4), ("ROWS(OFFSET(A1,0,0,4,2))", 4),
    ("COLUMNS(A1:INDEX(A1:C6,2,2))", 2), ("ROW(B3:C9)", 3), ("AREAS((A1,B1:B3))", 2), ("AREAS(A1:B2)", 1),
    ("SUM(CHOOSE(2,A1:A2,B1:B2))", 30), ("SUM(A1:CHOOSE(C3,A2,A4))", 10), ("CHOOSE(4,A1:A2,B1)", "#VALUE!"),
    ("SUM(IF(C3>1,A1:A3,B1:B3))", 6), ("SUM(IF(C3>2,A1:A3,B1:B3):A6)", 231), ("SUMIF(OFFSET(A1,0,0,4,1),\">2\")", 7),
    ("MATCH(20,OFFSET(B1,0,0,C3,1),0)", 2), ("COUNTIF(INDIRECT(C2),\">1\")", 2),
    ("ISREF(A1)", True), ("ISREF(5)", False),
    ("ISREF(OFFSET(A1,1,1))", True), ("ISREF(A1&\"\")", False), ("ISREF(INDIRECT(\"x\"))", False),
    ("SHEET()", 1), ("SHEET(T!A1)", 2), ("SHEET(\"T\")", 2), ("SHEET(\"no\")", "#N/A"), ("SHEETS()", 2),
    ("SHEETS(T!A1:B2)", 1), ("ISFORMULA(D2)", True), ("ISFORMULA(A1)", False), ("CELL(\"address\",B3)", "$B$3"),
    ("CELL(\"row\",B3:C9)", 3), ("CELL(\"col\",B3)", 2), ("CELL(\"contents\",B3:C9)", 30), ("CELL(\"type\",C1)", "l"),
    ("CELL(\"type\",A1)", "v"), ("CELL(\"type\",Z1)", "b"),
]  # fmt: skip


def _book(path: Path, formulas: list[str]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    sheet, other = book.add_worksheet("S"), book.add_worksheet("T")
    book.define_name("Three", "=S!$A$1:$A$3")
    other.write("A1", 7)
    for cell, value in DATA.items():
        sheet.write(cell, value)
    for row, formula in enumerate(formulas, 20):
        sheet.write_formula(row, 7, f"={formula}", None, "old")
    book.close()
    return path


def test_libreoffice_refers_to_the_same_cells(tmp_path: Path) -> None:
    path = _book(tmp_path / "book.xlsx", [f for f, _ in SAME])
    theirs = load(recalculated_by_libreoffice([path], tmp_path)[0], data_only=True)["S"]
    assert reasons(recalculate(path)) == {}
    shown = values(path)
    for row, (formula, answer) in enumerate(SAME, 21):
        assert shown[f"H{row}"] == answer, formula
        other = theirs[f"H{row}"].value
        assert str(other).startswith(("#", "Err")) if str(answer).startswith("#") else other == answer, formula


@pytest.mark.parametrize(
    ("formula", "reason"),
    [
        ("OFFSET(A1,1.9999999999,0)", "a number that is not whole"),
        ('INDIRECT("A1 ")', "INDIRECT: a text whose meaning is not certain"),
        ('INDIRECT("[x.xlsx]S!A1")', "INDIRECT: a text whose meaning is not certain"),
        ('INDIRECT("R1C1",FALSE)', "INDIRECT: a text whose meaning is not certain"),  # R and C belong to a language
        ('INDIRECT("A1:A2,B1")', "INDIRECT: a text whose meaning is not certain"),
        ('SUM(INDIRECT("H21"):A1)', "circular reference"),
        ('CELL("width",A1)', "CELL: what the file does not tell"),
        ('CELL("filename",A1)', "CELL: what the file does not tell"),
        ('OFFSET(A1,"1,5",0)', "text used as a number"),
        ("SUM(S!A1:T!A1)", "a computed range"),
    ],
)
def test_what_is_not_certain_is_kept(tmp_path: Path, formula: str, reason: str) -> None:
    path = _book(tmp_path / "book.xlsx", [formula])
    assert reasons(recalculate(path)) == {"S!H21": reason}


def test_a_chain_of_cells_that_say_where_the_next_one_is(tmp_path: Path) -> None:
    cells = {"A1": 5, **{f"A{i}": f'=INDIRECT("A"&{i - 1})+1' for i in range(2, 12)}, "C1": "=SUM(A1:INDEX(A1:A11,A2))"}
    path = make(tmp_path / "book.xlsx", cells)
    report = recalculate(path)
    assert reasons(report) == {}
    assert values(path)["A11"] == 15 and values(path)["C1"] == 5 + 6 + 7 + 8 + 9 + 10


def test_only_what_is_read_counts_for_a_kept_cell(tmp_path: Path) -> None:
    cells = {
        "A1": 1,
        "A2": 2,
        "B1": "=CUBEVALUE(1,1)",
        "C1": '=INDIRECT("A1")',
        "C2": "=OFFSET(A1,0,1)",
        "C3": "=SUM(A1:INDEX(B1,1))",
    }
    path = make(tmp_path / "book.xlsx", cells)
    kept = reasons(recalculate(path))
    assert set(kept) == {"S!B1", "S!C2", "S!C3"}


def test_a_range_may_go_up_and_left(tmp_path: Path) -> None:
    # As in tdf124816.xlsx of LibreOffice's tests, which Excel saved; LibreOffice itself shows an error.
    path = _book(tmp_path / "book.xlsx", ["SUM(OFFSET(A6,0,0,-2,1))", "SUM(OFFSET(B2,0,0,-2,-2))"])
    assert reasons(recalculate(path)) == {}
    assert [values(path)[c] for c in ("H21", "H22")] == [11, 33]


def test_a_shared_formula_is_worked_out_for_each_of_its_cells(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 1, "A2": 2, "A3": 3, "B1": "=0", "B2": "=0", "B3": "=0"})
    first = '<f t="shared" ref="B1:B3" si="0">SUM($A$1:OFFSET(A1,0,0))</f>'
    others = iter([first, '<f t="shared" si="0"/>', '<f t="shared" si="0"/>'])
    import re

    rewrite(path, {"xl/worksheets/sheet1.xml": lambda x: re.sub("<f>0</f>", lambda _: next(others), x)})
    assert reasons(recalculate(path)) == {}
    assert [values(path)[f"B{i}"] for i in (1, 2, 3)] == [1, 3, 6]


def test_an_array_formula_reads_a_computed_range(tmp_path: Path) -> None:
    cells = {
        "A1": 1,
        "A2": 2,
        "A3": 3,
        "C1": "A1:A3",
        "D1": ("D1:D3", "{=INDIRECT(C1)*2}"),
        "E1": ("E1:E2", "{=OFFSET(A1,1,0,2,1)+A1}"),
    }
    path = make(tmp_path / "book.xlsx", cells)
    assert reasons(recalculate(path)) == {}
    shown = values(path)
    assert [shown[c] for c in ("D1", "D2", "D3", "E1", "E2")] == [2, 4, 6, 3, 4]


def test_a_range_that_does_not_meet_the_cell_is_an_error(tmp_path: Path) -> None:
    # As in simple_functions.xlsx and FormulaEvalTestData_Copy.xlsx, which Excel saved.
    cells = {
        "A1": 1,
        "A2": 2,
        "B1": 3,
        "B2": 4,
        "D2": "=A1:A2*2",
        "D5": "=A1:A2*2",
        "E5": "=ISERROR(A1:A2)",
        "F2": "=A1:B2+1",
    }
    path = make(tmp_path / "book.xlsx", cells)
    assert reasons(recalculate(path)) == {}
    shown = values(path)
    assert [shown[c] for c in ("D2", "D5", "E5", "F2")] == [4, "#VALUE!", True, "#VALUE!"]


def test_the_spill_of_a_cell_without_a_dynamic_array_is_an_error(tmp_path: Path) -> None:
    # As in spill_operator.xlsx of IronCalc's tests, which Excel saved.
    cells = {"A1": 1, "B1": "=SUM(_xlfn.ANCHORARRAY(A1))", "B2": "=ISERROR(_xlfn.ANCHORARRAY(Z9))"}
    path = make(tmp_path / "book.xlsx", cells)
    assert reasons(recalculate(path)) == {}
    assert (values(path)["B1"], values(path)["B2"]) == ("#REF!", True)


def test_the_name_of_no_function_is_an_error_where_the_workbook_has_no_macros(tmp_path: Path) -> None:
    # As in IFERROR.xlsx, TIME_HOUR_MINUTE_SECOND.xlsx and error-values.xlsx, which Excel saved.
    cells = {
        "A1": 1, "B1": "=SUMM(A1)", "B2": '=IFERROR(XYZ(1),"caught")', "B3": "=GETPIVOTDATA(A1,A1)",
        "B4": "=_xll.XYZ(1)", "B5": "=SUM(nobody,A1)", "B6": "=COUNT(nobody)", "B7": "=SUM('x y':'S'!A1:A1)",
    }  # fmt: skip
    path = make(tmp_path / "book.xlsx", cells)
    assert set(reasons(recalculate(path))) == {"S!B1", "S!B2", "S!B3", "S!B4"}  # an add-in may have given "old"
    shown = values(path)
    assert [shown[f"B{i}"] for i in (1, 2, 5, 6, 7)] == ["old", "old", "#NAME?", 0, "#NAME?"]
    sheet = "xl/worksheets/sheet1.xml"
    error = ('<c r="B1" t="str"><f>SUMM(A1)</f><v>old', '<c r="B1" t="e"><f>SUMM(A1)</f><v>#NAME?')
    rewrite(path, {sheet: lambda x: x.replace(*error).replace('"caught")</f><v>old', '"caught")</f><v>caught')})
    assert set(reasons(recalculate(path))) == {"S!B3", "S!B4"}
    with_macros = make(tmp_path / "macros.xlsx", cells)
    part = '<Override PartName="/xl/x.bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    rewrite(with_macros, {"[Content_Types].xml": lambda x: x.replace("</Types>", part)})
    assert {"S!B1", "S!B2"} < set(reasons(recalculate(with_macros)))


def test_labels_of_columns_with_signs(tmp_path: Path) -> None:
    book = xlsxwriter.Workbook(str(tmp_path / "book.xlsx"))
    sheet = book.add_worksheet("S")
    labels = ["Hi, 'This", "Totals []^&*@#$,,<>", "a'b"]
    sheet.add_table(
        "A1:C3", {"data": [[1, 10, 100], [2, 20, 200]], "columns": [{"header": x} for x in labels], "name": "T"}
    )
    formulas = ["SUM(T[Hi, ''This])", "SUM(T[Totals '[']^&*@'#$,,<>])", "SUM(T[[#Data],[Hi, ''This]:[a''b]])"]
    for row, formula in enumerate(formulas):
        sheet.write_formula(row, 5, f"={formula}", None, "old")
    book.close()
    assert reasons(recalculate(tmp_path / "book.xlsx")) == {}
    assert [values(tmp_path / "book.xlsx")[f"F{i}"] for i in (1, 2, 3)] == [3, 30, 333]
