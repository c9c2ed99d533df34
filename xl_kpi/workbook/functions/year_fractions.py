"""YEARFRAC: the days between two dates as a share of a year, by the five conventions that Microsoft documents."""

from __future__ import annotations

import calendar
import math
from typing import Any

from xl_kpi.workbook.checks import OLD_DATE, TRUTH
from xl_kpi.workbook.functions.dates import split
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import ArrayError, Doubtful, number, one

Day = tuple[int, int, int]  # year, month, day
_LEAP_DAY = 60  # 29 February 1900, a day that never was


def year_fraction(start: Any, end: Any, basis: Any = None) -> float:
    """YEARFRAC: the order of the dates does not matter.

    Basis 0 is 30/360 as in the United States, 1 actual/actual, 2 actual/360, 3 actual/365, 4 30/360 as in Europe.
    Raises ArrayError for another basis and for dates outside Excel's calendar.
    """
    if isinstance(one(basis), bool):
        raise ArrayError("Value")
    if isinstance(one(start), bool) or isinstance(one(end), bool):
        raise Doubtful(TRUTH)
    first, last = sorted(math.floor(number(given)) for given in (start, end))
    kind = math.floor(number(basis, 0))
    one_day, other = split(first), split(last)
    if one_day is None or other is None or not 0 <= kind <= 4:
        raise ArrayError("Num")
    if first <= _LEAP_DAY and (kind == 1 or last >= _LEAP_DAY - 1):
        raise Doubtful(OLD_DATE)
    if kind in (0, 4):
        return _days_360(one_day, other, european=kind == 4) / 360
    return (last - first) / {1: _year_length(one_day, other), 2: 360, 3: 365}[kind]


def _days_360(start: Day, end: Day, *, european: bool) -> int:
    (year, month, day), (to_year, to_month, to_day) = start, end
    if european:
        day, to_day = min(day, 30), min(to_day, 30)
    else:
        if _ends_february(start):
            day, to_day = 30, 30 if _ends_february(end) else to_day
        to_day = 30 if to_day == 31 and day >= 30 else to_day
        day = min(day, 30)
    return (to_year - year) * 360 + (to_month - month) * 30 + to_day - day


def _ends_february(day: Day) -> bool:
    return day[1:] == (2, 28 + calendar.isleap(day[0]))


def _year_length(start: Day, end: Day) -> float:
    """Return the length of a year between two dates: up to a year apart that year's, else the mean of all years."""
    year, to_year = start[0], end[0]
    if year == to_year or (to_year == year + 1 and end[1:] <= start[1:]):
        from_leap = calendar.isleap(year) and (year == to_year or start[1:] <= (2, 29))
        return 366 if from_leap or (calendar.isleap(to_year) and end[1:] >= (2, 29)) else 365
    return sum(365 + calendar.isleap(y) for y in range(year, to_year + 1)) / (to_year - year + 1)


TABLE: dict[str, Native] = {
    "YEARFRAC": Native("FRACTION.ANNEE", "DDn", required=2, dates=True, call=year_fraction),
}
