"""Number formats with parts of a date or of a time, in English words, in Excel's calendar of 1900."""

from __future__ import annotations

import math

from xl_kpi.language import Text
from xl_kpi.workbook.engines.checks import LOCALE
from xl_kpi.workbook.functions import dates
from xl_kpi.workbook.functions.format_parts import FORMAT, Token
from xl_kpi.workbook.functions.values import ArrayError, Doubtful

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_DAYS = ("Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")
_SECONDS = 86400
_CALENDARS_APART = 1462
_CERTAIN = 1e-4  # a time this close to a whole second is one
_TIE = Text("une heure à un arrondi près d’un autre affichage", "a time that rounding may show otherwise")
_NOON = 12


def shown_date(tokens: list[Token], value: float, *, date1904: bool, slashes: bool) -> str:
    """Return what a format of dates shows of a number; ArrayError outside Excel's calendar."""
    pieces = _pieces(tokens)
    kinds = [kind for kind, _ in pieces]
    if "slash" in kinds and not slashes and kinds[kinds.index("slash") - 1 :][:3] != ["mo", "slash", "d"]:
        raise Doubtful(LOCALE)  # a region may write another sign there, unless the month comes first
    units = {token.text[0] for token in tokens if token.kind == "elapsed"}
    minus = bool(units) and value < 0
    if value < 0 and minus != date1904:
        raise ArrayError("Value") if not minus and not date1904 else Doubtful(FORMAT)
    serial = abs(value) if units else value + (_CALENDARS_APART if date1904 else 0)
    if units and {"y", "mo", "d"}.intersection(kinds):
        raise Doubtful(FORMAT)
    if not units and dates.split(serial) is None:
        raise ArrayError("Value")
    day, seconds, part = _moment(serial, pieces)
    if minus and not (day or seconds or part):
        raise Doubtful(FORMAT)
    half = "noon" in kinds
    shown = [_shown(kind, text, (day, seconds, part), units, half) for kind, text in pieces]
    return "-" * minus + "".join(shown)


def _pieces(tokens: list[Token]) -> list[tuple[str, str]]:
    """Return what each piece means: y, mo(nth), d, h, mi(nute), s, f(raction of a second), noon, or text."""
    if any(t.kind == "digit" and t.text != "0" for t in tokens):
        raise ArrayError("Value")
    found: list[tuple[str, str]] = []
    part = ""  # the last part of a date or time
    elapsed = any(token.kind == "elapsed" for token in tokens)
    for i, token in enumerate(tokens):
        text = token.text
        if token.kind in {"date", "elapsed"}:
            unit = text[0].lower()
            if unit == "m":
                unit = "mi" if token.kind == "elapsed" or _minutes(part, tokens[i + 1 :], elapsed) else "mo"
            found.append((unit, text.lower()))
            part = unit
        elif token.kind == "digit":
            if not (found and found[-1][0] == "f"):
                raise Doubtful(FORMAT)
            found[-1] = ("f", found[-1][1] + "0")
        elif token.kind == "point" and part == "s" and tokens[i + 1 : i + 2] == [Token("digit", "0")]:
            found.append(("f", ""))
        elif token.kind == "noon":
            found.append(("noon", text))
        elif token.kind in {"text", "plain", "comma", "point", "slash"} and not (
            token.kind == "plain" and text.isdigit()
        ):
            found.append(("slash" if token.kind == "slash" else "text", text))
        else:
            raise Doubtful(FORMAT)
    if len({len(text) for kind, text in found if kind == "f"}) > 1 or any(_too_long(k, t) for k, t in found):
        raise Doubtful(FORMAT)
    return found


def _too_long(kind: str, text: str) -> bool:
    longest = {"h": 2, "mi": 2, "s": 2, "mo": 5, "f": 3}.get(kind)
    return longest is not None and len(text) > longest


def _minutes(before: str, after: list[Token], elapsed: bool) -> bool:
    """Tell whether an m stands for minutes: after hours or before seconds."""
    following = next((t.text[0].lower() for t in after if t.kind in {"date", "elapsed"}), "")
    if before == "s" and not elapsed:
        raise Doubtful(FORMAT)
    return before in {"h", "s"} or following == "s"


def _moment(serial: float, pieces: list[tuple[str, str]]) -> tuple[int, int, int]:
    """Return the day, the second of the day and the part of it, rounded to what is shown."""
    kinds = {kind for kind, _ in pieces}
    places = max((len(text) for kind, text in pieces if kind == "f"), default=0)
    scale = 10**places
    exact = serial * _SECONDS * scale
    units = math.floor(exact + 0.5)
    sharp = abs(exact - units) < _CERTAIN * scale
    tie = abs(exact % 1 - 0.5) < max(1e-6 * scale, 1e-9)
    if kinds & {"h", "mi", "s", "f", "noon"} and not sharp:
        if tie or (not kinds & {"s", "f"} and units // 60 != math.floor(exact) // 60):
            raise Doubtful(_TIE)
        if units // (_SECONDS * scale) != math.floor(serial):
            raise Doubtful(_TIE)
    elif not sharp:
        units = math.floor(exact)
    seconds, part = divmod(units, scale)
    day, seconds = divmod(seconds, _SECONDS)
    return day, seconds, part


def _shown(kind: str, text: str, moment: tuple[int, int, int], units: set[str], half: bool) -> str:
    day, seconds, part = moment
    if kind in {"text", "slash"}:
        return text
    if kind == "f":
        return f".{part:0{len(text)}}"
    hour = seconds // 3600
    if kind == "noon":
        mark = "AP"[hour >= _NOON]
        return f"{mark}M" if len(text) > 3 else mark if text[0].isupper() else mark.lower()
    if kind in {"h", "mi", "s"}:
        total = {"h": 3600, "mi": 60, "s": 1}[kind]
        if kind[0] in units:
            number = (day * _SECONDS + seconds) // total
        else:
            number = hour if kind == "h" else seconds // total % 60
        if kind == "h" and half:
            number = (number - 1) % _NOON + 1
        return f"{number:0{len(text)}}"
    return _of_day(kind, len(text), day)


def _of_day(kind: str, length: int, serial: int) -> str:
    parts = dates.split(serial)
    if parts is None:
        raise ArrayError("Value")
    year, month, day = parts
    if kind == "y":
        return f"{year % 100:02}" if length <= 2 else f"{year:04}"
    number, name = (month, _MONTHS[month - 1]) if kind == "mo" else (day, _DAYS[(serial - 1) % 7])
    if length <= 2:
        return f"{number:0{length}}"
    return name[:3] if length == 3 else name[:1] if kind == "mo" and length == 5 else name
