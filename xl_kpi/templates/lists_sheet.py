"""The sheet of lists: what cells of the data tables are chosen from, for the reader to edit."""

from __future__ import annotations

from typing import Any

from xl_kpi.language import Text
from xl_kpi.templates import sheet as shared
from xl_kpi.templates import words
from xl_kpi.templates.layout import Layout
from xl_kpi.templates.pages import LIST_ROW, Choices, list_columns
from xl_kpi.templates.style import Styles

_SUBTITLE = Text(
    "Ce que proposent les listes déroulantes ; modifiez, ajoutez en dessous.",
    "What the drop-down lists offer; edit, add below.",
)
_LEAST_COLUMNS = 6  # of the printed page, so that the line under the title is whole


def write_lists(book: Any, sheet: Any, styles: Styles, layout: Layout) -> None:
    """Fill the sheet of lists and define their names."""
    lang = layout.lang
    sheet.set_column("A:A", 2)
    shared.write_title(sheet, styles, words.LISTS[lang], _SUBTITLE[lang])
    lists = layout.template.choices
    columns = list_columns(lists)
    for choices in lists:
        _write_list(book, sheet, styles, layout, choices, columns[choices.id])
    sheet.freeze_panes(LIST_ROW - 1, 0)
    last = max(columns[lists[-1].id] + (lists[-1].beside is not None), _LEAST_COLUMNS)
    longest = max(len(choices.entries) + choices.spare for choices in lists)
    area = f"A1:{chr(ord('A') + last)}{LIST_ROW - 1 + longest}"
    shared.set_up_page(sheet, layout.template.title[lang], lang, area)


def validation(choices: Choices, lang: Any) -> dict[str, Any]:
    """Return what Excel accepts in a cell chosen from a list: its entries, or another text after a warning."""
    return {"validate": "list", "source": f"={choices.name[lang]}", "error_type": "warning"}


def _write_list(book: Any, sheet: Any, styles: Styles, layout: Layout, choices: Choices, column: int) -> None:
    lang = layout.lang
    width = max(len(t[lang]) for t in (*choices.entries, choices.title)) + 4
    sheet.set_column(column, column, width)
    sheet.write_string(LIST_ROW - 2, column, choices.title[lang], styles.header(indent=1))
    entries = [entry[lang] for entry in choices.entries] + [None] * choices.spare
    for i, entry in enumerate(entries):
        sheet.write(LIST_ROW - 1 + i, column, entry, styles.input(indent=1))
    if choices.beside:
        sheet.set_column(column + 1, column + 1, 14)
        sheet.write_string(LIST_ROW - 2, column + 1, choices.beside[lang], styles.header(align="right"))
        numbers = [*choices.numbers, *[None] * choices.spare]
        for i, number in enumerate(numbers):
            sheet.write(LIST_ROW - 1 + i, column + 1, number, styles.input(align="right", indent=1))
    gap = column + (2 if choices.beside else 1)
    sheet.set_column(gap, gap, 3)
    book.define_name(choices.name[lang], f"={layout.list_area(choices.id)}")
