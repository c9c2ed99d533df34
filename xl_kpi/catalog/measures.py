"""The measures that exports carry and KPIs are computed from, each declared once."""

from __future__ import annotations

from xl_kpi.catalog.audience import AUDIENCE
from xl_kpi.catalog.measure import Measure, MeasureUnit
from xl_kpi.catalog.measure import family_measures as _family
from xl_kpi.catalog.measure import measure as _m
from xl_kpi.language import Text

__all__ = ["MEASURES", "Measure", "MeasureUnit", "measures_for"]

_ALL = (
    *AUDIENCE,
    *_family(
        "leads",
        _m(
            "accepted",
            Text("Acceptés", "Accepted"),
            Text("Leads transmis que les ventes ont acceptés", "Leads handed over that sales accepted"),
        ),
        _m(
            "response_hours",
            Text("Délai de réponse (heures)", "Response time (hours)"),
            Text("Heures entre la transmission et le premier appel", "Hours from handover to the first call"),
            aggregation="none",
            better="lower",
        ),
        _m(
            "conversions",
            Text("Conversions", "Conversions"),
            Text(
                "Actions comptées comme conversions par la plateforme",
                "Actions that the platform counts as conversions",
            ),
        ),
        _m(
            "form_submissions",
            Text("Formulaires", "Form submissions"),
            Text("Remplissages de formulaires", "Forms submitted"),
        ),
        _m(
            "downloads",
            Text("Téléchargements", "Downloads"),
            Text("Téléchargements de contenus premium", "Downloads of premium content"),
        ),
        _m(
            "leads",
            Text("Leads", "Leads"),
            Text("Leads (prospects), par offre et par page de destination", "Leads, by offer and by landing page"),
        ),
        _m("mql", Text("MQL", "MQL"), Text("Leads qualifiés par le marketing", "Marketing-qualified leads")),
        _m("sql", Text("SQL", "SQL"), Text("Leads acceptés par les ventes", "Sales-qualified leads")),
        _m("appointments", Text("Rendez-vous", "Appointments"), Text("Rendez-vous pris", "Appointments made")),
        _m(
            "opportunities",
            Text("Opportunités", "Opportunities"),
            Text("Opportunités de vente ouvertes", "Sales opportunities opened"),
        ),
        _m(
            "new_customers",
            Text("Nouveaux clients", "New customers"),
            Text("Clients gagnés dans la période", "Customers won in the period"),
        ),
    ),
    *_family(
        "profitability",
        _m(
            "influence_cost",
            Text("Coût de l’influence", "Influence cost"),
            Text("Honoraires et produits offerts", "Fees and products given"),
            unit="currency",
            better="lower",
        ),
        _m(
            "ad_spend",
            Text("Dépenses", "Ad spend"),
            Text("Dépenses publicitaires ; ne jamais mélanger les devises", "Ad spend; never mix currencies"),
            unit="currency",
            better="lower",
        ),
        _m(
            "marketing_cost",
            Text("Coût marketing", "Marketing cost"),
            Text(
                "Coût marketing complet : médias, salaires, outils, agences",
                "Full marketing cost: media, salaries, tools, agencies",
            ),
            unit="currency",
            better="lower",
        ),
        _m(
            "salaries",
            Text("Salaires marketing", "Marketing salaries"),
            Text("Salaires et charges de l’équipe marketing", "Pay of the marketing team"),
            unit="currency",
            better="lower",
        ),
        _m(
            "tools",
            Text("Outils marketing", "Marketing tools"),
            Text("Logiciels et abonnements", "Software and subscriptions"),
            unit="currency",
            better="lower",
        ),
        _m(
            "agencies",
            Text("Agences", "Agencies"),
            Text("Agences et prestataires", "Agencies and contractors"),
            unit="currency",
            better="lower",
        ),
        _m(
            "event_cost",
            Text("Coût des événements", "Event cost"),
            Text("Location, traiteur, stand, intervenants", "Venue, catering, stand, speakers"),
            unit="currency",
            better="lower",
        ),
    ),
    *_family(
        "sales",
        _m(
            "revenue",
            Text("CA", "Revenue"),
            Text("Chiffre d’affaires ; négatif en cas de remboursements", "Revenue; negative for refunds"),
            unit="currency",
        ),
        _m(
            "attributed_revenue",
            Text("CA attribué", "Attributed revenue"),
            Text("Chiffre d’affaires généré par les campagnes", "Revenue attributed to campaigns"),
            unit="currency",
        ),
        _m("orders", Text("Commandes", "Orders"), Text("Commandes passées", "Orders placed")),
        _m(
            "refunds",
            Text("Remboursements", "Refunds"),
            Text("Part remboursée du chiffre d’affaires, déjà comptée dans le CA", "Refunded part of the revenue"),
            unit="currency",
            better="lower",
        ),
        _m("quantity", Text("Articles", "Items"), Text("Articles commandés", "Items ordered")),
        _m(
            "closed_deals",
            Text("Affaires closes", "Closed deals"),
            Text("Affaires gagnées ou perdues", "Deals won or lost"),
            better="context",
        ),
        _m("won_deals", Text("Affaires gagnées", "Won deals"), Text("Affaires gagnées", "Deals won")),
        _m(
            "deal_amount",
            Text("Montant des affaires", "Deal amount"),
            Text("Montant des affaires, gagnées ou non", "Amount of the deals, won or not"),
            unit="currency",
        ),
    ),
    *_family(
        "loyalty",
        _m(
            "customer_age",
            Text("Ancienneté (mois)", "Months since first order"),
            Text(
                "0 le mois de la première commande, 1 le mois suivant",
                "0 in the month of the first order, 1 in the next",
            ),
            aggregation="none",
            better="context",
        ),
        _m(
            "customers_start",
            Text("Clients en début de mois", "Customers at start"),
            Text("Clients au début du mois : un stock", "Customers at the start of the month: a stock"),
            aggregation="none",
            better="context",
        ),
        _m(
            "customers_end",
            Text("Clients en fin de mois", "Customers at end"),
            Text("Clients à la fin du mois : un stock", "Customers at the end of the month: a stock"),
            aggregation="last",
        ),
        _m(
            "lost_customers",
            Text("Clients perdus", "Lost customers"),
            Text("Clients partis dans le mois", "Customers lost in the month"),
            better="lower",
        ),
    ),
    *_family(
        "satisfaction",
        _m(
            "score",
            Text("Note", "Score"),
            Text("Note de recommandation, de 0 à 10", "Recommendation score, 0 to 10"),
            unit="score",
            aggregation="none",
        ),
        _m(
            "promoters",
            Text("Promoteurs", "Promoters"),
            Text("Notes de 9 ou 10", "Scores of 9 or 10"),
            better="context",
        ),
        _m("passives", Text("Passifs", "Passives"), Text("Notes de 7 ou 8", "Scores of 7 or 8"), better="context"),
        _m(
            "detractors",
            Text("Détracteurs", "Detractors"),
            Text("Notes de 0 à 6", "Scores of 0 to 6"),
            better="context",
        ),
        _m(
            "positive_comments",
            Text("Commentaires positifs", "Positive comments"),
            Text("Commentaires favorables", "Favourable comments"),
            better="context",
        ),
        _m(
            "negative_comments",
            Text("Commentaires négatifs", "Negative comments"),
            Text("Commentaires défavorables", "Unfavourable comments"),
            better="context",
        ),
        _m(
            "neutral_comments",
            Text("Commentaires neutres", "Neutral comments"),
            Text("Commentaires ni favorables ni défavorables", "Comments neither favourable nor unfavourable"),
            better="context",
        ),
    ),
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
    "positions": ("position",),
    "won": ("won_deals",),
    "closed": ("closed_deals",),
    "registrants": ("event_registrants",),
    "attendees": ("event_attendees",),
}


def measures_for(argument: str) -> tuple[str, ...]:
    """Return the measures that may feed an argument of a KPI, the preferred one first."""
    own = (argument,) if argument in MEASURES else ()
    return own + _FEEDS.get(argument, ())
