"""How digits fill the signs 0, # and ? of a number format."""

from __future__ import annotations

from decimal import Decimal

from xl_kpi.workbook.functions.format_parts import Token

_MISSING = {"0": "0", "#": "", "?": " "}


def whole_digits(number: Decimal) -> str:
    """Return the digits before the decimal point, "" where there are only zeros."""
    whole = f"{number:f}".partition(".")[0]
    return "" if whole.strip("0") == "" else whole


def before_point(digits: str, tokens: list[Token], *, grouped: bool) -> str:
    """Return what stands before the decimal point: the first sign takes the digits that are too many.

    `grouped` marks thousands; literals among the signs stay.
    """
    left = sum(token.kind == "digit" for token in tokens)
    over = max(0, len(digits) - left)
    shown = []
    for token in tokens:
        if token.kind != "digit":
            shown.append(token.text)
            continue
        piece = digits[: over + 1] if over else digits[-left] if left <= len(digits) else _MISSING[token.text]
        digits = digits[over + 1 :] if over else digits
        mark = " " if piece == " " else ","
        for sign, place in zip(piece, range(left + over, 0, -1), strict=False):
            shown.append(sign + mark * (grouped and place % 3 == 1 and place > 1))
        left, over = left - 1, 0
    return "".join(shown)


def after_point(number: Decimal, tokens: list[Token]) -> str:
    """Return what stands after the decimal point; literals among the signs stay."""
    digits = f"{number:f}".partition(".")[2].rstrip("0")
    shown, at = "", 0
    for token in tokens:
        if token.kind == "digit":
            shown += digits[at] if at < len(digits) else _MISSING[token.text]
            at += 1
        else:
            shown += token.text
    return shown
