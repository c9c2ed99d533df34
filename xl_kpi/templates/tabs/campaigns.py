"""The campaigns tab: campaigns from the most to the least spent."""

from xl_kpi.language import Text
from xl_kpi.templates.declaration import Column, Grid, Line, Tab, ranking
from xl_kpi.templates.tabs.common import column

CAMPAIGNS_TAB = Tab(
    "campaigns",
    Text("Campagnes", "Campaigns"),
    Text("Quelles campagnes rapportent, lesquelles coûtent ?", "Which campaigns earn, which ones only cost?"),
    (
        Line("campaign_roas", "KPI_ROAS({ads.attributed_revenue},{ads.ad_spend})", "KPI_ROAS", target=4.0),
        Line("campaign_cpa", "KPI_CPA({ads.ad_spend},{ads.conversions})", "KPI_CPA", target=15.0),
        Line("campaign_cvr", "KPI_CVR({ads.conversions},{ads.clicks})", "KPI_CVR", target=0.03),
    ),
    (),
    (
        ranking(
            Text("Dépenses et CA attribué par campagne", "Spend and attributed revenue by campaign"),
            None,
            (Text("Dépenses", "Ad spend"), "campaign_grid", "spend"),
            (Text("CA attribué", "Attributed revenue"), "campaign_grid", "revenue"),
        ),
        ranking(
            Text("ROAS par campagne sur la période", "ROAS by campaign over the period"),
            Text("ROAS", "ROAS"),
            (Text("ROAS", "ROAS"), "campaign_grid", "roas"),
            fmt="0.0",
        ),
    ),
    (
        Grid(
            "campaign_grid",
            Text("Classement des campagnes par dépenses", "Campaigns ranked by spend"),
            Text("Campagne", "Campaign"),
            (
                column("spend", "ads.ad_spend", "campaign", Text("Dépenses", "Ad spend")),
                column("impressions", "ads.impressions", "campaign"),
                column("clicks", "ads.clicks", "campaign"),
                Column("ctr", Text("CTR", "CTR"), "KPI_CTR({#clicks},{#impressions})", "KPI_CTR"),
                Column("cpc", Text("CPC", "CPC"), "KPI_CPC({#spend},{#clicks})", "KPI_CPC"),
                column("conversions", "ads.conversions", "campaign"),
                Column("cpa", Text("CPA", "CPA"), "KPI_CPA({#spend},{#conversions})", "KPI_CPA"),
                column("revenue", "ads.attributed_revenue", "campaign"),
                Column("roas", Text("ROAS", "ROAS"), "KPI_ROAS({#revenue},{#spend})", "KPI_ROAS"),
            ),
            listing="campaigns",
            ranked_by="spend",
            total=Text("Toutes les campagnes", "All campaigns"),
        ),
    ),
)
