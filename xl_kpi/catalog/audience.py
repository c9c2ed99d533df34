"""The measures of awareness and engagement: who sees us and who reacts."""

from xl_kpi.catalog.measure import Measure
from xl_kpi.catalog.measure import family_measures as _family
from xl_kpi.catalog.measure import measure as _m
from xl_kpi.language import Text

AUDIENCE: tuple[Measure, ...] = (
    *_family(
        "awareness",
        _m("page_views", Text("Pages vues", "Page views"), Text("Pages affichées", "Pages shown"), vanity=True),
        _m(
            "new_followers",
            Text("Nouveaux abonnés", "New followers"),
            Text("Abonnés gagnés grâce à une publication", "Followers won by a post"),
        ),
        _m(
            "visits",
            Text("Visites", "Visits"),
            Text("Visites du site web (sessions)", "Website visits (sessions)"),
            vanity=True,
        ),
        _m(
            "unique_visitors",
            Text("Visiteurs uniques", "Unique visitors"),
            Text(
                "Visiteurs différents ; ne s’additionne ni d’un jour ni d’une source à l’autre",
                "Distinct visitors; never add them up over days or sources",
            ),
            aggregation="none",
        ),
        _m(
            "mentions",
            Text("Mentions", "Mentions"),
            Text(
                "Mentions de la marque : sites, presse, réseaux sociaux, avis",
                "Brand mentions: online, media, social, reviews",
            ),
        ),
        _m(
            "reach",
            Text("Portée", "Reach"),
            Text(
                "Personnes touchées, selon la plateforme (Couverture chez Meta) ; ne s’additionne pas",
                "People reached, as the platform counts them; never add it up",
            ),
            aggregation="none",
        ),
        _m(
            "impressions",
            Text("Impressions", "Impressions"),
            Text("Affichages d’une annonce ou d’une publication", "Times an ad or a post was shown"),
            vanity=True,
        ),
        _m(
            "followers",
            Text("Abonnés", "Followers"),
            Text(
                "Abonnés à la fin de la période : un stock, pas un flux",
                "Followers at the end of the period: a stock, not a flow",
            ),
            aggregation="last",
        ),
        _m(
            "position",
            Text("Position moyenne", "Average position"),
            Text(
                "Rang moyen dans les résultats de recherche, pondéré par les impressions ; ne s’additionne pas",
                "Average rank in search results, weighted by impressions; never add it up",
            ),
            aggregation="none",
            better="lower",
        ),
    ),
    *_family(
        "engagement",
        _m("cta_views", Text("Affichages du CTA", "CTA views"), Text("Appels à l’action vus", "Calls to action seen")),
        _m(
            "cta_clicks",
            Text("Clics sur le CTA", "CTA clicks"),
            Text("Appels à l’action suivis", "Calls clicked"),
        ),
        _m(
            "touch_rank",
            Text("Rang du contact", "Touch number"),
            Text(
                "1 pour le premier contact du parcours, 2 pour le suivant",
                "1 for the first touch of a journey, 2 for the next",
            ),
            aggregation="none",
            better="context",
        ),
        _m(
            "clicks",
            Text("Clics", "Clicks"),
            Text("Clics sur une annonce, de préférence sur le lien", "Clicks on an ad, preferably on its link"),
        ),
        _m(
            "interactions",
            Text("Interactions", "Interactions"),
            Text(
                "Interactions sociales : j’aime, commentaires, partages, messages, identifications, mentions",
                "Social interactions: likes, comments, shares, messages, tags, mentions",
            ),
        ),
        _m(
            "session_seconds",
            Text("Temps passé", "Time on site"),
            Text("Temps passé sur le site, en secondes, total", "Time spent on the site, in seconds, total"),
            unit="seconds",
            better="context",
        ),
        _m(
            "engaged_sessions",
            Text("Visites engagées", "Engaged sessions"),
            Text("Sessions avec engagement (GA4)", "Engaged sessions (GA4)"),
        ),
        _m("emails_sent", Text("Envois", "Sent"), Text("E-mails envoyés", "E-mails sent"), better="context"),
        _m(
            "emails_delivered",
            Text("Délivrés", "Delivered"),
            Text("E-mails délivrés : envoyés moins rejetés", "E-mails delivered: sent less bounced"),
            better="context",
        ),
        _m("bounces", Text("Rejets", "Bounces"), Text("E-mails rejetés", "E-mails bounced"), better="context"),
        _m(
            "unique_opens",
            Text("Ouvertures uniques", "Unique opens"),
            Text("Destinataires qui ont ouvert", "Recipients who opened"),
            better="context",
        ),
        _m(
            "unique_clicks",
            Text("Clics uniques", "Unique clicks"),
            Text("Destinataires qui ont cliqué", "Recipients who clicked"),
            better="context",
        ),
        _m(
            "unsubscribes",
            Text("Désabonnements", "Unsubscribes"),
            Text("Destinataires qui se sont désabonnés", "Recipients who unsubscribed"),
            better="context",
        ),
        _m(
            "event_registrants",
            Text("Inscrits", "Registrants"),
            Text("Inscrits à un événement", "People registered for an event"),
        ),
        _m(
            "event_attendees",
            Text("Participants", "Attendees"),
            Text("Participants à un événement", "People who attended an event"),
        ),
    ),
)
