"""Days that are missing, and days unlike the others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import Any

from xl_kpi.catalog.measures import MEASURES, Measure
from xl_kpi.catalog.tables import DataTable
from xl_kpi.language import Lang, Text

BEHIND_DAYS = 45  # a source whose last day is further behind the newest one is stale
UNUSUAL_TIMES = 5
_COUNTED_USUALLY = 10  # fewer than this a day: five times as many may be chance
_DAYS_NEEDED = 7
_STEPS_NEEDED = 4
_REGULAR_SHARE = 0.8
_EPOCH = dt.date(1899, 12, 30)


@dataclass(frozen=True, slots=True)
class Span:
    """Days on end."""

    first: dt.date
    last: dt.date

    @property
    def days(self) -> int:
        """Return how many days there are."""
        return (self.last - self.first).days + 1

    def text(self, lang: Lang) -> str:
        """Return the days as a reader writes them."""
        if self.first == self.last:
            return shown(self.first, lang)
        to = Text(" au ", " to ")[lang]
        return f"{shown(self.first, lang)}{to}{shown(self.last, lang)}"


@dataclass(frozen=True, slots=True)
class Unusual:
    """A day whose sum is at least five times the usual one, the median of all days."""

    day: dt.date
    measure: Measure
    value: float
    usual: float

    def text(self, lang: Lang) -> str:
        """Return the day and both figures."""
        usual = Text(f"{self.usual:.0f} d’habitude", f"usually {self.usual:.0f}")[lang]
        return f"{shown(self.day, lang)} ({self.measure.label[lang]} {self.value:.0f}, {usual})"


def shown(day: dt.date, lang: Lang) -> str:
    """Return a day as texts show it."""
    return f"{day:%d/%m/%Y}" if lang == "fr" else day.isoformat()


def day_of(serial: float) -> dt.date:
    """Return the day of a number that a workbook keeps for a date."""
    return _EPOCH + dt.timedelta(days=int(serial))


def gaps(days: Iterable[dt.date]) -> list[Span]:
    """Return the days missing between the first and the last, for days that follow a rhythm.

    The rhythm is the usual step: daily, weekly, monthly. Days without one (mailings now and then)
    miss nothing.
    """
    known = sorted(set(days))
    one, limit = dt.timedelta(days=1), _rhythm(known)
    return [Span(a + one, b - one) for a, b in pairwise(known) if limit and (b - a).days > limit]


def _rhythm(days: Sequence[dt.date]) -> float:
    """Return the longest step between days in a row that misses none, 0 where they follow no rhythm."""
    steps = [(b - a).days for a, b in pairwise(days)]
    if len(steps) < _STEPS_NEEDED:
        return 0.0
    limit = 1.5 * median(steps)
    return limit if sum(step <= limit for step in steps) >= _REGULAR_SHARE * len(steps) else 0.0


def unusual_days(table: DataTable, records: Iterable[Sequence[Any]]) -> list[Unusual]:
    """Return the days of five times the usual of a measure that adds up.

    There are none for fewer than seven days, for days without a rhythm (mailings now and then), and
    for small counts: five conversions where one is usual tell nothing.
    """
    names = [c.name for c in table.columns]
    day = names.index("date")
    watched = [n for n, c in enumerate(table.columns) if isinstance(c, Measure) and c.aggregation == "sum"]
    sums: dict[int, dict[dt.date, float]] = {n: {} for n in watched}
    for record in records:
        for n in watched:
            if isinstance(record[day], dt.date) and isinstance(value := record[n], int | float):
                sums[n][record[day]] = sums[n].get(record[day], 0.0) + value
    found = []
    for n, by_day in sums.items():
        measure = MEASURES[names[n]]
        usual = median(by_day.values()) if len(by_day) >= _DAYS_NEEDED and _rhythm(sorted(by_day)) else 0
        if usual > 0 and (measure.unit != "count" or usual >= _COUNTED_USUALLY):
            found += [Unusual(d, measure, v, usual) for d, v in sorted(by_day.items()) if v >= UNUSUAL_TIMES * usual]
    return found
