"""The calculation engine (formualizer) behind one function: cells and formulas in, values out.

The engine gets a bare copy of the workbook: the sheets as they are, with each formula rewritten
to plain references. Tables, names, styles and everything else that its own loader reads in its
own way stay out.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from xl_kpi.errors import UserError
from xl_kpi.limits import Limits
from xl_kpi.workbook.addresses import Area, cell_name, quote_sheet
from xl_kpi.workbook.analysis.formula import HelperCells
from xl_kpi.workbook.engines.bridge import Bridge
from xl_kpi.workbook.engines.processes import too_long
from xl_kpi.workbook.parts.xmltext import MAIN, escape, escape_attribute

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EXTENT = re.compile(r"<(?:[\w.-]+:)?dimension\b[^>]*(?:/>|>\s*</(?:[\w.-]+:)?dimension\s*>)")
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_CONTENT_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)
_FAR = 20  # cells read in vain for each that is wanted


class Engine:
    """One workbook loaded into the engine and evaluated; values are read cell by cell."""

    def __init__(
        self,
        sheets: Iterable[tuple[str, str]],
        shared_strings: bytes | None,
        bridge: Bridge,
        *,
        now: dt.datetime | None,
        limits: Limits,
        seconds: float,
        before: Callable[[Engine], None] | None = None,
    ) -> None:
        """Load sheets (name, worksheet XML) and evaluate them all.

        `now` is what TODAY and NOW show, the local clock when None; `before` is called when the cells are
        there and nothing is evaluated yet. Raises LimitError when the
        evaluation takes longer than `seconds`, what is left of `limits.seconds`.
        """
        import formualizer

        if seconds <= 0:
            raise too_long(limits.seconds)
        evaluation = formualizer.EvaluationConfig()
        evaluation.enable_parallel = False  # with it each call to Python takes 15 times as long
        evaluation.max_eval_time_ms = max(1, int(seconds * 1000))
        config = formualizer.WorkbookConfig(
            mode=formualizer.WorkbookMode.Ephemeral, eval_config=evaluation, enable_changelog=False
        )
        self._blocks: dict[tuple[str, int], tuple[int, list[list[Any]]]] = {}
        self._area = formualizer.RangeAddress
        self._book = _loaded(bare_package(_safely_named(sheets), shared_strings), config)
        bridge.register(self._book)
        moment = (now or dt.datetime.now()).replace(tzinfo=dt.UTC)  # Excel's clock has no time zone
        self._book.set_deterministic_clock(moment)
        self._book.set_temporal_egress("serial")
        if before is not None:
            before(self)
        try:
            with _refusing_crashes():
                self._book.evaluate_all()
        except formualizer.ExcelEvaluationError:
            raise too_long(limits.seconds) from None

    def prepare(self, sheet: str, column: int, rows: list[int]) -> None:
        """Read these cells in one go, unless they are few and far apart, so that `raw` is quick there."""
        top, bottom = min(rows), max(rows)
        if bottom - top <= _FAR * len(rows):
            self._blocks[sheet, column] = (top, self.block(Area(sheet, top, column, bottom, column)))

    def block(self, area: Area) -> list[list[Any]]:
        """Return the engine's values of a rectangle, errors as dictionaries."""
        address = self._area(area.sheet, area.top, area.left, area.bottom, area.right)
        rows: list[list[Any]] = self._book.sheet(area.sheet).get_values(address)
        return rows

    def fill(self, sheet: str, row: int, column: int, values: list[Any]) -> None:
        """Put values, errors as dictionaries, into cells one below the other."""
        import formualizer

        held = [[formualizer.LiteralValue.error(v["kind"], None) if isinstance(v, dict) else v] for v in values]
        self._book.set_values_batch(sheet, row, column, held)

    def put(self, place: tuple[str, int, int], value: Any) -> None:
        """Put a value that is no error into a cell, for `again`."""
        self._blocks.clear()
        self._book.set_value(*place, value)

    def again(self, place: tuple[str, int, int]) -> Any:
        """Return the value of a formula evaluated anew, with what `put` has put."""
        return self._book.evaluate_cell(*place)

    def raw(self, sheet: str, row: int, column: int) -> Any:
        """Return the engine's value of one cell."""
        top, rows = self._blocks.get((sheet, column), (0, []))
        if 0 <= row - top < len(rows):
            return rows[row - top][0]
        return self._book.get_value(sheet, row, column)

    def spill(self, sheet: str, row: int, column: int) -> Area | None:
        """Return where the formula in this cell spills to, None when it shows one value."""
        found = self._book.inspect_cell(
            f"{quote_sheet(sheet)}!{cell_name(row, column)}", include_values=False
        ).cell.spill
        extent = found.to_dict().get("extent") if found is not None else None
        return Area.parse(sheet, str(extent).rpartition("!")[2]) if extent else None


