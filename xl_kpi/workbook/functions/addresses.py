"""ADDRESS: the address of a cell as text."""

from __future__ import annotations

import re
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.addresses import MAX_COLUMN, MAX_ROW, column_letters
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import ArrayError, Doubtful, flag, text_of, whole

_QUOTED = Text("un nom de feuille à écrire entre apostrophes ou non", "a sheet name that may stand in quotes")
_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}\d+|[Rr]\d*(?:[Cc]\d*)?|[Cc]\d*|TRUE|FALSE", re.IGNORECASE)
_SIGN = re.compile(r"[ !#$%&()+,\-;<=>@^`{}~|']")


def address(row: Any, column: Any, kind: Any = None, a1: Any = None, sheet: Any = None) -> str:
    """ADDRESS: "$C$2", "R2C3"; of kind 1 absolute, 2 row absolute, 3 column absolute, 4 relative."""
    down, across, fixed = whole(row), whole(column), whole(kind, 1)
    style = True if a1 is None else flag(a1)
    if not 1 <= fixed <= 4 or not 1 <= down <= MAX_ROW or not 1 <= across <= MAX_COLUMN:
        raise ArrayError("Value")
    if style:
        text = f"{'$' * (fixed in (1, 3))}{column_letters(across)}{'$' * (fixed in (1, 2))}{down}"
    else:
        rows = f"{down}" if fixed in (1, 2) else f"[{down}]"
        text = f"R{rows}C{across if fixed in (1, 3) else f'[{across}]'}"
    return text if sheet is None else f"{_written(text_of(sheet))}!{text}"


def _written(sheet: str) -> str:
    """Return a sheet's name as a formula writes it; Doubtful where it is not certain whether in quotes."""
    if _PLAIN.fullmatch(sheet) and not _LIKE_CELL.fullmatch(sheet):
        return sheet
    if sheet.isascii() and _SIGN.search(sheet) and "[" not in sheet:
        doubled = sheet.replace("'", "''")
        return f"'{doubled}'"
    raise Doubtful(_QUOTED)


TABLE: dict[str, Native] = {
    "ADDRESS": Native("ADRESSE", "nnnns", result="text", required=2, call=address),
}
