"""What-if data tables: each cell shows what one formula gives with other values in one or two input cells.

The file holds no formula for them, only where they stand and which cells take the values beside and above them
(ECMA-376, Part 1, 18.3.1.40: `dataTable`, `dt2D`, `dtr`, `r1`, `r2`). Each cell is worked out in the engine that has
evaluated the workbook, with the input cells filled; every formula on the way must be trusted without a second engine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xl_kpi.errors import ExcelError
from xl_kpi.workbook.addresses import Area, parse_cell
from xl_kpi.workbook.analysis.formula import areas
from xl_kpi.workbook.analysis.formula_cell import Formula, cell_area
from xl_kpi.workbook.dependants import Place
from xl_kpi.workbook.engines.doubts import Doubts
from xl_kpi.workbook.parts.xmltext import attributes

if TYPE_CHECKING:
    from xl_kpi.workbook.run import Run

_TABLE = re.compile(r"<(?:[\w.-]+:)?f\s([^>]*\bt\s*=\s*[\"']dataTable[\"'][^>]*)>")
_CHANCE = frozenset({"RAND", "RANDBETWEEN", "RANDARRAY"})
Rows = list[list[Any]]


class _NotKnownError(Exception):
    """What a data table shows is not known for certain."""


@dataclass(frozen=True, slots=True)
class DataTable:
    """A data table: the cells that it fills, and the cells that take the values above and to the left of them."""

    area: Area
    from_above: Place | None
    from_left: Place | None

    def formula(self, row: int, column: int) -> Place:
        """Return where the formula of one of its cells stands: beside the table's row, above its column, or both."""
        sheet, top, left = self.area.sheet, self.area.top - 1, self.area.left - 1
        return sheet, row if self.from_left is None else top, column if self.from_above is None else left

    def inputs(self, row: int, column: int) -> dict[Place, Place]:
        """Return, by input cell, the cell whose value it takes for one cell of the table."""
        sheet, found = self.area.sheet, {}
        if self.from_above:
            found[self.from_above] = (sheet, self.area.top - 1, column)
        if self.from_left:
            found[self.from_left] = (sheet, row, self.area.left - 1)
        return found


def data_tables(sheet: str, text: str) -> Iterator[DataTable]:
    """Yield the data tables in a sheet's text, without those whose input cells are gone or not plain."""
    for match in _TABLE.finditer(text) if "dataTable" in text else ():
        given = attributes(match[1])
        flags = {name: given.get(name) in ("1", "true") for name in ("dt2D", "dtr", "del1", "del2")}
        try:
            area = Area.parse(sheet, given.get("ref", ""))
            first: Place = (sheet, *parse_cell(given.get("r1", "")))
            second: Place | None = (sheet, *parse_cell(given.get("r2", ""))) if flags["dt2D"] else None
        except ValueError:
            continue
        if flags["del1"] or flags["del2"] or area.top < 2 or area.left < 2:
            continue
        if flags["dt2D"]:
            yield DataTable(area, first, second)
        else:
            yield DataTable(area, first if flags["dtr"] else None, None if flags["dtr"] else first)


def shown(run: Run) -> dict[Place, Rows]:
    """Return what the data tables of a judged recalculation show, by their first cell; those not known are left out."""
    found: dict[Place, Rows] = {}
    if run.book.without_data_tables:
        return found
    for sheet, text in run.texts.items():
        for table in data_tables(sheet, text):
            place = (sheet, table.area.top, table.area.left)
            f = run.formulas.get(place)
            if f is None or f.area != table.area:
                continue
            try:
                found[place] = _Model(run, table).values()
            except (_NotKnownError, KeyError):
                continue
    return found


class _Model:
    """The formulas of a workbook, asked what they give for other inputs."""

    def __init__(self, run: Run, table: DataTable) -> None:
        self._run = run
        self._table = table
        area = table.area
        self._inputs = [place for place in (table.from_above, table.from_left) if place]
        if any(run.reading.holds(place) for place in self._inputs):
            raise _NotKnownError  # nothing would bring its formula back
        self._affected = run.dependants_of([cell_area(place) for place in self._inputs])
        self._ways = {place: self._way(place) for place in {table.formula(*at) for at in area.places()}}
        steps = sum(len(self._ways[table.formula(*at)]) + 1 for at in area.places())
        if steps > run.package.limits.what_if_steps:
            raise _NotKnownError

    def values(self) -> Rows:
        """Return what the cells of the table show, row by row."""
        area, engine = self._table.area, self._run.engine
        before = {place: engine.raw(*place) for place in self._inputs}
        try:
            rows = range(area.top, area.bottom + 1)
            return [[self._value(row, column) for column in range(area.left, area.right + 1)] for row in rows]
        finally:
            for place, value in before.items():
                engine.put(place, value)

    def _value(self, row: int, column: int) -> Any:
        engine, bridge = self._run.engine, self._run.bridge
        for place, header in self._table.inputs(row, column).items():
            engine.put(place, self._header(header))
        way = self._ways[self._table.formula(row, column)]
        for f in way:
            f.value = bridge.value(engine.again(f.place))
        doubts = Doubts(engine, self._run.last_rows, number_texts=True)
        for f in way:
            unknown = isinstance(f.value, list) or (isinstance(f.value, ExcelError) and f.value in _UNCERTAIN)
            if unknown or f.number in bridge.doubts or doubts.doubt(f):
                raise _NotKnownError
        value = bridge.value(engine.again(self._table.formula(row, column)))
        return 0.0 if value is None else value

    def _header(self, place: Place) -> float | str | bool:
        """Return a value beside or above the table; it must be there, and not depend on the input cells."""
        value = self._run.engine.raw(*place)
        kept = self._run.formulas.get(place)
        if place in self._affected or not isinstance(value, float | str | bool) or (kept and kept.reason is not None):
            raise _NotKnownError
        return value

    def _way(self, place: Place) -> list[Formula]:
        """Return the formulas between the input cells and a formula; all must be trusted, and by one engine alone."""
        found = self._run.formulas
        result = found.get(place)
        if result is None or result.reason is not None:
            raise _NotKnownError
        way: dict[Place, Formula] = {}
        waiting = [place] if place in self._affected else []
        while waiting:
            here = waiting.pop()
            if here in way:
                continue
            if not _plain(found[here]):
                raise _NotKnownError
            way[here] = found[here]
            read = areas(found[here].template.refs, *here)
            waiting += [other for other in self._affected if any(found[other].area.meets(area) for area in read)]
        return list(way.values())


# What an error of the engine's own may hide behind.
_UNCERTAIN = frozenset({ExcelError.NAME, ExcelError.SPILL, ExcelError.CALC})


def _plain(f: Formula) -> bool:
    single = f.area.cells == 1 and not f.array and not f.template.sized and f.template.pending is None
    by_itself = f.reason is None and not f.checked and not f.settled and not f.called
    return single and by_itself and _CHANCE.isdisjoint(f.template.functions)
