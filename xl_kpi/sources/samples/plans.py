"""The sample company's plans: its budgets, its marketing actions, its action plan."""

from __future__ import annotations

import datetime as dt
from random import Random
from typing import NamedTuple

from xl_kpi.catalog import FAMILIES, KPIS
from xl_kpi.catalog.vocabulary import BUDGETS, CHANNELS, FREQUENCIES, OWNERS, TOOLS
from xl_kpi.language import Text
from xl_kpi.sources.samples.story import MONTHS, SEASON, YEAR

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


class ActionRow(NamedTuple):
    """One marketing action; the fields follow the actions table."""

    date: dt.date
    action: Text
    channel: Text
    tool: Text
    frequency: Text
    owner: Text
    kpi: Text | None
    action_cost: float


# Action, then channel, tool, frequency and owner by their place in the vocabulary, KPI, euros each time.
_ACTIONS: tuple[tuple[Text, int, int, int, int, str, float], ...] = (
    (Text("Articles du blog", "Blog articles"), 0, 7, 5, 2, "TRAFFIC_SHARE", 180),
    (Text("Audit de référencement", "SEO audit"), 0, 6, 3, 1, "TRAFFIC_SHARE", 950),
    (Text("Campagne de recherche payante", "Paid search campaign"), 1, 0, 4, 1, "ROAS", 6200),
    (Text("Campagne de relance panier", "Cart reminder campaign"), 3, 1, 4, 1, "CVR", 800),
    (Text("Acquisition sur réseaux sociaux", "Social acquisition"), 3, 1, 4, 1, "CAC", 2600),
    (Text("Publications quotidiennes", "Daily posts"), 2, 9, 6, 2, "ENGAGEMENT_RATE", 60),
    (Text("Jeu-concours", "Prize draw"), 2, 1, 3, 2, "", 400),
    (Text("Lettre d’information", "Newsletter"), 4, 3, 5, 2, "CLICK_RATE", 90),
    (Text("Séquence de bienvenue", "Welcome sequence"), 4, 3, 0, 2, "LEAD_CONVERSION", 600),
    (Text("Test des pages de destination", "Landing page tests"), 5, 5, 4, 1, "CVR", 350),
    (Text("Salon du thé", "Tea trade show"), 6, 10, 1, 0, "CPL", 7800),
    (Text("Dégustations en magasin", "In-store tastings"), 9, 10, 4, 3, "RETENTION", 450),
    (Text("Dossier de presse", "Press kit"), 7, 10, 2, 0, "SOV", 1400),
    (Text("Partenariats d’influence", "Influencer partnerships"), 8, 9, 3, 2, "ENGAGEMENT_RATE", 1500),
    (Text("Enquête de satisfaction", "Satisfaction survey"), 4, 8, 4, 3, "NPS", 120),
    (Text("Programme de fidélité", "Loyalty scheme"), 5, 4, 4, 3, "RETENTION", 700),
    (Text("Relance des leads qualifiés", "Follow-up of qualified leads"), 4, 4, 6, 4, "MQL_TO_SQL", 80),
    (Text("Carte de vœux aux clients", "Greeting card to customers"), 9, 10, 1, 3, "", 900),
)


def actions() -> list[ActionRow]:
    """Return the actions of the year."""
    return [
        ActionRow(
            dt.date(YEAR, 1 + n % 12, 6), action, CHANNELS[channel], TOOLS[tool], FREQUENCIES[often][0], OWNERS[owner],
            KPIS[f"KPI_{kpi}"].title if kpi else None, float(cost),
        )
        for n, (action, channel, tool, often, owner, kpi, cost) in enumerate(_ACTIONS)
    ]  # fmt: skip


class PlanRow(NamedTuple):
    """One KPI of the action plan; the fields follow the plan table."""

    date: dt.date
    objective: Text
    kpi: Text
    owner: Text
    decision: Text
    priority: int
    kpi_target: float | None
    review_days: int


_NPS = Text("Net Promoter Score (NPS) de la période", "Net Promoter Score (NPS) of the period")


def plan() -> list[PlanRow]:
    """Return the KPIs chosen, with what was decided for each."""
    rows: tuple[tuple[str, Text, int, Text, float | None, int], ...] = (
        (
            "profitability",
            KPIS["KPI_ROAS"].title,
            1,
            Text(
                "Déplacer 10 % du budget vers la recherche sur les thés bio.",
                "Move 10% of the budget to search on organic teas.",
            ),
            None,
            30,
        ),
        (
            "leads",
            KPIS["KPI_CAC"].title,
            1,
            Text("Arrêter les coffrets sous un ROAS de 2.", "Stop gift boxes below a ROAS of 2."),
            36.0,
            30,
        ),
        (
            "leads",
            KPIS["KPI_CVR"].title,
            2,
            Text("Tester deux pages de destination par mois.", "Test two landing pages a month."),
            None,
            60,
        ),
        (
            "profitability",
            KPIS["KPI_LTV_CAC"].title,
            0,
            Text("Présenter le ratio au comité chaque trimestre.", "Show the ratio to the board every quarter."),
            None,
            90,
        ),
        (
            "loyalty",
            KPIS["KPI_RETENTION"].title,
            3,
            Text("Lancer le programme de fidélité en avril.", "Start the loyalty scheme in April."),
            None,
            90,
        ),
        (
            "satisfaction",
            _NPS,
            3,
            Text("Rappeler chaque détracteur sous 48 heures.", "Call every detractor within 48 hours."),
            45.0,
            30,
        ),
        (
            "engagement",
            KPIS["KPI_OPEN_RATE"].title,
            2,
            Text("Regarder le taux de clic plutôt que l’ouverture.", "Look at clicks rather than opens."),
            None,
            120,
        ),
        (
            "leads",
            KPIS["KPI_MQL_TO_SQL"].title,
            4,
            Text("Redéfinir le lead qualifié avec les ventes.", "Redefine the qualified lead with sales."),
            0.3,
            45,
        ),
    )
    return [
        PlanRow(dt.date(YEAR, 10, 6 + rank), FAMILIES[family], kpi, OWNERS[owner], decision, rank, target, days)  # type: ignore[index]
        for rank, (family, kpi, owner, decision, target, days) in enumerate(rows, 1)
    ]
