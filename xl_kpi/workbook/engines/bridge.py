"""What the engine calls back: the KPI functions, and the checks that keep a doubtful result out.

The engine hands over numbers, text, booleans, None, error dictionaries and rows of those. The
first argument of every call is the number of the calling formula, plus one half where only one
value is right; so a doubt or a reason can be filed under the cell it belongs to.
"""

from __future__ import annotations

import contextlib
import math
import random
from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from xl_kpi.errors import BY_NAME, ExcelError
from xl_kpi.language import Lang, Text
from xl_kpi.workbook.analysis.proven import PROVEN
from xl_kpi.workbook.analysis.text_numbers import UnclearError, read
from xl_kpi.workbook.engines.checks import (
    BARE,
    BELOW,
    CHECKS,
    COMPARE,
    DATE_TEXT,
    LOCALE,
    MANY,
    NOISE,
    ON_ERROR,
    ROOT,
    as_number,
    as_text,
    equal_but_for_accents,
    order,
    texts_in_order,
    unlike_text,
)
from xl_kpi.workbook.functions import arrays, dates
from xl_kpi.workbook.functions.language import condition, read_number, write_text, written
from xl_kpi.workbook.functions.order import filter_columns
from xl_kpi.workbook.functions.values import OMITTED, Doubtful, call
from xl_kpi.workbook.parts.cell_values import MAX_TEXT

Function = Callable[..., object]
_KINDS = {
    "Null": ExcelError.NULL,
    "Div": ExcelError.DIV0,
    "Value": ExcelError.VALUE,
    "Ref": ExcelError.REF,
    "Name": ExcelError.NAME,
    "Num": ExcelError.NUM,
    "Na": ExcelError.NA,
    "Spill": ExcelError.SPILL,
    "Calc": ExcelError.CALC,
}
_BLANK = Text("une cellule vide dans un tableau", "a blank cell in an array")
_FAILED = Text("la fonction a échoué", "the function failed")
# Kinds of the engine's own that no trusted function returns: they carry errors it does not know.
_CARRIERS = ("NImpl", "Error", "Cancelled")


class Why(Protocol):
    """Why a KPI is an error, as the worksheet boundary tells it."""

    def text(self, lang: Lang) -> str:
        """Return the reason in one language."""


def column_functions() -> frozenset[str]:
    """Return the KPIs that work cell by cell, so that one call over a column equals one call a cell."""
    from xl_kpi.catalog import KPIS
    from xl_kpi.formulas.definition import Formula

    return frozenset(
        name
        for name, kpi in KPIS.items()
        if isinstance(kpi.function, Formula) and all(p.kind.shape == "each" for p in kpi.parameters)
    )


def catalogue_functions() -> dict[str, Function]:
    """Return every declared KPI under its Excel name, called through the worksheet boundary."""
    from functools import partial

    from xl_kpi.catalog import KPIS
    from xl_kpi.worksheet import evaluate

    return {name: partial(evaluate, name) for name in KPIS}


