"""Formula cells in sheet XML: finding them, and patching nothing but their `<v>` and `t=`.

The XML is scanned as text, because parsing and writing it again would lose what other programs
put there. A sheet whose XML the scan could misread is refused rather than guessed at.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from xl_kpi.errors import ExcelError
from xl_kpi.limits import Limits
from xl_kpi.workbook.addresses import MAX_COLUMN, MAX_ROW, Area, cell_name, column_letters, column_number, parse_cell
from xl_kpi.workbook.package import over_limit
from xl_kpi.workbook.patchable import prefix_of, unusual
from xl_kpi.workbook.xmltext import attributes, escape, excel_escape, excel_unescape, unescape

CellValue = float | str | bool | ExcelError | None

_T = re.compile(r"""\st\s*=\s*("[^"]*"|'[^']*')""")
_CM = re.compile(r"""\scm\s*=\s*["']\d+["']""")
_VM = re.compile(r"""\svm\s*=\s*(?:"[^"]*"|'[^']*')""")


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell with a formula as the file has it: position, text, kind and extent."""

    row: int
    column: int
    text: str  # without "="; empty for a child of a shared formula
    kind: str  # "normal", "shared", "array" or "dataTable"
    ref: str
    shared: str  # the index of a shared formula


@dataclass(frozen=True)
class _Patterns:
    prefix: str
    formula: re.Pattern[str]
    plain: re.Pattern[str]
    value: re.Pattern[str]
    error: re.Pattern[str]


@lru_cache(maxsize=8)
def _patterns(prefix: str) -> _Patterns:
    p = re.escape(prefix)
    return _Patterns(
        prefix=prefix,
        formula=re.compile(
            rf"<{p}c(\s[^>]*[^>/])>\s*(<{p}f(?:\s([^>]*?))?(?:/>|>([^<]*)</{p}f>))(.*?)</{p}c>", re.DOTALL
        ),
        plain=re.compile(rf"<{p}c((?:\s[^>]*?)?)(?:/>|>(.*?)</{p}c>)", re.DOTALL),
        value=re.compile(rf"<{p}v(?:\s[^>]*)?(?:/>|>([^<]*)</{p}v>)"),
        error=re.compile(rf"""<{p}c\s[^>]*\bt\s*=\s*["']e["'][^>]*>.*?</{p}c>""", re.DOTALL),
    )


def check_limits(text: str, file: str, limits: Limits) -> None:
    """Raise LimitError for a sheet with too many cells, merged cells, or too deep XML."""
    p = prefix_of(text)
    if (count := text.count(f"<{p}c ")) > limits.cells:
        raise over_limit(file, "cells", count, limits.cells)
    merged = 0
    for ref in re.findall(rf"<{p}mergeCell\s[^>]*?ref\s*=\s*[\"']([^\"']*)", text):
        try:
            merged += Area.parse("", ref).cells
        except ValueError:
            raise unusual("mergeCells", ref) from None
    if merged > limits.merged_cells:
        raise over_limit(file, "merged_cells", merged, limits.merged_cells)


