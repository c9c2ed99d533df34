"""The customer journey workbook: the funnel, touchpoints, cohorts, lead stages."""

from xl_kpi.language import Text
from xl_kpi.templates import tabs
from xl_kpi.templates.declaration import Template
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
    charts=(tabs.FUNNEL.charts[0], tabs.TOUCHPOINTS.charts[1], tabs.COHORTS.charts[1]),
)
