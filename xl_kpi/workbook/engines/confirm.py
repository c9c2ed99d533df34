"""Asking the second engine: what it confirms is accepted, what it does not keeps its old value.

It gets the workbook with every value that needs no confirmation in place of its formula, so each
formula that it evaluates is compared on its own.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence, Set
from itertools import repeat
from typing import Any

from xl_kpi.errors import ExcelError
from xl_kpi.language import Text
from xl_kpi.workbook.addresses import cell_name
from xl_kpi.workbook.analysis.checked import COMPLEX_TEXTS, sure
from xl_kpi.workbook.analysis.formula import HelperCells
from xl_kpi.workbook.analysis.formula_cell import Formula
from xl_kpi.workbook.analysis.formula_cells import Formulas
from xl_kpi.workbook.engines import second_engine
from xl_kpi.workbook.engines.checks import (
    ACCENTED,
    CONDITION,
    CRITERION,
    ERROR_GIVEN,
    GUARDED,
    IN_LIST,
    OLD_DATE,
    ROUNDED,
    TRUTH,
    WILDCARD,
)  # fmt: skip
from xl_kpi.workbook.engines.engine import sheet_xml
from xl_kpi.workbook.parts import cells
from xl_kpi.workbook.parts.cell_values import MAX_TEXT, encode, encode_all
from xl_kpi.workbook.parts.grid import Stored
from xl_kpi.workbook.parts.marks import with_marked
from xl_kpi.workbook.parts.patching import patch
from xl_kpi.workbook.parts.xmltext import escape
from xl_kpi.workbook.spills import Spills

Encoded = tuple[str, str] | None  # what `encode` gives; None where a cell keeps its value
Cells = dict[tuple[int, int], Any]  # values by row and column
NOT_KNOWN = Text("le moteur de calcul ne sait pas l’évaluer", "the calculation engine cannot evaluate it")
_DISAGREED = Text("les deux moteurs de calcul ne sont pas d’accord", "the two calculation engines disagree")
_NO_ANSWER = Text("le second moteur de calcul n’a pas répondu", "the second calculation engine gave no answer")
# Doubts about the first engine that the second one settles.
_RETRIED = (ACCENTED, CONDITION, CRITERION, ERROR_GIVEN, GUARDED, IN_LIST, OLD_DATE, ROUNDED, TRUTH, WILDCARD)
# A number of a complex one that Excel would write with an exponent, as far as is known.
_LONG = re.compile(r"(?<![.\d])\d{12}|0\.0\d{18}")
# The errors that two engines do not agree on by chance.
_LIKELY = {ExcelError.DIV0, ExcelError.NA, ExcelError.NUM, ExcelError.REF}


class Confirmation:
    """One question to the second engine, about every cell of a workbook that needs it."""

    def __init__(
        self,
        reading: Formulas,
        texts: Mapping[str, str],
        linked: Mapping[str, str],
        shared_strings: bytes | None,
        seconds: float,
        spills: Spills,
        unlike: Set[int],
    ) -> None:
        """Take the formulas with the first engine's values, the sheets as the file has them, and linked ones."""
        self._linked = linked
        self._reading = reading
        self._texts = texts
        self._strings = shared_strings
        self._seconds = seconds
        self._spills = spills
        self._unlike = unlike
        self._stored = Stored(texts, list)
        self.asked = [f for f in reading.found.values() if self._open(f)]

    def _open(self, f: Formula) -> bool:
        """Tell whether the second engine is asked about a formula."""
        if f.checked and f.reason in (None, NOT_KNOWN):
            return True
        return f.refused is None and not f.settled and f.reason in _RETRIED and self._sure(f)

    def _sure(self, f: Formula) -> bool:
        """Tell whether the second engine's answer counts where the first one has another, or none."""
        template = f.template
        plain = f.area.cells == 1 and not template.arrayed and not template.ordered
        return plain and f.number not in self._unlike and sure(template.functions)

    def judge(
        self, helpers: HelperCells, helper: Callable[[int, int], Any], inherits: Callable[[Formula], bool]
    ) -> list[Formula]:
        """Give each formula asked about its reason, and return those that take the second engine's value.

        `helper` gives the value of a helper cell, `inherits` tells whether a formula reads an error.
        """
        answers = self._answers(helpers, helper) if self.asked else {}
        taken = []
        for f in self.asked:
            if answers is None:
                f.reason = _NO_ANSWER
                continue
            answer = answers[f.place]
            agreed = f.reason is None and second_engine.same(f.value, answer)
            if answer is None and f.dynamic:
                f.reason = f.reason or _DISAGREED
            elif not agreed and not self._sure(f):
                f.reason = f.reason or (f.template.unproven if f.template.local else _DISAGREED)
            elif _doubtful(answer, f, inherits, sure=self._sure(f)) or (
                f.template.local and self._stored.value(*f.place) != answer
            ):
                f.reason = f.template.unproven or f.reason or NOT_KNOWN
            elif not agreed:
                f.reason, f.value = None, answer
                taken.append(f)
        return taken

    def _answers(self, helpers: HelperCells, helper: Callable[[int, int], Any]) -> dict[Any, Any] | None:
        numbers = {f.number for f in self.asked}
        known, spilled = results_of(self._reading, lambda f: f.reason is None and not f.checked)
        plain = self._reading.in_order(
            lambda f: f.plain if f.number in numbers else None, lambda c: repeat(None, len(c.numbers))
        )
        plain = with_marked(self._reading, plain, lambda f, _: "" if f.number in numbers else None)
        sheets = {sheet: self._sheet(sheet, known[sheet], spilled[sheet], plain[sheet]) for sheet in self._texts}
        sheets |= self._linked
        mine = [cell for cell in helpers.cells if cell[4] in numbers]
        if mine:
            arrays = helpers.arrays
            sheets[helpers.name] = sheet_xml(
                (r, c, _helper_cell(r, c, plain, helper, arrays.get((r, c)))) for r, c, _, plain, _ in mine
            )
        index = {sheet: i for i, sheet in enumerate(sheets)}
        wanted = {f.place: [*f.area.places(), *self._beyond(f)] for f in self.asked}
        places = [(index[sheet], *at) for (sheet, _, _), cells_wanted in wanted.items() for at in cells_wanted]
        found = second_engine.values(sheets, self._strings, places, self._seconds)
        if found is None:
            return None
        values = iter(found)
        return {f.place: _shaped(f, [next(values) for _ in wanted[f.place]]) for f in self.asked}

    def _beyond(self, f: Formula) -> list[tuple[int, int]]:
        """Return the cells around a dynamic array that must stay empty for it to have its size."""
        if not f.dynamic:
            return []
        area = f.area
        right = [(row, area.right + 1) for row in range(area.top, area.bottom + 1)]
        below = [(area.bottom + 1, column) for column in range(area.left, area.right + 1)]
        return [at for at in (*right, *below) if self._spills.empty((area.sheet, *at))]

    def _sheet(self, sheet: str, known: Sequence[Encoded], spilled: Cells, plain: Sequence[str | None]) -> str:
        asked = [f for f in self.asked if f.place[0] == sheet]
        arrays = {f.place[1:]: (f.area.ref, f.dynamic) for f in asked if f.array}
        bare = cells.drop_cells(self._texts[sheet], spill_cells(asked))
        asking = cells.FormulaScan(patch(cells.FormulaScan(bare), known, spilled)).rewritten(plain, arrays)
        return self._spills.written(sheet, asking, spilled)


