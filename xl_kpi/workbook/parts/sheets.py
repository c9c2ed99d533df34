"""What a workbook is made of: sheets, tables, defined names, calculation settings, shared strings."""

from __future__ import annotations

import posixpath
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from xml.etree.ElementTree import Element

from xl_kpi.errors import UserError
from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.parts.package import Package
from xl_kpi.workbook.parts.xmltext import MAIN, damaged, escape, excel_escape, excel_unescape, local, parse


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, state ("visible", "hidden", "veryHidden"), kind and part."""

    name: str
    state: str
    kind: str  # "worksheet", "chartsheet", "dialogsheet" or "xlMacrosheet"
    part: str


@dataclass(frozen=True, slots=True)
class Table:
    """An Excel Table: its name, the area with header and totals rows, and its column labels."""

    name: str
    part: str
    area: Area
    columns: tuple[str, ...]
    formulas: tuple[str | None, ...]  # the calculated column's formula, where there is one
    header_rows: int
    totals_rows: int

    @property
    def body(self) -> Area | None:
        """Return the rows between header and totals; None when there are none."""
        top, bottom = self.area.top + self.header_rows, self.area.bottom - self.totals_rows
        return Area(self.area.sheet, top, self.area.left, bottom, self.area.right) if top <= bottom else None


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A defined name; `sheet` is the sheet it is local to, None for the whole workbook."""

    name: str
    sheet: str | None
    text: str


class Book:
    """The structure of the workbook in a package, read when first asked for."""

    def __init__(self, package: Package) -> None:
        """Find the workbook part and its sheets; UserError when they are missing or damaged."""
        self.package = package
        self.part = next(iter(self.targets("", "officeDocument")), "")
        root = parse(self.part, package.part(self.part)) if self.part else None
        if root is None or local(root.tag) != "workbook":
            raise UserError(
                f"{package.path.name}\u00a0: ce n’est pas un classeur Excel.",
                f"{package.path.name}: not an Excel workbook.",
            )
        self._root = root
        self.sheets = tuple(self._sheets())

    @property
    def file(self) -> str:
        """Return the file's name, as messages show it."""
        return self.package.path.name

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return Id -> (last word of the type, target part) for a part's internal relationships."""
        folder, _, leaf = part.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{leaf}.rels")
        if rels not in self.package:
            return {}
        found = {}
        for node in parse(rels, self.package.part(rels)):
            if node.get("TargetMode") == "External":
                continue
            target = node.get("Target", "")
            path = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[node.get("Id", "")] = (node.get("Type", "").rpartition("/")[2], path)
        return found

    def targets(self, part: str, kind: str) -> list[str]:
        """Return the parts that a part is related to in this way, such as "table" or "comments"."""
        return [target for word, target in self.relations(part).values() if word == kind]

    def _sheets(self) -> list[Sheet]:
        relations = self.relations(self.part)
        found = []
        for node in self._root.iter():
            if local(node.tag) != "sheet":
                continue
            kind, target = relations.get(_rel_id(node), ("", ""))
            if target:
                found.append(Sheet(node.get("name", ""), node.get("state", "visible"), kind, target))
        if len({s.name.lower() for s in found}) < len(found) or len({s.part for s in found}) < len(found):
            raise damaged(self.part)  # two sheets of one name, or in one part
        return found

    @property
    def worksheets(self) -> tuple[Sheet, ...]:
        """Return the sheets that hold cells, in tab order."""
        return tuple(s for s in self.sheets if s.kind == "worksheet")

    def worksheet(self, name: str) -> Sheet | None:
        """Return a worksheet by name, letter case aside."""
        return next((s for s in self.worksheets if s.name.lower() == name.lower()), None)

    def _setting(self, element: str, attribute: str) -> str | None:
        node = next((n for n in self._root.iter() if local(n.tag) == element), None)
        return None if node is None else node.get(attribute)

    @cached_property
    def date1904(self) -> bool:
        """Tell whether dates count from 1904."""
        return self._setting("workbookPr", "date1904") in ("1", "true")

    @cached_property
    def precision_as_displayed(self) -> bool:
        """Tell whether Excel rounds every value to what its cell shows."""
        return self._setting("calcPr", "fullPrecision") in ("0", "false")

    @cached_property
    def without_data_tables(self) -> bool:
        """Tell whether Excel leaves the what-if data tables as they are when it calculates."""
        return self._setting("calcPr", "calcMode") == "autoNoTable"

    @cached_property
    def unsure_names(self) -> frozenset[str]:
        """Return in small letters the names of the definitions that `names` leaves out."""
        known = Counter(n.name.lower() for n in self.names)
        every = Counter(n.get("name", "").lower() for n in self._root.iter() if local(n.tag) == "definedName")
        return frozenset(every - known)

    @cached_property
    def names(self) -> tuple[DefinedName, ...]:
        """Return the defined names, without those of no sheet and those that are defined twice."""
        found: dict[tuple[str, str | None], list[DefinedName]] = {}
        sheets = {str(i): sheet.name for i, sheet in enumerate(self.sheets)}
        for node in self._root.iter():
            index = node.get("localSheetId")
            if local(node.tag) == "definedName" and (index is None or index in sheets):
                name, sheet = node.get("name", ""), None if index is None else sheets[index]
                found.setdefault((name.lower(), sheet), []).append(DefinedName(name, sheet, (node.text or "").strip()))
        return tuple(same[0] for same in found.values() if len(same) == 1)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Return the tables of all worksheets."""
        found: list[Table] = []
        for sheet in self.worksheets:
            for part in self.targets(sheet.part, "table"):
                root = parse(part, self.package.part(part))
                try:
                    table = _table(part, root, sheet.name)
                except ValueError:
                    raise damaged(part) from None
                if table.area.columns != len(table.columns) or table.header_rows + table.totals_rows > table.area.rows:
                    raise damaged(part)
                if any(table.name.lower() == other.name.lower() for other in found):
                    raise damaged(part)
                found.append(table)
        return tuple(found)

    def table(self, name: str) -> Table | None:
        """Return a table by name, letter case aside."""
        return next((t for t in self.tables if t.name.lower() == name.lower()), None)

    @cached_property
    def link_parts(self) -> tuple[str, ...]:
        """Return the parts of the links to other workbooks, by number from 1; "" for one that is missing."""
        relations = self.relations(self.part)
        links = (n for n in self._root.iter() if local(n.tag) == "externalReference")
        return tuple(relations.get(_rel_id(link), ("", ""))[1] for link in links)

    @cached_property
    def shared_strings_part(self) -> str | None:
        """Return the part that holds the shared strings, if there is one."""
        targets = self.targets(self.part, "sharedStrings")
        return targets[0] if targets and targets[0] in self.package else None

    @cached_property
    def shared_strings(self) -> list[str]:
        """Return the shared strings as plain text, rich text joined and phonetic hints left out."""
        part = self.shared_strings_part
        if part is None:
            return []
        return [rich_text(item) for item in parse(part, self.package.part(part)) if local(item.tag) == "si"]

    @property
    def calc_chain_part(self) -> str | None:
        """Return the calculation chain's part, if there is one."""
        targets = self.targets(self.part, "calcChain")
        return targets[0] if targets and targets[0] in self.package else None


