"""A report tab: KPI rows with their period, target, status and twelve months; charts; the figures behind."""

from __future__ import annotations

from typing import Any

from xl_kpi.formulas.units import Unit
from xl_kpi.templates import sheet as shared
from xl_kpi.templates import style, words
from xl_kpi.templates.declaration import Line, Tab
from xl_kpi.templates.expression import BEFORE_ROW, END_ROW, MONTHS_ROW, START_ROW
from xl_kpi.templates.grid import FIGURE_HEIGHT, write_grid, write_heading
from xl_kpi.templates.layout import (
    ATTAINED,
    CHANGE,
    CHART_ROWS,
    ENTRY_LABEL,
    FIRST_ROW,
    HEADER_ROW,
    LABEL,
    MONTHS,
    OWNER,
    PERIODS,
    PREVIOUS,
    STATUS,
    TARGET,
    TREND,
    UNIT,
    VALUE,
    YEAR_BEFORE,
    YEAR_CHANGE,
    Layout,
    quoted,
)
from xl_kpi.templates.style import Styles

WIDTHS = {"A": 2, "B": 50, "C": 14, "D": 12, "E": 13, "F": 12, "G": 13, "H": 12, "I": 13, "J": 12, "K": 14, "L": 18,
          "M": 17, "N:Y": 11, "Z": 2}  # fmt: skip
ROW_HEIGHT = 21
CHART_WIDTH, CHART_GAP = 694, 16
DEFINITION_HEIGHT = 36
PAGE_HEIGHT = 840  # points of rows on one printed page
ONE_PAGE_HEIGHT = 980  # of rows that are scaled down to one page rather than cut
TOP_HEIGHT = 177  # points of the rows above the first KPI


def write_tab(book: Any, sheet: Any, styles: Styles, layout: Layout, tab: Tab) -> None:
    """Fill the sheet of one tab."""
    lang = layout.lang
    for columns, width in WIDTHS.items():
        sheet.set_column(columns if ":" in columns else f"{columns}:{columns}", width)
    shared.write_title(sheet, styles, tab.name[lang], tab.question[lang])
    sheet.write_formula("B3", shared.period_line(layout), styles(font_color=style.INK, bold=True), "")
    if filters := shared.filter_line(layout):
        sheet.set_row(3, 16)
        sheet.write_formula("B4", filters, styles(font_color=style.BLUE, bold=True), "")
    home = f"internal:{quoted(layout.home)}!A1"
    sheet.write_url(f"{OWNER}1", home, styles(font_color=style.BLUE, underline=1, align="right"), f"← {layout.home}")
    _write_header(sheet, styles, layout)
    for line in tab.lines:
        _write_line(sheet, styles, layout, line)
    row = layout.first_block_row(tab)
    for block in tab.blocks:
        write_heading(sheet, styles, row, block.title[lang], last=ord(MONTHS[-1]) - ord("A"))
        row += len(block.lines) + 2
    for grid in tab.grids:
        write_grid(sheet, styles, layout, grid)
    _write_definitions(sheet, styles, layout, tab)
    _place_charts(book, sheet, layout, tab)
    last = layout.last_row(tab)
    _set_conditions(sheet, styles, layout, tab)
    sheet.freeze_panes(FIRST_ROW - 1, 2)
    breaks = _page_breaks(layout, tab)
    # figures need the headings of their columns, grids bring theirs
    repeated = (0, HEADER_ROW - 1 if breaks and breaks[0] >= layout.first_block_row(tab) else 2)
    area = f"A1:{OWNER}{last + 1}"
    shared.set_up_page(sheet, layout.template.title[lang], lang, area, breaks=breaks, repeated=repeated)
    shared.protect(sheet)


def _write_definitions(sheet: Any, styles: Styles, layout: Layout, tab: Tab) -> None:
    """Write terms and their meaning in cells that stay open to the reader."""
    row = layout.first_definition_row(tab)
    if tab.definitions:
        write_heading(sheet, styles, row, words.DEFINITIONS[layout.lang], last=ord(OWNER) - ord("A"))
    for i, (term, meaning) in enumerate(tab.definitions, row + 1):
        sheet.set_row(i - 1, DEFINITION_HEIGHT)
        sheet.write_string(f"{LABEL}{i}", term[layout.lang], styles.input(bold=True, text_wrap=True))
        look = styles.input(text_wrap=True, indent=1)
        sheet.merge_range(f"{VALUE}{i}:{OWNER}{i}", meaning[layout.lang], look)


def _page_breaks(layout: Layout, tab: Tab) -> list[int]:
    """Return the rows at which a new page begins, so that no grid and no block is cut; none if all fits on one."""
    top = TOP_HEIGHT + ROW_HEIGHT * len(tab.kpis) + (CHART_ROWS + 2) * 15
    sizes = [(layout.grid_height(grid), 19) for grid in tab.grids] + [(len(block.lines) + 2, 3) for block in tab.blocks]
    heights = [(rows, rows * FIGURE_HEIGHT + more) for rows, more in sizes]
    if top + sum(height for _, height in heights) <= ONE_PAGE_HEIGHT:
        return []
    row, breaks = layout.first_grid_row(tab), []
    if top > PAGE_HEIGHT:
        breaks.append(layout.chart_row(tab) - 1)
        top = 70 + (CHART_ROWS + 2) * 15
    for rows, height in heights:
        if top + height > PAGE_HEIGHT:
            breaks.append(row)
            top = 70  # the rows repeated at the top
        top += height
        row += rows
    return breaks


