"""The cockpit filled with a few rows: its cells show what a calculator gives."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.templates.books import filled, load
from xl_kpi.language import LANGUAGES, Lang, Text
from xl_kpi.templates import TEMPLATES, words
from xl_kpi.templates.layout import Layout
from xl_kpi.templates.parameters import MONTH, WEEK, YEAR
from xl_kpi.workbook import read_name

COCKPIT = TEMPLATES["cockpit"]


def day(month: int, number: int = 1) -> dt.date:
    return dt.date(2025, month, number)


# Six months, January to June 2025; the default period is the last quarter, April to June.
ROWS: dict[str, list[dict[str, Any]]] = {
    "business": [
        {
            "date": day(i + 1), "revenue": 100_000 + 10_000 * i, "orders": 2000, "leads": 400, "mql": 100, "sql": 30,
            "new_customers": 50, "customers_start": 1000 + 40 * i, "customers_end": 1040 + 40 * i,
            "lost_customers": 10, "salaries": 3000, "tools": 500, "agencies": 1000,
        }
        for i in range(6)
    ],
    "ads": [
        {"date": day(3, 31), "source": "Google Ads", "ad_spend": 999, "attributed_revenue": 999, "clicks": 9,
         "impressions": 99},
        {"date": day(4), "source": "Google Ads", "ad_spend": 1500, "attributed_revenue": 6000, "clicks": 1000,
         "impressions": 50_000},
        {"date": day(6, 30), "source": "Elsewhere", "ad_spend": 500, "attributed_revenue": 1000, "clicks": 600,
         "impressions": 30_000},
    ],
    "web": [
        {"date": day(5), "source": "GA4", "channel": "Organic Search", "visits": 1000, "engaged_sessions": 700,
         "conversions": 20},
        {"date": day(5), "source": "GA4", "channel": "Direct", "visits": 500, "engaged_sessions": 200,
         "conversions": 10},
    ],
    "email": [{"date": day(4), "source": "Mailchimp", "campaign": "A", "emails_delivered": 1000, "unique_opens": 380,
               "unique_clicks": 25}],
    "survey": [
        {"date": day(month), "source": "Typeform", "response": f"r{i}", "score": score}
        for i, (month, score) in enumerate([(2, 3), (2, 10), (4, 10), (4, 9), (5, 8), (6, 6)])
    ],
    "social": [{"date": day(4), "source": "Instagram", "account": "a", "impressions": 20_000, "interactions": 600}],
}  # fmt: skip

LTV = 70 * (6000 / 1180 * 12 / 3) * 3 * 0.6
CAC = (2000 + 3 * 4500) / 150
EXPECTED = {
    "revenue_growth": 420 / 330 - 1,
    "roas": 3.5,
    "roi": 2.5,
    "romi": (7000 * 0.6 - 2000) / 2000,
    "mer": 420_000 / 15_500,
    "cac": CAC,
    "cpl": 2000 / 1200,
    "cpc": 2000 / 1600,
    "cpm": 1000 * 2000 / 80_000,
    "ctr": 1600 / 80_000,
    "cvr": 30 / 1500,
    "mql_to_sql": 0.3,
    "lead_conversion": 150 / 1200,
    "ltv": LTV,
    "ltv_cac": LTV / CAC,
    "retention": (1240 - 150) / 1120,
    "churn": 30 / 1120,
    "nps": 100 * (2 - 1) / 4,
    "nps_all": 100 * (3 - 2) / 6,
    "bounce_rate": 1 - 900 / 1500,
    "open_rate": 0.38,
    "click_rate": 0.025,
    "engagement_rate": 0.03,
    "share_0": 1000 / 1500,
    "share_5": 500 / 1500,
    "spend_other": 500,
    "customers_growth": 1240 / 1120 - 1,
}


def shown(file: Path, lang: Lang, line: str, column: str = "C") -> Any:
    tab, row = Layout(COCKPIT, lang).rows[line]
    return load(file)[tab.name[lang]][f"{column}{row}"].value


@pytest.mark.parametrize("lang", LANGUAGES)
def test_values_of_the_quarter(tmp_path: Path, lang: Lang) -> None:
    file = filled("cockpit", tmp_path, lang, ROWS)
    for line, value in EXPECTED.items():
        assert shown(file, lang, line) == pytest.approx(value, rel=1e-12), line


def test_previous_quarter_change_and_months(tmp_path: Path) -> None:
    file = filled("cockpit", tmp_path, "fr", ROWS)
    assert shown(file, "fr", "nps", "E") == 0
    assert shown(file, "fr", "nps", "F") == 25
    assert shown(file, "fr", "roas", "E") == 1
    assert shown(file, "fr", "roas", "F") == pytest.approx(2.5)
    assert shown(file, "fr", "retention", "F") == pytest.approx(100 * ((1240 - 150) / 1120 - (1120 - 150) / 1000))
    # twelve months from July 2024: nothing before January, then each month
    assert [shown(file, "fr", "nps", c) for c in "NSTUVWXY"] == [None, None, None, 0, None, 100, 0, -100]
    assert [shown(file, "fr", "revenue", c) for c in "STY"] == [0, 100_000, 150_000]


@pytest.mark.parametrize(
    ("settings", "start", "end", "label", "revenue"),
    [
        ({}, day(4), day(6, 30), "avril – juin 2025", 420_000),
        ({"period_length": MONTH}, day(6), day(6, 30), "juin 2025", 150_000),
        ({"period_length": YEAR}, dt.date(2024, 7, 1), day(6, 30), "juillet 2024 – juin 2025", 750_000),
        ({"last_day": day(3, 12)}, day(1), day(3, 31), "janvier – mars 2025", 330_000),
    ],
)
def test_period_follows_the_parameters(
    tmp_path: Path, settings: dict[str, Any], start: dt.date, end: dt.date, label: str, revenue: float
) -> None:
    file = filled("cockpit", tmp_path, "fr", ROWS, **settings)
    sheet = load(file)["Direction"]
    assert (sheet["C6"].value.date(), sheet["C7"].value.date()) == (start, end)
    assert label in sheet["B3"].value
    assert shown(file, "fr", "revenue") == revenue


def test_status_minds_direction_and_tolerance(tmp_path: Path) -> None:
    file = filled("cockpit", tmp_path, "fr", ROWS)
    statuses = {line: shown(file, "fr", line, "K") for line in ("mer", "roas", "cac", "cpc", "cpl", "share_0")}
    # ROAS 3.5 for 4; CAC 103 for at most 40; CPC 1.25 for at most 0.80; CPL 1.67 for at most 20
    assert statuses == {"mer": "VERT", "roas": "ROUGE", "cac": "ROUGE", "cpc": "ROUGE", "cpl": "VERT", "share_0": None}
    wider = filled("cockpit", tmp_path, "fr", ROWS, tolerance=0.2)
    load.cache_clear()
    assert shown(wider, "fr", "roas", "K") == "ORANGE"


def test_only_advertising_gives_no_zero_for_what_is_missing(tmp_path: Path) -> None:
    file = filled("cockpit", tmp_path, "en", {"ads": ROWS["ads"]})
    assert shown(file, "en", "roas") == 3.5
    for line in ("mer", "cac", "cpl", "ltv", "ltv_cac", "retention", "churn", "nps", "cvr", "revenue_growth"):
        assert shown(file, "en", line) == "n/a", line
        assert shown(file, "en", line, "K") is None, line


def test_exports_without_revenue_leave_the_return_unknown_and_a_zero_stays_a_zero(tmp_path: Path) -> None:
    without = [{k: v for k, v in row.items() if k != "attributed_revenue"} for row in ROWS["ads"]]
    file = filled("cockpit", tmp_path, "en", {"ads": without})
    assert shown(file, "en", "roas") == "n/a" and shown(file, "en", "ctr") == 1600 / 80_000
    load.cache_clear()
    zero = filled("cockpit", tmp_path, "en", {"ads": [row | {"attributed_revenue": 0} for row in without]})
    assert shown(zero, "en", "roas") == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_headline_block_is_read_by_name(tmp_path: Path, lang: Lang) -> None:
    rows = read_name(filled("cockpit", tmp_path, lang, ROWS), words.HEADLINE)
    values = [[value for value, _ in row] for row in rows]
    texts = (
        words.KPI,
        words.VALUE,
        words.UNIT,
        words.PREVIOUS,
        words.CHANGE,
        words.YEAR_CHANGE,
        words.TARGET,
        words.VARIANCE,
        words.STATUS,
    )
    assert values[0] == [text[lang] for text in texts]
    assert len(values) == 1 + len(COCKPIT.headline)
    by_label = {row[0]: row for row in values[1:]}
    roas = by_label[COCKPIT.line("roas").title[lang]]
    assert roas[1:4] == [3.5, "ratio", 1]
    assert roas[4:8] == [pytest.approx(2.5), None, 4, pytest.approx(3.5 / 4 - 1)]
    assert roas[8] == {"fr": "ROUGE", "en": "RED"}[lang]


def test_a_filter_narrows_what_it_can_and_leaves_the_rest(tmp_path: Path) -> None:
    file = filled("cockpit", tmp_path, "fr", ROWS, channel_filter=Text("Accès direct", "Direct"))
    assert shown(file, "fr", "visits") == 500
    assert shown(file, "fr", "site_cvr") == pytest.approx(10 / 500)
    assert shown(file, "fr", "roas") == 3.5
    assert load(file)["Canaux"]["B4"].value.startswith("Filtre · Accès direct")


def test_a_week_counts_its_days_and_nothing_of_monthly_data(tmp_path: Path) -> None:
    file = filled("cockpit", tmp_path, "fr", ROWS, period_length=WEEK, last_day=day(7, 2))
    sheet = load(file)["Direction"]
    assert (sheet["C6"].value.date(), sheet["C7"].value.date()) == (day(6, 30), day(7, 6))
    assert (sheet["E6"].value.date(), sheet["G6"].value.date()) == (day(6, 23), dt.date(2024, 7, 1))
    assert shown(file, "fr", "roas") == 2
    assert shown(file, "fr", "revenue") == shown(file, "fr", "mer") == "n.\u00a0d."
