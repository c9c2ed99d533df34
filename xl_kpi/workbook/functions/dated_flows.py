"""XIRR as Excel works it out: a search by halves that stops early, so that its result is not the rate itself.

Microsoft (article Q214105) says that bounds around the rate are found by doubling the guess, and that the rate
is accurate to 0.000001 percent. Every value that Excel stored is a whole number of steps of such a search: guess / 2^n
for a positive rate, (1 - guess) / 2^n above -100 % for a negative one. It stops where the bounds are as near as
1e-8 (1 + |lower| + |upper|); below zero the sum must also be small beside the first flow. Where what is known does not
tell at which step it stops, the result is doubtful.
"""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import ArrayError, Doubtful, flat, number, one

_NOT_KNOWN = Text(
    "un taux dont la recherche par Excel n’est pas connue ici", "a rate that Excel searches for in a way not known here"
)
_NEAR, _MARGIN = 5e-9, 0.15  # half of the bounds' distance where the search stops, and what is not known of it
_SMALL, _LARGE = 1.6e-8, 3e-8  # beside the first flow: small enough, too large
_LOWEST, _HIGHEST = -0.999, 10.0


def _numbers(values: list[Any]) -> list[float]:
    found = []
    for value in values:
        if isinstance(one(value), str | bool):
            raise ArrayError("Value")
        found.append(float(one(value) or 0))
    return found


class _Flows:
    """Flows of money by the years after the first one."""

    def __init__(self, flows: list[float], days: list[float]) -> None:
        self.flows = flows
        self.years = [(day - days[0]) / 365 for day in days]

    def sum_at(self, rate: float) -> float:
        """Return what the flows are worth at the time of the first one, its sign that of the later flows."""
        total = math.fsum(v * (1 + rate) ** -t for v, t in zip(self.flows, self.years, strict=True))
        return -math.copysign(total, total * self.flows[0])


def _halving(flows: _Flows, low: float, high: float) -> list[tuple[float, float]]:
    """Return the middle and half of the distance of two bounds, halved on and on; the sum is positive at the lower."""
    found = []
    for _ in range(60):
        middle, half = (low + high) / 2, (high - low) / 2
        found.append((middle, half))
        low, high = (middle, high) if flows.sum_at(middle) > 0 else (low, middle)
    return found


def _above_zero(flows: _Flows, guess: float) -> float:
    high = guess
    while flows.sum_at(high) > 0:
        high *= 2
        if high > _HIGHEST:
            raise Doubtful(_NOT_KNOWN)
    for middle, half in _halving(flows, 0.0, high):
        excess = half / _NEAR - 1  # 2 |rate| where the search stops
        if excess <= 2 * middle * (1 - _MARGIN):
            return middle
        if excess <= 2 * middle * (1 + _MARGIN):
            break
    raise Doubtful(_NOT_KNOWN)


def _below_zero(flows: _Flows, guess: float) -> float:
    if flows.sum_at(-guess) > 0 or flows.sum_at(_LOWEST) < 0:
        raise Doubtful(_NOT_KNOWN)
    for middle, half in _halving(flows, -1.0, -guess):
        sum_of_one = abs(flows.sum_at(middle) / flows.flows[0])
        if half <= _NEAR * (1 + 2 * abs(middle)):
            if half <= 1.4 * _NEAR and sum_of_one <= _SMALL:
                return middle
            if sum_of_one <= _LARGE:
                break
    raise Doubtful(_NOT_KNOWN)


def internal_rate(values: Any, dates: Any, guess: Any = None) -> float:
    """XIRR: the yearly rate at which flows of money on given days are worth nothing on the first day.

    Known for one flow of one sign that comes first and later ones of the other sign, or more flows of the first
    sign before them where the rate is positive.
    """
    given, days = flat(values), flat(dates)
    flows, first = _numbers(given), number(guess, 0.1)
    on = [float(math.floor(day)) for day in _numbers(days)]
    if len(flows) != len(on) or not min(flows) < 0 < max(flows) or min(on) < 0:
        raise ArrayError("Num")
    if not 0 < first <= 0.5 or isinstance(one(guess), bool) or not flows[0] or min(on) < 1 or min(on) < on[0]:
        raise Doubtful(_NOT_KNOWN)
    signs = [v > 0 for _, v in sorted(zip(on, flows, strict=True), key=lambda pair: pair[0]) if v]
    changes = sum(a != b for a, b in pairwise(signs))
    if changes != 1 or signs[0] != (flows[0] > 0):
        raise Doubtful(_NOT_KNOWN)
    found = _Flows(flows, on)
    if found.sum_at(0.0) > 0:
        return _above_zero(found, first)
    if found.sum_at(0.0) == 0 or signs.count(signs[0]) > 1:
        raise Doubtful(_NOT_KNOWN)
    return _below_zero(found, first)


TABLE: dict[str, Native] = {"XIRR": Native("TRI.PAIEMENTS", "aan", dates=True, required=2, call=internal_rate)}
