"""The board filled with three years of accounts: its cells show what a calculator gives."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.templates.books import filled, load
from xl_kpi.language import LANGUAGES, Lang
from xl_kpi.templates import TEMPLATES
from xl_kpi.templates.layout import Layout

BOARD = TEMPLATES["board"]


def account(index: int) -> dict[str, Any]:
    """Revenue of 100 a month in 2023, 110 in 2024, 121 in 2025: 10 % more every year."""
    year, month = 2023 + index // 12, index % 12 + 1
    revenue = 100.0 * 1.1 ** (year - 2023)
    return {
        "date": dt.date(year, month, 1), "revenue": revenue, "operating_costs": 0.8 * revenue,
        "market_sales": 1000.0, "leader_sales": 242.0, "new_product_revenue": 0.25 * revenue,
        "share_price": 10.0 + index, "dividends": 0.5 if month == 11 else 0.0, "headcount": 20, "leavers": month % 2,
        "respondents": 20 if month == 6 else 0, "favourable": 15 if month == 6 else 0, "tonnes_co2e": 0.01,
    }  # fmt: skip


ROWS: dict[str, list[dict[str, Any]]] = {
    "company": [account(i) for i in range(36)],
    "team": [
        {"date": dt.date(2025, 6, 2), "response": f"r{i}", "employee_score": score}
        for i, score in enumerate([10, 9, 9, 8, 3])
    ],
    "business": [
        {"date": dt.date(2025, month, 1), "revenue": revenue, "orders": orders, "customers_start": 100,
         "customers_end": customers, "new_customers": 10, "lost_customers": 0, "leads": 50, "mql": 20, "sql": 10,
         "salaries": 20.0, "tools": 4.0, "agencies": 6.0}
        for month, revenue, orders, customers in (
            (7, 1000.0, 50, 100), (9, 0.0, 0, 100), (10, 0.0, 0, 100), (12, 1800.0, 60, 140),
        )
    ],
}  # fmt: skip

# Last quarter of 2025. Share price 42 at the end of September, 45 at the end of December, dividend 0.5 in November.
EXPECTED = {
    "company_growth": 0.10,
    "company_cagr": 0.10,
    "company_margin": 0.2,
    "market_share": 0.121,
    "relative_share": 0.5,
    "tsr": 3.5 / 42,
    "enps": 40,
    "enps_all": 40,
    "employee_engagement": 0.75,
    "turnover": 6 / 20,
    "innovation_rate": 0.25,
    "carbon_intensity": 0.03 / 363 * 1e6,
    "operating_profit": 72.6,
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_the_board_follows(tmp_path: Path, lang: Lang) -> None:
    book = load(filled("board", tmp_path, lang, ROWS))
    layout = Layout(BOARD, lang)
    for line, value in EXPECTED.items():
        tab, row = layout.rows[line]
        assert book[tab.name[lang]][f"C{row}"].value == pytest.approx(value, rel=1e-9), line


def test_growth_over_a_year_needs_the_whole_year_before(tmp_path: Path) -> None:
    book = load(filled("board", tmp_path, "en", {"company": ROWS["company"][14:]}))  # from March 2024
    tab, row = Layout(BOARD, "en").rows["company_growth"]
    sheet = book[tab.name["en"]]
    assert sheet[f"C{row}"].value == pytest.approx(0.1)
    cagr = Layout(BOARD, "en").rows["company_cagr"][1]
    assert sheet[f"C{cagr}"].value == "n/a"


def test_the_revenue_bridge_adds_up(tmp_path: Path) -> None:
    sheet = load(filled("board", tmp_path, "en", ROWS))["Waterfalls"]
    page = BOARD.pages[1]
    first = page.rows["revenue_steps"] + 2
    amounts = [sheet[f"C{first + i}"].value for i in range(5)]
    # customers 100 -> 120 on average, orders per customer 0.5 both, basket 20 -> 30
    assert amounts == pytest.approx([1000, 200, 0, 600, 1800])
    profit = page.rows["profit_steps"] + 2
    assert [sheet[f"C{profit + i}"].value for i in range(4)] == pytest.approx([363, -60, -230.4, 72.6])
    drawn = [[sheet[f"{c}{profit + i}"].value for c in "FGHI"] for i in range(4)]
    assert drawn[1:3] == [pytest.approx([303, 0, 60, 0]), pytest.approx([72.6, 0, 230.4, 0])]


def test_a_loss_is_drawn_below_zero(tmp_path: Path) -> None:
    losing = [row | {"operating_costs": 2 * row["revenue"]} for row in ROWS["company"]]
    sheet = load(filled("board", tmp_path, "en", ROWS | {"company": losing}))["Waterfalls"]
    row = BOARD.pages[1].rows["profit_steps"] + 4  # the other costs: from 303 down to -363
    assert [sheet[f"{c}{row}"].value for c in "CFGHI"] == pytest.approx([-666, 0, 0, 303, -363])


def test_every_outcome_is_bridged_and_vanity_is_flagged(tmp_path: Path) -> None:
    sheet = load(filled("board", tmp_path, "en", ROWS))["Bridge"]
    page = BOARD.pages[0]
    rows = range(page.rows["links"] + 2, page.last_row)
    assert {sheet[f"B{r}"].value for r in rows} == {
        "Revenue growth", "Margin", "Market share", "Shareholder value", "Satisfaction", "People", "Innovation",
        "Sustainability",
    }  # fmt: skip
    marks = {sheet[f"C{r}"].value: sheet[f"L{r}"].value for r in rows}
    assert marks["Ad impressions"] == marks["Open rate"] == "⚑ vanity"
    assert sheet[f"D{rows[0]}"].value == 0  # twenty customers won, as in the quarter before
