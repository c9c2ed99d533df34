"""The text of INDIRECT read as a reference, in A1 or R1C1 style."""

from __future__ import annotations

import re

from xl_kpi.errors import ExcelError
from xl_kpi.workbook.addresses import MAX_COLUMN, MAX_ROW, Area, quote_sheet
from xl_kpi.workbook.analysis.references import Ref, Resolver, UnprovenError, fixed_ref

_SHEET = re.compile(r"(?:(?P<quoted>'(?:[^']|'')+')|(?P<plain>[^\W\d][\w.]*))!(?P<rest>.*)", re.DOTALL)
_A1 = re.compile(
    r"\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d{1,7}:\$?\d{1,7}",
    re.IGNORECASE,
)
_NUMBER = r"(\d+|\[-?\d+\])?"
_CELL = re.compile(rf"R{_NUMBER}C{_NUMBER}", re.IGNORECASE)
_ROW = re.compile(rf"R{_NUMBER}", re.IGNORECASE)
_COLUMN = re.compile(rf"C{_NUMBER}", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d][\w.]*|\\[\w.]*")
_TABLE = re.compile(r"[^\W\d][\w.]*\[[^@#'\[\]]*\]|[^\W\d][\w.]*\[#(?:All|Data|Headers|Totals)\]", re.IGNORECASE)
_PLAIN = re.compile(r"[\w.+\-*/ ]*")  # no sign of a reference


class Unreadable(Exception):  # noqa: N818 - the caller says so in words
    """What Excel reads in this text is not known."""


def indirect(
    text: object, resolver: Resolver, place: tuple[str, int, int], *, a1: bool, english: bool
) -> tuple[Ref, ...] | ExcelError:
    """Return the area that a text names, `#REF!` where it names none; Unreadable where that is not certain."""
    if text is None or text == "":
        return ExcelError.REF
    if not isinstance(text, str) or text != text.strip():
        raise Unreadable
    sheet, rest = place[0], text
    if "!" in text:
        match = _SHEET.fullmatch(text)
        if match is None or "[" in (match["quoted"] or "") or _A1.fullmatch(match["plain"] or ""):
            raise Unreadable
        found = resolver.sheet_named(match["plain"] or match["quoted"][1:-1].replace("''", "'"))
        if found is None:
            return ExcelError.REF
        sheet, rest = found, match["rest"]
    if not a1:
        if not english:
            raise Unreadable  # R and C are letters of a language
        return _r1c1(rest, sheet, place)
    return _in_a1(rest, sheet, "!" in text, resolver, place)


def _in_a1(
    text: str, sheet: str, qualified: bool, resolver: Resolver, place: tuple[str, int, int]
) -> tuple[Ref, ...] | ExcelError:
    if _A1.fullmatch(text):
        try:
            ref = resolver.resolve(f"{quote_sheet(sheet)}!{text}", *place)
        except UnprovenError:
            return ExcelError.REF  # it leaves the grid, and no name looks so
        area = ref.area(*place) if isinstance(ref, Ref) else None
        return (fixed_ref(area),) if area else ExcelError.REF
    if _CELL.fullmatch(text):
        return ExcelError.REF  # no name looks so
    if _WORD.fullmatch(text):
        if not resolver.is_known(text, sheet):
            return ExcelError.REF
    elif not _TABLE.fullmatch(text) or qualified:
        if _PLAIN.fullmatch(text):
            return ExcelError.REF
        raise Unreadable
    try:
        ref = resolver.resolve(f"{quote_sheet(sheet)}!{text}" if qualified else text, *place)
    except UnprovenError:
        raise Unreadable from None
    return (ref,) if isinstance(ref, Ref) else ExcelError.REF


def _r1c1(text: str, sheet: str, place: tuple[str, int, int]) -> tuple[Ref, ...] | ExcelError:
    first, colon, last = text.partition(":")
    ends = [_end(piece, place) for piece in ([first, last] if colon else [first])]
    if None in ends:
        if _PLAIN.fullmatch(text.replace(":", "")):
            return ExcelError.REF
        raise Unreadable
    rows = [r for end in ends if end for r in end[0]]
    columns = [c for end in ends if end for c in end[1]]
    if len({end[2] for end in ends if end}) > 1 or not all(1 <= r <= MAX_ROW for r in rows):
        return ExcelError.REF
    if not all(1 <= c <= MAX_COLUMN for c in columns):
        return ExcelError.REF
    return (fixed_ref(Area(sheet, min(rows), min(columns), max(rows), max(columns))),)


def _end(text: str, place: tuple[str, int, int]) -> tuple[tuple[int, ...], tuple[int, ...], str] | None:
    """Return the rows, the columns and the kind of one end of a reference in R1C1 style."""
    if match := _CELL.fullmatch(text):
        return (_at(match[1], place[1], MAX_ROW),), (_at(match[2], place[2], MAX_COLUMN),), "cell"
    if match := _ROW.fullmatch(text):
        return (_at(match[1], place[1], MAX_ROW),), (1, MAX_COLUMN), "row"
    if match := _COLUMN.fullmatch(text):
        return (1, MAX_ROW), (_at(match[1], place[2], MAX_COLUMN),), "column"
    return None


def _at(text: str | None, here: int, size: int) -> int:
    """Return a row or column; a relative one goes on at the other edge of the grid, 0 where it is none."""
    if text is None:
        return here
    if not text.startswith("["):
        return int(text)
    step = int(text[1:-1])
    return (here + step - 1) % size + 1 if abs(step) < size else 0
