"""A refresh on a workbook open in Excel gives what it gives on the file."""

from __future__ import annotations

import datetime as dt
import warnings
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlwings as xw

from tests.excel.com_book import AUTOMATIC, MANUAL, ComApp, ComBook
from tests.excel.stand_ins import Excel
from tests.workbook import test_tables as tables
from xl_kpi.errors import UserError
from xl_kpi.reports.refresh import new_workbook, refresh, refresh_workbook
from xl_kpi.sources.samples import files

NOW = dt.datetime(2026, 1, 15, 9, 30)  # the quality report's time stamp
REPORT = Path(__file__).parent.parent / "sources/files/ad_report_schema.csv"


def opened(excel: Excel, path: Path, app: ComApp | None = None) -> tuple[Any, ComBook]:
    """Open a workbook in the stand-in; return xlwings' Book and what it stands on."""
    com = ComBook(app or ComApp(), path)
    return xw.Book(impl=excel.windows.Book(xl=com)), com


def live(excel: Excel, path: Path) -> tuple[Any, ComBook]:
    from xl_kpi.excel.live import LiveWorkbook

    book, com = opened(excel, path)
    return LiveWorkbook(book), com


def shown(book: openpyxl.Workbook) -> dict[str, Any]:
    """Every value of a workbook by sheet and cell."""
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def cached(path: Path) -> dict[str, Any]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sparklines
        return shown(openpyxl.load_workbook(path, data_only=True))


@pytest.mark.parametrize(("lang", "rounds"), [("fr", [[REPORT], [REPORT, *files("fr")]]), ("en", [[REPORT]])])
def test_live_equals_headless(excel: Excel, lang: Any, rounds: list[list[Path]], tmp_path: Path) -> None:
    for name in ("file.xlsx", "open.xlsx"):
        new_workbook("cockpit", tmp_path / name, lang)
    book, com = live(excel, tmp_path / "open.xlsx")
    for exports in rounds:  # into an empty workbook; then more, and the same again
        headless = refresh(tmp_path / "file.xlsx", exports, now=NOW)
        on_screen = refresh_workbook(book, exports, now=NOW)
        assert on_screen.tables == headless.tables
        assert on_screen.notes == headless.notes
        report, expected = on_screen.recalculation, headless.recalculation
        assert (report.formulas, report.errors) == (expected.formulas, ())
        assert shown(com.values) == cached(tmp_path / "file.xlsx")
    assert com.path.read_bytes() != (tmp_path / "file.xlsx").read_bytes()  # saving is the user's


def test_only_our_cells_change(excel: Excel, tmp_path: Path) -> None:
    new_workbook("cockpit", tmp_path / "a.xlsx", "en")
    book, com = live(excel, tmp_path / "a.xlsx")
    before = shown(com.cells)
    refresh_workbook(book, [REPORT])
    changed = {cell for cell, value in shown(com.cells).items() if before.get(cell) != value}
    assert changed
    assert {cell.partition("!")[0] for cell in changed} == {
        "Data Ads",
        "Import quality",
        "Parameters",
    }  # there: names new to a list


