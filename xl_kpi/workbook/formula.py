"""A formula made ready for the engine: rewritten to plain references, or refused with a reason.

Excel stores one formula in many cells, moved along. It is therefore analysed once, relative to
its cell, and the resulting `Template` writes the engine's formula for each place.
"""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from xl_kpi.errors import BY_NAME
from xl_kpi.language import Text
from xl_kpi.workbook.addresses import MAX_ROW, Area
from xl_kpi.workbook.proven import DATE_RESULTS, PROVEN, Native
from xl_kpi.workbook.references import Ref, Resolver, UnprovenError

if TYPE_CHECKING:
    from formualizer import ASTNode

MAX_CHARS = 8192  # Excel's own limit on a formula
MAX_DEPTH = 100  # nesting; Excel allows 64 levels of functions
OMITTED = "\ue000omitted"  # an argument left out of a KPI call; never the text of a cell
KPI_PREFIX = re.compile(r"^(?:'[^']*'!|\[[^\]]*\]!?|[^'!\[\]]+\.xlam?!)|_xll\.|_xldudf_|_xludf\.", re.IGNORECASE)
_FUTURE = re.compile(r"^(?:_xlfn\.|_xlws\.)+", re.IGNORECASE)
_COMPARISONS = {"=": "EQ", "<>": "NE", "<": "LT", ">": "GT", "<=": "LE", ">=": "GE"}
_TEXT_FORMAT = re.compile(r'(?:[+-]?(?:#|0+)(?: ?%)?(?:"[^"]*")?;?){1,3}')
_DEEP = re.compile(r"[-+@\s]{50,}")


@dataclass(frozen=True, slots=True)
class Call:
    """Where the engine is told which cell calls; `one` when only one value is right there."""

    one: bool


@dataclass(frozen=True, slots=True)
class Template:
    """A formula analysed once; `reason` tells why its cells keep their old value, if they do."""

    reason: Text | None
    parts: tuple[str | Ref | Call, ...] = ()
    refs: tuple[Ref, ...] = ()
    guarded: tuple[Ref, ...] = ()  # ranges in which an error would be counted wrongly
    numeric: tuple[Ref, ...] = ()  # cells used as numbers: text in them would depend on the locale
    sums: bool = False  # the last step is + or -, where Excel turns rounding noise into 0
    functions: tuple[str, ...] = ()


@dataclass
class _Expr:
    parts: list[str | Ref | Call]
    many: bool = False
    kind: str = "any"  # "number", "text", "bool" or "any"
    ref: Ref | None = None
    literal: object = None


@dataclass
class Analyzer:
    """Analyses formulas of one workbook: what they refer to, and whether they can be trusted."""

    resolver: Resolver
    kpis: Container[str]
    last_rows: Mapping[str, int]
    date1904: bool = False
    _cache: dict[tuple[str, bool, str], Template] = field(default_factory=dict)

    def template(self, text: str, sheet: str, row: int, column: int, *, array: bool = False) -> Template:
        """Return the template of a formula (without "=") that stands at this place."""
        key = (sheet, array, relative_key(text, row, column))
        if "[" in text and (table := self.resolver.table_at(sheet, row, column)):
            key = (f"{sheet}!{table.name}", array, key[2])  # inside a table its name may be left out
        found = self._cache.get(key)
        if found is None:
            found = self._cache[key] = self._analyse(text, sheet, row, column, array)
        return found

    def _analyse(self, text: str, sheet: str, row: int, column: int, array: bool) -> Template:
        import formualizer

        walker = _Walker(self, sheet, row, column, array)
        try:
            _check_size(text)
            tree = formualizer.parse("=" + text)
            top = walker.walk(tree, "array" if array else "one")
        except UnprovenError as problem:
            return Template(problem.reason, functions=tuple(walker.functions))
        except (formualizer.ParserError, formualizer.TokenizerError, ValueError, RecursionError):
            return Template(
                Text("la formule n’a pas pu être lue", "the formula could not be read"),
                functions=tuple(walker.functions),
            )
        sums = tree.node_type() == "BinaryOp" and tree.get_operator() in ("+", "-")
        return Template(
            None,
            tuple(_joined(top.parts)),
            tuple(dict.fromkeys(walker.refs)),
            tuple(dict.fromkeys(walker.guarded)),
            tuple(dict.fromkeys(walker.numeric)),
            sums,
            tuple(walker.functions),
        )


