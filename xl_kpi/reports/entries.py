"""The names that an import brings go into the listings of the parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from xl_kpi.language import LANGUAGES

if TYPE_CHECKING:
    from xl_kpi.sources import Import
    from xl_kpi.workbook import OpenWorkbook


def name_entries(book: OpenWorkbook, imports: Sequence[Import]) -> None:
    """Write the names that an import brings (campaigns...) into the blank rows of their listing, largest first."""
    from xl_kpi.templates.listings import LISTINGS

    for listing in LISTINGS:
        if listing.filled_from is None:
            continue
        table, dimension, measure = listing.filled_from
        cells = next((c for lang in LANGUAGES if (c := book.named_column(listing.names[lang]))), [])
        known = {value for _, value in cells if value}
        sums: dict[str, float] = {}
        for one in (i for i in imports if i.table.id == table):
            names = [column.name for column in one.table.columns]
            for record in one.records:
                name = str(record[names.index(dimension)] or "")
                sums[name] = sums.get(name, 0) + float(record[names.index(measure)] or 0)  # type: ignore[arg-type]
        new = sorted((name for name in sums if name and name not in known), key=lambda name: (-sums[name], name))
        blank = [place for place, value in cells if not value]
        if new and blank:
            book.set_cells(dict(zip(blank, new, strict=False)))
