"""The cells that a volatile array formula fills: Excel marks each as a formula.

The mark is an empty `<f ca="1"/>`: the cell has no formula of its own, and its value is one of the array's.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from xl_kpi.workbook.analysis.formula_cell import Formula
from xl_kpi.workbook.analysis.formula_cells import Formulas

T = TypeVar("T")


def with_marked(
    reading: Formulas, found: dict[str, list[T | None]], of: Callable[[Formula, tuple[int, int]], T | None]
) -> dict[str, list[T | None]]:
    """Put what belongs to marked cells into the lists of `Formulas.in_order`; `of` gets the array and the cell."""
    for place, at, cell in reading.marked:
        found[place[0]][at] = of(reading.found[place], cell)
    return found


def is_mark(xml: str, prefix: str) -> bool:
    """Tell whether a cell that has a formula element is only marked."""
    return re.search(rf"""<{prefix}f(?:\s+a?ca\s*=\s*["'][^"']*["'])*\s*(?:/>|></{prefix}f>)""", xml) is not None
