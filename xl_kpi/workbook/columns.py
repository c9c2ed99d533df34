"""Formulas that go down a column: recognised by their text, written by row number, KPIs called once for all.

Most formulas of a large workbook differ from the one above only in their row. Those are told apart by a split of
their text, and the engine's formula is a format string filled with row numbers.
"""

from __future__ import annotations

import re
from collections.abc import Container
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xl_kpi.workbook.addresses import MAX_ROW, Area, column_letters, quote_sheet
from xl_kpi.workbook.formula import Both, Call, Part, Template
from xl_kpi.workbook.references import Ref

if TYPE_CHECKING:
    from xl_kpi.workbook.formula_cells import Formula

_SPLIT = re.compile(r"(?<![\w.$])(\$?[A-Z]{1,3})(\d{1,7})(?![\w(.!\[])").split
_UNSURE = re.compile(r"[\"'\[{#@]|(?<![A-Za-z$\d])\$?\d+:\$?\d")
_SHORTEST = 8
Key = tuple[str, int, tuple[str, ...], tuple[int, ...]]


def column_key(text: str, sheet: str, row: int, column: int) -> Key | None:
    """Return what two formulas of a column share when they are the same, moved along; None when unsure."""
    if _UNSURE.search(text):
        return None
    pieces = _SPLIT(text)
    return sheet, column, (*pieces[::3], *pieces[1::3]), tuple([int(digits) - row for digits in pieces[2::3]])


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes a template for any row of one column."""

    template: Template
    engine: str
    plain: str
    engine_rows: tuple[int | None, ...]  # offsets from the row; None for the number of the calling formula
    plain_rows: tuple[int, ...]
    lowest: int
    highest: int
    call: tuple[str, tuple[Ref, ...]] | None  # the KPI and its cells, where the formula is one call

    def fits(self, row: int) -> bool:
        """Tell whether every reference stays on the grid in this row."""
        return row + self.lowest >= 1 and row + self.highest <= MAX_ROW

    def for_engine(self, row: int, number: int) -> str:
        """Return the engine's formula for a row."""
        return self.engine % tuple([number if o is None else row + o for o in self.engine_rows])

    def for_second(self, row: int) -> str:
        """Return the second engine's formula for a row."""
        return self.plain % tuple([row + o for o in self.plain_rows])


def writer(template: Template, sheet: str, row: int, column: int) -> Writer | None:
    """Return the writer of a template for a column; None when its references do not simply move along."""
    engine: list[str] = []
    plain: list[str] = []
    engine_rows: list[int | None] = []
    plain_rows: list[int] = []
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
        else:
            return None
    call = _single_call(template.parts)
    return Writer(
        template,
        "".join(engine),
        "".join(plain),
        tuple(engine_rows),
        tuple(plain_rows),
        min(plain_rows, default=0),
        max(plain_rows, default=0),
        call,
    )


def _moved(ref: Ref, sheet: str, row: int, column: int) -> tuple[str, tuple[int, ...]] | None:
    """Return a reference as a format string for the rows of one column, and the offsets to fill in."""
    area = ref.area(sheet, row, column)
    if area is None or ref.this_row or ref.intersect or ref.fixed[0] != ref.fixed[2]:
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
    cells = tuple(r for r in refs if isinstance(r, Ref) and r.one and not r.intersect and not r.this_row)
    name = parts[0].removesuffix("(")
    if len(cells) != len(refs) or any(b != "," for b in between) or len(between) != len(refs) or "(" in name:
        return None
    return name, cells


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring cells of a column that hold the same KPI call over cells."""

    name: str
    refs: tuple[Ref, ...]
    formulas: tuple[Formula, ...]

    @property
    def rows(self) -> tuple[int, int]:
        """Return the first and the last row."""
        return self.formulas[0].place[1], self.formulas[-1].place[1]

    def arguments(self) -> list[Area] | None:
        """Return the column of cells that each argument goes through; None where they leave the grid."""
        sheet, first, column = self.formulas[0].place
        found = []
        for ref in self.refs:
            top, bottom = ref.area(sheet, first, column), ref.area(sheet, self.rows[1], column)
            if top is None or bottom is None:
                return None
            found.append(Area(top.sheet, top.top, top.left, bottom.bottom, bottom.right))
        return found


def runs(formulas: list[Formula], kpis: Container[str]) -> list[Run]:
    """Return the runs of these KPIs whose arguments hold no formulas, so that they can be called at once, first."""
    calculated = {(f.place[0], column) for f in formulas for column in range(f.area.left, f.area.right + 1)}
    open_runs: dict[tuple[str, int], list[Formula]] = {}
    closed: list[list[Formula]] = []
    for f in formulas:
        if f.writer is None or f.writer.call is None or f.refused is not None or f.writer.call[0] not in kpis:
            continue
        key = (f.place[0], f.place[2])
        current = open_runs.get(key)
        if current and current[-1].writer is f.writer and current[-1].place[1] + 1 == f.place[1]:
            current.append(f)
        else:
            closed.append(open_runs.setdefault(key, []))
            open_runs[key] = [f]
    found = []
    for members in [*closed, *open_runs.values()]:
        if len(members) < _SHORTEST or members[0].writer is None or members[0].writer.call is None:
            continue
        run = Run(*members[0].writer.call, tuple(members))
        arguments = run.arguments()
        if arguments and all((a.sheet, a.left) not in calculated for a in arguments):
            found.append(run)
    return found
