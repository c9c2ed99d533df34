"""One cell explained: its formula, its inputs' values and addresses, why it is what it is, back to the data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xl_kpi.errors import BY_NAME, UserError
from xl_kpi.language import Lang, Text
from xl_kpi.workbook.addresses import Area, cell_name, parse_cell
from xl_kpi.workbook.analysis.formula import Analyzer, areas
from xl_kpi.workbook.analysis.moved import moved
from xl_kpi.workbook.analysis.references import Ref, Resolver, UnprovenError
from xl_kpi.workbook.arguments_shown import Shown, kpi_arguments
from xl_kpi.workbook.calls import has_kpi
from xl_kpi.workbook.display import Kind, kinds, show, summary
from xl_kpi.workbook.engines.bridge import catalogue_functions
from xl_kpi.workbook.parts import cells
from xl_kpi.workbook.parts.grid import Grid, style_of
from xl_kpi.workbook.parts.package import Package, naming
from xl_kpi.workbook.parts.patchable import sheet_text
from xl_kpi.workbook.parts.rich_errors import RichErrors
from xl_kpi.workbook.parts.sheets import Book
from xl_kpi.workbook.recalc import recalculate_package

if TYPE_CHECKING:
    from formualizer import ASTNode

_PLACE = re.compile(r"(?:(?:'((?:[^']|'')+)'|([^'!]+))!)?(\$?[A-Za-z]{1,3}\$?\d{1,7})")
_DEEPEST = 30
_FOLLOWED = 5  # formulas of one range that are followed; those with an error come first
_LISTED = 6  # a range of no more cells is shown cell by cell
_MOST = 400  # cells of one explanation
_LABEL = 50  # characters of a label that are shown
_SEEN = Text("voir plus haut", "see above")
_MEANS = {
    "#DIV/0!": Text("division par zéro", "division by zero"),
    "#N/A": Text("valeur introuvable ou absente", "a value that is missing or was not found"),
    "#NAME?": Text("nom ou fonction inconnus", "an unknown name or function"),
    "#NUM!": Text("nombre impossible", "an impossible number"),
    "#REF!": Text("référence à une cellule supprimée", "a reference to a deleted cell"),
    "#VALUE!": Text("texte là où il faut un nombre", "text where a number is needed"),
}


@dataclass(frozen=True, slots=True)
class Traced:
    """A cell or a range on the way to the data; `cells` counts those that hold something."""

    cell: str
    value: Any
    formula: str | None = None
    why: Text | None = None
    cells: int = 1
    inputs: tuple[Traced, ...] = ()
    label: str | None = None  # the heading of its row, or of its column in a table
    name: str | None = None  # what the formula above calls it, where that is not its address
    shown: Text = field(default_factory=lambda: Text("", ""))
    arguments: tuple[Shown, ...] = ()  # of the KPIs that the formula calls

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """Return the cell and its inputs as `check --cell --json` prints them."""
        return {
            "cell": self.cell,
            "label": self.label,
            "name": self.name,
            "formula": self.formula,
            "value": self.value,
            "shown": self.shown[lang],
            "cells": self.cells,
            "why": self.why[lang] if self.why else None,
            "arguments": [a.as_dict() for a in self.arguments],
            "inputs": [i.as_dict(lang) for i in self.inputs],
        }

    def lines(self, lang: Lang, depth: int = 0) -> list[str]:
        """Return the tree as lines of text."""
        indent = "  " * depth
        called = f"{self.name}\u00a0: {self.cell}" if self.name and lang == "fr" else f"{self.name}: {self.cell}"
        line = f"{indent}{called if self.name else self.cell}"
        line += f" [{self.label}]" if self.label else ""
        line += f" = {self.shown[lang]}" + (f"   {self.formula}" if self.formula else "")
        line += f"   ({self.why[lang]})" if self.why else ""
        arguments = [f"{indent}  · {a.line(lang)}" for a in self.arguments]
        return [line, *arguments, *(found for i in self.inputs for found in i.lines(lang, depth + 1))]


def trace(package: Package, cell: str) -> Traced:
    """Return what a cell ("Board!C4") stands on, after a recalculation in memory; nothing is saved.

    Raises UserError for an address that the workbook does not have.
    """
    with naming(package.path.name):
        report = recalculate_package(package)
        reasons = {
            k.cell: Text(f"non évaluée\u00a0: {k.reason.fr}", f"not evaluated: {k.reason.en}") for k in report.kept
        }
        reasons |= {e.cell: Text(e.why.text("fr"), e.why.text("en")) for e in report.errors if e.why}
        tracer = _Tracer(package, reasons)
        return tracer.with_arguments(tracer.cell(*tracer.place(cell), 0))


@dataclass(frozen=True, slots=True)
class _Formula:
    text: str  # as the cell shows it
    source: str  # as the file has it, for a cell of its own or of the one that shares it
    row: int
    column: int
    array: bool


class _Tracer:
    def __init__(self, package: Package, reasons: dict[str, Text]) -> None:
        self._book = Book(package)
        self._reasons = reasons
        self._package = package
        self._kinds = kinds(self._book)
        self._sheets = {s.name.lower(): s.name for s in self._book.worksheets}
        self._grids: dict[str, Grid] = {}
        self._formulas: dict[tuple[str, int, int], _Formula] = {}
        self._arrays: list[tuple[Area, tuple[str, int, int]]] = []
        last_rows = {}
        texts = {s.name: sheet_text(s.part, package.part(s.part)) for s in self._book.worksheets}
        rich = RichErrors(self._book, texts)
        for sheet in self._book.worksheets:
            text = rich.spelled(texts[sheet.name])
            self._grids[sheet.name] = Grid(text)
            last_rows[sheet.name] = cells.last_row(text)
            self._read(sheet.name, text)
        self._resolver = Resolver(self._book.worksheets, self._book.tables, self._book.names)
        self._analyzer = Analyzer(self._resolver, set(catalogue_functions()), last_rows, self._book.date1904)
        self._analyzer.spills = {place: area for area, place in self._arrays}
        self._last_rows = last_rows
        self._seen: set[tuple[str, int, int]] = set()

    def _read(self, sheet: str, text: str) -> None:
        masters: dict[str, cells.FormulaCell] = {}
        for cell in cells.formula_cells(text):
            if cell.kind == "shared" and cell.text:
                masters.setdefault(cell.shared, cell)
            home = cell if cell.text else masters.get(cell.shared, cell)
            array = cell.kind == "array"
            shown = moved(home.text, cell.row - home.row, cell.column - home.column) if home is not cell else cell.text
            self._formulas[sheet, cell.row, cell.column] = _Formula(shown, home.text, home.row, home.column, array)
            if array:
                with suppress(ValueError):
                    self._arrays.append((Area.parse(sheet, cell.ref), (sheet, cell.row, cell.column)))

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

    def _kind(self, sheet: str, row: int, column: int) -> Kind:
        style = style_of(self._grids[sheet].cells(row).get(column)) or "0"
        return self._kinds[int(style)] if int(style) < len(self._kinds) else "number"

    def _shown(self, sheet: str, row: int, column: int) -> Text:
        value, kind = self._value(sheet, row, column), self._kind(sheet, row, column)
        french, english = (show(value, kind, lang, date1904=self._book.date1904) for lang in ("fr", "en"))
        return Text(french, english)

    def _label(self, sheet: str, row: int, column: int) -> str | None:
        """Return the text that heads a cell: of its column in a table, else the nearest one to its left."""
        table = self._resolver.table_at(sheet, row, column)
        if table is not None:
            return table.columns[column - table.area.left]
        grid = self._grids[sheet]
        there = grid.cells(row)
        for left in sorted((c for c in there if c < column), reverse=True):
            value = grid.value(there[left], self._book.shared_strings)
            if isinstance(value, str) and value.strip() and value not in BY_NAME:
                text = " ".join(value.split())
                return text if len(text) <= _LABEL else text[:_LABEL] + "…"
        return None

    def cell(self, sheet: str, row: int, column: int, depth: int, name: str | None = None) -> Traced:
        """Return a cell and what it stands on."""
        address = f"{sheet}!{cell_name(row, column)}"
        place = (sheet, row, column)
        common: dict[str, Any] = {"label": self._label(*place), "name": name, "shown": self._shown(*place)}
        value = self._value(*place)
        found = self._formulas.get(place)
        if found is None:
            return self._filled(place, address, value, depth, common)
        known = place in self._seen or depth >= _DEEPEST or len(self._seen) >= _MOST
        self._seen.add(place)
        if known:
            return Traced(address, value, f"={found.text}", _SEEN, **common)
        template = self._analyzer.template(found.source, sheet, found.row, found.column, array=found.array)
        given = self._given(found, place)
        names = {area: text for area, text in given.items() if not _is_address(text)}
        read = dict.fromkeys(areas(template.refs, *place)) or given  # a formula that is not evaluated has its own
        inputs = tuple(self._input(area, depth + 1, names.get(area)) for area in read)
        why = self._reasons.get(address) or _from(value, inputs)
        return Traced(address, value, f"={found.text}", why, 1, inputs, **common)

    def _filled(
        self, place: tuple[str, int, int], address: str, value: Any, depth: int, common: dict[str, Any]
    ) -> Traced:
        """Return a cell without formula, which the formula of another one may fill."""
        sheet, row, column = place
        home = next((p for area, p in self._arrays if area.sheet == sheet and area.contains(row, column)), None)
        if home is None:
            return Traced(address, value, **common)
        other = f"{home[0]}!{cell_name(*home[1:])}"
        why = Text(f"rempli par la formule de {other}", f"filled by the formula in {other}")
        return Traced(address, value, None, why, 1, (self.cell(*home, depth + 1),), **common)

    def _given(self, found: _Formula, place: tuple[str, int, int]) -> dict[Area, str]:
        """Return what the references of a formula mean, each with the way that it is written first."""
        given: dict[Area, str] = {}
        for text in _references(found.source):
            with suppress(UnprovenError):
                ref = self._resolver.resolve(text, place[0], found.row, found.column)
                area = ref.area(*place) if isinstance(ref, Ref) else None
                if area is not None:
                    given.setdefault(area, text)
        return given

    def _input(self, area: Area, depth: int, name: str | None) -> Traced:
        if area.cells == 1:
            return self.cell(area.sheet, area.top, area.left, depth, name)
        rows = range(area.top, min(area.bottom, self._last_rows.get(area.sheet, 0)) + 1)
        grid = self._grids[area.sheet]
        held = {  # what each filled cell holds
            (area.sheet, row, column): grid.value(xml, self._book.shared_strings)
            for row in rows
            for column, xml in sorted(grid.cells(row).items())
            if area.left <= column <= area.right and grid.has_content(xml)
        }
        filled = list(held)
        wrong = [p for p in filled if held[p] in BY_NAME]
        formulas = [*wrong, *(p for p in filled if p in self._formulas and held[p] not in BY_NAME)]
        followed = filled if len(filled) <= _LISTED else formulas[:_FOLLOWED]
        inputs = tuple(self.cell(*p, depth + 1) for p in followed)
        kind: Kind = next((self._kind(*p) for p in filled if isinstance(held[p], float)), "number")
        told = summary(list(held.values()), kind, date1904=self._book.date1904)
        left = len(formulas) - len(followed)
        more = (
            Text(f"et {left} autres formules", f"and {left} more formulas")
            if followed is not filled and left > 0
            else None
        )
        return Traced(f"{area.sheet}!{area.ref}", None, None, more, len(filled), inputs, None, name, told)

    def with_arguments(self, traced: Traced) -> Traced:
        """Return the tree with the values that its KPI calls were given."""
        calling = {t.cell: _place(t.cell) for t in _each(traced) if t.formula and has_kpi(t.formula)}
        found = kpi_arguments(self._package, {c: (p, self._formulas[p].text) for c, p in calling.items()})
        return _given(traced, found) if found else traced


def _place(cell: str) -> tuple[str, int, int]:
    sheet, _, address = cell.rpartition("!")
    return (sheet, *parse_cell(address))


def _each(traced: Traced) -> Iterator[Traced]:
    yield traced
    for part in traced.inputs:
        yield from _each(part)


def _given(traced: Traced, arguments: dict[str, tuple[Shown, ...]]) -> Traced:
    from dataclasses import replace

    inputs = tuple(_given(i, arguments) for i in traced.inputs)
    own = arguments.get(traced.cell, ()) if traced.why is not _SEEN else ()
    return replace(traced, inputs=inputs, arguments=own)


def _references(formula: str) -> list[str]:
    """Return the references in a formula, as it writes them."""
    import formualizer

    def walk(node: ASTNode) -> Iterator[str]:
        if node.node_type() == "Reference":
            yield node.get_reference_string() or ""
        for child in node.children():
            yield from walk(child)

    try:
        return list(walk(formualizer.parse("=" + formula)))
    except (formualizer.ParserError, formualizer.TokenizerError, ValueError, RecursionError):
        return []


def _is_address(text: str) -> bool:
    return bool(re.fullmatch(r"\$?[A-Za-z]{0,3}\$?\d*(?::\$?[A-Za-z]{0,3}\$?\d*)?", text.rpartition("!")[2]))


def _from(value: Any, inputs: tuple[Traced, ...]) -> Text | None:
    """Return where an error comes from: an input that shows the same, or what the error means."""
    if value not in BY_NAME:
        return None
    cells_read = (c for i in inputs for c in (i, *i.inputs))
    source = next((c.cell for c in cells_read if c.value == value), None)
    if source:
        return Text(f"l’erreur vient de {source}", f"the error comes from {source}")
    return _MEANS.get(value)
