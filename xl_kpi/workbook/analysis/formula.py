"""A formula made ready for the engine: rewritten to plain references, or refused with a reason.

Excel stores one formula in many cells, moved along. It is therefore analysed once, relative to
its cell, and the resulting `Template` writes the engine's formula for each place.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xl_kpi.errors import ExcelError
from xl_kpi.language import Text
from xl_kpi.limits import DEFAULT
from xl_kpi.workbook.addresses import MAX_ROW, Area, quote_sheet
from xl_kpi.workbook.analysis.moved import relative_key, without_lost_sheets
from xl_kpi.workbook.analysis.references import Ref, Resolver, UnprovenError
from xl_kpi.workbook.analysis.structured import readable
from xl_kpi.workbook.analysis.text_formats import Language

if TYPE_CHECKING:
    from xl_kpi.workbook.analysis.expressions import Expr
    from xl_kpi.workbook.analysis.walker import Walker

MAX_CHARS = 8192  # Excel's own limit on a formula
STEEP = frozenset({"TAN", "COT", "SEC", "CSC"})  # near a pole their digits differ from engine to engine
CLOSE_TO_ZERO = frozenset({"NPV", "XNPV", "IRR", "RATE", "FV", "PV"})  # their zero is rounding noise
WATCHED = STEEP | CLOSE_TO_ZERO  # their value itself is looked at
MAX_DEPTH = 100  # nesting; Excel allows 64 levels of functions
KPI_PREFIX = re.compile(r"^(?:'[^']*'!|\[[^\]]*\]!?|[^'!\[\]]+\.xlam?!)|_xll\.|_xldudf_|_xludf\.", re.IGNORECASE)
_SHALLOW = 20
TOO_LONG = Text("formule trop longue ou trop imbriquée", "formula too long or nested too deep")
_DEEP = re.compile(r"[-+@\s]{50,}")


@dataclass(frozen=True, slots=True)
class Call:
    """Where the engine is told which cell calls; `one` when only one value is right there."""

    one: bool


@dataclass(frozen=True, slots=True)
class Both:
    """Text that differs between our engine, which calls back to check, and the second one."""

    engine: str
    plain: str


@dataclass(frozen=True, slots=True)
class Lifted:
    """Expressions worked out one by one in cells of their own, row by row; the formula reads their range.

    `given` when the second engine takes their values as they are (a KPI call), `chained` when each
    reads the one before, `last` when the formula reads only the last.
    """

    rows: int
    columns: int
    cells: tuple[tuple[Part, ...], ...]
    given: bool = False
    chained: bool = False
    last: bool = False


@dataclass(frozen=True, slots=True)
class Here:
    """The number of the row or the column that the formula stands in."""

    row: bool


@dataclass(frozen=True, slots=True)
class Where:
    """Where a range stands, told to our engine only: row, column and sheet."""

    ref: Ref


@dataclass(frozen=True, slots=True)
class Aside:
    """Parts that only our engine is given."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Before:
    """The cell before, in a chain of expressions."""


@dataclass(frozen=True, slots=True)
class Sized:
    """An array worked out once in a block of cells of its own, its size known; all of it or one element (`at`)."""

    parts: tuple[Part, ...]
    rows: int
    columns: int
    at: tuple[int, int]


Part = str | Ref | Call | Both | Aside | Lifted | Before | Where | Here | Sized


