"""Putting results into sheet XML: nothing changes but the `<v>` and `t=` of cells whose value is another one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xl_kpi.workbook.parts.cell_values import CellValue, encode
from xl_kpi.workbook.parts.cells import PREVIOUS_TYPE, FormulaScan, Patterns, patch_rows, place
from xl_kpi.workbook.parts.rich_errors import RichErrors, written

_RICH = re.compile(r"""\svm\s*=\s*("[^"]*"|'[^']*')""")  # a rich value would go before the new one


def _same(kind: str, old: str, new_kind: str, new: str) -> bool:
    if (kind or "n") != new_kind:
        return False
    if new_kind != "n" or old == new:
        return old == new
    try:
        return float(old) == float(new)
    except ValueError:
        return False


def _patched(
    p: Patterns, head: str, formula: str, rest: str, encoded: tuple[str, str], rich: RichErrors | None
) -> str | None:
    """Return a cell with a value, None where it has it already."""
    kind, error = encoded
    tag, shown = written(kind, error, rich)
    element, before, marked = p.prefix, PREVIOUS_TYPE.search(head), _RICH.search(head)
    old = p.value.search(rest)
    if old and _same(before[1][1:-1] if before else "", old[1] or "", kind, shown):
        mark = marked[1][1:-1] if marked else ""
        if mark == "" if shown == error else rich is not None and rich.known.get(mark) == error:
            return None
    tail = re.sub(rf"<{element}is>.*?</{element}is>", "", p.value.sub("", rest), flags=re.DOTALL)
    head = _RICH.sub("", PREVIOUS_TYPE.sub("", head)).rstrip()
    return f"<{element}c{head}{tag}>{formula}<{element}v>{shown}</{element}v>{tail.strip()}</{element}c>"


def patch(
    scan: FormulaScan,
    results: Iterable[tuple[str, str] | None],
    spilled: Mapping[tuple[int, int], CellValue],
    rich: RichErrors | None = None,
) -> str:
    """Return the text of a sheet with the values of its formula cells, and of cells that an array formula spills into.

    `results` holds what `encode` gives for each formula cell in file order, None where a cell keeps its
    value. Only `<v>` and `t` change, and `vm` where `rich` says how the file tells newer errors; a cell that
    already holds the value keeps its very characters.
    """
    p = scan.patterns

    def plain_sub(match: re.Match[str]) -> str:
        position = place(match[1])
        if position not in spilled or f"<{p.prefix}f" in (match[2] or ""):
            return match[0]
        return _patched(p, match[1], "", match[2] or "", encode(spilled[position]), rich) or match[0]

    text = _with_results(scan, results, rich)
    return patch_rows(text, {row for row, _ in spilled}, plain_sub, p) if spilled else text


def _with_results(scan: FormulaScan, results: Iterable[tuple[str, str] | None], rich: RichErrors | None) -> str:
    text, patterns = scan.text, scan.patterns
    pieces: list[str] = []
    last = 0
    for encoded, (start, end) in zip(results, scan.spans(), strict=True):
        if encoded is None:
            continue
        kind, shown = encoded
        if kind == "n" and (number := patterns.number.fullmatch(text, start, end)):
            if not _same("n", number[1], "n", shown):
                first, after = number.span(1)
                pieces += (text[last:first], shown)
                last = after
            continue
        match = patterns.formula.match(text, start, end)
        new = _patched(patterns, match[1], match[4], match[7], encoded, rich) if match else None
        if new is not None:
            pieces += (text[last:start], new)
            last = end
    return "".join([*pieces, text[last:]]) if pieces else text
