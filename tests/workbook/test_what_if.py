"""What-if data tables: the values were worked out by hand."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.workbook.books import make, reasons, rewrite, values
from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.workbook import recalculate

_KEPT = "what-if data table"


def with_table(path: Path, cells: dict[str, Any], *tables: str, **more: dict[str, Any]) -> Path:
    """Return a workbook with data tables: each is the attributes of its `f`; its cells hold 0."""
    refs = [re.search(r'ref="(\w+)', table) for table in tables]
    first = {match[1]: table for match, table in zip(refs, tables, strict=True) if match}
    make(path, {**dict.fromkeys(first, 0), **cells}, **more)

    def put(text: str) -> str:
        for cell, attributes in first.items():
            text = re.sub(rf'(<c r="{cell}"[^>]*>)<v>0</v>', rf'\1<f t="dataTable" {attributes}/><v>0</v>', text)
        return text

    return rewrite(path, {"xl/worksheets/sheet1.xml": put})


def around(top: int, left: str, rows: int, columns: int) -> dict[str, int]:
    """Return 0 in each cell of a rectangle."""
    return {f"{chr(ord(left) + c)}{top + r}": 0 for r in range(rows) for c in range(columns)}


MODEL = {"A1": 100, "B1": 3, "C1": "=A1*B1", "C2": "=IF(C1>500,C1-50,C1)", "C3": "=SUM(C1:C2)"}


def test_one_input_down_a_column(tmp_path: Path) -> None:
    beside = {"E1": "=C2", "F1": "=C3/2", "D2": 1, "D3": 4, "D4": 6, "G4": "=SUM(E2:F4)"}
    cells = {**MODEL, **beside, **around(2, "E", 3, 2)}
    path = with_table(tmp_path / "book.xlsx", cells, 'ref="E2:F4" dt2D="0" dtr="0" r1="B1"')
    report = recalculate(path)
    assert report.kept == ()
    shown = values(path)
    assert [shown[c] for c in ("E2", "E3", "E4")] == [100, 400, 550]
    assert [shown[c] for c in ("F2", "F3", "F4")] == [100, 400, 575]
    assert shown["G4"] == 2125  # what depends on the table has its new values
    assert (shown["B1"], shown["C1"], shown["C3"]) == (3, 300, 600)  # the model is as it was


def test_one_input_along_a_row(tmp_path: Path) -> None:
    cells = {**MODEL, "D5": "=C2", "E4": 10, "F4": 1000, "E5": 0, "F5": 0}
    path = with_table(tmp_path / "book.xlsx", cells, 'ref="E5:F5" dt2D="0" dtr="1" r1="A1" ca="1"')
    assert recalculate(path).kept == ()
    shown = values(path)
    assert (shown["E5"], shown["F5"]) == (30, 2950)


def test_two_inputs(tmp_path: Path) -> None:
    cells = {"A1": 1, "B1": 2, "C1": "=A1*10+B1", "D3": "=C1", "E3": 5, "F3": 6, "D4": 7, "D5": 8}
    path = with_table(
        tmp_path / "book.xlsx", cells | around(4, "E", 2, 2), 'ref="E4:F5" dt2D="1" dtr="1" r1="A1" r2="B1"'
    )
    assert recalculate(path).kept == ()
    shown = values(path)
    assert [shown[c] for c in ("E4", "F4", "E5", "F5")] == [57, 67, 58, 68]


def test_a_model_on_another_sheet_down_a_column_of_formulas(tmp_path: Path) -> None:
    model = {f"A{row}": f"=S!$A$1*{row}" for row in range(1, 13)}
    cells = {"A1": 1, "D1": "=SUM(T!A1:A12)", "C2": 2, "C3": -1, "D2": 0, "D3": 0}
    path = with_table(tmp_path / "book.xlsx", cells, 'ref="D2:D3" dt2D="0" dtr="0" r1="A1"', T=model)
    assert recalculate(path).kept == ()
    shown = values(path)
    assert (shown["D1"], shown["D2"], shown["D3"]) == (78, 156, -78)


def test_a_formula_that_no_input_reaches_fills_the_table(tmp_path: Path) -> None:
    cells = {"A1": 1, "D1": "=2+3", "C2": 2, "C3": 9, "D2": 0, "D3": 0}
    path = with_table(tmp_path / "book.xlsx", cells, 'ref="D2:D3" dt2D="0" dtr="0" r1="A1"')
    assert recalculate(path).kept == ()
    assert (values(path)["D2"], values(path)["D3"]) == (5, 5)


@pytest.mark.parametrize(
    ("cells", "attributes"),
    [
        ({"D1": "=STDEV.S(A1,7)"}, ""),  # the second engine must agree
        ({"D1": "=NOBODY(A1)"}, ""),
        ({"D1": "=A1+D3"}, ""),  # reads the table
        ({"D1": "=A1-A1*(1+1E-12)"}, ""),  # rounding noise
        ({"A1": "=1+1", "D1": "=A1*2"}, ""),  # the input is a formula
        ({"C3": "=A1*5"}, ""),  # a header that moves with the input
        ({"C3": "=NOBODY(1)"}, ""),
        ({"C3": "text"}, ""),  # a text that the formula takes as a number is an error, and errors are fine
        ({"C3": None}, ""),
        ({}, ' del1="1"'),
        ({}, ' r1="Z"'),
    ],
)
def test_what_is_not_known_for_certain_is_kept(tmp_path: Path, cells: dict[str, Any], attributes: str) -> None:
    known = cells.get("C3") == "text"
    given = {"A1": 1, "D1": "=A1*2", "C2": 2, "C3": 9, "D2": 0, "D3": 0, "E1": "=D3+1", **cells}
    path = with_table(
        tmp_path / "book.xlsx",
        {cell: value for cell, value in given.items() if value is not None},
        f'ref="D2:D3" dt2D="0" dtr="0"{attributes}' + ("" if "r1" in attributes else ' r1="A1"'),
    )
    found = reasons(recalculate(path))
    if known:
        assert found == {} and values(path)["D3"] == "#VALUE!"
    else:
        assert found["S!D2"] == _KEPT
        assert "S!E1" in found


def test_tables_that_excel_leaves_alone_are_kept(tmp_path: Path) -> None:
    cells = {"A1": 1, "D1": "=A1*2", "C2": 2, "D2": 0}
    path = with_table(tmp_path / "book.xlsx", cells, 'ref="D2:D2" dt2D="0" dtr="0" r1="A1"')
    rewrite(path, {"xl/workbook.xml": lambda x: x.replace("<calcPr", '<calcPr calcMode="autoNoTable"')})
    assert reasons(recalculate(path)) == {"S!D2": _KEPT}


def test_a_table_over_the_limit_is_kept(tmp_path: Path) -> None:
    cells = {"A1": 1, "D1": "=A1*2", "C2": 2, "C3": 3, "D2": 0, "D3": 0}
    attributes = 'ref="D2:D3" dt2D="0" dtr="0" r1="A1"'
    kept = recalculate(with_table(tmp_path / "a.xlsx", cells, attributes), limits=Limits(what_if_steps=3)).kept
    assert [k.cell for k in kept] == ["S!D2"]
    assert recalculate(with_table(tmp_path / "b.xlsx", cells, attributes), limits=Limits(what_if_steps=4)).kept == ()
    assert DEFAULT.what_if_steps >= 1_000_000
