"""The formula cells of a workbook: read from the sheets, analysed, ready for the engines."""

from __future__ import annotations

from typing import Any

from xl_kpi.language import Text
from xl_kpi.limits import Limits
from xl_kpi.workbook import cells
from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.columns import Key, Writer, column_key, writer
from xl_kpi.workbook.dependants import Place
from xl_kpi.workbook.formula import Analyzer, HelperCells, Template, instantiate
from xl_kpi.workbook.package import over_limit
from xl_kpi.workbook.xmltext import damaged

_SHARED = Text("formule partagée incomplète", "incomplete shared formula")
_WHAT_IF = Text("table de données (analyse de scénarios)", "what-if data table")
_PRECISION = Text("précision au format affiché", "precision as displayed")
_OUTSIDE = Text("une référence sort de la grille ou du tableau", "a reference leaves the grid or the table")


class Formula:
    """One formula cell on its way: where, what, and what became of it."""

    __slots__ = (
        "area",
        "array",
        "number",
        "own",
        "place",
        "reason",
        "refused",
        "settled",
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
        self.area = cell_area(place)
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
        self._writers: dict[Key, Writer] = {}
        self.helpers = HelperCells()
        self.found: dict[Place, Formula] = {}

    def read(self, sheet: str, part: str, text: str) -> None:
        """Read one sheet's formulas."""
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
                formula.area = self._spill_area(sheet, part, cell.ref)
            if cell.kind == "dataTable" or not home.text:
                formula.refused = _WHAT_IF if cell.kind == "dataTable" else _SHARED
                continue
            self._prepare(formula, home)

    def _prepare(self, formula: Formula, home: cells.FormulaCell) -> None:
        sheet, row, column = formula.place
        key = None if formula.array else column_key(home.text, sheet, home.row, column)
        formula.writer = self._writers.get(key) if key and home.column == column else None
        if formula.writer is None:
            template = self._analyzer.template(home.text, sheet, home.row, home.column, array=formula.array)
            if key and home.column == column and template.reason is None:
                formula.writer = writer(template, sheet, row, column)
                if formula.writer:
                    self._writers[key] = formula.writer
        else:
            template = formula.writer.template
        formula.template = template
        formula.refused = self._refused or template.reason or (None if self._check else template.unproven)
        if formula.refused is None:
            if formula.writer:
                formula.refused = None if formula.writer.fits(row) else _OUTSIDE
                return
            ready = instantiate(template, sheet, row, column, formula.number, self.helpers)
            if ready is None:
                formula.refused = _OUTSIDE
            else:
                formula.own = ready

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
