"""References that a formula computes, resolved to cells: unions, intersections, OFFSET, INDIRECT, INDEX, CHOOSE, IF.

What such a reference depends on is asked for in one evaluation; the formula is analysed with it for the next one, in
which the same values are asked for again, until they hold.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from xl_kpi.errors import BY_NAME, ExcelError
from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.analysis.arguments import COMPUTED_RANGE
from xl_kpi.workbook.analysis.asked import UNKNOWN, ValuesWanted, constant
from xl_kpi.workbook.analysis.expressions import Expr
from xl_kpi.workbook.analysis.formula import Analyzer, joined
from xl_kpi.workbook.analysis.indirect import Unreadable, indirect
from xl_kpi.workbook.analysis.lambdas import Lambdas
from xl_kpi.workbook.analysis.references import Ref, UnprovenError, fixed_ref
from xl_kpi.workbook.analysis.shapes import ONE, Shape, gives_reference, native_name, spilled

if TYPE_CHECKING:
    from formualizer import ASTNode

    from xl_kpi.workbook.analysis.formula import Part

Located = tuple[Ref, ...] | ExcelError | None  # areas; an error; None for what is no reference
_NOISE = 1e-9


class ComputedReferences(Lambdas):
    """Finds the cells that an expression refers to."""

    def __init__(self, analyzer: Analyzer, place: tuple[str, int, int], *, array: bool) -> None:
        """Start at a place; `array` for a formula that is evaluated as an array."""
        super().__init__(analyzer, place, array=array)
        self.asked: dict[tuple[Part, ...], Any] = {}  # expressions and the values that the analysis stands on
        self._functions: dict[str, Callable[[list[ASTNode]], Located]] = {
            "OFFSET": self._offset,
            "INDIRECT": self._indirect,
            "INDEX": self._index,
            "CHOOSE": self._choose,
            "IF": self._if,
        }

    def located(self, node: ASTNode) -> Located:
        """Return the areas that an expression refers to, the error that it gives instead, None for a plain value.

        Raises ValuesWanted where values are not known yet that are needed, UnprovenError where nothing is certain.
        """
        kind, name = node.node_type(), native_name(node)
        if anchor := spilled(node):
            return self._spilled(anchor)
        if kind == "Reference":
            return self._located_name(node)
        if kind == "BinaryOp" and gives_reference(node):
            return self._joined(node)
        if name == "LET":
            with self.let(node.children()) as body:
                return self.located(body)
        return self._functions[name](node.children()) if name in self._functions else None

    def _spilled(self, anchor: ASTNode) -> Located:
        """Return the cells that the array formula in a cell fills, `#REF!` for a cell without one."""
        found = self.located(anchor)
        if not isinstance(found, tuple) or len(found) > 1 or not found[0].one:
            raise UnprovenError(COMPUTED_RANGE.fr, COMPUTED_RANGE.en)
        area = self.area_of(found[0])
        filled = self.a.spills.get((area.sheet, area.top, area.left))
        return (fixed_ref(filled),) if filled else ExcelError.REF

    def _located_name(self, node: ASTNode) -> Located:
        text = node.get_reference_string() or ""
        if bound := self.locals.get(text.lower()):
            if bound.node is None or bound.at or bound.line:
                return None
            with self.scope(bound):
                return self.located(bound.node)
        try:
            found = self.resolve(text)
        except UnprovenError:
            if (formula := self.a.resolver.formula_of(text, self.place[0])) is None:
                raise
            import formualizer

            before, self.in_name = self.in_name, self._one_name_deeper()
            located = self.located(formualizer.parse("=" + formula))
            self.in_name = before
            return located
        if isinstance(found, str):
            return BY_NAME.get(found)
        if self.a.resolver.linked([found]):
            raise UnprovenError("une référence à un autre classeur", "a reference to another workbook")
        return (found,)

    def computed(self, node: ASTNode, context: str) -> Expr:
        """Return what an expression becomes that gives a reference."""
        if name := native_name(node):
            self.functions.append(name)
        found = self.located(node)
        if isinstance(found, ExcelError):
            return Expr([str(found)])
        if found is None or len(found) > 1:
            raise UnprovenError(COMPUTED_RANGE.fr, COMPUTED_RANGE.en)
        return self._range(found[0], context)

    def choosing(self, name: str, arguments: list[ASTNode]) -> bool:
        """Tell whether one value decides here between a range and something else, so that it must be known first."""
        if name not in ("IF", "CHOOSE", "IFERROR", "IFNA") or len(arguments) < 2 or self.element:
            return False
        if any(a.node_type() == "Omitted" for a in arguments):
            return False
        if not self.in_array:
            return name in ("IF", "CHOOSE") and any(map(self._is_range, arguments[1:]))
        first, *others = map(self.shape, arguments)
        return first == ONE and (len(set(others)) > 1 or (len(others) == 1 and others != [ONE]))

    def _is_range(self, node: ASTNode) -> bool:
        if node.node_type() != "Reference" and not gives_reference(node):
            return False
        found = self.located(node)
        return isinstance(found, tuple) and not (len(found) == 1 and found[0].one)

    def chosen(self, name: str, arguments: list[ASTNode], context: str) -> Expr:
        """Return the one of its arguments that IF, CHOOSE, IFERROR or IFNA gives."""
        (first,) = self.values(({"IF": "b", "CHOOSE": "n"}.get(name, "s"), arguments[0]))
        at: int | ExcelError
        if name in ("IFERROR", "IFNA"):
            at = int(isinstance(first, ExcelError) if name == "IFERROR" else first == ExcelError.NA)
        elif name == "IF" and not isinstance(first, ExcelError | str):
            at = 1 if first else 2
        else:
            at = whole(first)
        if name == "IF" and at == len(arguments):
            return Expr(["FALSE"], kind="bool")
        least = 0 if name in ("IFERROR", "IFNA") else 1
        if isinstance(at, ExcelError) or not least <= at < len(arguments):
            return Expr([str(at if isinstance(at, ExcelError) else ExcelError.VALUE)])
        return self.walk(arguments[at], context)

    def shape_of_computed(self, node: ASTNode) -> Shape:
        """Return the size of what an expression refers to."""
        found = self.located(node)
        if not isinstance(found, tuple) or len(found) > 1 or not self.in_array:
            return ONE
        return found[0].shape or (0, 0)

    def area_of(self, ref: Ref) -> Area:
        """Return the cells that a reference means here; from now on the analysis is good for this place only."""
        self.stands_on_size = True
        area = ref.area(*self.place)
        if area is None:
            raise UnprovenError("une référence sort de la grille", "a reference leaves the grid")
        return area

    def values(self, *asked: tuple[str, ASTNode]) -> list[Any]:
        """Return the values of arguments, each given with its letter, as the last evaluation had them."""
        found: list[Any] = []
        wanted = False
        for letter, node in asked:
            known = constant(node, self.place)
            if known is not None and not (letter == "n" and isinstance(known, str)):
                self.stands_on_size = self.stands_on_size or node.node_type() != "Literal"
                found.append(known)
                continue
            expr = self._argument(letter, node, True)
            if expr.many:
                raise UnprovenError(COMPUTED_RANGE.fr, COMPUTED_RANGE.en)
            parts = joined(expr.parts)
            self.stands_on_size = True
            self.asked[parts] = value = self.a.known.get((self.place, parts), UNKNOWN)
            wanted = wanted or value is UNKNOWN
            found.append(value)
        if wanted:
            raise ValuesWanted
        for value in found:
            if isinstance(value, list):
                raise UnprovenError(COMPUTED_RANGE.fr, COMPUTED_RANGE.en)
        return found

    def _both(self, left: ASTNode, right: ASTNode) -> tuple[Located, Located]:
        """Locate two expressions; what both want is asked for at once."""
        try:
            first = self.located(left)
        except ValuesWanted:
            self.located(right)
            raise
        return first, self.located(right)

    def _joined(self, node: ASTNode) -> Located:
        """Return a range between two references, what two have in common, or a union."""
        operator = node.get_operator()
        left, right = self._both(*node.children())
        if isinstance(left, ExcelError) or isinstance(right, ExcelError):
            return left if isinstance(left, ExcelError) else right
        if left is None or right is None:
            raise UnprovenError(COMPUTED_RANGE.fr, COMPUTED_RANGE.en)
        if operator == ",":
            return left + right
        ones, others = map(self.area_of, left), list(map(self.area_of, right))
        pairs = [(a, b) for a in ones for b in others]
        if any(a.sheet != b.sheet for a, b in pairs) or (operator == ":" and len(pairs) > 1):
            raise UnprovenError(COMPUTED_RANGE.fr, COMPUTED_RANGE.en)
        if operator == ":":
            return (fixed_ref(_around(*pairs[0])),)
        common = tuple(fixed_ref(_common(a, b)) for a, b in pairs if a.meets(b))
        return common or ExcelError.NULL

    def _single(self, node: ASTNode) -> Ref | ExcelError | None:
        found = self.located(node)
        if isinstance(found, tuple):
            return found[0] if len(found) == 1 else ExcelError.VALUE
        return found

    def _numbers(
        self, arguments: list[ASTNode | None], defaults: list[float], *, first_size: int = 9
    ) -> list[int] | ExcelError:
        """Return arguments as whole numbers, from `first_size` on sizes; one left out (None) has its default."""
        given = [("n", a) for a in arguments if a is not None]
        values = iter(self.values(*given))
        found: list[int] = []
        for argument, default in zip(arguments, defaults, strict=True):
            value = default if argument is None else next(values)
            number = whole(value, size=len(found) >= first_size)
            if isinstance(number, ExcelError):
                return number
            found.append(number)
        return found

    def _offset(self, arguments: list[ASTNode]) -> Located:
        if not 3 <= len(arguments) <= 5:
            return None
        start = self._single(arguments[0])
        if start is None:
            raise UnprovenError(COMPUTED_RANGE.fr, COMPUTED_RANGE.en)
        moves = [None if a.node_type() == "Omitted" else a for a in arguments[1:]]
        moves += [None] * (4 - len(moves))
        if isinstance(start, ExcelError):
            return start
        if start.shape is None or start.this_row or start.intersect:
            start = fixed_ref(self.area_of(start))
        size = start.shape or ONE
        numbers = self._numbers(moves, [0, 0, *size], first_size=2)
        if isinstance(numbers, ExcelError):
            return numbers
        down, right, rows, columns = numbers
        if not rows or not columns:
            return ExcelError.REF
        top, left = min(start.top, start.bottom) + down, min(start.left, start.right) + right
        top, left = top + min(rows + 1, 0), left + min(columns + 1, 0)
        moved = replace(start, top=top, left=left, bottom=top + abs(rows) - 1, right=left + abs(columns) - 1)
        if moved.area(*self.place) is None:
            self.stands_on_size = True
            return ExcelError.REF
        return (moved,)

    def _indirect(self, arguments: list[ASTNode]) -> Located:
        if len(arguments) not in (1, 2):
            return None
        omitted = len(arguments) == 2 and arguments[1].node_type() == "Omitted"
        asked = [("t", arguments[0]), *(("b", a) for a in arguments[1:] if not omitted)]
        text, *choice = self.values(*asked)
        style: Any = False if omitted else choice[0] if choice else True
        self.stands_on_size = True
        for value in (text, style):
            if isinstance(value, ExcelError):
                return value
        if isinstance(style, str):
            return ExcelError.VALUE
        try:
            return indirect(text, self.a.resolver, self.place, a1=bool(style), english=self.a.language.english)
        except Unreadable:
            raise UnprovenError(
                "INDIRECT\u00a0: un texte dont le sens n’est pas certain",
                "INDIRECT: a text whose meaning is not certain",
            ) from None

    def _index(self, arguments: list[ASTNode]) -> Located:
        if not 2 <= len(arguments) <= 4:
            return None
        found = self.located(arguments[0])
        if not isinstance(found, tuple):
            return found
        given: list[ASTNode | None] = [None if a.node_type() == "Omitted" else a for a in arguments[1:]]
        numbers = self._numbers([*given, *([None] * (3 - len(given)))], [0, 0, 1])
        if isinstance(numbers, ExcelError):
            return numbers
        row, column, number = numbers
        if min(numbers) < 0 or not 1 <= number <= len(found):
            return ExcelError.VALUE if min(numbers) < 0 else ExcelError.REF
        area = self.area_of(found[number - 1])
        if len(arguments) == 2 and area.rows == 1:
            row, column = 1, row
        elif len(arguments) == 2 and area.columns > 1:
            raise UnprovenError("INDEX sur une plage à deux dimensions", "INDEX over a range of two dimensions")
        return _part(area, row, column)

    def _choose(self, arguments: list[ASTNode]) -> Located:
        at = self._numbers([arguments[0]], [0]) if len(arguments) > 1 else None
        if at is None or isinstance(at, ExcelError):
            return at
        return self.located(arguments[at[0]]) if 1 <= at[0] < len(arguments) else ExcelError.VALUE

    def _if(self, arguments: list[ASTNode]) -> Located:
        if not 2 <= len(arguments) <= 3:
            return None
        (when,) = self.values(("b", arguments[0]))
        if isinstance(when, ExcelError):
            return when
        if isinstance(when, str):
            return ExcelError.VALUE
        if not when and len(arguments) < 3:
            return None
        return self.located(arguments[1 if when else 2])


def whole(value: Any, *, size: bool = False) -> int | ExcelError:
    """Return a value as a number cut to a whole one; UnprovenError where rounding noise decides.

    A `size` between 0 and 1 counts as 1.
    """
    if isinstance(value, ExcelError | str):
        return ExcelError.VALUE if isinstance(value, str) else value
    number = float(value or 0)
    if number != int(number) and abs(number - round(number)) < _NOISE:
        raise UnprovenError("un nombre qui n’est pas entier", "a number that is not whole")
    return int(number) or (1 if size and number > 0 else 0)


def _part(area: Area, row: int, column: int) -> Located:
    """Return a cell of a range, a row or a column of it (where the other number is 0), or all of it."""
    if row > area.rows or column > area.columns:
        return ExcelError.REF
    top, left = area.top + max(row - 1, 0), area.left + max(column - 1, 0)
    bottom, right = top if row else area.bottom, left if column else area.right
    return (fixed_ref(Area(area.sheet, top, left, bottom, right)),)


def _around(a: Area, b: Area) -> Area:
    top, left = min(a.top, b.top), min(a.left, b.left)
    return Area(a.sheet, top, left, max(a.bottom, b.bottom), max(a.right, b.right))


def _common(a: Area, b: Area) -> Area:
    top, left = max(a.top, b.top), max(a.left, b.left)
    return Area(a.sheet, top, left, min(a.bottom, b.bottom), min(a.right, b.right))
