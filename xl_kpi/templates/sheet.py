"""What every report sheet shares: its title, its page set-up, conditional formats, charts."""

from __future__ import annotations

from typing import Any

from xl_kpi.catalog import Kpi
from xl_kpi.language import Lang
from xl_kpi.templates import style, words
from xl_kpi.templates.declaration import Chart, Tab
from xl_kpi.templates.layout import GRID_COLUMNS, HEADER_ROW, LABEL, MONTHS, VALUE, Layout, quoted
from xl_kpi.templates.pages import PanelChart
from xl_kpi.templates.parameters import EVERYTHING
from xl_kpi.templates.style import Styles

A4 = 9
PRINT_SCALE = 61  # at which a report tab is one page wide
AMOUNT_CELL = "$C$3"  # of the parameters: "Amount (EUR)", the title of the money axes


def set_up_page(
    sheet: Any,
    title: str,
    lang: Lang,
    area: str,
    *,
    breaks: list[int] | None = None,
    flowing: bool = False,
    scale: int = PRINT_SCALE,
    repeated: tuple[int, int] | None = (0, 2),
) -> None:
    """Set landscape A4 pages, one page wide, with the workbook's title and page numbers at the foot.

    All on one page, unless rows are given at which the next pages begin, each under the `repeated` rows; `scale` is
    then the print scale. `flowing`: pages end where they fall.
    """
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.print_area(area)
    if breaks:  # Excel minds page breaks only at a fixed scale
        sheet.set_print_scale(scale)
        sheet.set_h_pagebreaks([row - 1 for row in breaks])
        if repeated:
            sheet.repeat_rows(*repeated)
    else:
        sheet.fit_to_pages(1, 0 if flowing else 1)
        if flowing and repeated:
            sheet.repeat_rows(*repeated)
    page = "Page &P sur &N" if lang == "fr" else "Page &P of &N"
    sheet.set_footer(f"&L&9&K5F6B7A{title}&C&9&K5F6B7A&A&R&9&K5F6B7A{page}")


def write_title(sheet: Any, styles: Styles, title: str, subtitle: str) -> None:
    """Write the sheet's title and the line under it."""
    sheet.set_row(0, 33)
    sheet.write_string("B1", title, styles.title())
    sheet.set_row(1, 19)
    sheet.write_string("B2", subtitle, styles.subtitle())


def protect(sheet: Any) -> None:
    """Keep formulas from being typed over; there is no password, Excel's Review tab lifts it."""
    free = ("format_cells", "format_columns", "format_rows", "sort", "autofilter", "objects")
    sheet.protect("", dict.fromkeys(free, True))


def period_line(layout: Layout) -> str:
    """Return the formula of the line that names the period and those it is compared with."""
    lang = layout.lang
    colon = "\u00a0: " if lang == "fr" else ": "
    return (
        f'="{words.PERIOD[lang]}{colon}"&{layout.name("period_label")}'
        f'&IF({layout.name("period_end")}="",""," · {words.COMPARED[lang]} "&{layout.name("previous_label")}'
        f'&" {words.AND[lang]} "&{layout.name("year_label")})'
    )


def filter_line(layout: Layout) -> str:
    """Return the formula of the line that names the filters in force; "" where the workbook has none."""
    lang = layout.lang
    parts = [
        f'IF({_in_force(layout, f.input)}," · "&{layout.name(f.input)},"")' for f in layout.template.filters
    ]  # fmt: skip
    if not parts:
        return ""
    names = "&".join(parts)
    some = ",".join(_in_force(layout, f.input) for f in layout.template.filters)
    return f'=IF(OR({some}),"{words.FILTERED[lang]}"&{names}&" · {words.NOT_FILTERED[lang]}","")'


def _in_force(layout: Layout, filter_: str) -> str:
    name = layout.name(filter_)
    return f'AND({name}<>"",{name}<>"{EVERYTHING[layout.lang]}")'


def grey_unfiltered(sheet: Any, styles: Styles, layout: Layout, area: str, filtered: frozenset[str]) -> None:
    """Show a row in grey while a filter is in force that it does not answer to."""
    others = [_in_force(layout, f.input) for f in layout.template.filters if f.dimension not in filtered]
    if others:
        shown = styles.conditional(font_color=style.GREY, italic=True)
        sheet.conditional_format(area, {"type": "formula", "criteria": f"=OR({','.join(others)})", "format": shown})


def show_currency(sheet: Any, styles: Styles, layout: Layout, area: str, fmt: str) -> None:
    """Give an area of amounts the sign of the currency chosen in the parameters (EUR is the cells' own)."""
    for code in style.CURRENCIES:
        if code != "EUR":
            criteria = f'={layout.name("currency")}="{code}"'
            shown = styles.conditional(num_format=style.money(fmt, code))
            sheet.conditional_format(area, {"type": "formula", "criteria": criteria, "format": shown})


