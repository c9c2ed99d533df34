"""Help as you type, for those who have Excel-DNA's IntelliSense add-in.

It reads a hidden sheet of our add-in. The same as XML is for an add-in that is deployed by hand: a file
beside it. (Not in Excel's start folder, where Excel would open that file.)
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from xl_kpi.catalog import KPIS, Kpi
from xl_kpi.excel.addin.wrappers import argument
from xl_kpi.language import Lang

SHEET: Final = "_IntelliSense_"
NAMESPACE: Final = "http://schemas.excel-dna.net/intellisense/1.0"


def intellisense_name(addin: PurePath) -> str:
    """Return the name that the file must have beside an add-in."""
    return f"{addin.stem}.intellisense.xml"


def intellisense_xml(lang: Lang) -> str:
    """Return the descriptions of every function and argument in one language."""
    root = Element("IntelliSense", xmlns=NAMESPACE)
    functions = SubElement(root, "FunctionInfo")
    for kpi in KPIS.values():
        function = SubElement(functions, "Function", Name=kpi.name, Description=kpi.help[lang])
        for name, description in _arguments(kpi, lang):
            SubElement(function, "Argument", Name=name, Description=description)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def intellisense_rows(lang: Lang) -> list[list[str | int]]:
    """Return the same as the rows of the sheet: name, description, help page, then name and help of each argument."""
    rows: list[list[str | int]] = [["FunctionInfo", 1]]
    for kpi in KPIS.values():
        rows.append([kpi.name, kpi.help[lang], "", *(text for pair in _arguments(kpi, lang) for text in pair)])
    return rows


def _arguments(kpi: Kpi, lang: Lang) -> Iterator[tuple[str, str]]:
    for p in kpi.parameters:
        name = f"[{argument(p)}]" if p.optional else argument(p) + "..." * p.repeated
        yield name, kpi.arguments[p.name][lang]
