"""KPI calls in the text of a formula, replaced by native Excel formulas; every other character stays."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xl_kpi.catalog import Kpi
from xl_kpi.catalog.native import Argument, native_call
from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.workbook.analysis.formula import KPI_PREFIX, MAX_CHARS
from xl_kpi.workbook.analysis.proven import PROVEN
from xl_kpi.workbook.analysis.references import Ref, Resolver, UnprovenError

if TYPE_CHECKING:
    from formualizer import ASTNode

_CALL = re.compile(
    r"(?:(?:'(?:[^']|'')*'|\[[^\]]*\]|[\w.]+\.xlam?)!|_xll\.|_xldudf_|_xludf\.)*(KPI_\w+)\s*\(", re.IGNORECASE
)
_FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\s*\(")
_LENIENT = {"IFERROR", "ISERROR"}  # which error their first argument is does not matter
_COUNTS = {"COUNT", "COUNTA", "COUNTIF", "COUNTIFS", "COUNTBLANK", "ROWS", "COLUMNS", "LEN", "ABS", "SQRT", "EXP"}
_DEEPEST = 60  # Excel allows 64 levels of functions


class NotNativeError(Exception):
    """A formula cannot be written with native functions; `reason` says why."""

    def __init__(self, fr: str, en: str) -> None:
        """Keep the reason in both languages."""
        super().__init__(en)
        self.reason = Text(fr, en)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a formula stands, and whether Excel works on it element by element."""

    sheet: str
    row: int
    column: int
    array: bool = False


def kpi_calls(text: str) -> list[tuple[str, list[str]]]:
    """Return the KPI calls in a formula with the texts of their arguments, outer ones first."""
    found = []
    for call in _CALL.finditer(text):
        with contextlib.suppress(NotNativeError):
            found.append((call[1].upper(), _arguments(text, call.end())[0]))
    return found


def has_kpi(text: str) -> bool:
    """Tell whether a formula may call a KPI."""
    return "KPI_" in text.upper()


class Calls:
    """Rewrites the formulas of one workbook."""

    def __init__(self, resolver: Resolver, kpis: Mapping[str, Kpi]) -> None:
        """Take what resolves the workbook's references, and the catalogue."""
        self._resolver = resolver
        self._kpis = kpis

    def native(self, text: str, place: Place) -> str:
        """Return a formula (without "=") with native functions in place of every KPI call.

        Raises NotNativeError where one has none. A formula without KPI call comes back as it is.
        """
        out = self._rewritten(text, place, lenient=False)
        if out != text and (len(out) > MAX_CHARS or _depth(out) > _DEEPEST):
            raise NotNativeError("la formule native serait trop longue", "the native formula would be too long")
        return out

    def _rewritten(self, text: str, place: Place, *, lenient: bool) -> str:
        out: list[str] = []
        stack: list[tuple[str, int]] = []  # the functions around, and which of their arguments this is
        i = 0
        while i < len(text):
            call = _CALL.match(text, i) if i == 0 or not re.match(r"[\w.!\]]", text[i - 1]) else None
            if call:
                arguments, end = _arguments(text, call.end())
                kind = _lenient(stack, lenient)
                native = self._call(call[1].upper(), arguments, place, lenient=kind)
                before = "".join(out).rstrip()[-1:]
                bare = before in {"", "(", ","} and text[end:].lstrip()[:1] in {"", ")", ","}
                out.append(native if bare or not _is_operation(native) else f"({native})")
                i = end
                continue
            end = _piece(text, i)
            piece = text[i:end]
            function = _FUNCTION.match(text, i)
            if function:
                stack.append((function[1].upper(), 0))
                piece, end = function[0], function.end()
            elif piece == "(":
                stack.append(("", 0))
            elif piece == ")" and stack:
                stack.pop()
            elif piece == "," and stack:
                stack[-1] = (stack[-1][0], stack[-1][1] + 1)
            out.append(piece)
            i = end
        return "".join(out)

    def _call(self, name: str, arguments: list[str], place: Place, *, lenient: bool) -> str:
        kpi = self._kpis.get(name)
        if kpi is None:
            raise NotNativeError(f"{name} est inconnue", f"{name} is unknown")
        given = [self._argument(a, place, lenient=lenient) for a in arguments]
        native = native_call(kpi, given, exact=not lenient, array=place.array)
        if native is None:
            raise NotNativeError(f"{name} n’a pas de formule native ici", f"{name} has no native formula here")
        return native

    def _argument(self, text: str, place: Place, *, lenient: bool) -> Argument | None:
        text = text.strip()
        if not text:
            return None
        try:
            node = _parsed(text)
            kind = self._kind(node)
            reference, many = self._cells(node, place)
        except UnprovenError as problem:
            raise NotNativeError(problem.reason.fr, problem.reason.en) from None
        literal = node.get_literal_value() if kind == "literal" else None
        if kind == "any" and reference and not many and node.node_type() == "Reference":
            constant = self._resolver.resolve(node.get_reference_string() or "", place.sheet, place.row, place.column)
            reference = isinstance(constant, Ref)
        native = self._rewritten(text, place, lenient=lenient)
        return Argument(native, kind, literal, _is_operation(native), reference, many)  # type: ignore[arg-type]

    def _kind(self, node: ASTNode) -> str:
        """Return what an argument may give: see `Argument.kind`."""
        kind = node.node_type()
        if kind == "Literal":
            return "number" if str(node.get_literal_value()).startswith("#") else "literal"
        if kind in {"UnaryOp", "BinaryOp"}:
            return "any" if node.get_operator() in {"+", "@", "#", "&", ",", " ", ":"} - _arithmetic(kind) else "number"
        return self._result(_name(node)) if kind == "Function" else "any"

    def _result(self, name: str) -> str:
        """Return what a function gives."""
        if name in self._kpis:
            return "any" if self._kpis[name].unit in {Unit.TEXT, Unit.TABLE, Unit.ANY} else "number"
        known = PROVEN.get(name)
        return "count" if name in _COUNTS else "number" if known and known.result == "number" else "any"

    def _cells(self, node: ASTNode, place: Place) -> tuple[bool, bool]:
        """Tell whether an argument names cells, and whether it is more than one value."""
        kind = node.node_type()
        if kind == "Reference":
            found = self._resolver.resolve(node.get_reference_string() or "", place.sheet, place.row, place.column)
            return True, isinstance(found, Ref) and not found.one
        if kind == "Literal":
            return False, False
        if kind == "Function":
            letters = self._letters(node)
            of_one = [c for c, letter in zip(node.children(), letters, strict=True) if letter not in "rRA"]
            return False, any(self._cells(c, place)[1] for c in of_one)
        if kind in {"UnaryOp", "BinaryOp"}:
            joins = node.get_operator() in {",", " ", ":"}
            return joins, joins or node.get_operator() == "#" or any(self._cells(c, place)[1] for c in node.children())
        return False, kind != "Omitted"

    def _letters(self, node: ASTNode) -> str:
        """Return one letter per argument, as in `PROVEN`: R for one taken as a whole range."""
        name, count = _name(node), len(node.children())
        if name in self._kpis:
            parameters = self._kpis[name].parameters
            shapes = [parameters[min(i, len(parameters) - 1)].kind.shape for i in range(count)]
            return "".join("s" if shape == "each" else "R" for shape in shapes)
        known = PROVEN.get(name)
        return (known.letters(count) if known else None) or "s" * count


