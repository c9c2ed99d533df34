"""LAMBDA and the functions that call one: each call is worked out in a cell of its own.

The size of the arrays must be known from the formula, so that the cells are. What a function gives is then as well
founded as the expressions in its LAMBDA.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xl_kpi.workbook.analysis.arguments import Arguments
from xl_kpi.workbook.analysis.expressions import Expr, literal
from xl_kpi.workbook.analysis.formula import Before, Lifted, Part, joined
from xl_kpi.workbook.analysis.references import Ref, UnprovenError
from xl_kpi.workbook.analysis.shapes import (
    LEFT_OUT,
    LIFTED_CELLS,
    ONE,
    Bound,
    Shape,
    broadcast,
    native_name,
    place_in,
    spilled,
)

if TYPE_CHECKING:
    from formualizer import ASTNode

_ETA = "_xleta."
_PARAMETER, _OPTIONAL = "_xlpm.", "_xlop."  # how a file marks parameters, and the optional ones where they are declared
_DEEPEST = 10  # names and functions within functions


@dataclass(frozen=True)
class Lambda:
    """A LAMBDA: its parameters and body, and where it was written."""

    parameters: tuple[str, ...]
    required: int  # the first so many must be given
    body: ASTNode
    written: Bound


class Lambdas(Arguments):
    """Calls of LAMBDA, of names that stand for one, and of MAP and its like."""

    def _lambda(self, node: ASTNode, count: int) -> Lambda:
        """Return the LAMBDA that an expression stands for."""
        found = self._find(node, count)
        if found is None:
            raise UnprovenError("une fonction LAMBDA inconnue", "an unknown LAMBDA")
        return found

    def _find(self, node: ASTNode, count: int) -> Lambda | None:
        if native_name(node) == "LAMBDA" and node.children():
            *names, body = node.children()
            given = [(n.get_reference_string() or "").lower() for n in names]
            parameters = tuple(name.replace(_OPTIONAL, _PARAMETER, 1) for name in given)
            if not all(parameters) or len(set(parameters)) < len(parameters):
                return None
            required = sum(not name.startswith(_OPTIONAL) for name in given)
            return Lambda(parameters, required, body, Bound(body, self.locals, self.in_name))
        if node.node_type() != "Reference":
            return None
        text = node.get_reference_string() or ""
        if text.lower().startswith(_ETA):
            names_ = ",".join(f"_p{i}" for i in range(count))
            return self._find(_parsed(f"LAMBDA({names_},{text[len(_ETA) :]}({names_}))"), count)
        return self._named(text, count)

    def _named(self, text: str, count: int) -> Lambda | None:
        """Return the LAMBDA that a local or a defined name stands for."""
        bound = self.locals.get(text.lower())
        if bound is not None:
            if bound.node is None:
                return None
            with self.scope(bound):
                return self._find(bound.node, count)
        formula = self.a.resolver.formula_of(text, self.place[0])
        if formula is None or "LAMBDA(" not in formula.upper():
            return None
        with self.scope(Bound(None, {}, self._one_name_deeper())):
            return self._find(_parsed(formula), count)

    def _one_name_deeper(self) -> int:
        """Return how many defined names deep the formula of another one is."""
        if self.in_name >= _DEEPEST:
            raise UnprovenError("un nom qui se définit par lui-même", "a name defined by itself")
        return self.in_name + 1

    @contextmanager
    def _given(self, function: Lambda, values: list[Bound]) -> Iterator[ASTNode]:
        """Give the body of a LAMBDA, its parameters standing for these values."""
        missing = len(function.parameters) - len(values)
        if missing < 0 or len(values) < function.required:
            raise UnprovenError("LAMBDA\u00a0: nombre d’arguments", "LAMBDA: number of arguments")
        values = [*values, *[LEFT_OUT] * missing]
        with self.scope(function.written):
            self.locals = {**self.locals, **dict(zip(function.parameters, values, strict=True))}
            yield function.body

    def _call_of(self, function: Lambda, arguments: list[ASTNode], context: str) -> Expr:
        """Return a direct call of a LAMBDA."""
        values = [LEFT_OUT if a.node_type() == "Omitted" else self.bind(a) for a in arguments]
        with self._given(function, values) as body:
            return self.walk(body, context)

    def _local(self, bound: Bound, context: str) -> Expr:
        """Return what a name stands for, where it is used."""
        if bound.expr is not None:
            return replace(bound.expr, parts=list(bound.expr.parts))
        if bound.node is None:
            raise UnprovenError("un paramètre omis", "an omitted parameter")
        with self.scope(bound):
            if bound.line is not None:
                return self._line(bound.node, bound.line, context)
            if bound.at is None:
                return self.walk(bound.node, context)
            before, self.element = self.element, bound.at
            expr = self.walk(bound.node, "one")
            self.element = before
            return expr

    def _size(self, node: ASTNode) -> Shape:
        before = self.context_array, self.sizing
        self.context_array = self.sizing = True
        shape = self.shape(node)
        self.context_array, self.sizing = before
        return shape

    def _calling(self, name: str, arguments: list[ASTNode]) -> Expr:
        """Return what MAP and its like become: a block of cells, one for each call."""
        *given, last = arguments
        if not given or any(a.node_type() == "Omitted" for a in arguments) or (name == "SCAN" and self.element):
            raise _arguments(name)
        if name in ("REDUCE", "SCAN"):
            return self._chain(name, given, self._lambda(last, 2))
        shape = self.shape_of_calls(name, given)
        self._check_calls(shape)
        calls = [self._values(name, given, r, c) for r in range(shape[0]) for c in range(shape[1])]
        function = self._lambda(last, len(calls[0]))
        if not self.element:
            return self._block(function, calls, shape)
        at = place_in(shape, *self.element)
        return Expr(["NA()"]) if at is None else self._block(function, [calls[at]], ONE)

    def shape_of_calls(self, name: str, given: list[ASTNode]) -> Shape:
        """Return the size of what MAP and its like give."""
        if name == "MAKEARRAY" and len(given) == 2:
            return self._count(given[0]), self._count(given[1])
        if name == "MAP":
            return broadcast([self._size(a) for a in given])
        if name in ("BYROW", "BYCOL") and len(given) == 1:
            rows, columns = self._size(given[0])
            return (rows, 1) if name == "BYROW" else (1, columns)
        if name in ("REDUCE", "SCAN") and len(given) == 2:
            return self._size(given[1]) if name == "SCAN" else ONE
        raise _arguments(name)

    def _values(self, name: str, given: list[ASTNode], row: int, column: int) -> list[Bound]:
        """Return what the parameters stand for in one call."""
        if name == "MAKEARRAY":
            return [_number(row + 1), _number(column + 1)]
        if name == "MAP":
            return [self.bind(a, at=(row, column)) for a in given]
        return [self.bind(given[0], line=(True, row) if name == "BYROW" else (False, column))]

    def _count(self, node: ASTNode) -> int:
        value = literal(node).literal if node.node_type() == "Literal" else None
        if not isinstance(value, float) or value < 1:
            raise UnprovenError("une taille qui dépend des données", "a size that depends on the data")
        return int(value)

    def _check_calls(self, shape: Shape) -> None:
        if not 0 < shape[0] * shape[1] <= LIFTED_CELLS - self.lifted:
            raise UnprovenError("LAMBDA sur une trop grande plage", "LAMBDA over too large a range")

    def _block(self, function: Lambda, calls: list[list[Bound]], shape: Shape, **more: bool) -> Expr:
        """Return the block of these calls' cells."""
        self._check_calls((len(calls), 1))
        self.lifted += len(calls)
        cells: list[tuple[Part, ...]] = []
        kinds = set()
        before, counted = (self.element, self.array, self.context_array), 0
        self.element = None
        for values in calls:
            with self._given(function, values) as body:
                self.noisy = self.noisy or (body.node_type() == "BinaryOp" and body.get_operator() in ("+", "-"))
                expr = self.walk(body, "one")
            counted = counted or len(self.functions)
            del self.functions[counted:]
            cells.append(joined(expr.parts))
            kinds.add(expr.kind)
        self.element, self.array, self.context_array = before
        one = shape == ONE or more.get("last", False)
        return Expr(
            [Lifted(*shape, tuple(cells), **more)], many=not one, kind=kinds.pop() if len(kinds) == 1 else "any"
        )

    def _chain(self, name: str, given: list[ASTNode], function: Lambda) -> Expr:
        """Return REDUCE or SCAN: each cell reads the one before."""
        rows, columns = shape = self.shape_of_calls("SCAN", given)
        start = self.bind(given[0])
        before = Bound(None, expr=Expr([Before()]))
        self._check_calls(shape)
        places = [(r, c) for r in range(rows) for c in range(columns)]
        calls = [[before if i else start, self.bind(given[1], at=at)] for i, at in enumerate(places)]
        cells = (len(places), 1) if name == "REDUCE" else shape
        return self._block(function, calls, cells, chained=True, last=name == "REDUCE")

    def _line(self, node: ASTNode, line: tuple[bool, int], context: str) -> Expr:
        """Return one row or column of an array."""
        by_row, i = line
        text = (node.get_reference_string() or "").lower()
        if node.node_type() == "Reference" and text in self.locals:
            bound = self.locals[text]
            if bound.node is None or bound.at or bound.line:
                return self._local(bound, context)
            with self.scope(bound):
                return self._line(bound.node, line, context)
        anchor = spilled(node)
        ref = self.spill(anchor) if anchor else self.resolve(text) if node.node_type() == "Reference" else None
        if isinstance(ref, Ref) and ref.shape:
            return self._range(_line_of(ref, by_row=by_row, i=i), context)
        rows, columns = self._size(node)
        cells = []
        for at in [(i, c) for c in range(columns)] if by_row else [(r, i) for r in range(rows)]:
            cells.append(joined(self._local(self.bind(node, at=at), "one").parts))
        return Expr([Lifted(*((1, columns) if by_row else (rows, 1)), tuple(cells))], many=True)


def _line_of(ref: Ref, *, by_row: bool, i: int) -> Ref:
    top, left = min(ref.top, ref.bottom), min(ref.left, ref.right)
    if by_row:
        return replace(ref, top=top + i, bottom=top + i)
    return replace(ref, left=left + i, right=left + i)


def _arguments(name: str) -> UnprovenError:
    return UnprovenError(f"{name}\u00a0: arguments", f"{name}: arguments")


def _number(value: int) -> Bound:
    return Bound(None, expr=Expr([repr(float(value))], kind="number", literal=float(value)))


def _parsed(formula: str) -> ASTNode:
    import formualizer

    return formualizer.parse("=" + formula)
