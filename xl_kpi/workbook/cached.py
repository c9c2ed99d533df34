"""Cached values of a workbook, as a reader without Excel sees them."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from xl_kpi.workbook.addresses import parse_cell
from xl_kpi.workbook.cells import sheet_text
from xl_kpi.workbook.grid import Grid
from xl_kpi.workbook.package import Package
from xl_kpi.workbook.sheets import Book

_ONE_CELL = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)")


def read_name(of: Path | Package, name: str) -> list[list[tuple[Any, str]]]:
    """Return the cells that a defined name covers in a file or package, row by row: cached value and number format.

    The list is empty where the workbook has no such name.
    """
    import openpyxl

    source = io.BytesIO(of.to_bytes()) if isinstance(of, Package) else of
    book = openpyxl.load_workbook(source, read_only=True, data_only=True)
    try:
        defined = book.defined_names.get(name)
        for sheet, area in defined.destinations if defined is not None else ():
            return [[(cell.value, cell.number_format) for cell in row] for row in book[sheet][area]]
        return []
    finally:
        book.close()


def one_cell(text: str) -> tuple[str, str] | None:
    """Return the sheet and the cell ("B3") that the text of a defined name stands for, if it is one cell."""
    match = _ONE_CELL.fullmatch(text.removeprefix("="))
    return ((match[1] or match[2]).replace("''", "'"), f"{match[3]}{match[4]}") if match else None


def named_cell(package: Package, name: str) -> tuple[tuple[str, str], Any] | None:
    """Return the place (sheet, "B3") and the value of the one cell that a defined name covers, if it does."""
    book = Book(package)
    place = one_cell(next((n.text for n in book.names if n.name.lower() == name.lower()), ""))
    sheet = book.worksheet(place[0]) if place else None
    if place is None or sheet is None:
        return None
    row, column = parse_cell(place[1])
    grid = Grid(sheet_text(sheet.part, package.part(sheet.part)))
    return (sheet.name, place[1]), grid.value(grid.cells(row).get(column), book.shared_strings)
