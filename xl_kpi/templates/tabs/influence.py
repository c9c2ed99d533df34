"""The influence tab: what creators bring, and at what cost."""

from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Column, Grid, Line, Tab, by_month, ranking
from xl_kpi.templates.tabs.common import FIGURES, column, figure

INFLUENCE = Tab(
    "influence",
    Text("Influence", "Influence"),
    Text("Que nous apportent les créateurs, et à quel coût ?", "What do creators bring us, and at what cost?"),
    (
        Line(
            "influence_engagement",
            "KPI_ENGAGEMENT_RATE({influence.interactions},{influence.impressions})",
            "KPI_ENGAGEMENT_RATE",
            Text("Taux d’engagement des créateurs", "Engagement rate of creators"),
            target=0.03,
        ),
        Line("influence_ctr", "KPI_CTR({influence.clicks},{influence.impressions})", "KPI_CTR", target=0.01),
        Line("cpe", "KPI_CPE({influence.influence_cost},{influence.interactions})", "KPI_CPE", target=0.6),
        Line(
            "follower_cost",
            "KPI_CPA({influence.influence_cost},{influence.new_followers})",
            "KPI_CPA",
            Text("Coût d’un nouvel abonné", "Cost of a new follower"),
            target=8.0,
        ),
        Line(
            "influence_roi",
            "KPI_ROI({influence.attributed_revenue},{influence.influence_cost})",
            "KPI_ROI",
            target=0.0,
        ),
    ),
    (
        Block(
            FIGURES,
            (
                figure("influence_impressions", "influence.impressions"),
                figure("influence_interactions", "influence.interactions"),
                figure("influence_clicks", "influence.clicks"),
                figure("influence_followers", "influence.new_followers"),
                figure("influence_spend", "influence.influence_cost"),
                figure("influence_revenue", "influence.attributed_revenue"),
            ),
        ),
    ),
    (
        by_month(
            Text("Coût et CA attribué de l’influence par mois", "Cost and attributed revenue of influence by month"),
            None,
            (Text("Coût", "Cost"), "influence_spend"),
            (Text("CA attribué", "Attributed revenue"), "influence_revenue"),
        ),
        ranking(
            Text("Coût par engagement et par créateur", "Cost per engagement by creator"),
            None,
            (Text("Coût par engagement", "Cost per engagement"), "creator_grid", "cpe"),
            fmt="0.00",
        ),
    ),
    (
        Grid(
            "creator_grid",
            Text("Les créateurs, les plus suivis d’effet d’abord", "Creators, those who stir most first"),
            Text("Créateur", "Creator"),
            (
                column("interactions", "influence.interactions", "creator"),
                Column("reach", Text("Meilleure portée", "Best reach"), "{max influence.reach?creator}", total=False),
                column("impressions", "influence.impressions", "creator"),
                Column(
                    "rate",
                    Text("Engagement", "Engagement"),
                    "KPI_ENGAGEMENT_RATE({#interactions},{#impressions})",
                    "KPI_ENGAGEMENT_RATE",
                ),
                Column("ctr", Text("CTR", "CTR"), "KPI_CTR({influence.clicks?creator},{#impressions})", "KPI_CTR"),
                column("followers", "influence.new_followers", "creator"),
                column("cost", "influence.influence_cost", "creator", Text("Coût", "Cost")),
                Column(
                    "cpe",
                    Text("Coût par engagement", "Cost per engagement"),
                    "KPI_CPE({#cost},{#interactions})",
                    "KPI_CPE",
                ),
                column("revenue", "influence.attributed_revenue", "creator"),
            ),
            listing="creators",
            ranked_by="interactions",
            total=Text("Tous les créateurs", "All creators"),
        ),
    ),
)
