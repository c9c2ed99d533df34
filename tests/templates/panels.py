"""The cells of a page's panels, by column."""

from __future__ import annotations

from typing import Any

from xl_kpi.language import Lang
from xl_kpi.templates import TEMPLATES
from xl_kpi.templates.panel_cells import find_panel


def row_of(book: Any, id_: str, lang: Lang, panel: str, number: int) -> dict[str, Any]:
    """Return the cells of a row of a panel by column; rows count from 1, row 0 is the total."""
    page, found = find_panel(TEMPLATES[id_].pages, panel)
    row = page.rows[panel] + 1 + (number or len(found.rows) + 1)
    sheet = book[page.name[lang]]
    return {column.id: sheet[f"{found.letter(column.id)}{row}"].value for column in found.columns}
