"""Excel's functions that give arrays, as Microsoft documents them: the engines lack some and err in others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.order import filter_rows, sort, sort_by, unique
from xl_kpi.workbook.functions.texts import text_after, text_before, text_split
from xl_kpi.workbook.functions.values import (
    NA,
    ArrayError,
    Doubtful,
    Rows,
    bounded,
    filling,
    flag,
    flat,
    grid,
    number,
    turned,
    whole,
)

_SHORT = Text("moins de valeurs que la longueur demandée", "fewer values than the length asked for")
_DROP_0 = Text("EXCLURE de 0 ligne ou colonne", "DROP of 0 rows or columns")


def sequence(rows: Any, columns: Any = None, start: Any = None, step: Any = None) -> Rows:
    """SEQUENCE: numbers in rows and columns."""
    height, width = whole(rows, 1), whole(columns, 1)
    first, by = number(start, 1), number(step, 1)
    if height < 0 or width < 0:
        raise ArrayError("Value")
    if not height or not width:
        return []
    bounded(height, width)
    return [[first + by * (row * width + column) for column in range(width)] for row in range(height)]


def to_column(array: Any, ignore: Any = None, by_column: Any = None) -> Rows:
    """TOCOL: every value in one column."""
    mode = whole(ignore, 0)
    if mode not in (0, 1, 2, 3):
        raise ArrayError("Value")
    rows = turned(grid(array)) if flag(by_column) else grid(array)
    values = [v for line in rows for v in line]
    return [[v] for v in values if not (mode & 1 and v is None) and not (mode & 2 and isinstance(v, dict))]


def to_row(array: Any, ignore: Any = None, by_column: Any = None) -> Rows:
    """TOROW: every value in one row."""
    column = to_column(array, ignore, by_column)
    return turned(column) if column else []


def transpose(array: Any) -> Rows:
    """TRANSPOSE: rows as columns."""
    return turned(grid(array))


def product(left: Any, right: Any) -> Rows:
    """MMULT: the product of two matrices of numbers."""
    rows, columns = grid(left), turned(grid(right))
    for value in (v for line in (*rows, *columns) for v in line):
        if isinstance(value, dict):
            raise ArrayError(value["kind"])
        if not isinstance(value, float):
            raise ArrayError("Value")
    if len(rows[0]) != len(columns[0]):
        raise ArrayError("Value")
    return [[sum(a * b for a, b in zip(row, column, strict=True)) for column in columns] for row in rows]


def vstack(*arrays: Any) -> Rows:
    """VSTACK: arrays one below the other, #N/A where one is narrower."""
    rows = [line for array in arrays for line in grid(array)]
    width = max(map(len, rows))
    return [line + [NA] * (width - len(line)) for line in rows]


def hstack(*arrays: Any) -> Rows:
    """HSTACK: arrays side by side, #N/A where one is shorter."""
    return turned(vstack(*[turned(grid(array)) for array in arrays]))


def _both_ways(array: Any, rows: Any, columns: Any, cut: Callable[[Rows, int], Rows]) -> Rows:
    found = grid(array)
    if rows is None and columns is None:
        raise ArrayError("Value")
    down, across = (None if n is None else whole(n) for n in (rows, columns))
    if down is not None:
        found = cut(found, down)
    return turned(cut(turned(found), across)) if across is not None and found else found


def take(array: Any, rows: Any = None, columns: Any = None) -> Rows:
    """TAKE: the first rows and columns, the last ones for a negative number."""

    def cut(lines: Rows, count: int) -> Rows:
        if count == 0:
            raise ArrayError("Calc")
        return lines[:count] if count > 0 else lines[count:]

    return _both_ways(array, rows, columns, cut)


def drop(array: Any, rows: Any = None, columns: Any = None) -> Rows:
    """DROP: all but the first rows and columns, all but the last ones for a negative number."""

    def cut(lines: Rows, count: int) -> Rows:
        if count == 0:
            raise Doubtful(_DROP_0)
        return lines[count:] if count > 0 else lines[:count]

    return _both_ways(array, rows, columns, cut)


def expand(array: Any, rows: Any = None, columns: Any = None, pad: Any = None) -> Rows:
    """EXPAND: an array made larger, filled with #N/A or `pad`."""
    found = grid(array)
    height, width = whole(rows, len(found)), whole(columns, len(found[0]))
    if height < len(found) or width < len(found[0]):
        raise ArrayError("Value")
    bounded(height, width)
    fill = filling(pad)
    lines = [line + [fill] * (width - len(line)) for line in found]
    return lines + [[fill] * width for _ in range(height - len(lines))]


def choose_rows(array: Any, *numbers: Any) -> Rows:
    """CHOOSEROWS: these rows, counted from the end for a negative number."""
    rows = grid(array)
    wanted = [whole(n) for number in numbers for n in flat(number)]
    if not wanted or any(n == 0 or abs(n) > len(rows) for n in wanted):
        raise ArrayError("Value")
    return [rows[n - 1 if n > 0 else n] for n in wanted]


def choose_columns(array: Any, *numbers: Any) -> Rows:
    """CHOOSECOLS: these columns, counted from the end for a negative number."""
    return turned(choose_rows(turned(grid(array)), *numbers))


