"""Native charts over the columns of a panel."""

from __future__ import annotations

from typing import Any

from xl_kpi.templates import sheet as shared
from xl_kpi.templates import style
from xl_kpi.templates.layout import Layout, quoted
from xl_kpi.templates.pages import PanelChart
from xl_kpi.templates.panel_cells import cells, find_panel

_WATERFALL = (
    ("base", None), ("whole", style.NAVY), ("up", style.TEAL), ("down", style.OCHRE), ("below", style.OCHRE),
)  # fmt: skip


def _is_month(layout: Layout, chart: PanelChart) -> bool:
    _, panel = find_panel(layout.template.pages, chart.panel)
    return any(column.shown == "month" for column in panel.columns if column.id == chart.categories)


def make_panel_chart(book: Any, layout: Layout, chart: PanelChart, size: tuple[int, int]) -> Any:
    """Return a native chart of a panel's columns; `size` is width and height in pixels."""
    lang = layout.lang
    page, panel = find_panel(layout.template.pages, chart.panel)
    sheet = f"={quoted(page.name[lang])}!"
    stacked = {"subtype": "stacked"} if chart.kind == "waterfall" else {}
    made = book.add_chart({"type": "bar" if chart.kind == "bars" else "column"} | stacked)
    categories = sheet + cells(layout, page, panel, chart.categories, ":")
    if chart.kind == "waterfall":
        drawn: list[tuple[str, str, str | None]] = [(id_, id_, colour) for id_, colour in _WATERFALL]
    else:
        drawn = [(name[lang], id_, style.SERIES[i]) for i, (name, id_) in enumerate(chart.series)]
    fmt = style.localized(f"{chart.number_format};-{chart.number_format};", lang)
    for name, id_, colour in drawn:
        series: dict[str, Any] = {
            "name": name, "categories": categories, "values": sheet + cells(layout, page, panel, id_, ":"),
            "gap": shared.bar_gap(len(drawn), across=chart.kind == "bars"),
            "fill": {"color": colour} if colour else {"none": True},
        }  # fmt: skip
        if chart.kind == "waterfall":
            series |= {"overlap": 100, "name": next(c.label[lang] for c in panel.columns if c.id == id_)}
        if chart.kind == "bars" or (chart.kind == "waterfall" and colour and id_ != "below"):
            series["data_labels"] = {"value": True, "num_format": fmt, "font": shared.label_font(len(drawn))}
            if id_ in {"up", "down"}:  # readable even over a thin step
                series["data_labels"]["fill"] = {"color": style.WHITE}
            elif chart.kind == "waterfall":
                series["data_labels"]["font"] = shared.chart_font(color=style.WHITE)
        made.add_series(series)
    waterfall, months = chart.kind == "waterfall", _is_month(layout, chart)
    shared.dress_chart(made, layout, chart, size, signed=waterfall, months=months)
    return made
