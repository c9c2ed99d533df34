"""E-mail KPIs (of the engagement family)."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import engagement as f
from xl_kpi.language import Text

_DELIVERED = Text("E-mails délivrés (envoyés moins rejetés)", "E-mails delivered (sent less bounced)")

KPIS = (
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
            Example(arguments=(380, 1000), result=0.38),
            Example(arguments=(1001, 1000), result=ExcelError.NUM),
        ),
        definition_source="Mailchimp, HubSpot: unique opens / delivered",
        see_also=("KPI_CLICK_RATE",),
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
            Example(arguments=(25, 1000), result=0.025),
            Example(arguments=(25, 0), result=ExcelError.DIV0),
        ),
        definition_source="Mailchimp, HubSpot: unique clicks / delivered",
        see_also=("KPI_OPEN_RATE", "KPI_CTR"),
    ),
)
