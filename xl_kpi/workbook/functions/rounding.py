"""Functions that round to a multiple, as Microsoft documents them."""

from __future__ import annotations

import math
from typing import Any

from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import number


def ceiling_precise(value: Any, significance: Any = None) -> float:
    """CEILING.PRECISE: the next multiple towards plus infinity, whatever the sign of the multiple."""
    step = abs(number(significance, 1))
    return math.ceil(number(value) / step) * step if step else 0.0


def floor_precise(value: Any, significance: Any = None) -> float:
    """FLOOR.PRECISE: the next multiple towards minus infinity, whatever the sign of the multiple."""
    step = abs(number(significance, 1))
    return math.floor(number(value) / step) * step if step else 0.0


TABLE: dict[str, Native] = {
    "CEILING.PRECISE": Native("PLAFOND.PRECIS", "nn", required=1, call=ceiling_precise),
    "ISO.CEILING": Native("ISO.PLAFOND", "nn", required=1, call=ceiling_precise),
    "FLOOR.PRECISE": Native("PLANCHER.PRECIS", "nn", required=1, call=floor_precise),
}
