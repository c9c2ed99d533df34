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

from xl_kpi.errors import ExcelError, UserError
from xl_kpi.limits import Limits
from xl_kpi.workbook.addresses import MAX_COLUMN, MAX_ROW, Area, cell_name, column_letters, column_number, parse_cell
from xl_kpi.workbook.package import over_limit
from xl_kpi.workbook.xmltext import attributes, check_well_formed, escape, excel_escape, excel_unescape, unescape

CellValue = float | str | bool | ExcelError | None

_ROOT = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?worksheet[\s>]")
_ODD = re.compile(r"<!--|<!\[CDATA\[|<\?(?!xml[\s?])")
_T = re.compile(r"""\st\s*=\s*("[^"]*"|'[^']*')""")
_CM = re.compile(r"""\scm\s*=\s*["']\d+["']""")
_VM = re.compile(r"""\svm\s*=\s*(?:"[^"]*"|'[^']*')""")
_UTF8 = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8|us-ascii)""", re.IGNORECASE)


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


def sheet_text(part: str, data: bytes) -> str:
    """Decode a worksheet part; UserError when its XML is not the kind that can be patched safely."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _UTF8.search(data[:200]):
        raise _unusual(part, "UTF-8")
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise _unusual(part, "UTF-8") from None
    check_well_formed(part, data)
    if odd := _ODD.search(text):
        raise _unusual(part, odd[0])
    if not _ROOT.search(text):
        raise _unusual(part, "<worksheet>")
    _check_places(part, text)
    return with_addresses(text)


_NAMESPACE = re.compile(r"""xmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']""")


def _check_places(part: str, text: str) -> None:
    """Raise UserError where cells stand elsewhere than in the one `sheetData`, or have two kinds of names."""
    p = prefix_of(text)
    data = list(re.finditer(rf"<{p}sheetData[\s/>]", text))
    if len(data) != 1:
        raise _unusual(part, f"{len(data)} <sheetData>")
    cell = re.compile(rf"<{p}(?:row|c)[\s/>]")
    end = max(text.rfind(f"</{p}sheetData"), data[0].end())
    if cell.search(text, 0, data[0].start()) or cell.search(text, end):
        raise _unusual(part, "<c>")
    own = p[:-1] or None
    spaces = [(m[1], m[2]) for m in _NAMESPACE.finditer(text)]
    main = next((uri for prefix, uri in spaces if prefix == own), None)
    for prefix, uri in spaces:
        other = prefix != own and uri == main and f"<{prefix}:" if prefix else False
        if (prefix == own and uri != main) or (other and re.search(rf"{other}(?:row|c|f|v)[\s/>]", text)):
            raise _unusual(part, f"xmlns {uri}")


def _unusual(part: str, what: str) -> UserError:
    return UserError(
        f"XML inhabituel dans {part} ({what})\u00a0: le classeur n’a pas été modifié. "
        "Ouvrez-le dans Excel et enregistrez-le de nouveau.",
        f"Unusual XML in {part} ({what}): the workbook was not changed. Open it in Excel and save it again.",
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
            raise _unusual("mergeCells", ref) from None
    if merged > limits.merged_cells:
        raise over_limit(file, "merged_cells", merged, limits.merged_cells)


def prefix_of(text: str) -> str:
    """Return the namespace prefix of the sheet's elements, with its colon, or an empty text."""
    match = _ROOT.search(text)
    return f"{match[1]}:" if match and match[1] else ""


def with_addresses(text: str) -> str:
    """Give every row and cell its `r`, which a writer may leave out when it follows the last one."""
    p = prefix_of(text)
    if not re.search(rf"<{p}(?:row|c)(?!\s+r=)[\s/>]", text):
        return text
    starts = re.compile(rf"<{p}(row|c)(?=[\s/>])([^>]*)>")
    if all(re.search(r"\sr\s*=", m[2]) for m in starts.finditer(text)):
        return text
    row = column = 0

    def add(match: re.Match[str]) -> str:
        nonlocal row, column
        given = attributes(match[2]).get("r")
        if match[1] == "row":
            row, column = (int(given) if given else row + 1), 0
            name = str(row)
        else:
            column = parse_cell(given)[1] if given else column + 1
            name = cell_name(row, column)
        return match[0] if given else f'<{p}{match[1]} r="{name}"{match[2]}>'

    return starts.sub(add, text)


_R = re.compile(r"""\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")


def _place(head: str) -> tuple[int, int]:
    """Return (row, column) from the attributes of a cell."""
    match = _R.search(head)
    row, column = (int(match[2]), column_number(match[1])) if match else (0, 0)
    if not (1 <= row <= MAX_ROW and column <= MAX_COLUMN):
        raise _unusual("sheetData", head.strip())
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
        raise _unusual("sheetData", f"<{p}f>")


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
