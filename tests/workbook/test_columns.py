"""KPIs down a column are called once, and every cell shows what it would show on its own."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.workbook.books import make, rewrite, values
from xl_kpi.workbook import recalculate
from xl_kpi.workbook.columns import column_key
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
    ],
)
def test_a_key_tells_formulas_apart(one: tuple[str, int], other: tuple[str, int], same: bool) -> None:
    assert (column_key(one[0], "S", one[1], 3) == column_key(other[0], "S", other[1], 3)) is same


@pytest.mark.parametrize("text", ['"A2"&A2', "SUM(2:2)", "T[a]+A2", "'My sheet'!A2", "SUM($1:2)"])
def test_what_a_split_could_misread_has_no_key(text: str) -> None:
    assert column_key(text, "S", 2, 3) is None
