"""The language of number formats: sections, conditions and the pieces of each.

It is Microsoft's ("Number format codes" at support.microsoft.com; ECMA-376 part 1, 18.8.31).
A sign whose effect neither these nor stored answers of Excel settle is Doubtful.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from xl_kpi.language import Text
from xl_kpi.workbook.functions.values import ArrayError, Doubtful

FORMAT = Text("un format de TEXTE dont l’effet n’est pas connu", "a TEXT format whose effect is not known")
DIGITS = "0#?"
_SECTIONS = 4
_ENGLISH = frozenset({"409", "809", "C09", "1009", "1409", "1809", "1C09", "4009", "0409", "0809"})
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
    "=": operator.eq,
    "<>": operator.ne,
}
_COLOUR = re.compile(r"(?:black|blue|cyan|green|magenta|red|white|yellow|color ?\d{1,2})", re.IGNORECASE)
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=) *(-?\d+(?:\.\d+)?)")
_ELAPSED = re.compile(r"h+|m+|s+", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]*)(?:-([0-9A-F]+))?", re.IGNORECASE)
_TOKEN = re.compile(
    r"""(?P<text>"[^"]*"|\\.)|(?P<general>General)|(?P<bracket>\[[^\]]*\])|(?P<space>_.)|(?P<fill>\*.)"""
    r"""|(?P<noon>AM/PM|A/P)|(?P<power>E[+-])|(?P<date>y+|m+|d+|h+|s+)|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)"""
    r"""|(?P<percent>%)|(?P<slash>/)|(?P<at>@)|(?P<end>;)|(?P<plain>[-$+():!^&'~{}<>= |£€¥]|[1-9TZ])|(?P<other>.)""",
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


class Token(NamedTuple):
    """One piece of a format: what kind it is, and its text (of a literal what it shows)."""

    kind: str
    text: str


@dataclass
class Section:
    """One section of a format, with its condition."""

    tokens: list[Token]
    condition: tuple[str, float] | None = None

    def kinds(self) -> set[str]:
        """Return the kinds of its pieces."""
        return {token.kind for token in self.tokens}


def sections(text: str) -> list[Section]:
    """Return the sections of a format; Doubtful for a sign whose effect is not known."""
    found = [Section([])]
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup or "", match[0]
        if kind == "end":
            found.append(Section([]))
        elif kind == "bracket":
            _bracket(found[-1], piece[1:-1].strip())
        elif kind in {"fill", "other"}:
            raise Doubtful(FORMAT)
        elif kind in {"text", "space", "plain"}:
            shown = " " if kind == "space" else piece[1:] if piece[0] == "\\" else piece.strip('"')
            found[-1].tokens.append(Token("plain" if kind == "plain" else "text", shown))
        else:
            found[-1].tokens.append(Token(kind, piece))
    if len(found) > _SECTIONS:
        raise ArrayError("Value")
    return found


def _bracket(section: Section, inside: str) -> None:
    if _COLOUR.fullmatch(inside):
        return
    if condition := _CONDITION.fullmatch(inside):
        section.condition = condition[1], float(condition[2])
    elif _ELAPSED.fullmatch(inside):
        section.tokens.append(Token("elapsed", inside.lower()))
    elif (currency := _CURRENCY.fullmatch(inside)) and (currency[1] or (currency[2] or "").upper() in _ENGLISH):
        section.tokens.append(Token("text", currency[1]))
    else:
        raise Doubtful(FORMAT)


def chosen(found: list[Section], value: float) -> tuple[Section | None, bool]:
    """Return the section that a number takes (None: General), and whether a minus sign stands before it."""
    of_text = len(found) > 1 and "at" in found[-1].kinds()
    numbers = found[: min(3, len(found) - of_text)]
    if not any(s.condition for s in numbers):
        if len(numbers) == 1 or value > 0 or (value == 0 and len(numbers) == 2):
            return _there(numbers[0], len(numbers)), value < 0
        return _there(numbers[1 if value < 0 else 2], len(numbers)), False
    if value < 0 or any(s.condition for s in found[2:]):
        raise Doubtful(FORMAT)
    for section in numbers[:2]:
        if section.condition is None or _COMPARE[section.condition[0]](value, section.condition[1]):
            return section, False
    return (numbers[2] if len(numbers) == 3 else None), False


def _there(section: Section, count: int) -> Section:
    if not section.tokens and 1 < count < 3:
        raise Doubtful(FORMAT)
    return section


def text_section(found: list[Section]) -> Section | None:
    """Return the section that a text takes; None where it is shown as it is."""
    if len(found) == _SECTIONS or "at" in found[-1].kinds():
        return found[-1]
    return None
