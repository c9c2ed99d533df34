"""What the declarations of several tabs share."""

from xl_kpi.catalog.measures import MEASURES
from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Column, Line

FIGURES = Text("Chiffres de base", "Figures behind the KPIs")
RATE = Text("Taux", "Rate")
NUMBER = Text("Nombre", "Number")


def figure(id_: str, measure: str, formula: str | None = None) -> Line:
    """Declare the row of a measure, summed over the period unless a formula says otherwise."""
    declared = MEASURES[measure.partition(".")[2]]
    unit = Unit.CURRENCY if declared.unit == "currency" else Unit.COUNT
    return Line(id_, formula or f"{{{measure}}}", label=declared.label, unit=unit)


def column(id_: str, measure: str, where: str = "", title: Text | None = None) -> Column:
    """Declare a grid's column of a measure, of the rows of an entry where a dimension is given."""
    declared = MEASURES[measure.partition(".")[2]]
    unit = Unit.CURRENCY if declared.unit == "currency" else Unit.COUNT
    return Column(id_, title or declared.label, f"{{{measure}{'?' + where if where else ''}}}", unit=unit)
