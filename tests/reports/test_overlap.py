"""Overlapping downloads replace what they bring again; what the workbook's folder notes is used."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from tests.sources.test_vendors import search_archive
from xl_kpi.errors import UserError
from xl_kpi.reports.refresh import new_workbook, refresh
from xl_kpi.workbook import open_package, read_table

HEADER = "Campaign,Ad group,Device,Day,Impr.,Clicks,Cost,Currency code\n"
SEPTEMBER = HEADER + "Tea,A,Computer,2026-09-29,10,1,1.50,EUR\nTea,A,Computer,2026-09-30,20,2,2.50,EUR\n"
OVERLAP = HEADER + "Tea,A,Computer,2026-09-30,25,3,3.50,EUR\nTea,A,Computer,2026-10-01,30,3,4.50,EUR\n"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "book.xlsx"
    new_workbook("cockpit", path, "en")
    return path


def spend(book: Path) -> list[float]:
    table = read_table(open_package(book), "Ads")
    column = list(table.header).index("Ad spend")
    return [row[column] for row in table.rows if row[column] is not None]


def export(book: Path, name: str, text: str) -> Path:
    path = book.parent / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_day_downloaded_twice_counts_once_in_one_import_and_in_two(book: Path) -> None:
    first, second = export(book, "a.csv", SEPTEMBER), export(book, "b.csv", OVERLAP)
    refresh(book, [first, second])
    assert sorted(spend(book)) == [1.5, 3.5, 4.5]
    refresh(book, [second])
    assert sorted(spend(book)) == [1.5, 3.5, 4.5]


def test_a_column_that_lost_its_title_is_named(book: Path, tmp_path: Path) -> None:
    renamed = tmp_path / "renamed.xlsx"
    with zipfile.ZipFile(book) as source, zipfile.ZipFile(renamed, "w") as out:
        for part in source.infolist():
            out.writestr(part, source.read(part).replace(b' name="Clicks"', b' name="Hits"'))
    before = renamed.read_bytes()
    with pytest.raises(UserError, match=r"renamed\.xlsx: sheet 'Data Ads', table Ads: column 'Clicks' is missing"):
        refresh(renamed, [export(book, "a.csv", SEPTEMBER)])
    assert renamed.read_bytes() == before


@pytest.mark.parametrize("difference", [("Tea,", "Coffee,"), (",A,", ",B,"), ("Computer", "Mobile")])
def test_campaign_group_and_device_are_part_of_the_key(book: Path, difference: tuple[str, str]) -> None:
    refresh(book, [export(book, "a.csv", SEPTEMBER), export(book, "b.csv", SEPTEMBER.replace(*difference))])
    assert sorted(spend(book)) == [1.5, 1.5, 2.5, 2.5]


COARSE = "Campaign,Day,Impr.,Clicks,Cost,Currency code\n"
CAMPAIGNS = COARSE + "Tea,2026-09-29,10,1,1.50,EUR\nTea,2026-09-30,20,2,2.50,EUR\nCoffee,2026-09-30,5,1,7.00,EUR\n"
GROUPS = HEADER + "Tea,A,Computer,2026-09-30,10,1,1.00,EUR\nTea,B,Mobile,2026-09-30,12,1,1.75,EUR\n"


def test_ad_groups_after_their_campaign_replace_it_and_the_other_way_round(book: Path) -> None:
    """Tea on the 30th is 2.50 as a whole, then 1.00 + 1.75 by ad group: never 5.25."""
    campaigns, groups = export(book, "1.csv", CAMPAIGNS), export(book, "2.csv", GROUPS)
    refresh(book, [campaigns])
    done = refresh(book, [groups])
    assert sorted(spend(book)) == [1.0, 1.5, 1.75, 7.0]
    (note,) = [n.en for n in done.notes if "level of detail" in n.en]
    assert note == (
        "2.csv: the same days (2026-09-30 to 2026-09-30) were there at another level of detail: "
        "1 earlier rows are replaced in Ads, nothing counts twice."
    )
    again = refresh(book, [groups])
    assert not [n for n in again.notes if "level of detail" in n.en]
    assert [(t.added, t.changed) for t in again.tables] == [(0, 0)]
    refresh(book, [campaigns])
    assert sorted(spend(book)) == [1.5, 2.5, 7.0]


def test_two_levels_of_detail_in_one_import_count_once(book: Path) -> None:
    done = refresh(book, [export(book, "1.csv", CAMPAIGNS), export(book, "2.csv", GROUPS)])
    assert sorted(spend(book)) == [1.0, 1.5, 1.75, 7.0]
    left = {e.reason["en"]: e.rows for e in done.imports[0].excluded}
    assert left["replaced by another file of this import"] == 1


def test_a_file_of_two_levels_of_detail_is_whole_and_stays_whole(book: Path) -> None:
    """Some campaigns have no ad groups: their rows belong to the same download."""
    mixed = export(book, "mixed.csv", GROUPS + "Tea,,Computer,2026-09-30,3,1,0.50,EUR\n")
    for _ in range(2):
        done = refresh(book, [mixed])
        assert sorted(spend(book)) == [0.5, 1.0, 1.75]
        assert not [n for n in done.notes if "level of detail" in n.en]


def test_channels_after_days_without_a_channel_count_once(book: Path) -> None:
    days = "Date,Sessions,Engaged sessions\n20260930,100,50\n"
    channels = "Date,Default channel group,Sessions,Engaged sessions\n20260930,Direct,60,30\n20260930,Email,45,20\n"
    refresh(book, [export(book, "1.csv", days), export(book, "2.csv", channels)])
    web = read_table(open_package(book), "Web")
    visits = list(web.header).index("Visits")
    assert sorted(row[visits] for row in web.rows) == [45, 60]


def test_another_source_of_the_same_campaign_and_day_is_another_row(book: Path) -> None:
    meta = "Day,Campaign name,Ad set name,Amount spent (EUR)\n2026-09-30,Tea,A,9.25\n"
    refresh(book, [export(book, "a.csv", SEPTEMBER), export(book, "m.csv", meta)])
    assert sorted(spend(book)) == [1.5, 2.5, 9.25]


def test_rates_beside_the_workbook_convert_and_their_absence_refuses(book: Path) -> None:
    dollars = export(book, "us.csv", SEPTEMBER.replace("EUR", "USD"))
    euros = export(book, "eu.csv", OVERLAP)
    before = book.read_bytes()
    with pytest.raises(UserError, match="two currencies"):
        refresh(book, [euros, dollars])
    assert book.read_bytes() == before
    export(book, "xl-kpi.rates.csv", "Month,Currency,Rate (EUR)\n2026-09,USD,0.5\n")
    refresh(book, [dollars, euros])
    assert sorted(spend(book)) == [0.75, 3.5, 4.5]


def test_what_a_file_holds_besides_and_days_to_come_are_told(book: Path) -> None:
    overview = (
        "# Start date: 20260101\n# End date: 20260102\n\nDate,Sessions,Engaged sessions\n"
        "20260101,10,5\n20260102,1,1\n\n"
        "Landing page,Views\n/,7\n"
    )
    done = refresh(book, [export(book, "ga4.csv", overview)], now=dt.datetime(2025, 12, 31, 12, 0))
    notes = " ".join(note.en for note in done.notes)
    assert "ga4.csv: table not read, line 8: Landing page, Views." in notes
    assert "ga4.csv: dated after 2026-01-01, check the year: 1 (line 6)." in notes


def test_shop_orders_and_search_days_reach_the_cockpit_once(book: Path) -> None:
    files = Path(__file__).parent.parent / "sources" / "files"
    days = export(book, "Dates.csv", "Date,Clicks,Impressions,CTR,Position\n2026-07-02,25,1200,2.08%,9\n")
    for _ in range(2):
        refresh(book, [files / "shopify_orders.csv", days])
    orders = read_table(open_package(book), "Orders")
    column = list(orders.header).index("Revenue")
    assert [row[column] for row in orders.rows] == [45, 1200.5, 30]
    search = read_table(open_package(book), "Search")
    assert [row[-3:] for row in search.rows] == [[1200, 25, 9]]


def test_a_workbook_without_the_table_names_the_templates_that_have_it(book: Path) -> None:
    deals = Path(__file__).parent.parent / "sources" / "files" / "hubspot_deals.csv"
    with pytest.raises(UserError, match=r"book.xlsx has no table Deals, .* (Templates that have it: |No template)"):
        refresh(book, [deals])


def test_an_archive_fills_the_tables_that_the_workbook_has(tmp_path: Path) -> None:
    channels = tmp_path / "channels.xlsx"
    new_workbook("channels", channels, "en")
    done = refresh(channels, [search_archive(tmp_path / "Performance.zip", ("2026-02-03",), "en")])
    assert [(t.name, t.rows) for t in done.tables] == [("Content", 2)]
    assert "Performance.zip [Dates.csv]: left aside, this workbook has no table Search." in [n.en for n in done.notes]
