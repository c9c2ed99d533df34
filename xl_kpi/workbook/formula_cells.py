"""The formula cells of a workbook: read from the sheets, analysed, ready for the engines."""

from __future__ import annotations

import re
from collections.abc import Container
from typing import Any

from xl_kpi.language import Text
from xl_kpi.limits import Limits
from xl_kpi.workbook import cells
from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.checked import SPILLING
from xl_kpi.workbook.columns import Key, Writer, column_key, writer
from xl_kpi.workbook.dependants import Place
from xl_kpi.workbook.formula import MAX_CHARS, TOO_LONG, Analyzer, HelperCells, Template, instantiate
from xl_kpi.workbook.package import over_limit
from xl_kpi.workbook.xmltext import damaged

_SHARED = Text("formule partagée incomplète", "incomplete shared formula")
_WHAT_IF = Text("table de données (analyse de scénarios)", "what-if data table")
_PRECISION = Text("précision au format affiché", "precision as displayed")
_OUTSIDE = Text("une référence sort de la grille ou du tableau", "a reference leaves the grid or the table")

_SPILL_REFERENCE = re.compile(r"[\w)']#(?![\w/])|ANCHORARRAY\(", re.IGNORECASE)


class Formula:
    """One formula cell on its way: where, what, and what became of it."""

    __slots__ = (
        "area",
        "array",
        "dynamic",
        "number",
        "own",
        "place",
        "reason",
        "refused",
        "settled",
        "stored",
        "template",
        "text",
        "value",
        "writer",
    )  # fmt: skip

    def __init__(self, place: Place, cell: cells.FormulaCell, text: str, number: int) -> None:
        """Take a cell as the file has it; `number` is what the engine calls it by."""
        self.place = place
        self.text = text
        self.number = number
        self.array = cell.kind == "array"
        self.dynamic = False  # an array that takes the size of its result
        self.stored = cell_area(place)  # the cells that the file says it fills
        self.area = self.stored  # the cells that its result fills
        self.writer: Writer | None = None  # of the whole column
        self.template = Template(None)
        self.own: tuple[str, str] | None = None  # the formulas for the engines, where no writer gives them
        self.refused: Text | None = None  # why it is not evaluated at all
        self.reason: Text | None = None  # why it keeps its old value
        self.settled = False  # the value is known from the second engine
        self.value: Any = None

    @property
    def checked(self) -> bool:
        """Tell whether the value needs a second engine that gives the same."""
        return self.refused is None and not self.settled and self.template.unproven is not None

    @property
    def engine(self) -> str | None:
        """Return the formula for the engine, None where it gets none."""
        if self.own or self.refused is not None:
            return self.own[0] if self.own else None
        return self.writer.for_engine(self.place[1], self.number) if self.writer else None

    @property
    def plain(self) -> str:
        """Return the formula for the second engine."""
        return self.own[1] if self.own else self.writer.for_second(self.place[1]) if self.writer else ""


def cell_area(place: Place) -> Area:
    """Return the area of one cell."""
    return Area(place[0], place[1], place[2], place[1], place[2])