def _arithmetic(kind: str) -> set[str]:
    return {"+"} if kind == "BinaryOp" else set()  # +A1 is A1, whatever it holds


def _lenient(stack: list[tuple[str, int]], outside: bool) -> bool:
    for name, argument in reversed(stack):
        if name in _LENIENT and argument == 0:
            return True
        if name not in {"", "IF"}:  # IF hands an error on, brackets and operators do so too
            return False
    return outside


def _name(node: ASTNode) -> str:
    return KPI_PREFIX.sub("", node.get_function_name() or "").upper().removeprefix("_XLFN.")


def _parsed(text: str) -> ASTNode:
    import formualizer

    try:
        return formualizer.parse("=" + text)
    except (formualizer.ParserError, formualizer.TokenizerError, ValueError, RecursionError):
        raise NotNativeError("la formule n’a pas pu être lue", "the formula could not be read") from None


def _is_operation(text: str) -> bool:
    return _parsed(text).node_type() in {"BinaryOp", "UnaryOp"}


def _arguments(text: str, start: int) -> tuple[list[str], int]:
    """Return the arguments of a call whose bracket opened before `start`, and where the call ends."""
    arguments, depth, begin, i = [], 0, start, start
    while i < len(text):
        end = _piece(text, i)
        piece = text[i:end]
        if piece == "(":
            depth += 1
        elif piece == ")" and depth == 0:
            arguments.append(text[begin:i])
            return ([] if arguments == [""] else arguments), end
        elif piece == ")":
            depth -= 1
        elif piece == "," and depth == 0:
            arguments.append(text[begin:i])
            begin = end
        i = end
    raise NotNativeError("la formule n’a pas pu être lue", "the formula could not be read")


def _piece(text: str, i: int) -> int:
    """Return where the piece that starts here ends: a quoted text or name, brackets, a word, or one character."""
    character = text[i]
    if character in "\"'":
        match = re.compile(f"{character}(?:[^{character}]|{character * 2})*{character}").match(text, i)
        return match.end() if match else len(text)
    if character in "[{":
        return _closing(text, i)
    match = re.compile(r"[\w.]+").match(text, i)
    return match.end() if match else i + 1


def _closing(text: str, i: int) -> int:
    """Return the end of a structured reference or of an array constant."""
    depth = 0
    square = text[i] == "["
    while i < len(text):
        character = text[i]
        if square and character == "'":  # in a column's label it makes the next character plain
            i += 1
        elif not square and character == '"':
            i = _piece(text, i) - 1
        elif character in "[{":
            depth += 1
        elif character in "]}":
            depth -= 1
            if depth == 0:
                return i + 1
        i += 1
    return len(text)


def _depth(text: str) -> int:
    depth = deepest = i = 0
    while i < len(text):
        end = _piece(text, i)
        depth += {"(": 1, ")": -1}.get(text[i:end], 0)
        deepest = max(deepest, depth)
        i = end
    return deepest
