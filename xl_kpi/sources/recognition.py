"""Which vendor wrote a file, where its header is, and which column is what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xl_kpi.catalog.measures import MEASURES
from xl_kpi.errors import UserError
from xl_kpi.language import Lang
from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.sources.labels import HeaderCell, fold_declared
from xl_kpi.sources.refusal import refusal
from xl_kpi.sources.sheets import Header, Sheet, open_sheets
from xl_kpi.sources.vendor import Column, Vendor
from xl_kpi.sources.vendors import VENDORS

_SHOWN_LABELS = 8


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file's name, its sheet and header, and the vendor whose layout it is."""

    file: str
    sheet: Sheet
    header: Header
    vendor: Vendor


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


def recognise(path: Path, limits: Limits = DEFAULT) -> Vendor | None:
    """Return the vendor whose layout a file has, None if none is known.

    Raises:
        UserError: the file cannot be read at all (no such file, a web page, a limit, two layouts).
    """
    found = _search(path.name, open_sheets(path, limits))
    return None if found is None else found.vendor


def identify(path: Path, limits: Limits) -> Recognised:
    """Return the sheet, header and vendor of a file.

    Raises:
        UserError: the file cannot be read, or no known vendor writes this header.
    """
    sheets = open_sheets(path, limits)
    found = _search(path.name, sheets)
    if found is None:
        raise _unknown(path.name, sheets)
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


def _search(file: str, sheets: list[Sheet]) -> Recognised | None:
    for sheet in sheets:
        for header in sheet.headers():
            cells = [HeaderCell.of(text) for text in header.labels]
            vendors = [v for v in VENDORS if v.recognises(cells)]
            if len(vendors) > 1:
                names = ", ".join(v.label for v in vendors)
                raise refusal(
                    file,
                    f"l’en-tête peut être celui de {names} ; gardez les colonnes d’un seul export",
                    f"the header may be of {names}; keep the columns of one export only",
                    line=header.line,
                )
            if vendors:
                return Recognised(file, sheet, header, vendors[0])
    return None


def _unknown(file: str, sheets: list[Sheet]) -> UserError:
    headers = [h for sheet in sheets for h in sheet.headers()]
    widest = max(headers, key=lambda h: sum(map(bool, h.labels)), default=None)
    labels = [label[:40] for label in widest.labels if label] if widest else []
    shown = ", ".join(labels[:_SHOWN_LABELS]) + (", …" if len(labels) > _SHOWN_LABELS else "")
    known = ", ".join(dict.fromkeys(v.label for v in VENDORS))
    return refusal(
        file,
        f"source inconnue, en-tête trouvé « {shown} » ; sources connues : {known}",
        f"unknown source, header found “{shown}”; known sources: {known}",
        line=widest.line if widest else None,
    )
