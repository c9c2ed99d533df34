"""Where a KPI is undefined: rules that a formula declares, each with its Excel error and its reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from xl_kpi.errors import ExcelError
from xl_kpi.language import LANGUAGES, Text


@dataclass(frozen=True, slots=True)
class Rule:
    """Where the arguments break the formula's domain.

    `breaks` takes the arguments named in `reads`, each a float or an array, and returns a boolean
    or an array of booleans: True where the KPI is undefined. The first of `reads` is to blame.
    `floor` is a bound above which the blamed argument surely keeps the rule: one look at the lowest
    number of an array then serves all its rules. `of_result` marks the rule of a formula whose result is
    a part divided by its whole: it holds wherever the result is at most 1, as division rounds correctly.
    `guards_empty` marks the rule on a range without any number. `why` may use `{value}`, the offending
    value, and `{other}`, the value of the last of `reads`.
    `native` says the same as conditions of an Excel formula, any of which breaks the rule, arguments in braces.
    """

    error: ExcelError
    reads: tuple[str, ...]
    breaks: Callable[..., Any]
    why: Text
    guards_empty: bool = False
    floor: float | None = None
    of_result: bool = False
    native: tuple[str, ...] = ()

    @property
    def argument(self) -> str:
        """Return the argument to blame."""
        return self.reads[0]

    @property
    def case(self) -> Text:
        """Return the reason in general, without the values of one call."""
        return Text(*(re.sub(r" \(\{\w+\}\)", "", self.why[lang]) for lang in LANGUAGES))


def nonzero(argument: str) -> Rule:
    """Return the rule that a denominator is not 0: `#DIV/0!`."""
    why = Text(f"{argument} vaut 0", f"{argument} is 0")
    return Rule(ExcelError.DIV0, (argument,), lambda x: x == 0, why, floor=0.0, native=(f"{{{argument}}}=0",))


def nonzero_sum(*arguments: str) -> Rule:
    """Return the rule that a denominator made of several counts is not 0: `#DIV/0!`."""
    why = Text(f"{' + '.join(arguments)} vaut 0", f"{' + '.join(arguments)} is 0")
    total = "+".join(f"{{{argument}}}" for argument in arguments)
    return Rule(ExcelError.DIV0, arguments, lambda *x: sum(x) == 0, why, native=(f"{total}=0",))


def at_least(argument: str, minimum: float, *, of_range: bool = False) -> Rule:
    """Return the rule that an argument, or every number of a range, is not below a bound: `#NUM!`."""
    why = Text(
        f"{argument} ({{value}}) est inférieur à {minimum:g}",
        f"{argument} ({{value}}) is below {minimum:g}",
    )
    below = float(np.nextafter(minimum, -np.inf))
    native = (f"MIN({{{argument}}})<{minimum:g}" if of_range else f"{{{argument}}}<{minimum:g}",)
    return Rule(ExcelError.NUM, (argument,), lambda x: x < minimum, why, floor=below, native=native)


def above(argument: str, bound: float) -> Rule:
    """Return the rule that an argument is greater than a bound: `#NUM!`."""
    why = Text(
        f"{argument} ({{value}}) n’est pas supérieur à {bound:g}",
        f"{argument} ({{value}}) is not greater than {bound:g}",
    )
    return Rule(ExcelError.NUM, (argument,), lambda x: x <= bound, why, native=(f"{{{argument}}}<={bound:g}",))


def between(argument: str, low: float, high: float) -> Rule:
    """Return the rule that an argument lies within bounds, both included: `#NUM!`."""
    why = Text(
        f"{argument} ({{value}}) n’est pas entre {low:g} et {high:g}",
        f"{argument} ({{value}}) is not between {low:g} and {high:g}",
    )
    native = (f"{{{argument}}}<{low:g}", f"{{{argument}}}>{high:g}")
    return Rule(ExcelError.NUM, (argument,), lambda x: (x < low) | (x > high), why, native=native)


def at_most(argument: str, other: str) -> Rule:
    """Return the rule that a part does not exceed its whole: `#NUM!`."""
    why = Text(
        f"{argument} ({{value}}) dépasse {other} ({{other}})",
        f"{argument} ({{value}}) is greater than {other} ({{other}})",
    )
    return Rule(ExcelError.NUM, (argument, other), lambda x, y: x > y, why, native=(f"{{{argument}}}>{{{other}}}",))


def part_of(part: str, whole: str) -> Rule:
    """Return the rule `at_most` for a formula whose result is the part divided by the whole: `#NUM!`."""
    return replace(at_most(part, whole), of_result=True)


def whole_between(argument: str, low: float, high: float) -> Rule:
    """Return the rule that every number of a range is whole and within bounds: `#NUM!`."""
    why = Text(
        f"{argument} : une valeur ({{value}}) n’est pas un entier de {low:g} à {high:g}",
        f"{argument}: a value ({{value}}) is not a whole number from {low:g} to {high:g}",
    )
    whole = ",".join(f"{n}" for n in range(int(low), int(high) + 1))  # COUNTIFS passes over text, as the rule does
    counted = f'SUMPRODUCT(COUNTIFS({{{argument}}},">="&{{{whole}}},{{{argument}}},"<="&{{{whole}}}))'
    native = (f"MIN({{{argument}}})<{low:g}", f"{counted}<COUNT({{{argument}}})")
    breaks: Callable[..., Any] = lambda x: (x < low) | (x > high) | (x != np.floor(x))  # noqa: E731 - as its neighbours
    return Rule(ExcelError.NUM, (argument,), breaks, why, native=native)


def some(argument: str, error: ExcelError) -> Rule:
    """Return the rule that a range holds at least one number."""
    why = Text(f"{argument} ne contient aucun nombre", f"{argument} holds no number")
    native = (f"COUNT({{{argument}}})=0",)
    return Rule(error, (argument,), lambda x: np.size(x) == 0, why, guards_empty=True, native=native)


def one_of(argument: str, words: Sequence[str]) -> Rule:
    """Return the rule that a text is one of these words, given by its code, -1 for another: `#VALUE!`."""
    listed = ", ".join(f'"{word}"' for word in words)
    why = Text(f"{argument} n’est pas un des mots {listed}", f"{argument} is none of the words {listed}")
    choices = ",".join(f'"{word}"' for word in words)
    native = (f"ISNA(MATCH({{{argument}}},{{{choices}}},0))",)
    return Rule(ExcelError.VALUE, (argument,), lambda code: code < 0, why, native=native)


def same_shape(argument: str, other: str) -> Rule:
    """Return the rule that two ranges that pair up have the same shape: `#VALUE!`."""
    why = Text(f"{argument} n’a pas la même forme que {other}", f"{argument} has not the shape of {other}")
    native = tuple(f"{size}({{{argument}}})<>{size}({{{other}}})" for size in ("ROWS", "COLUMNS"))
    return Rule(ExcelError.VALUE, (argument, other), lambda a, b: np.shape(a) != np.shape(b), why, native=native)


def inside(argument: str, low: float, high: float) -> Rule:
    """Return the rule that an argument lies strictly between bounds: `#NUM!`."""
    why = Text(
        f"{argument} ({{value}}) n’est pas entre {low:g} et {high:g}, bornes exclues",
        f"{argument} ({{value}}) is not between {low:g} and {high:g}, bounds excluded",
    )
    native = (f"{{{argument}}}<={low:g}", f"{{{argument}}}>={high:g}")
    return Rule(ExcelError.NUM, (argument,), lambda x: (x <= low) | (x >= high), why, native=native)


def unequal(argument: str, other: str) -> Rule:
    """Return the rule that two arguments differ, where their difference divides: `#DIV/0!`."""
    why = Text(f"{argument} est égal à {other}", f"{argument} equals {other}")
    return Rule(ExcelError.DIV0, (argument, other), lambda a, b: a == b, why, native=(f"{{{argument}}}={{{other}}}",))
