"""Rows chosen and put in order: FILTER, UNIQUE, SORT, SORTBY."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from itertools import groupby, pairwise
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.engines.checks import COMPARED, NUMBER_TEXT
from xl_kpi.workbook.functions.values import ArrayError, Doubtful, Rows, flag, flat, grid, turned, whole

_LOCALE = Text("un ordre de textes qui dépend de la langue d’Excel", "an order that depends on Excel’s language")
_ERRORS = Text("un tri sur des erreurs", "errors put in order")
_BLANKS = Text("des cellules vides à côté de zéros ou de textes vides", "blank cells beside zeros or empty texts")
_BELOW = Text("des lignes sous les données sont retenues", "rows below the data are taken")
_ERROR_ORDER = ("Null", "Div", "Value", "Ref", "Name", "Num", "Na")  # as ERROR.TYPE counts them
_SECONDARY = frozenset("àâçéèêëîïôùûÿ")  # accents that come after the letter in every language of Excel's


def filter_columns(array: Any, include: Any, if_empty: Any = None) -> Any:
    """FILTER over whole columns, of which one row below the data is given: it must not be taken."""
    if _included(grid(include)[-1][-1]):
        raise Doubtful(_BELOW)
    return filter_rows(array, include, if_empty)


def filter_rows(array: Any, include: Any, if_empty: Any = None) -> Any:
    """FILTER: the rows (or columns) whose value in `include` is true."""
    rows, mask = grid(array), grid(include)
    across = len(mask) == 1 and len(mask[0]) == len(rows[0]) and not (len(mask) == len(rows) and len(mask[0]) == 1)
    if not across and (len(mask[0]) != 1 or len(mask) != len(rows)):
        raise ArrayError("Value")
    kept = [_included(v) for v in flat(mask)]
    found = [line for line, keep in zip(turned(rows) if across else rows, kept, strict=True) if keep]
    if found:
        return turned(found) if across else found
    if if_empty is None:
        raise ArrayError("Calc")
    return if_empty


def _included(value: Any) -> bool:
    if isinstance(value, dict):
        raise ArrayError(value["kind"])
    if isinstance(value, str):
        raise Doubtful(NUMBER_TEXT) if any(c.isdigit() for c in value) else ArrayError("Value")
    return bool(value)


def unique(array: Any, by_column: Any = None, once: Any = None) -> Rows:
    """UNIQUE: each row (or column) once, or those that occur exactly once; letter case does not count."""
    across = flag(by_column)
    rows = turned(grid(array)) if across else grid(array)
    _certainly_different([v for line in rows for v in line])
    counted: dict[tuple[Any, ...], list[list[Any]]] = {}
    for line in rows:
        counted.setdefault(tuple(map(_identity, line)), []).append(line)
    found = [lines[0] for lines in counted.values() if not flag(once) or len(lines) == 1]
    return turned(found) if across and found else found


def _identity(value: Any) -> tuple[str, Any]:
    if isinstance(value, dict):
        return "error", value["kind"]
    if isinstance(value, str):
        return "text", value.casefold()
    return type(value).__name__ if value is None or isinstance(value, bool) else "number", value


def _certainly_different(values: Iterable[Any]) -> None:
    """Raise Doubtful where it is not known whether Excel takes two values for the same."""
    found = list(values)
    if None in found and any(v in (0, "") for v in found if v is not None and not isinstance(v, dict)):
        raise Doubtful(_BLANKS)
    numbers = sorted({v for v in found if isinstance(v, float)})
    if any(b - a <= 1e-14 * max(abs(a), abs(b)) for a, b in pairwise(numbers)):
        raise Doubtful(COMPARED)


def sort(array: Any, index: Any = None, order: Any = None, by_column: Any = None) -> Rows:
    """SORT: rows (or columns) in the order of one or several of their values."""
    across = flag(by_column)
    rows = turned(grid(array)) if across else grid(array)
    keys = [1] if index is None else [whole(n) for n in flat(index)]
    orders = [1] if order is None else [whole(n) for n in flat(order)]
    orders = orders * len(keys) if len(orders) == 1 else orders
    if len(orders) != len(keys) or any(not 1 <= k <= len(rows[0]) for k in keys):
        raise ArrayError("Value")
    found = _ordered(rows, [([line[k - 1] for line in rows], o) for k, o in zip(keys, orders, strict=True)])
    return turned(found) if across else found


def sort_by(array: Any, *by: Any) -> Rows:
    """SORTBY: rows (or columns) in the order of other arrays."""
    rows = grid(array)
    keys = [(grid(by[i]), whole(by[i + 1], 1) if i + 1 < len(by) else 1) for i in range(0, len(by), 2)]
    shapes = {(len(k), len(k[0])) for k, _ in keys}
    if shapes == {(len(rows), 1)}:
        return _ordered(rows, [(flat(k), order) for k, order in keys])
    if shapes == {(1, len(rows[0]))}:
        return turned(_ordered(turned(rows), [(flat(k), order) for k, order in keys]))
    raise ArrayError("Value")


def _ordered(rows: Rows, keys: list[tuple[list[Any], int]]) -> Rows:
    places = list(range(len(rows)))
    for values, order in reversed(keys):
        if order not in (1, -1):
            raise ArrayError("Value")
        sorting = _sorting(values)
        places.sort(key=lambda i, s=sorting: s[i] or (0,), reverse=order < 0)  # type: ignore[misc]
        places.sort(key=lambda i, s=sorting: s[i] is None)  # type: ignore[misc]  # blanks come last, either way
    return [rows[i] for i in places]


def _sorting(values: list[Any]) -> list[tuple[Any, ...] | None]:
    """Return what puts values in Excel's order, None for a blank; Doubtful where the order is not certain."""
    texts = {v for v in values if isinstance(v, str)}
    plain = {v: _plain(v) for v in texts}
    for _, same in groupby(sorted({v.casefold() for v in texts}, key=_plain), key=_plain):
        if len(list(same)) > 1:
            raise Doubtful(_LOCALE)
    return [None if v is None else _key(v, plain) for v in values]


def _key(value: Any, plain: Mapping[str, str]) -> tuple[Any, ...]:
    """Return the place of a value's kind - numbers, texts, truth values, errors by their number - and its own there."""
    if isinstance(value, dict):
        if value["kind"] not in _ERROR_ORDER:
            raise Doubtful(_ERRORS)
        return 3, _ERROR_ORDER.index(value["kind"])
    if isinstance(value, str):
        return 1, plain[value]
    return (2, value) if isinstance(value, bool) else (0, value)


def _plain(text: str) -> str:
    """Return a text as every language of Excel's orders it: letters, digits and spaces, case and accents aside."""
    lower = text.casefold()
    bare = "".join(unicodedata.normalize("NFD", c)[0] if c in _SECONDARY else c for c in lower)
    if not all(c == " " or (c.isalnum() and c.isascii()) for c in bare):
        raise Doubtful(_LOCALE)
    return bare
