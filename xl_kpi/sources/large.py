"""Texts too large to hold: DuckDB adds the rows up as it streams, and the reader goes on with the sums.

The head of the file decides how it is recognised and read; whatever does not look like the head (totals rows,
footers, cells of another kind) comes back row by row, and the plain reader judges it as ever.
"""

from __future__ import annotations

import datetime as dt
import itertools
import math
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_kpi.limits import Limits
from xl_kpi.sources.date_format import date_kind
from xl_kpi.sources.encoding import repair
from xl_kpi.sources.large_text import LargeText
from xl_kpi.sources.measure_table import Evidence, never_negative
from xl_kpi.sources.number_format import NOT_REPORTED, decide_decimal
from xl_kpi.sources.recognition import Mapping, Recognised
from xl_kpi.sources.records import samples
from xl_kpi.sources.refusal import refusal
from xl_kpi.sources.sheets import Cell, DelimitedText, Header, Row
from xl_kpi.sources.vendor import Vendor, convention

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Progress = Callable[[float], None]  # told which part is done, from 0 to 1

_WITNESSES = 2_000  # rows of the head that testify to the conventions of the file
_CHUNK = 1 << 22
_ODD_ROWS = 20_000
_LOOK_EVERY = 0.25  # seconds
_ISO = re.compile(r"\d{4}-\d\d-\d\d")
_WHOLE = re.compile(r"-?\d{1,18}")
_DOTTED = re.compile(r"-?\d+(\.\d+)?")


class Summed(LargeText):
    """A large text whose rows are sums: one per day and name, then the rows that are no such sum."""

    def __init__(self, head: LargeText, rows: list[Row], witnesses: list[Row]) -> None:
        """Keep the head for what stands above the rows."""
        self.__dict__.update(head.__dict__)
        self._rows = rows
        self.witnesses = witnesses

    def rows(self, header: Header) -> Iterator[Row]:
        """Yield the rows."""
        yield from self._rows


@dataclass(frozen=True, slots=True)
class _Plan:
    """Which columns are added up, which tell the sums apart, and of which type each is read."""

    file: str
    header: Header
    added: tuple[int, ...]
    apart: tuple[int, ...]
    positive: frozenset[int]
    types: tuple[str, ...]
    dates: tuple[int, ...]
    decimal: str

    @property
    def typed(self) -> bool:
        """Tell whether the file is as plain as its head: ISO days, numbers with a decimal point."""
        return all(self.types[i] != "VARCHAR" for i in (*self.added, *self.dates))

    def as_text(self) -> _Plan:
        """Return the plan that reads every cell as text."""
        return replace(self, types=("VARCHAR",) * len(self.types))

    def value(self, column: int) -> str:
        """Return the expression of a measure's value, NULL for a cell that is none."""
        if self.typed:
            return f"c{column}"
        group = "." if self.decimal == "," else ","
        number = rf"[+-]?([0-9]{{1,3}}([ {group}’''\x{{00a0}}\x{{202f}}][0-9]{{3}})*|[0-9]*)([{self.decimal}][0-9]*)?"
        digits = f"replace(regexp_replace(c{column}, '[^0-9{self.decimal}+-]', '', 'g'), '{self.decimal}', '.')"
        return f"CASE WHEN regexp_full_match(c{column}, '{number}') THEN TRY_CAST({digits} AS DOUBLE) END"

    def odd(self, column: int) -> str:
        """Return the condition for a cell that must be judged on its own."""
        value = self.value(column)
        low = f" OR {value} < 0" if column in self.positive else ""
        if self.typed:
            return f"(NOT isfinite({value}){low})" if self.types[column] == "DOUBLE" else f"(false{low})"
        blank = ", ".join(f"'{word}'" for word in sorted(NOT_REPORTED))
        return f"(({value} IS NULL{low}) AND c{column} IS NOT NULL AND lower(trim(c{column})) NOT IN ({blank}))"

    def source(self, path: Path) -> str:
        """Return the table function that reads the file below its first data row."""
        columns = ", ".join(f"'c{i}': '{kind}'" for i, kind in enumerate(self.types))
        mark, quoted = self.header.delimiter, str(path).replace("'", "''")
        return (
            f"read_csv('{quoted}', auto_detect=false, header=false, skip={self.header.end_line + 1}, delim='{mark}', "
            f"quote='\"', escape='\"', columns={{{columns}}}, store_rejects=true, rejects_limit={_ODD_ROWS + 1})"
        )