_KEY = re.compile(
    r"""\"[^"]*\"|'[^']*'|\[[^\]]*\]|(?<![\w.$])(\$?)([A-Za-z]{1,3})(\$?)(\d{1,7})(?![\w(.!\[])"""
    r"""|(?<![\w.$])\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}(?![\w(.!\[])|(?<![\w.$])\$?\d+:\$?\d+(?![\w.])"""
)


def relative_key(text: str, row: int, column: int) -> str:
    """Return a text that two cells share exactly when they hold the same formula, moved along."""
    moving = False

    def sub(match: re.Match[str]) -> str:
        nonlocal moving
        if match[4] is None:
            # Whole rows and columns are rare: their formulas are told apart by their place.
            moving = moving or (match[0][0] not in "\"'[" and match[0].count("$") < 2)
            return match[0]
        letters = match[2].upper()
        col = 0
        for letter in letters:
            col = col * 26 + ord(letter) - 64
        x = f"${col}" if match[1] else f"{col - column:+d}"
        y = f"${match[4]}" if match[3] else f"{int(match[4]) - row:+d}"
        return f"\x00{y},{x}\x00"

    key = _KEY.sub(sub, text)
    return f"{key}\x01{row},{column}" if moving else key


def _check_size(text: str) -> None:
    depth = deepest = 0
    for character in text:
        if character in "({":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")}":
            depth -= 1
    if len(text) > MAX_CHARS or deepest > MAX_DEPTH or _DEEP.search(text):
        raise UnprovenError("formule trop longue ou trop imbriquée", "formula too long or nested too deep")


def _joined(parts: list[str | Ref | Call]) -> list[str | Ref | Call]:
    joined: list[str | Ref | Call] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        else:
            joined.append(part)
    return joined


def instantiate(template: Template, sheet: str, row: int, column: int, call_id: int) -> str | None:
    """Return the engine's formula (without "=") for one place; None where a reference leaves the grid."""
    out: list[str] = []
    for part in template.parts:
        if isinstance(part, str):
            out.append(part)
        elif isinstance(part, Call):
            out.append(f"{call_id}.5" if part.one else str(call_id))
        else:
            area = part.area(sheet, row, column)
            if area is None:
                return None
            out.append(part.text(area))
    return "".join(out)


def areas(refs: tuple[Ref, ...], sheet: str, row: int, column: int) -> list[Area]:
    """Return the rectangles that references mean at one place."""
    found = (ref.area(sheet, row, column) for ref in refs)
    return [area for area in found if area is not None]


