"""What a cell hands over -> numbers and Excel errors.

Excel, xlwings, the calculation engine and the command line hand over blanks, booleans, text, dates,
error codes and blocks of those. One argument becomes a number or an array of numbers, beside the
error of each cell that is none.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from types import NoneType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xl_kpi.errors import BY_COM_VALUE, BY_NAME, ExcelError
from xl_kpi.formulas.definition import Parameter
from xl_kpi.language import Text

_EPOCH = dt.datetime(1899, 12, 30)

# Each completes a sentence that begins with the argument's name.
BLANK = Text("est vide", "is blank")
NO_DATA = Text("ne contient aucune donnée", "holds no data")
NOT_FINITE = Text("contient un nombre hors des limites d’Excel", "holds a number beyond what Excel can hold")
NOT_TEXT = Text("n’est pas du texte", "is no text")
ONE_CELL = Text("attend une seule cellule", "takes a single cell")
RAGGED = Text("a des lignes de longueurs inégales", "has rows of unequal lengths")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a cell or block of an argument is no number: the error that it becomes and the reason."""

    error: ExcelError
    found: Text


@dataclass(frozen=True, slots=True)
class Block:
    """A block of cells: float64 numbers, rows by columns, and Excel's error code of each (0: a number).

    `errors` is None where every cell is a number. `cells` are the cells as they came.
    """

    numbers: NDArray[np.float64]
    errors: NDArray[np.int16] | None
    cells: Any


def as_cell(value: Any) -> Any:  # noqa: PLR0911 - one return for each kind of cell
    """Return a host's scalar as one of None, float, bool, str or ExcelError."""
    if value is None or isinstance(value, float | bool | ExcelError):
        return float(value) if isinstance(value, np.floating) else value
    if isinstance(value, str):
        return BY_NAME.get(value, value)
    if isinstance(value, int):
        return BY_COM_VALUE.get(value) or float(value)
    if isinstance(value, dt.datetime):
        return (value.replace(tzinfo=None) - _EPOCH) / dt.timedelta(days=1)
    if isinstance(value, dt.date):
        return float((dt.datetime(value.year, value.month, value.day) - _EPOCH).days)
    if isinstance(value, np.generic):
        return as_cell(value.item())
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return str(value)


def number(value: Any, parameter: Parameter) -> float | Problem:
    """Return one cell as the number that this parameter's formula takes, or why it is none."""
    cell = as_cell(value)
    if isinstance(cell, ExcelError):
        return Problem(cell, Text(f"contient {cell.french}", f"holds {cell.english}"))
    if cell is None:
        return float(parameter.default_value) if parameter.optional else Problem(ExcelError.NA, BLANK)
    if parameter.kind.choices:
        return parameter.code(cell) if isinstance(cell, str) else -1.0
    if isinstance(cell, str):
        return Problem(ExcelError.VALUE, Text(f"contient du texte (« {cell[:40]} »)", f'holds text ("{cell[:40]}")'))
    if not math.isfinite(cell):
        return Problem(ExcelError.NUM, NOT_FINITE)
    return float(cell)


def rows_of(value: Any) -> Any:
    """Return a block as rows of cells, or a scalar as itself; one row or one cell unwrapped alike.

    A flat sequence is a row, as Excel's own one-dimensional arrays are. A block of one cell is that
    cell: Excel and its bridges do not tell the two apart.
    """
    if hasattr(value, "to_numpy"):
        value = value.to_numpy()
        value = value.reshape(-1, 1) if value.ndim == 1 else value
    if isinstance(value, np.ndarray):
        value = value.reshape(1, -1) if value.ndim == 1 else value
        return value.item() if value.size == 1 else value
    if not isinstance(value, list | tuple):
        return value
    if not value or not isinstance(value[0], list | tuple):
        value = (value,)
    return value[0][0] if len(value) == 1 and len(value[0]) == 1 else value


def block(rows: Any, parameter: Parameter) -> Block | Problem:
    """Return rows of cells as a block of numbers for an argument worked on cell by cell."""
    if isinstance(rows, np.ndarray):
        plain = rows.dtype.kind in "fiu" and rows.size > 0 and not parameter.kind.choices
        return _numbers(rows.astype(np.float64, copy=False), rows) if plain else _mixed_block(rows, parameter)
    # From here on all is done for a whole block at once; a look at each cell is left to mixed blocks.
    try:
        cells = [cell for (cell,) in rows] if len(rows[0]) == 1 else list(chain.from_iterable(rows))
    except (TypeError, ValueError):
        return Problem(ExcelError.VALUE, RAGGED)
    if len(rows[0]) != 1 and len(set(map(len, rows))) > 1:
        return Problem(ExcelError.VALUE, RAGGED)
    kinds = set(map(type, cells))
    if not parameter.kind.choices and (kinds == {float} or (kinds == {float, NoneType} and not parameter.optional)):
        numbers = np.array(cells, dtype=np.float64).reshape(len(rows), -1)
        return _numbers(numbers, rows) if kinds == {float} else _with_blanks(numbers, cells, rows)
    return _mixed_block(rows, parameter)


