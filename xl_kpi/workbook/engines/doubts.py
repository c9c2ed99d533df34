"""Values that the engine gave and that may all the same differ from Excel's."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.analysis.checked import DATABASE, UNSIGNED
from xl_kpi.workbook.analysis.formula import CLOSE_TO_ZERO, STEEP, WATCHED, areas
from xl_kpi.workbook.analysis.formula_cell import Formula
from xl_kpi.workbook.analysis.formula_cells import FormulaColumn
from xl_kpi.workbook.analysis.text_numbers import odd_number
from xl_kpi.workbook.engines.checks import GUARDED, IN_LIST, NOISY, NUMBER_TEXT, UNORDERED, number_like
from xl_kpi.workbook.engines.confirm import cells_of
from xl_kpi.workbook.engines.engine import Engine

_TINY = 1e-9
_SLIGHT = 1e-4  # differences below it are compared with what they are made of
_NOISE = 1e-13  # of that, where Excel may show 0
_SMALL = 1e-6
_LOW = 0.01  # of rates that Excel's search leaves at 1e-11, as it stored them
_HUGE = 1e6
# `=` before a text means that text and no longer one, wildcards stand for a beginning; Excel alone knows both.
_ODD_CRITERION = re.compile(r"^=\s*(?![-+.\d])|^\*|[?~]|^<>\s")
_CRITERIA = Text(
    "une base ou un critère que chaque moteur lit à sa façon",
    "a table or a criterion that engines read in their own way",
)
_MINUS = re.compile(r"[,(\"]\s*-")
_NEGATIVE = Text("un nombre négatif que les moteurs acceptent", "a number below 0 that the engines accept")
_Question = Callable[[list[Any]], bool]


class Doubts:
    """Looks at one evaluation's results."""

    def __init__(self, engine: Engine, last_rows: Mapping[str, int], *, number_texts: bool) -> None:
        """Take the engine; `number_texts` when some text of the workbook may be a number in some language."""
        self._engine = engine
        self._last_rows = last_rows
        self._number_texts = number_texts
        self._answers: dict[tuple[_Question, Area], bool] = {}

    def doubt(self, f: Formula) -> Text | None:
        """Return why a value that the engine gave may differ from Excel's."""
        template = f.template
        if doubt := _by_value(f) or (NOISY if template.sums and self._lost(f) else None):
            return doubt
        if template.ordered and any(self._unordered(area) for area in areas(template.ordered, *f.place)):
            return UNORDERED
        if template.guarded and any(self.has_error(area) for area in areas(template.guarded, *f.place)):
            return GUARDED
        numeric = areas(template.numeric, *f.place) if self._number_texts else ()
        if any(map(self._has_text, numeric)):
            return NUMBER_TEXT
        if any(self._ask(_any_odd_number, area) for area in areas(template.decimal, *f.place)):
            return NUMBER_TEXT
        plain = all(map(self._plain, areas(template.plain, *f.place)))
        return None if plain else IN_LIST

    def column_doubt(self, column: FormulaColumn) -> bool:
        """Tell whether some value of a column may differ from Excel's."""
        template = column.writer.template
        if template.sums and any(0 < abs(v) < _SLIGHT for v in column.values if isinstance(v, float)):
            return True
        if not template.careful:
            return False
        if template.plain or WATCHED.intersection(template.functions):
            return True  # cell by cell
        return (
            any(map(self._unordered, map(column.reach, template.ordered)))
            or any(map(self.has_error, map(column.reach, template.guarded)))
            or (self._number_texts and any(map(self._has_text, map(column.reach, template.numeric))))
            or any(self._ask(_any_odd_number, area) for area in map(column.reach, template.decimal))
        )

    def disbelief(self, f: Formula) -> Text | None:
        """Return why neither engine is believed: an odd table or criterion of DSUM and its like, a number below 0."""
        functions = f.template.functions
        read = areas(f.template.refs, *f.place)
        if not DATABASE.isdisjoint(functions):
            return _CRITERIA if any(self._ask(_odd_for_database, area) for area in read) else None
        if UNSIGNED.isdisjoint(functions):
            return None
        below = _MINUS.search(f.text) or any(self._ask(_any_below_zero, area) for area in read)
        return _NEGATIVE if below else None

    def _lost(self, f: Formula) -> bool:
        """Tell whether a sum or difference is rounding noise beside the numbers that it is made of."""
        slight = [abs(v) for v in cells_of(f).values() if isinstance(v, float) and 0 < abs(v) < _SLIGHT]
        if not slight:
            return False
        blocks = (self._engine.block(self._used(area)) for area in areas(f.template.refs, *f.place))
        numbers = (abs(v) for block in blocks for line in block for v in line if isinstance(v, float))
        largest = max(numbers, default=0.0)
        return any(v < _NOISE * largest for v in slight) or (
            "*" in f.text and any(v < _NOISE * largest**2 for v in slight)
        )

    def _used(self, area: Area) -> Area:
        return replace(area, bottom=max(area.top, min(area.bottom, self._last_rows[area.sheet])))

    def _ask(self, question: _Question, area: Area) -> bool:
        """Put a question to the values of a range, once."""
        key = question, area
        if key not in self._answers:
            self._answers[key] = question([v for line in self._engine.block(self._used(area)) for v in line])
        return self._answers[key]

    def has_error(self, area: Area) -> bool:
        """Tell whether a range holds an error."""
        return self._ask(_any_error, area)

    def _unordered(self, area: Area) -> bool:
        """Tell whether a range is not plainly in ascending order, so that a search by halves may go wrong."""
        return not self._ask(_ascending, area)

    def _plain(self, area: Area) -> bool:
        """Tell whether a range holds numbers and nothing else."""
        return self._ask(_only_numbers, area)

    def _has_text(self, area: Area) -> bool:
        if area.top == area.bottom and area.left == area.right:
            return number_like(self._engine.raw(area.sheet, area.top, area.left))
        return self._ask(_any_number_like, area)


