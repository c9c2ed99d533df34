"""A grid of a report tab: one row per channel, campaign, page or month; one column per figure."""

from __future__ import annotations

from typing import Any

from xl_kpi.formulas.units import Unit
from xl_kpi.templates import sheet as shared
from xl_kpi.templates import style, words
from xl_kpi.templates.declaration import Grid
from xl_kpi.templates.expression import START_ROW
from xl_kpi.templates.layout import (
    ENTRY_LABEL,
    ENTRY_NAME,
    GRID_COLUMNS,
    LABEL,
    MONTHS,
    ORDER_LABEL,
    ORDER_NAME,
    ORDER_SCORE,
    OWNER,
    Layout,
)
from xl_kpi.templates.style import Styles

FIGURE_HEIGHT, HEADING_HEIGHT, HEAD_HEIGHT = 18, 24, 34
_TIE = 1e-7  # tells equal scores apart, earlier rows first


def write_heading(sheet: Any, styles: Styles, row: int, title: str, *, last: int) -> None:
    """Write the heading of a block or a grid across the columns up to `last`."""
    sheet.set_row(row - 1, HEADING_HEIGHT)
    heading = styles.heading(bottom=2, bottom_color=style.NAVY)
    for column in range(1, last + 1):
        sheet.write_blank(row - 1, column, None, heading)
    sheet.write_string(f"{LABEL}{row}", title, heading)


def write_grid(sheet: Any, styles: Styles, layout: Layout, grid: Grid) -> None:
    """Write the heading, the column heads, the rows and the total of a grid."""
    lang = layout.lang
    _, title_row = layout.grids[grid.id]
    last = GRID_COLUMNS[len(grid.columns) - 1]
    write_heading(sheet, styles, title_row, grid.title[lang], last=ord(OWNER) - ord("A"))
    sheet.set_row(title_row, HEAD_HEIGHT)
    sheet.write_string(f"{LABEL}{title_row + 1}", grid.head[lang], styles.header())
    for letter, column in zip(GRID_COLUMNS, grid.columns, strict=False):
        sheet.write_string(f"{letter}{title_row + 1}", column.title[lang], styles.header(align="right", indent=1))
        if kpi := column.line.of:
            shared.note_kpi(sheet, f"{letter}{title_row + 1}", kpi, lang)
    first = title_row + 2
    for i in range(layout.grid_size(grid)):
        sheet.set_row(first + i - 1, FIGURE_HEIGHT)
        entry = _write_name(sheet, styles, layout, grid, first, i)
        _write_cells(sheet, styles, layout, grid, first + i, entry)
    end = first + layout.grid_size(grid) - 1
    if grid.total:
        sheet.set_row(end, FIGURE_HEIGHT)
        sheet.write_string(f"{LABEL}{end + 1}", grid.total[lang], styles.total())
        _write_cells(sheet, styles, layout, grid, end + 1, "")
    if grid.ranked_by:
        _write_order(sheet, styles, layout, grid, first)
    if grid.heat:
        scale = {"type": "2_color_scale", "min_color": style.WHITE, "max_color": style.PALE_TEAL, "min_type": "num",
                 "min_value": 0, "max_type": "max"}  # fmt: skip
        sheet.conditional_format(f"{GRID_COLUMNS[1]}{first}:{last}{end}", scale)


def _write_name(sheet: Any, styles: Styles, layout: Layout, grid: Grid, first: int, index: int) -> str:
    """Write a row's name; return the address of what its formulas match."""
    row = first + index
    place = f"{LABEL}{row}"
    if not grid.listing:
        month = styles.cell(num_format=style.MONTH[layout.lang], align="left")
        sheet.write_formula(place, f"={MONTHS[index]}${START_ROW}", month, "")
        return f"${place}"
    if not grid.ranked_by:
        label = layout.entry(grid.listing, index, ENTRY_LABEL)
        sheet.write_formula(place, f'=IF({label}="","",{label})', styles.cell(), "")
        return layout.entry(grid.listing, index, ENTRY_NAME)
    sheet.write_formula(place, _ranked(layout, grid, first, index, ORDER_NAME), styles.cell(), "")
    return f"${place}"


def _ranked(layout: Layout, grid: Grid, first: int, index: int, column: str) -> str:
    """Return the formula that finds the name with the score of this rank."""
    end = first + layout.template.listing(grid.listing).size - 1
    names, scores = (f"${letter}${first}:${letter}${end}" for letter in (column, ORDER_SCORE))
    return f'=IFERROR(INDEX({names},MATCH(LARGE({scores},{index + 1}),{scores},0)),"")'


def _write_order(sheet: Any, styles: Styles, layout: Layout, grid: Grid, first: int) -> None:
    """Write beside a ranked grid the listing as the parameters have it and what orders it."""
    lang = layout.lang
    small = styles.note()
    column = grid.column(grid.ranked_by)
    sheet.write_string(f"{ORDER_LABEL}{first - 1}", words.ORDER[lang], small)
    sheet.write_string(f"{ORDER_SCORE}{first - 1}", column.title[lang], small)
    for i in range(layout.template.listing(grid.listing).size):
        row, name = first + i, layout.entry(grid.listing, i, ENTRY_NAME)
        label = layout.entry(grid.listing, i, ENTRY_LABEL)
        sheet.write_formula(f"{ORDER_LABEL}{row}", f'=IF({label}="","",{label})', small, "")
        sheet.write_formula(f"{ORDER_NAME}{row}", f'=IF({name}="","",{name})', small, "")
        score = layout.grid_cell(grid, column, row, name).removeprefix("=")
        tied = f'=IFERROR(IF({score}>0,{score}-{i}*{_TIE:.7f},""),"")'
        sheet.write_formula(f"{ORDER_SCORE}{row}", tied, styles.note(num_format="0"), "")


def _write_cells(sheet: Any, styles: Styles, layout: Layout, grid: Grid, row: int, entry: str) -> None:
    """Write the figures of one row; of the total where there is no entry."""
    for letter, column in zip(GRID_COLUMNS, grid.columns, strict=False):
        line = column.line
        fmt = style.value_format(line.shown_unit, line.number_format, layout.lang)
        shown: dict[str, Any] = {"align": "right", "indent": 1, "num_format": fmt}
        look = styles.cell(**shown) if entry else styles.total(**shown)
        if entry or column.total:
            sheet.write_formula(f"{letter}{row}", layout.grid_cell(grid, column, row, entry), look, "")
        else:
            sheet.write_blank(f"{letter}{row}", None, look)
        if line.shown_unit is Unit.CURRENCY:
            shared.show_currency(sheet, styles, layout, f"{letter}{row}", line.number_format)
