"""What each button of the ribbon does, on a workbook open in the stand-in for Excel."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.excel.com_book import ComApp, ComBook
from tests.excel.stand_ins import Excel
from tests.excel.test_live import opened
from xl_kpi.catalog import KPIS
from xl_kpi.catalog.tables import TABLES
from xl_kpi.errors import UserError
from xl_kpi.excel.insertion import formula_of
from xl_kpi.excel.ribbon import MACROS
from xl_kpi.workbook import calculate

REPORT = Path(__file__).parent.parent / "sources/files/ad_report_schema.csv"


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small English workbook with the public advertising report in its data table."""
    from xl_kpi.reports.refresh import refresh

    path = tmp_path_factory.mktemp("macros") / "cockpit.xlsx"
    book = xlsxwriter.Workbook(str(path))
    summary, data = book.add_worksheet("Summary"), book.add_worksheet("Data Ads")
    table = TABLES["ads"]
    labels = [{"header": label} for label in table.header("en")]
    data.add_table(0, 0, 1, len(labels) - 1, {"name": table.name.en, "columns": labels})
    summary.write_formula("A1", "=KPI_ROAS(SUM(Ads[Attributed revenue]),SUM(Ads[Ad spend]))", None, 0)
    summary.write("B1", "EUR")
    book.define_name("Currency", "=Summary!$B$1")
    book.close()
    refresh(path, [REPORT])
    return path


@pytest.fixture
def office(excel: Excel, filled: Path, tmp_path: Path) -> Iterator[SimpleNamespace]:
    from xl_kpi.excel import macros

    path = tmp_path / "cockpit.xlsx"
    path.write_bytes(filled.read_bytes())
    app = ComApp()
    book, com = opened(excel, path, app)
    yield SimpleNamespace(macros=macros, book=book, com=com, app=app, folder=tmp_path)


def select(com: ComBook, sheet: str, cell: str) -> Any:
    com.selection = com.Worksheets(sheet).Range(cell)
    return com.selection


def test_every_button_has_its_function(office: SimpleNamespace) -> None:
    for name in MACROS:
        assert next(iter(inspect.signature(getattr(office.macros, name)).parameters)) == "book"


def test_import_tells_what_came_in(office: SimpleNamespace) -> None:
    said = office.macros.import_data(office.book, str(REPORT))
    assert "ad_report_schema.csv" in said
    assert "Ads: 0 rows added, 16 replaced, 16 in all." in said
    assert office.app.said[-1] is False  # Excel's own texts on the status bar again
    with pytest.raises(UserError, match="No file"):
        office.macros.import_data(office.book)


def test_refresh_imports_the_watched_folder_within_the_days_set(office: SimpleNamespace) -> None:
    exports = office.folder / 'exports "été"'
    exports.mkdir()
    (exports / "report.csv").write_bytes(REPORT.read_bytes())
    assert "only recalculated" in office.macros.refresh_report(office.book)
    for name, value in {"folder": str(exports), "since": "2025-07-11", "until": "2025-07-11"}.items():
        assert "kept in this workbook" in office.macros.options(office.book, name, value)
    said = office.macros.refresh_report(office.book)
    assert "6 replaced, 16 in all" in said  # six of the sixteen rows are of 11 July
    (exports / "report.csv").unlink()
    exports.rmdir()
    with pytest.raises(UserError, match="no longer exists"):
        office.macros.refresh_report(office.book)


def test_recalculate_counts(office: SimpleNamespace) -> None:
    said = office.macros.recalculate(office.book)
    assert "0 cells with an error" in said
    assert office.app.calculated == 1


def test_check_sees_what_is_not_saved_yet(office: SimpleNamespace) -> None:
    office.com.cells["Summary"]["Z99"].value = "=KPI_ROAS(5,0)"
    before = office.com.path.read_bytes()
    said = office.macros.check_workbook(office.book)
    assert "Summary!Z99 – #DIV/0! – KPI_ROAS: ad_spend is 0" in said
    assert office.com.path.read_bytes() == before


def test_explain_the_active_cell(office: SimpleNamespace) -> None:
    office.com.cells["Summary"]["Z99"].value = "=1+KPI_ROAS(5,2)"
    select(office.com, "Summary", "Z99")
    said = office.macros.explain_cell(office.book)
    assert said.startswith("=1+KPI_ROAS(5,2)\n\nrevenue = 5\nad_spend = 2\n\nKPI_ROAS – ")
    assert "ad_spend" in said
    office.macros.options(office.book, "language", "fr")
    assert "dépenses publicitaires" in office.macros.explain_cell(office.book)
    select(office.com, "Summary", "Z98")
    with pytest.raises(UserError, match="Z98 holds no KPI"):
        office.macros.explain_cell(office.book)
    office.com.selection = None
    with pytest.raises(UserError, match="Choose a cell"):
        office.macros.explain_cell(office.book)


