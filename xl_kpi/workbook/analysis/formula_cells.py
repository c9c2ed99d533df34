"""The formula cells of a workbook: read from the sheets, analysed, ready for the engines."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Container, Iterable, Iterator
from itertools import repeat
from typing import Any, TypeVar

from xl_kpi.language import Text
from xl_kpi.limits import Limits
from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.analysis.asked import Answers, ask, learn_values
from xl_kpi.workbook.analysis.checked import SPILLING
from xl_kpi.workbook.analysis.columns import Moving, Writer, moving, writer
from xl_kpi.workbook.analysis.formula import MAX_CHARS, TOO_LONG, Analyzer, HelperCells, instantiate
from xl_kpi.workbook.analysis.formula_cell import Formula
from xl_kpi.workbook.analysis.moved import moved
from xl_kpi.workbook.analysis.references import Ref
from xl_kpi.workbook.analysis.sizes import learn, sized
from xl_kpi.workbook.dependants import Place
from xl_kpi.workbook.parts import cells
from xl_kpi.workbook.parts.package import over_limit
from xl_kpi.workbook.parts.xmltext import damaged

_SHARED = Text("formule partagée incomplète", "incomplete shared formula")
_WHAT_IF = Text("table de données (analyse de scénarios)", "what-if data table")
_PRECISION = Text("précision au format affiché", "precision as displayed")
_OUTSIDE = Text("une référence sort de la grille ou du tableau", "a reference leaves the grid or the table")
_WHOLE_COLUMNS = re.compile(r"\$?\b[A-Z]{1,3}:\$?[A-Z]{1,3}\b", re.IGNORECASE)
_SPILL_REFERENCE = re.compile(r"[\w)']#(?![\w/])|ANCHORARRAY\(", re.IGNORECASE)
T = TypeVar("T")
_SHORTEST = 8  # cells that are worth treating as one


class FormulaColumn:
    """Neighbouring cells of a column that hold one formula, moved along; evaluated and judged as one."""

    __slots__ = (
        "attributes",
        "called",
        "child",
        "column",
        "level",
        "next_row",
        "numbers",
        "sheet",
        "source",
        "top",
        "values",
        "writer",
    )  # fmt: skip

    def __init__(self, first: Formula, source: Moving, formula_writer: Writer, attributes: str | None) -> None:
        """Begin with one cell; `attributes` are those of its `f` element."""
        self.sheet, self.top, self.column = first.place
        self.source, self.level = source, source.level
        self.writer = formula_writer
        self.numbers = array("L", [first.number])
        self.next_row = self.top + 1
        self.attributes = attributes
        self.child: str | None = None  # the attributes of a cell that shares the formula without repeating it
        self.called = False  # the values come from one call of a KPI
        self.values: list[Any] = []

    @property
    def bottom(self) -> int:
        """Return the last row."""
        return self.next_row - 1

    @property
    def area(self) -> Area:
        """Return the cells."""
        return Area(self.sheet, self.top, self.column, self.bottom, self.column)

    def take(self, number: int, row: int, attributes: str | None, text: str | None) -> bool:
        """Add the cell in this row if it goes on with the formula; tell whether it does."""
        if row != self.next_row or row > self.writer.last_row:
            return False
        if text is None:
            same = attributes is not None and attributes == self.child
        else:
            expected = self.source.at(row) if self.level is None else self.level.replace("\0", str(row))
            if same := attributes == self.attributes:
                odd = "&" in text or "_" in text
                same = text == expected or (odd and cells.formula_text(text) == expected)
        if same:
            self.next_row += 1
            self.numbers.append(number)
        return same

    def reach(self, ref: Ref) -> Area:
        """Return all the cells that a reference means, from the first row to the last."""
        first, last = (ref.area(self.sheet, row, self.column) for row in (self.top, self.bottom))
        assert first is not None and last is not None  # `Writer.fits` has said so
        return Area(first.sheet, min(first.top, last.top), first.left, max(first.bottom, last.bottom), first.right)

    def arguments(self) -> list[Area]:
        """Return the column of cells that each argument goes through, where the formula is one KPI call."""
        return [self.reach(ref) for ref in self.writer.call[1]] if self.writer.call else []

    def reads(self) -> list[Area]:
        """Return the rectangles that the formulas read."""
        return [self.reach(ref) for ref in self.writer.template.refs]

    def for_engine(self) -> Iterable[str]:
        """Return the engine's formula of each cell; "" where a KPI was called for all."""
        rows = range(self.top, self.next_row)
        return repeat("", len(rows)) if self.called else map(self.writer.for_engine, rows, self.numbers)

    def formulas(self) -> Iterator[Formula]:
        """Yield the cells one by one, with their values."""
        return map(self.formula, range(len(self.numbers)))

    def formula(self, below: int) -> Formula:
        """Return the cell so far below the first, with its value."""
        row = self.top + below
        found = Formula((self.sheet, row, self.column), self.source.at(row), self.numbers[below])
        found.writer, found.template, found.called = self.writer, self.writer.template, self.called
        found.value = self.values[below] if self.values else None
        return found


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
        self.count = 0
        self._writers: dict[tuple[str, int, Moving], Writer] = {}
        self._reaching: list[tuple[Formula, cells.FormulaCell]] = []  # with whole columns
        self._numbers: dict[str, range] = {}
        self._sized: dict[int, tuple[Formula, cells.FormulaCell]] = {}  # with an array whose size is asked for
        self._waiting: list[tuple[Formula, cells.FormulaCell]] = []
        self.differing: set[int] = set()  # formulas that stand on values which the last evaluation did not give
        self.helpers = HelperCells()
        self.found: dict[Place, Formula] = {}
        self.columns: list[FormulaColumn] = []
        self.marked: list[tuple[Place, int, tuple[int, int]]] = []  # array, place in file order, cell: see marks.py

    def read(self, sheet: str, part: str, scan: cells.FormulaScan, dynamic: Container[tuple[int, int]] = ()) -> None:
        """Read one sheet's formulas; `dynamic` are the places of its dynamic arrays."""
        masters: dict[str, cells.FormulaCell] = {}
        current: dict[str, FormulaColumn] = {}
        begun: list[FormulaColumn] = []
        wide: list[Formula] = []  # they fill more than their own cell
        first = self.count + 1
        for letters, digits, attributes, formula_text in scan:
            self.count += 1
            going = current.get(letters)
            if going is not None and going.take(self.count, int(digits), attributes, formula_text):
                continue
            cell = cells.formula_cell(letters, digits, attributes, formula_text)
            owners = (f for f in wide if f.array and f.area.contains(cell.row, cell.column))
            if not cell.text and cell.kind == "normal" and (owner := next(owners, None)):
                self.marked.append((owner.place, self.count - first, (cell.row, cell.column)))
                continue
            if (going and going.top <= cell.row <= going.bottom) or (sheet, cell.row, cell.column) in self.found:
                raise damaged(part)  # one cell twice
            home = cell
            if cell.kind == "shared":
                if cell.text:
                    masters.setdefault(cell.shared, cell)
                home = cell if cell.text else masters.get(cell.shared, cell)
            formula, source = self._formula(sheet, part, cell, home, dynamic=(cell.row, cell.column) in dynamic)
            if formula.area.cells > 1:
                wide.append(formula)
            if going is not None and not cell.text and formula.writer is going.writer and source == going.source:
                going.child = attributes
                if going.take(self.count, cell.row, attributes, formula_text):
                    continue
            self.found[formula.place] = formula
            if source and formula.writer and formula.alike and (going is None or cell.row > going.bottom):
                begun.append(FormulaColumn(formula, source, formula.writer, attributes if cell.text else None))
                begun[-1].child = None if cell.text else attributes
                current[letters] = begun[-1]
        self._close(begun)
        self._numbers[sheet] = range(first, self.count + 1)
        self._check_arrays(wide, sheet, part)

    def _check_arrays(self, wide: list[Formula], sheet: str, part: str) -> None:
        """Raise UserError where a formula stands among the results of an array formula."""
        for f in wide:
            columns = (c for c in self.columns if c.sheet == sheet and f.area.left <= c.column <= f.area.right)
            if any(c.top <= f.area.bottom and c.bottom >= f.area.top for c in columns) or any(
                (sheet, *at) in self.found for at in f.area.places() if at != f.place[1:]
            ):
                raise damaged(part)

    def check_references(self) -> None:
        """Raise LimitError where the formulas of the workbook refer to too much."""
        found = sum(len(f.template.refs) for f in self.found.values())
        found += sum(len(c.numbers) * len(c.writer.template.refs) for c in self.columns)
        if found > self._limits.references:
            raise over_limit(self._file, "references", found, self._limits.references)

    def in_order(
        self, of: Callable[[Formula], T | None], of_column: Callable[[FormulaColumn], Iterable[T | None]]
    ) -> dict[str, list[T | None]]:
        """Return something for each formula cell, in file order, by sheet."""
        found: dict[str, list[T | None]] = {sheet: [None] * len(n) for sheet, n in self._numbers.items()}
        for f in self.found.values():
            sheet = f.place[0]
            found[sheet][f.number - self._numbers[sheet].start] = of(f)
        for c in self.columns:
            on_sheet, first = found[c.sheet], self._numbers[c.sheet].start
            for number, value in zip(c.numbers, of_column(c), strict=True):
                on_sheet[number - first] = value
        return found

    def _close(self, begun: list[FormulaColumn]) -> None:
        """Keep the columns that are worth it; take the others apart."""
        for column in begun:
            if len(column.numbers) < _SHORTEST:
                self.found.update((f.place, f) for f in column.formulas() if f.place not in self.found)
            else:
                self.found.pop((column.sheet, column.top, column.column), None)
                self.columns.append(column)

    def holds(self, place: Place) -> bool:
        """Tell whether a cell holds a formula."""
        sheet, row, column = place
        inside = any(c.sheet == sheet and c.column == column and c.top <= row <= c.bottom for c in self.columns)
        return inside or place in self.found

    def apart(self, column: FormulaColumn) -> None:
        """Take a column apart: its cells are judged one by one from now on."""
        self.columns.remove(column)
        self.found.update((f.place, f) for f in column.formulas())

    def place_spills(self, *, further: bool = False) -> bool:
        """Read the formulas that stand on the size of a spill, known now; False when there are none.

        They refer to one (`A1#`), or to whole columns that reach `further` down than before.
        """
        again = [*self._waiting, *self._sized.values(), *(self._whole_columns() if further else ())]
        numbers = {formula.number for formula, _ in again}
        self.helpers.forget(numbers)
        self._analyzer.spills = {f.place: f.area for f in self.found.values() if f.array} if numbers else {}
        for formula, home in again:
            if not formula.settled:
                formula.own = None
                self._prepare(formula, home, None)
        return bool(numbers)

    def learn(self, answers: Answers) -> bool:
        """Note the sizes and values that formulas asked for; tell whether any is to be read again."""
        asking = [formula for formula, _ in self._sized.values() if not formula.settled]
        self.differing = learn_values(self._analyzer, asking, answers.asked)
        return learn(self._analyzer, asking, answers.sizes, answers.misfits) or bool(self.differing)

    def _whole_columns(self) -> list[tuple[Formula, cells.FormulaCell]]:
        """Return the formulas that name whole columns, to be analysed anew."""
        self._writers.clear()
        self._analyzer.forget()
        for column in [c for c in self.columns if _WHOLE_COLUMNS.search(c.source.text)]:
            self.apart(column)
        known = {formula.number for formula, _ in self._reaching}
        others = (f for f in self.found.values() if f.number not in known and _WHOLE_COLUMNS.search(f.text))
        homes = [(f, cells.FormulaCell(f.place[1], f.place[2], f.text, "normal", "", "")) for f in others]
        return [*self._reaching, *homes]

    def _formula(
        self, sheet: str, part: str, cell: cells.FormulaCell, home: cells.FormulaCell, *, dynamic: bool
    ) -> tuple[Formula, Moving | None]:
        """Return a formula ready for the engines, and its text moved along where its column may hold more of it."""
        formula = Formula((sheet, cell.row, cell.column), home.text, self.count, array=cell.kind == "array")
        if cell.ref and (formula.array or cell.kind == "dataTable"):
            formula.area = formula.stored = self._spill_area(sheet, part, cell.ref)
            if not formula.area.contains(cell.row, cell.column):
                raise damaged(part)
            formula.dynamic = dynamic
        if cell.kind == "dataTable" or not home.text:
            formula.refused = _WHAT_IF if cell.kind == "dataTable" else _SHARED
            return formula, None
        if _SPILL_REFERENCE.search(home.text):
            self._waiting.append((formula, home))
            return formula, None
        source = None if formula.array or home.column != cell.column else moving(home.text, home.row)
        if home is not cell:
            down, across = cell.row - home.row, cell.column - home.column
            formula.text = source.at(cell.row) if source else moved(home.text, down, across)
        self._prepare(formula, home, source)
        if source is None and ":" in home.text and _WHOLE_COLUMNS.search(home.text):
            self._reaching.append((formula, home))
        return formula, source

    def _prepare(self, formula: Formula, home: cells.FormulaCell, source: Moving | None) -> None:
        if len(home.text) > MAX_CHARS:
            formula.refused = TOO_LONG
            return
        sheet, row, column = formula.place
        table = self._analyzer.resolver.table_at(sheet, row, column) if source and "[" in home.text else None
        key = (f"{sheet}!{table.name}" if table else sheet, column, source) if source else None
        formula.writer = self._writers.get(key) if key else None
        if formula.writer is None:
            template = self._analyzer.template(home.text, sheet, home.row, home.column, array=formula.array)
            if template.sized and home.kind == "shared" and (home.row, home.column) != (row, column):
                text = moved(home.text, row - home.row, column - home.column)
                home = cells.FormulaCell(row, column, text, "normal", "", "")
                template = self._analyzer.template(text, sheet, row, column)
            if key and template.reason is None and not template.sized and SPILLING.isdisjoint(template.functions):
                formula.writer = writer(template, sheet, row, column, table)
                if formula.writer:
                    self._writers[key] = formula.writer
        else:
            template = formula.writer.template
        formula.template = template
        if template.sized:
            self._sized[formula.number] = formula, home
        formula.refused = self._refused or template.reason or (None if self._check else template.unproven)
        if formula.refused is None:
            if formula.writer:
                formula.refused = None if formula.writer.fits(row) else _OUTSIDE
                return
            ready = instantiate(template, sheet, row, column, formula.number, self.helpers)
            if ready is None:
                formula.refused = _OUTSIDE
            else:
                formula.own = ask(formula, (sized(formula, ready[0]), ready[1]), self.helpers)

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
