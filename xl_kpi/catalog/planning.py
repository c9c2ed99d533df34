"""Planning KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import planning as f
from xl_kpi.language import Text

_ACTUAL = Text("Réalisé", "Actual")
_TARGET = Text("Objectif", "Target")

KPIS = (
    Kpi(
        function=f.attainment,
        title=Text("Taux d’atteinte de l’objectif", "Target attainment"),
        help=Text("Part de l’objectif atteinte.", "Share of the target that was reached."),
        arguments={"actual": _ACTUAL, "target": _TARGET},
        native="{actual}/{target}",
        better="higher",
        examples=(
            Example(arguments=(95, 100), result=0.95),
            Example(arguments=(95, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_STATUS", "KPI_GROWTH"),
    ),
    Kpi(
        function=f.status,
        title=Text("Statut (feu tricolore)", "Status (traffic light)"),
        help=Text(
            "VERT si l’objectif est atteint, ORANGE s’il est manqué de moins que la tolérance, ROUGE au-delà.",
            "GREEN if the target is met, AMBER if it is missed by less than the tolerance, RED beyond.",
        ),
        arguments={
            "actual": _ACTUAL,
            "target": _TARGET,
            "better": Text(
                '"higher" si plus haut est mieux, "lower" sinon ; "higher" si omis',
                '"higher" if more is better, else "lower"; "higher" if left out',
            ),
            "tolerance": Text(
                "Écart admis en part de l’objectif ; 0,1 si omis",
                "Gap allowed as a share of the target; 0.1 if left out",
            ),
            "language": Text('"fr" ou "en" ; "fr" si omis', '"fr" or "en"; "fr" if left out'),
        },
        native=(
            'IF(({target}-{actual})*IF({better}="lower",-1,1)<=0,IF({language}="en","GREEN","VERT"),'
            'IF(({target}-{actual})*IF({better}="lower",-1,1)<={tolerance}*ABS({target}),'
            'IF({language}="en","AMBER","ORANGE"),IF({language}="en","RED","ROUGE")))'
        ),
        better="context",
        examples=(
            Example(arguments=(100, 100), result="VERT"),
            Example(arguments=(95, 100), result="ORANGE"),
            Example(arguments=(45, 40, "lower", 0.1, "en"), result="RED"),
            Example(arguments=(95, 100, "autre"), result=ExcelError.VALUE),
        ),
        see_also=("KPI_ATTAINMENT",),
    ),
)
