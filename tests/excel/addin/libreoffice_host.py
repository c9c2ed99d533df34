"""LibreOffice as the host of the add-in's VBA; run by a Python that has UNO (Debian: python3-uno).

Arguments: soffice, a profile folder, the add-in. Standard input gets one JSON job: `values` (cells of a
sheet by column and row) and `formulas` (the top left cell, rows and columns of the result, the
formula). Each call that VBA makes to its Python server leaves as a line `{"call": [function,
arguments]}` and waits for a line with the answer; the last line is `{"results": [...]}`.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from typing import Any

import uno
import unohelper
from com.sun.star.beans import PropertyValue
from com.sun.star.script import XInvocation
from com.sun.star.sheet.FormulaResult import STRING

SOFFICE, PROFILE, ADDIN = sys.argv[1:]
PIPE = f"pipe,name=xlkpi{os.getpid()};urp;"  # two may run at once


def as_answer(value: Any) -> Any:
    """Return lists as UNO takes them."""
    return tuple(as_answer(item) for item in value) if isinstance(value, list) else value


def plain(value: Any) -> Any:
    """Return what Basic hands over as JSON knows it."""
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    return value if value is None or isinstance(value, bool | int | float | str) else repr(value)


class Server(unohelper.Base, XInvocation):
    """Stands in for xlwings' COM server: passes each call on to the test."""

    def hasMethod(self, name):  # noqa: N802 - UNO's name
        return name.lower() == "calludf"

    def hasProperty(self, name):  # noqa: N802
        return False

    def getIntrospection(self):  # noqa: N802
        return None

    def invoke(self, _name, arguments, _indexes, _outs):
        print(json.dumps({"call": plain(arguments)}), flush=True)
        return as_answer(json.loads(sys.stdin.readline())), (), ()


def connect() -> Any:
    """Return LibreOffice's desktop."""
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(300):
        try:
            context = resolver.resolve(f"uno:{PIPE}StarOffice.ComponentContext")
            return context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
        except Exception:  # noqa: BLE001 - UNO's own, while LibreOffice is not listening yet
            time.sleep(0.1)
    raise TimeoutError("LibreOffice did not start")


def fill(sheet: Any, values: list[list[Any]]) -> None:
    for column, row, value in values:
        cell = sheet.getCellByPosition(column, row)
        if isinstance(value, str) and not value.startswith("="):
            cell.String = value
        elif isinstance(value, str | bool):
            cell.Formula = value if isinstance(value, str) else f"={str(value).upper()}()"
        elif value is not None:
            cell.Value = value


def shown(cell: Any) -> Any:
    """Return a number, a text or {"error": LibreOffice's number of it}."""
    if cell.getError():
        return {"error": cell.getError()}
    return cell.String if cell.FormulaResultType2 == STRING else cell.Value


def compute(sheet: Any, formulas: list[list[Any]]) -> list[Any]:
    results = []
    for column, row, rows, columns, formula in formulas:
        block = sheet.getCellRangeByPosition(column, row, column + columns - 1, row + rows - 1)
        if rows * columns == 1:
            block.getCellByPosition(0, 0).Formula = formula
        else:
            block.setArrayFormula(formula)
        results.append([[shown(block.getCellByPosition(c, r)) for c in range(columns)] for r in range(rows)])
    return results


def main() -> None:
    job = json.loads(sys.stdin.readline())
    office = subprocess.Popen(
        [SOFFICE, f"-env:UserInstallation={PROFILE}", "--headless", "--norestore", f"--accept={PIPE}"],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    desktop = None
    try:
        desktop = connect()
        options = {"Hidden": True, "MacroExecutionMode": 4, "FilterName": "Calc MS Excel 2007 XML"}
        given = tuple(PropertyValue(Name=name, Value=value) for name, value in options.items())
        book = desktop.loadComponentFromURL(uno.systemPathToFileUrl(ADDIN), "_blank", 0, given)
        call = "vnd.sun.star.script:VBAProject.KpiServer.UseServer?language=Basic&location=document"
        book.getScriptProvider().getScript(call).invoke((Server(),), (), ())
        book.Sheets.insertNewByName("T", 0)
        sheet = book.Sheets.getByName("T")
        fill(sheet, job["values"])
        print(json.dumps({"results": compute(sheet, job["formulas"])}), flush=True)
        book.close(True)
    finally:
        if desktop is not None:
            desktop.terminate()
        office.kill()
        office.wait()


main()
