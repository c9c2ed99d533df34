"""The headline KPIs of a workbook: the block that its defined name `Headline` covers, as cells show it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_kpi.errors import UserError
from xl_kpi.language import Lang

if TYPE_CHECKING:
    from xl_kpi.workbook import Package

NAME = "Headline"
_TOKENS = re.compile(r'"[^"]*"|\\.|\[[^]]*\]|[#0][#0,.]*|.')


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: its cached value and its number format."""

    value: Any
    format: str

    def text(self, lang: Lang) -> str:
        """Return the value as the cell shows it in this language."""
        if self.value is None or isinstance(self.value, str):
            return str(self.value or "")
        section, number = _section(self.format, float(self.value))
        number *= 100 if "%" in section else 1
        pieces = [_piece(token, number, lang) for token in _TOKENS.findall(section)]
        return re.sub(" (?=[€%])", "\u00a0", "".join(pieces))


def _section(code: str, number: float) -> tuple[str, float]:
    """Return the part of a number format for a number of this sign, and the number that it shows."""
    sections = code.split(";")
    if number < 0 and len(sections) > 1:
        return sections[1], -number
    return (sections[2] if number == 0 and len(sections) > 2 else sections[0]), number


def _piece(token: str, number: float, lang: Lang) -> str:
    if token.startswith(('"', "\\")):
        return token.strip('"').removeprefix("\\")
    if token.startswith("["):
        return token[2:-1].partition("-")[0] if token.startswith("[$") else ""
    if token[0] not in "#0":
        return token
    decimals = len(token.partition(".")[2])
    text = f"{number:,.{decimals}f}" if "," in token else f"{number:.{decimals}f}"
    return text.replace(",", "\u202f").replace(".", ",") if lang == "fr" else text


@dataclass(frozen=True, slots=True)
class Headline:
    """The header and the rows of the block."""

    header: tuple[str, ...]
    rows: tuple[tuple[Shown, ...], ...]

    def as_list(self) -> list[dict[str, Any]]:
        """Return one mapping a KPI, from the header's words to cached values."""
        return [dict(zip(self.header, (cell.value for cell in row), strict=True)) for row in self.rows]

    def texts(self, lang: Lang) -> Sequence[Sequence[str]]:
        """Return the rows as texts."""
        return [[cell.text(lang) for cell in row] for row in self.rows]


def find_headline(book: Path | Package) -> Headline | None:
    """Return the headline KPIs of a workbook, None where it has no such block."""
    from xl_kpi.workbook import read_name

    header, *rows = read_name(book, NAME) or [[]]
    if not header:
        return None
    return Headline(
        tuple(str(value) for value, _ in header),
        tuple(tuple(Shown(value, code) for value, code in row) for row in rows if row[0][0] is not None),
    )


def headline(book: Path) -> Headline:
    """Return the headline KPIs of a workbook made from a template; refuse one without that block."""
    found = find_headline(book)
    if found is None:
        raise UserError(
            f"{book.name} : le nom « {NAME} » est absent. Partez d’un modèle : xl-kpi new cockpit …",
            f"{book.name}: the name {NAME} is absent. Start from a template: xl-kpi new cockpit ...",
        )
    return found
