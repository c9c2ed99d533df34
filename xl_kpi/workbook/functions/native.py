"""How one of Excel's own functions is called, and what computes it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

Kind = Literal["number", "text", "any"]


@dataclass(frozen=True, slots=True)
class Native:
    """How a function is called: the first arguments, then the ones that may repeat, and its result.

    The letters are those of `proven.py`. A function with a `call` is computed by it; the engine computes the others.
    `call` takes the arguments as `values.py` describes them, None for one left out, and returns a value or rows;
    it raises ArrayError for an Excel error and Doubtful where what Excel shows is not known.
    """

    french: str
    head: str
    tail: str = ""
    result: Kind = "number"
    dates: bool = False  # works on dates, so not trusted in a workbook that counts from 1904
    conditional: bool = False  # ranges of one shape, in which an error is not trusted
    required: int | None = None  # arguments that may not be left out; all of `head` when None
    call: Callable[..., Any] | None = None
    local: bool = False  # `call` takes the workbook's language first (`language.py`), and is used where it is known

    def letters(self, count: int) -> str | None:
        """Return one letter per argument, or None when the function cannot take so many."""
        if count <= len(self.head):
            least = len(self.head) if self.required is None else self.required
            return self.head[:count] if count >= least else None
        extra = count - len(self.head)
        if not self.tail or extra % len(self.tail):
            return None
        return self.head + self.tail * (extra // len(self.tail))
