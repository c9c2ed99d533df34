"""The sample company a year before: its tables moved back by a year and made smaller, so that years compare.

Nothing is drawn: each figure follows from that of the same day of the year after, rates a little below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from zlib import crc32

from xl_kpi.catalog.tables import DataTable
from xl_kpi.language import Lang
from xl_kpi.sources.measure_table import MeasureTable
from xl_kpi.sources.reading import read
from xl_kpi.sources.samples import company_files, files
from xl_kpi.sources.samples.layouts import tidy_text
from xl_kpi.sources.samples.story import YEAR

_WEEKS = dt.timedelta(weeks=52)  # so that days of the week stay
_USUAL = 0.86
_FACTORS = {
    "ad_spend": 0.91, "conversions": 0.82, "attributed_revenue": 0.80, "revenue": 0.84, "orders": 0.85,
    "unique_opens": 0.84, "unique_clicks": 0.83, "engaged_sessions": 0.85, "salaries": 0.95, "tools": 0.9,
    "interactions": 0.83, "influence_cost": 0.92, "event_cost": 0.94, "position": 1.12, "response_hours": 1.15,
    "mql": 0.82, "sql": 0.78, "leads": 0.84, "deal_amount": 0.93,
}  # fmt: skip
_AS_THEY_ARE = {"customer_age", "touch_rank", "score", "employee_score"}  # and what is 1 or 0 on each row
_WITH_HISTORY = {"company", "budget", "actions", "plan"}  # history of their own, or plans
_NAMES_OF_ROWS = {"response", "journey", "customer", "contact", "deal"}


@contextmanager
def year_before(lang: Lang) -> Iterator[Path]:
    """Give a folder with the tables of the year before, removed afterwards."""
    with TemporaryDirectory() as folder:
        write_year_before(Path(folder), lang)
        yield Path(folder)


def write_year_before(folder: Path, lang: Lang) -> None:
    """Write the tables of the year before into a folder, one file each."""
    tables: dict[str, tuple[DataTable, list[tuple[object, ...]]]] = {}
    for imported in map(read, (*files(lang), *company_files(lang))):
        if imported.table.id not in _WITH_HISTORY:
            tables.setdefault(imported.table.id, (imported.table, []))[1].extend(_moved(imported))
    for table, records in tables.values():
        rows = _chained(table, records) if table.id == "business" else records
        (folder / f"{table.id}-{YEAR - 1}.csv").write_bytes(tidy_text(table.id, rows, lang, "utf-8-sig"))


def _moved(imported: MeasureTable) -> Iterator[tuple[object, ...]]:
    names = [column.name for column in imported.table.columns]
    measures = {m.name for m in imported.table.measures} - _AS_THEY_ARE
    places, day = [n for n, name in enumerate(names) if name in measures], names.index("date")
    counted = all(record[n] in {0, 1, None} for record in imported.records for n in places)
    by_month = all(str(record[day]).endswith("-01") for record in imported.records)
    for record in imported.records:
        row: dict[str, object] = dict(zip(names, record, strict=True))
        named = next((str(row[name]) for name in _NAMES_OF_ROWS if name in row), "")
        if named and crc32(named.encode()) % 100 >= 100 * _USUAL:  # fewer persons, each as they are
            continue
        before = _year_before(row["date"], by_month=by_month)
        if before.year < YEAR:  # the year after has its first day itself
            made = {name: _smaller(name, value, scaled=not (named or counted)) for name, value in row.items()}
            yield tuple((made | {"date": before}).values())


def _year_before(day: object, *, by_month: bool) -> dt.date:
    if not isinstance(day, dt.date):
        raise TypeError(f"{day!r} is no day")
    return day.replace(year=day.year - 1) if by_month else day - _WEEKS


def _smaller(name: str, value: object, *, scaled: bool) -> object:
    if isinstance(value, str):
        return f"24-{value}" if name in _NAMES_OF_ROWS else value
    if name in _AS_THEY_ARE or not isinstance(value, float):
        return value
    if not scaled:
        return round(value * _FACTORS[name], 2) if name == "deal_amount" else value
    made = value * _FACTORS.get(name, _USUAL)
    return round(made, 2) if value % 1 or name in {"ad_spend", "revenue", "position"} else float(round(made))


def _chained(table: DataTable, records: list[tuple[object, ...]]) -> list[tuple[object, ...]]:
    """Return the months so that each begins with the customers of the one before, the last with those of the year."""
    at = {column.name: n for n, column in enumerate(table.columns)}
    rows: list[tuple[object, ...]] = []
    end = float(round(float(str(records[0][at["customers_start"]])) / _USUAL))  # where the year after begins
    for record in sorted(records, key=lambda record: str(record[0]), reverse=True):
        row = list(record)
        row[at["customers_end"]] = end
        end = end - float(str(row[at["new_customers"]])) + float(str(row[at["lost_customers"]]))
        row[at["customers_start"]] = end
        rows.append(tuple(row))
    return rows[::-1]
