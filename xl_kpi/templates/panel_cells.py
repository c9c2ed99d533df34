"""Where the cells of panels are, and what their formulas become."""

from __future__ import annotations

import re

from xl_kpi.language import Text
from xl_kpi.templates import words
from xl_kpi.templates.expression import column_reference
from xl_kpi.templates.layout import Layout, quoted
from xl_kpi.templates.pages import Page, Panel

_BRACES = re.compile(r"\{([^{}]+)\}")
_CELL = re.compile(r"\[(?:(\w+)!)?(\w+)(:|\.\.|\+|\^)?\]")


def find_panel(pages: tuple[Page, ...], id_: str) -> tuple[Page, Panel]:
    """Return a panel and its page."""
    return next((p, g) for p in pages for g in p.parts if isinstance(g, Panel) and g.id == id_)


def cells(layout: Layout, page: Page, panel: Panel, column: str, mode: str, row: int = 0) -> str:
    """Return the address of cells of a panel as a formula on `page` writes it; `row` counts from 1."""
    home, _ = find_panel(layout.template.pages, panel.id)
    first = home.rows[panel.id] + 2
    last, letter = first + len(panel.rows) - 1, panel.letter(column)
    area = {
        "": f"${letter}{first + row - 1}",
        ":": f"${letter}${first}:${letter}${last}",
        "..": f"${letter}${first}:${letter}{first + row - 1}",
        "^": f"${letter}${first}",
        "+": f"${letter}${last + 1}",
    }[mode]
    return area if home is page else f"{quoted(home.name[layout.lang])}!{area}"


def render_cell(formula: str, layout: Layout, page: Page, panel: Panel, row: int) -> str:
    """Return what a cell of a panel holds, with its equals sign."""

    def address(found: re.Match[str]) -> str:
        other = find_panel(layout.template.pages, found[1])[1] if found[1] else panel
        return cells(layout, page, other, found[2], found[3] or "", row)

    with_cells = _CELL.sub(address, formula)
    return "=" + _BRACES.sub(lambda found: _data(found[1], layout, row), with_cells)


def _data(token: str, layout: Layout, row: int) -> str:
    words_of = {"n": str(row), "lang": f'"{layout.lang}"', "no_data": f'"{words.NO_DATA[layout.lang]}"'}
    if token in words_of:
        return words_of[token]
    if "|" in token:
        return f'"{Text(*token.split("|"))[layout.lang]}"'
    if token.startswith("="):
        line, _, column = token[1:].partition("@")
        return layout.address(line, column)
    kind, *what = token.split()
    if kind in {"list", "beside"} and what:
        return layout.list_area(what[0], beside=kind == "beside")
    if kind == "entry":
        return layout.list_entry(what[0], row if what[1] == "n" else int(what[1]))
    table, _, column = token.rpartition(".")
    return column_reference(table, column, layout.lang) if table else layout.name(token)
