"""Formats of TEXT by their reach, and whose Excel saved a workbook."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.books import APP, ENGLISH, make, reasons, rewrite, values
from xl_kpi.workbook import open_package, recalculate
from xl_kpi.workbook.analysis.text_formats import Language, everywhere, language_of, saved_in_english


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0%", True),
        ("00", True),
        ("0.00", False),
        ("#,##0", False),
        ("yyyy-mm-dd", False),
        ("dd/mm/yyyy", False),
        ("jj/mm/aaaa", False),
        ("0,0", False),
        ("General", False),
        ('[>=100]0;"low"', False),
    ],
)
def test_everywhere(text: str, expected: bool) -> None:
    assert everywhere(text) is expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("", Language(english=True)),
        ("_(&quot;$&quot;* #,##0.00_)", Language(english=True, slashes=True, dollars=True)),
        ("_-&quot;£&quot;* #,##0.00_-", Language(english=True, slashes=True)),
        ("#,##0.00\\ &quot;€&quot;", Language()),  # an English Excel in a region that writes otherwise
        ("_ * #,##0.00_ ;_ * \\-#,##0.00_ ", Language()),
    ],
)
def test_formats_of_amounts_tell_the_region(tmp_path: Path, amount: str, expected: Language) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 1})
    told = f'<numFmts count="1"><numFmt numFmtId="44" formatCode="{amount}"/></numFmts><fonts'
    rewrite(path, ENGLISH | {"xl/styles.xml": lambda x: x.replace("<fonts", told, 1)})
    assert language_of(open_package(path)) == expected


@pytest.mark.parametrize(("word", "english"), [(b"Worksheets", True), (b"Feuilles de calcul", False)])
def test_a_format_counts_where_an_english_excel_saved(tmp_path: Path, word: bytes, english: bool) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 1234.5, "B1": '=TEXT(A1,"#,##0.00")', "B2": '=TEXT(A1,"dd/mm/yyyy")'})
    assert not saved_in_english(open_package(path))  # a library made it
    rewrite(path, ENGLISH | {"docProps/app.xml": APP % word})
    assert saved_in_english(open_package(path)) is english
    report = recalculate(path)
    assert values(path)["B1"] == ("1,234.50" if english else "old") and "S!B2" in reasons(report)


def test_texts_in_cells_are_read_in_english(tmp_path: Path) -> None:
    cells = {"A1": "12.5", "A2": "50%", "A3": "1/2/2020", "A4": "x", "B1": "=A1+A2", "B2": "=A3+1", "B3": "=A4+1"}
    more = {"B4": "=ROUNDUP(A1,0)", "B5": "=ROUNDUP(A2,0)", "B6": "=A1&A2&0.5"}
    path = rewrite(make(tmp_path / "book.xlsx", {**cells, **more}), ENGLISH)
    report = recalculate(path)
    shown = values(path)
    assert (shown["B1"], shown["B3"], shown["B6"]) == (13, "#VALUE!", "12.550%0.5")
    assert shown["B4"] == 13 and {"S!B2", "S!B5"} == set(reasons(report))  # a second engine reads 50% by itself


def test_a_criterion_that_is_a_truth_value_is_no_error(tmp_path: Path) -> None:
    path = make(
        tmp_path / "book.xlsx", {"A1": "a", "B1": "FALSE", "C1": "=COUNTIF($A1,B$1)", "C2": '=COUNTIF(A1,"<="&B9)'}
    )
    recalculate(path)
    assert values(path)["C1"] in ("old", 0) and values(path)["C2"] in ("old", 0)
