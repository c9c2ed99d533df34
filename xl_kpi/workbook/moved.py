"""Telling whether two cells hold the same formula, moved along."""

from __future__ import annotations

import re

from xl_kpi.workbook.addresses import column_letters, column_number

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
        letters = match[2].upper()
        col = 0
        for letter in letters:
            col = col * 26 + ord(letter) - 64
        x = f"${col}" if match[1] else f"{col - column:+d}"
        y = f"${match[4]}" if match[3] else f"{int(match[4]) - row:+d}"
        return f"\x00{y},{x}\x00"

    key = _KEY.sub(sub, text)
    return f"{key}\x01{row},{column}" if moving else key


def moved(text: str, rows: int, columns: int) -> str:
    """Return a formula moved along: what a cell shows that shares the formula of another one."""

    def sub(match: re.Match[str]) -> str:
        if match[4] is None:
            return match[0]
        row = match[4] if match[3] else str(int(match[4]) + rows)
        column = match[2] if match[1] else column_letters(column_number(match[2]) + columns)
        return f"{match[1]}{column}{match[3]}{row}"

    return _KEY.sub(sub, text)