@dataclass(frozen=True, slots=True)
class Template:
    """A formula analysed once; `reason` tells why its cells keep their old value, if they do."""

    reason: Text | None
    parts: tuple[Part, ...] = ()
    refs: tuple[Ref, ...] = ()
    guarded: tuple[Ref, ...] = ()  # ranges in which an error would be counted wrongly
    numeric: tuple[Ref, ...] = ()  # cells used as numbers: text in them would depend on the locale
    decimal: tuple[Ref, ...] = ()  # cells used as numbers: text in them must be one that every program reads alike
    ordered: tuple[Ref, ...] = ()  # ranges that an approximate match needs in ascending order
    plain: tuple[Ref, ...] = ()  # ranges that must hold numbers only
    arrayed: bool = False  # operators work on whole ranges
    sums: bool = False  # the last step is + or -, where Excel turns rounding noise into 0
    functions: tuple[str, ...] = ()
    unproven: Text | None = None  # why a second engine must give the same result, if it must
    many: bool = True  # it may spill
    local: bool = False  # the result depends on Excel's language
    nameless: Text | None = None  # it calls a function that is not Excel's: `#NAME?`, or an add-in that knows it
    careful: bool = False  # there is more to look at than the value itself
    pending: tuple[Part, ...] | None = None  # the array whose size is asked for, before anything else
    sized: bool = False  # it stands on values or on the size of an array that depends on the data
    asked: tuple[tuple[tuple[Part, ...], Any], ...] = ()  # the expressions and the values that it stands on


@dataclass
class HelperCells:
    """The sheet that holds the cells of lifted expressions, one block below the other."""

    name: str = "XLKPI"
    rows: int = 0
    cells: list[tuple[int, int, str, str | None, int]] = field(default_factory=list)

    blocks: dict[tuple[int, tuple[Part, ...]], Area] = field(default_factory=dict)  # of sized arrays
    arrays: dict[tuple[int, int], str] = field(default_factory=dict)  # the cells that a formula fills

    def forget(self, numbers: Container[int]) -> None:
        """Drop the cells of these formulas: they are written anew."""
        self.cells = [cell for cell in self.cells if cell[4] not in numbers]
        self.blocks = {key: area for key, area in self.blocks.items() if key[0] not in numbers}

    def reserve(self, part: Lifted | Sized) -> Area | None:
        """Return the cells of a new block, None where there is no room."""
        top = self.rows + 1
        if top + part.rows > MAX_ROW:
            return None
        self.rows += part.rows
        return Area(self.name, top, 1, top + part.rows - 1, part.columns)

    def reference(self, area: Area) -> str:
        """Return a reference to cells of this sheet."""
        return f"{quote_sheet(self.name)}!{area.ref}"