class TestTable:
    """The user's own columns, a totals row, a note below: the table of the file adapter's tests."""

    def write(self, excel: Excel, path: Path, rows: Any) -> tuple[Any, ComBook]:
        book, com = live(excel, path)
        written = book.write_rows("T", tables.COLUMNS, rows, tables.KEY)
        book.finish()
        return written, com

    def test_rows_are_replaced_by_key_and_added_below(self, excel: Excel, tmp_path: Path) -> None:
        row = [tables.DAY, "google", 5.0]
        path = tables.book(tmp_path / "a.xlsx", [[*row, None, "à moi"]], totals=True)
        written, com = self.write(excel, path, tables.ROWS)
        assert (written.added, written.replaced, written.rows) == (1, 1, 2)
        sheet = com.values["Données"]
        found = [[cell.value for cell in line] for line in sheet["C4:F5"]]
        assert found == [["google", 10, 20, "à moi"], ["meta", 20, 40, None]]
        totals = [cell.value for cell in com.cells["Données"][6]]
        assert totals[1:4] == ["Total", None, "=SUBTOTAL(109,[Coût])"]
        assert sheet["B5"].number_format == "dd/mm/yyyy"
        assert com.values["S"]["A1"].value == 30

    def test_text_stays_text(self, excel: Excel, tmp_path: Path) -> None:
        path = tables.book(tmp_path / "a.xlsx", [])
        texts = ["=1+1", "00123", "1/2", "-5", "TRUE", "plain"]
        _, com = self.write(excel, path, [[tables.DAY, text, 1.0] for text in texts])
        assert [cell[0].value for cell in com.values["Données"]["C4:C9"]] == texts

    def test_something_below_is_never_taken_in(self, excel: Excel, tmp_path: Path) -> None:
        path = tables.book(tmp_path / "a.xlsx", [[*tables.ROWS[0]]], below="C6")
        book, com = live(excel, path)
        before = shown(com.cells)
        with pytest.raises(UserError, match="C6, below table T"):
            book.write_rows("T", tables.COLUMNS, [[tables.DAY, s, 1.0] for s in "abc"], tables.KEY)
        book.finish()
        assert shown(com.cells) == before

    def test_a_protected_sheet_is_refused(self, excel: Excel, tmp_path: Path) -> None:
        path = tables.book(tmp_path / "a.xlsx", [])
        book, com = live(excel, path)
        com.cells["Données"].protection.sheet = True
        with pytest.raises(UserError, match="protected"):
            book.write_rows("T", tables.COLUMNS, tables.ROWS, tables.KEY)

    def test_a_failure_halfway_puts_back_what_was_there(
        self, excel: Excel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tables.book(tmp_path / "a.xlsx", [[tables.DAY, "google", 5.0]], totals=True)
        book, com = live(excel, path)
        before, extent = book.read_table("T"), com.cells["Données"].tables["T"].ref
        book.write_rows("T", tables.COLUMNS, tables.ROWS, tables.KEY)

        def busy(_: object) -> None:
            raise OSError("Excel is busy")

        monkeypatch.setattr(ComApp, "Calculate", busy)
        with pytest.raises(OSError, match="busy"):
            book.finish()
        assert book.read_table("T") == before
        assert com.cells["Données"].tables["T"].ref == extent
        assert [cell.value for cell in com.cells["Données"]["B"]][4:] == ["Total", None]

    def test_unknown_tables_and_columns_are_named(self, excel: Excel, tmp_path: Path) -> None:
        book, _ = live(excel, tables.book(tmp_path / "a.xlsx", []))
        with pytest.raises(UserError, match="'Absent' is missing"):
            book.read_table("Absent")
        with pytest.raises(UserError, match="column 'Coûts' is missing"):
            book.write_rows("T", ["Coûts"], [], [])

    def test_a_formula_is_no_place_for_a_value(self, excel: Excel, tmp_path: Path) -> None:
        book, _ = live(excel, tables.book(tmp_path / "a.xlsx", []))
        with pytest.raises(UserError, match="S!A1 holds a formula"):
            book.set_cells({("S", "A1"): 3.0})
        with pytest.raises(UserError, match="'Absent' is missing"):
            book.set_cells({("Absent", "A1"): 3.0})


class TestQuiet:
    def test_settings_come_back_after_a_failure(self, excel: Excel, tmp_path: Path) -> None:
        from xl_kpi.excel.live import quiet
        from xl_kpi.language import Text

        for mode in (AUTOMATIC, MANUAL):
            app = ComApp()
            app.Calculation = mode
            book, _ = opened(excel, tables.book(tmp_path / "a.xlsx", []), app)
            with pytest.raises(OSError, match="halfway"), quiet(book.app, "fr") as step:
                assert (app.ScreenUpdating, app.EnableEvents, app.Calculation) == (False, False, MANUAL)
                step(Text("lecture", "reading"), 1, 3)
                raise OSError("halfway")
            assert (app.ScreenUpdating, app.EnableEvents, app.Calculation) == (True, True, mode)
            assert app.said == ["KPI - lecture (1/3)", False]
