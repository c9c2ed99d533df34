"""What SUBTOTAL and AGGREGATE of a workbook pass over: hidden and filtered rows, and each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from itertools import chain

from xl_kpi.workbook.analysis.formula import Template
from xl_kpi.workbook.analysis.formula_cells import Formulas
from xl_kpi.workbook.analysis.proven import SUBTOTALS
from xl_kpi.workbook.functions.subtotals import Subtotals, active_filters
from xl_kpi.workbook.parts.sheets import Book


def subtotals_of(reading: Formulas, book: Book, texts: Mapping[str, str]) -> Subtotals:
    """Return what these functions must know of a workbook; `texts` are its sheets as the file has them."""
    columns = (c.formulas() for c in reading.columns if _counts(c.writer.template))
    nested = {f.place: f.text for f in chain(reading.found.values(), *columns) if _counts(f.template)}
    if not nested:
        return Subtotals()
    tables: dict[str, list[str]] = defaultdict(list)
    for table in book.tables:
        tables[table.area.sheet].append(book.package.part(table.part).decode("utf-8", "replace"))
    return Subtotals(texts, active_filters(texts, tables), nested)


def _counts(template: Template) -> bool:
    return not SUBTOTALS.isdisjoint(template.functions)
