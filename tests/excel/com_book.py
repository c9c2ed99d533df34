"""A stand-in for Excel's object model, so that xlwings' own Windows classes work on a workbook anywhere.

The cells are openpyxl's. What Excel does on entry is imitated (a text that looks like a number, a date
or a formula becomes one unless the cell's format is text); what Excel calculates, our headless engine
calculates. A member of the object model that is not here fails loudly.
"""

from __future__ import annotations

import datetime as dt
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.formula.translate import Translator
from openpyxl.styles.numbers import is_date_format
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.formula import ArrayFormula

from tests.excel.stand_ins import ComError, TimeType
from xl_kpi.errors import BY_NAME
from xl_kpi.workbook import recalculate

AUTOMATIC, MANUAL = -4105, -4135
_EPOCH = dt.datetime(1899, 12, 30)


class Items:
    """A collection of COM: counted from 1, or by name."""

    def __init__(self, items: list[Any]) -> None:
        self._items = items
        self.Count = len(items)

    def __iter__(self) -> Iterator[Any]:
        return iter(self._items)

    def __call__(self, key: int | str) -> Any:
        if isinstance(key, int):
            return self._items[key - 1]
        found = next((item for item in self._items if item.Name.lower() == key.lower()), None)
        if found is None:
            raise ComError(f"no item {key!r}")
        return found

    Item = __call__


class ComApp:
    """Excel itself; `refuses` names a property or member that fails when it is next used."""

    def __init__(self) -> None:
        self.ScreenUpdating = self.EnableEvents = self.DisplayAlerts = True
        self.Calculation = AUTOMATIC
        self.Hwnd = 1
        self.books: list[ComBook] = []
        self.said: list[Any] = []
        self.calculated = 0
        self.DefaultFilePath = ""

    @property
    def StatusBar(self) -> Any:
        return self.said[-1] if self.said else False

    @StatusBar.setter
    def StatusBar(self, text: Any) -> None:
        self.said.append(text)

    @property
    def Workbooks(self) -> Any:
        books = Items(self.books)
        books.Application = self
        books.Open = lambda path, *_: ComBook(self, Path(path))
        return books

    @property
    def ActiveWorkbook(self) -> Any:
        return self.books[-1]

    @property
    def ActiveCell(self) -> Any:
        return self.Selection

    @property
    def Selection(self) -> Any:
        if self.ActiveWorkbook.selection is None:
            raise ComError("no cells are selected")
        return self.ActiveWorkbook.selection

    def Calculate(self) -> None:
        self.calculated += 1
        for book in self.books:
            book.calculate()

    CalculateFull = Calculate


class ComBook:
    """An open workbook."""

    def __init__(self, app: ComApp, path: Path) -> None:
        self.Application = app
        self.path = path
        self.FullName, self.Name, self.Path = str(path), path.name, str(path.parent)
        self.Date1904, self.FileFormat = False, 51
        self.exported: list[str] = []
        self.closed = False
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # sparklines
            self.cells = openpyxl.load_workbook(path)
            self.values = openpyxl.load_workbook(path, data_only=True)
        self.selection: Any = None
        app.books.append(self)

    @property
    def Worksheets(self) -> Items:
        return Items([ComSheet(self, name) for name in self.cells.sheetnames])

    @property
    def ActiveSheet(self) -> Any:
        return ComSheet(self, self.cells.active.title)

    @property
    def Names(self) -> Any:
        names = Items([ComName(self, name) for name in self.cells.defined_names])
        names.Add = self._add_name
        return names

    def _add_name(self, name: str, refers_to: str) -> Any:
        self.cells.defined_names[name] = openpyxl.workbook.defined_name.DefinedName(name, attr_text=refers_to[1:])
        return ComName(self, name)

    def calculate(self) -> None:
        """Let the headless engine fill in the values."""
        copy = self.path.with_name("~calculated.xlsx")
        self.cells.save(copy)
        recalculate(copy)
        self.values = openpyxl.load_workbook(copy, data_only=True)
        copy.unlink()

    def SaveCopyAs(self, path: str) -> None:
        self.cells.save(path)
        recalculate(path)

    def Save(self) -> None:
        self.SaveCopyAs(str(self.path))

    def Close(self, SaveChanges: bool) -> None:
        self.closed = True
        self.Application.books.remove(self)

    def ExportAsFixedFormat(self, **options: Any) -> None:
        self.exported.append(options["Filename"])


