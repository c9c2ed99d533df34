"""One walk through a formula's tree: every reference resolved, every function known, or a refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from xl_kpi.errors import BY_NAME
from xl_kpi.language import Text
from xl_kpi.workbook.addresses import MAX_ROW
from xl_kpi.workbook.analysis import checked
from xl_kpi.workbook.analysis.expressions import (
    Expr,
    array_call,
    compared,
    date_constant,
    literal,
    lookup_doubt,
    needs_order,
    plain_power,
)  # fmt: skip
from xl_kpi.workbook.analysis.formula import (
    KPI_PREFIX,
    MAX_DEPTH,
    Analyzer,
    Both,
    Call,
    Here,
    Lifted,
    Part,
    Sized,
    joined,
)  # fmt: skip
from xl_kpi.workbook.analysis.proven import COMPUTED, EACH, OWN, OWN_NUMBERS, PROVEN, SUBTOTALS
from xl_kpi.workbook.analysis.reference_functions import ReferenceFunctions
from xl_kpi.workbook.analysis.references import Ref, UnprovenError
from xl_kpi.workbook.analysis.shapes import (
    CALLING,
    LIFTED_CELLS,
    ONE,
    ONE_VALUE,
    Shape,
    element,
    gives_reference,
    native_name,
    place_in,
    spilled,
)  # fmt: skip
from xl_kpi.workbook.analysis.sizes import SizeWanted
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import OMITTED

if TYPE_CHECKING:
    from formualizer import ASTNode

_COMPARISONS = {"=": "EQ", "<>": "NE", "<": "LT", ">": "GT", "<=": "LE", ">=": "GE"}
_CONSTANTS = Text("tableau de constantes ou LAMBDA", "array constant or LAMBDA")

# The second engine takes (a&b)+c in a file for a&b+c, (a=b)&c for a=b&c, (a+b)% for a+b%: T, AND and /100 hold them.


class Walker(ReferenceFunctions):
    """Walks one formula's tree. Contexts: "one" value, a "range" or value, an "array", a "criterion"."""

    def __init__(
        self,
        analyzer: Analyzer,
        sheet: str,
        row: int,
        column: int,
        array: bool,
        *,
        kpis_apart: bool = False,
        confirmed: bool = False,
    ) -> None:
        """Start at a place; with `kpis_apart` every KPI call gets a cell of its own.

        `confirmed` when a second engine must give the same result.
        """
        super().__init__(analyzer, (sheet, row, column), array=array)
        self.confirmed = confirmed
        self.kpis_apart = self.placed_apart = kpis_apart

    def walk(self, node: ASTNode, context: str) -> Expr:
        """Return what a part of the formula becomes; UnprovenError where it is not known to be right."""
        self.depth += 1
        self.count_step()
        if self.depth > MAX_DEPTH:
            raise UnprovenError("formule trop imbriquée", "formula nested too deep")
        node = self.branch(node) or node
        kind = node.node_type()
        if kind == "Literal" or native_name(node) == "ISOMITTED":
            expr = self._known_value(node)
        elif kind == "Reference":
            expr = self._reference(node, context)
        elif spilled(node) or gives_reference(node):
            expr = self.computed(node, context)
        elif kind in ("UnaryOp", "BinaryOp"):
            expr = (self._unary if kind == "UnaryOp" else self._binary)(node, context)
        elif self.element and self.by_data(node):
            expr = self._item(node, *self.element)
        elif kind == "Function":
            expr = self._function(node, context)
        elif kind == "Call":
            callee, *arguments = node.children()
            expr = self._call_of(self._lambda(callee, len(arguments)), arguments, context)
        elif kind == "Array" and (self.element or context in ("array", "range")):
            expr = self._constant_array(node, context)
        else:
            raise UnprovenError(_CONSTANTS.fr, _CONSTANTS.en)
        self.depth -= 1
        if expr.many and context in ("one", "criterion"):
            raise UnprovenError(
                "fonction appliquée à une plage, élément par élément",
                "function applied to a range, element by element",
            )
        return expr

    def _known_value(self, node: ASTNode) -> Expr:
        if node.node_type() == "Literal":
            return literal(node)
        return Expr(["TRUE" if self.left_out(node.children()) else "FALSE"], kind="bool")

    def _constant_array(self, node: ASTNode, context: str) -> Expr:
        if self.element:
            at = place_in(self.shape(node), *self.element)
            return Expr(["NA()"]) if at is None else self.walk(node.children()[at], "one")
        if context == "range" and self.taker not in COMPUTED:
            self.unproven = self.unproven or _CONSTANTS
        return Expr([node.to_formula().lstrip("=")], many=True)

    def _reference(self, node: ASTNode, context: str) -> Expr:
        text = node.get_reference_string() or ""
        if text.lower() in self.locals:
            return self._local(self.locals[text.lower()], context)
        try:
            found = self.resolve(text)
        except UnprovenError:
            if (formula := self.a.resolver.formula_of(text, self.place[0])) is None:
                raise
            return self._name(formula, context)
        if isinstance(found, str):
            if found in BY_NAME and context not in ("one", "array"):
                raise UnprovenError("une erreur là où il faut une plage", "an error where a range is needed")
            constant = found.startswith('"')
            return Expr([f"({found})"], kind="text" if constant else "any", literal=found[1:-1] if constant else None)
        return self._range(found, context)

    def _range(self, found: Ref, context: str) -> Expr:
        if not found.one and context not in ("range", "reference"):
            if self.element:
                self.refs.append(found)
                one = element(found, *self.element)
                return Expr(["NA()"]) if one is None else Expr([one], ref=one)
            if not self.array and context != "array":
                found = replace(found, intersect=True, must_meet=context == "criterion")
        self.refs.append(found)
        return Expr([found], many=not found.one, ref=found)

    def _name(self, formula: str, context: str) -> Expr:
        import formualizer

        self.in_name = self._one_name_deeper()
        expr = self.walk(formualizer.parse("=" + formula), "array" if context == "range" else context)
        self.in_name -= 1
        return expr

    def _lift(self, node: ASTNode, shape: Shape) -> Expr:
        """Work an expression out element by element, each in a cell of its own."""
        rows, columns = shape
        self.lifted += rows * columns
        if not rows or self.lifted > LIFTED_CELLS:
            raise UnprovenError(
                "fonction appliquée à une trop grande plage, élément par élément",
                "function applied to too large a range, element by element",
            )
        cells = []
        kind = "any"
        for at in range(rows * columns):
            self.element = divmod(at, columns)
            counted = len(self.functions)
            expr = self.walk(node, "one")
            if at:
                del self.functions[counted:]
            cells.append(joined(expr.parts))
            kind = expr.kind
        self.element = None
        return Expr([Lifted(rows, columns, tuple(cells))], many=shape != ONE, kind=kind)

    def _operands(self, context: str) -> str:
        return "array" if not self.element and (self.array or context == "array") else "one"

    def _unary(self, node: ASTNode, context: str) -> Expr:
        operator = node.get_operator() or ""
        if operator == "@":
            return self.walk(node.children()[0], "one")
        inner = self.walk(node.children()[0], self._operands(context))
        if operator == "+":
            return Expr(["(+", *inner.parts, ")"], inner.many, inner.kind)
        if operator not in ("-", "%"):
            raise UnprovenError(f"opérateur {operator}", f"operator {operator}")
        self.as_number(inner)
        parts = ["(-", *inner.parts, ")"] if operator == "-" else ["(", *inner.parts, Both("%)", "/100)")]
        return Expr(parts, inner.many, "number")

    def _binary(self, node: ASTNode, context: str) -> Expr:
        operator = node.get_operator() or ""
        power = operator == "^" and not plain_power(node)
        if (operator == "&" or power) and (shape := self._array_shape(node, context)):
            return self._lift(node, shape)
        left, right = (self.walk(child, self._operands(context)) for child in node.children())
        many = left.many or right.many
        if many:
            self.check_size(node)
        if operator in _COMPARISONS:
            self.arrayed = self.arrayed or many
            if many:
                return Expr(["(", *compared(operator, left, right), operator, *right.parts, ")"], True, "bool")
            name = f"XLKPI_{_COMPARISONS[operator]}{'_ENGLISH' * self.a.language.english}("
            return Expr(
                [Both(name, "AND("), Call(True), Both(",", ""), *left.parts, Both(",", operator), *right.parts, ")"],
                kind="bool",
            )
        if operator == "&":
            call = Call(context != "criterion")
            parts = [Both("XLKPI_JOIN(", "T("), call, Both(f',"{self.told()}",', ""), *left.parts, Both(",", "&")]
            parts += [*right.parts, ")"]
            return Expr(parts, kind="text")
        self.as_number(left)
        self.as_number(right)
        if power:
            start: list[Part] = [Both("XLKPI_POWER(", "("), Call(True), Both(",", "")]
            return Expr([*start, *left.parts, Both(",", "^"), *right.parts, ")"], kind="number")
        self.arrayed = self.arrayed or many
        chain = next((c for c in ("+-", "*/") if operator in c), "")
        # a+b+c is written with one pair of brackets: the engine reads no more than a certain depth of them
        first = left.parts[1:-1] if chain and left.chain == chain else left.parts
        return Expr(["(", *first, operator, *right.parts, ")"], many, "number", chain=chain)

    def _array_shape(self, node: ASTNode, context: str) -> Shape | None:
        """Return the size of the array when an expression must be worked out element by element here."""
        if self.element:
            return None
        before = self.context_array, self.sizing
        self.context_array, self.sizing = context == "array", self.array or context == "array"
        shape = self.shape(node)
        self.context_array, self.sizing = before
        return None if shape == ONE else shape

    def _data(self, node: ASTNode) -> tuple[Part, ...]:
        """Return what an array that depends on the data becomes, as a whole."""
        before = self.element, self.sizing, self.array
        self.element, self.sizing, self.array = None, False, True
        parts = joined(self.walk(node, "array").parts)
        self.element, self.sizing, self.array = before
        return parts

    def size_of_data(self, node: ASTNode) -> Shape:
        """Return the size of an array that depends on the data; SizeWanted where it is not known yet."""
        parts = self._data(node)
        self.stands_on_size = True
        if (self.place, parts) not in self.a.sizes:
            raise SizeWanted(parts)
        size = self.a.sizes[self.place, parts]
        if size is None:
            raise UnprovenError("la taille du résultat n’est pas connue", "the size of the result is not known")
        return size

    def _item(self, node: ASTNode, row: int, column: int) -> Expr:
        """Return one element of an array that depends on the data."""
        size = self.size_of_data(node)
        at = place_in(size, row, column)
        return Expr(["NA()"]) if at is None else Expr([Sized(self._data(node), *size, divmod(at, size[1]))])

    def _function(self, node: ASTNode, context: str) -> Expr:
        raw = node.get_function_name() or ""
        name = KPI_PREFIX.sub("", raw).upper()
        arguments = node.children()
        if name in self.a.kpis:
            self.functions.append(name)
            return self._kpi(name, arguments, context)
        name = native_name(node)
        if name == "DATE" and not self.a.date1904 and (day := date_constant(arguments)) is not None:
            return Expr([repr(day)], kind="number")
        self.functions.append(name)
        if (special := self._special(name, node, context)) is not None:
            return special
        arguments = self._single_ranges(name, arguments)
        native, letters = self._known(name, arguments)
        if name in checked.NO_RANGE:
            self.refuse_ranges(letters, arguments)
        each = name in EACH and self.in_array and not self.element
        if each and ((self.array and self.in_reserve(arguments)) or any(map(self.sized_by_data, arguments))):
            return self._each(name, arguments)
        alone = name not in checked.SPILLING and any(letter in ONE_VALUE or letter == "e" for letter in letters)
        shape = self._array_shape(node, context) if alone else None
        sized = alone and self.in_array and not self.element and any(self.sized_by_data(a) for a in arguments)
        if shape or sized:
            self.functions.pop()
            return self._lift(node, shape or ONE)
        return self._native(name, native, letters, arguments)

    def _special(self, name: str, node: ASTNode, context: str) -> Expr | None:
        """Return what a function becomes that is no function of its arguments' values."""
        arguments = node.children()
        if name == "LET":
            with self.let(arguments) as body:
                return self.walk(body, context)
        if name == "SINGLE" and len(arguments) == 1:
            return self.walk(arguments[0], "one")
        call = self._subtotal if name in SUBTOTALS else self._calling if name in CALLING else None
        if call:
            return call(name, arguments)
        if name not in PROVEN and (function := self._named(node.get_function_name() or "", len(arguments))):
            self.functions.pop()
            return self._call_of(function, arguments, context)
        if not arguments and (name in ("ROW", "COLUMN") or (name == "RAND" and self.a.seeded)):
            random: list[Part] = ["XLKPI_RAND(", Call(True), ")"]
            return Expr(random if name == "RAND" else [Here(name == "ROW")], kind="number")
        return self.nobodys(node) or self.looking(name, arguments, context)

    def _one_clip(self, name: str, refs: list[Ref]) -> None:
        """Refuse whole columns beside ranges that do not end where these are cut, as those of another sheet."""
        reach = {(ref.sheet or self.place[0], ref.top, ref.bottom) for ref in refs if not ref.one and not ref.intersect}
        if len(reach) > 1:
            raise UnprovenError(f"{name} sur des colonnes ou lignes entières", f"{name} over whole columns or rows")

    def _each(self, name: str, arguments: list[ASTNode]) -> Expr:
        exprs = [Expr([""]) if a.node_type() == "Omitted" else self.walk(a, "array") for a in arguments]
        return array_call(name, exprs, clipped=False, many=True, own=f"XLKPI_{name}_EACH(")

    def _kpi(self, name: str, arguments: list[ASTNode], context: str) -> Expr:
        self.kpi_calls += 1
        one = context in ("one", "criterion") or self.kpis_apart
        parts: list[Part] = [f"{name}(", Call(one)]
        many = False
        unproven, element_before = self.unproven, self.element
        self.unproven = None
        for node in arguments:
            parts.append(",")
            if node.node_type() == "Omitted":
                parts.append(f'"{OMITTED}"')
                continue
            expr = self.walk(node, "array" if self.array and not self.element else "range")
            many = many or expr.many
            parts.extend([self._used(expr.ref)] if expr.ref else expr.parts)
        parts.append(")")
        if self.kpis_apart:
            if self.unproven:
                raise UnprovenError(self.unproven.fr, self.unproven.en)
            self.unproven, self.element = unproven, element_before
            return Expr([Lifted(1, 1, (joined(parts),), given=True)])
        self.unproven = unproven or self.unproven
        return Expr(parts, many=many and not one)

    def _used(self, ref: Ref) -> Ref:
        # The engine cuts each whole column at its own last value: two columns would differ in length.
        if (ref.top, ref.bottom) != (1, MAX_ROW):
            return ref
        return replace(ref, bottom=self.a.last_rows.get(ref.sheet or self.place[0], 1))

    def _native(self, name: str, native: Native | None, letters: str, arguments: list[ASTNode]) -> Expr:
        meets = name not in checked.NO_INTERSECTION
        if name in EACH and self.in_array and any(self.sized_by_data(a) for a in arguments):
            return self._each(name, arguments)
        before = self.clip, self.clipped
        computed = native is not None and native.call is not None
        if computed:
            self.clip, self.clipped = name in checked.CLIPPING, False
        exprs, start = [], len(self.refs)
        for letter, node in zip(letters, arguments, strict=True):
            self.taker, read = name, len(self.refs)
            exprs.append(self._argument(letter, node, meets))
            self._must_be_open(name, letter, self.refs[read:])
        if native and computed:
            language = self.told() if native.local else None
            clipped, (self.clip, self.clipped) = self.clipped, before
            if clipped and name in checked.MATCHING:
                self._one_clip(name, self.refs[start:])
            many = name in checked.SPILLING and self.in_array
            call = array_call(name, exprs, clipped=clipped, many=many, language=language)
            return replace(call, kind=native.result) if native.local else call
        if native and native.conditional:
            name = self._conditional(name, letters, exprs)
        if native and name in ("INDEX", "XLOOKUP"):
            self.unproven = self.unproven or lookup_doubt(name, exprs)
        if name == "SUMPRODUCT" and len(exprs) > 1 and any(e.ref for e in exprs):
            self._products(name, exprs)
        self._note(name, letters, exprs)
        if (sorted_range := needs_order(name, arguments, exprs)) is not None:
            self.ordered.append(sorted_range)
        parts: list[Part] = [Both(f"XLKPI_{name}(", f"{name}(") if name in OWN | OWN_NUMBERS else f"{name}("]
        if name in OWN_NUMBERS:
            parts += [Call(True), Both(",", "")]
        for i, expr in enumerate(exprs):
            parts.extend([",", *expr.parts] if i else expr.parts)
        parts.append(")")
        many = name in checked.SPILLING
        return Expr(parts, many=many and self.in_array, kind=native.result if native else "any")
