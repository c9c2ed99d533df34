"""Links that Excel keeps to the add-in file of a function, removed when no formula needs them any more."""

from __future__ import annotations

import posixpath
import re

from xl_kpi.workbook.parts.package import Package
from xl_kpi.workbook.parts.patchable import utf8_text
from xl_kpi.workbook.parts.sheets import Book
from xl_kpi.workbook.parts.xmltext import attributes

_ADDIN = re.compile(r"\.xla[m]?$", re.IGNORECASE)


def drop_unused_addin_links(package: Package, book: Book) -> None:
    """Remove the links to an add-in that no formula uses.

    Formulas name links by number, so one is removed only where no link that stays has a higher number.
    """
    text = utf8_text(book.part, package.part(book.part))
    links = re.findall(r"<(?:\w+:)?externalReference\b[^>]*/>", text)
    relations = book.relations(book.part)
    formulas = "".join(package.part(n).decode("utf-8", "replace") for n in package.names if _may_hold_formulas(n))
    for number in range(len(links), 0, -1):
        rel_id = next((v for k, v in attributes(links[number - 1]).items() if k.endswith(":id")), "")
        target = relations.get(rel_id, ("", ""))[1]
        if f"[{number}]" in formulas or not _points_at_addin(package, target):
            return
        text = text.replace(links[number - 1], "", 1)
        package.remove(target)
        package.remove(_rels(target))
        package.replace(book.part, re.sub(r"<((?:\w+:)?externalReferences)>\s*</\1>", "", text).encode("utf-8"))


def _may_hold_formulas(name: str) -> bool:
    return bool(re.match(r"xl/(workbook\.xml|worksheets/|tables/|charts/|pivot)", name)) and name.endswith(".xml")


def _rels(part: str) -> str:
    folder, _, leaf = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{leaf}.rels")


def _points_at_addin(package: Package, part: str) -> bool:
    if _rels(part) not in package:
        return False
    targets = re.findall(r"\sTarget=[\"']([^\"']*)", package.part(_rels(part)).decode("utf-8"))
    return any(_ADDIN.search(target) for target in targets)