class _Walker:
    """Walks one formula's tree. Contexts: "one" value, a "range" or value, an "array"."""

    def __init__(self, analyzer: Analyzer, sheet: str, row: int, column: int, array: bool) -> None:
        self.a = analyzer
        self.place = (sheet, row, column)
        self.array = array
        self.depth = 0
        self.refs: list[Ref] = []
        self.guarded: list[Ref] = []
        self.numeric: list[Ref] = []
        self.functions: list[str] = []

    def walk(self, node: ASTNode, context: str) -> _Expr:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise UnprovenError("formule trop imbriquée", "formula nested too deep")
        kind = node.node_type()
        if kind == "Literal":
            expr = _literal(node)
        elif kind == "Reference":
            expr = self._reference(node, context)
        elif kind == "UnaryOp":
            expr = self._unary(node, context)
        elif kind == "BinaryOp":
            expr = self._binary(node, context)
        elif kind == "Function":
            expr = self._function(node, context)
        elif kind == "Array" and context == "array":
            expr = _Expr([node.to_formula().lstrip("=")], many=True)
        else:
            raise UnprovenError("tableau de constantes ou LAMBDA", "array constant or LAMBDA")
        self.depth -= 1
        if expr.many and context == "one":
            raise (
                UnprovenError(
                    "fonction appliquée à une plage, élément par élément",
                    "function applied to a range, element by element",
                )
                if self.array
                else UnprovenError("intersection implicite d’une plage", "implicit intersection of a range")
            )
        return expr

    def _reference(self, node: ASTNode, context: str) -> _Expr:
        found = self.a.resolver.resolve(node.get_reference_string() or "", *self.place)
        if isinstance(found, str):
            text = found.startswith('"')
            return _Expr([f"({found})"], kind="text" if text else "any", literal=found[1:-1] if text else None)
        self.refs.append(found)
        return _Expr([found], many=not found.one, ref=found)

    def _operands(self, context: str) -> str:
        return "array" if self.array or context == "array" else "one"

    def _number(self, expr: _Expr) -> None:
        if expr.kind == "text":
            raise UnprovenError("texte utilisé comme un nombre", "text used as a number")
        if expr.ref:
            self.numeric.append(expr.ref)

    def _unary(self, node: ASTNode, context: str) -> _Expr:
        operator = node.get_operator() or ""
        inner = self.walk(node.children()[0], self._operands(context))
        if operator == "+":
            return _Expr(["(+", *inner.parts, ")"], inner.many, inner.kind)
        if operator not in ("-", "%"):
            raise UnprovenError(f"opérateur {operator}", f"operator {operator}")
        self._number(inner)
        parts = ["(-", *inner.parts, ")"] if operator == "-" else ["(", *inner.parts, "%)"]
        return _Expr(parts, inner.many, "number")

    def _binary(self, node: ASTNode, context: str) -> _Expr:
        operator = node.get_operator() or ""
        if operator not in "+-*/^&" and operator not in _COMPARISONS:
            raise UnprovenError(
                "plage calculée, union ou intersection de plages", "computed range, union or intersection of ranges"
            )
        left, right = (self.walk(child, self._operands(context)) for child in node.children())
        many = left.many or right.many
        plain = ["(", *left.parts, operator, *right.parts, ")"]
        if operator in _COMPARISONS:
            if many:
                return _Expr(plain, True, "bool")
            name = f"XLKPI_{_COMPARISONS[operator]}("
            return _Expr([name, Call(True), ",", *left.parts, ",", *right.parts, ")"], kind="bool")
        if operator == "&":
            if many:
                raise UnprovenError("textes assemblés sur une plage", "text joined over a range")
            return _Expr(
                ["XLKPI_JOIN(", Call(context != "criterion"), ",", *left.parts, ",", *right.parts, ")"], kind="text"
            )
        self._number(left)
        self._number(right)
        return _Expr(plain, many, "number")

    def _function(self, node: ASTNode, context: str) -> _Expr:
        raw = node.get_function_name() or ""
        name = KPI_PREFIX.sub("", raw).upper()
        arguments = node.children()
        if name in self.a.kpis:
            self.functions.append(name)
            return self._kpi(name, arguments, context)
        name = _FUTURE.sub("", raw).upper()
        self.functions.append(name)
        native = PROVEN.get(name)
        if native is None:
            raise UnprovenError(f"{name} n’est pas prise en charge", f"{name} is not supported")
        if native.dates and self.a.date1904:
            raise UnprovenError(f"{name} dans un classeur au calendrier 1904", f"{name} in a workbook with 1904 dates")
        letters = native.letters(len(arguments))
        if letters is None:
            raise UnprovenError(f"{name}\u00a0: nombre d’arguments", f"{name}: number of arguments")
        if any(a.node_type() == "Omitted" for a in arguments):
            raise UnprovenError(f"{name}\u00a0: un argument vide", f"{name}: an empty argument")
        return self._native(name, native, letters, arguments)

    def _kpi(self, name: str, arguments: list[ASTNode], context: str) -> _Expr:
        one = context in ("one", "criterion")
        parts: list[str | Ref | Call] = [f"{name}(", Call(one)]
        many = False
        for node in arguments:
            parts.append(",")
            if node.node_type() == "Omitted":
                parts.append(f'"{OMITTED}"')
                continue
            expr = self.walk(node, "array" if self.array else "range")
            many = many or expr.many
            parts.extend([self._used(expr.ref)] if expr.ref else expr.parts)
        return _Expr([*parts, ")"], many=many and not one)

    def _is_kpi(self, node: ASTNode) -> bool:
        return KPI_PREFIX.sub("", node.get_function_name() or "").upper() in self.a.kpis

    def _used(self, ref: Ref) -> Ref:
        # The engine cuts each whole column at its own last value: two columns would differ in length.
        if (ref.top, ref.bottom) != (1, MAX_ROW):
            return ref
        return replace(ref, bottom=self.a.last_rows.get(ref.sheet or self.place[0], 1))

    def _native(self, name: str, native: Native, letters: str, arguments: list[ASTNode]) -> _Expr:
        exprs = [self._argument(letter, node) for letter, node in zip(letters, arguments, strict=True)]
        if native.conditional:
            _same_shape(name, [e.ref for e, letter in zip(exprs, letters, strict=True) if letter == "R"])
            self.guarded.extend(e.ref for e in exprs if e.ref and e.many)
        if name in ("INDEX", "XLOOKUP"):
            _check_lookup(name, exprs)
        if name == "SUMPRODUCT" and len(exprs) > 1:
            _same_shape(name, [e.ref for e in exprs])
        parts: list[str | Ref | Call] = [f"{name}("]
        for i, expr in enumerate(exprs):
            parts.extend([",", *expr.parts] if i else expr.parts)
        parts.append(")")
        if name in DATE_RESULTS:
            parts = ["XLKPI_DATE_RESULT(", Call(True), ",", *parts, ")"]
        return _Expr(parts, kind=native.result)

    def _argument(self, letter: str, node: ASTNode) -> _Expr:
        if letter in "RA" and node.node_type() != "Reference" and not (letter == "A" and self._is_kpi(node)):
            raise UnprovenError("une plage calculée", "a computed range")
        context = {"r": "array" if self.array else "range", "R": "range", "A": "range", "a": "array", "c": "criterion"}
        expr = self.walk(node, context.get(letter, "one"))
        if letter == "c" and expr.many:
            raise UnprovenError("plusieurs critères à la fois", "several criteria at once")
        if letter in "nidxv":
            if expr.kind == "text" and letter != "v":
                raise UnprovenError("texte utilisé comme un nombre", "text used as a number")
            if expr.ref and letter != "v":
                self.numeric.append(expr.ref)
        if letter == "r" and isinstance(expr.literal, str):
            raise UnprovenError("texte utilisé comme un nombre", "text used as a number")
        if letter == "f" and not (isinstance(expr.literal, str) and _TEXT_FORMAT.fullmatch(expr.literal)):
            raise UnprovenError(
                "un format de TEXTE qui dépend de la langue d’Excel", "a TEXT format that depends on Excel’s language"
            )
        checks = {"d": "DATE", "i": "WHOLE", "x": "INDEX", "c": "CRITERION", "t": "TEXT", "v": "SHOWN"}
        known = (letter == "t" and expr.kind == "text") or (letter == "x" and expr.literal not in (None, 0.0))
        if letter in checks and not known:
            expr.parts = [f"XLKPI_{checks[letter]}(", Call(True), ",", *expr.parts, ")"]
        return expr


