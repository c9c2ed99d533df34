"""Where the results of array formulas go: dynamic arrays take the size of their result, legacy ones keep theirs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from xl_kpi.errors import ExcelError
from xl_kpi.language import Lang, Text
from xl_kpi.limits import Limits
from xl_kpi.workbook.addresses import MAX_COLUMN, MAX_ROW, Area, cell_name, parse_cell
from xl_kpi.workbook.analysis.formula_cell import Formula, cell_area
from xl_kpi.workbook.analysis.formula_cells import Formulas
from xl_kpi.workbook.dependants import Place
from xl_kpi.workbook.parts.cells import merged_areas
from xl_kpi.workbook.parts.grid import Grid
from xl_kpi.workbook.parts.package import over_limit
from xl_kpi.workbook.parts.patchable import prefix_of
from xl_kpi.workbook.parts.rich_errors import RichErrors
from xl_kpi.workbook.parts.sheets import Book
from xl_kpi.workbook.parts.spill_writer import reshape
from xl_kpi.workbook.parts.xmltext import attributes, local, parse

UNSETTLED = Text("la taille du résultat n’est pas connue", "the size of the result is not known")
TWO = Text("deux résultats veulent les mêmes cellules", "two results want the same cells")
_CELL = Text("{what} n’est pas vide", "{what} is not empty")
_TABLE = Text("le tableau {what}", "the table {what}")
_MERGED = Text("les cellules fusionnées {what}", "the merged cells {what}")
_EDGE = Text("le bord de la feuille {what}", "the edge of sheet {what}")


@dataclass(frozen=True, slots=True)
class Blocked:
    """Why a result shows `#SPILL!`: what stands in its way."""

    obstacle: Text

    def text(self, lang: Lang) -> str:
        """Return the reason in one language."""
        start = Text("le résultat n’a pas la place\u00a0:", "the result has no room:")
        return f"{start[lang]} {self.obstacle[lang]}"


def dynamic_indexes(book: Book) -> frozenset[str]:
    """Return the values of a cell's `cm` attribute that mark the formula of a dynamic array."""
    parts = [p for p in book.targets(book.part, "sheetMetadata") if p in book.package]
    if not parts:
        return frozenset()
    root = parse(parts[0], book.package.part(parts[0]))
    kinds = [n.get("name") for n in root.iter() if local(n.tag) == "metadataType"]
    future = next((n for n in root if local(n.tag) == "futureMetadata" and n.get("name") == "XLDAPR"), ())
    marks = [
        any(local(n.tag) == "dynamicArrayProperties" and n.get("fDynamic") in ("1", "true") for n in block.iter())
        for block in future
    ]
    blocks = [block for n in root if local(n.tag) == "cellMetadata" for block in n]
    found = set()
    for index, block in enumerate(blocks, 1):
        for record in block:
            kind, at = record.get("t", ""), record.get("v", "")
            if kind.isdecimal() and at.isdecimal() and kinds[int(kind) - 1 : int(kind)] == ["XLDAPR"]:
                found |= {str(index)} if any(marks[int(at) : int(at) + 1]) else set()
    return frozenset(found)


def dynamic_cells(text: str, indexes: frozenset[str]) -> Iterator[tuple[int, int]]:
    """Yield the cells (row, column) of a sheet that are marked as the formula of a dynamic array."""
    if indexes and " cm=" in text:
        for match in re.finditer(rf"<{prefix_of(text)}c(\s[^>]*?\scm=[^>]*)>", text):
            given = attributes(match[1])
            if given.get("cm") in indexes and "r" in given:
                yield parse_cell(given["r"])


