"""FORMULATEXT, ISFORMULA, SHEET: functions that look at cells and sheets.

Excel's own answers are in `../excel_saved/` (FORMULATEXT.xlsx, ISREF.xlsx, SHEET_SHEETS.xlsx, CELL.xlsx).
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.workbook.books import make, reasons, rewrite, values
from xl_kpi.workbook import recalculate
from xl_kpi.workbook.analysis.formula_text import shown
from xl_kpi.workbook.functions.values import Doubtful


@pytest.mark.parametrize(
    ("held", "expected"),
    [
        ("_xlfn.FORMULATEXT(B2)", "=FORMULATEXT(B2)"),  # stored by Excel, FORMULATEXT.xlsx
        ("PV(A4,B4,C4,,E4)", "=PV(A4,B4,C4,,E4)"),  # stored by Excel, PV.xlsx
        ("SUM(A2:CHOOSE(3,A3,A4,A5))", "=SUM(A2:CHOOSE(3,A3,A4,A5))"),  # stored by Excel, CHOOSE_cf2d.xlsx
        ("myData[#Headers]", None),  # a range where one value is needed: newer versions show an @
        ("SUM(_xlfn._xlws.FILTER(A1:A3,A1:A3>1))", None),
        ('_xlfn.CONCAT("_xlfn.",A1)', '=CONCAT("_xlfn.",A1)'),
        ("'_xlfn.'!A1+1", "='_xlfn.'!A1+1"),
        ("A1:A3*2", None),
        ("ROUND(B1:B3,1)", None),
        ("INDEX(A1:A3,B1)", None),
        ("SUM(INDEX(A1:A3,B1))", "=SUM(INDEX(A1:A3,B1))"),
        ("[1]Sheet1!A1", None),
        ("SUM(T[[#This Row],[a]])", None),
        ("Rate*2", None),
        ("A1(", None),
    ],
)
def test_a_formula_as_excel_shows_it(held: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(Doubtful):
            shown(held)
    else:
        assert shown(held) == expected


def test_an_array_formula_is_shown_in_braces() -> None:
    assert shown("SUM(A1:A3*2)", array=True) == "{=SUM(A1:A3*2)}"


def english(path: Path) -> Path:
    """Let a workbook say that an English Excel saved it: libraries ask for a calculation, Excel does not."""
    rewrite(path, {"xl/workbook.xml": lambda x: x.replace(' fullCalcOnLoad="1"', "")})
    return path


def test_the_formula_of_each_kind_of_cell(tmp_path: Path) -> None:
    cells: dict[str, Any] = {
        "A1": 1, "A2": "=A1+1", "A3": ("A3:A4", "{=A1:A2*2}"), "B1": "=FORMULATEXT(A1)", "B2": "=FORMULATEXT(A2)",
        "B3": "=FORMULATEXT(A3)", "B4": "=FORMULATEXT(A4)", "B5": "=FORMULATEXT(B5)", "B6": "=ISFORMULA(A1)",
        "B7": "=ISFORMULA(A4)", "B8": "=LEN(FORMULATEXT(A2))", "B9": '=CONCAT(FORMULATEXT(A2),"!")',
        "B10": "=FORMULATEXT(OFFSET(A1,1,0))", "B11": "=ISFORMULA(INDIRECT(\"A2\"))", "B12": "=FORMULATEXT(A2:A9)",
        "C1": ("C1:C2", "{=ISFORMULA(A1:A2)}"),
    }  # fmt: skip
    path = english(make(tmp_path / "book.xlsx", cells))
    assert reasons(recalculate(path)) == {}
    found = values(path)
    expected = {
        "B1": "#N/A", "B2": "=A1+1", "B3": "{=A1:A2*2}", "B4": "{=A1:A2*2}", "B5": "=FORMULATEXT(B5)", "B6": False,
        "B7": True, "B8": 5, "B9": "=A1+1!", "B10": "=A1+1", "B11": True, "B12": "=A1+1", "C1": False, "C2": True,
    }  # fmt: skip
    assert {cell: found[cell] for cell in expected} == expected


def test_a_formula_is_not_shown_where_its_language_is_not_known(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": "=1+1", "B1": "=FORMULATEXT(A1)", "B2": "=FORMULATEXT(Z9)"})
    assert reasons(recalculate(path)) == {"S!B1": "a formula shown in Excel’s language"}
    assert values(path)["B2"] == "#N/A"


def test_formulas_of_a_protected_sheet_may_be_hidden(tmp_path: Path) -> None:
    path = english(make(tmp_path / "book.xlsx", {"A1": "=1+1", "B1": "=FORMULATEXT(A1)"}))
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda x: x.replace(
        "</sheetData>", '</sheetData><sheetProtection sheet="1"/>')})  # fmt: skip
    assert reasons(recalculate(path)) == {"S!B1": "a sheet whose formulas may be hidden"}


def test_a_cell_of_a_shared_formula_shows_it_moved_along(tmp_path: Path) -> None:
    path = english(make(tmp_path / "book.xlsx", {"A1": "=0", "B1": "=0", "A2": "=FORMULATEXT(B1)"}))
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda x: x.replace(
        "<f>0</f>", '<f t="shared" ref="A1:B1" si="0">C3+$C$3</f>', 1).replace(
        "<f>0</f>", '<f t="shared" si="0"/>')})  # fmt: skip
    assert reasons(recalculate(path)) == {}
    assert values(path)["A2"] == "=D3+$C$3"
