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
    Kpi(
        function=f.unique,
        title=Text("Visiteurs uniques", "Unique visitors"),
        help=Text(
            "Nombre d’identifiants différents dans une plage, cellules vides exclues. Ne s’additionne pas d’un jour "
            "ou d’une source à l’autre.",
            "Number of distinct identifiers in a range, blanks left out. Cannot be added up over days or sources.",
        ),
        arguments={"ids": Text("Identifiants de visiteurs", "Visitor identifiers")},
        native='SUMPRODUCT(({ids}<>"")/COUNTIF({ids},{ids}&""))',
        better="higher",
        examples=(
            Example(arguments=((("v1",), ("v2",), (None,), ("v1",)),), result=2.0),
            Example(arguments=(((None,), (None,)),), result=ExcelError.NA),
        ),
        see_also=("KPI_TRAFFIC_SHARE",),
    ),
    Kpi(
        function=f.avg_position,
        title=Text("Position moyenne", "Average position"),
        help=Text(
            "Position moyenne dans les résultats de recherche, pondérée par les impressions si elles sont données.",
            "Average position in search results, weighted by impressions where they are given.",
        ),
        arguments={
            "positions": Text("Positions, une par requête ou page", "Positions, one a query or page"),
            "impressions": Text("Impressions, mêmes lignes", "Impressions, same rows"),
        },
        native="SUMPRODUCT({positions},{impressions})/SUM({impressions})",
        native_without="AVERAGE({positions})",
        better="lower",
        examples=(
            Example(arguments=(((1,), (3,)), ((10,), (30,))), result=2.5),
            Example(arguments=(((1,), (3,)), ((0,), (0,))), result=ExcelError.DIV0),
            Example(arguments=(((1,), (3,)), ((10,),)), result=ExcelError.VALUE),
        ),
        definition_source="Google Search Console Help, What are impressions, position and clicks?",
        see_also=("KPI_CTR",),
    ),
)
