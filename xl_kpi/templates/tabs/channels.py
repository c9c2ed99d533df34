"""The channels tab: every channel side by side."""

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Column, Grid, Line, Tab, ranking
from xl_kpi.templates.tabs.common import RATE, column

CHANNELS_TAB = Tab(
    "channels",
    Text("Canaux", "Channels"),
    Text("Quels canaux amènent les visites qui convertissent ?", "Which channels bring the visits that convert?"),
    (
        Line("site_cvr", "KPI_CVR({web.conversions},{web.visits})", "KPI_CVR", target=0.025),
        Line(
            "site_engagement",
            "KPI_SESSION_ENGAGEMENT({web.engaged_sessions},{web.visits})",
            "KPI_SESSION_ENGAGEMENT",
            target=0.6,
        ),
        Line(
            "visit_value",
            "{web.revenue}/{web.visits}",
            label=Text("CA par visite", "Revenue per visit"),
            unit=Unit.CURRENCY,
            fmt="#,##0.00",
        ),
    ),
    (),
    (
        ranking(
            Text("Visites par canal sur la période", "Visits by channel over the period"),
            Text("Visites", "Visits"),
            (Text("Visites", "Visits"), "channel_grid", "visits"),
        ),
        ranking(
            Text("Taux de conversion par canal sur la période", "Conversion rate by channel over the period"),
            RATE,
            (Text("Taux de conversion", "Conversion rate"), "channel_grid", "cvr"),
            fmt="0.0%",
        ),
    ),
    (
        Grid(
            "channel_grid",
            Text("Les canaux sur la période", "The channels over the period"),
            Text("Canal", "Channel"),
            (
                column("visits", "web.visits", "channel"),
                Column(
                    "share",
                    Text("Part", "Share"),
                    "KPI_TRAFFIC_SHARE({web.visits?channel},{web.visits})",
                    "KPI_TRAFFIC_SHARE",
                ),
                column("engaged", "web.engaged_sessions", "channel", Text("Visites engagées", "Engaged visits")),
                Column(
                    "bounce",
                    Text("Taux de rebond", "Bounce rate"),
                    'KPI_BOUNCE_RATE({#engaged},{#visits},"GA4")',
                    "KPI_BOUNCE_RATE",
                ),
                column("conversions", "web.conversions", "channel"),
                Column(
                    "cvr", Text("Taux de conversion", "Conversion rate"), "KPI_CVR({#conversions},{#visits})", "KPI_CVR"
                ),
                column("revenue", "web.revenue", "channel"),
                Column(
                    "value",
                    Text("CA par visite", "Revenue per visit"),
                    "{#revenue}/{#visits}",
                    unit=Unit.CURRENCY,
                    fmt="#,##0.00",
                ),
            ),
            listing="channels",
            total=Text("Tous les canaux", "All channels"),
        ),
    ),
)
