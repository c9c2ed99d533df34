"""A file as rows of cells with line numbers: delimited text, or the sheets of an Excel workbook."""

from __future__ import annotations

import csv
import datetime as dt
import io
import itertools
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from xl_kpi.errors import UserError
from xl_kpi.limits import Limits
from xl_kpi.sources.encoding import decode
from xl_kpi.sources.measure_table import Evidence
from xl_kpi.sources.refusal import over_limit, refusal

if TYPE_CHECKING:
    from openpyxl.worksheet._read_only import ReadOnlyWorksheet

Cell = str | float | dt.date
HEADER_WITHIN = 60  # a header further down than this many lines is not looked for
_DELIMITERS = "\t;,"  # never "|": campaign names contain it
_ZIP, _OLE, _GZIP = b"PK", b"\xd0\xcf\x11\xe0", b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, and the line of the file where it starts."""

    line: int
    cells: list[Cell]

    def text(self, index: int) -> str:
        """Return a cell as text, "" when the row is too short."""
        return as_text(self.cells[index]) if index < len(self.cells) else ""

    @property
    def is_blank(self) -> bool:
        """Return whether no cell holds anything."""
        return not any(as_text(c) for c in self.cells)


@dataclass(frozen=True, slots=True)
class Header:
    """A row that may be the header: where it starts and ends, its labels, its delimiter."""

    line: int
    end_line: int
    labels: tuple[str, ...]
    delimiter: str | None


class Sheet(Protocol):
    """What a file or a worksheet offers to the reader."""

    evidence: tuple[Evidence, ...]

    def headers(self) -> Iterator[Header]:
        """Yield the rows near the top that may be the header, top down."""

    def preamble(self, header: Header) -> Iterator[Row]:
        """Yield the lines above the header, each as one cell."""

    def rows(self, header: Header) -> Iterator[Row]:
        """Yield the rows below the header, blank ones too."""


def as_text(cell: Cell) -> str:
    """Return a cell as text; a whole number has no decimals, so that an id stays an id."""
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell.isoformat() if isinstance(cell, dt.date) else cell.strip()


def open_sheets(path: Path, limits: Limits) -> list[Sheet]:
    """Open a file: one sheet for a text, one per worksheet for a workbook, whatever its extension.

    Raises:
        UserError: no such file; a web page, an archive, an old or protected workbook; empty or cut.
        LimitError: a limit on size is passed.
    """
    file = path.name
    try:
        size = path.stat().st_size
        if size > limits.export_bytes:
            raise over_limit(
                file, "export_bytes", limits.export_bytes, f"le fichier fait {size} octets", f"it has {size} bytes"
            )
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise refusal(file, f"lecture impossible ({reason})", f"it cannot be read ({reason})") from None
    if data.startswith(_ZIP):
        return _workbook_sheets(file, data, limits)
    if data.startswith((_OLE, _GZIP)):
        raise refusal(
            file,
            "archive, ancien classeur .xls ou classeur protégé ; enregistrez en .xlsx sans mot de passe ou en CSV",
            "an archive, an old .xls or a protected workbook; save it as .xlsx without password or as CSV",
        )
    text, evidence = decode(data, file)
    return [DelimitedText(file, text, evidence, limits)]


class DelimitedText:
    """Rows of a delimited text; the delimiter is the one that splits the header into most cells."""

    def __init__(self, file: str, text: str, evidence: Evidence, limits: Limits) -> None:
        """Keep the lines, refusing one that passes the limit."""
        self.evidence: tuple[Evidence, ...] = (evidence,)
        self._file = file
        self._limits = limits
        self._lines = [line + "\n" for line in text.rstrip("\n").split("\n")]
        for number, line in enumerate(self._lines, start=1):
            if len(line) > limits.export_line_chars:
                length = len(line)
                fr, en = f"la ligne a {length} caractères", f"the line has {length} characters"
                raise over_limit(file, "export_line_chars", limits.export_line_chars, fr, en, line=number)

    def headers(self) -> Iterator[Header]:
        """Yield each line near the top, split by its best delimiter."""
        for index in range(min(HEADER_WITHIN, len(self._lines))):
            if not self._lines[index].strip():
                continue
            header = max((self._split(index, d) for d in _DELIMITERS), key=lambda h: len(h.labels))
            _check_width(self._file, header, self._limits)
            yield header

    def _split(self, index: int, delimiter: str) -> Header:
        # A quoted question may run over several lines, hence the lines after this one.
        reader = csv.reader(itertools.islice(self._lines, index, index + HEADER_WITHIN), delimiter=delimiter)
        try:
            labels = tuple(label.strip() for label in next(reader))
        except csv.Error:
            labels = ()
        return Header(index + 1, index + reader.line_num, labels, delimiter)

    def preamble(self, header: Header) -> Iterator[Row]:
        """Yield the raw lines above the header."""
        for number, line in enumerate(self._lines[: header.line - 1], start=1):
            yield Row(number, [line.strip()])

    def rows(self, header: Header) -> Iterator[Row]:
        """Yield the parsed rows below the header."""
        below = itertools.islice(self._lines, header.end_line, None)
        reader = csv.reader(below, delimiter=header.delimiter or ",", strict=True)
        start = header.end_line + 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise refusal(
                    self._file,
                    "un guillemet n’est pas fermé : le fichier est tronqué ou abîmé ; téléchargez-le de nouveau",
                    "a quote is not closed: the file is cut or damaged; download it again",
                    line=start,
                ) from None
            yield Row(start, list(cells))
            start = header.end_line + reader.line_num + 1


class WorksheetRows:
    """Rows of one worksheet of a workbook."""

    def __init__(self, file: str, rows: list[Row], limits: Limits) -> None:
        """Keep the rows that hold something."""
        self.evidence: tuple[Evidence, ...] = (Evidence(about="encoding", value="xlsx"),)
        self._file = file
        self._rows = rows
        self._limits = limits

    def headers(self) -> Iterator[Header]:
        """Yield the first rows."""
        for row in self._rows[:HEADER_WITHIN]:
            labels = tuple(as_text(c) for c in row.cells)
            yield Header(row.line, row.line, labels, None)

    def preamble(self, header: Header) -> Iterator[Row]:
        """Yield the rows above the header, their cells joined."""
        for row in self._rows:
            if row.line < header.line:
                yield Row(row.line, [" ".join(filter(None, map(as_text, row.cells)))])

    def rows(self, header: Header) -> Iterator[Row]:
        """Yield the rows below the header, padded to its width (a sheet has no short rows)."""
        for row in self._rows:
            if row.line > header.line:
                padding = len(header.labels) - len(row.cells)
                yield Row(row.line, row.cells + [""] * padding)


def _workbook_sheets(file: str, data: bytes, limits: Limits) -> list[Sheet]:
    _check_archive(file, data, limits)
    import openpyxl

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
            try:
                return [WorksheetRows(file, _sheet_rows(file, ws, limits), limits) for ws in book.worksheets]
            finally:
                book.close()
    except UserError:
        raise
    except Exception:  # noqa: BLE001  (a damaged part raises whatever the parser met there)
        raise refusal(
            file,
            "classeur Excel abîmé ; ouvrez-le dans Excel, enregistrez-le de nouveau ou exportez en CSV",
            "a damaged Excel workbook; open it in Excel and save it again, or export as CSV",
        ) from None


def _check_archive(file: str, data: bytes, limits: Limits) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise refusal(
            file, "archive abîmée ; téléchargez-la de nouveau", "a damaged archive; download it again"
        ) from None
    measured = (
        ("entries", len(entries), limits.entries),
        ("entry_bytes", max((e.file_size for e in entries), default=0), limits.entry_bytes),
        ("total_bytes", sum(e.file_size for e in entries), limits.total_bytes),
    )
    for name, found, limit in measured:
        if found > limit:
            raise over_limit(file, name, limit, f"le classeur contient {found}", f"the workbook holds {found}")
    if not any(e.filename == "xl/workbook.xml" for e in entries):
        raise refusal(
            file,
            "archive ZIP ; décompressez-la et donnez les fichiers qu’elle contient",
            "a ZIP archive; unpack it and give the files inside",
        )


def _sheet_rows(file: str, worksheet: ReadOnlyWorksheet, limits: Limits) -> list[Row]:
    rows: list[Row] = []
    worksheet.reset_dimensions()  # the stated size may be wrong, and openpyxl would cut or pad rows to it
    for line, found in enumerate(worksheet.iter_rows(values_only=True), start=1):
        cells = [_cell(v) for v in found]
        while cells and cells[-1] == "":
            cells.pop()
        if not cells:
            continue
        if len(cells) > limits.export_columns:
            _check_width(file, Header(line, line, tuple(map(as_text, cells)), None), limits)
        if len(rows) > limits.export_rows:
            raise rows_over_limit(file, limits)
        rows.append(Row(line, cells))
    return rows


def _cell(value: object) -> Cell:
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    return str(value)


def _check_width(file: str, header: Header, limits: Limits) -> None:
    if (width := len(header.labels)) > limits.export_columns:
        fr, en = f"{width} colonnes", f"{width} columns"
        raise over_limit(file, "export_columns", limits.export_columns, fr, en, line=header.line)


def rows_over_limit(file: str, limits: Limits) -> Exception:
    """Return the error for a file of too many rows."""
    fr, en = "le fichier a plus de lignes que permis", "the file has more rows than allowed"
    return over_limit(file, "export_rows", limits.export_rows, fr, en)
