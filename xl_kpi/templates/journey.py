"""The customer journey workbook: the funnel, touchpoints, cohorts, lead stages."""

from xl_kpi.language import Text
from xl_kpi.templates import tabs
from xl_kpi.templates.declaration import Template, by_month, ranking
from xl_kpi.templates.listings import CHANNELS

JOURNEY = Template(
    id="journey",
    title=Text("Parcours client", "Customer journey"),
    description=Text(
        "De la première interaction à la vente et au réachat : entonnoir, contacts, cohortes, étapes des leads.",
        "From the first interaction to the sale and the next one: funnel, touchpoints, cohorts, lead stages.",
    ),
    tabs=(tabs.FUNNEL, tabs.TOUCHPOINTS, tabs.COHORTS, tabs.STAGES),
    listings=(CHANNELS,),
    headline=("step_1", "mql_rate", "stage_sql", "win_rate", "journey_cvr", "touches_per_journey", "next_month"),
    cards=("stage_0", "stage_1", "stage_5"),
    charts=(
        ranking(
            Text("De la première interaction à la vente", "From the first interaction to the sale"),
            Text("Nombre", "Number"),
            (Text("Nombre", "Number"), "stage_0", "stage_5"),
        ),
        by_month(
            Text("Parcours ouverts et ventes par mois", "Journeys opened and sales by month"),
            Text("Nombre", "Number"),
            (Text("Parcours", "Journeys"), "journeys"),
            (Text("Ventes", "Sales"), "journey_sales"),
        ),
        by_month(
            Text("Retour le mois suivant, par mois", "Back the month after, by month"),
            Text("Taux", "Rate"),
            (Text("Taux", "Rate"), "next_month"),
            fmt="0%",
        ),
    ),
)
