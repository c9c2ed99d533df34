"""The user's own layouts: proposed, noted in a file, recognised again; exchange rates beside them."""

import datetime as dt
from pathlib import Path

import pytest

from tests.sources.test_export_files import FILES, column, totals
from xl_kpi.errors import UserError
from xl_kpi.limits import Limits
from xl_kpi.sources import MAP_FILE, RATES_FILE, VENDORS, Layout, mapped_vendors, propose, rates, read, save

# master id, sample id, day, number of discs, dollars: the layout of the published CDNOW sample
PURCHASES = """\
 00004 0001 19970101  2   29.33
 00004 0001 19970118  2   29.73
 00004 0001 19970118  1   14.96
 00018 0002 19970104  1   14.96
"""
SHOP = "Jour;Client no;Chiffre d'affaires;Panier\n13/03/2026;0042;1 250,50;12,5\n14/03/2026;0042;99,50;9,95\n"


def refusal(action, *arguments, **more) -> str:
    with pytest.raises(UserError) as caught:
        action(*arguments, **more)
    assert "\n" not in caught.value.text.en
    return caught.value.text.en


def written(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_columns_without_header_are_numbered(tmp_path):
    path = written(tmp_path / "purchases.txt", PURCHASES)
    found = propose(path, "orders", {"customer": "1", "quantity": "4", "revenue": "5"}, {"source": "CDNOW"})
    assert found.layout.columns["date"] == "3"  # the only column of dates
    assert (found.unused, found.layout.header) == (("2",), False)
    save(found.layout, tmp_path)
    imported = read(path, vendors=(*mapped_vendors(tmp_path), *VENDORS))
    assert totals(imported) == {"orders": 4, "revenue": 88.98, "refunds": 0, "quantity": 6}
    assert read(path, Limits(plain_bytes=0), vendors=mapped_vendors(tmp_path)).records == imported.records
    assert imported.records[1] == (dt.date(1997, 1, 18), "CDNOW", "", "00004", "", 2, 44.69, None, 3)


def test_labels_are_proposed_by_likeness_confirmed_and_recognised_again(tmp_path):
    path = written(tmp_path / "shop.csv", SHOP)
    found = propose(path, "orders", {"customer": "Client no"})
    assert found.layout.columns == {"date": "Jour", "customer": "Client no", "revenue": "Chiffre d'affaires"}
    assert found.unused == ("Panier",)
    assert propose(path, "orders", {"customer": "2", "revenue": "3"}).layout.columns == found.layout.columns
    save(found.layout, tmp_path)
    imported = read(path, vendors=(*mapped_vendors(tmp_path), *VENDORS))
    assert imported.source == "map_shop"
    assert column(imported, "revenue") == [1250.5, 99.5]
    assert column(imported, "customer") == ["0042", "0042"]
    assert column(imported, "orders") == [1, 1]


def test_a_totals_row_of_a_mapped_file_is_a_check(tmp_path):
    path = written(tmp_path / "shop.csv", SHOP + "Total;;1 350,00;\n")
    layout = Layout(name="shop", table="orders", columns={"date": "Jour", "revenue": "Chiffre d'affaires"})
    (check,) = read(path, vendors=(layout.vendor(),)).totals_check
    assert (check.measure, check.rows_total, check.file_total, check.agrees) == ("revenue", 1350, 1350, True)


@pytest.mark.parametrize(
    ("name", "table"),
    [("ad_report_schema.csv", "ads"), ("meta_ads_fr.csv", "ads"), ("mailchimp_campaigns.csv", "email")],
)
def test_the_table_is_the_one_the_labels_resemble(name, table):
    assert propose(FILES / name).layout.table == table


def test_a_social_page_export_and_events_come_in_by_mapping(tmp_path):
    page = written(tmp_path / "page.csv", "Date,Followers total,Reach,Engagements\n2026-03-01,1200,900,45\n")
    layout = propose(page, "social", {"followers": "Followers total", "interactions": "Engagements"}).layout
    assert layout.columns["reach"] == "Reach"
    events = written(tmp_path / "events.csv", "Date;Event;Registrants;Attendees\n2026-03-01;Salon;120;84\n")
    found = propose(events)
    assert (found.layout.table, len(found.layout.columns)) == ("events", 4)
    save(layout, tmp_path)
    save(found.layout, tmp_path)
    vendors = (*mapped_vendors(tmp_path), *VENDORS)
    assert column(read(page, vendors=vendors), "followers") == [1200]
    assert totals(read(events, vendors=vendors))["event_attendees"] == 84


def test_a_mapping_goes_before_a_known_layout_and_the_fuller_before_the_other(tmp_path):
    columns = {"date": "Day", "campaign": "Campaign", "ad_spend": "Cost"}
    save(Layout(name="less", table="ads", columns=columns), tmp_path)
    save(Layout(name="more", table="ads", columns=columns | {"clicks": "Clicks"}), tmp_path)
    path = written(tmp_path / "g.csv", "Campaign,Day,Impr.,Clicks,Cost\nTea,2026-01-31,100,12,3.50\n")
    imported = read(path, vendors=(*mapped_vendors(tmp_path), *VENDORS))
    assert (imported.source, imported.unmapped) == ("map_more", ("Impr.",))


def test_a_layout_of_the_same_name_is_replaced_and_the_users_text_kept_otherwise(tmp_path):
    layout = Layout(name="a", table="social", columns={"date": "Day", "followers": "Fans"})
    path = save(layout, tmp_path)
    path.write_text(path.read_text("utf-8") + "# mine\n", encoding="utf-8")
    save(layout.model_copy(update={"name": 'b "x"'}), tmp_path)
    assert "# mine" in path.read_text("utf-8")
    save(layout.model_copy(update={"decimal": ","}), tmp_path)
    assert [v.id for v in mapped_vendors(tmp_path)] == ["map_a", 'map_b "x"']
    assert mapped_vendors(tmp_path)[0].decimal == {"fr": ",", "en": ","}


def test_what_the_file_lacks_is_a_constant_and_what_it_leaves_open_is_said(tmp_path):
    path = written(tmp_path / "fans.csv", "Network,Fans\nMastodon,1.234\n")
    layout = Layout(
        name="fans",
        table="social",
        columns={"source": "Network", "followers": "Fans"},
        constants={"date": "2026-03-31", "account": "Shop"},
    )
    assert "may be a thousand or a decimal" in refusal(read, path, vendors=(layout.vendor(),))
    imported = read(path, vendors=(layout.model_copy(update={"decimal": ","}).vendor(),))
    assert imported.records == [(dt.date(2026, 3, 31), "Mastodon", "Shop", 1234, None, None, None)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[layout]", "not understood"),
        ("[[layout]]\nname = 'a'\ntable = 'ads'\n", "not understood: columns: Field required"),
        ("[[layout]]\nname = 'a'\ntable = 'nowhere'\n[layout.columns]\ndate = 'x'\n", "is no table; tables: ads"),
        ("[[layout]]\nname = 'a'\ntable = 'ads'\n[layout.columns]\nscore = 'x'\n", "are not columns of table ads"),
        ("[[layout]]\nname = 'a'\ntable = 'survey'\n[layout.columns]\nscore = 'x'\n", "response: a column is needed"),
        ("layout = 3\n", "not understood"),
    ],
)
def test_a_map_file_that_is_not_understood_is_one_line(tmp_path, text, expected):
    written(tmp_path / MAP_FILE, text)
    assert refusal(mapped_vendors, tmp_path).startswith(MAP_FILE)
    assert expected in refusal(mapped_vendors, tmp_path)


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"table": "nowhere"}, "table “nowhere” is unknown; tables: ads"),
        ({"table": "orders", "columns": {"colour": "Jour"}}, "an unknown field among colour; fields: date, source"),
        ({"table": "orders", "columns": {"revenue": "CA"}}, "there is no column “CA”; columns: Jour, Client no"),
        ({"table": "survey"}, ""),
    ],
)
def test_a_proposal_that_cannot_be_made_says_why(tmp_path, more, expected):
    path = written(tmp_path / "shop.csv", SHOP)
    if expected:
        assert expected in refusal(propose, path, **more)
    else:
        assert propose(path, **more).layout.columns == {"date": "Jour"}


