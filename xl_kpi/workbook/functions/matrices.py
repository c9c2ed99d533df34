"""Functions of matrices: MUNIT, MDETERM, MINVERSE.

Excel works with a triangular decomposition, the largest pivot of each column first: done in the same order here, an
inverse that Excel stored comes out to its last digit.
"""

from __future__ import annotations

import math
from typing import Any

from xl_kpi.workbook.engines.checks import NOISY
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.pairs import STEADY
from xl_kpi.workbook.functions.values import ArrayError, Doubtful, Rows, bounded, first_error, grid, is_number, whole

_ILL = 1e10  # a matrix whose inverse is that much larger than its elements allow is all rounding


def unit(size: Any) -> Rows:
    """MUNIT: ones on the diagonal."""
    count = whole(size)
    if count < 1:
        raise ArrayError("Value")
    bounded(count, count)
    return [[float(row == column) for column in range(count)] for row in range(count)]


def _square(array: Any) -> list[list[float]]:
    rows = grid(array)
    values = [v for line in rows for v in line]
    first_error(values)
    if len(rows) != len(rows[0]) or not all(map(is_number, values)):
        raise ArrayError("Value")
    return [list(line) for line in rows]


def _triangular(rows: list[list[float]]) -> tuple[list[list[float]], list[int]]:
    """Return both triangles of a matrix in one, and the order of its rows; the second is empty without a pivot."""
    rows, order = [list(line) for line in rows], list(range(len(rows)))
    for k in range(len(rows)):
        pivot = max(range(k, len(rows)), key=lambda r: abs(rows[r][k]))
        rows[k], rows[pivot] = rows[pivot], rows[k]
        order[k], order[pivot] = order[pivot], order[k]
        if rows[k][k] == 0:
            return rows, []
        for line in rows[k + 1 :]:
            line[k] /= rows[k][k]
            for column in range(k + 1, len(rows)):
                line[column] -= line[k] * rows[k][column]
    return rows, order


def determinant(array: Any) -> float:
    """MDETERM: the determinant of a square matrix of numbers."""
    rows = _square(array)
    triangle, order = _triangular(rows)
    found = math.prod(line[k] for k, line in enumerate(triangle)) if order else 0.0
    if _odd(order):
        found = -found
    scale = math.prod(math.hypot(*line) for line in rows)
    if abs(found) < STEADY * scale:
        raise Doubtful(NOISY)
    return found


def _odd(order: list[int]) -> bool:
    return sum(a > b for i, a in enumerate(order) for b in order[i + 1 :]) % 2 == 1


def inverse(array: Any) -> Rows:
    """MINVERSE: the inverse of a square matrix of numbers."""
    rows = _square(array)
    triangle, order = _triangular(rows)
    if not order:
        if len(rows) > 1:
            raise Doubtful(NOISY)  # Excel may have found another pivot than 0, by rounding
        raise ArrayError("Num")
    columns = [_solved(triangle, [float(row == column) for row in order]) for column in range(len(rows))]
    largest = max(abs(v) for line in rows for v in line) * max(abs(v) for line in columns for v in line)
    if largest > _ILL:
        raise Doubtful(NOISY)
    return [list(line) for line in zip(*columns, strict=True)]


def _solved(triangle: list[list[float]], right: list[float]) -> list[float]:
    size = len(right)
    for i in range(size):
        for k in range(i):
            right[i] -= triangle[i][k] * right[k]
    for i in reversed(range(size)):
        for k in range(i + 1, size):
            right[i] -= triangle[i][k] * right[k]
        right[i] /= triangle[i][i]
    return right


TABLE: dict[str, Native] = {
    "MUNIT": Native("MATRICE.UNITAIRE", "s", result="any", call=unit),
    "MDETERM": Native("DETERMAT", "a", call=determinant),
    "MINVERSE": Native("INVERSEMAT", "a", result="any", call=inverse),
}