def _literal(node: ASTNode) -> _Expr:
    value = node.get_literal_value()
    if isinstance(value, bool):
        return _Expr(["TRUE" if value else "FALSE"], kind="bool", literal=value)
    if isinstance(value, str):
        if value in BY_NAME and "Error" in node.pretty():
            return _Expr([value])
        quoted = value.replace('"', '""')
        return _Expr([f'"{quoted}"'], kind="text", literal=value)
    if isinstance(value, int | float):
        return _Expr([repr(float(value))], kind="number", literal=float(value))
    return _Expr([node.pretty().partition("Error(")[2].rstrip(")")])


def _same_shape(name: str, refs: list[Ref | None]) -> None:
    shapes = {ref.shape if ref else None for ref in refs}
    if len(shapes) > 1 or shapes == {None}:
        raise UnprovenError(f"{name}\u00a0: plages de tailles différentes", f"{name}: ranges of different sizes")


def _check_lookup(name: str, exprs: list[_Expr]) -> None:
    shapes = [e.ref.shape if e.ref else None for e in exprs]
    first = shapes[0]
    if name == "INDEX" and len(exprs) == 2 and (first is None or min(first) > 1):
        raise UnprovenError("INDEX sur une plage à deux dimensions", "INDEX over a range of two dimensions")
    if name == "XLOOKUP":
        lookup, result = shapes[1], shapes[2]
        if lookup is None or lookup != result or min(lookup) > 1:
            raise UnprovenError(
                "RECHERCHEX sur des plages de formes différentes", "XLOOKUP over ranges of different shapes"
            )
