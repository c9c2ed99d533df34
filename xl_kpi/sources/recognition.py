"""Which vendor wrote a file, where its header is, and which column is what."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path

from xl_kpi.catalog.measures import MEASURES
from xl_kpi.errors import UserError
from xl_kpi.language import Lang, Text
from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.sources.labels import HeaderCell, fold_declared, labels_of
from xl_kpi.sources.opening import open_sheets
from xl_kpi.sources.preamble import only_day
from xl_kpi.sources.refusal import not_recognised, refusal
from xl_kpi.sources.sheets import DelimitedText, Header, NumberedColumns, Sheet
from xl_kpi.sources.vendor import Column, Vendor
from xl_kpi.sources.vendors import REFUSED, VENDORS

_SHOWN_LABELS = 8


@dataclass(frozen=True, slots=True)
class Recognised:
    """A sheet, its header, the vendor whose layout it is, and what else the file holds that is not read."""

    file: str
    sheet: Sheet
    header: Header
    vendor: Vendor
    not_read: tuple[Text, ...] = ()
    beside: tuple[Recognised, ...] = ()  # in the same archive, dated by this one


@dataclass(frozen=True, slots=True)
class Mapping:
    """Which column of a file holds which field, and what the other columns are.

    `left_out` are known columns that are not read (ratios, a second choice of label), `unmapped` the
    rest; `currencies` are the ISO codes that labels carry, with the labels.
    """

    cells: tuple[HeaderCell, ...]
    column_of: dict[str, int]
    left_out: tuple[int, ...]
    unmapped: tuple[int, ...]
    currencies: tuple[tuple[str, str], ...]
    language: Lang | None

    def text(self, index: int) -> str:
        """Return a column's label as the file writes it."""
        return self.cells[index].text


def recognise(path: Path, limits: Limits = DEFAULT, vendors: Sequence[Vendor] = VENDORS) -> Vendor | None:
    """Return the vendor whose layout a file has, None if none is known.

    Raises:
        UserError: the file cannot be read at all (no such file, a web page, a limit, two layouts).
    """
    found = _search(_sheets(path, limits, vendors), vendors)
    return None if found is None else found.vendor


def identify(path: Path, limits: Limits, vendors: Sequence[Vendor]) -> Recognised:
    """Return the sheet, header and vendor of a file.

    Raises:
        UserError: the file cannot be read, or no known vendor writes this header.
    """
    sheets = _sheets(path, limits, vendors)
    found = _search(sheets, vendors)
    if found is None:
        raise _unknown(path.name, sheets, vendors)
    return found


def map_columns(vendor: Vendor, header: Header, file: str) -> Mapping:
    """Find the vendor's columns in a header, whole labels only, preferred labels first.

    Raises:
        UserError: two columns of the file carry the same label of a field.
    """
    cells = tuple(HeaderCell.of(text) for text in header.labels)
    column_of = {}
    for column in vendor.columns:
        if (index := _index_of(column, cells, header, file)) is not None:
            column_of[column.field] = index
    declared = frozenset(map(fold_declared, (*vendor.left_out, *(x for c in vendor.columns for x in c.labels))))
    others = [i for i, c in enumerate(cells) if c.text and i not in column_of.values()]
    left_out = tuple(i for i in others if cells[i].is_one_of(declared))
    unmapped = tuple(i for i in others if i not in left_out)
    currencies = tuple(
        (cells[i].currency or "", cells[i].text)
        for i in (*column_of.values(), *left_out)
        if cells[i].currency and cells[i].label not in declared
    )
    return Mapping(cells, column_of, left_out, unmapped, currencies, vendor.language_of(list(cells)))


def _index_of(column: Column, cells: tuple[HeaderCell, ...], header: Header, file: str) -> int | None:
    measure = MEASURES.get(column.field)
    with_currency = measure is not None and measure.unit == "currency"
    for label in map(fold_declared, column.labels):
        found = [i for i, c in enumerate(cells) if c.label == label]
        if not found and with_currency:
            found = [i for i, c in enumerate(cells) if c.bare_label == label]
        if len(found) > 1:
            name = cells[found[0]].text
            raise refusal(
                file,
                f"la colonne « {name} » est présente {len(found)} fois ; n’en exportez qu’une",
                f"column “{name}” is there {len(found)} times; export it once",
                line=header.line,
            )
        if found:
            return found[0]
    return None


