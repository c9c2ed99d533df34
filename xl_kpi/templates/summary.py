"""The summary: three large figures, the headline KPIs, three charts; one printed page."""

from __future__ import annotations

from typing import Any

from xl_kpi.formulas.units import Unit
from xl_kpi.templates import layout as there
from xl_kpi.templates import sheet as shared
from xl_kpi.templates import style, words
from xl_kpi.templates.declaration import Line
from xl_kpi.templates.layout import MONTHS, VALUE, Layout, quoted
from xl_kpi.templates.pages import PanelChart
from xl_kpi.templates.panel_charts import make_panel_chart
from xl_kpi.templates.report import draw_trend
from xl_kpi.templates.style import Styles

WIDTHS = {"A": 2, "B": 46, "C": 14, "D": 10, "E": 13, "F": 12, "G": 12, "H": 13, "I": 12, "J": 14, "K": 18, "L": 15,
          "M": 16}  # fmt: skip
CARD_ROW = 5
HEAD_ROW = 9
FIRST = HEAD_ROW + 1
UNIT, PREVIOUS, CHANGE, YEAR_CHANGE, TARGET, VARIANCE, STATUS, TREND, OWNER, DETAIL = "DEFGHIJKLM"
CARDS = ("B{r}:B{r}", "C{r}:F{r}", "G{r}:J{r}", "K{r}:M{r}")
CHART_WIDTH, CHART_HEIGHT, CHART_GAP = 455, 320, 16


def write_summary(book: Any, sheet: Any, styles: Styles, layout: Layout) -> None:
    """Fill the summary sheet and name its block of headline KPIs."""
    lang, template = layout.lang, layout.template
    for column, width in WIDTHS.items():
        sheet.set_column(f"{column}:{column}", width)
    shared.write_title(sheet, styles, template.title[lang], "")
    company = styles.subtitle()
    sheet.write_formula("B2", f"={layout.name('company')}", company, "")
    sheet.write_formula("B3", shared.period_line(layout), styles(bold=True), "")
    if filters := shared.filter_line(layout):
        sheet.set_row(3, 16)
        sheet.write_formula("B4", filters, styles(font_color=style.BLUE, bold=True), "")
    settings = f"internal:{layout.parameters}!{layout.input_cell('period_length')}"
    change_period = styles(font_color=style.BLUE, underline=1, align="right")
    sheet.write_url(f"{DETAIL}1", settings, change_period, words.SETTINGS[lang])
    _write_cards(sheet, styles, layout)
    last = FIRST + len(template.headline) - 1
    _write_headings(sheet, styles, layout)
    for row, id_ in enumerate(template.headline, FIRST):
        _write_row(sheet, styles, layout, template.line(id_), row)
    shared.show_status(sheet, styles, lang, f"{STATUS}{FIRST}:{STATUS}{last}")
    shared.fade_missing(sheet, styles, lang, f"{VALUE}{FIRST}:{PREVIOUS}{last}")
    book.define_name(words.HEADLINE, f"={quoted(words.SUMMARY[lang])}!$B${HEAD_ROW}:${STATUS}${last}")
    legend = words.LEGEND[lang].format(no_data=words.NO_DATA[lang])
    sheet.write_string(f"B{last + 1}", legend, styles.note())
    sheet.set_row(last + 1, 8)
    _place_charts(book, sheet, layout, last + 3)
    sheet.freeze_panes(3, 0)
    shared.set_up_page(sheet, template.title[lang], lang, f"A1:{DETAIL}{last + 3 + CHART_HEIGHT // 20}")
    shared.protect(sheet)


def _write_cards(sheet: Any, styles: Styles, layout: Layout) -> None:
    """Write the large figures: label, value, change; the last card counts the targets met."""
    lang, template = layout.lang, layout.template
    for row, height in ((CARD_ROW, 22), (CARD_ROW + 1, 34), (CARD_ROW + 2, 20), (CARD_ROW + 3, 10)):
        sheet.set_row(row - 1, height)
    for card, id_ in zip(CARDS, template.cards, strict=False):
        line = template.line(id_)
        unit = line.shown_unit
        number = style.value_format(unit, line.number_format, lang)
        change = style.change_format(unit, lang)
        suffixed = ";".join(f'{part}"\u00a0{words.VERSUS[lang]}"' for part in change.split(";"))
        link = f"={layout.address(id_, VALUE)}", f"={layout.address(id_, there.CHANGE)}"
        _card(sheet, styles, card, line.title[lang], (link[0], number), (link[1], suffixed))
        if unit is Unit.CURRENCY:
            first = card.format(r=CARD_ROW + 1).partition(":")[0]
            shared.show_currency(sheet, styles, layout, first, line.number_format)
    good, near, bad = (words.STATUSES[light][lang] for light in ("good", "near", "bad"))
    area = f"{STATUS}{FIRST}:{STATUS}{FIRST + len(template.headline) - 1}"
    met = f'=COUNTIF({area},"{good}")'
    followed = f'=COUNTIF({area},"{good}")+COUNTIF({area},"{near}")+COUNTIF({area},"{bad}")'
    before, after = words.TARGETS_OF[lang].split("{n}")
    _card(sheet, styles, CARDS[-1], words.TARGETS_MET[lang], (met, "0"), (followed, f'"{before}"0"{after}"'))


