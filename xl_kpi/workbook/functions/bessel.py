"""BESSELJ and BESSELY as Excel works them out: approximations that are off in the eighth digit, not the exact values.

The rational approximations of orders 0 and 1 and their recurrences are those of W. H. Press and others, "Numerical
Recipes in C", 2nd edition, 6.5. Excel’s J1 above 8 repeats one coefficient: so its stored values come out to the
last digit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.pairs import steady
from xl_kpi.workbook.functions.values import ArrayError, Blank, Doubtful, number, one

_EMPTY = Text("une cellule vide dans une fonction de Bessel", "a blank cell in a Bessel function")
_FAR = Text("une fonction de Bessel d’un grand nombre", "a Bessel function of a large number")
_FARTHEST = 10_000.0  # what was compared with stored values is far below
_SPLIT = 8.0  # below it one approximation, above it another
_TWO_BY_PI = 0.636619772
_J0 = (57568490574.0, -13362590354.0, 651619640.7, -11214424.18, 77392.33017, -184.9052456), (
    57568490411.0, 1029532985.0, 9494680.718, 59272.64853, 267.8532712, 1.0)  # fmt: skip
_J1 = (72362614232.0, -7895059235.0, 242396853.1, -2972611.439, 15704.48260, -30.16036606), (
    144725228442.0, 2300535178.0, 18583304.74, 99447.43394, 376.9991397, 1.0)  # fmt: skip
_Y0 = (-2957821389.0, 7062834065.0, -512359803.6, 10879881.29, -86327.92757, 228.4622733), (
    40076544269.0, 745249964.8, 7189466.438, 47447.26470, 226.1030244, 1.0)  # fmt: skip
_Y1 = (-0.4900604943e13, 0.1275274390e13, -0.5153438139e11, 0.7349264551e9, -0.4237922726e7, 0.8511937935e4), (
    0.2499580570e14, 0.4244419664e12, 0.3733650367e10, 0.2245904002e8, 0.1020426050e6, 0.3549632885e3, 1.0)  # fmt: skip
_P0 = (1.0, -0.1098628627e-2, 0.2734510407e-4, -0.2073370639e-5, 0.2093887211e-6)
_Q0 = (-0.1562499995e-1, 0.1430488765e-3, -0.6911147651e-5, 0.7621095161e-6)
_QJ0, _QY0 = (*_Q0, -0.934935152e-7), (*_Q0, -0.934945152e-7)
_PY1 = (1.0, 0.183105e-2, -0.3516396496e-4, 0.2457520174e-5, -0.240337019e-6)
_PJ1 = (*_PY1[:3], *_PY1[2:])  # one coefficient twice
_Q1 = (0.04687499995, -0.2002690873e-3, 0.8449199096e-5, -0.88228987e-6, 0.105787412e-6)
_PHASE_0, _PHASE_1 = 0.785398164, 2.356194491
_START = 40.0  # how far above the order the downward recurrence starts
_LARGE = 1e10  # where it is scaled down


def _polynomial(coefficients: Sequence[float], at: float) -> float:
    found = 0.0
    for coefficient in reversed(coefficients):
        found = found * at + coefficient
    return found


def _ratio(fraction: tuple[Sequence[float], Sequence[float]], at: float) -> float:
    return _polynomial(fraction[0], at) / _polynomial(fraction[1], at)


def _wave(x: float, phase: float, p: Sequence[float], q: Sequence[float]) -> tuple[float, float]:
    """Return the wave of J and that of Y above 8."""
    z = _SPLIT / x
    at, angle, size = z * z, x - phase, math.sqrt(_TWO_BY_PI / x)
    inside, beside = _polynomial(p, at), z * _polynomial(q, at)
    return (
        size * (math.cos(angle) * inside - math.sin(angle) * beside),
        size * (math.sin(angle) * inside + math.cos(angle) * beside),
    )


def _j0(x: float) -> float:
    return _ratio(_J0, x * x) if x < _SPLIT else _wave(x, _PHASE_0, _P0, _QJ0)[0]


def _j1(x: float) -> float:
    return x * _ratio(_J1, x * x) if x < _SPLIT else _wave(x, _PHASE_1, _PJ1, _Q1)[0]


def _y0(x: float) -> float:
    if x >= _SPLIT:
        return _wave(x, _PHASE_0, _P0, _QY0)[1]
    return _ratio(_Y0, x * x) + _TWO_BY_PI * _j0(x) * math.log(x)


def _y1(x: float) -> float:
    if x >= _SPLIT:
        return _wave(x, _PHASE_1, _PY1, _Q1)[1]
    return x * _ratio(_Y1, x * x) + _TWO_BY_PI * (_j1(x) * math.log(x) - 1.0 / x)


def _upward(x: float, order: int, first: Callable[[float], float], second: Callable[[float], float]) -> float:
    below, found = first(x), second(x)
    for n in range(1, order):
        below, found = found, n * (2.0 / x) * found - below
    return below if order == 0 else found


def _downward(x: float, order: int) -> float:
    """Return J of an order above x, by the recurrence from an order further up."""
    above, value, total, found, odd = 0.0, 1.0, 0.0, 0.0, False
    for n in range(2 * ((order + int(math.sqrt(_START * order))) // 2), 0, -1):
        above, value = value, n * (2.0 / x) * value - above
        if abs(value) > _LARGE:
            above, value, total, found = (v / _LARGE for v in (above, value, total, found))
        total += value if odd else 0.0
        odd = not odd
        if n == order:
            found = above
    return found / (2.0 * total - value)


def _arguments(x: Any, order: Any) -> tuple[float, int]:
    for given in map(one, (x, order)):
        if isinstance(given, bool):
            raise ArrayError("Value")
        if isinstance(given, Blank):
            raise Doubtful(_EMPTY)
    at, n = number(x), math.trunc(number(order))
    if n < 0:
        raise ArrayError("Num")
    if abs(at) > _FARTHEST or n > _FARTHEST:
        raise Doubtful(_FAR)
    return at, n


def first_kind(x: Any, order: Any) -> float:
    """BESSELJ: the Bessel function of the first kind of a whole order."""
    given, n = _arguments(x, order)
    at = abs(given)
    if at == 0:
        return _j0(at) if n == 0 else 0.0
    found = _upward(at, n, _j0, _j1) if at > n or n < 2 else _downward(at, n)
    if at > n:
        steady(found, math.sqrt(_TWO_BY_PI / at))
    return -found if given < 0 and n % 2 else found


def second_kind(x: Any, order: Any) -> float:
    """BESSELY: the Bessel function of the second kind of a whole order; #NUM! unless x is above 0."""
    at, n = _arguments(x, order)
    if at <= 0:
        raise ArrayError("Num")
    found = _upward(at, n, _y0, _y1)
    return steady(found, math.sqrt(_TWO_BY_PI / at)) if at > n else found


TABLE: dict[str, Native] = {
    "BESSELJ": Native("BESSELJ", "aa", call=first_kind),
    "BESSELY": Native("BESSELY", "aa", call=second_kind),
}
