"""Interest and principal of a loan with equal payments, worked out with many digits, as Excel's values are.

With q = 1 + rate, the payment p of n periods on a present value v is -(v q^n + f) rate / ((1 + rate type)(q^n - 1)), as
Microsoft documents PMT. The values that Excel stores are the exact ones: the differences that lose digits
in a calculation with 15 digits (a principal of the 8th decimal beside an interest of thousands) keep theirs.
"""

from __future__ import annotations

import math
from decimal import Context, Decimal, InvalidOperation, Overflow, localcontext
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.functions.language import reading
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.values import ArrayError, Doubtful, number, one

_DIGITS = Context(prec=60, Emax=10**6, Emin=-(10**6))
_RATE = Text("un taux qui ne laisse rien", "a rate that leaves nothing")
_LONG = Text("un nombre de périodes démesuré", "an excessive number of periods")
_LAST = Text("une période au-delà d’une durée qui n’est pas entière", "a period beyond a duration that is not whole")
_PERIODS = 5_000


def _exact(value: float) -> Decimal:
    return Decimal(repr(value))


def _payment(rate: Decimal, periods: Decimal, present: Decimal, future: Decimal, due: int) -> Decimal:
    if rate == 0:
        return -(present + future) / periods
    growth = (1 + rate) ** periods
    return -(present * growth + future) * rate / ((1 + rate * due) * (growth - 1))


def _interest(rate: Decimal, period: Decimal, payment: Decimal, present: Decimal, due: int) -> Decimal:
    """Return the interest that falls due in one period: the rate on what is owed before it."""
    if rate == 0 or (due and period == 1):
        return Decimal(0)
    growth = (1 + rate) ** (period - 1 - due)
    owed = present * growth + payment * (1 + rate * due) * (growth - 1) / rate
    return -(owed + payment * due) * rate


def _part(principal: bool, given: tuple[Any, ...]) -> float:
    rate, period, periods, present = (number(v) for v in given[:4])
    future, due = number(given[4], 0), int(number(given[5], 0) != 0)
    if periods <= 0 or not 1 <= period < math.ceil(periods) + 1:
        raise ArrayError("Num")
    if period > periods and periods != int(periods):
        raise Doubtful(_LAST)
    if rate <= -1:
        raise Doubtful(_RATE)
    if periods > _PERIODS:
        raise Doubtful(_LONG)
    with localcontext(_DIGITS):
        try:
            r, v = _exact(rate), _exact(present)
            payment = _payment(r, _exact(periods), v, _exact(future), due)
            interest = _interest(r, _exact(period), payment, v, due)
            return float(payment - interest if principal else interest)
        except (Overflow, InvalidOperation):
            raise Doubtful(_LONG) from None


def interest_part(rate: Any, period: Any, periods: Any, present: Any, future: Any = None, due: Any = None) -> float:
    """IPMT: the interest in the payment of one period."""
    return _part(False, (rate, period, periods, present, future, due))


def principal_part(rate: Any, period: Any, periods: Any, present: Any, future: Any = None, due: Any = None) -> float:
    """PPMT: the principal in the payment of one period."""
    return _part(True, (rate, period, periods, present, future, due))


def _cumulative(principal: bool, given: tuple[Any, ...]) -> float:
    if any(isinstance(one(v), bool) for v in given):
        raise ArrayError("Value")
    rate, periods, present, first, last, due = (number(v) for v in given)
    if min(rate, periods, present) <= 0 or not 1 <= first <= last <= periods or due not in (0, 1):
        raise ArrayError("Num")
    if periods > _PERIODS:
        raise Doubtful(_LONG)
    with localcontext(_DIGITS):
        try:
            r, v = _exact(rate), _exact(present)
            payment = _payment(r, _exact(periods), v, Decimal(0), int(due))
            paid = [_interest(r, Decimal(k), payment, v, int(due)) for k in range(math.ceil(first), int(last) + 1)]
            return float(payment * len(paid) - sum(paid) if principal else sum(paid))
        except (Overflow, InvalidOperation):
            raise Doubtful(_LONG) from None


def cumulative_interest(rate: Any, periods: Any, present: Any, first: Any, last: Any, due: Any) -> float:
    """CUMIPMT: the interest paid from one period to another; the type of payment must be 0 or 1."""
    return _cumulative(False, (rate, periods, present, first, last, due))


def cumulative_principal(rate: Any, periods: Any, present: Any, first: Any, last: Any, due: Any) -> float:
    """CUMPRINC: the principal paid from one period to another."""
    return _cumulative(True, (rate, periods, present, first, last, due))


TABLE: dict[str, Native] = {
    "IPMT": Native("INTPER", "DDDDDD", required=4, local=True, call=reading(6, interest_part)),
    "PPMT": Native("PRINCPER", "DDDDDD", required=4, local=True, call=reading(6, principal_part)),
    "CUMIPMT": Native("CUMUL.INTER", "DDDDDD", local=True, call=reading(6, cumulative_interest)),
    "CUMPRINC": Native("CUMUL.PRINCPER", "DDDDDD", local=True, call=reading(6, cumulative_principal)),
}
