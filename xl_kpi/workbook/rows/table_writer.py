"""Putting records into one table's rows: in place by key, below where they are new."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xl_kpi.errors import UserError
from xl_kpi.workbook.addresses import MAX_ROW, Area, cell_name, column_letters
from xl_kpi.workbook.parts.cell_values import CellValue, value_xml
from xl_kpi.workbook.parts.grid import Grid, style_of
from xl_kpi.workbook.parts.patchable import utf8_text
from xl_kpi.workbook.parts.sheets import Book, Table
from xl_kpi.workbook.parts.xmltext import escape
from xl_kpi.workbook.rows.row_plan import (
    Input,
    Written,
    in_the_way,
    normal,
    places,
    plan_rows,
    refusal,
    too_many_rows,
)

_A1_REFERENCE = re.compile(r"(?<![\w.\[])\$?[A-Za-z]{1,3}\$?\d{1,7}(?![\w(\[])")


def typed_body(table: Table, grid: Grid) -> Area | None:
    """Return the body, or None for one row with nothing but formats and calculated columns."""
    body = table.body
    if body and body.rows == 1:
        cells = grid.cells(body.top)
        typed = (cells.get(body.left + i) for i, formula in enumerate(table.formulas) if formula is None)
        if not any(grid.has_content(xml) for xml in typed):
            return None
    return body


class Writer:
    """Writes records into one table's grid."""

    def __init__(self, book: Book, table: Table, grid: Grid, columns: Sequence[str], key: Sequence[str]) -> None:
        """Find the columns by their labels; UserError for one that is missing."""
        self.book, self.table, self.grid = book, table, grid
        self.area = table.area
        self.columns = columns
        found = places(book.file, table.area.sheet, table.name, table.columns, columns)
        self.places = [self.area.left + i for i in found]
        self.key = [list(columns).index(label) for label in key]
        body = table.body
        self.first = table.area.top + table.header_rows
        self.count = (body.rows if body else 0) if typed_body(table, grid) else 0
        model = grid.cells(self.first)
        self.styles = {c: style_of(model.get(c)) for c in range(self.area.left, self.area.right + 1)}
        self.model = model
        self.fill = self._calculated()
        self.formulas_changed = False

    def _calculated(self) -> dict[int, str]:
        """Return the formula to fill down, by column; relative references are those of the first row."""
        found = {}
        for i, declared in enumerate(self.table.formulas):
            column = self.area.left + i
            written = self.grid.formula(self.model.get(column))
            if column in self.places or declared is None:
                continue
            if written and written[1] and written[0].get("t", "normal") == "normal":
                found[column] = written[1]
            elif not _A1_REFERENCE.search(declared):
                found[column] = declared
        return found

    def _existing(self) -> dict[tuple[CellValue, ...], int]:
        strings = self.book.shared_strings
        wanted = [self.places[i] for i in self.key]
        found: dict[tuple[CellValue, ...], int] = {}
        for number in self.grid.row_numbers:
            if not self.first <= number < self.first + self.count:
                continue
            cells = self.grid.cells(number)
            found.setdefault(tuple(normal(self.grid.value(cells.get(c), strings)) for c in wanted), number)
        return found

    def write(self, rows: Sequence[Sequence[Input]]) -> Written:
        """Put the records into the grid; UserError before any change when they cannot go in."""
        plan = plan_rows(self.book.file, self.table.name, self._existing(), rows, self.key, self.book.date1904)
        new = plan.added
        self._check_room(len(new))
        if self.table.totals_rows and new:
            self._move_totals(max(0, self.count + len(new) - self._rows))
        for number, values in plan.replaced.items():
            self._overwrite(number, values)
        start = self.first + self.count
        for i, values in enumerate(new):
            self._add(start + i, values)
        rows_now = max(self.count + len(new), self._rows)
        bottom = self.first + max(rows_now, 1) - 1 + self.table.totals_rows
        self.area = Area(self.area.sheet, self.area.top, self.area.left, bottom, self.area.right)
        return Written(self.table.name, len(new), len(plan.replaced), self.count + len(new))

    @property
    def _rows(self) -> int:
        body = self.table.body
        return body.rows if body else 0

    def _check_room(self, added: int) -> None:
        """Refuse when the new rows, and the totals row they push down, would meet something."""
        used = self.table.totals_rows
        last = self.first + self.count + added - 1 + used
        if last > MAX_ROW:
            raise too_many_rows(self.book.file, self.table.name, last)
        for number in self.grid.row_numbers:
            if self.area.bottom < number <= last:
                for column, xml in self.grid.cells(number).items():
                    if self.area.left <= column <= self.area.right and self.grid.has_content(xml):
                        raise self._in_the_way(cell_name(number, column))

    def _in_the_way(self, cell: str) -> UserError:
        return in_the_way(self.book.file, self.area.sheet, self.table.name, cell)

    def _move_totals(self, by: int) -> None:
        if not by:
            return
        row = self.table.area.bottom
        for column, xml in list(self.grid.cells(row).items()):
            if not self.area.left <= column <= self.area.right:
                continue
            formula = self.grid.formula(xml)
            if formula and (_A1_REFERENCE.search(formula[1]) or formula[0].get("t")):
                raise refusal(
                    self.book.file,
                    f"{self.area.sheet}!{cell_name(row, column)}\u00a0: la ligne de total ne peut pas être déplacée. "
                    "Utilisez une référence au tableau, ou masquez la ligne de total.",
                    f"{self.area.sheet}!{cell_name(row, column)}: the totals row cannot be moved. "
                    "Use a reference to the table, or hide the totals row.",
                )
            self.formulas_changed = self.formulas_changed or formula is not None
            self.grid.move(row, column, row + by)

    def _overwrite(self, number: int, values: Sequence[CellValue]) -> None:
        cells = self.grid.cells(number)
        for column, value in zip(self.places, values, strict=True):
            xml = cells.get(column)
            if formula := self.grid.formula(xml):
                if formula[0].get("t"):
                    raise self._in_the_way(cell_name(number, column))
                self.formulas_changed = True
            if formula or self.grid.value(xml, self.book.shared_strings) != value:
                self.grid.put(number, column, value_xml(number, column, value, style_of(xml) or self.styles[column]))

    def _add(self, number: int, values: Sequence[CellValue]) -> None:
        given = dict(zip(self.places, values, strict=True))
        made = {}
        for column in range(self.area.left, self.area.right + 1):
            style = self.styles[column]
            if column in given:
                if given[column] is not None or style:
                    made[column] = value_xml(number, column, given[column], style)
            elif column in self.fill:
                made[column] = _formula_xml(self._moved(self.fill[column], column, number), number, column, style)
                self.formulas_changed = True
            elif style:
                made[column] = value_xml(number, column, None, style)
        if self.grid.has_row(number):
            for column, xml in made.items():
                self.grid.put(number, column, xml)
        else:
            self.grid.add_row(number, "".join(made.values()))

    def _moved(self, formula: str, column: int, number: int) -> str:
        if not _A1_REFERENCE.search(formula):
            return formula
        from openpyxl.formula.translate import Translator

        letters = column_letters(column)
        moved = Translator(f"={formula}", f"{letters}{self.first}").translate_formula(f"{letters}{number}")
        return str(moved)[1:]

    def sheet_text(self) -> str:
        """Return the sheet, with formats and validations that covered the body stretched over it."""
        old, new = self.table.body, self.area
        text = self.grid.text()
        if old is None or new.bottom - self.table.totals_rows == old.bottom:
            return text
        return _stretch(text, old, new.bottom - self.table.totals_rows)


