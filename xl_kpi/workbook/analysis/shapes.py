"""The size of the array that an expression stands for, known from its references and constants."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xl_kpi.errors import BY_NAME
from xl_kpi.workbook.addresses import MAX_ROW
from xl_kpi.workbook.analysis import checked
from xl_kpi.workbook.analysis.expressions import Expr, uses
from xl_kpi.workbook.analysis.proven import EACH, PROVEN, REFERRING
from xl_kpi.workbook.analysis.references import Ref, UnprovenError, fixed_ref

if TYPE_CHECKING:
    from formualizer import ASTNode

    from xl_kpi.workbook.analysis.formula import Analyzer

Shape = tuple[int, int]
ONE: Shape = (1, 1)
ONE_VALUE = frozenset("sntdhixcybmwD")  # the letters of arguments that are taken element by element
LIFTED_CELLS = 10_000  # of one formula
_STEPS = 400_000  # through the tree of one formula, names replaced: a few seconds
CALLING = frozenset({"MAP", "BYROW", "BYCOL", "REDUCE", "SCAN", "MAKEARRAY"})  # they call a LAMBDA
_LONG_TEXT = "_LONGTEXT"  # how Excel writes a text of more than 255 characters in a formula: in pieces
_FUTURE = re.compile(r"^(?:_xlfn\.|_xlws\.)+", re.IGNORECASE)


def native_name(node: ASTNode) -> str:
    """Return the name of the Excel function that an expression calls, empty when it calls none."""
    if node.node_type() != "Function":
        return ""
    name = _FUTURE.sub("", node.get_function_name() or "").upper()
    return "CONCATENATE" if name == _LONG_TEXT else name


def spilled(node: ASTNode) -> ASTNode | None:
    """Return the cell whose spilled result an expression names (`A1#`), if it does."""
    hash_sign = node.node_type() == "UnaryOp" and node.get_operator() == "#"
    return node.children()[0] if hash_sign or (native_name(node) == "ANCHORARRAY" and node.children()) else None


def gives_reference(node: ASTNode) -> bool:
    """Tell whether an expression always gives a reference: a range, an intersection, a union, OFFSET, INDIRECT."""
    if node.node_type() == "BinaryOp":
        return node.get_operator() in (":", " ", ",")
    return native_name(node) in REFERRING


@dataclass(frozen=True)
class Bound:
    """What a name of LET or LAMBDA stands for; `expr` where it is known already."""

    node: ASTNode | None
    locals: dict[str, Bound] = field(default_factory=dict)  # the names known where the expression was written
    in_name: int = 0
    at: Shape | None = None  # one element of the expression
    line: tuple[bool, int] | None = None  # one row (True) or column of the expression
    expr: Expr | None = None


LEFT_OUT = Bound(None)  # what the parameter of an argument that is not given stands for


def draws(node: ASTNode) -> bool:
    """Tell whether an expression draws a random number: it may be read only once."""
    return native_name(node).startswith("RAND") or any(draws(child) for child in node.children())


class Shapes:
    """Works out the size of expressions of one formula."""

    def __init__(self, analyzer: Analyzer, place: tuple[str, int, int], *, array: bool) -> None:
        """Start at a place; `array` for a formula that is evaluated as an array."""
        self.a = analyzer
        self.place = place
        self.array = array
        self.context_array = False
        self.lifted = 0
        self.steps = 0
        self.clip = False  # whole columns are taken down to the first row below the data
        self.clipped = False
        self.sizing = False  # the size of arrays that depend on the data is needed
        self.stands_on_size = False
        self.in_name = 0  # how many defined names deep
        self.locals: dict[str, Bound] = {}  # the names that LET and LAMBDA give

    @property
    def in_array(self) -> bool:
        """Tell whether ranges are taken element by element here."""
        return self.array or self.context_array

    def shape(self, node: ASTNode) -> Shape:
        """Return (rows, columns) of what an expression gives; UnprovenError where that is not known."""
        self.count_step()
        kind = node.node_type()
        if kind == "Reference":
            return self._shape_of_reference(node)
        if kind == "Array":
            rows = len([line for line in node.pretty().splitlines() if line.strip().startswith("Row ")])
            return rows, len(node.children()) // rows
        if spilled(node) or gives_reference(node):
            return self.shape_of_computed(node)
        if kind in ("UnaryOp", "BinaryOp"):
            return broadcast([self.shape(child) for child in node.children()])
        if self.sizing and self.by_data(node):
            return self.size_of_data(node)
        return self._shape_of_call(node) if kind == "Function" else ONE

    def shape_of_computed(self, node: ASTNode) -> Shape:
        """Return the size of what an expression refers to."""
        raise NotImplementedError

    def size_of_data(self, node: ASTNode) -> Shape:
        """Return the size of an array that depends on the data; SizeWanted where it is not known yet."""
        raise NotImplementedError

    def resolve(self, text: str) -> Ref | str:
        """Return what a reference means here, or the constant that a name stands for."""
        found = self._in_a_name(text) if self.in_name else self.a.resolver.resolve(text, *self.place)
        if self.clip and isinstance(found, Ref) and (found.top, found.bottom) == (1, MAX_ROW):
            self.clipped = True
            return replace(found, bottom=min(MAX_ROW, self.a.last_rows.get(found.sheet or self.place[0], 1) + 1))
        return found

    def count_step(self) -> None:
        """Refuse a formula that is short while what its names stand for is not: names of names of names."""
        self.steps += 1
        if self.steps > _STEPS:
            raise UnprovenError("une formule trop longue sans ses noms", "a formula too long without its names")

    def _in_a_name(self, text: str) -> Ref | str:
        """Return what a reference means in the formula of a name, which the file writes as it stands for cell A1."""
        found = self.a.resolver.resolve(text, self.place[0], 1, 1)
        if isinstance(found, str) or (all(found.fixed) and found.sheet):
            return found
        near = found.around_the_grid()
        if near is None or not near.sheet or near.this_row or self.array:
            raise UnprovenError(f"le nom {text} est relatif à la cellule", f"the name {text} depends on the cell")
        return near

    def error_of(self, node: ASTNode) -> ASTNode:
        """Return the error that a name stands for in place of the name, anything else as it is."""
        import formualizer

        text = node.get_reference_string() or "" if node.node_type() == "Reference" else ""
        if text and text.lower() not in self.locals:
            with suppress(UnprovenError):
                found = self.resolve(text)
                return formualizer.parse(f"={found}") if isinstance(found, str) and found in BY_NAME else node
        return node

    def spill(self, anchor: ASTNode) -> Ref:
        """Return the cells that the array formula in a cell fills (`A1#`)."""
        text = anchor.get_reference_string() or ""
        ref = self.resolve(text) if anchor.node_type() == "Reference" else ""
        area = ref.area(*self.place) if isinstance(ref, Ref) and ref.one else None
        found = self.a.spills.get((area.sheet, area.top, area.left)) if area else None
        if found is None:
            raise UnprovenError(f"{text} ne contient pas de tableau dynamique", f"{text} holds no dynamic array")
        return fixed_ref(found)

    def check_reach(self, ref: Ref) -> None:
        """Refuse conditions over more cells than an array may have, as far as the sheet has rows."""
        area = ref.area(*self.place)
        if area is not None:
            rows = min(area.bottom, self.a.last_rows.get(area.sheet, 1)) - area.top + 1
            self._check_cells(max(rows, 0), area.columns)

    def check_size(self, node: ASTNode) -> None:
        """Refuse an array that would fill the memory, such as a column times a row."""
        self._check_cells(*self._extent(node))

    def _check_cells(self, rows: int, columns: int) -> None:
        limit = self.a.array_cells
        if rows * columns > limit:
            raise UnprovenError(
                f"tableau trop grand, limite array_cells\u00a0: {rows * columns} cellules, {limit} au plus",
                f"array too large, limit array_cells: {rows * columns} cells, at most {limit}",
            )

    def _extent(self, node: ASTNode) -> Shape:
        """Return how large an array may get in memory, that of TRANSPOSE included."""
        if not gives_reference(node) and node.node_type() in ("UnaryOp", "BinaryOp"):
            return broadcast([self._extent(child) for child in node.children()])
        if native_name(node) == "TRANSPOSE" and node.children():
            columns, rows = self._extent(node.children()[0])
            return rows, columns
        before, self.context_array = self.context_array, True
        shape = self.shape(node)
        self.context_array = before
        return shape

    def _shape_of_reference(self, node: ASTNode) -> Shape:
        text = node.get_reference_string() or ""
        if text.lower() in self.locals:
            return self.shape_of_local(self.locals[text.lower()])
        try:
            found = self.resolve(text)
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
        if name in CALLING and arguments:
            return self.shape_of_calls(name, arguments[:-1])
        letters = self._letters(name, len(arguments)) or ""
        taken = [
            self.shape(a) for letter, a in zip(letters, arguments, strict=False) if letter in ONE_VALUE or letter == "e"
        ]
        rows, columns = broadcast(taken)
        return (rows, 1) if name == "ROW" else (1, columns) if name == "COLUMN" else (rows, columns)

    def sized_by_data(self, node: ASTNode) -> bool:
        """Tell whether the size of an expression's array is known only once it is there."""
        if branch := self.branch(node):
            return self.sized_by_data(branch)
        kind, name = node.node_type(), native_name(node)
        if kind == "Reference":
            bound = self.locals.get((node.get_reference_string() or "").lower())
            if bound is None or bound.node is None or bound.at:
                return False
            with self.scope(bound):
                return self.sized_by_data(bound.node)
        inside = kind in ("UnaryOp", "BinaryOp") or name in EACH
        return self.by_data(node) or (inside and any(self.sized_by_data(c) for c in node.children()))

    def branch(self, node: ASTNode) -> ASTNode | None:
        """Return the part of `IF(ISOMITTED(name), ...)` that counts, None for any other expression."""
        arguments = node.children() if native_name(node) == "IF" else []
        if len(arguments) != 3 or native_name(arguments[0]) != "ISOMITTED":
            return None
        counts = arguments[1 if self.left_out(arguments[0].children()) else 2]
        return self.branch(counts) or counts

    def left_out(self, arguments: list[ASTNode]) -> bool:
        """Tell whether the parameter that ISOMITTED asks for was given nothing."""
        text = (arguments[0].get_reference_string() or "").lower() if len(arguments) == 1 else ""
        if text not in self.locals:
            raise UnprovenError("ESTOMIS d’autre chose qu’un paramètre", "ISOMITTED of what is no parameter")
        bound = self.locals[text]
        if bound.node is None or bound.node.node_type() != "Reference":
            return bound == LEFT_OUT
        with self.scope(bound):
            named = (bound.node.get_reference_string() or "").lower() in self.locals
            return named and self.left_out([bound.node])

    def by_data(self, node: ASTNode) -> bool:
        """Tell whether a function's result is an array whose size is known only once it is there."""
        name = native_name(node)
        return name in checked.SPILLING or (name in EACH and self.array and self.in_reserve(node.children()))

    def in_reserve(self, arguments: list[ASTNode]) -> bool:
        """Tell whether one value decides between results of different sizes."""
        before, self.sizing = self.sizing, False
        first, *others = map(self.shape, arguments)
        self.sizing = before
        return first == ONE and (len(set(others)) > 1 or (len(others) == 1 and others != [ONE]))

    def shape_of_calls(self, name: str, given: list[ASTNode]) -> Shape:
        """Return the size of what MAP and its like give."""
        raise NotImplementedError

    def _letters(self, name: str, count: int) -> str | None:
        native = PROVEN.get(name)
        return (native.letters(count) if native else None) or checked.letters_for(name, count)

    @contextmanager
    def let(self, arguments: list[ASTNode]) -> Iterator[ASTNode]:
        """Give the body of LET, its names standing for their expressions."""
        if len(arguments) % 2 == 0 or self.lifted > LIFTED_CELLS:
            raise UnprovenError("LET incomplet", "incomplete LET")
        before = self.locals
        given: set[str] = set()
        for name, value in zip(arguments[:-1:2], arguments[1::2], strict=True):
            text = (name.get_reference_string() or "").lower()
            if name.node_type() != "Reference" or text in given or uses(value, text):
                raise UnprovenError("LET avec un nom repris", "LET with a name used twice")
            given.add(text)
            self.locals = {**self.locals, text: self.bind(value)}
        yield arguments[-1]
        self.locals = before

    def bind(self, node: ASTNode, at: Shape | None = None, line: tuple[bool, int] | None = None) -> Bound:
        """Return what a name stands for: an expression of here, one element of it, or one of its rows or columns."""
        if draws(node):
            raise UnprovenError("un nom pour un nombre au hasard", "a name for a random number")
        return Bound(node, self.locals, self.in_name, at=at, line=line)

    @contextmanager
    def scope(self, bound: Bound) -> Iterator[None]:
        """Read an expression where it was written."""
        before = self.locals, self.in_name
        self.locals, self.in_name = bound.locals, bound.in_name
        yield
        self.locals, self.in_name = before

    def shape_of_local(self, bound: Bound) -> Shape:
        """Return the size of what a name stands for."""
        if bound.node is None or bound.at:
            return ONE
        with self.scope(bound):
            rows, columns = self.shape(bound.node)
        return (rows, columns) if bound.line is None else (1, columns) if bound.line[0] else (rows, 1)


def broadcast(shapes: list[Shape]) -> Shape:
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
    at = place_in(shape, row, column)
    if at is None:
        return None
    down, across = divmod(at, shape[1])
    top, left = min(ref.top, ref.bottom) + down, min(ref.left, ref.right) + across
    return Ref(ref.sheet, top, left, top, left, ref.fixed, ref.this_row)
