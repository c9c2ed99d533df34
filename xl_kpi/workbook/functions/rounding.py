"""Functions that round to a multiple, as Microsoft documents them."""

from __future__ import annotations

import math
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.functions.language import reading
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import ArrayError, Doubtful, number

_FAR = Text("un quotient de plus de 12 chiffres", "a quotient of more than 12 digits")
_MANY_TIMES = 1e12  # from about there on Excel shows #NUM!

_NOISE = 1e-14


def ceiling_precise(value: Any, significance: Any = None) -> float:
    """CEILING.PRECISE: the next multiple towards plus infinity, whatever the sign of the multiple."""
    given, step = number(value), abs(number(significance, 1))
    return math.ceil(_quotient(given, step)) * step if step else 0.0


def floor_precise(value: Any, significance: Any = None) -> float:
    """FLOOR.PRECISE: the next multiple towards minus infinity, whatever the sign of the multiple."""
    given, step = number(value), abs(number(significance, 1))
    return math.floor(_quotient(given, step)) * step if step else 0.0


def _quotient(value: float, step: float) -> float:
    """Return how many steps a number is: a whole number where only rounding noise is in the way."""
    found = value / step
    return round(found) if abs(found - round(found)) <= _NOISE * abs(found) else found


def remainder(value: Any, divisor: Any) -> float:
    """MOD: what is left of a division whose result is rounded down; exact, as the values are that Excel stored."""
    x, y = number(value), number(divisor)
    if y == 0:
        raise ArrayError("Div")
    if abs(x) >= _MANY_TIMES * abs(y):
        raise Doubtful(_FAR)
    return x % y


TABLE: dict[str, Native] = {
    "MOD": Native("MOD", "DD", local=True, call=reading(2, remainder)),
    "CEILING.PRECISE": Native("PLAFOND.PRECIS", "DD", required=1, local=True, call=reading(2, ceiling_precise)),
    "ISO.CEILING": Native("ISO.PLAFOND", "DD", required=1, local=True, call=reading(2, ceiling_precise)),
    "FLOOR.PRECISE": Native("PLANCHER.PRECIS", "DD", required=1, local=True, call=reading(2, floor_precise)),
}
