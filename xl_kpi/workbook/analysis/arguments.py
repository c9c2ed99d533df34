"""The arguments of Excel's own functions: how each may be given, and what is checked while the formula runs."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from xl_kpi.language import Text
from xl_kpi.workbook.addresses import MAX_ROW
from xl_kpi.workbook.analysis import checked
from xl_kpi.workbook.analysis.expressions import Expr, is_zero, same_shape, unknown_function
from xl_kpi.workbook.analysis.formula import KPI_PREFIX, Analyzer, Both, Call, Part, Where
from xl_kpi.workbook.analysis.proven import COMPUTED, PROVEN, TAKING_ARRAYS
from xl_kpi.workbook.analysis.references import Ref, UnprovenError
from xl_kpi.workbook.analysis.shapes import ONE, ONE_VALUE, Shape, gives_reference, native_name, spilled
from xl_kpi.workbook.analysis.spoken_arguments import Spoken, check_call
from xl_kpi.workbook.analysis.text_formats import everywhere
from xl_kpi.workbook.analysis.whole_columns import any_whole, shortened, summed, uncut, whole_columns, whole_rows
from xl_kpi.workbook.engines.checks import (
    BELOW,
    LOCAL_FORMAT,
    LOCALE,
    TEXT_NUMBER,
    number_like,
    takes_blank,
    unlike_text,
)
from xl_kpi.workbook.functions.native import Native

if TYPE_CHECKING:
    from formualizer import ASTNode

_CHECKS = {
    "d": "SERIAL", "h": "MATURITY", "i": "WHOLE", "x": "INDEX", "c": "CRITERION", "t": "TEXT",
    "b": "CONDITION", "m": "NUMBER", "w": "SOUGHT",
}  # fmt: skip
_GIVES_RANGE = frozenset({"XLOOKUP", "LET", "SINGLE"})
_SHEET = r"(?:'(?:[^']|'')+'|[^'!,()]+)!"
_FIXED = r"\$[A-Z]{1,3}\$\d+(?::\$[A-Z]{1,3}\$\d+)?"
_SEVERAL = re.compile(rf"{_SHEET}{_FIXED}(?:,{_SHEET}{_FIXED})*")
_ONE_VALUE = Text("une plage là où il faut une valeur", "a range where one value is needed")
# Which argument may be an error that the engine does not hand on.
_LOSES_ERRORS = {"VLOOKUP": 0, "HLOOKUP": 0, "MATCH": 0, "XLOOKUP": 0, "LARGE": 1, "SMALL": 1}
# Where the second engine takes any number below 0 for a basis; Excel shows #NUM!.
_BASIS = {"PRICE": 6, "YIELD": 6}
_WHOLE = Text("un tableau calculé sur des colonnes entières", "an array computed over whole columns")
COMPUTED_RANGE = Text("une plage calculée", "a computed range")
_EXCLUDING = Text("un critère «\u00a0différent de\u00a0»", "a criterion that excludes")
_LOGICAL = frozenset({"AND", "OR", "XOR"})
_JOINING = frozenset({"CONCAT", "TEXTJOIN"})


class Arguments(Spoken):
    """What a walk notes, and how it takes the arguments of a native function."""

    def __init__(self, analyzer: Analyzer, place: tuple[str, int, int], *, array: bool) -> None:
        """Start at a place; `array` for a formula that is evaluated as an array."""
        super().__init__(analyzer, place, array=array)
        self.depth = 0
        self.element: tuple[int, int] | None = None  # the one being worked out in a lifted expression
        self.local = False  # the result depends on Excel's language
        self.kpi_calls = 0
        self.noisy = False  # the last step of a LAMBDA is + or -
        self.refs: list[Ref] = []
        self.guarded: list[Ref] = []
        self.ordered: list[Ref] = []
        self.plain: list[Ref] = []
        self.arrayed = False
        self.functions: list[str] = []

    def walk(self, node: ASTNode, context: str) -> Expr:
        """Return what a part of the formula becomes."""
        raise NotImplementedError

    def _lift(self, node: ASTNode, shape: Shape) -> Expr:
        raise NotImplementedError

    def _array_shape(self, node: ASTNode, context: str) -> Shape | None:
        raise NotImplementedError

    def _range(self, found: Ref, context: str) -> Expr:
        raise NotImplementedError

    def _products(self, name: str, exprs: list[Expr]) -> None:
        shapes = {e.ref.shape for e in exprs if e.ref}
        if len(shapes) > 1 or not all(e.ref for e in exprs):
            reason = Text(f"{name}\u00a0: plages de tailles différentes", f"{name}: ranges of different sizes")
            self.unproven = self.unproven or reason

    def _conditional(self, name: str, letters: str, exprs: list[Expr]) -> str:
        """Take the ranges of a function under conditions, of one shape and to one row, and return what to call."""
        ranges = [e for e, letter in zip(exprs, letters, strict=True) if letter == "R"]
        same_shape(name, [e.ref for e in ranges])
        for e in exprs:
            if e.ref and e.many:
                self.check_reach(e.ref)
                self.guarded.append(e.ref)
        refs = [e.ref for e in ranges if e.ref]
        self.arrayed = self.arrayed or any(ref.one for ref in refs)  # the second engine takes no single cell
        last = max(self.a.last_rows.get(ref.sheet or self.place[0], 1) for ref in refs)
        if len(refs) > 1 and all(ref.bottom == MAX_ROW and ref.top <= last for ref in refs):
            # The engine cuts each range at its own last value: two columns would differ in length.
            for e, ref in zip(ranges, refs, strict=True):
                e.parts = [replace(ref, bottom=last)]
            if name == "COUNTIFS":
                self._below(exprs[1::2])
        return self._criteria(name, letters, exprs)

    def _below(self, criteria: list[Expr]) -> None:
        """See that one of the conditions leaves out the empty rows below the data."""
        if any(e.literal is not None and not takes_blank(str(e.literal)) for e in criteria):
            return
        computed = [e for e in criteria if e.literal is None]
        if not computed:
            raise UnprovenError(BELOW.fr, BELOW.en)
        plain = next((e for e in computed if e.ref), computed[0])
        plain.parts = check_call("BELOW", plain.parts)

    def _losing(self, name: str, exprs: list[Expr]) -> None:
        """See that no error is given where the engine would lose it."""
        at = _LOSES_ERRORS.get(name)
        if at is not None and at < len(exprs):
            if exprs[at].ref:
                self.guarded.append(exprs[at].ref)  # type: ignore[arg-type]
            elif exprs[at].literal is None:
                exprs[at].parts = check_call("GIVEN", exprs[at].parts)

    def _known(self, name: str, arguments: list[ASTNode]) -> tuple[Native | None, str]:
        """Return how a function is called, and note where a second engine must give the same result."""
        native = PROVEN.get(name)
        unknown = unknown_function(name)
        if native and native.local and not self._told(name, arguments):
            native, unknown = None, LOCAL_FORMAT if name == "TEXT" else LOCALE
            self.local = True
        letters = native.letters(len(arguments)) if native else None
        if native and letters is None:
            unknown = Text(f"{name}\u00a0: nombre d’arguments", f"{name}: number of arguments")
        if native and name not in COMPUTED and any(a.node_type() == "Omitted" for a in arguments):
            unknown = Text(f"{name}\u00a0: un argument vide", f"{name}: an empty argument")
            native, letters = None, letters or checked.letters_for(name, len(arguments))
            self.unproven = self.unproven or unknown
        elif letters is None or (name == "INDEX" and any(is_zero(a) for a in arguments[1:])):
            native, letters = None, checked.letters_for(name, len(arguments))
            self.unproven = self.unproven or unknown
        if letters is None:
            raise UnprovenError(unknown.fr, unknown.en)
        if name in checked.ASKED and len(arguments) > 2 and all(a.node_type() != "Omitted" for a in arguments):
            self.unproven = self.unproven or unknown
        if self.a.date1904 and (native.dates if native else name in checked.DATES):
            raise UnprovenError(f"{name} dans un classeur au calendrier 1904", f"{name} in a workbook with 1904 dates")
        return native, letters

    def _told(self, name: str, arguments: list[ASTNode]) -> bool:
        """Tell whether the language that a function's result depends on is known, or does not matter."""
        known = name not in checked.LOCAL or (self.a.language.dollars if name == "DOLLAR" else self.a.language.english)
        if name == "TEXT" and len(arguments) == 2 and arguments[1].node_type() == "Literal":
            known = known or everywhere(str(arguments[1].get_literal_value()))
        return known

    def _criteria(self, name: str, letters: str, exprs: list[Expr]) -> str:
        """Note what the first engine does otherwise under conditions, and return the function to call."""
        criteria = [e for e, letter in zip(exprs, letters, strict=True) if letter == "c"]
        if any(_excludes_number(e) for e in criteria):
            self.unproven = self.unproven or _EXCLUDING  # it takes the text 23 for the number
        # Several ranges are cut at the last row in use; one of blanks below it is counted whole.
        return "COUNTIF" if name == "COUNTIFS" and len(exprs) == 2 else name

    def _note(self, name: str, letters: str, exprs: list[Expr]) -> None:
        """Note what must hold of the arguments' cells for the result to be trusted."""
        ranges = [e.ref for e, letter in zip(exprs, letters, strict=True) if e.ref and letter not in "nmt"]
        if name in checked.NUMBERS_ONLY or (name == "SUMPRODUCT" and len(ranges) == len(exprs)):
            self.plain.extend(ranges)
            self.arrayed = self.arrayed or any(ref.one for ref in ranges)
        self._losing(name, exprs)
        if name in checked.DATABASE and exprs[1].parts == [""]:
            raise UnprovenError(f"{name}\u00a0: un argument vide", f"{name}: an empty argument")
        if len(exprs) > _BASIS.get(name, len(exprs)):
            exprs[-1].parts = check_call("BASIS", exprs[-1].parts)
        if name in ("INDEX", "VLOOKUP", "HLOOKUP"):
            table = exprs[name != "INDEX"]
            table.parts = [uncut(table.ref)] if table.ref else table.parts
            if table.ref and whole_columns(table.ref) and whole_rows(table.ref):
                self.unproven = self.unproven or _WHOLE
        if name == "PROPER" or (name in ("FIND", "SEARCH") and len(exprs) == 3 and not exprs[0].literal):
            exprs[0].parts = check_call("CASED" if name == "PROPER" else "FILLED", exprs[0].parts)
        if name in ("COUNT", "COUNTA") and len(ranges) < len(exprs):
            self.unproven = self.unproven or Text("une valeur comptée", "a value that is counted")
        literal = any(isinstance(e.literal, str) for e in exprs)
        if name in _LOGICAL and literal:
            raise UnprovenError(TEXT_NUMBER.fr, TEXT_NUMBER.en)
        if name in checked.NUMBERS_ONLY:
            given = [e.ref for e, letter in zip(exprs, letters, strict=True) if letter == "R"]
            if all(given):
                same_shape(name, given)
            self.arrayed = self.arrayed or not all(ref and not ref.one for ref in given)

    def _must_be_open(self, name: str, letter: str, read: list[Ref]) -> None:
        """Refuse what Excel works out only while the other workbook is open: its cells, not their values, are asked."""
        if name in checked.OPEN_ONLY and letter in "RAreo" and self.a.resolver.linked(read):
            raise UnprovenError(
                f"{name} sur un autre classeur, qu’Excel n’évalue que s’il est ouvert",
                f"{name} over another workbook, which Excel evaluates only while it is open",
            )

    def _single_ranges(self, name: str, arguments: list[ASTNode]) -> list[ASTNode]:
        """Return the arguments of a function of many ranges: one of several ranges or sheets becomes several."""
        native = PROVEN.get(name)
        if (native.tail if native else checked.LETTERS.get(name)) not in ("r", "q"):
            return arguments
        return [single for node in arguments for single in self._singles(node)]

    def _singles(self, node: ASTNode) -> list[ASTNode]:
        import formualizer

        if node.node_type() == "BinaryOp" and node.get_operator() == ",":
            return [single for child in node.children() for single in self._singles(child)]
        text = node.get_reference_string() or "" if node.node_type() == "Reference" else ""
        if ":" in text and "!" in text:
            return [formualizer.parse(f"={r}") for r in self.a.resolver.across(text)] or [node]
        named = self.a.resolver.formula_of(text, self.place[0]) if text and text.lower() not in self.locals else None
        if named and ("," in named or ":" in named) and "!$" in named and _SEVERAL.fullmatch(named):
            return self._singles(formualizer.parse(f"=({named})" if "," in named else f"={named}"))
        return [node]

    def refuse_ranges(self, letters: str, arguments: list[ASTNode]) -> None:
        """Refuse a range where one value is taken by a function that shows #VALUE! for it, in an array formula too."""
        for letter, node in zip(letters, arguments, strict=False):
            text = node.get_reference_string() or "" if node.node_type() == "Reference" else ""
            if letter not in ONE_VALUE or not text or text.lower() in self.locals:
                continue
            with suppress(UnprovenError):
                found = self.resolve(text)
                if isinstance(found, Ref) and not found.one:
                    break
        else:
            return
        raise UnprovenError(_ONE_VALUE.fr, _ONE_VALUE.en)

    def _subtotal(self, name: str, arguments: list[ASTNode]) -> Expr:
        """Return the call of SUBTOTAL or AGGREGATE, which are told where their ranges stand."""
        options = 1 if name == "SUBTOTAL" else 2
        if len(arguments) <= options or any(a.node_type() == "Omitted" for a in arguments[options:]):
            raise UnprovenError(f"{name}\u00a0: nombre d’arguments", f"{name}: number of arguments")
        parts: list[Part] = [Both(f"XLKPI_{name}(", f"{name}("), Call(True)]
        for i, node in enumerate(arguments):
            parts.append(Both(",", "," if i else ""))
            if i < options:
                parts += ["0"] if node.node_type() == "Omitted" else self.walk(node, "one").parts
                continue
            ranged = node.node_type() == "Reference" or spilled(node) is not None or gives_reference(node)
            read = len(self.refs)
            expr = self.walk(node, "range") if ranged else self._argument("a", node, False)
            self._must_be_open(name, "r", self.refs[read:])
            if expr.ref is None and name == "SUBTOTAL":
                raise UnprovenError(COMPUTED_RANGE.fr, COMPUTED_RANGE.en)
            parts += [Where(expr.ref) if expr.ref else Both('"",', ""), *expr.parts]
        return Expr([*parts, ")"], kind="number")

    def _argument(self, letter: str, node: ASTNode, meets: bool) -> Expr:
        if node.node_type() == "Omitted":
            return Expr([""])
        element_before, clip_before = self.element, self.clip
        self.clip = self.clip and (letter in ONE_VALUE or letter == "a")
        if letter not in ONE_VALUE and letter not in "eo":
            self.element = None  # a range or an array is taken as a whole
        array_before, self.array = self.array, self.array or letter == "a"
        expr = self._walk_argument(letter, node)
        self.element, self.array, self.clip = element_before, array_before, clip_before
        if expr.ref and expr.ref.intersect and (letter == "y" or not meets) and node.node_type() == "Reference":
            raise UnprovenError(_ONE_VALUE.fr, _ONE_VALUE.en)
        self.spoken(letter, expr)
        if letter == "r" and isinstance(expr.literal, str):
            if self.taker not in _LOGICAL:
                self.as_number(expr)
            elif self.a.language.english and expr.literal.strip():
                said = expr.literal.strip().upper()
                expr.parts = [said] if said in {"TRUE", "FALSE"} else [Both('XLKPI_ERROR("#VALUE!")', '(""+0)')]
                expr.kind, expr.literal = "bool", None
        elif letter == "r" and expr.ref is None and self._may_be_text(node, expr):
            expr.parts = check_call("LISTED", expr.parts)
        if expr.many:
            self._whole(letter, expr)
        known = (
            (letter == "t" and expr.kind == "text")
            or (letter == "x" and isinstance(expr.literal, float) and expr.literal >= 1)
            or (letter in "bm" and expr.kind == "number")
            or (letter == "b" and expr.kind == "bool")
        )
        if letter == "c" and native_name(node) in _JOINING:
            self.unproven = self.unproven or _EXCLUDING
        if letter in _CHECKS and not known:
            english = "_ENGLISH" * (letter == "c" and self.a.language.english)
            expr.parts = check_call(_CHECKS[letter] + english, expr.parts)
        if letter == "c" and expr.ref:
            expr.parts = check_call("EXCLUDING", expr.parts)
        return expr

    def _whole(self, letter: str, expr: Expr) -> None:
        """Take an array over whole columns: only a sum may do without the empty rows below the data."""
        if letter not in "arRAqe" or not any_whole(expr.parts):
            return
        last = max(self.a.last_rows.get(p.sheet or self.place[0], 1) for p in expr.parts if isinstance(p, Ref))
        if expr.ref is None and self.taker in ("SUM", "SUMPRODUCT"):
            expr.parts = summed(expr.parts, last)
        elif self.taker == "SUMPRODUCT":
            expr.parts = shortened(expr.parts, last)
        elif expr.ref is None:
            self.unproven = self.unproven or _WHOLE

    def _may_be_text(self, node: ASTNode, expr: Expr) -> bool:
        """Tell whether one value of a list may be a text, which is an error there and is left out of a range."""
        name = native_name(node)
        if expr.kind not in ("text", "any") or self._is_kpi(node) or (self.in_array and name not in COMPUTED):
            return False
        return bool(name) and not self._names_range(node) and name not in _GIVES_RANGE

    def _walk_argument(self, letter: str, node: ASTNode) -> Expr:
        node = self.error_of(node)
        named = node.node_type() == "Reference" or spilled(node) or gives_reference(node)
        if letter in "RA" and not named and not (letter == "A" and self._is_kpi(node)):
            return self._computed_range(node)
        if letter in "eo":
            if not named:
                raise UnprovenError(COMPUTED_RANGE.fr, COMPUTED_RANGE.en)
            expr = self.walk(node, "array" if letter == "e" and self.element else "reference")
            if expr.many and letter == "e":
                self.unproven = self.unproven or COMPUTED_RANGE
            return expr
        whole = "array" if self.array else "range"
        context = {"r": whole, "q": whole, "R": "range", "A": "range", "a": "array", "c": "criterion"}
        if letter == "r" and not named and (shape := self._constants(node)):
            return self._lift(node, shape)
        return self.walk(node, context.get(letter, "one"))

    def _constants(self, node: ASTNode) -> Shape | None:
        """Return the size of an expression that array constants make an array of, in any formula."""
        if self.array or self.element or node.node_type() == "Array":
            return None
        shape = self.shape(node)
        return None if shape == ONE or self._spills(node) else shape

    def _spills(self, node: ASTNode) -> bool:
        name = native_name(node)
        return name in checked.SPILLING

    def _computed_range(self, node: ASTNode) -> Expr:
        """Return a computed array where a range is asked for: its elements in cells, or an array function."""
        if self._spills(node) or (node.node_type() == "Function" and self._names_range(node)):
            if native_name(node) not in COMPUTED or self.taker not in TAKING_ARRAYS:
                self.unproven = self.unproven or COMPUTED_RANGE
            expr = self.walk(node, "range")
            return Expr(expr.parts, many=True)
        shape = self._array_shape(node, "array")
        if shape is None or (not self.in_array and node.node_type() != "Array"):
            if node.node_type() == "Literal" and self.taker != "COUNTBLANK":  # both engines count nothing in an error
                self.unproven = self.unproven or COMPUTED_RANGE
                return self.walk(node, "one")
            raise UnprovenError(COMPUTED_RANGE.fr, COMPUTED_RANGE.en)
        return self._lift(node, shape)

    def _names_range(self, node: ASTNode) -> bool:
        return native_name(node) == "INDEX" or gives_reference(node)

    def _is_kpi(self, node: ASTNode) -> bool:
        return KPI_PREFIX.sub("", node.get_function_name() or "").upper() in self.a.kpis


def _excludes_number(criterion: Expr) -> bool:
    """Tell whether a criterion may ask for all but a number."""
    text = criterion.literal
    if isinstance(text, str) and unlike_text(text) and not number_like(text[2:]):
        return False
    return any("<>" in part for part in criterion.parts if isinstance(part, str))
