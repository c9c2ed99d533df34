"""Functions that look at cells and sheets, not at values: FORMULATEXT, ISFORMULA, SHEET.

They are told where a reference stands, so that no calculation engine is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Container
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.analysis.formula import Analyzer
from xl_kpi.workbook.analysis.formula_cell import Formula
from xl_kpi.workbook.analysis.formula_cells import Formulas
from xl_kpi.workbook.analysis.formula_text import shown
from xl_kpi.workbook.dependants import Place
from xl_kpi.workbook.functions.values import ArrayError, Blank, Doubtful, one

_LOCAL = Text("une formule affichée dans la langue d’Excel", "a formula shown in Excel’s language")
_PROTECTED = Text("une feuille dont les formules peuvent être masquées", "a sheet whose formulas may be hidden")
_IN_TABLE = Text("une formule dans un tableau, qu’Excel affiche autrement", "a formula in a table, shown otherwise")
_SPILLED = Text("une cellule qu’un tableau dynamique remplit", "a cell that a dynamic array fills")
_REFUSED = Text("une table de données ou une formule incomplète", "a data table or an incomplete formula")
_LONGEST = 8192


class Places:
    """What these functions need to know of a workbook, and what they give."""

    def __init__(
        self,
        reading: Formulas,
        analyzer: Analyzer,
        protected: Container[str] = (),
    ) -> None:
        """Take the formulas, what is known of the workbook, and the sheets whose formulas may be hidden."""
        self._reading = reading
        self._sheets = [name.lower() for name in analyzer.sheet_names]
        self._english = analyzer.language.english
        self._protected = protected
        self._in_table = analyzer.resolver.table_at

    @property
    def functions(self) -> dict[str, Callable[..., Any]]:
        """Return the functions by their names."""
        return {"FORMULATEXT": self.formula_text, "ISFORMULA": self.is_formula, "SHEET": self.sheet}

    def formula_text(self, where: str, _: object = None) -> str:
        """FORMULATEXT: the formula of a cell, #N/A where there is none."""
        place = _place(where)
        if place[0] in self._protected:
            raise Doubtful(_PROTECTED)
        f = self._formula(place)
        if f is None:
            raise ArrayError("Na")
        if not self._english:
            raise Doubtful(_LOCAL)
        if not f.text or (f.stored.cells > 1 and not f.array):
            raise Doubtful(_REFUSED)
        if f.dynamic and f.place != place:
            raise Doubtful(_SPILLED)
        if "[" in f.text and self._in_table(*f.place):
            raise Doubtful(_IN_TABLE)
        text = shown(f.text, array=f.array)
        text = text[1:-1] if f.dynamic else text
        if len(text) > _LONGEST:
            raise ArrayError("Na")
        return text

    def is_formula(self, where: str, _: object = None) -> bool:
        """ISFORMULA: whether a cell holds a formula."""
        place = _place(where)
        f = self._formula(place)
        if f is not None and f.dynamic and f.place != place:
            raise Doubtful(_SPILLED)
        return f is not None

    def sheet(self, name: Any) -> float:
        """SHEET of a text: the number of the sheet of this name."""
        text = one(name)
        if not isinstance(text, str) or isinstance(text, Blank) or text.lower() not in self._sheets:
            raise ArrayError("Na")
        return float(self._sheets.index(text.lower()) + 1)

    def _formula(self, place: Place) -> Formula | None:
        """Return the formula that a cell holds, or that fills it."""
        sheet, row, column = place
        if found := self._reading.found.get(place):
            return found
        for c in self._reading.columns:
            if c.sheet == sheet and c.column == column and c.top <= row <= c.bottom:
                return c.formula(row - c.top)
        wide = (f for f in self._reading.found.values() if f.place[0] == sheet and (f.array or f.stored.cells > 1))
        return next((f for f in wide if f.area.contains(row, column) or f.stored.contains(row, column)), None)


def _place(where: str) -> Place:
    row, column, sheet = where.split(",", 2)
    return sheet, int(row), int(column)
