"""Telling whether two cells hold the same formula, moved along."""

from __future__ import annotations

import re

from xl_kpi.workbook.addresses import MAX_COLUMN, MAX_ROW, column_letters, column_number

_KEY = re.compile(
    r"""\"[^"]*\"|'[^']*'|\[[^\]]*\]|(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w(.!\[])"""
    r"""|(?<![\w.$])\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(.!\[])|(?<![\w.$])\$?\d+:\$?\d+(?![\w.])"""
)


def relative_key(text: str, row: int, column: int) -> str:
    """Return a text that two cells share exactly when they hold the same formula, moved along."""
    moving = False

    def sub(match: re.Match[str]) -> str:
        nonlocal moving
        if match[4] is None:
            # Whole rows and columns are rare: their formulas are told apart by their place.
            moving = moving or (match[0][0] not in "\"'[" and match[0].count("$") < 2)
            return match[0]
        number = column_number(match[2])
        x = f"${number}" if match[1] else f"{number - column:+d}"
        y = f"${match[4]}" if match[3] else f"{int(match[4]) - row:+d}"
        return f"\x00{y},{x}\x00"

    key = _KEY.sub(sub, text)
    return f"{key}\x01{row},{column}" if moving else key


def moved(text: str, rows: int, columns: int) -> str:
    """Return a formula moved along: what a cell shows that shares the formula of another one."""

    def sub(match: re.Match[str]) -> str:
        if match[0][0] in "\"'[":
            return match[0]
        whole = match[4] is None  # rows or columns
        parts = match[0].split(":") if whole else [match[1] + match[2], match[3] + match[4]]
        found = [end for part in parts if (end := _end(part, rows, columns))]
        return (":" if whole else "").join(found) if len(found) == 2 else "#REF!"

    return _KEY.sub(sub, text)


def _end(text: str, rows: int, columns: int) -> str | None:
    """Return the row or column of a reference moved along; None where that leaves the grid."""
    if text.startswith("$"):
        return text
    if text.isdecimal():
        row = int(text) + rows
        return str(row) if 1 <= row <= MAX_ROW else None
    column = column_number(text) + columns
    return column_letters(column) if 1 <= column <= MAX_COLUMN else None


_LOST = re.compile(
    r"(\"[^\"]*\"|'[^']*')|(#REF!)(?:\$?[A-Z]{1,3}\$?\d{1,7}(?::\$?[A-Z]{1,3}\$?\d{1,7})?|\$?[A-Z]{1,3}:\$?[A-Z]{1,3}|\$?\d+:\$?\d+)"
    r"(?![\w.(!])",
    re.IGNORECASE,
)


def without_lost_sheets(text: str) -> str:
    """Return a formula with #REF! for the cells of deleted sheets, which Excel writes as `#REF!A1`."""
    return _LOST.sub(lambda match: match[1] or match[2], text) if "#REF!" in text.upper() else text
