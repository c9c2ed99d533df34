"""Excel's named cell styles: XlsxWriter writes formats only, so the styles part is completed once it is written.

A cell then follows its style in all that it shares with it, and keeps what is its own (a number format, a side).
Changing "KPI Saisie" in Excel's gallery of styles changes every input cell.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from xl_kpi.workbook.parts.xmltext import escape_attribute

if TYPE_CHECKING:
    from xl_kpi.workbook import Package

PART = "xl/styles.xml"
_XF = re.compile(r"<xf [^>]*?/>|<xf .*?</xf>")
_GROUPS = {"Font": r'fontId="\d+"', "Fill": r'fillId="\d+"', "Border": r'borderId="\d+"',
           "Alignment": r"<alignment[^>]*/>", "Protection": r"<protection[^>]*/>"}  # fmt: skip


def name_styles(package: Package, members: Mapping[str, Sequence[int]]) -> None:
    """Give formats their named style: for each name the formats of that style, the plainest first."""
    xml = package.part(PART).decode()
    formats = _XF.findall(_section(xml, "cellXfs"))
    styles, cells = _XF.findall(_section(xml, "cellStyleXfs")), _section(xml, "cellStyles")
    for name, places in members.items():
        plain, number = formats[places[0]], len(styles)
        # the style says nothing of numbers: each cell shows its own
        styles.append(
            re.sub(
                r'numFmtId="\d+"(.*?) xfId="\d+"( applyNumberFormat="1")?',
                r'numFmtId="0"\1 applyNumberFormat="0"',
                plain,
            )
        )
        cells += f'<cellStyle name="{escape_attribute(name)}" xfId="{number}"/>'
        for place in places:
            formats[place] = _following(formats[place], plain, number)
    for tag, entries in (("cellStyleXfs", styles), ("cellXfs", formats)):
        xml = _replaced(xml, tag, "".join(entries), len(entries))
    xml = _replaced(xml, "cellStyles", cells, cells.count("<cellStyle "))
    package.replace(PART, xml.encode())


def _following(xf: str, plain: str, number: int) -> str:
    """Return a format under a style: what both have alike is the style's, to change with it."""
    xf = re.sub(r'xfId="\d+"', f'xfId="{number}"', xf)
    for group, pattern in _GROUPS.items():
        if re.findall(pattern, xf) == re.findall(pattern, plain):
            xf = xf.replace(f' apply{group}="1"', "")
        elif f'apply{group}="1"' not in xf:
            xf = re.sub(r'( xfId="\d+")', rf'\1 apply{group}="1"', xf, count=1)
    return xf


def _section(xml: str, tag: str) -> str:
    found = re.search(rf"<{tag} [^>]*>(.*?)</{tag}>", xml)
    if found is None:
        raise ValueError(f"{PART} has no {tag}")
    return found[1]


def _replaced(xml: str, tag: str, content: str, count: int) -> str:
    whole = f'<{tag} count="{count}">{content}</{tag}>'
    return re.sub(rf"<{tag} [^>]*>.*?</{tag}>", lambda _: whole, xml, count=1)
