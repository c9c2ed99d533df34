"""Awareness KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import awareness as f
from xl_kpi.language import Text

KPIS = (
    Kpi(
        function=f.traffic_share,
        title=Text("Part du trafic par source", "Traffic share"),
        help=Text(
            "Part des visites venues d’une source : recherche naturelle, publicité, réseaux sociaux, sites "
            "référents, accès direct ou e-mail.",
            "Share of visits from one source: organic search, advertising, social, referral, direct or e-mail.",
        ),
        arguments={
            "source_visits": Text("Visites venues de la source", "Visits from the source"),
            "total_visits": Text("Visites de toutes les sources, même période", "Visits from all sources, same period"),
        },
        native="{source_visits}/{total_visits}",
        better="context",
        examples=(
            Example(arguments=(450, 1000), result=0.45),
            Example(arguments=(1200, 1000), result=ExcelError.NUM),
            Example(arguments=(10, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_CVR",),
    ),
)
