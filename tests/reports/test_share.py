"""The share command's own part: targets, language, counts, values."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import xlsxwriter

from tests.workbook.books import load, make
from xl_kpi.cli import main
from xl_kpi.errors import UserError
from xl_kpi.reports.share import share


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook whose KPI cells Excel, without the add-in, has left as old text."""
    cells = {"A1": 100, "A2": 40, "B1": "=KPI_CVR(A2,A1)", "B2": "=SUM(A1:A2)", "C1": "=MAX(KPI_FUNNEL(A1:A2))"}
    return make(tmp_path / "b.xlsx", cells)


def test_results_are_true_and_the_workbook_is_not_touched(book: Path, tmp_path: Path) -> None:
    before = book.read_bytes()
    done = share(book, tmp_path / "copy.xlsx", lang="en")
    assert book.read_bytes() == before
    assert (done.native, done.values) == (1, 1)
    sheet = load(done.out, data_only=True)["S"]
    assert (sheet["B1"].value, sheet["B2"].value) == (0.4, 140)
    assert load(done.out)["S"]["B2"].value == "=SUM(A1:A2)"
    assert done.as_dict("en")["noted"] == [
        {"cell": "S!C1", "formula": "=MAX(KPI_FUNNEL(A1:A2))", "reason": "KPI_FUNNEL has no native formula here"}
    ]


def test_a_workbook_without_kpi_is_copied_as_it_is(tmp_path: Path) -> None:
    book = make(tmp_path / "b.xlsx", {"A1": 1, "B1": "=A1+1"})
    done = share(book, tmp_path / "copy.xlsx")
    assert (done.native, done.values) == (0, 0)
    assert done.out.read_bytes() == book.read_bytes()


@pytest.mark.parametrize(("table", "words"), [("Business", "Value when"), ("Activite", "Valeur à la date")])
def test_notes_speak_the_language_of_the_data_tables(tmp_path: Path, table: str, words: str) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("S")
        sheet.add_table("A1:B3", {"name": table})
        sheet.write_formula("D1", "=MAX(KPI_FUNNEL(A2:A3))", None, 1)
    done = share(path, tmp_path / "copy.xlsx", lang="en" if words.startswith("Val") and "à" in words else "fr")
    assert words in load(done.out)["S"]["D1"].comment.text


@pytest.mark.parametrize("out", ["b.xlsx", "copy.xlsm", "nowhere/copy.xlsx"])
def test_targets_that_are_refused(book: Path, out: str) -> None:
    before = book.read_bytes()
    with pytest.raises(UserError):
        share(book, book.parent / out)
    assert book.read_bytes() == before
    assert list(book.parent.iterdir()) == [book]


@pytest.mark.parametrize(("lang", "said"), [("fr", "1 formules Excel"), ("en", "1 Excel formulas in place")])
def test_command_says_what_became_of_the_formulas(
    book: Path, capsys: pytest.CaptureFixture[str], lang: str, said: str
) -> None:
    out = book.with_name("copy.xlsx")
    assert main(["share", str(book), str(out), "--lang", lang]) == 0
    shown = capsys.readouterr().out
    assert said in shown
    assert "S!C1" in shown
    assert main(["share", str(book), str(out), "--values", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["native"], found["values"], found["noted"]) == (0, 3, [])
    assert load(out)["S"]["B1"].value == 0.4
