"""SERIESSUM: a sum of powers, as Microsoft documents it."""

from __future__ import annotations

import math
from typing import Any

from xl_kpi.workbook.functions.language import reading
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import ArrayError, flat, number, one


def _power(base: float, exponent: float) -> float:
    if (base == 0 and exponent <= 0) or (base < 0 and exponent != int(exponent)):
        raise ArrayError("Num")
    try:
        return float(base**exponent)
    except OverflowError:
        raise ArrayError("Num") from None


def series_sum(x: Any, first: Any, step: Any, coefficients: Any) -> float:
    """SERIESSUM: the coefficients times the powers of x, whose exponents begin at `first` and grow by `step`."""
    given = [one(v) for v in flat(coefficients)]
    if any(isinstance(v, str | bool) for v in (*given, one(x), one(first), one(step))):
        raise ArrayError("Value")
    base, exponent, more = number(x), number(first), number(step)
    return math.fsum((v or 0.0) * _power(base, exponent + i * more) for i, v in enumerate(given))


TABLE: dict[str, Native] = {"SERIESSUM": Native("SOMME.SERIES", "DDDa", local=True, call=reading(3, series_sum))}
