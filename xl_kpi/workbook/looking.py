"""The functions that look at a workbook and not at values, as the calculation engine calls them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from itertools import chain
from typing import Any

from xl_kpi.workbook import cells
from xl_kpi.workbook.formula import Analyzer, Template
from xl_kpi.workbook.formula_cells import Formulas
from xl_kpi.workbook.functions.places import Places
from xl_kpi.workbook.functions.subtotals import Subtotals, active_filters
from xl_kpi.workbook.proven import SUBTOTALS
from xl_kpi.workbook.sheets import Book


def looking(
    book: Book, texts: Mapping[str, str], reading: Formulas, analyzer: Analyzer
) -> dict[str, Callable[..., Any]]:
    """Return these functions by their names; `texts` are the sheets with cells."""
    places = Places(reading, analyzer, cells.protected(texts))
    return {**_subtotals(book, texts, reading).functions, **places.functions}


def _subtotals(book: Book, texts: Mapping[str, str], reading: Formulas) -> Subtotals:
    """Return what SUBTOTAL and AGGREGATE must know: which rows and cells they pass over."""
    columns = (c.formulas() for c in reading.columns if _in(c.writer.template))
    nested = {f.place: f.text for f in chain(reading.found.values(), *columns) if _in(f.template)}
    if not nested:
        return Subtotals()
    tables: dict[str, list[str]] = defaultdict(list)
    for table in book.tables:
        tables[table.area.sheet].append(book.package.part(table.part).decode("utf-8", "replace"))
    return Subtotals(texts, active_filters(texts, tables), nested)


def _in(template: Template) -> bool:
    return not SUBTOTALS.isdisjoint(template.functions)
