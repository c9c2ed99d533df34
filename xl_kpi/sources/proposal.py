"""Which column of an unknown file may be what: proposed by its label and its values, for the user to confirm."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from itertools import islice
from pathlib import Path

from xl_kpi.catalog.measures import Measure
from xl_kpi.catalog.tables import TABLES, DataTable, Dimension
from xl_kpi.errors import UserError
from xl_kpi.language import LANGUAGES
from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.sources.column_kinds import Kind, accepts, is_data, kind_of
from xl_kpi.sources.labels import fold
from xl_kpi.sources.mapping import TOTALS_LABEL, Layout
from xl_kpi.sources.opening import open_sheets
from xl_kpi.sources.refusal import refusal
from xl_kpi.sources.shapes import SHAPES, Values, by_values
from xl_kpi.sources.sheets import DelimitedText, Header, NumberedColumns, Row
from xl_kpi.sources.vendors import VENDORS
from xl_kpi.sources.words import words_alike

ALIKE = 0.8  # labels less alike than this are not proposed
BY_VALUES = 0.5  # how much a column counts that only its values tell
_WORDS_WEIGH = 0.15
_ROWS_SHOWN = 200
_COPY = re.compile(r"[\d\s_().-]+$")


@dataclass(frozen=True, slots=True)
class Proposal:
    """A layout for a file, how alike each of its labels is (`BY_VALUES`: told by its values alone), and its columns."""

    layout: Layout
    likeness: Mapping[str, float]
    labels: tuple[str, ...]
    examples: tuple[str, ...]
    kinds: tuple[Kind, ...]

    @property
    def unused(self) -> tuple[str, ...]:
        """Return the labels that nothing uses."""
        return tuple(label for label in self.labels if label and label not in self.layout.columns.values())


@dataclass(frozen=True, slots=True)
class _File:
    """The first table of a file: its columns' labels, and what they hold."""

    header: Header
    numbered: bool
    columns: Mapping[str, Values]


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
        table: the data table; without it, the one whose fields the columns resemble most.
        columns: fields that the user gave a column; they are kept as they are.
        constants: fields with one value for every row.
        limits: what is refused for its size.

    Raises:
        UserError: the file cannot be read, no table resembles it, or a field or column does not exist.
    """
    file = _first_table(path, limits)
    labels = file.header.labels
    given = {field: _label(column, labels) for field, column in (columns or {}).items()}
    fixed = dict(constants or {})
    wanted = _tables(path.name, table, {**given, **fixed})
    if unknown := [label for label in given.values() if label not in labels]:
        raise refusal(
            path.name,
            f"pas de colonne « {unknown[0]} » ; colonnes : {', '.join(filter(None, labels))}",
            f"there is no column “{unknown[0]}”; columns: {', '.join(filter(None, labels))}",
            line=file.header.line,
        )
    matched = [(_match(t, file, given, fixed), t) for t in wanted]
    (found, likeness), best = max(matched, key=lambda m: _worth(m[1], m[0][1], whole=table is not None))
    if not found:
        raise refusal(
            path.name,
            "aucune colonne ne ressemble à nos tables ; dites ce qu’elles sont : --table TABLE --set date=COLONNE",
            "no column resembles our tables; say what they are: --table TABLE --set date=COLUMN",
            line=file.header.line,
        )
    layout = Layout(
        name=path.stem,
        table=best.id,
        files=_pattern(path) if file.numbered else None,
        header=not file.numbered,
        columns=found,
        constants=fixed,
    )
    empty = Values("empty", ())
    held = [file.columns.get(label, empty) for label in labels]
    examples = tuple(next((t for t in values.texts if t), "") for values in held)
    return Proposal(layout, likeness, labels, examples, tuple(values.kind for values in held))


def _first_table(path: Path, limits: Limits) -> _File:
    """Return the table that starts at the first row as wide as most, and what its first rows hold."""
    found = [(sheet, header) for sheet in open_sheets(path, limits) for header in sheet.headers()]
    if not found:
        raise refusal(path.name, "aucune ligne à lire", "no row to read")
    filled = [sum(map(bool, header.labels)) for _, header in found]
    counts = Counter(filled)
    usual = max(counts, key=lambda n: (n > 1, counts[n], n))
    sheet, header = next(f for f, n in zip(found, filled, strict=True) if n >= usual)
    cells = header.labels if len(header.labels) > 1 else " ".join(header.labels).split()
    if any(map(is_data, filter(None, cells))):
        sheet = NumberedColumns(sheet.whole() if isinstance(sheet, DelimitedText) else sheet)
        header = next(sheet.headers())
    rows = list(islice((r for r in sheet.rows(header) if not r.is_blank and not _is_total(r)), _ROWS_SHOWN))
    held = {label: _values(rows, i) for i, label in reversed(list(enumerate(header.labels))) if label}
    return _File(header, isinstance(sheet, NumberedColumns), {n: held[n] for n in header.labels if n})


def _is_total(row: Row) -> bool:
    return (
        re.match(TOTALS_LABEL, fold(next(filter(None, (row.text(i) for i in range(len(row.cells)))), ""))) is not None
    )


def _values(rows: Sequence[Row], index: int) -> Values:
    texts = tuple(row.text(index) for row in rows)
    return Values(kind_of([t for t in texts if t]), texts)


def _pattern(path: Path) -> str:
    """Return the names of later downloads: the same beginning, then a day, a month or the number of a copy."""
    start = _COPY.sub("", path.stem) or path.stem
    return "".join(f"[{c}]" if c in "[*?" else c for c in start) + "*" + path.suffix


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
    table: DataTable, file: _File, given: Mapping[str, str], fixed: Mapping[str, str]
) -> tuple[dict[str, str], dict[str, float]]:
    """Give each field its most alike label, the most alike pairs first; a label serves once; then go by values."""
    found, likeness = dict(given), dict.fromkeys(given, 1.0)
    pairs = sorted(
        (-_alike(label, column.name, table.id), order, column.name, label)
        for order, column in enumerate(table.columns)
        if column.name not in given and column.name not in fixed
        for label, values in file.columns.items()
        if accepts(column, values.kind) or (values.kind == "empty" and column.name != "date")
    )
    for minus, _, field, label in pairs:
        if -minus >= ALIKE and field not in found and label not in found.values():
            found[field], likeness[field] = label, -minus
    free = {label: values for label, values in file.columns.items() if label not in found.values()}
    for field, label in by_values(table.id, free, found.keys() | fixed.keys(), alone=file.numbered).items():
        found[field], likeness[field] = label, BY_VALUES
    ordered = {c.name: found[c.name] for c in table.columns if c.name in found}
    return ordered, likeness


def _worth(table: DataTable, likeness: Mapping[str, float], *, whole: bool) -> tuple[bool, float]:
    """Rank a match: a table that could be imported before one that lacks its day, its key or every figure."""
    needed = set(table.key) - {"source"} if "date" not in table.key else {"date"}
    measures = {m.name for m in table.measures} & likeness.keys()
    complete = whole or (needed <= likeness.keys() and "date" in likeness and bool(measures))
    shaped = table.id in {shape.table for shape in SHAPES}
    return complete, sum(likeness.values()) + (0.01 if shaped else 0.0)


def _alike(label: str, field: str, table: str) -> float:
    plain = fold(label).replace("_", " ")
    spelt = max(_spelt_alike(plain, name) for name in _names(field, table))
    told = words_alike(label, field)
    return max(spelt, ALIKE + _WORDS_WEIGH * told if told else 0.0)


def _spelt_alike(one: str, other: str) -> float:
    """Return how alike two labels are, 0 where they cannot be alike enough: comparing letters takes its time."""
    if 2 * min(len(one), len(other)) < ALIKE * (len(one) + len(other)):
        return 0.0
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


@cache
def _names(field: str, table: str) -> tuple[str, ...]:
    """Return what a field is called: by us, and by every vendor that fills the table."""
    column: Dimension | Measure = next(c for c in TABLES[table].columns if c.name == field)
    own = [field.replace("_", " "), *(fold(column.label[lang]) for lang in LANGUAGES)]
    if isinstance(column, Measure):  # "Chiffre d’affaires ; négatif en cas de…" begins with its full name
        own += [fold(re.split(r"[;:(]", column.help[lang])[0]) for lang in LANGUAGES]
    theirs = [fold(x) for v in VENDORS if v.table.id == table for c in v.columns if c.field == field for x in c.labels]
    return tuple(dict.fromkeys([*own, *theirs]))
