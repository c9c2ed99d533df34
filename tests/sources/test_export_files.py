"""Every vendor and language, in the layouts of real files; totals computed by hand."""

import datetime as dt
from math import fsum
from pathlib import Path

import pytest

from xl_kpi.catalog.tables import TABLES
from xl_kpi.sources import Import, read, recognise

FILES = Path(__file__).parent / "files"


def column(imported: Import, name: str) -> list[object]:
    index = [c.name for c in imported.table.columns].index(name)
    return [record[index] for record in imported.records]


def totals(imported: Import) -> dict[str, float]:
    return {
        m.name: round(fsum(v for v in column(imported, m.name) if isinstance(v, float)), 6)
        for m in imported.table.measures
        if m.aggregation == "sum"
    }


GOOGLE = {"impressions": 41500, "clicks": 921, "ad_spend": 1283.76, "conversions": 32.5, "attributed_revenue": 2650.25}
META = {"impressions": 14000, "clicks": 210, "ad_spend": 150.75, "conversions": 9, "attributed_revenue": 450.5}


@pytest.mark.parametrize(
    ("name", "source", "language", "currency", "read_kept", "expected"),
    [
        ("google_ads_en.csv", "google_ads", "en", "CAD", (6, 3), GOOGLE),
        ("google_ads_en_excel.csv", "google_ads", "en", "CAD", (6, 3), GOOGLE),
        ("google_ads_fr.csv", "google_ads", "fr", "EUR", (5, 3), GOOGLE),
        ("google_ads_fr_resaved.csv", "google_ads", "fr", "EUR", (5, 3), GOOGLE),
        ("meta_ads_en.csv", "meta_ads", "en", "EUR", (3, 2), META),
        ("meta_ads_fr.csv", "meta_ads", "fr", "EUR", (3, 2), META),
        ("meta_ads_fr_mojibake.csv", "meta_ads", "fr", "EUR", (3, 2), META),
        (
            "meta_ads_fr_daily.csv",
            "meta_ads",
            "fr",
            "CHF",
            (2, 2),
            {"impressions": 1200, "clicks": 15, "ad_spend": 12.75, "conversions": 3, "attributed_revenue": 0},
        ),
        (
            "ga4_standard_en.csv",
            "ga4",
            "en",
            None,
            (3, 3),
            {"visits": 2110, "engaged_sessions": 1300, "conversions": 20, "revenue": 540.5},
        ),
        (
            "ga4_single_day_en.csv",
            "ga4",
            "en",
            None,
            (2, 2),
            {"visits": 1000, "engaged_sessions": 560, "conversions": 9, "revenue": 45.5},
        ),
        (
            "ga4_exploration_en.csv",
            "ga4",
            "en",
            None,
            (3, 2),
            {"visits": 211078, "engaged_sessions": 143000, "conversions": 309, "revenue": 847.833},
        ),
        (
            "ga4_fr.csv",
            "ga4",
            "fr",
            None,
            (2, 2),
            {"visits": 2100, "engaged_sessions": 1300, "conversions": 20, "revenue": 540.5},
        ),
        (
            "mailchimp_campaigns.csv",
            "mailchimp",
            "en",
            None,
            (2, 2),
            {
                "emails_sent": 2100,
                "emails_delivered": 2058,
                "bounces": 42,
                "unique_opens": 812,
                "unique_clicks": 103,
                "unsubscribes": 5,
                "orders": 9,
                "revenue": 405.5,
            },
        ),
        ("typeform_responses.csv", "typeform", "en", None, (5, 3), {}),
        (
            "ad_report_schema.csv",
            "multi_platform",
            "en",
            None,
            (16, 16),
            {
                "impressions": 163500,
                "clicks": 3041,
                "ad_spend": 2247.15,
                "conversions": 201,
                "attributed_revenue": 4585,
            },
        ),
    ],
)
def test_a_file_gives_its_totals(name, source, language, currency, read_kept, expected):
    imported = read(FILES / name)
    assert (imported.source, imported.language, imported.currency) == (source, language, currency)
    assert (imported.rows_read, imported.rows_kept) == read_kept
    assert totals(imported) == expected
    assert recognise(FILES / name).id == source
    assert all(check.agrees for check in imported.totals_check)


