"""A report tab: KPI rows with their period, target, status and twelve months; charts; the figures behind."""

from __future__ import annotations

from typing import Any

from xl_kpi.formulas.units import Unit
from xl_kpi.templates import sheet as shared
from xl_kpi.templates import style, words
from xl_kpi.templates.declaration import Line, Tab
from xl_kpi.templates.expression import END_ROW, MONTHS_ROW, START_ROW
from xl_kpi.templates.layout import (
    ATTAINED,
    CHANGE,
    CHART_ROWS,
    ENTRY_LABEL,
    FIRST_ROW,
    HEADER_ROW,
    LABEL,
    MONTHS,
    PERIODS,
    PREVIOUS,
    STATUS,
    TARGET,
    TREND,
    UNIT,
    VALUE,
    Layout,
    quoted,
)
from xl_kpi.templates.style import Styles

WIDTHS = {"A": 2, "B": 52, "C": 14, "D": 10, "E": 14, "F": 12, "G": 13, "H": 12, "I": 14, "J": 20, "K:V": 11, "W": 2}
ROW_HEIGHT = 21
CHART_WIDTH, CHART_GAP = 576, 16
ONE_PAGE_ROWS = 14  # a tab with more rows goes on two pages
ROWS_ABOVE_CHARTS = 11  # a tab with more KPIs shows its charts on the second page


def write_tab(book: Any, sheet: Any, styles: Styles, layout: Layout, tab: Tab) -> None:
    """Fill the sheet of one tab."""
    lang = layout.lang
    for columns, width in WIDTHS.items():
        sheet.set_column(columns if ":" in columns else f"{columns}:{columns}", width)
    shared.write_title(sheet, styles, tab.name[lang], tab.question[lang])
    sheet.write_formula("B3", shared.period_line(layout), styles(font_color=style.INK, bold=True), "")
    home = f"internal:{quoted(layout.home)}!A1"
    sheet.write_url("J1", home, styles(font_color=style.BLUE, underline=1, align="right"), f"← {layout.home}")
    sheet.set_row(3, 6)
    _write_header(sheet, styles, layout)
    for line in tab.lines:
        _write_line(sheet, styles, layout, line)
    row = layout.first_block_row(tab)
    for block in tab.blocks:
        sheet.set_row(row - 1, 24)
        heading = styles(bold=True, font_color=style.NAVY, font_size=12, bottom=2, bottom_color=style.NAVY)
        for column in range(1, 10 + len(MONTHS)):
            sheet.write_blank(row - 1, column, None, heading)
        sheet.write_string(f"{LABEL}{row}", block.title[lang], heading)
        row += len(block.lines) + 2
    _place_charts(book, sheet, layout, tab)
    last = layout.last_row(tab)
    _set_conditions(sheet, styles, layout, tab)
    sheet.freeze_panes(FIRST_ROW - 1, 2)
    break_at = layout.first_block_row(tab) if len(tab.lines) > ONE_PAGE_ROWS else None
    if len(tab.kpis) > ROWS_ABOVE_CHARTS:
        break_at = layout.chart_row(tab) - 1
    shared.set_up_page(sheet, layout.template.title[lang], lang, f"A1:J{last + 1}", break_at=break_at)