@dataclass
class Analyzer:
    """Analyses formulas of one workbook: what they refer to, and whether they can be trusted."""

    resolver: Resolver
    kpis: Container[str]
    last_rows: Mapping[str, int]
    date1904: bool = False
    language: Language = field(default_factory=Language)  # of the Excel that saved the workbook
    seeded: bool = False  # random numbers are wanted, from a seed
    macros: bool = True  # a function may be one of the workbook's own
    sheet_names: tuple[str, ...] = ()  # of all sheets, in order
    known: dict[tuple[tuple[str, int, int], tuple[Part, ...]], Any] = field(default_factory=dict)  # values asked for
    array_cells: int = DEFAULT.array_cells
    sizes: dict[tuple[tuple[str, int, int], tuple[Part, ...]], tuple[int, int] | None] = field(default_factory=dict)
    spills: Mapping[tuple[str, int, int], Area] = field(default_factory=dict)  # the cells that each array fills
    _cache: dict[tuple[str, bool, str], Template] = field(default_factory=dict)

    def template(self, text: str, sheet: str, row: int, column: int, *, array: bool = False) -> Template:
        """Return the template of a formula (without "=") that stands at this place."""
        key = (sheet, array, relative_key(text, row, column))
        if "[" in text and (table := self.resolver.table_at(sheet, row, column)):
            key = (f"{sheet}!{table.name}", array, key[2])  # inside a table its name may be left out
        if "#" in text or "ANCHORARRAY" in text:  # what it stands for is known for this round and place only
            return self._analyse(text, sheet, row, column, array)
        found = self._cache.get(key)
        if found is None:
            found = self._analyse(text, sheet, row, column, array)
            if not found.sized:
                self._cache[key] = found
        return found

    def forget(self) -> None:
        """Analyse every formula anew: the sheets reach further down."""
        self._cache.clear()

    def _analyse(self, text: str, sheet: str, row: int, column: int, array: bool) -> Template:
        import formualizer

        from xl_kpi.workbook.analysis.asked import ValuesWanted
        from xl_kpi.workbook.analysis.sizes import SizeWanted
        from xl_kpi.workbook.analysis.walker import Walker

        walker = Walker(self, sheet, row, column, array)
        try:
            _check_size(text)
            tree = formualizer.parse("=" + readable(without_lost_sheets(text)))
            top = walker.walk(tree, "array" if array else "one")
            if walker.unproven and (walker.kpi_calls or walker.placed or walker.spoke):
                apart = bool(walker.kpi_calls or walker.placed)
                walker = Walker(self, sheet, row, column, array, kpis_apart=apart, confirmed=True)
                top = walker.walk(tree, "array" if array else "one")
        except UnprovenError as problem:
            return Template(problem.reason, functions=tuple(walker.functions), sized=walker.stands_on_size)
        except SizeWanted as wanted:
            asking = joined(["XLKPI_SIZE(", Call(False), ",", *wanted.parts, ")"])
            refs, functions = tuple(dict.fromkeys(walker.refs)), tuple(walker.functions)
            return Template(None, asking, refs, functions=functions, pending=wanted.parts, sized=True)
        except ValuesWanted:
            refs, asked = tuple(dict.fromkeys(walker.refs)), tuple(walker.asked.items())
            return Template(None, ("0",), refs, functions=tuple(walker.functions), pending=(), sized=True, asked=asked)
        except (formualizer.ParserError, formualizer.TokenizerError, ValueError, RecursionError):
            return Template(
                Text("la formule n’a pas pu être lue", "the formula could not be read"),
                functions=tuple(walker.functions),
            )
        if not _readable(joined(top.parts), (sheet, row, column)):
            return Template(TOO_LONG, functions=tuple(walker.functions))
        sums = walker.noisy or (tree.node_type() == "BinaryOp" and tree.get_operator() in ("+", "-"))
        return _template(walker, top, sums)


def _readable(parts: tuple[Part, ...], place: tuple[str, int, int]) -> bool:
    """Tell whether the engine reads what a deep formula became: it refuses the whole workbook otherwise."""
    import formualizer

    helpers = HelperCells()
    written = _written(parts, place, 1, helpers)
    texts = [written[0] if written else "", *(cell[2] for cell in helpers.cells)]
    try:
        for text in texts:
            if text.count("(") > _SHALLOW:
                formualizer.parse("=" + text)
    except (formualizer.ParserError, formualizer.TokenizerError):
        return False
    return True


def _template(walker: Walker, top: Expr, sums: bool) -> Template:
    return Template(
        None,
        joined(top.parts),
        tuple(dict.fromkeys(walker.refs)),
        tuple(dict.fromkeys(walker.guarded)),
        tuple(dict.fromkeys(walker.numeric)),
        tuple(dict.fromkeys(walker.decimal)),
        tuple(dict.fromkeys(walker.ordered)),
        tuple(dict.fromkeys(walker.plain)),
        walker.arrayed,
        sums,
        tuple(walker.functions),
        walker.unproven,
        top.many or walker.array,
        walker.local,
        walker.nameless,
        bool(
            walker.numeric
            or walker.decimal
            or walker.guarded
            or walker.ordered
            or walker.plain
            or WATCHED.intersection(walker.functions)
        ),
        sized=walker.stands_on_size,
        asked=tuple(walker.asked.items()),
    )


def _check_size(text: str) -> None:
    depth = deepest = 0
    for character in text:
        if character in "({":
            depth += 1
            deepest = max(deepest, depth)
        elif character in ")}":
            depth -= 1
    if len(text) > MAX_CHARS or deepest > MAX_DEPTH or _DEEP.search(text):
        raise UnprovenError(TOO_LONG.fr, TOO_LONG.en)


