"""The paid tab: advertising by source."""

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Column, Grid, Line, Tab, by_month
from xl_kpi.templates.tabs.common import FIGURES, column, figure

PAID = Tab(
    "paid",
    Text("Publicité", "Paid"),
    Text("Que coûte et que rapporte chaque source publicitaire ?", "What does each advertising source cost and bring?"),
    (
        Line("paid_roas", "KPI_ROAS({ads.attributed_revenue},{ads.ad_spend})", "KPI_ROAS", target=4.0),
        Line("paid_cpa", "KPI_CPA({ads.ad_spend},{ads.conversions})", "KPI_CPA", target=15.0),
        Line("paid_cpc", "KPI_CPC({ads.ad_spend},{ads.clicks})", "KPI_CPC", target=0.8),
        Line("paid_cpm", "KPI_CPM({ads.ad_spend},{ads.impressions})", "KPI_CPM", target=12.0),
        Line("paid_ctr", "KPI_CTR({ads.clicks},{ads.impressions})", "KPI_CTR", target=0.02),
        Line("paid_cvr", "KPI_CVR({ads.conversions},{ads.clicks})", "KPI_CVR", target=0.03),
    ),
    (
        Block(
            FIGURES,
            (
                figure("paid_spend", "ads.ad_spend"),
                figure("paid_impressions", "ads.impressions"),
                figure("paid_clicks", "ads.clicks"),
                figure("paid_conversions", "ads.conversions"),
                Line(
                    "paid_revenue",
                    "{ads.attributed_revenue}",
                    unit=Unit.CURRENCY,
                    label=Text("CA attribué à la publicité", "Revenue attributed to ads"),
                ),
            ),
        ),
    ),
    (
        by_month(
            Text("Dépenses et CA attribué par mois", "Spend and attributed revenue by month"),
            None,
            (Text("Dépenses", "Ad spend"), "paid_spend"),
            (Text("CA attribué", "Attributed revenue"), "paid_revenue"),
        ),
        by_month(
            Text("ROAS par mois", "ROAS by month"), Text("ROAS", "ROAS"), (Text("ROAS", "ROAS"), "paid_roas"), fmt="0.0"
        ),
    ),
    (
        Grid(
            "source_grid",
            Text("Les sources sur la période", "The sources over the period"),
            Text("Source", "Source"),
            (
                column("spend", "ads.ad_spend", "source"),
                column("clicks", "ads.clicks", "source"),
                Column("cpc", Text("CPC", "CPC"), "KPI_CPC({#spend},{#clicks})", "KPI_CPC"),
                column("conversions", "ads.conversions", "source"),
                Column("cpa", Text("CPA", "CPA"), "KPI_CPA({#spend},{#conversions})", "KPI_CPA"),
                column("revenue", "ads.attributed_revenue", "source"),
                Column("roas", Text("ROAS", "ROAS"), "KPI_ROAS({#revenue},{#spend})", "KPI_ROAS"),
            ),
            listing="sources",
            total=Text("Toutes les sources", "All sources"),
        ),
    ),
)