_R = re.compile(r"""\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")


def _place(head: str) -> tuple[int, int]:
    """Return (row, column) from the attributes of a cell."""
    match = _R.search(head)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    if not (1 <= row <= MAX_ROW and column <= MAX_COLUMN):
        raise unusual("sheetData", head.strip())
    return row, column


def _formula_cell(match: re.Match[str]) -> FormulaCell:
    row, column = _place(match[1])
    given = attributes(match[3]) if match[3] else {}
    return FormulaCell(
        row=row,
        column=column,
        text=excel_unescape(unescape(match[4] or "")).strip(),
        kind=given.get("t", "normal"),
        ref=given.get("ref", ""),
        shared=given.get("si", ""),
    )


def formula_cells(text: str) -> Iterator[FormulaCell]:
    """Yield the formula cells of a sheet in file order."""
    p = prefix_of(text)
    left = sum(text.count(f"<{p}f{end}") for end in (">", " ", "/", "\n", "\r", "\t"))
    if left:
        for match in _patterns(p).formula.finditer(text):
            left -= 1
            yield _formula_cell(match)
    if left:  # the scan reads nothing into a cell that it does not understand
        raise unusual("sheetData", f"<{p}f>")


def rewrite_formulas(
    text: str, new: Callable[[int, int], str | None], arrays: Mapping[tuple[int, int], tuple[str, bool]] | None = None
) -> str:
    """Give each formula cell a new formula, without its old value; None leaves only the old value.

    `new(row, column)` returns the formula's XML-escaped text, "" to leave the cell out; `arrays` tells
    which fill a range, and whether it is a dynamic one.
    """
    patterns = _patterns(prefix_of(text))
    p = patterns.prefix

    def sub(match: re.Match[str]) -> str:
        row, column = _place(match[1])
        name = cell_name(row, column)
        formula = new(row, column)
        if formula is None:
            return f"<{p}c{_CM.sub('', match[1])}>{match[5]}</{p}c>"
        if not formula:
            return ""
        ref, dynamic = arrays.get((row, column), ("", False)) if arrays else ("", False)
        kind = f' t="array" ref="{ref}"' if ref else ""
        mark = ' cm="1"' if dynamic else ""
        return f'<{p}c r="{name}"{mark}><{p}f{kind}>{formula}</{p}f></{p}c>'

    return patterns.formula.sub(sub, text)


def edit_formulas(text: str, new: Mapping[tuple[int, int], str | None]) -> str:
    """Give formula cells another formula (without "="), or None: only their value stays. Values do not change."""
    patterns = _patterns(prefix_of(text))
    p = patterns.prefix

    def sub(match: re.Match[str]) -> str:
        place = _place(match[1])
        if place not in new:
            return match[0]
        formula = new[place]
        if formula is not None:
            start = re.sub(r"\s*/?>.*", "", match[2], count=1, flags=re.DOTALL)
            return f"<{p}c{match[1]}>{start}>{escape(formula)}</{p}f>{match[5]}</{p}c>"
        head = _CM.sub("", match[1])  # no longer the head of a dynamic array
        value = patterns.value.search(match[5])
        if attributes(head).get("t") != "str" or value is None:
            return f"<{p}c{head}>{match[5]}</{p}c>"
        inline = f'<{p}is><{p}t xml:space="preserve">{value[1] or ""}</{p}t></{p}is>'
        return f'<{p}c{_T.sub("", head).rstrip()} t="inlineStr">{patterns.value.sub(lambda _: inline, match[5])}</{p}c>'

    return patterns.formula.sub(sub, text)


def drop_cells(text: str, places: set[tuple[int, int]]) -> str:
    """Remove cells without a formula."""
    patterns = _patterns(prefix_of(text))

    def sub(match: re.Match[str]) -> str:
        gone = _place(match[1]) in places and f"<{patterns.prefix}f" not in match[0]
        return "" if gone else match[0]

    return _patch_rows(text, {row for row, _ in places}, sub, patterns) if places else text


def rewrite_errors(text: str, new: Callable[[str, int, int], str | None]) -> str:
    """Replace cells that hold an error value: `new(error, row, column)` gives a formula or None."""
    if 't="e"' not in text and "t='e'" not in text:
        return text
    patterns = _patterns(prefix_of(text))

    def sub(match: re.Match[str]) -> str:
        cell = patterns.plain.match(match[0])
        value = patterns.value.search(match[0])
        if cell is None or value is None or f"<{patterns.prefix}f" in match[0]:
            return match[0]
        name, p = attributes(cell[1])["r"], patterns.prefix
        formula = new(unescape(value[1] or ""), *parse_cell(name))
        return match[0] if formula is None else f'<{p}c r="{name}"><{p}f>{formula}</{p}f></{p}c>'

    return patterns.error.sub(sub, text)


def each_error(text: str, note: Callable[[str, int, int], None]) -> None:
    """Call `note(error, row, column)` for every cell that shows an error value."""
    if 't="e"' not in text and "t='e'" not in text:
        return
    patterns = _patterns(prefix_of(text))
    for match in patterns.error.finditer(text):
        cell, value = patterns.plain.match(match[0]), patterns.value.search(match[0])
        if cell and value:
            note(unescape(value[1] or ""), *_place(cell[1]))


def iso_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield the cells that hold a date as text (`t="d"`), which Excel counts as a number."""
    if 't="d"' in text or "t='d'" in text:
        for match in re.finditer(rf"""<{prefix_of(text)}c(\s[^>]*\bt\s*=\s*["']d["'][^>]*)>""", text):
            yield _place(match[1])


def rich_values(text: str) -> Iterator[tuple[int, int]]:
    """Yield the cells without a formula that hold more than their value tells: pictures, data types."""
    if " vm=" in text:
        p = prefix_of(text)
        for match in re.finditer(rf"<{p}c(\s[^>]*?\svm=[^>]*)>(?!\s*<{p}f)", text):
            yield _place(match[1])


def inline_texts(text: str) -> Iterator[str]:
    """Yield the texts that stand in the cells themselves."""
    return (unescape(m[1]) for m in re.finditer(rf"<{prefix_of(text)}t(?:\s[^>]*)?>([^<]*)<", text))


def last_row(text: str) -> int:
    """Return the number of the last row in a sheet's text, 1 when there is none."""
    starts = re.compile(rf"""<{prefix_of(text)}row\s[^>]*?\br\s*=\s*["'](\d+)""")
    return max((int(m[1]) for m in starts.finditer(text)), default=1)


def encode(value: CellValue) -> tuple[str, str]:
    """Return the `t` and the text of `<v>` for a value; NaN and infinities are `#NUM!`."""
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if value is None:
        return "n", "0"
    if isinstance(value, ExcelError):
        return "e", str(value)
    if isinstance(value, str):
        return "str", escape(excel_escape(value))
    if not math.isfinite(value):
        return "e", str(ExcelError.NUM)
    return "n", number_text(value)


def number_text(value: float) -> str:
    """Return a number as a file holds it: shortest form that reads back equal, no ".0"."""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else repr(float(value))


def _same(kind: str, old: str, new_kind: str, new: str) -> bool:
    if (kind or "n") != new_kind:
        return False
    if new_kind != "n":
        return old == new
    try:
        return float(old) == float(new)
    except ValueError:
        return False


def patch(text: str, values: dict[tuple[int, int], CellValue], spilled: dict[tuple[int, int], CellValue]) -> str:
    """Write the values of formula cells, and of cells that an array formula spills into.

    Only `<v>` and `t` change; a cell that already holds the value keeps its very characters.
    """
    patterns = _patterns(prefix_of(text))
    p = patterns.prefix

    def cell(head: str, formula: str, rest: str, whole: str, value: CellValue) -> str:
        kind, shown = encode(value)
        old = patterns.value.search(rest)
        kind_before = _T.search(head)
        if old and " vm=" not in head and _same(kind_before[1][1:-1] if kind_before else "", old[1] or "", kind, shown):
            return whole
        tag = "" if kind == "n" else f' t="{kind}"'
        tail = re.sub(rf"<{p}is>.*?</{p}is>", "", patterns.value.sub("", rest), flags=re.DOTALL)
        head = _VM.sub("", _T.sub("", head)).rstrip()  # a rich value would go before the new one
        return f"<{p}c{head}{tag}>{formula}<{p}v>{shown}</{p}v>{tail.strip()}</{p}c>"

    def formula_sub(match: re.Match[str]) -> str:
        position = _place(match[1])
        if position not in values:
            return match[0]
        return cell(match[1], match[2], match[5], match[0], values[position])

    def plain_sub(match: re.Match[str]) -> str:
        position = _place(match[1])
        if position not in spilled or f"<{p}f" in (match[2] or ""):
            return match[0]
        return cell(match[1], "", match[2] or "", match[0], spilled[position])

    if values:
        text = patterns.formula.sub(formula_sub, text)
    return _patch_rows(text, {row for row, _ in spilled}, plain_sub, patterns) if spilled else text


def _patch_rows(
    text: str,
    rows: set[int],
    sub: Callable[[re.Match[str]], str],
    patterns: _Patterns,
) -> str:
    p = patterns.prefix

    def row_sub(match: re.Match[str]) -> str:
        if int(attributes(match[1])["r"]) not in rows:
            return match[0]
        return f"<{p}row{match[1]}>{patterns.plain.sub(sub, match[2])}</{p}row>"

    return re.sub(rf"<{p}row(\s[^>]*[^>/])>(.*?)</{p}row>", row_sub, text, flags=re.DOTALL)


def positions(text: str, rows: set[int]) -> set[tuple[int, int]]:
    """Return the cells that exist in these rows."""
    p = prefix_of(text)
    found = set()
    for match in re.finditer(rf"<{p}c\s[^>]*?\br\s*=\s*[\"']([A-Z]+)(\d+)[\"']", text):
        if int(match[2]) in rows:
            found.add(parse_cell(match[1] + match[2]))
    return found


def value_xml(row: int, column: int, value: CellValue, style: str | None = None) -> str:
    """Return the XML of a cell that holds a plain value; text is an inline string, never a formula."""
    name = f"{column_letters(column)}{row}"
    head = f'<c r="{name}" s="{style}"' if style else f'<c r="{name}"'
    if value is None:
        return f"{head}/>"
    if isinstance(value, str):
        space = ' xml:space="preserve"' if value != value.strip() or "\n" in value or "  " in value else ""
        return f'{head} t="inlineStr"><is><t{space}>{escape(excel_escape(value))}</t></is></c>'
    kind, shown = encode(value)
    tag = "" if kind == "n" else f' t="{kind}"'
    return f"{head}{tag}><v>{shown}</v></c>"
