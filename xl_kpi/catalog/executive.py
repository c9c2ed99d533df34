"""Executive KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import executive as f
from xl_kpi.language import Text

KPIS = (
    Kpi(
        function=f.growth,
        title=Text("Taux de croissance", "Growth"),
        help=Text(
            "Croissance d’un chiffre par rapport à la période précédente. Sans objet si le chiffre précédent est "
            "négatif : le signe tromperait.",
            "Growth of a figure over the previous period. Undefined if the previous figure is negative: its sign "
            "would mislead.",
        ),
        arguments={
            "current": Text("Chiffre de la période", "Figure of the period"),
            "previous": Text("Chiffre de la période précédente", "Figure of the previous period"),
        },
        native="{current}/{previous}-1",
        better="higher",
        examples=(
            Example(arguments=(120, 100), result=0.2),
            Example(arguments=(120, -100), result=ExcelError.NUM),
            Example(arguments=(120, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_ATTAINMENT",),
    ),
)
