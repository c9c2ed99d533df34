"""Functions of pairs of numbers: correlation, regression lines, sums over two arrays, PROB.

Two arrays are read in the same order, row by row; a pair counts when both of its values are numbers. Definitions:
Microsoft's pages on each function.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.engines.checks import NOISY
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import ArrayError, Doubtful, first_error, flat, is_number, number

STEADY = 1e-6  # of two numbers' size: what a difference must have for its first nine digits to be certain
_TOTAL = Text("des probabilités dont la somme est presque 1", "probabilities whose sum is nearly 1")
_ZERO = Text("une probabilité nulle", "a probability of 0")
_ALONE = Text("une valeur seule qui n’est pas un nombre", "a single value that is no number")


@dataclass(frozen=True, slots=True)
class _Sums:
    """What the statistics of two columns of numbers are made of."""

    count: int
    mean_x: float
    mean_y: float
    squares_x: float  # of the differences from the mean
    squares_y: float
    products: float


def steady(value: float, scale: float, *, exact: bool = False) -> float:
    """Return a difference of numbers of size `scale`; Doubtful where rounding may have decided it."""
    if abs(value) < STEADY * scale and not (value == 0 and exact):
        raise Doubtful(NOISY)
    return value


def _pairs(left: Any, right: Any) -> list[tuple[float, float]]:
    """Return the pairs of numbers of two arrays of one count."""
    one, other = flat(left), flat(right)
    for values in (one, other):
        if len(values) == 1 and isinstance(values[0], str | bool):
            raise Doubtful(_ALONE)
    first_error([*one, *other])
    if len(one) != len(other):
        raise ArrayError("Na")
    return [(a, b) for a, b in zip(one, other, strict=True) if is_number(a) and is_number(b)]


def _sums(ys: Any, xs: Any, least: int = 1) -> _Sums:
    found = _pairs(ys, xs)
    if len(found) < least:
        raise ArrayError("Div")
    y, x = [p[0] for p in found], [p[1] for p in found]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    return _Sums(
        len(found),
        mean_x,
        mean_y,
        _spread(x, mean_x),
        _spread(y, mean_y),
        sum((b - mean_x) * (a - mean_y) for a, b in found),
    )


def _spread(values: list[float], mean: float) -> float:
    """Return the sum of squared differences from the mean, 0 only where that is certain."""
    found = sum((v - mean) ** 2 for v in values)
    largest = max(map(abs, values))
    if len(values) > 1 and found < len(values) * (STEADY * largest) ** 2 and not (found == 0 and _same(values)):
        raise Doubtful(NOISY)
    return found


def _same(values: list[float]) -> bool:
    return all(a == b for a, b in pairwise(values))


def _product(sums: _Sums) -> float:
    """Return the sum of products of the differences from the means, 0 only where that is certain."""
    scale = math.sqrt(sums.squares_x * sums.squares_y)
    whole = sums.mean_x.is_integer() and sums.mean_y.is_integer()
    return steady(sums.products, scale, exact=whole or scale == 0)


def _nonzero(value: float) -> float:
    if value == 0:
        raise ArrayError("Div")
    return value


def correlation(left: Any, right: Any) -> float:
    """CORREL, PEARSON: the coefficient of correlation."""
    sums = _sums(left, right)
    return _product(sums) / _nonzero(math.sqrt(sums.squares_x * sums.squares_y))


def determination(ys: Any, xs: Any) -> float:
    """RSQ: the square of the coefficient of correlation."""
    return correlation(ys, xs) ** 2


def covariance(left: Any, right: Any) -> float:
    """COVAR, COVARIANCE.P: the covariance of a population."""
    sums = _sums(left, right)
    return _product(sums) / sums.count


def sample_covariance(left: Any, right: Any) -> float:
    """COVARIANCE.S: the covariance of a sample."""
    sums = _sums(left, right, least=2)
    return _product(sums) / (sums.count - 1)


def slope(ys: Any, xs: Any) -> float:
    """SLOPE: the slope of the regression line."""
    sums = _sums(ys, xs)
    return _product(sums) / _nonzero(sums.squares_x)


def intercept(ys: Any, xs: Any) -> float:
    """INTERCEPT: where the regression line meets the vertical axis."""
    return forecast(0.0, ys, xs)


def forecast(at: Any, ys: Any, xs: Any) -> float:
    """FORECAST, FORECAST.LINEAR: the regression line's value at a point."""
    x = number(at)
    sums = _sums(ys, xs)
    step = (x - sums.mean_x) * sums.products / _nonzero(sums.squares_x)
    whole = sums.mean_x.is_integer() and sums.mean_y.is_integer()
    return steady(sums.mean_y + step, abs(sums.mean_y) + abs(step), exact=whole)


