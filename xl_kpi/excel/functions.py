"""The functions that Excel calls: one for each KPI of the catalogue, on this module by its Excel name.

xlwings finds them by `call_udf("xl_kpi.excel.functions", "KPI_ROAS", ...)`. Cells arrive and leave as
COM hands them over ("raw" in xlwings): nothing is converted twice, and each of Excel's error codes
reaches the worksheet boundary. xlwings cannot hand an error value back, so an error leaves as its
English name; the VBA wrapper turns it into a real one.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, Final

import xlwings as xw

from xl_kpi.catalog import FAMILIES, KPIS, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.excel.last_error import LastError
from xl_kpi.language import Lang
from xl_kpi.worksheet import evaluate

Rows = list[list[float | str]]
CellFunction = Callable[..., Rows]

NOT_GIVEN: Final = object()  # stands for an optional argument that the call leaves out


def cell_function(kpi: Kpi, lang: Lang, last_error: LastError) -> CellFunction:
    """Return the xlwings function of a KPI, its help in one language.

    The function takes cells and blocks of cells as COM values and returns rows: of floats, of text,
    and of error names such as "#DIV/0!". The reason of an error goes to `last_error`.
    """

    def function(*cells: Any) -> Rows:
        evaluation = evaluate(kpi.name, *_given(cells))
        rows = evaluation.value if isinstance(evaluation.value, list) else [[evaluation.value]]
        if evaluation.why is None:
            return rows  # type: ignore[return-value]  # no reason: no cell is an ExcelError
        last_error.remember(evaluation.why)
        return [[str(cell) if isinstance(cell, ExcelError) else cell for cell in row] for row in rows]

    function.__name__ = function.__qualname__ = kpi.name
    function.__doc__ = kpi.help[lang]
    function.__annotations__ = {}  # xlwings would take them for conversions to make
    function.__signature__ = _signature(kpi)  # type: ignore[attr-defined]
    declared = xw.ret("raw")(function)
    for p in kpi.parameters:
        declared = xw.arg("*" * p.repeated + p.name, "raw", doc=kpi.arguments[p.name][lang])(declared)
    # Outermost: each other decorator of xlwings sets the category back to its own.
    result: CellFunction = xw.func(category=f"KPI - {FAMILIES[kpi.family][lang]}")(declared)
    return result


def _signature(kpi: Kpi) -> inspect.Signature:
    return inspect.Signature(
        [
            inspect.Parameter(
                p.name,
                inspect.Parameter.VAR_POSITIONAL if p.repeated else inspect.Parameter.POSITIONAL_OR_KEYWORD,
                default=NOT_GIVEN if p.optional else inspect.Parameter.empty,
            )
            for p in kpi.parameters
        ]
    )


def _given(cells: tuple[Any, ...]) -> list[Any]:
    """Return the arguments up to the last one given; a gap between two is a blank."""
    arguments = list(cells)
    while arguments and arguments[-1] is NOT_GIVEN:
        arguments.pop()
    return [None if cell is NOT_GIVEN else cell for cell in arguments]


LAST_ERROR = LastError()
globals().update({kpi.name: cell_function(kpi, "fr", LAST_ERROR) for kpi in KPIS.values()})
