"""The measures of single channels and of the customer journey: pages, creators, touches, handovers, cohorts."""

from xl_kpi.catalog.measure import family_of, measure
from xl_kpi.language import Text

DETAIL_MEASURES = (
    *family_of(
        "awareness",
        measure("page_views", Text("Pages vues", "Page views"), Text("Pages affichées", "Pages shown"), vanity=True),
        measure(
            "new_followers",
            Text("Nouveaux abonnés", "New followers"),
            Text("Abonnés gagnés grâce à une publication", "Followers won by a post"),
        ),
    ),
    *family_of(
        "engagement",
        measure(
            "cta_views", Text("Affichages du CTA", "CTA views"), Text("Appels à l’action vus", "Calls to action seen")
        ),
        measure(
            "cta_clicks",
            Text("Clics sur le CTA", "CTA clicks"),
            Text("Appels à l’action suivis", "Calls clicked"),
        ),
        measure(
            "touch_rank",
            Text("Rang du contact", "Touch number"),
            Text(
                "1 pour le premier contact du parcours, 2 pour le suivant",
                "1 for the first touch of a journey, 2 for the next",
            ),
            aggregation="none",
            better="context",
        ),
    ),
    *family_of(
        "leads",
        measure(
            "accepted",
            Text("Acceptés", "Accepted"),
            Text("Leads transmis que les ventes ont acceptés", "Leads handed over that sales accepted"),
        ),
        measure(
            "response_hours",
            Text("Délai de réponse (heures)", "Response time (hours)"),
            Text("Heures entre la transmission et le premier appel", "Hours from handover to the first call"),
            aggregation="none",
            better="lower",
        ),
    ),
    *family_of(
        "profitability",
        measure(
            "influence_cost",
            Text("Coût de l’influence", "Influence cost"),
            Text("Honoraires et produits offerts", "Fees and products given"),
            unit="currency",
            better="lower",
        ),
    ),
    *family_of(
        "loyalty",
        measure(
            "customer_age",
            Text("Ancienneté (mois)", "Months since first order"),
            Text(
                "0 le mois de la première commande, 1 le mois suivant",
                "0 in the month of the first order, 1 in the next",
            ),
            aggregation="none",
            better="context",
        ),
    ),
)