def _numbers(numbers: NDArray[np.float64], rows: Any) -> Block:
    finite = np.isfinite(numbers)
    if finite.all():
        return Block(numbers, None, rows)
    return Block(np.where(finite, numbers, 0.0), np.where(finite, 0, ExcelError.NUM.code).astype(np.int16), rows)


def _with_blanks(numbers: NDArray[np.float64], cells: list[Any], rows: Any) -> Block:
    """Return numbers and blanks, the usual column of a sheet: numpy reads a blank as not a number."""
    blank = np.array([cell is None for cell in cells]).reshape(numbers.shape)
    errors = np.where(np.isfinite(numbers), 0, np.where(blank, ExcelError.NA.code, ExcelError.NUM.code))
    return Block(np.where(errors == 0, numbers, 0.0), errors.astype(np.int16), rows)


def _mixed_block(rows: Any, parameter: Parameter) -> Block | Problem:
    cells = [list(row) for row in rows]
    if not cells or not cells[0]:
        return Problem(ExcelError.NA, NO_DATA)
    numbers = np.zeros((len(cells), len(cells[0])))
    errors = np.zeros(numbers.shape, np.int16)
    for r, row in enumerate(cells):
        for c, cell in enumerate(row):
            found = number(cell, parameter)
            if isinstance(found, Problem):
                errors[r, c] = found.error.code
            else:
                numbers[r, c] = found
    return Block(numbers, errors if errors.any() else None, cells)


def gather(value: Any, parameter: Parameter) -> NDArray[np.float64] | Problem:
    """Return the numbers of a range as one column; its text, booleans and blanks are passed over.

    A single cell counts as an argument typed in: text is refused, a boolean is a number. An error
    anywhere in the range spoils the whole.
    """
    rows = rows_of(value)
    if not isinstance(rows, list | tuple | np.ndarray):
        single = None if as_cell(rows) is None else number(rows, parameter)
        return single if isinstance(single, Problem) else np.array([] if single is None else [single])
    if isinstance(rows, np.ndarray) and rows.dtype.kind in "fiu":
        cells: Iterable[Any] = rows.ravel()
        if np.isfinite(rows).all():
            return rows.ravel().astype(np.float64, copy=False)
    else:
        cells = [cell for row in rows for cell in row]
        if set(map(type, cells)) == {float}:
            cells = numbers = np.array(cells)
            if np.isfinite(numbers).all():
                return numbers
    kept = []
    for cell in map(as_cell, cells):
        if isinstance(cell, ExcelError):
            return Problem(cell, Text(f"contient {cell.french}", f"holds {cell.english}"))
        if isinstance(cell, float):
            if not math.isfinite(cell):
                return Problem(ExcelError.NUM, NOT_FINITE)
            kept.append(cell)
    return np.array(kept, dtype=np.float64)


def placed(value: Any, parameter: Parameter) -> NDArray[Any] | Problem:
    """Return a range with every cell in its place: as cells, or for a column as numbers and NaN.

    Text, booleans and blanks are no numbers there. An error anywhere in the range spoils the whole.
    """
    rows = rows_of(value)
    if not isinstance(rows, list | tuple | np.ndarray):
        rows = [[rows]]
    as_numbers = parameter.kind.shape == "column"
    if as_numbers and isinstance(rows, np.ndarray) and rows.dtype.kind in "fiu":
        return rows.astype(np.float64)
    cells = [[as_cell(cell) for cell in row] for row in rows]
    if len({len(row) for row in cells}) > 1:
        return Problem(ExcelError.VALUE, RAGGED)
    for row in cells:
        for cell in row:
            if isinstance(cell, ExcelError):
                return Problem(cell, Text(f"contient {cell.french}", f"holds {cell.english}"))
    if not as_numbers:
        array = np.empty((len(cells), len(cells[0])), dtype=object)
        array[:] = cells
        return array
    return np.array([[cell if isinstance(cell, float) else math.nan for cell in row] for row in cells])


def word(value: Any, parameter: Parameter) -> str | Problem:
    """Return an argument that is one text."""
    if isinstance(value, list | tuple | np.ndarray):
        return Problem(ExcelError.VALUE, ONE_CELL)
    cell = as_cell(value)
    if isinstance(cell, ExcelError):
        return Problem(cell, Text(f"contient {cell.french}", f"holds {cell.english}"))
    if cell is None:
        return str(parameter.default) if parameter.optional else Problem(ExcelError.NA, BLANK)
    return cell if isinstance(cell, str) else Problem(ExcelError.VALUE, NOT_TEXT)