def test_google_keeps_text_and_days_and_leaves_the_rest_out():
    imported = read(FILES / "google_ads_en.csv")
    assert column(imported, "date") == [dt.date(2026, 9, 1), dt.date(2026, 9, 2), dt.date(2026, 9, 2)]
    assert column(imported, "campaign")[2] == '=HYPERLINK("x") | brand'
    assert column(imported, "conversions") == [30.5, 2.0, None]
    assert set(column(imported, "source")) == {"Google Ads"}
    assert set(column(imported, "currency")) == {"CAD"}
    assert [(e.line, e.reason.en) for e in imported.excluded] == [
        (1, "title line"),
        (2, "title line"),
        (7, "totals row"),
        (8, "totals row"),
        (9, "totals row"),
    ]
    assert imported.unmapped == ()
    assert "Interactions" in imported.left_out
    assert (imported.date_from, imported.date_to) == (dt.date(2026, 9, 1), dt.date(2026, 9, 2))


def test_interactions_are_never_clicks(tmp_path):
    path = tmp_path / "google.csv"
    path.write_text("Campaign,Day,Impr.,Interactions,Cost\nTea,2026-01-31,100,12,3.50\n")
    imported = read(path)
    assert column(imported, "clicks") == [None]
    assert column(imported, "ad_spend") == [3.5]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("google_ads_en.csv", {"encoding": "utf-8", "delimiter": ",", "decimal": ".", "date": "iso"}),
        ("google_ads_en_excel.csv", {"encoding": "utf-16", "delimiter": "tab", "decimal": ".", "date": "iso"}),
        ("google_ads_fr.csv", {"encoding": "utf-8", "delimiter": ",", "decimal": ",", "date": "named"}),
        ("google_ads_fr_resaved.csv", {"encoding": "cp1252", "delimiter": ";", "decimal": ",", "date": "dmy"}),
        ("meta_ads_fr_mojibake.csv", {"encoding": "utf-8, repaired", "delimiter": ",", "decimal": "."}),
        ("ga4_fr.csv", {"encoding": "utf-8", "delimiter": ",", "decimal": ".", "date": "compact"}),
    ],
)
def test_the_evidence_tells_the_conventions(name, expected):
    evidence = {e.about: e for e in read(FILES / name).evidence}
    assert {about: evidence[about].value for about in expected} == expected


def test_the_evidence_names_the_line_that_decided():
    evidence = {e.about: e for e in read(FILES / "google_ads_fr_resaved.csv").evidence}
    assert (evidence["date"].line, evidence["date"].text) == (5, "13/09/2026")
    assert (evidence["decimal"].line, evidence["decimal"].text) == (4, "1\u00a0234,56")
    assert evidence["encoding"].line == 3  # the first line with an accent


def test_meta_prefers_link_clicks_and_purchases_else_takes_all_clicks_and_results():
    assert column(read(FILES / "meta_ads_en.csv"), "clicks") == [150, 60]
    daily = read(FILES / "meta_ads_fr_daily.csv")
    assert (column(daily, "clicks"), column(daily, "conversions")) == ([15], [3])


def test_meta_first_row_without_names_is_the_total():
    imported = read(FILES / "meta_ads_fr.csv")
    assert [(e.line, e.reason.fr) for e in imported.excluded] == [(2, "ligne de totaux")]
    assert {c.measure: c.file_total for c in imported.totals_check} == META


def test_rows_of_one_key_are_added_up_and_reach_is_left_out():
    imported = read(FILES / "meta_ads_fr_daily.csv")
    assert (imported.rows_kept, len(imported.records)) == (2, 1)
    assert "Portée" in imported.left_out


def test_ga4_takes_the_account_and_a_single_day_from_the_lines_above():
    imported = read(FILES / "ga4_single_day_en.csv")
    assert set(column(imported, "account")) == {"Boutique"}
    assert set(column(imported, "date")) == {dt.date(2026, 1, 2)}


