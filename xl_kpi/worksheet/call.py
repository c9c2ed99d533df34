"""Call a KPI as a cell does: values and blocks in, what the cell shows out, and why it shows an error."""

from __future__ import annotations

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xl_kpi.catalog import KPIS, Kpi
from xl_kpi.errors import BY_CODE, ExcelError, KpiError
from xl_kpi.formulas.definition import OVERFLOW, Formula, Parameter
from xl_kpi.formulas.units import Labels
from xl_kpi.language import Lang, Text
from xl_kpi.worksheet.values import BLANK, ONE_CELL, Block, Problem, block, gather, number, placed, rows_of, word

Cell = float | str | ExcelError

_UNKNOWN = Text("fonction inconnue", "unknown function")
_TOO_MANY = Text("trop d’arguments", "too many arguments")
_UNDEFINED = {ExcelError.DIV0: Text("division par 0", "division by 0")}
_ALONE = Text("n’a pas de cellule en face", "has no cell opposite")


@dataclass(frozen=True, slots=True)
class Why:
    """Why a cell shows an error: the function, the argument at fault, the reason, and where in a block."""

    kpi: str
    error: ExcelError
    argument: str | None
    reason: Text
    position: tuple[int, int] | None = None  # row and column of the result, from 1

    def text(self, lang: Lang) -> str:
        """Return the reason in one line."""
        where = ""
        if self.position:
            row, column = self.position
            where = f" (ligne {row}, colonne {column})" if lang == "fr" else f" (row {row}, column {column})"
        colon = "\u00a0:" if lang == "fr" else ":"
        return f"{self.kpi}{colon} {self.reason[lang]}{where}"


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What a call shows: one value, or rows of values that spill; and why its first error is one."""

    value: Cell | list[list[Cell]]
    why: Why | None = None


def call(name: str, *arguments: Any) -> Cell | list[list[Cell]]:
    """Return what a cell shows for `=NAME(arguments)`.

    Arguments: numbers, text, booleans, dates, None for a blank, `ExcelError` members or COM error
    codes, and rows of those (lists, tuples, arrays; a flat sequence is a row).
    Result: a float, a text or an `ExcelError`; rows of them where the call spills. Never raises for
    what a cell may hold.
    """
    return evaluate(name, *arguments).value


def evaluate(name: str, *arguments: Any) -> Evaluation:
    """Return what a cell shows for a call and, for an error, why (see `call`)."""
    kpi = KPIS.get(name.upper())
    if kpi is None:
        return _failed(name, ExcelError.NAME, None, _UNKNOWN)
    parameters = kpi.parameters
    if len(arguments) > len(parameters) and not parameters[-1].repeated:
        return _failed(kpi.name, ExcelError.VALUE, None, _TOO_MANY)
    prepared = [_prepare(p, arguments[i:] if p.repeated else arguments[i : i + 1]) for i, p in enumerate(parameters)]
    table = not isinstance(kpi.function, Formula)
    spills = not table and any(isinstance(item, Block) for item in prepared)
    for parameter, item in zip(parameters, prepared, strict=True):
        problem = Problem(ExcelError.VALUE, ONE_CELL) if table and isinstance(item, Block) else item
        if isinstance(problem, Problem) and (not spills or parameter.kind.shape != "each"):
            return _failed(kpi.name, problem.error, parameter.name, _sentence(parameter.name, problem.found))
    try:
        if isinstance(kpi.function, Formula):
            return _many(kpi, kpi.function, prepared) if spills else Evaluation(_one(kpi.function, prepared))
        return _rows(kpi, kpi.function.rows(prepared))
    except KpiError as undefined:
        return _failed(kpi.name, undefined.error, undefined.argument, undefined.why)


def _prepare(parameter: Parameter, given: Sequence[Any]) -> Any:
    """Return an argument as the formula takes it, or the Problem with it."""
    shape = parameter.kind.shape
    if shape in {"range", "column", "cells"} and not given:
        return parameter.default if parameter.optional else Problem(ExcelError.NA, BLANK)
    if shape == "range":
        parts: list[NDArray[np.float64]] = []
        for value in given:
            gathered = gather(value, parameter)
            if isinstance(gathered, Problem):
                return gathered
            parts.append(gathered)
        return parts[0] if len(parts) == 1 else np.concatenate(parts)
    if shape in {"column", "cells"}:
        blank = parameter.optional and given[0] is None
        return parameter.default if blank else placed(given[0], parameter)
    rows = rows_of(given[0]) if given else None
    if shape == "text":
        return word(rows, parameter)
    return block(rows, parameter) if isinstance(rows, list | tuple | np.ndarray) else number(rows, parameter)


def _failed(kpi: str, error: ExcelError, argument: str | None, reason: Text) -> Evaluation:
    return Evaluation(error, Why(kpi, error, argument, reason))


def _sentence(argument: str, found: Text) -> Text:
    return Text(f"{argument} {found.fr}", f"{argument} {found.en}")


def _one(function: Formula, prepared: list[Any]) -> Cell:
    result = function.single(prepared)
    labels = function.result
    return labels.labels[int(result)] if isinstance(labels, Labels) else result + 0.0  # -0.0 shows as 0


def _rows(kpi: Kpi, rows: list[list[Any]]) -> Evaluation:
    """Return a table; one of a single cell is that cell. The first error in it has its place as reason."""
    at = next(((r, c) for r, row in enumerate(rows) for c, v in enumerate(row) if isinstance(v, ExcelError)), None)
    value = rows[0][0] if len(rows) == 1 and len(rows[0]) == 1 else rows
    if at is None:
        return Evaluation(value)
    error = rows[at[0]][at[1]]
    reason = _UNDEFINED.get(error, OVERFLOW)
    return Evaluation(value, Why(kpi.name, error, None, reason, (at[0] + 1, at[1] + 1)))


def _many(kpi: Kpi, function: Formula, prepared: list[Any]) -> Evaluation:
    """Work on blocks: Excel's broadcasting, and an error in each cell that has one."""
    blocks = [item for item in prepared if isinstance(item, Block)]
    shape = (max(b.numbers.shape[0] for b in blocks), max(b.numbers.shape[1] for b in blocks))
    arguments: list[Any] = []
    errors: list[NDArray[np.int16] | int | None] = []
    for item in prepared:
        if isinstance(item, Block):
            fitted = _fit(item, shape)
            arguments.append(fitted.numbers)
            errors.append(fitted.errors)
        else:
            bad = isinstance(item, Problem)
            arguments.append(0.0 if bad else item)
            errors.append(item.error.code if bad else None)
    results, broken = function.many(arguments)
    codes = _codes(function, errors, broken, shape)
    results = results + 0.0  # -0.0 shows as 0
    labels = function.result
    shown: Any = np.array(labels.labels)[results.astype(int)] if isinstance(labels, Labels) else results
    rows = _lists(shown)
    if codes is None:
        return Evaluation(rows)
    at = np.argwhere(codes)
    for r, c in at.tolist():
        rows[r][c] = BY_CODE[int(codes[r, c])]
    first = (int(at[0][0]), int(at[0][1]))
    return Evaluation(rows, _why(kpi, function, prepared, errors, broken, first, BY_CODE[int(codes[first])]))


