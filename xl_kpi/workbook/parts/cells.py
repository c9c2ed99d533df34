"""Cells in sheet XML: finding them, and giving formula cells other formulas.

The XML is scanned as text, because parsing and writing it again would lose what other programs
put there. `patchable.py` refuses a sheet whose XML the scan could misread; `patching.py` writes values.
"""

from __future__ import annotations

import re
from array import array
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from xl_kpi.limits import Limits
from xl_kpi.workbook.addresses import MAX_COLUMN, MAX_ROW, Area, column_number, parse_cell
from xl_kpi.workbook.parts.package import over_limit
from xl_kpi.workbook.parts.patchable import prefix_of, unusual
from xl_kpi.workbook.parts.xmltext import attributes, escape, excel_unescape, unescape

CM = re.compile(r"""\scm\s*=\s*["']\d+["']""")
PREVIOUS_TYPE = re.compile(r"""\st\s*=\s*("[^"]*"|'[^']*')""")


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
class Patterns:
    """What finds the cells of a sheet whose elements have this prefix."""

    prefix: str
    formula: re.Pattern[str]
    number: re.Pattern[str]  # a formula cell as most are: with a number
    plain: re.Pattern[str]
    value: re.Pattern[str]
    error: re.Pattern[str]


@lru_cache(maxsize=8)
def patterns_of(prefix: str) -> Patterns:
    """Return the patterns for a namespace prefix."""
    p = re.escape(prefix)
    return Patterns(
        prefix=prefix,
        formula=re.compile(
            rf"""<{p}c((?:\s(?!r\s*=)[^>]*?)??\sr\s*=\s*["']([A-Z]{{1,3}})([0-9]{{1,7}})["'][^>]*)(?<!/)>\s*"""
            rf"(<{p}f(?:\s([^>]*?))?(?:/>|>([^<]*)</{p}f>))(.*?)</{p}c>",
            re.DOTALL,
        ),
        number=re.compile(
            rf'<{p}c r="[A-Z]+[0-9]+"(?: s="[0-9]+")?><{p}f(?:\s[^>]*?)?(?:/>|>[^<]*</{p}f>)<{p}v>([^<]*)</{p}v></{p}c>'
        ),
        plain=re.compile(rf"<{p}c((?:\s[^>]*?)?)(?:/>|>(.*?)</{p}c>)", re.DOTALL),
        value=re.compile(rf"<{p}v(?:\s[^>]*)?(?:/>|>([^<]*)</{p}v>)"),
        error=re.compile(rf"""<{p}c\s[^>]*\bt\s*=\s*["']e["'][^>]*>.*?</{p}c>""", re.DOTALL),
    )


def check_limits(text: str, file: str, limits: Limits) -> None:
    """Raise LimitError for a sheet with too many cells or merged cells."""
    p = prefix_of(text)
    if (count := text.count(f"<{p}c ")) > limits.cells:
        raise over_limit(file, "cells", count, limits.cells)
    merged = sum(area.cells for area in merged_areas(text, ""))
    if merged > limits.merged_cells:
        raise over_limit(file, "merged_cells", merged, limits.merged_cells)


def merged_areas(text: str, sheet: str) -> Iterator[Area]:
    """Yield the merged cells of a sheet; UserError for what is no area."""
    for ref in re.findall(rf"<{prefix_of(text)}mergeCell\s[^>]*?ref\s*=\s*[\"']([^\"']*)", text):
        try:
            yield Area.parse(sheet, ref)
        except ValueError:
            raise unusual("mergeCells", ref) from None


