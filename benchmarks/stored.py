"""The values that a workbook's file holds, read and spoilt without any code of xl_kpi: the other side.

A sheet is scanned once by expat, which says at which byte everything stands; so values can be replaced and
everything else kept, byte for byte.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.parsers import expat

SPOILT = b"987654321"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_TYPE = re.compile(rb"""\s+t\s*=\s*("[^"]*"|'[^']*')""")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_CELL = re.compile(r"([A-Z]+)([0-9]+)")


@dataclass(slots=True)
class Cell:
    """One cell: its value, its formula when it has one, and where they stand."""

    value: Any = None
    formula: str | None = None  # the text of its own formula, or of the shared one
    master: str = ""  # the cell whose array formula fills this one
    ref: str = ""  # what its own array formula fills
    start: int = 0
    inside: int = 0
    content: tuple[int, int] | None = None  # of its <v>


@dataclass
class Sheet:
    """One worksheet's cells with formulas, and the cells that array formulas fill."""

    data: bytes
    cells: dict[str, Cell] = field(default_factory=dict)

    def spoilt(self) -> bytes:
        """Return the sheet with every formula's stored value replaced."""
        return self._rewritten(SPOILT)

    def skeleton(self) -> bytes:
        """Return the sheet without the stored values: what a recalculation must not change."""
        bare = re.sub(rb"<((?:\w+:)?v)(?:\s[^>]*)?(?:/>|></\1>)", b"", self._rewritten(b""))
        return re.sub(rb">\s+<", b"><", bare)

    def _rewritten(self, value: bytes) -> bytes:
        pieces, done = [], 0
        for cell in sorted(self.cells.values(), key=lambda c: c.start):
            if not cell.inside:
                continue  # neither formula nor value
            pieces += [self.data[done : cell.start], _TYPE.sub(b"", self.data[cell.start : cell.inside], count=1)]
            done = cell.inside
            if cell.content is not None:
                pieces += [self.data[done : cell.content[0]], *_filled(self.data[slice(*cell.content)], value)]
                done = cell.content[1]
        return b"".join([*pieces, self.data[done:]])


class Stored:
    """A workbook's sheets as the file holds them."""

    def __init__(self, path: Path) -> None:
        """Read them; raises zipfile.BadZipFile, KeyError or expat.ExpatError for what is no workbook."""
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}
        relations = _root_relations(self.parts, "officeDocument")
        self.book = next(iter(relations.values()))
        related = _relations(self.parts, self.book)
        texts = next((part for kind, part in related.values() if kind == "sharedStrings"), None)
        strings = _shared_strings(self.parts[texts]) if texts in self.parts else []
        self.sheets: dict[str, Sheet] = {}
        self.sheet_parts: dict[str, str] = {}
        for name, identity in _sheets(self.parts[self.book]):
            kind, part = related.get(identity, ("", ""))
            if kind == "worksheet" and part in self.parts:
                self.sheet_parts[name] = part
                self.sheets[name] = scan(self.parts[part], strings)

    @property
    def saved_by(self) -> str:
        """Return the program that saved the file, as it says itself."""
        found = re.search(rb"<(?:\w+:)?Application>([^<]*)<", self.parts.get("docProps/app.xml", b""))
        return found[1].decode() if found else ""

    @property
    def modified(self) -> str | None:
        """Return when the file says that it was last saved."""
        found = re.search(rb"<dcterms:modified[^>]*>([^<]*)<", self.parts.get("docProps/core.xml", b""))
        return found[1].decode() if found else None

    def write_spoilt(self, path: Path) -> None:
        """Write a copy in which no formula has its own value."""
        changed = {part: self.sheets[name].spoilt() for name, part in self.sheet_parts.items()}
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            for name, data in self.parts.items():
                archive.writestr(name, changed.get(name, data))


