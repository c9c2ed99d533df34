"""From exports to a recalculated workbook: figures in cells, the user's work untouched, all or nothing."""

import datetime as dt
import json
import shutil
from pathlib import Path

import openpyxl
import pytest

from xl_kpi.errors import UserError
from xl_kpi.reports.check import check
from xl_kpi.reports.demo import demo
from xl_kpi.reports.headline import Shown, headline
from xl_kpi.reports.refresh import new_workbook, refresh
from xl_kpi.sources.samples import company_files, files

REPORT = Path(__file__).parent.parent / "sources/files/ad_report_schema.csv"


@pytest.fixture(params=["fr", "en"])
def cockpit(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    book = tmp_path / "cockpit.xlsx"
    new_workbook("cockpit", book, request.param)
    return book


def numbers(book: Path) -> list[tuple[float, object]]:
    """Every cached number of the workbook beside the formula that gave it."""
    values = openpyxl.load_workbook(book, data_only=True)
    formulas = openpyxl.load_workbook(book)
    return [
        (float(cell.value), formulas[sheet.title][cell.coordinate].value)
        for sheet in values
        for row in sheet.iter_rows()
        for cell in row
        if isinstance(cell.value, int | float) and not isinstance(cell.value, bool)
    ]


@pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
def test_the_public_advertising_report_gives_its_known_totals(cockpit: Path) -> None:
    refresh(cockpit, [REPORT])
    found = numbers(cockpit)
    for expected, function in ((2247.15, "SUMIFS"), (3041, "SUMIFS"), (201, "SUMIFS"), (4585 / 2247.15, "KPI_ROAS(")):
        formulas = [f for value, f in found if value == pytest.approx(expected, rel=1e-12)]
        assert any(str(f).startswith("=") and function in str(f) for f in formulas), expected


def test_importing_twice_changes_nothing(cockpit: Path) -> None:
    refresh(cockpit, [REPORT])
    before = cockpit.read_bytes()
    again = refresh(cockpit, [REPORT])
    assert [(t.added, t.replaced, t.rows) for t in again.tables] == [(0, 16, 16)]
    assert cockpit.read_bytes() == before


@pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
def test_the_users_own_sheet_and_formula_survive(cockpit: Path) -> None:
    book = openpyxl.load_workbook(cockpit)
    ads = "Publicite[Dépenses]" if "Synthèse" in book.sheetnames else "Ads[Ad spend]"
    notes = book.create_sheet("Notes")
    notes["A1"] = "à garder"
    notes["B2"] = f"=SUM({ads})*2"
    book.save(cockpit)
    refresh(cockpit, [REPORT])
    assert openpyxl.load_workbook(cockpit)["Notes"]["B2"].value == f"=SUM({ads})*2"
    kept = openpyxl.load_workbook(cockpit, data_only=True)["Notes"]
    assert kept["A1"].value == "à garder"
    assert kept["B2"].value == pytest.approx(2 * 2247.15, rel=1e-12)


def test_days_outside_the_bounds_are_left_out(cockpit: Path) -> None:
    done = refresh(cockpit, [REPORT], since=dt.date(2025, 7, 11), until=dt.date(2025, 7, 11))
    assert [(t.added, t.rows) for t in done.tables] == [(6, 6)]  # six of the sixteen rows are of 11 July


def test_a_dry_run_writes_nothing(cockpit: Path) -> None:
    before = cockpit.read_bytes()
    done = refresh(cockpit, [REPORT], dry_run=True)
    assert done.tables[0].added == 16
    assert cockpit.read_bytes() == before


@pytest.mark.filterwarnings("ignore:Sparkline Group extension:UserWarning")
def test_a_file_of_unknown_source_in_a_folder_is_left_aside_and_told(cockpit: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    shutil.copy(REPORT, folder)
    (folder / "notes.csv").write_text("quoi;combien\nrien;0\n", encoding="utf-8")
    done = refresh(cockpit, [folder])
    assert [(t.added, t.rows) for t in done.tables] == [(16, 16)]
    assert any("notes.csv: unknown source" in note.en and "xl-kpi map notes.csv" in note.en for note in done.notes)
    told = [row for sheet in openpyxl.load_workbook(cockpit) for row in sheet.values if row and row[0] == "notes.csv"]
    assert len(told) == 1 and any("quoi, combien" in str(cell) for cell in told[0])
    again = cockpit.read_bytes()
    refresh(cockpit, [folder])
    assert cockpit.read_bytes() == again
    (folder / REPORT.name).unlink()
    with pytest.raises(UserError, match="unknown source"):  # nothing else is there
        refresh(cockpit, [folder])
    assert cockpit.read_bytes() == again


def test_one_bad_file_stops_the_whole(cockpit: Path, tmp_path: Path) -> None:
    bad = tmp_path / "notes.csv"
    bad.write_text("quoi;combien\nrien;0\n", encoding="utf-8")
    before = cockpit.read_bytes()
    with pytest.raises(UserError, match=r"notes\.csv"):
        refresh(cockpit, [REPORT, bad])
    assert cockpit.read_bytes() == before


def test_currencies_do_not_mix(cockpit: Path, tmp_path: Path) -> None:
    dollars = tmp_path / "usd.csv"
    dollars.write_text(
        "Reporting starts,Reporting ends,Campaign name,Amount spent (USD),Impressions,Link clicks\n"
        "2025-07-10,2025-07-10,A,10.50,1000,20\n",
        encoding="utf-8",
    )
    done = refresh(cockpit, [dollars])  # an empty workbook takes the currency of its first export
    assert any("USD" in note["en"] for note in done.notes)
    euros = tmp_path / "eur.csv"
    euros.write_text(dollars.read_text("utf-8").replace("USD", "EUR"), encoding="utf-8")
    with pytest.raises(UserError, match=r"EUR.*USD"):
        refresh(cockpit, [euros])


def test_a_workbook_without_our_tables_is_refused(tmp_path: Path) -> None:
    book = tmp_path / "autre.xlsx"
    openpyxl.Workbook().save(book)
    with pytest.raises(UserError, match="no table Ads"):
        refresh(book, [REPORT])
    with pytest.raises(UserError, match="Headline"):
        headline(book)


def test_new_never_replaces_a_file(tmp_path: Path) -> None:
    book = tmp_path / "a.xlsx"
    book.write_bytes(b"mine")
    with pytest.raises(UserError, match="exists already"):
        new_workbook("cockpit", book, "fr")
    with pytest.raises(UserError, match=r"\.xlsx"):
        new_workbook("cockpit", tmp_path / "a.pdf", "fr")
    assert book.read_bytes() == b"mine"


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_demo_ends_with_headline_kpis_and_no_error(lang, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    done = demo(tmp_path / "démo été", lang)
    assert len(done.headline.rows) >= 6
    assert all(isinstance(row[1].value, int | float) for row in done.headline.rows)
    report = done.refresh.recalculation
    assert (report.kept, report.errors) == ((), ())
    assert report.evaluated == report.formulas > 1000
    json.dumps(done.refresh.as_dict(lang))


def test_both_languages_show_the_same_figures(tmp_path: Path) -> None:
    french, english = (demo(tmp_path / lang, lang).headline for lang in ("fr", "en"))  # type: ignore[arg-type]
    for ours, theirs in zip(french.rows, english.rows, strict=True):
        assert ours[1].value == pytest.approx(theirs[1].value, rel=1e-12)


def test_the_demo_again_keeps_what_the_user_changed(tmp_path: Path) -> None:
    first = demo(tmp_path, "fr")
    before = first.book.read_bytes()
    demo(tmp_path, "fr")
    assert first.book.read_bytes() == before


def test_headline_roas_equals_a_sum_over_the_exports(tmp_path: Path) -> None:
    """The last quarter of the sample's advertising, added up here by hand from the data tab."""
    done = demo(tmp_path, "fr")
    book = openpyxl.load_workbook(done.book, data_only=True, read_only=True)
    head, *rows = book["Données publicité"].iter_rows(values_only=True)
    book.close()
    day, spend, value = (head.index(label) for label in ("Date", "Dépenses", "CA attribué"))
    quarter = [r for r in rows if isinstance(r[day], dt.datetime) and r[day] >= dt.datetime(2025, 10, 1)]
    roas = sum(r[value] or 0 for r in quarter) / sum(r[spend] or 0 for r in quarter)
    shown = {row[0].value: row[1].value for row in done.headline.rows}
    assert shown["Retour sur les dépenses publicitaires (ROAS)"] == pytest.approx(roas, rel=1e-12)


def test_check_tells_what_is_wrong(tmp_path: Path) -> None:
    done = demo(tmp_path, "en")
    assert check(done.book, today=dt.date(2026, 1, 10)) == []
    late = check(done.book, today=dt.date(2026, 6, 1))
    assert {f.kind for f in late} == {"stale data"}
    book = openpyxl.Workbook()
    book.active["A1"] = "=KPI_ROAS(5,0)"
    book.active["A2"] = "=SOME_VENDOR_FUNCTION(1)"
    book.save(tmp_path / "b.xlsx")
    kinds = {f.kind: f for f in check(tmp_path / "b.xlsx")}
    assert "ad_spend is 0" in kinds["error"].what["en"]
    assert kinds["kept"].where.endswith("!A2")
    assert "outdated" in kinds


@pytest.mark.parametrize(
    ("value", "code", "french", "english"),
    [
        (0.0321, "0.0%", "3,2%", "3.2%"),
        (0.0321, "0.0 %", "3,2\u00a0%", "3.2\u00a0%"),
        (1234.5, '#,##0.00\\ "€"', "1\u202f234,50\u00a0€", "1,234.50\u00a0€"),
        (38.156, '#,##0.00 "€"', "38,16\u00a0€", "38.16\u00a0€"),
        (4.0, '"$"#,##0.00', "$4,00", "$4.00"),
        (43.2, "0", "43", "43"),
        (0.5, '+0.0" pt";-0.0" pt"', "+0,5 pt", "+0.5 pt"),
        ("n. d.", "0", "n. d.", "n. d."),
        (-0.5, '+0.0" pt";-0.0" pt"', "-0,5 pt", "-0.5 pt"),
        (0.0, '0;-0;"–"', "–", "–"),
        (None, "0", "", ""),
    ],
)
def test_headline_cells_read_as_excel_shows_them(value: object, code: str, french: str, english: str) -> None:
    assert Shown(value, code).text("fr") == french
    assert Shown(value, code).text("en") == english


def test_a_folder_or_a_pattern_of_exports(cockpit: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    for file in files("fr"):
        shutil.copy(file, folder)
    by_folder = refresh(cockpit, [folder], dry_run=True)
    by_pattern = refresh(cockpit, [folder / "*.csv"], dry_run=True)
    assert len(by_folder.imports) == len(by_pattern.imports) == len(files("fr"))
    with pytest.raises(UserError, match="no file"):
        refresh(cockpit, [folder / "*.parquet"])


def test_a_folder_may_hold_exports_that_the_workbook_does_not_need(cockpit: Path, tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    own = next(file for file in company_files("fr") if file.name == "entreprise.csv")
    shutil.copy(REPORT, folder)
    shutil.copy(own, folder)
    done = refresh(cockpit, [folder])
    assert [i.file for i in done.imports] == [REPORT.name]
    assert any("entreprise.csv" in note.en and "no table Corporate" in note.en for note in done.notes)
    with pytest.raises(UserError, match="Corporate"):
        refresh(cockpit, [own])
