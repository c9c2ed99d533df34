"""What a template workbook is made of, declared without a word of layout.

A formula is written as Excel writes it, with braces where the data come in; `expression` tells
what may stand in braces. Adding a workbook is adding one `Template`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from xl_kpi.catalog import KPIS, Kpi
from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.expression import parameters_in, tables_in
from xl_kpi.templates.pages import Choices, Page, PanelChart, Pick
from xl_kpi.templates.parameters import FILTERS, ON_DEMAND, PARAMETERS, Filter, Parameter

# Columns start at zero in charts and trends, except where a value may lie below it.
_SIGNED = {
    "KPI_GROWTH", "KPI_CAGR", "KPI_MARGIN", "KPI_TSR", "KPI_ROI", "KPI_ROMI", "KPI_NPS", "KPI_NPS_COUNTS", "KPI_ENPS",
}  # fmt: skip


_EVERYWHERE = {"KPI_GROWTH", "KPI_ATTAINMENT", "KPI_STATUS"}  # in the columns of every report tab


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a report: a KPI, or a figure that KPIs are computed from.

    `unit`, `label` and the direction come from the KPI of that name unless given. `guard` is an
    expression that must be positive for the row to show anything. `entry` names a row of a listing
    of the parameters: its label, and what `?` in the formula matches. `whole` rows have one value
    for all the data instead of one per period. `fmt` is a number format other than the unit's.
    """

    id: str
    formula: str
    kpi: str | None = None
    label: Text | None = None
    unit: Unit | None = None
    target: float | None = None
    guard: str = ""
    entry: tuple[str, int] | None = None
    whole: bool = False
    fmt: str = ""
    aim: str = ""  # "higher" or "lower", where the catalogue does not say which is better

    @property
    def better(self) -> str:
        """Return which direction is better."""
        return self.aim or (self.of.better if self.of else "higher")

    @property
    def of(self) -> Kpi | None:
        """Return the catalogue's declaration of the KPI, for a row that shows one."""
        return KPIS[self.kpi] if self.kpi else None

    @property
    def shown_unit(self) -> Unit:
        """Return the unit of the row's values."""
        if self.unit:
            return self.unit
        return self.of.unit if self.of else Unit.COUNT

    @property
    def number_format(self) -> str:
        """Return the number format in the neutral notation of files, without a currency sign."""
        if self.fmt:
            return self.fmt
        if self.of and not self.unit:
            return self.of.excel_format
        formats = {Unit.CURRENCY: "#,##0", Unit.COUNT: "#,##0", Unit.RATIO: "0.00", Unit.FRACTION: "0.0%"}
        return formats.get(self.shown_unit, "#,##0.0")

    @property
    def signed(self) -> bool:
        """Tell whether the row may be negative."""
        return self.kpi in _SIGNED

    @property
    def owned(self) -> bool:
        """Tell whether the parameters have a target and an owner for the row."""
        return self.target is not None

    @property
    def title(self) -> Text:
        """Return the row's label where it is not an entry of a listing."""
        if self.label:
            return self.label
        if self.of:
            return self.of.title
        raise ValueError(f"the row {self.id} has no label")


@dataclass(frozen=True, slots=True)
class Block:
    """Rows under a heading: the figures behind the KPIs."""

    title: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a grid: what it shows of every row over the period.

    `formula` is written as that of a `Line`; `{#id}` is another column of the same row. The unit and
    the number format come from the KPI unless given. `total` says whether the last row has one.
    """

    id: str
    title: Text
    formula: str
    kpi: str | None = None
    unit: Unit | None = None
    fmt: str = ""
    total: bool = True

    @property
    def line(self) -> Line:
        """Return the row that would show the same figure."""
        return Line(self.id, self.formula, self.kpi, self.title, self.unit, fmt=self.fmt)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table of a report tab: one row per entry of a listing, one column per figure.

    `ranked_by` names the column that orders the rows, largest first; the grid is then as long as the
    listing and the names come in that order. `total` is the label of the last row. `heat` shades the
    cells by their value. Without a listing there is one row per month of the report instead.
    """

    id: str
    title: Text
    head: Text
    columns: tuple[Column, ...]
    listing: str = ""
    ranked_by: str = ""
    total: Text | None = None
    heat: bool = False
    top: int = 0  # how many rows a ranked grid shows; all when 0

    def column(self, id_: str) -> Column:
        """Return a column by its id."""
        return next(column for column in self.columns if column.id == id_)


@dataclass(frozen=True, slots=True)
class Chart:
    """A native chart whose title states its subject.

    "months": one column per month and series, stacked or side by side. "ranking": one bar per row of
    the period; each series is then a run of rows (name, first row, last row), or a column of a grid
    (name, grid, column). "columns": the same, standing.
    """

    title: Text
    kind: Literal["months", "stacked", "ranking", "columns"]
    axis: Text | None  # None: an amount in the workbook's currency
    series: tuple[tuple[Text, str, str], ...]
    number_format: str = "#,##0"


def by_month(
    title: Text, axis: Text | None, *lines: tuple[Text, str], fmt: str = "#,##0", stacked: bool = False
) -> Chart:
    """Declare a chart of rows over the twelve months: (name in the legend, id of the row)..."""
    return Chart(title, "stacked" if stacked else "months", axis, tuple((n, i, i) for n, i in lines), fmt)


