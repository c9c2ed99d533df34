"""Headless recalculation: every formula that can be trusted gets its value, the others are named."""

from __future__ import annotations

import datetime as dt
import time
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any

from xl_kpi.errors import BY_NAME, ExcelError
from xl_kpi.language import Text
from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.workbook import cells, isolated, second_engine
from xl_kpi.workbook.addresses import Area, cell_name
from xl_kpi.workbook.bridge import Bridge, Function, Why, catalogue_functions, column_functions, number_like
from xl_kpi.workbook.columns import runs
from xl_kpi.workbook.confirm import NOT_KNOWN, Confirmation, cells_of, literal, spill_cells
from xl_kpi.workbook.dependants import Place, dependants
from xl_kpi.workbook.doubts import Doubts
from xl_kpi.workbook.engine import Engine, helper_sheet
from xl_kpi.workbook.formula import Analyzer, areas
from xl_kpi.workbook.formula_cells import Formula, Formulas, cell_area
from xl_kpi.workbook.package import Package, naming, open_package
from xl_kpi.workbook.patchable import sheet_text
from xl_kpi.workbook.references import Resolver
from xl_kpi.workbook.report import CellError, Kept, Report, Spilled
from xl_kpi.workbook.sheets import Book
from xl_kpi.workbook.spills import TWO, UNSETTLED, Spills, dynamic_cells, dynamic_indexes
from xl_kpi.workbook.xmltext import escape

# What the engine's loader reads in a cell by itself.
_LOADED = {
    ExcelError.NULL, ExcelError.DIV0, ExcelError.VALUE, ExcelError.REF, ExcelError.NAME, ExcelError.NUM, ExcelError.NA
}  # fmt: skip

_ROUNDS = 6  # of evaluation, until every spilled result has its size
_CIRCULAR = Text("référence circulaire", "circular reference")


def recalculate(
    path: str | Path,
    out: str | Path | None = None,
    *,
    now: dt.datetime | None = None,
    seed: int | None = None,
    fast: bool = False,
    functions: Mapping[str, Function] | None = None,
    limits: Limits = DEFAULT,
) -> Report:
    """Evaluate every formula of a workbook and store the results as cached values.

    Only values change: formulas, charts, formats and every other part keep their bytes. The file
    is saved atomically over itself, or to `out`; when nothing changed nothing is written.
    `now` is what TODAY and NOW show, `seed` starts RAND. With `fast` no second engine confirms the
    functions that need it, and their cells are kept. `functions` replaces the KPI functions.
    Raises UserError for a file that is refused or open in Excel, LimitError naming the limit.
    """
    start = time.perf_counter()
    package = open_package(path, limits)
    report = recalculate_package(package, now=now, seed=seed, fast=fast, functions=functions)
    target = package.path if out is None else Path(out)
    written = package.save(target)
    return replace(report, out=str(target), written=written, seconds=time.perf_counter() - start)


@dataclass(frozen=True, slots=True)
class _Options:
    now: dt.datetime | None
    seed: int | None
    fast: bool
    catalogue: bool  # the KPI functions are those of the catalogue


def recalculate_package(
    package: Package,
    *,
    now: dt.datetime | None = None,
    seed: int | None = None,
    fast: bool = False,
    functions: Mapping[str, Function] | None = None,
) -> Report:
    """Do what `recalculate` does on a package in memory, without saving it.

    A large or odd workbook is evaluated in a process of its own.
    """
    start = time.perf_counter()
    with naming(package.path.name):
        if functions is None and isolated.wanted(package):
            report = isolated.recalculate(package, now, seed, fast)
        else:
            report = recalculate_here(package, now=now, seed=seed, fast=fast, functions=functions)
    return replace(report, seconds=time.perf_counter() - start)


def recalculate_here(
    package: Package,
    *,
    now: dt.datetime | None = None,
    seed: int | None = None,
    fast: bool = False,
    functions: Mapping[str, Function] | None = None,
) -> Report:
    """Do what `recalculate_package` does, in this process."""
    options = _Options(now, seed, fast, functions is None)
    run = _Run(package, catalogue_functions() if functions is None else functions, options)
    if run.formulas:
        run.settle()
        run.judge()
        run.write()
    return run.report()


def _label(place: Place) -> str:
    return f"{place[0]}!{cell_name(place[1], place[2])}"


