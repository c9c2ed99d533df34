"""What a cell shows a person: dates as dates, rates in percent, numbers grouped, in either language."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any, Literal

from xl_kpi.errors import BY_NAME
from xl_kpi.language import Lang, Text
from xl_kpi.workbook.parts.sheets import Book
from xl_kpi.workbook.parts.xmltext import local, parse

Kind = Literal["number", "percent", "date"]
_BUILT_IN: dict[int, Kind] = {9: "percent", 10: "percent", **dict.fromkeys((*range(14, 18), 22), "date")}
_ASIDE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_EMPTY = Text("(vide)", "(empty)")
_MONTH_OR_DAY = re.compile(r"[dy]|m{3,}|m.?/", re.IGNORECASE)


def kinds(book: Book) -> list[Kind]:
    """Return what each cell format of a workbook makes of a number."""
    part = next(iter(book.targets(book.part, "styles")), "")
    if part not in book.package:
        return []
    root = parse(part, book.package.part(part))
    own = {n.get("numFmtId"): _kind(n.get("formatCode", "")) for n in root.iter() if local(n.tag) == "numFmt"}
    formats = next((n for n in root if local(n.tag) == "cellXfs"), ())
    ids = [node.get("numFmtId", "0") for node in formats]
    return [own.get(i) or _BUILT_IN.get(int(i) if i.isdecimal() else 0, "number") for i in ids]


def _kind(code: str) -> Kind:
    plain = _ASIDE.sub("", code)
    return "percent" if "%" in plain else "date" if _MONTH_OR_DAY.search(plain) else "number"


def show(value: Any, kind: Kind, lang: Lang, *, date1904: bool = False) -> str:
    """Return a cell's value as a person reads it."""
    if value is None:
        return _EMPTY[lang]
    if isinstance(value, str):
        return BY_NAME[value].localized(lang) if value in BY_NAME else f'"{value}"'
    if isinstance(value, bool):
        return {"fr": ("FAUX", "VRAI"), "en": ("FALSE", "TRUE")}[lang][value]
    if kind == "date" and (day := _day(value, date1904=date1904)):
        return day.strftime("%d/%m/%Y" if lang == "fr" else "%Y-%m-%d")
    if kind == "percent":
        return _local(f"{value * 100:,.2f}", lang) + ("\u00a0%" if lang == "fr" else "%")
    whole = value == int(value) if abs(value) < 1e15 else False
    return _local(f"{value:,.0f}" if whole else f"{value:,.2f}" if abs(value) >= 1000 else f"{value:.6g}", lang)


def _local(text: str, lang: Lang) -> str:
    return text.translate({ord(","): "\u202f", ord("."): ","}) if lang == "fr" else text


def _day(serial: float, *, date1904: bool) -> dt.date | None:
    try:
        return (dt.date(1904, 1, 1) if date1904 else dt.date(1899, 12, 30)) + dt.timedelta(days=int(serial))
    except (OverflowError, ValueError):
        return None


def summary(values: list[Any], kind: Kind, *, date1904: bool = False) -> Text:
    """Return what a range holds: how many cells, and the sum, the span or examples of what is in them."""
    return Text(*(_summary(values, kind, lang, date1904=date1904) for lang in ("fr", "en")))


def _summary(values: list[Any], kind: Kind, lang: Lang, *, date1904: bool) -> str:
    fr = lang == "fr"
    numbers = [v for v in values if isinstance(v, int | float) and not isinstance(v, bool)]
    texts = list(dict.fromkeys(v for v in values if isinstance(v, str) and v not in BY_NAME))
    errors = sum(1 for v in values if isinstance(v, str) and v in BY_NAME)
    told = [_local(f"{len(values):,}", lang) + ("\u00a0cellules remplies" if fr else " filled cells")]
    if numbers:
        low, high = (show(f(numbers), kind, lang, date1904=date1904) for f in (min, max))
        if kind == "number":
            told.append(("somme\u00a0" if fr else "sum ") + show(sum(numbers), kind, lang))
        told.append(f"de {low} à {high}" if fr else f"{low} to {high}")
    if texts:
        told.append(", ".join(f'"{t[:30]}"' for t in texts[:3]) + ("…" if len(texts) > 3 else ""))
    if errors:
        told.append(f"{errors}\u00a0erreurs" if fr else f"{errors} errors")
    return ", ".join(told)
