"""Which column of an unknown file may be what: proposed by likeness of labels, for the user to confirm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import islice
from pathlib import Path

from xl_kpi.catalog.measures import Measure
from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.errors import UserError
from xl_kpi.language import LANGUAGES
from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.sources.date_format import date_kind
from xl_kpi.sources.labels import fold
from xl_kpi.sources.mapping import Layout
from xl_kpi.sources.opening import open_sheets
from xl_kpi.sources.refusal import refusal
from xl_kpi.sources.sheets import DelimitedText, Header, NumberedColumns, Row, Sheet
from xl_kpi.sources.vendors import VENDORS

ALIKE = 0.8  # labels less alike than this are not proposed
_ROWS_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layout for a file, how alike each of its labels is, the labels of the file and its first values."""

    layout: Layout
    likeness: Mapping[str, float]
    labels: tuple[str, ...]
    examples: tuple[str, ...]

    @property
    def unused(self) -> tuple[str, ...]:
        """Return the labels that nothing uses."""
        return tuple(label for label in self.labels if label and label not in self.layout.columns.values())


def propose(
    path: Path,
    table: str | None = None,
    columns: Mapping[str, str] | None = None,
    constants: Mapping[str, str] | None = None,
    limits: Limits = DEFAULT,
) -> Proposal:
    """Propose what the columns of a file are.

    Args:
        path: any table: CSV, TSV, XLSX, Parquet, or text in columns without header.
        table: the data table; without it, the one whose fields the labels resemble most.
        columns: fields that the user gave a column; they are kept as they are.
        constants: fields with one value for every row.
        limits: what is refused for its size.

    Raises:
        UserError: the file cannot be read, no table resembles it, or a field or column does not exist.
    """
    sheet, header, rows = _first_table(path, limits)
    given = {field: _label(column, header.labels) for field, column in (columns or {}).items()}
    fixed = dict(constants or {})
    wanted = _tables(path.name, table, {**given, **fixed})
    dates = {header.labels[i] for i in range(len(header.labels)) if _is_date_column(rows, i)}
    scored = [(_match(t, header, dates, given, fixed), t) for t in wanted]
    (found, likeness), best = max(scored, key=lambda s: sum(s[0][1].values()))
    if unknown := [label for label in given.values() if label not in header.labels]:
        raise refusal(
            path.name,
            f"pas de colonne « {unknown[0]} » ; colonnes : {', '.join(filter(None, header.labels))}",
            f"there is no column “{unknown[0]}”; columns: {', '.join(filter(None, header.labels))}",
            line=header.line,
        )
    if not found:
        raise refusal(
            path.name,
            "aucune colonne ne ressemble à nos tables ; dites ce qu’elles sont : --table TABLE --set date=COLONNE",
            "no column resembles our tables; say what they are: --table TABLE --set date=COLUMN",
            line=header.line,
        )
    numbered = isinstance(sheet, NumberedColumns)
    layout = Layout(
        name=path.stem,
        table=best.id,
        files=path.name if numbered else None,
        header=not numbered,
        columns=found,
        constants=fixed,
    )
    examples = tuple(next((t for row in rows if (t := row.text(i))), "") for i in range(len(header.labels)))
    return Proposal(layout, likeness, header.labels, examples)


def _first_table(path: Path, limits: Limits) -> tuple[Sheet, Header, list[Row]]:
    """Return the first row of a file's commonest width as its header, and the first rows under it."""
    found = [(sheet, header) for sheet in open_sheets(path, limits) for header in sheet.headers()]
    if not found:
        raise refusal(path.name, "aucune ligne à lire", "no row to read")
    widths = Counter(len(header.labels) for _, header in found)
    width = max(widths, key=lambda w: (w > 1, widths[w]))
    sheet, header = next(f for f in found if len(f[1].labels) == width)
    if isinstance(sheet, DelimitedText) and not any(c.isalpha() for c in "".join(header.labels)):
        sheet = NumberedColumns(sheet)
        header = next(sheet.headers())
    return sheet, header, list(islice((r for r in sheet.rows(header) if not r.is_blank), _ROWS_SHOWN))


def _label(column: str, labels: tuple[str, ...]) -> str:
    """Return the label that the user named: itself, or the number of its column."""
    if column not in labels and column.isascii() and column.isdigit() and 0 < int(column) <= len(labels):
        return labels[int(column) - 1]
    return column


def _tables(file: str, table: str | None, fields: Iterable[str]) -> list[DataTable]:
    """Return the tables that may be meant: the named one, or those that have all the given fields."""
    if table is not None and table not in TABLES:
        raise UserError(
            f"{file} : table « {table} » inconnue ; tables : {', '.join(TABLES)}.",
            f"{file}: table “{table}” is unknown; tables: {', '.join(TABLES)}.",
        )
    every = [TABLES[table]] if table else list(TABLES.values())
    wanted = [t for t in every if set(fields) <= {c.name for c in t.columns}]
    if not wanted:
        names = ", ".join(c.name for c in every[0].columns) if table else ", ".join(TABLES)
        raise UserError(
            f"{file} : champ inconnu parmi {', '.join(fields)} ; {'champs' if table else 'tables'} : {names}.",
            f"{file}: an unknown field among {', '.join(fields)}; {'fields' if table else 'tables'}: {names}.",
        )
    return wanted


def _match(
    table: DataTable, header: Header, dates: set[str], given: Mapping[str, str], fixed: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, float]]:
    """Give each field its most alike label, the most alike pairs first; a label serves once."""
    found, likeness = dict(given), dict.fromkeys(given, 1.0)
    pairs = sorted(
        (
            (-_alike(label, field, table.id), order, field, label)
            for order, field in enumerate(c.name for c in table.columns)
            if field not in given and field not in fixed
            for label in dict.fromkeys(filter(None, header.labels))
            if (label in dates) == (field == "date")
        ),
    )
    for minus, _, field, label in pairs:
        if -minus >= ALIKE and field not in found and label not in found.values():
            found[field], likeness[field] = label, -minus
    if "date" not in found and "date" not in fixed and len(dates) == 1:
        found["date"], likeness["date"] = next(iter(dates)), ALIKE
    ordered = {c.name: found[c.name] for c in table.columns if c.name in found}
    return ordered, likeness


def _alike(label: str, field: str, table: str) -> float:
    plain = fold(label).replace("_", " ")
    return max(SequenceMatcher(None, plain, name).ratio() for name in _names(field, table))


@cache
def _names(field: str, table: str) -> tuple[str, ...]:
    """Return what a field is called: by us, and by every vendor that fills the table."""
    column = next(c for c in TABLES[table].columns if c.name == field)
    own = [field.replace("_", " "), *(fold(column.label[lang]) for lang in LANGUAGES)]
    if isinstance(column, Measure):  # "Chiffre d’affaires ; négatif en cas de…" begins with its full name
        own += [fold(re.split(r"[;:(]", column.help[lang])[0]) for lang in LANGUAGES]
    theirs = [fold(x) for v in VENDORS if v.table.id == table for c in v.columns if c.field == field for x in c.labels]
    return tuple(dict.fromkeys([*own, *theirs]))


def _is_date_column(rows: list[Row], index: int) -> bool:
    texts = [text for row in rows if (text := row.text(index))]
    return bool(texts) and all(date_kind(text) is not None for text in texts)
