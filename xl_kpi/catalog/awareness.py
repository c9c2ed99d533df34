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
            "Part des visites venues d’une source : recherche naturelle, publicité, réseaux sociaux, sites "
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
        native="SUMPRODUCT({positions},{impressions})/SUMPRODUCT(--ISNUMBER({positions}),{impressions})",
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
    Kpi(
        function=f.reach_rate,
        title=Text("Taux de portée", "Reach rate"),
        help=Text(
            "Personnes touchées par une publication pour un abonné du compte. Peut dépasser 100 % si la publication "
            "est partagée ou sponsorisée.",
            "People reached by a post per follower of the account. May exceed 100% if the post is shared or promoted.",
        ),
        arguments={
            "reach": Text("Portée (Couverture chez Meta) : personnes touchées", "Reach: people who saw the post"),
            "followers": Text("Abonnés du compte au moment de la publication", "Followers of the account at that time"),
        },
        native="{reach}/{followers}",
        better="higher",
        examples=(
            Example(arguments=(2500, 10000), result=0.25, source="thesocialcat.com, glossary, Reach rate"),
            Example(arguments=(1800, 1200), result=1.5),
            Example(arguments=(1800, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_ENGAGEMENT_RATE", "KPI_FREQUENCY"),
    ),
    Kpi(
        function=f.frequency,
        title=Text("Répétition", "Frequency"),
        help=Text(
            "Nombre moyen d’expositions d’une personne touchée par la campagne. Trop faible, le message s’oublie ; "
            "trop forte, il lasse.",
            "How often a person reached by the campaign saw it on average. Too low and the message is forgotten, too "
            "high and it tires.",
        ),
        arguments={
            "impressions": Text("Affichages de la campagne", "Times the campaign was shown"),
            "reach": Text(
                "Personnes touchées, sur la même période ; ne s’additionne pas d’un jour à l’autre",
                "People reached, same period; does not add up over days",
            ),
        },
        native="{impressions}/{reach}",
        better="context",
        examples=(
            Example(arguments=(2000000, 500000), result=4.0, source="quickcalculator.co, Ad frequency"),
            Example(arguments=(900, 1000), result=ExcelError.NUM),
            Example(arguments=(900, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_REACH_RATE", "KPI_CPM"),
    ),
    Kpi(
        function=f.brand_awareness,
        title=Text("Notoriété de la marque (enquête)", "Brand awareness (survey)"),
        help=Text(
            "Part des personnes interrogées qui connaissent la marque. Ne comparez que des vagues de même méthode : "
            "spontanée ou assistée.",
            "Share of survey respondents who know the brand. Compare only waves of the same method: unaided or aided.",
        ),
        arguments={
            "aware": Text("Personnes qui connaissent la marque", "Respondents who know the brand"),
            "respondents": Text("Personnes interrogées", "Respondents"),
        },
        native="{aware}/{respondents}",
        better="higher",
        examples=(
            Example(arguments=(300, 1000), result=0.3, source="taglab.net, Brand awareness calculator"),
            Example(arguments=(1001, 1000), result=ExcelError.NUM),
        ),
        see_also=("KPI_SOV",),
    ),
    Kpi(
        function=f.sov,
        title=Text("Part de voix", "Share of voice"),
        help=Text(
            "Part des mentions de la marque dans l’ensemble des mentions du marché : la vôtre et celles des "
            "concurrents suivis.",
            "The brand’s part of all mentions in its market: its own and those of the competitors you follow.",
        ),
        arguments={
            "brand_mentions": Text("Mentions de la marque", "Mentions of the brand"),
            "total_mentions": Text(
                "Mentions de toutes les marques suivies, la vôtre comprise",
                "Mentions of all brands followed, yours too",
            ),
        },
        native="{brand_mentions}/{total_mentions}",
        better="higher",
        examples=(
            Example(arguments=(50, 500), result=0.1, source="kpiexamples.operately.com, Share of voice"),
            Example(arguments=(50, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_BRAND_AWARENESS", "KPI_MARKET_SHARE"),
    ),
)
