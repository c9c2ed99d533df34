"""The loyalty tab: whether customers stay."""

from xl_kpi.catalog import FAMILIES
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Line, Tab, by_month
from xl_kpi.templates.tabs.common import FIGURES, RATE, figure

LOYALTY = Tab(
    "loyalty",
    FAMILIES["loyalty"],
    Text("Les clients restent-ils ?", "Do customers stay?"),
    (
        Line(
            "retention",
            "KPI_RETENTION({business.customers_start@first},{business.customers_end@last},{business.new_customers})",
            "KPI_RETENTION",
            target=0.95,
            guard="{business.customers_end@last}",
        ),
        Line(
            "churn",
            "KPI_CHURN({business.lost_customers},{business.customers_start@first})",
            "KPI_CHURN",
            target=0.05,
            guard="{business.customers_end@last}",
        ),
    ),
    (
        Block(
            FIGURES,
            (
                figure("at_start", "business.customers_start", "{business.customers_start@first}"),
                figure("won", "business.new_customers"),
                figure("lost", "business.lost_customers"),
                figure("at_end", "business.customers_end", "{business.customers_end@last}"),
            ),
        ),
    ),
    (
        by_month(
            Text("Clients gagnés et perdus par mois", "Customers won and lost by month"),
            Text("Clients", "Customers"),
            (Text("Gagnés", "Won"), "won"),
            (Text("Perdus", "Lost"), "lost"),
        ),
        by_month(
            Text("Taux d’attrition par mois", "Churn rate by month"),
            RATE,
            (Text("Attrition", "Churn"), "churn"),
            fmt="0.0%",
        ),
    ),
)
