"""Executive: figures that a board compares over time."""

from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import at_least, nonzero
from xl_kpi.formulas.units import Fraction, Number


@formula(nonzero("previous"), at_least("previous", 0))
def growth(current: Number, previous: Number) -> Fraction:
    """Growth over the previous period; undefined from a negative figure, where its sign would mislead."""
    return (current - previous) / previous  # more exact than current / previous - 1 near 0
