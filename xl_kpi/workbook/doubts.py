"""Values that the engine gave and that may all the same differ from Excel's."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.bridge import LOCALE, number_like
from xl_kpi.workbook.confirm import cells_of
from xl_kpi.workbook.engine import Engine
from xl_kpi.workbook.formula import JOINING, areas
from xl_kpi.workbook.formula_cells import Formula, FormulaColumn

_TINY = 1e-9
_DECIMAL = re.compile(r"\d\.\d")
_NOISE = Text("une différence au niveau de l’arrondi", "a difference at the level of rounding")
_GUARDED = Text("une erreur dans une plage sous condition", "an error in a range under a condition")
_UNORDERED = Text("une recherche approchée dans des données non triées", "an approximate match in unsorted data")
_TEXT_NUMBER = Text("un nombre écrit en texte", "a number written as text")


class Doubts:
    """Looks at one evaluation's results."""

    def __init__(self, engine: Engine, last_rows: Mapping[str, int], *, number_texts: bool) -> None:
        """Take the engine; `number_texts` when some text of the workbook may be a number in some language."""
        self._engine = engine
        self._last_rows = last_rows
        self._number_texts = number_texts
        self._order: dict[Area, bool] = {}
        self._errors: dict[Area, bool] = {}

    def doubt(self, f: Formula) -> Text | None:
        """Return why a value that the engine gave may differ from Excel's."""
        template = f.template
        if template.sums and _noisy(f.value):
            return _NOISE
        if JOINING.intersection(template.functions) and any(_has_decimal(v) for v in cells_of(f).values()):
            return LOCALE
        if template.ordered and any(self._unordered(area) for area in areas(template.ordered, *f.place)):
            return _UNORDERED
        if template.guarded and any(self.has_error(area) for area in areas(template.guarded, *f.place)):
            return _GUARDED
        numeric = areas(template.numeric, *f.place) if self._number_texts else ()
        return _TEXT_NUMBER if any(map(self._has_text, numeric)) else None

    def column_doubt(self, column: FormulaColumn) -> bool:
        """Tell whether some value of a column may differ from Excel's."""
        template = column.writer.template
        if template.sums and any(0 < abs(v) < _TINY for v in column.values if isinstance(v, float)):
            return True
        if not template.careful:
            return False
        return (
            any(map(self._unordered, map(column.reach, template.ordered)))
            or any(map(self.has_error, map(column.reach, template.guarded)))
            or (self._number_texts and any(map(self._has_text, map(column.reach, template.numeric))))
        )

    def _used(self, area: Area) -> Area:
        return replace(area, bottom=max(area.top, min(area.bottom, self._last_rows[area.sheet])))

    def has_error(self, area: Area) -> bool:
        """Tell whether a range holds an error."""
        if area not in self._errors:
            block = self._engine.block(self._used(area))
            self._errors[area] = any(isinstance(v, dict) for line in block for v in line)
        return self._errors[area]

    def _unordered(self, area: Area) -> bool:
        """Tell whether a range is not plainly in ascending order, so that a search by halves may go wrong."""
        if area not in self._order:
            found = [v for line in self._engine.block(self._used(area)) for v in line if v is not None]
            self._order[area] = not _ascending(found)
        return self._order[area]

    def _has_text(self, area: Area) -> bool:
        if area.top == area.bottom and area.left == area.right:
            return number_like(self._engine.raw(area.sheet, area.top, area.left))
        return any(number_like(v) for line in self._engine.block(self._used(area)) for v in line)


def _noisy(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(_noisy, value))
    return isinstance(value, float) and 0 < abs(value) < _TINY


def _has_decimal(value: Any) -> bool:
    return isinstance(value, str) and bool(_DECIMAL.search(value))


def _ascending(values: list[Any]) -> bool:
    if all(isinstance(v, int | float) and not isinstance(v, bool) for v in values):
        return all(a <= b for a, b in pairwise(values))
    plain = [v.casefold() for v in values if isinstance(v, str) and v.isascii() and v.replace(" ", "").isalnum()]
    return len(plain) == len(values) and all(a <= b for a, b in pairwise(plain))