def test_ga4_grand_total_longer_than_the_header_is_a_check():
    imported = read(FILES / "ga4_exploration_en.csv")
    assert {c.measure: (c.rows_total, c.file_total, c.line) for c in imported.totals_check}["visits"] == (
        211078,
        211078,
        7,
    )


def test_a_total_that_differs_is_a_finding_with_both_figures(tmp_path):
    path = tmp_path / "google.csv"
    text = (FILES / "google_ads_en.csv").read_text(encoding="utf-8")
    path.write_text(text.replace("1,234.56", "1,334.56"), encoding="utf-8")
    check = {c.measure: c for c in read(path).totals_check}
    assert not check["ad_spend"].agrees
    assert (round(check["ad_spend"].rows_total, 2), check["ad_spend"].file_total, check["ad_spend"].line) == (
        1383.76,
        1283.76,
        7,
    )
    assert check["clicks"].agrees


def test_typeform_scores_ids_and_responses_left_half_way():
    imported = read(FILES / "typeform_responses.csv")
    assert imported.records == [
        (dt.date(2024, 10, 5), "Typeform", "a1b2c3", 10.0),
        (dt.date(2024, 10, 6), "Typeform", "d4e5f6", 6.0),
        (dt.date(2024, 10, 7), "Typeform", "0e10", 9.0),  # an id, not a number
    ]
    assert [(e.line, e.reason.en) for e in imported.excluded] == [
        (7, "response started but not submitted"),
        (8, "no figure"),
    ]
    assert imported.unmapped == ("Pourquoi cette note ?",)


def test_the_platform_column_is_the_source():
    imported = read(FILES / "ad_report_schema.csv")
    assert set(column(imported, "source")) == {"Google Ads", "Facebook Ads", "TikTok Ads"}
    assert len(imported.records) == 16


def test_our_own_layout_in_french():
    imported = read(FILES / "activite.csv")
    assert (imported.source, imported.table.id, imported.currency) == ("tidy_business", "business", "EUR")
    assert imported.records[0] == (
        dt.date(2026, 3, 1), 90000.5, 2000, 700, 240, 50, 400, 9000, 9150, 250, 4200, 650.5, 800,
    )  # fmt: skip
    assert imported.records[1][4:6] == (None, None)


@pytest.mark.parametrize("name", ["activity.xlsx", "renamed.csv"])
def test_a_workbook_is_read_whatever_its_extension(tmp_path, name):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["Notes"])
    sheet = book.create_sheet("Data")
    sheet.append(TABLES["social"].header("en"))
    sheet.append([dt.datetime(2026, 3, 1), "Instagram", "Shop", 12000, 40000, 25000.0, 900])
    sheet.append([None] * 7)
    sheet.append(["2026-04-01", "Instagram", 12345678901, 12100, "--", None, 1234.5])
    book.save(tmp_path / "book.xlsx")
    path = (tmp_path / "book.xlsx").rename(tmp_path / name)
    imported = read(path)
    assert imported.records == [
        (dt.date(2026, 3, 1), "Instagram", "Shop", 12000, 40000, 25000, 900),
        (dt.date(2026, 4, 1), "Instagram", "12345678901", 12100, None, None, 1234.5),
    ]


def test_the_language_of_the_headers_decides_a_lone_thousand(tmp_path):
    path = tmp_path / "google.csv"
    path.write_text('Campaign,Day,Impr.,Clicks,Cost\nTea,2026-01-31,"1,234",12,5\n')
    assert column(read(path), "impressions") == [1234]
    path.write_text('Campaign,Day,Impr.,Clicks,Cost\nTea,2026-01-31,"1,234",12,"5,25"\n')
    imported = read(path)  # a cell that can only be a decimal comma is stronger than the language
    assert (column(imported, "impressions"), column(imported, "ad_spend")) == ([1.234], [5.25])


def test_german_numbers_under_english_headers(tmp_path):
    path = tmp_path / "google.csv"
    path.write_text('Campaign,Day,Impr.,Clicks,Cost\nTee,31.01.2026,1.500,12,"1.234,56"\n')
    imported = read(path)
    assert imported.records[0][0] == dt.date(2026, 1, 31)
    assert (column(imported, "impressions"), column(imported, "ad_spend")) == ([1500], [1234.56])
