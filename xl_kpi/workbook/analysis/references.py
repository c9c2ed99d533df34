"""References in formulas: cells, ranges, defined names and structured references, resolved to rectangles."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from xl_kpi.errors import ExcelError
from xl_kpi.workbook.addresses import MAX_COLUMN, MAX_ROW, Area, column_letters, column_number, quote_sheet
from xl_kpi.workbook.analysis.moved import without_lost_sheets
from xl_kpi.workbook.analysis.structured import part_of, required
from xl_kpi.workbook.analysis.unproven import UnprovenError
from xl_kpi.workbook.parts.sheets import DefinedName, Sheet, Table

if TYPE_CHECKING:
    from xl_kpi.workbook.parts.linked import Links

__all__ = ["Ref", "Resolver", "UnprovenError", "fixed_ref"]
_SHEET = r"(?:(?P<sheet>'(?:[^']|'')+'|[^'!\[\]:]+)!)?"
_A1 = re.compile(
    _SHEET + r"(?P<a>\$?)(?P<left>[A-Za-z]{1,3})(?P<b>\$?)(?P<top>\d{1,7})"
    r"(?::(?P<c>\$?)(?P<right>[A-Za-z]{1,3})(?P<d>\$?)(?P<bottom>\d{1,7}))?"
)
_COLUMNS = re.compile(_SHEET + r"(?P<a>\$?)(?P<left>[A-Za-z]{1,3}):(?P<c>\$?)(?P<right>[A-Za-z]{1,3})")
_ROWS = re.compile(_SHEET + r"(?P<b>\$?)(?P<top>\d{1,7}):(?P<d>\$?)(?P<bottom>\d{1,7})")
_PLACES = (_A1, _COLUMNS, _ROWS)
# A name starts with a letter, "_", "\" or any sign that is not ASCII: Chinese Excel takes even curly quotes.
_NAME = re.compile(_SHEET + r"(?P<name>(?:[^\W\d]|[\\\u0080-\U0010ffff])[\w.?\\\u0080-\U0010ffff]*)")
# Names that Excel keeps for itself, and what it writes for its own purposes (`_xlfn.`, `_xleta.`...).
_BUILT_IN = re.compile(
    r"_xl|print_(area|titles)$|(criteria|extract|database|consolidate_area|_filterdatabase|sheet_title)$|auto_|"
    r"r\d*(c\d*)?$|c\d*$",
    re.IGNORECASE,
)
_TABLE = re.compile(r"(?P<table>(?:[^\W\d]|\\)[\w.\\]*)?\[(?P<inside>.*)\]", re.DOTALL)
_ACROSS = re.compile(
    r"(?:'(?P<quoted>(?:[^':]|'')+:(?:[^':]|'')+)'|(?P<first>[^'!\[\]:]+):(?P<last>[^'!\[\]:]+))!(?P<rest>[$A-Za-z0-9:]+)"
)
# Sheets are written 'a:b'!A1; this is a range from a name in quotes, which no name is.
_TWO_NAMES = re.compile(r"'[^'\[\]]+':'[^'\[\]]+'![$A-Za-z0-9:]+")
_HOME = re.compile(r"\[0\]!")  # the workbook itself, as Excel may write before a name
_LINKED = re.compile(r"'?\[(?P<book>\d+)\](?P<sheet>(?:[^'!:]|'')*)'?!(?P<rest>[^!]+)", re.DOTALL)
_INSIDE_TABLE = re.compile(r"\[(\[#|@)")


@dataclass(frozen=True, slots=True)
class Ref:
    """A rectangle as a formula refers to it: each bound fixed, or an offset from the formula's cell."""

    sheet: str | None  # None: the formula's own sheet
    top: int
    left: int
    bottom: int
    right: int
    fixed: tuple[bool, bool, bool, bool]  # top, left, bottom, right
    this_row: Table | None = None  # the table in whose body the formula's cell must stand
    intersect: bool = False  # only the cell in the formula's own row or column is meant
    must_meet: bool = False  # and there must be one: what becomes of #VALUE! is not known there

    def area(self, sheet: str, row: int, column: int) -> Area | None:
        """Return the cells meant by a formula at this place; None when they leave the grid."""
        f = self.fixed
        top = self.top if f[0] else self.top + row
        left = self.left if f[1] else self.left + column
        bottom = self.bottom if f[2] else self.bottom + row
        right = self.right if f[3] else self.right + column
        if min(top, left, bottom, right) < 1 or max(top, bottom) > MAX_ROW or max(left, right) > MAX_COLUMN:
            return None
        if table := self.this_row:
            body = table.body
            if body is None or body.sheet != sheet or not body.top <= row <= body.bottom:
                return None
        area = Area(self.sheet or sheet, min(top, bottom), min(left, right), max(top, bottom), max(left, right))
        return _intersection(area, row, column) if self.intersect else area

    def around_the_grid(self) -> Ref | None:
        """Return the reference with offsets to the nearer side: from A1, the cell before is the last of the row.

        None where its bounds change places.
        """
        down, across = MAX_ROW, MAX_COLUMN
        top, left, bottom, right = (
            bound - size if not fixed and bound > size // 2 else bound
            for bound, size, fixed in zip(
                (self.top, self.left, self.bottom, self.right), (down, across, down, across), self.fixed, strict=True
            )
        )
        mixed = (self.fixed[0] == self.fixed[2] and top > bottom) or (self.fixed[1] == self.fixed[3] and left > right)
        return None if mixed else replace(self, top=top, left=left, bottom=bottom, right=right)

    def misses(self, sheet: str, row: int, column: int) -> bool:
        """Tell whether no cell of the range stands in this row or column, so that Excel shows #VALUE!."""
        missing = self.intersect and not self.must_meet and self.area(sheet, row, column) is None
        whole = replace(self, intersect=False).area(sheet, row, column) if missing else None
        return whole is not None and not (whole.sheet == sheet and whole.contains(row, column))

    @property
    def one(self) -> bool:
        """Tell whether it is a single cell wherever the formula stands."""
        return self.intersect or (
            self.top == self.bottom
            and self.left == self.right
            and self.fixed[0] == self.fixed[2]
            and self.fixed[1] == self.fixed[3]
        )

    @property
    def shape(self) -> tuple[int, int] | None:
        """Return (rows, columns), or None when they depend on where the formula stands."""
        if self.intersect:
            return 1, 1
        if self.fixed[0] != self.fixed[2] or self.fixed[1] != self.fixed[3]:
            return None
        return abs(self.bottom - self.top) + 1, abs(self.right - self.left) + 1

    def text(self, area: Area, *, qualified: bool = False) -> str:
        """Return the reference as the engine reads it, for a place where it means `area`.

        What is fixed keeps its `$`: the engine reads formulas that differ by moving only once.
        """
        prefix = quote_sheet(area.sheet) + "!" if qualified or self.sheet is not None else ""
        if area.rows == MAX_ROW:
            return f"{prefix}{column_letters(area.left)}:{column_letters(area.right)}"
        if area.columns == MAX_COLUMN:
            return f"{prefix}{area.top}:{area.bottom}"
        if self.intersect:
            return prefix + area.ref
        top, left, bottom, right = ("$" if fixed else "" for fixed in self.fixed)
        first = f"{prefix}{left}{column_letters(area.left)}{top}{area.top}"
        return first if area.cells == 1 else f"{first}:{right}{column_letters(area.right)}{bottom}{area.bottom}"


