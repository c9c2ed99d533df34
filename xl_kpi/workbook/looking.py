"""The functions that look at a workbook and not at values, as the calculation engine calls them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from xl_kpi.workbook import cells
from xl_kpi.workbook.formula import Analyzer
from xl_kpi.workbook.formula_cells import Formulas
from xl_kpi.workbook.functions.places import Places
from xl_kpi.workbook.pivots import Pivots
from xl_kpi.workbook.sheets import Book
from xl_kpi.workbook.subtotal_cells import subtotals_of


def looking(
    book: Book, texts: Mapping[str, str], reading: Formulas, analyzer: Analyzer
) -> dict[str, Callable[..., Any]]:
    """Return these functions by their names; `texts` are the sheets with cells."""
    places = Places(reading, analyzer, cells.protected(texts))
    return {**subtotals_of(reading, book, texts).functions, **places.functions, **Pivots(book, texts).functions}
