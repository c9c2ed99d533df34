"""The events tab: who came, what it cost, which leads it brought."""

from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Column, Grid, Line, Tab, by_month, ranking
from xl_kpi.templates.tabs.common import FIGURES, NUMBER, column, figure

EVENTS_TAB = Tab(
    "events",
    Text("Événements", "Events"),
    Text("Les inscrits viennent-ils, et que coûte chaque lead ?", "Do registrants come, and what does each lead cost?"),
    (
        Line(
            "attendance",
            "KPI_ATTENDANCE({events.event_attendees},{events.event_registrants})",
            "KPI_ATTENDANCE",
            target=0.6,
        ),
        Line(
            "event_cpl",
            "KPI_CPL({events.event_cost},{events.leads})",
            "KPI_CPL",
            Text("Coût par lead des événements", "Cost per lead of events"),
            target=80.0,
            guard="{events.event_cost}",
        ),
        Line(
            "attendee_cost",
            "KPI_CPA({events.event_cost},{events.event_attendees})",
            "KPI_CPA",
            Text("Coût par participant", "Cost per attendee"),
            target=25.0,
        ),
        Line(
            "attendee_leads",
            "KPI_CVR({events.leads},{events.event_attendees})",
            "KPI_CVR",
            Text("Leads par participant", "Leads per attendee"),
            target=0.2,
        ),
    ),
    (
        Block(
            FIGURES,
            (
                figure("registrants", "events.event_registrants"),
                figure("attendees", "events.event_attendees"),
                figure("event_leads", "events.leads"),
                figure("event_spend", "events.event_cost"),
            ),
        ),
    ),
    (
        by_month(
            Text("Inscrits et participants par mois", "Registrants and attendees by month"),
            Text("Personnes", "People"),
            (Text("Inscrits", "Registrants"), "registrants"),
            (Text("Participants", "Attendees"), "attendees"),
        ),
        ranking(
            Text("Leads par événement sur la période", "Leads by event over the period"),
            NUMBER,
            (Text("Leads", "Leads"), "event_grid", "leads"),
        ),
    ),
    (
        Grid(
            "event_grid",
            Text(
                "Les événements de la période, les plus utiles d’abord", "Events of the period, the most useful first"
            ),
            Text("Événement", "Event"),
            (
                column("leads", "events.leads", "event"),
                column("registrants", "events.event_registrants", "event"),
                column("attendees", "events.event_attendees", "event"),
                Column(
                    "rate",
                    Text("Taux de participation", "Attendance"),
                    "KPI_ATTENDANCE({#attendees},{#registrants})",
                    "KPI_ATTENDANCE",
                ),
                column("cost", "events.event_cost", "event", Text("Coût", "Cost")),
                Column("cpl", Text("Coût par lead", "Cost per lead"), "KPI_CPL({#cost},{#leads})", "KPI_CPL"),
            ),
            listing="events",
            ranked_by="leads",
            total=Text("Tous les événements", "All events"),
        ),
    ),
)
