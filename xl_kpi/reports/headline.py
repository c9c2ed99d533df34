"""The headline KPIs of a workbook: the block that its defined name `Headline` covers, as cells show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xl_kpi.errors import UserError
from xl_kpi.language import Lang

NAME = "Headline"


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: its cached value and its number format."""

    value: Any
    format: str

    def text(self, lang: Lang) -> str:
        """Return the value as the cell shows it in this language."""
        if self.value is None or isinstance(self.value, str):
            return str(self.value or "")
        section = self.format.split(";")[0]
        number = float(self.value) * (100 if "%" in section else 1)
        decimals = len(section.partition(".")[2]) - len(section.partition(".")[2].lstrip("0"))
        text = f"{number:,.{decimals}f}" if "," in section else f"{number:.{decimals}f}"
        if lang == "fr":
            text = text.replace(",", "\u202f").replace(".", ",")
        suffix = section.split('"')[1] if section.count('"') == 2 else ""
        return f"{text}{suffix}" + (("\u00a0%" if lang == "fr" else "%") if "%" in section else "")


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


def headline(book: Path) -> Headline:
    """Return the headline KPIs of a workbook made from a template; refuse one without that block."""
    from xl_kpi.workbook import read_name

    found = read_name(book, NAME)
    if not found:
        raise UserError(
            f"{book.name} : le nom « {NAME} » est absent. Partez d’un modèle : xl-kpi new cockpit …",
            f"{book.name}: the name {NAME} is absent. Start from a template: xl-kpi new cockpit ...",
        )
    header, *rows = found
    return Headline(
        tuple(str(value) for value, _ in header),
        tuple(tuple(Shown(value, code) for value, code in row) for row in rows if row[0][0] is not None),
    )
