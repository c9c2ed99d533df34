"""The measures that exports carry and KPIs are computed from, each declared once."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from xl_kpi.language import Text

Aggregation = Literal["sum", "last", "none"]
MeasureUnit = Literal["count", "currency", "seconds", "score", "number"]


class Measure(BaseModel):
    """One measured quantity.

    `aggregation` tells how rows combine over days, campaigns or platforms: "sum" for additive
    measures, "last" for stocks (followers), "none" for what must never be added (reach, scores).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str = Field(pattern=r"^[a-z][a-z_0-9]*$")
    label: Text
    unit: MeasureUnit
    aggregation: Aggregation = "sum"


def _measure(name: str, fr: str, en: str, unit: MeasureUnit = "count", how: Aggregation = "sum") -> Measure:
    return Measure(name=name, label=Text(fr, en), unit=unit, aggregation=how)


_ALL = (
    _measure("impressions", "Impressions", "Impressions"),
    _measure("reach", "Portée", "Reach", how="none"),
    _measure("clicks", "Clics", "Clicks"),
    _measure("ad_spend", "Dépenses", "Ad spend", "currency"),
    _measure("conversions", "Conversions", "Conversions"),
    _measure("attributed_revenue", "CA attribué", "Attributed revenue", "currency"),
    _measure("visits", "Visites", "Visits"),
    _measure("engaged_sessions", "Visites engagées", "Engaged sessions"),
    _measure("emails_sent", "Envois", "Sent"),
    _measure("emails_delivered", "Délivrés", "Delivered"),
    _measure("bounces", "Rejets", "Bounces"),
    _measure("unique_opens", "Ouvertures uniques", "Unique opens"),
    _measure("unique_clicks", "Clics uniques", "Unique clicks"),
    _measure("unsubscribes", "Désabonnements", "Unsubscribes"),
    _measure("score", "Note", "Score", "score", "none"),
    _measure("followers", "Abonnés", "Followers", how="last"),
    _measure("interactions", "Interactions", "Interactions"),
    _measure("revenue", "CA", "Revenue", "currency"),
    _measure("orders", "Commandes", "Orders"),
    _measure("leads", "Leads", "Leads"),
    _measure("mql", "MQL", "MQL"),
    _measure("sql", "SQL", "SQL"),
    _measure("new_customers", "Nouveaux clients", "New customers"),
    _measure("customers_start", "Clients en début de mois", "Customers at start", how="none"),
    _measure("customers_end", "Clients en fin de mois", "Customers at end", how="last"),
    _measure("lost_customers", "Clients perdus", "Lost customers"),
    _measure("salaries", "Salaires marketing", "Marketing salaries", "currency"),
    _measure("tools", "Outils marketing", "Marketing tools", "currency"),
    _measure("agencies", "Agences", "Agencies", "currency"),
    _measure("operating_costs", "Charges d’exploitation", "Operating costs", "currency"),
    _measure("market_sales", "Ventes du marché", "Market sales", "currency"),
    _measure("leader_sales", "Ventes du leader", "Leader’s sales", "currency"),
    _measure("new_product_revenue", "CA des nouveaux produits", "Revenue of new products", "currency"),
    _measure("share_price", "Cours de l’action", "Share price", "currency", "last"),
    _measure("dividends", "Dividende par action", "Dividend per share", "currency"),
    _measure("headcount", "Effectif", "Headcount", how="last"),
    _measure("leavers", "Départs", "Leavers"),
    _measure("respondents", "Salariés interrogés", "Employees surveyed"),
    _measure("favourable", "Réponses favorables", "Favourable answers"),
    _measure("tonnes_co2e", "Tonnes de CO2e", "Tonnes of CO2e", "number"),
    _measure("employee_score", "Note du salarié", "Employee score", "score", "none"),
    _measure("planned", "Prévu", "Planned", "currency"),
    _measure("actual", "Réalisé", "Actual", "currency"),
    _measure("generated_revenue", "CA généré", "Revenue generated", "currency"),
    _measure("action_cost", "Coût par fois", "Cost each time", "currency"),
    _measure("priority", "Priorité", "Priority", how="none"),
    _measure("review_days", "Revue dans (jours)", "Review in (days)", how="none"),
    _measure("kpi_target", "Cible", "Target", "number", "none"),
)

MEASURES: dict[str, Measure] = {m.name: m for m in _ALL}

# The measures that may feed an argument of another name, the preferred one first.
_FEEDS: dict[str, tuple[str, ...]] = {
    "revenue": ("attributed_revenue", "revenue"),
    "total_revenue": ("revenue",),
    "gain": ("attributed_revenue", "revenue"),
    "incremental_revenue": ("attributed_revenue",),
    "cost": ("ad_spend",),
    "costs": ("ad_spend",),
    "total_marketing_cost": ("ad_spend",),
    "base": ("clicks", "visits"),
    "sessions": ("visits",),
    "total_visits": ("visits",),
    "delivered": ("emails_delivered",),
    "sent": ("emails_sent",),
    "customers": ("new_customers",),
    "lost": ("lost_customers",),
    "scores": ("score",),
    "sessions_counted": ("engaged_sessions",),
    "audience": ("impressions",),
}


def measures_for(argument: str) -> tuple[str, ...]:
    """Return the measures that may feed an argument of a KPI, the preferred one first."""
    own = (argument,) if argument in MEASURES else ()
    return own + _FEEDS.get(argument, ())
