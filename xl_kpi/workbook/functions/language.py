"""What functions are told of the language that a workbook speaks, and values read and written in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from xl_kpi.workbook.analysis.text_formats import Language
from xl_kpi.workbook.analysis.text_numbers import UnclearError, odd_number, read
from xl_kpi.workbook.engines.checks import LOCALE, NUMBER_TEXT, TRUTH_WORD
from xl_kpi.workbook.functions.general import joined
from xl_kpi.workbook.functions.values import ArrayError, Blank, Doubtful, one


class Setting(NamedTuple):
    """The language of a workbook and its calendar."""

    english: bool
    slashes: bool
    dollars: bool
    date1904: bool
    confirmed: bool  # a second engine must give the same result


def code(language: Language, date1904: bool) -> str:
    """Return the text that stands for a language and a calendar in a call."""
    return "e" * language.english + "s" * language.slashes + "d" * language.dollars + "4" * date1904


def setting(told: str) -> Setting:
    """Return what a text made by `code` says."""
    return Setting(*(sign in told for sign in "esd42"))


def number_in(text: str, told: str) -> float | None:
    """Return the number that Excel takes a text for, None for none; Doubtful where that is not known."""
    spoken = setting(told)
    if spoken.confirmed and odd_number(text):
        raise Doubtful(NUMBER_TEXT)  # the second engine reads it by itself
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
    if not isinstance(value, str):
        return float(value or 0)
    number = number_in(value, told)
    if number is None:
        raise ArrayError("Value")
    if value != value.strip(" ") and any(sign in value for sign in ":-/"):
        raise Doubtful(NUMBER_TEXT)  # spaces around a date are not always read over
    return number


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
    spoken = setting(told)
    if not shown.lstrip("-").isdigit() and (not spoken.english or (spoken.confirmed and float(shown) != value)):
        raise Doubtful(LOCALE)
    return shown


def read_number(told: str, value: Any) -> Any:
    """Return a value where a number is wanted: a text as the number that Excel takes it for."""
    value = one(value)
    if isinstance(value, str) and value.strip().upper() in {"TRUE", "FALSE"}:  # some arguments are truth values
        if setting(told).confirmed:
            return value
        raise Doubtful(NUMBER_TEXT)
    return spoken_number(value, told) if isinstance(value, str) else value


def condition(_told: str, value: Any) -> Any:
    """Return a value where a condition is wanted, in English: a text is none, unless it says TRUE or FALSE."""
    value = one(value)
    if not isinstance(value, str):
        return value
    if value.strip().upper() in {"TRUE", "FALSE"}:
        raise Doubtful(TRUTH_WORD)
    raise ArrayError("Value")


def write_text(told: str, value: Any) -> str:
    """Return a value where a text is wanted; Doubtful for characters that Excel counts twice."""
    shown = written(value, told)
    if shown and max(shown) > "\uffff":
        raise Doubtful(LOCALE)
    return shown
