"""KPIs down a column are called once, and every cell shows what it would show on its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.workbook.books import make, rewrite, values
from xl_kpi.workbook import recalculate
from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.analysis.columns import moving
from xl_kpi.workbook.analysis.references import Ref
from xl_kpi.worksheet import evaluate

SPEND: list[Any] = [300, 0, None, "text", True, -5, 1e308, 3, 4, 5, 6, 7]


def column(formula: str, count: int) -> dict[str, str]:
    return {f"C{row}": "=" + formula.replace("#", str(row)) for row in range(1, count + 1)}


@pytest.mark.parametrize("revenue", ["A#", "$A#", "$A$1"])
def test_a_column_equals_its_cells(tmp_path: Path, revenue: str) -> None:
    cells: dict[str, Any] = {f"A{i}": 100 * i for i in range(1, 13)}
    cells |= {f"B{i}": v for i, v in enumerate(SPEND, 1) if v is not None}
    cells |= column(f"KPI_ROAS({revenue},B#)", 12) | {"D5": "=C1*2", "D6": "=SUM(C8:C12)", "D7": "=IFERROR(C2,9)"}
    path = make(tmp_path / "book.xlsx", cells)
    calls = 0

    def counted(*arguments: Any) -> Any:
        nonlocal calls
        calls += 1
        return evaluate("KPI_ROAS", *arguments)

    one_by_one = make(tmp_path / "one.xlsx", cells)
    expected = recalculate(one_by_one, functions={"KPI_ROAS": counted})
    report = recalculate(path)
    assert calls == 12 and not report.kept
    assert values(path) == values(one_by_one)
    assert [(e.cell, e.error, e.why and e.why.text("en")) for e in report.errors] == [
        (e.cell, e.error, e.why and e.why.text("en")) for e in expected.errors
    ]
    shown = values(path)
    assert shown["D5"] == 2 * shown["C1"] and shown["D7"] == 9


def test_a_column_over_formulas_and_over_itself_is_called_cell_by_cell(tmp_path: Path) -> None:
    cells: dict[str, Any] = {f"A{i}": f"={i}*100" for i in range(1, 11)}
    cells |= column("KPI_ROAS(A#,2)", 10) | {f"D{i}": f"=KPI_ROAS(D{i - 1},2)" for i in range(2, 12)} | {"D1": 1024}
    path = make(tmp_path / "book.xlsx", cells)
    assert not recalculate(path).kept
    shown = values(path)
    assert [shown[f"C{i}"] for i in range(1, 11)] == [50 * i for i in range(1, 11)] and shown["D11"] == 1


def test_an_error_of_a_newer_excel_in_the_data(tmp_path: Path) -> None:
    cells: dict[str, Any] = {f"A{i}": 100 for i in range(1, 11)} | column("KPI_ROAS(A#,2)", 10)
    path = make(tmp_path / "book.xlsx", cells)
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda x: x.replace(
        '<c r="A3"><v>100</v></c>', '<c r="A3" t="e"><v>#SPILL!</v></c>')})  # fmt: skip
    recalculate(path)
    assert values(path)["C3"] == "#SPILL!" and values(path)["C4"] == 50


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("A2*2", 2), ("A3*2", 3), True),
        (("A2*2", 2), ("A3*3", 3), False),
        (("$A2+B$1", 2), ("$A3+B$1", 3), True),
        (("A$2", 2), ("A$3", 3), False),
        (("LOG10(A2)", 2), ("LOG10(A3)", 3), True),
        (("Rate2*A2", 2), ("Rate3*A3", 3), False),
        (("A2:B4", 2), ("A3:B5", 3), True),
        (("Data!A2", 2), ("Data!A3", 3), True),
        (('"A2"&A2', 2), ('"A2"&A3', 3), True),
        (('"A2"&A2', 2), ('"A3"&A3', 3), False),
        (("'Q2 A2'!A2", 2), ("'Q2 A2'!A3", 3), True),
        (("T[A2]+A2", 2), ("T[A3]+A3", 3), False),
        (("[@A2]%", 2), ("[@A2]%", 3), True),
    ],
)
def test_a_key_tells_formulas_apart(one: tuple[str, int], other: tuple[str, int], same: bool) -> None:
    first, second = moving(*one), moving(*other)
    assert first and second and (first == second) is same
    assert first.at(one[1]) == one[0] and second.at(other[1]) == other[0]


@pytest.mark.parametrize("text", ["SUM(2:2)", "SUM($1:2)", "SUM(A2#)", "@A2", "SUM({1,2})", 'A2&"', "#REF!+A2"])
def test_what_could_be_misread_is_not_moved(text: str) -> None:
    assert moving(text, 2) is None


LONG = 12


@pytest.mark.parametrize(
    ("formula", "odd", "expected"),
    [
        ('IF(A#="x","A1",B#/A#)', {}, lambda a, b: b / a),
        ("B#-A#", {"A7": 7.0, "B7": 7.0 + 1e-12}, None),  # rounding noise in one row
        ("A#*2", {"A7": "1,5"}, None),  # a number written as text in one row
        ("A#/(B#-40)", {}, lambda a, b: a / (b - 40) if b != 40 else "#DIV/0!"),
        ("'My data'!A#+A#", {}, lambda a, b: 1000 + a),
    ],
)
def test_odd_cells_do_not_spoil_their_column(tmp_path: Path, formula: str, odd: dict[str, Any], expected: Any) -> None:
    cells: dict[str, Any] = {f"A{i}": i for i in range(1, LONG + 1)} | {f"B{i}": 10 * i for i in range(1, LONG + 1)}
    cells |= odd | column(formula, LONG) | {"D1": f"=SUM(C8:C{LONG})"}
    path = make(tmp_path / "book.xlsx", cells, **{"My data": {f"A{i}": 1000 for i in range(1, LONG + 1)}})
    report = recalculate(path, fast=True)
    assert [k.cell for k in report.kept] == (["S!C7"] if odd else [])
    assert report.formulas == LONG + 1 and report.evaluated == LONG + 1 - bool(odd)
    shown = values(path)
    if odd:
        assert shown["C7"] == "old" and shown["C6"] != "old"
    else:
        assert [shown[f"C{i}"] for i in range(1, LONG + 1)] == [expected(i, 10 * i) for i in range(1, LONG + 1)]


def test_what_depends_on_a_kept_cell_in_a_column_is_kept(tmp_path: Path) -> None:
    cells: dict[str, Any] = {f"A{i}": i for i in range(1, LONG + 1)} | {"A5": '=CELL("width")'}
    cells |= column("A#+1", LONG) | {f"D{i}": f"=C{i}*2" for i in range(1, LONG + 1)}
    path = make(tmp_path / "book.xlsx", cells)
    assert {k.cell for k in recalculate(path, fast=True).kept} == {"S!A5", "S!C5", "S!D5"}
    shown = values(path)
    assert shown["D4"] == 10 and shown["D5"] == "old" and shown["D6"] == 14


def test_a_shared_formula_is_one_column(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {f"A{i}": i for i in range(1, LONG + 1)} | column("A#*3", LONG))

    def share(text: str) -> str:
        text = text.replace("<f>A1*3</f>", f'<f t="shared" ref="C1:C{LONG}" si="0">A1*3</f>')
        for i in range(2, LONG + 1):
            text = text.replace(f"<f>A{i}*3</f>", '<f t="shared" si="0"/>')
        return text

    rewrite(path, {"xl/worksheets/sheet1.xml": share})
    report = recalculate(path, fast=True)
    assert report.evaluated == LONG and [values(path)[f"C{i}"] for i in range(1, LONG + 1)] == [
        3 * i for i in range(1, LONG + 1)
    ]


def test_a_formula_column_ends_with_its_table(tmp_path: Path) -> None:
    """Two tables one below the other: the same text means each table's own columns."""
    book = xlsxwriter.Workbook(str(tmp_path / "book.xlsx"))
    sheet = book.add_worksheet("S")
    for top, factor in ((0, 1), (LONG + 1, 100)):
        labels = ["Spend", "Double"]
        sheet.add_table(top, 0, top + LONG, 1, {"columns": [{"header": h} for h in labels], "autofilter": False})
        for i in range(1, LONG + 1):
            sheet.write(top + i, 0, factor * i)
            sheet.write_formula(top + i, 1, "=[@Spend]*2", None, "old")
    book.close()
    rewrite(
        tmp_path / "book.xlsx",
        {"xl/worksheets/sheet1.xml": lambda x: x.replace("Table1[[#This Row],[Spend]]", "[@Spend]")},
    )
    recalculate(tmp_path / "book.xlsx", fast=True)
    shown = values(tmp_path / "book.xlsx")
    for top, factor in ((1, 1), (LONG + 2, 100)):
        assert [shown[f"B{top + i}"] for i in range(1, LONG + 1)] == [2 * factor * i for i in range(1, LONG + 1)]


def test_a_level_formula_is_its_text_with_the_row_left_out() -> None:
    level = moving('"100%done "&A2*5%', 2)
    assert level and level.level == '"100%done "&A\0*5%'
    above = moving("A1+1", 2)
    assert above and above.level is None


@pytest.mark.parametrize(
    ("fixed", "expected"),
    [
        ((True, True, True, True), "$B$2:$C$9"),
        ((False, True, False, True), "$B2:$C9"),
        ((True, False, False, False), "B$2:C9"),
        ((False, False, False, False), "B2:C9"),
    ],
)
def test_what_is_fixed_stays_so_in_the_engine_s_copy(fixed: tuple[bool, bool, bool, bool], expected: str) -> None:
    # The engine reads formulas that differ by moving once; without the signs each row is read for itself.
    assert Ref(None, 2, 2, 9, 3, fixed).text(Area("S", 2, 2, 9, 3)) == expected
