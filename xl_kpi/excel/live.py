"""A workbook open in Excel, for the refresh that also works on files.

Nothing is written before everything has been checked. Then only the columns that we fill in our data
tables change, and cells that hold a parameter; a failure halfway puts back what was there.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import xlwings as xw

from xl_kpi.errors import BY_COM_VALUE, BY_NAME, ExcelError
from xl_kpi.language import Lang
from xl_kpi.reports.progress import Step
from xl_kpi.workbook.addresses import MAX_ROW, cell_name
from xl_kpi.workbook.parts.cached import column_cells
from xl_kpi.workbook.parts.cell_values import CellValue
from xl_kpi.workbook.report import CellError, Report
from xl_kpi.workbook.rows.open_workbook import Place
from xl_kpi.workbook.rows.row_plan import (
    Input,
    RowPlan,
    TableRows,
    Written,
    cell_value,
    holds_formula,
    in_the_way,
    normal,
    places,
    plan_rows,
    refusal,
    serial,
    sheet_missing,
    table_missing,
    too_many_rows,
)

Undo = list[Callable[[], object]]
_STRING = re.compile(r'"(?:[^"]|"")*"')
_FUNCTION = re.compile(r"([A-Za-z_][\w.]*)\(")
# What Excel would take for a number, a date, a formula, a boolean or an error when it is typed in.
_READ_BY_EXCEL = re.compile(r"[^\W\d_][^\d]*")
_BOOLEANS = {"true", "false", "vrai", "faux"}


@contextlib.contextmanager
def quiet(app: xw.App, lang: Lang) -> Iterator[Step]:
    """Hold back drawing and calculation while a block runs; give a function that reports on the status bar.

    Afterwards, failure or not, the user's settings are what they were.
    """
    before = {name: getattr(app, name) for name in ("screen_updating", "enable_events", "calculation")}

    def step(what: Any, done: int, of: int) -> None:
        app.status_bar = f"KPI - {what[lang]} ({done}/{of})"

    try:
        app.screen_updating, app.enable_events, app.calculation = False, False, "manual"
        yield step
    finally:
        for name, value in before.items():
            with contextlib.suppress(Exception):  # each on its own: one refusal must not leave the others
                setattr(app, name, value)
        with contextlib.suppress(Exception):
            app.status_bar = False  # Excel's own texts again


@dataclass(frozen=True, slots=True)
class _Edit:
    """What one table is about to receive. Rows of the plan count from the first body row."""

    table: Any
    sheet: Any
    first: int
    left: int
    columns: list[int]  # of the record's values, counted from the table's first column
    body: list[list[CellValue]]
    plan: RowPlan


class LiveWorkbook:
    """A workbook open in Excel. Write to a table once, then `finish`."""

    def __init__(self, book: xw.Book) -> None:
        """Look at the open workbook; nothing changes before `finish`."""
        self.book = book
        self.date1904 = bool(getattr(book.api, "Date1904", False))
        self._tables = {table.name: (table, sheet) for sheet in book.sheets for table in sheet.tables}
        self._edits: list[_Edit] = []
        self._cells: dict[Place, CellValue] = {}

    @property
    def path(self) -> Path:
        """Return where the workbook is saved; just its name where it never was."""
        try:
            return Path(self.book.fullname)
        except Exception:  # noqa: BLE001 - a OneDrive address that xlwings cannot map to a folder
            return Path(self.book.name)

    def table_names(self) -> list[str]:
        """Return the names of the Excel Tables."""
        return list(self._tables)

    def read_table(self, name: str) -> TableRows:
        """Return the labels and body rows of a table."""
        table, _ = self._table(name)
        rows = [row for row in self._body(table) if any(value is not None for value in row)]
        return TableRows(tuple(self._header(table)), rows)

    def write_rows(
        self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Input]], key: Sequence[str]
    ) -> Written:
        """Put records into a table when `finish` comes: in place by key, below where they are new."""
        table, sheet = self._table(name)
        file = self.path.name
        if getattr(sheet.api, "ProtectContents", False):
            raise refusal(
                file,
                f"la feuille «\u00a0{sheet.name}\u00a0» est protégée. Ôtez la protection et recommencez.",
                f"sheet {sheet.name!r} is protected. Unprotect it and try again.",
            )
        wanted = places(file, sheet.name, name, self._header(table), columns)
        body = self._body(table)
        identity = [list(columns).index(label) for label in key]
        existing: dict[tuple[CellValue, ...], int] = {}
        for number, row in enumerate(body):
            existing.setdefault(tuple(normal(row[wanted[i]]) for i in identity), number)
        plan = plan_rows(file, table.name, existing, rows, identity, self.date1904)
        edit = _Edit(table, sheet, table.range.row + 1, table.range.column, wanted, body, plan)
        self._check_room(edit)
        self._edits.append(edit)
        return Written(name, len(plan.added), len(plan.replaced), len(body) + len(plan.added))

    def named_cell(self, name: str) -> tuple[Place, CellValue] | None:
        """Return the place and the value of the one cell that a defined name covers, if it does."""
        cells = self.named_column(name)
        return cells[0] if len(cells) == 1 else None

    def named_column(self, name: str) -> list[tuple[Place, CellValue]]:
        """Return the place and the value of every cell of the column that a defined name covers, if it does."""
        found = next((n.refers_to for n in self.book.names if n.name.lower() == name.lower()), "")
        return [
            (place, self._cells.get(place, self._values(self._sheet(place[0]).range(place[1]))[0][0]))
            for place in column_cells(found or "")
        ]

    def set_cells(self, values: Mapping[Place, Input]) -> None:
        """Write plain values into cells without a formula when `finish` comes."""
        for (sheet, cell), given in values.items():
            if _is_formula(self._sheet(sheet).range(cell).formula):
                raise holds_formula(self.path.name, sheet, cell)
            where = f"{sheet}!{cell}"
            self._cells[sheet, cell] = cell_value(given, self.path.name, where, date1904=self.date1904)

    def finish(self, *, keep: bool = True) -> Report:
        """Make the changes unless they are not to be kept, let Excel calculate, and report."""
        start = time.perf_counter()
        try:
            if keep:
                self._make_changes()
        finally:
            self._edits, self._cells = [], {}
        return self.report(start)

    def _make_changes(self) -> None:
        undo: Undo = []
        try:
            for edit in self._edits:
                self._apply(edit, undo)
            for (sheet, cell), value in self._cells.items():
                self._put(self._sheet(sheet).range(cell), [[value]], undo)
            self.book.app.calculate()
        except Exception:
            for restore in reversed(undo):
                with contextlib.suppress(Exception):
                    restore()
            raise

    def report(self, start: float) -> Report:
        """Return what the sheets show now: formulas, the errors among them, the functions they call."""
        counts: Counter[str] = Counter()
        errors, formulas = [], 0
        for sheet in self.book.sheets:
            used = sheet.used_range
            if getattr(used.api, "HasFormula", None) is False:  # a data tab of 100,000 rows need not travel
                continue
            values = self._values(used)
            for r, line in enumerate(_rows(used.formula)):
                for c, formula in enumerate(line):
                    if _is_formula(formula):
                        formulas += 1
                        counts.update({name.upper() for name in _FUNCTION.findall(_STRING.sub("", formula))})
                        if (error := BY_NAME.get(str(values[r][c]))) is not None:
                            cell = cell_name(used.row + r, used.column + c)
                            errors.append(CellError(f"{sheet.name}!{cell}", str(error)))
        return Report(
            file=str(self.path),
            out=str(self.path),
            formulas=formulas,
            evaluated=formulas,
            seconds=time.perf_counter() - start,
            written=False,
            errors=tuple(errors),
            functions=dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
        )

    def _table(self, name: str) -> tuple[Any, Any]:
        for known, found in self._tables.items():
            if known.lower() == name.lower():
                return found
        raise table_missing(self.path.name, name, self.table_names())

    def _sheet(self, name: str) -> Any:
        for sheet in self.book.sheets:
            if sheet.name.lower() == name.lower():
                return sheet
        raise sheet_missing(self.path.name, name)

    def _header(self, table: Any) -> list[str]:
        return [str(label) for label in _rows(table.header_row_range.value)[0]]

    def _body(self, table: Any) -> list[list[CellValue]]:
        """Return the body rows; none for one row with nothing but formats and formulas."""
        body = table.data_body_range
        if body is None:
            return []
        if body.shape[0] == 1 and all(f in ("", None) or _is_formula(f) for f in _rows(body.formula)[0]):
            return []
        return self._values(body)

    def _values(self, cells: Any) -> list[list[CellValue]]:
        found = cells.options(ndim=2, err_to_str=True).value
        return [[self._value(value) for value in row] for row in found]

    def _value(self, value: Any) -> CellValue:
        """Return a cell as files keep it: days as serial numbers, errors as their text."""
        if isinstance(value, dt.date):
            return serial(value, date1904=self.date1904)
        if isinstance(value, bool | str) or value is None:
            return value
        error = BY_COM_VALUE.get(value) if isinstance(value, int) else None
        return str(error) if error else float(value)

    def _check_room(self, edit: _Edit) -> None:
        """Refuse rows that would run into something: Excel would take it into the table."""
        area, totals = edit.table.range, bool(edit.table.show_totals)
        bottom = area.row + area.shape[0] - 1
        last = edit.first + len(edit.body) + len(edit.plan.added) - 1 + totals
        if last > MAX_ROW:
            raise too_many_rows(self.path.name, edit.table.name, last)
        used = edit.sheet.used_range
        last = min(last, used.row + used.shape[0] - 1)
        if last <= bottom:
            return
        below = edit.sheet.range((bottom + 1, edit.left), (last, edit.left + area.shape[1] - 1))
        for r, row in enumerate(_rows(below.formula)):
            for c, content in enumerate(row):
                if content not in ("", None):
                    cell = cell_name(bottom + 1 + r, edit.left + c)
                    raise in_the_way(self.path.name, edit.sheet.name, edit.table.name, cell)

    def _apply(self, edit: _Edit, undo: Undo) -> None:
        for start, records in _runs(self._changed(edit)):
            self._put_rows(edit, start, records, undo)
        if edit.plan.added:
            self._grow(edit, undo)
            self._put_rows(edit, len(edit.body), edit.plan.added, undo)

    def _changed(self, edit: _Edit) -> list[tuple[int, list[CellValue]]]:
        """Return the rows whose values are new, by number: the others need no writing."""
        return [
            (number, values)
            for number, values in sorted(edit.plan.replaced.items())
            if [edit.body[number][c] for c in edit.columns] != [_shown(v) for v in values]
        ]

    def _grow(self, edit: _Edit, undo: Undo) -> None:
        """Make room for the new rows, with the formats and the user's calculated columns of the first one."""
        table, sheet, area = edit.table, edit.sheet, edit.table.range
        right = edit.left + area.shape[1] - 1
        start, end = edit.first + len(edit.body), edit.first + len(edit.body) + len(edit.plan.added) - 1
        totals = bool(table.show_totals)
        if end > area.row + area.shape[0] - 1 - totals:
            old = sheet.range((area.row, edit.left), (area.row + area.shape[0] - 1 - totals, right))
            undo.append(partial(_resize, table, old))
            _resize(table, sheet.range((area.row, edit.left), (end, right)))
        new = max(start, edit.first + 1)  # the first row is its own model
        if new <= end:
            for column in range(area.shape[1]):
                model = sheet.range(edit.first, edit.left + column)
                cells = sheet.range((new, edit.left + column), (end, edit.left + column))
                if column in edit.columns:
                    if cells.number_format != model.number_format:
                        cells.number_format = model.number_format
                elif _is_formula(model.formula):
                    model.copy(cells)

    def _put_rows(self, edit: _Edit, start: int, records: Sequence[Sequence[CellValue]], undo: Undo) -> None:
        """Write records from a body row on: one call for each run of neighbouring columns."""
        order = sorted((column, i) for i, column in enumerate(edit.columns))
        top = edit.first + start
        for left, sources in _runs(order):
            values = [[record[i] for i in sources] for record in records]
            first = edit.left + left
            cells = edit.sheet.range((top, first), (top + len(values) - 1, first + len(sources) - 1))
            self._put(cells, values, undo)

    def _put(self, cells: Any, values: list[list[CellValue]], undo: Undo) -> None:
        """Write one block; texts that Excel would read as something else stay texts."""
        undo.append(partial(setattr, cells, "formula", cells.formula))
        for column, content in enumerate(zip(*values, strict=True)):
            if any(isinstance(v, str) and _would_be_read(v) for v in content):
                texts = cells.sheet.range(
                    (cells.row, cells.column + column), (cells.row + len(values) - 1, cells.column + column)
                )
                if texts.number_format != "@":
                    undo.append(partial(setattr, texts, "number_format", texts.number_format or "General"))
                    texts.number_format = "@"
        cells.value = [[_shown(value) for value in row] for row in values]


