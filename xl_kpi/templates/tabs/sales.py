"""The sales tab: what customers buy, and how much of it marketing brings."""

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Line, Tab, by_month
from xl_kpi.templates.tabs.common import FIGURES, figure

SALES = Tab(
    "sales",
    Text("Ventes", "Sales"),
    Text("Que vend-on, à combien, et grâce à qui ?", "What do we sell, for how much, and thanks to whom?"),
    (
        Line("aov", "KPI_AOV({business.revenue},{business.orders})", "KPI_AOV", target=45.0),
        Line(
            "arpu",
            "KPI_ARPU({business.revenue},{business.customers_end@last})",
            "KPI_ARPU",
            target=28.0,
            guard="{business.revenue}",
        ),
        Line(
            "purchase_frequency",
            "KPI_PURCHASE_FREQUENCY({business.orders},{business.customers_end@last})",
            "KPI_PURCHASE_FREQUENCY",
            target=0.6,
            guard="{business.orders}",
        ),
        Line(
            "revenue_share",
            "KPI_REVENUE_SHARE({ads.attributed_revenue},{business.revenue})",
            "KPI_REVENUE_SHARE",
            target=0.3,
            guard="{ads.attributed_revenue}",
        ),
        Line(
            "email_share",
            "KPI_REVENUE_SHARE({email.revenue},{business.revenue})",
            "KPI_REVENUE_SHARE",
            Text("Part du CA venue de l’e-mail", "Share of revenue from e-mail"),
            target=0.02,
            guard="{email.revenue}",
        ),
    ),
    (
        Block(
            FIGURES,
            (
                figure("sales_revenue", "business.revenue"),
                figure("sales_orders", "business.orders"),
                figure("sales_customers", "business.customers_end", "{business.customers_end@last}"),
                figure("ads_revenue", "ads.attributed_revenue"),
                Line(
                    "email_revenue",
                    "{email.revenue}",
                    label=Text("CA des e-mails", "Revenue from e-mails"),
                    unit=Unit.CURRENCY,
                ),
            ),
        ),
        Block(
            Text("Boutique en ligne (Shopify, Stripe)", "Online shop (Shopify, Stripe)"),
            (
                figure("shop_orders", "orders.orders"),
                figure("shop_revenue", "orders.revenue"),
                figure("shop_refunds", "orders.refunds"),
                figure("shop_items", "orders.quantity"),
                Line("shop_aov", "KPI_AOV({orders.revenue},{orders.orders})", "KPI_AOV"),
            ),
        ),
    ),
    (
        by_month(Text("Panier moyen par mois", "Average order value by month"), None, (Text("Panier", "Order"), "aov")),
        by_month(
            Text("Commandes par mois", "Orders by month"),
            Text("Commandes", "Orders"),
            (Text("Commandes", "Orders"), "sales_orders"),
        ),
    ),
)