def cells_of(f: Formula) -> Cells:
    """Return every cell that a formula's result fills, with its value."""
    if not isinstance(f.value, list):
        return {f.place[1:]: f.value}
    return dict(zip(f.area.places(), (v for line in f.value for v in line), strict=True))


def results_of(
    reading: Formulas, wanted: Callable[[Formula], bool]
) -> tuple[dict[str, list[Encoded]], defaultdict[str, Cells]]:
    """Return by sheet what each formula cell shows, in file order, and the values of the cells they spill into."""
    spilled: defaultdict[str, Cells] = defaultdict(dict)

    def of(f: Formula) -> Encoded:
        if not wanted(f):
            return None
        values = cells_of(f)
        own = encode(values.pop(f.place[1:]))
        if values:
            spilled[f.place[0]].update(values)
        return own

    def of_marked(f: Formula, at: tuple[int, int]) -> Encoded:
        return encode(spilled[f.place[0]][at]) if wanted(f) and at in spilled[f.place[0]] else None

    return with_marked(reading, reading.in_order(of, lambda c: encode_all(c.values)), of_marked), spilled


def spill_cells(formulas: Iterable[Formula]) -> set[tuple[int, int]]:
    """Return every cell that an array formula among these fills in the file."""
    return {at for f in formulas if f.stored.cells > 1 for at in f.stored.places()}


def literal(value: Any) -> str:
    """Return a value as a formula without "=" writes it."""
    if isinstance(value, list):
        return "{" + ";".join(",".join(literal(v) for v in line) for line in value) + "}"
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, str):
        doubled = value.replace('"', '""')
        return f'"{doubled}"'
    return str(value) if isinstance(value, ExcelError) else repr(float(value or 0))


def _helper_cell(row: int, column: int, plain: str | None, value: Callable[[int, int], Any], array: str | None) -> str:
    name = cell_name(row, column)
    if plain is not None and array is not None:
        return f'<c r="{name}" cm="1"><f t="array" ref="{array}">{escape(plain)}</f></c>'
    if plain is not None:
        return f'<c r="{name}"><f>{escape(plain)}</f></c>'
    kind, shown = encode(value(row, column))
    return f'<c r="{name}" t="{kind}"><v>{shown}</v></c>'


def _shaped(f: Formula, values: list[Any]) -> Any:
    inside, beyond = values[: f.area.cells], values[f.area.cells :]
    if any(v is not None for v in beyond) or (f.dynamic and f.area.cells > 1 and None in inside):
        return None  # a result of another size
    if f.area.cells == 1:
        return inside[0]
    width = f.area.columns
    return [inside[i : i + width] for i in range(0, len(inside), width)]


def _doubtful(value: Any, f: Formula, inherits: Callable[[Formula], bool], *, sure: bool) -> bool:
    """Tell whether a result has an error that may only mean that the engines do not know better."""
    found = [v for line in value for v in line] if isinstance(value, list) else [value]
    if f.reason is CRITERION and any(isinstance(v, ExcelError | dict) for v in found):
        return True
    if any(isinstance(v, str) and len(v) > MAX_TEXT for v in found):
        return True
    if any(isinstance(v, str) and _LONG.search(v) for v in found) and COMPLEX_TEXTS.intersection(f.template.functions):
        return True
    likely = {*_LIKELY, ExcelError.VALUE} if sure else _LIKELY
    unlikely = {v for v in found if isinstance(v, ExcelError) and v not in likely}
    odd = any(isinstance(v, dict) for v in found) or any(str(v) not in f.plain for v in unlikely)
    return odd and not inherits(f)
