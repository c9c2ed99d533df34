"""The data rows of a file into records of a measure table, once its conventions are decided."""

from __future__ import annotations

import datetime as dt
import hashlib
import math
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from xl_kpi.catalog.measures import Measure
from xl_kpi.catalog.tables import DataTable, Dimension
from xl_kpi.errors import UserError
from xl_kpi.language import Text
from xl_kpi.sources.date_format import Order, parse_date
from xl_kpi.sources.measure_table import Evidence, Record, Value, fault
from xl_kpi.sources.number_format import Decimal, Sample, currency_of, is_not_reported, parse_number
from xl_kpi.sources.rates import RATES_FILE, Rates
from xl_kpi.sources.recognition import Mapping, Recognised
from xl_kpi.sources.refusal import refusal
from xl_kpi.sources.rows import SortedRows
from xl_kpi.sources.sheets import Row
from xl_kpi.sources.vendor import stage_key

_NUMBER_EXPECTED = Text("un nombre est attendu", "a number was expected")
_CURRENCY_CODE = re.compile(r"[A-Z]{3}")
_DAMAGED_ID = re.compile(r"\d[.,]\d+[eE]\+?\d+")


@dataclass(frozen=True, slots=True)
class Conventions:
    """What the file itself decided, or a day its preamble gives to every row."""

    decimal: Decimal | None
    order: Order | None
    currency: str | None
    only_day: dt.date | None
    account: str
    period: tuple[dt.date, dt.date] | None = None  # in which days are counted from 0
    rates: Rates | None = None  # where amounts are converted
    from_currency: str | None = None  # of every row, where the file has no currency column


@dataclass(frozen=True, slots=True)
class LineRecord:
    """A record and the line it comes from."""

    line: int
    record: Record


def samples(rows: Iterable[Row], mapping: Mapping, columns: Iterable[int]) -> Iterator[Sample]:
    """Yield the text cells of some columns, each text once: cells that a workbook already typed prove nothing."""
    for index in columns:
        label, seen = mapping.text(index), set[str]()
        for row in rows:
            if index < len(row.cells) and isinstance(cell := row.cells[index], str) and cell not in seen:
                seen.add(cell)
                yield Sample(row.line, label, cell.strip())


def decide_currency(
    rows: list[Row], found: Recognised, mapping: Mapping, rates: Rates | None
) -> tuple[str | None, Evidence, Rates | None]:
    """Return the one currency of a file: from its header, its currency column, or beside its amounts.

    The rates come back where they are needed: the file is in another currency than their target, or
    its currency column names several.

    Raises:
        UserError: two currencies are found, or the currency column holds something else.
    """
    file, header = found.file, found.header
    seen: dict[str, Sample] = {}
    for code, label in mapping.currencies:
        seen.setdefault(code, Sample(header.line, label, label))
    if (column := mapping.column_of.get("currency")) is not None:
        for sample in samples(rows, mapping, [column]):
            if is_not_reported(sample.text):
                continue
            code = sample.text.upper()
            if not _CURRENCY_CODE.fullmatch(code):
                raise _unexpected(file, sample, Text("un code comme EUR est attendu", "expected a code such as EUR"))
            seen.setdefault(code, sample)
    money = [mapping.column_of[m.name] for m in found.vendor.table.measures
             if m.unit == "currency" and m.name in mapping.column_of]  # fmt: skip
    for sample in samples(rows, mapping, money):
        if (beside := currency_of(sample.text)) is not None:
            seen.setdefault(beside, sample)
    if rates is not None and seen.keys() - {rates.to} and (len(seen) == 1 or "currency" in mapping.column_of):
        code, sample = next((c, s) for c, s in seen.items() if c != rates.to)
        value = f"{', '.join(seen)} -> {rates.to}"
        return code, Evidence(about="currency", value=value, line=sample.line, text=sample.text), rates
    if len(seen) > 1:
        (first, here), (second, there) = list(seen.items())[:2]
        raise refusal(
            file,
            f"deux devises, {first} (ligne {here.line}) et {second} (ligne {there.line}) ; exportez-en une à la fois, "
            f"ou donnez vos taux dans {RATES_FILE}",
            f"two currencies, {first} (line {here.line}) and {second} (line {there.line}); export one at a time, "
            f"or give your rates in {RATES_FILE}",
        )
    for code, sample in seen.items():
        return code, Evidence(about="currency", value=code, line=sample.line, text=sample.text), None
    return None, Evidence(about="currency", value="not stated"), None


def build_records(
    found: Recognised, mapping: Mapping, rows: SortedRows, conventions: Conventions, latest: dt.date
) -> list[LineRecord]:
    """Return one record per data row; rows without any figure, or after the latest day, are moved to the exclusions.

    Raises:
        UserError: a cell is not a date, not a number, or not possible in its column.
    """
    builder = _Builder(found, mapping, conventions)
    to_come = Text(
        f"datée après le {latest:%d/%m/%Y}, vérifiez l’année", f"dated after {latest:%Y-%m-%d}, check the year"
    )
    built = []
    for row in rows.data:
        record = builder.record(row)
        if isinstance(record, Text):
            rows.exclude(row, record)
        elif isinstance(day := record[0], dt.date) and day > latest:
            rows.exclude(row, to_come, look=True)
        else:
            built.append(LineRecord(row.line, record))
    return built


