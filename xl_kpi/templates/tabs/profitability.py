"""The profitability tab: what the money brings back."""

from xl_kpi.catalog import FAMILIES
from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Line, Tab, by_month, ranking
from xl_kpi.templates.listings import SOURCES

_SOURCE_ROWS = range(len(SOURCES.entries))
_LAST_SOURCE = len(SOURCES.entries) - 1

PROFITABILITY = Tab(
    "profitability",
    FAMILIES["profitability"],
    Text("Que rapporte l’argent investi en marketing ?", "What does the money put into marketing bring back?"),
    (
        Line("roas", "KPI_ROAS({ads.attributed_revenue},{ads.ad_spend})", "KPI_ROAS", target=4.0),
        Line("mer", "KPI_MER({business.revenue},{=cost_total})", "KPI_MER", target=5.0, guard="{business.revenue}"),
        Line("roi", "KPI_ROI({ads.attributed_revenue},{ads.ad_spend})", "KPI_ROI", target=3.0),
        Line("romi", "KPI_ROMI({ads.attributed_revenue},{gross_margin},{ads.ad_spend})", "KPI_ROMI", target=1.0),
        Line("ltv", "KPI_LTV({=basket},{=frequency},{customer_years},{gross_margin})", "KPI_LTV", target=250.0),
        Line("ltv_cac", "KPI_LTV_CAC({=ltv},{=cac})", "KPI_LTV_CAC", target=3.0),
    ),
    (
        Block(
            Text("Dépenses publicitaires par source", "Ad spend by source"),
            (
                *(
                    Line(f"spend_{i}", "{ads.ad_spend?source}", unit=Unit.CURRENCY, entry=("sources", i))
                    for i in _SOURCE_ROWS
                ),
                Line(
                    "spend_other",
                    f"ROUND({{=spend}}-SUM({{=spend_0:spend_{_LAST_SOURCE}}}),2)",
                    unit=Unit.CURRENCY,
                    label=Text("Autres sources", "Other sources"),
                ),
                Line(
                    "spend",
                    "{ads.ad_spend}",
                    unit=Unit.CURRENCY,
                    label=Text("Dépenses, toutes sources", "Ad spend, all sources"),
                ),
            ),
        ),
        Block(
            Text("CA attribué par source", "Attributed revenue by source"),
            (
                *(
                    Line(f"earned_{i}", "{ads.attributed_revenue?source}", unit=Unit.CURRENCY, entry=("sources", i))
                    for i in _SOURCE_ROWS
                ),
                Line(
                    "earned_other",
                    f"ROUND({{=earned}}-SUM({{=earned_0:earned_{_LAST_SOURCE}}}),2)",
                    unit=Unit.CURRENCY,
                    label=Text("Autres sources", "Other sources"),
                ),
                Line(
                    "earned",
                    "{ads.attributed_revenue}",
                    unit=Unit.CURRENCY,
                    label=Text("CA attribué, toutes sources", "Attributed revenue, all sources"),
                ),
            ),
        ),
        Block(
            Text("Valeur d’un client", "Value of a customer"),
            (
                Line(
                    "basket",
                    "{business.revenue}/{business.orders}",
                    unit=Unit.CURRENCY,
                    fmt="#,##0.00",
                    label=Text("Panier moyen", "Average order value"),
                ),
                Line(
                    "customers",
                    "({business.customers_start@first}+{business.customers_end@last})/2",
                    label=Text("Clients, moyenne de la période", "Customers, average of the period"),
                ),
                Line(
                    "frequency",
                    "{business.orders}/{=customers}*12/{months}",
                    unit=Unit.NUMBER,
                    label=Text("Commandes par client et par an", "Orders per customer and year"),
                ),
            ),
        ),
    ),
    (
        by_month(
            Text("ROAS et MER par mois", "ROAS and MER by month"),
            Text("Ratio", "Ratio"),
            (Text("ROAS", "ROAS"), "roas"),
            (Text("MER", "MER"), "mer"),
            fmt="0.0",
        ),
        ranking(
            Text(
                "Dépenses et CA attribué par source sur la période",
                "Ad spend and attributed revenue by source over the period",
            ),
            None,
            (Text("Dépenses", "Ad spend"), "spend_0", "spend_other"),
            (Text("CA attribué", "Attributed revenue"), "earned_0", "earned_other"),
        ),
    ),
)
