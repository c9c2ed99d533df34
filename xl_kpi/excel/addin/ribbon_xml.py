"""The ribbon as Office reads it (customUI14), derived from its declaration."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from xl_kpi.excel.ribbon import RIBBON, Button, Menu, TemplateGallery

NAMESPACE: Final = "http://schemas.microsoft.com/office/2009/07/customui"
_TEXTS: Final = {"getLabel": "KpiLabel", "getScreentip": "KpiLabel", "getSupertip": "KpiTip"}


def ribbon_xml() -> str:
    """Return the customUI14 part: one tab; labels and tips are asked of VBA, which knows the Office language."""
    root = Element("customUI", xmlns=NAMESPACE)
    tabs = SubElement(SubElement(root, "ribbon"), "tabs")
    tab = SubElement(tabs, "tab", id="kpi", label="KPI", keytip="K", insertAfterMso="TabData")
    for group in RIBBON:
        element = SubElement(tab, "group", id=f"group_{group.id}", getLabel="KpiLabel")
        _add(element, group.controls, inside_menu=False)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{tostring(root, encoding="unicode")}\n'


def _add(parent: Element, controls: Iterable[Button | Menu | TemplateGallery], *, inside_menu: bool) -> None:
    for control in controls:
        looks = {"id": control.id, "imageMso": control.image, **_TEXTS}
        if not inside_menu:
            looks["size"] = "large" if getattr(control, "large", True) else "normal"
        if isinstance(control, Menu):
            _add(SubElement(parent, "menu", looks), control.items, inside_menu=True)
        elif isinstance(control, TemplateGallery):
            items = {"getItemCount": "KpiTemplateCount", "getItemLabel": "KpiTemplateLabel"}
            tips = {"getItemScreentip": "KpiTemplateLabel", "getItemSupertip": "KpiTemplateTip"}
            SubElement(parent, "gallery", looks | items | tips | {"onAction": "KpiTemplateChosen"})
        else:
            SubElement(parent, "button", looks | {"tag": tag(control), "onAction": "KpiPressed"})


def tag(button: Button) -> str:
    """Return what VBA needs to know: the function, the question to ask first, the arguments."""
    return "|".join((button.macro, button.asks or "", *button.arguments))