def show_status(sheet: Any, styles: Styles, lang: Lang, area: str) -> None:
    """Colour the status words and put a symbol before each."""
    for light, (fill, ink, fmt) in style.LIGHTS.items():
        shown = styles.conditional(bg_color=fill, font_color=ink, num_format=fmt)
        word = words.STATUSES[light][lang]
        sheet.conditional_format(area, {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": shown})


def fade_missing(sheet: Any, styles: Styles, lang: Lang, area: str) -> None:
    """Show "no data" in grey."""
    shown = styles.conditional(font_color=style.GREY, italic=True)
    value = f'"{words.NO_DATA[lang]}"'
    sheet.conditional_format(area, {"type": "cell", "criteria": "==", "value": value, "format": shown})


def note_options(note: str) -> dict[str, Any]:
    """Return the look of a cell note, tall enough for its text."""
    height = 17 * (2 + len(note) // 48) + 8
    return {"author": "xl-kpi", "color": style.BAND, "font_name": style.FONT, "font_size": 10, "width": 300,
            "height": height}  # fmt: skip


def note_kpi(sheet: Any, cell: str, kpi: Kpi, lang: Lang) -> None:
    """Note on a cell which function a KPI is and what it means."""
    note = f"{kpi.name}\n{kpi.help[lang]}"
    sheet.write_comment(cell, note, note_options(note))


def make_chart(book: Any, layout: Layout, chart: Chart, size: tuple[int, int]) -> Any:
    """Return a native chart of report rows; `size` is width and height in pixels."""
    lang, ranks = layout.lang, chart.kind in {"ranking", "columns"}
    options = {"type": "bar" if chart.kind == "ranking" else "column"}
    made = book.add_chart(options | ({"subtype": "stacked"} if chart.kind == "stacked" else {}))
    for i, (name, first, last) in enumerate(chart.series):
        tab, categories, values = _series(layout, chart, first, last)
        sheet = f"={quoted(tab.name[lang])}!"
        series = {
            "name": name[lang],
            "categories": sheet + categories,
            "values": sheet + values,
            "fill": {"color": style.SERIES[i]},
            "gap": bar_gap(len(chart.series), across=ranks),
            "overlap": 100 if chart.kind == "stacked" else 0,
        }
        if ranks:
            fmt = f"{chart.number_format};-{chart.number_format};"
            series["data_labels"] = {
                "value": True,
                "num_format": style.localized(fmt, lang),
                "font": label_font(len(chart.series)),
            }
        made.add_series(series)
    lines = [layout.template.line(first) for _, first, _ in chart.series if first in layout.rows]
    dress_chart(made, layout, chart, size, signed=any(line.signed for line in lines))
    return made


def _series(layout: Layout, chart: Chart, first: str, last: str) -> tuple[Tab, str, str]:
    """Return the tab, the categories and the values of a series: months of a row, a run of rows, a grid's column."""
    if first in layout.grids:
        tab, row = layout.grids[first]
        grid = next(grid for grid in tab.grids if grid.id == first)
        letter = GRID_COLUMNS[[column.id for column in grid.columns].index(last)]
        row, end = row + 2, row + 1 + layout.grid_size(grid)
        return tab, f"${LABEL}${row}:${LABEL}${end}", f"${letter}${row}:${letter}${end}"
    tab, row = layout.rows[first]
    if chart.kind in {"ranking", "columns"}:
        end = layout.rows[last][1]
        return tab, f"${LABEL}${row}:${LABEL}${end}", f"${VALUE}${row}:${VALUE}${end}"
    months = f"${MONTHS[0]}${{row}}:${MONTHS[-1]}${{row}}"
    return tab, months.format(row=HEADER_ROW), months.format(row=row)


def bar_gap(series: int, *, across: bool) -> int:
    """Return the space between groups of bars in percent of a bar: little where two series lie side by side."""
    return 20 if across and series > 1 else 55


def chart_font(**more: Any) -> dict[str, Any]:
    """Return the font of a chart's axes and labels."""
    return {"name": style.FONT, "size": 9, "color": style.GREY} | more


def label_font(series: int) -> dict[str, Any]:
    """Return the font of the values at the ends of bars: smaller where two series lie side by side."""
    return chart_font(size=8 if series > 1 else 9)


def dress_chart(
    made: Any, layout: Layout, chart: Chart | PanelChart, size: tuple[int, int], *, signed: bool, months: bool = True
) -> None:
    """Give a chart its title, axes and legend; `signed` values may lie below zero."""
    lang, ranks = layout.lang, chart.kind in {"ranking", "bars", "columns"}
    title = {"name": style.FONT, "size": 11, "bold": True, "color": style.NAVY}
    made.set_title({"name": chart.title[lang], "name_font": title, "overlay": False})
    line = {"color": style.LINE, "width": 0.75}
    grid = {"visible": not ranks, "line": {"color": "#E4E9EE", "width": 0.5}}
    values: dict[str, Any] = {
        "name": chart.axis[lang] if chart.axis else f"={layout.parameters}!{AMOUNT_CELL}",
        "name_font": chart_font(bold=False),
        "num_font": chart_font(),
        "num_format": style.localized(chart.number_format, lang),
        "major_gridlines": grid,
        "line": {"none": True},
        "major_tick_mark": "none",
    }
    if not signed:
        values["min"] = 0
    categories: dict[str, Any] = {"num_font": chart_font(), "line": line, "major_tick_mark": "none"}
    if ranks:  # the bars carry their values; the first row stands on top
        made.set_x_axis(values | {"label_position": "none"})
        upright = chart.kind == "columns"
        made.set_y_axis(categories | {"reverse": not upright, "major_gridlines": {"visible": False}})
        if upright:
            made.set_x_axis(categories)
            made.set_y_axis(values | {"label_position": "none"})
    else:
        month = {"num_format": style.MONTH[lang]} if months else {}
        made.set_x_axis(categories | month | {"text_axis": True, "label_position": "low"})
        made.set_y_axis(values)
    single = len(chart.series) == 1 or chart.kind == "waterfall"
    made.set_legend({"none": True} if single else {"position": "bottom", "font": chart_font()})
    made.set_chartarea({"border": {"color": style.LINE, "width": 0.75}, "fill": {"color": style.WHITE}})
    made.set_plotarea({"fill": {"none": True}})
    made.set_size({"width": size[0], "height": size[1]})
