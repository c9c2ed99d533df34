"""Numbers as exports write them; the decimal separator is decided once per file, never guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Literal, NamedTuple

from xl_kpi.sources.measure_table import Evidence
from xl_kpi.sources.refusal import refusal

Decimal = Literal[".", ","]

NOT_REPORTED = frozenset({"", "-", "--", "---", "–", "—", "n/a", "#n/a", "na", "null"})

_SPACES = " \u00a0\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f"
_GROUP_MARKS = str.maketrans(dict.fromkeys(_SPACES + "'’", " "))
_CURRENCY = r"[A-Z]{0,3}[$€£¥]|[A-Z]{3}"
_NUMBER = re.compile(
    rf"(?P<before>{_CURRENCY})? ?(?P<sign>[+\-−])? ?(?P<unit>{_CURRENCY})? ?"
    rf"(?P<body>[.,]?\d[\d., ]*?)(?P<power>[eE][+-]?\d+)? ?(?P<after>{_CURRENCY})?"
)
_USUAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_PLAIN = re.compile(r"[\d.,\s]*")  # the usual cell, without any currency
_SIGN_TO_CODE = {"€": "EUR", "£": "GBP"}  # "$" and "¥" are signs of several currencies
_VALID = {
    decimal: re.compile(rf"(?P<whole>\d{{1,3}}(?:(?P<g>[ {group}])\d{{3}}(?:(?P=g)\d{{3}})*)|\d*)"
                        rf"(?:{re.escape(decimal)}(?P<part>\d*))?")
    for decimal, group in ((".", ","), (",", "."))
}  # fmt: skip


class Sample(NamedTuple):
    """A cell that may show how the file writes its numbers or dates."""

    line: int
    column: str
    text: str


def is_not_reported(text: str) -> bool:
    """Return whether a cell says that there is no figure ("--", "N/A", empty)."""
    return not text[:1].isdigit() and text.translate(_GROUP_MARKS).strip().casefold() in NOT_REPORTED


def currency_of(text: str) -> str | None:
    """Return the ISO code beside a number, when its sign or code leaves no doubt."""
    match = None if _PLAIN.fullmatch(text) else _match(text)
    if match is None:
        return None
    mark = match["before"] or match["unit"] or match["after"]
    if mark is None:
        return None
    return mark if mark.isalpha() else _SIGN_TO_CODE.get(mark)


def parse_number(text: str, decimal: Decimal | None) -> float:
    """Return the number a cell shows.

    Args:
        text: digits, groups of three, a currency before or after; no percentages.
        decimal: the file's decimal separator; None when no cell of the file has a separator.

    Raises:
        ValueError: this is not a number under that convention.
    """
    if _USUAL.fullmatch(text) and (decimal != "," or "." not in text):
        return float(text)
    match = _match(text)
    shape = _VALID[decimal or "."].fullmatch(match["body"]) if match else None
    if match is None or shape is None:
        raise ValueError(text)
    whole = "".join(c for c in shape["whole"] if c.isdigit())
    value = float(f"{whole or '0'}.{shape['part'] or '0'}{match['power'] or ''}")
    return -value if match["sign"] in {"-", "−"} else value


def decimal_shown(text: str) -> Decimal | Literal["ambiguous"] | None:
    """Return the decimal separator a cell proves; "ambiguous" for "1,234"; None if it shows nothing."""
    if "," not in text and "." not in text:
        return None
    match = None if _USUAL.fullmatch(text) else _match(text.rstrip("%"))
    if match is None and not _USUAL.fullmatch(text):
        return None
    body = match["body"] if match else text
    commas, dots = body.count(","), body.count(".")
    if commas and dots:
        return "," if body.rfind(",") > body.rfind(".") else "."
    if commas + dots == 0:
        return None
    mark: Decimal = "," if commas else "."
    if commas + dots > 1:
        return "." if commas else ","
    before, _, after = body.partition(mark)
    could_be_group = len(after) == 3 and 1 <= len(before) <= 3 and before[0] != "0"
    return "ambiguous" if could_be_group and " " not in body else mark


def decide_decimal(
    figures: Iterable[Sample], others: Iterable[Sample], convention: Decimal | None, file: str
) -> tuple[Decimal | None, Evidence]:
    """Decide the decimal separator of a file.

    A cell that can be read one way only decides; else the convention of the vendor in the language
    of the headers; else, if a figure could be read both ways, the file is refused.

    Args:
        figures: the cells of the measures.
        others: the cells of known ratio columns, which testify too.
        convention: how the vendor writes numbers in this language, when that is known.
        file: the file's name, for the refusal.

    Raises:
        UserError: two cells contradict each other, or a figure is ambiguous.
    """
    proof: dict[Decimal, Sample] = {}
    doubtful: Sample | None = None
    for samples, counts in ((figures, True), (others, False)):
        for sample in samples:
            shown = decimal_shown(sample.text)
            if shown == "ambiguous":
                doubtful = doubtful or (sample if counts else None)
            elif shown is not None:
                proof.setdefault(shown, sample)
    if len(proof) == 2:
        first, second = sorted(proof.values())
        fr = f"deux conventions de décimales : « {first.text} » ici et « {second.text} » ligne {second.line}"
        en = f"two decimal conventions: “{first.text}” here and “{second.text}” on line {second.line}"
        raise refusal(file, f"{fr} ; exportez le fichier de nouveau", f"{en}; export the file again", line=first.line)
    for decimal, sample in proof.items():
        return decimal, Evidence(about="decimal", value=decimal, line=sample.line, text=sample.text)
    if doubtful is None:
        return convention, Evidence(about="decimal", value=convention or "none needed")
    if convention is None:
        text, column = doubtful.text, doubtful.column
        raise refusal(
            file,
            f"colonne « {column} », « {text} » peut être un millier ou une décimale, et rien d’autre dans le fichier "
            "ne tranche ; exportez avec deux décimales",
            f"column “{column}”, “{text}” may be a thousand or a decimal, and nothing else in the file "
            "decides; export with two decimals",
            line=doubtful.line,
        )
    return convention, Evidence(
        about="decimal", value=convention, line=doubtful.line, text=f"{doubtful.text} (language of the headers)"
    )


def _match(text: str) -> re.Match[str] | None:
    return _NUMBER.fullmatch(text.translate(_GROUP_MARKS).strip())
