"""What a tidy measure table is, and what an import tells about the file it came from."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, SkipValidation, model_validator

from xl_kpi.catalog.measures import Measure
from xl_kpi.catalog.tables import DataTable, Dimension
from xl_kpi.errors import UserError
from xl_kpi.language import Lang, Text

Value = dt.date | str | float | None
Record = tuple[Value, ...]

CENT = 0.01
_NEVER_NEGATIVE_MONEY = frozenset({"ad_spend"})


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)


def fault(column: Dimension | Measure, value: Value) -> Text | None:
    """Return what is wrong with a value in a column of a measure table, or None.

    A date is a day; a text is known or ""; a measure is finite, or None when not reported. Counts
    and ad spend are never negative (revenue may be: refunds); scores lie in 0..10.
    """
    if isinstance(column, Dimension):
        wanted = dt.date if column.kind == "date" else str
        good = isinstance(value, wanted) and not isinstance(value, dt.datetime)
        return None if good else Text("date ou texte attendu", "a date or a text was expected")
    usual = type(value) is float and 0 <= value < math.inf and column.unit != "score"  # nearly every cell
    if value is None or usual:
        return None
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return Text("nombre fini attendu", "a finite number was expected")
    if value < 0 and never_negative(column):
        return Text(
            "une valeur négative est impossible ici ; corrigez-la à la source",
            "a negative value is impossible here; correct it at the source",
        )
    if column.unit == "score" and value > 10:
        return Text("une note de 0 à 10 est attendue", "a score from 0 to 10 was expected")
    return None


def never_negative(measure: Measure) -> bool:
    """Tell whether a measure below zero is impossible; revenue may be, for refunds."""
    return measure.unit in {"count", "score", "seconds"} or measure.name in _NEVER_NEGATIVE_MONEY


def _is_sound(column: Dimension | Measure, values: Sequence[Value]) -> bool:
    """Tell at once that no value of a column has a fault; where it cannot tell, each is to be looked at."""
    kinds = set(map(type, values))
    if isinstance(column, Dimension):
        return kinds <= ({dt.date} if column.kind == "date" else {str})
    figures = [v for v in values if type(v) is float]
    high = 10 if column.unit == "score" else math.inf
    return (
        kinds <= {float, type(None)}
        and all(map(math.isfinite, figures))
        and (not figures or ((min(figures) >= 0 or not never_negative(column)) and max(figures) <= high))
    )


class MeasureTable(_Frozen):
    """Rows of one data table: dimensions, then measures, in the order of `table.columns`.

    Every row has one value per column: a `datetime.date`, a text ("" when unknown) or a measure
    (a finite float, None when the source does not report it). No two rows share the table's key.
    """

    table: DataTable
    records: SkipValidation[list[Record]]  # `_tidy` looks at every value

    @model_validator(mode="after")
    def _tidy(self) -> MeasureTable:
        columns = self.table.columns
        key = [i for i, c in enumerate(columns) if c.name in self.table.key]
        seen: set[Record] = set()
        widths = {len(record) for record in self.records}
        by_column = zip(*self.records, strict=True) if widths == {len(columns)} else [()] * len(columns)
        doubtful = not all(_is_sound(c, values) for c, values in zip(columns, by_column, strict=True))
        if (
            widths == {len(columns)}
            and not doubtful
            and len({tuple([r[i] for i in key]) for r in self.records}) == len(self.records)
        ):
            return self
        for row, record in enumerate(self.records, start=1):
            if len(record) != len(columns):
                raise _row_error(self.table, row, Text("nombre de valeurs inattendu", "wrong number of values"))
            for column, value in zip(columns, record, strict=True) if doubtful else ():
                if (why := fault(column, value)) is not None:
                    name = Text(*(f"{column.label[lang]} = {value!r}, {why[lang]}" for lang in ("fr", "en")))
                    raise _row_error(self.table, row, name)
            identity = tuple(record[i] for i in key)
            if identity in seen:
                raise _row_error(self.table, row, Text("clé répétée", "its key is repeated"))
            seen.add(identity)
        return self


def _row_error(table: DataTable, row: int, why: Text) -> UserError:
    return UserError(f"{table.sheet.fr}, ligne {row} : {why.fr}", f"{table.sheet.en}, row {row}: {why.en}")


class Exclusion(_Frozen):
    """A line of the file that gives no figure, and why."""

    line: int
    reason: Text
    rows: int = 1  # from this line on, where the rows of a large file were added up
    look: bool = False  # whether somebody should look at it


class Evidence(_Frozen):
    """A convention of the file, and the line and text that decided it."""

    about: Literal["encoding", "delimiter", "language", "decimal", "date", "time zone", "currency"]
    value: str
    line: int | None = None
    text: str = ""


class TotalsCheck(_Frozen):
    """The sum of a measure over the rows beside the file's own total at `line`."""

    measure: str
    rows_total: float
    file_total: float
    line: int

    @property
    def agrees(self) -> bool:
        """Return whether both figures are equal to the cent."""
        return round(abs(self.rows_total - self.file_total), 6) <= CENT


class Import(MeasureTable):
    """A measure table read from one export file, with everything that was understood and left out.

    `rows_read` counts the lines under the header that are not blank, `rows_kept` those that gave
    figures. Rows of one key (a segment the table does not hold) are added up, so there may be fewer
    records. `unmapped` are columns nobody declared; `left_out` are known ones that must not be read:
    ratios, which are recomputed, and reach, which cannot be added. `notes` tell what else the reader
    should know: other tables of the file that were not read.
    """

    file: str
    source: str
    vendor: str
    language: Lang | None
    currency: str | None
    rows_read: int
    rows_kept: int
    excluded: tuple[Exclusion, ...]
    totals_check: tuple[TotalsCheck, ...]
    evidence: tuple[Evidence, ...]
    unmapped: tuple[str, ...]
    left_out: tuple[str, ...]
    date_from: dt.date
    date_to: dt.date
    notes: tuple[Text, ...] = ()
