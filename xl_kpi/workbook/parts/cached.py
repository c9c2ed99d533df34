"""Cached values of a workbook, as a reader without Excel sees them."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from typing import Any

from xl_kpi.workbook.addresses import parse_cell
from xl_kpi.workbook.parts.grid import Grid
from xl_kpi.workbook.parts.package import Package, naming, open_package
from xl_kpi.workbook.parts.patchable import sheet_text
from xl_kpi.workbook.parts.sheets import Book
from xl_kpi.workbook.parts.xmltext import damaged

_COLUMN = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?\3\$?(\d+))?")


def read_name(of: Path | Package, name: str) -> list[list[tuple[Any, str]]]:
    """Return the cells that a defined name covers in a file or package, row by row: cached value and number format.

    The list is empty where the workbook has no such name.
    """
    import openpyxl

    package = of if isinstance(of, Package) else open_package(of)
    with naming(package.path.name):
        if all(known.name != name for known in Book(package).names):
            return []
        try:
            book = openpyxl.load_workbook(io.BytesIO(package.to_bytes()), read_only=True, data_only=True)
            with contextlib.closing(book):
                for sheet, area in book.defined_names[name].destinations:
                    return [[(cell.value, cell.number_format) for cell in row] for row in book[sheet][area]]
        except Exception:  # noqa: BLE001 - openpyxl raises whatever it stumbles over in a damaged workbook
            raise damaged("xl/workbook.xml") from None
    return []


def column_cells(text: str) -> list[tuple[str, str]]:
    """Return the sheet and every cell ("B3") that the text of a defined name stands for, if they are of one column."""
    match = _COLUMN.fullmatch(text.removeprefix("="))
    if match is None:
        return []
    rows = range(int(match[4]), int(match[5] or match[4]) + 1)
    return [((match[1] or match[2]).replace("''", "'"), f"{match[3]}{row}") for row in rows]


def named_cell(package: Package, name: str) -> tuple[tuple[str, str], Any] | None:
    """Return the place (sheet, "B3") and the value of the one cell that a defined name covers, if it does."""
    cells = named_column(package, name)
    return cells[0] if len(cells) == 1 else None


def named_column(package: Package, name: str) -> list[tuple[tuple[str, str], Any]]:
    """Return the place and the value of every cell of the column that a defined name covers, if it does."""
    book = Book(package)
    places = column_cells(next((n.text for n in book.names if n.name.lower() == name.lower()), ""))
    sheet = book.worksheet(places[0][0]) if places else None
    if sheet is None:
        return []
    grid = Grid(sheet_text(sheet.part, package.part(sheet.part)))
    found = []
    for _, cell in places:
        row, column = parse_cell(cell)
        found.append(((sheet.name, cell), grid.value(grid.cells(row).get(column), book.shared_strings)))
    return found


def read_pairs(path: Path, sheet: str) -> dict[str, str]:
    """Return the first two columns of a sheet as keys and values; empty where the file has no such sheet."""
    package = open_package(path)
    book = Book(package)
    found = book.worksheet(sheet)
    if found is None:
        return {}
    grid = Grid(sheet_text(found.part, package.part(found.part)))
    rows = (grid.cells(number) for number in grid.row_numbers)
    pairs = ([grid.value(cells.get(column), book.shared_strings) for column in (1, 2)] for cells in rows)
    return {str(key): "" if value is None else str(value) for key, value in pairs if key is not None}
