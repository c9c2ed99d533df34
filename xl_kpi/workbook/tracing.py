"""One cell explained: its formula, its inputs' values and addresses, why it is what it is, back to the data."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from xl_kpi.errors import BY_NAME, UserError
from xl_kpi.language import Lang, Text
from xl_kpi.workbook import cells
from xl_kpi.workbook.addresses import Area, cell_name, parse_cell
from xl_kpi.workbook.bridge import catalogue_functions
from xl_kpi.workbook.formula import Analyzer, areas
from xl_kpi.workbook.grid import Grid
from xl_kpi.workbook.package import Package
from xl_kpi.workbook.patchable import sheet_text
from xl_kpi.workbook.recalc import recalculate_package
from xl_kpi.workbook.references import Resolver
from xl_kpi.workbook.sheets import Book

_PLACE = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Za-z]{1,3}\$?\d{1,7})")
_DEEPEST = 30
_FOLLOWED = 5  # formulas of one range that are followed; those with an error come first
_MOST = 400  # cells of one explanation
_SEEN = Text("voir plus haut", "see above")


@dataclass(frozen=True, slots=True)
class Traced:
    """A cell or a range on the way to the data; `cells` counts those that hold something."""

    cell: str
    value: Any
    formula: str | None = None
    why: Text | None = None
    cells: int = 1
    inputs: tuple[Traced, ...] = ()

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """Return the cell and its inputs as `check --cell --json` prints them."""
        return {
            "cell": self.cell,
            "formula": self.formula,
            "value": self.value,
            "cells": self.cells,
            "why": self.why[lang] if self.why else None,
            "inputs": [i.as_dict(lang) for i in self.inputs],
        }

    def lines(self, lang: Lang, depth: int = 0) -> list[str]:
        """Return the tree as lines of text."""
        filled = Text(f"{self.cells} cellules remplies", f"{self.cells} filled cells")[lang]
        shown = filled if ":" in self.cell.rpartition("!")[2] else "" if self.value is None else self.value
        shown = f"{shown:.15g}" if isinstance(shown, float) else shown
        line = f"{'  ' * depth}{self.cell} = {shown}"
        line += f"   {self.formula}" if self.formula else ""
        line += f"   ({self.why[lang]})" if self.why else ""
        return [line, *(found for i in self.inputs for found in i.lines(lang, depth + 1))]


def trace(package: Package, cell: str) -> Traced:
    """Return what a cell ("Board!C4") stands on, after a recalculation in memory; nothing is saved.

    Raises UserError for an address that the workbook does not have.
    """
    report = recalculate_package(package)
    reasons = {k.cell: Text(f"non évaluée\u00a0: {k.reason.fr}", f"not evaluated: {k.reason.en}") for k in report.kept}
    reasons |= {e.cell: Text(e.why.text("fr"), e.why.text("en")) for e in report.errors if e.why}
    tracer = _Tracer(package, reasons)
    return tracer.cell(*tracer.place(cell), 0)


class _Tracer:
    def __init__(self, package: Package, reasons: dict[str, Text]) -> None:
        self._book = Book(package)
        self._reasons = reasons
        self._package = package
        self._sheets = {s.name.lower(): s.name for s in self._book.worksheets}
        self._grids: dict[str, Grid] = {}
        self._formulas: dict[tuple[str, int, int], tuple[str, int, int, bool]] = {}
        last_rows = {}
        for sheet in self._book.worksheets:
            text = sheet_text(sheet.part, package.part(sheet.part))
            self._grids[sheet.name] = Grid(text)
            last_rows[sheet.name] = cells.last_row(text)
            self._read(sheet.name, text)
        resolver = Resolver(self._book.worksheets, self._book.tables, self._book.names)
        self._analyzer = Analyzer(resolver, set(catalogue_functions()), last_rows, self._book.date1904)
        self._last_rows = last_rows
        self._seen: set[tuple[str, int, int]] = set()

    def _read(self, sheet: str, text: str) -> None:
        masters: dict[str, cells.FormulaCell] = {}
        for cell in cells.formula_cells(text):
            if cell.kind == "shared" and cell.text:
                masters.setdefault(cell.shared, cell)
            home = cell if cell.text else masters.get(cell.shared, cell)
            self._formulas[sheet, cell.row, cell.column] = (home.text, home.row, home.column, cell.kind == "array")

    def place(self, text: str) -> tuple[str, int, int]:
        match = _PLACE.fullmatch(text.strip())
        name = (match[1] or match[2] or "").replace("''", "'") if match else ""
        sheet = self._sheets.get(name.lower()) if name else next(iter(self._sheets.values()), None)
        if match is not None and sheet is not None:
            with suppress(ValueError):
                return (sheet, *parse_cell(match[3]))
        known = ", ".join(self._sheets.values())
        raise UserError(
            f"{self._package.path.name}\u00a0: pas de cellule {text}. "
            f"Exemple\u00a0: Synthèse!C4\u00a0; feuilles\u00a0: {known}.",
            f"{self._package.path.name}: no cell {text}. Example: Board!C4; sheets: {known}.",
        )

    def _value(self, sheet: str, row: int, column: int) -> Any:
        grid = self._grids[sheet]
        return grid.value(grid.cells(row).get(column), self._book.shared_strings)

    def cell(self, sheet: str, row: int, column: int, depth: int) -> Traced:
        label = f"{sheet}!{cell_name(row, column)}"
        value = self._value(sheet, row, column)
        place = (sheet, row, column)
        if place not in self._formulas:
            return Traced(label, value)
        text, *home, array = self._formulas[place]
        known = place in self._seen or depth >= _DEEPEST or len(self._seen) >= _MOST
        self._seen.add(place)
        if known:
            return Traced(label, value, f"={text}", _SEEN)
        template = self._analyzer.template(text, sheet, home[0], home[1], array=array)
        inputs = tuple(self._input(area, depth + 1) for area in areas(template.refs, *place))
        return Traced(label, value, f"={text}", self._reasons.get(label) or _from(value, inputs), 1, inputs)

    def _input(self, area: Area, depth: int) -> Traced:
        if area.cells == 1:
            return self.cell(area.sheet, area.top, area.left, depth)
        rows = range(area.top, min(area.bottom, self._last_rows.get(area.sheet, 0)) + 1)
        grid = self._grids[area.sheet]
        filled = [
            (area.sheet, row, column)
            for row in rows
            for column, xml in grid.cells(row).items()
            if area.left <= column <= area.right and grid.has_content(xml)
        ]
        wrong = [p for p in filled if self._value(*p) in BY_NAME]
        followed = [*wrong, *(p for p in filled if p in self._formulas and p not in wrong)][:_FOLLOWED]
        inputs = tuple(self.cell(*p, depth + 1) for p in followed)
        return Traced(f"{area.sheet}!{area.ref}", None, None, None, len(filled), inputs)


def _from(value: Any, inputs: tuple[Traced, ...]) -> Text | None:
    """Return where an error comes from, when an input shows the same."""
    if value not in BY_NAME:
        return None
    cells_read = (c for i in inputs for c in (i, *i.inputs))
    source = next((c.cell for c in cells_read if c.value == value), None)
    return Text(f"l’erreur vient de {source}", f"the error comes from {source}") if source else None
