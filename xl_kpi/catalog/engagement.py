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
            "Interactions sociales par personne de l’audience. La base est celle que vous donnez : portée "
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
            Example(arguments=(340, 8500), result=0.04, source="calculatormasters.com, engagement rate by reach"),
            Example(arguments=(60, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_CTR",),
    ),
    Kpi(
        function=f.bounce_rate,
        title=Text("Taux de rebond", "Bounce rate"),
        help=Text(
            'Part des sessions sans suite. Deux définitions non comparables, à choisir : "UA" (sessions d’une '
            'seule page) ou "GA4" (1 moins les sessions avec engagement).',
            "Share of sessions that went no further. Two definitions that cannot be compared, choose one: "
            '"UA" (single-page sessions) or "GA4" (1 less engaged sessions).',
        ),
        arguments={
            "sessions_counted": Text(
                "UA : sessions d’une seule page ; GA4 : sessions avec engagement",
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
    Kpi(
        function=f.interactions,
        title=Text("Interactions sociales", "Social interactions"),
        help=Text(
            "Total des j’aime, commentaires, partages, messages, identifications et mentions.",
            "Total of likes, comments, shares, messages, tags and mentions.",
        ),
        arguments={"counts": Text("Effectifs, autant de plages que voulu", "Counts, as many ranges as wanted")},
        native="SUM({counts})",
        better="higher",
        examples=(
            Example(arguments=(120, 30, 10), result=160.0),
            Example(arguments=(((120,), (30,)), 10), result=160.0),
            Example(arguments=(-1, 3), result=ExcelError.NUM),
        ),
        see_also=("KPI_ENGAGEMENT_RATE",),
        vanity=True,
    ),
    Kpi(
        function=f.follower_growth,
        title=Text("Croissance des abonnés", "Follower growth"),
        help=Text(
            "Croissance du nombre d’abonnés sur la période. Négative si les départs dépassent les arrivées.",
            "Growth of the number of followers over the period. Negative if more leave than come.",
        ),
        arguments={
            "followers_start": Text("Abonnés au début de la période", "Followers at the start of the period"),
            "followers_end": Text("Abonnés à la fin de la période", "Followers at the end of the period"),
        },
        native="({followers_end}-{followers_start})/{followers_start}",
        better="higher",
        examples=(
            Example(arguments=(1000, 1100), result=0.1, source="keyhole.co, How do I calculate follower growth rate"),
            Example(arguments=(1000, 950), result=-0.05),
            Example(arguments=(0, 100), result=ExcelError.DIV0),
        ),
        see_also=("KPI_LIFT", "KPI_GROWTH"),
    ),
    Kpi(
        function=f.lift,
        title=Text("Multiple du niveau habituel", "Lift over the usual level"),
        help=Text(
            "Combien de fois le niveau habituel a été atteint : 1 est l’ordinaire, 36 veut dire 36 fois le nombre "
            "habituel de nouveaux abonnés par jour.",
            "How many times the usual level was reached: 1 is as usual, 36 is 36 times the usual daily new followers.",
        ),
        arguments={
            "observed": Text("Niveau observé pendant l’action", "Level observed during the action"),
            "baseline": Text("Niveau habituel, même unité et même durée", "Usual level, same unit and length of time"),
        },
        native="{observed}/{baseline}",
        better="higher",
        examples=(
            Example(arguments=(720, 20), result=36.0),
            Example(
                arguments=(0.7, 0.6),
                result=1.16,
                tolerance=0.01,
                source="support.ampersand.tv, Lift index (shown as 116)",
            ),
            Example(arguments=(720, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_FOLLOWER_GROWTH", "KPI_GROWTH"),
    ),
    Kpi(
        function=f.time_on_site,
        title=Text("Temps moyen passé sur le site", "Average time on site"),
        help=Text(
            "Durée moyenne d’une session, en secondes. À lire avec le taux de rebond : long n’est pas toujours mieux.",
            "Average length of a session, in seconds. Read it beside the bounce rate: longer is not always better.",
        ),
        arguments={
            "total_seconds": Text("Durée totale des sessions, en secondes", "Total time of the sessions, in seconds"),
            "sessions": Text("Sessions", "Sessions"),
        },
        native="{total_seconds}/{sessions}",
        better="context",
        examples=(
            Example(
                arguments=(1440000, 10000),
                result=144.0,
                source="Klipfolio MetricHQ, Average session duration (400 hours, 2.4 minutes)",
            ),
            Example(arguments=(1440000, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_TIME_ON_PAGE", "KPI_PAGES_PER_SESSION"),
    ),
    Kpi(
        function=f.time_on_page,
        title=Text("Temps moyen par page", "Average time on page"),
        help=Text(
            "Durée moyenne d’une vue de page, en secondes. Les sorties, dont la durée n’est pas mesurée, se retirent "
            "des vues.",
            "Average length of a page view, in seconds. Exits, whose length is not measured, are taken off the views.",
        ),
        arguments={
            "total_seconds": Text("Temps total passé sur la page, en secondes", "Total time on the page, in seconds"),
            "views": Text("Vues de la page", "Views of the page"),
            "exits": Text("Vues qui ont terminé la session ; 0 si omis", "Views that ended the session; 0 if left out"),
        },
        native="{total_seconds}/({views}-{exits})",
        better="context",
        examples=(
            Example(
                arguments=(18000, 1500, 1000),
                result=36.0,
                source="Klipfolio MetricHQ, Average time on page (300 minutes, 36 seconds)",
            ),
            Example(arguments=(18000, 1500), result=12.0),
            Example(arguments=(18000, 500, 500), result=ExcelError.DIV0),
            Example(arguments=(18000, 400, 500), result=ExcelError.NUM),
        ),
        see_also=("KPI_TIME_ON_SITE",),
    ),
    Kpi(
        function=f.pages_per_session,
        title=Text("Pages par session", "Pages per session"),
        help=Text(
            "Nombre moyen de pages vues pendant une session.",
            "Pages viewed during a session, on average.",
        ),
        arguments={"page_views": Text("Pages vues", "Page views"), "sessions": Text("Sessions", "Sessions")},
        native="{page_views}/{sessions}",
        better="higher",
        examples=(
            Example(arguments=(1200, 400), result=3.0, source="freedatalytics.com, Pages per session"),
            Example(arguments=(1200, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_TIME_ON_SITE", "KPI_BOUNCE_RATE"),
    ),
    Kpi(
        function=f.session_engagement,
        title=Text("Taux d’engagement des sessions (GA4)", "Session engagement rate (GA4)"),
        help=Text(
            "Part des sessions avec engagement selon Google Analytics 4 : plus de 10 secondes, un événement clé ou au "
            "moins deux pages vues.",
            "Share of engaged sessions in Google Analytics 4: longer than 10 seconds, with a key event, or with two or "
            "more page views.",
        ),
        arguments={
            "engaged_sessions": Text("Sessions avec engagement", "Engaged sessions"),
            "sessions": Text("Toutes les sessions", "All sessions"),
        },
        native="{engaged_sessions}/{sessions}",
        better="higher",
        examples=(
            Example(
                arguments=(693, 1810),
                result=0.383,
                tolerance=5e-4,
                source="bbccss.com, engagement rate vs bounce rate in GA4",
            ),
            Example(arguments=(1811, 1810), result=ExcelError.NUM),
        ),
        definition_source="Google Analytics Help: engaged sessions / sessions",
        see_also=("KPI_BOUNCE_RATE", "KPI_ENGAGEMENT_RATE"),
    ),
    Kpi(
        function=f.cta_ctr,
        title=Text("Taux de clics des CTA", "CTA click-through rate"),
        help=Text(
            "Clics sur un appel à l’action (CTA) pour un affichage du CTA. La base est l’affichage du CTA, et non de "
            "la page.",
            "Clicks on a call to action (CTA) per time it was seen. The base is views of the CTA, not of the page.",
        ),
        arguments={
            "cta_clicks": Text("Clics sur le CTA", "Clicks on the CTA"),
            "cta_views": Text("Affichages du CTA", "Views of the CTA"),
        },
        native="{cta_clicks}/{cta_views}",
        better="higher",
        examples=(
            Example(arguments=(45, 900), result=0.05, source="wrenegadegrace.com, glossary, Click-through rate"),
            Example(arguments=(45, 0), result=ExcelError.DIV0),
        ),
        definition_source="HubSpot Knowledge Base: CTA clicks / CTA views",
        see_also=("KPI_CTR", "KPI_FORM_RATE"),
    ),
    Kpi(
        function=f.attendance,
        title=Text("Taux de participation aux événements", "Event attendance rate"),
        help=Text(
            "Participants à un événement (salon, webinaire) pour un inscrit. Peut dépasser 100 % si l’on accueille des "
            "non-inscrits.",
            "Attendees of an event (fair, webinar) per registrant. May exceed 100% with walk-ins.",
        ),
        arguments={
            "attendees": Text("Participants présents", "People who attended"),
            "registrants": Text("Inscrits", "People who registered"),
        },
        native="{attendees}/{registrants}",
        better="higher",
        examples=(
            Example(arguments=(120, 150), result=0.8, source="marketing-calculator.net, webinar attendance rate"),
            Example(arguments=(120, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_APPOINTMENT_RATE",),
    ),
    Kpi(
        function=f.cpe,
        title=Text("Coût par engagement", "Cost per engagement (CPE)"),
        help=Text(
            "Coût d’une interaction : sert à comparer des influenceurs ou des formats sponsorisés.",
            "What one interaction costs: compares influencers or sponsored formats.",
        ),
        arguments={
            "cost": Text("Coût de la collaboration ou de la campagne", "Cost of the collaboration or campaign"),
            "interactions": Text("J’aime, commentaires, partages, enregistrements", "Likes, comments, shares, saves"),
        },
        native="{cost}/{interactions}",
        better="lower",
        examples=(
            Example(arguments=(500, 100), result=5.0),
            Example(
                arguments=(10000, 3000),
                result=3.33,
                tolerance=2e-3,
                source="calculator.academy, Cost per engagement (shown as 3.33)",
            ),
            Example(arguments=(500, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_ENGAGEMENT_RATE", "KPI_CPC"),
    ),
)