def _write_header(sheet: Any, styles: Styles, layout: Layout) -> None:
    """Write the headings and the first and last day of every period's column."""
    lang = layout.lang
    left, right = styles.header(), styles.header(align="right", indent=1)
    sheet.set_row(HEADER_ROW - 1, 34)
    centre = styles.header(align="center")
    headings = (
        (LABEL, words.KPI, left), (VALUE, words.VALUE, right), (UNIT, words.UNIT, centre),
        (PREVIOUS, words.PREVIOUS, right), (CHANGE, words.CHANGE, right), (TARGET, words.TARGET, right),
        (ATTAINED, words.ATTAINED, right), (STATUS, words.STATUS, centre), (TREND, words.TREND, centre),
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
    for row, text in ((START_ROW, words.FROM), (END_ROW, words.TO), (MONTHS_ROW, words.MONTHS)):
        sheet.set_row(row - 1, 14)
        for column in "BCDEFGHIJ":
            sheet.write_blank(f"{column}{row}", None, styles(**small))
        sheet.write_string(f"{LABEL}{row}", text[lang], styles(**small | {"align": "left", "indent": 0}))
    day, whole = styles(**small, num_format=style.DATE[lang]), styles(**small, num_format="0")
    month = styles.header(align="right", indent=1, num_format=style.MONTH[lang])
    for column, period in ((VALUE, "period"), (PREVIOUS, "previous")):
        sheet.write_formula(f"{column}{START_ROW}", f"={layout.name(period + '_start')}", day)
        sheet.write_formula(f"{column}{END_ROW}", f"={layout.name(period + '_end')}", day)
        sheet.write_formula(f"{column}{MONTHS_ROW}", f"={layout.name('period_months')}", whole)
    end = layout.name("period_end")
    for i, column in enumerate(MONTHS):
        start = f'=IF({end}="","",EDATE({end}+1,{i - len(MONTHS)}))'
        sheet.write_formula(f"{column}{START_ROW}", start, day)
        last_day = f'=IF({column}{START_ROW}="","",EOMONTH({column}{START_ROW},0))'
        sheet.write_formula(f"{column}{END_ROW}", last_day, day)
        sheet.write_number(f"{column}{MONTHS_ROW}", 1, whole)
        sheet.write_formula(f"{column}{HEADER_ROW}", f"={column}{START_ROW}", month)


def _write_line(sheet: Any, styles: Styles, layout: Layout, line: Line) -> None:
    lang = layout.lang
    _, row = layout.rows[line.id]
    sheet.set_row(row - 1, ROW_HEIGHT)
    unit, fmt = line.shown_unit, style.value_format(line.shown_unit, line.number_format, lang)
    number = styles.cell(align="right", indent=1, num_format=fmt)
    _write_label(sheet, styles, layout, line)
    for column in (VALUE,) if line.whole else PERIODS:
        shown = styles.cell(align="right", indent=1, num_format=fmt, bold=True) if column == VALUE else number
        sheet.write_formula(f"{column}{row}", layout.formula(line, column), shown, "")
    for column in (UNIT, PREVIOUS, CHANGE, TARGET, ATTAINED, STATUS, TREND):
        if column != PREVIOUS or line.whole:
            sheet.write_blank(f"{column}{row}", None, styles.cell())
    sheet_unit = f"={layout.name('currency')}" if unit is Unit.CURRENCY else words.UNITS[unit][lang]
    sheet.write(f"{UNIT}{row}", sheet_unit, styles.cell(align="center", font_color=style.GREY))
    if not line.whole:
        change = styles.cell(align="right", indent=1, num_format=style.change_format(unit, lang))
        sheet.write_formula(f"{CHANGE}{row}", _change(unit, row), change, "")
        draw_trend(sheet, f"{TREND}{row}", f"{MONTHS[0]}{row}:{MONTHS[-1]}{row}", signed=line.signed)
    if line.target is not None:
        _write_target(sheet, styles, layout, line, number)


def _write_label(sheet: Any, styles: Styles, layout: Layout, line: Line) -> None:
    lang = layout.lang
    _, row = layout.rows[line.id]
    if line.entry:
        sheet.write_formula(f"{LABEL}{row}", f"={layout.entry(line, ENTRY_LABEL)}", styles.cell(), "")
    else:
        sheet.write_string(f"{LABEL}{row}", line.title[lang], styles.cell())
    if line.of:
        note = f"{line.of.name}\n{line.of.help[lang]}"
        sheet.write_comment(f"{LABEL}{row}", note, shared.note_options(note))


def _change(unit: Unit, row: int) -> str:
    if unit is Unit.FRACTION:
        return f'=IFERROR(({VALUE}{row}-{PREVIOUS}{row})*100,"")'
    if unit is Unit.POINTS:
        return f'=IFERROR({VALUE}{row}-{PREVIOUS}{row},"")'
    return f'=IFERROR(KPI_GROWTH({VALUE}{row},{PREVIOUS}{row}),"")'


def _write_target(sheet: Any, styles: Styles, layout: Layout, line: Line, number: Any) -> None:
    _, row = layout.rows[line.id]
    target = f"{layout.parameters}!$C${layout.target_rows[line.id]}"
    sheet.write_formula(f"{TARGET}{row}", f'=IF({target}="","",{target})', number, "")
    if line.kpi != "KPI_GROWTH":  # a share of a target growth rate says nothing
        rate = styles.cell(align="right", indent=1, num_format=style.localized("0%", layout.lang))
        attained = f'=IFERROR(KPI_ATTAINMENT({VALUE}{row},{TARGET}{row}),"")'
        sheet.write_formula(f"{ATTAINED}{row}", attained, rate, "")
    better = line.of.better if line.of else "higher"
    status = (
        f'=IFERROR(KPI_STATUS({VALUE}{row},{TARGET}{row},"{better}",{layout.name("tolerance")},"{layout.lang}"),"")'
    )
    sheet.write_formula(f"{STATUS}{row}", status, styles.cell(align="center", bold=True), "")


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
    shared.show_status(sheet, styles, lang, f"{STATUS}{FIRST_ROW}:{STATUS}{last}")
    shared.fade_missing(sheet, styles, lang, f"{VALUE}{FIRST_ROW}:{PREVIOUS}{last}")
    for line in tab.lines:
        if line.shown_unit is Unit.CURRENCY:
            _, row = layout.rows[line.id]
            for area in (f"{VALUE}{row}:{PREVIOUS}{row}", f"{TARGET}{row}", f"{MONTHS[0]}{row}:{MONTHS[-1]}{row}"):
                shared.show_currency(sheet, styles, layout, area, line.number_format)
