"""What a number format shows of a value, with a decimal point and English words: the function TEXT.

Held against the answers that Excel stored in workbooks of format tests; what they do not settle is Doubtful.
"""

from __future__ import annotations

import math

from xl_kpi.workbook.functions.date_format import shown_date
from xl_kpi.workbook.functions.format_parts import FORMAT, Section, Token, chosen, sections, text_section
from xl_kpi.workbook.functions.fraction_format import shown_fraction
from xl_kpi.workbook.functions.general import decimal, general, rounded
from xl_kpi.workbook.functions.placeholders import after_point, before_point, whole_digits
from xl_kpi.workbook.functions.values import Doubtful

_DATES = {"date", "elapsed", "noon"}


def formatted(value: float | str | bool, text: str, *, date1904: bool = False, slashes: bool = False) -> str:
    """Return what a number, a text or a truth value shows in a format.

    `slashes` where the region of the workbook is known to write dates with them.
    Raises ArrayError for what Excel refuses and Doubtful where what it shows is not known.
    """
    found = sections(text)
    if isinstance(value, str | bool):
        shown = str(value).upper() if isinstance(value, bool) else value
        section = text_section(found)
        return shown if section is None else _of_text(section, shown)
    section, minus = chosen(found, value)
    if section is None or (not section.tokens and section.condition):
        return general(value)
    kinds = section.kinds()
    if kinds & _DATES:
        return shown_date(section.tokens, value, date1904=date1904, slashes=slashes)
    if kinds & {"general", "at"}:
        return _general(section, value, minus)
    if "slash" in kinds:
        return shown_fraction(section.tokens, abs(value), minus)
    if any(t.kind == "plain" and t.text.isalnum() for t in section.tokens):
        raise Doubtful(FORMAT)
    return _scientific(section.tokens, value, minus) if "power" in kinds else _number(section.tokens, value, minus)


def _of_text(section: Section, shown: str) -> str:
    if section.kinds() - {"text", "plain", "at"}:
        raise Doubtful(FORMAT)
    return "".join(shown if token.kind == "at" else token.text for token in section.tokens)


def _general(section: Section, value: float, minus: bool) -> str:
    kinds = [token.kind for token in section.tokens]
    if (
        set(kinds) - {"text", "plain", "general", "at"}
        or ("at" in kinds and kinds != ["at"])
        or kinds.count("general") > 1
    ):
        raise Doubtful(FORMAT)
    shown = general(abs(value))
    if kinds == ["at"] and shown != f"{abs(value):.15g}":
        raise Doubtful(FORMAT)
    return "-" * minus + "".join(shown if t.kind in {"general", "at"} else t.text for t in section.tokens)


def _number(tokens: list[Token], value: float, minus: bool) -> str:
    whole, point, rest = _at_point(tokens)
    whole, grouped, scaled = _commas(whole)
    rest, _, more = _commas(rest, digit_before=any(t.kind == "digit" for t in whole))
    places = sum(token.kind == "digit" for token in rest)
    percent = sum(token.kind == "percent" for token in tokens)
    if not places and not any(t.kind == "digit" for t in whole):
        if minus or point or percent:
            raise Doubtful(FORMAT)
        return "".join(token.text for token in whole)
    shown = rounded(abs(value), places, scale=2 * percent - 3 * (scaled + more))
    digits = whole_digits(shown)
    start = before_point(digits, whole, grouped=grouped)
    if point and not any(t.kind == "digit" for t in whole):
        start += digits
    if minus and scaled + more and shown < 1:
        raise Doubtful(FORMAT)  # some of these have a zero before the point
    return "-" * (minus and shown != 0) + start + point + after_point(shown, rest)


def _scientific(tokens: list[Token], value: float, minus: bool) -> str:
    at = [token.kind for token in tokens].index("power")
    whole, point, rest = _at_point(tokens[:at])
    whole, grouped, _ = _commas(whole)
    size = sum(token.kind == "digit" for token in whole)
    places = sum(token.kind == "digit" for token in rest)
    end = [token for token in tokens[at + 1 :] if token.kind != "comma"]
    if not size or not any(t.kind == "digit" for t in end) or {"power", "point"} & {t.kind for t in end}:
        raise Doubtful(FORMAT)
    power = math.floor(decimal(value).adjusted() / size) * size if value else 0
    shown = rounded(abs(value), places, scale=-power)
    if shown >= 10**size:
        power += size
        shown = rounded(abs(value), places, scale=-power)
    mantissa = before_point(whole_digits(shown) if value else "0" * size, whole, grouped=grouped)
    mantissa += point + after_point(shown, rest)
    sign = "-" if power < 0 else "+" if tokens[at].text[1] == "+" else ""
    first = next(i for i, token in enumerate(end) if token.kind == "digit")
    literals = "".join(token.text for token in end[:first])
    exponent = before_point(str(abs(power)), end[first:], grouped=False)
    return "-" * minus + mantissa + tokens[at].text[0] + literals + sign + exponent


def _at_point(tokens: list[Token]) -> tuple[list[Token], str, list[Token]]:
    points = [i for i, token in enumerate(tokens) if token.kind == "point"]
    if len(points) > 1:
        raise Doubtful(FORMAT)
    return (tokens[: points[0]], ".", tokens[points[0] + 1 :]) if points else (tokens, "", [])


def _commas(tokens: list[Token], *, digit_before: bool = False) -> tuple[list[Token], bool, int]:
    """Return the pieces without commas that are no literals, whether thousands are marked, how often to divide."""
    kept: list[Token] = []
    digits = [i for i, token in enumerate(tokens) if token.kind == "digit"]
    last = digits[-1] if digits else -1
    grouped, scaled = False, 0
    for i, token in enumerate(tokens):
        if token.kind != "comma":
            kept.append(token)
        elif not digit_before and (not digits or i < digits[0]):
            kept.append(Token("text", ","))
        elif i < last:
            around = {tokens[i - 1].kind if i else "", tokens[i + 1].kind}
            if digit_before or not around <= {"digit", "comma"}:
                raise Doubtful(FORMAT)
            grouped = True
        elif i and tokens[i - 1].kind not in {"digit", "comma"}:
            raise Doubtful(FORMAT)
        else:
            scaled += 1
    return kept, grouped, scaled
