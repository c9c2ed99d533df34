"""The rows of one worksheet, edited cell by cell; rows that nobody touches keep their characters."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping

from xl_kpi.workbook.addresses import column_letters, column_number, parse_cell
from xl_kpi.workbook.parts.cell_values import CellValue
from xl_kpi.workbook.parts.patchable import prefix_of
from xl_kpi.workbook.parts.xmltext import attributes, excel_unescape, unescape

_CELL_COLUMN = re.compile(r"""\br\s*=\s*["']([A-Z]+)\d+["']""")
_KIND = re.compile(r"""\st\s*=\s*["'](\w+)["']""")
_SPANS = re.compile(r"""(\sspans\s*=\s*)["'](\d+):(\d+)["']""")
_STYLE = re.compile(r"""\ss\s*=\s*["'](\d+)["']""")


class Stored:
    """What the sheets of a file show, cell by cell."""

    def __init__(self, texts: Mapping[str, str], strings: Callable[[], list[str]]) -> None:
        """Take the sheets' texts and what gives the shared strings; nothing is read before it is asked about."""
        self._texts = texts
        self._strings = strings
        self._grids: dict[str, Grid] = {}

    def value(self, sheet: str, row: int, column: int) -> CellValue | None:
        """Return what a cell shows, as `Grid.value` does."""
        grid = self._grids.get(sheet) or self._grids.setdefault(sheet, Grid(self._texts[sheet]))
        return grid.value(grid.cells(row).get(column), self._strings())


class Grid:
    """A worksheet's text opened for editing; `text` gives it back."""

    def __init__(self, text: str) -> None:
        """Split the sheet into what stands before, the rows, and what stands after."""
        self.prefix = p = prefix_of(text)
        data = re.search(rf"<{p}sheetData(?:\s[^>]*)?(?:/>|>)", text)
        if data is None:
            raise ValueError("a worksheet without sheetData")
        if data[0].endswith("/>"):
            self._before, inside, self._after = text[: data.start()] + f"<{p}sheetData>", "", text[data.end() :]
            self._after = f"</{p}sheetData>" + self._after
        else:
            end = text.index(f"</{p}sheetData>", data.end())
            self._before, inside, self._after = text[: data.end()], text[data.end() : end], text[end:]
        row = re.compile(rf"<{p}row((?:\s[^>]*?)?)(?:/>|>(.*?)</{p}row>)", re.DOTALL)
        self._rows: dict[int, tuple[str, str]] = {
            int(attributes(m[1])["r"]): (m[1], m[2] or "") for m in row.finditer(inside)
        }
        self._open: dict[int, dict[int, str]] = {}
        self._cell = re.compile(rf"<{p}c\s[^>]*?\br\s*=\s*[\"']([A-Z]+)\d+[\"'][^>]*?(?:/>|>.*?</{p}c>)", re.DOTALL)
        self._value = re.compile(rf"<{p}v(?:\s[^>]*)?>([^<]*)</{p}v>")
        # Phonetic hints (rPh) hold text of their own that is no part of the string.
        self._hint = re.compile(rf"<{p}rPh\b.*?</{p}rPh>", re.DOTALL)
        self._t = re.compile(rf"<{p}t(?:\s[^>]*)?>([^<]*)</")
        self._original = text
        self._edited = False

    @property
    def row_numbers(self) -> list[int]:
        """Return the rows that exist, in order."""
        return sorted(self._rows)

    def cells(self, row: int) -> dict[int, str]:
        """Return the XML of a row's cells by column; read only."""
        if row in self._open:
            return self._open[row]
        cells = self._cell.finditer(self._rows.get(row, ("", ""))[1])
        return {column_number(match[1]): match[0] for match in cells}

    def put(self, row: int, column: int, xml: str) -> None:
        """Replace or add a cell; `xml` is written without a namespace prefix."""
        if row not in self._open:
            self._open[row] = self.cells(row)
        self._open[row][column] = self._with_prefix(xml)
        self._edited = True

    def drop(self, row: int, column: int) -> None:
        """Remove a cell if it exists."""
        if column in self.cells(row):
            self._open.setdefault(row, self.cells(row)).pop(column)
            self._edited = True

    def move(self, row: int, column: int, to: int) -> None:
        """Move a cell to another row of its column."""
        xml = self.cells(row)[column]
        self.drop(row, column)
        self._open.setdefault(to, self.cells(to))[column] = _CELL_COLUMN.sub(
            f'r="{column_letters(column)}{to}"', xml, count=1
        )

    def has_row(self, row: int) -> bool:
        """Tell whether the row exists."""
        return row in self._rows or row in self._open

    def add_row(self, row: int, cells: str) -> None:
        """Add a row that does not exist yet, from the XML of its cells in column order."""
        if row in self._rows or row in self._open:
            raise ValueError(f"row {row} exists")
        self._rows[row] = (f' r="{row}"', self._with_prefix(cells))
        self._edited = True

    def _with_prefix(self, xml: str) -> str:
        return re.sub(r"<(/?)(c|f|v|is|t)(?=[\s/>])", rf"<\1{self.prefix}\2", xml) if self.prefix else xml

    def value(self, xml: str | None, strings: list[str]) -> CellValue | None:
        """Return what a cell holds: number, text, boolean, None; an error value comes as its text."""
        if xml is None or xml.endswith("/>"):
            return None
        head, _, inside = xml.partition(">")
        kind = _KIND.search(head)
        if kind and kind[1] == "inlineStr":
            pieces = self._t.findall(self._hint.sub("", inside) if "rPh" in inside else inside)
            return excel_unescape(unescape("".join(pieces))) or None
        found = self._value.search(inside)
        return _decoded(kind[1] if kind else "n", unescape(found[1]), strings) if found else None

    def has_content(self, xml: str | None) -> bool:
        """Tell whether a cell holds a value or a formula, as opposed to a format only."""
        return xml is not None and any(f"<{self.prefix}{tag}" in xml for tag in ("v>", "f>", "f ", "f/", "is>"))

    def is_formula(self, xml: str | None) -> bool:
        """Tell whether a cell holds a formula."""
        return bool(xml and re.search(rf"<{self.prefix}f[\s/>]", xml))

    def formula(self, xml: str | None) -> tuple[dict[str, str], str] | None:
        """Return the attributes and the text of a cell's formula, if it has one."""
        p = self.prefix
        match = re.search(rf"<{p}f((?:\s[^>]*?)?)(?:/>|>([^<]*)</{p}f>)", xml or "")
        return (attributes(match[1]), unescape(match[2] or "")) if match else None

    def text(self) -> str:
        """Return the worksheet with the edits made."""
        if not self._edited:
            return self._original
        p = self.prefix
        out = [self._before]
        last_row, columns = 1, [1]
        for row in sorted(self._rows.keys() | self._open.keys()):
            attrs, inner = self._rows.get(row, (f' r="{row}"', ""))
            if row in self._open:
                cells = self._open[row]
                attrs = _widened(attrs, cells)
                inner = "".join(cells[column] for column in sorted(cells))
                columns.extend(cells)
            elif row not in self._rows:
                continue
            out.append(f"<{p}row{attrs}>{inner}</{p}row>" if inner else f"<{p}row{attrs}/>")
            last_row = row
        out.append(self._after)
        return _dimension("".join(out), p, last_row, max(columns))


def _decoded(kind: str, text: str, strings: list[str]) -> CellValue:
    if kind == "s":
        return (strings[int(text)] or None) if text.isdecimal() and int(text) < len(strings) else None
    if kind == "b":
        return text.strip() in ("1", "true")
    if kind in ("str", "e", "d"):
        return excel_unescape(text) or None
    try:
        return float(text) if text.strip() else None
    except ValueError:
        return text


def _widened(attrs: str, columns: Iterable[int]) -> str:
    """Let the row's stated extent reach these columns."""
    match = _SPANS.search(attrs)
    ends = [*columns, int(match[2]), int(match[3])] if match else []
    return attrs.replace(match[0], f'{match[1]}"{min(ends)}:{max(ends)}"') if match else attrs


def style_of(xml: str | None) -> str | None:
    """Return the style index that a cell's XML carries."""
    match = _STYLE.search((xml or "").partition(">")[0])
    return match[1] if match else None


def _dimension(text: str, prefix: str, last_row: int, last_column: int) -> str:
    """Let the sheet's stated extent reach the last row and column in use."""

    def grow(match: re.Match[str]) -> str:
        first, _, last = match[2].partition(":")
        try:
            bottom, right = parse_cell(last or first)
        except ValueError:
            return match[0]
        corner = f"{column_letters(max(right, last_column))}{max(bottom, last_row)}"
        return f"{match[1]}{first}:{corner}" if corner != first else match[0]

    return re.sub(rf"(<{prefix}dimension\s+ref=[\"'])([^\"']*)", grow, text, count=1)
