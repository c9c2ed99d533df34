"""What a column of an unknown file holds, told by its values: days, amounts, counts, scores, identifiers, text."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Literal

from xl_kpi.catalog.measures import Measure
from xl_kpi.catalog.tables import Dimension
from xl_kpi.language import Text
from xl_kpi.sources.date_format import date_kind, parse_date
from xl_kpi.sources.number_format import NOT_REPORTED, Decimal, currency_of, parse_number

Kind = Literal["date", "amount", "count", "small", "rate", "id", "email", "code", "text", "empty"]

KIND_NAMES: dict[Kind, Text] = {
    "date": Text("jours", "days"),
    "amount": Text("montants", "amounts"),
    "count": Text("nombres entiers", "whole numbers"),
    "small": Text("entiers de 0 à 10", "whole numbers from 0 to 10"),
    "rate": Text("taux", "rates"),
    "id": Text("identifiants", "identifiers"),
    "email": Text("adresses e-mail", "e-mail addresses"),
    "code": Text("codes de devise", "currency codes"),
    "text": Text("textes", "texts"),
    "empty": Text("rien", "nothing"),
}
_DECIMALS: tuple[Decimal, ...] = (".", ",")
_NAMING: frozenset[Kind] = frozenset({"id", "email", "text", "count", "small", "code"})
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_CODE = re.compile(r"[A-Z]{3}")
_IDENTIFIER = re.compile(r"#?[A-Za-z]{0,4}[-_ ]?\d[A-Za-z\d-]*")
_RATE = re.compile(r"[+-]?[\d.,]+ ?%")
_LONG = 6  # digits: whole numbers of so many, nearly all different, are identifiers
_NEARLY = 0.9
_DAYS_KEPT = 0.9  # of a column of days, a totals row may lack its own


def kind_of(texts: Sequence[str]) -> Kind:
    """Return what the cells of a column have in common; cells that report nothing are passed over."""
    known = [t for t in texts if t.casefold() not in NOT_REPORTED]
    if not known:
        return "empty"
    if sum(map(_is_day, known)) >= _DAYS_KEPT * len(known):
        return "date"
    if all(map(_RATE.fullmatch, known)):
        return "rate"
    if all(figure(t) is not None for t in known):
        return _kind_of_figures(known)
    tests: tuple[tuple[Kind, Callable[[str], object]], ...] = (("email", _EMAIL.fullmatch), ("code", _CODE.fullmatch))
    for kind, test in tests:
        if all(map(test, known)):
            return kind
    return "id" if all(map(_IDENTIFIER.fullmatch, known)) else "text"


def figure(text: str) -> float | None:
    """Return the number that a cell shows under one decimal convention or the other, None where it shows none."""
    for decimal in _DECIMALS:
        try:
            return parse_number(text, decimal)
        except ValueError:
            continue
    return None


def is_data(text: str) -> bool:
    """Tell whether a cell is a day, a figure or an address: what no label is."""
    return _is_day(text) or figure(text) is not None or bool(_RATE.fullmatch(text)) or bool(_EMAIL.fullmatch(text))


def accepts(column: Dimension | Measure, kind: Kind) -> bool:
    """Tell whether a column of a data table can hold values of a kind."""
    if isinstance(column, Dimension):
        if column.name == "currency":
            return kind in {"code", "text"}
        return kind == "date" if column.kind == "date" else kind in _NAMING
    if column.unit == "score":
        return kind == "small"
    return kind in {"count", "small", "amount", "id"}


def _kind_of_figures(known: Sequence[str]) -> Kind:
    if not all(t.isdigit() for t in known):
        whole = all(re.fullmatch(r"[+-]?\d{1,3}([ .,’'\u00a0\u202f]\d{3})*|[+-]?\d+", t) for t in known)
        return "count" if whole and not any(map(currency_of, known)) else "amount"
    if any(len(t) > 1 and t.startswith("0") for t in known):
        return "id"
    if all(int(t) <= 10 for t in known):
        return "small"
    different = len(set(known)) / len(known)
    long = all(len(t) >= _LONG for t in known) and len({len(t) for t in known}) <= 2
    return "id" if long and different >= _NEARLY and len(known) > 1 else "count"


def _is_day(text: str) -> bool:
    kind = date_kind(text)
    if kind is None:
        return False
    for order in ("dmy", "mdy"):
        try:
            parse_date(text, order)
        except ValueError:
            continue
        return True
    return False
