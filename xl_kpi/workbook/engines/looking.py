"""The functions that look at a workbook and not at values, as the calculation engine calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xl_kpi.workbook.analysis.formula import Analyzer
from xl_kpi.workbook.analysis.formula_cells import Formulas
from xl_kpi.workbook.engines.subtotal_cells import subtotals_of
from xl_kpi.workbook.functions.places import Places
from xl_kpi.workbook.parts import cells
from xl_kpi.workbook.parts.pivots import Pivots
from xl_kpi.workbook.parts.sheets import Book


def looking(
    book: Book, texts: Mapping[str, str], reading: Formulas, analyzer: Analyzer
) -> dict[str, Callable[..., Any]]:
    """Return these functions by their names; `texts` are the sheets with cells."""
    places = Places(reading, analyzer, cells.protected(texts))
    return {**subtotals_of(reading, book, texts).functions, **places.functions, **Pivots(book, texts).functions}