def standard_error(ys: Any, xs: Any) -> float:
    """STEYX: the standard error of the regression line's values."""
    sums = _sums(ys, xs, least=3)
    rest = sums.squares_y - sums.products**2 / _nonzero(sums.squares_x)
    return math.sqrt(steady(rest, sums.squares_y) / (sums.count - 2))


def _total(left: Any, right: Any, power: int, sign: int) -> float:
    """Return the sum of x^power + sign * y^power over the pairs."""
    found = _pairs(left, right)
    if not found:
        raise ArrayError("Div")
    terms = [term for x, y in found for term in (x**power, sign * y**power)]
    scale = sum(map(abs, terms))
    return steady(sum(terms), scale, exact=scale < 2**53 and all(t.is_integer() for t in terms))


def squares_apart(left: Any, right: Any) -> float:
    """SUMX2MY2: the sum of the differences of squares."""
    return _total(left, right, 2, -1)


def squares_together(left: Any, right: Any) -> float:
    """SUMX2PY2: the sum of the sums of squares."""
    return _total(left, right, 2, 1)


def squared_differences(left: Any, right: Any) -> float:
    """SUMXMY2: the sum of the squares of differences."""
    found = _pairs(left, right)
    if not found:
        raise ArrayError("Div")
    return sum((x - y) ** 2 for x, y in found)


def probability(values: Any, chances: Any, lower: Any, upper: Any = None) -> float:
    """PROB: the probability that a value lies within limits."""
    least = number(lower)
    most = number(upper, least)
    found = _pairs(values, chances)
    if not found:
        raise ArrayError("Div")
    away = abs(sum(p for _, p in found) - 1)
    if any(p < 0 or p > 1 for _, p in found) or away > STEADY:
        raise ArrayError("Num")
    if away > 1e-12:
        raise Doubtful(_TOTAL)
    if any(p == 0 for _, p in found):
        raise Doubtful(_ZERO)
    return sum(p for v, p in found if least <= v <= most)


def frequency(data: Any, bins: Any) -> list[list[float]]:
    """FREQUENCY: how many numbers fall into each class, and above the last one; a class given twice counts once."""
    values, limits = flat(data), flat(bins)
    first_error([*values, *limits])
    if not all(map(is_number, limits)):
        raise Doubtful(_ALONE)
    counts = [0] * (len(limits) + 1)
    order = sorted(range(len(limits)), key=lambda i: (limits[i], i))
    for value in filter(is_number, values):
        counts[next((i for i in order if value <= limits[i]), len(limits))] += 1
    return [[float(count)] for count in counts]


TABLE: dict[str, Native] = {
    "CORREL": Native("COEFFICIENT.CORRELATION", "aa", call=correlation),
    "PEARSON": Native("PEARSON", "aa", call=correlation),
    "RSQ": Native("COEFFICIENT.DETERMINATION", "aa", call=determination),
    "COVAR": Native("COVARIANCE", "aa", call=covariance),
    "COVARIANCE.P": Native("COVARIANCE.PEARSON", "aa", call=covariance),
    "COVARIANCE.S": Native("COVARIANCE.STANDARD", "aa", call=sample_covariance),
    "SLOPE": Native("PENTE", "aa", call=slope),
    "INTERCEPT": Native("ORDONNEE.ORIGINE", "aa", call=intercept),
    "STEYX": Native("ERREUR.TYPE.XY", "aa", call=standard_error),
    "FORECAST": Native("PREVISION", "saa", call=forecast),
    "FORECAST.LINEAR": Native("PREVISION.LINEAIRE", "saa", call=forecast),
    "SUMX2MY2": Native("SOMME.X2MY2", "aa", call=squares_apart),
    "SUMX2PY2": Native("SOMME.X2PY2", "aa", call=squares_together),
    "SUMXMY2": Native("SOMME.XMY2", "aa", call=squared_differences),
    "PROB": Native("PROBABILITE", "aass", required=3, call=probability),
    "FREQUENCY": Native("FREQUENCE", "aa", result="any", call=frequency),
}
