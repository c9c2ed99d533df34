"""From a press on a ribbon button to the Python function of its name, and back to one message.

VBA hands over plain texts: the language of Office, the name of the active workbook (empty where none
is open), the function, its arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, Final

import xlwings as xw

from xl_kpi.errors import UserError
from xl_kpi.excel.ribbon import MACROS, WITHOUT_BOOK
from xl_kpi.language import Lang, Text

_NO_WORKBOOK: Final = Text("Ouvrez d’abord un classeur.", "Open a workbook first.")
_UNEXPECTED: Final = Text(
    "Une erreur inattendue a arrêté « {button} » : {what}.",
    "An unexpected error stopped “{button}”: {what}.",
)


def _press(*request: Any) -> list[list[str]]:
    """Run what the request asks on the calling workbook (Windows); return the message as one cell."""
    book = xw.Book.caller() if request[1] else None
    return [[answer(request, book)]]


def _ready() -> list[list[str]]:
    """Import what the first cell would wait for.

    VBA calls it first, and without a workbook: given one, xlwings looks through its sheets for
    embedded code before it imports a module for the first time.
    """
    import_module("xl_kpi.excel.functions")
    return [[""]]


# VBA calls them as it calls a cell function, through xlwings' server. xlwings would take annotations for
# conversions to make.
_press.__annotations__, _ready.__annotations__ = {}, {}
press = xw.func(xw.arg("*request", "raw")(xw.ret("raw")(_press)))
ready = xw.func(xw.ret("raw")(_ready))


def press_on_mac(request: str) -> None:
    """Run a request that VBA wrote in hexadecimal UTF-16, and show the message: on macOS VBA does not wait."""
    parts = bytes.fromhex(request).decode("utf-16-be").split("\0")
    app = xw.apps.active
    assert app is not None  # the Excel whose button was pressed
    message = answer(parts, app.books[parts[1]] if parts[1] else None)
    app.status_bar = False
    if message:
        app.alert(message, "KPI")


def answer(request: Sequence[str], book: xw.Book | None) -> str:
    """Return the message of a button's function, of its refusal, or of an error that nobody expected."""
    lang: Lang = "fr" if request[0] == "fr" else "en"
    macro, arguments = request[2], request[3:]
    if book is None and macro not in WITHOUT_BOOK:
        return _NO_WORKBOOK[lang]
    if macro not in MACROS:
        raise ValueError(f"{macro} is no button")
    try:
        message: str = getattr(import_module("xl_kpi.excel.macros"), macro)(book, *arguments)
    except UserError as refusal:
        return refusal.text[lang]
    except Exception as error:  # noqa: BLE001 - Excel must get a sentence, not a traceback
        what = f"{type(error).__name__}: {error}"
        return _UNEXPECTED.format(button=macro, what=what)[lang]
    return message
