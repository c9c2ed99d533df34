"""GETPIVOTDATA: the value that a pivot table of the workbook shows for some items, taken from its stored cells.

The file says which items each row and each column of a pivot table stands for (ECMA-376, Part 1, 18.10.1: `rowItems`,
`colItems`, `pivotFields`, and the cache's `sharedItems`), and its cells are stored like any others. Where the
arguments do not name exactly one of these cells, nothing is known.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from xl_kpi.language import Text
from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.functions.values import Doubtful, one
from xl_kpi.workbook.parts.grid import Grid
from xl_kpi.workbook.parts.sheets import Book
from xl_kpi.workbook.parts.xmltext import excel_unescape, local, parse

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_UNKNOWN = Text(
    "une valeur que le tableau croisé n’affiche pas seule", "a value that the pivot table does not show once"
)
_DATA = -2  # the field that stands for the data fields themselves
Item = float | str | bool


@dataclass(frozen=True, slots=True)
class _Line:
    """What one row or column of the values stands for: an item of some fields, and one of the data fields."""

    items: Mapping[str, Item]
    data: int


@dataclass(frozen=True, slots=True)
class _Pivot:
    """A pivot table: where its values begin, what its rows and columns stand for, the names of its data fields."""

    area: Area
    first: tuple[int, int]
    rows: dict[int, _Line]  # by place below the first
    columns: dict[int, _Line]
    data: tuple[frozenset[str], ...]
    fields: frozenset[str]  # of rows and columns


class Pivots:
    """The pivot tables of a workbook, read when a formula first asks for one."""

    def __init__(self, book: Book, texts: Mapping[str, str]) -> None:
        """Take a workbook and its sheets' text."""
        self._book = book
        self._texts = texts
        self._grids: dict[str, Grid] = {}

    @property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return the function by its name."""
        return {"GETPIVOTDATA": self.value}

    def value(self, where: str, data: Any, *asked: Any) -> Any:
        """Return GETPIVOTDATA's value; `where` is "row,column,sheet" of a cell in the pivot table, `asked` pairs."""
        row, column, sheet = where.split(",", 2)
        found = [p for p in self._pivots if p.area.sheet == sheet and p.area.contains(int(row), int(column))]
        if len(found) != 1:
            raise Doubtful(_UNKNOWN)
        pivot = found[0]
        wanted = {_key(one(field)): _item(one(item)) for field, item in zip(asked[::2], asked[1::2], strict=True)}
        name = _key(one(data))
        fields = [i for i, names in enumerate(pivot.data) if name in names]
        if len(fields) != 1 or len(wanted) * 2 != len(asked) or not wanted.keys() <= pivot.fields:
            raise Doubtful(_UNKNOWN)
        places = [
            (row, column)
            for row, line in pivot.rows.items()
            for column, across in pivot.columns.items()
            if {**line.items, **across.items} == wanted and max(line.data, across.data, 0) == fields[0]
        ]
        if len(places) != 1:
            raise Doubtful(_UNKNOWN)
        return self._stored(sheet, pivot.first[0] + places[0][0], pivot.first[1] + places[0][1])

    def _stored(self, sheet: str, row: int, column: int) -> float:
        grid = self._grids.get(sheet) or self._grids.setdefault(sheet, Grid(self._texts[sheet]))
        xml = grid.cells(row).get(column)
        value = grid.value(xml, [])
        if not isinstance(value, float) or grid.is_formula(xml):
            raise Doubtful(_UNKNOWN)
        return value

    @cached_property
    def _pivots(self) -> list[_Pivot]:
        found = []
        for sheet in self._book.worksheets:
            for part in self._book.targets(sheet.part, "pivotTable"):
                caches = [c for c in self._book.targets(part, "pivotCacheDefinition") if c in self._book.package]
                if part not in self._book.package or len(caches) != 1:
                    continue
                cache = parse(caches[0], self._book.package.part(caches[0]))
                try:
                    found.append(_read(sheet.name, parse(part, self._book.package.part(part)), cache))
                except (ValueError, IndexError, KeyError):
                    continue
        return found


