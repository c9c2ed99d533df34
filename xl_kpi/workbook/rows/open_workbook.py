"""What a refresh needs of a workbook, whether it is a file or open in Excel."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from xl_kpi.workbook.parts.cached import named_cell, named_column
from xl_kpi.workbook.parts.cell_values import CellValue
from xl_kpi.workbook.parts.kept import save_keeping
from xl_kpi.workbook.parts.package import Package, naming, open_package
from xl_kpi.workbook.parts.sheets import Book
from xl_kpi.workbook.recalc import recalculate_package
from xl_kpi.workbook.report import Report
from xl_kpi.workbook.rows.row_plan import Input, TableRows, Written
from xl_kpi.workbook.rows.tables import read_table, set_cells, write_rows

P = ParamSpec("P")
T = TypeVar("T")
Place = tuple[str, str]  # sheet name, "B3"


class OpenWorkbook(Protocol):
    """A workbook to refresh. Changes are held back until `finish`: all of them are made, or none.

    Every method raises UserError, with nothing changed, for what it refuses.
    """

    @property
    def path(self) -> Path:
        """Return the file; its name is what messages show."""

    def table_names(self) -> list[str]:
        """Return the names of the Excel Tables."""

    def read_table(self, name: str) -> TableRows:
        """Return the labels and body rows of a table; rows that are blank throughout are left out."""

    def write_rows(
        self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Input]], key: Sequence[str]
    ) -> Written:
        """Put records into a table: in place where their key is there already, below where it is new."""

    def named_cell(self, name: str) -> tuple[Place, CellValue] | None:
        """Return the place and the value of the one cell that a defined name covers, if it does."""

    def named_column(self, name: str) -> list[tuple[Place, CellValue]]:
        """Return the place and the value of every cell of the column that a defined name covers, if it does."""

    def set_cells(self, values: Mapping[Place, Input]) -> None:
        """Write plain values into cells that hold no formula."""

    def finish(self, *, keep: bool = True) -> Report:
        """Recalculate, and make the changes unless they are not to be kept."""


def _naming_file(
    method: Callable[Concatenate[FileWorkbook, P], T],
) -> Callable[Concatenate[FileWorkbook, P], T]:
    """Let the refusals of a method name the workbook's file."""

    @wraps(method)
    def named(self: FileWorkbook, /, *args: P.args, **kwargs: P.kwargs) -> T:
        with naming(self.path.name):
            return method(self, *args, **kwargs)

    return named


class FileWorkbook:
    """A workbook file: everything happens in memory, then the file is replaced in one step."""

    def __init__(self, path: Path) -> None:
        """Open the file under limits; UserError where it is refused."""
        self.package: Package = open_package(path)
        self.kept: Path | None = None  # where `finish` kept the state before

    @property
    def path(self) -> Path:
        """Return the file."""
        return self.package.path

    @_naming_file
    def table_names(self) -> list[str]:
        """Return the names of the Excel Tables."""
        return [table.name for table in Book(self.package).tables]

    @_naming_file
    def read_table(self, name: str) -> TableRows:
        """Return the labels and body rows of a table."""
        return read_table(self.package, name)

    @_naming_file
    def write_rows(
        self, name: str, columns: Sequence[str], rows: Sequence[Sequence[Input]], key: Sequence[str]
    ) -> Written:
        """Put records into a table."""
        return write_rows(self.package, name, columns, rows, key)

    @_naming_file
    def named_cell(self, name: str) -> tuple[Place, CellValue] | None:
        """Return the place and the value of a named cell."""
        return named_cell(self.package, name)

    @_naming_file
    def named_column(self, name: str) -> list[tuple[Place, CellValue]]:
        """Return the places and the values of a named column."""
        return named_column(self.package, name)

    @_naming_file
    def set_cells(self, values: Mapping[Place, Input]) -> None:
        """Write plain values into cells."""
        set_cells(self.package, values)

    def finish(self, *, keep: bool = True) -> Report:
        """Recalculate, and save unless the changes are not to be kept."""
        report = recalculate_package(self.package)
        if keep and self.package.changed:
            self.kept = save_keeping(self.package)
        return report
