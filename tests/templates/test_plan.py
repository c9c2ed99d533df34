"""The action plan: the KPIs chosen, in their order, with what the tabs compute of them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.templates.books import filled, load
from tests.templates.panels import row_of
from xl_kpi.catalog import KPIS
from xl_kpi.language import LANGUAGES
from xl_kpi.sources import read
from xl_kpi.sources.samples import company_files
from xl_kpi.templates import TEMPLATES
from xl_kpi.templates.panel_cells import find_panel


def pick(rank: int, kpi: str, target: float | None, days: int) -> dict[str, Any]:
    return {
        "date": dt.date(2025, 4, 10), "objective": "Leads", "kpi": kpi, "owner": "Acquisition", "decision": "Go on",
        "priority": rank, "kpi_target": target, "review_days": days,
    }  # fmt: skip


ADS = [
    {"date": dt.date(2025, 4, 1), "source": "Google Ads", "ad_spend": 1000.0, "attributed_revenue": 3800.0,
     "clicks": 500, "impressions": 40_000},
]  # fmt: skip


def test_where_the_chosen_kpis_stand(tmp_path: Path) -> None:
    cpc, roas = "Cost per click (CPC)", "Return on ad spend (ROAS)"
    picks = [pick(2, cpc, 1.5, 10), pick(1, roas, None, 60), pick(3, "Churn", None, 0)]
    book = load(filled("plan", tmp_path, "en", {"ads": ADS, "plan": picks}))
    first, second, third, fourth = (row_of(book, "plan", "en", "picks", n) for n in (1, 2, 3, 4))
    assert (first["kpi"], first["objective"], first["owner"]) == (roas, "Profitability", "Acquisition")
    # the target of the parameters, 4; reviewed after the period, which ends in April
    assert [first[c] for c in ("actual", "target", "status")] == [3.8, 4, "AMBER"]
    assert first["variance"] == pytest.approx(-0.2)
    assert (first["date"], first["review"], first["due"]) == (dt.datetime(2025, 4, 10), dt.datetime(2025, 6, 9), None)
    # the table's own target, where lower is better
    assert [second[c] for c in ("kpi", "actual", "target", "status", "due")] == [cpc, 2, 1.5, "RED", "⚑ due"]
    assert [second[f"m{n}"] for n in (11, 12)] == [None, 2]
    assert [third[c] for c in ("kpi", "actual", "variance", "status", "review")] == ["Churn", "n/a", None, None, None]
    assert fourth["kpi"] is None
    card = row_of(book, "plan", "en", "cards", 1)
    assert card["function"] == "KPI_ROAS"
    assert card["definition"] == KPIS["KPI_ROAS"].help.en


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sample_plan_chooses_among_the_kpis_on_offer(lang: Any) -> None:
    rows = find_panel(TEMPLATES["plan"].pages, "list")[1].rows
    offered = {(row[0][lang], row[1][lang]) for row in rows}  # type: ignore[index]
    (plan,) = (i for i in map(read, company_files(lang)) if i.table.id == "plan")
    at = {column.name: n for n, column in enumerate(plan.table.columns)}
    assert {(record[at["kpi"]], record[at["objective"]]) for record in plan.records} <= offered
