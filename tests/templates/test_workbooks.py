"""What every template workbook holds, as a file: valid, reproducible, complete, in its language."""

from __future__ import annotations

import re
import warnings
import zipfile
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook

from tests.tools import validation_errors
from xl_kpi.catalog import KPIS
from xl_kpi.catalog.tables import TABLES
from xl_kpi.errors import ExcelError, UserError
from xl_kpi.language import LANGUAGES, Lang
from xl_kpi.sources import VENDORS
from xl_kpi.templates import REPOSITORY, TEMPLATES, build, path, same_content, words
from xl_kpi.templates.__main__ import main
from xl_kpi.templates.layout import Layout
from xl_kpi.templates.readable import difference

BOOKS = [(id_, lang) for id_ in TEMPLATES for lang in LANGUAGES]
each_book = pytest.mark.parametrize(("id_", "lang"), BOOKS)

# Functions on which the headless engine is proved, and that no version of Excel recalculates at every edit.
ALLOWED = {
    "SUM", "SUMIFS", "COUNTIFS", "COUNTIF", "COUNT", "AVERAGEIFS", "MAX", "MIN", "IF", "IFERROR", "AND", "OR",
    "NOT", "EDATE", "EOMONTH", "DATE", "YEAR", "MONTH", "INDEX", "MATCH", "VLOOKUP", "ROUND", "ABS", "SUBSTITUTE",
    "COUNTA", "ISNUMBER", "ROWS", "WEEKDAY", "DAY", "MAXIFS", "LARGE", "SUMPRODUCT",
}  # fmt: skip
SHOWN = {
    "ROAS", "CAC", "NPS", "NPS_COUNTS", "ROI", "ROMI", "MER", "LTV", "LTV_CAC", "CPL", "CPC", "CPM", "CTR", "CVR",
    "LEAD_CONVERSION", "MQL_TO_SQL", "BOUNCE_RATE", "ENGAGEMENT_RATE", "OPEN_RATE", "CLICK_RATE", "RETENTION",
    "CHURN", "TRAFFIC_SHARE", "AOV", "ARPU", "CPA", "PURCHASE_FREQUENCY", "REVENUE_SHARE",
    "SESSION_ENGAGEMENT", "GROWTH", "ATTAINMENT", "STATUS",
}  # fmt: skip
ENGLISH = {
    "the", "of", "and", "to", "from", "is", "are", "by", "with", "your", "each", "what", "revenue", "spend",
    "cost", "customer", "customers", "target", "targets", "status", "summary", "help", "data", "value", "unit",
    "previous", "change", "trend", "month", "months", "quarter", "year", "company", "currency", "rate",
    "growth", "retention", "churn", "awareness", "loyalty", "profitability", "executive", "settings", "sheet",
    "sheets", "lead-to-customer", "orders", "visits", "clicks", "opens", "scores", "number", "amount", "higher",
    "lower", "green", "amber", "red", "period", "share", "sent", "delivered",
}  # fmt: skip
FRENCH = {
    "le", "la", "les", "des", "du", "de", "et", "un", "une", "est", "sont", "par", "avec", "votre", "vos",
    "chaque", "chiffre", "coût", "dépenses", "clients", "objectif", "objectifs", "statut", "synthèse", "aide",
    "données", "valeur", "unité", "précédent", "évolution", "mois", "trimestre", "année", "société", "devise",
    "taux", "croissance", "rétention", "notoriété", "fidélité", "rentabilité", "direction", "réglages",
    "onglet", "commandes", "visites", "clics", "vert", "rouge", "période", "nombre", "montant",
}  # fmt: skip


@cache
def book(id_: str, lang: Lang, *, values: bool = False) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl does not know sparklines
        return openpyxl.load_workbook(path(id_, lang), data_only=values)


def formulas(id_: str, lang: Lang) -> dict[str, str]:
    return {
        f"{sheet.title}!{cell.coordinate}": cell.value
        for sheet in book(id_, lang).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, str) and cell.data_type == "f"
    }


def parts(id_: str, lang: Lang) -> dict[str, str]:
    with zipfile.ZipFile(path(id_, lang)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist() if name.endswith((".xml", ".rels"))}


@each_book
def test_open_xml_validator_finds_nothing(id_: str, lang: Lang) -> None:
    assert validation_errors(path(id_, lang)) == []


@cache
def built(id_: str, lang: Lang) -> bytes:
    return build(id_, lang)


@each_book
def test_stored_workbook_is_what_the_code_builds(id_: str, lang: Lang) -> None:
    stored = path(id_, lang).read_bytes()
    assert same_content(stored, built(id_, lang)), (
        f"run: python -m xl_kpi.templates\n{difference(stored, built(id_, lang))}"
    )


def test_built_twice_it_is_the_same_file() -> None:
    assert build("cockpit", "fr") == built("cockpit", "fr")


