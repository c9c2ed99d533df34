"""Draw a page: its panels and the charts over them."""

from __future__ import annotations

from typing import Any

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Lang
from xl_kpi.templates import sheet as shared
from xl_kpi.templates import style, words
from xl_kpi.templates.layout import CHANGE, ENTRY_LABEL, LABEL, MONTHS, PREVIOUS, STATUS, VALUE, Layout, quoted
from xl_kpi.templates.pages import CHART_ROWS, FIRST_ROW, Charts, Column, Page, Panel, Ref
from xl_kpi.templates.panel_cells import cells, render_cell
from xl_kpi.templates.panel_charts import make_panel_chart
from xl_kpi.templates.report import draw_trend
from xl_kpi.templates.style import Styles

CHART_GAP = 16
_NUMBERS = frozenset({"money", "count", "fraction", "ratio", "date", "figure"})


def write_page(book: Any, sheet: Any, styles: Styles, layout: Layout, page: Page) -> None:
    """Fill the sheet of one page."""
    lang = layout.lang
    sheet.set_column("A:A", 2)
    for i, width in enumerate(page.widths, start=1):
        sheet.set_column(i, i, width)
    shared.write_title(sheet, styles, page.name[lang], page.question[lang])
    if page.period:
        sheet.write_formula("B3", shared.period_line(layout), styles(font_color=style.INK, bold=True), "")
    sheet.set_row(3, 6)
    last = chr(ord("A") + len(page.widths))
    if page.name[lang] != layout.home:
        link = styles(font_color=style.BLUE, underline=1, align="right")
        sheet.write_url(f"{last}1", f"internal:{quoted(layout.home)}!A1", link, f"← {layout.home}")
    for part, row in page.placed:
        if isinstance(part, Panel):
            _write_panel(book, sheet, styles, layout, page, part)
        else:
            _place_charts(book, sheet, layout, part, row, sum(int(7 * w + 5) for w in page.widths))
    sheet.freeze_panes(3, 0)
    breaks = [page.rows[id_] for id_ in page.breaks]
    repeated = (0, FIRST_ROW) if page.long else (0, 2)  # a long page begins with its one panel, whose head is row 6
    shared.set_up_page(
        sheet, layout.template.title[lang], lang, f"A1:{last}{page.last_row}", breaks=breaks, flowing=page.long,
        repeated=repeated,
    )  # fmt: skip
    shared.protect(sheet)


def number_format(shown: str, lang: Lang) -> str:
    """Return the number format of a column of a panel."""
    units = {"money": (Unit.CURRENCY, "#,##0"), "count": (Unit.COUNT, "#,##0"), "fraction": (Unit.FRACTION, "0.0%"),
             "ratio": (Unit.RATIO, "0.00")}  # fmt: skip
    if shown in units:
        return style.value_format(*units[shown], lang)
    return {"date": style.DATE[lang], "month": style.MONTH[lang], "figure": "#,##0.00"}.get(shown, "General")


def _alignment(shown: str) -> dict[str, Any]:
    if shown == "month":
        return {"align": "left"}
    if shown in _NUMBERS:
        return {"align": "right", "indent": 1}
    return {"align": "center"} if shown in {"status", "flag", "trend", "unit"} else {"align": "left", "indent": 1}


def _write_panel(book: Any, sheet: Any, styles: Styles, layout: Layout, page: Page, panel: Panel) -> None:
    lang, top = layout.lang, page.rows[panel.id]
    heading = styles.heading()
    sheet.set_row(top - 1, 24)
    sheet.write_string(f"B{top}", panel.title[lang], heading)
    sheet.set_row(top, 34)
    for column in panel.columns:
        cell = f"{panel.letter(column.id)}{top + 1}"
        sheet.write_string(cell, column.label[lang], styles.header(**_alignment(column.shown)))
        if column.note:
            sheet.write_comment(cell, column.note[lang], shared.note_options(column.note[lang]))
    given = [column for column in panel.columns if not column.formula and column.shown != "trend"]
    for n, values in enumerate(panel.rows, start=1):
        row = top + 1 + n
        sheet.set_row(row - 1, panel.row_height)
        own = dict(zip((column.id for column in given), values, strict=True))
        for column in panel.columns:
            _write_cell(sheet, styles, layout, page, panel, column, n, own.get(column.id))
    last = top + 1 + len(panel.rows)
    if panel.total:
        _write_total(sheet, styles, layout, page, panel, last + 1)
    if panel.note:
        note = styles.note()
        sheet.write_string(f"B{last + (2 if panel.total else 1)}", panel.note[lang], note)
    _set_conditions(sheet, styles, layout, panel, top + 2, last + (panel.total is not None))
    for id_, name in panel.names.items():
        area = cells(layout, page, panel, id_, ":")
        book.define_name(name[lang], f"={quoted(page.name[lang])}!{area}")
    if panel.headline:
        end = panel.letter(panel.columns[-1].id)
        book.define_name(words.HEADLINE, f"={quoted(page.name[lang])}!$B${top + 1}:${end}${last}")


