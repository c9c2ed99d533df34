"""Turn a workbook into an Excel add-in: VBA modules and a ribbon are put into its package."""

from __future__ import annotations

import io
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from xl_kpi.workbook.parts.package import Package

_WORKBOOK_TYPE: Final = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
_ADDIN_TYPE: Final = b"application/vnd.ms-excel.addin.macroEnabled.main+xml"
_RIBBON: Final = "customUI/customUI14.xml"
_RIBBON_RELATION: Final = (
    '<Relationship Id="ribbon" Type="http://schemas.microsoft.com/office/2007/relationships/ui/extensibility" '
    f'Target="{_RIBBON}"/>'
)
_DATE: Final = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP knows: the same parts give the same bytes


def addin(workbook: bytes, modules: Mapping[str, str], ribbon: str) -> bytes:
    """Return a .xlam with the sheets of a .xlsx, VBA source by module name, and a customUI14 ribbon.

    `ThisWorkbook` among the modules is the workbook's own. The VBA project starts from one that Excel
    itself wrote (pyOpenVBA) and holds source only: Excel compiles it when it first opens the file.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "addin.xlsm"  # pyOpenVBA works on files, and starts a project in this kind only
        path.write_bytes(workbook)
        _write_modules(path, modules)
        with zipfile.ZipFile(path) as archive:
            parts = {info.filename: archive.read(info) for info in archive.infolist()}
    types, relations = "[Content_Types].xml", "_rels/.rels"
    parts[types] = parts[types].replace(_WORKBOOK_TYPE, _ADDIN_TYPE)
    parts[relations] = parts[relations].replace(b"</Relationships>", f"{_RIBBON_RELATION}</Relationships>".encode())
    parts[_RIBBON] = ribbon.encode()
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in parts.items():
            info = zipfile.ZipInfo(name, _DATE)
            info.create_system = 0  # not the system it was built on
            archive.writestr(info, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def _write_modules(path: Path, modules: Mapping[str, str]) -> None:
    from pyopenvba import ExcelFile

    with ExcelFile(path) as file:
        project = file.add_vba_project()
        for name, source in modules.items():
            lines = source.encode("ascii").decode().replace("\n", "\r\n")  # VBA source has a code page: stay below it
            if name == "ThisWorkbook":
                project.get_module(name).body = lines
            else:
                project.add_module(name, lines)
        file.save()


def holds_macros(package: Package) -> bool:
    """Tell whether a workbook may bring functions of its own: VBA, or sheets of macros of before VBA."""
    types = package.part("[Content_Types].xml")
    return b"macroEnabled" in types or b"vbaProject" in types or any("macrosheet" in name for name in package.names)
