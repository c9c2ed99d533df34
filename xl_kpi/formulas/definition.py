"""The `@formula` decorator: one body of arithmetic, for numbers, sequences and arrays.

A decorated function computes on floats and on float64 arrays alike. Its rules say where it is
undefined. A single result that is undefined raises `KpiError`; in an array it is masked.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Callable, Sequence
from functools import update_wrapper
from typing import Any, get_type_hints

import numpy as np
from numpy.typing import NDArray

from xl_kpi.errors import ExcelError, KpiError
from xl_kpi.formulas.rules import Rule, at_least, some
from xl_kpi.formulas.units import Kind, Labels
from xl_kpi.language import Text

OVERFLOW = Text("le résultat dépasse ce qu’Excel peut représenter", "the result is beyond what Excel can hold")


class Parameter:
    """One argument of a formula: its name, what it may be, and its default if it is optional."""

    def __init__(self, name: str, kind: Kind, default: Any) -> None:
        """Build from the signature's own parts."""
        self.name = name
        self.kind = kind
        self.optional = default is not inspect.Parameter.empty
        self.default = default if self.optional else None

    def code(self, value: object) -> float:
        """Return the position of a word among the choices; -1 for a word that is none of them."""
        word = str(value).casefold()
        return float(next((i for i, c in enumerate(self.kind.choices) if c.casefold() == word), -1))

    @property
    def default_number(self) -> float:
        """Return the default as the formula's body takes it."""
        return self.code(self.default) if self.kind.choices else float(self.default or 0)