class Spills:
    """The array formulas of one workbook that are evaluated, and the cells that their results fill."""

    def __init__(self, book: Book, texts: Mapping[str, str], formulas: Formulas, limits: Limits) -> None:
        """Find the formulas whose results may change their size."""
        self._book = book
        self._texts = texts
        self._formulas = formulas
        self._limits = limits
        self._grids: dict[str, Grid] = {}
        self._row: tuple[str, int, dict[int, str]] | None = None  # the cells of the row that was looked at last
        self._merged: dict[str, list[Area]] = {}
        self._arrays = [f for f in formulas.found.values() if f.array]
        self.dynamic = [f for f in self._arrays if f.dynamic and f.refused is None]
        before = {(f.place[0], *at) for f in self.dynamic for at in f.stored.places()}
        self._vacated = {place for place in before if not formulas.holds(place)}
        self._filled: set[Place] | None = None  # the cells beside their formulas that results fill
        self.blocked: dict[int, Blocked] = {}
        self._walls: dict[int, Blocked] = {}

    def measure(self, results: Mapping[int, object]) -> list[Formula]:
        """Give every dynamic array the cells of its result (by formula number); return those that changed.

        A result without room shows `#SPILL!` in its own cell; what stands in its way goes to `blocked`.
        """
        changed = []
        self.blocked = dict(self._walls)
        self._filled = None
        for f in self.dynamic:
            area = self._area(f, results.get(f.number))
            if area != f.area:
                f.area = area
                changed.append(f)
        if (total := sum(f.area.cells for f in self._arrays)) > self._limits.spill_cells:
            raise over_limit(self._book.file, "spill_cells", total, self._limits.spill_cells)
        return changed

    def _area(self, f: Formula, result: object) -> Area:
        if f.refused is not None or f.settled:
            return f.stored if f.refused else f.area
        sheet, row, column = f.place
        rows = result if isinstance(result, list) else [[result]]
        area = Area(sheet, row, column, row + len(rows) - 1, column + len(rows[0]) - 1)
        if area.cells > 1 and (wall := self._wall(area)):
            self._walls[f.number] = self.blocked[f.number] = Blocked(wall)
            f.own = (f'XLKPI_ERROR("{ExcelError.SPILL}")', str(ExcelError.SPILL))
        elif area.cells > 1 and (obstacle := self._obstacle(area)):
            self.blocked[f.number] = Blocked(obstacle)
        return cell_area(f.place) if f.number in self.blocked else area

    @property
    def walls(self) -> int:
        """Return how many results stopped at what the engine knows nothing of."""
        return len(self._walls)

    def changed(self, sheet: str | None = None) -> list[Formula]:
        """Return the evaluated formulas (of one sheet) whose result fills other cells than the file says."""
        return [f for f in self.dynamic if f.reason is None and f.area != f.stored and sheet in (None, f.place[0])]

    def written(
        self, sheet: str, text: str, filled: Mapping[tuple[int, int], Any], rich: RichErrors | None = None
    ) -> str:
        """Return a sheet's text with every result in its place; `filled` holds the values beside the formulas."""
        return reshape(text, [(f.stored, f.area) for f in self.changed(sheet)], filled, rich)

    def _wall(self, area: Area) -> Text | None:
        """Return what a result never fills: it is not in the cells, so that the engine knows nothing of it."""
        if area.bottom > MAX_ROW or area.right > MAX_COLUMN:
            return _EDGE.format(what=area.sheet)
        table = next((t.name for t in self._book.tables if t.area.meets(area)), None)
        merged = next((m.ref for m in self._merged_in(area.sheet) if m.meets(area)), None)
        return _TABLE.format(what=table) if table else _MERGED.format(what=merged) if merged else None

    def _obstacle(self, area: Area) -> Text | None:
        """Return the first cell that stands in the way of a result."""
        at = next((at for at in area.places()[1:] if self._occupied((area.sheet, *at))), None)
        return None if at is None else _CELL.format(what=f"{area.sheet}!{cell_name(*at)}")

    def _merged_in(self, sheet: str) -> list[Area]:
        if sheet not in self._merged:
            self._merged[sheet] = list(merged_areas(self._texts[sheet], sheet))
        return self._merged[sheet]

    def _occupied(self, place: Place) -> bool:
        if self._formulas.holds(place):
            return True
        if place in self._vacated:
            return False
        sheet, row, column = place
        grid = self._grids.get(sheet) or self._grids.setdefault(sheet, Grid(self._texts[sheet]))
        if self._row is None or self._row[:2] != (sheet, row):
            self._row = sheet, row, grid.cells(row)
        return grid.has_content(self._row[2].get(column))

    def empty(self, place: Place) -> bool:
        """Tell whether a cell shows nothing, every result in its place."""
        if self._filled is None:
            many = (f.area for f in self._arrays if f.area.cells > 1)
            self._filled = {(area.sheet, *at) for area in many for at in area.places()}
        return place not in self._filled and not self._occupied(place)

    def doubt(self, f: Formula, given: object) -> Text | None:
        """Return why the value that the engine shows for an array formula cannot be taken."""
        shown = first(f.value)
        error = isinstance(shown, ExcelError) and shown != ExcelError.SPILL
        if f.dynamic and error and f.area.cells == 1 < f.stored.cells:
            return UNSETTLED  # Excel shows such an error in every cell, or in one
        if f.number in self.blocked:
            f.value = shown
            return None if shown == ExcelError.SPILL else UNSETTLED
        inherited = isinstance(first(given), dict) and first(given).get("kind") == "Spill"
        return UNSETTLED if shown == ExcelError.SPILL and f.dynamic and not inherited else None

    def clashes(self) -> list[Formula]:
        """Return the formulas whose cells another result wants too, or a kept result still holds."""
        owner: dict[Place, Formula] = {}
        found = []
        for f in sorted(self._arrays, key=lambda f: f.reason is None):
            areas = {f.area} if f.reason is None else {f.area, f.stored}
            others = {owner.setdefault((a.sheet, *at), f) for a in areas if a.cells > 1 for at in a.places()} - {f}
            found += [g for g in (f, *others) if g.reason is None] if others else []
        return found


def first(value: Any) -> Any:
    """Return the value of a result's first cell."""
    while isinstance(value, list):
        value = value[0]
    return value
