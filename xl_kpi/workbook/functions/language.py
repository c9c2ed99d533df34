"""What functions are told of the language that a workbook speaks, and values read and written in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from xl_kpi.workbook.checks import LOCALE, NUMBER_TEXT
from xl_kpi.workbook.functions.general import joined
from xl_kpi.workbook.functions.values import ArrayError, Blank, Doubtful, one
from xl_kpi.workbook.text_formats import Language
from xl_kpi.workbook.text_numbers import UnclearError, read


class Setting(NamedTuple):
    """The language of a workbook and its calendar."""

    english: bool
    slashes: bool
    dollars: bool
    date1904: bool


def code(language: Language, date1904: bool) -> str:
    """Return the text that stands for a language and a calendar in a call."""
    return "e" * language.english + "s" * language.slashes + "d" * language.dollars + "4" * date1904


def setting(told: str) -> Setting:
    """Return what a text made by `code` says."""
    return Setting(*(sign in told for sign in "esd4"))


def number_in(text: str, told: str) -> float | None:
    """Return the number that Excel takes a text for, None for none; Doubtful where that is not known."""
    spoken = setting(told)
    try:
        number = read(text, english=spoken.english, dollars=spoken.dollars)
    except UnclearError:
        raise Doubtful(NUMBER_TEXT) from None
    if spoken.date1904 and number is not None and not text.strip().lstrip("+-").isdigit():
        raise Doubtful(NUMBER_TEXT)  # it may be a date
    return number


def spoken_number(value: Any, told: str) -> float:
    """Return an argument as a number, a text as Excel reads it; an error ends the function."""
    value = one(value)
    if isinstance(value, str):
        number = number_in(value, told)
        if number is None:
            raise ArrayError("Value")
        return number
    return float(value or 0)


def reading(count: int, function: Callable[..., Any]) -> Callable[..., Any]:
    """Return a function that is told the language and reads texts among its first `count` arguments as numbers."""

    def called(told: str, *given: Any) -> Any:
        return function(*(_read(value, told) for value in given[:count]), *given[count:])

    return called


def _read(value: Any, told: str) -> Any:
    value = one(value)
    return spoken_number(value, told) if isinstance(value, str) else value


def written(value: Any, told: str) -> str:
    """Return a value as the text that Excel makes of it; an error ends the function."""
    value = one(value)
    if value is None or isinstance(value, Blank):
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        if not setting(told).english:
            raise Doubtful(LOCALE)
        return str(value).upper()
    shown = joined(value)
    if not shown.lstrip("-").isdigit() and not setting(told).english:
        raise Doubtful(LOCALE)
    return shown
