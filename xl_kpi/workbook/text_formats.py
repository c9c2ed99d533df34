"""Formats of TEXT: which mean the same everywhere, and which only in the language that their signs belong to.

A format is typed in the language and the region of its author: `0.00` is typed where the decimal sign is a point and
`yyyy` where the year is called so. Where an English Excel saved the workbook, such a format says by itself how its
result is written. A date with slashes does not, unless the month comes first: the region may put another sign there.
"""

from __future__ import annotations

import re
from typing import Literal

from xl_kpi.workbook.package import Package

Reach = Literal["everywhere", "english", "local"]

_EVERYWHERE = re.compile(r'(?:[+-]?(?:#|0+)(?: ?%)?(?:"[^"]*")?;?){1,3}')
_SIGNS = r'(?:"[^"]*"|[ $()+\-])*'
_DIGITS = r"(?:#,##0|#,###|#|0+)(?:\.[#0]+)?(?:E\+0+)?"
_NUMBER = re.compile(rf"(?:{_SIGNS}{_DIGITS}{_SIGNS}%?{_SIGNS};?){{1,3}}")
_DATE_SIGNS = (
    r'yyyy|yy|mmmm|mmm|mm|m|dddd|ddd|dd|d|hh|h|ss|s|AM/PM|(?<=[hms]):(?=[hms])|"[^"]*"|[ ,\-]|(?<=[md])/(?=[dy])'
)
_DATE = re.compile(f"(?:{_DATE_SIGNS})+", re.IGNORECASE)
_SLASHES = re.compile(r"m{1,2}/d{1,2}(?:/y{2,4})?", re.IGNORECASE)


_SAVED = re.compile(rb"<(?:\w+:)?Application>Microsoft (?:Macintosh )?Excel<")
_KIND = re.compile(rb"<(?:\w+:)?lpstr>Worksheets<")
_VERSION = re.compile(rb"<(?:\w+:)?AppVersion>1[2-9]\.")
_LIBRARY = b'fullCalcOnLoad="1"'  # Excel has calculated what it saves


def saved_in_english(package: Package) -> bool:
    """Tell whether an English Excel saved a workbook: it names the kinds of sheets in its own language.

    Libraries write the same words, in any country, and ask Excel to calculate everything when it opens the file.
    """
    if "docProps/app.xml" not in package or "xl/workbook.xml" not in package:
        return False
    told = package.part("docProps/app.xml")
    book = package.part("xl/workbook.xml")
    return all(sign.search(told) for sign in (_SAVED, _KIND, _VERSION)) and _LIBRARY not in book


def reach(text: str) -> Reach:
    """Return where a format means what its signs say."""
    if _EVERYWHERE.fullmatch(text):
        return "everywhere"
    if is_number(text):
        return "english"
    if _DATE.fullmatch(text) and ("/" not in text.replace("AM/PM", "") or _SLASHES.search(text)):
        return "english"
    return "local"


def is_number(text: str) -> bool:
    """Tell whether a format shows a number without words: its point and its comma are those of its author's region."""
    return bool(_NUMBER.fullmatch(text))
