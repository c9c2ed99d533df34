"""The sample company's plans: its budgets, its marketing actions, its action plan."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import NamedTuple

from xl_kpi.catalog.vocabulary import BUDGETS
from xl_kpi.language import Text
from xl_kpi.sources.samples.story import MONTHS, SEASON

SEED = 2027
CLOSED = 9  # the last month with actual spend

# Euros a month for each item, in the order of the vocabulary; None: in these months only.
_MONTHLY = ((6200, 3400, 900, 500), (1400, 800, 350, 250), (900, 300, 450), (900, 200, 700), (400, 250, 500),
            (300, 1100, 350), (600, 2400, 500))  # fmt: skip
_DRIFT = (1.09, 0.97, 0.93, 1.02, 0.88, 1.01, 1.16)  # of the spend, against the plan
_RETURN = (4.2, 5.1, 1.6, 1.9, 1.3, 2.2, 2.6)  # revenue per euro, at the usual spend
_SLOPE = (0.75, 0.9, 0.4, 0.6, 0.5, 0.8, 0.7)  # how much of it remains for the next euro
_LAUNCH = {5, 6, 7, 8, 9, 10}


class BudgetRow(NamedTuple):
    """One item in one month; the fields follow the budget table."""

    date: dt.date
    budget: Text
    item: Text
    planned: float
    actual: float | None
    generated_revenue: float | None


def budgets() -> list[BudgetRow]:
    """Return a year of plan and nine months of spend."""
    rng = Random(SEED)
    rows = []
    for month in MONTHS:
        season = SEASON[month.month - 1]
        for i, (budget, items) in enumerate(BUDGETS):
            if i == len(BUDGETS) - 1 and month.month not in _LAUNCH:
                continue
            for item, usual in zip(items, _MONTHLY[i], strict=True):
                planned = round(usual * season / 10) * 10
                drift = 1 + (_DRIFT[i] - 1) * month.month / CLOSED
                spent = round(planned * drift * (0.95 + 0.1 * rng.random()), 2)
                earned = round(_RETURN[i] * usual * (spent / usual) ** _SLOPE[i] * (0.97 + 0.06 * rng.random()), 2)
                past = month.month <= CLOSED
                rows.append(
                    BudgetRow(month, budget, item, float(planned), spent if past else None, earned if past else None)
                )
    return rows