def figures(found: Recognised, mapping: Mapping, row: Row, conventions: Conventions) -> dict[str, float]:
    """Return the additive measures that a row reports, for the check of totals."""
    builder = _Builder(found, mapping, conventions)
    added = [m for m in found.vendor.table.measures if m.aggregation == "sum"]
    if conventions.rates is not None:  # a total in another currency says nothing of the converted rows
        added = [m for m in added if m.unit != "currency"]
    return {m.name: value for m in added if (value := builder.number(row, m)) is not None}


def add_up(records: list[LineRecord], table: DataTable, file: str) -> list[Record]:
    """Add the rows of one key up, in the order in which keys first appear.

    Raises:
        UserError: two rows of one key differ in a measure that cannot be added.
    """
    key = [i for i, c in enumerate(table.columns) if c.name in table.key]
    merged: dict[Record, LineRecord] = {}
    for item in records:
        identity = tuple([item.record[i] for i in key])
        first = merged.get(identity)
        merged[identity] = item if first is None else _sum(first, item, table, file)
    return [item.record for item in merged.values()]


def _sum(first: LineRecord, second: LineRecord, table: DataTable, file: str) -> LineRecord:
    values: list[Value] = []
    for column, a, b in zip(table.columns, first.record, second.record, strict=True):
        if isinstance(column, Measure) and column.aggregation == "sum" and a is not None and b is not None:
            values.append(a + b)  # type: ignore[operator]
        elif isinstance(column, Measure) and a != b and a is not None and b is not None:
            raise refusal(
                file,
                f"même clé que la ligne {first.line}, mais « {column.label.fr} » ne s’additionne pas ; gardez-en une",
                f"same key as line {first.line}, but “{column.label.en}” cannot be added; keep one of the rows",
                line=second.line,
            )
        else:
            values.append(b if a is None else a)
    return LineRecord(first.line, tuple(values))