def _lists(array: NDArray[Any]) -> list[list[Cell]]:
    """Return an array as lists, with the garbage collector at rest.

    It would search them all again and again while they are made, though none can be garbage.
    """
    collects = gc.isenabled()
    gc.disable()
    try:
        rows: list[list[Cell]] = array.tolist()
    finally:
        if collects:
            gc.enable()
    return rows


def _fit(item: Block, shape: tuple[int, int]) -> Block:
    """Return the block in a shape that broadcasts to `shape`; cells without a partner are `#N/A`."""
    rows, columns = item.numbers.shape
    padding = (0 if rows == 1 else shape[0] - rows, 0 if columns == 1 else shape[1] - columns)
    if padding == (0, 0):
        return item
    width = ((0, padding[0]), (0, padding[1]))
    errors = np.zeros(item.numbers.shape, np.int16) if item.errors is None else item.errors
    return Block(np.pad(item.numbers, width), np.pad(errors, width, constant_values=ExcelError.NA.code), item.cells)


def _codes(
    function: Formula,
    errors: Sequence[NDArray[np.int16] | int | None],
    broken: NDArray[np.int8] | None,
    shape: tuple[int, int],
) -> NDArray[np.int16] | None:
    """Return Excel's error code of every cell (0: none): incoming errors in argument order, then rules."""
    incoming = [found for found in errors if found is not None]
    if not incoming and broken is None:
        return None
    codes = np.zeros(shape, np.int16)
    for found in incoming:
        codes = np.where(codes == 0, found, codes).astype(np.int16)
    if broken is not None:
        of_rule = [0, *(rule.error.code for rule, _ in function.each_rules), ExcelError.NUM.code]
        codes = np.where(codes == 0, np.array(of_rule, np.int16)[broken], codes)
    return codes if codes.any() else None


def _why(
    kpi: Kpi,
    function: Formula,
    prepared: Sequence[Any],
    errors: Sequence[NDArray[np.int16] | int | None],
    broken: NDArray[np.int8] | None,
    at: tuple[int, int],
    error: ExcelError,
) -> Why:
    """Return why the cell at this place of the result is an error."""
    position = (at[0] + 1, at[1] + 1)
    values: list[Any] = []
    for parameter, item, found in zip(kpi.parameters, prepared, errors, strict=True):
        value = item
        if isinstance(item, Block):
            rows, columns = item.numbers.shape
            r, c = (0 if rows == 1 else at[0]), (0 if columns == 1 else at[1])
            if r >= rows or c >= columns:
                value = Problem(ExcelError.NA, _ALONE)
            elif found is not None and isinstance(found, np.ndarray) and found[r, c]:
                value = number(item.cells[r][c], parameter)
            else:
                value = float(item.numbers[r, c])
        if isinstance(value, Problem):
            return Why(kpi.name, error, parameter.name, _sentence(parameter.name, value.found), position)
        values.append(value)
    if broken is None or broken[at] < 1:
        return Why(kpi.name, error, None, OVERFLOW, position)
    rule, reads = function.each_rules[int(broken[at]) - 1]
    return Why(kpi.name, error, rule.argument, function.reason(rule, reads, values), position)
