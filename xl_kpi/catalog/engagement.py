"""Engagement KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import engagement as f
from xl_kpi.language import Text

KPIS = (
    Kpi(
        function=f.engagement_rate,
        title=Text("Taux d’engagement", "Engagement rate"),
        help=Text(
            "Interactions sociales par personne de l’audience. La base est celle que vous donnez : portée "
            "(l’usage), impressions, abonnés ou vues.",
            "Social interactions per person of the audience. The base is what you pass: reach (usual), "
            "impressions, followers or views.",
        ),
        arguments={
            "interactions": Text("J’aime, commentaires, partages, enregistrements", "Likes, comments, shares, saves"),
            "audience": Text("Portée, impressions, abonnés ou vues", "Reach, impressions, followers or views"),
        },
        native="{interactions}/{audience}",
        better="higher",
        examples=(
            Example(arguments=(60, 1200), result=0.05),
            Example(arguments=(60, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_CTR",),
    ),
    Kpi(
        function=f.bounce_rate,
        title=Text("Taux de rebond", "Bounce rate"),
        help=Text(
            'Part des sessions sans suite. Deux définitions non comparables, à choisir : "UA" (sessions d’une '
            'seule page) ou "GA4" (1 moins les sessions avec engagement).',
            "Share of sessions that went no further. Two definitions that cannot be compared, choose one: "
            '"UA" (single-page sessions) or "GA4" (1 less engaged sessions).',
        ),
        arguments={
            "sessions_counted": Text(
                "UA : sessions d’une seule page ; GA4 : sessions avec engagement",
                "UA: single-page sessions; GA4: engaged sessions",
            ),
            "sessions": Text("Toutes les sessions", "All sessions"),
            "definition": Text('"UA" ou "GA4", obligatoire', '"UA" or "GA4", required'),
        },
        native='IF({definition}="GA4",1-{sessions_counted}/{sessions},{sessions_counted}/{sessions})',
        better="lower",
        examples=(
            Example(
                arguments=(693, 1810, "GA4"),
                result=0.617,
                tolerance=5e-4,
                source="bbccss.com, engagement rate vs bounce rate in GA4",
            ),
            Example(arguments=(450, 1000, "UA"), result=0.45),
            Example(arguments=(450, 1000, "autre"), result=ExcelError.VALUE),
        ),
        definition_source="Google Analytics Help: GA4 bounce rate = 1 - engagement rate",
        see_also=("KPI_CVR",),
    ),
    Kpi(
        function=f.ctr,
        title=Text("Taux de clics (CTR)", "Click-through rate (CTR)"),
        help=Text("Clics par impression d’une annonce ou d’un lien.", "Clicks per impression of an ad or a link."),
        arguments={
            "clicks": Text("Clics (de préférence sur le lien)", "Clicks (preferably link clicks)"),
            "impressions": Text("Affichages", "Times shown"),
        },
        native="{clicks}/{impressions}",
        better="higher",
        examples=(
            Example(arguments=(5, 100), result=0.05, source="Google Ads Help, Clickthrough rate (CTR)"),
            Example(arguments=(5, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_CPC", "KPI_CPM"),
    ),
)