def unwatched(part: float) -> None:
    """Tell nobody."""


@dataclass(frozen=True, slots=True)
class _Fetch:
    """Runs queries; whoever is watching is told how far one is, in the thread that asked."""

    connection: DuckDBPyConnection
    progress: Progress

    def __call__(self, query: str, parameters: Sequence[object] = ()) -> list[Any]:
        """Return all rows."""
        if self.progress is unwatched:
            return self.connection.execute(query, parameters).fetchall()
        with ThreadPoolExecutor(max_workers=1) as pool:
            running = pool.submit(lambda: self.connection.execute(query, parameters).fetchall())
            try:
                while not wait([running], timeout=_LOOK_EVERY).done:
                    self.progress(min(max(self.connection.query_progress(), 0.0), 100.0) / 100)
            except BaseException:
                self.connection.interrupt()
                raise
        return running.result()


def add_up_large(
    found: Recognised, mapping: Mapping, limits: Limits, progress: Progress = unwatched
) -> tuple[Recognised, Mapping]:
    """Return a recognised large text with its rows added up, and the mapping of what is left to tell apart.

    Details that the table can do without (ad group, ad) are added over where the file passes
    `export_bytes` or the sums pass `export_rows`.
    """
    head = found.sheet
    assert isinstance(head, LargeText)
    if not _can_be_added(found.vendor, mapping):
        return replace(found, sheet=head.whole()), mapping
    coarse = _without_details(found.vendor, mapping)
    fine = mapping if head.path.stat().st_size <= limits.export_bytes else coarse
    for chosen in (fine, coarse):
        rows, witnesses, evidence = _rows(found, head, chosen, progress)
        if len(rows) <= limits.export_rows:
            break
    summed = Summed(head, rows, witnesses)
    summed.evidence = (Evidence(about="encoding", value=head.kind) if head.kind else evidence,)
    return replace(found, sheet=summed), chosen


def _can_be_added(vendor: Vendor, mapping: Mapping) -> bool:
    """Tell whether rows may be added before they are judged: no row counts for itself, and each has its day."""
    own_rows = vendor.counts or vendor.score_question or vendor.stacked or vendor.second_header or vendor.preamble_rows
    return not own_rows and vendor.no_figure is not None and bool({"date", "period_start"} & mapping.column_of.keys())


def _without_details(vendor: Vendor, mapping: Mapping) -> Mapping:
    kept = {name: i for name, i in mapping.column_of.items() if name not in vendor.table.details}
    dropped = tuple(i for i in mapping.column_of.values() if i not in kept.values())
    return replace(mapping, column_of=kept, left_out=(*mapping.left_out, *dropped))


def _rows(
    found: Recognised, head: LargeText, mapping: Mapping, progress: Progress
) -> tuple[list[Row], list[Row], Evidence]:
    shown = list(itertools.islice(head.rows(found.header), _WITNESSES))
    witnesses = [row for row in shown if _is_dated(row, mapping)]
    if len(shown) < 2:
        return shown, witnesses, head.evidence[0]
    plan = _plan(found, mapping, witnesses)
    evidence = head.evidence[0]
    codec = "utf-8" if evidence.value.startswith("utf-8") else evidence.value.partition(",")[0]
    with tempfile.TemporaryDirectory() as folder:
        while True:
            path = head.path if codec == "utf-8" else _as_utf8(head.path, codec, Path(folder))
            try:
                rows = _query(plan, path, folder, progress)
            except UnicodeError:  # the head was plain ASCII, and what follows is not UTF-8
                codec = "cp1252"
                evidence = evidence.model_copy(update={"value": codec})
            else:
                return [shown[0], *rows], [*witnesses, *_telling(rows, mapping)], evidence


