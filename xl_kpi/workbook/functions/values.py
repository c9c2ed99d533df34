"""What the array functions take and give: rows of values as the engine has them, errors, and doubts.

Values are numbers, text, booleans, None for a blank, dictionaries for errors, rows of those.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from xl_kpi.language import Text
from xl_kpi.limits import DEFAULT
from xl_kpi.workbook.engines.checks import MANY, NUMBER_TEXT

Rows = list[list[Any]]
_LOCALE = Text("un texte qui dépend de la langue d’Excel", "a text that depends on Excel’s language")
_ERRORS = Text("deux erreurs différentes dans les plages", "two different errors in the ranges")
_LARGE = Text("un résultat de plus de {limit} cellules", "a result of more than {limit} cells")
OMITTED = "\ue000omitted"  # an argument left out; never the text of a cell
NA: dict[str, str] = {"type": "Error", "kind": "Na"}


class ArrayError(Exception):
    """The function's result is an Excel error, told as the engine's kind."""


class Doubtful(Exception):  # noqa: N818 - no error: the value may be right
    """What Excel shows is not known here; `reason` says why."""

    def __init__(self, reason: Text) -> None:
        """Keep the reason."""
        super().__init__(reason.en)
        self.reason = reason


class Blank(float):
    """A blank given as an argument of its own, as opposed to an argument left out."""


def kept(value: Any) -> Any:
    """Return an argument as the functions take it."""
    return Blank() if value is None else value


def bounded(rows: float, columns: float) -> bool:
    """Raise Doubtful for a result of too many cells."""
    if rows * columns > DEFAULT.spill_cells:
        raise Doubtful(_LARGE.format(limit=DEFAULT.spill_cells))
    return True


def grid(value: Any) -> Rows:
    """Return an argument as rows."""
    if value is None:
        raise ArrayError("Value")
    if isinstance(value, list):
        return value
    return [[None if isinstance(value, Blank) else value]]


def one(value: Any) -> Any:
    """Return the one value of an argument; an error ends the function."""
    if isinstance(value, list):
        if len(value) > 1 or len(value[0]) > 1:
            raise Doubtful(MANY)
        value = value[0][0]
    if isinstance(value, dict):
        raise ArrayError(value["kind"])
    return value


def is_number(value: Any) -> bool:
    """Tell whether a value of an array is a number: no blank, text, truth value or error."""
    return isinstance(value, float) and not isinstance(value, Blank)


def first_error(values: Iterable[Any]) -> None:
    """Raise the error that stands among values; Doubtful where they hold two different ones."""
    kinds = {v["kind"] for v in values if isinstance(v, dict)}
    if len(kinds) > 1:
        raise Doubtful(_ERRORS)
    if kinds:
        raise ArrayError(kinds.pop())


def number(value: Any, default: float | None = None) -> float:
    """Return an argument as a number, `default` where it is left out."""
    value = one(value)
    if value is None:
        if default is None:
            raise ArrayError("Value")
        return default
    if isinstance(value, str):
        if any(c.isdigit() for c in value):
            raise Doubtful(NUMBER_TEXT)
        raise ArrayError("Value")
    return float(value)


def whole(value: Any, default: float | None = None) -> int:
    """Return an argument as a whole number, cut as Excel cuts it."""
    return math.trunc(number(value, default))


def flag(value: Any) -> bool:
    """Return an argument as a choice; left out means no."""
    return number(value, 0) != 0


def text_of(value: Any) -> str:
    """Return an argument as text."""
    value = one(value)
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, Blank):
        return ""
    if isinstance(value, bool) or value != int(value) or abs(value) >= 1e11:
        raise Doubtful(_LOCALE if isinstance(value, bool) else NUMBER_TEXT)
    return str(int(value))


def turned(rows: Rows) -> Rows:
    """Return rows as columns."""
    return [list(line) for line in zip(*rows, strict=True)]


def flat(value: Any) -> list[Any]:
    """Return every value of an argument, row by row."""
    return [v for line in grid(value) for v in line]


def filling(pad: Any) -> Any:
    """Return what fills empty places: #N/A, or what is given."""
    if isinstance(pad, list):
        raise Doubtful(MANY)
    return NA if pad is None else None if isinstance(pad, Blank) else pad


def call(function: Callable[..., Any], arguments: Sequence[Any]) -> Any:
    """Return what a function gives, an error as the engine takes it; raises Doubtful."""
    try:
        found = function(*(None if a == OMITTED else kept(a) for a in arguments))
    except ArrayError as error:
        return {"type": "Error", "kind": str(error)}
    except OverflowError:
        return {"type": "Error", "kind": "Num"}  # as Excel shows any number that is too large
    if isinstance(found, float) and not math.isfinite(found):
        return {"type": "Error", "kind": "Num"}
    if not isinstance(found, list):
        return found
    if not found or not found[0]:
        return {"type": "Error", "kind": "Calc"}
    return bounded(len(found), len(found[0])) and found
