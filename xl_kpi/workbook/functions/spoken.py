"""Functions whose result depends on Excel's language: numbers and dates written out, and read from texts."""

from __future__ import annotations

import math
import re
from typing import Any

from xl_kpi.workbook.engines.checks import LOCALE, NUMBER_TEXT
from xl_kpi.workbook.functions.language import number_in, setting, spoken_number, written
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.number_format import formatted
from xl_kpi.workbook.functions.values import ArrayError, Blank, Doubtful, flag, flat, grid, one, whole

_ERRORS = {
    "Div": "#DIV/0!", "Na": "#N/A", "Name": "#NAME?", "Null": "#NULL!", "Num": "#NUM!", "Ref": "#REF!",
    "Value": "#VALUE!",
}  # fmt: skip
_DIGITS = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)", re.ASCII)
_ODD = re.compile(r"[-+\d.,e()$€£/:]*", re.IGNORECASE)
_CELL = 32_767  # characters in a cell


def text(told: str, value: Any, form: Any) -> str:
    """TEXT: a value in a number format."""
    spoken = setting(told)
    shown = one(value)
    number = number_in(shown, told) if isinstance(shown, str) else shown
    if isinstance(shown, bool) and not spoken.english:
        raise Doubtful(LOCALE)
    if isinstance(shown, str) and number is not None:
        shown = number
    elif not isinstance(shown, str | bool):
        shown = float(shown or 0)
    return formatted(shown, written(form, told), date1904=spoken.date1904, slashes=spoken.slashes)


def value_of(told: str, given: Any) -> float:
    """VALUE: the number that a text stands for."""
    if isinstance(one(given), bool):
        raise ArrayError("Value")
    return spoken_number(given, told)


def number_value(told: str, given: Any, point: Any = None, mark: Any = None) -> float:
    """NUMBERVALUE: the number that a text stands for with a decimal point and a mark of thousands of one's choice."""
    spoken = setting(told)
    signs = [written(s, told)[:1] for s in (point, mark) if s is not None]
    if None in (point, mark) and not spoken.english:
        raise Doubtful(LOCALE)
    decimal, group = (signs or ["."])[0], (signs[1] if len(signs) > 1 else "," if mark is None else ".")
    if point is None and mark is not None:
        raise Doubtful(LOCALE)
    if not decimal or not group or decimal == group or {decimal, group} & set("0123456789+-%eE"):
        raise Doubtful(LOCALE)
    text = written(given, told).replace(" ", "")
    bare = text.rstrip("%")
    whole_part, found, rest = bare.partition(decimal)
    number = whole_part.replace(group, "") + ("." if found else "") + rest
    if not text:
        return 0.0
    if _DIGITS.fullmatch(number):
        return float(number) / 100.0 ** (len(text) - len(bare))
    if decimal in rest or group in rest:
        raise ArrayError("Value")
    if any(c.isdigit() for c in number) and _ODD.fullmatch(number):
        raise Doubtful(NUMBER_TEXT)
    raise ArrayError("Value")


def exact(told: str, one_text: Any, other: Any) -> bool:
    """EXACT: whether two values are the same text, capitals and all."""
    return written(one_text, told) == written(other, told)


def date_value(told: str, given: Any) -> float:
    """DATEVALUE: the day of a date written as text."""
    return math.floor(_moment(told, given))


def time_value(told: str, given: Any) -> float:
    """TIMEVALUE: the time of a day written as text."""
    return _moment(told, given) % 1


def _moment(told: str, given: Any) -> float:
    content = one(given)
    if not isinstance(content, str):
        raise ArrayError("Value")
    number = number_in(content, told)
    if number is None or _is_plain(content):
        raise ArrayError("Value")
    return number


def _is_plain(content: str) -> bool:
    """Tell whether a text is a number rather than a date or a time."""
    try:
        float(content.strip())
    except ValueError:
        if any(sign in content for sign in "%(") or ("," in content and not any(c.isalpha() for c in content)):
            raise Doubtful(LOCALE) from None
        return False
    return True


def fixed(told: str, value: Any, decimals: Any = None, plain: Any = None) -> str:
    """FIXED: a number rounded to decimals, with thousands marked."""
    shown = _rounded(told, value, decimals, "0" if flag(plain) else "#,##0", "{}")
    if spoken_number(value, told) < 0 and not shown.startswith("-"):
        raise Doubtful(LOCALE)
    return shown


