"""Putting results into sheet XML: nothing changes but the `<v>` and `t=` of cells whose value is another one."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from xl_kpi.workbook.cell_values import CellValue, encode
from xl_kpi.workbook.cells import PREVIOUS_TYPE, Patterns, patch_rows, patterns_of, place
from xl_kpi.workbook.patchable import prefix_of
from xl_kpi.workbook.rich_errors import RichErrors, written

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
    text: str,
    results: Iterable[tuple[str, str] | None],
    spilled: Mapping[tuple[int, int], CellValue],
    rich: RichErrors | None = None,
) -> str:
    """Write the values of formula cells, and of cells that an array formula spills into.

    `results` holds what `encode` gives for each formula cell in file order, None where a cell keeps its
    value. Only `<v>` and `t` change, and `vm` where `rich` says how the file tells newer errors; a cell that
    already holds the value keeps its very characters.
    """
    patterns = patterns_of(prefix_of(text))
    p = patterns.prefix
    start, end = f"<{p}v>", f"</{p}v>"
    encoded = iter(results)

    def formula_sub(match: re.Match[str]) -> str:
        found = next(encoded)
        if found is None:
            return match[0]
        head, formula, rest = match.group(1, 4, 7)
        kind, shown = found
        old = rest[len(start) : -len(end)]
        plain = kind == "n" and " t" not in head and " vm" not in head and "<" not in old
        if plain and rest.startswith(start) and rest.endswith(end):
            if _same("n", old, "n", shown):
                return match[0]
            return f"<{p}c{head.rstrip()}>{formula}{start}{shown}{end}</{p}c>"
        return _patched(patterns, head, formula, rest, found, rich) or match[0]

    def plain_sub(match: re.Match[str]) -> str:
        position = place(match[1])
        if position not in spilled or f"<{p}f" in (match[2] or ""):
            return match[0]
        return _patched(patterns, match[1], "", match[2] or "", encode(spilled[position]), rich) or match[0]

    text = patterns.formula.sub(formula_sub, text)
    return patch_rows(text, {row for row, _ in spilled}, plain_sub, patterns) if spilled else text