def test_parquet_is_read_and_long_identifiers_stay_exact(tmp_path):
    import duckdb

    path = tmp_path / "orders.parquet"
    with duckdb.connect() as connection:
        connection.execute(
            "COPY (SELECT DATE '2026-03-01' AS day, 9007199254740993 AS customer, 12.50::DECIMAL(9, 2) AS amount, "
            f"3 AS items) TO '{path}' (FORMAT parquet)"
        )
    layout = Layout(
        name="p",
        table="orders",
        columns={"date": "day", "customer": "customer", "revenue": "amount", "quantity": "items"},
    )
    imported = read(path, vendors=(layout.vendor(),))
    assert imported.records == [(dt.date(2026, 3, 1), "p", "", "9007199254740993", "", 1, 12.5, None, 3)]
    path.write_bytes(b"PAR1" + bytes(40) + b"PAR1")
    assert "a damaged or protected Parquet file" in refusal(read, path)


MIXED = (
    "Campaign,Day,Impr.,Clicks,Cost,Currency code\nTea,2026-01-31,1,1,100.00,USD\nTea,2026-02-01,1,1,100.00,USD\n"
    "Thé,2026-02-01,1,1,50.00,EUR\nTotal: Account,--,3,3,250.00,\n"
)


def test_currencies_are_converted_by_the_users_rates_only(tmp_path):
    path = written(tmp_path / "google.csv", MIXED)
    assert f"USD (line 2) and EUR (line 4); export one at a time, or give your rates in {RATES_FILE}" in refusal(
        read, path
    )
    written(tmp_path / RATES_FILE, "Mois;Devise;Taux (EUR)\n2026-01;USD;0,90\n2026-02-01;USD;0,80\n")
    imported = read(path, rates=rates(tmp_path))
    assert (column(imported, "ad_spend"), imported.currency) == ([90, 80, 50], "EUR")
    assert {c.measure for c in imported.totals_check} == {"impressions", "clicks"}
    assert {e.about: e.value for e in imported.evidence}["currency"] == "USD, EUR -> EUR"


