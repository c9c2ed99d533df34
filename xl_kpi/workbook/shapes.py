"""The size of the array that an expression stands for, known from its references and constants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from xl_kpi.workbook import checked
from xl_kpi.workbook.expressions import uses
from xl_kpi.workbook.proven import PROVEN
from xl_kpi.workbook.references import Ref, UnprovenError, fixed_ref

if TYPE_CHECKING:
    from formualizer import ASTNode

    from xl_kpi.workbook.formula import Analyzer

Shape = tuple[int, int]
ONE: Shape = (1, 1)
ONE_VALUE = frozenset("sntdixfvcybmwD")  # the letters of arguments that are taken element by element
LIFTED_CELLS = 10_000  # of one formula
_FUTURE = re.compile(r"^(?:_xlfn\.|_xlws\.)+", re.IGNORECASE)


def native_name(node: ASTNode) -> str:
    """Return the name of the Excel function that an expression calls, empty when it calls none."""
    return _FUTURE.sub("", node.get_function_name() or "").upper() if node.node_type() == "Function" else ""


def spilled(node: ASTNode) -> ASTNode | None:
    """Return the cell whose spilled result an expression names (`A1#`), if it does."""
    hash_sign = node.node_type() == "UnaryOp" and node.get_operator() == "#"
    return node.children()[0] if hash_sign or (native_name(node) == "ANCHORARRAY" and node.children()) else None


class Shapes:
    """Works out the size of expressions of one formula."""

    def __init__(self, analyzer: Analyzer, place: tuple[str, int, int], *, array: bool) -> None:
        """Start at a place; `array` for a formula that is evaluated as an array."""
        self.a = analyzer
        self.place = place
        self.array = array
        self.context_array = False
        self.lifted = 0
        self.locals: dict[str, ASTNode] = {}  # the names that LET gives

    @property
    def in_array(self) -> bool:
        """Tell whether ranges are taken element by element here."""
        return self.array or self.context_array

    def shape(self, node: ASTNode) -> Shape:
        """Return (rows, columns) of what an expression gives; UnprovenError where that is not known."""
        kind = node.node_type()
        if kind == "Reference":
            return self._shape_of_reference(node)
        if kind == "Array":
            rows = len([line for line in node.pretty().splitlines() if line.strip().startswith("Row ")])
            return rows, len(node.children()) // rows
        if spill := spilled(node):
            found = self.spill(spill)
            return found.shape or ONE if self.in_array else ONE
        if kind in ("UnaryOp", "BinaryOp"):
            return _broadcast([self.shape(child) for child in node.children()])
        return self._shape_of_call(node) if kind == "Function" else ONE

    def spill(self, anchor: ASTNode) -> Ref:
        """Return the cells that the array formula in a cell fills (`A1#`)."""
        text = anchor.get_reference_string() or ""
        ref = self.a.resolver.resolve(text, *self.place) if anchor.node_type() == "Reference" else ""
        area = ref.area(*self.place) if isinstance(ref, Ref) and ref.one else None
        found = self.a.spills.get((area.sheet, area.top, area.left)) if area else None
        if found is None:
            raise UnprovenError(f"{text} ne contient pas de tableau dynamique", f"{text} holds no dynamic array")
        return fixed_ref(found)

    def _shape_of_reference(self, node: ASTNode) -> Shape:
        text = node.get_reference_string() or ""
        if text.lower() in self.locals:
            return self.shape(self.locals[text.lower()])
        try:
            found = self.a.resolver.resolve(text, *self.place)
        except UnprovenError:
            return ONE  # a name that is a formula: refused, or one value, when it is walked
        if isinstance(found, str) or found.one or not self.in_array:
            return ONE
        return found.shape or (0, 0)

    def _shape_of_call(self, node: ASTNode) -> Shape:
        name, arguments = native_name(node), node.children()
        if name == "LET" and arguments:
            with self.let(arguments) as body:
                return self.shape(body)
        letters = self._letters(name, len(arguments)) or ""
        taken = [
            self.shape(a) for letter, a in zip(letters, arguments, strict=False) if letter in ONE_VALUE or letter == "e"
        ]
        rows, columns = _broadcast(taken)
        return (rows, 1) if name == "ROW" else (1, columns) if name == "COLUMN" else (rows, columns)

    def _letters(self, name: str, count: int) -> str | None:
        native = PROVEN.get(name)
        return (native.letters(count) if native else None) or checked.letters_for(name, count)

    @contextmanager
    def let(self, arguments: list[ASTNode]) -> Iterator[ASTNode]:
        """Give the body of LET, its names standing for their expressions."""
        if len(arguments) % 2 == 0 or self.lifted > LIFTED_CELLS:
            raise UnprovenError("LET incomplet", "incomplete LET")
        before = dict(self.locals)
        for name, value in zip(arguments[:-1:2], arguments[1::2], strict=True):
            text = (name.get_reference_string() or "").lower()
            if name.node_type() != "Reference" or text in self.locals or uses(value, text):
                raise UnprovenError("LET avec un nom repris", "LET with a name used twice")
            self.locals[text] = value
        yield arguments[-1]
        self.locals = before


def _broadcast(shapes: list[Shape]) -> Shape:
    """Return the size that Excel gives a result of arrays of these sizes."""
    return max((s[0] for s in shapes), default=1), max((s[1] for s in shapes), default=1)


def place_in(shape: Shape, row: int, column: int) -> int | None:
    """Return which element of an array, row by row, stands at a place of a result; None where there is none."""
    row, column = 0 if shape[0] == 1 else row, 0 if shape[1] == 1 else column
    return row * shape[1] + column if row < shape[0] and column < shape[1] else None


def element(ref: Ref, row: int, column: int) -> Ref | None:
    """Return one cell of a range; a single row or column is repeated; None where there is no partner."""
    shape = ref.shape
    if shape is None:
        raise UnprovenError(
            "une plage dont la taille dépend de la cellule", "a range whose size depends on the formula’s cell"
        )
    row, column = 0 if shape[0] == 1 else row, 0 if shape[1] == 1 else column
    if row >= shape[0] or column >= shape[1]:
        return None
    top, left = min(ref.top, ref.bottom) + row, min(ref.left, ref.right) + column
    return Ref(ref.sheet, top, left, top, left, ref.fixed, ref.this_row)
