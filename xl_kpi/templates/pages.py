"""Pages other than report tabs, declared: panels of cells, the charts over them, lists to choose from.

A panel's formula is written as Excel writes it, with brackets for cells and braces for data:

    [actual]             the cell of that column in the same row
    [actual:]            the column's rows; [other!actual:] those of another panel
    [actual..]           from the column's first row down to this one
    [actual+]            the column's total; [year!start^] the first row, from anywhere
    {n}                  the number of the row, from 1
    {budget.planned}     the column of a data table
    {period_end}         a parameter, by its defined name
    {=revenue@C}         a report row, in a column of its tab
    {list channels}      the entries of a list; {beside channels} the numbers beside them
    {entry channels n}   the entry of the row's number, or of a number given
    {réduire|cut}        a text, in French and in English
    {no_data}            what a cell shows without data
    {lang}               the workbook's language, as KPI_STATUS takes it
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from xl_kpi.language import Text
from xl_kpi.workbook.addresses import column_letters, column_number

FIRST_COLUMN = "B"
FIRST_ROW = 5
CHART_ROWS = 15

Shown = Literal[
    "text", "money", "count", "fraction", "ratio", "date", "month", "status", "flag", "trend", "unit", "figure"
]


@dataclass(frozen=True, slots=True)
class Ref:
    """A cell of a report row shown elsewhere, in that row's format: its label, value, change, status..."""

    line: str
    column: str


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a panel. Without a formula its cells are the rows' own; `total` is under it.

    A "figure" takes the number format that the row's column `unit` calls for; a "trend" draws columns m1 to m12.
    """

    id: str
    label: Text
    shown: Shown = "text"
    formula: str = ""
    total: str = ""
    bold: bool = False
    wrap: bool = False
    note: Text | None = None


def entry_column(choices: str, label: Text) -> Column:
    """Declare the column that names a list's entries, one a row, blank where there is none."""
    formula = f'IF({{entry {choices} n}}="","",{{entry {choices} n}})'
    return Column("name", label, formula=formula, bold=True)


Cell = Text | str | float | Ref | None


@dataclass(frozen=True, slots=True)
class Panel:
    """Rows under a heading. A row gives the cells of the columns without formula, in their order.

    `fill` columns are for the reader to fill in. `names` are defined names of columns.
    `headline` names the whole panel as what the command line shows of the workbook.
    """

    id: str
    title: Text
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: Text | None = None
    note: Text | None = None
    row_height: float = 21
    fill: frozenset[str] = frozenset()
    names: Mapping[str, Text] = field(default_factory=dict)
    headline: bool = False

    @property
    def height(self) -> int:
        """Return the number of sheet rows: heading, header, rows, total, note and a blank one."""
        return 3 + len(self.rows) + (self.total is not None) + (self.note is not None)

    def letter(self, id_: str) -> str:
        """Return the letter of a column."""
        index = next(i for i, column in enumerate(self.columns) if column.id == id_)
        return column_letters(column_number(FIRST_COLUMN) + index)


@dataclass(frozen=True, slots=True)
class PanelChart:
    """A native chart over a panel's columns: (name in the legend, column)... `axis` None is an amount.

    "waterfall" takes one column of steps, drawn from four helper columns: base, total, up, down.
    """

    title: Text
    kind: Literal["months", "bars", "waterfall"]
    panel: str
    categories: str
    series: tuple[tuple[Text, str], ...]
    axis: Text | None = None
    number_format: str = "#,##0"


@dataclass(frozen=True, slots=True)
class Charts:
    """Charts side by side."""

    charts: tuple[PanelChart, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """One sheet: panels and charts from top to bottom. `widths` are those of its columns from B on."""

    id: str
    name: Text
    question: Text
    widths: tuple[float, ...]
    parts: tuple[Panel | Charts, ...]
    long: bool = False  # printed on as many pages as it needs
    period: bool = True  # whether the period stands under the title
    breaks: tuple[str, ...] = ()  # panels that begin a printed page

    @property
    def formulas(self) -> tuple[str, ...]:
        """Return every formula of the page."""
        panels = [part for part in self.parts if isinstance(part, Panel)]
        own = (f for panel in panels for column in panel.columns for f in (column.formula, column.total))
        rows = (c for panel in panels for row in panel.rows for c in row if isinstance(c, str) and c.startswith("="))
        return (*own, *rows)

    @property
    def rows(self) -> dict[str, int]:
        """Return the row of each panel's heading."""
        return {part.id: row for part, row in self.placed if isinstance(part, Panel)}

    @property
    def placed(self) -> tuple[tuple[Panel | Charts, int], ...]:
        """Return each part with its first row."""
        placed, row = [], FIRST_ROW
        for part in self.parts:
            placed.append((part, row))
            row += part.height if isinstance(part, Panel) else CHART_ROWS + 1
        return tuple(placed)

    @property
    def last_row(self) -> int:
        """Return the last row in use."""
        part, row = self.placed[-1]
        return row + (part.height - 2 if isinstance(part, Panel) else CHART_ROWS - 1)


@dataclass(frozen=True, slots=True)
class Choices:
    """A list that cells of a data table are chosen from: table column, entries, a number beside each."""

    id: str
    title: Text
    name: Text  # the defined name of the entries
    column: tuple[str, str]  # table, dimension
    entries: tuple[Text, ...]
    numbers: tuple[float, ...] = ()
    beside: Text | None = None  # the heading of the numbers
    spare: int = 0  # blank cells for more entries


@dataclass(frozen=True, slots=True)
class Pick:
    """A choice among a panel's rows: table column, the rows' defined name, narrowed by another column of the table.

    `groups` is the defined name of what that other column is compared with, row by row; equal ones adjoin.
    """

    column: tuple[str, str]
    name: Text
    by: str
    groups: Text


LIST_ROW = 5  # of a list's first entry


def list_columns(choices: tuple[Choices, ...]) -> dict[str, int]:
    """Return the index of the column of each list on the sheet of lists."""
    columns, at = {}, 1
    for each in choices:
        columns[each.id] = at
        at += 3 if each.beside else 2
    return columns