def test_a_file_in_another_currency_is_converted_whole(tmp_path):
    path = written(tmp_path / "meta.csv", "Day,Campaign name,Amount spent (USD)\n2026-01-31,Tea,10.00\n")
    written(tmp_path / RATES_FILE, "Month,Currency,Rate (EUR)\n2026-01,USD,0.9\n")
    imported = read(path, rates=rates(tmp_path))
    assert (column(imported, "ad_spend"), set(column(imported, "currency"))) == ([9], {"EUR"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Month,Currency,Rate (EUR)\n2026-02,USD,0.9\n", "there is no rate from USD to EUR for 2026-01-31"),
        ("Month,Currency,Rate\n", "line 1: not understood; expected: Date;Currency;Rate (EUR)"),
        ("Month,Currency,Rate (EUR)\n2026-13,USD,0.9\n", "line 2: not understood; expected: 2026-09;USD;0.92"),
        ("Month,Currency,Rate (EUR)\n2026-01,USD,-0.9\n", "line 2: not understood; expected: a positive rate, once"),
        ("Month,Currency,Rate (EUR)\n2026-01,USD,1\n2026-01,USD,2\n", "line 3: not understood; expected: a posi"),
    ],
)
def test_rates_that_are_missing_or_not_understood(tmp_path, text, expected):
    path = written(tmp_path / "google.csv", MIXED)
    written(tmp_path / RATES_FILE, text)
    assert expected in refusal(lambda: read(path, rates=rates(tmp_path)))
