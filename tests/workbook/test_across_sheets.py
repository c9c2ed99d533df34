"""References over several sheets at once: `Jan:Mar!B2`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import xlsxwriter

from tests.tools import recalculated_by_libreoffice
from tests.workbook.books import load, reasons, values
from xl_kpi.workbook import recalculate

ANSWERS: dict[str, Any] = {
    "SUM(Jan:Mar!A1)": 7, "SUM('Jan:Mar'!A1:A2)": 77, "AVERAGE(Jan:Mar!A1:A2)": 77 / 6, "MAX(Mar:Jan!$A$1:$A$2,5)": 40,
    "COUNT(Jan:'Fév d''été'!A1)": 2, "COUNTA(Jan:Mar!A1:A3)": 7, "MIN(Jan:Jan!A1)": 1, "PRODUCT(Jan:Mar!A1)": 8,
    "STDEV.S(Jan:Mar!A1)": 1.52752523165195, "SUM(Jan:Mar!A:A)": 77, "SUM(A1,Jan:Mar!A1)": 17,
}  # fmt: skip


def test_functions_of_many_ranges_over_sheets_in_tab_order(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    total = book.add_worksheet("Total")
    for number, name in enumerate(("Jan", "Fév d'été", "Mar", "After")):
        sheet = book.add_worksheet(name)
        sheet.write_column("A1", [2**number, 10 * 2**number])
        if name == "Fév d'été":
            sheet.write("A3", "x")
            sheet.very_hidden()
    total.write("A1", 10)
    formulas = [f.replace("Jan:'Fév d''été'", "'Jan:Fév d''été'") for f in ANSWERS]
    for row, formula in enumerate(formulas):
        total.write_formula(row, 2, f"={formula}", None, "old")
    total.write_formula("E1", "=SUM(Jan:Gone!A1)", None, "old")
    total.write_formula("E2", "=Jan:Mar!A1", None, "old")
    total.write_formula("E3", "=SUMIFS(Jan:Mar!A1:A2,Jan:Mar!A1:A2,1)", None, "old")
    book.close()
    theirs = load(recalculated_by_libreoffice([path], tmp_path)[0], data_only=True)["Total"]
    kept = reasons(recalculate(path))
    assert (
        set(kept) == {"Total!E1", "Total!E2", "Total!E3"} and kept["Total!E1"] == "unsupported reference: Jan:Gone!A1"
    )
    shown = values(path, "Total")
    for row, (formula, answer) in enumerate(ANSWERS.items(), 1):
        assert abs(shown[f"C{row}"] - answer) < 1e-12 * max(1, answer), formula
        if "'" not in formula and "A:A" not in formula:  # it does not read these
            assert abs(theirs[f"C{row}"].value - answer) < 1e-12 * max(1, answer), formula