def test_check_command_tells_a_difference(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    command = "xl_kpi.templates.__main__"
    monkeypatch.setattr(f"{command}.build", built)
    assert main(["--check"]) == 0
    monkeypatch.setattr(f"{command}.REPOSITORY", tmp_path / "workbook_templates")
    assert main(["--check"]) == 1
    assert main([]) == 0
    assert main(["--check"]) == 0
    made = tmp_path / "workbook_templates" / "fr" / "cockpit.xlsx"
    assert same_content(made.read_bytes(), (REPOSITORY / "fr" / "cockpit.xlsx").read_bytes())


def test_unknown_template_is_named_with_the_known_ones() -> None:
    with pytest.raises(UserError, match="unknown template: nothing"):
        path("nothing", "fr")


@each_book
def test_nothing_recalculates_on_opening(id_: str, lang: Lang) -> None:
    calculation = re.search(r"<calcPr[^>]*>", parts(id_, lang)["xl/workbook.xml"])
    assert calculation is not None
    assert "fullCalcOnLoad" not in calculation[0]
    assert int(re.search(r'calcId="(\d+)"', calculation[0])[1]) >= 191029  # type: ignore[index]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_cockpit_shows_its_kpis(lang: Lang) -> None:
    used = set(re.findall(r"KPI_(\w+)", " ".join(formulas("cockpit", lang).values())))
    assert used == SHOWN
    assert {kpi.name for kpi in TEMPLATES["cockpit"].kpis} == {f"KPI_{name}" for name in SHOWN}


@each_book
def test_formulas_use_proved_functions_only(id_: str, lang: Lang) -> None:
    for cell, formula in formulas(id_, lang).items():
        code = re.sub(r'"[^"]*"|\'[^\']*\'!', "", formula)
        names = set(re.findall(r"([A-Z_][A-Z0-9_.]*)\(", code))
        assert names <= ALLOWED | set(KPIS), (cell, formula)
        assert not re.search(r"\$?[A-Z]{1,3}:\$?[A-Z]{1,3}(?![0-9])", code), f"{cell}: a whole column in {formula}"
        assert "{" not in formula and "#REF!" not in formula, (cell, formula)


@each_book
def test_kpis_read_the_data_tables_by_name(id_: str, lang: Lang) -> None:
    text = " ".join(formulas(id_, lang).values())
    columns = {(table.name[lang], label) for table in TABLES.values() for label in table.header(lang)}
    assert set(re.findall(r"(\w+)\[([^\]]+)\]", text)) <= columns


@each_book
def test_every_data_table_has_its_sheet_with_one_blank_row(id_: str, lang: Lang) -> None:
    for table in TEMPLATES[id_].data:
        sheet = book(id_, lang)[table.sheet[lang]]
        excel_table = sheet.tables[table.name[lang]]
        assert [column.name for column in excel_table.tableColumns] == table.header(lang)
        assert [cell.value for cell in sheet[1]] == table.header(lang)
        assert excel_table.ref.endswith("2")
        assert all(cell.value is None for cell in sheet[2])
        assert sheet.freeze_panes is not None


@each_book
def test_defined_names_are_there(id_: str, lang: Lang) -> None:
    names = set(book(id_, lang).defined_names)
    assert names >= set(Layout(TEMPLATES[id_], lang).names.values()) | {words.HEADLINE}


@each_book
def test_empty_workbook_says_no_data_and_shows_no_error(id_: str, lang: Lang) -> None:
    with_values = book(id_, lang, values=True)
    errors = {str(error) for error in ExcelError}
    for place, formula in formulas(id_, lang).items():
        sheet, _, cell = place.rpartition("!")
        shown = with_values[sheet][cell].value
        assert shown not in errors, (place, formula, shown)
        if "KPI_" in formula and cell.startswith("C"):
            assert shown == words.NO_DATA[lang], (place, formula, shown)


@each_book
def test_every_formula_has_its_result_stored(id_: str, lang: Lang) -> None:
    for name, xml in parts(id_, lang).items():
        if name.startswith("xl/worksheets/sheet"):
            for cell in re.findall(r"<c [^>]*>(?:(?!</c>).)*<f>(?:(?!</c>).)*</c>", xml):
                assert "<v>" in cell or "<v/>" in cell, (name, cell)


@each_book
def test_charts_have_titles_and_sparklines_are_native(id_: str, lang: Lang) -> None:
    files = parts(id_, lang)
    charts = [xml for name, xml in files.items() if name.startswith("xl/charts/")]
    assert len(charts) >= len(TEMPLATES[id_].tabs)
    assert all(re.search(r"<c:title>.*?<a:t>\w", xml, re.DOTALL) for xml in charts)
    assert not TEMPLATES[id_].tabs or any("sparklineGroup" in xml for xml in files.values())


@each_book
def test_texts_are_in_the_language_of_the_workbook(id_: str, lang: Lang) -> None:
    foreign = ENGLISH if lang == "fr" else FRENCH
    exports = {name[lang] for listing in TEMPLATES[id_].listings for _, name in listing.entries}
    exports |= {vendor.how_to_export[lang] for vendor in VENDORS}  # names of menus and columns, as the tool has them
    for file, xml in parts(id_, lang).items():
        if re.match(r"xl/(sharedStrings|comments|charts/|worksheets/sheet|tables/|workbook\.xml)", file):
            for text in re.findall(
                r"<(?:t|a:t|v|s:t)(?: [^>]*)?>([^<]+)<|(?:promptTitle|prompt|name)=\"([^\"]+)\"", xml
            ):
                shown = "".join(text)
                if shown in exports or shown.startswith("KPI_"):
                    continue
                found = (
                    set(
                        re.findall(
                            r"[a-zà-ÿœ]+(?:-[a-z]+)*",
                            re.sub("xl-kpi( [a-z]+)?|google sheets|click-through rate", "", shown.lower()),
                        )
                    )
                    & foreign
                )
                assert not found, (file, shown, found)


@pytest.mark.parametrize("id_", TEMPLATES)
def test_both_languages_have_the_same_shape(id_: str) -> None:
    french, english = ([sheet.dimensions for sheet in book(id_, lang).worksheets] for lang in LANGUAGES)
    assert french == english
    assert sorted(re.sub(r"'[^']*'!", "!", f).count("KPI_") for f in formulas(id_, "fr").values()) == sorted(
        re.sub(r"'[^']*'!", "!", f).count("KPI_") for f in formulas(id_, "en").values()
    )