def _card(sheet: Any, styles: Styles, area: str, label: str, value: tuple[str, str], below: tuple[str, str]) -> None:
    formats = (
        styles(**style.CARD, font_color=style.GREY, font_size=10, bold=True),
        styles.figure(num_format=value[1]),
        styles(**style.CARD, font_color=style.GREY, font_size=10, num_format=below[1]),
    )
    for i, (content, fmt) in enumerate(zip((label, value[0], below[0]), formats, strict=True)):
        cells = area.format(r=CARD_ROW + i)
        first, _, last = cells.partition(":")
        if first != last:
            sheet.merge_range(cells, "", fmt)
        if content.startswith("="):
            sheet.write_formula(first, content, fmt, "")
        else:
            sheet.write_string(first, content, fmt)


def _write_headings(sheet: Any, styles: Styles, layout: Layout) -> None:
    left, right, centre = styles.header(), styles.header(align="right", indent=1), styles.header(align="center")
    headings = (
        (words.KPI, left), (words.VALUE, right), (words.UNIT, centre), (words.PREVIOUS, right),
        (words.CHANGE, right), (words.YEAR_CHANGE, right), (words.TARGET, right), (words.VARIANCE, right),
        (words.STATUS, centre), (words.TREND, centre), (words.OWNER, left), (words.DETAIL, left),
    )  # fmt: skip
    sheet.set_row(HEAD_ROW - 1, 34)
    for column, (text, fmt) in zip("BCDEFGHIJKLM", headings, strict=True):
        sheet.write_string(f"{column}{HEAD_ROW}", text[layout.lang], fmt)


def _write_row(sheet: Any, styles: Styles, layout: Layout, line: Line, row: int) -> None:
    """Write one headline KPI: every cell is that of its tab, the variance apart."""
    lang, unit = layout.lang, line.shown_unit
    tab, source = layout.rows[line.id]
    sheet.set_row(row - 1, 23)
    number = style.value_format(unit, line.number_format, lang)
    change = style.change_format(unit, lang)
    sheet.write_string(f"B{row}", line.title[lang], styles.cell())
    if line.of:
        shared.note_kpi(sheet, f"B{row}", line.of, lang)
    right: dict[str, Any] = {"align": "right", "indent": 1}
    shown: dict[str, tuple[str, dict[str, Any]]] = {
        VALUE: (VALUE, {"num_format": number}),
        UNIT: (there.UNIT, {"align": "center", "font_color": style.GREY}),
        PREVIOUS: (there.PREVIOUS, right | {"num_format": number}),
        CHANGE: (there.CHANGE, right | {"num_format": change}),
        YEAR_CHANGE: (there.YEAR_CHANGE, right | {"num_format": change}),
        TARGET: (there.TARGET, right | {"num_format": number}),
        STATUS: (there.STATUS, {"align": "center", "bold": True}),
        OWNER: (there.OWNER, {}),
    }
    for column, (origin, properties) in shown.items():
        formula = f"={layout.address(line.id, origin)}"
        look = styles.value if column == VALUE else styles.cell
        sheet.write_formula(f"{column}{row}", formula, look(**properties), "")
    sheet.write_formula(
        f"{VARIANCE}{row}", _variance(unit, row), styles.cell(align="right", indent=1, num_format=change), ""
    )
    sheet.write_blank(f"{TREND}{row}", None, styles.cell())
    months = f"{quoted(tab.name[lang])}!{MONTHS[0]}{source}:{MONTHS[-1]}{source}"
    draw_trend(sheet, f"{TREND}{row}", months, signed=line.signed)
    detail = f"internal:{quoted(tab.name[lang])}!B{source}"
    link = styles.cell(font_color=style.BLUE, underline=1)
    sheet.write_url(f"{DETAIL}{row}", detail, link, f"{tab.name[lang]} →")
    if unit is Unit.CURRENCY:
        for area in (f"{VALUE}{row}", f"{PREVIOUS}{row}", f"{TARGET}{row}"):
            shared.show_currency(sheet, styles, layout, area, line.number_format)


def _variance(unit: Unit, row: int) -> str:
    if unit is Unit.FRACTION:
        return f'=IFERROR(({VALUE}{row}-{TARGET}{row})*100,"")'
    if unit is Unit.POINTS:
        return f'=IFERROR({VALUE}{row}-{TARGET}{row},"")'
    return f'=IFERROR(KPI_ATTAINMENT({VALUE}{row},{TARGET}{row})-1,"")'


def _place_charts(book: Any, sheet: Any, layout: Layout, row: int) -> None:
    for i, chart in enumerate(layout.template.charts):
        size = (CHART_WIDTH, CHART_HEIGHT)
        if isinstance(chart, PanelChart):
            made = make_panel_chart(book, layout, chart, size)
        else:
            made = shared.make_chart(book, layout, chart, size)
        options = {
            "object_position": 2,
            "x_offset": i * (CHART_WIDTH + CHART_GAP),
            "description": chart.title[layout.lang],
        }
        sheet.insert_chart(f"B{row}", made, options)
