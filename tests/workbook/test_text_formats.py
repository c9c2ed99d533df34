"""Formats of TEXT by their reach, and whose Excel saved a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.books import make, reasons, rewrite, values
from xl_kpi.workbook import open_package, recalculate
from xl_kpi.workbook.text_formats import reach, saved_in_english

APP = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" '
    b'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><Application>Microsoft Excel'
    b"</Application><HeadingPairs><vt:vector><vt:variant><vt:lpstr>%s</vt:lpstr></vt:variant></vt:vector></HeadingPairs>"
    b"<AppVersion>16.0300</AppVersion></Properties>"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0%", "everywhere"),
        ("00", "everywhere"),
        ("0.00", "english"),
        ("#,##0", "english"),
        ("$#,##0.00", "english"),
        ("yyyy-mm-dd", "english"),
        ("mmmm d, yyyy", "english"),
        ("m/d/yyyy", "english"),
        ("h:mm AM/PM", "english"),
        ("dd/mm/yyyy", "local"),  # a region may write another sign than the slash
        ("jj/mm/aaaa", "local"),
        ("0,0", "local"),
        ("General", "local"),
        ('[>=100]0;"low"', "local"),
    ],
)
def test_reach(text: str, expected: str) -> None:
    assert reach(text) == expected


@pytest.mark.parametrize(("word", "english"), [(b"Worksheets", True), (b"Feuilles de calcul", False)])
def test_a_format_counts_where_an_english_excel_saved(tmp_path: Path, word: bytes, english: bool) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 1234.5, "B1": '=TEXT(A1,"#,##0.00")', "B2": '=TEXT(A1,"dd/mm/yyyy")'})
    assert not saved_in_english(open_package(path))  # a library made it
    rewrite(path, {"docProps/app.xml": APP % word, "xl/workbook.xml": lambda x: x.replace(' fullCalcOnLoad="1"', "")})
    assert saved_in_english(open_package(path)) is english
    report = recalculate(path)
    assert values(path)["B1"] == ("1,234.50" if english else "old") and "S!B2" in reasons(report)
