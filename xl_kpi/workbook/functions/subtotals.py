"""SUBTOTAL and AGGREGATE: they pass over hidden and filtered rows, other subtotals and errors, as Microsoft documents.

Which rows are hidden is in the file and not in the cells, so that no calculation engine is asked.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.dependants import Place
from xl_kpi.workbook.functions.values import ArrayError, Blank, Doubtful, number, whole
from xl_kpi.workbook.parts.patchable import prefix_of
from xl_kpi.workbook.parts.xmltext import attributes

_NESTED = Text("un sous-total dans une autre formule", "a subtotal inside another formula")
_FILTERED = Text("des lignes filtrées, que l’option ne masque pas", "filtered rows that the option does not hide")
_ADVANCED = Text("un filtre avancé", "an advanced filter")
_RANK = Text("un rang qui n’est pas entier", "a rank that is no whole number")
_FILTER = re.compile(r"<(?:\w+:)?autoFilter\s([^>]*[^/>])>(.*?)</(?:\w+:)?autoFilter>", re.DOTALL)
_BARE = re.compile(r"(?:SUBTOTAL|AGGREGATE)\([^()]*\)", re.IGNORECASE)


class Subtotals:
    """What the two functions need to know of a workbook, and what they give."""

    def __init__(
        self,
        texts: Mapping[str, str] | None = None,
        filters: Mapping[str, list[Area]] | None = None,
        nested: Mapping[Place, str] | None = None,
    ) -> None:
        """Take the sheets' texts, the ranges under an active filter, and the formulas that are subtotals."""
        self._texts = texts or {}
        self._filters = filters or {}
        self._nested = nested or {}
        self._hidden: dict[str, frozenset[int]] = {}
        self._filtered: dict[str, frozenset[int]] = {}

    @property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return the functions by their names."""
        return {"SUBTOTAL": self.subtotal, "AGGREGATE": self.aggregate}

    def subtotal(self, function: Any, *given: Any) -> float:
        """SUBTOTAL: `given` holds the place and the values of each range."""
        kind = whole(function)
        if kind % 100 not in range(1, 12) or kind not in (kind % 100, kind % 100 + 100):
            raise ArrayError("Value")
        ranges = zip(given[::2], given[1::2], strict=True)
        found = [v for w, lines in ranges for v in self._values(w, lines, hidden=kind > 100, nested=True)]
        return _FUNCTIONS[kind % 100](found)

    def aggregate(self, function: Any, option: Any, *given: Any) -> float:
        """AGGREGATE: `given` holds the place and the values of each range, or of an array and its rank."""
        kind, choice = whole(function), whole(option, 0)
        if kind not in range(1, 20) or choice not in range(8):
            raise ArrayError("Value")
        ranges = list(zip(given[::2], given[1::2], strict=True))
        rank = 0.0
        if kind > 13:
            if len(ranges) != 2:
                raise ArrayError("Value")
            rank = number(ranges.pop()[1])
        hidden, nested, errors = choice % 2 == 1, choice < 4, choice in (2, 3, 6, 7)
        found: list[Any] = []
        for where, lines in ranges:
            if not hidden and where and self._filtered_in(_place(where, lines)):
                raise Doubtful(_FILTERED)
            found += self._values(where, lines, hidden=hidden, nested=nested)
        kept = [v for v in found if not (errors and isinstance(v, dict))]
        return _RANKED[kind](_numbers(kept), rank) if kind > 13 else _FUNCTIONS[kind](kept)

    def _values(self, where: Any, lines: Any, *, hidden: bool, nested: bool) -> Iterator[Any]:
        """Yield the values that count; `hidden` and `nested` tell what is passed over."""
        rows = lines if isinstance(lines, list) else [[None if isinstance(lines, Blank) else lines]]
        if not where:
            yield from (v for line in rows for v in line)
            return
        area = _place(where, lines)
        passed = self._hidden_in(area) if hidden else self._filtered_in(area)
        for row, line in enumerate(rows, area.top):
            for column, value in enumerate(line, area.left):
                if row in passed or (nested and self._is_subtotal((area.sheet, row, column))):
                    continue
                yield value

    def _is_subtotal(self, place: Place) -> bool:
        text = self._nested.get(place)
        if text is not None and not _BARE.fullmatch(text):
            raise Doubtful(_NESTED)
        return text is not None

    def _hidden_in(self, area: Area) -> frozenset[int]:
        if area.sheet not in self._hidden:
            text = self._texts.get(area.sheet, "")
            starts = re.finditer(rf"<{prefix_of(text)}row\s([^>]*?\bhidden\s*=[^>]*)>", text) if text else ()
            given = [attributes(m[1]) for m in starts]
            self._hidden[area.sheet] = frozenset(int(g["r"]) for g in given if g["hidden"] in ("1", "true"))
        return self._hidden[area.sheet]

    def _filtered_in(self, area: Area) -> frozenset[int]:
        """Return the hidden rows that an active filter covers."""
        hidden = self._hidden_in(area)
        filters = self._filters.get(area.sheet)
        if not hidden or filters is None:
            return frozenset()
        if not filters and hidden.intersection(range(area.top, area.bottom + 1)):
            raise Doubtful(_ADVANCED)
        if area.sheet not in self._filtered:
            under = (row for row in hidden if any(f.top <= row <= f.bottom for f in filters))
            self._filtered[area.sheet] = frozenset(under)
        return self._filtered[area.sheet]


def active_filters(sheets: Mapping[str, str], tables: Mapping[str, list[str]]) -> dict[str, list[Area]]:
    """Return the ranges under a filter that hides rows, by sheet; none named for an advanced filter."""
    found: dict[str, list[Area]] = {}
    for sheet, text in sheets.items():
        for xml in (text, *tables.get(sheet, ())):
            for match in _FILTER.finditer(xml):
                if "filterColumn" in match[2]:
                    found.setdefault(sheet, []).append(Area.parse(sheet, attributes(match[1]).get("ref", "A1")))
        if re.search(r"<(?:\w+:)?sheetPr\s[^>]*\bfilterMode\s*=\s*[\"'](?:1|true)", text):
            found.setdefault(sheet, [])
    return found


def _place(where: str, lines: Any) -> Area:
    top, left, sheet = where.split(",", 2)
    height, width = (len(lines), len(lines[0])) if isinstance(lines, list) else (1, 1)
    return Area(sheet, int(top), int(left), int(top) + height - 1, int(left) + width - 1)


def _numbers(values: list[Any]) -> list[float]:
    for v in values:
        if isinstance(v, dict):
            raise ArrayError(v["kind"])
    return [v for v in values if isinstance(v, float) and not isinstance(v, bool | Blank)]


def _some(values: list[float], least: int = 1) -> list[float]:
    if len(values) < least:
        raise ArrayError("Div")
    return values


def _variance(values: list[Any], *, sample: bool) -> float:
    found = _some(_numbers(values), 2 if sample else 1)
    mean = math.fsum(found) / len(found)
    return math.fsum((v - mean) ** 2 for v in found) / (len(found) - sample)


def _mean(values: list[Any]) -> float:
    found = _some(_numbers(values))
    return sum(found) / len(found)


def _median(values: list[Any]) -> float:
    return _percentile(_numbers(values), 0.5)


def _mode(values: list[Any]) -> float:
    counted = Counter(_numbers(values))
    value, times = counted.most_common(1)[0] if counted else (0.0, 0)
    if times < 2:
        raise ArrayError("Na")
    return value


def _ranked(values: list[float], rank: float, *, largest: bool) -> float:
    if rank != int(rank):
        raise Doubtful(_RANK)
    if not 1 <= rank <= len(values):
        raise ArrayError("Num")
    return sorted(values, reverse=largest)[int(rank) - 1]


def _percentile(values: list[float], part: float, *, inside: bool = False) -> float:
    """Return a percentile, interpolated; `inside` for the kind that leaves out both ends."""
    count = len(values)
    at = part * (count + 1) - 1 if inside else part * (count - 1)
    if not values or not 0 <= part <= 1 or not 0 <= at <= count - 1:
        raise ArrayError("Num")
    found, low = sorted(values), math.floor(at)
    high = min(low + 1, count - 1)
    return found[low] + (at - low) * (found[high] - found[low])


_FUNCTIONS: dict[int, Callable[[list[Any]], float]] = {
    1: _mean,
    2: lambda values: float(len(_numbers([v for v in values if not isinstance(v, dict)]))),
    3: lambda values: float(sum(v is not None for v in values)),
    4: lambda values: max(_numbers(values), default=0.0),
    5: lambda values: min(_numbers(values), default=0.0),
    6: lambda values: math.prod(_numbers(values)) if _numbers(values) else 0.0,
    7: lambda values: math.sqrt(_variance(values, sample=True)),
    8: lambda values: math.sqrt(_variance(values, sample=False)),
    9: lambda values: sum(_numbers(values)),
    10: lambda values: _variance(values, sample=True),
    11: lambda values: _variance(values, sample=False),
    12: _median,
    13: _mode,
}
_RANKED: dict[int, Callable[[list[float], float], float]] = {
    14: lambda values, rank: _ranked(values, rank, largest=True),
    15: lambda values, rank: _ranked(values, rank, largest=False),
    16: _percentile,
    17: lambda values, rank: _percentile(values, math.trunc(rank) / 4),
    18: lambda values, rank: _percentile(values, rank, inside=True),
    19: lambda values, rank: _percentile(values, math.trunc(rank) / 4, inside=True),
}
