"""Loyalty KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import loyalty as f
from xl_kpi.language import Text

_START = Text("Clients au début de la période", "Customers at the start of the period")

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
            Example(arguments=(5, 100), result=0.05, source="churn-rate calculator, worked example (5 %)"),
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
)
