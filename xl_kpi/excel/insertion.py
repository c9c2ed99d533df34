"""The formula of a KPI over the data tables of a workbook: sums first, the ratio after."""

from __future__ import annotations

from collections.abc import Sequence

from xl_kpi.catalog import Kpi
from xl_kpi.catalog.measures import measures_for
from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.formulas.definition import Parameter
from xl_kpi.language import Lang
from xl_kpi.templates.expression import column_reference


def formula_of(kpi: Kpi, tables: Sequence[str]) -> tuple[str, list[str]]:
    """Return the call of a KPI, and the required arguments that no column of the tables can fill.

    All arguments come from the one table that fills most of them; where a ratio needs a second table,
    the others fill the gaps. An argument that stays open is left blank: the cell says `#N/A` until it
    is given.
    """
    present = [(t, lang) for t in TABLES.values() for name in tables if (lang := t.language_of(name))]
    ranked = sorted(present, key=lambda place: -sum(_fits(p, *place) is not None for p in kpi.parameters))
    filled = [next((f for place in ranked if (f := _fits(p, *place))), "") for p in kpi.parameters]
    missing = [p.name for p, text in zip(kpi.parameters, filled, strict=True) if not text and not p.optional]
    required = [i for i, (p, text) in enumerate(zip(kpi.parameters, filled, strict=True)) if text or not p.optional]
    last = max(required, default=-1) + 1
    return f"={kpi.name}({','.join(filled[:last])})", missing


def _fits(parameter: Parameter, table: DataTable, lang: Lang) -> str | None:
    """Return the argument over a table: a whole column for a range, its sum where it may be added up."""
    if parameter.optional:
        return None
    for name in measures_for(parameter.name):
        measure = next((m for m in table.measures if m.name == name), None)
        if measure is None:
            continue
        reference = column_reference(table.id, name, lang)
        if parameter.kind.shape == "range":
            return reference
        if measure.aggregation == "sum":
            return f"SUM({reference})"
    return None