_R = re.compile(r"""\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")


def place(head: str) -> tuple[int, int]:
    """Return (row, column) from the attributes of a cell."""
    match = _R.search(head)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    if not (1 <= row <= MAX_ROW and column <= MAX_COLUMN):
        raise unusual("sheetData", head.strip())
    return row, column


RawFormula = tuple[str, str, str | None, str | None]


class FormulaScan:
    """The formula cells of a sheet's text: found once, then read and replaced by their positions.

    Iterating gives (column letters, row digits, attributes of `f`, text of `f`) of each cell, in file order.
    """

    __slots__ = ("_ends", "_starts", "patterns", "text")

    def __init__(self, text: str) -> None:
        """Take the text of a sheet; it is scanned when it is read."""
        self.text = text
        self.patterns = patterns_of(prefix_of(text))
        self._starts, self._ends = array("L"), array("L")

    def __iter__(self) -> Iterator[RawFormula]:
        """Scan the text; UserError where a formula is not read."""
        p = self.patterns.prefix
        starts, ends = array("L"), array("L")
        left = self.text.count(f"<{p}f")
        if left:
            for match in self.patterns.formula.finditer(self.text):
                left -= 1
                starts.append(match.start())
                ends.append(match.end())
                letters, digits, given, formula = match.group(2, 3, 5, 6)
                yield letters, digits, given, formula
        if left:  # `formula`, `filterColumn`...
            left -= len(re.findall(rf"<{p}f(?![> /\n\r\t])", self.text))
        if left:  # the scan reads nothing into a cell that it does not understand
            raise unusual("sheetData", f"<{p}f>")
        self._starts, self._ends = starts, ends

    def spans(self) -> Iterator[tuple[int, int]]:
        """Return where each formula cell begins and where it ends, in file order."""
        if not self._ends:
            deque(self, maxlen=0)
        return zip(self._starts, self._ends, strict=True)

    def name(self, start: int) -> str:
        """Return the name ("B3") of the formula cell that begins here."""
        opening = f'<{self.patterns.prefix}c r="'
        if self.text.startswith(opening, start):
            first = start + len(opening)
            return self.text[first : self.text.index('"', first)]
        found = _R.search(self.text, start)
        return f"{found[1]}{found[2]}" if found else ""

    def rewritten(
        self, new: Iterable[str | None], arrays: Mapping[tuple[int, int], tuple[str, bool]] | None = None
    ) -> str:
        """Return the text with other formulas, in file order, without their old values; None leaves only the value.

        `new` holds the formulas' text, "" to leave the cell out; `arrays` tells which fill a range, and
        whether it is a dynamic one.
        """
        text, p = self.text, self.patterns.prefix
        pieces: list[str] = []
        last = 0
        for formula, (start, end) in zip(new, self.spans(), strict=True):
            pieces.append(text[last:start])
            last = end
            if formula is None:
                match = self.patterns.formula.match(text, start, end)
                pieces.append(f"<{p}c{CM.sub('', match[1])}>{match[7]}</{p}c>" if match else "")
            elif formula:
                name = self.name(start)
                ref, dynamic = arrays.get(parse_cell(name), ("", False)) if arrays else ("", False)
                kind = f' t="array" ref="{ref}"' if ref else ""
                mark = ' cm="1"' if dynamic else ""
                pieces.append(f'<{p}c r="{name}"{mark}><{p}f{kind}>{escape(formula)}</{p}f></{p}c>')
        pieces.append(text[last:])
        return "".join(pieces)


def formula_text(raw: str) -> str:
    """Return a formula as Excel shows it, without "=", from its XML."""
    return excel_unescape(unescape(raw)).strip()


def formula_cell(letters: str, digits: str, given: str | None, raw: str | None) -> FormulaCell:
    """Return a formula cell from what `FormulaScan` yields; UserError outside the grid."""
    row, column = int(digits), column_number(letters)
    if not (1 <= row <= MAX_ROW and column <= MAX_COLUMN):
        raise unusual("sheetData", letters + digits)
    known = attributes(given) if given else {}
    return FormulaCell(
        row=row,
        column=column,
        text=formula_text(raw or ""),
        kind=known.get("t", "normal"),
        ref=known.get("ref", ""),
        shared=known.get("si", ""),
    )


def formula_cells(text: str) -> Iterator[FormulaCell]:
    """Yield the formula cells of a sheet in file order."""
    return (formula_cell(*raw) for raw in FormulaScan(text))


def edit_formulas(text: str, new: Mapping[tuple[int, int], str | None]) -> str:
    """Give formula cells another formula (without "="), or None: only their value stays. Values do not change."""
    patterns = patterns_of(prefix_of(text))
    p = patterns.prefix

    def sub(match: re.Match[str]) -> str:
        place = int(match[3]), column_number(match[2])
        if place not in new:
            return match[0]
        formula = new[place]
        if formula is not None:
            start = re.sub(r"\s*/?>.*", "", match[4], count=1, flags=re.DOTALL)
            return f"<{p}c{match[1]}>{start}>{escape(formula)}</{p}f>{match[7]}</{p}c>"
        head = CM.sub("", match[1])  # no longer the head of a dynamic array
        value = patterns.value.search(match[7])
        if attributes(head).get("t") != "str" or value is None:
            return f"<{p}c{head}>{match[7]}</{p}c>"
        inline = f'<{p}is><{p}t xml:space="preserve">{value[1] or ""}</{p}t></{p}is>'
        head = PREVIOUS_TYPE.sub("", head).rstrip()
        return f'<{p}c{head} t="inlineStr">{patterns.value.sub(lambda _: inline, match[7])}</{p}c>'

    return patterns.formula.sub(sub, text)


def drop_cells(text: str, places: set[tuple[int, int]]) -> str:
    """Remove cells without a formula."""
    patterns = patterns_of(prefix_of(text))

    def sub(match: re.Match[str]) -> str:
        gone = place(match[1]) in places and f"<{patterns.prefix}f" not in match[0]
        return "" if gone else match[0]

    return patch_rows(text, {row for row, _ in places}, sub, patterns) if places else text


def rewrite_errors(text: str, new: Callable[[str, int, int], str | None]) -> str:
    """Replace cells that hold an error value: `new(error, row, column)` gives a formula or None."""
    if 't="e"' not in text and "t='e'" not in text:
        return text
    patterns = patterns_of(prefix_of(text))

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
    patterns = patterns_of(prefix_of(text))
    for match in patterns.error.finditer(text):
        cell, value = patterns.plain.match(match[0]), patterns.value.search(match[0])
        if cell and value:
            note(unescape(value[1] or ""), *place(cell[1]))


def protected(texts: Mapping[str, str]) -> frozenset[str]:
    """Return the sheets (of name -> text) that are protected: their formulas may be hidden."""
    return frozenset(name for name, text in texts.items() if "sheetProtection" in text)


def iso_dates(text: str) -> Iterator[tuple[int, int]]:
    """Yield the cells that hold a date as text (`t="d"`), which Excel counts as a number."""
    if 't="d"' in text or "t='d'" in text:
        for match in re.finditer(rf"""<{prefix_of(text)}c(\s[^>]*\bt\s*=\s*["']d["'][^>]*)>""", text):
            yield place(match[1])


def rich_values(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the cells without a formula that hold more than their value, with their `vm`: pictures, newer errors."""
    if " vm=" in text:
        p = prefix_of(text)
        for match in re.finditer(rf"<{p}c(\s[^>]*?\svm=[^>]*)>(?!\s*<{p}f)", text):
            yield *place(match[1]), attributes(match[1])["vm"]


def places(text: str) -> Iterator[tuple[int, int]]:
    """Yield every cell of a sheet."""
    cell = re.compile(rf"<{prefix_of(text)}c\s[^>]*?\br\s*=\s*[\"']([A-Z]+)(\d+)[\"']")
    return ((int(m[2]), column_number(m[1])) for m in cell.finditer(text))


def inline_texts(text: str) -> Iterator[str]:
    """Yield the texts that stand in the cells themselves."""
    return (unescape(m[1]) for m in re.finditer(rf"<{prefix_of(text)}t(?:\s[^>]*)?>([^<]*)<", text))


def last_row(text: str) -> int:
    """Return the number of the last row in a sheet's text, 1 when there is none."""
    rows: list[str] = re.findall(rf"""<{prefix_of(text)}row\s[^>]*?\br\s*=\s*["'](\d+)""", text)
    return max(map(int, rows), default=1)


def patch_rows(
    text: str,
    rows: set[int],
    sub: Callable[[re.Match[str]], str],
    patterns: Patterns,
) -> str:
    """Apply a substitution to the cells of some rows."""
    p = patterns.prefix

    def row_sub(match: re.Match[str]) -> str:
        if int(attributes(match[1])["r"]) not in rows:
            return match[0]
        return f"<{p}row{match[1]}>{patterns.plain.sub(sub, match[2])}</{p}row>"

    return re.sub(rf"<{p}row(\s[^>]*[^>/])>(.*?)</{p}row>", row_sub, text, flags=re.DOTALL)
