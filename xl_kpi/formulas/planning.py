"""Planning: are we where we said we would be?"""

from typing import Annotated, Any

from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import at_least, at_most, nonzero
from xl_kpi.formulas.units import Currency, Days, Fraction, Kind, Labels, Number, Ratio, Unit

Direction = Annotated[Any, Kind(Unit.TEXT, choices=("higher", "lower"))]
Language = Annotated[Any, Kind(Unit.TEXT, choices=("fr", "en"))]
Light = Annotated[Any, Labels(("VERT", "ORANGE", "ROUGE", "GREEN", "AMBER", "RED"))]


@formula(nonzero("target"))
def attainment(actual: Number, target: Number) -> Fraction:
    """Share of the target that was reached."""
    return actual / target


@formula(at_least("tolerance", 0))
def status(
    actual: Number,
    target: Number,
    better: Direction = "higher",
    tolerance: Fraction = 0.1,
    language: Language = "fr",
) -> Light:
    """Traffic light: green on target or better, amber within the tolerance of it, red beyond.

    The tolerance is a fraction of the target's size. `better` tells which side of the target is good.
    """
    shortfall = (target - actual) * (1 - 2 * better)  # better is 0 for "higher", 1 for "lower"
    return (shortfall > 0) + 1.0 * (shortfall > tolerance * abs(target)) + 3 * language


@formula()
def variance(actual: Number, target: Number) -> Number:
    """Variance to budget or target: what was done less what was planned."""
    return actual - target


@formula(nonzero("budget"), nonzero("elapsed"), nonzero("total"), at_most("elapsed", "total"))
def pacing(spent: Currency, budget: Currency, elapsed: Days, total: Days) -> Ratio:
    """Budget pacing: share of the budget spent per share of the time gone; 1 is on plan."""
    return (spent / budget) / (elapsed / total)


@formula(nonzero("elapsed"), at_most("elapsed", "total"))
def projection(spent: Currency, elapsed: Days, total: Days) -> Currency:
    """Spend at the end of the period if every day to come costs as much as the days gone."""
    return spent / elapsed * total