class _Builder:
    """Turns a row into values, column by column of the table."""

    def __init__(self, found: Recognised, mapping: Mapping, conventions: Conventions) -> None:
        self._file = found.file
        self._vendor = found.vendor
        self._mapping = mapping
        self._conventions = conventions
        self._text_default = {
            "source": found.vendor.label,
            "account": conventions.account,
            "currency": conventions.currency or "",
            **found.vendor.constants,
        }
        self._pseudonyms = {c.field for c in found.vendor.columns if c.pseudonym}
        self._figures: dict[str, float | None] = {}
        self._measures = [(mapping.column_of.get(m.name), m) for m in found.vendor.table.measures]
        self._dimensions = [self._getter(d) for d in found.vendor.table.dimensions]

    def record(self, row: Row) -> Record | Text:
        """Return the record of a row, or the reason to leave the row out."""
        if (why := self._status_fault(row)) is not None:
            return why
        measures = [None if i is None else self._number(row, i, m) for i, m in self._measures]
        if self._vendor.no_figure is not None and all(m is None for m in measures):
            return self._vendor.no_figure
        day = self._day(row)
        if isinstance(day, Text):
            return day
        measures = self._converted(row, day, measures)
        if self._vendor.counts:
            counted = self._counted(row)
            if isinstance(counted, Text):
                return counted
            measures = [counted.get(m.name, v) for m, v in zip(self._vendor.table.measures, measures, strict=True)]
        return (*[getter(row, day) for getter in self._dimensions], *measures)

    def _converted(self, row: Row, day: dt.date, measures: list[float | None]) -> list[float | None]:
        """Return the measures, amounts in the currency of the rates where the file is in another."""
        rates = self._conventions.rates
        if rates is None:
            return measures
        index = self._mapping.column_of.get("currency")
        code = self._conventions.from_currency if index is None else row.text(index).upper()
        if not code:
            raise refusal(self._file, "devise absente", "the currency is missing", line=row.line)
        rate = rates.rate(code, day)
        return [
            v * rate if v is not None and m.unit == "currency" else v
            for m, v in zip(self._vendor.table.measures, measures, strict=True)
        ]

    def _status_fault(self, row: Row) -> Text | None:
        """Return why a row's status leaves it out; a row without status is judged by its figures."""
        index = self._mapping.column_of.get("status")
        if index is None or self._vendor.statuses is None or not (status := row.text(index)):
            return None
        if stage_key(status) in self._vendor.statuses:
            return None
        return Text(f"statut « {status[:40]} »", f"status “{status[:40]}”")

    def _counted(self, row: Row) -> dict[str, float] | Text:
        """Return the measures that are 1 or 0 for a row, by its stage."""
        vendor, index = self._vendor, self._mapping.column_of.get("stage")
        text = row.text(index) if index is not None else ""
        stage = stage_key(text)
        known = (vendor.other_stages or frozenset()).union(*(s for s in vendor.counts.values() if s))
        if vendor.other_stages is not None and stage not in known:
            return Text(f"phase inconnue « {text[:40]} »", f"unknown stage “{text[:40]}”")
        return {name: float(stages is None or stage in stages) for name, stages in vendor.counts.items()}

    def number(self, row: Row, measure: Measure) -> float | None:
        """Return what a row reports for a measure, None when it reports nothing."""
        index = self._mapping.column_of.get(measure.name)
        return None if index is None else self._number(row, index, measure)

    def _number(self, row: Row, index: int, measure: Measure) -> float | None:
        if index >= len(row.cells):
            return None
        cell = row.cells[index]
        value = self._figure(row, index, cell) if isinstance(cell, str) else cell
        if type(value) is float and 0 <= value < math.inf and measure.unit != "score":  # nearly every cell
            return value
        if value is None:
            return None
        if not isinstance(value, float):
            raise self._refuse(row, index, _NUMBER_EXPECTED)
        if (why := fault(measure, value)) is not None:
            raise self._refuse(row, index, why)
        return value

    def _figure(self, row: Row, index: int, text: str) -> float | None:
        """Return the figure of a text; a file writes the same ones again and again."""
        if text in self._figures:
            return self._figures[text]
        try:
            found = None if is_not_reported(text) else parse_number(text, self._conventions.decimal)
        except ValueError:
            raise self._refuse(row, index, _NUMBER_EXPECTED) from None
        self._figures[text] = found
        return found

    def _getter(self, column: Dimension) -> Callable[[Row, dt.date], Value]:
        if column.kind == "date":
            return lambda _, day: day
        index = self._mapping.column_of.get(column.name)
        if index is None or column.name == "currency":
            default = self._text_default.get(column.name, "")
            return lambda _row, _day: default
        if column.name in self._pseudonyms:
            return lambda row, _: _pseudonym(row.text(index))
        if column.name in self._vendor.table.key:
            return lambda row, _: self._identity(row, index)
        return lambda row, _: row.text(index)

    def _identity(self, row: Row, index: int) -> str:
        text = row.text(index)
        if text[:1].isdigit() and _DAMAGED_ID.fullmatch(text):
            why = Text(
                "un tableur a abîmé cet identifiant ; téléchargez le fichier de nouveau sans l’ouvrir",
                "a spreadsheet has damaged this identifier; download the file again and do not open it",
            )
            raise self._refuse(row, index, why)
        return text

    def _day(self, row: Row) -> dt.date | Text:
        columns = self._mapping.column_of
        if (index := columns.get("date")) is not None:
            if self._vendor.skip_undated and is_not_reported(row.text(index)):
                return self._vendor.skip_undated
            return self._date(row, index)
        if (index := columns.get("nth_day")) is not None:
            return self._counted_day(row, index)
        if self._conventions.only_day is not None:
            return self._conventions.only_day
        start, end = columns.get("period_start"), columns.get("period_end")
        if start is not None and end is not None:
            day = self._date(row, start)
            if day == self._date(row, end):
                return day
            raise refusal(self._file, self._vendor.add_date.fr, self._vendor.add_date.en, line=row.line)
        raise refusal(self._file, self._vendor.add_date.fr, self._vendor.add_date.en)

    def _counted_day(self, row: Row, index: int) -> dt.date:
        """Return the day that a row numbers from the start of the stated period."""
        text, days = row.text(index), self._conventions.period
        if days is None:
            why = Text("le fichier ne dit pas le début de la période", "the file does not say when its period starts")
            raise self._refuse(row, index, why)
        if not (text.isascii() and text.isdigit()) or int(text) > (days[1] - days[0]).days:
            why = Text(f"un jour de la période ({days[0]} au {days[1]}), compté depuis 0, est attendu",
                       f"a day of the period ({days[0]} to {days[1]}), counted from 0, was expected")  # fmt: skip
            raise self._refuse(row, index, why)
        return days[0] + dt.timedelta(days=int(text))

    def _date(self, row: Row, index: int) -> dt.date:
        cell = row.cells[index]
        if isinstance(cell, dt.date):
            return cell
        try:
            return parse_date(str(cell), self._conventions.order)
        except ValueError:
            why = Text("une date est attendue, comme 2026-03-31", "a date was expected, such as 2026-03-31")
            raise self._refuse(row, index, why) from None

    def _refuse(self, row: Row, index: int, why: Text) -> UserError:
        return _unexpected(self._file, Sample(row.line, self._mapping.text(index), row.text(index)), why)


def _pseudonym(person: str) -> str:
    """Return a short digest that stands for a person, the same for the same e-mail."""
    return hashlib.sha256(person.casefold().encode()).hexdigest()[:12] if person else ""


def _unexpected(file: str, cell: Sample, why: Text) -> UserError:
    shown = cell.text if len(cell.text) <= 40 else cell.text[:39] + "…"
    return refusal(
        file,
        f"colonne « {cell.column} », « {shown} » : {why.fr}",
        f"column “{cell.column}”, “{shown}”: {why.en}",
        line=cell.line,
    )
