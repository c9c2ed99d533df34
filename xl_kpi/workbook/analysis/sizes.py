"""Arrays whose size is known only once they are there: asked for in one evaluation, used in the next."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from typing import TYPE_CHECKING

from xl_kpi.workbook.analysis.checked import SPILLING
from xl_kpi.workbook.analysis.formula import Analyzer, Part

if TYPE_CHECKING:
    from xl_kpi.workbook.analysis.formula_cell import Formula


class SizeWanted(Exception):  # noqa: N818 - no error: the formula is analysed again once the size is known
    """The analysis of a formula needs the size of an array, whose parts these are."""

    def __init__(self, parts: tuple[Part, ...]) -> None:
        """Keep the array's parts."""
        super().__init__()
        self.parts = parts


def learn(
    analyzer: Analyzer, formulas: Iterable[Formula], arrays: Mapping[int, object], misfits: Container[int]
) -> bool:
    """Note the sizes that were asked for (`arrays` by formula number); tell whether any formula is to be read again.

    `misfits` are the formulas in which an array came out larger or smaller than it was when its size was asked for.
    """
    again = False
    misfitting = set()
    for f in formulas:
        if f.template.pending:
            given = arrays.get(f.number)
            rows = given if isinstance(given, list) else [[given]]
            analyzer.sizes[f.place, f.template.pending] = (len(rows), len(rows[0])) if f.number in arrays else None
            again = True
        elif f.number in misfits:
            misfitting.add(f.place)
            again = True
    if misfitting:
        analyzer.sizes = {key: size for key, size in analyzer.sizes.items() if key[0] not in misfitting}
    return again


def sized(formula: Formula, text: str) -> str:
    """Return the engine's formula with the size of its result noted, or cut and filled to the cells it has."""
    if formula.dynamic:
        return f"XLKPI_SPILL({formula.number},{text})"
    if formula.array or not SPILLING.isdisjoint(formula.template.functions):
        return f"XLKPI_FITTED({formula.number},{formula.area.rows},{formula.area.columns},{text})"
    return text
