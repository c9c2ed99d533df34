"""Exports written from the reference on real files alone, with its traps; every figure is added up by hand."""

import pytest

from tests.sources.test_export_files import FILES, column, totals
from xl_kpi.errors import UserError
from xl_kpi.sources import read

UNSEEN = FILES / "unseen"
IMPORTED = [
    (
        "google_several_totals.csv",
        "google_ads",
        {"impressions": 12000, "clicks": 180, "ad_spend": 1061.25, "conversions": 3.5, "attributed_revenue": 1350},
    ),
    ("google_german_figures.csv", "google_ads", {"impressions": 2000, "clicks": 6, "ad_spend": 1235}),
    (
        "google_french.csv",
        "google_ads",
        {"impressions": 21500, "clicks": 600, "ad_spend": 1347, "conversions": 13.5, "attributed_revenue": 1020.1},
    ),
    ("google_french_for_excel.csv", "google_ads", {"ad_spend": 1347}),
    ("google_french_from_excel.csv", "google_ads", {"ad_spend": 1347}),
    (
        "meta_totals_first.csv",
        "meta_ads",
        {"impressions": 4200, "clicks": 84, "ad_spend": 75.5, "conversions": 9, "attributed_revenue": 450.5},
    ),
    (
        "meta_french.csv",
        "meta_ads",
        {"impressions": 3000, "clicks": 60, "ad_spend": 40, "conversions": 3, "attributed_revenue": 180},
    ),
    ("meta_french_decoded_wrongly.csv", "meta_ads", {"ad_spend": 40}),
    ("ga4_exploration.csv", "ga4", {"visits": 15, "engaged_sessions": 9, "conversions": 3, "revenue": 120.5}),
    ("ga4_french.csv", "ga4", {"visits": 10, "engaged_sessions": 6, "conversions": 2, "revenue": 100.25}),
    ("ga4_counted_days.csv", "ga4", {"visits": 60, "engaged_sessions": 24, "conversions": 3}),
    ("ga4_stacked.csv", "ga4", {"visits": 21}),
    ("ga4_pages_of_a_day.csv", "ga4_pages", {"page_views": 6300}),
    ("linkedin.csv", "linkedin_ads", {"impressions": 26000, "clicks": 130, "ad_spend": 1300, "conversions": 3}),
    ("linkedin_saved_again.csv", "linkedin_ads", {"ad_spend": 1300}),
    ("tiktok.xlsx", "tiktok_ads", {"impressions": 6500, "clicks": 50, "ad_spend": 20, "conversions": 2}),
    (
        "microsoft.csv",
        "microsoft_ads",
        {"impressions": 2000, "clicks": 90, "ad_spend": 43.5, "conversions": 5, "attributed_revenue": 225.5},
    ),
    (
        "mailchimp.csv",
        "mailchimp",
        {
            "emails_sent": 6000,
            "emails_delivered": 5890,
            "bounces": 110,
            "unique_opens": 1800,
            "unique_clicks": 278,
            "unsubscribes": 15,
            "orders": 10,
            "revenue": 450.5,
        },
    ),
    ("hubspot_contacts.csv", "hubspot_contacts", {"leads": 5, "mql": 4, "sql": 3, "new_customers": 2}),
    (
        "hubspot_deals.csv",
        "hubspot_deals",
        {"opportunities": 3, "closed_deals": 2, "won_deals": 1, "deal_amount": 2000.5},
    ),
    ("shopify.csv", "shopify", {"orders": 2, "revenue": 1045}),
    ("stripe.csv", "stripe", {"orders": 2, "revenue": 66, "refunds": 20}),
    ("search_console.zip", "search_console", {"impressions": 1300, "clicks": 40}),
    ("search_console_french.zip", "search_console", {"impressions": 2300, "clicks": 40}),
    ("typeform.csv", "typeform", {}),
    ("surveymonkey.csv", "surveymonkey", {}),
]
REFUSED = [
    ("refused_google_without_days.csv", "the column “Day” is missing"),
    ("refused_google_dates_of_two_readings.csv", "may start with the day"),
    ("refused_meta_a_figure_of_two_readings.csv", "may be a thousand or a decimal"),
    ("refused_meta_two_currencies.csv", "two currencies, USD"),
    ("refused_meta_rows_of_several_days.csv", "several days"),
    ("refused_ga4_without_days.csv", "the days are missing"),
    ("refused_ga4_weeks.csv", "weeks or months will not do"),
    ("refused_ga4_a_day_beyond_the_period.csv", "“0004”: a day of the period"),
    ("refused_ga4_counted_from_nowhere.csv", "does not say when its period starts"),
    ("refused_linkedin_demographics.csv", "stacked tables without"),
    ("refused_microsoft_without_days.csv", "the day is missing"),
    ("refused_microsoft_cut.csv", "the file announces 4 rows and holds 3"),
    ("refused_mailchimp_dates_of_two_readings.csv", "may start with the day"),
    ("refused_hubspot_in_french.csv", "French headers are not verified"),
    ("refused_shopify_two_currencies.csv", "two currencies, EUR"),
    ("refused_shopify_in_french.csv", "xl-kpi map refused_"),
    ("refused_search_console_queries.csv", "give the whole ZIP archive"),
    ("refused_search_console_pages.csv", "no day"),
    ("refused_typeform_two_scores.csv", "several questions scored 0 to 10: “Would you recommend us?”, “How easy?”"),
    ("refused_delighted.csv", "xl-kpi map refused_"),
    ("refused_admob.csv", "xl-kpi map refused_"),
]


def test_every_file_is_tested() -> None:
    assert sorted(p.name for p in UNSEEN.iterdir()) == sorted(row[0] for row in (*IMPORTED, *REFUSED))


@pytest.mark.parametrize(("name", "source", "expected"), IMPORTED)
def test_an_export_gives_its_totals(name, source, expected) -> None:
    imported = read(UNSEEN / name)
    assert imported.source == source
    assert {k: v for k, v in totals(imported).items() if k in expected} == expected
    assert all(check.agrees for check in imported.totals_check)


def test_days_names_and_scores_are_those_of_the_files() -> None:
    counted = read(UNSEEN / "ga4_counted_days.csv")
    assert [d.isoformat() for d in column(counted, "date")] == ["2026-01-30", "2026-02-01", "2026-02-02"]
    assert set(column(read(UNSEEN / "google_several_totals.csv"), "campaign")) == {"Brand | FR;BE", '=HYPERLINK("x")'}
    assert column(read(UNSEEN / "typeform.csv"), "score") == [10, 6]
    survey = read(UNSEEN / "surveymonkey.csv")
    assert (column(survey, "score"), column(survey, "response")) == ([9, 3], ["118200000001", "118200000002"])
    linkedin = read(UNSEEN / "linkedin.csv")
    assert [d.isoformat() for d in column(linkedin, "date")] == ["2026-03-01", "2026-03-02"]
    assert read(UNSEEN / "stripe.csv").currency == "EUR"
    assert len(read(UNSEEN / "meta_totals_first.csv").totals_check) == 5
    assert read(UNSEEN / "tiktok.xlsx").totals_check


@pytest.mark.parametrize(("name", "expected"), REFUSED)
def test_an_export_is_refused_for_its_reason(name, expected) -> None:
    with pytest.raises(UserError) as refused:
        read(UNSEEN / name)
    assert expected in refused.value.text.en
    assert "\n" not in refused.value.text.en + refused.value.text.fr