def joined(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Return parts with neighbouring texts made one."""
    found: list[Part] = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            found[-1] += part
        else:
            found.append(part)
    return tuple(found)


def instantiate(
    template: Template, sheet: str, row: int, column: int, call_id: int, helpers: HelperCells, *, apart: bool = False
) -> tuple[str, str] | None:
    """Return the engine's and the second engine's formula (without "=") for one place, `apart` for a helper cell.

    None where a reference leaves the grid. What is lifted goes into `helpers`.
    """
    return _written(template.parts, (sheet, row, column), call_id, helpers, apart=apart)


def _written(
    parts: tuple[Part, ...],
    place: tuple[str, int, int],
    call_id: int,
    helpers: HelperCells,
    *,
    apart: bool = False,
    before: str = "",
) -> tuple[str, str] | None:
    """Write the parts out for one place; `apart` when they go into a cell of the helper sheet, after cell `before`."""
    engine: list[str] = []
    plain: list[str] = []
    for part in parts:
        if isinstance(part, Both):
            engine.append(part.engine)
            plain.append(part.plain)
            continue
        if isinstance(part, Call):
            engine.append(f"{call_id}.5" if part.one else str(call_id))
            continue
        text: str | None
        if isinstance(part, Where):
            area = part.ref.area(*place)
            named = f"{area.top},{area.left},{area.sheet}".replace('"', '""') if area else ""
            engine.append(f'"{named}",')
            continue
        if isinstance(part, str | Here | Before):
            text = _said(part, place, before)
        elif isinstance(part, Aside):
            aside = _written(part.parts, place, call_id, helpers, apart=apart, before=before)
            text = aside and aside[0]
        elif isinstance(part, Sized):
            text = _block(part, place, call_id, helpers)
        elif isinstance(part, Lifted):
            text = _lifted(part, place, call_id, helpers, before)
        else:
            area = part.area(*place)
            missing = str(ExcelError.VALUE) if part.misses(*place) else None
            text = missing if area is None else part.text(area, qualified=apart)
        if text is None:
            return None
        engine.append(text)
        plain.append("" if isinstance(part, Aside) else text)
    return "".join(engine), "".join(plain)


def _said(part: str | Here | Before, place: tuple[str, int, int], before: str) -> str:
    if isinstance(part, Here):
        return str(place[1] if part.row else place[2])
    return before if isinstance(part, Before) else part


def _lifted(part: Lifted, place: tuple[str, int, int], call_id: int, helpers: HelperCells, before: str) -> str | None:
    area = helpers.reserve(part)
    if area is None:
        return None
    for cell, (row, column) in zip(part.cells, area.places(), strict=True):
        written = _written(cell, place, call_id, helpers, apart=True, before=before)
        if written is None:
            return None
        helpers.cells.append((row, column, written[0], None if part.given else written[1], call_id))
        here = helpers.reference(Area(area.sheet, row, column, row, column))
        before = here if part.chained else before
    return here if part.last else helpers.reference(area)


def _block(part: Sized, place: tuple[str, int, int], call_id: int, helpers: HelperCells) -> str | None:
    """Return a reference to one element of a sized array, which gets its cells where it has none yet."""
    area = helpers.blocks.get((call_id, part.parts))
    if area is None:
        written = _written(part.parts, place, call_id, helpers, apart=True)
        area = helpers.reserve(part) if written else None
        if area is None or written is None:
            return None
        helpers.blocks[call_id, part.parts] = area
        helpers.arrays[area.top, area.left] = area.ref
        engine = f"XLKPI_SIZED({call_id},{area.rows},{area.columns},{written[0]})"
        helpers.cells.append((area.top, area.left, engine, written[1], call_id))
    row, column = area.top + part.at[0], area.left + part.at[1]
    return helpers.reference(Area(area.sheet, row, column, row, column))


def areas(refs: tuple[Ref, ...], sheet: str, row: int, column: int) -> list[Area]:
    """Return the rectangles that references mean at one place."""
    found = (ref.area(sheet, row, column) for ref in refs)
    return [area for area in found if area is not None]
