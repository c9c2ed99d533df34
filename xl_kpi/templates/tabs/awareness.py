"""The awareness tab: where visits come from."""

from xl_kpi.catalog import FAMILIES
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Line, Tab, by_month, ranking
from xl_kpi.templates.listings import CHANNELS

AWARENESS = Tab(
    "awareness",
    FAMILIES["awareness"],
    Text("D’où viennent les visites, et combien nous voient ?", "Where do visits come from, and how many see us?"),
    tuple(
        Line(
            f"share_{i}",
            "KPI_TRAFFIC_SHARE({web.visits?channel},{web.visits})",
            "KPI_TRAFFIC_SHARE",
            entry=("channels", i),
        )
        for i in range(len(CHANNELS.entries))
    ),
    (
        Block(
            Text("Visites par canal", "Visits by channel"),
            (
                *(
                    Line(f"visits_{i}", "{web.visits?channel}", entry=("channels", i))
                    for i in range(len(CHANNELS.entries))
                ),
                Line(
                    "visits_other",
                    f"ROUND({{=visits}}-SUM({{=visits_0:visits_{len(CHANNELS.entries) - 1}}}),2)",
                    label=Text("Autres canaux", "Other channels"),
                ),
                Line("visits", "{web.visits}", label=Text("Visites, tous canaux", "Visits, all channels")),
            ),
        ),
        Block(
            Text("Visibilité", "Visibility"),
            (
                Line("ad_views", "{ads.impressions}", label=Text("Impressions publicitaires", "Ad impressions")),
                Line(
                    "social_views",
                    "{social.impressions}",
                    label=Text("Impressions sur les réseaux sociaux", "Social impressions"),
                ),
            ),
        ),
    ),
    (
        ranking(
            Text("Part du trafic par canal sur la période", "Traffic share by channel over the period"),
            Text("Part des visites", "Share of visits"),
            (Text("Part", "Share"), "share_0", "share_6"),
            fmt="0%",
        ),
        by_month(
            Text("Visites du site par mois", "Site visits by month"),
            Text("Visites", "Visits"),
            (Text("Visites", "Visits"), "visits"),
        ),
    ),
)
