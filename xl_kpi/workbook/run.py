"""One recalculation: formulas analysed, evaluated, judged, and the trusted results written."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Mapping
from itertools import chain
from typing import Any

from xl_kpi.errors import BY_NAME, ExcelError
from xl_kpi.language import Text
from xl_kpi.workbook.addresses import Area, cell_name
from xl_kpi.workbook.analysis.formula import Analyzer, areas
from xl_kpi.workbook.analysis.formula_cell import Formula, cell_area
from xl_kpi.workbook.analysis.formula_cells import FormulaColumn, Formulas
from xl_kpi.workbook.analysis.references import Resolver
from xl_kpi.workbook.analysis.text_formats import language_of
from xl_kpi.workbook.dependants import Place, dependants
from xl_kpi.workbook.engines import second_engine
from xl_kpi.workbook.engines.bridge import Bridge, Function, column_functions
from xl_kpi.workbook.engines.checks import number_like
from xl_kpi.workbook.engines.confirm import NOT_KNOWN, Confirmation, cells_of, literal, results_of, spill_cells
from xl_kpi.workbook.engines.doubts import Doubts
from xl_kpi.workbook.engines.engine import Engine, helper_sheet
from xl_kpi.workbook.engines.looking import looking
from xl_kpi.workbook.options import Options
from xl_kpi.workbook.parts import cells
from xl_kpi.workbook.parts.grid import Stored
from xl_kpi.workbook.parts.linked import Links
from xl_kpi.workbook.parts.macros import holds_macros
from xl_kpi.workbook.parts.marks import with_marked
from xl_kpi.workbook.parts.package import Package
from xl_kpi.workbook.parts.patchable import sheet_text
from xl_kpi.workbook.parts.patching import patch
from xl_kpi.workbook.parts.rich_errors import RichErrors
from xl_kpi.workbook.parts.sheets import Book, engine_strings
from xl_kpi.workbook.spills import TWO, UNSETTLED, Spills, dynamic_cells, dynamic_indexes

# What the engine's loader reads in a cell by itself.
_LOADED = {
    ExcelError.NULL, ExcelError.DIV0, ExcelError.VALUE, ExcelError.REF, ExcelError.NAME, ExcelError.NUM, ExcelError.NA
}  # fmt: skip

_ROUNDS = 30  # of evaluation, until every spilled result has its size
_CIRCULAR = Text("référence circulaire", "circular reference")


def label(place: Place) -> str:
    """Return a cell as reports name it."""
    return f"{place[0]}!{cell_name(place[1], place[2])}"


class Run:
    """One recalculation of one package: analyse, evaluate, judge, write."""

    def __init__(self, package: Package, functions: Mapping[str, Function], options: Options) -> None:
        """Read the package's formulas and analyse them."""
        self.package = package
        self.options = options
        self.until = time.monotonic() + package.limits.seconds
        self.book = Book(package)
        self.parts = {s.name: s.part for s in self.book.worksheets}
        self.texts = {n: sheet_text(p, package.part(p), well_formed=package.trusted) for n, p in self.parts.items()}
        for text in self.texts.values():
            cells.check_limits(text, package.path.name, package.limits)
        self.last_rows = {name: cells.last_row(text) for name, text in self.texts.items()}
        self.foreign: dict[Place, str] = {}
        self.rich = RichErrors(self.book, self.texts)
        self.stored = Stored(self.texts, lambda: self.book.shared_strings)
        self.spelled = {sheet: self.rich.spelled(text) for sheet, text in self.texts.items()}
        names = {name.upper() for name in functions}
        self.links = Links(self.book, _LOADED, self.last_rows)
        book = self.book
        resolver = Resolver(book.worksheets, book.tables, book.names, book.unsure_names, self.links)
        analyzer = Analyzer(
            resolver,
            names,
            self.last_rows,
            self.book.date1904,
            language=language_of(package),
            seeded=options.seed is not None,
            macros=holds_macros(package),
            array_cells=package.limits.array_cells,
            sheet_names=tuple(sheet.name for sheet in self.book.sheets),
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
        self.placed: list[tuple[Area, Any]] = []  # results that the engine gets and need not work out
        indexes = dynamic_indexes(self.book)
        self.scans = {sheet: cells.FormulaScan(text) for sheet, text in self.texts.items()}
        for sheet, text in self.texts.items():
            reading.read(sheet, self.parts[sheet], self.scans[sheet], set(dynamic_cells(text, indexes)))
            self.seeds += [cell_area((sheet, *place)) for place in cells.iso_dates(text)]
            rich = (at for *at, mark in cells.rich_values(text) if mark not in self.rich.known)
            self.seeds += [cell_area((sheet, row, column)) for row, column in rich]
        reading.place_spills()
        reading.check_references()
        self.reading = reading
        self.formulas, self.columns = reading.found, reading.columns
        self.tables = [self.formulas[place] for place in options.tables]
        for f in self.tables:
            f.refused, f.settled, f.value = None, True, options.tables[f.place]
        self.helpers = reading.helpers
        self.spills = Spills(self.book, self.texts, reading, package.limits)
        self.looking = looking(self.book, self.texts, reading, analyzer)
        self.functions = functions
        self.carried = self._foreign_errors()
        if options.catalogue and not self.foreign and self.columns:
            self._choose_calls()
        self.bridge = Bridge(functions, self.carried)

    def _choose_calls(self) -> None:
        """Find the columns of a KPI over plain cells: they are called at once, before all else."""
        vector = column_functions()
        calculated = {(c.sheet, c.column) for c in self.columns}
        for f in self.formulas.values():
            calculated.update((f.place[0], column) for column in range(f.area.left, f.area.right + 1))
        for c in self.columns:
            name = c.writer.call[0] if c.writer.call else ""
            c.called = name in vector and all((a.sheet, a.left) not in calculated for a in c.arguments())

    def _foreign_errors(self) -> frozenset[ExcelError]:
        for sheet, text in self.spelled.items():

            def note(error: str, row: int, column: int, sheet: str = sheet) -> None:
                if BY_NAME.get(error) not in _LOADED:
                    self.foreign[sheet, row, column] = error

            cells.each_error(text, note)
        known = {BY_NAME[e] for e in self.foreign.values() if e in BY_NAME}
        return frozenset(e for e in known if not Bridge({}).carries(e))

    def _bare(self, sheet: str, formulas: list[str | None], old_spill: set[tuple[int, int]]) -> str:

        def error(name: str, row: int, column: int) -> str | None:
            if (sheet, row, column) not in self.foreign:
                return None
            if name in BY_NAME and self.bridge.carries(BY_NAME[name]):
                return f'XLKPI_ERROR("{name}")'
            self.seeds.append(cell_area((sheet, row, column)))
            return "NA()"

        text = cells.drop_cells(self.spelled[sheet], old_spill)
        scan = self.scans[sheet] if text is self.texts[sheet] else cells.FormulaScan(text)
        return cells.rewrite_errors(scan.rewritten(formulas), error)

    def settle(self) -> None:
        """Evaluate; where a value is taken from the second engine, once more with it."""
        for last in (False, False, True):
            self._evaluate_spills()
            self._take_apart([c for c in self.columns if not self._read_column(c)])
            for f in self.formulas.values():
                f.reason = f.refused or (None if f.settled else self.bridge.doubts.get(f.number) or self._read(f))
            self.doubts = Doubts(self.engine, self.last_rows, number_texts=self._any_number_text())
            self._take_apart([c for c in self.columns if self.doubts.column_doubt(c)])
            for f in self.formulas.values():
                if f.reason is None and not f.settled and (f.template.careful or f.template.sums):
                    f.reason = self.doubts.doubt(f)
                if f.refused is None and not f.settled:
                    f.reason = self.doubts.disbelief(f) or f.reason
            if self.second is None:
                return
            # Half of the time that is left: what the second engine does not answer in time is kept, nothing else.
            strings, seconds, unlike = engine_strings(self.book), self._left() / 2, self.bridge.unlike
            second = Confirmation(self.reading, self.spelled, self.links.sheets, strings, seconds, self.spills, unlike)
            self.checked = max(self.checked, len(second.asked))
            taken = second.judge(self.helpers, self._helper_value, self._reads_error)
            for f in taken:
                f.own, f.settled = (literal(f.value), ""), True
                f.reason = NOT_KNOWN if last else None
            if not taken:
                return

    def _left(self) -> float:
        """Return the seconds that the calculation may still take."""
        return max(0.0, self.until - time.monotonic())

    def _take_apart(self, columns: list[FormulaColumn]) -> None:
        for c in columns:
            self.reading.apart(c)

    def _read_column(self, c: FormulaColumn) -> bool:
        """Read the values of a column; False when its cells must be looked at one by one."""
        if c.called:
            return True
        if c.writer.template.nameless:
            return False
        c.values = []
        if self.bridge.doubts and not self.bridge.doubts.keys().isdisjoint(c.numbers):
            return False
        try:
            c.values = self.bridge.column(self.engine.block(c.area))
        except KeyError:
            return False
        return ExcelError.SPILL not in c.values

    def _any_number_text(self) -> bool:
        """Tell whether any text of the workbook may be a number in some language."""
        columns = (c.values for c in self.columns if str in map(type, c.values))
        values = chain((v for f in self.formulas.values() for v in cells_of(f).values()), *columns)
        inline = (t for text in self.texts.values() if "inlineStr" in text for t in cells.inline_texts(text))
        everywhere = chain(values, self.book.shared_strings, inline, self.links.texts())
        return any(number_like(v) for v in everywhere if isinstance(v, str))

    def _helper_value(self, row: int, column: int) -> Any:
        return self.bridge.value(self.engine.raw(self.helpers.name, row, column))

    def _reads_error(self, f: Formula) -> bool:
        missing = any(ref.misses(*f.place) for ref in f.template.refs)
        return missing or any(self.doubts.has_error(area) for area in areas(f.template.refs, *f.place))

    def _evaluate_spills(self) -> None:
        """Evaluate until what stands on the size of a spilled result was evaluated with that size."""
        for _ in range(_ROUNDS):
            self.bridge = Bridge(self.functions, self.carried, seed=self.options.seed, looking=self.looking)
            walls = self.spills.walls
            moved = self._evaluate()
            fewer = self._call_fewer([f.area for f in moved])
            again = self.reading.learn(self.bridge) or bool(moved)
            again = again and self.reading.place_spills(further=self._reach_further(moved))
            if not (again or walls < self.spills.walls or fewer):
                self.moving = set(self._in_place())
                return
            self.moving = set(moved)
        self.bridge.doubts.update(dict.fromkeys(self.reading.differing, UNSETTLED))

    def _in_place(self) -> list[Formula]:
        """Evaluate what is in doubt once more, every result it reads in its cells from the start; return what moved."""
        number = self.bridge.doubts.__contains__
        read = [a for f in self.formulas.values() if number(f.number) for a in areas(f.template.refs, *f.place)]
        read += [area for c in self.columns if any(map(number, c.numbers)) for area in c.reads()]
        there = [f for f in self.spills.dynamic if f.area.cells > 1 and not number(f.number)]
        self.placed = [(f.area, self.engine.block(f.area)) for f in there if any(map(f.area.meets, read))]
        if not self.placed:
            return []
        known = self.bridge.results
        self.bridge = Bridge(self.functions, self.carried, seed=self.options.seed, looking=self.looking)
        self.bridge.results.update({f.number: known[f.number] for f in there})
        moved = self._evaluate()
        self.placed = []
        return moved

    def _reach_further(self, moved: list[Formula]) -> bool:
        """Tell whether results now fill rows below the last one of a sheet."""
        lowest = {f.place[0]: f.area.bottom for f in sorted(moved, key=lambda f: f.area.bottom)}
        further = {sheet: row for sheet, row in lowest.items() if row > self.last_rows[sheet]}
        self.last_rows.update(further)
        return bool(further)

    def _call_fewer(self, filled: list[Area]) -> bool:
        """Leave the columns to the engine whose arguments are no plain cells, now that these hold results."""
        mixed = [c for c in self.columns if c.called and any(a.meets(b) for a in c.arguments() for b in filled)]
        for c in mixed:
            c.called = False
        return bool(mixed)

    def _evaluate(self) -> list[Formula]:
        """Run the engine over the bare copy."""
        formulas = self.reading.in_order(lambda f: f.engine, FormulaColumn.for_engine)
        formulas = with_marked(self.reading, formulas, lambda f, _: "" if f.engine else None)
        arrays = [f for f in self.formulas.values() if f.stored.cells > 1 and f.engine]
        sheets = (
            (sheet, self._bare(sheet, formulas[sheet], spill_cells(f for f in arrays if f.place[0] == sheet)))
            for sheet in self.texts
        )
        added = [(self.helpers.name, helper_sheet(self.helpers))] if self.helpers.cells else []
        self.engine = Engine(
            chain(sheets, self.links.sheets.items(), added),
            engine_strings(self.book),
            self.bridge,
            now=self.options.now,
            limits=self.package.limits,
            seconds=self._left(),
            before=self._call_columns,
        )
        moving = self.spills.measure(self.bridge.results)
        wanted: dict[tuple[str, int], list[int]] = defaultdict(list)
        for f in self.formulas.values():
            sheet, row, column = f.place
            wanted[sheet, column].append(row)
        for (sheet, column), rows in wanted.items():
            self.engine.prepare(sheet, column, rows)
        return moving

    def _call_columns(self, engine: Engine) -> None:
        """Call the KPIs that go down a column over plain cells, once each; the engine gets what is read."""
        for area, rows in [*self.placed, *((f.area, self.bridge.result(f.value)) for f in self.tables)]:
            for across, down in enumerate(zip(*rows, strict=True)):
                engine.fill(area.sheet, area.top, area.left + across, list(down))
        called = [c for c in self.columns if c.called]
        read = set[Area]()
        if called:
            read.update(area for c in self.columns for area in c.reads())
            read.update(area for f in self.formulas.values() for area in areas(f.template.refs, *f.place))
        spilling = any(f.template.many for f in self.formulas.values())
        for c in called:
            name = c.writer.call[0] if c.writer.call else ""
            values = self.bridge.down(name, [engine.block(area) for area in c.arguments()], len(c.numbers))
            c.values = [v if type(v) is float else self.bridge.value(self.bridge.result(v)) for v in values]
            if spilling or any(map(c.area.meets, read)):
                engine.fill(c.sheet, c.top, c.column, [self.bridge.result(value) for value in values])

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
        for place, cause in self.dependants_of(self.seeds).items():
            name = label(cause)
            self.formulas[place].reason = Text(
                f"dépend de {name}, dont la valeur est conservée", f"depends on {name}, whose value is kept"
            )

    def dependants_of(self, seeds: list[Area]) -> dict[Place, Place]:
        """Return the trusted formulas that depend on these cells; columns that may are taken apart first."""
        while True:
            columns = {(c.sheet, c.top, c.column): c for c in self.columns}
            trusted = [f.place for f in self.formulas.values() if f.reason is None]

            def reads(place: Place, columns: dict[Place, FormulaColumn] = columns) -> list[Area]:
                column = columns.get(place)
                return column.reads() if column else areas(self.formulas[place].template.refs, *place)

            def fills(place: Place, columns: dict[Place, FormulaColumn] = columns) -> Area:
                return (columns.get(place) or self.formulas[place]).area

            kept = dependants(seeds, [*trusted, *columns], reads, fills)
            reached = [columns[place] for place in kept if place in columns]
            if not reached:
                return kept
            self._take_apart(reached)

    def _read(self, f: Formula) -> Text | None:
        sheet, row, column = f.place
        if f.template.pending is not None:
            return UNSETTLED
        if f.area.cells > 1:
            raw: Any = self.engine.block(f.area)
        else:
            raw = self.engine.raw(sheet, row, column)
        try:
            f.value = self.bridge.value(raw)
            if isinstance(f.value, list) and "inf" in repr(f.value):
                return NOT_KNOWN  # too large a number: Excel shows one error for the whole matrix
        except KeyError:
            return _CIRCULAR if "'kind': 'Circ'" in repr(raw) else NOT_KNOWN
        shown = str(f.value) if isinstance(f.value, ExcelError) else f.value
        if f.template.nameless and shown != self.stored.value(*f.place):
            return f.template.nameless
        if f.array:
            return UNSETTLED if f in self.moving else self.spills.doubt(f, self.bridge.results.get(f.number))
        spill = f.value == ExcelError.SPILL and str(ExcelError.SPILL) not in self.foreign.values()
        return UNSETTLED if spill and not self.spills.blocked else None

    def write(self) -> None:
        """Put the trusted results into the sheets that hold them; the engine, as large as all of them, is let go."""
        del self.engine, self.doubts
        results, spilled = results_of(self.reading, lambda f: f.reason is None)
        for sheet, scan in self.scans.items():
            new = patch(scan, results[sheet], spilled[sheet], self.rich)
            new = self.spills.written(sheet, new, spilled[sheet], self.rich)
            if new != scan.text:
                self.package.replace(self.parts[sheet], new.encode("utf-8"))