class Bridge:
    """Adapts functions to the engine and files doubts and reasons by formula number."""

    def __init__(
        self,
        functions: Mapping[str, Function],
        foreign: frozenset[ExcelError] = frozenset(),
        *,
        seed: int | None = None,
        looking: Mapping[str, Function] | None = None,
    ) -> None:
        """Take the KPI functions, errors that the engine cannot hold, the seed of RAND, what looks at cells."""
        self._looking = looking or {}
        self._seed = seed
        self._drawn: Counter[int] = Counter()
        carried = dict(zip(_CARRIERS, sorted(foreign, key=lambda e: e.code), strict=False))
        self._errors = {**_KINDS, **carried}
        self._kinds = {error: kind for kind, error in self._errors.items()}
        self.functions = {name.upper(): function for name, function in functions.items()}
        self.doubts: dict[int, Text] = {}
        self.reasons: dict[int, dict[ExcelError, Why]] = {}
        self.unlike: set[int] = set()  # formulas with a condition that the second engine reads otherwise
        self.sizes: dict[int, object] = {}  # arrays whose size was asked for
        self.misfits: set[int] = set()  # formulas in which an array has another size than thought
        self.asked: dict[tuple[int, int], Any] = {}  # values, by formula and their place in its list
        self.results: dict[int, object] = {}  # of dynamic arrays, before they are put into cells

    def carries(self, error: ExcelError) -> bool:
        """Tell whether the engine can hold this error."""
        return error in self._kinds

    def register(self, workbook: Any) -> None:
        """Register everything with an engine workbook."""
        for name, function in self.functions.items():
            workbook.register_function(name, self._kpi(function))
        for name, compare in COMPARE.items():
            workbook.register_function(f"XLKPI_{name}", self._comparison(name, compare))
            workbook.register_function(f"XLKPI_{name}_ENGLISH", self._comparison(name, compare, english=True))
        for name, check in CHECKS.items():
            workbook.register_function(f"XLKPI_CHECK_{name}", self._check(name, check))
        workbook.register_function("XLKPI_UPPER", _case(str.upper))
        workbook.register_function("XLKPI_LOWER", _case(str.lower))
        each = {f"{name}_EACH": function for name, function in arrays.EACH.items()}
        computed = {name: native.call for name, native in PROVEN.items() if native.call}
        spoken: dict[str, Function] = {"READ": read_number, "WRITE": write_text, "CONDITION": condition}
        columns = {"FILTER_COLUMNS": filter_columns}
        for name, function in {**computed, **columns, **each, **spoken, **self._looking}.items():
            workbook.register_function(f"XLKPI_{name}", self._array(function))
        workbook.register_function("XLKPI_SPILL", self._spill)
        workbook.register_function("XLKPI_SIZE", self._size)
        workbook.register_function("XLKPI_ASKED", self._ask)
        workbook.register_function("XLKPI_SIZED", self._sized)
        workbook.register_function("XLKPI_FITTED", arrays.fitted)
        workbook.register_function("XLKPI_BELOW_SUM", self._below_sum)
        workbook.register_function("XLKPI_EQUAL_TEXTS", self._texts(equal_but_for_accents))
        workbook.register_function("XLKPI_SORTED_TEXTS", self._texts(texts_in_order))
        workbook.register_function("XLKPI_POWER", self._power)
        for name, function in dates.FUNCTIONS.items():
            workbook.register_function(f"XLKPI_{name}", self._dated(name, function))
        workbook.register_function("XLKPI_RAND", self._random)
        workbook.register_function("XLKPI_JOIN", self._join)
        workbook.register_function("XLKPI_ERROR", lambda name: self.error(BY_NAME[name]))

    def error(self, error: ExcelError) -> dict[str, str]:
        """Return an error as the engine takes it."""
        return {"type": "Error", "kind": self._kinds.get(error, "Value")}

    def value(self, given: object) -> Any:
        """Turn an engine value into a worksheet value; KeyError for what no cell of Excel shows."""
        if isinstance(given, dict):
            return self._errors[given["kind"]]
        if isinstance(given, str) and len(given) > MAX_TEXT:
            raise KeyError(MAX_TEXT)
        if isinstance(given, list):
            return [self.value(item) for item in given]
        return None if given == OMITTED else given

    def column(self, rows: list[list[Any]]) -> list[Any]:
        """Turn the engine's values of one column into worksheet values; KeyError as `value` raises it."""
        return [v if type(v) is float else self.value(v) for (v,) in rows]

    def result(self, given: object) -> object:
        """Return what a function gave as the engine takes it: never NaN, never nothing."""
        if isinstance(given, ExcelError):
            return self.error(given)
        if isinstance(given, bool | str):
            return given
        if isinstance(given, int | float):
            return float(given) if math.isfinite(given) else self.error(ExcelError.NUM)
        if isinstance(given, list | tuple) and given:
            rows = [list(row) if isinstance(row, list | tuple) else [row] for row in given]
            return [[self.result(item) for item in row] for row in rows]
        return self.error(ExcelError.NA)

    def _kpi(self, function: Function) -> Function:
        def called(caller: float, *arguments: object) -> object:
            number, one = int(caller), caller % 1 != 0
            try:
                outcome: Any = function(*[self.value(a) for a in arguments])
            except Exception:  # noqa: BLE001 - a cell never shows a traceback, and the engine would swallow it
                self.doubts[number] = _FAILED
                return self.error(ExcelError.VALUE)
            if not isinstance(outcome, ExcelError) and hasattr(outcome, "why"):
                if outcome.why is not None:
                    self.reasons.setdefault(number, {}).setdefault(_first_error(outcome.value), outcome.why)
                outcome = outcome.value
            if one and isinstance(outcome, list | tuple):
                self.doubts[number] = MANY
                return self.error(ExcelError.VALUE)
            return self.result(outcome)

        return called

    def _comparison(self, name: str, compare: Callable[[int], bool], *, english: bool = False) -> Function:
        def called(caller: float, left: object, right: object) -> object:
            for given in (left, right):
                if isinstance(given, dict):
                    return given
            compared, doubt = order(left, right, equality=name in ("EQ", "NE"), english=english)
            if doubt:
                self.doubts[int(caller)] = doubt
            return compare(compared)

        return called

    def _check(self, name: str, check: Callable[[Any], Text | None]) -> Function:
        on_error = ON_ERROR.get(name.removesuffix("_ENGLISH"))

        def called(caller: float, given: object) -> object:
            if name.startswith("CRITERION"):
                if unlike_text(given):
                    self.unlike.add(int(caller))
                if isinstance(given, dict) or (isinstance(given, str) and given in BARE):
                    return OMITTED  # a text that no cell holds: the first finds errors, the second nothing
            if name == "LISTED" and isinstance(given, list) and [len(line) for line in given] != [1]:
                return given
            doubt = MANY if isinstance(given, list) else on_error if isinstance(given, dict) else check(given)
            if doubt:
                self.doubts[int(caller)] = doubt
                return self.error(ExcelError.VALUE)
            return given

        return called

    def down(self, name: str, columns: list[list[list[Any]]], count: int) -> list[Any]:
        """Return what a KPI gives for each row of these columns of engine values, called once."""
        outcome: Any = self.functions[name](*[self._cells(c) if len(c) > 1 else self.value(c[0][0]) for c in columns])
        rows = outcome.value if hasattr(outcome, "value") else outcome
        if not isinstance(rows, list) or len(rows) != count:
            raise ValueError(f"{name} gave no column")
        return [value for (value,) in rows]

    def _cells(self, rows: list[list[Any]]) -> Any:
        """Return the engine's values of one column as cells; numbers are those already."""
        return rows if all(type(v) is float for (v,) in rows) else self.value(rows)

    def why(self, name: str, arguments: list[Any]) -> Why | None:
        """Return why a KPI gives an error for one row of engine values."""
        outcome: Any = self.functions[name](*[self.value(a) for a in arguments])
        found: Why | None = getattr(outcome, "why", None)
        return found

    def _array(self, function: Function) -> Function:
        def called(caller: float, *arguments: object) -> object:
            try:
                return call(function, arguments)
            except Doubtful as doubt:
                self.doubts[int(caller)] = doubt.reason
            except Exception:  # noqa: BLE001 - the engine would take it for #VALUE!
                self.doubts[int(caller)] = _FAILED
            return self.error(ExcelError.VALUE)

        return called

    def _spill(self, caller: float, given: object) -> object:
        self.results[int(caller)] = given
        return given

    def _dated(self, name: str, function: Callable[..., float | ExcelError]) -> Function:
        whole = name in ("EDATE", "EOMONTH")  # they take no TRUE

        def called(caller: float, *arguments: object) -> object:
            numbers = []
            for given in arguments:
                if isinstance(given, dict):
                    return given
                doubt = MANY if isinstance(given, list) else None
                number = None
                try:
                    if not doubt and not (whole and isinstance(given, bool)):
                        number = read(given, english=False) if isinstance(given, str) else as_number(given)
                except UnclearError:
                    doubt = DATE_TEXT
                if number is None:
                    if doubt:
                        self.doubts[int(caller)] = doubt
                    return self.error(ExcelError.VALUE)
                numbers.append(number)
            return self.result(function(*numbers))

        return called

    def _power(self, caller: float, base: object, exponent: object) -> object:
        """Return a power as Excel has it: 0^0 is an error, and an odd root of a negative number is not."""
        numbers = []
        for given in (base, exponent):
            if isinstance(given, dict):
                return given
            number = as_number(given)
            if number is None:
                return self.error(ExcelError.VALUE)
            numbers.append(number)
        x, y = numbers
        if x == 0 and y <= 0:
            return self.error(ExcelError.DIV0 if y else ExcelError.NUM)
        if x < 0 and y != int(y):
            if abs(1 / y - round(1 / y)) > NOISE:
                self.doubts[int(caller)] = ROOT
            root = round(1 / y)
            return -((-x) ** y) if root % 2 else self.error(ExcelError.NUM)
        try:
            return self.result(x**y)
        except OverflowError:
            return self.error(ExcelError.NUM)

    def _texts(self, doubt: Callable[[Any, Any], bool]) -> Function:
        def called(caller: float, left: object, right: object) -> object:
            if doubt(left, right):
                self.doubts[int(caller)] = LOCALE
            return left

        return called

    def _below_sum(self, caller: float, empty: object, given: object) -> object:
        if empty not in (0, False, None):
            self.doubts[int(caller)] = BELOW
        return given

    def _size(self, caller: float, given: object) -> float:
        self.sizes[int(caller)] = given
        return 0.0

    def _ask(self, caller: float, index: float, given: object) -> float:
        one = given[0][0] if isinstance(given, list) and [len(line) for line in given] == [1] else given
        self.asked[int(caller), int(index)] = self.value(one)
        return 0.0

    def _sized(self, caller: float, rows: float, columns: float, given: object) -> object:
        lines = given if isinstance(given, list) else [[given]]
        if (len(lines), len(lines[0])) != (rows, columns):
            self.misfits.add(int(caller))
        if any(v is None for line in lines for v in line):  # its cell would hold 0
            self.doubts[int(caller)] = _BLANK
        return arrays.fitted(caller, rows, columns, given)

    def _random(self, caller: float) -> float:
        number = int(caller)  # each cell has its own sequence, whatever the order of evaluation
        self._drawn[number] += 1
        return random.Random(f"{self._seed}:{number}:{self._drawn[number]}").random()

    def _join(self, caller: float, told: str, left: object, right: object) -> object:
        texts = []
        for given in (left, right):
            if isinstance(given, dict):
                return given
            text = as_text(given, criterion=caller % 1 == 0)
            if text is None and told and not isinstance(given, list):
                with contextlib.suppress(Doubtful):
                    text = written(given, told)
            if text is None:
                self.doubts[int(caller)] = LOCALE
                return self.error(ExcelError.VALUE)
            texts.append(text)
        joined = "".join(texts)
        return joined if len(joined) <= MAX_TEXT else self.error(ExcelError.VALUE)


def _case(change: Callable[[str], str]) -> Function:
    def called(given: object) -> object:
        text = as_text(given) if not isinstance(given, dict) else None
        # Excel changes letter by letter: one that would become two stays.
        return given if text is None else "".join(c if len(change(c)) != 1 else change(c) for c in text)

    return called


def _first_error(value: Any) -> ExcelError:
    cells = (
        [cell for row in value for cell in (row if isinstance(row, list | tuple) else [row])]
        if isinstance(value, list | tuple)
        else [value]
    )
    return next((cell for cell in cells if isinstance(cell, ExcelError)), ExcelError.VALUE)