def _resize(table: Any, cells: Any) -> None:
    """Give a table its header and body; a totals row, with its formulas, comes back below."""
    totals = bool(table.show_totals)
    table.show_totals = False
    table.resize(cells)
    table.show_totals = totals


def _rows(found: Any) -> list[Sequence[Any]]:
    """Return one value, one row or rows, as xlwings hands them over, as rows."""
    if not isinstance(found, list | tuple):
        return [[found]]
    return list(found) if found and isinstance(found[0], list | tuple) else [found]


def _is_formula(text: object) -> bool:
    return isinstance(text, str) and text.startswith("=")


def _would_be_read(text: str) -> bool:
    return text.strip().casefold() in _BOOLEANS or not _READ_BY_EXCEL.fullmatch(text)


def _shown(value: CellValue) -> float | str | bool | None:
    return str(value) if isinstance(value, ExcelError) else value


def _runs(numbered: Sequence[tuple[int, Any]]) -> Iterator[tuple[int, list[Any]]]:
    """Yield what stands at consecutive numbers together, by the first number."""
    breaks = [i for i, (a, b) in enumerate(pairwise(numbered), 1) if b[0] != a[0] + 1]
    for start, end in pairwise([0, *breaks, len(numbered)]):
        if start < end:
            yield numbered[start][0], [item for _, item in numbered[start:end]]
