"""Writing results that changed their size: new cells, vacated cells, and the formula's `ref`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from xl_kpi.workbook.addresses import Area, cell_name
from xl_kpi.workbook.parts.cell_values import encode
from xl_kpi.workbook.parts.cells import places
from xl_kpi.workbook.parts.grid import Grid, style_of
from xl_kpi.workbook.parts.marks import is_mark
from xl_kpi.workbook.parts.rich_errors import RichErrors, written

_REF = re.compile(r"""(<(?:\w+:)?f\s[^>]*?\bref\s*=\s*)("[^"]*"|'[^']*')""")
_DIMENSION = re.compile(r"""(<(?:\w+:)?dimension\s+ref\s*=\s*["'])[^"']*""")


def reshape(
    text: str,
    changed: Iterable[tuple[Area, Area]],
    filled: Mapping[tuple[int, int], Any],
    rich: RichErrors | None = None,
) -> str:
    """Give array formulas (cells before, cells now) their new extent in a sheet's text.

    `filled` holds the values of every spilled cell; those that do not exist yet are added. A vacated cell loses
    its value; it stays where it has a format.
    """
    moves = list(changed)
    if not moves and not filled:
        return text
    vacated = {at for before, _ in moves for at in before.places()[1:]} - filled.keys()
    vacated -= {(now.top, now.left) for _, now in moves}
    asked = filled.keys() | vacated
    there = {at for at in places(text) if at in asked}
    missing = filled.keys() - there
    if not moves and not missing:
        return text
    grid = Grid(text)
    for before, now in moves:
        xml = grid.cells(before.top)[before.left]
        grid.put(before.top, before.left, _REF.sub(rf'\g<1>"{now.ref}"', xml, count=1))
    for row, column in vacated & there:
        xml = grid.cells(row)[column]
        if f"<{grid.prefix}f" in xml and not is_mark(xml, grid.prefix):
            continue
        style = style_of(xml)
        if style is None:
            grid.drop(row, column)
        else:
            grid.put(row, column, f'<c r="{cell_name(row, column)}" s="{style}"/>')
    for row, column in missing:
        tag, shown = written(*encode(filled[row, column]), rich)
        grid.put(row, column, f'<c r="{cell_name(row, column)}"{tag}><v>{shown}</v></c>')
    return _with_extent(grid.text())


def _with_extent(text: str) -> str:
    """Let the sheet's stated extent be that of its cells."""
    rows, columns = zip(*places(text), strict=True)
    ref = Area("", min(rows), min(columns), max(rows), max(columns)).ref
    return _DIMENSION.sub(rf"\g<1>{ref}", text, count=1)
