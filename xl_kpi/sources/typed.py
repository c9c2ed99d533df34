"""Files whose cells have types: the worksheets of an Excel workbook, and Parquet.

Large ones are written out as text while they are read, and DuckDB adds that text up.
"""

from __future__ import annotations

import csv
import datetime as dt
import warnings
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

from xl_kpi.errors import UserError
from xl_kpi.limits import Limits
from xl_kpi.sources.large_text import open_large
from xl_kpi.sources.refusal import refusal
from xl_kpi.sources.sheets import Cell, Row, Sheet, WorksheetRows, as_text, check_width, rows_over_limit
from xl_kpi.sources.unpacking import Content, Folder

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_EXACT = 2**53  # a whole number from here on is an identifier: as a float it would change
_PLACES = 9  # decimals kept of a fraction
_ALL_OF_A_SHEET = 1_048_576


def workbook_sheets(content: Content, sizes: dict[str, int], limits: Limits) -> list[Sheet]:
    """Return the worksheets of a workbook; `sizes` are those of its parts, unpacked."""
    import openpyxl

    file = content.name
    large = max((size for name, size in sizes.items() if name.startswith("xl/worksheets/")), default=0)
    try:
        with warnings.catch_warnings(), content.open() as stream:
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(stream, read_only=True, data_only=True)
            try:
                several = len(book.worksheets) > 1
                names = [f"{file} [{ws.title}]" if several else file for ws in book.worksheets]
                read = _written_out if large > limits.worksheet_bytes else _held
                return [
                    read(name, _rows(file, ws, limits), limits) for name, ws in zip(names, book.worksheets, strict=True)
                ]
            finally:
                book.close()
    except UserError:
        raise
    except Exception:  # noqa: BLE001  (a damaged part raises whatever the parser met there)
        raise refusal(
            file,
            "classeur Excel abîmé ; ouvrez-le dans Excel, enregistrez-le de nouveau ou exportez en CSV",
            "a damaged Excel workbook; open it in Excel and save it again, or export as CSV",
        ) from None


def parquet_sheet(content: Content, limits: Limits) -> Sheet:
    """Return a Parquet file as one sheet."""
    import duckdb

    folder = content.folder or Folder()
    path = content.path or folder.path / "table.parquet"
    if content.path is None:
        path.write_bytes(content.data)
    try:
        with duckdb.connect(config={"memory_limit": "1GB", "temp_directory": str(folder.path)}) as connection:
            connection.execute("SET enable_progress_bar = false")
            quoted = str(path).replace("'", "''")
            found = connection.execute(f"SELECT * FROM read_parquet('{quoted}') LIMIT 0").description or ()
            check_width(content.name, 1, len(found), limits)
            (count,) = connection.execute(f"SELECT count(*) FROM read_parquet('{quoted}')").fetchall()[0]
            if count * len(found) > limits.held_cells:
                columns = ", ".join(_as_written(str(name), str(kind)) for name, kind, *_ in found)
                text = folder.path / "table.csv"
                out = str(text).replace("'", "''")
                connection.execute(f"COPY (SELECT {columns} FROM read_parquet('{quoted}')) TO '{out}' (HEADER)")
                return open_large(Content(content.name, text, folder=folder), limits, kind="parquet")
            values = connection.execute(f"SELECT * FROM read_parquet('{quoted}')").fetchall()
    except duckdb.Error:
        raise refusal(
            content.name,
            "fichier Parquet abîmé ou protégé ; exportez-le de nouveau, ou en CSV",
            "a damaged or protected Parquet file; export it again, or as CSV",
        ) from None
    labels: list[Cell] = [str(column[0]) for column in found]
    rows = [Row(1, labels), *(Row(n, [as_cell(v) for v in row]) for n, row in enumerate(values, start=2))]
    return WorksheetRows(content.name, rows, limits, "parquet")


def _as_written(name: str, kind: str) -> str:
    """Return the expression of a column as text; a fraction has so many decimals that they are no thousands."""
    quoted = '"' + name.replace('"', '""') + '"'
    fraction = kind.upper().startswith(("DECIMAL", "DOUBLE", "FLOAT", "NUMBER"))
    return f"CAST({quoted} AS DECIMAL(38, {_PLACES})) AS {quoted}" if fraction else quoted


def _held(name: str, rows: Iterable[Row], limits: Limits) -> Sheet:
    held = list(islice(rows, limits.export_rows + 2))
    if len(held) > limits.export_rows + 1:
        raise rows_over_limit(name, limits)
    return WorksheetRows(name, held, limits)


def _written_out(name: str, rows: Iterable[Row], limits: Limits) -> Sheet:
    folder = Folder()
    path = folder.path / "sheet.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.writer(out, lineterminator="\n")
        line, width = 1, 0
        for row in rows:
            out.write("\n" * (row.line - line))
            width = max(width, len(row.cells))  # a sheet has no short rows
            writer.writerow([_as_plain_text(cell) for cell in row.cells] + [""] * (width - len(row.cells)))
            line = row.line + 1
    return open_large(Content(name, path, folder=folder), limits, kind="xlsx")


def _as_plain_text(cell: Cell) -> str:
    if isinstance(cell, float) and not cell.is_integer():
        return f"{cell:.{_PLACES}f}"  # "1.234" could be a thousand
    return " ".join(as_text(cell).splitlines())


def _rows(file: str, worksheet: ReadOnlyWorksheet, limits: Limits) -> Iterator[Row]:
    worksheet.reset_dimensions()  # the stated size may be wrong, and openpyxl would cut or pad rows to it
    found = worksheet.iter_rows(values_only=True, max_row=_ALL_OF_A_SHEET)
    for line, values in enumerate(found, start=1):
        cells = [as_cell(v) for v in values]
        while cells and cells[-1] == "":
            cells.pop()
        if cells:
            check_width(file, line, len(cells), limits)
            yield Row(line, cells)


def as_cell(value: object) -> Cell:
    """Return what a typed cell holds as a text, a number or a day."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, Decimal):
        value = float(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _EXACT:
        return float(value)
    return str(value)
