"""The layouts of more vendors: advertising, search, CRM, shop, payments, surveys; totals computed by hand."""

import datetime as dt
import zipfile
from pathlib import Path

import pytest

from tests.sources.test_export_files import FILES, column, totals
from xl_kpi.errors import UserError
from xl_kpi.sources import read, read_all

DATES = "Date,Clicks,Impressions,CTR,Position\n2026-07-02,25,1200,2.08%,9\n2026-07-01,35,1100,3.18%,8.5\n"
QUERIES = "Top queries,Clicks,Impressions,CTR,Position\nthé vert,12,400,3%,4.2\n"


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as caught:
        read(path)
    assert "\n" not in caught.value.text.en
    return caught.value.text.en


@pytest.mark.parametrize(
    ("name", "source", "currency", "read_kept", "expected"),
    [
        ("microsoft_ads.csv", "microsoft_ads", "EUR", (4, 3),
         {"impressions": 12500, "clicks": 185, "ad_spend": 138.0, "conversions": 4, "attributed_revenue": 190}),
        ("linkedin_ads.csv", "linkedin_ads", "EUR", (3, 3),
         {"impressions": 20500, "clicks": 200, "ad_spend": 1200.0, "conversions": 5, "attributed_revenue": 1000}),
        ("tiktok_ads.csv", "tiktok_ads", "EUR", (4, 3),
         {"impressions": 20000, "clicks": 180, "ad_spend": 100.0, "conversions": 10, "attributed_revenue": 0}),
        ("ga4_overview_en.csv", "ga4", None, (3, 3),
         {"visits": 25, "engaged_sessions": 14, "conversions": 3, "revenue": 0}),
        ("shopify_orders.csv", "shopify", "EUR", (5, 3),
         {"orders": 3, "revenue": 1275.5, "refunds": 200.5, "quantity": 0}),
        ("stripe_payments.csv", "stripe", "EUR", (4, 3),
         {"orders": 3, "revenue": 170.5, "refunds": 30, "quantity": 0}),
        ("hubspot_contacts.csv", "hubspot_contacts", None, (8, 7),
         {"leads": 5, "mql": 4, "sql": 3, "new_customers": 1}),
        ("hubspot_deals.csv", "hubspot_deals", None, (4, 4),
         {"opportunities": 4, "closed_deals": 2, "won_deals": 1, "deal_amount": 4500.5}),
        ("surveymonkey_nps.csv", "surveymonkey", None, (4, 3), {}),
    ],
)  # fmt: skip
def test_a_file_gives_its_totals(name, source, currency, read_kept, expected):
    imported = read(FILES / name)
    assert (imported.source, imported.currency) == (source, currency)
    assert (imported.rows_read, imported.rows_kept) == read_kept
    assert totals(imported) == expected
    assert all(check.agrees for check in imported.totals_check)


def reasons(name: str) -> list[tuple[int, str]]:
    first = {"shopify_orders.csv": 1, "stripe_payments.csv": 1, "hubspot_contacts.csv": 1}.get(name, 11)
    return [(e.line, e.reason.en) for e in read(FILES / name).excluded if e.line > first]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("microsoft_ads.csv", [(15, "blank line"), (16, "footer")]),
        ("shopify_orders.csv", [(3, "further line of an order"), (5, "status “voided”")]),
        ("stripe_payments.csv", [(4, "status “Failed”")]),
        ("hubspot_contacts.csv", [(9, "unknown stage “Partner”")]),
    ],
)
def test_every_row_left_out_says_why(name, expected):
    assert reasons(name) == expected


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("microsoft_ads.csv", "(GMT+01:00) Brussels, Copenhagen, Madrid, Paris"),
        ("linkedin_ads.csv", "UTC"),
        ("stripe_payments.csv", "UTC"),
        ("typeform_responses.csv", "UTC"),
        ("shopify_orders.csv", "UTC+0200"),
    ],
)
def test_the_time_zone_is_noted(name, zone):
    assert [e.value for e in read(FILES / name).evidence if e.about == "time zone"] == [zone]


def test_linkedin_dates_start_with_the_month_and_a_dash_is_no_figure():
    imported = read(FILES / "linkedin_ads.csv")
    assert column(imported, "date") == [dt.date(2026, 9, 1), dt.date(2026, 9, 2), dt.date(2026, 9, 13)]
    assert column(imported, "ad_spend") == [120.5, 1079.5, None]
    assert {e.about: e.value for e in imported.evidence}["encoding"] == "utf-16"


