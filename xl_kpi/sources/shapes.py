"""Tables that the values of their columns give away, where labels say nothing or there are none."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Literal

from xl_kpi.sources.column_kinds import Kind, figure

Role = Literal["day", "once", "again", "name", "amount", "large", "count", "score", "code"]


@dataclass(frozen=True, slots=True)
class Values:
    """What a column holds, and its first cells."""

    kind: Kind
    texts: tuple[str, ...]

    @property
    def different(self) -> float:
        """Return which part of the cells differ from all others."""
        known = [t for t in self.texts if t]
        return len(set(known)) / len(known) if known else 0.0

    @property
    def size(self) -> float:
        """Return the sum of the figures, to tell large ones from small ones."""
        return sum(figure(t) or 0.0 for t in self.texts)


@dataclass(frozen=True, slots=True)
class Shape:
    """A table, and the role that values must play for each of its fields, the telling ones first.

    Without labels, every `needed` field must find its column.
    """

    table: str
    needed: tuple[tuple[str, Role], ...]
    also: tuple[tuple[str, Role], ...] = ()


SHAPES: tuple[Shape, ...] = (
    Shape("survey", (("date", "day"), ("response", "once"), ("score", "score"))),
    Shape(
        "orders",
        (("date", "day"), ("revenue", "amount")),
        (("order", "once"), ("customer", "again"), ("quantity", "count"), ("currency", "code")),
    ),
    Shape(
        "ads",
        (("date", "day"), ("campaign", "name"), ("ad_spend", "amount"), ("impressions", "large"), ("clicks", "large")),
        (("currency", "code"),),
    ),
    Shape("web", (("date", "day"), ("channel", "name"), ("visits", "large"))),
    Shape("business", (("date", "day"), ("revenue", "amount"))),
)


def by_values(table: str, columns: Mapping[str, Values], taken: Set[str], *, alone: bool) -> dict[str, str]:
    """Return the column of each field of a table that values alone tell.

    Args:
        table: the table's identifier.
        columns: the columns that are free, by label.
        taken: the fields that have their column already.
        alone: whether there are no labels: then all the needed fields are found, or none.
    """
    shape = next((s for s in SHAPES if s.table == table), Shape(table, (("date", "day"),)))
    found: dict[str, str] = {}
    for field, role in (*shape.needed, *shape.also):
        free = {label: values for label, values in columns.items() if label not in found.values()}
        if field not in taken and (label := _in_role(role, free, alone=alone)) is not None:
            found[field] = label
    if alone and not {field for field, _ in shape.needed} <= found.keys() | taken:
        return {field: label for field, label in found.items() if field == "date"}
    return found


def _in_role(role: Role, columns: Mapping[str, Values], *, alone: bool) -> str | None:
    """Return the column that plays a role: the first of its kind; with labels, only if there is no other."""
    fitting = [label for label, values in columns.items() if _fits(role, values)]
    if role in {"amount", "large"}:
        fitting.sort(key=lambda label: -columns[label].size)
    if role == "again":
        fitting.sort(key=lambda label: columns[label].different)
    if role == "day" or (alone and fitting):
        return fitting[0] if fitting else None
    return fitting[0] if len(fitting) == 1 else None


def _fits(role: Role, values: Values) -> bool:
    identifies = values.kind in {"id", "email"}
    once = values.different >= 1
    tests: dict[Role, bool] = {
        "day": values.kind == "date",
        "once": once and (identifies or values.kind in {"count", "text"}),
        "again": identifies or (values.kind == "count" and not once),
        "name": values.kind == "text",
        "amount": values.kind == "amount",
        "large": values.kind in {"count", "small"},
        "count": values.kind in {"small", "count"},
        "score": values.kind == "small",
        "code": values.kind == "code",
    }
    return tests[role]
