"""The sample company's own tables: its accounts, its team, its budgets, its actions, its plan.

One seeded generator of its own, so that the exports of `story` keep their bytes.
"""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import NamedTuple

from xl_kpi.sources.samples.story import MONTHS, SEASON, YEAR, BusinessMonth

SEED = 2026
HISTORY = 2  # years of accounts before the year of the exports


class CompanyMonth(NamedTuple):
    """One month of the company's accounts; the fields follow the company table."""

    date: dt.date
    revenue: float
    operating_costs: float
    market_sales: float
    leader_sales: float
    new_product_revenue: float
    share_price: float
    dividends: float
    headcount: int
    leavers: int
    respondents: int
    favourable: int
    tonnes_co2e: float


class TeamAnswer(NamedTuple):
    """One employee's answer; the fields follow the team table."""

    date: dt.date
    response: str
    employee_score: int


def accounts(business: list[BusinessMonth]) -> list[CompanyMonth]:
    """Return three years of accounts, the last with the shop's own revenue."""
    rng = Random(SEED)
    revenues = {month.date: month.revenue for month in business}
    days = [dt.date(YEAR - HISTORY + i // 12, i % 12 + 1, 1) for i in range(12 * (HISTORY + 1))]
    usual = sum(revenues.values()) / sum(SEASON)
    rows = []
    price = 24.0
    for i, day in enumerate(days):
        back = YEAR - day.year
        revenue = revenues.get(day, usual * SEASON[day.month - 1] * 0.89**back * (0.98 + 0.04 * rng.random()))
        share = 0.062 + 0.00045 * i + 0.002 * rng.random()
        price *= 1.008 + 0.03 * (rng.random() - 0.5)
        survey = day.month in {3, 9}
        headcount = 34 + i // 6
        asked = headcount - 3 if survey else 0
        rows.append(
            CompanyMonth(
                day,
                round(revenue, 2),
                round(0.66 * revenue + 14200 + 350 * (i // 6), 2),
                round(revenue / share, 0),
                round(revenue / share * (0.231 - 0.0004 * i), 0),
                round(revenue * (0.10 + 0.0022 * i + 0.01 * rng.random()), 2),
                round(price, 2),
                0.6 if day.month == 6 else 0.0,
                headcount,
                1 if rng.random() < 0.3 else 0,
                asked,
                int(asked * (0.68 + 0.003 * i)),
                round(revenue * (0.000118 - 0.0000009 * i), 2),
            )
        )
    return rows


def answers() -> list[TeamAnswer]:
    """Return the employees' answers, twice a year."""
    rng = Random(SEED + 1)
    rows = []
    for month in (day for day in MONTHS if day.month in {3, 9}):
        for number in range(36):
            draw = rng.random() + 0.04 * (month.month > 6)
            score = 9 + int(2 * rng.random()) if draw > 0.58 else 7 + int(2 * rng.random()) if draw > 0.2 else 5
            rows.append(TeamAnswer(month + dt.timedelta(days=9), f"{month:%Y%m}-{number + 1:02d}", score))
    return rows
