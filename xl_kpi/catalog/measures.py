"""The measures that exports carry and KPIs are computed from, each declared once."""

from __future__ import annotations

from xl_kpi.catalog.company_measures import COMPANY_MEASURES
from xl_kpi.catalog.detail_measures import DETAIL_MEASURES
from xl_kpi.catalog.measure import Measure, family_of, measure
from xl_kpi.language import Text

_ALL = (
    *family_of(
        "awareness",
        measure(
            "visits",
            Text("Visites", "Visits"),
            Text("Visites du site web (sessions)", "Website visits (sessions)"),
            vanity=True,
        ),
        measure(
            "unique_visitors",
            Text("Visiteurs uniques", "Unique visitors"),
            Text(
                "Visiteurs différents ; ne s’additionne ni d’un jour ni d’une source à l’autre",
                "Distinct visitors; never add them up over days or sources",
            ),
            aggregation="none",
        ),
        measure(
            "mentions",
            Text("Mentions", "Mentions"),
            Text(
                "Mentions de la marque : sites, presse, réseaux sociaux, avis",
                "Brand mentions: online, media, social, reviews",
            ),
        ),
        measure(
            "reach",
            Text("Portée", "Reach"),
            Text(
                "Personnes touchées, selon la plateforme (Couverture chez Meta) ; ne s’additionne pas",
                "People reached, as the platform counts them; never add it up",
            ),
            aggregation="none",
        ),
        measure(
            "impressions",
            Text("Impressions", "Impressions"),
            Text("Affichages d’une annonce ou d’une publication", "Times an ad or a post was shown"),
            vanity=True,
        ),
        measure(
            "followers",
            Text("Abonnés", "Followers"),
            Text(
                "Abonnés à la fin de la période : un stock, pas un flux",
                "Followers at the end of the period: a stock, not a flow",
            ),
            aggregation="last",
        ),
        measure(
            "position",
            Text("Position moyenne", "Average position"),
            Text(
                "Rang moyen dans les résultats de recherche, pondéré par les impressions ; ne s’additionne pas",
                "Average rank in search results, weighted by impressions; never add it up",
            ),
            aggregation="none",
            better="lower",
        ),
    ),
    *family_of(
        "engagement",
        measure(
            "clicks",
            Text("Clics", "Clicks"),
            Text("Clics sur une annonce, de préférence sur le lien", "Clicks on an ad, preferably on its link"),
        ),
        measure(
            "interactions",
            Text("Interactions", "Interactions"),
            Text(
                "Interactions sociales : j’aime, commentaires, partages, messages, identifications, mentions",
                "Social interactions: likes, comments, shares, messages, tags, mentions",
            ),
        ),
        measure(
            "session_seconds",
            Text("Temps passé", "Time on site"),
            Text("Temps passé sur le site, en secondes, total", "Time spent on the site, in seconds, total"),
            unit="seconds",
            better="context",
        ),
        measure(
            "engaged_sessions",
            Text("Visites engagées", "Engaged sessions"),
            Text("Sessions avec engagement (GA4)", "Engaged sessions (GA4)"),
        ),
        measure("emails_sent", Text("Envois", "Sent"), Text("E-mails envoyés", "E-mails sent"), better="context"),
        measure(
            "emails_delivered",
            Text("Délivrés", "Delivered"),
            Text("E-mails délivrés : envoyés moins rejetés", "E-mails delivered: sent less bounced"),
            better="context",
        ),
        measure("bounces", Text("Rejets", "Bounces"), Text("E-mails rejetés", "E-mails bounced"), better="context"),
        measure(
            "unique_opens",
            Text("Ouvertures uniques", "Unique opens"),
            Text("Destinataires qui ont ouvert", "Recipients who opened"),
            better="context",
        ),
        measure(
            "unique_clicks",
            Text("Clics uniques", "Unique clicks"),
            Text("Destinataires qui ont cliqué", "Recipients who clicked"),
            better="context",
        ),
        measure(
            "unsubscribes",
            Text("Désabonnements", "Unsubscribes"),
            Text("Destinataires qui se sont désabonnés", "Recipients who unsubscribed"),
            better="context",
        ),
        measure(
            "event_registrants",
            Text("Inscrits", "Registrants"),
            Text("Inscrits à un événement", "People registered for an event"),
        ),
        measure(
            "event_attendees",
            Text("Participants", "Attendees"),
            Text("Participants à un événement", "People who attended an event"),
        ),
    ),
    *family_of(
        "leads",
        measure(
            "conversions",
            Text("Conversions", "Conversions"),
            Text(
                "Actions comptées comme conversions par la plateforme",
                "Actions that the platform counts as conversions",
            ),
        ),
        measure(
            "form_submissions",
            Text("Formulaires", "Form submissions"),
            Text("Remplissages de formulaires", "Forms submitted"),
        ),
        measure(
            "downloads",
            Text("Téléchargements", "Downloads"),
            Text("Téléchargements de contenus premium", "Downloads of premium content"),
        ),
        measure(
            "leads",
            Text("Leads", "Leads"),
            Text("Leads (prospects), par offre et par page de destination", "Leads, by offer and by landing page"),
        ),
        measure("mql", Text("MQL", "MQL"), Text("Leads qualifiés par le marketing", "Marketing-qualified leads")),
        measure("sql", Text("SQL", "SQL"), Text("Leads acceptés par les ventes", "Sales-qualified leads")),
        measure("appointments", Text("Rendez-vous", "Appointments"), Text("Rendez-vous pris", "Appointments made")),
        measure(
            "opportunities",
            Text("Opportunités", "Opportunities"),
            Text("Opportunités de vente ouvertes", "Sales opportunities opened"),
        ),
        measure(
            "new_customers",
            Text("Nouveaux clients", "New customers"),
            Text("Clients gagnés dans la période", "Customers won in the period"),
        ),
    ),
    *family_of(
        "profitability",
        measure(
            "ad_spend",
            Text("Dépenses", "Ad spend"),
            Text("Dépenses publicitaires ; ne jamais mélanger les devises", "Ad spend; never mix currencies"),
            unit="currency",
            better="lower",
        ),
        measure(
            "marketing_cost",
            Text("Coût marketing", "Marketing cost"),
            Text(
                "Coût marketing complet : médias, salaires, outils, agences",
                "Full marketing cost: media, salaries, tools, agencies",
            ),
            unit="currency",
            better="lower",
        ),
        measure(
            "salaries",
            Text("Salaires marketing", "Marketing salaries"),
            Text("Salaires et charges de l’équipe marketing", "Pay of the marketing team"),
            unit="currency",
            better="lower",
        ),
        measure(
            "tools",
            Text("Outils marketing", "Marketing tools"),
            Text("Logiciels et abonnements", "Software and subscriptions"),
            unit="currency",
            better="lower",
        ),
        measure(
            "agencies",
            Text("Agences", "Agencies"),
            Text("Agences et prestataires", "Agencies and contractors"),
            unit="currency",
            better="lower",
        ),
        measure(
            "event_cost",
            Text("Coût des événements", "Event cost"),
            Text("Location, traiteur, stand, intervenants", "Venue, catering, stand, speakers"),
            unit="currency",
            better="lower",
        ),
    ),
    *family_of(
        "sales",
        measure(
            "revenue",
            Text("CA", "Revenue"),
            Text("Chiffre d’affaires ; négatif en cas de remboursements", "Revenue; negative for refunds"),
            unit="currency",
        ),
        measure(
            "attributed_revenue",
            Text("CA attribué", "Attributed revenue"),
            Text("Chiffre d’affaires généré par les campagnes", "Revenue attributed to campaigns"),
            unit="currency",
        ),
        measure("orders", Text("Commandes", "Orders"), Text("Commandes passées", "Orders placed")),
        measure(
            "refunds",
            Text("Remboursements", "Refunds"),
            Text("Part remboursée du chiffre d’affaires, déjà comptée dans le CA", "Refunded part of the revenue"),
            unit="currency",
            better="lower",
        ),
        measure("quantity", Text("Articles", "Items"), Text("Articles commandés", "Items ordered")),
        measure(
            "closed_deals",
            Text("Affaires closes", "Closed deals"),
            Text("Affaires gagnées ou perdues", "Deals won or lost"),
            better="context",
        ),
        measure("won_deals", Text("Affaires gagnées", "Won deals"), Text("Affaires gagnées", "Deals won")),
        measure(
            "deal_amount",
            Text("Montant des affaires", "Deal amount"),
            Text("Montant des affaires, gagnées ou non", "Amount of the deals, won or not"),
            unit="currency",
        ),
    ),
    *family_of(
        "loyalty",
        measure(
            "customers_start",
            Text("Clients en début de mois", "Customers at start"),
            Text("Clients au début du mois : un stock", "Customers at the start of the month: a stock"),
            aggregation="none",
            better="context",
        ),
        measure(
            "customers_end",
            Text("Clients en fin de mois", "Customers at end"),
            Text("Clients à la fin du mois : un stock", "Customers at the end of the month: a stock"),
            aggregation="last",
        ),
        measure(
            "lost_customers",
            Text("Clients perdus", "Lost customers"),
            Text("Clients partis dans le mois", "Customers lost in the month"),
            better="lower",
        ),
    ),
    *family_of(
        "satisfaction",
        measure(
            "score",
            Text("Note", "Score"),
            Text("Note de recommandation, de 0 à 10", "Recommendation score, 0 to 10"),
            unit="score",
            aggregation="none",
        ),
        measure(
            "promoters",
            Text("Promoteurs", "Promoters"),
            Text("Notes de 9 ou 10", "Scores of 9 or 10"),
            better="context",
        ),
        measure("passives", Text("Passifs", "Passives"), Text("Notes de 7 ou 8", "Scores of 7 or 8"), better="context"),
        measure(
            "detractors",
            Text("Détracteurs", "Detractors"),
            Text("Notes de 0 à 6", "Scores of 0 to 6"),
            better="context",
        ),
        measure(
            "positive_comments",
            Text("Commentaires positifs", "Positive comments"),
            Text("Commentaires favorables", "Favourable comments"),
            better="context",
        ),
        measure(
            "negative_comments",
            Text("Commentaires négatifs", "Negative comments"),
            Text("Commentaires défavorables", "Unfavourable comments"),
            better="context",
        ),
        measure(
            "neutral_comments",
            Text("Commentaires neutres", "Neutral comments"),
            Text("Commentaires ni favorables ni défavorables", "Comments neither favourable nor unfavourable"),
            better="context",
        ),
    ),
)

MEASURES: dict[str, Measure] = {m.name: m for m in (*_ALL, *COMPANY_MEASURES, *DETAIL_MEASURES)}

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


__all__ = ["MEASURES", "Measure", "measures_for"]
