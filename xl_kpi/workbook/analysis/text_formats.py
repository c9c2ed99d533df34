"""The language that a workbook speaks, and the formats of TEXT that mean the same in every language.

A format is typed in the language and the region of its author: `0.00` is typed where the decimal sign is a point and
`yyyy` where the year is called so. Where an English Excel saved the workbook, such a format says by itself how its
result is written. A date with slashes does not, unless the month comes first: the region may put another sign there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from xl_kpi.workbook.analysis.text_numbers import number_like
from xl_kpi.workbook.parts.package import Package

_EVERYWHERE = re.compile(r'(?:[+-]?(?:#|0+)(?: ?%)?(?:"[^"]*")?;?){1,3}')
_SAVED = re.compile(rb"<(?:\w+:)?Application>Microsoft (?:Macintosh )?Excel<")
_KIND = re.compile(rb"<(?:\w+:)?lpstr>Worksheets<")
_VERSION = re.compile(rb"<(?:\w+:)?AppVersion>1[2-9]\.")
_LIBRARY = b'fullCalcOnLoad="1"'  # Excel has calculated what it saves


# Excel writes its own formats of amounts in the signs of the region: the dollar or the pound, before the digits.
_AMOUNT = re.compile(rb'<(?:\w+:)?numFmt numFmtId="(?:[5-8]|3[7-9]|4[0-4])" formatCode="([^"]*)"')
_BRITISH = re.compile(rb'(?:_-)?"\xc2\xa3"(?:\*|#)')
_STRING = re.compile(rb"<(?:\w+:)?t(?: [^>]*)?>([^<]{1,40})</")
_FOREIGN = re.compile(rb"\xe2\x82\xac|^_ |\\ ")


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of the language and the region of the Excel that saved a workbook."""

    english: bool = False
    slashes: bool = False  # its dates are written with them
    dollars: bool = False
    texts: bool = False  # some of its texts may be numbers


def language_of(package: Package) -> Language:
    """Return the language of the Excel that saved a workbook; the formats of amounts tell about its region."""
    styles = package.part("xl/styles.xml") if "xl/styles.xml" in package else b""
    amounts = [code.replace(b"&quot;", b'"') for code in _AMOUNT.findall(styles)]
    strings = package.part("xl/sharedStrings.xml") if "xl/sharedStrings.xml" in package else b""
    by_excel = _saved(package, _SAVED, _VERSION)
    texts = by_excel and any(number_like(text.decode("utf-8", "replace")) for text in set(_STRING.findall(strings)))
    if not saved_in_english(package) or any(map(_FOREIGN.search, amounts)):
        return Language(texts=texts)
    dollars = any(code.startswith((b'"$"#', b'_("$"')) for code in amounts)
    return Language(True, dollars or any(map(_BRITISH.match, amounts)), dollars, texts)


def saved_in_english(package: Package) -> bool:
    """Tell whether an English Excel saved a workbook: it names the kinds of sheets in its own language.

    Libraries write the same words, in any country, and ask Excel to calculate everything when it opens the file.
    """
    return _saved(package, _SAVED, _KIND, _VERSION)


def _saved(package: Package, *signs: re.Pattern[bytes]) -> bool:
    if "docProps/app.xml" not in package or "xl/workbook.xml" not in package:
        return False
    told = package.part("docProps/app.xml")
    return all(sign.search(told) for sign in signs) and _LIBRARY not in package.part("xl/workbook.xml")


def everywhere(text: str) -> bool:
    """Tell whether a format of TEXT means the same in every language."""
    return bool(_EVERYWHERE.fullmatch(text))