def test_insert_fills_the_arguments_and_the_cell_computes(office: SimpleNamespace) -> None:
    cell = select(office.com, "Summary", "Z99")
    assert office.macros.insert_function(office.book, "KPI_ROAS") == ""
    assert cell.Formula == "=KPI_ROAS(SUM(Ads[Attributed revenue]),SUM(Ads[Ad spend]))"
    office.macros.recalculate(office.book)
    cell = select(office.com, "Summary", "Z99")
    assert cell.Value == pytest.approx(4585 / 2247.15, rel=1e-12)  # the report's known totals
    assert cell.NumberFormat == KPIS["KPI_ROAS"].excel_format
    with pytest.raises(UserError, match="Z99 is not empty"):
        office.macros.insert_function(office.book, "KPI_CPC")


def test_insert_names_the_arguments_that_stay_open(office: SimpleNamespace) -> None:
    select(office.com, "Summary", "Z99")
    said = office.macros.insert_function(office.book, "KPI_MARKET_SHARE")
    assert said.startswith("Z99: to fill in: ")


def test_every_kpi_can_be_inserted() -> None:
    """Excel refuses a formula that does not parse; here the engine reads each of them."""
    for kpi in KPIS.values():
        formula, _ = formula_of(kpi, ["Ads", "Web", "Email", "Survey", "Social", "Business"])
        plain = formula.replace("SUM(", "(1+").replace("[", "_").replace("]", "_").replace(" ", "_")
        calculate(re.sub(r"\b(?!KPI_)[A-Z][a-z]+_\w+", "1", plain))


def test_new_from_template_never_replaces(office: SimpleNamespace) -> None:
    office.app.DefaultFilePath = str(office.folder)
    said = office.macros.new_from_template(office.book, "cockpit")
    assert said.startswith(f"{office.folder / 'cockpit 2.xlsx'} is ready.")
    assert office.app.books[-1].Name == "cockpit 2.xlsx"
    with pytest.raises(UserError, match="exists already"):
        office.macros.new_from_template(office.book, "cockpit", str(office.folder / "cockpit.xlsx"))


def test_pdf_leaves_the_data_out(office: SimpleNamespace) -> None:
    hidden: list[str] = []
    real = ComBook.ExportAsFixedFormat

    def spy(com: ComBook, **options: Any) -> None:
        hidden.extend(s.title for s in com.cells if s.sheet_state != "visible")
        real(com, **options)

    ComBook.ExportAsFixedFormat = spy  # type: ignore[method-assign]
    try:
        said = office.macros.export_pdf(office.book, str(office.folder / "r.pdf"))
    finally:
        ComBook.ExportAsFixedFormat = real  # type: ignore[method-assign]
    assert said.endswith("r.pdf is ready.")
    assert "Data Ads" in hidden
    assert "Summary" not in hidden
    assert all(s.sheet_state == "visible" for s in office.com.cells)


def test_share_copy_opens_without_the_add_in(office: SimpleNamespace) -> None:
    out = office.folder / "copy.xlsx"
    said = office.macros.share_copy(office.book, str(out))
    assert "copy.xlsx" in said
    cells = [c.value for s in openpyxl.load_workbook(out) for row in s.iter_rows() for c in row]
    assert not any(isinstance(v, str) and v.startswith("=") and "KPI_" in v for v in cells)


def test_last_error_and_help_without_a_workbook(office: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(office.macros.settings, "office_language", lambda book: "en")
    monkeypatch.setattr(import_module("xl_kpi.excel.functions").LAST_ERROR, "why", None)
    assert office.macros.last_error(None, "KPI_ROAS: ad_spend is 0") == "KPI_ROAS: ad_spend is 0"
    assert "No KPI cell" in office.macros.last_error(office.book)
    assert "Import data – " in office.macros.help_(None)


class TestOptions:
    def test_currency_is_the_workbooks_parameter(self, office: SimpleNamespace) -> None:
        assert "USD" in office.macros.options(office.book, "currency", "usd")
        assert "Currency: USD" in office.macros.options(office.book, "currency", " USD ")
        for bad in ("dollars", ""):
            with pytest.raises(UserError, match="a code such as EUR"):
                office.macros.options(office.book, "currency", bad)

    @pytest.mark.parametrize(
        ("name", "value", "said"),
        [
            ("since", "hier", "a date such as"),
            ("folder", "/absent", "no such folder"),
            ("language", "de", "unknown option"),
            ("colour", "red", "unknown option"),
        ],
    )
    def test_a_wrong_value_is_refused(self, office: SimpleNamespace, name: str, value: str, said: str) -> None:
        with pytest.raises(UserError, match=said):
            office.macros.options(office.book, name, value)


class TestMac:
    """On macOS the file changes while the workbook is closed: its cells would otherwise lose their results."""

    def test_import_goes_through_the_file(self, office: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(office.macros.sys, "platform", "darwin")
        said = office.macros.import_data(office.book, str(REPORT))
        assert "Ads: 0 rows added, 16 replaced" in said
        assert office.app.books[-1].path == office.com.path
        assert office.com.closed

    def test_insert_points_elsewhere(self, office: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(office.macros.sys, "platform", "darwin")
        with pytest.raises(UserError, match="start from a template"):
            office.macros.insert_function(office.book, "KPI_ROAS")
