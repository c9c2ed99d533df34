"""What a workbook keeps of other workbooks: the cells, names and DDE values that Excel last saw there.

Excel stores the cells that its formulas read and that were not empty, sheet by sheet (ECMA-376, Part 1, 18.14). A
sheet that it never read has no cell, and one that it could not read says so (`refreshError`): those are not known.
Each known sheet becomes a sheet of the engine's workbook, so that any formula may read it.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from xl_kpi.errors import BY_NAME, ExcelError
from xl_kpi.workbook.addresses import parse_cell
from xl_kpi.workbook.engines.engine import sheet_xml
from xl_kpi.workbook.parts.sheets import Book
from xl_kpi.workbook.parts.xmltext import escape, excel_unescape, local, parse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CELLS = 20_000_000  # of the rectangle around what is known: the engine goes through all of them
_CUT = 255  # a text of so many characters may have been cut: formulas could not read longer ones from a closed workbook
_KINDS = ("n", "str", "b", "e")


@dataclass(frozen=True)
class LinkedSheet:
    """The known cells of one sheet of another workbook, under a name of their own in the engine's workbook."""

    name: str
    xml: str
    last_row: int
    texts: tuple[str, ...]


@dataclass(frozen=True)
class _Link:
    """One other workbook; `sheets` has None for a sheet whose cells are not known."""

    sheets: Mapping[str, LinkedSheet | None] = field(default_factory=dict)
    names: Mapping[tuple[str, str | None], str] = field(default_factory=dict)  # by name and sheet, what it refers to
    items: Mapping[str, float | str | bool] = field(default_factory=dict)  # of a DDE or OLE link


class Links:
    """The other workbooks of one workbook, read when a formula first names them."""

    def __init__(self, book: Book, errors: Container[ExcelError], last_rows: dict[str, int]) -> None:
        """Take a workbook, the errors that an engine's cell can hold, and where to note each sheet's last row."""
        self._book = book
        self._errors = errors
        self._last_rows = last_rows
        self._links: dict[int, _Link] = {}
        self.used: dict[str, LinkedSheet] = {}

    @property
    def sheets(self) -> dict[str, str]:
        """Return the sheets that formulas read, as the engines get them."""
        return {name: sheet.xml for name, sheet in self.used.items()}

    def texts(self) -> Iterator[str]:
        """Yield the texts in these sheets."""
        return (text for sheet in self.used.values() for text in sheet.texts)

    def sheet(self, number: int, name: str) -> LinkedSheet | None:
        """Return a sheet of a linked workbook; None where its cells are not known."""
        found = self._link(number).sheets.get(name.lower())
        if found:
            self.used[found.name] = found
            self._last_rows[found.name] = found.last_row
        return found

    def name(self, number: int, name: str, sheet: str | None) -> str | None:
        """Return what a name of a linked workbook refers to, without "="; None where that is not known."""
        names = self._link(number).names
        return names.get((name.lower(), sheet.lower() if sheet else None)) or names.get((name.lower(), None))

    def item(self, number: int, name: str) -> float | str | bool | None:
        """Return the one value that an item of a DDE or OLE link last had."""
        return self._link(number).items.get(name.lower())

    def _link(self, number: int) -> _Link:
        if number not in self._links:
            self._links[number] = self._read(number)
        return self._links[number]

    def _read(self, number: int) -> _Link:
        part = self._book.link_parts[number - 1] if 0 < number <= len(self._book.link_parts) else ""
        if part not in self._book.package:
            return _Link()
        root = parse(part, self._book.package.part(part))
        titles = [n.get("val", "") for n in root.iter() if local(n.tag) == "sheetName"]
        sheets: dict[str, LinkedSheet | None] = {}
        for data in (n for n in root.iter() if local(n.tag) == "sheetData"):
            index = data.get("sheetId", "")
            if index.isdecimal() and int(index) < len(titles):
                sheets[titles[int(index)].lower()] = _sheet(data, f"XLKPI {number} {index}", self._errors)
        return _Link(sheets, _names(root, titles), _items(root))


def _sheet(data: Element, name: str, errors: Container[ExcelError]) -> LinkedSheet | None:
    """Return a sheet's cells; None where there are none, too far apart, or one whose value is not plain."""
    if data.get("refreshError") in ("1", "true"):
        return None
    rows, texts = [], []
    try:
        for cell in (n for n in data.iter() if local(n.tag) == "cell"):
            kind, value = cell.get("t", "n"), next((v.text or "" for v in cell if local(v.tag) == "v"), None)
            if value is None and kind == "n":
                continue  # a format only
            if value is None or not _plain(kind, value, errors):
                return None
            row, column = parse_cell(cell.get("r", ""))
            rows.append((row, column, f'<c r="{cell.get("r")}" t="{kind}"><v>{escape(value)}</v></c>'))
            if kind == "str":
                texts.append(excel_unescape(value))
    except ValueError:
        return None
    bottom = max((row for row, _, _ in rows), default=0)
    if not 0 < bottom * max((column for _, column, _ in rows), default=0) <= _CELLS:
        return None
    return LinkedSheet(name, sheet_xml(rows), bottom, tuple(texts))


def _plain(kind: str, value: str, errors: Container[ExcelError]) -> bool:
    """Tell whether a stored value is one that the engine reads as Excel does."""
    if kind == "n":
        return abs(float(value)) < float("inf")
    if len(value) >= _CUT:
        return False
    return kind in _KINDS and (kind != "e" or BY_NAME.get(value) in errors) and (kind != "b" or value in ("0", "1"))


def _names(root: Element, titles: list[str]) -> dict[tuple[str, str | None], str]:
    found: dict[tuple[str, str | None], str] = {}
    for node in (n for n in root.iter() if local(n.tag) == "definedName"):
        index = node.get("sheetId", "")
        sheet = titles[int(index)].lower() if index.isdecimal() and int(index) < len(titles) else None
        if text := (node.get("refersTo") or "").removeprefix("=").strip():
            found[node.get("name", "").lower(), sheet] = text
    return found


def _items(root: Element) -> dict[str, float | str | bool]:
    """Return the items of a DDE or OLE link that have one value."""
    found: dict[str, float | str | bool] = {}
    for item in (n for n in root.iter() if local(n.tag) in ("ddeItem", "oleItem")):
        values = [n for n in item.iter() if local(n.tag) == "value"]
        text = next((v.text or "" for v in values[0] if local(v.tag) == "val"), None) if len(values) == 1 else None
        if text is None or not _plain(kind := values[0].get("t", "n"), text, ()):
            continue
        value: float | str | bool = (
            excel_unescape(text) if kind == "str" else float(text) if kind == "n" else text == "1"
        )
        found[item.get("name", "").lower()] = value
    return found
