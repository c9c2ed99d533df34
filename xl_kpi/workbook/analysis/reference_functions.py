"""Functions that look at a reference and not at its values: ROW, AREAS, ISREF, SHEET, CELL, FORMULATEXT..."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from xl_kpi.errors import ExcelError
from xl_kpi.language import Text
from xl_kpi.workbook.addresses import Area, column_letters
from xl_kpi.workbook.analysis.asked import constant
from xl_kpi.workbook.analysis.checked import LETTERS
from xl_kpi.workbook.analysis.computed_references import ComputedReferences, Located
from xl_kpi.workbook.analysis.excel_functions import is_nobodys
from xl_kpi.workbook.analysis.expressions import Expr
from xl_kpi.workbook.analysis.formula import Analyzer, Both, Call, Lifted, Part, Where, joined
from xl_kpi.workbook.analysis.proven import PROVEN
from xl_kpi.workbook.analysis.references import Ref, UnprovenError, fixed_ref
from xl_kpi.workbook.analysis.shapes import element, native_name
from xl_kpi.workbook.engines.checks import LOCALE

if TYPE_CHECKING:
    from formualizer import ASTNode

_UNSURE = Text("une référence qui n’est pas certaine", "a reference that is not certain")
_MAYBE = frozenset({"XLOOKUP", "IFS", "SWITCH", "IFERROR", "IFNA", "TRIMRANGE", "LAMBDA", "REDUCE"})
_ABOUT_CELLS = frozenset({"ADDRESS", "ROW", "COL", "CONTENTS", "TYPE"})
_MACHINE = frozenset({"FILENAME", "FORMAT", "WIDTH", "PARENTHESES", "PREFIX", "PROTECT", "COLOR"})


class ReferenceFunctions(ComputedReferences):
    """What these functions become."""

    def __init__(self, analyzer: Analyzer, place: tuple[str, int, int], *, array: bool) -> None:
        """Start at a place; `array` for a formula that is evaluated as an array."""
        super().__init__(analyzer, place, array=array)
        self._looking: dict[str, Callable[[list[ASTNode]], Expr | None]] = {
            "ROW": lambda given: self._corner("ROW", given),
            "COLUMN": lambda given: self._corner("COLUMN", given),
            "ADDRESS": self._address,
            "AREAS": self._areas,
            "ISREF": self._is_reference,
            "SHEET": self._sheet,
            "SHEETS": self._sheets,
            "CELL": self._cell,
            "FORMULATEXT": lambda given: self._of_place("FORMULATEXT", given),
            "GETPIVOTDATA": self._pivot,
            "ISFORMULA": lambda given: self._of_place("ISFORMULA", given),
        }
        self.placed = 0  # calls of functions that only this side knows
        self.placed_apart = False
        self.nameless: Text | None = None

    def looking(self, name: str, arguments: list[ASTNode], context: str) -> Expr | None:
        """Return what a function of a reference, or between ranges, becomes; None where it is treated as any other."""
        if self.choosing(name, arguments):
            return self.chosen(name, arguments, context)
        return self._looking[name](arguments) if name in self._looking else None

    def nobodys(self, node: ASTNode) -> Expr | None:
        """Return `#NAME?` for a function that is neither Excel's nor the workbook's; an add-in may still know it."""
        raw = node.get_function_name() or ""
        if self.a.macros or not is_nobodys(raw) or self.a.resolver.is_known(raw, self.place[0]):
            return None
        self.nameless = Text(f"{raw} n’est pas prise en charge", f"{raw} is not supported")
        return Expr([str(ExcelError.NAME)])

    def _one_area(self, found: Located) -> Ref | ExcelError:
        """Return the only area, the one of the element that is worked out where it is an array."""
        if isinstance(found, ExcelError):
            return found
        if found is None or len(found) > 1:
            raise UnprovenError(_UNSURE.fr, _UNSURE.en)
        if self.element and not found[0].one:
            return element(found[0], *self.element) or ExcelError.NA
        return found[0]

    def _pivot(self, arguments: list[ASTNode]) -> Expr:
        """Return the call of GETPIVOTDATA, which is told where the cell of its pivot table stands."""
        name = "GETPIVOTDATA"
        if len(arguments) < 2 or len(arguments) % 2 or any(a.node_type() == "Omitted" for a in arguments):
            raise UnprovenError(f"{name}\u00a0: nombre d’arguments", f"{name}: number of arguments")
        data, cell, *asked = arguments
        ref = self.walk(cell, "reference").ref if cell.node_type() == "Reference" else None
        if ref is None:
            raise UnprovenError("une plage calculée", "a computed range")
        parts: list[Part] = [Both(f"XLKPI_{name}(", f"{name}("), Call(True), Both(",", ""), Where(ref)]
        for i, node in enumerate([data, *asked]):
            parts += [Both(",", ",") if i else Both("", ""), *self.walk(node, "one").parts]
        return Expr([*parts, ")"])

    def _corner(self, name: str, arguments: list[ASTNode]) -> Expr | None:
        """Return ROW or COLUMN of an ordinary formula: that of the upper left cell."""
        if self.in_array or self.element or len(arguments) != 1:
            return None
        ref = self._one_area(self.located(arguments[0]))
        if isinstance(ref, ExcelError):
            return Expr([str(ref)])
        if ref.intersect or ref.this_row:
            return None
        if ref.shape is None:
            ref = fixed_ref(self.area_of(ref))
        row, column = min(ref.top, ref.bottom), min(ref.left, ref.right)
        if ref.fixed[0] if name == "ROW" else ref.fixed[1]:
            return Expr([repr(float(row if name == "ROW" else column))], kind="number")
        cell = replace(ref, top=row, bottom=row, left=column, right=column)
        return Expr([f"{name}(", cell, ")"], kind="number")

    def _address(self, arguments: list[ASTNode]) -> Expr | None:
        """Refuse the style of rows and columns, whose letters belong to a language, where that one is not known."""
        given = len(arguments) > 3 and arguments[3].node_type() != "Omitted"
        if given and not self.a.language.english and not constant(arguments[3], self.place):
            raise UnprovenError(LOCALE.fr, LOCALE.en)
        return None

    def _areas(self, arguments: list[ASTNode]) -> Expr | None:
        found = self.located(arguments[0]) if len(arguments) == 1 else None
        if isinstance(found, ExcelError):
            return Expr([str(found)])
        return None if found is None else Expr([repr(float(len(found)))], kind="number")

    def _is_reference(self, arguments: list[ASTNode]) -> Expr | None:
        if len(arguments) != 1:
            return None
        node = arguments[0]
        name = native_name(node)
        if node.node_type() == "Call" or (name and (name in _MAYBE or name not in PROVEN | LETTERS)):
            raise UnprovenError(_UNSURE.fr, _UNSURE.en)
        found = self.located(node)
        return Expr(["TRUE" if isinstance(found, tuple) else "FALSE"], kind="bool")

    def _sheet(self, arguments: list[ASTNode]) -> Expr | None:
        found: Located = (fixed_ref(Area(*self.place, *self.place[1:])),)
        if arguments:
            found = self.located(arguments[0]) if len(arguments) == 1 else ExcelError.NA
        if found is None:
            expr = self._argument("s", arguments[0], False)
            return self._placed([Both("XLKPI_SHEET(", "SHEET("), Call(True), Both(",", ""), *expr.parts, ")"])
        if isinstance(found, ExcelError):
            return Expr([str(found)])
        return Expr([repr(float(self._number_of(found[0].sheet or self.place[0])))], kind="number")

    def _number_of(self, sheet: str) -> int:
        if sheet not in self.a.sheet_names:
            raise UnprovenError(_UNSURE.fr, _UNSURE.en)
        return self.a.sheet_names.index(sheet) + 1

    def _sheets(self, arguments: list[ASTNode]) -> Expr | None:
        if not arguments:
            self._number_of(self.place[0])
            return Expr([repr(float(len(self.a.sheet_names)))], kind="number")
        text = arguments[0].get_reference_string() or "" if arguments[0].node_type() == "Reference" else ""
        if across := self.a.resolver.across(text):
            return Expr([repr(float(len(across)))], kind="number")
        found = self.located(arguments[0]) if len(arguments) == 1 else None
        if isinstance(found, ExcelError):
            return Expr([str(found)])
        if found is None or len(found) > 1:
            raise UnprovenError(_UNSURE.fr, _UNSURE.en)
        return Expr(["1.0"], kind="number")

    def _of_place(self, name: str, arguments: list[ASTNode]) -> Expr | None:
        if len(arguments) != 1:
            return None
        found = self.located(arguments[0])
        if self.in_array and not self.element and isinstance(found, tuple) and not found[0].one:
            return None  # element by element
        ref = self._one_area(found)
        if isinstance(ref, ExcelError):
            return Expr([str(ref)])
        if not ref.one:
            area = self.area_of(ref)
            ref = fixed_ref(Area(area.sheet, area.top, area.left, area.top, area.left))
        parts: list[Part] = [Both(f"XLKPI_{name}(", f"{name}("), Call(True), Both(",", ""), Where(ref), Both("0)", ")")]
        return self._placed(parts, "text" if name == "FORMULATEXT" else "bool")

    def _placed(self, parts: list[Part], kind: str = "number") -> Expr:
        """Return a call that the second engine takes as it is, in a cell of its own where that one is asked."""
        self.placed += 1
        return Expr([Lifted(1, 1, (joined(parts),), given=True)] if self.placed_apart else parts, kind=kind)

    def _cell(self, arguments: list[ASTNode]) -> Expr | None:
        if len(arguments) not in (1, 2):
            return None
        (asked,) = self.values(("t", arguments[0]))
        kind = str(asked).upper()
        if isinstance(asked, ExcelError) or (kind not in _ABOUT_CELLS | _MACHINE and self.a.language.english):
            return Expr([str(asked if isinstance(asked, ExcelError) else ExcelError.VALUE)])
        ref = self._one_area(self.located(arguments[1])) if len(arguments) == 2 else None
        if isinstance(ref, ExcelError):
            return Expr([str(ref)])
        area = self.area_of(ref) if ref is not None and kind in _ABOUT_CELLS else None
        if area is None or (kind == "ADDRESS" and area.sheet != self.place[0]):
            raise UnprovenError("CELLULE\u00a0: ce que le fichier ne dit pas", "CELL: what the file does not tell")
        return self._about(kind, Area(area.sheet, area.top, area.left, area.top, area.left))

    def _about(self, kind: str, cell: Area) -> Expr:
        """Return what CELL tells of a cell."""
        if kind in ("ROW", "COL"):
            return Expr([repr(float(cell.top if kind == "ROW" else cell.left))], kind="number")
        if kind == "ADDRESS":
            return Expr([f'"${column_letters(cell.left)}${cell.top}"'], kind="text")
        ref = fixed_ref(cell)
        self.refs.append(ref)
        if kind == "CONTENTS":
            return Expr([ref], ref=ref)
        return Expr(["IF(ISBLANK(", ref, '),"b",IF(ISTEXT(', ref, '),"l","v"))'], kind="text")
