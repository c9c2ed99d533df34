"""What parts of a formula become, and questions about single expressions."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xl_kpi.errors import BY_NAME
from xl_kpi.language import Text
from xl_kpi.workbook.addresses import MAX_COLUMN, MAX_ROW
from xl_kpi.workbook.analysis.formula import Aside, Both, Call, Part
from xl_kpi.workbook.analysis.references import Ref, UnprovenError
from xl_kpi.workbook.functions import dates
from xl_kpi.workbook.functions.values import OMITTED

if TYPE_CHECKING:
    from formualizer import ASTNode


@dataclass
class Expr:
    """What a part of a formula became: its text, and what is known of its value."""

    parts: list[Part]
    many: bool = False
    kind: str = "any"  # "number", "text", "bool" or "any"
    ref: Ref | None = None
    literal: object = None
    chain: str = ""  # "+-" or "*/" when its last step is one of these


def uses(node: ASTNode, name: str) -> bool:
    """Tell whether an expression names a local name."""
    if node.node_type() == "Reference":
        return (node.get_reference_string() or "").lower() == name
    return any(uses(child, name) for child in node.children())


def literal(node: ASTNode) -> Expr:
    """Return a constant as the engines read it."""
    value = node.get_literal_value()
    if isinstance(value, bool):
        return Expr(["TRUE" if value else "FALSE"], kind="bool", literal=value)
    if isinstance(value, str):
        if value in BY_NAME and "Error" in node.pretty():
            return Expr([value])
        quoted = value.replace('"', '""')
        return Expr([f'"{quoted}"'], kind="text", literal=value)
    if isinstance(value, int | float):
        return Expr([repr(float(value))], kind="number", literal=float(value))
    return Expr([node.pretty().partition("Error(")[2].rstrip(")")])


def same_shape(name: str, refs: list[Ref | None]) -> None:
    """Raise UnprovenError unless these ranges have one known size."""
    shapes = {ref.shape if ref else None for ref in refs}
    if len(shapes) > 1 or shapes == {None}:
        raise UnprovenError(f"{name}\u00a0: plages de tailles différentes", f"{name}: ranges of different sizes")


def needs_order(name: str, arguments: list[ASTNode], exprs: list[Expr]) -> Ref | None:
    """Return the range whose values must be in ascending order for an approximate match."""
    at = {"VLOOKUP": 3, "HLOOKUP": 3, "MATCH": 2, "LOOKUP": 2}.get(name)
    ref = exprs[1].ref if at is not None and len(exprs) > 1 else None
    if at is None or ref is None:
        return None
    kind = arguments[at] if name != "LOOKUP" and len(arguments) > at else None
    if kind is not None and (is_zero(kind) or (kind.node_type() == "Literal" and kind.get_literal_value() is False)):
        return None
    if kind is not None and name == "MATCH" and not (kind.node_type() == "Literal" and kind.get_literal_value() == 1):
        raise UnprovenError("EQUIV en ordre décroissant", "MATCH in descending order")
    if name == "HLOOKUP":
        return replace(ref, bottom=ref.top, fixed=(ref.fixed[0], ref.fixed[1], ref.fixed[0], ref.fixed[3]))
    if name == "VLOOKUP":
        return replace(ref, right=ref.left, fixed=(ref.fixed[0], ref.fixed[1], ref.fixed[2], ref.fixed[1]))
    return ref


def date_constant(arguments: list[ASTNode]) -> float | None:
    """Return the date that DATE gives for three numbers written in the formula; None for any other arguments."""
    values = [a.get_literal_value() for a in arguments if a.node_type() == "Literal"]
    numbers = [float(v) for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    if not len(numbers) == len(arguments) == 3:
        return None
    found = dates.date(*numbers)
    return found if isinstance(found, float) else None


def compared(operator: str, left: Expr, right: Expr) -> list[Part]:
    """Return the left side of a comparison of arrays: texts that the engine may compare otherwise raise a doubt."""
    equal = operator in ("=", "<>")
    ascii_text = any(isinstance(e.literal, str) and e.literal.isascii() for e in (left, right))
    if any(e.kind in ("number", "bool") for e in (left, right)) or (equal and ascii_text):
        return left.parts
    name = "EQUAL" if equal else "SORTED"
    start: list[Part] = [Both(f"XLKPI_{name}_TEXTS(", "("), Call(True), Both(",", "")]
    return [*start, *left.parts, Aside((",", *right.parts)), ")"]


def is_zero(node: ASTNode) -> bool:
    """Tell whether an expression is the constant 0."""
    return node.node_type() == "Literal" and node.get_literal_value() == 0


def lookup_doubt(name: str, exprs: list[Expr]) -> Text | None:
    """Return why a look-up needs a second engine, if it does."""
    shapes = [e.ref.shape if e.ref else None for e in exprs]
    first = shapes[0]
    if name == "INDEX" and len(exprs) == 2 and (first is None or min(first) > 1):
        return Text("INDEX sur une plage à deux dimensions", "INDEX over a range of two dimensions")
    if name == "XLOOKUP" and (shapes[1] is None or shapes[1] != shapes[2] or min(shapes[1]) > 1):
        return Text("RECHERCHEX sur des plages de formes différentes", "XLOOKUP over ranges of different shapes")
    return None


def array_call(
    name: str, exprs: list[Expr], *, clipped: bool, many: bool, own: str = "", language: str | None = None
) -> Expr:
    """Return the call of a function that is done in `functions/`, with the workbook's language where it takes it.

    `clipped` when it gets whole columns down to the first row below the data only.
    """
    whole = name == "CONCAT" or (name == "TEXTJOIN" and exprs[1].parts == ["TRUE"])  # blanks below the data are nothing
    for ref in (e.ref for e in exprs if e.ref and not e.ref.intersect and not whole):
        if (ref.top, ref.bottom) == (1, MAX_ROW) or (ref.left, ref.right) == (1, MAX_COLUMN):
            raise UnprovenError(f"{name} sur des colonnes ou lignes entières", f"{name} over whole columns or rows")
    own = own or (f"XLKPI_{name}_COLUMNS(" if clipped and name == "FILTER" else f"XLKPI_{name}(")
    parts: list[Part] = [Both(own, f"{name}("), Call(True)]
    parts += [] if language is None else [Both(f',"{language}"', "")]
    for i, expr in enumerate(exprs):
        parts.append(Both(",", "," if i else ""))
        parts += [Both(f'"{OMITTED}"', "")] if expr.parts == [""] else expr.parts
    return Expr([*parts, ")"], many=many)


def unknown_function(name: str) -> Text:
    """Return why a function is not evaluated that nobody here knows."""
    where, _, short = name.rpartition("!")
    if where:
        return Text(
            f"{short} est une fonction d’un complément ou d’un autre classeur",
            f"{short} is a function of an add-in or of another workbook",
        )
    return Text(f"{name} n’est pas prise en charge", f"{name} is not supported")


def plain_power(node: ASTNode) -> bool:
    """Tell whether an expression is a power that every engine takes alike: squares and the like."""
    exponent = node.children()[1]
    value = exponent.get_literal_value() if exponent.node_type() == "Literal" else None
    return isinstance(value, int | float) and not isinstance(value, bool) and value > 0 and value == int(value)
