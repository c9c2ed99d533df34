"""The `@formula` decorator: one body of arithmetic, for numbers, sequences and arrays.

A decorated function computes on floats and on float64 arrays alike. Its rules say where it is
undefined. A single result that is undefined raises `KpiError`; in an array it is masked.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from xl_kpi.errors import ExcelError, KpiError
from xl_kpi.formulas.rules import Rule, at_least, one_of, some
from xl_kpi.formulas.units import Kind, Labels
from xl_kpi.language import Text

OVERFLOW = Text("le résultat dépasse ce qu’Excel peut représenter", "the result is beyond what Excel can hold")


class Parameter:
    """One argument of a formula: its name, what it may be, its default, and whether it may be repeated."""

    def __init__(self, name: str, kind: Kind, declared: inspect.Parameter) -> None:
        """Build from the signature's own parts."""
        self.name = name
        self.kind = kind
        self.repeated = declared.kind is inspect.Parameter.VAR_POSITIONAL
        self.optional = declared.default is not inspect.Parameter.empty
        self.default = declared.default if self.optional else None

    def code(self, value: object) -> float:
        """Return the position of a word among the choices; -1 for a word that is none of them."""
        word = str(value).casefold()
        return float(next((i for i, c in enumerate(self.kind.choices) if c.casefold() == word), -1))

    @property
    def default_value(self) -> Any:
        """Return the default as the formula's body takes it."""
        if self.kind.shape != "each":
            return self.default
        return self.code(self.default) if self.kind.choices else float(self.default or 0)

    def read(self, value: Any) -> Any:
        """Return what a Python caller gives, as the formula's body takes it."""
        if self.kind.shape == "text":
            return str(value)
        if self.kind.shape == "cells":
            return np.atleast_1d(np.asarray(value, dtype=object))
        if self.kind.shape == "column":
            return np.atleast_1d(np.asarray(value, dtype=np.float64))
        if self.kind.shape == "range":
            return np.ravel(np.asarray(value, dtype=np.float64))
        if self.kind.choices:
            return self.code(value) if isinstance(value, str) else np.vectorize(self.code)(value)
        array = np.asarray(value, dtype=np.float64)
        return float(array) if array.ndim == 0 else array


