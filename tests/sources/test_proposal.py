"""What a file holds is proposed from its labels and its values, in the shapes that shops and agencies really keep."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from tests.sources.test_export_files import FILES, column, totals
from xl_kpi.sources import BY_VALUES, VENDORS, mapped_vendors, propose, read, save
from xl_kpi.sources.column_kinds import kind_of

TILL = """\
Caisse du magasin
Édition du 02/04/2026

Date de passage;N° acheteur;Encaissement TTC;Nb de pièces;Vendeuse
13/03/2026;0042;1 250,50;3;Léa
14/03/2026;0042;99,50;1;Zoé
14/03/2026;0107;20,00;2;Zoé
Total;;1 370,00;6;
"""
MEDIA = """\
Week day\tLever\tSpend (net)\tViews\tHits on link
2026-03-13\tNewsletter swap\t12.50\t1200\t31
2026-03-14\tNewsletter swap\t11.00\t1100\t28
2026-03-14\tPodcast\t80.00\t9000\t12
"""


def workbook(path: Path, rows: list[list[object]]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def text(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_text(content, encoding=encoding)
    return path


def accepted(path: Path):  # type: ignore[no-untyped-def]
    """Note the proposal as it is, and read the file again with what was noted."""
    found = propose(path)
    save(found.layout, path.parent)
    return found, read(path, vendors=(*mapped_vendors(path.parent), *VENDORS))


def test_cdnow_is_understood_without_header_and_gives_its_known_totals(tmp_path) -> None:
    path = tmp_path / "CDNOW_sample.txt.gz"
    path.write_bytes((FILES / path.name).read_bytes())
    found, imported = accepted(path)
    assert (found.layout.table, found.layout.header) == ("orders", False)
    assert found.layout.columns == {"date": "3", "customer": "1", "revenue": "5", "quantity": "4"}
    assert set(found.likeness.values()) == {BY_VALUES}
    assert totals(imported) == {"orders": 6919, "revenue": 244091.94, "refunds": 0, "quantity": 16479}
    assert len(set(column(imported, "customer"))) == 2357
    assert (imported.date_from, imported.date_to) == (dt.date(1997, 1, 1), dt.date(1998, 6, 30))


def test_a_french_till_with_titles_labels_of_its_own_and_a_totals_row(tmp_path) -> None:
    found, imported = accepted(text(tmp_path / "caisse.csv", TILL, "cp1252"))
    assert found.layout.columns == {
        "date": "Date de passage",
        "customer": "N° acheteur",
        "revenue": "Encaissement TTC",
        "quantity": "Nb de pièces",
    }
    assert found.unused == ("Vendeuse",)
    assert totals(imported) == {"orders": 3, "revenue": 1370, "refunds": 0, "quantity": 6}
    assert all(check.agrees for check in imported.totals_check)
    assert imported.totals_check


def test_a_tsv_of_an_agency(tmp_path) -> None:
    found, imported = accepted(text(tmp_path / "media.tsv", MEDIA))
    assert (found.layout.table, found.layout.columns["clicks"]) == ("ads", "Hits on link")
    assert found.likeness["clicks"] == BY_VALUES
    sums = totals(imported)
    assert (sums["ad_spend"], sums["impressions"], sums["clicks"]) == (103.5, 11300, 71)


def test_a_workbook_with_title_rows_above_its_header(tmp_path) -> None:
    rows = [
        ["Suivi des inscriptions"],
        ["Période", "janvier 2026"],
        [],
        ["Quand", "Atelier", "Nb inscrits", "Nb présents", "Budget €"],
        [dt.date(2026, 1, 14), "Thés verts", 40, 31, 250.0],
        [dt.date(2026, 1, 21), "Rooibos", 25, 22, 180.5],
    ]
    found, imported = accepted(workbook(tmp_path / "ateliers.xlsx", rows))
    assert found.layout.table == "events"
    assert totals(imported) == {"event_registrants": 65, "event_attendees": 53, "leads": 0, "event_cost": 430.5}


def test_a_worksheet_without_header(tmp_path) -> None:
    rows = [
        [dt.date(2026, 1, 14), "A-1001", "C-7", 19.9],
        [dt.date(2026, 1, 15), "A-1002", "C-9", 35.0],
        [dt.date(2026, 1, 15), "A-1003", "C-7", 12.5],
    ]
    found, imported = accepted(workbook(tmp_path / "ventes.xlsx", rows))
    assert found.layout.columns == {"date": "1", "order": "2", "customer": "3", "revenue": "4"}
    assert totals(imported)["revenue"] == 67.4


def test_scores_without_header_are_a_survey(tmp_path) -> None:
    found, imported = accepted(text(tmp_path / "notes.csv", "20260314;R-001;9\n20260314;R-002;10\n20260315;R-003;4\n"))
    assert found.layout.columns == {"date": "1", "response": "2", "score": "3"}
    assert column(imported, "score") == [9, 10, 4]


def test_a_text_split_at_spaces_may_have_decimal_commas(tmp_path) -> None:
    _, imported = accepted(text(tmp_path / "achats.txt", "0042 20260313 2  19,90\n0107 20260314 1   5,00\n"))
    assert totals(imported)["revenue"] == 24.9


def test_the_next_download_is_recognised_by_the_same_beginning(tmp_path) -> None:
    path = text(tmp_path / "notes [web] 2026-03.csv", "20260314;R-001;9\n20260314;R-002;10\n")
    found, _ = accepted(path)
    assert found.layout.files == "notes [[]web]*.csv"
    later = text(tmp_path / "notes [web] 2026-04 (1).csv", "20260414;R-101;3\n")
    assert column(read(later, vendors=mapped_vendors(tmp_path)), "score") == [3]


def test_a_known_export_whose_name_resembles_a_file_without_header_is_still_known(tmp_path) -> None:
    accepted(text(tmp_path / "notes.csv", "20260314;R-001;9\n20260314;R-002;10\n"))
    known = text(tmp_path / "notes_google.csv", "Campaign,Day,Impr.,Clicks,Cost\nTea,2026-01-31,100,12,3.50\n")
    assert read(known, vendors=(*mapped_vendors(tmp_path), *VENDORS)).source == "google_ads"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (["19970101", "19970118"], "date"),
        (["31/12/2025", "01/01/2026"], "date"),
        (["juil. 2026"], "text"),
        (["19991301"], "count"),  # no such month
        (["12,50 €", "--", "1 000,00 €"], "amount"),
        (["1 200", "31"], "count"),
        (["0", "10", "7"], "small"),
        (["00004", "00018"], "id"),
        (["3292879998", "3292879538"], "id"),
        (["#1001", "#1002"], "id"),
        (["12 %", "3,5 %"], "rate"),
        (["a@b.fr", "c@d.fr"], "email"),
        (["EUR", "USD"], "code"),
        (["Paris", "Lyon"], "text"),
        (["", "--"], "empty"),
    ],
)
def test_the_values_of_a_column_tell_its_kind(cells, kind) -> None:
    assert kind_of(cells) == kind