def ranking(title: Text, axis: Text | None, *runs: tuple[Text, str, str], fmt: str = "#,##0") -> Chart:
    """Declare a chart that compares rows over the period: (name, first row, last row)..."""
    return Chart(title, "ranking", axis, runs, fmt)


@dataclass(frozen=True, slots=True)
class Tab:
    """One report sheet: its KPIs, the figures behind them, its charts."""

    id: str
    name: Text
    question: Text
    kpis: tuple[Line, ...]
    blocks: tuple[Block, ...]
    charts: tuple[Chart, ...]
    grids: tuple[Grid, ...] = ()
    definitions: tuple[tuple[Text, Text], ...] = ()  # a term and what it means, to be amended by the reader

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return all rows of the tab."""
        return (*self.kpis, *(line for block in self.blocks for line in block.lines))

    @property
    def formulas(self) -> tuple[str, ...]:
        """Return every formula of the tab."""
        cells = (column.formula for grid in self.grids for column in grid.columns)
        return (*(line.formula for line in self.lines), *(line.guard for line in self.lines), *cells)


@dataclass(frozen=True, slots=True)
class Listing:
    """Names to follow (channels, sources): what the report shows, and what the exports say.

    `name` makes the defined names of the two columns. `filled_from` is the column of a data table
    whose values an import writes into rows still blank, the largest first by that table's measure;
    `room` is then how many rows there are.
    """

    id: str
    name: Text
    title: Text
    note: Text
    entries: tuple[tuple[Text, Text], ...] = ()
    dimensions: tuple[str, ...] = ()  # the columns of data tables that hold these names
    filled_from: tuple[str, str, str] | None = None  # table, dimension, measure
    room: int = 0

    @property
    def size(self) -> int:
        """Return the number of rows."""
        return max(self.room, len(self.entries))

    @property
    def labels(self) -> Text:
        """Return the defined name of the labels."""
        return Text(f"Libelles{self.name.fr}", f"{self.name.en}Labels")

    @property
    def names(self) -> Text:
        """Return the defined name of the names in the exports."""
        return Text(f"Noms{self.name.fr}", f"{self.name.en}Names")


@dataclass(frozen=True)
class Template:
    """A template workbook. `inputs` are parameters of its own; `tables` those that no formula reads.

    One with headline rows begins with a summary; one without begins with its first page.
    """

    id: str
    title: Text
    description: Text
    tabs: tuple[Tab, ...] = ()
    listings: tuple[Listing, ...] = ()
    headline: tuple[str, ...] = ()  # rows shown on the summary
    cards: tuple[str, ...] = ()  # three rows shown large above them
    charts: tuple[Chart | PanelChart, ...] = ()
    inputs: tuple[Parameter, ...] = ()
    tables: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()  # before the tabs
    choices: tuple[Choices, ...] = ()
    picks: tuple[Pick, ...] = ()
    steps: tuple[tuple[Text, ...], ...] = ()  # of the help sheet, between the usual ones: heading, text, command
    _lines: dict[str, Line] = field(init=False, repr=False, compare=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Refuse two rows of one name."""
        for line in (line for tab in self.tabs for line in tab.lines):
            if line.id in self._lines:
                raise ValueError(f"{self.id}: two rows are called {line.id}")
            self._lines[line.id] = line

    @cached_property
    def _formulas(self) -> tuple[str, ...]:
        tabs = (formula for tab in self.tabs for formula in tab.formulas)
        return (*tabs, *(formula for page in self.pages for formula in page.formulas))

    @cached_property
    def data(self) -> tuple[DataTable, ...]:
        """Return the data tables that the workbook holds, in their order."""
        used = {table for formula in self._formulas for table in tables_in(formula)} | set(self.tables)
        return tuple(table for id_, table in TABLES.items() if id_ in used)

    @cached_property
    def kpis(self) -> tuple[Kpi, ...]:
        """Return the KPIs that the workbook computes, in the catalogue's order."""
        used = {name for formula in self._formulas for name in re.findall(r"KPI_\w+", formula)}
        return tuple(kpi for kpi in KPIS.values() if kpi.name in used | (_EVERYWHERE if self.tabs else set()))

    @cached_property
    def filters(self) -> tuple[Filter, ...]:
        """Return the filters that some table of the workbook answers to."""
        listed = {listing.id for listing in self.listings}
        dimensions = {dimension.name for table in self.data for dimension in table.dimensions}
        return tuple(f for f in FILTERS if f.listing in listed and f.dimension in dimensions)

    @cached_property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return the parameters of the workbook: inputs and results."""
        words = {word for formula in self._formulas for word in parameters_in(formula)}
        absent = ON_DEMAND - words
        absent |= {id_ for f in FILTERS if f not in self.filters for id_ in (f.input, f.criterion)}
        return (*(p for p in PARAMETERS if p.id not in absent), *self.inputs)

    def line(self, id_: str) -> Line:
        """Return a row by its id."""
        return self._lines[id_]

    def listing(self, id_: str) -> Listing:
        """Return a listing by its id."""
        return next(listing for listing in self.listings if listing.id == id_)
