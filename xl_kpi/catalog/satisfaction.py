"""Satisfaction KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import satisfaction as f
from xl_kpi.language import Text

_BAIN = "Bain & Company, Net Promoter System; Reichheld, The One Number You Need to Grow (2003)"
_POSITIVE = Text("Commentaires positifs", "Positive comments")
_NEGATIVE = Text("Commentaires négatifs", "Negative comments")

KPIS = (
    Kpi(
        function=f.nps,
        title=Text("Net Promoter Score (NPS)", "Net Promoter Score (NPS)"),
        help=Text(
            "Part de promoteurs (9-10) moins part de détracteurs (0-6), en points de -100 à 100. Cellules vides et "
            "textes ignorés.",
            "Share of promoters (9-10) less share of detractors (0-6), in points from -100 to 100. Blanks and text "
            "are ignored.",
        ),
        arguments={"scores": Text("Notes entières de 0 à 10", "Whole scores from 0 to 10")},
        native='100*(COUNTIF({scores},">=9")-COUNTIF({scores},"<=6"))/COUNT({scores})',
        better="higher",
        examples=(
            Example(arguments=([[10], [9], [8], [6], [None]],), result=25.0),
            Example(
                arguments=(((10, 9, 9, 8, 8, 7, 7, 7, 4, 2),),),
                result=10.0,
                source="annualreport2018.dela.nl, glossary: 30 % promoters and 20 % detractors give +10",
            ),
            Example(arguments=([[10], [11]],), result=ExcelError.NUM),
            Example(arguments=([[None], [None]],), result=ExcelError.DIV0),
        ),
        definition_source=_BAIN,
        see_also=("KPI_NPS_COUNTS",),
    ),
    Kpi(
        function=f.nps_counts,
        title=Text("NPS à partir des effectifs", "NPS from counts"),
        help=Text(
            "Net Promoter Score à partir du nombre de promoteurs, de passifs et de détracteurs, en points.",
            "Net Promoter Score from the number of promoters, passives and detractors, in points.",
        ),
        arguments={
            "promoters": Text("Notes de 9 ou 10", "Scores of 9 or 10"),
            "passives": Text("Notes de 7 ou 8", "Scores of 7 or 8"),
            "detractors": Text("Notes de 0 à 6", "Scores of 0 to 6"),
        },
        native="100*({promoters}-{detractors})/({promoters}+{passives}+{detractors})",
        better="higher",
        examples=(
            Example(arguments=(462, 176, 362), result=10.0, source="R package NPS 1.1, its test data (n = 1000)"),
            Example(arguments=(291, 476, 395), result=-9.0, tolerance=0.06, source="talkstats.com, thread 58500"),
            Example(arguments=(0, 0, 0), result=ExcelError.DIV0),
        ),
        definition_source=_BAIN,
        see_also=("KPI_NPS",),
    ),
    Kpi(
        function=f.nps_ci,
        title=Text("Intervalle de confiance du NPS", "Confidence interval of the NPS"),
        help=Text(
            "Bornes basse et haute du NPS, en points, au niveau de confiance donné.",
            "Low and high bounds of the NPS, in points, at the given confidence.",
        ),
        arguments={
            "scores": Text("Notes entières de 0 à 10", "Whole scores from 0 to 10"),
            "confidence": Text(
                "Niveau de confiance, entre 0 et 1 ; 0,95 si omis",
                "Confidence level, between 0 and 1; 0.95 if left out",
            ),
        },
        native=None,
        formula=Text("NPS ± z·100·√((p+d-(p-d)²)/n)", "NPS ± z·100·√((p+d-(p-d)²)/n)"),
        better="context",
        examples=(
            Example(
                # net 0.5, variance (0.7 - 0.25)/10: 50 ± 1.959964 * 21.213203
                arguments=(((10, 10, 10, 9, 9, 9, 8, 7, 7, 3),),),
                result=((8.422886, 91.577114),),
                tolerance=1e-6,
            ),
            Example(arguments=(((None,),),), result=ExcelError.DIV0),
            Example(arguments=(((9,), (11,)),), result=ExcelError.NUM),
        ),
        see_also=("KPI_NPS", "KPI_NPS_CHANGE"),
    ),
    Kpi(
        function=f.nps_change,
        title=Text("Changement du NPS (p-valeur)", "NPS change (p-value)"),
        help=Text(
            "Probabilité d’un écart au moins aussi grand si les deux vagues d’enquête avaient le même NPS.",
            "Probability of a difference at least as large if both survey waves had the same NPS.",
        ),
        arguments={
            "scores_before": Text("Notes de la première vague", "Scores of the first wave"),
            "scores_after": Text("Notes de la seconde vague", "Scores of the second wave"),
        },
        native=None,
        formula=Text("test z bilatéral sur l’écart des deux NPS", "two-sided z test of the difference"),
        better="context",
        examples=(
            # p + d - (p-d)^2 is 1 in each wave, n = 2: the variances are 1/2 + 1/2, so z is 0.
            Example(arguments=(((10,), (0,)), ((0,), (10,))), result=1.0),
            Example(arguments=(((10,),), ((10,),)), result=ExcelError.DIV0),
            Example(arguments=(((10,), (12,)), ((10,), (0,))), result=ExcelError.NUM),
        ),
        see_also=("KPI_NPS_CI",),
    ),
    Kpi(
        function=f.sentiment,
        title=Text("Sentiment net des commentaires", "Net sentiment"),
        help=Text(
            "Part de commentaires positifs moins part de négatifs, en points de -100 à 100. Sans les neutres, le score "
            "s’éloigne de 0.",
            "Share of positive comments less share of negative ones, in points from -100 to 100. Without the neutral "
            "ones the score moves away from 0.",
        ),
        arguments={
            "positive": _POSITIVE,
            "negative": _NEGATIVE,
            "neutral": Text("Commentaires neutres ; 0 si omis", "Neutral comments; 0 if left out"),
        },
        native="100*({positive}-{negative})/({positive}+{negative}+{neutral})",
        better="higher",
        examples=(
            Example(arguments=(80, 20, 100), result=30.0, source="help.blackboxintelligence.com, net sentiment"),
            Example(arguments=(80, 20), result=60.0),
            Example(arguments=(0, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_POSITIVE_SHARE", "KPI_NPS_COUNTS"),
    ),
    Kpi(
        function=f.positive_share,
        title=Text("Part de commentaires positifs", "Share of positive comments"),
        help=Text(
            "Part de commentaires positifs parmi ceux qui sont positifs ou négatifs, neutres exclus.",
            "Share of positive comments among the positive and negative ones, neutral left out.",
        ),
        arguments={"positive": _POSITIVE, "negative": _NEGATIVE},
        native="{positive}/({positive}+{negative})",
        better="higher",
        examples=(
            Example(
                arguments=(80, 20),
                result=0.8,
                source="help.blackboxintelligence.com, net sentiment (positive, excluding neutral)",
            ),
            Example(arguments=(0, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_SENTIMENT",),
    ),
    Kpi(
        function=f.csat,
        title=Text("Satisfaction client (CSAT)", "Customer satisfaction (CSAT)"),
        help=Text(
            "Part de notes à partir du seuil de satisfaction : 4 sur une échelle de 1 à 5. Cellules vides et textes "
            "ignorés.",
            "Share of scores at or above the threshold of satisfaction: 4 on a scale from 1 to 5. Blanks and text are "
            "ignored.",
        ),
        arguments={
            "scores": Text("Notes de satisfaction", "Satisfaction scores"),
            "satisfied_from": Text(
                "Plus petite note d’un client satisfait ; 4 si omis",
                "Lowest score of a satisfied customer; 4 if left out",
            ),
        },
        native='COUNTIF({scores},">="&{satisfied_from})/COUNT({scores})',
        better="higher",
        examples=(
            Example(
                arguments=([[5], [5], [4], [4], [4], [4], [3], [3], [2], [1]],),
                result=0.6,
                source="intercom.help/voc-metrics, How is CSAT score calculated (its 50 answers, in proportion)",
            ),
            Example(arguments=([[10], [9], [7], [None]], 9), result=2 / 3),
            Example(arguments=([[None], [None]],), result=ExcelError.DIV0),
        ),
        definition_source="Delighted, How is CSAT calculated: scores of 4 and 5 / all scores",
        see_also=("KPI_NPS",),
    ),
)
