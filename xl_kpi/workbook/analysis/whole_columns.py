"""References to whole columns and rows: the engine cuts each at its own last value, Excel does not."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from xl_kpi.workbook.addresses import MAX_COLUMN, MAX_ROW
from xl_kpi.workbook.analysis.formula import Aside, Both, Call, Part
from xl_kpi.workbook.analysis.references import Ref


def whole_columns(ref: Ref) -> bool:
    """Tell whether a reference is to whole columns."""
    return (ref.top, ref.bottom) == (1, MAX_ROW) and ref.fixed[0] and ref.fixed[2]


def whole_rows(ref: Ref) -> bool:
    """Tell whether a reference is to whole rows."""
    return (ref.left, ref.right) == (1, MAX_COLUMN) and ref.fixed[1] and ref.fixed[3]


def uncut(ref: Ref) -> Ref:
    """Return a reference that the engine does not cut: all but the last row or column, which is never used."""
    if whole_columns(ref):
        ref = replace(ref, bottom=MAX_ROW - 1)
    return replace(ref, right=MAX_COLUMN - 1) if whole_rows(ref) else ref


def any_whole(parts: Iterable[Part]) -> bool:
    """Tell whether an expression reads whole columns or rows as arrays."""
    return any(isinstance(p, Ref) and not p.intersect and (whole_columns(p) or whole_rows(p)) for p in parts)


def shortened(parts: Iterable[Part], last: int) -> list[Part]:
    """Return an expression over whole columns with their first `last` rows instead."""
    return [replace(p, bottom=last) if isinstance(p, Ref) and whole_columns(p) else p for p in parts]


def summed(parts: list[Part], last: int) -> list[Part]:
    """Return an array over whole columns that is summed: its first rows, if the one of an empty row adds nothing."""
    empty: list[Part] = [
        replace(p, top=MAX_ROW, bottom=MAX_ROW) if isinstance(p, Ref) and whole_columns(p) else p for p in parts
    ]
    return [Both("XLKPI_BELOW_SUM(", "("), Call(True), Aside((",", *empty, ",")), *shortened(parts, last), ")"]
