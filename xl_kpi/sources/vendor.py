"""What one export layout is: how to recognise it, its labels, and what each column means.

A vendor is one declaration in `xl_kpi.sources.vendors`; nothing else needs to change.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator

from xl_kpi.catalog.tables import DataTable
from xl_kpi.language import LANGUAGES, Lang, Text
from xl_kpi.sources.date_format import Order
from xl_kpi.sources.labels import HeaderCell, fold, fold_declared, labels_of
from xl_kpi.sources.number_format import Decimal

# What a column may mean besides a column of the table.
# `nth_day` counts the days since the first one of the period that the lines above the header state.
FILE_FIELDS = frozenset({"currency", "period_start", "period_end", "nth_day", "status"})


C = TypeVar("C")
NO_FIGURE = Text("aucun chiffre", "no figure")


def stage_key(text: str) -> str:
    """Fold a stage or status for comparison: "Closed Won", "closedwon" and "closed_won" are one."""
    return "".join(c for c in fold(text) if c.isalnum())


def convention(by_language: Mapping[Lang, C], language: Lang | None) -> C | None:
    """Return a vendor's convention in a language; without one, that of both languages where they agree."""
    if language is not None:
        return by_language.get(language)
    values = {by_language.get(lang) for lang in LANGUAGES}
    return values.pop() if len(values) == 1 else None


class Column(BaseModel):
    """Labels of one column in both languages, the preferred label first, and what it means.

    `field` is a dimension or measure of the vendor's table, or one of `FILE_FIELDS`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    field: str
    fr: tuple[str, ...] = ()
    en: tuple[str, ...] = ()
    pseudonym: bool = False
    """The cells name persons (an e-mail): a short digest is kept in their place."""

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels of both languages."""
        return (*self.fr, *self.en)


class Vendor(BaseModel):
    """One export layout.

    Labels match whole (case, apostrophes and spaces folded), never in part: long labels contain
    short ones. A label followed by a currency, "Amount spent (EUR)", is declared without it.
    Patterns are regular expressions, matched from the start (`preamble_day`: anywhere).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: str
    label: str
    table: DataTable
    columns: tuple[Column, ...]
    recognised_by: tuple[tuple[str, ...], ...]
    """The header has at least one label of every group."""
    add_date: Text
    """What the user does when the file has no day."""
    how_to_export: Text
    """Where the user finds the export."""
    left_out: tuple[str, ...] = ()
    """Known columns that are no figure to add: ratios (recomputed), reach, settings."""
    decimal: Mapping[Lang, Decimal] = {}
    """How the vendor writes decimals, where known; used only if no cell decides."""
    date_order: Mapping[Lang, Order] = {}
    """How the vendor writes dates in numbers, where known; used only if no cell decides."""
    totals_label: str | None = None
    """The first or the last cell of a totals row, folded. A row with a date is never one."""
    unnamed_totals: Literal["first row", "any row"] | None = None
    """Where a row without any name is a totals row."""
    footer: str | None = None
    """A line after the data that is no data, folded."""
    preamble_day: str | None = None
    """A date in the lines above the header: one day dates the rows, two are the period in which days are counted."""
    preamble_account: str | None = None
    """A line above the header whose group is the name of the account."""
    skip_undated: Text | None = None
    """Why rows without a date are left out; without this they are refused."""
    counts: Mapping[str, frozenset[str] | None] = {}
    """Measures that are 1 or 0 on each row: the stages that count (as `stage_key` writes them), None for any."""
    other_stages: frozenset[str] | None = None
    """The stages that count nowhere; a row with another one is left out. None: any stage is known."""
    statuses: frozenset[str] | None = None
    """The statuses of rows that are kept (as `stage_key` writes them); others are left out by name."""
    no_figure: Text | None = NO_FIGURE
    """Why a row without any figure is left out; None where the row itself counts."""
    second_header: bool = False
    """The row under the header continues it (answers of a question), its first cell blank."""
    stacked: bool = False
    """Several tables may follow each other in one file, a blank or "#" line between them."""
    time_zone: str | None = None
    """The time zone of the days, where the vendor fixes one."""
    preamble_time_zone: str | None = None
    """A line above the header whose group is the time zone."""
    preamble_rows: str | None = None
    """A line above the header whose group is the number of data rows: fewer mean a cut file."""
    constants: Mapping[str, str] = {}
    """Values of fields that the file does not hold."""
    dated_by: str | None = None
    """The layout, in another file of the same archive, whose days are the period of these rows."""
    mapped: bool = False
    """The user's own mapping: it goes before ours."""
    headerless: str | None = None
    """The name, or pattern of names, of files without header whose columns are numbered."""
    score_question: bool = False
    """The score is the one unknown column whose answers are all whole numbers from 0 to 10."""

    @model_validator(mode="after")
    def _consistent(self) -> Vendor:
        fields = {c.name for c in self.table.columns} | FILE_FIELDS
        if unknown := {c.field for c in self.columns} - fields:
            raise ValueError(f"{self.id}: {unknown} are not columns of table {self.table.id}")
        labels = [fold_declared(label) for c in self.columns for label in dict.fromkeys(map(fold_declared, c.labels))]
        labels += {fold_declared(label) for label in self.left_out}
        if doubles := {label for label in labels if labels.count(label) > 1}:
            raise ValueError(f"{self.id}: {doubles} are declared twice")
        if unknown := {fold_declared(label) for group in self.recognised_by for label in group} - set(labels):
            raise ValueError(f"{self.id}: {unknown} recognise it but are not declared")
        if unknown := (self.counts.keys() - {m.name for m in self.table.measures}) | (
            self.counts.keys() & {c.field for c in self.columns}
        ):
            raise ValueError(f"{self.id}: {unknown} cannot be counted")
        if unknown := self.constants.keys() - {d.name for d in self.table.dimensions}:
            raise ValueError(f"{self.id}: {unknown} are not dimensions of table {self.table.id}")
        patterns = (self.totals_label, self.footer, self.preamble_day, self.preamble_account)
        for pattern in (*patterns, self.preamble_time_zone, self.preamble_rows):
            re.compile(pattern or "")
        return self

    def recognises(self, present: Set[str]) -> bool:
        """Return whether a header with these folded labels is one of this layout."""
        return all(any(fold_declared(label) in present for label in group) for group in self.recognised_by)

    def language_of(self, header: list[HeaderCell]) -> Lang | None:
        """Return the language of most labels that belong to one language only, None if there is none."""
        present = labels_of(header)
        own = {lang: {fold_declared(label) for c in self.columns for label in getattr(c, lang)} for lang in LANGUAGES}
        french = len(present & (own["fr"] - own["en"]))
        english = len(present & (own["en"] - own["fr"]))
        if french == english:
            return None
        return "fr" if french > english else "en"