def dollar(told: str, value: Any, decimals: Any = None) -> str:
    """DOLLAR: a number as an amount in dollars, where the region of the workbook is known to have them."""
    if not setting(told).dollars:
        raise Doubtful(LOCALE)
    return _rounded(told, value, decimals, "$#,##0", "{0};({0})")


def _rounded(told: str, value: Any, decimals: Any, whole_part: str, layout: str) -> str:
    number, places = spoken_number(value, told), whole(decimals, 2)
    if places > 127:
        raise ArrayError("Value")
    if places < 0:
        if not places > -15:
            raise Doubtful(LOCALE)
        scaled = formatted(abs(number) / 10**-places, "0")
        number = math.copysign(float(scaled + "0" * -places), number)
    shape = whole_part + ("." + "0" * places if places > 0 else "")
    return formatted(number, layout.format(shape))


def value_to_text(told: str, value: Any, strict: Any = None) -> str:
    """VALUETOTEXT: any value as text, texts in quotes where `strict`."""
    kind = whole(strict, 0)
    if kind not in (0, 1):
        raise ArrayError("Value")
    return _as_text(value[0][0] if isinstance(value, list) else value, told, strict=kind == 1)


def _as_text(value: Any, told: str, *, strict: bool) -> str:
    if isinstance(value, dict):
        return _ERRORS[value["kind"]]
    shown = written(value, told)
    if strict and isinstance(value, str):
        doubled = shown.replace('"', '""')
        return f'"{doubled}"'
    return shown


def array_to_text(told: str, values: Any, strict: Any = None) -> str:
    """ARRAYTOTEXT: every value of an array in one text."""
    kind = whole(strict, 0)
    if kind not in (0, 1):
        raise ArrayError("Value")
    if kind == 0:
        return _bounded(", ".join(_as_text(v, told, strict=False) for v in flat(values)))
    rows = (",".join(_as_text(v, told, strict=True) for v in line) for line in grid(values))
    return _bounded("{" + ";".join(rows) + "}")


def concat(told: str, *values: Any) -> str:
    """CONCAT: the texts of every value, one after the other."""
    return _bounded("".join(written(v, told) for value in values for v in _each(value)))


def text_join(told: str, marks: Any, skip: Any, *values: Any) -> str:
    """TEXTJOIN: the texts of every value with delimiters between them, taken in turn."""
    between = [written(m, told) for m in _each(marks)]
    texts = [written(v, told) for value in values for v in _each(value)]
    if flag(skip):
        texts = [t for t in texts if t]
    joined = "".join(t + between[i % len(between)] for i, t in enumerate(texts[:-1])) + "".join(texts[-1:])
    return _bounded(joined)


def _each(value: Any) -> list[Any]:
    return [None if isinstance(v, Blank) else v for v in flat(value)] if value is not None else [None]


def _bounded(shown: str) -> str:
    if len(shown) > _CELL:
        raise ArrayError("Value")
    return shown


TABLE: dict[str, Native] = {
    "TEXT": Native("TEXTE", "ss", result="text", call=text, local=True),
    "VALUE": Native("CNUM", "s", call=value_of, local=True),
    "NUMBERVALUE": Native("VALEURNOMBRE", "sss", required=1, call=number_value, local=True),
    "EXACT": Native("EXACT", "ss", result="any", call=exact, local=True),
    "DATEVALUE": Native("DATEVAL", "s", dates=True, call=date_value, local=True),
    "TIMEVALUE": Native("TEMPSVAL", "s", call=time_value, local=True),
    "FIXED": Native("CTXT", "sns", result="text", required=1, call=fixed, local=True),
    "DOLLAR": Native("DEVISE", "sn", result="text", required=1, call=dollar, local=True),
    "VALUETOTEXT": Native("VALEUR.EN.TEXTE", "sn", result="text", required=1, call=value_to_text, local=True),
    "ARRAYTOTEXT": Native("TABLEAU.EN.TEXTE", "qn", result="text", required=1, call=array_to_text, local=True),
    "CONCAT": Native("CONCAT", "q", "q", result="text", call=concat, local=True),
    "TEXTJOIN": Native("JOINDRE.TEXTE", "qsq", "q", result="text", call=text_join, local=True),
}