def scan(data: bytes, strings: list[str]) -> Sheet:
    """Return a worksheet's formula cells and the cells that its array formulas fill."""
    sheet = Sheet(data)
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    arrays: list[tuple[int, int, int, int, str]] = []
    shared: dict[str, str] = {}
    cell, name, kind, formula, text, opened = Cell(), "", "n", None, "", 0
    wanted = False  # the value being read is one to keep

    def start(tag: str, attributes: dict[str, str]) -> None:
        nonlocal cell, name, kind, formula, text, opened, wanted
        local = tag.rsplit(" ", 1)[-1]
        if local == "c":
            cell, kind, formula = Cell(start=parser.CurrentByteIndex), attributes.get("t", "n"), None
            name, text = attributes.get("r", "").upper(), ""
            wanted = False
            if arrays and (master := _within(name, arrays)):
                cell.master, wanted = master, True
                sheet.cells[name] = cell
        elif local in {"f", "v", "is"}:
            cell.inside = cell.inside or parser.CurrentByteIndex
            text, opened = "", parser.CurrentByteIndex
            if local == "f":
                formula = attributes
                cell.master, wanted = "", True
                sheet.cells[name] = cell
                cell.ref = attributes.get("ref", "") if attributes.get("t") == "array" else ""
                if attributes.get("t") == "array" and ":" in attributes.get("ref", ""):
                    arrays.append((*_corners(attributes["ref"]), name))

    def end(tag: str) -> None:
        nonlocal text
        local = tag.rsplit(" ", 1)[-1]
        if local == "f" and formula is not None:
            if formula.get("t") == "shared":
                text = shared.setdefault(formula.get("si", ""), text) if text else shared.get(formula.get("si", ""), "")
            filled = _within(name, arrays) if not text else ""
            cell.master, cell.formula = filled, None if filled else text
        elif local == "v" and wanted:
            inside = data.index(b">", opened) + 1
            alone = data[inside - 2 : inside] == b"/>"
            cell.content = (opened, inside) if alone else (inside, parser.CurrentByteIndex)
            cell.value = _value(kind, text, strings)
        text = "" if local in {"f", "v"} else text

    def characters(found: str) -> None:
        nonlocal text
        text += found

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CharacterDataHandler = characters
    parser.Parse(data, True)
    return sheet


def _filled(old: bytes, value: bytes) -> tuple[bytes, ...]:
    """Return what stands for a value's text, or for a whole <v/>."""
    if not old.endswith(b"/>"):
        return (value,)
    tag = old[1:-2].split()[0]
    return b"<", tag, b">", value, b"</", tag, b">"


def _value(kind: str, text: str, strings: list[str]) -> Any:
    if kind == "s":
        return strings[int(text)]
    if kind == "b":
        return text.strip() in {"1", "true"}
    if kind == "n":
        return float(text) if text.strip() else None
    return Error(text) if kind == "e" else unescaped(text)


class Error(str):
    """An Excel error, which equals no text."""

    __slots__ = ()


def unescaped(text: str) -> str:
    """Return a text with Excel's _x000D_ marks as the characters that they stand for."""
    return _ESCAPED.sub(lambda m: chr(int(m[1], 16)), text)


def _corners(ref: str) -> tuple[int, int, int, int]:
    (left, top), (right, bottom) = (_numbers(corner) for corner in ref.replace("$", "").split(":"))
    return top, left, bottom, right


def _numbers(name: str) -> tuple[int, int]:
    found = _CELL.fullmatch(name)
    if not found:
        return 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return column, int(found[2])


def _within(name: str, arrays: list[tuple[int, int, int, int, str]]) -> str:
    column, row = _numbers(name)
    return next((m for t, left, b, right, m in arrays if t <= row <= b and left <= column <= right), "")


def _shared_strings(data: bytes) -> list[str]:
    from defusedxml import ElementTree

    found = []
    for item in ElementTree.fromstring(data):
        runs = [run for run in item if run.tag.endswith(("}t", "}r"))]
        texts = (
            t.text or "" for run in runs for t in ([run] if run.tag.endswith("}t") else run) if t.tag.endswith("}t")
        )
        found.append(unescaped("".join(texts)))
    return found


def _sheets(data: bytes) -> list[tuple[str, str]]:
    from defusedxml import ElementTree

    found = []
    for sheet in ElementTree.fromstring(data).iter():
        if sheet.tag in {f"{{{_MAIN}}}sheet", f"{{{_STRICT}}}sheet"}:
            identity = next((v for k, v in sheet.attrib.items() if k.endswith("}id")), "")
            found.append((sheet.attrib["name"], identity))
    return found


def _relations(parts: dict[str, bytes], part: str) -> dict[str, tuple[str, str]]:
    from defusedxml import ElementTree

    folder, file = posixpath.split(part)
    data = parts.get(f"{folder}/_rels/{file}.rels".lstrip("/"))
    if data is None:
        return {}
    return {
        r.attrib["Id"]: (
            r.attrib["Type"].rsplit("/", 1)[-1],
            posixpath.normpath(posixpath.join("/", folder, r.attrib["Target"])).lstrip("/"),
        )
        for r in ElementTree.fromstring(data)
    }


def _root_relations(parts: dict[str, bytes], kind: str) -> dict[str, str]:
    found = {identity: part for identity, (k, part) in _relations(parts, "").items() if k == kind}
    if not found:
        raise KeyError(kind)
    return found
