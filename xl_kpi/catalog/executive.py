"""Executive KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import executive as f
from xl_kpi.language import Text

_REVENUE = Text("Chiffre d’affaires de la période", "Revenue of the period")

KPIS = (
    Kpi(
        function=f.growth,
        title=Text("Taux de croissance", "Growth"),
        help=Text(
            "Croissance d’un chiffre par rapport à la période précédente. Sans objet si le chiffre précédent est "
            "négatif : le signe tromperait.",
            "Growth of a figure over the previous period. Undefined if the previous figure is negative: its sign "
            "would mislead.",
        ),
        arguments={
            "current": Text("Chiffre de la période", "Figure of the period"),
            "previous": Text("Chiffre de la période précédente", "Figure of the previous period"),
        },
        native="({current}-{previous})/{previous}",
        better="higher",
        examples=(
            Example(arguments=(120, 100), result=0.2),
            Example(arguments=(120, -100), result=ExcelError.NUM),
            Example(arguments=(120, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_CAGR", "KPI_ATTAINMENT"),
    ),
    Kpi(
        function=f.cagr,
        title=Text("Taux de croissance annuel moyen (TCAM)", "Compound annual growth rate (CAGR)"),
        help=Text(
            "Croissance annuelle constante qui mène du chiffre de départ au chiffre d’arrivée.",
            "The constant yearly growth that leads from the first figure to the last.",
        ),
        arguments={
            "start": Text("Chiffre de départ, supérieur à 0", "First figure, greater than 0"),
            "end": Text("Chiffre d’arrivée", "Last figure"),
            "years": Text("Nombre d’années entre les deux (2,5 est permis)", "Years between the two (2.5 is allowed)"),
        },
        native="({end}/{start})^(1/{years})-1",
        better="higher",
        examples=(
            Example(
                arguments=(100, 200, 3),
                result=0.26,
                tolerance=5e-4,
                source="htuse.com, How to calculate CAGR (shown as 26.0 %)",
            ),
            Example(arguments=(1000, 1331, 3), result=0.1),
            Example(arguments=(-100, 200, 3), result=ExcelError.NUM),
            Example(arguments=(100, 200, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_GROWTH",),
    ),
    Kpi(
        function=f.margin,
        title=Text("Marge bénéficiaire", "Profit margin"),
        help=Text(
            "Part du chiffre d’affaires qui reste une fois les coûts payés. Brute, d’exploitation ou nette selon les "
            "coûts que vous donnez.",
            "Share of revenue left once costs are paid. Gross, operating or net, depending on the costs you pass.",
        ),
        arguments={"revenue": _REVENUE, "cost": Text("Coûts de la même période", "Costs of the same period")},
        native="({revenue}-{cost})/{revenue}",
        better="higher",
        examples=(
            Example(arguments=(50, 30), result=0.4, source="calcreal.pages.dev, Margin calculator"),
            Example(arguments=(50, 60), result=-0.2),
            Example(arguments=(0, 30), result=ExcelError.DIV0),
        ),
        see_also=("KPI_ROI", "KPI_ROMI"),
    ),
    Kpi(
        function=f.market_share,
        title=Text("Part de marché", "Market share"),
        help=Text(
            "Part de l’entreprise dans les ventes de son marché, en valeur ou en volume (les deux ventes dans la même "
            "unité).",
            "The company’s part of its market’s sales, in value or in units (both sales in the same one).",
        ),
        arguments={
            "own_sales": Text("Ventes de l’entreprise", "Sales of the company"),
            "market_sales": Text("Ventes du marché, les vôtres comprises", "Sales of the market, yours included"),
        },
        native="{own_sales}/{market_sales}",
        better="higher",
        examples=(
            Example(
                arguments=(20000000, 200000000),
                result=0.1,
                source="Investopedia, How do I determine a particular company’s market share",
            ),
            Example(arguments=(210, 200), result=ExcelError.NUM),
            Example(arguments=(20, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_RELATIVE_SHARE", "KPI_SOV"),
    ),
    Kpi(
        function=f.relative_share,
        title=Text("Part de marché relative", "Relative market share"),
        help=Text(
            "Part de marché rapportée à celle du plus gros concurrent : au-dessus de 1, vous menez (matrice BCG).",
            "Market share relative to that of the largest competitor: above 1 you are the leader (BCG matrix).",
        ),
        arguments={
            "own_share": Text("Votre part de marché", "Your market share"),
            "leader_share": Text("Part du plus gros concurrent", "Share of the largest competitor"),
        },
        native="{own_share}/{leader_share}",
        better="higher",
        examples=(
            Example(
                arguments=(0.92, 0.06),
                result=15.333,
                tolerance=1e-4,
                source="12manage.com, forum, Relative market share in the BCG matrix",
            ),
            Example(arguments=(0.15, 0.3), result=0.5),
            Example(arguments=(0.15, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_MARKET_SHARE",),
    ),
    Kpi(
        function=f.tsr,
        title=Text("Rendement total pour l’actionnaire (TSR)", "Total shareholder return (TSR)"),
        help=Text(
            "Variation du cours de l’action plus dividendes, rapportée au cours de départ.",
            "Change of the share price plus dividends, over the first price.",
        ),
        arguments={
            "price_start": Text("Cours au début de la période", "Share price at the start of the period"),
            "price_end": Text("Cours à la fin de la période", "Share price at the end of the period"),
            "dividends": Text("Dividendes par action versés entre-temps", "Dividends per share paid in between"),
        },
        native="({price_end}-{price_start}+{dividends})/{price_start}",
        better="higher",
        examples=(
            Example(
                arguments=(15, 17, 1.5),
                result=0.233,
                tolerance=2e-3,
                source="accountingtools.com, Total shareholder return (shown as 23.3 %)",
            ),
            Example(arguments=(40, 41, 1), result=0.05),
            Example(arguments=(0, 17, 1.5), result=ExcelError.NUM),
        ),
        see_also=("KPI_GROWTH", "KPI_CAGR"),
    ),
    Kpi(
        function=f.turnover,
        title=Text("Taux de rotation du personnel (turnover)", "Employee turnover"),
        help=Text(
            "Départs de la période pour un salarié de l’effectif moyen. Peut dépasser 100 % sur une longue période.",
            "Employees who left during the period per employee on average. May exceed 100% over a long period.",
        ),
        arguments={
            "leavers": Text("Départs de la période", "Employees who left"),
            "average_headcount": Text("Effectif moyen de la période", "Average headcount of the period"),
        },
        native="{leavers}/{average_headcount}",
        better="lower",
        examples=(
            Example(arguments=(5, 50), result=0.1, source="employee turnover, worked example (10 %)"),
            Example(arguments=(5, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_ENPS", "KPI_EMPLOYEE_ENGAGEMENT"),
    ),
    Kpi(
        function=f.enps,
        title=Text("eNPS (recommandation par les salariés)", "Employee Net Promoter Score (eNPS)"),
        help=Text(
            "Part de salariés promoteurs (9-10) moins part de détracteurs (0-6), en points de -100 à 100. Cellules "
            "vides et textes ignorés.",
            "Share of employees who are promoters (9-10) less share of detractors (0-6), in points from -100 to 100. "
            "Blanks and text are ignored.",
        ),
        arguments={"scores": Text("Notes entières de 0 à 10", "Whole scores from 0 to 10")},
        native='100*(COUNTIF({scores},">=9")-COUNTIF({scores},"<=6"))/COUNT({scores})',
        better="higher",
        examples=(
            Example(
                arguments=([[10], [10], [9], [9], [9], [8], [8], [7], [6], [3]],),
                result=30.0,
                source="support.thrivesparrow.com, eNPS calculation (50 % promoters, 20 % detractors)",
            ),
            Example(arguments=([[10], [11]],), result=ExcelError.NUM),
            Example(arguments=([[None], [None]],), result=ExcelError.DIV0),
        ),
        see_also=("KPI_NPS", "KPI_EMPLOYEE_ENGAGEMENT"),
    ),
    Kpi(
        function=f.employee_engagement,
        title=Text("Engagement des employés", "Employee engagement"),
        help=Text(
            "Part des salariés qui ont répondu favorablement à l’enquête d’engagement.",
            "Share of employees who answered the engagement survey favourably.",
        ),
        arguments={
            "favourable": Text("Réponses favorables (4 et 5 sur 5)", "Favourable answers (4 and 5 out of 5)"),
            "respondents": Text("Réponses", "Answers"),
        },
        native="{favourable}/{respondents}",
        better="higher",
        examples=(
            Example(
                arguments=(60, 100), result=0.6, source="support.thrivesparrow.com, Engagement score, favorability"
            ),
            Example(arguments=(101, 100), result=ExcelError.NUM),
        ),
        see_also=("KPI_ENPS", "KPI_TURNOVER"),
    ),
    Kpi(
        function=f.innovation_rate,
        title=Text("Taux d’innovation", "Innovation rate"),
        help=Text(
            "Part du chiffre d’affaires venue des nouveaux produits (en général de moins de trois à cinq ans).",
            "Share of revenue from new products (usually less than three to five years old).",
        ),
        arguments={
            "new_product_revenue": Text("Chiffre d’affaires des nouveaux produits", "Revenue of new products"),
            "revenue": _REVENUE,
        },
        native="{new_product_revenue}/{revenue}",
        better="higher",
        examples=(
            Example(arguments=(6000000, 30000000), result=0.2, source="boldrpm.com, New product vitality index"),
            Example(arguments=(6000000, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_REVENUE_SHARE", "KPI_GROWTH"),
    ),
    Kpi(
        function=f.carbon_intensity,
        title=Text("Intensité carbone", "Carbon intensity"),
        help=Text(
            "Tonnes de CO2 équivalent par unité de chiffre d’affaires. Multipliez par un million pour lire en tonnes "
            "par million.",
            "Tonnes of CO2 equivalent per unit of revenue. Multiply by one million to read tonnes per million.",
        ),
        arguments={
            "tonnes_co2e": Text("Émissions, en tonnes de CO2 équivalent", "Emissions, in tonnes of CO2 equivalent"),
            "revenue": _REVENUE,
        },
        native="{tonnes_co2e}/{revenue}",
        better="lower",
        examples=(
            Example(
                arguments=(1000, 5000000),
                result=0.0002,
                source="askvity.info, How to calculate carbon efficiency (200 tonnes per million)",
            ),
            Example(arguments=(1000, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_GROWTH",),
    ),
)