class ComName:
    """A defined name."""

    def __init__(self, book: ComBook, name: str) -> None:
        self.book, self.Name, self.Visible = book, name, True

    @property
    def RefersTo(self) -> str:
        return f"={self.book.cells.defined_names[self.Name].attr_text}"

    @RefersTo.setter
    def RefersTo(self, text: str) -> None:
        self.book.cells.defined_names[self.Name].attr_text = text[1:]


class ComSheet:
    """A worksheet."""

    def __init__(self, book: ComBook, name: str) -> None:
        self.Parent, self.Name = book, name
        self.Application = book.Application
        self.cells, self.values = book.cells[name], book.values[name] if name in book.values.sheetnames else None

    @property
    def ProtectContents(self) -> bool:
        return bool(self.cells.protection.sheet)

    @property
    def Index(self) -> int:
        return int(self.Parent.cells.sheetnames.index(self.Name)) + 1

    @property
    def Visible(self) -> bool:
        return bool(self.cells.sheet_state == "visible")

    @Visible.setter
    def Visible(self, shown: bool) -> None:
        self.cells.sheet_state = "visible" if shown else "hidden"

    @property
    def ListObjects(self) -> Items:
        return Items([ComTable(self, table) for table in self.cells.tables.values()])

    @property
    def UsedRange(self) -> ComCells:
        return ComCells(self, *range_boundaries(self.cells.dimensions))

    def Cells(self, row: int, column: int) -> ComCells:
        return ComCells(self, column, row, column, row)

    def Range(self, first: Any, last: Any = None) -> ComCells:
        if isinstance(first, str):
            return ComCells(self, *range_boundaries(first.replace("$", "")))
        return ComCells(self, first.left, first.top, last.right, last.bottom)


class ComTable:
    """An Excel Table."""

    def __init__(self, sheet: ComSheet, table: Any) -> None:
        self.Parent, self.table, self.Name = sheet, table, table.displayName

    @property
    def Range(self) -> ComCells:
        return ComCells(self.Parent, *range_boundaries(self.table.ref))

    @property
    def HeaderRowRange(self) -> ComCells:
        r = self.Range
        return ComCells(self.Parent, r.left, r.top, r.right, r.top)

    @property
    def DataBodyRange(self) -> ComCells | None:
        r = self.Range
        bottom = r.bottom - self.ShowTotals
        return ComCells(self.Parent, r.left, r.top + 1, r.right, bottom) if bottom > r.top else None

    @property
    def ShowTotals(self) -> bool:
        return bool(self.table.totalsRowCount)

    @ShowTotals.setter
    def ShowTotals(self, shown: bool) -> None:
        if shown == self.ShowTotals:
            return
        cells, r = self.Parent.cells, self.Range
        if shown:
            for column in range(r.left, r.right + 1):
                cells.cell(r.bottom + 1, column).value = self.kept[column - r.left]
        else:
            self.table.kept = [cells.cell(r.bottom, c).value for c in range(r.left, r.right + 1)]
            for column in range(r.left, r.right + 1):
                cells.cell(r.bottom, column).value = None
        self.table.totalsRowCount = 1 if shown else None
        bottom = r.bottom + (1 if shown else -1)
        self.table.ref = ComCells(self.Parent, r.left, r.top, r.right, bottom).reference

    @property
    def kept(self) -> list[Any]:
        return list(self.table.kept)

    def Resize(self, cells: ComCells) -> None:
        self.table.ref = cells.reference
        if self.table.autoFilter:
            self.table.autoFilter.ref = cells.reference


