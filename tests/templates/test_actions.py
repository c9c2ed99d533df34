"""The inventory of actions: what each costs in a year, and what is not covered."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.templates.books import filled, load
from tests.templates.panels import row_of
from xl_kpi.language import LANGUAGES, Lang
from xl_kpi.templates import path


def action(name: str, channel: str, frequency: str, cost: float, kpi: str) -> dict[str, Any]:
    return {
        "date": dt.date(2025, 1, 1), "action": name, "channel": channel, "tool": "Canva", "frequency": frequency,
        "owner": "Sales", "kpi": kpi, "action_cost": cost,
    }  # fmt: skip


ROWS = {
    "actions": [
        action("Posts", "Social networks", "Weekly", 10.0, "Engagement rate"),
        action("Newsletter", "E-mail", "Monthly", 50.0, "Return on ad spend (ROAS)"),
        action("Prize draw", "Social networks", "Once", 400.0, ""),
        action("Stunt", "Press", "Now and then", 100.0, "Something else"),
        action("Leaflet", "Press", "Now and then", 100.0, "Engagement rate"),
    ]
}


def test_cost_over_a_year_and_what_is_not_covered(tmp_path: Path) -> None:
    book = load(filled("actions", tmp_path, "en", ROWS))
    rows = [row_of(book, "actions", "en", "actions", n) for n in range(1, 7)]
    assert [row["yearly"] for row in rows] == [520, 600, 400, None, None, None]
    assert [row["check"] for row in rows] == ["●", "●", "⚑ no KPI", "⚑ not listed", "⚑ frequency", None]
    assert row_of(book, "actions", "en", "actions", 0)["yearly"] == 1520
    counts = row_of(book, "actions", "en", "counts", 1)
    assert [counts[c] for c in ("count", "yearly", "orphans", "idle", "beyond")] == [5, 1520, 2, 22, 0]
    assert counts["covered"] == pytest.approx(2 / 24)
    social = row_of(book, "actions", "en", "channels", 3)
    assert [social[c] for c in ("name", "count", "yearly")] == ["Social networks", 2, 920]
    assert social["share"] == pytest.approx(920 / 1520)
    engagement = row_of(book, "actions", "en", "kpis", 4)
    assert [engagement[c] for c in ("name", "count", "yearly", "check")] == ["Engagement rate", 2, 520, "●"]
    assert row_of(book, "actions", "en", "kpis", 1)["check"] == "⚑ no action"
    assert row_of(book, "actions", "en", "owners", 5)["count"] == 5


@pytest.mark.parametrize("lang", LANGUAGES)
def test_columns_are_chosen_from_lists(lang: Lang) -> None:
    book = openpyxl.load_workbook(path("actions", lang))
    sheet = book[{"fr": "Données actions", "en": "Data Actions"}[lang]]
    chosen = {str(v.sqref): v.formula1 for v in sheet.data_validations.dataValidation if v.type == "list"}
    assert len(chosen) == 5
    for area, name in chosen.items():
        assert area.endswith("2001")
        assert name in book.defined_names
