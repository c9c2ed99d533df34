"""The time between two dates: DAYS, DATEDIF, YEARFRAC, in Excel's calendar, February 1900 included.

YEARFRAC follows D. Wheeler's account of what Excel does (dwheeler.com/yearfrac/excel-ooxml-yearfrac.pdf), which
agrees with the values that Excel stored. Two units of DATEDIF are Excel's own: see `date_difference`.
"""

from __future__ import annotations

import math
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.engines.checks import DATE_TEXT, TRUTH
from xl_kpi.workbook.functions.dates import days_in, first_of, split
from xl_kpi.workbook.functions.language import reading
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import ArrayError, Doubtful, number, one, text_of

Date = tuple[int, int, int]
_LEAP = Text("un 29 février dans une durée sans années", "a 29 February in a span without years")


def serial(value: Any) -> int:
    """Return a date as its whole serial number; raises Doubtful for text that may be a date."""
    given = one(value)
    if isinstance(given, str) and any(c.isdigit() for c in given):
        raise Doubtful(DATE_TEXT)
    return math.floor(number(given, 0))


def date_of(value: Any) -> tuple[int, Date]:
    """Return a date as serial number and as year, month and day; an error outside Excel's calendar."""
    day = serial(value)
    found = split(day)
    if found is None:
        raise ArrayError("Num")
    return day, found


def days(end: Any, start: Any) -> float:
    """DAYS: the number of days between two dates."""
    return float(date_of(end)[0] - date_of(start)[0])


def _serial_of(year: int, month: int, day: int) -> int:
    return first_of(year, month) + day - 1


def date_difference(start: Any, end: Any, unit: Any) -> float:
    """DATEDIF: whole years, months or days between two dates, or what is left of them.

    "MD" counts from the start's day in the month before the end, even where that month has no such day.
    """
    (first, (y1, m1, d1)), (last, (y2, m2, d2)) = date_of(start), date_of(end)
    if any(isinstance(one(v), bool) for v in (start, end)):
        raise Doubtful(TRUTH)
    kind = text_of(unit).upper()
    if first > last or kind not in ("Y", "M", "D", "YM", "YD", "MD"):
        raise ArrayError("Num")
    months = (y2 - y1) * 12 + m2 - m1 - (d2 < d1)
    if kind == "YD":
        return float(_days_in_year((y1, m1, d1), (y2, m2, d2), last))
    if kind == "MD":
        return float(d2 - d1 if d2 >= d1 else last - (first_of(y2, m2 - 1) + d1 - 1))
    return float({"Y": months // 12, "M": months, "D": last - first, "YM": months % 12}[kind])


def _days_in_year(start: Date, end: Date, last: int) -> int:
    """Return the days since the start's day of the year, where it does not matter in which year they are counted."""
    later = end[1:] < start[1:]
    from_end = last - _serial_of(end[0] - later, *start[1:])
    from_start = _serial_of(start[0] + later, *end[1:]) - _serial_of(*start)
    if from_end != from_start or start[1:] == (2, 29) or end[1:] == (2, 29):
        raise Doubtful(_LEAP)
    return from_end


def days_360(start: Date, end: Date, *, european: bool) -> int:
    """Return the days between two dates in years of twelve months of 30 days, as YEARFRAC counts them."""
    (y1, m1, d1), (y2, m2, d2) = start, end
    if european:
        d1, d2 = min(d1, 30), min(d2, 30)
    else:
        if _ends_february(start):
            d1, d2 = 30, 30 if _ends_february(end) else d2
        if d1 >= 30:
            d1, d2 = 30, min(d2, 30)
    return (y2 - y1) * 360 + (m2 - m1) * 30 + d2 - d1


def _ends_february(date: Date) -> bool:
    return date[1] == 2 and date[2] == days_in(date[0], 2)


def _leap(year: int) -> bool:
    return days_in(year, 2) == 29


def _year_length(start: Date, end: Date) -> float:
    """Return how long a year is between two dates: the mean of the years that they touch, or the one year's days."""
    (y1, *day1), (y2, *day2) = start, end
    if y1 == y2:
        return 366 if _leap(y1) else 365
    if y2 == y1 + 1 and day1 >= day2:
        leap_day = (_leap(y1) and day1 <= [2, 29]) or (_leap(y2) and day2 >= [2, 29])
        return 366 if leap_day else 365
    return (first_of(y2 + 1, 1) - first_of(y1, 1)) / (y2 - y1 + 1)


def year_fraction(start: Any, end: Any, basis: Any = None) -> float:
    """YEARFRAC: the years between two dates, in either order, by one of five ways to count days."""
    if isinstance(one(basis), bool) or any(isinstance(one(v), bool) for v in (start, end)):
        raise ArrayError("Value")
    (first, before), (last, after) = sorted((date_of(start), date_of(end)))
    kind = math.trunc(number(basis, 0))
    if kind not in range(5):
        raise ArrayError("Num")
    if kind in (0, 4):
        return days_360(before, after, european=kind == 4) / 360
    return (last - first) / (_year_length(before, after) if kind == 1 else {2: 360, 3: 365}[kind])


TABLE: dict[str, Native] = {
    "DAYS": Native("JOURS", "DD", dates=True, local=True, call=reading(2, days)),
    "DATEDIF": Native("DATEDIF", "DDs", dates=True, local=True, call=reading(2, date_difference)),
    "YEARFRAC": Native("FRACTION.ANNEE", "DDD", dates=True, required=2, local=True, call=reading(3, year_fraction)),
}