def _read(sheet: str, root: Element, cache: Element) -> _Pivot:
    """Return a pivot table from its part; ValueError, IndexError or KeyError where it is not as it should be."""
    place = _child(root, "location")[0]
    area = Area.parse(sheet, place.attrib["ref"])
    cached = [field for field in _child(cache, "cacheFields")[0] if local(field.tag) == "cacheField"]
    fields = [field for field in _child(root, "pivotFields")[0] if local(field.tag) == "pivotField"]
    names = [_key(excel_unescape(f.get("name") or c.attrib["name"])) for f, c in zip(fields, cached, strict=True)]
    items = [_items(f, c) for f, c in zip(fields, cached, strict=True)]
    down = [int(f.attrib["x"]) for f in _inside(root, "rowFields")]
    across = [int(f.attrib["x"]) for f in _inside(root, "colFields")]
    data = _inside(root, "dataFields")
    return _Pivot(
        area,
        (area.top + int(place.attrib["firstDataRow"]), area.left + int(place.attrib["firstDataCol"])),
        _lines(_inside(root, "rowItems"), down, names, items),
        _lines(_inside(root, "colItems"), across, names, items),
        tuple(frozenset({_key(f.get("name", "")), names[int(f.attrib["fld"])]}) for f in data),
        frozenset(names[i] for i in (*down, *across) if i != _DATA),
    )


def _lines(
    listed: list[Element], fields: list[int], names: list[str], items: list[list[Item | None]]
) -> dict[int, _Line]:
    """Return what the rows or columns stand for; those that are not plain are left out."""
    found: dict[int, _Line] = {}
    current: list[int] = []
    for at, line in enumerate(listed):
        kind, data = line.get("t", "data"), int(line.get("i", "0"))
        given = [int(x.get("v", "0")) for x in line if local(x.tag) == "x"]
        if kind == "grand":
            found[at] = _Line({}, data)
            continue
        current = current[: int(line.get("r", "0"))] + given
        pairs = [(f, index) for f, index in zip(fields, current, strict=False) if f != _DATA]
        values = {names[f]: items[f][index] for f, index in pairs}
        if kind in ("data", "default") and None not in values.values():
            found[at] = _Line({name: value for name, value in values.items() if value is not None}, data)
    return found


def _items(field: Element, cached: Element) -> list[Item | None]:
    """Return what the items of a field stand for; None for one that is neither a text nor a number."""
    shared = _inside(cached, "sharedItems")
    grouped = bool(_child(cached, "fieldGroup"))
    found: list[Item | None] = []
    for item in _inside(field, "items"):
        if (caption := item.get("n")) is not None:
            found.append(_key(excel_unescape(caption)))
        elif grouped or item.get("x") is None:
            found.append(None)
        else:
            found.append(_shared(shared[int(item.attrib["x"])]))
    return found


def _shared(item: Element) -> Item | None:
    kind, value = local(item.tag), item.get("v", "")
    if kind == "s":
        return _key(excel_unescape(value))
    if kind == "b":
        return value in ("1", "true")
    return float(value) if kind == "n" else None


def _child(node: Element, name: str) -> list[Element]:
    return [child for child in node if local(child.tag) == name]


def _inside(node: Element, name: str) -> list[Element]:
    return [item for group in _child(node, name) for item in group]


def _key(value: Any) -> str:
    """Return a name as names are compared: without letter case."""
    if not isinstance(value, str):
        raise Doubtful(_UNKNOWN)
    return value.casefold()


def _item(value: Any) -> Item:
    if isinstance(value, str):
        return value.casefold()
    if value is None or not isinstance(value, float | bool):
        raise Doubtful(_UNKNOWN)
    return value
