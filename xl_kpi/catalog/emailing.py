"""E-mail KPIs (of the engagement family)."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import engagement as f
from xl_kpi.language import Text

_DELIVERED = Text("E-mails délivrés (envoyés moins rejetés)", "E-mails delivered (sent less bounced)")
_SENT = Text("E-mails envoyés", "E-mails sent")

KPIS = (
    Kpi(
        function=f.delivery_rate,
        title=Text("Délivrabilité", "Delivery rate"),
        help=Text(
            "Part des e-mails envoyés qui ont été acceptés par le serveur du destinataire, boîte de réception et "
            "indésirables confondus.",
            "Share of e-mails sent that the recipient’s server accepted, into the inbox or the spam folder alike.",
        ),
        arguments={"delivered": _DELIVERED, "sent": _SENT},
        native="{delivered}/{sent}",
        better="higher",
        examples=(
            Example(arguments=(499, 500), result=0.998, source="help.returnpath.com, What is delivered"),
            Example(arguments=(501, 500), result=ExcelError.NUM),
            Example(arguments=(0, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_EMAIL_BOUNCE_RATE", "KPI_OPEN_RATE"),
    ),
    Kpi(
        function=f.email_bounce_rate,
        title=Text("Taux de rebond e-mail", "E-mail bounce rate"),
        help=Text(
            "Part des e-mails envoyés qui sont revenus sans être délivrés, rebonds temporaires (soft) et définitifs "
            "(hard) réunis.",
            "Share of e-mails sent that came back undelivered, soft and hard bounces together.",
        ),
        arguments={"bounces": Text("E-mails rejetés", "E-mails bounced"), "sent": _SENT},
        native="{bounces}/{sent}",
        better="lower",
        examples=(
            Example(arguments=(20, 1000), result=0.02, source="ringba.com, glossary, Email bounce rate"),
            Example(arguments=(1001, 1000), result=ExcelError.NUM),
        ),
        see_also=("KPI_DELIVERY_RATE", "KPI_BOUNCE_RATE"),
    ),
    Kpi(
        function=f.open_rate,
        title=Text("Taux d’ouverture", "Open rate"),
        help=Text(
            "Part des e-mails délivrés qui ont été ouverts au moins une fois. Gonflé par la protection de la "
            "confidentialité d’Apple Mail.",
            "Share of delivered e-mails that were opened at least once. Inflated by Apple Mail Privacy Protection.",
        ),
        arguments={
            "unique_opens": Text("Destinataires qui ont ouvert", "Recipients who opened"),
            "delivered": _DELIVERED,
        },
        native="{unique_opens}/{delivered}",
        better="higher",
        examples=(
            Example(arguments=(250, 1000), result=0.25, source="codekaksha.com, Email metrics and deliverability"),
            Example(arguments=(1001, 1000), result=ExcelError.NUM),
        ),
        definition_source="Mailchimp, HubSpot: unique opens / delivered",
        see_also=("KPI_CLICK_RATE", "KPI_CTOR"),
    ),
    Kpi(
        function=f.click_rate,
        title=Text("Taux de clic e-mail", "Click rate"),
        help=Text(
            "Part des e-mails délivrés où un lien a été cliqué au moins une fois.",
            "Share of delivered e-mails in which a link was clicked at least once.",
        ),
        arguments={
            "unique_clicks": Text("Destinataires qui ont cliqué", "Recipients who clicked"),
            "delivered": _DELIVERED,
        },
        native="{unique_clicks}/{delivered}",
        better="higher",
        examples=(
            Example(arguments=(30, 1000), result=0.03, source="codekaksha.com, Email metrics and deliverability"),
            Example(arguments=(25, 0), result=ExcelError.DIV0),
        ),
        definition_source="Mailchimp, HubSpot: unique clicks / delivered",
        see_also=("KPI_CTOR", "KPI_OPEN_RATE"),
    ),
    Kpi(
        function=f.ctor,
        title=Text("Taux de réactivité", "Click-to-open rate (CTOR)"),
        help=Text(
            "Destinataires qui ont cliqué pour un destinataire qui a ouvert : l’intérêt du contenu, l’objet mis à "
            "part. HubSpot l’appelle click-through rate.",
            "Recipients who clicked per recipient who opened: the pull of the content, apart from the subject line. "
            "HubSpot calls it click-through rate.",
        ),
        arguments={
            "unique_clicks": Text("Destinataires qui ont cliqué", "Recipients who clicked"),
            "unique_opens": Text("Destinataires qui ont ouvert", "Recipients who opened"),
        },
        native="{unique_clicks}/{unique_opens}",
        better="higher",
        examples=(
            Example(arguments=(50, 250), result=0.2, source="azcalk.com, Click-to-open rate"),
            Example(
                arguments=(50, 90),
                result=0.56,
                tolerance=0.01,
                source="knowledge.pushsend.com, What is a click-to-open rate (shown as 56 %)",
            ),
            Example(arguments=(50, 0), result=ExcelError.DIV0),
        ),
        definition_source="Campaign Monitor, glossary: unique clicks / unique opens",
        see_also=("KPI_OPEN_RATE", "KPI_CLICK_RATE"),
    ),
    Kpi(
        function=f.unsubscribe_rate,
        title=Text("Taux de désabonnement", "Unsubscribe rate"),
        help=Text(
            "Part des e-mails délivrés qui ont entraîné un désabonnement : fréquence trop forte ou contenu mal ciblé.",
            "Share of delivered e-mails that led to an unsubscription: sent too often, or badly targeted.",
        ),
        arguments={"unsubscribes": Text("Désabonnements", "Unsubscribes"), "delivered": _DELIVERED},
        native="{unsubscribes}/{delivered}",
        better="lower",
        examples=(
            Example(arguments=(20, 8000), result=0.0025, source="mailbluster.com, Unsubscribe rate"),
            Example(arguments=(1001, 1000), result=ExcelError.NUM),
        ),
        see_also=("KPI_OPEN_RATE", "KPI_DELIVERY_RATE"),
    ),
)