def _telling(rows: list[Row], mapping: Mapping) -> list[Row]:
    """Return the rows that may contradict the head: those that are no sum, and one for each currency."""
    index = mapping.column_of.get("currency")
    currencies = {} if index is None else {row.text(index): row for row in rows}
    odd = (row for row in rows if row.lines == 1 and _is_dated(row, mapping))
    return list({id(row): row for row in (*currencies.values(), *odd)}.values())


def _plan(found: Recognised, mapping: Mapping, witnesses: list[Row]) -> _Plan:
    columns, vendor = mapping.column_of, found.vendor
    measures = [m for m in vendor.table.measures if m.name in columns and m.aggregation == "sum"]
    added = tuple(columns[m.name] for m in measures)
    dates = tuple(columns[name] for name in ("date", "period_start", "period_end") if name in columns)
    language = mapping.language
    decimal, _ = decide_decimal(
        samples(witnesses, mapping, added),
        samples(witnesses, mapping, mapping.left_out),
        convention(vendor.decimal, language),
        found.file,
    )

    def all_match(column: int, pattern: re.Pattern[str]) -> bool:
        return all(not text or pattern.fullmatch(text) for row in witnesses if (text := row.text(column)) is not None)

    types = ["VARCHAR"] * len(found.header.labels)
    for i in dates:
        types[i] = "DATE" if all_match(i, _ISO) else "VARCHAR"
    for i in added:
        dotted = "DOUBLE" if decimal == "." and all_match(i, _DOTTED) else "VARCHAR"
        types[i] = "BIGINT" if all_match(i, _WHOLE) else dotted
    plan = _Plan(
        found.file,
        found.header,
        added,
        tuple(sorted({i for i in columns.values() if i not in added})),
        frozenset(columns[m.name] for m in measures if never_negative(m)),
        tuple(types),
        dates,
        decimal or ".",
    )
    return plan if plan.typed else plan.as_text()


def _query(plan: _Plan, path: Path, folder: str, progress: Progress) -> list[Row]:
    """Return the odd rows of a file, then its sums."""
    import duckdb

    with duckdb.connect(config={"memory_limit": "1GB", "temp_directory": folder}) as connection:
        connection.execute("SET enable_progress_bar = true; SET enable_progress_bar_print = false")
        fetch = _Fetch(connection, progress)
        try:
            rows = _typed(plan, path, fetch) if plan.typed else None
            return _untyped(plan.as_text(), path, fetch) if rows is None else rows
        except duckdb.Error as error:
            if "unicode" in str(error).casefold() or "utf-8" in str(error).casefold():
                raise UnicodeError from None
            line = re.search(r"Line: (\d+)", str(error))
            raise refusal(
                plan.file,
                "le fichier est abîmé ou tronqué ici ; téléchargez-le de nouveau",
                "the file is damaged or cut short here; download it again",
                line=int(line[1]) if line else None,
            ) from None


def _typed(plan: _Plan, path: Path, fetch: _Fetch) -> list[Row] | None:
    """Return the rows of a file that is as plain as its head; None where it is not."""
    positive = ", ".join(f"c{i}" for i in sorted(plan.positive))
    sums, low = _sums(plan, path, fetch, extra=f"min(least({positive}))" if positive else "NULL")
    rejected = _rejected(plan, fetch)
    finite = all(math.isfinite(sum(row.cells[i] or 0.0 for row in sums)) for i in plan.added)  # type: ignore[misc]
    return None if low < 0 or not finite or len(rejected) > _ODD_ROWS else [*rejected, *sums]


