"""Excel's calendar, in which February 1900 has 29 days: the engines have their own idea of the days before March."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Callable

from xl_kpi.errors import ExcelError

_LEAP_DAY = 60  # 29 February 1900, a day that never was
END = 2958466  # the day after 31 December 9999
_WEEKS = {1: 0, 2: 1, 11: 1, 12: 2, 13: 3, 14: 4, 15: 5, 16: 6, 17: 0}  # the first day, counted from Sunday
Result = float | ExcelError


def split(serial: float) -> tuple[int, int, int] | None:
    """Return year, month and day of a serial number; None outside Excel's calendar."""
    day = math.floor(serial)
    if not 0 <= day < END:
        return None
    if day < _LEAP_DAY:
        return (1900, 1, day) if day <= 31 else (1900, 2, day - 31)
    if day == _LEAP_DAY:
        return 1900, 2, 29
    found = dt.date.fromordinal(day + dt.date(1899, 12, 30).toordinal())
    return found.year, found.month, found.day


def first_of(year: int, month: int) -> int:
    """Return the serial number of a month's first day; months may be any number."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if year < 1900 or year > 9999:
        return END if year > 9999 else -END
    return dt.date(year, month, 1).toordinal() - dt.date(1899, 12, 30).toordinal() - ((year, month) < (1900, 3))


def days_in(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return 29 if (year, month) == (1900, 2) else calendar.monthrange(year, month)[1]


def _valid(serial: float) -> Result:
    return serial if 0 <= serial < END else ExcelError.NUM


def date(year: float, month: float, day: float) -> Result:
    """Return DATE: a year below 1900 counts from 1900; months and days run over."""
    whole = math.floor(year)
    if not 0 <= whole <= 9999:
        return ExcelError.NUM
    return _valid(float(first_of(whole + 1900 if whole < 1900 else whole, math.floor(month)) + math.floor(day) - 1))


def _part(at: int) -> Callable[[float], Result]:
    def part(serial: float) -> Result:
        found = split(serial)
        return ExcelError.NUM if found is None else float(found[at])

    return part


def weekday(serial: float, kind: float = 1) -> Result:
    """Return WEEKDAY: weeks run on through the day that never was."""
    day, kind = math.floor(serial), math.floor(kind)
    if not 0 <= day < END or (kind != 3 and kind not in _WEEKS):
        return ExcelError.NUM
    return float((day - 2) % 7 if kind == 3 else (day - 1 - _WEEKS[kind]) % 7 + 1)


def _month_from(serial: float, months: float) -> tuple[int, int, int] | None:
    found = split(serial)
    if found is None:
        return None
    moved = found[0] * 12 + found[1] - 1 + math.trunc(months)
    year, month = divmod(moved, 12)
    return (year, month + 1, found[2]) if 1900 <= year <= 9999 else None


def edate(serial: float, months: float) -> Result:
    """Return EDATE: the same day some months later, or the last one of a shorter month."""
    found = _month_from(serial, months)
    if found is None:
        return ExcelError.NUM
    year, month, day = found
    return _valid(float(first_of(year, month) + min(day, days_in(year, month)) - 1))


def eomonth(serial: float, months: float) -> Result:
    """Return EOMONTH: the last day of the month some months later."""
    found = _month_from(serial, months)
    return ExcelError.NUM if found is None else _valid(float(first_of(*found[:2]) + days_in(*found[:2]) - 1))


FUNCTIONS: dict[str, Callable[..., Result]] = {
    "DATE": date,
    "YEAR": _part(0),
    "MONTH": _part(1),
    "DAY": _part(2),
    "WEEKDAY": weekday,
    "EDATE": edate,
    "EOMONTH": eomonth,
}
