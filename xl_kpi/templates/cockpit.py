"""The marketing cockpit: a summary, one tab per family of KPIs, every number from the data tabs."""

from xl_kpi.language import Text
from xl_kpi.templates import tabs
from xl_kpi.templates.declaration import Chart, Template, by_month, ranking
from xl_kpi.templates.listings import CAMPAIGNS, CHANNELS, SOURCES

_SUMMARY_CHARTS: tuple[Chart, ...] = (
    tabs.EXECUTIVE.charts[0],
    by_month(
        Text("Retour publicitaire (ROAS) par mois", "Return on ad spend by month"),
        Text("ROAS", "ROAS"),
        (Text("ROAS", "ROAS"), "roas"),
        fmt="0.0",
    ),
    ranking(
        Text("Dépenses publicitaires par source", "Ad spend by source"),
        None,
        (Text("Dépenses", "Ad spend"), "spend_0", "spend_other"),
    ),
)

COCKPIT = Template(
    id="cockpit",
    title=Text("Tableau de bord marketing", "Marketing cockpit"),
    description=Text(
        "Une synthèse pour la direction, un onglet par famille d’indicateurs, et les données dans des tableaux.",
        "A summary for the board, one tab per family of KPIs, and the data in tables.",
    ),
    tabs=(
        tabs.AWARENESS,
        tabs.ENGAGEMENT,
        tabs.LEADS,
        tabs.SALES,
        tabs.PROFITABILITY,
        tabs.LOYALTY,
        tabs.SATISFACTION,
        tabs.CHANNELS_TAB,
        tabs.CAMPAIGNS_TAB,
        tabs.EXECUTIVE,
    ),
    listings=(CHANNELS, SOURCES, CAMPAIGNS),
    headline=("revenue_growth", "roas", "mer", "cac", "ltv_cac", "cvr", "retention", "nps"),
    cards=("revenue", "marketing_cost", "customers_won"),
    charts=_SUMMARY_CHARTS,
    tables=("search",),
)
