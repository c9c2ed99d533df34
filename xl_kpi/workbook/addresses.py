"""Cell addresses: letters and numbers, and rectangles of cells on a named sheet."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


@lru_cache(maxsize=MAX_COLUMN)
def column_letters(number: int) -> str:
    """Return the letters of a column: 1 is A, 28 is AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


@lru_cache(maxsize=MAX_COLUMN)
def column_number(letters: str) -> int:
    """Return the number of a column given by its letters, in either case."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def cell_name(row: int, column: int) -> str:
    """Return the A1 name of a cell."""
    return f"{column_letters(column)}{row}"


def parse_cell(name: str) -> tuple[int, int]:
    """Return (row, column) of an A1 name; ValueError if it is not one on the grid."""
    match = _CELL.fullmatch(name)
    if not match:
        raise ValueError(f"not a cell: {name!r}")
    row, column = int(match[2]), column_number(match[1])
    if not (1 <= row <= MAX_ROW and column <= MAX_COLUMN):
        raise ValueError(f"outside the grid: {name!r}")
    return row, column


def quote_sheet(name: str) -> str:
    """Return a sheet's name as a formula writes it, always quoted."""
    return "'" + name.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle of cells, bounds included."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @classmethod
    def parse(cls, sheet: str, ref: str) -> Area:
        """Read "A1" or "A1:C9"; ValueError for anything else."""
        first, _, last = ref.partition(":")
        top, left = parse_cell(first)
        bottom, right = parse_cell(last or first)
        return cls(sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))

    @property
    def rows(self) -> int:
        """Return the number of rows."""
        return self.bottom - self.top + 1

    @property
    def columns(self) -> int:
        """Return the number of columns."""
        return self.right - self.left + 1

    @property
    def cells(self) -> int:
        """Return the number of cells."""
        return self.rows * self.columns

    def places(self) -> list[tuple[int, int]]:
        """Return (row, column) of every cell, row by row."""
        rows, columns = range(self.top, self.bottom + 1), range(self.left, self.right + 1)
        return [(row, column) for row in rows for column in columns]

    @property
    def ref(self) -> str:
        """Return the A1 text without the sheet."""
        first = cell_name(self.top, self.left)
        return first if self.cells == 1 else f"{first}:{cell_name(self.bottom, self.right)}"

    def contains(self, row: int, column: int) -> bool:
        """Tell whether the cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def meets(self, other: Area) -> bool:
        """Tell whether the two have a cell in common."""
        return (
            self.sheet == other.sheet
            and self.top <= other.bottom
            and other.top <= self.bottom
            and self.left <= other.right
            and other.left <= self.right
        )

    def within(self, left: int, right: int) -> Area:
        """Return the same rows between two columns."""
        return Area(self.sheet, self.top, left, self.bottom, right)