def test_a_total_is_recognised_behind_a_column_of_dashes(tmp_path):
    path = tmp_path / "tiktok.csv"
    path.write_text(
        "By Day,Campaign name,Cost,Impressions,Clicks (Destination)\n2026-01-31,Tea,10.00,100,5\n"
        "-,Total of 1 results,10.00,100,5\n"
    )
    imported = read(path)
    assert totals(imported)["ad_spend"] == 10
    assert [c.agrees for c in imported.totals_check] == [True, True, True]


def test_a_microsoft_report_with_fewer_rows_than_announced_is_cut(tmp_path):
    lines = (FILES / "microsoft_ads.csv").read_text(encoding="utf-8").splitlines(keepends=True)
    path = tmp_path / "cut.csv"
    path.write_text("".join(lines[:13]), encoding="utf-8")
    assert refusal(path).startswith("cut.csv, line 9: the file announces 3 rows and holds 2")


def test_the_sample_of_the_microsoft_documentation_lacks_the_day(tmp_path):
    path = tmp_path / "keywords.csv"
    path.write_text(
        '"Report Name: My Keyword Performance Report"\n"Rows: 2"\n\n'
        '"AccountId","CampaignId","Keyword","KeywordId","DeviceType","Clicks"\n'
        '"A","C","red shoes","123","Computer","35"\n"A","C","red shoes","123","Smartphone","50"\n\n'
        '"@2020 Microsoft Corporation. All rights reserved. "\n'
    )
    assert "choose the time unit “Day”" in refusal(path)


def test_persons_become_pseudonyms_the_same_for_the_same_person():
    customers = column(read(FILES / "shopify_orders.csv"), "customer")
    assert customers[0] == customers[2] != customers[1]
    assert not any("example" in customer for customer in customers)
    assert column(read(FILES / "stripe_payments.csv"), "customer") == ["cus_A", "cus_B", "cus_A"]


def test_hubspot_ids_stay_texts_and_an_unknown_stage_of_a_deal_is_open():
    assert column(read(FILES / "hubspot_contacts.csv"), "contact")[0] == "10000000001"
    assert column(read(FILES / "hubspot_deals.csv"), "closed_deals") == [1, 1, 0, 0]


def test_an_identifier_that_a_spreadsheet_damaged_is_refused(tmp_path):
    path = tmp_path / "deals.csv"
    text = (FILES / "hubspot_deals.csv").read_text(encoding="utf-8")
    path.write_text(text.replace("20000000001", "2.00000E+10"), encoding="utf-8")
    assert "line 2: column “Record ID”, “2.00000E+10”: a spreadsheet has damaged this identifier" in refusal(path)


def test_of_stacked_tables_the_dated_one_is_read_and_the_others_are_named():
    imported = read(FILES / "ga4_overview_en.csv")
    assert [note.en for note in imported.notes] == [
        "table not read, line 10: Nth day, Active users",
        "table not read, line 23: Session default channel group, Sessions, Engagement rate",
        "table not read, line 27: Landing page, Views",
    ]
    assert "another table of the file" in {e.reason.en for e in imported.excluded}
    assert set(column(imported, "account")) == {"Boutique - GA4"}


def archive(path: Path, **files: str) -> Path:
    with zipfile.ZipFile(path, "w") as made:
        for name, text in files.items():
            made.writestr(name.replace("_", "."), text)
    return path


def test_search_console_archive_gives_its_days(tmp_path):
    path = archive(tmp_path / "site.zip", Queries_csv=QUERIES, Dates_csv=DATES, Filters_csv="Filter,Value\nDate,28\n")
    imported = read(path)
    assert imported.file == "site.zip [Dates.csv]"
    assert (imported.source, totals(imported)) == ("search_console", {"clicks": 60, "impressions": 2300})
    assert column(imported, "position") == [9, 8.5]
    assert [n.en for n in imported.notes] == ["not read: site.zip [Queries.csv]", "not read: site.zip [Filters.csv]"]


def test_search_console_days_in_french(tmp_path):
    path = tmp_path / "Dates.csv"
    path.write_text(
        "Date;Clics;Impressions;CTR;Position\n2026-07-02;25;1200;2,08 %;9,1\n2026-07-01;35;1100;3,18 %;8,4\n"
    )
    imported = read(path)
    assert (imported.language, column(imported, "position")) == ("fr", [9.1, 8.4])


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (QUERIES, "Search Console: this table has no day; give the whole ZIP archive, of which Dates.csv is read"),
        (
            "Pages les plus populaires;Clics;Impressions;CTR;Position\n/;1;2;3;4\n",
            "Search Console: this table has no d",
        ),
        ("Company Size Segment\tImpressions\n1-10\t12\n", "LinkedIn Demographics: stacked tables without a day"),
        ("ID;Phase du cycle de vie\n1;Lead\n", "HubSpot: its French headers are not verified"),
    ],
)
def test_known_exports_that_cannot_be_read_are_refused_by_name(tmp_path, content, expected):
    path = tmp_path / "export.csv"
    path.write_text(content, encoding="utf-8")
    assert expected in refusal(path)


