"""Numbers as the format General shows them, and as a text takes them over (`&`, CONCAT): with a decimal point."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal

from xl_kpi.language import Text
from xl_kpi.workbook.engines.checks import ROUNDED
from xl_kpi.workbook.functions.values import Doubtful

_LONG = Text("un nombre de plus de 15 chiffres en texte", "a number of more than 15 digits as text")
_CONTEXT = Context(prec=700)  # digits of the largest number with decimals
_HALF, _NEAR, _NOISE = Decimal("0.5"), Decimal("1e-9"), Decimal("2e-15")
_PLACES = 9  # decimals of a number below 1: General is eleven characters wide
_WIDEST = 11


def decimal(value: float) -> Decimal:
    """Return a number with the 15 digits that Excel shows of it."""
    return Decimal(f"{value:.15g}")


def rounded(value: float, places: int, *, scale: int = 0) -> Decimal:
    """Return a number times ten to the power `scale`, rounded half away from zero to decimals.

    Raises Doubtful where the noise of a calculation may decide which way it goes.
    """
    exact = decimal(value)
    units = exact.scaleb(scale + places)
    away = abs(abs(_CONTEXT.remainder(units, Decimal(1))) - _HALF)
    if (
        away < _HALF
        and away <= max(_NEAR, abs(units) * _NOISE)
        and float(exact if away == 0 else f"{value:.12g}") != value
    ):
        raise Doubtful(ROUNDED)
    return units.quantize(Decimal(1), ROUND_HALF_UP, _CONTEXT).scaleb(-places, _CONTEXT)


def general(value: float) -> str:
    """Return a number in the format General, which shows at most eleven characters beside the sign."""
    if not value:
        return "0"
    exact = decimal(abs(value))
    power = exact.adjusted()
    fixed = None
    if -5 < power < _WIDEST:
        fixed = rounded(abs(value), max(0, _WIDEST - 2 - max(power, 0)))
    elif power <= -5 and -int(exact.normalize().as_tuple().exponent) <= _PLACES:
        fixed = exact
    sign = "-" if value < 0 else ""
    if fixed is not None and fixed.adjusted() < _WIDEST:
        return sign + plain(fixed)
    return sign + scientific(rounded(abs(value), 5, scale=-power), power)


def scientific(mantissa: Decimal, power: int) -> str:
    """Return a mantissa and a power of ten as General writes them."""
    if mantissa >= 10:
        mantissa, power = mantissa / 10, power + 1
    return f"{plain(mantissa)}E{'-' if power < 0 else '+'}{abs(power):02}"


def plain(number: Decimal) -> str:
    """Return a decimal number without an exponent or zeros at its end."""
    shown = f"{number:f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def joined(value: float) -> str:
    """Return a number as a text takes it over: with up to 15 digits; Doubtful where it is not known how."""
    exact = decimal(abs(value))
    power = exact.adjusted()
    if value and not (-5 < power < 15 or (-10 < power < 0 and -int(exact.normalize().as_tuple().exponent) <= 15)):
        raise Doubtful(_LONG)
    return ("-" if value < 0 else "") + plain(exact)
