"""The look of the template workbooks: one palette, number formats, cell formats."""

from __future__ import annotations

from typing import Any

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Lang

NAVY, BLUE, TEAL, OCHRE = "#1B365D", "#2F6690", "#3A8F85", "#C98B2B"
PALE = "#A9BFD6"
INK, GREY, LINE, BAND, WHITE = "#1F2933", "#5F6B7A", "#CBD3DC", "#F2F5F8", "#FFFFFF"
SERIES = (NAVY, OCHRE, TEAL)
INPUT_FILL, INPUT_INK = "#FFF7DF", "#1F4E9E"
FONT = "Calibri"

# status -> fill, ink, format: the symbol makes the status readable without colour
LIGHTS = {
    "good": ("#DDEFE3", "#14532D", '"●  "@'),
    "near": ("#FFEFC9", "#7A4B00", '"▲  "@'),
    "bad": ("#F9DEDC", "#8C1D18", '"■  "@'),
}

CURRENCIES: dict[str, str] = {
    "EUR": '{n}\u00a0"€"',
    "USD": '"$"{n}',
    "GBP": '"£"{n}',
    "CHF": '{n}\u00a0"CHF"',
}
DATE: dict[Lang, str] = {"fr": "dd/mm/yyyy", "en": "d mmm yyyy"}
MONTH: dict[Lang, str] = {"fr": "[$-40C]mmm yy", "en": "[$-809]mmm yy"}


def localized(fmt: str, lang: Lang) -> str:
    """Return a number format with the typography of the language (French sets a space before %)."""
    return fmt.replace("%", "\u00a0%") if lang == "fr" else fmt


def money(fmt: str, currency: str = "EUR") -> str:
    """Return a number format with a currency sign, and a dash for a sum of nothing where it has no decimals."""
    shown = CURRENCIES[currency].format(n=fmt)
    return shown if "." in fmt else f'{shown};-{shown};"–"'


def value_format(unit: Unit, fmt: str, lang: Lang) -> str:
    """Return the number format of a value (currencies: in EUR; others by conditional format)."""
    if unit is Unit.CURRENCY:
        return money(fmt)
    if unit is Unit.COUNT:
        return f'{fmt};-{fmt};"–"'
    return localized(fmt, lang)


def change_format(unit: Unit, lang: Lang) -> str:
    """Return the number format of a change: points for rates and scores, a signed rate otherwise."""
    nothing = "0,0" if lang == "fr" else "0.0"  # what rounds to nothing has no sign
    if unit is Unit.FRACTION:
        return f'[>=0.05]+0.0" pt";[<=-0.05]-0.0" pt";"{nothing} pt"'
    if unit is Unit.POINTS:
        return '[>=0.5]+0" pt";[<=-0.5]-0" pt";"0 pt"'
    return localized(f'[>=0.0005]+0.0%;[<=-0.0005]-0.0%;"{nothing}%"', lang)


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, book: Any) -> None:
        """Keep the XlsxWriter workbook that owns the formats."""
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def __call__(self, **properties: Any) -> Any:
        """Return the format with these XlsxWriter properties on top of the house's."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": FONT, "font_size": 11, "font_color": INK, "valign": "vcenter"}
            self._made[key] = self._book.add_format(base | properties)
        return self._made[key]

    def conditional(self, **properties: Any) -> Any:
        """Return a conditional format: only what it changes."""
        key = (("conditional", True), *sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def cell(self, **properties: Any) -> Any:
        """Return the format of a cell in a report row."""
        return self(bottom=1, bottom_color=LINE, **properties)

    def header(self, **properties: Any) -> Any:
        """Return the format of a table's heading."""
        return self(**{"bold": True, "font_color": WHITE, "bg_color": NAVY, "text_wrap": True} | properties)

    def input(self, **properties: Any) -> Any:
        """Return the format of a cell to fill in."""
        return self(
            **{"bg_color": INPUT_FILL, "font_color": INPUT_INK, "border": 1, "border_color": OCHRE, "locked": False}
            | properties
        )