def _untyped(plan: _Plan, path: Path, fetch: _Fetch) -> list[Row]:
    """Return the rows of any file: what is no plain figure or day is judged row by row."""
    odd_cells = " OR ".join(plan.odd(i) for i in plan.added) or "false"
    sums, _ = _sums(plan, path, fetch, where=f"NOT ({odd_cells})")
    rejected = _rejected(plan, fetch)
    strange = {(i, text) for i in plan.dates for row in sums if date_kind(text := row.text(i)) is None}
    sums = [row for row in sums if not any((i, row.text(i)) in strange for i in plan.dates)]
    names = ", ".join(f"c{i}" for i in range(len(plan.types)))
    days = [f"trim(coalesce(c{i}, '')) = ?" for i, _ in strange]
    query = (
        f"SELECT n, {names} FROM (SELECT row_number() OVER () AS n, * FROM {plan.source(path)}) "
        f"WHERE {' OR '.join([odd_cells, *days])} ORDER BY n LIMIT {_ODD_ROWS + 1}"
    )
    found = fetch(query, [text for _, text in strange])
    if len(found) + len(rejected) > _ODD_ROWS:
        raise refusal(
            plan.file,
            f"plus de {_ODD_ROWS} cellules ne sont pas des nombres simples ; exportez sans symbole de devise",
            f"more than {_ODD_ROWS} cells are no plain numbers; export without currency signs",
            line=plan.header.end_line + 1 + found[0][0] if found else None,
        )
    top = plan.header.end_line + 1
    return [
        *rejected,
        *(Row(top + n, ["" if c is None else repair(c)[0] for c in cells]) for n, *cells in found),
        *sums,
    ]


def _sums(
    plan: _Plan, path: Path, fetch: _Fetch, *, extra: str = "NULL", where: str = "true"
) -> tuple[list[Row], float]:
    """Return one row for each set of names and days, and the smallest of an extra figure."""
    keys = [f"c{i}" for i in plan.apart]
    figures = [f"sum({plan.value(i)})" for i in plan.added]
    query = (
        f"SELECT {', '.join([*keys, 'count(*)', *figures, extra])} FROM {plan.source(path)} "
        f"WHERE {where} GROUP BY {', '.join(keys)} ORDER BY ALL"
    )
    fetch("DROP TABLE IF EXISTS reject_errors; DROP TABLE IF EXISTS reject_scans")
    found = fetch(query)
    start, line = len(keys), plan.header.end_line + 1
    blank: list[Cell] = [""] * len(plan.types)
    rows = []
    name = lru_cache(maxsize=None)(_name)  # few names, many rows
    for values in found:
        cells = blank.copy()
        for i, value in zip(plan.apart, values, strict=False):
            cells[i] = name(value)
        for i, value in zip(plan.added, values[start + 1 :], strict=False):
            cells[i] = "" if value is None else float(value)
        rows.append(Row(line, cells, values[start]))
    return rows, min((values[-1] for values in found if values[-1] is not None), default=0.0)


def _name(value: object) -> Cell:
    """Return a day as it is, anything else as its text."""
    if value is None or isinstance(value, dt.date):
        return value or ""
    return repair(str(value))[0]


def _rejected(plan: _Plan, fetch: _Fetch) -> list[Row]:
    """Return the lines that DuckDB could not take as the head's kind of row."""
    found = fetch(
        "SELECT DISTINCT line, csv_line, error_type::VARCHAR FROM reject_errors ORDER BY line LIMIT ?", [_ODD_ROWS + 1]
    )
    if any(kind == "INVALID ENCODING" for *_, kind in found):
        raise UnicodeError
    split: Callable[[str], list[Row]] = lambda text: list(  # noqa: E731
        DelimitedText(plan.file, text, Evidence(about="encoding", value="utf-8"), Limits()).rows(
            replace(plan.header, line=0, end_line=0, last_line=None)
        )
    )
    lines = {line: text for line, text, _ in found}
    return [Row(line, row.cells) for line, text in lines.items() for row in split(text.rstrip("\r\n"))]


def _is_dated(row: Row, mapping: Mapping) -> bool:
    index = mapping.column_of.get("date", mapping.column_of.get("period_start"))
    return index is not None and date_kind(row.text(index)) is not None


def _as_utf8(path: Path, codec: str, folder: Path) -> Path:
    """Write the text again in UTF-8, in pieces."""
    target = folder / "text.csv"
    with (
        path.open(encoding=codec, newline="", errors="replace") as text,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        shutil.copyfileobj(text, out, _CHUNK)
    return target