def _write_cell(
    sheet: Any, styles: Styles, layout: Layout, page: Page, panel: Panel, column: Column, n: int, value: Any
) -> None:
    lang, row = layout.lang, page.rows[panel.id] + 1 + n
    cell = f"{panel.letter(column.id)}{row}"
    properties: dict[str, Any] = _alignment(column.shown) | {"num_format": number_format(column.shown, lang)}
    properties |= ({"bold": True} if column.bold or column.shown == "status" else {}) | (
        {"text_wrap": True} if column.wrap else {}
    )
    if isinstance(value, Ref):
        _write_ref(sheet, styles, layout, cell, value)
        return
    fmt = styles.input(**properties) if column.id in panel.fill else styles.cell(**properties)
    if column.formula:
        sheet.write_formula(cell, render_cell(column.formula, layout, page, panel, n), fmt, "")
    elif value is None:
        sheet.write_blank(cell, None, fmt)
    elif isinstance(value, str) and value.startswith("="):
        sheet.write_formula(cell, render_cell(value[1:], layout, page, panel, n), fmt, "")
    else:
        sheet.write(cell, value[lang] if not isinstance(value, str | float | int) else value, fmt)
    if column.shown == "trend":
        first, end = panel.letter("m1"), panel.letter(f"m{len(MONTHS)}")
        draw_trend(sheet, cell, f"{quoted(page.name[lang])}!{first}{row}:{end}{row}", signed=True)


def _write_ref(sheet: Any, styles: Styles, layout: Layout, cell: str, ref: Ref) -> None:
    """Show a cell of a report row, in its format; a label leads to the row."""
    lang, line = layout.lang, layout.template.line(ref.line)
    if ref.column == LABEL:
        link = styles.cell(font_color=style.BLUE, underline=1, text_wrap=True)
        tab, row = layout.rows[ref.line]
        if line.entry:  # named by the reader, in the parameters
            sheet.write_formula(
                cell, f'="{line.title[lang]} – "&{layout.line_entry(line, ENTRY_LABEL)}', styles.cell(), ""
            )
            return
        sheet.write_url(cell, f"internal:{quoted(tab.name[lang])}!B{row}", link, line.title[lang])
        if line.of:
            shared.note_kpi(sheet, cell, line.of, lang)
        return
    unit = line.shown_unit
    fmt = style.value_format(unit, line.number_format, lang)
    if ref.column == CHANGE:
        fmt = style.change_format(unit, lang)
    shown: dict[str, Any] = {"align": "right", "indent": 1, "num_format": fmt}
    if ref.column == STATUS:
        shown = {"align": "center", "bold": True}
    empty = f'"{words.NO_DATA[lang]}"' if ref.column in {VALUE, PREVIOUS} else '""'
    address = layout.address(ref.line, ref.column)
    sheet.write_formula(cell, f'=IF({address}="",{empty},{address})', styles.cell(**shown), "")
    if unit is Unit.CURRENCY and ref.column not in {STATUS, CHANGE}:
        shared.show_currency(sheet, styles, layout, cell, line.number_format)


def _write_total(sheet: Any, styles: Styles, layout: Layout, page: Page, panel: Panel, row: int) -> None:
    lang = layout.lang
    sheet.set_row(row - 1, 23)
    for column in panel.columns:
        cell = f"{panel.letter(column.id)}{row}"
        fmt = styles.total(top=2, **_alignment(column.shown), num_format=number_format(column.shown, lang))
        if column is panel.columns[0]:
            sheet.write_string(cell, panel.total[lang] if panel.total else "", fmt)
        elif column.total == "sum":
            area = cells(layout, page, panel, column.id, ":")
            sheet.write_formula(cell, f'=IF(COUNT({area})=0,"",SUM({area}))', fmt, "")
        elif column.total:
            formula = render_cell(column.total, layout, page, panel, len(panel.rows) + 1)
            sheet.write_formula(cell, formula, fmt, "")
        else:
            sheet.write_blank(cell, None, fmt)


def _set_conditions(sheet: Any, styles: Styles, layout: Layout, panel: Panel, first: int, last: int) -> None:
    for column in panel.columns:
        letter = panel.letter(column.id)
        area = f"{letter}{first}:{letter}{last}"
        if column.shown == "status":
            shared.show_status(sheet, styles, layout.lang, area)
        elif column.shown == "money":
            shared.show_currency(sheet, styles, layout, area, "#,##0")
        elif column.shown == "figure":
            _follow_unit(sheet, styles, layout, area, f"${panel.letter('unit')}{first}")
        elif column.shown == "flag":
            for light, symbols in (("bad", "⚑▼"), ("good", "●▲")):
                fill, ink, _ = style.LIGHTS[light]
                shown = styles.conditional(font_color=ink, bg_color=fill, bold=True)
                for symbol in symbols:
                    rule = {"type": "text", "criteria": "begins with", "value": symbol, "format": shown}
                    sheet.conditional_format(area, rule)
    whole = f"{panel.letter(panel.columns[0].id)}{first}:{panel.letter(panel.columns[-1].id)}{last}"
    shared.fade_missing(sheet, styles, layout.lang, whole)


def _follow_unit(sheet: Any, styles: Styles, layout: Layout, area: str, unit: str) -> None:
    """Give an area the number formats that the units beside it call for."""
    lang = layout.lang
    formats = {code: style.money("#,##0.00", code) for code in style.CURRENCIES}
    for kind, fmt in ((Unit.FRACTION, "0.0%"), (Unit.POINTS, "0"), (Unit.COUNT, "#,##0.0")):
        formats[words.UNITS[kind][lang]] = style.localized(fmt, lang)
    for text, fmt in formats.items():
        rule = {"type": "formula", "criteria": f'={unit}="{text}"', "format": styles.conditional(num_format=fmt)}
        sheet.conditional_format(area, rule)


def _place_charts(book: Any, sheet: Any, layout: Layout, part: Charts, row: int, page_width: int) -> None:
    width = min((page_width - 4 - CHART_GAP * (len(part.charts) - 1)) // len(part.charts), 800)
    for i, chart in enumerate(part.charts):
        made = make_panel_chart(book, layout, chart, (width, CHART_ROWS * 20 - 8))
        sheet.insert_chart(f"B{row}", made, {"object_position": 2, "x_offset": i * (width + CHART_GAP),
                                             "description": chart.title[layout.lang]})  # fmt: skip
