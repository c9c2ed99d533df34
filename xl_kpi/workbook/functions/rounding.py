"""Functions that round to a multiple, as Microsoft documents them."""

from __future__ import annotations

import math
from typing import Any

from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import number

_NOISE = 1e-14


def ceiling_precise(value: Any, significance: Any = None) -> float:
    """CEILING.PRECISE: the next multiple towards plus infinity, whatever the sign of the multiple."""
    step = abs(number(significance, 1))
    return math.ceil(_quotient(number(value), step)) * step if step else 0.0


def floor_precise(value: Any, significance: Any = None) -> float:
    """FLOOR.PRECISE: the next multiple towards minus infinity, whatever the sign of the multiple."""
    step = abs(number(significance, 1))
    return math.floor(_quotient(number(value), step)) * step if step else 0.0


def _quotient(value: float, step: float) -> float:
    """Return how many steps a number is: a whole number where only rounding noise is in the way."""
    found = value / step
    return round(found) if abs(found - round(found)) <= _NOISE * max(1.0, abs(found)) else found


TABLE: dict[str, Native] = {
    "CEILING.PRECISE": Native("PLAFOND.PRECIS", "nn", required=1, call=ceiling_precise),
    "ISO.CEILING": Native("ISO.PLAFOND", "nn", required=1, call=ceiling_precise),
    "FLOOR.PRECISE": Native("PLANCHER.PRECIS", "nn", required=1, call=floor_precise),
}
