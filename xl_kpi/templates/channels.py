"""The channels workbook: content and SEO, e-mail, social, influence, paid, events."""

from xl_kpi.language import Text
from xl_kpi.templates import tabs
from xl_kpi.templates.declaration import Template, by_month, ranking
from xl_kpi.templates.listings import CAMPAIGNS, CHANNELS, CREATORS, EVENTS, MAILINGS, NETWORKS, OFFERS, PAGES, SOURCES

CHANNELS_BOOK = Template(
    id="channels",
    title=Text("Canaux marketing", "Marketing channels"),
    description=Text(
        "Un onglet par canal : contenus et SEO, e-mail, réseaux sociaux, influence, publicité, événements.",
        "One tab per channel: content and SEO, e-mail, social, influence, paid, events.",
    ),
    tabs=(tabs.CONTENT, tabs.EMAIL, tabs.SOCIAL, tabs.INFLUENCE, tabs.PAID, tabs.EVENTS_TAB),
    listings=(CHANNELS, PAGES, OFFERS, MAILINGS, NETWORKS, CREATORS, SOURCES, EVENTS, CAMPAIGNS),
    headline=(
        "organic_share", "position", "landing_rate", "clicked", "social_engagement", "cpe", "paid_roas", "event_cpl",
    ),
    cards=("content_leads", "email_sales", "paid_revenue"),
    charts=(
        by_month(
            Text("Visites naturelles par mois", "Organic visits by month"),
            Text("Visites", "Visits"),
            (Text("Visites", "Visits"), "organic"),
        ),
        ranking(
            Text("Leads par offre sur la période", "Leads by offer over the period"),
            Text("Nombre", "Number"),
            (Text("Leads", "Leads"), "offer_grid", "leads"),
        ),
        by_month(
            Text("Dépenses et CA attribué par mois", "Spend and attributed revenue by month"),
            None,
            (Text("Dépenses", "Ad spend"), "paid_spend"),
            (Text("CA attribué", "Attributed revenue"), "paid_revenue"),
        ),
    ),
)  # fmt: skip