def _formula_xml(formula: str, row: int, column: int, style: str | None) -> str:
    tag = f' s="{style}"' if style else ""
    return f'<c r="{cell_name(row, column)}"{tag}><f>{escape(formula)}</f></c>'


def _stretch(text: str, body: Area, bottom: int) -> str:
    """Extend the ranges of conditional formats and validations that span all rows of the body."""

    def one(ref: str) -> str:
        try:
            area = Area.parse(body.sheet, ref)
        except ValueError:
            return ref
        inside = body.left <= area.left and area.right <= body.right
        if not inside or (area.top, area.bottom) != (body.top, body.bottom):
            return ref
        return Area(area.sheet, area.top, area.left, bottom, area.right).ref

    def refs(match: re.Match[str]) -> str:
        return match[1] + " ".join(one(ref) for ref in match[2].split(" ")) + match[3]

    end = text.rfind("sheetData")  # formats and validations come after the cells
    tag = r"(<(?:[\w.-]+:)?(?:conditionalFormatting|dataValidation)\b[^>]*?\bsqref=[\"'])([^\"']*)([\"'])"
    after = re.sub(tag, refs, text[end:])
    return text[:end] + re.sub(r"(<(?:[\w.-]+:)?sqref>)([^<]*)(</)", refs, after)


def resized(xml: bytes, table: Table, area: Area) -> bytes:
    """Give the table part its new extent, and the filter its own."""
    if area == table.area:
        return xml
    text = re.sub(r"\sinsertRow=[\"'][^\"']*[\"']", "", utf8_text(table.part, xml))
    text = re.sub(r"(<(?:\w+:)?table\b[^>]*?\bref=[\"'])[^\"']*", rf"\g<1>{area.ref}", text, count=1)
    filtered = Area(area.sheet, area.top, area.left, area.bottom - table.totals_rows, area.right)
    text = re.sub(r"(<(?:\w+:)?autoFilter\b[^>]*?\bref=[\"'])[^\"']*", rf"\g<1>{filtered.ref}", text, count=1)
    return text.encode("utf-8")