def _write_header(sheet: Any, styles: Styles, layout: Layout) -> None:
    """Write the headings and the first and last day of every period's column."""
    lang = layout.lang
    left, right = styles.header(), styles.header(align="right", indent=1)
    sheet.set_row(HEADER_ROW - 1, 34)
    centre = styles.header(align="center")
    headings = (
        (LABEL, words.KPI, left), (VALUE, words.VALUE, right), (UNIT, words.UNIT, centre),
        (PREVIOUS, words.PREVIOUS, right), (CHANGE, words.CHANGE, right), (YEAR_BEFORE, words.YEAR_BEFORE, right),
        (YEAR_CHANGE, words.YEAR_CHANGE, right), (TARGET, words.TARGET, right), (ATTAINED, words.ATTAINED, right),
        (STATUS, words.STATUS, centre), (TREND, words.TREND, centre), (OWNER, words.OWNER, left),
    )  # fmt: skip
    for column, text, fmt in headings:
        sheet.write_string(f"{column}{HEADER_ROW}", text[lang], fmt)
    small: dict[str, Any] = {
        "font_size": 9,
        "font_color": style.GREY,
        "bg_color": style.BAND,
        "align": "right",
        "indent": 1,
    }
    texts = ((START_ROW, words.FROM), (END_ROW, words.TO), (MONTHS_ROW, words.MONTHS), (BEFORE_ROW, words.BEFORE))
    for row, text in texts:
        sheet.set_row(row - 1, 15)
        for column in "BCDEFGHIJKLM":
            sheet.write_blank(f"{column}{row}", None, styles(**small))
        sheet.write_string(f"{LABEL}{row}", text[lang], styles(**small | {"align": "left", "indent": 0}))
    day, whole = styles(**small, num_format=style.DATE[lang]), styles(**small, num_format="0.##")
    month = styles.header(align="right", indent=1, num_format=style.MONTH[lang])
    for column, period in ((VALUE, "period"), (PREVIOUS, "previous"), (YEAR_BEFORE, "year")):
        sheet.write_formula(f"{column}{START_ROW}", f"={layout.name(period + '_start')}", day)
        sheet.write_formula(f"{column}{END_ROW}", f"={layout.name(period + '_end')}", day)
        sheet.write_formula(f"{column}{MONTHS_ROW}", f"={layout.name('period_months')}", whole)
        sheet.write_formula(f"{column}{BEFORE_ROW}", _before(column), day)
    end = layout.name("period_end")
    for i, column in enumerate(MONTHS):
        start = f'=IF({end}="","",EDATE({end}+1,{i - len(MONTHS)}))'
        sheet.write_formula(f"{column}{START_ROW}", start, day)
        last_day = f'=IF({column}{START_ROW}="","",EOMONTH({column}{START_ROW},0))'
        sheet.write_formula(f"{column}{END_ROW}", last_day, day)
        sheet.write_number(f"{column}{MONTHS_ROW}", 1, whole)
        sheet.write_formula(f"{column}{BEFORE_ROW}", _before(column), day)
        sheet.write_formula(f"{column}{HEADER_ROW}", f"={column}{START_ROW}", month)


def _before(column: str) -> str:
    start, months = f"{column}{START_ROW}", f"{column}{MONTHS_ROW}"
    return f'=IF({start}="","",IF({months}<1,{start}-7,EDATE({start},-{months})))'


def _write_line(sheet: Any, styles: Styles, layout: Layout, line: Line) -> None:
    lang = layout.lang
    _, row = layout.rows[line.id]
    sheet.set_row(row - 1, ROW_HEIGHT if line in layout.rows[line.id][0].kpis else FIGURE_HEIGHT)
    unit, fmt = line.shown_unit, style.value_format(line.shown_unit, line.number_format, lang)
    number = styles.cell(align="right", indent=1, num_format=fmt)
    _write_label(sheet, styles, layout, line)
    for column in (VALUE,) if line.whole else PERIODS:
        shown = styles.value(num_format=fmt) if column == VALUE else number
        sheet.write_formula(f"{column}{row}", layout.formula(line, column), shown, "")
    for column in (UNIT, PREVIOUS, CHANGE, YEAR_BEFORE, YEAR_CHANGE, TARGET, ATTAINED, STATUS, TREND, OWNER):
        if column not in PERIODS or line.whole:
            sheet.write_blank(f"{column}{row}", None, styles.cell())
    sheet_unit = f"={layout.name('currency')}" if unit is Unit.CURRENCY else words.UNITS[unit][lang]
    sheet.write(f"{UNIT}{row}", sheet_unit, styles.cell(align="center", font_color=style.GREY))
    if not line.whole:
        change = styles.cell(align="right", indent=1, num_format=style.change_format(unit, lang))
        for column, reference in ((CHANGE, PREVIOUS), (YEAR_CHANGE, YEAR_BEFORE)):
            sheet.write_formula(f"{column}{row}", _change(unit, row, reference), change, "")
        draw_trend(sheet, f"{TREND}{row}", f"{MONTHS[0]}{row}:{MONTHS[-1]}{row}", signed=line.signed)
    if line.owned:
        _write_target(sheet, styles, layout, line, number)
    area = f"{LABEL}{row}:{YEAR_CHANGE}{row}"
    shared.grey_unfiltered(sheet, styles, layout, area, layout.filtered[line.id])


