"""The same days at another level of detail: campaigns after ad groups, all devices after each. They must not add up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xl_kpi.catalog.tables import DataTable, Dimension
from xl_kpi.language import Text
from xl_kpi.reports.days import day_of

if TYPE_CHECKING:
    from xl_kpi.workbook.rows.row_plan import TableRows

HELD = -1  # the number of the rows that the workbook holds; files count from 0

Numbered = tuple[int, tuple[Any, ...]]  # which file a record is from, the record
_Pattern = tuple[bool, ...]  # which of the naming columns a record fills


@dataclass(frozen=True, slots=True)
class Superseded:
    """A record whose day and names a later file brings at another level of detail."""

    number: int
    record: tuple[Any, ...]
    by: int


def held_records(table: DataTable, found: TableRows, at: Sequence[int]) -> list[Numbered]:
    """Return the rows of a workbook's table that carry a figure, as an import has them; `at`: where each column is."""
    figures = at[len(table.dimensions) :]
    return [
        (HELD, tuple(_as_imported(column, row[i]) for column, i in zip(table.columns, at, strict=True)))
        for row in found.rows
        if any(row[i] is not None for i in figures)
    ]


def superseded(table: DataTable, records: Iterable[Numbered]) -> list[Superseded]:
    """Return the records that a later file brings again at another level of detail, both giving the same measures.

    A record tells campaign and ad group, another of the same day only the campaign: either holds all
    of the campaign's figures, so that both together would count them twice. The later download stands.
    """
    if "date" not in table.key:
        return []
    fixed = [i for i, c in enumerate(table.columns) if c.name in table.key and c.name in {"date", "source"}]
    naming = [i for i, c in enumerate(table.columns) if c.name in table.key and i not in fixed]
    first = len(table.dimensions)
    groups: dict[_Pattern, list[Numbered]] = {}
    for numbered in records:
        groups.setdefault(tuple(bool(numbered[1][i]) for i in naming), []).append(numbered)
    if len(groups) == 1:
        return []
    filled = {
        p: {i for i in range(first, len(table.columns)) if any(r[i] is not None for _, r in group)}
        for p, group in groups.items()
    }
    found = []
    for pattern, group in groups.items():
        for other, others in groups.items():
            if other == pattern or not filled[pattern] & filled[other]:
                continue
            both = [*fixed, *(i for i, a, b in zip(naming, pattern, other, strict=True) if a and b)]
            newest: dict[tuple[Any, ...], int] = {}
            for number, record in others:
                name = tuple(record[i] for i in both)
                newest[name] = max(number, newest.get(name, HELD))
            found += [
                Superseded(number, record, newest[name])
                for number, record in group
                if newest.get(name := tuple(record[i] for i in both), HELD) > number
            ]
    return list({(s.number, s.record): s for s in found}.values())


def emptied(table: DataTable, record: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return a record without its figures: the row stays in the workbook and counts for nothing."""
    return (*record[: len(table.dimensions)], *(None for _ in table.measures))


def told(table: DataTable, gone: Sequence[Superseded]) -> Mapping[int, Text]:
    """Return, for each file that brings days again at another level of detail, the line that says so."""
    lines = {}
    for number in sorted({s.by for s in gone}):
        mine = [s for s in gone if s.by == number]
        days = sorted(s.record[0] for s in mine)
        name = table.name
        lines[number] = Text(
            f"les mêmes jours ({days[0]:%d/%m/%Y} au {days[-1]:%d/%m/%Y}) étaient à un autre niveau de détail : "
            f"{len(mine)} lignes d’avant sont remplacées dans « {name.fr} », rien n’est compté deux fois",
            f"the same days ({days[0]} to {days[-1]}) were there at another level of detail: "
            f"{len(mine)} earlier rows are replaced in {name.en}, nothing counts twice",
        )
    return lines


def _as_imported(column: Any, value: Any) -> Any:
    if not isinstance(column, Dimension):
        return value
    if column.kind == "date":
        return day_of(value) if isinstance(value, int | float) else dt.date.min
    return str(value).strip() if value is not None else ""
