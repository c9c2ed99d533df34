"""The options of the ribbon, kept in the workbook that they are about, as hidden defined names."""

from __future__ import annotations

import contextlib
import datetime as dt
from pathlib import Path

import xlwings as xw

from xl_kpi.catalog.tables import TABLES
from xl_kpi.errors import UserError
from xl_kpi.language import LANGUAGES, Lang

_PREFIX = "XlKpi_"
_LONGEST = 250  # characters of a text in a defined name
_FRENCH = 12  # the primary language of Windows' identifiers of French, in any country


def read(book: xw.Book, name: str) -> str:
    """Return an option of a workbook; empty where it was never set."""
    key = f"{_PREFIX}{name}".lower()
    text = next((n.refers_to or "" for n in book.names if n.name.lower() == key), "")
    return text.removeprefix('="').removesuffix('"').replace('""', '"')


def write(book: xw.Book, name: str, value: str) -> None:
    """Keep an option in a workbook; an empty value unsets it."""
    if len(value) > _LONGEST:
        raise UserError(
            f"Option trop longue : {len(value)} caractères, {_LONGEST} au plus.",
            f"The option is too long: {len(value)} characters, at most {_LONGEST}.",
        )
    quoted = value.replace('"', '""')
    made = book.names.add(f"{_PREFIX}{name}", f'="{quoted}"')
    with contextlib.suppress(Exception):  # macOS shows it in the list of names: harmless
        made.api.Visible = False


def language(book: xw.Book | None) -> Lang:
    """Return the language to speak: the option's, else Office's, else that of the workbook's tables, else French."""
    said = read(book, "language") if book is not None else ""
    if said in LANGUAGES:
        return "fr" if said == "fr" else "en"
    return office_language(book) or _table_language(book) or "fr"


def office_language(book: xw.Book | None) -> Lang | None:
    """Return the language of Office's menus; None where Excel does not tell (on macOS)."""
    app = book.app if book is not None else xw.apps.active
    try:
        number = int(app.api.LanguageSettings.LanguageID(2))  # type: ignore[union-attr]  # msoLanguageIDUI
    except Exception:  # noqa: BLE001 - whatever the platform answers instead
        return None
    return "fr" if number & 1023 == _FRENCH else "en"


def _table_language(book: xw.Book | None) -> Lang | None:
    names = [table.name for sheet in book.sheets for table in sheet.tables] if book is not None else []
    return next((lang for name in names for table in TABLES.values() if (lang := table.language_of(name))), None)


def day(book: xw.Book, name: str) -> dt.date | None:
    """Return a day kept as an option."""
    return as_day(read(book, name))


def as_day(text: str) -> dt.date | None:
    """Return the day that a text writes as 2025-01-31; None for an empty one."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise UserError(
            f"« {text} » : une date comme 2025-01-31 est attendue.", f"{text!r}: a date such as 2025-01-31 is expected."
        ) from None


def folder(book: xw.Book) -> Path | None:
    """Return the folder to watch, if one is set and there."""
    said = read(book, "folder")
    if said and not Path(said).is_dir():
        raise UserError(
            f"Le dossier à surveiller n’existe plus : {said}. Choisissez-en un autre dans Options.",
            f"The folder to watch no longer exists: {said}. Choose another in Options.",
        )
    return Path(said) if said else None
