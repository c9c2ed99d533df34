"""The look of the template workbooks: one palette, number formats, cell formats."""

from __future__ import annotations

from typing import Any

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Lang, Text

NAVY, BLUE, TEAL, OCHRE = "#1B365D", "#2F6690", "#3A8F85", "#C98B2B"
PALE, PALE_TEAL = "#A9BFD6", "#8FC7C0"
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


# The named cell styles: what each is called in Excel's gallery, and its look.
_LINE: dict[str, Any] = {"bottom": 1, "bottom_color": LINE}
CARD: dict[str, Any] = {"bg_color": BAND, "left": 5, "left_color": NAVY, "indent": 1, "align": "left"}
ROLES: dict[str, tuple[Text, dict[str, Any]]] = {
    "title": (Text("KPI Titre", "KPI Title"), {"font_size": 20, "bold": True, "font_color": NAVY}),
    "subtitle": (Text("KPI Sous-titre", "KPI Subtitle"), {"font_size": 12, "font_color": GREY}),
    "heading": (Text("KPI Intitulé", "KPI Heading"), {"font_size": 12, "bold": True, "font_color": NAVY}),
    "header": (
        Text("KPI En-tête", "KPI Header"),
        {"bold": True, "font_color": WHITE, "bg_color": NAVY, "text_wrap": True},
    ),
    "cell": (Text("KPI Ligne", "KPI Row"), _LINE),
    "value": (Text("KPI Valeur", "KPI Value"), _LINE | {"bold": True, "align": "right", "indent": 1}),
    "input": (
        Text("KPI Saisie", "KPI Input"),
        {"bg_color": INPUT_FILL, "font_color": INPUT_INK, "border": 1, "border_color": OCHRE, "locked": False},
    ),
    "total": (Text("KPI Total", "KPI Total"), {"bold": True, "top": 1, "top_color": NAVY, "bg_color": BAND}),
    "figure": (
        Text("KPI Chiffre clé", "KPI Key figure"),
        CARD | {"font_color": NAVY, "font_size": 22, "bold": True},
    ),
    "note": (Text("KPI Note", "KPI Note"), {"font_size": 9, "font_color": GREY}),
    "data": (Text("KPI Donnée", "KPI Data"), {}),
}


class Styles:
    """The formats of one workbook, each made once; those of a named style are known by its role."""

    def __init__(self, book: Any) -> None:
        """Keep the XlsxWriter workbook that owns the formats."""
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}
        self._roles: dict[str, list[tuple[int, Any]]] = {}

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

    def named(self, lang: Lang) -> dict[str, list[int]]:
        """Return the formats in use of every named style by their number in the file, the plainest first."""
        seen: set[int] = set()
        found: dict[str, list[int]] = {}
        for role, members in self._roles.items():
            used = [(more, made.xf_index) for more, made in members if made.xf_index and made.xf_index not in seen]
            seen |= {index for _, index in used}
            if used:
                found[ROLES[role][0][lang]] = list(dict.fromkeys(index for _, index in sorted(used)))
        return found

    def _role(self, role: str, properties: dict[str, Any]) -> Any:
        look = ROLES[role][1]
        made = self(**look | properties)
        self._roles.setdefault(role, []).append((len((look | properties).items() ^ look.items()), made))
        return made

    def title(self, **properties: Any) -> Any:
        """Return the format of a sheet's title."""
        return self._role("title", properties)

    def subtitle(self, **properties: Any) -> Any:
        """Return the format of the line under a sheet's title."""
        return self._role("subtitle", properties)

    def heading(self, **properties: Any) -> Any:
        """Return the format of the heading of a part of a sheet."""
        return self._role("heading", properties)

    def header(self, **properties: Any) -> Any:
        """Return the format of a table's heading."""
        return self._role("header", properties)

    def cell(self, **properties: Any) -> Any:
        """Return the format of a cell in a report row."""
        return self._role("cell", properties)

    def value(self, **properties: Any) -> Any:
        """Return the format of the value of a KPI over the period."""
        return self._role("value", properties)

    def input(self, **properties: Any) -> Any:
        """Return the format of a cell to fill in."""
        return self._role("input", properties)

    def total(self, **properties: Any) -> Any:
        """Return the format of a cell in a row of totals."""
        return self._role("total", properties)

    def figure(self, **properties: Any) -> Any:
        """Return the format of a figure shown large."""
        return self._role("figure", properties)

    def note(self, **properties: Any) -> Any:
        """Return the format of a note."""
        return self._role("note", properties)

    def data(self, **properties: Any) -> Any:
        """Return the format of a cell of a data table."""
        return self._role("data", properties)