class Formulas:
    """Reads the formula cells of the sheets, in order."""

    def __init__(
        self, analyzer: Analyzer, file: str, limits: Limits, *, precision_as_displayed: bool, check: bool
    ) -> None:
        """Take what the analysis needs; without `check` what needs a second engine is refused."""
        self._analyzer = analyzer
        self._file = file
        self._limits = limits
        self._refused = _PRECISION if precision_as_displayed else None
        self._check = check
        self._spilled = 0
        self._references = 0
        self._writers: dict[Key, Writer] = {}
        self._waiting: list[tuple[Formula, cells.FormulaCell]] = []
        self.helpers = HelperCells()
        self.found: dict[Place, Formula] = {}

    def read(self, sheet: str, part: str, text: str, dynamic: Container[tuple[int, int]] = ()) -> None:
        """Read one sheet's formulas; `dynamic` are the places of its dynamic arrays."""
        masters: dict[str, cells.FormulaCell] = {}
        for cell in cells.formula_cells(text):
            place = (sheet, cell.row, cell.column)
            if place in self.found:
                raise damaged(part)
            home = cell
            if cell.kind == "shared":
                if cell.text:
                    masters.setdefault(cell.shared, cell)
                home = cell if cell.text else masters.get(cell.shared, cell)
            formula = self.found[place] = Formula(place, cell, home.text, len(self.found) + 1)
            if formula.array and cell.ref:
                formula.area = formula.stored = self._spill_area(sheet, part, cell.ref)
                formula.dynamic = (cell.row, cell.column) in dynamic
            if cell.kind == "dataTable" or not home.text:
                formula.refused = _WHAT_IF if cell.kind == "dataTable" else _SHARED
                continue
            if _SPILL_REFERENCE.search(home.text):
                self._waiting.append((formula, home))
            else:
                self._prepare(formula, home)
        for f in [f for f in self.found.values() if f.area.cells > 1 and f.place[0] == sheet]:
            if any((sheet, *at) in self.found for at in f.area.places() if at != f.place[1:]):
                raise damaged(part)  # a formula where another one's results stand

    def place_spills(self) -> bool:
        """Read the formulas that refer to a spill (`A1#`), whose size is known now; False when there are none."""
        numbers = {formula.number for formula, _ in self._waiting}
        self.helpers.cells = [cell for cell in self.helpers.cells if cell[4] not in numbers]
        self._analyzer.spills = {f.place: f.area for f in self.found.values() if f.array} if numbers else {}
        for formula, home in self._waiting:
            if not formula.settled:
                formula.own = None
                self._prepare(formula, home)
        return bool(numbers)

    def _prepare(self, formula: Formula, home: cells.FormulaCell) -> None:
        if len(home.text) > MAX_CHARS:
            formula.refused = TOO_LONG
            return
        sheet, row, column = formula.place
        alone = formula.array or _SPILL_REFERENCE.search(home.text)
        key = None if alone else column_key(home.text, sheet, home.row, column)
        formula.writer = self._writers.get(key) if key and home.column == column else None
        if formula.writer is None:
            template = self._analyzer.template(home.text, sheet, home.row, home.column, array=formula.array)
            spilling = not SPILLING.isdisjoint(template.functions)
            if key and home.column == column and template.reason is None and not spilling:
                formula.writer = writer(template, sheet, row, column)
                if formula.writer:
                    self._writers[key] = formula.writer
        else:
            template = formula.writer.template
        formula.template = template
        self._references += len(template.refs)
        if self._references > self._limits.references:
            raise over_limit(self._file, "references", self._references, self._limits.references)
        formula.refused = self._refused or template.reason or (None if self._check else template.unproven)
        if formula.refused is None:
            if formula.writer:
                formula.refused = None if formula.writer.fits(row) else _OUTSIDE
                return
            ready = instantiate(template, sheet, row, column, formula.number, self.helpers)
            if ready is None:
                formula.refused = _OUTSIDE
            else:
                formula.own = (_sized(formula, ready[0]), ready[1])

    def _spill_area(self, sheet: str, part: str, ref: str) -> Area:
        try:
            area = Area.parse(sheet, ref)
        except ValueError:
            raise damaged(part) from None
        self._spilled += area.cells
        limit = self._limits.spill_cells
        if self._spilled > limit:
            raise over_limit(self._file, "spill_cells", self._spilled, limit)
        return area


def _sized(formula: Formula, text: str) -> str:
    """Return the engine's formula with the size of its result noted, or cut and filled to the cells it has."""
    if formula.dynamic:
        return f"XLKPI_SPILL({formula.number},{text})"
    if formula.array or not SPILLING.isdisjoint(formula.template.functions):
        return f"XLKPI_FIXED({formula.number},{formula.area.rows},{formula.area.columns},{text})"
    return text