class Declared:
    """What every formula states of itself: name, parameters, result, rules and documentation.

    Attributes: `name` (of the Python function), `parameters`, `result` (unit or labels), `rules`
    (in the order in which they are tried) and `summary` (first line of the docstring).
    """

    def __init__(self, body: Callable[..., Any], rules: Sequence[Rule]) -> None:
        """Read the signature and gather the rules: given ones first, then what units imply."""
        self.__module__, self.__name__ = body.__module__, body.__name__
        self.signature = inspect.signature(body, eval_str=True)
        self.body = body
        self.name = body.__name__
        self.summary = (body.__doc__ or "").strip().partition("\n")[0]
        self.parameters = tuple(
            Parameter(p.name, p.annotation.__metadata__[0], p) for p in self.signature.parameters.values()
        )
        self.result: Kind | Labels = self.signature.return_annotation.__metadata__[0]
        self.rules = (*rules, *self._implied(rules))
        position = {p.name: i for i, p in enumerate(self.parameters)}
        self.bound_rules = [(rule, tuple(position[name] for name in rule.reads)) for rule in self.rules]
        self.__signature__ = self.signature
        self.__doc__ = f"{inspect.cleandoc(body.__doc__ or '')}\n\n{self._reference()}"

    def _implied(self, given: Sequence[Rule]) -> list[Rule]:
        """Return the rules that units imply, where the formula has not set its own."""
        rules: list[Rule] = []
        for p in self.parameters:
            if p.kind.choices:
                rules.append(one_of(p.name, p.kind.choices))
            if p.kind.shape == "range" and not any(r.guards_empty and r.argument == p.name for r in given):
                rules.append(some(p.name, ExcelError.NA))
            if p.kind.minimum is not None:
                rules.append(at_least(p.name, p.kind.minimum, of_range=p.kind.shape != "each"))
        return rules

    def _reference(self) -> str:
        lines = ["Arguments:"]
        for p in self.parameters:
            shape = _SHAPES[p.kind.shape] + (", any number of times" if p.repeated else "")
            words = f" ({', '.join(p.kind.choices)})" if p.kind.choices else ""
            default = f"; {p.default!r} if left out" if p.optional else ""
            lines.append(f"    {p.name}: {p.kind.unit.value}{words}, {shape}{default}.")
        lines.append(f"Result: {self.result.unit.value}.")
        lines.append("Errors (KpiError for one result; masked in an array):")
        lines += [f"    {r.error}: {r.case.en}." for r in self.rules]
        return "\n".join(lines)

    def arguments_of(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> list[Any]:
        """Return a Python call's arguments as the body takes them, defaults filled in."""
        given = self.signature.bind(*args, **kwargs).arguments
        return [
            np.concatenate([p.read(value) for value in given[p.name]])
            if p.repeated
            else p.read(given[p.name])
            if given.get(p.name) is not None
            else p.default_value
            for p in self.parameters
        ]

    def check(self, rules: Sequence[tuple[Rule, tuple[int, ...]]], arguments: Sequence[Any]) -> None:
        """Raise `KpiError` for the first of these rules that the arguments break anywhere.

        A rule on an optional range that is left out does not apply.
        """
        for rule, at in rules:
            if not any(arguments[i] is None for i in at) and _holds(rule.breaks(*(arguments[i] for i in at))):
                raise KpiError(rule.error, rule.argument, self.reason(rule, at, arguments))

    def reason(self, rule: Rule, at: Sequence[int], arguments: Sequence[Any]) -> Text:
        """Return why these arguments break a rule, with the first offending value in it."""
        offending = [arguments[i] for i in at]
        if np.size(offending[0]) > 1:
            where = int(np.argmax(np.ravel(rule.breaks(*offending))))
            offending = [np.ravel(a)[where] if np.size(a) > where else a for a in offending]
        shown = [f"{a:.15g}" if isinstance(a, float) else str(a) for a in map(_one, offending)]
        return rule.why.format(value=shown[0], other=shown[-1])


class Formula(Declared):
    """A KPI that is one number, or one for each element of its arguments."""

    def __init__(self, body: Callable[..., Any], rules: Sequence[Rule]) -> None:
        """Tell apart the rules on whole ranges and those on each element."""
        super().__init__(body, rules)
        self.each = [i for i, p in enumerate(self.parameters) if p.kind.shape == "each"]
        self.range_rules = [(r, at) for r, at in self.bound_rules if not set(at) <= set(self.each)]
        self.each_rules = [(r, at) for r, at in self.bound_rules if set(at) <= set(self.each)]
        self.floored = {at[0] for r, at in self.each_rules if r.floor is not None}
        self.share = next((at for r, at in self.each_rules if r.of_result), None)

    def single(self, arguments: Sequence[Any]) -> float:
        """Return the result for one float an argument (an array for a range), or raise `KpiError`."""
        self.check(self.range_rules, arguments)
        self.check(self.each_rules, arguments)
        try:
            result = float(self.body(*arguments))
        except (ZeroDivisionError, OverflowError):  # floats raise where arrays go on: a cell alone is as in a column
            with np.errstate(all="ignore"):
                result = float(self.body(*(np.float64(a) if isinstance(a, float) else a for a in arguments)))
        if not math.isfinite(result):
            raise KpiError(ExcelError.NUM, None, OVERFLOW)
        return result

    def many(self, arguments: Sequence[Any]) -> tuple[NDArray[np.float64], NDArray[np.int8] | None]:
        """Return results element by element, and for each the rule that it breaks.

        `arguments` are floats or float64 arrays that broadcast together. In the second array 0 is a
        good result, k > 0 the k-th of `each_rules`, -1 a result beyond what Excel can hold; it is
        None where all is good. A broken rule on a range raises `KpiError`: it spoils every result.
        """
        self.check(self.range_rules, arguments)
        shape = np.broadcast_shapes(*(np.shape(arguments[i]) for i in self.each))
        with np.errstate(all="ignore"):
            return self._work(arguments, shape)

    def _work(
        self, arguments: Sequence[Any], shape: tuple[int, ...]
    ) -> tuple[NDArray[np.float64], NDArray[np.int8] | None]:
        broken: NDArray[np.int8] | None = None
        results = self.body(*arguments)
        if np.shape(results) != shape or results.dtype != np.float64:
            results = np.broadcast_to(np.asarray(results, dtype=np.float64), shape)
        if self.share is not None and self._is_share(arguments[self.share[0]], arguments[self.share[1]], results):
            return results, None
        lowest = [a.min() if isinstance(a, np.ndarray) and i in self.floored else a for i, a in enumerate(arguments)]
        for k, (rule, at) in enumerate(self.each_rules, start=1):
            if rule.floor is not None and lowest[at[0]] > rule.floor:
                continue
            mask = rule.breaks(*(arguments[i] for i in at))
            if mask if isinstance(mask, bool) else mask.any():
                broken = np.zeros(shape, np.int8) if broken is None else broken
                broken[np.broadcast_to(mask, shape) & (broken == 0)] = k
        # The sum is finite only if every result is, and costs less than asking each.
        if not math.isfinite(results.sum()) and not (finite := np.isfinite(results)).all():
            broken = np.zeros(shape, np.int8) if broken is None else broken
            broken[~finite & (broken == 0)] = -1
        return results, broken

    @staticmethod
    def _is_share(part: Any, whole: Any, results: NDArray[np.float64]) -> bool:
        """Tell whether these shares keep every rule: a whole above 0 and a result in 0..1 say so."""
        if not (np.min(whole) > 0 and results.max() <= 1):
            return False
        lowest = results.min()  # a share of 0 may be a tiny negative part
        return bool(lowest > 0 or (lowest == 0 and np.min(part) >= 0))

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return a float for single numbers, else an array masked where the KPI is undefined."""
        arguments = self.arguments_of(args, kwargs)
        if all(isinstance(arguments[i], float) for i in self.each):
            return self._shown(self.single(arguments))
        results, broken = self.many(arguments)
        mask = np.ma.nomask if broken is None else broken != 0
        return np.ma.MaskedArray(self._shown(results), mask=mask)

    def _shown(self, results: Any) -> Any:
        if isinstance(self.result, Labels):
            shown = np.array(self.result.labels)[np.nan_to_num(np.asarray(results)).astype(int)]
            return str(shown) if shown.ndim == 0 else shown
        return results


class TableFormula(Declared):
    """A KPI that spills: its body returns rows of numbers, texts, blanks ("") and Excel errors."""

    def rows(self, arguments: Sequence[Any]) -> list[list[Any]]:
        """Return the rows for arguments as the body takes them, or raise `KpiError`."""
        self.check(self.bound_rules, arguments)
        with np.errstate(all="ignore"):
            result = self.body(*arguments)
        return [[_finite(cell) for cell in row] for row in result]

    def __call__(self, *args: Any, **kwargs: Any) -> list[list[Any]]:
        """Return the rows of the table."""
        return self.rows(self.arguments_of(args, kwargs))


def formula(*rules: Rule) -> Callable[[Callable[..., Any]], Formula]:
    """Return the decorator that turns a body of arithmetic into a `Formula` with these rules."""
    return lambda body: Formula(body, rules)


def table_formula(*rules: Rule) -> Callable[[Callable[..., Any]], TableFormula]:
    """Return the decorator that turns a body that gives rows into a `TableFormula` with these rules."""
    return lambda body: TableFormula(body, rules)


def _holds(mask: Any) -> bool:
    return mask if isinstance(mask, bool) else bool(np.any(mask))


def _one(value: Any) -> Any:
    return value[0] if np.ndim(value) == 1 and np.size(value) == 1 else value


def _finite(cell: Any) -> Any:
    value = cell.item() if isinstance(cell, np.generic) else cell
    if isinstance(value, int | float) and not isinstance(value, bool):
        return float(value) + 0.0 if math.isfinite(value) else ExcelError.NUM
    return value


_SHAPES = {
    "each": "number, sequence or array",
    "range": "any number of cells, the numbers among them",
    "column": "cells that pair up with those of the other ranges",
    "cells": "any number of cells",
    "text": "one text",
}
