"""Planning KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import planning as f
from xl_kpi.language import Text

_ACTUAL = Text("Réalisé", "Actual")
_TARGET = Text("Objectif", "Target")
_SPENT = Text("Dépensé à ce jour", "Spent so far")
_ELAPSED = Text("Jours écoulés", "Days gone")
_TOTAL = Text("Jours de la période", "Days of the period")

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
                '"higher" si plus haut est mieux, "lower" sinon ; "higher" si omis',
                '"higher" if more is better, else "lower"; "higher" if left out',
            ),
            "tolerance": Text(
                "Écart admis en part de l’objectif ; 0,1 si omis",
                "Gap allowed as a share of the target; 0.1 if left out",
            ),
            "language": Text('"fr" ou "en" ; "fr" si omis', '"fr" or "en"; "fr" if left out'),
        },
        native=(
            'IF(IF({better}="lower",{actual}-{target},{target}-{actual})<=0,IF({language}="en","GREEN","VERT"),'
            'IF(IF({better}="lower",{actual}-{target},{target}-{actual})<={tolerance}*ABS({target}),'
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
    Kpi(
        function=f.variance,
        title=Text("Écart au budget", "Variance to target"),
        help=Text(
            "Réalisé moins objectif, dans l’unité du chiffre. Pour une dépense, un écart positif est un dépassement.",
            "Actual less target, in the unit of the figure. For a spend, a positive variance is an overrun.",
        ),
        arguments={"actual": _ACTUAL, "target": Text("Budget ou objectif", "Budget or target")},
        native="{actual}-{target}",
        better="context",
        examples=(
            Example(arguments=(120000, 100000), result=20000.0, source="qeeebo.com, Budget versus actual variance"),
            Example(arguments=(95, 100), result=-5.0),
        ),
        see_also=("KPI_ATTAINMENT", "KPI_STATUS"),
    ),
    Kpi(
        function=f.pacing,
        title=Text("Rythme de consommation du budget", "Budget pacing"),
        help=Text(
            "Part du budget dépensée rapportée à la part du temps écoulée : à 1, le plan est tenu ; à 1,2, la dépense "
            "va 20 % trop vite.",
            "Share of the budget spent over the share of the time gone: 1 is on plan, 1.2 spends 20% too fast.",
        ),
        arguments={
            "spent": _SPENT,
            "budget": Text("Budget de la période", "Budget of the period"),
            "elapsed": _ELAPSED,
            "total": _TOTAL,
        },
        native="({spent}/{budget})/({elapsed}/{total})",
        better="context",
        examples=(
            Example(
                arguments=(9500, 20000, 8, 20),
                result=1.1875,
                source="searchespilot.com, budget pacing (8000 expected, 9500 spent)",
            ),
            Example(arguments=(9500, 20000, 21, 20), result=ExcelError.NUM),
            Example(arguments=(9500, 20000, 0, 20), result=ExcelError.DIV0),
        ),
        see_also=("KPI_PROJECTION", "KPI_ATTAINMENT"),
    ),
    Kpi(
        function=f.projection,
        title=Text("Dépense projetée en fin de période", "Projected spend"),
        help=Text(
            "Dépense en fin de période si le rythme actuel se maintient. Tous les jours y comptent autant : ni "
            "week-ends, ni saison.",
            "Spend at the end of the period at the present pace, each day counting alike: no weekends, no season.",
        ),
        arguments={"spent": _SPENT, "elapsed": _ELAPSED, "total": _TOTAL},
        native="{spent}/{elapsed}*{total}",
        better="context",
        examples=(
            Example(arguments=(9500, 8, 20), result=23750.0),
            Example(arguments=(9500, 21, 20), result=ExcelError.NUM),
            Example(arguments=(9500, 0, 20), result=ExcelError.DIV0),
        ),
        see_also=("KPI_PACING", "KPI_VARIANCE"),
    ),
)
