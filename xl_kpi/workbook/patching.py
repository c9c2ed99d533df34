"""Putting results into sheet XML: nothing changes but the `<v>` and `t=` of cells whose value is another one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xl_kpi.workbook.addresses import column_number, parse_cell
from xl_kpi.workbook.cell_values import CellValue, encode
from xl_kpi.workbook.cells import PREVIOUS_TYPE, Patterns, patch_rows, patterns_of, place
from xl_kpi.workbook.columns import Segments
from xl_kpi.workbook.patchable import prefix_of

_RICH = re.compile(r"""\svm\s*=\s*(?:"[^"]*"|'[^']*')""")  # a rich value would go before the new one


class Results:
    """The values that the formula cells of one sheet get: cell by cell, and along columns."""

    def __init__(self) -> None:
        """Start with none."""
        self.single: dict[tuple[int, int], CellValue] = {}
        self.columns: Segments[list[CellValue]] = Segments()
        self.any = False

    def add(self, row: int, column: int, value: CellValue) -> None:
        """Give one cell its value."""
        self.single[row, column] = value
        self.any = True

    def add_column(self, top: int, column: int, values: list[CellValue]) -> None:
        """Give cells one below the other their values; columns are added from top to bottom."""
        self.columns.add(column, top, len(values), values)
        self.any = True

    def at(self, row: int, column: int) -> tuple[CellValue] | None:
        """Return the value of a cell, None where it keeps its own."""
        found = self.columns.at(row, column)
        if found:
            return (found[0][found[1]],)
        return (self.single[row, column],) if (row, column) in self.single else None


def _same(kind: str, old: str, new_kind: str, new: str) -> bool:
    if (kind or "n") != new_kind:
        return False
    if new_kind != "n" or old == new:
        return old == new
    try:
        return float(old) == float(new)
    except ValueError:
        return False


def _patched(p: Patterns, head: str, formula: str, rest: str, value: CellValue) -> str | None:
    """Return a cell with a value, None where it has it already."""
    kind, shown = encode(value)
    tag, element = "" if kind == "n" else f' t="{kind}"', p.prefix
    before = PREVIOUS_TYPE.search(head) if "t" in head else None
    old = p.value.fullmatch(rest)
    tail = ""
    if old is None:
        old = p.value.search(rest)
        without = p.value.sub("", rest)
        tail = re.sub(rf"<{element}is>.*?</{element}is>", "", without, flags=re.DOTALL).strip()
    if old and " vm=" not in head and _same(before[1][1:-1] if before else "", old[1] or "", kind, shown):
        return None
    head = _RICH.sub("", PREVIOUS_TYPE.sub("", head))
    return f"<{element}c{head.rstrip()}{tag}>{formula}<{element}v>{shown}</{element}v>{tail}</{element}c>"


def patch(text: str, results: Results, spilled: Mapping[tuple[int, int], CellValue]) -> str:
    """Write the values of formula cells, and of cells that an array formula spills into.

    Only `<v>` and `t` change; a cell that already holds the value keeps its very characters.
    """
    patterns = patterns_of(prefix_of(text))

    def formula_sub(match: re.Match[str]) -> str:
        found = results.at(int(match[3]), column_number(match[2]))
        if found is None:
            return match[0]
        return _patched(patterns, match[1], match[4], match[7], found[0]) or match[0]

    def plain_sub(match: re.Match[str]) -> str:
        position = place(match[1])
        if position not in spilled or f"<{patterns.prefix}f" in (match[2] or ""):
            return match[0]
        return _patched(patterns, match[1], "", match[2] or "", spilled[position]) or match[0]

    if results.any:
        text = patterns.formula.sub(formula_sub, text)
    return patch_rows(text, {row for row, _ in spilled}, plain_sub, patterns) if spilled else text


def positions(text: str, rows: set[int]) -> set[tuple[int, int]]:
    """Return the cells that exist in these rows."""
    p = prefix_of(text)
    found = set()
    for match in re.finditer(rf"<{p}c\s[^>]*?\br\s*=\s*[\"']([A-Z]+)(\d+)[\"']", text):
        if int(match[2]) in rows:
            found.add(parse_cell(match[1] + match[2]))
    return found
