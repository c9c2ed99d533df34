"""The e-mail tab: what arrives, what is opened, what sells."""

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Column, Grid, Line, Tab, by_month
from xl_kpi.templates.tabs.common import FIGURES, RATE, column, figure

EMAIL = Tab(
    "email",
    Text("E-mail", "E-mail"),
    Text("Nos e-mails arrivent-ils, sont-ils lus, et vendent-ils ?", "Do our e-mails arrive, get read, and sell?"),
    (
        Line(
            "delivery",
            "KPI_DELIVERY_RATE({email.emails_delivered},{email.emails_sent})",
            "KPI_DELIVERY_RATE",
            target=0.98,
        ),
        Line("opened", "KPI_OPEN_RATE({email.unique_opens},{email.emails_delivered})", "KPI_OPEN_RATE", target=0.35),
        Line(
            "clicked", "KPI_CLICK_RATE({email.unique_clicks},{email.emails_delivered})", "KPI_CLICK_RATE", target=0.03
        ),
        Line("ctor", "KPI_CTOR({email.unique_clicks},{email.unique_opens})", "KPI_CTOR", target=0.1),
        Line(
            "unsubscribe",
            "KPI_UNSUBSCRIBE_RATE({email.unsubscribes},{email.emails_delivered})",
            "KPI_UNSUBSCRIBE_RATE",
            target=0.003,
        ),
        Line(
            "email_bounce",
            "KPI_EMAIL_BOUNCE_RATE({email.bounces},{email.emails_sent})",
            "KPI_EMAIL_BOUNCE_RATE",
            target=0.02,
        ),
    ),
    (
        Block(
            FIGURES,
            (
                figure("sent", "email.emails_sent"),
                figure("email_delivered", "email.emails_delivered"),
                figure("email_opens", "email.unique_opens"),
                figure("email_clicked", "email.unique_clicks"),
                figure("email_orders", "email.orders"),
                Line(
                    "email_sales", "{email.revenue}", unit=Unit.CURRENCY, label=Text("CA des e-mails", "E-mail revenue")
                ),
            ),
        ),
    ),
    (
        by_month(
            Text("Ouverture et clic par mois", "Opens and clicks by month"),
            RATE,
            (Text("Taux d’ouverture", "Open rate"), "opened"),
            (Text("Taux de clic", "Click rate"), "clicked"),
            fmt="0%",
        ),
        by_month(
            Text("CA des e-mails par mois", "E-mail revenue by month"), None, (Text("CA", "Revenue"), "email_sales")
        ),
    ),
    (
        Grid(
            "mailing_grid",
            Text(
                "Les envois de la période, ceux qui vendent d’abord", "Mailings of the period, the best sellers first"
            ),
            Text("Envoi", "Mailing"),
            (
                column("revenue", "email.revenue", "campaign"),
                column("orders", "email.orders", "campaign"),
                column("delivered", "email.emails_delivered", "campaign"),
                Column(
                    "open",
                    Text("Taux d’ouverture", "Open rate"),
                    "KPI_OPEN_RATE({email.unique_opens?campaign},{#delivered})",
                    "KPI_OPEN_RATE",
                ),
                Column(
                    "click",
                    Text("Taux de clic", "Click rate"),
                    "KPI_CLICK_RATE({email.unique_clicks?campaign},{#delivered})",
                    "KPI_CLICK_RATE",
                ),
                Column(
                    "leaving",
                    Text("Désabon. (%)", "Unsub. (%)"),
                    "KPI_UNSUBSCRIBE_RATE({email.unsubscribes?campaign},{#delivered})",
                    "KPI_UNSUBSCRIBE_RATE",
                ),
            ),
            listing="mailings",
            ranked_by="revenue",
            top=10,
            total=Text("Tous les envois", "All mailings"),
        ),
    ),
)
