"""Arguments where a number or a text is wanted: read and written in the language of the workbook."""

from __future__ import annotations

from xl_kpi.language import Text
from xl_kpi.workbook.analysis.expressions import Expr
from xl_kpi.workbook.analysis.formula import Analyzer, Both, Call, Part
from xl_kpi.workbook.analysis.references import Ref, UnprovenError
from xl_kpi.workbook.analysis.shapes import Shapes
from xl_kpi.workbook.engines.checks import TEXT_NUMBER, as_number, number_like
from xl_kpi.workbook.functions.language import code


class Spoken(Shapes):
    """What a walk does where Excel reads a text as a number, or writes a number as a text."""

    def __init__(self, analyzer: Analyzer, place: tuple[str, int, int], *, array: bool) -> None:
        """Start at a place; `array` for a formula that is evaluated as an array."""
        super().__init__(analyzer, place, array=array)
        self.confirmed = False  # a second engine must give the same result
        self.spoke = False  # a text is read as a number, or a number written as a text
        self.unproven: Text | None = None
        self.taker = ""  # the function whose argument is walked
        self.numeric: list[Ref] = []
        self.decimal: list[Ref] = []

    def spoken(self, letter: str, expr: Expr) -> None:
        """Take an argument by its letter: as a number, a text or a condition."""
        english = self.a.language.english
        if letter in "nidhxm":
            self.as_number(expr)
        elif letter == "D" and self._readable(expr):
            self._read(expr)
        elif letter in "tw" and english and expr.kind != "text":
            self._say("WRITE", expr, "text")
        elif letter == "b" and english and expr.kind in ("any", "text"):
            self._say("CONDITION", expr, "bool")

    def as_number(self, expr: Expr) -> None:
        """Take an expression as a number: a text that may be one in some language is not trusted."""
        if self._readable(expr):
            self._read(expr)
            return
        if expr.ref:
            self.numeric.append(expr.ref)
        if expr.kind != "text":
            return
        number = as_number(expr.literal) if isinstance(expr.literal, str) else None
        if number is not None:
            expr.parts, expr.kind = [repr(number)], "number"
            return
        if expr.many or (isinstance(expr.literal, str) and number_like(expr.literal)):
            raise UnprovenError(TEXT_NUMBER.fr, TEXT_NUMBER.en)
        if expr.literal is None:
            expr.parts = check_call("DIGITS", expr.parts)
        self.unproven = self.unproven or TEXT_NUMBER

    def _readable(self, expr: Expr) -> bool:
        """Tell whether a text is to be read as a number as Excel does it, in the language of the workbook."""
        language = self.a.language
        worded = isinstance(expr.literal, str) and not number_like(expr.literal)
        known = language.texts or (language.english and expr.kind == "text")
        return not expr.many and expr.kind in ("any", "text") and (known or worded)

    def _read(self, expr: Expr) -> None:
        if self.confirmed and expr.ref:  # a second engine reads the text by itself
            (self.decimal if self.a.language.english else self.numeric).append(expr.ref)
        self._say("READ", expr, "number")

    def _say(self, name: str, expr: Expr, kind: str) -> None:
        self.spoke = True
        told = Both(f',"{self.told()}",', "")
        expr.parts = [Both(f"XLKPI_{name}(", "("), Call(True), told, *expr.parts, ")"]
        expr.kind, expr.literal = kind, None

    def told(self) -> str:
        """Return what functions are told of the workbook's language."""
        return code(self.a.language, self.a.date1904) + "2" * self.confirmed


def check_call(check: str, parts: list[Part]) -> list[Part]:
    """Return an expression whose value is checked while the formula runs."""
    return [Both(f"XLKPI_CHECK_{check}(", "("), Call(True), Both(",", ""), *parts, ")"]
