"""The social tab: reach, reactions, followers, by network."""

from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Column, Grid, Line, Tab, by_month
from xl_kpi.templates.tabs.common import FIGURES, NUMBER, column, figure

SOCIAL = Tab(
    "social",
    Text("Réseaux sociaux", "Social"),
    Text("Qui nous suit, et qui réagit ?", "Who follows us, and who reacts?"),
    (
        Line(
            "social_engagement",
            "KPI_ENGAGEMENT_RATE({social.interactions},{social.impressions})",
            "KPI_ENGAGEMENT_RATE",
            Text("Taux d’engagement sur les réseaux", "Social engagement rate"),
            target=0.03,
        ),
        Line(
            "follower_growth",
            "KPI_FOLLOWER_GROWTH({social.followers@opening},{social.followers@end})",
            "KPI_FOLLOWER_GROWTH",
            target=0.04,
        ),
        Line(
            "follower_activity",
            "KPI_ENGAGEMENT_RATE({social.interactions},{social.followers@end})",
            "KPI_ENGAGEMENT_RATE",
            Text("Interactions par abonné", "Interactions per follower"),
            target=0.15,
        ),
    ),
    (
        Block(
            FIGURES,
            (
                figure("social_followers", "social.followers", "{social.followers@end}"),
                figure("social_impressions", "social.impressions"),
                figure("social_reactions", "social.interactions"),
            ),
        ),
    ),
    (
        by_month(
            Text("Interactions par mois", "Interactions by month"),
            NUMBER,
            (Text("Interactions", "Interactions"), "social_reactions"),
        ),
        by_month(
            Text("Abonnés en fin de mois", "Followers at the end of the month"),
            Text("Abonnés", "Followers"),
            (Text("Abonnés", "Followers"), "social_followers"),
        ),
    ),
    (
        Grid(
            "network_grid",
            Text("Les réseaux sur la période", "The networks over the period"),
            Text("Réseau", "Network"),
            (
                Column("followers", Text("Abonnés", "Followers"), "{social.followers?source@end}"),
                Column(
                    "growth",
                    Text("Croissance", "Growth"),
                    "KPI_FOLLOWER_GROWTH({social.followers?source@opening},{#followers})",
                    "KPI_FOLLOWER_GROWTH",
                ),
                column("impressions", "social.impressions", "source"),
                column("interactions", "social.interactions", "source"),
                Column(
                    "rate",
                    Text("Engagement", "Engagement"),
                    "KPI_ENGAGEMENT_RATE({#interactions},{#impressions})",
                    "KPI_ENGAGEMENT_RATE",
                ),
            ),
            listing="networks",
            total=Text("Tous les réseaux", "All networks"),
        ),
    ),
)
