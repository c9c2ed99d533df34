"""Records in and out of Excel Tables: rows keep their place, strangers' cells stay untouched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xl_kpi.workbook.addresses import parse_cell
from xl_kpi.workbook.parts.cell_values import value_xml
from xl_kpi.workbook.parts.grid import Grid, style_of
from xl_kpi.workbook.parts.package import Package
from xl_kpi.workbook.parts.patchable import sheet_text
from xl_kpi.workbook.parts.sheets import Book, Table
from xl_kpi.workbook.rows.row_plan import (
    Input,
    TableRows,
    Written,
    cell_value,
    holds_formula,
    sheet_missing,
    table_missing,
)
from xl_kpi.workbook.rows.table_writer import Writer, resized, typed_body


def read_table(package: Package, name: str) -> TableRows:
    """Return the labels and body rows of an Excel Table; rows that are blank throughout are left out."""
    book = Book(package)
    table, grid = _open(book, name)
    strings = book.shared_strings
    rows = []
    body = typed_body(table, grid)
    for number in grid.row_numbers if body else ():
        if body and body.top <= number <= body.bottom:
            cells = grid.cells(number)
            row = [grid.value(cells.get(c), strings) for c in range(body.left, body.right + 1)]
            if any(value is not None for value in row):
                rows.append(row)
    return TableRows(table.columns, rows)


def write_rows(
    package: Package, name: str, columns: Sequence[str], rows: Sequence[Sequence[Input]], key: Sequence[str]
) -> Written:
    """Put records into an existing Excel Table of the package (which is not saved).

    `columns` are the labels of the values in each record, `key` those that tell records apart. A
    record whose key is in the table replaces that row's values in these columns only; the others
    are added below. The user's own columns, formats and formulas stay; calculated columns are
    filled down; the table, its filter, and formats and validations over its columns grow with it.
    Raises UserError, with nothing changed, for a missing table or column, records that repeat a
    key, and rows that would run into something below the table.
    """
    book = Book(package)
    table, grid = _open(book, name)
    writer = Writer(book, table, grid, columns, key)
    done = writer.write(rows)
    part = _part(book, table)
    package.replace(part, writer.sheet_text().encode("utf-8"))
    package.replace(table.part, resized(package.part(table.part), table, writer.area))
    if writer.formulas_changed and book.calc_chain_part:
        package.remove(book.calc_chain_part)  # Excel makes a new one; a wrong one counts as damage
    return done


def set_cells(package: Package, values: Mapping[tuple[str, str], Input]) -> None:
    """Write plain values into cells given as (sheet name, "B3"), keeping their formats.

    Text never becomes a formula. Raises UserError for an unknown sheet or a cell with a formula.
    """
    book = Book(package)
    for sheet_name in dict.fromkeys(sheet for sheet, _ in values):
        sheet = book.worksheet(sheet_name)
        if sheet is None:
            raise sheet_missing(book.file, sheet_name)
        grid = Grid(sheet_text(sheet.part, package.part(sheet.part)))
        for (where, cell), given in values.items():
            if where != sheet_name:
                continue
            row, column = parse_cell(cell)
            old = grid.cells(row).get(column)
            if grid.is_formula(old):
                raise holds_formula(book.file, sheet_name, cell)
            value = cell_value(given, book.file, f"{sheet_name}!{cell}", date1904=book.date1904)
            if grid.value(old, book.shared_strings) != value:
                grid.put(row, column, value_xml(row, column, value, style_of(old)))
        package.replace(sheet.part, grid.text().encode("utf-8"))


def _open(book: Book, name: str) -> tuple[Table, Grid]:
    table = book.table(name)
    if table is None:
        raise table_missing(book.file, name, [t.name for t in book.tables])
    part = _part(book, table)
    return table, Grid(sheet_text(part, book.package.part(part)))


def _part(book: Book, table: Table) -> str:
    return next(s.part for s in book.worksheets if s.name == table.area.sheet)
