"""The leads tab: what leads and customers cost."""

from xl_kpi.catalog import FAMILIES
from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Line, Tab, by_month, ranking
from xl_kpi.templates.tabs.common import NUMBER, figure

LEADS = Tab(
    "leads",
    FAMILIES["leads"],
    Text(
        "Que coûtent les leads et les clients, et combien en convertit-on ?",
        "What do leads and customers cost, and how many convert?",
    ),
    (
        Line(
            "cac",
            "KPI_CAC({=cost_media:cost_agencies},{business.new_customers})",
            "KPI_CAC",
            target=40.0,
            guard="{=cost_total}",
        ),
        Line("cpl", "KPI_CPL({ads.ad_spend},{business.leads})", "KPI_CPL", target=20.0, guard="{ads.ad_spend}"),
        Line("cpc", "KPI_CPC({ads.ad_spend},{ads.clicks})", "KPI_CPC", target=0.8),
        Line("cpm", "KPI_CPM({ads.ad_spend},{ads.impressions})", "KPI_CPM", target=12.0),
        Line("cvr", "KPI_CVR({web.conversions},{web.visits})", "KPI_CVR", target=0.025),
        Line("mql_to_sql", "KPI_MQL_TO_SQL({business.sql},{business.mql})", "KPI_MQL_TO_SQL", target=0.4),
        Line(
            "lead_conversion",
            "KPI_LEAD_CONVERSION({business.new_customers},{business.leads})",
            "KPI_LEAD_CONVERSION",
            target=0.15,
        ),
    ),
    (
        Block(
            Text("Coûts comptés dans le coût d’acquisition", "Costs counted in the acquisition cost"),
            (
                Line(
                    "cost_media",
                    "{ads.ad_spend}",
                    label=Text("Médias (dépenses publicitaires)", "Media (ad spend)"),
                    unit=Unit.CURRENCY,
                ),
                figure("cost_salaries", "business.salaries"),
                figure("cost_tools", "business.tools"),
                figure("cost_agencies", "business.agencies"),
                Line(
                    "cost_total",
                    "SUM({=cost_media:cost_agencies})",
                    unit=Unit.CURRENCY,
                    label=Text("Coût marketing total", "Total marketing cost"),
                ),
            ),
        ),
        Block(
            Text("Clics et conversions", "Clicks and conversions"),
            (
                Line("ad_clicks", "{ads.clicks}", label=Text("Clics publicitaires", "Ad clicks")),
                Line("ad_conversions", "{ads.conversions}", label=Text("Conversions publicitaires", "Ad conversions")),
                Line("web_visits", "{web.visits}", label=Text("Visites du site", "Site visits")),
                Line("web_conversions", "{web.conversions}", label=Text("Conversions du site", "Site conversions")),
            ),
        ),
        Block(
            Text("Du lead au client", "From lead to customer"),
            (
                figure("leads", "business.leads"),
                figure("mql", "business.mql"),
                figure("sql", "business.sql"),
                figure("new_customers", "business.new_customers"),
            ),
        ),
    ),
    (
        by_month(
            Text("Coût d’acquisition d’un client par mois", "Customer acquisition cost by month"),
            None,
            (Text("CAC", "CAC"), "cac"),
        ),
        ranking(
            Text("Des leads aux leads qualifiés sur la période", "From leads to qualified leads over the period"),
            NUMBER,
            (Text("Nombre", "Number"), "leads", "sql"),
        ),
    ),
)
