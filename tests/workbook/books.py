"""Workbooks made for tests, and what comes out of recalculating them."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter

from xl_kpi.errors import BY_NAME
from xl_kpi.workbook import Report, recalculate

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

APP = (
    b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties" '
    b'xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes"><Application>Microsoft Excel'
    b"</Application><HeadingPairs><vt:vector><vt:variant><vt:lpstr>%s</vt:lpstr></vt:variant></vt:vector></HeadingPairs>"
    b"<AppVersion>16.0300</AppVersion></Properties>"
)
# What makes a workbook of a library one that an English Excel saved.
ENGLISH: Mapping[str, Any] = {
    "docProps/app.xml": APP % b"Worksheets",
    "xl/workbook.xml": lambda x: x.replace(' fullCalcOnLoad="1"', ""),
}


def roas(revenue: Any, spend: Any) -> Any:
    """A stand-in for a KPI: a ratio of two numbers."""
    return revenue / spend if spend else BY_NAME["#DIV/0!"]


def make(path: Path, cells: Mapping[str, Any], **more: Mapping[str, Any]) -> Path:
    """Write a workbook whose sheet S (and others by name) hold these cells; "=" starts a formula."""
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    for name, content in {"S": cells, **more}.items():
        sheet = book.add_worksheet(name)
        for cell, value in content.items():
            if isinstance(value, tuple):
                sheet.write_array_formula(value[0], value[1])
            elif isinstance(value, str) and value.startswith("="):
                sheet.write_formula(cell, value, None, "old")
            else:
                sheet.write(cell, value)
    book.close()
    return path


def parts(path: Path) -> dict[str, bytes]:
    """Return every part of a package."""
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rewrite(path: Path, change: Mapping[str, Any]) -> Path:
    """Change parts of a package: bytes replace a part, a function edits its text."""
    found = parts(path)
    for name, new in change.items():
        found[name] = new if isinstance(new, bytes) else new(found[name].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in found.items():
            archive.writestr(name, data)
    return path


def load(path: Path, *, data_only: bool = False) -> openpyxl.Workbook:
    """Return a workbook as openpyxl reads it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what openpyxl would lose on saving
        return openpyxl.load_workbook(path, data_only=data_only)


def values(path: Path, sheet: str = "S") -> dict[str, Any]:
    """Return the cached values of a sheet by cell, as openpyxl reads them; newer errors by their own names."""
    book = load(path, data_only=True)
    found = {c.coordinate: c.value for row in book[sheet].iter_rows() for c in row if c.value is not None}
    return found | rich_errors(path, [s.title for s in book.worksheets].index(sheet) + 1)


def rich_errors(path: Path, sheet: int = 1) -> dict[str, str]:
    """Return the errors that Excel shows in place of the `#VALUE!` of cells with a rich value."""
    found = {name: data.decode() for name, data in parts(path).items() if name.endswith(".xml")}
    values = re.findall(r"<rv .*?<v>(\d+)</v>", found.get("xl/richData/rdrichvalue.xml", ""))
    cells = re.findall(r'<c r="([A-Z]+\d+)"[^>]*? vm="(\d+)"', found[f"xl/worksheets/sheet{sheet}.xml"])
    return {cell: {"8": "#SPILL!", "13": "#CALC!"}[values[int(vm) - 1]] for cell, vm in cells if values}


def formulas(path: Path) -> list[str]:
    """Return every `<f>` of every sheet, as written in the file."""
    return [f for name, data in parts(path).items() if "worksheets/sheet" in name
            for f in re.findall(r"<f[ >].*?</f>|<f [^>]*/>", data.decode())]  # fmt: skip


def solve(folder: Path, cells: Mapping[str, Any], **options: Any) -> tuple[dict[str, Any], Report]:
    """Make a workbook of one sheet, recalculate it, and return its values and the report."""
    path = make(folder / "book.xlsx", cells)
    report = recalculate(path, **options)
    return values(path), report


def reasons(report: Report) -> dict[str, str]:
    """Return why each kept cell was kept."""
    return {k.cell: k.reason.en for k in report.kept}
