"""A file as rows of cells with line numbers: delimited text, or a worksheet."""

from __future__ import annotations

import csv
import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Protocol

from xl_kpi.limits import Limits
from xl_kpi.sources.measure_table import Evidence
from xl_kpi.sources.refusal import over_limit, refusal

Cell = str | float | dt.date
HEADER_WITHIN = 60  # a first header further down than this many lines is not looked for
LATER_TABLES = 100  # nor the headers of more tables than this below them
_DECIMAL_COMMA = re.compile(r"(?<!\S)\d+,\d{1,2}(?!\S)")
_DELIMITERS = "\t;,"  # never "|": campaign names contain it


@dataclass(frozen=True, slots=True)
class Row:
    """The cells of one row, and the line of the file where it starts."""

    line: int
    cells: list[Cell]
    lines: int = 1  # of the file, that this row is the sum of

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
    last_line: int | None = None  # of its table, where another table follows


class Sheet(Protocol):
    """What a file or a worksheet offers to the reader."""

    file: str
    evidence: tuple[Evidence, ...]

    def headers(self) -> Iterator[Header]:
        """Yield the rows near the top, and at the top of later tables, that may be the header, top down."""

    def table_of(self, header: Header) -> Header:
        """Return the header, its table ending before the next blank or "#" line that text follows."""

    def starts_table(self, header: Header) -> bool:
        """Return whether a blank or "#" line, or nothing, stands above the header."""

    def preamble(self, header: Header) -> Iterator[Row]:
        """Yield the lines above the header, each as one cell."""

    def rows(self, header: Header) -> Iterator[Row]:
        """Yield the rows below the header, blank ones too."""


def as_text(cell: Cell) -> str:
    """Return a cell as text; a whole number has no decimals, so that an id stays an id."""
    if isinstance(cell, str):
        return cell.strip()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return cell.isoformat()


class DelimitedText:
    """Rows of a delimited text; the delimiter is the one that splits the header into most cells."""

    def __init__(self, file: str, text: str, evidence: Evidence, limits: Limits) -> None:
        """Keep the lines, refusing one that passes the limit."""
        self.evidence: tuple[Evidence, ...] = (evidence,)
        self.file = file
        self._limits = limits
        self._lines = [line + "\n" for line in text.rstrip("\n").split("\n")]
        for number, line in enumerate(self._lines, start=1):
            if len(line) > limits.export_line_chars:
                length = len(line)
                fr, en = f"la ligne a {length} caractères", f"the line has {length} characters"
                raise over_limit(file, "export_line_chars", limits.export_line_chars, fr, en, line=number)

    def whole(self) -> DelimitedText:
        """Return all of the text."""
        return self

    def headers(self) -> Iterator[Header]:
        """Yield each line near the top, split by its best delimiter."""
        for index in itertools.chain(self._first_lines(), itertools.islice(self._later_tables(), LATER_TABLES)):
            header = max((self._split(index, d) for d in _DELIMITERS), key=lambda h: len(h.labels))
            check_width(self.file, header.line, len(header.labels), self._limits)
            yield header

    def _first_lines(self) -> Iterator[int]:
        return (i for i, line in enumerate(self._lines[:HEADER_WITHIN]) if line.strip())

    def _later_tables(self) -> Iterator[int]:
        above = range(HEADER_WITHIN - 1, len(self._lines) - 1)
        return (i + 1 for i in above if _separates(self._lines[i]) and not _separates(self._lines[i + 1]))

    def table_of(self, header: Header) -> Header:
        """Return the header with the last line of its table."""
        below = range(header.end_line, len(self._lines))
        end = next((i for i in below if _separates(self._lines[i])), None)
        if end is None or not any(map(str.strip, self._lines[end:])):
            return header
        return replace(header, last_line=end)

    def _split(self, index: int, delimiter: str) -> Header:
        # A quoted question may run over several lines, hence the lines after this one.
        reader = csv.reader(self._lines[index : index + HEADER_WITHIN], delimiter=delimiter)
        try:
            labels = tuple(label.strip() for label in next(reader))
        except csv.Error:
            labels = ()
        return Header(index + 1, index + reader.line_num, labels, delimiter)

    def starts_table(self, header: Header) -> bool:
        """Return whether a table starts at the header."""
        index = header.line - 1
        return not _separates(self._lines[index]) and (index == 0 or _separates(self._lines[index - 1]))

    def preamble(self, header: Header) -> Iterator[Row]:
        """Yield the raw lines above the header."""
        for number, line in enumerate(self._lines[: header.line - 1], start=1):
            yield Row(number, [line.strip()])

    def rows(self, header: Header) -> Iterator[Row]:
        """Yield the parsed rows below the header."""
        below = itertools.islice(self._lines, header.end_line, header.last_line)
        reader = csv.reader(below, delimiter=header.delimiter or ",", strict=True)
        start = header.end_line + 1
        while True:
            try:
                cells = next(reader)
            except StopIteration:
                return
            except csv.Error:
                raise refusal(
                    self.file,
                    "un guillemet n’est pas fermé : le fichier est tronqué ou abîmé ; téléchargez-le de nouveau",
                    "a quote is not closed: the file is cut or damaged; download it again",
                    line=start,
                ) from None
            yield Row(start, list(cells))
            start = header.end_line + reader.line_num + 1