def _write_label(sheet: Any, styles: Styles, layout: Layout, line: Line) -> None:
    lang = layout.lang
    _, row = layout.rows[line.id]
    if line.entry:
        sheet.write_formula(f"{LABEL}{row}", _label(layout, line), styles.cell(), "")
    else:
        sheet.write_string(f"{LABEL}{row}", line.title[lang], styles.cell())
    if line.of:
        shared.note_kpi(sheet, f"{LABEL}{row}", line.of, lang)


def _label(layout: Layout, line: Line) -> str:
    label = layout.line_entry(line, ENTRY_LABEL)
    return f'=IF({label}="","",{label})'


def _change(unit: Unit, row: int, reference: str) -> str:
    if unit is Unit.FRACTION:
        return f'=IFERROR(({VALUE}{row}-{reference}{row})*100,"")'
    if unit is Unit.POINTS:
        return f'=IFERROR({VALUE}{row}-{reference}{row},"")'
    return f'=IFERROR(KPI_GROWTH({VALUE}{row},{reference}{row}),"")'


def _write_target(sheet: Any, styles: Styles, layout: Layout, line: Line, number: Any) -> None:
    _, row = layout.rows[line.id]
    target = f"{layout.parameters}!$C${layout.target_rows[line.id]}"
    sheet.write_formula(f"{TARGET}{row}", f'=IF({target}="","",{target})', number, "")
    if line.kpi != "KPI_GROWTH":  # a share of a target growth rate says nothing
        rate = styles.cell(align="right", indent=1, num_format=style.localized("0%", layout.lang))
        attained = f'=IFERROR(KPI_ATTAINMENT({VALUE}{row},{TARGET}{row}),"")'
        sheet.write_formula(f"{ATTAINED}{row}", attained, rate, "")
    given = f'{VALUE}{row},{TARGET}{row},"{line.better}",{layout.name("tolerance")},"{layout.lang}"'
    status = f'=IFERROR(KPI_STATUS({given}),"")'
    sheet.write_formula(f"{STATUS}{row}", status, styles.cell(align="center", bold=True), "")
    owner = f"{layout.parameters}!$E${layout.target_rows[line.id]}"
    sheet.write_formula(f"{OWNER}{row}", f'=IF({owner}="","",{owner})', styles.cell(), "")


def draw_trend(sheet: Any, cell: str, months: str, *, signed: bool) -> None:
    """Draw twelve small columns, from zero unless they may be negative, the last one marked."""
    options: dict[str, Any] = {"range": months, "type": "column", "series_color": style.PALE, "last_point": True,
                               "last_color": style.NAVY, "negative_color": "#8C1D18"}  # fmt: skip
    sheet.add_sparkline(cell, options | ({"axis": True, "negative_points": True} if signed else {"min": 0}))


def _place_charts(book: Any, sheet: Any, layout: Layout, tab: Tab) -> None:
    for i, chart in enumerate(tab.charts):
        made = shared.make_chart(book, layout, chart, (CHART_WIDTH, CHART_ROWS * 20 - 8))
        options = {
            "object_position": 2,
            "x_offset": i * (CHART_WIDTH + CHART_GAP),
            "description": chart.title[layout.lang],
        }
        sheet.insert_chart(f"{LABEL}{layout.chart_row(tab)}", made, options)


def _set_conditions(sheet: Any, styles: Styles, layout: Layout, tab: Tab) -> None:
    lang, last = layout.lang, layout.last_row(tab)
    shared.show_status(sheet, styles, lang, f"{STATUS}{FIRST_ROW}:{STATUS}{FIRST_ROW + len(tab.kpis) - 1}")
    shared.fade_missing(sheet, styles, lang, f"{VALUE}{FIRST_ROW}:{YEAR_BEFORE}{last}")
    for line in tab.lines:
        if line.shown_unit is Unit.CURRENCY:
            _, row = layout.rows[line.id]
            months = f"{MONTHS[0]}{row}:{MONTHS[-1]}{row}"
            for area in (f"{VALUE}{row}:{PREVIOUS}{row}", f"{YEAR_BEFORE}{row}", f"{TARGET}{row}", months):
                shared.show_currency(sheet, styles, layout, area, line.number_format)
