"""The budgets filled with a few rows: plan, actual, pacing, projection and moves as worked by hand."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.templates import panels
from tests.templates.books import filled, load
from xl_kpi.language import LANGUAGES, Lang

NAMES = {"fr": ("Publicité payante", "Contenu"), "en": ("Paid media", "Content")}
ITEMS = {"fr": ("Recherche payante", "Vidéos"), "en": ("Paid search", "Videos")}


def rows(lang: Lang) -> dict[str, list[dict[str, Any]]]:
    """Plan of 100 and 50 a month in 2025; spent until June: 110 a month, and 40."""
    (paid, content), (search, videos) = NAMES[lang], ITEMS[lang]
    found = []
    for month in range(1, 13):
        past = month <= 6
        # paid: 100 a month brings 300 in the first quarter, 120 brings 360 in the second
        spent = (100.0 if month <= 3 else 120.0) if past else None
        found.append({
            "date": dt.date(2025, month, 1), "budget": paid, "item": search, "planned": 100.0, "actual": spent,
            "generated_revenue": 3 * spent if spent else None,
        })  # fmt: skip
        # content: 30 a month brings 60, then 50 brings 62
        found.append({
            "date": dt.date(2025, month, 1), "budget": content, "item": videos if month > 1 else "?",
            "planned": 50.0, "actual": (30.0 if month <= 3 else 50.0) if past else None,
            "generated_revenue": (60.0 if month <= 3 else 62.0) if past else None,
        })  # fmt: skip
    return {"budget": found}


def row_of(book: Any, lang: Lang, panel: str, number: int) -> dict[str, Any]:
    return panels.row_of(book, "budget", lang, panel, number)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_master_budget(tmp_path: Path, lang: Lang) -> None:
    book = load(filled("budget", tmp_path, lang, rows(lang)))
    year = row_of(book, lang, "year", 1)
    assert (year["start"], year["end"], year["closed"]) == (
        dt.datetime(2025, 1, 1),
        dt.datetime(2025, 12, 31),
        dt.datetime(2025, 6, 30),  # the last month with spend, though the plan runs to December
    )
    assert (year["elapsed"], year["total"]) == (181, 365)
    paid = row_of(book, lang, "budgets", 1)
    assert paid["name"] == NAMES[lang][0]
    assert [paid[c] for c in ("plan", "due", "spent", "variance", "landing")] == [1200, 600, 660, 60, 1260]
    assert paid["pacing"] == pytest.approx((660 / 1200) / (181 / 365))
    assert paid["projection"] == pytest.approx(660 / 181 * 365)
    assert paid["status"] == {"fr": "ORANGE", "en": "AMBER"}[lang]  # 10 % over, as much as the tolerance
    total = row_of(book, lang, "budgets", 0)
    assert [total[c] for c in ("plan", "due", "spent", "variance")] == [1800, 900, 900, 0]
    assert total["status"] == {"fr": "VERT", "en": "GREEN"}[lang]


def test_months_to_come_have_a_plan_and_no_actual(tmp_path: Path) -> None:
    book = load(filled("budget", tmp_path, "en", rows("en")))
    june, july = (row_of(book, "en", "all_months", n) for n in (6, 7))
    assert [june[c] for c in ("plan", "spent", "variance", "plan_sum", "spent_sum")] == [150, 170, 20, 900, 900]
    assert [july[c] for c in ("plan", "spent", "variance", "plan_sum", "spent_sum")] == [150, None, None, 1050, None]


def test_an_item_absent_from_the_list_is_not_lost(tmp_path: Path) -> None:
    book = load(filled("budget", tmp_path, "en", rows("en")))
    videos = row_of(book, "en", "budget_1_items", 2)
    assert [videos[c] for c in ("name", "plan", "due", "spent")] == ["Videos", 550, 250, 210]
    rest = row_of(book, "en", "budget_1_rest", 1)
    assert [rest[c] for c in ("plan", "due", "spent")] == [50, 50, 30]


def test_money_moves_from_below_the_break_even_to_above(tmp_path: Path) -> None:
    book = load(filled("budget", tmp_path, "en", rows("en")))
    paid, content = (row_of(book, "en", "returns", n) for n in (1, 2))
    # second quarter against the first: paid 360 for 300 brings 1080 for 900; content 150 for 90 brings 186 for 180
    assert [paid[c] for c in ("before", "now", "average", "marginal")] == pytest.approx([300, 360, 3, 3])
    assert content["marginal"] == pytest.approx(0.1)
    assert (paid["advice"], content["advice"]) == ("▲ raise", "▼ cut")  # the break-even is 1 / 0.6
    assert content["out"] == pytest.approx(0.2 * 300)
    assert (paid["into"], paid["gain"]) == (pytest.approx(60), pytest.approx(180))
    assert row_of(book, "en", "returns", 0)["gain"] == pytest.approx(180 - 6)
    others = row_of(book, "en", "returns", 3)
    assert (others["marginal"], others["advice"]) == (None, None)