def _intersection(area: Area, row: int, column: int) -> Area | None:
    """Return the cell of a column in this row, or of a row in this column; None where there is none."""
    if area.columns == 1 and area.top <= row <= area.bottom:
        return Area(area.sheet, row, area.left, row, area.left)
    if area.rows == 1 and area.left <= column <= area.right:
        return Area(area.sheet, area.top, column, area.top, column)
    return None


def fixed_ref(area: Area, this_row: Table | None = None) -> Ref:
    """Return a reference to exactly this area; with `this_row`, to its columns in the formula's row."""
    if this_row:
        return Ref(area.sheet, 0, area.left, 0, area.right, (False, True, False, True), this_row)
    return Ref(area.sheet, area.top, area.left, area.bottom, area.right, (True, True, True, True))


class Resolver:
    """Turns the text of a reference into a `Ref`, for one workbook."""

    def __init__(
        self,
        sheets: Iterable[Sheet] = (),
        tables: Iterable[Table] = (),
        names: Iterable[DefinedName] = (),
        unsure: Container[str] | None = None,
        links: Links | None = None,
    ) -> None:
        """Index a workbook's sheets, tables and names; `links` is what it keeps of other workbooks.

        `unsure` are other names that may mean something, None when any may.
        """
        self._links = links
        self._unsure = unsure
        self._sheets = {s.name.lower(): s.name for s in sheets}
        self._tables = {t.name.lower(): t for t in tables}
        self._names = {(n.name.lower(), n.sheet): n.text for n in names}

    def resolve(self, text: str, sheet: str, row: int, column: int) -> Ref | str:
        """Return the `Ref`, or the text of a constant's formula for a name that holds a constant.

        Raises UnprovenError for what cannot be resolved: another workbook, several sheets at once, a
        name that is a formula or unknown.
        """
        table = _TABLE.fullmatch(text) if "[" in text else None
        if table and (table["table"] or _INSIDE_TABLE.match(text) or self.table_at(sheet, row, column)):
            return self._structured(text, table["table"], table["inside"], sheet, row, column)
        text = _HOME.sub("", text)
        if (link := _LINKED.fullmatch(text)) and (seen := self._linked(link, row, column)) is not None:
            return seen
        if _TWO_NAMES.fullmatch(text):
            return str(ExcelError.NAME)
        if text.startswith(("[", "'[")) or re.match(r"'[^']*\[", text):
            raise UnprovenError(f"lien vers un autre classeur\u00a0: {text}", f"link to another workbook: {text}")
        for pattern in _PLACES:
            if (match := pattern.fullmatch(text)) and (ref := self._plain(match, row, column)):
                return ref
        if name := _NAME.fullmatch(text):
            return self._named(name["name"], self._sheet(name["sheet"]), sheet)
        raise UnprovenError(f"référence non prise en charge\u00a0: {text}", f"unsupported reference: {text}")

    def sheet_named(self, name: str) -> str | None:
        """Return a sheet's name as the workbook writes it, None where there is no such sheet with cells."""
        return self._sheets.get(name.lower())

    def is_known(self, name: str, sheet: str) -> bool:
        """Tell whether a name may stand for anything where it is used on, or qualified by, this sheet."""
        low = name.lower()
        sure = self._unsure is not None and low not in self._unsure and not _BUILT_IN.match(low)
        return not sure or low in self._tables or (low, sheet) in self._names or (low, None) in self._names

    def across(self, text: str) -> list[str]:
        """Return the references that one over several sheets ("Jan:Mar!A1") stands for; empty for any other."""
        match = _ACROSS.fullmatch(text)
        if match is None:
            return []
        first, last = (match["quoted"] or f"{match['first']}:{match['last']}").replace("''", "'").split(":")
        order = list(self._sheets)
        if "[" in first or not {first.lower(), last.lower()} <= set(order):
            return []
        a, b = sorted((order.index(first.lower()), order.index(last.lower())))
        return [f"{quote_sheet(self._sheets[name])}!{match['rest']}" for name in order[a : b + 1]]

    def _linked(self, link: re.Match[str], row: int, column: int) -> Ref | str | None:
        """Return what a reference to another workbook means by what this one keeps of it; None where it has nothing."""
        if self._links is None:
            return None
        number, rest, sheet = int(link["book"]), link["rest"], link["sheet"].replace("''", "'")
        if not sheet and (value := self._links.item(number, rest)) is not None:
            return _constant(value)
        address = _address(rest)
        if address is None and (named := self._links.name(number, rest, sheet or None)):
            address = next((m for p in _PLACES if (m := p.fullmatch(named)) and m["sheet"]), None)
            sheet = _unquoted(address["sheet"]) if address else ""
        seen = self._links.sheet(number, sheet) if address else None
        ref = self._plain(address, row, column, seen.name) if seen and address else None
        if ref and address and address["sheet"] and not all(ref.fixed):
            return None
        return ref

    def linked(self, refs: Iterable[Ref]) -> bool:
        """Tell whether any of these references reads another workbook."""
        return self._links is not None and any(ref.sheet in self._links.used for ref in refs)

    def _sheet(self, written: str | None) -> str | None:
        if written is None:
            return None
        name = _unquoted(written)
        known = self._sheets.get(name.lower())
        if known is None:
            raise UnprovenError(
                f"feuille inconnue, ou plusieurs feuilles à la fois\u00a0: {name}",
                f"unknown sheet, or several sheets at once: {name}",
            )
        return known

    def _plain(self, match: re.Match[str], row: int, column: int, sheet: str | None = None) -> Ref | None:
        given = match.groupdict()
        left = column_number(given["left"]) if given.get("left") else 1
        right = column_number(given.get("right") or given.get("left") or "XFD")
        top = int(given["top"]) if given.get("top") else 1
        bottom = int(given.get("bottom") or given.get("top") or MAX_ROW)
        if max(left, right) > MAX_COLUMN or not 1 <= top <= MAX_ROW or not 1 <= bottom <= MAX_ROW:
            return None
        whole_columns, whole_rows = not given.get("top"), not given.get("left")
        fix_top = whole_columns or given.get("b") == "$"
        fix_left = whole_rows or given.get("a") == "$"
        single = not whole_columns and not whole_rows and not given.get("right")
        fix_bottom = fix_top if single else whole_columns or given.get("d") == "$"
        fix_right = fix_left if single else whole_rows or given.get("c") == "$"
        return Ref(
            sheet or self._sheet(given["sheet"]),
            top if fix_top else top - row,
            left if fix_left else left - column,
            bottom if fix_bottom else bottom - row,
            right if fix_right else right - column,
            (fix_top, fix_left, fix_bottom, fix_right),
        )

    def _named(self, name: str, scope: str | None, sheet: str) -> Ref | str:
        for key in ((name.lower(), scope or sheet), (name.lower(), None)):
            if key in self._names:
                return self._definition(name, self._names[key])
        if scope is None and (table := self._tables.get(name.lower())):
            return fixed_ref(required(table.body, name))
        unsure = self._unsure is None or name.lower() in self._unsure or _BUILT_IN.match(name)
        if scope is None and not unsure:  # a name that belongs to another sheet means nothing here either
            return str(ExcelError.NAME)
        raise UnprovenError(f"nom inconnu\u00a0: {name}", f"unknown name: {name}")

    def _definition(self, name: str, text: str) -> Ref | str:
        if re.fullmatch(r'-?\d+(\.\d+)?([eE][+-]?\d+)?%?|"(?:[^"]|"")*"|TRUE|FALSE', text):
            return text
        lost = without_lost_sheets(text)
        if lost == "#REF!" or lost.endswith("!#REF!"):
            return str(ExcelError.REF)
        inner = _NAME.fullmatch(text)
        if not inner or text.lower() in self._tables:
            try:
                ref = self.resolve(text, "", 0, 0)
            except UnprovenError:
                ref = ""
            if isinstance(ref, Ref) and all(ref.fixed) and ref.sheet is not None and not ref.this_row:
                return ref
        raise UnprovenError(
            f"le nom {name} est une formule ou n’est pas une référence absolue",
            f"the name {name} is a formula or not an absolute reference",
        )

    def formula_of(self, text: str, sheet: str) -> str | None:
        """Return the formula that a name stands for, None when it is no such name."""
        match = _NAME.fullmatch(text)
        if match is None:
            return None
        scope = self._sheet(match["sheet"]) or sheet
        found = self._names.get((match["name"].lower(), scope)) or self._names.get((match["name"].lower(), None))
        return found if found and not found.startswith("#") else None

    def table_at(self, sheet: str, row: int, column: int) -> Table | None:
        """Return the table that a cell stands in."""
        return next((t for t in self._tables.values() if t.area.sheet == sheet and t.area.contains(row, column)), None)

    def _structured(self, text: str, name: str | None, inside: str, sheet: str, row: int, column: int) -> Ref:
        table = self._tables.get(name.lower()) if name else self.table_at(sheet, row, column)
        if table is None:
            raise UnprovenError(f"tableau inconnu\u00a0: {name}", f"unknown table: {name}")
        area, this_row = part_of(table, inside, text)
        return fixed_ref(area, table if this_row else None)


def _address(text: str) -> re.Match[str] | None:
    """Return the match of an address without a sheet."""
    return next((m for p in _PLACES if (m := p.fullmatch(text)) and not m["sheet"]), None)


def _unquoted(sheet: str) -> str:
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def _constant(value: float | str | bool) -> str:
    """Return a value as a formula writes it."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    doubled = str(value).replace('"', '""')
    return f'"{doubled}"' if isinstance(value, str) else repr(value)
