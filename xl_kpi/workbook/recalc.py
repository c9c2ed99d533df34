"""Headless recalculation: every formula that can be trusted gets its value, the others are named."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from xl_kpi.errors import BY_NAME, ExcelError
from xl_kpi.language import Text
from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.workbook import cells
from xl_kpi.workbook.addresses import Area, cell_name
from xl_kpi.workbook.bridge import Bridge, Function, catalogue_functions, number_like
from xl_kpi.workbook.dependants import Place, dependants
from xl_kpi.workbook.engine import Engine
from xl_kpi.workbook.formula import Analyzer, Template, areas, instantiate
from xl_kpi.workbook.grid import Grid
from xl_kpi.workbook.package import Package, open_package, over_limit
from xl_kpi.workbook.references import Resolver
from xl_kpi.workbook.report import CellError, Kept, Report
from xl_kpi.workbook.sheets import Book
from xl_kpi.workbook.xmltext import damaged, escape

# What the engine's loader reads in a cell by itself.
_LOADED = {
    ExcelError.NULL, ExcelError.DIV0, ExcelError.VALUE, ExcelError.REF, ExcelError.NAME, ExcelError.NUM, ExcelError.NA
}  # fmt: skip
_TINY = 1e-9

_SHARED = Text("formule partagée incomplète", "incomplete shared formula")
_WHAT_IF = Text("table de données (analyse de scénarios)", "what-if data table")
_PRECISION = Text("précision au format affiché", "precision as displayed")
_OUTSIDE = Text("une référence sort de la grille ou du tableau", "a reference leaves the grid or the table")
_SPILL = Text("le résultat n’a plus la même taille", "the result no longer has the same size")
_CIRCULAR = Text("référence circulaire", "circular reference")
_ENGINE = Text("le moteur de calcul ne sait pas l’évaluer", "the calculation engine cannot evaluate it")
_NOISE = Text("une différence au niveau de l’arrondi", "a difference at the level of rounding")
_GUARDED = Text("une erreur dans une plage sous condition", "an error in a range under a condition")
_TEXT_NUMBER = Text("un nombre écrit en texte", "a number written as text")


def recalculate(
    path: str | Path,
    out: str | Path | None = None,
    *,
    now: dt.datetime | None = None,
    functions: Mapping[str, Function] | None = None,
    limits: Limits = DEFAULT,
) -> Report:
    """Evaluate every formula of a workbook and store the results as cached values.

    Only values change: formulas, charts, formats and every other part keep their bytes. The file
    is saved atomically over itself, or to `out`; when nothing changed nothing is written.
    `now` is what TODAY and NOW show; `functions` replaces the KPI functions (name -> callable).
    Raises UserError for a file that is refused or open in Excel, LimitError naming the limit.
    """
    start = time.perf_counter()
    package = open_package(path, limits)
    report = recalculate_package(package, now=now, functions=functions)
    target = package.path if out is None else Path(out)
    written = package.save(target)
    return replace(report, out=str(target), written=written, seconds=time.perf_counter() - start)


def recalculate_package(
    package: Package, *, now: dt.datetime | None = None, functions: Mapping[str, Function] | None = None
) -> Report:
    """Do what `recalculate` does on a package in memory, without saving it."""
    start = time.perf_counter()
    run = _Run(package, catalogue_functions() if functions is None else functions)
    if run.formulas:
        run.evaluate(now)
        run.judge()
        run.write()
    return replace(run.report(), seconds=time.perf_counter() - start)


class _Formula:
    """One formula cell on its way: where, what, and what became of it."""

    __slots__ = ("area", "array", "cell", "engine", "place", "reason", "template", "text", "value")

    def __init__(self, place: Place, cell: cells.FormulaCell, text: str) -> None:
        self.place = place
        self.cell = cell
        self.text = text
        self.array = cell.kind == "array"
        self.area = _cell_area(place)
        self.template = Template(None)
        self.engine: str | None = None
        self.reason: Text | None = None
        self.value: Any = None


def _cell_area(place: Place) -> Area:
    return Area(place[0], place[1], place[2], place[1], place[2])


def _label(place: Place) -> str:
    return f"{place[0]}!{cell_name(place[1], place[2])}"


class _Run:
    """One recalculation of one package: analyse, evaluate, judge, write."""

    def __init__(self, package: Package, functions: Mapping[str, Function]) -> None:
        self.package = package
        self.book = Book(package)
        self.parts = {s.name: s.part for s in self.book.worksheets}
        self.texts = {n: cells.sheet_text(p, package.part(p)) for n, p in self.parts.items()}
        self.last_rows = {name: cells.last_row(text) for name, text in self.texts.items()}
        self.foreign: dict[Place, str] = {}
        names = {name.upper() for name in functions}
        resolver = Resolver(self.book.worksheets, self.book.tables, self.book.names)
        self.analyzer = Analyzer(resolver, names, self.last_rows, self.book.date1904)
        self.formulas: dict[Place, _Formula] = {}
        self.seeds: list[Area] = []
        self.spilled = 0
        self._errors: dict[Area, bool] = {}  # whether a range holds an error
        for sheet in self.texts:
            self._analyse(sheet)
        self.bridge = Bridge(functions, self._foreign_errors())

    def _analyse(self, sheet: str) -> None:
        self.seeds += [_cell_area((sheet, *place)) for place in cells.iso_dates(self.texts[sheet])]
        masters: dict[str, cells.FormulaCell] = {}
        for cell in cells.formula_cells(self.texts[sheet]):
            place = (sheet, cell.row, cell.column)
            home = cell
            if cell.kind == "shared":
                if cell.text:
                    masters.setdefault(cell.shared, cell)
                home = cell if cell.text else masters.get(cell.shared, cell)
            formula = self.formulas[place] = _Formula(place, cell, home.text)
            if formula.array and cell.ref:
                formula.area = self._spill_area(sheet, cell.ref)
            if cell.kind == "dataTable" or not home.text:
                formula.reason = _WHAT_IF if cell.kind == "dataTable" else _SHARED
                continue
            formula.template = template = self.analyzer.template(
                home.text, sheet, home.row, home.column, array=formula.array
            )
            formula.reason = _PRECISION if self.book.precision_as_displayed else template.reason
            if formula.reason is None:
                formula.engine = instantiate(template, sheet, cell.row, cell.column, len(self.formulas))
                formula.reason = None if formula.engine else _OUTSIDE

    def _spill_area(self, sheet: str, ref: str) -> Area:
        try:
            area = Area.parse(sheet, ref)
        except ValueError:
            raise damaged(self.parts[sheet]) from None
        self.spilled += area.cells
        limit = self.package.limits.spill_cells
        if self.spilled > limit:
            raise over_limit(self.package.path.name, "spill_cells", self.spilled, limit)
        return area

    def _foreign_errors(self) -> frozenset[ExcelError]:
        for sheet, text in self.texts.items():

            def note(error: str, row: int, column: int, sheet: str = sheet) -> None:
                if BY_NAME.get(error) not in _LOADED:
                    self.foreign[sheet, row, column] = error

            cells.each_error(text, note)
        known = {BY_NAME[e] for e in self.foreign.values() if e in BY_NAME}
        return frozenset(e for e in known if not Bridge({}).carries(e))

    def _bare(self, sheet: str) -> str:
        text = self.texts[sheet]

        def formula(row: int, column: int) -> str | None:
            found = self.formulas[sheet, row, column].engine
            return None if found is None else escape(found)

        def error(name: str, row: int, column: int) -> str | None:
            if (sheet, row, column) not in self.foreign:
                return None
            if name in BY_NAME and self.bridge.carries(BY_NAME[name]):
                return f'XLKPI_ERROR("{name}")'
            self.seeds.append(_cell_area((sheet, row, column)))
            return "NA()"

        old_spill = {
            (row, column)
            for f in self.formulas.values()
            if f.place[0] == sheet and f.engine and f.area.cells > 1
            for row in range(f.area.top, f.area.bottom + 1)
            for column in range(f.area.left, f.area.right + 1)
        }
        text = cells.drop_cells(text, old_spill)
        return cells.rewrite_errors(cells.rewrite_formulas(text, formula), error)

    def evaluate(self, now: dt.datetime | None) -> None:
        """Run the engine over the bare copy."""
        strings = self.book.shared_strings_part
        self.engine = Engine(
            {sheet: self._bare(sheet) for sheet in self.texts},
            None if strings is None else self.package.part(strings),
            self.bridge,
            now=now,
            limits=self.package.limits,
        )
        wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for f in self.formulas.values():
            wanted[f.place[0]].append((f.area.top, f.area.left))
            wanted[f.place[0]].append((f.area.bottom, f.area.right))
            for area in areas(f.template.numeric, *f.place):
                wanted[area.sheet].append((area.top, area.left))
                wanted[area.sheet].append((min(area.bottom, self.last_rows[area.sheet]), area.right))
        for sheet, corners in wanted.items():
            self.engine.prepare(sheet, corners)

    def judge(self) -> None:
        """Take each result, or keep the old value with a reason; what depends on a kept cell is kept."""
        for number, f in enumerate(self.formulas.values(), 1):
            if f.reason is None:
                f.reason = self.bridge.doubts.get(number) or self._read(f)
            if f.reason is not None:
                self.seeds.append(f.area)
        if not self.seeds:
            return
        trusted = [f.place for f in self.formulas.values() if f.reason is None]
        kept = dependants(
            self.seeds,
            trusted,
            lambda place: areas(self.formulas[place].template.refs, *place),
            lambda place: self.formulas[place].area,
        )
        for place, cause in kept.items():
            label = _label(cause)
            self.formulas[place].reason = Text(
                f"dépend de {label}, dont la valeur est conservée", f"depends on {label}, whose value is kept"
            )

    def _read(self, f: _Formula) -> Text | None:
        sheet, row, column = f.place
        spill = self.engine.spill(sheet, row, column)
        if (spill or _cell_area(f.place)) != f.area:
            if spill:
                self.seeds.append(spill)
            return _SPILL
        if f.area.cells > 1:
            raw: Any = self.engine.block(f.area)
        else:
            raw = self.engine.raw(sheet, row, column)
        try:
            f.value = self.bridge.value(raw)
        except KeyError:
            return _CIRCULAR if "'kind': 'Circ'" in repr(raw) else _ENGINE
        blocked = f.value == ExcelError.SPILL and str(ExcelError.SPILL) not in self.foreign.values()
        return _SPILL if blocked else self._doubt(f)

    def _doubt(self, f: _Formula) -> Text | None:
        """Return why a value that the engine gave may differ from Excel's."""
        values = [item for line in f.value for item in line] if isinstance(f.value, list) else [f.value]
        numbers = [item for item in values if isinstance(item, float)]
        if f.template.sums and any(0 < abs(item) < _TINY for item in numbers):
            return _NOISE
        if any(self._has_error(area) for area in areas(f.template.guarded, *f.place)):
            return _GUARDED
        return _TEXT_NUMBER if any(self._has_text(area) for area in areas(f.template.numeric, *f.place)) else None

    def _used(self, area: Area) -> Area:
        return replace(area, bottom=max(area.top, min(area.bottom, self.last_rows[area.sheet])))

    def _has_error(self, area: Area) -> bool:
        if area not in self._errors:
            block = self.engine.block(self._used(area))
            self._errors[area] = any(isinstance(v, dict) for line in block for v in line)
        return self._errors[area]

    def _has_text(self, area: Area) -> bool:
        if area.top == area.bottom and area.left == area.right:
            return number_like(self.engine.raw(area.sheet, area.top, area.left))
        return any(number_like(v) for line in self.engine.block(self._used(area)) for v in line)

    def write(self) -> None:
        """Put the trusted results into the sheets that hold them."""
        values: dict[str, dict[tuple[int, int], Any]] = defaultdict(dict)
        spilled: dict[str, dict[tuple[int, int], Any]] = defaultdict(dict)
        for f in self.formulas.values():
            sheet, row, column = f.place
            if f.reason is not None:
                continue
            if f.area.cells == 1:
                values[sheet][row, column] = f.value
                continue
            for r, line in enumerate(f.value):
                for c, value in enumerate(line):
                    (spilled if r or c else values)[sheet][row + r, column + c] = value
        for sheet, found in values.items():
            old = self.texts[sheet]
            new = _add_missing(cells.patch(old, found, spilled[sheet]), spilled[sheet])
            if new != old:
                self.package.replace(self.parts[sheet], new.encode("utf-8"))

    def report(self) -> Report:
        """Return what happened."""
        name = str(self.package.path)
        counts = Counter(function for f in self.formulas.values() for function in f.template.functions)
        kept, errors = [], []
        for number, f in enumerate(self.formulas.values(), 1):
            if f.reason is not None:
                kept.append(Kept(_label(f.place), f"={f.text}", f.reason))
                continue
            found = [v for line in f.value for v in line] if isinstance(f.value, list) else [f.value]
            error = next((v for v in found if isinstance(v, ExcelError)), None)
            if error is not None:
                why = self.bridge.reasons.get(number, {}).get(error)
                errors.append(CellError(_label(f.place), str(error), why))
        return Report(
            file=name,
            out=name,
            formulas=len(self.formulas),
            evaluated=len(self.formulas) - len(kept),
            seconds=0.0,
            written=False,
            kept=tuple(kept),
            errors=tuple(errors),
            functions=dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        )


def _add_missing(text: str, spilled: dict[tuple[int, int], Any]) -> str:
    """Add the cells that an array formula fills and that the writer left out."""
    if not spilled:
        return text
    there = cells.positions(text, {row for row, _ in spilled})
    missing = sorted(spilled.keys() - there)
    if not missing:
        return text
    grid = Grid(text)
    for row, column in missing:
        kind, shown = cells.encode(spilled[row, column])
        tag = "" if kind == "n" else f' t="{kind}"'
        grid.put(row, column, f'<c r="{cell_name(row, column)}"{tag}><v>{shown}</v></c>')
    return grid.text()