def test_an_archive_of_one_export_is_opened_and_of_several_refused(tmp_path):
    google = (FILES / "google_ads_en.csv").read_text(encoding="utf-8")
    one = archive(tmp_path / "one.zip", google_csv=google)
    assert read(one).records == read(FILES / "google_ads_en.csv").records
    two = archive(tmp_path / "two.zip", a_csv=google, b_csv=google)
    assert "several exports in one file: two.zip [a.csv], two.zip [b.csv]" in refusal(two)


def test_surveymonkey_reads_the_nps_question_and_leaves_rankings_alone():
    imported = read(FILES / "surveymonkey_nps.csv")
    assert [r[2:] for r in imported.records] == [("118000000001", 10), ("118000000002", 6), ("118000000003", 9)]
    assert [e.reason.en for e in imported.excluded] == ["header, continued"]


def test_a_survey_without_nps_question_is_refused_with_its_number_of_respondents(tmp_path):
    """In the layout of a published export: rankings of several columns, no date, Latin-1 damage."""
    path = tmp_path / "survey.csv"
    rows = "".join(f"{3292880000 + n},Yes,{n % 6 + 1},{6 - n % 6},Male\n" for n in range(20))
    header = "RespondentID,Have you seen any?,Please rank,,Gender\n,Response,Episode I,Episode II,Response\n"
    path.write_bytes(header.replace("any?", "any?\x8c\xe6").encode("latin-1") + rows.encode())
    assert "survey.csv, line 1: 20 responses, no question has whole scores from 0 to 10 only" in refusal(path)


def test_days_to_come_are_left_out_and_told():
    every = read(FILES / "stripe_payments.csv", today=dt.date(2026, 6, 3))
    imported = read(FILES / "stripe_payments.csv", today=dt.date(2026, 6, 1))  # a day ahead is a time zone
    assert [e.reason.en for e in imported.excluded if e.look] == ["dated after 2026-06-02, check the year"]
    assert imported.records == [r for r in every.records if r[0] <= dt.date(2026, 6, 2)]
    assert not any(e.look for e in every.excluded)
    with pytest.raises(UserError, match="dated after 2025-01-02, check the year"):
        read(FILES / "stripe_payments.csv", today=dt.date(2025, 1, 1))


def search_archive(path: Path, days: tuple[str, ...], lang: str) -> Path:
    page, clicks = {"en": ("Top pages", "Clicks"), "fr": ("Pages les plus populaires", "Clics")}[lang]
    dates = "".join(f"{day},1,10,10%,5.0\n" for day in days)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Dates.csv", f"Date,{clicks},Impressions,CTR,Position\n{dates}")
        archive.writestr(
            "Pages.csv", f"{page},{clicks},Impressions,CTR,Position\n/a,20,150,13.3%,4.1\n/b,8,90,8.9%,6.0\n"
        )
        archive.writestr("Queries.csv", f"Top queries,{clicks},Impressions,CTR,Position\ntea,9,80,11.3%,4.0\n")
    return path


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_pages_of_a_search_archive_are_dated_by_its_days(tmp_path, lang):
    month = tuple(f"2026-02-{day:02}" for day in range(1, 29))
    days, pages = read_all(search_archive(tmp_path / "m.zip", month, lang))
    assert totals(days)["clicks"] == 28
    assert [(r[0], r[1], r[2]) for r in pages.records] == [
        (dt.date(2026, 2, 28), "Search Console", "/a"),
        (dt.date(2026, 2, 28), "Search Console", "/b"),
    ]
    assert (totals(pages)["clicks"], column(pages, "position")) == (28, [4.1, 6.0])
    assert [n.en for n in days.notes] == ["not read: m.zip [Queries.csv]"]
    (day, _) = read_all(search_archive(tmp_path / "d.zip", ("2026-02-03",), lang))
    assert day.date_from == dt.date(2026, 2, 3)


def test_pages_of_another_period_are_not_read_and_said_so(tmp_path):
    (only,) = read_all(search_archive(tmp_path / "m.zip", ("2026-02-03", "2026-02-04"), "en"))
    assert only.table.id == "search"
    assert only.notes[-1].en == (
        "not read: m.zip [Pages.csv], its rows cover all days from 2026-02-03 to 2026-02-04; "
        "export a whole month, or a single day"
    )
