"""Cached values of a workbook, as a reader without Excel sees them."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def read_name(path: Path, name: str) -> list[list[tuple[Any, str]]]:
    """Return the cells that a defined name covers, row by row: cached value and number format.

    The list is empty where the workbook has no such name.
    """
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        defined = book.defined_names.get(name)
        for sheet, area in defined.destinations if defined is not None else ():
            return [[(cell.value, cell.number_format) for cell in row] for row in book[sheet][area]]
        return []
    finally:
        book.close()