class ComCells:
    """A Range."""

    def __init__(self, sheet: ComSheet, left: int, top: int, right: int, bottom: int) -> None:
        self.Worksheet = self.Parent = sheet
        self.Application = sheet.Application
        self.left, self.top, self.right, self.bottom = left, top, right, bottom
        self.Row, self.Column = top, left

    @property
    def reference(self) -> str:
        letters = openpyxl.utils.get_column_letter
        return f"{letters(self.left)}{self.top}:{letters(self.right)}{self.bottom}"

    @property
    def Address(self) -> str:
        return self.reference

    def GetAddress(self, *_: Any) -> str:
        first, _, last = self.reference.partition(":")
        return first if first == last else self.reference

    @property
    def Rows(self) -> Items:
        return Items([None] * (self.bottom - self.top + 1))

    @property
    def Columns(self) -> Items:
        return Items([None] * (self.right - self.left + 1))

    @property
    def Count(self) -> int:
        return self.Rows.Count * self.Columns.Count

    def __call__(self, row: int, column: int) -> ComCells:
        return self.Worksheet.Cells(self.top + row - 1, self.left + column - 1)

    def Select(self) -> None:
        self.Worksheet.Parent.selection = self

    def _block(self, one: Any) -> Any:
        cells = self.Worksheet.cells
        rows = tuple(
            tuple(one(cells.cell(r, c)) for c in range(self.left, self.right + 1))
            for r in range(self.top, self.bottom + 1)
        )
        return rows[0][0] if len(rows) == len(rows[0]) == 1 else rows

    @property
    def Formula(self) -> Any:
        def one(cell: Any) -> Any:
            value = cell.value.text if isinstance(cell.value, ArrayFormula) else cell.value
            if isinstance(value, dt.datetime):
                value = (value - _EPOCH).days
            return "" if value is None else str(value)

        return self._block(one)

    @property
    def HasFormula(self) -> bool | None:
        rows = self.Formula if isinstance(self.Formula, tuple) else ((self.Formula,),)
        found = {text.startswith("=") for row in rows for text in row}
        return found.pop() if len(found) == 1 else None  # None: some have, some have not

    @property
    def Value(self) -> Any:
        def one(cell: Any) -> Any:
            value = cell.value
            if isinstance(value, ArrayFormula) or cell.data_type == "f":
                value = self.Worksheet.values.cell(cell.row, cell.column).value
            if isinstance(value, str) and value in BY_NAME and cell.number_format != "@":
                return BY_NAME[value].com_value
            if isinstance(value, int | float) and not isinstance(value, bool) and is_date_format(cell.number_format):
                value = _EPOCH + dt.timedelta(days=value)
            if isinstance(value, dt.datetime):
                return TimeType(value.year, value.month, value.day, value.hour, value.minute, value.second)
            return float(value) if isinstance(value, int) and not isinstance(value, bool) else value

        return self._block(one)

    def _enter(self, given: Any) -> None:
        rows = given if isinstance(given, list | tuple) else [[given] * self.Columns.Count] * self.Rows.Count
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                _enter(self.Worksheet.cells.cell(self.top + r, self.left + c), value)

    @Value.setter
    def Value(self, given: Any) -> None:
        self._enter(given)

    @Formula.setter
    def Formula(self, given: Any) -> None:
        self._enter(given)

    Formula2 = Formula

    @property
    def NumberFormat(self) -> str | None:
        cells = self.Worksheet.cells
        found = {
            cells.cell(r, c).number_format
            for r in range(self.top, self.bottom + 1)
            for c in range(self.left, self.right + 1)
        }
        return found.pop() if len(found) == 1 else None

    @NumberFormat.setter
    def NumberFormat(self, code: str) -> None:
        for r in range(self.top, self.bottom + 1):
            for c in range(self.left, self.right + 1):
                self.Worksheet.cells.cell(r, c).number_format = code

    def Copy(self, Destination: ComCells) -> None:
        source = self.Worksheet.cells.cell(self.top, self.left)
        for r in range(Destination.top, Destination.bottom + 1):
            for c in range(Destination.left, Destination.right + 1):
                target = self.Worksheet.cells.cell(r, c)
                target.value = Translator(source.value, source.coordinate).translate_formula(target.coordinate)


def _enter(cell: Any, value: Any) -> None:
    """Put a value into a cell as Excel does when it is assigned."""
    if value in ("", None):
        cell.value = None
    elif isinstance(value, str) and cell.number_format == "@":
        cell.value, cell.data_type = value, "s"
    elif isinstance(value, str) and re.fullmatch(r"-?\d+([.,]\d+)?", value):
        cell.value = float(value.replace(",", "."))
    elif isinstance(value, str) and re.fullmatch(r"\d{1,4}[/-]\d{1,2}([/-]\d{1,4})?", value):
        cell.value = dt.datetime(2025, 1, 1)  # some date: never what was meant
    else:
        cell.value = value
