"""Formulas that go down a column: recognised by their text, written by row number.

Most formulas of a large workbook differ from the one above only in their row. Their text is a format string
filled with row numbers, and so is the engine's formula.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from xl_kpi.workbook.addresses import MAX_ROW, column_letters, quote_sheet
from xl_kpi.workbook.analysis.formula import Both, Call, Part, Template
from xl_kpi.workbook.analysis.references import Ref
from xl_kpi.workbook.parts.sheets import Table

_TOKEN = re.compile(r"\"[^\"]*\"|'[^']*'|\[[^\]]*\]|(?<![\w.$])(\$?[A-Z]{1,3})(\d{1,7})(?![\w(.!\[])")
_UNSURE = re.compile(r"[\"'\[{#@]|(?<![A-Za-z$\d])\$?\d+:\$?\d")


@dataclass(frozen=True, slots=True)
class Moving:
    """A formula's text with the row numbers left out: two cells of a column share it when one is the other, moved."""

    text: str  # a format string
    offsets: tuple[int, ...]  # what to add to the cell's row for each number

    def at(self, row: int) -> str:
        """Return the formula as it stands in a row."""
        return self.text % tuple([row + offset for offset in self.offsets])

    @property
    def level(self) -> str | None:
        """Return the text with NUL for the cell's own row, None where another row occurs in it."""
        return None if any(self.offsets) else self.text % (("\0",) * len(self.offsets))


def moving(text: str, row: int) -> Moving | None:
    """Return a formula of this row without its row numbers; None when the text could be misread."""
    if "\0" in text:  # the mark of a number, in `level`
        return None
    pieces: list[str] = []
    offsets: list[int] = []
    end = 0
    for match in _TOKEN.finditer(text):
        between = text[end : match.start()]
        if _UNSURE.search(between):
            return None
        pieces.append(between.replace("%", "%%"))
        if match[2]:
            pieces.append(f"{match[1]}%s")
            offsets.append(int(match[2]) - row)
        else:
            pieces.append(match[0].replace("%", "%%"))
        end = match.end()
    if _UNSURE.search(text[end:]):
        return None
    return Moving("".join([*pieces, text[end:].replace("%", "%%")]), tuple(offsets))


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes a template for any row of one column."""

    template: Template
    engine: str
    plain: str
    engine_rows: tuple[int | None, ...]  # offsets from the row; None for the number of the calling formula
    plain_rows: tuple[int, ...]
    first_row: int  # above it a reference leaves the grid or the table
    last_row: int
    call: tuple[str, tuple[Ref, ...]] | None  # the KPI and its cells, where the formula is one call

    def fits(self, row: int) -> bool:
        """Tell whether every reference stays on the grid in this row."""
        return self.first_row <= row <= self.last_row

    def for_engine(self, row: int, number: int) -> str:
        """Return the engine's formula for a row."""
        return self.engine % tuple([number if o is None else row + o for o in self.engine_rows])

    def for_second(self, row: int) -> str:
        """Return the second engine's formula for a row."""
        return self.plain % tuple([row + o for o in self.plain_rows])


def writer(template: Template, sheet: str, row: int, column: int, table: Table | None) -> Writer | None:
    """Return the writer of a template for a column; None when its references do not simply move along.

    `table` is the one in which the formula stands, where it may leave the table's name out.
    """
    engine: list[str] = []
    plain: list[str] = []
    engine_rows: list[int | None] = []
    plain_rows: list[int] = []
    first_row, last_row = (table.area.top, table.area.bottom) if table else (1, MAX_ROW)
    for part in template.parts:
        if isinstance(part, str | Both):
            texts = (part, part) if isinstance(part, str) else (part.engine, part.plain)
            engine.append(texts[0].replace("%", "%%"))
            plain.append(texts[1].replace("%", "%%"))
        elif isinstance(part, Call):
            engine.append("%d.5" if part.one else "%d")
            engine_rows.append(None)
        elif isinstance(part, Ref) and (moved := _moved(part, sheet, row, column)):
            engine.append(moved[0])
            plain.append(moved[0])
            engine_rows += moved[1]
            plain_rows += moved[1]
            if part.this_row and (body := part.this_row.body):
                first_row, last_row = max(first_row, body.top), min(last_row, body.bottom)
        else:
            return None
    return Writer(
        template,
        "".join(engine),
        "".join(plain),
        tuple(engine_rows),
        tuple(plain_rows),
        max([first_row, *(1 - offset for offset in plain_rows)]),
        min([last_row, *(MAX_ROW - offset for offset in plain_rows)]),
        _single_call(template.parts),
    )


def _moved(ref: Ref, sheet: str, row: int, column: int) -> tuple[str, tuple[int, ...]] | None:
    """Return a reference as a format string for the rows of one column, and the offsets to fill in."""
    area = ref.area(sheet, row, column)
    if area is None or ref.intersect or ref.fixed[0] != ref.fixed[2]:
        return None
    if ref.fixed[0]:
        return ref.text(area).replace("%", "%%"), ()
    prefix = "" if ref.sheet is None else quote_sheet(area.sheet).replace("%", "%%") + "!"
    first, last = sorted((ref.top, ref.bottom))
    if area.cells == 1:
        return f"{prefix}{column_letters(area.left)}%d", (first,)
    return f"{prefix}{column_letters(area.left)}%d:{column_letters(area.right)}%d", (first, last)


def _single_call(parts: tuple[Part, ...]) -> tuple[str, tuple[Ref, ...]] | None:
    if len(parts) < 4 or not isinstance(parts[0], str) or not isinstance(parts[1], Call) or parts[-1] != ")":
        return None
    between, refs = parts[2:-1:2], parts[3:-1:2]
    cells = tuple(r for r in refs if isinstance(r, Ref) and r.one and not r.intersect)
    name = parts[0].removesuffix("(")
    if len(cells) != len(refs) or any(b != "," for b in between) or len(between) != len(refs) or "(" in name:
        return None
    return name, cells
