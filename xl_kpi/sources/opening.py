"""A file into sheets: a text, the worksheets of an Excel workbook, or the texts and workbooks of an archive."""

from __future__ import annotations

import datetime as dt
import io
import warnings
import zipfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from xl_kpi.errors import UserError
from xl_kpi.limits import Limits
from xl_kpi.sources.encoding import check_lines, decode
from xl_kpi.sources.refusal import over_limit, refusal
from xl_kpi.sources.sheets import Cell, DelimitedText, Row, Sheet, WorksheetRows, check_width, rows_over_limit

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

_ZIP, _OLE, _GZIP = b"PK", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"
_PARQUET = b"PAR1"
_ENCRYPTED = 0x1
_EXACT = 2**53  # a whole number from here on is an identifier: as a float it would change


def open_sheets(path: Path, limits: Limits) -> list[Sheet]:
    """Open a file: one sheet for a text, one per worksheet or archived file, whatever the extension.

    Raises:
        UserError: no such file; a web page, an old or protected workbook; empty or cut.
        LimitError: a limit on size is passed.
    """
    from xl_kpi.sources.large import open_large

    if (large := open_large(path, limits)) is not None:
        return [large]
    data = read_bytes(path, limits)
    if data.startswith(_PARQUET):
        return [_parquet_sheet(path, limits)]
    return _sheets_of(path.name, data, limits, archived=False)


def read_bytes(path: Path, limits: Limits) -> bytes:
    """Return the bytes of an export.

    Raises:
        UserError: there is no such file, or it cannot be read.
        LimitError: it is larger than the limit.
    """
    file = path.name
    try:
        size = path.stat().st_size
        if size > limits.export_bytes:
            raise over_limit(
                file, "export_bytes", limits.export_bytes, f"le fichier fait {size} octets", f"it has {size} bytes"
            )
        return path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refusal(file, f"lecture impossible ({reason})", f"it cannot be read ({reason})") from None


def _sheets_of(file: str, data: bytes, limits: Limits, *, archived: bool) -> list[Sheet]:
    if data.startswith(_ZIP):
        entries = _entries(file, data, limits)
        if any(e.filename == "xl/workbook.xml" for e in entries):
            return _workbook_sheets(file, data, limits)
        if archived:
            raise refusal(
                file,
                "archive dans une archive ; décompressez-la et donnez les fichiers qu’elle contient",
                "an archive inside an archive; unpack it and give the files inside",
            )
        return _archived_sheets(file, data, entries, limits)
    if data.startswith((_OLE, _GZIP)):
        raise refusal(
            file,
            "archive, ancien classeur .xls ou classeur protégé ; enregistrez en .xlsx sans mot de passe ou en CSV",
            "an archive, an old .xls or a protected workbook; save it as .xlsx without password or as CSV",
        )
    check_lines(file, data, limits)
    text, evidence = decode(data, file)
    return [DelimitedText(file, text, evidence, limits)]


def _entries(file: str, data: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise _damaged_archive(file) from None
    measured = (
        ("entries", len(entries), limits.entries),
        ("entry_bytes", max((e.file_size for e in entries), default=0), limits.entry_bytes),
        ("total_bytes", sum(e.file_size for e in entries), limits.total_bytes),
    )
    for name, found, limit in measured:
        if found > limit:
            raise over_limit(file, name, limit, f"l’archive contient {found}", f"the archive holds {found}")
    if any(e.flag_bits & _ENCRYPTED for e in entries):
        raise refusal(
            file,
            "archive protégée par un mot de passe ; décompressez-la et donnez le fichier",
            "an archive protected by a password; unpack it and give the file",
        )
    return entries


def _archived_sheets(file: str, data: bytes, entries: list[zipfile.ZipInfo], limits: Limits) -> list[Sheet]:
    sheets: list[Sheet] = []
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for entry in entries:
            name = PurePosixPath(entry.filename.replace("\\", "/"))
            hidden = any(part.startswith((".", "__MACOSX")) for part in name.parts)
            if entry.is_dir() or hidden or not entry.file_size:
                continue
            try:
                content = archive.read(entry)
            except Exception:  # noqa: BLE001  (zlib, bz2, lzma and zipfile each raise their own)
                raise _damaged_archive(f"{file} [{name.name}]") from None
            sheets += _sheets_of(f"{file} [{name.name}]", content, limits, archived=True)
    if not sheets:
        raise refusal(file, "l’archive est vide ; téléchargez-la de nouveau", "the archive is empty; download it again")
    return sheets


def _damaged_archive(file: str) -> UserError:
    return refusal(file, "archive abîmée ; téléchargez-la de nouveau", "a damaged archive; download it again")


def _workbook_sheets(file: str, data: bytes, limits: Limits) -> list[Sheet]:
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                several = len(book.worksheets) > 1
                return [
                    WorksheetRows(f"{file} [{ws.title}]" if several else file, _sheet_rows(file, ws, limits), limits)
                    for ws in book.worksheets
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


def _parquet_sheet(path: Path, limits: Limits) -> Sheet:
    import duckdb

    try:
        with duckdb.connect() as connection:
            found = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            labels: list[Cell] = [str(column[0]) for column in found.description or ()]
            values = found.fetchmany(limits.export_rows + 1)
    except duckdb.Error:
        raise refusal(
            path.name,
            "fichier Parquet abîmé ou protégé ; exportez-le de nouveau, ou en CSV",
            "a damaged or protected Parquet file; export it again, or as CSV",
        ) from None
    if len(values) > limits.export_rows:
        raise rows_over_limit(path.name, limits)
    check_width(path.name, 1, len(labels), limits)
    rows = [Row(1, labels), *(Row(n, [as_cell(v) for v in row]) for n, row in enumerate(values, start=2))]
    return WorksheetRows(path.name, rows, limits, "parquet")


def _sheet_rows(file: str, worksheet: ReadOnlyWorksheet, limits: Limits) -> list[Row]:
    rows: list[Row] = []
    worksheet.reset_dimensions()  # the stated size may be wrong, and openpyxl would cut or pad rows to it
    for line, found in enumerate(worksheet.iter_rows(values_only=True), start=1):
        cells = [as_cell(v) for v in found]
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            continue
        check_width(file, line, len(cells), limits)
        if len(rows) > limits.export_rows:
            raise rows_over_limit(file, limits)
        rows.append(Row(line, cells))
    return rows


def as_cell(value: object) -> Cell:
    """Return what a typed cell holds as a text, a number or a day."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _EXACT:
        return float(value)
    return str(value)
