"""Dates as exports write them; whether the day or the month comes first is decided per file."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal

from xl_kpi.sources.measure_table import Evidence
from xl_kpi.sources.number_format import Sample
from xl_kpi.sources.refusal import refusal

Order = Literal["dmy", "mdy"]
Kind = Literal["iso", "compact", "named", "numeric"]

_TIME = r"(?:(?:[ ,]+|t)\d{1,2}[:h].*)?"
_WEEKDAY = r"(?:[a-z]+\.?,? )?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_PATTERNS: dict[Kind, re.Pattern[str]] = {
    "iso": re.compile(rf"{_YEAR}(?P<s>[-/])(?P<month>\d\d)(?P=s)(?P<day>\d\d){_TIME}"),
    "compact": re.compile(rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)"),
    "named": re.compile(
        rf"{_WEEKDAY}(?:(?P<day>\d{{1,2}})(?:er|st|nd|rd|th)? (?P<name>[a-z]+)\.?,?"
        rf"|(?P<name2>[a-z]+)\.? (?P<day2>\d{{1,2}})(?:st|nd|rd|th)?,?) {_YEAR}{_TIME}"
    ),
    "numeric": re.compile(rf"(?P<first>\d{{1,2}})(?P<s>[/.-])(?P<second>\d{{1,2}})(?P=s){_YEAR}{_TIME}"),
}
# Whole names and the abbreviations that exports use, without accents.
_MONTH_NAMES = (
    "janvier janv january jan",
    "fevrier fevr fev february feb",
    "mars march mar",
    "avril avr april apr",
    "mai may",
    "juin june jun",
    "juillet juil july jul",
    "aout august aug",
    "septembre sept september sep",
    "octobre oct october",
    "novembre nov november",
    "decembre dec december",
)
_MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}


@lru_cache(maxsize=4096)  # a file has few days and many rows
def date_kind(text: str) -> Kind | None:
    """Return how a date is written, None when the text is not a date."""
    plain = _plain(text)
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(plain)), None)


@lru_cache(maxsize=4096)
def parse_date(text: str, order: Order | None) -> dt.date:
    """Return the day a cell shows; a time of day is left out.

    Args:
        text: ISO, yyyymmdd, a named month in French or English, or numbers.
        order: which number comes first; needed for numbers only.

    Raises:
        ValueError: this is not a date, or its order is not known.
    """
    plain = _plain(text)
    for kind, pattern in _PATTERNS.items():
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        if kind == "named":
            month = _MONTHS.get(match["name"] or match["name2"], 0)
            return dt.date(int(match["year"]), month, int(match["day"] or match["day2"]))
        if kind == "numeric":
            numbers = (int(match["second"]), int(match["first"]))
            if order is None:
                break
            month, day = numbers if order == "dmy" else numbers[::-1]
            return dt.date(int(match["year"]), month, day)
        return dt.date(int(match["year"]), int(match["month"]), int(match["day"]))
    raise ValueError(text)


def decide_order(samples: Iterable[Sample], convention: Order | None, file: str) -> tuple[Order | None, Evidence]:
    """Decide whether the day or the month comes first in the dates of a file.

    A day after the 12th (or dots, as in 31.12.2026) decides; else the vendor's convention in the
    language of the headers.

    Raises:
        UserError: the file mixes two ways of writing dates, or nothing decides.
    """
    kinds: dict[Kind, Sample] = {}
    proof: dict[Order, Sample] = {}
    for sample in samples:
        kind = date_kind(sample.text)
        if kind is None:
            continue
        kinds.setdefault(kind, sample)
        if kind == "numeric" and (shown := _order_shown(sample.text)) is not None:
            proof.setdefault(shown, sample)
    if len(kinds) > 1 or len(proof) > 1:
        raise _two_conventions(file, [*kinds.values(), *proof.values()])
    for order, sample in proof.items():
        return order, Evidence(about="date", value=order, line=sample.line, text=sample.text)
    if "numeric" not in kinds:
        for kind, sample in kinds.items():
            return None, Evidence(about="date", value=kind, line=sample.line, text=sample.text)
        return None, Evidence(about="date", value="no date column")
    sample = kinds["numeric"]
    if convention is None:
        raise refusal(
            file,
            f"la date « {sample.text} » peut commencer par le jour ou par le mois, et aucun jour du fichier ne dépasse "
            "12 ; exportez une période plus longue ou des dates AAAA-MM-JJ",
            f"the date “{sample.text}” may start with the day or the month, and no day in the file is after the 12th; "
            "export a longer period or dates as YYYY-MM-DD",
            line=sample.line,
        )
    text = f"{sample.text} (language of the headers)"
    return convention, Evidence(about="date", value=convention, line=sample.line, text=text)


def _order_shown(text: str) -> Order | None:
    match = _PATTERNS["numeric"].fullmatch(_plain(text))
    if match is None:
        return None
    if int(match["first"]) > 12 or match["s"] == ".":
        return "dmy"
    return "mdy" if int(match["second"]) > 12 else None


def _two_conventions(file: str, samples: list[Sample]) -> Exception:
    first, last = min(samples), max(samples)
    return refusal(
        file,
        f"deux conventions de dates : « {first.text} » ici et « {last.text} » ligne {last.line} ; exportez de nouveau",
        f"two date conventions: “{first.text}” here and “{last.text}” on line {last.line}; export the file again",
        line=first.line,
    )


def _plain(text: str) -> str:
    """Fold case, accents and spaces."""
    decomposed = unicodedata.normalize("NFKD", text.strip())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).lower().split())
