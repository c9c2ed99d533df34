"""What an import does to a table's rows: the same for a file and for a workbook open in Excel."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from xl_kpi.errors import ExcelError, UserError
from xl_kpi.workbook.addresses import MAX_ROW
from xl_kpi.workbook.parts.cell_values import MAX_TEXT, CellValue

Input = float | str | bool | dt.date | dt.datetime | ExcelError | None
Key = tuple[CellValue, ...]


@dataclass(frozen=True, slots=True)
class TableRows:
    """A table's labels and its body rows; dates are serial numbers, blanks None, errors their text."""

    header: tuple[str, ...]
    rows: list[list[CellValue]]


@dataclass(frozen=True, slots=True)
class Written:
    """What writing rows did: rows added, rows replaced, and body rows now in the table."""

    name: str
    added: int
    replaced: int
    rows: int


@dataclass(frozen=True, slots=True)
class RowPlan:
    """The values for each row that is replaced, by its number, and those of the rows to add."""

    replaced: dict[int, list[CellValue]]
    added: list[list[CellValue]]


def plan_rows(
    file: str, table: str, existing: Mapping[Key, int], rows: Sequence[Sequence[Input]], key: Sequence[int],
    date1904: bool,
) -> RowPlan:  # fmt: skip
    """Tell the rows that records replace from those they add.

    `existing` gives the number of the row by its key, `key` the places of the key in a record.
    Raises UserError for records that repeat a key.
    """
    replaced: dict[int, list[CellValue]] = {}
    added: list[list[CellValue]] = []
    seen: set[Key] = set()
    for record in rows:
        values = [cell_value(v, file, table, date1904=date1904) for v in record]
        identity = tuple(normal(values[i]) for i in key)
        if identity in seen:
            shown = ", ".join("" if v is None else str(v) for v in identity)
            raise refusal(
                file,
                f"tableau {table}\u00a0: deux lignes à importer ont la même clé ({shown}).",
                f"table {table}: two rows to import share the same key ({shown}).",
            )
        seen.add(identity)
        number = existing.get(identity)
        if number is None:
            added.append(values)
        else:
            replaced[number] = values
    return RowPlan(replaced, added)


def count_unchanged(
    found: TableRows, columns: Sequence[str], rows: Sequence[Sequence[Input]], key: Sequence[str]
) -> int:
    """Return how many records a table holds already, value for value."""
    wanted = places("", "", "", found.header, columns)
    keys = [list(columns).index(label) for label in key]

    def identity(values: Sequence[CellValue]) -> Key:
        return tuple(values[i] for i in keys)

    held = [[normal(row[i]) for i in wanted] for row in found.rows]
    known = {identity(values): values for values in reversed(held)}
    records = ([normal(cell_value(v, "", "", date1904=False)) for v in record] for record in rows)
    return sum(known.get(identity(values)) == values for values in records)


def places(file: str, sheet: str, table: str, labels: Sequence[str], wanted: Sequence[str]) -> list[int]:
    """Return where the wanted columns are among a table's labels; UserError for one that is missing."""
    known = [_label(label) for label in labels]
    for label in wanted:
        if _label(label) not in known:
            raise refusal(
                file,
                f"feuille «\u00a0{sheet}\u00a0», tableau {table}\u00a0: la colonne «\u00a0{label}\u00a0» manque. "
                "Redonnez-lui ce titre ou repartez du modèle.",
                f"sheet {sheet!r}, table {table}: column {label!r} is missing. "
                "Give it that title again or start from the template.",
            )
    return [known.index(_label(label)) for label in wanted]


def too_many_rows(file: str, table: str, last: int) -> UserError:
    """Return the refusal of rows beyond the last of a sheet."""
    return refusal(
        file,
        f"tableau {table}\u00a0: {last} lignes, une feuille en a {MAX_ROW} au plus.",
        f"table {table}: {last} rows, a sheet has at most {MAX_ROW}.",
    )


def in_the_way(file: str, sheet: str, table: str, cell: str) -> UserError:
    """Return the refusal of rows that would run into a cell in use."""
    return refusal(
        file,
        f"feuille «\u00a0{sheet}\u00a0»\u00a0: {cell}, sous le tableau {table}, est occupée. "
        "Déplacez ce qui se trouve sous le tableau et recommencez.",
        f"sheet {sheet!r}: {cell}, below table {table}, is in use. Move what is below the table and try again.",
    )


def holds_formula(file: str, sheet: str, cell: str) -> UserError:
    """Return the refusal of a value for a cell that holds a formula."""
    return refusal(
        file,
        f"{sheet}!{cell} contient une formule, une valeur était attendue.",
        f"{sheet}!{cell} holds a formula where a value was expected.",
    )


def sheet_missing(file: str, sheet: str) -> UserError:
    """Return the refusal of a sheet that the workbook does not have."""
    return refusal(file, f"la feuille «\u00a0{sheet}\u00a0» manque.", f"sheet {sheet!r} is missing.")


def table_missing(file: str, table: str, found: Sequence[str]) -> UserError:
    """Return the refusal of a table that the workbook does not have."""
    known = ", ".join(found) or "-"
    return refusal(
        file,
        f"le tableau «\u00a0{table}\u00a0» manque (tableaux trouvés\u00a0: {known}).",
        f"table {table!r} is missing (tables found: {known}).",
    )


def refusal(file: str, fr: str, en: str) -> UserError:
    """Return the error that names the workbook before the line."""
    return UserError(f"{file}\u00a0: {fr}", f"{file}: {en}")


def serial(value: dt.date, *, date1904: bool = False) -> float:
    """Return a date or a date and time as the number Excel keeps for it."""
    moment = value if isinstance(value, dt.datetime) else dt.datetime(value.year, value.month, value.day)
    epoch = dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30)
    return (moment.replace(tzinfo=None) - epoch) / dt.timedelta(days=1)


def cell_value(given: Input, file: str, where: str, *, date1904: bool) -> CellValue:
    """Return what a cell stores for a value: dates as serials, "" as a blank; UserError for a text too long."""
    if isinstance(given, dt.date):
        return serial(given, date1904=date1904)
    if isinstance(given, str):
        if len(given) > MAX_TEXT:
            raise refusal(
                file,
                f"{where}\u00a0: texte de {len(given)} caractères, {MAX_TEXT} au plus.",
                f"{where}: text of {len(given)} characters, at most {MAX_TEXT}.",
            )
        return given or None
    if isinstance(given, float) and not math.isfinite(given):
        return ExcelError.NUM
    return given


def normal(value: CellValue) -> CellValue:
    """Return a key's value in the one form in which it is compared."""
    if isinstance(value, str):
        return value.strip() or None
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()
