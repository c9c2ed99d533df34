"""What a template workbook is made of, declared without a word of layout.

A formula is written as Excel writes it, with braces where the data come in; `expression` tells
what may stand in braces. Adding a workbook is adding one `Template`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from xl_kpi.catalog import KPIS, Kpi
from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.grids import Choices, Grid, GridChart, Page

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
class Chart:
    """A native chart whose title states its subject.

    "months": one column per month and series, stacked or side by side. "ranking": one bar per row of
    the period; each series is then a run of rows (name, first row, last row).
    """

    title: Text
    kind: Literal["months", "stacked", "ranking"]
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

    @property
    def lines(self) -> tuple[Line, ...]:
        """Return all rows of the tab."""
        return (*self.kpis, *(line for block in self.blocks for line in block.lines))


@dataclass(frozen=True, slots=True)
class Listing:
    """Names to follow (channels, sources): what the report shows, and what the exports say."""

    id: str
    title: Text
    note: Text
    entries: tuple[tuple[Text, str], ...]


MARKETING = ("ads", "web", "email", "survey", "social", "business")


@dataclass(frozen=True, slots=True)
class Template:
    """A template workbook."""

    id: str
    title: Text
    description: Text
    tabs: tuple[Tab, ...]
    listings: tuple[Listing, ...]
    headline: tuple[str, ...]  # rows shown on the summary
    cards: tuple[str, ...]  # three rows shown large above them
    charts: tuple[Chart | GridChart, ...]
    tables: tuple[str, ...] = MARKETING  # data tables of the workbook
    pages: tuple[Page, ...] = ()  # before the tabs
    choices: tuple[Choices, ...] = ()

    @property
    def data(self) -> tuple[DataTable, ...]:
        """Return the workbook's data tables."""
        return tuple(TABLES[id_] for id_ in self.tables)

    @property
    def kpis(self) -> tuple[Kpi, ...]:
        """Return the KPIs that the workbook computes, in the catalogue's order."""
        formulas = [line.formula for tab in self.tabs for line in tab.lines]
        grids = [part for page in self.pages for part in page.parts if isinstance(part, Grid)]
        formulas += [text for grid in grids for column in grid.columns for text in (column.formula, column.total)]
        used = {name for formula in formulas for name in re.findall(r"KPI_\w+", formula)}
        return tuple(kpi for kpi in KPIS.values() if kpi.name in used | (_EVERYWHERE if self.tabs else set()))

    def line(self, id_: str) -> Line:
        """Return a row by its id."""
        return next(line for tab in self.tabs for line in tab.lines if line.id == id_)
