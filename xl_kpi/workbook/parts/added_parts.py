"""Parts added to a package: with their content type, and the relationship that leads to them."""

from __future__ import annotations

import posixpath
import re

from xl_kpi.workbook.parts.package import CONTENT_TYPES, Package

DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE_REL = "http://schemas.openxmlformats.org/package/2006/relationships"


def add_part(package: Package, name: str, xml: str, content_type: str) -> None:
    """Add an XML part and its content type."""
    package.add(name, (DECLARATION + xml).encode())
    append_element(package, CONTENT_TYPES, "Types", f'Override PartName="/{name}" ContentType="{content_type}"')


def relate(package: Package, part: str, target: str, kind: str, start: str) -> str:
    """Relate a part to another one; `kind` is the whole type. Returns the Id, which begins with `start`."""
    folder, _, leaf = part.rpartition("/")
    rels = posixpath.join(folder, "_rels", f"{leaf}.rels")
    if rels not in package:
        package.add(rels, f'<Relationships xmlns="{_PACKAGE_REL}"></Relationships>'.encode())
    used = set(re.findall(r"\sId=[\"']([^\"']*)", package.part(rels).decode("utf-8")))
    rel_id = next(f"{start}{i}" for i in range(1, len(used) + 2) if f"{start}{i}" not in used)
    append_element(package, rels, "Relationships", f'Relationship Id="{rel_id}" Type="{kind}" Target="/{target}"')
    return rel_id


def append_element(package: Package, part: str, root: str, child: str) -> None:
    """Add an empty element at the end of a part's root."""
    text = re.sub(rf"<((?:\w+:)?){root}\b([^>]*)/>", rf"<\1{root}\2></\1{root}>", package.part(part).decode("utf-8"))
    text = re.sub(rf"</((?:\w+:)?){root}>\s*$", lambda m: f"<{m[1]}{child}/>{m[0]}", text)
    package.replace(part, text.encode("utf-8"))


def free_name(package: Package, pattern: str) -> str:
    """Return the first name of a pattern such as `xl/comments{}.xml` that no part has."""
    taken = {name.lower() for name in package.names}
    return next(n for n in (pattern.format(i) for i in range(1, len(taken) + 2)) if n.lower() not in taken)