def wrap_rows(vector: Any, count: Any, pad: Any = None) -> Rows:
    """WRAPROWS: one row or column cut into rows of `count` values."""
    rows, length = grid(vector), whole(count)
    if len(rows) > 1 and len(rows[0]) > 1:
        raise ArrayError("Value")
    if length < 1:
        raise ArrayError("Num")
    values = [v for line in rows for v in line]
    if length > len(values):
        raise Doubtful(_SHORT)
    lines = [values[i : i + length] for i in range(0, len(values), length)]
    lines[-1] = lines[-1] + [filling(pad)] * (length - len(lines[-1]))
    return lines


def wrap_columns(vector: Any, count: Any, pad: Any = None) -> Rows:
    """WRAPCOLS: one row or column cut into columns of `count` values."""
    return turned(wrap_rows(vector, count, pad))


def fitted(_: float, rows: float, columns: float, given: object) -> object:
    """Fit a result to the cells that an array formula has: one row or column is repeated, what is missing is #N/A."""
    lines = given if isinstance(given, list) else [[given]]
    lines = lines * int(rows) if len(lines) == 1 else lines[: int(rows)]
    lines = [line * int(columns) if len(line) == 1 else line[: int(columns)] for line in lines]
    lines = [line + [NA] * (int(columns) - len(line)) for line in lines]
    lines += [[NA] * int(columns) for _ in range(int(rows) - len(lines))]
    return lines if rows * columns > 1 else lines[0][0]


def _each(function: Callable[..., Any], *arrays: Any) -> Any:
    """Return a function's value for each element; a single row or column is repeated, no partner is #N/A."""
    grids = [grid(a) for a in arrays]
    rows, columns = max(map(len, grids)), max(len(g[0]) for g in grids)

    def at(lines: Rows, row: int, column: int) -> Any:
        row, column = 0 if len(lines) == 1 else row, 0 if len(lines[0]) == 1 else column
        return lines[row][column] if row < len(lines) and column < len(lines[0]) else NA

    found = [[function(*(at(g, r, c) for g in grids)) for c in range(columns)] for r in range(rows)]
    return found if rows * columns > 1 else found[0][0]


def _many(value: Any) -> bool:
    """Tell whether a value is an array, so that each of its elements decides; one value decides for the whole."""
    return isinstance(value, list) and (len(value) > 1 or len(value[0]) > 1)


def if_each(condition: Any, then: Any, otherwise: Any = False) -> Any:
    """IF over arrays."""

    def one_of(when: Any, yes: Any, no: Any) -> Any:
        if isinstance(when, dict):
            return when
        if isinstance(when, str):
            raise Doubtful(Text("une condition en texte", "a condition that is text"))
        return yes if when else no

    return _each(one_of, condition, then, otherwise) if _many(condition) else one_of(condition, then, otherwise)


def if_error_each(value: Any, otherwise: Any) -> Any:
    """IFERROR over arrays."""
    if not _many(value):
        return otherwise if isinstance(value, dict) else value
    return _each(lambda found, other: other if isinstance(found, dict) else found, value, otherwise)


def if_na_each(value: Any, otherwise: Any) -> Any:
    """IFNA over arrays."""
    if not _many(value):
        return otherwise if value == NA else value
    return _each(lambda found, other: other if found == NA else found, value, otherwise)


EACH: dict[str, Callable[..., Any]] = {"IF": if_each, "IFERROR": if_error_each, "IFNA": if_na_each}
TABLE: dict[str, Native] = {
    "SEQUENCE": Native("SEQUENCE", "nnnn", result="any", required=1, call=sequence),
    "FILTER": Native("FILTRE", "aas", result="any", required=2, call=filter_rows),
    "UNIQUE": Native("UNIQUE", "ass", result="any", required=1, call=unique),
    "SORT": Native("TRIER", "aaas", result="any", required=1, call=sort),
    "SORTBY": Native("TRIERPAR", "aan", "an", result="any", required=2, call=sort_by),
    "TAKE": Native("PRENDRE", "ann", result="any", required=2, call=take),
    "DROP": Native("EXCLURE", "ann", result="any", required=2, call=drop),
    "EXPAND": Native("ETENDRE", "anns", result="any", required=2, call=expand),
    "CHOOSEROWS": Native("CHOISIRLIGNES", "aa", "a", result="any", call=choose_rows),
    "CHOOSECOLS": Native("CHOISIRCOLS", "aa", "a", result="any", call=choose_columns),
    "TOCOL": Native("DANSCOL", "ass", result="any", required=1, call=to_column),
    "TOROW": Native("DANSLIGNE", "ass", result="any", required=1, call=to_row),
    "WRAPROWS": Native("ORGA.LIGNES", "ans", result="any", required=2, call=wrap_rows),
    "WRAPCOLS": Native("ORGA.COLS", "ans", result="any", required=2, call=wrap_columns),
    "TRANSPOSE": Native("TRANSPOSE", "a", result="any", call=transpose),
    "MMULT": Native("PRODUITMAT", "aa", result="any", call=product),
    "VSTACK": Native("ASSEMB.V", "a", "a", result="any", call=vstack),
    "HSTACK": Native("ASSEMB.H", "a", "a", result="any", call=hstack),
    "TEXTSPLIT": Native("FRACTIONNER.TEXTE", "saasss", result="any", required=2, call=text_split),
    "TEXTBEFORE": Native("TEXTE.AVANT", "tsnsss", result="any", required=2, call=text_before),
    "TEXTAFTER": Native("TEXTE.APRES", "tsnsss", result="any", required=2, call=text_after),
}