class NumberedColumns:
    """A text or a worksheet without header: its columns are called 1, 2, 3 and so on."""

    def __init__(self, sheet: Sheet) -> None:
        """Read the same lines, at the delimiter of the first ones, else at spaces."""
        self.evidence, self.file, self._sheet = sheet.evidence, sheet.file, sheet

    def headers(self) -> Iterator[Header]:
        """Yield the one header that stands above the first line."""
        lines = list(itertools.islice(self._sheet.headers(), HEADER_WITHIN))
        if not lines:
            return
        cells = [_at_spaces(line) for line in lines]
        spaced = len(set(map(len, cells))) == 1 and len(cells[0]) > 1
        width = len(cells[0]) if spaced else max(len(line.labels) for line in lines)
        delimiter = " " if spaced else lines[0].delimiter
        yield Header(0, 0, tuple(str(n) for n in range(1, width + 1)), delimiter)

    def table_of(self, header: Header) -> Header:
        """Return the header: the text is one table."""
        return header

    def starts_table(self, header: Header) -> bool:
        """Return that the table starts at the header."""
        return header.line == 0

    def preamble(self, header: Header) -> Iterator[Row]:
        """Yield nothing: the first line is data."""
        return iter(())

    def rows(self, header: Header) -> Iterator[Row]:
        """Yield every line."""
        at_spaces = header.delimiter == " "
        for row in self._sheet.rows(replace(header, delimiter="\t") if at_spaces else header):
            yield Row(row.line, list(str(row.cells[0]).split()) if row.cells else []) if at_spaces else row


def _at_spaces(line: Header) -> list[str]:
    """Return the cells of a line at its spaces; none where a delimiter splits more than decimal commas."""
    text = ",".join(line.labels)
    split = len(line.labels) - 1
    return text.split() if line.delimiter and split == len(_DECIMAL_COMMA.findall(text)) else []


def _separates(line: str) -> bool:
    """Return whether a line stands between two tables."""
    return not line.strip() or (line.startswith("#") and line[1:2] not in _DELIMITERS)


class WorksheetRows:
    """Rows of one worksheet of a workbook."""

    def __init__(self, file: str, rows: list[Row], limits: Limits, kind: str = "xlsx") -> None:
        """Keep the rows that hold something."""
        self.evidence: tuple[Evidence, ...] = (Evidence(about="encoding", value=kind),)
        self.file = file
        self._rows = rows
        self._limits = limits

    def headers(self) -> Iterator[Header]:
        """Yield the first rows."""
        for row in self._rows[:HEADER_WITHIN]:
            labels = tuple(as_text(c) for c in row.cells)
            yield Header(row.line, row.line, labels, None)

    def table_of(self, header: Header) -> Header:
        """Return the header: a worksheet is one table."""
        return header

    def starts_table(self, header: Header) -> bool:
        """Return whether the header is the first row."""
        return header.line == self._rows[0].line

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


def check_width(file: str, line: int, width: int, limits: Limits) -> None:
    """Refuse a row of too many cells."""
    if width > limits.export_columns:
        fr, en = f"{width} colonnes", f"{width} columns"
        raise over_limit(file, "export_columns", limits.export_columns, fr, en, line=line)


def rows_over_limit(file: str, limits: Limits) -> Exception:
    """Return the error for a file of too many rows."""
    fr, en = "le fichier a plus de lignes que permis", "the file has more rows than allowed"
    return over_limit(file, "export_rows", limits.export_rows, fr, en)