class _Run:
    """One recalculation of one package: analyse, evaluate, judge, write."""

    def __init__(self, package: Package, functions: Mapping[str, Function], options: _Options) -> None:
        self.package = package
        self.options = options
        self.book = Book(package)
        self.parts = {s.name: s.part for s in self.book.worksheets}
        self.texts = {n: sheet_text(p, package.part(p)) for n, p in self.parts.items()}
        for text in self.texts.values():
            cells.check_limits(text, package.path.name, package.limits)
        self.last_rows = {name: cells.last_row(text) for name, text in self.texts.items()}
        self.foreign: dict[Place, str] = {}
        names = {name.upper() for name in functions}
        resolver = Resolver(self.book.worksheets, self.book.tables, self.book.names)
        analyzer = Analyzer(
            resolver,
            names,
            self.last_rows,
            self.book.date1904,
            seeded=options.seed is not None,
            array_cells=package.limits.array_cells,
        )
        self.second = None if options.fast else second_engine.name()
        reading = Formulas(
            analyzer,
            package.path.name,
            package.limits,
            precision_as_displayed=self.book.precision_as_displayed,
            check=self.second is not None,
        )
        self.seeds: list[Area] = []
        self.checked = 0
        indexes = dynamic_indexes(self.book)
        for sheet, text in self.texts.items():
            reading.read(sheet, self.parts[sheet], text, set(dynamic_cells(text, indexes)))
            odd = chain(cells.iso_dates(text), cells.rich_values(text))
            self.seeds += [cell_area((sheet, *place)) for place in odd]
        reading.place_spills()
        self.reading = reading
        self.formulas = reading.found
        self.helpers = reading.helpers
        self.spills = Spills(self.book, self.texts, self.formulas, package.limits)
        self.functions = functions
        self.carried = self._foreign_errors()
        vector = column_functions() if options.catalogue and not self.foreign else ()
        self.runs = runs(list(self.formulas.values()), vector) if vector else []
        self.in_run = {f.number: run for run in self.runs for f in run.formulas}
        self.bridge = Bridge(functions, self.carried)

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
            found = self.formulas[sheet, row, column]
            if found.number in self.in_run:
                return ""
            return None if found.engine is None else escape(found.engine)

        def error(name: str, row: int, column: int) -> str | None:
            if (sheet, row, column) not in self.foreign:
                return None
            if name in BY_NAME and self.bridge.carries(BY_NAME[name]):
                return f'XLKPI_ERROR("{name}")'
            self.seeds.append(cell_area((sheet, row, column)))
            return "NA()"

        old_spill = spill_cells(
            f for f in self.formulas.values() if f.place[0] == sheet and f.stored.cells > 1 and f.engine
        )
        text = cells.drop_cells(text, old_spill)
        return cells.rewrite_errors(cells.rewrite_formulas(text, formula), error)

    @property
    def _strings(self) -> bytes | None:
        part = self.book.shared_strings_part
        return None if part is None else self.package.part(part)

    def settle(self) -> None:
        """Evaluate; where a value is taken from the second engine, once more with it."""
        for last in (False, False, True):
            self._evaluate_spills()
            for f in self.formulas.values():
                known = f.settled or f.number in self.in_run
                f.reason = f.refused or (None if known else self.bridge.doubts.get(f.number) or self._read(f))
            self.doubts = Doubts(self.engine, self.last_rows, number_texts=self._any_number_text())
            for f in self.formulas.values():
                if f.reason is None and not f.settled and (f.template.careful or f.template.sums):
                    f.reason = self.doubts.doubt(f)
            question = Confirmation(self.formulas, self.texts, self._strings, self.package.limits.seconds, self.spills)
            self.checked = max(self.checked, len(question.asked))
            taken = question.judge(self.helpers, self._helper_value, self._reads_error)
            for f in taken:
                f.own, f.settled = (literal(f.value), ""), True
                f.reason = NOT_KNOWN if last else None
            if not taken:
                return

    def _any_number_text(self) -> bool:
        """Tell whether any text of the workbook may be a number in some language."""
        values = [v for f in self.formulas.values() for v in cells_of(f).values()]
        inline = (t for text in self.texts.values() if "inlineStr" in text for t in cells.inline_texts(text))
        return any(number_like(v) for v in chain(values, self.book.shared_strings, inline) if isinstance(v, str))

    def _helper_value(self, row: int, column: int) -> Any:
        return self.bridge.value(self.engine.raw(self.helpers.name, row, column))

    def _reads_error(self, f: Formula) -> bool:
        return any(self.doubts.has_error(area) for area in areas(f.template.refs, *f.place))

    def _evaluate_spills(self) -> None:
        """Evaluate until what stands on the size of a spilled result was evaluated with that size."""
        for _ in range(_ROUNDS):
            self.bridge = Bridge(self.functions, self.carried, seed=self.options.seed)
            walls, runs_before = self.spills.walls, len(self.runs)
            moved = self._evaluate()
            if moved and self.runs:
                self._keep_runs([f.area for f in moved])
            again = bool(moved) and self.reading.place_spills()
            self.moving = moved if again or walls < self.spills.walls or len(self.runs) < runs_before else []
            if not self.moving:
                return

    def _keep_runs(self, filled: list[Area]) -> None:
        """Keep the runs whose arguments are plain cells now that these hold results."""
        reads = [(run, run.arguments() or ()) for run in self.runs]
        self.runs = [run for run, read in reads if not any(a.meets(b) for a in read for b in filled)]
        self.in_run = {f.number: run for run in self.runs for f in run.formulas}

    def _evaluate(self) -> list[Formula]:
        """Run the engine over the bare copy."""
        sheets = {sheet: self._bare(sheet) for sheet in self.texts}
        if self.helpers.cells:
            sheets[self.helpers.name] = helper_sheet(self.helpers)
        self.engine = Engine(
            sheets,
            self._strings,
            self.bridge,
            now=self.options.now,
            limits=self.package.limits,
            before=self._call_runs if self.runs else None,
        )
        moving = self.spills.measure(self.bridge.results)
        wanted: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for f in self.formulas.values():
            wanted[f.place[0]].append((f.area.top, f.area.left))
            wanted[f.place[0]].append((f.area.bottom, f.area.right))
            for area in areas(f.template.numeric, *f.place):
                wanted[area.sheet].append((area.top, area.left))
                wanted[area.sheet].append((min(area.bottom, self.last_rows[area.sheet]), area.right))
        for sheet, corners in wanted.items():
            self.engine.prepare(sheet, corners)
        return moving

    def _call_runs(self, engine: Engine) -> None:
        """Call the KPIs that go down a column over plain cells, once each."""
        for run in self.runs:
            columns = [engine.block(area) for area in run.arguments() or ()]
            values = self.bridge.down(run.name, columns, len(run.formulas))
            results = [self.bridge.result(value) for value in values]
            sheet, row, column = run.formulas[0].place
            engine.fill(sheet, row, column, results)
            for f, value in zip(run.formulas, results, strict=True):
                f.value = self.bridge.value(value)

    def judge(self) -> None:
        """Take each result, or keep the old value with a reason; what depends on a kept cell is kept."""
        self._keep_dependants()
        while clashes := self.spills.clashes():
            for f in clashes:
                f.reason = TWO
            self._keep_dependants()

    def _keep_dependants(self) -> None:
        self.seeds += [area for f in self.formulas.values() if f.reason is not None for area in {f.area, f.stored}]
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

    def _read(self, f: Formula) -> Text | None:
        sheet, row, column = f.place
        if f.area.cells > 1:
            raw: Any = self.engine.block(f.area)
        else:
            raw = self.engine.raw(sheet, row, column)
        try:
            f.value = self.bridge.value(raw)
        except KeyError:
            return _CIRCULAR if "'kind': 'Circ'" in repr(raw) else NOT_KNOWN
        if f.array:
            return UNSETTLED if f in self.moving else self.spills.doubt(f, self.bridge.results.get(f.number))
        spill = f.value == ExcelError.SPILL and str(ExcelError.SPILL) not in self.foreign.values()
        return UNSETTLED if spill and not self.spills.blocked else None

    def write(self) -> None:
        """Put the trusted results into the sheets that hold them."""
        values: dict[str, dict[tuple[int, int], Any]] = defaultdict(dict)
        spilled: dict[str, dict[tuple[int, int], Any]] = defaultdict(dict)
        for f in self.formulas.values():
            sheet, row, column = f.place
            if f.reason is not None:
                continue
            for at, value in cells_of(f).items():
                (values if at == (row, column) else spilled)[sheet][at] = value
        for sheet, found in values.items():
            old = self.texts[sheet]
            new = self.spills.written(sheet, cells.patch(old, found, spilled[sheet]), spilled[sheet])
            if new != old:
                self.package.replace(self.parts[sheet], new.encode("utf-8"))

    def _why(self, f: Formula, error: ExcelError) -> Why | None:
        if f.number in self.spills.blocked:
            return self.spills.blocked[f.number]
        run = self.in_run.get(f.number)
        if run is None:
            return self.bridge.reasons.get(f.number, {}).get(error)
        cells_read = areas(run.refs, *f.place)
        return self.bridge.why(run.name, [self.engine.raw(a.sheet, a.top, a.left) for a in cells_read])

    def report(self) -> Report:
        """Return what happened."""
        name = str(self.package.path)
        counts = Counter(function for f in self.formulas.values() for function in f.template.functions)
        kept, errors = [], []
        for f in self.formulas.values():
            if f.reason is not None:
                kept.append(Kept(_label(f.place), f"={f.text}", f.reason))
                continue
            found = [v for line in f.value for v in line] if isinstance(f.value, list) else [f.value]
            error = next((v for v in found if isinstance(v, ExcelError)), None)
            if error is not None:
                why = self._why(f, error)
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
            second_engine=self.second,
            checked=self.checked,
            spilled=tuple(
                Spilled(_label(f.place), f.stored.ref, f.area.ref) for f in self.spills.changed() if f.reason is None
            ),
            functions=dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        )
