"""Texts read as numbers, dates and times: the one place that tells what Excel takes a text for.

What every Excel reads alike (plain digits, 2024-01-31, 10:30) is read in every workbook; what an English one reads in
every English-speaking region, where the workbook is English. A text that some Excel may read otherwise is Unclear.
"""

from __future__ import annotations

import math
import re

from xl_kpi.workbook.functions import dates

_DIGITS = 15
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    "(?P<name>january|february|march|april|june|july|august|september|october|november|december|sept|"
    + "|".join(_MONTHS)
    + ")"
)
_CENTURY = (30, 49)  # years of two digits in which Excel versions and settings differ: 2030 or 1930
_DECIMAL = re.compile(r"-?(?:\d{1,15}|\d{0,7}\.\d{1,8})")
_PLAIN = re.compile(r"(?P<sign>[-+]?)(?P<digits>\d{1,15})(?P<power>e[-+]?\d{1,3})?(?P<hundred> ?%)?", re.IGNORECASE)
_ISO = re.compile(r"(?P<year>\d{4}) ?- ?(?P<month>\d{1,2}) ?- ?(?P<day>\d{1,2})(?: +(?P<time>\d.*))?")
_LETTER = re.compile(r"[^\W\d_]")
_BRACKETED = re.compile(r"[-+$€£¥ ]*\([^()]*\)[%$€£¥ ]*")
_CLOCK = re.compile(r"(?P<hour>\d{1,2}) ?: ?(?P<minute>\d{1,2})(?: ?: ?(?P<second>\d{1,2})(?P<part>\.\d{1,3})?)?")
_NOON = re.compile(r"(?P<clock>\d{1,2}(?: ?: ?\d{1,2}){0,2}) *(?P<half>[ap]m)", re.IGNORECASE)
_ENGLISH_DATES = tuple(
    re.compile(pattern + r"(?:,? +(?P<time>\d.*))?", re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})/(?P<month>\d{1,2})/(?P<day>\d{1,2})",
        rf"(?P<day>\d{{1,2}})[- ]{_MONTH}[- ](?P<year>\d{{4}}|\d\d)",
        rf"{_MONTH}[- ](?P<year>\d{{4}})",
        r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})",
        r"(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})",
    )
)
# An English Excel in a region of another language takes it for no date.
_AMERICAN_DATE = re.compile(rf"{_MONTH} (?P<day>\d{{1,2}}), ?(?P<year>\d{{4}})(?:,? +(?P<time>\d.*))?", re.IGNORECASE)
_NUMBER = re.compile(
    r"(?P<sign>[-+]?)(?P<digits>\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)"
    r"(?P<power>e[-+]?\d{1,3})?(?P<hundred> ?%)?",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"^([-+]?)\$(?=[\d.])")
_MIXED = re.compile(r"(?P<sign>-?)(?P<whole>\d{1,9}) (?P<above>\d{1,3})/(?P<below>\d{1,3})")
# Signs and words of which numbers, amounts, times and dates are made in one language or other.
_WORDS = (
    "jan|feb|fév|fev|mar|mär|mrz|apr|avr|abr|may|mai|mag|maj|jun|jui|giu|jul|lug|aug|aoû|ago|sep|set|oct|okt|ott|out|"
    "nov|nóv|dec|déc|dez|dic|gen|ene|am|pm|a|p|e|eur|usd|gbp|chf|h|kr|zł"
)
_POSSIBLE = re.compile(rf"(?:[\d\s.,:;/%'’\-+()$€£¥]|(?:{_WORDS})[^\W\d_]*\.?)+", re.IGNORECASE)
# A day and a month, or a month and a year, in any language.
_WORDED = re.compile(r"\d{1,4}[ ./-]+[^\W\d_]{3,}\.?(?:[ ./-]+\d{1,4})?|[^\W\d_]{3,}\.?[ ./-]+\d{1,4}(?:,? +\d{2,4})?")


def number_like(text: str, *, english: bool = False) -> bool:
    """Tell whether Excel may take a text for a number, in some language or in an English one."""
    try:
        return read(text, english=english) is not None
    except UnclearError:
        return True


def odd_number(text: str) -> bool:
    """Tell whether a text may be a number, yet not one that every program reads alike."""
    return not _DECIMAL.fullmatch(text) and number_like(text, english=True)


class UnclearError(Exception):
    """What Excel takes a text for depends on its language, its region or its age."""


