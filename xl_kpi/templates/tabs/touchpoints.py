"""The touchpoints tab: which channels open journeys and which close them."""

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Column, Grid, Line, Tab, by_month, ranking
from xl_kpi.templates.tabs.common import FIGURES, NUMBER, column, figure

TOUCHPOINTS = Tab(
    "touchpoints",
    Text("Points de contact", "Touchpoints"),
    Text(
        "Quels canaux ouvrent les parcours, lesquels concluent ?",
        "Which channels open journeys, which ones close them?",
    ),
    (
        Line(
            "journey_cvr",
            "KPI_CVR({touchpoints.conversions},{count touchpoints?touch_rank=1})",
            "KPI_CVR",
            Text("Parcours conclus par une vente", "Journeys that end in a sale"),
            target=0.15,
        ),
        Line(
            "touches_per_journey",
            "{count touchpoints}/{count touchpoints?touch_rank=1}",
            label=Text("Contacts par parcours", "Touches per journey"),
            unit=Unit.RATIO,
            target=2.5,
            aim="lower",
        ),
        Line(
            "journey_value",
            "KPI_AOV({touchpoints.revenue},{touchpoints.conversions})",
            "KPI_AOV",
            Text("CA par vente", "Revenue per sale"),
            target=230.0,
        ),
    ),
    (
        Block(
            FIGURES,
            (
                Line("journeys", "{count touchpoints?touch_rank=1}", label=Text("Parcours ouverts", "Journeys opened")),
                Line("touches", "{count touchpoints}", label=Text("Contacts", "Touches")),
                Line("journey_sales", "{touchpoints.conversions}", label=Text("Ventes", "Sales")),
                figure("journey_revenue", "touchpoints.revenue"),
            ),
        ),
    ),
    (
        ranking(
            Text("Premiers contacts et ventes conclues par canal", "First touches and sales closed by channel"),
            NUMBER,
            (Text("Premiers contacts", "First touches"), "touch_grid", "first"),
            (Text("Ventes conclues", "Sales closed"), "touch_grid", "sales"),
        ),
        by_month(
            Text("Parcours ouverts et ventes par mois", "Journeys opened and sales by month"),
            NUMBER,
            (Text("Parcours", "Journeys"), "journeys"),
            (Text("Ventes", "Sales"), "journey_sales"),
        ),
    ),
    (
        Grid(
            "touch_grid",
            Text("Le rôle de chaque canal sur la période", "What each channel does over the period"),
            Text("Canal", "Channel"),
            (
                Column("touches", Text("Contacts", "Touches"), "{count touchpoints?channel}"),
                Column("first", Text("Premiers contacts", "First touches"), "{count touchpoints?channel?touch_rank=1}"),
                Column(
                    "opening",
                    Text("Ouvre (part)", "Opens (share)"),
                    "{#first}/{count touchpoints?touch_rank=1}",
                    unit=Unit.FRACTION,
                ),
                Column("sales", Text("Ventes conclues", "Sales closed"), "{touchpoints.conversions?channel}"),
                Column(
                    "closing",
                    Text("Conclut (part)", "Closes (share)"),
                    "{#sales}/{touchpoints.conversions}",
                    unit=Unit.FRACTION,
                ),
                column("revenue", "touchpoints.revenue", "channel", Text("CA conclu", "Revenue closed")),
            ),
            listing="channels",
            total=Text("Tous les canaux", "All channels"),
        ),
    ),
)
