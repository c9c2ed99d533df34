"""Help as you type, for those who have Excel-DNA's IntelliSense add-in: it reads this file beside ours."""

from __future__ import annotations

from pathlib import PurePath
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from xl_kpi.catalog import KPIS
from xl_kpi.excel.addin.wrappers import argument
from xl_kpi.language import Lang

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
        for p in kpi.parameters:
            name = f"[{argument(p)}]" if p.optional else argument(p) + "..." * p.repeated
            SubElement(function, "Argument", Name=name, Description=kpi.arguments[p.name][lang])
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'
