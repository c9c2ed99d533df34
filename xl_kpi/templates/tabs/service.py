"""The service levels tab: how fast sales answers what marketing hands over."""

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Column, Grid, Line, Tab, by_month
from xl_kpi.templates.tabs.common import FIGURES, NUMBER, RATE, column, figure

_WITHIN = "{handovers.response_hours<=sla_hours}"

SERVICE = Tab(
    "service",
    Text("Niveaux de service", "Service levels"),
    Text(
        "Les leads transmis sont-ils rappelés à temps et acceptés ?",
        "Are leads handed over called in time, and accepted?",
    ),
    (
        Line(
            "within",
            f"{_WITHIN}/{{count handovers}}",
            label=Text("Leads rappelés dans le délai convenu", "Leads called within the agreed time"),
            unit=Unit.FRACTION,
            target=0.8,
        ),
        Line(
            "response",
            "{handovers.response_hours}/{count handovers}",
            label=Text("Délai moyen de réponse (heures)", "Average response time (hours)"),
            unit=Unit.NUMBER,
            target=18.0,
            aim="lower",
        ),
        Line(
            "acceptance",
            "KPI_MQL_TO_SQL({handovers.accepted},{count handovers})",
            "KPI_MQL_TO_SQL",
            Text("Leads transmis acceptés par les ventes", "Leads handed over that sales accepts"),
            target=0.55,
        ),
    ),
    (
        Block(
            FIGURES,
            (
                Line("handed", "{count handovers}", label=Text("Leads transmis", "Leads handed over")),
                Line("in_time", _WITHIN, label=Text("Rappelés dans le délai", "Called in time")),
                figure("accepted", "handovers.accepted"),
            ),
        ),
    ),
    (
        by_month(
            Text("Leads rappelés dans le délai, par mois", "Leads called in time, by month"),
            RATE,
            (Text("Part", "Share"), "within"),
            fmt="0%",
        ),
        by_month(
            Text("Leads transmis et acceptés par mois", "Leads handed over and accepted by month"),
            NUMBER,
            (Text("Transmis", "Handed over"), "handed"),
            (Text("Acceptés", "Accepted"), "accepted"),
        ),
    ),
    (
        Grid(
            "seller_grid",
            Text("Les équipes commerciales sur la période", "The sales teams over the period"),
            Text("Équipe", "Team"),
            (
                Column("handed", Text("Transmis", "Handed over"), "{count handovers?seller}"),
                Column("in_time", Text("Dans le délai", "In time"), "{handovers.response_hours?seller<=sla_hours}"),
                Column(
                    "share", Text("Part dans le délai", "Share in time"), "{#in_time}/{#handed}", unit=Unit.FRACTION
                ),
                Column(
                    "hours",
                    Text("Délai moyen (h)", "Average time (h)"),
                    "{handovers.response_hours?seller}/{#handed}",
                    unit=Unit.NUMBER,
                ),
                column("accepted", "handovers.accepted", "seller"),
                Column(
                    "rate",
                    Text("Part acceptée", "Share accepted"),
                    "KPI_MQL_TO_SQL({#accepted},{#handed})",
                    "KPI_MQL_TO_SQL",
                ),
            ),
            listing="sellers",
            total=Text("Toutes les équipes", "All teams"),
        ),
    ),
)
