"""The channels workbook: content and SEO, e-mail, social, influence, paid, events."""

from xl_kpi.language import Text
from xl_kpi.templates import tabs
from xl_kpi.templates.declaration import Template, by_month
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
        tabs.CONTENT.charts[1],
        tabs.PAID.charts[0],
    ),
)  # fmt: skip