def _safely_named(sheets: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Put an empty sheet before a first one named "sheet1", which the engine loses but for its letters' case."""
    for index, (name, text) in enumerate(sheets):
        if not index and name.lower() == "sheet1":
            yield "XLKPI1", sheet_xml(())
        yield name, text


def _loaded(package: bytes, config: Any) -> Any:
    import formualizer

    # Our own limits have been kept to.
    room = dict.fromkeys(("max_input_bytes", "max_expanded_bytes", "max_part_bytes"), 2 * len(package))
    with _refusing_crashes():
        return formualizer.Workbook.from_bytes(package, config=config, load_limits=room)


@contextlib.contextmanager
def _refusing_crashes() -> Iterator[None]:
    """Turn what the engine raises, a panic of its native code included, into one line."""
    try:
        yield
    except BaseException as error:
        if not isinstance(error, RuntimeError | ValueError | OSError) and type(error).__name__ != "PanicException":
            raise
        said = " ".join(str(error).split())[:200]
        raise UserError(
            f"le moteur de calcul n’a pas pu évaluer le classeur ({said}). "
            "Ouvrez-le dans Excel et enregistrez-le de nouveau.",
            f"the calculation engine could not evaluate the workbook ({said}). Open it in Excel and save it again.",
        ) from None


def helper_sheet(helpers: HelperCells) -> str:
    """Return the worksheet of the cells of lifted expressions, as the engine evaluates them."""
    return sheet_xml((r, c, f'<c r="{cell_name(r, c)}"><f>{escape(f)}</f></c>') for r, c, f, _, _ in helpers.cells)


def sheet_xml(cells: Iterable[tuple[int, int, str]]) -> str:
    """Return a worksheet of these cells (row, column, XML), given in the order of their columns."""
    rows: dict[int, list[str]] = defaultdict(list)
    for row, _, xml in cells:
        rows[row].append(xml)
    inside = "".join(f'<row r="{row}">{"".join(found)}</row>' for row, found in sorted(rows.items()))
    return f'<worksheet xmlns="{MAIN}"><sheetData>{inside}</sheetData></worksheet>'


def bare_package(sheets: Iterable[tuple[str, str]], shared_strings: bytes | None, styles: str | None = None) -> bytes:
    """Return a package of these worksheets (name, XML), shared strings and styles, and nothing else."""
    names: list[str] = []
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, text in sheets:  # a large one is not kept longer than it takes to write it
            names.append(name)
            archive.writestr(f"xl/worksheets/sheet{len(names)}.xml", _without_extent(text))
        targets = [("worksheet", f"worksheets/sheet{i}.xml") for i in range(1, len(names) + 1)]
        if shared_strings is not None:
            targets.append(("sharedStrings", "sharedStrings.xml"))
            archive.writestr("xl/sharedStrings.xml", shared_strings)
        if styles is not None:
            targets.append(("styles", "styles.xml"))
            archive.writestr("xl/styles.xml", styles)
        archive.writestr("xl/_rels/workbook.xml.rels", _relationships(targets))
        archive.writestr("xl/workbook.xml", _workbook_xml(names))
        archive.writestr("_rels/.rels", _relationships([("officeDocument", "xl/workbook.xml")]))
        archive.writestr("[Content_Types].xml", _CONTENT_TYPES)
    return buffer.getvalue()


def _workbook_xml(names: list[str]) -> str:
    sheets = (
        f'<sheet name="{escape_attribute(name)}" sheetId="{i}" r:id="rId{i}"/>' for i, name in enumerate(names, 1)
    )
    return f'<workbook xmlns="{MAIN}" xmlns:r="{_REL}"><sheets>{"".join(sheets)}</sheets></workbook>'


def _without_extent(text: str) -> str:
    """Return a worksheet without its stated extent, which LibreOffice may write as rows only ("1:5")."""
    return _EXTENT.sub("", text, count=1) if text.find("dimension", 0, 5000) >= 0 else text


def _relationships(targets: list[tuple[str, str]]) -> str:
    nodes = "".join(
        f'<Relationship Id="rId{i}" Type="{_REL}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{nodes}</Relationships>'
