"""The executive tab: whether the company grows."""

from xl_kpi.catalog import FAMILIES
from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Line, Tab, by_month
from xl_kpi.templates.tabs.common import FIGURES, figure

_MARKETING_COST = "{ads.ad_spend}+{business.salaries}+{business.tools}+{business.agencies}"


def _growth(id_: str, what: str, label: Text, target: float) -> Line:
    return Line(
        id_, f"KPI_GROWTH({{{what}}},{{{what}@before}})", "KPI_GROWTH", label, target=target, guard=f"{{{what}}}"
    )


EXECUTIVE = Tab(
    "executive",
    FAMILIES["executive"],
    Text("L’entreprise grandit-elle ?", "Is the company growing?"),
    (
        _growth("revenue_growth", "business.revenue", Text("Croissance du chiffre d’affaires", "Revenue growth"), 0.05),
        _growth("orders_growth", "business.orders", Text("Croissance des commandes", "Order growth"), 0.05),
        _growth("leads_growth", "business.leads", Text("Croissance des leads", "Lead growth"), 0.05),
        _growth(
            "won_growth",
            "business.new_customers",
            Text("Croissance des nouveaux clients", "Growth of new customers"),
            0.05,
        ),
        Line(
            "customers_growth",
            "KPI_GROWTH({business.customers_end@last},{business.customers_start@first})",
            "KPI_GROWTH",
            Text("Croissance du nombre de clients", "Growth of the customer base"),
            target=0.03,
            guard="{business.customers_end@last}",
        ),
    ),
    (
        Block(
            FIGURES,
            (
                Line("revenue", "{business.revenue}", label=Text("Chiffre d’affaires", "Revenue"), unit=Unit.CURRENCY),
                Line(
                    "marketing_cost",
                    _MARKETING_COST,
                    unit=Unit.CURRENCY,
                    label=Text("Coût marketing total", "Total marketing cost"),
                ),
                figure("orders", "business.orders"),
                figure("all_leads", "business.leads"),
                figure("customers_won", "business.new_customers"),
                figure("customers_end", "business.customers_end", "{business.customers_end@last}"),
            ),
        ),
    ),
    (
        by_month(
            Text("Chiffre d’affaires et coût marketing par mois", "Revenue and marketing cost by month"),
            None,
            (Text("Chiffre d’affaires", "Revenue"), "revenue"),
            (Text("Coût marketing", "Marketing cost"), "marketing_cost"),
        ),
        by_month(
            Text("Clients en fin de mois", "Customers at the end of the month"),
            Text("Clients", "Customers"),
            (Text("Clients", "Customers"), "customers_end"),
        ),
    ),
)