def _sheets(path: Path, limits: Limits, vendors: Sequence[Vendor]) -> list[Sheet]:
    """Open a file; a name that the user gave to files without header numbers its columns, if no header is known."""
    sheets = open_sheets(path, limits)
    without = [v for v in vendors if v.headerless is not None and fnmatch(path.name, v.headerless)]
    if not without or _search(sheets, [v for v in vendors if v.headerless is None]) is not None:
        return sheets
    return [NumberedColumns(s.whole() if isinstance(s, DelimitedText) else s) for s in sheets]


def _search(sheets: Sequence[Sheet], vendors: Sequence[Vendor]) -> Recognised | None:
    every = [read for sheet in sheets if (read := _search_sheet(sheet, vendors)) is not None]
    found = [r for r in every if r.vendor.dated_by is None]
    if len(found) > 1:
        names = ", ".join(r.file for r in found)
        raise refusal(
            found[0].file,
            f"plusieurs exports dans un fichier : {names} ; donnez-les un par un",
            f"several exports in one file: {names}; give them one by one",
        )
    if not found:
        return None
    (first,) = found
    beside = tuple(r for r in every if r.vendor.dated_by == first.vendor.id)
    read_ones = [first.sheet, *(r.sheet for r in beside)]
    others = [s.file for s in sheets if s not in read_ones and any(True for _ in s.headers())]
    notes = [Text(f"non lu : {name}", f"not read: {name}") for name in others]
    return replace(first, not_read=(*first.not_read, *notes), beside=beside)


def _search_sheet(sheet: Sheet, vendors: Sequence[Vendor]) -> Recognised | None:
    """Return the recognised table of a sheet; of stacked tables, the first one whose rows have a day."""
    tables: list[Recognised] = []
    for header in sheet.headers():
        if tables and header.line <= (tables[-1].header.last_line or header.line):
            continue
        vendor = _vendor_of(header, sheet.file, vendors)
        if vendor is not None:
            tables.append(Recognised(sheet.file, sheet, sheet.table_of(header) if vendor.stacked else header, vendor))
            if tables[-1].header.last_line is None:
                break
    if not tables:
        return None
    chosen = next((t for t in tables if _is_dated(t)), tables[0])
    return replace(chosen, not_read=tuple(_other_tables(chosen))) if chosen.vendor.stacked else chosen


def _vendor_of(header: Header, file: str, vendors: Sequence[Vendor]) -> Vendor | None:
    present = labels_of(HeaderCell.of(text) for text in header.labels)
    found = [v for v in vendors if v.recognises(present)]
    if own := [v for v in found if v.mapped]:  # of the user's mappings, the one that says most
        most = max(len(v.columns) for v in own)
        found = [v for v in own if len(v.columns) == most]
    if len(found) > 1:
        names = ", ".join(v.label for v in found)
        raise refusal(
            file,
            f"l’en-tête peut être celui de {names} ; gardez les colonnes d’un seul export",
            f"the header may be of {names}; keep the columns of one export only",
            line=header.line,
        )
    return found[0] if found else None


def _is_dated(table: Recognised) -> bool:
    columns = map_columns(table.vendor, table.header, table.file).column_of
    return bool({"date", "nth_day"} & columns.keys()) or only_day(table.vendor, table.sheet, table.header) is not None


def _other_tables(chosen: Recognised) -> list[Text]:
    """Tell which other tables of the file are not read."""
    notes = []
    for header in chosen.sheet.headers():
        if header.line != chosen.header.line and chosen.sheet.starts_table(header):
            shown = ", ".join(header.labels[:3])
            notes.append(
                Text(f"tableau non lu, ligne {header.line} : {shown}", f"table not read, line {header.line}: {shown}")
            )
    return notes


def _unknown(file: str, sheets: Sequence[Sheet], vendors: Sequence[Vendor]) -> UserError:
    headers = [h for sheet in sheets for h in sheet.headers()]
    for header in headers:
        labels = [fold_declared(label) for label in header.labels]
        for known in REFUSED:
            if known.matches(labels):
                return refusal(file, f"{known.label} : {known.why.fr}", f"{known.label}: {known.why.en}", header.line)
    widest = max(headers, key=lambda h: sum(map(bool, h.labels)), default=None)
    labels = [label[:40] for label in widest.labels if label] if widest else []
    shown = ", ".join(labels[:_SHOWN_LABELS]) + (", …" if len(labels) > _SHOWN_LABELS else "")
    known_names = ", ".join(dict.fromkeys(v.label for v in vendors))
    return not_recognised(
        file,
        f"source inconnue, en-tête trouvé « {shown} » ; dites une fois ce que sont ses colonnes : xl-kpi map {file}",
        f"unknown source, header found “{shown}”; say once what its columns are: xl-kpi map {file}",
        widest.line if widest else None,
        Text(f" ; sources connues : {known_names}", f"; known sources: {known_names}"),
    )