def _by_value(f: Formula) -> Text | None:
    """Return what the value itself says against it, by the functions of its formula."""
    if f.template.sums and _noisy(f.value):
        return NOISY
    functions = WATCHED.intersection(f.template.functions)
    values = list(cells_of(f).values()) if functions else []
    numbers = [abs(v) for v in values if isinstance(v, float)]
    if functions & STEEP and any(v > _HUGE for v in numbers):
        return NOISY
    if "IRR" in functions and any(0 < v < _LOW for v in numbers):
        return NOISY
    return NOISY if functions & CLOSE_TO_ZERO and any(0 < v < _SMALL for v in numbers) else None


def _noisy(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_noisy, value))
    return isinstance(value, float) and 0 < abs(value) < _TINY


def _odd_for_database(values: list[Any]) -> bool:
    return any(isinstance(v, dict) or (isinstance(v, str) and bool(_ODD_CRITERION.search(v))) for v in values)


def _any_below_zero(values: list[Any]) -> bool:
    return any(v.strip().startswith("-") if isinstance(v, str) else isinstance(v, float) and v < 0 for v in values)


def _any_error(values: list[Any]) -> bool:
    return any(isinstance(v, dict) for v in values)


def _any_number_like(values: list[Any]) -> bool:
    return any(map(number_like, values))


def _any_odd_number(values: list[Any]) -> bool:
    return any(isinstance(v, str) and odd_number(v) for v in values)


def _only_numbers(values: list[Any]) -> bool:
    return all(isinstance(v, int | float) and not isinstance(v, bool) for v in values)


def _ascending(values: list[Any]) -> bool:
    there = [v for v in values if v is not None]
    if _only_numbers(there):
        return all(a <= b for a, b in pairwise(there))
    plain = [v.casefold() for v in there if isinstance(v, str) and v.isascii() and v.replace(" ", "").isalnum()]
    return len(plain) == len(there) and all(a <= b for a, b in pairwise(plain))
