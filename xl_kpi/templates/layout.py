"""Where everything stands: sheets, rows, addresses. Computed before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Lang
from xl_kpi.templates import words
from xl_kpi.templates.declaration import Column, Grid, Line, Tab, Template
from xl_kpi.templates.expression import (
    BEFORE_ROW,
    MONTHS_ROW,
    START_ROW,
    Place,
    column_reference,
    render,
    rows_in,
    sums_in,
    tables_in,
)
from xl_kpi.templates.pages import LIST_ROW, list_columns
from xl_kpi.templates.parameters import MONTH_LIST, Parameter, result_formula

# columns of a report tab
(
    LABEL, VALUE, UNIT, PREVIOUS, CHANGE, YEAR_BEFORE, YEAR_CHANGE, TARGET, ATTAINED, STATUS, TREND, OWNER,
) = "BCDEFGHIJKLM"  # fmt: skip
MONTHS = "NOPQRSTUVWXY"
PERIODS = (VALUE, PREVIOUS, YEAR_BEFORE, *MONTHS)
GRID_COLUMNS = "CDEFGHIJKLM"
ORDER_LABEL, ORDER_NAME, ORDER_SCORE = "AA", "AB", "AC"  # beside a ranked grid: the listing, what orders it

HEADER_ROW = 5
FIRST_ROW = BEFORE_ROW + 1
CHART_ROWS = 15

INPUT_ROW = 5  # of the parameters
# columns of the parameters' listings
ENTRY_LABEL, ENTRY_NAME, MONTH_NAME = "GHJ"
CHOICES = "KLM"  # what the filters offer


def quoted(sheet: str) -> str:
    """Return a sheet's name as formulas write it."""
    return f"'{sheet}'"


