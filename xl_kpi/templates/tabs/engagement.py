"""The engagement tab: whether people react."""

from xl_kpi.catalog import FAMILIES
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Line, Tab, by_month
from xl_kpi.templates.tabs.common import FIGURES, RATE, figure

ENGAGEMENT = Tab(
    "engagement",
    FAMILIES["engagement"],
    Text("Ceux qui nous voient réagissent-ils ?", "Do those who see us react?"),
    (
        Line(
            "engagement_rate",
            "KPI_ENGAGEMENT_RATE({social.interactions},{social.impressions})",
            "KPI_ENGAGEMENT_RATE",
            target=0.03,
        ),
        Line("ctr", "KPI_CTR({ads.clicks},{ads.impressions})", "KPI_CTR", target=0.02),
        Line("open_rate", "KPI_OPEN_RATE({email.unique_opens},{email.emails_delivered})", "KPI_OPEN_RATE", target=0.35),
        Line(
            "click_rate",
            "KPI_CLICK_RATE({email.unique_clicks},{email.emails_delivered})",
            "KPI_CLICK_RATE",
            target=0.03,
        ),
        Line(
            "bounce_rate", 'KPI_BOUNCE_RATE({web.engaged_sessions},{web.visits},"GA4")', "KPI_BOUNCE_RATE", target=0.45
        ),
    ),
    (
        Block(
            FIGURES,
            (
                figure("social_interactions", "social.interactions"),
                figure("clicks", "ads.clicks"),
                figure("delivered", "email.emails_delivered"),
                figure("opens", "email.unique_opens"),
                figure("email_clicks", "email.unique_clicks"),
                figure("unsubscribes", "email.unsubscribes"),
                figure("engaged", "web.engaged_sessions"),
            ),
        ),
    ),
    (
        by_month(
            Text("Ouverture et clic des e-mails par mois", "E-mail opens and clicks by month"),
            RATE,
            (Text("Taux d’ouverture", "Open rate"), "open_rate"),
            (Text("Taux de clic", "Click rate"), "click_rate"),
            fmt="0%",
        ),
        by_month(
            Text("Taux de rebond du site par mois", "Site bounce rate by month"),
            RATE,
            (Text("Taux de rebond", "Bounce rate"), "bounce_rate"),
            fmt="0%",
        ),
    ),
)