def _rel_id(node: Element) -> str:
    """Return the Id of the relationship that an element names, whatever prefix it uses."""
    return next((v for k, v in node.attrib.items() if k.endswith("}id")), "")


def rich_text(item: Element) -> str:
    """Return the text of an `si` or `is` element: its `t`, or those of its runs."""
    pieces = []
    for child in item:
        if local(child.tag) == "t":
            pieces.append(child.text or "")
        elif local(child.tag) == "r":
            pieces.extend(t.text or "" for t in child if local(t.tag) == "t")
    return excel_unescape("".join(pieces))


def engine_strings(book: Book) -> bytes | None:
    """Return the shared strings part for the engine, which takes strings with phonetic hints for blank cells."""
    data = book.package.part(book.shared_strings_part) if book.shared_strings_part else None
    if data is None or not (b"phonetic" in data or b"rPh" in data):
        return data
    items = "".join(f'<si><t xml:space="preserve">{escape(excel_escape(s))}</t></si>' for s in book.shared_strings)
    return f'<sst xmlns="{MAIN}">{items}</sst>'.encode()


def _table(part: str, root: Element, sheet: str) -> Table:
    columns, formulas = [], []
    for node in root.iter():
        if local(node.tag) == "tableColumn":
            columns.append(excel_unescape(node.get("name", "")))
            formula = next((c.text for c in node if local(c.tag) == "calculatedColumnFormula"), None)
            formulas.append(formula)
    return Table(
        name=root.get("displayName") or root.get("name") or "",
        part=part,
        area=Area.parse(sheet, root.get("ref", "A1")),
        columns=tuple(columns),
        formulas=tuple(formulas),
        header_rows=int(root.get("headerRowCount", "1")),
        totals_rows=int(root.get("totalsRowCount", "0")),
    )
