"""Build the add-in without Excel: the same settings always give the same bytes."""

from __future__ import annotations

import pkgutil
from datetime import UTC, datetime
from importlib.metadata import version
from io import BytesIO
from typing import Final

from xl_kpi import __version__
from xl_kpi.excel.addin.ribbon_xml import ribbon_xml
from xl_kpi.excel.addin.settings import Settings
from xl_kpi.excel.addin.sheets import sheets
from xl_kpi.excel.addin.wrappers import error_cases, functions_module
from xl_kpi.workbook.parts.macros import addin

_CREATED: Final = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_WRITTEN: Final = (
    "ThisWorkbook.cls",
    "KpiOpening.bas",
    "KpiSetup.bas",
    "KpiServer.bas",
    "KpiCells.bas",
    "KpiRibbon.bas",
)


def build(settings: Settings) -> bytes:
    """Return the add-in (.xlam) for the Python of these settings; UserError where Excel could not start it."""
    return addin(_workbook(settings), vba_modules(), ribbon_xml())


def vba_modules() -> dict[str, str]:
    """Return the VBA source of each module by its name: written by hand, then generated."""
    modules = {name.partition(".")[0]: _source(name) for name in _WRITTEN}
    return modules | {"KpiFunctions": functions_module()}


def _source(name: str) -> str:
    source = pkgutil.get_data("xl_kpi.excel.addin", f"vba/{name}")
    assert source is not None  # part of the package
    text = source.decode("ascii").replace("\r\n", "\n")
    return text.replace("@XLWINGS@", version("xlwings")).replace("@ERRORS@", error_cases())


def _workbook(settings: Settings) -> bytes:
    """Return the workbook with a sheet that says what it is, and the hidden ones that VBA reads."""
    from xlsxwriter import Workbook

    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": "KPI", "comments": f"xl-kpi {__version__}", "author": "xl-kpi", "created": _CREATED})
    book.add_worksheet("KPI").write_string(0, 0, f"xl-kpi {__version__}")
    for name, rows in sheets(settings).items():
        sheet = book.add_worksheet(name)
        sheet.very_hidden()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return buffer.getvalue()
