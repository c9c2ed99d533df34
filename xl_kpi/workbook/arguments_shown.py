"""What the KPI calls of some formulas were given: their arguments worked out in cells of their own, in memory."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xl_kpi.catalog import KPIS
from xl_kpi.language import Lang
from xl_kpi.workbook.addresses import MAX_COLUMN, cell_name
from xl_kpi.workbook.calls import kpi_calls
from xl_kpi.workbook.display import show
from xl_kpi.workbook.parts.grid import Grid
from xl_kpi.workbook.parts.package import Package
from xl_kpi.workbook.parts.patchable import sheet_text
from xl_kpi.workbook.parts.sheets import Book
from xl_kpi.workbook.parts.xmltext import escape
from xl_kpi.workbook.recalc import recalculate_package

Place = tuple[str, int, int]
_MOST = 60  # arguments of one explanation


@dataclass(frozen=True, slots=True)
class Shown:
    """One argument of a KPI call: its name, its text in the formula and its value."""

    function: str
    argument: str
    text: str
    value: Any

    def as_dict(self) -> dict[str, Any]:
        """Return the argument as `check --cell --json` prints it."""
        return {"function": self.function, "argument": self.argument, "text": self.text, "value": self.value}

    def line(self, lang: Lang) -> str:
        """Return the argument in one line."""
        colon = "\u00a0:" if lang == "fr" else ":"
        return f"{self.function}, {self.argument}{colon} {show(self.value, 'number', lang)}   {self.text}"


def kpi_arguments(package: Package, formulas: Mapping[str, tuple[Place, str]]) -> dict[str, tuple[Shown, ...]]:
    """Return for each formula (by its cell) the arguments of its KPI calls that are worked out from others.

    They are written into the formula's own row, right of everything, so that they mean there what they mean inside it.
    """
    asked = [
        (cell, place, name, KPIS[name].parameters[min(i, len(KPIS[name].parameters) - 1)].name, text.strip())
        for cell, (place, formula) in formulas.items()
        for name, texts in kpi_calls(formula)
        if name in KPIS
        for i, text in enumerate(texts)
        if "(" in text
    ][:_MOST]
    if not asked:
        return {}
    copy = Package(package.path, package.to_bytes(), package.limits, trusted=True)
    book = Book(copy)
    used = {place[0] for _, place, *_ in asked}
    sheets = [s for s in book.worksheets if s.name in used]
    grids = {s.name: Grid(sheet_text(s.part, copy.part(s.part))) for s in sheets}
    put: list[Place] = []
    for i, (_, (sheet, row, _), _, _, text) in enumerate(asked):
        column = MAX_COLUMN - _MOST + i
        grids[sheet].put(row, column, f'<c r="{cell_name(row, column)}"><f>{escape(text)}</f></c>')
        put.append((sheet, row, column))
    for s in sheets:
        copy.replace(s.part, grids[s.name].text().encode("utf-8"))
    report = recalculate_package(copy)
    kept = {k.cell for k in report.kept}
    grids = {s.name: Grid(sheet_text(s.part, copy.part(s.part))) for s in sheets}
    found: dict[str, tuple[Shown, ...]] = {}
    for (cell, _, name, parameter, text), (sheet, row, column) in zip(asked, put, strict=True):
        if f"{sheet}!{cell_name(row, column)}" not in kept:
            value = grids[sheet].value(grids[sheet].cells(row).get(column), book.shared_strings)
            found[cell] = (*found.get(cell, ()), Shown(name, parameter, text, value))
    return found
