"""Working days and weeks: NETWORKDAYS and WORKDAY with their international forms, WEEKNUM, ISOWEEKNUM.

As Microsoft documents them; what it leaves open (days that are no whole number, holidays on a weekend, dates of
1900) is as Excel stored it. In Excel's calendar day 1, 1 January 1900, is a Sunday.
"""

from __future__ import annotations

import bisect
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.engines.checks import OLD_DATE
from xl_kpi.workbook.functions.dates import END, first_of, split
from xl_kpi.workbook.functions.language import reading
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.spans import serial
from xl_kpi.workbook.functions.values import ArrayError, Blank, Doubtful, flat, number, one, whole

_BLANK = Text("une cellule vide pour la fin de semaine", "a blank cell for the weekend")
_MONDAY = 2  # a Monday in Excel's calendar
# The days off by Excel's number, Monday first.
_WEEKENDS = {1: "0000011", 2: "1000001", 3: "1100000", 4: "0110000", 5: "0011000", 6: "0001100", 7: "0000110",
             11: "0000001", 12: "1000000", 13: "0100000", 14: "0010000", 15: "0001000", 16: "0000100",
             17: "0000010"}  # fmt: skip
# The day that a week starts with, counted from Sunday.
_STARTS = {1: 0, 2: 1, 11: 1, 12: 2, 13: 3, 14: 4, 15: 5, 16: 6, 17: 0}


@dataclass(frozen=True)
class _Calendar:
    """The days off of a week, and the holidays that fall on none of them, in order."""

    week: str
    holidays: list[int]

    def worked(self, day: int) -> int:
        """Return how many working days there are from a Monday long ago to a day, itself included."""
        weeks, rest = divmod(day - _MONDAY + 1, 7)
        days = weeks * self.week.count("0") + self.week[:rest].count("0")
        return days - bisect.bisect_right(self.holidays, day)


def _day(value: Any) -> int:
    if isinstance(one(value), bool):
        raise ArrayError("Value")
    return serial(value)


def _valid(day: int) -> int:
    if not 0 <= day < END:
        raise ArrayError("Num")
    return day


def _week(value: Any) -> str:
    given = one(value)
    if given is None:
        return _WEEKENDS[1]
    if isinstance(given, Blank | bool):
        raise Doubtful(_BLANK)
    if not isinstance(given, str):
        kind = _WEEKENDS.get(math.trunc(given))
        if kind is None:
            raise ArrayError("Num")
        return kind
    if len(given) != 7 or set(given) - {"0", "1"}:
        raise ArrayError("Value")
    return given


def _calendar(weekend: Any, holidays: Any) -> _Calendar:
    week = _week(weekend)
    given = [] if holidays is None else [v for v in flat(holidays) if v is not None and not isinstance(v, Blank)]
    days = {_valid(_day(v)) for v in given}
    return _Calendar(week, sorted(d for d in days if week[(d - _MONDAY) % 7] == "0"))


def working_days_in_weeks(start: Any, end: Any, weekend: Any = None, holidays: Any = None) -> float:
    """NETWORKDAYS.INTL: the working days between two days, both included; negative when they are turned round."""
    first, last = _valid(_day(start)), _valid(_day(end))
    calendar = _calendar(weekend, holidays)
    if first > last:
        return float(calendar.worked(last - 1) - calendar.worked(first))
    return float(calendar.worked(last) - calendar.worked(first - 1))


def working_days(start: Any, end: Any, holidays: Any = None) -> float:
    """NETWORKDAYS: the same for weeks that end with Saturday and Sunday."""
    return working_days_in_weeks(start, end, None, holidays)


def working_day_in_weeks(start: Any, days: Any, weekend: Any = None, holidays: Any = None) -> float:
    """WORKDAY.INTL: the working day some working days after a day, or before it."""
    first, count = _valid(_day(start)), one(days)
    if isinstance(count, bool):
        raise ArrayError("Value")
    calendar, steps = (
        _calendar(weekend, holidays),
        math.floor(number(days)),
    )
    if "0" not in calendar.week:
        raise ArrayError("Value")
    if not steps:
        return float(first)
    wanted = calendar.worked(first if steps > 0 else first - 1) + steps + (steps < 0)
    if not calendar.worked(-1) < wanted <= calendar.worked(END - 1):
        raise ArrayError("Num")
    return float(bisect.bisect_left(range(END), wanted, key=calendar.worked))


def working_day(start: Any, days: Any, holidays: Any = None) -> float:
    """WORKDAY: the same for weeks that end with Saturday and Sunday."""
    return working_day_in_weeks(start, days, None, holidays)


def iso_week(value: Any) -> float:
    """ISOWEEKNUM: the week of the year, by the year in which its Thursday falls."""
    day = _valid(serial(value))
    thursday = day - (day - _MONDAY) % 7 + 3
    found = split(thursday)
    if found is None:  # in 1899 or after 9999, whose last weeks are like this one
        return 52.0
    return float((thursday - first_of(found[0], 1)) // 7 + 1)


def week_number(value: Any, kind: Any = None) -> float:
    """WEEKNUM: the week of the year, the first one being that of 1 January; a week starts on the day of its kind."""
    day = _valid(_day(value))
    if isinstance(one(kind), bool):
        raise ArrayError("Value")
    chosen = whole(kind, 1)
    if chosen == 21:
        return iso_week(value)
    if chosen not in _STARTS:
        raise ArrayError("Num")
    found = split(day)
    if found is None or not day:
        raise Doubtful(OLD_DATE)
    first = first_of(found[0], 1)
    return float((day - first + (first - 1 - _STARTS[chosen]) % 7) // 7 + 1)


def _native(french: str, letters: str, call: Callable[..., float]) -> Native:
    return Native(french, letters, dates=True, required=2, local=True, call=reading(2, call))


TABLE: dict[str, Native] = {
    "NETWORKDAYS": _native("NB.JOURS.OUVRES", "DDa", working_days),
    "NETWORKDAYS.INTL": _native("NB.JOURS.OUVRES.INTL", "DDsa", working_days_in_weeks),
    "WORKDAY": _native("SERIE.JOUR.OUVRE", "DDa", working_day),
    "WORKDAY.INTL": _native("SERIE.JOUR.OUVRE.INTL", "DDsa", working_day_in_weeks),
    "WEEKNUM": Native("NO.SEMAINE", "Dn", dates=True, required=1, local=True, call=reading(1, week_number)),
    "ISOWEEKNUM": Native("NO.SEMAINE.ISO", "D", dates=True, local=True, call=reading(1, iso_week)),
}
