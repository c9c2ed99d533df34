"""The content tab: search, pages, calls to action, leads by page and by offer."""

from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Column, Grid, Line, Tab, by_month, ranking
from xl_kpi.templates.tabs.common import FIGURES, NUMBER, column, figure

_ORGANIC, _REFERRAL = "{web.visits?channel:0}", "{web.visits?channel:6}"
_IN_PERIOD = "({all content.date}>={start})*({all content.date}<={end})"
_POSITION = f"SUMPRODUCT({_IN_PERIOD}*{{all content.position}}*{{all content.impressions}})"

CONTENT = Tab(
    "content",
    Text("Contenus et SEO", "Content and SEO"),
    Text(
        "Nos pages sont-elles trouvées, lues, et amènent-elles des leads ?",
        "Are our pages found, read, and do they bring leads?",
    ),
    (
        Line(
            "organic_share",
            f"KPI_TRAFFIC_SHARE({_ORGANIC},{{web.visits}})",
            "KPI_TRAFFIC_SHARE",
            Text("Part du trafic naturel", "Share of organic traffic"),
            target=0.4,
            aim="higher",
        ),
        Line(
            "referral_share",
            f"KPI_TRAFFIC_SHARE({_REFERRAL},{{web.visits}})",
            "KPI_TRAFFIC_SHARE",
            Text("Part du trafic référent", "Share of referral traffic"),
            target=0.05,
            aim="higher",
        ),
        Line("position", f"{_POSITION}/{{content.impressions}}", "KPI_AVG_POSITION", target=7.0),
        Line(
            "search_ctr",
            "KPI_CTR({content.clicks},{content.impressions})",
            "KPI_CTR",
            Text("Taux de clics dans les résultats de recherche", "Click-through rate in search results"),
            target=0.04,
        ),
        Line(
            "time_on_page",
            "KPI_TIME_ON_PAGE({content.session_seconds},{content.page_views})",
            "KPI_TIME_ON_PAGE",
        ),
        Line(
            "content_bounce",
            'KPI_BOUNCE_RATE({content.engaged_sessions},{content.visits},"GA4")',
            "KPI_BOUNCE_RATE",
            target=0.45,
        ),
        Line("cta_ctr", "KPI_CTA_CTR({content.cta_clicks},{content.cta_views})", "KPI_CTA_CTR", target=0.06),
        Line("landing_rate", "KPI_LANDING_RATE({content.leads},{content.visits})", "KPI_LANDING_RATE", target=0.03),
    ),
    (
        Block(
            FIGURES,
            (
                Line("organic", _ORGANIC, label=Text("Visites naturelles", "Organic visits")),
                Line("referral", _REFERRAL, label=Text("Visites de sites référents", "Referral visits")),
                figure("search_impressions", "content.impressions"),
                figure("search_clicks", "content.clicks"),
                figure("content_visits", "content.visits"),
                figure("cta_clicks", "content.cta_clicks"),
                Line("content_leads", "{content.leads}", label=Text("Leads des contenus", "Leads from content")),
            ),
        ),
    ),
    (
        by_month(
            Text("Visites naturelles et référentes par mois", "Organic and referral visits by month"),
            Text("Visites", "Visits"),
            (Text("Naturelles", "Organic"), "organic"),
            (Text("Référentes", "Referral"), "referral"),
        ),
        ranking(
            Text("Leads par offre sur la période", "Leads by offer over the period"),
            NUMBER,
            (Text("Leads", "Leads"), "offer_grid", "leads"),
        ),
    ),
    (
        Grid(
            "page_grid",
            Text("Les pages de destination, les plus visitées d’abord", "Landing pages, the most visited first"),
            Text("Page", "Page"),
            (
                column("visits", "content.visits", "page"),
                column("impressions", "content.impressions", "page"),
                column("clicks", "content.clicks", "page"),
                Column("ctr", Text("CTR", "CTR"), "KPI_CTR({#clicks},{#impressions})", "KPI_CTR"),
                Column(
                    "time",
                    Text("Temps par page (s)", "Time per page (s)"),
                    "KPI_TIME_ON_PAGE({content.session_seconds?page},{content.page_views?page})",
                    "KPI_TIME_ON_PAGE",
                ),
                Column(
                    "bounce",
                    Text("Taux de rebond", "Bounce rate"),
                    'KPI_BOUNCE_RATE({content.engaged_sessions?page},{#visits},"GA4")',
                    "KPI_BOUNCE_RATE",
                ),
                Column(
                    "cta",
                    Text("Clics des CTA", "CTA click rate"),
                    "KPI_CTA_CTR({content.cta_clicks?page},{content.cta_views?page})",
                    "KPI_CTA_CTR",
                ),
                column("leads", "content.leads", "page"),
                Column(
                    "rate",
                    Text("Leads par visite", "Leads per visit"),
                    "KPI_LANDING_RATE({#leads},{#visits})",
                    "KPI_LANDING_RATE",
                ),
            ),
            listing="pages",
            ranked_by="visits",
            total=Text("Toutes les pages", "All pages"),
        ),
        Grid(
            "offer_grid",
            Text("Les offres, les plus demandées d’abord", "Offers, the most wanted first"),
            Text("Offre", "Offer"),
            (
                column("leads", "content.leads", "offer"),
                column("visits", "content.visits", "offer"),
                Column(
                    "rate",
                    Text("Leads par visite", "Leads per visit"),
                    "KPI_LANDING_RATE({#leads},{#visits})",
                    "KPI_LANDING_RATE",
                ),
            ),
            listing="offers",
            ranked_by="leads",
            total=Text("Toutes les offres", "All offers"),
        ),
    ),
)
