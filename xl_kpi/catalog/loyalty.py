"""Loyalty KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import loyalty as f
from xl_kpi.language import Text

_START = Text("Clients au début de la période", "Customers at the start of the period")
_REVENUE_START = Text("Revenu récurrent au début de la période", "Recurring revenue at the start of the period")
_CONTRACTION = Text("Revenu perdu par baisse d’abonnement", "Revenue lost to downgrades")
_CHURNED = Text("Revenu perdu par départ de clients", "Revenue lost to customers who left")

KPIS = (
    Kpi(
        function=f.retention,
        title=Text("Taux de rétention client", "Customer retention rate"),
        help=Text(
            "Part des clients du début de la période encore présents à la fin, nouveaux clients exclus.",
            "Share of the customers at the start of the period still there at its end, new customers left out.",
        ),
        arguments={
            "customers_start": _START,
            "customers_end": Text("Clients à la fin de la période", "Customers at the end of the period"),
            "new_customers": Text("Clients gagnés dans la période", "Customers won in the period"),
        },
        native="({customers_end}-{new_customers})/{customers_start}",
        better="higher",
        examples=(
            Example(arguments=(200, 210, 30), result=0.9),
            Example(arguments=(100, 130, 10), result=ExcelError.NUM),
        ),
        see_also=("KPI_CHURN",),
    ),
    Kpi(
        function=f.churn,
        title=Text("Taux d’attrition client", "Customer churn rate"),
        help=Text(
            "Part des clients du début de la période partis avant la fin.",
            "Share of the customers at the start of the period who left before its end.",
        ),
        arguments={"lost": Text("Clients partis", "Customers lost"), "customers_start": _START},
        native="{lost}/{customers_start}",
        better="lower",
        examples=(
            Example(arguments=(5, 100), result=0.05, source="churn-rate calculator, worked example (5 %)"),
            Example(arguments=(101, 100), result=ExcelError.NUM),
        ),
        see_also=("KPI_RETENTION",),
    ),
    Kpi(
        function=f.cohort,
        title=Text("Matrice de rétention par cohorte", "Retention matrix by cohort"),
        help=Text(
            "Par cohorte de premier achat : taille, puis part des clients actifs à chaque période suivante.",
            "By cohort of first purchase: size, then share of customers active in each period after it.",
        ),
        arguments={
            "customer_ids": Text(
                "Identifiants des clients, une ligne par achat", "Customer identifiers, a row a purchase"
            ),
            "dates": Text("Dates des achats, mêmes lignes", "Purchase dates, same rows"),
            "grain": Text(
                '"month", "week", "quarter" ou "year" ; "month" si omis',
                '"month", "week", "quarter" or "year"; "month" if left out',
            ),
        },
        native=None,
        formula=Text(
            "clients de la cohorte actifs dans la période k / taille de la cohorte",
            "customers of the cohort active in period k / size of the cohort",
        ),
        better="higher",
        examples=(
            Example(
                arguments=((("a",), ("b",), ("a",), ("c",)), ((45658,), (45659,), (45690,), (45700,))),
                result=(("", "", 0.0, 1.0), (45658.0, 2.0, 1.0, 0.5), (45689.0, 1.0, 1.0, "")),
            ),
            Example(arguments=((("a",), ("b",)), ((45658,),)), result=ExcelError.VALUE),
            Example(arguments=(((None,),), ((45658,),)), result=ExcelError.NA),
        ),
        definition_source="Fader and Hardie, customer-base analysis by cohort of first purchase",
        see_also=("KPI_RETENTION",),
    ),
    Kpi(
        function=f.repeat_rate,
        title=Text("Taux de réachat", "Repeat purchase rate"),
        help=Text(
            "Part des clients de la période qui ont acheté plus d’une fois.",
            "Share of the customers of the period who bought more than once.",
        ),
        arguments={
            "repeat_customers": Text("Clients ayant acheté au moins deux fois", "Customers who bought at least twice"),
            "customers": Text("Clients de la période", "Customers of the period"),
        },
        native="{repeat_customers}/{customers}",
        better="higher",
        examples=(
            Example(
                arguments=(1000, 3000),
                result=0.333,
                tolerance=2e-3,
                source="japio.com, Repeat purchase rate (shown as 33.3 %)",
            ),
            Example(arguments=(60, 240), result=0.25),
            Example(arguments=(241, 240), result=ExcelError.NUM),
        ),
        see_also=("KPI_PURCHASE_FREQUENCY", "KPI_RETENTION"),
    ),
    Kpi(
        function=f.grr,
        title=Text("Rétention brute du revenu (GRR)", "Gross revenue retention (GRR)"),
        help=Text(
            "Part du revenu récurrent conservée auprès des mêmes clients, sans compter ce qu’ils ont ajouté. Ne "
            "dépasse pas 100 %.",
            "Share of recurring revenue kept from the same customers, without what they added. Does not exceed 100%.",
        ),
        arguments={"revenue_start": _REVENUE_START, "contraction": _CONTRACTION, "churned": _CHURNED},
        native="({revenue_start}-{contraction}-{churned})/{revenue_start}",
        better="higher",
        examples=(
            Example(
                arguments=(200000, 4000, 8000),
                result=0.94,
                source="theprimecalculator.com, Gross retention rate calculator",
            ),
            Example(arguments=(1000, 400, 700), result=ExcelError.NUM),
            Example(arguments=(0, 0, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_NRR", "KPI_CHURN"),
    ),
    Kpi(
        function=f.nrr,
        title=Text("Rétention nette du revenu (NRR)", "Net revenue retention (NRR)"),
        help=Text(
            "Revenu récurrent des mêmes clients en fin de période pour une unité au début : au-dessus de 100 %, les "
            "ajouts dépassent les pertes.",
            "Recurring revenue of the same customers at the end, per unit at the start: above 100% what they add "
            "outweighs what is lost.",
        ),
        arguments={
            "revenue_start": _REVENUE_START,
            "expansion": Text(
                "Revenu ajouté par ces clients (montée en gamme, options)", "Revenue added by them (upsell, cross-sell)"
            ),
            "contraction": _CONTRACTION,
            "churned": _CHURNED,
        },
        native="({revenue_start}+{expansion}-{contraction}-{churned})/{revenue_start}",
        better="higher",
        examples=(
            Example(
                arguments=(27000, 8000, 0, 5000),
                result=1.11,
                tolerance=2e-3,
                source="churnzero.net, Net revenue retention (shown as 111 %)",
            ),
            Example(arguments=(1000, 100, 50, 150), result=0.9),
            Example(arguments=(0, 100, 0, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_GRR", "KPI_RETENTION"),
    ),
)
