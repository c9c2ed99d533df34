"""Number formats with a fraction, such as `# ?/?` or `# ??/16`."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from xl_kpi.workbook.functions.format_parts import FORMAT, Token
from xl_kpi.workbook.functions.general import decimal
from xl_kpi.workbook.functions.placeholders import before_point
from xl_kpi.workbook.functions.values import Doubtful

_EXACT = 5e-8
_TIE = Decimal("1e-9")
_MOST = 4  # digits of a denominator


@dataclass
class _Layout:
    """The pieces of a fraction's format, in their order."""

    start: list[Token]
    whole: list[Token]
    between: str
    above: list[Token]
    bar: tuple[str, str]  # around the slash
    below: str  # signs, or the denominator itself
    end: str

    @property
    def fixed(self) -> int:
        return int(self.below) if self.below.isdigit() and self.below.strip("0") else 0


def shown_fraction(tokens: list[Token], value: float, minus: bool) -> str:
    """Return what a format with a fraction shows of a number that is not negative, after a minus sign or not."""
    layout = _layout(tokens)
    above, below = _best(value, layout)
    whole, above = divmod(above, below) if layout.whole else (0, above)
    if minus and not (whole or above):
        raise Doubtful(FORMAT)
    start = "-" * minus + "".join(token.text for token in layout.start)
    return start + _parts(layout, whole, above, below) + layout.end


def _parts(layout: _Layout, whole: int, above: int, below: int) -> str:
    if not layout.whole:
        return _fraction(layout, above, below)
    over = "".join(token.text for token in layout.above if token.kind == "digit")
    signs = "".join(token.text for token in layout.whole if token.kind == "digit")
    zero = before_point("", layout.whole, grouped=False)
    if not above and "0" not in over:
        width = len(layout.between + "".join(layout.bar) + over + layout.below) + 1
        wide = "?" in signs + over or "?" in layout.below or layout.fixed
        return _whole(layout.whole, whole or 0) + " " * width * bool(wide)
    if whole or "0" in signs or (not above and "?" in signs):
        return _whole(layout.whole, whole) + layout.between + _fraction(layout, above, below)
    gap = " " * len(layout.between) if "?" in signs + over else ""
    return zero + gap + _fraction(layout, above, below)


def _whole(tokens: list[Token], number: int) -> str:
    return before_point(str(number), tokens, grouped=False)


def _fraction(layout: _Layout, above: int, below: int) -> str:
    size = len(layout.below)
    shown = str(below).rjust(size, "0") if "0" in layout.below and not layout.fixed else str(below)
    shown = shown.ljust(size) if "?" in layout.below else shown
    return before_point(str(above), layout.above, grouped=False) + "/".join(layout.bar) + shown


def _layout(tokens: list[Token]) -> _Layout:
    if {t.kind for t in tokens} - {"text", "plain", "digit", "slash"} or [t.kind for t in tokens].count("slash") > 1:
        raise Doubtful(FORMAT)
    at = [token.kind for token in tokens].index("slash")
    before, after = tokens[:at], tokens[at + 1 :]
    digits = [i for i, token in enumerate(before) if token.kind == "digit"]
    numbers = [i for i, token in enumerate(after) if token.kind == "digit" or token.text.isdigit()]
    if not digits or not numbers or any(t.kind == "plain" and t.text.isalnum() for t in before):
        raise Doubtful(FORMAT)
    first = last = digits[-1]
    while first - 1 in digits:
        first -= 1
    wholes = [i for i in digits if i < first]
    between = "".join(token.text for token in before[wholes[-1] + 1 : first]) if wholes else ""
    below = "".join(after[i].text for i in numbers)
    if (
        numbers[-1] - numbers[0] + 1 != len(numbers)
        or not (len(set(below)) == 1 or below.isdigit())
        or len(below) > _MOST
    ):
        raise Doubtful(FORMAT)
    if any(t.text.isalpha() and t.kind == "plain" for t in after):
        raise Doubtful(FORMAT)
    return _Layout(
        before[: wholes[0] if wholes else first],
        before[wholes[0] : wholes[-1] + 1] if wholes else [],
        between,
        before[first : last + 1],
        ("".join(t.text for t in before[last + 1 :]), "".join(t.text for t in after[: numbers[0]])),
        below,
        "".join(t.text for t in after[numbers[-1] + 1 :]),
    )


def _best(value: float, layout: _Layout) -> tuple[int, int]:
    """Return the fraction that stands for a number, with the whole part in it."""
    if layout.fixed:
        exact = decimal(value) * layout.fixed
        if abs(exact % 1 - Decimal("0.5")) < _TIE and float(f"{value:.12g}") != value:
            raise Doubtful(FORMAT)
        return int(exact.to_integral_value(ROUND_HALF_UP)), layout.fixed
    return _convergent(value, 10 ** len(layout.below) - 1)


def _convergent(value: float, most: int) -> tuple[int, int]:
    """Return the last convergent of a number's continued fraction whose denominator is not above `most`.

    Excel works in binary numbers, whose noise it lets through: 0.3 is 2/7 and 1.3 is 1 1/3 in `# ?/?`
    (https://github.com/SheetJS/sheetjs, test/fraction.json).
    """
    before, above, zero, below = 0, 1, 1, 0
    rest = value
    while below < most:
        step = math.floor(rest)
        before, above, zero, below = above, step * above + before, below, step * below + zero
        if rest - step < _EXACT:
            break
        rest = 1 / (rest - step)
    return (before, zero) if below > most else (above, below)