@dataclass(frozen=True)
class Layout:
    """The addresses of one template in one language. Rows count from 1."""

    template: Template
    lang: Lang

    @cached_property
    def rows(self) -> dict[str, tuple[Tab, int]]:
        """Return the tab and the row of every report row."""
        placed = {}
        for tab in self.template.tabs:
            for row, line in enumerate(tab.kpis, FIRST_ROW):
                placed[line.id] = (tab, row)
            row = self.first_block_row(tab)
            for block in tab.blocks:
                for i, line in enumerate(block.lines, 1):  # under the heading
                    placed[line.id] = (tab, row + i)
                row += len(block.lines) + 2
        return placed

    @cached_property
    def grids(self) -> dict[str, tuple[Tab, int]]:
        """Return the tab and the row of the title of every grid."""
        placed = {}
        for tab in self.template.tabs:
            row = self.first_grid_row(tab)
            for grid in tab.grids:
                placed[grid.id] = (tab, row)
                row += self.grid_height(grid)
        return placed

    def grid_size(self, grid: Grid) -> int:
        """Return the number of rows of a grid, its total apart."""
        return grid.top or (self.template.listing(grid.listing).size if grid.listing else len(MONTHS))

    def grid_height(self, grid: Grid) -> int:
        """Return the number of rows from the title of a grid to the next title."""
        return self.grid_size(grid) + 3 + bool(grid.total)

    def chart_row(self, tab: Tab) -> int:
        """Return the row under which the charts of a tab begin."""
        return FIRST_ROW + len(tab.kpis) + 1

    def first_grid_row(self, tab: Tab) -> int:
        """Return the row of the title of the first grid."""
        return self.chart_row(tab) + (CHART_ROWS + 1 if tab.charts else 0)

    def first_block_row(self, tab: Tab) -> int:
        """Return the row of the heading of the first block."""
        return self.first_grid_row(tab) + sum(map(self.grid_height, tab.grids))

    def first_definition_row(self, tab: Tab) -> int:
        """Return the row of the heading of the definitions."""
        return self.first_block_row(tab) + sum(len(block.lines) + 2 for block in tab.blocks)

    def last_row(self, tab: Tab) -> int:
        """Return the last used row of a tab."""
        return self.first_definition_row(tab) + (len(tab.definitions) + 2 if tab.definitions else 0) - 2

    @property
    def home(self) -> str:
        """Return the name of the first sheet."""
        return words.SUMMARY[self.lang] if self.template.headline else self.template.pages[0].name[self.lang]

    def list_area(self, id_: str, *, beside: bool = False) -> str:
        """Return the address of a list's entries, or of the numbers beside them."""
        choices = next(c for c in self.template.choices if c.id == id_)
        letter = chr(ord("A") + list_columns(self.template.choices)[id_] + beside)
        last = LIST_ROW - 1 + len(choices.entries) + choices.spare
        return f"{quoted(words.LISTS[self.lang])}!${letter}${LIST_ROW}:${letter}${last}"

    def list_entry(self, id_: str, number: int) -> str:
        """Return the address of an entry of a list; `number` counts from 1."""
        letter = chr(ord("A") + list_columns(self.template.choices)[id_])
        return f"{quoted(words.LISTS[self.lang])}!${letter}${LIST_ROW - 1 + number}"

    @cached_property
    def inputs(self) -> tuple[Parameter, ...]:
        """Return the parameters to fill in."""
        return tuple(p for p in self.template.parameters if not p.computed)

    @cached_property
    def results(self) -> tuple[Parameter, ...]:
        """Return the computed parameters."""
        return tuple(p for p in self.template.parameters if p.computed)

    @property
    def result_row(self) -> int:
        """Return the parameters' row of the first result."""
        return INPUT_ROW + len(self.inputs) + 3

    @cached_property
    def target_rows(self) -> dict[str, int]:
        """Return the parameters' row of the target and the owner of every KPI."""
        first = self.result_row + len(self.results) + 3
        lines = [line for tab in self.template.tabs for line in tab.kpis if line.owned]
        return {line.id: first + i for i, line in enumerate(lines)}

    @cached_property
    def listing_rows(self) -> dict[str, int]:
        """Return the parameters' row of the first entry of every listing."""
        rows, row = {}, INPUT_ROW
        for listing in self.template.listings:
            rows[listing.id] = row
            row += listing.size + 3
        return rows

    @cached_property
    def names(self) -> dict[str, str]:
        """Return the defined name of every parameter and listing."""
        names = {p.id: p.name[self.lang] for p in self.template.parameters} | {"month_names": MONTH_LIST[self.lang]}
        for listing in self.template.listings:
            names[f"{listing.id}_labels"] = listing.labels[self.lang]
            names[f"{listing.id}_names"] = listing.names[self.lang]
        return names

    @property
    def parameters(self) -> str:
        """Return the parameters' sheet as formulas write it."""
        return quoted(words.PARAMETERS[self.lang])

    def input_cell(self, id_: str) -> str:
        """Return the cell of an input on the parameters' sheet."""
        return f"C{INPUT_ROW + [p.id for p in self.inputs].index(id_)}"

    def entry(self, listing: str, index: int, column: str) -> str:
        """Return the address of a listing's entry: its label or its name in the exports."""
        return f"{self.parameters}!${column}${self.listing_rows[listing] + index}"

    def line_entry(self, line: Line, column: str) -> str:
        """Return the address of the entry that a row is about, or nothing."""
        return self.entry(*line.entry, column) if line.entry else ""

    def address(self, id_: str, column: str, seen_from: Tab | None = None) -> str:
        """Return the address of a report row in a column, with its sheet unless seen from there."""
        tab, row = self.rows[id_]
        return f"{column}{row}" if tab is seen_from else f"{quoted(tab.name[self.lang])}!{column}{row}"

    def name(self, id_: str) -> str:
        """Return the defined name of a parameter."""
        return self.names[id_]

    def result(self, parameter: Parameter) -> str:
        """Return the formula of a computed parameter."""
        return result_formula(parameter.formula, self.names, [t.id for t in self.template.data], self.lang)

    def rows_behind(self, line: Line) -> set[str]:
        """Return the rows that a row refers to, every row of a run."""
        found: set[str] = set()
        for run in rows_in(line.formula + line.guard):
            (tab, first), (_, last) = self.rows[run[0]], self.rows[run[-1]]
            found |= {id_ for id_, (other, row) in self.rows.items() if other is tab and first <= row <= last}
        return found

    @cached_property
    def tables_of(self) -> dict[str, frozenset[str]]:
        """Return the data tables behind every row, its own formula's and those of the rows it refers to."""
        known: dict[str, frozenset[str]] = {}

        def behind(id_: str) -> frozenset[str]:
            if id_ not in known:
                line = self.template.line(id_)
                own = tables_in(line.formula + line.guard)
                known[id_] = frozenset(own.union(*(behind(row) for row in self.rows_behind(line))))
            return known[id_]

        for id_ in self.rows:
            behind(id_)
        return known

    @cached_property
    def filtered(self) -> dict[str, frozenset[str]]:
        """Return the dimensions by which a row may be filtered: those of all its data, and of all rows built on it.

        A ratio of filtered costs and unfiltered customers would be wrong; such rows stay whole.
        """
        columns = {id_: {d.name for d in table.dimensions} for id_, table in TABLES.items()}
        chosen = {f.dimension for f in self.template.filters}
        allowed = {
            id_: frozenset(chosen.intersection(*(columns[t] for t in tables))) if tables else frozenset[str]()
            for id_, tables in self.tables_of.items()
        }
        changed = True
        while changed:
            changed = False
            for id_, own in list(allowed.items()):
                for other in self.rows_behind(self.template.line(id_)):
                    if not allowed[other] <= own:
                        allowed[other], changed = allowed[other] & own, True
        return allowed

    def formula(self, line: Line, column: str) -> str:
        """Return what the cell of a row computes in a period's column, blank or `n/a` without data."""
        tab, _ = self.rows[line.id]
        place = self._place(tab, column, self.line_entry(line, ENTRY_NAME), self.filtered[line.id])
        periods = (VALUE, PREVIOUS, YEAR_BEFORE)
        nothing = f'"{words.NO_DATA[self.lang]}"' if column in periods else '""'
        shown = render(line.formula, place)
        if line.guard:
            shown = f"IF({render(line.guard, place)}>0,{shown},{nothing})"
        if line.of and (sums := sums_in(line.formula)):  # a column that no export filled is unknown, not 0
            held = ",".join(f"COUNT({column_reference(table, name, self.lang)})" for table, name in sums)
            shown = f"IF(MIN({held})>0,{shown},{nothing})"
        shown = f"IFERROR({shown},{nothing})"
        if "@" in line.formula + line.guard:  # dates are reckoned from the period's, once there is one
            shown = f'IF({column}${START_ROW}="",{nothing},{shown})'
        if column in periods and any(TABLES[t].monthly for t in self.tables_of[line.id]):
            shown = f"IF({column}${MONTHS_ROW}<1,{nothing},{shown})"
        return f"={shown}"

    def grid_cell(self, grid: Grid, column: Column, row: int, entry: str) -> str:
        """Return what a grid computes in a row, for the entry named there; "" for its total."""
        tab, _ = self.grids[grid.id]
        letters = {c.id: letter for c, letter in zip(grid.columns, GRID_COLUMNS, strict=False)}
        cells = {"label": f"${LABEL}{row}"} | {id_: f"{letter}{row}" for id_, letter in letters.items()}
        columns = [{d.name for d in TABLES[t].dimensions} for c in grid.columns for t in tables_in(c.formula)]
        chosen = {f.dimension for f in self.template.filters}
        place = self._place(tab, f"${VALUE}", entry, frozenset(chosen.intersection(*columns)), cells)
        shown = f'IFERROR({render(column.formula, place)},"")'
        if any(TABLES[t].monthly for t in tables_in(column.formula)):
            shown = f'IF(${VALUE}${MONTHS_ROW}<1,"",{shown})'
        return f'=IF({entry}="","",{shown})' if entry else f"={shown}"

    def _place(
        self, tab: Tab, column: str, entry: str, filtered: frozenset[str], cells: dict[str, str] | None = None
    ) -> Place:
        by_dimension = {d: listing.id for listing in self.template.listings for d in listing.dimensions}
        return Place(
            self.lang,
            column,
            lambda id_, col: self.address(id_, col, tab),
            self.name,
            lambda dimension, index: self.entry(by_dimension[dimension], index, ENTRY_NAME),
            entry,
            tuple((f.dimension, self.name(f.criterion)) for f in self.template.filters if f.dimension in filtered),
            (cells or {}).__getitem__,
        )