class Formula:
    """A KPI's mathematics, its parameters and its domain.

    Attributes: `name` (of the Python function), `parameters`, `result` (unit or labels), `rules`
    (in the order in which they are tried) and `summary` (first line of the docstring).
    """

    def __init__(self, body: Callable[..., Any], rules: Sequence[Rule]) -> None:
        """Read the signature and gather the rules: given ones first, then what units imply."""
        update_wrapper(self, body)
        hints = get_type_hints(body, include_extras=True)
        signature = inspect.signature(body)
        self.body = body
        self.name = body.__name__
        self.summary = (body.__doc__ or "").strip().partition("\n")[0]
        self.parameters = tuple(
            Parameter(p.name, hints[p.name].__metadata__[0], p.default) for p in signature.parameters.values()
        )
        self.result: Kind | Labels = hints["return"].__metadata__[0]
        self.rules = (*rules, *self._implied(rules))
        position = {p.name: i for i, p in enumerate(self.parameters)}
        bound = [(rule, tuple(position[name] for name in rule.reads)) for rule in self.rules]
        self.each = [i for i, p in enumerate(self.parameters) if p.kind.shape == "each"]
        ranges = {p.name for p in self.parameters if p.kind.shape == "range"}
        self.range_rules = [(r, at) for r, at in bound if ranges & set(r.reads)]
        self.each_rules = [(r, at) for r, at in bound if not ranges & set(r.reads)]
        self.signature = signature
        self.__signature__ = signature
        self.__doc__ = f"{inspect.cleandoc(body.__doc__ or '')}\n\n{self._reference()}"

    def _implied(self, given: Sequence[Rule]) -> list[Rule]:
        """Return the rules that units imply, where the formula has not set its own."""
        rules: list[Rule] = []
        for p in self.parameters:
            if p.kind.choices:
                rules.append(_one_of(p))
            elif p.kind.shape == "range" and not any(r.guards_empty and r.argument == p.name for r in given):
                rules.append(some(p.name, ExcelError.NA))
            elif p.kind.minimum is not None:
                rules.append(at_least(p.name, p.kind.minimum))
        return rules

    def _reference(self) -> str:
        lines = ["Arguments:"]
        for p in self.parameters:
            shape = "any number of cells" if p.kind.shape == "range" else "number, sequence or array"
            words = f" ({', '.join(p.kind.choices)})" if p.kind.choices else ""
            default = f"; {p.default!r} if left out" if p.optional else ""
            lines.append(f"    {p.name}: {p.kind.unit.value}{words}, {shape}{default}.")
        lines.append(f"Result: {self.result.unit.value}.")
        lines.append("Errors (KpiError for one result; masked in an array):")
        lines += [f"    {r.error}: {r.case.en}." for r in self.rules]
        return "\n".join(lines)

    def single(self, arguments: Sequence[Any]) -> float:
        """Return the result for one float an argument (an array for a range), or raise `KpiError`."""
        for rule, at in (*self.range_rules, *self.each_rules):
            if _holds(rule.breaks(*(arguments[i] for i in at))):
                raise KpiError(rule.error, rule.argument, self.reason(rule, at, arguments))
        try:
            result = float(self.body(*arguments))
        except (ZeroDivisionError, OverflowError) as problem:
            raise KpiError(ExcelError.NUM, None, OVERFLOW) from problem
        if not math.isfinite(result):
            raise KpiError(ExcelError.NUM, None, OVERFLOW)
        return result

    def many(self, arguments: Sequence[Any]) -> tuple[NDArray[np.float64], NDArray[np.int8] | None]:
        """Return results element by element, and for each the rule that it breaks.

        `arguments` are floats or float64 arrays that broadcast together. In the second array 0 is a
        good result, k > 0 the k-th of `each_rules`, -1 a result beyond what Excel can hold; it is
        None where all is good. A broken rule on a range raises `KpiError`: it spoils every result.
        """
        for rule, at in self.range_rules:
            if _holds(rule.breaks(*(arguments[i] for i in at))):
                raise KpiError(rule.error, rule.argument, self.reason(rule, at, arguments))
        with np.errstate(all="ignore"):
            shape = np.broadcast_shapes(*(np.shape(arguments[i]) for i in self.each))
            results = np.broadcast_to(np.asarray(self.body(*arguments), dtype=np.float64), shape)
            broken: NDArray[np.int8] | None = None
            for k, (rule, at) in enumerate(self.each_rules, start=1):
                mask = rule.breaks(*(arguments[i] for i in at))
                if np.any(mask):
                    broken = np.zeros(results.shape, np.int8) if broken is None else broken
                    broken[np.broadcast_to(mask, results.shape) & (broken == 0)] = k
        finite = np.isfinite(results)
        if not finite.all():
            broken = np.zeros(results.shape, np.int8) if broken is None else broken
            broken[~finite & (broken == 0)] = -1
        return results, broken

    def reason(self, rule: Rule, at: Sequence[int], arguments: Sequence[Any]) -> Text:
        """Return why these arguments break a rule, with the first offending value in it."""
        offending = [arguments[i] for i in at]
        if np.size(offending[0]) > 1:
            where = int(np.flatnonzero(rule.breaks(*offending))[0])
            offending = [np.ravel(a)[where] if np.size(a) > 1 else a for a in offending]
        shown = [f"{float(a):.15g}" if np.size(a) == 1 else "" for a in map(_one, offending)]
        return rule.why.format(value=shown[0], other=shown[-1])

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Return a float for single numbers, else an array masked where the KPI is undefined."""
        bound = self.signature.bind(*args, **kwargs)
        arguments = [
            self._number(p, bound.arguments[p.name]) if p.name in bound.arguments else p.default_number
            for p in self.parameters
        ]
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

    @staticmethod
    def _number(parameter: Parameter, value: Any) -> Any:
        if parameter.kind.choices:
            return parameter.code(value) if isinstance(value, str) else np.vectorize(parameter.code)(value)
        if parameter.kind.shape == "range":
            return np.ravel(np.asarray(value, dtype=np.float64))
        array = np.asarray(value, dtype=np.float64)
        return float(array) if array.ndim == 0 else array


def formula(*rules: Rule) -> Callable[[Callable[..., Any]], Formula]:
    """Return the decorator that turns a body of arithmetic into a `Formula` with these rules."""
    return lambda body: Formula(body, rules)


def _one_of(parameter: Parameter) -> Rule:
    words = ", ".join(f'"{c}"' for c in parameter.kind.choices)
    why = Text(f"{parameter.name} n’est pas un des mots {words}", f"{parameter.name} is none of the words {words}")
    return Rule(ExcelError.VALUE, (parameter.name,), lambda code: code < 0, why)


def _holds(mask: Any) -> bool:
    return mask if isinstance(mask, bool) else bool(np.any(mask))


def _one(value: Any) -> Any:
    return value[0] if np.ndim(value) == 1 and np.size(value) == 1 else value
