"""Where everything stands: sheets, rows, addresses. Computed before anything is drawn."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from xl_kpi.language import Lang
from xl_kpi.templates import words
from xl_kpi.templates.declaration import Line, Tab, Template
from xl_kpi.templates.expression import MONTHS_ROW, START_ROW, Place, render
from xl_kpi.templates.grids import LIST_ROW, list_columns
from xl_kpi.templates.parameters import INPUTS, NAMES, RESULTS

# columns of a report tab
LABEL, VALUE, UNIT, PREVIOUS, CHANGE, TARGET, ATTAINED, STATUS, TREND = "BCDEFGHIJ"
MONTHS = "KLMNOPQRSTUV"
PERIODS = (VALUE, PREVIOUS, *MONTHS)

HEADER_ROW = 5
FIRST_ROW = MONTHS_ROW + 1
CHART_ROWS = 15

# rows of the parameters
INPUT_ROW = 5
RESULT_ROW = INPUT_ROW + len(INPUTS) + 3
TARGET_ROW = RESULT_ROW + len(RESULTS) + 3
# columns of the parameters' listings
ENTRY_LABEL, ENTRY_NAME, MONTH_NAME = "GHJ"


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
            row = FIRST_ROW
            for line in tab.kpis:
                placed[line.id] = (tab, row)
                row += 1
            row = self.first_block_row(tab)
            for block in tab.blocks:
                row += 1  # the heading
                for line in block.lines:
                    placed[line.id] = (tab, row)
                    row += 1
                row += 1
        return placed

    def chart_row(self, tab: Tab) -> int:
        """Return the row under which the charts of a tab begin."""
        return FIRST_ROW + len(tab.kpis) + 1

    def first_block_row(self, tab: Tab) -> int:
        """Return the row of the heading of the first block."""
        return self.chart_row(tab) + CHART_ROWS + 1

    def last_row(self, tab: Tab) -> int:
        """Return the last used row of a tab."""
        return max(row for other, row in self.rows.values() if other is tab)

    @cached_property
    def target_rows(self) -> dict[str, int]:
        """Return the parameters' row of every target."""
        lines = [line for tab in self.template.tabs for line in tab.kpis if line.target is not None]
        return {line.id: TARGET_ROW + i for i, line in enumerate(lines)}

    @cached_property
    def listing_rows(self) -> dict[str, int]:
        """Return the parameters' row of the first entry of every listing."""
        rows, row = {}, INPUT_ROW
        for listing in self.template.listings:
            rows[listing.id] = row
            row += len(listing.entries) + 3
        return rows

    @property
    def home(self) -> str:
        """Return the name of the first sheet."""
        return words.SUMMARY[self.lang] if self.template.headline else self.template.pages[0].name[self.lang]

    @property
    def parameters(self) -> str:
        """Return the parameters' sheet as formulas write it."""
        return quoted(words.PARAMETERS[self.lang])

    def entry(self, line: Line, column: str) -> str:
        """Return the address of a listing's entry: its label or its name in the exports."""
        if line.entry is None:
            return ""
        listing, index = line.entry
        return f"{self.parameters}!${column}${self.listing_rows[listing] + index}"

    def address(self, id_: str, column: str, seen_from: Tab | None = None) -> str:
        """Return the address of a report row in a column, with its sheet unless seen from there."""
        tab, row = self.rows[id_]
        return f"{column}{row}" if tab is seen_from else f"{quoted(tab.name[self.lang])}!{column}{row}"

    def name(self, id_: str) -> str:
        """Return the defined name of a parameter."""
        return NAMES[id_][self.lang]

    def list_area(self, id_: str, *, beside: bool = False) -> str:
        """Return the address of a list's entries, or of the numbers beside them."""
        choices = next(c for c in self.template.choices if c.id == id_)
        letter = chr(ord("A") + list_columns(self.template.choices)[id_] + beside)
        last = LIST_ROW - 1 + len(choices.entries) + choices.spare
        return f"{quoted(words.LISTS[self.lang])}!${letter}${LIST_ROW}:${letter}${last}"

    def formula(self, line: Line, column: str) -> str:
        """Return what the cell of a row computes in a period's column, blank or `n/a` without data."""
        tab, _ = self.rows[line.id]
        place = Place(
            self.lang,
            column,
            lambda id_, col: self.address(id_, col, tab),
            self.name,
            self.entry(line, ENTRY_NAME),
        )
        nothing = f'"{words.NO_DATA[self.lang]}"' if column in (VALUE, PREVIOUS) else '""'
        shown = render(line.formula, place)
        if line.guard:
            shown = f"IF({render(line.guard, place)}>0,{shown},{nothing})"
        shown = f"IFERROR({shown},{nothing})"
        if "@" in line.formula + line.guard:  # a month's dates are reckoned from the period's, once there is one
            shown = f'IF({column}${START_ROW}="",{nothing},{shown})'
        return f"={shown}"