def read(text: str, *, english: bool, dollars: bool = False) -> float | None:
    """Return the number that Excel takes a text for, None where it is none; raises UnclearError.

    `dollars` where the region of the workbook is known to have them.
    """
    text = text.strip(" ")
    if not any(c.isdigit() for c in text):
        return None
    if _broken(text):
        return None
    found = _everywhere(text)
    if found is None and english:
        american = _AMERICAN_DATE.fullmatch(text) if dollars else None
        bare = _AMOUNT.sub(r"\1", text) if dollars else text
        found = _dated(american) if american else _in_english(bare, american=dollars)
    if found is not None:
        return None if math.isnan(found) else found
    if _POSSIBLE.fullmatch(text) or not text.isprintable() or (not english and _WORDED.fullmatch(text)):
        raise UnclearError
    return None


def _broken(text: str) -> bool:
    """Tell whether a text of digits and signs has no shape that any Excel reads: a telephone number, say."""
    runs = re.findall(r"\d+", text)
    if _LETTER.search(text) or ":" in text or len(runs) < 2 or _MIXED.fullmatch(text):
        return False
    if "(" in text:
        return not _BRACKETED.fullmatch(text)
    dashed = re.search(r"\d[-/ ]*[-/][-/ ]*\d", text) is not None
    return dashed and (len(runs) > 3 or any(len(run) == 3 or len(run) > 4 for run in runs))


def _everywhere(text: str) -> float | None:
    """Return a number that every Excel reads, NaN for what looks like one and is none, None for another text."""
    if match := _PLAIN.fullmatch(text):
        return _number(match)
    if match := _ISO.fullmatch(text):
        return _dated(match)
    return _clock(text) if _CLOCK.fullmatch(text) else None


def _in_english(text: str, *, american: bool) -> float | None:
    if match := _NUMBER.fullmatch(text):
        return _number(match)
    bare = text[1:-1] if text[:1] == "(" and text[-1:] == ")" else ""
    if bare and (match := _NUMBER.fullmatch(bare)) and not match["sign"]:
        return -_number(match)
    if (match := _MIXED.fullmatch(text)) and int(match["below"]):
        value = int(match["whole"]) + int(match["above"]) / int(match["below"])
        return -value if match["sign"] else value
    if _NOON.fullmatch(text):
        return _clock(text)
    for pattern in _ENGLISH_DATES:
        if match := pattern.fullmatch(text):
            if match.re.pattern.startswith(_MONTH) and not american:
                raise UnclearError  # the month comes first in American dates only
            return _dated(match)
    return None


def _number(match: re.Match[str]) -> float:
    digits = match["digits"].replace(",", "")
    if len(digits.replace(".", "").strip("0")) > _DIGITS:
        raise UnclearError
    value = float(match["sign"] + digits + (match["power"] or ""))
    if math.isinf(value):
        return math.nan
    return value / 100 if match["hundred"] else value


def _clock(text: str) -> float:
    """Return a time as a part of a day; NaN where it is none."""
    noon = _NOON.fullmatch(text)
    match = _CLOCK.fullmatch(noon["clock"] if noon else text)
    hour = int(match["hour"] if match else noon["clock"] if noon else "")
    minute = int(match["minute"]) if match else 0
    second = float((match["second"] or "0") + (match["part"] or "")) if match else 0.0
    if minute > 59 or second > 60:
        raise UnclearError
    if noon:
        if not 0 < hour <= 12:
            return math.nan
        hour = hour % 12 + (12 if noon["half"].lower() == "pm" else 0)
    return (hour * 3600 + minute * 60 + second) / 86400


def _dated(match: re.Match[str]) -> float:
    parts = match.groupdict()
    month = parts.get("month") or str(_MONTHS.index(parts["name"][:3].lower()) + 1)
    day = parts.get("day") or "1"
    year = int(parts["year"])
    if len(parts["year"]) == 2:
        if _CENTURY[0] <= year <= _CENTURY[1]:
            raise UnclearError
        year += 2000 if year < _CENTURY[0] else 1900
    first = match.re.pattern.startswith("(?P<day>") and "name" not in parts
    if first and day.lstrip("0") != month.lstrip("0"):
        raise UnclearError  # which is the month depends on the region
    serial = _serial(year, int(month), int(day))
    if serial is None:
        return math.nan
    time = parts.get("time")
    if not time:
        return serial
    if not (_CLOCK.fullmatch(time) or _NOON.fullmatch(time)):
        raise UnclearError
    return serial + _clock(time)


def _serial(year: int, month: int, day: int) -> float | None:
    if not 1900 <= year <= 9999 or not 1 <= month <= 12 or day < 1:
        return None
    serial = dates.first_of(year, month) + day - 1
    return float(serial) if dates.split(serial) == (year, month, day) else None
