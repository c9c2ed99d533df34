"""The little XML that workbook parts need: escaping, attributes, and one guarded parser."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xl_kpi.errors import LimitError, UserError
from xl_kpi.limits import DEFAULT, MIB

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ENTITY = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot|apos));")
_SMALL = 2 * MIB
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_ATTRIBUTE = re.compile(r"([\w:.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_EXCEL_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
# What XML 1.0 cannot hold, and what would be read back as such an escape.
_NEEDS_ESCAPE = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")


def escape(text: str) -> str:
    """Escape text for an element's content."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def escape_attribute(text: str) -> str:
    """Escape text for a double-quoted attribute."""
    return escape(text).replace('"', "&quot;")


def _character(match: re.Match[str]) -> str:
    if match[3]:
        return _NAMED[match[3]]
    return chr(int(match[1]) if match[1] else int(match[2], 16))


def unescape(text: str) -> str:
    """Undo XML escaping, character references included."""
    return _ENTITY.sub(_character, text) if "&" in text else text


def attributes(text: str) -> dict[str, str]:
    """Return the attributes written in the text of a start tag."""
    return {m[1]: unescape(m[2] if m[2] is not None else m[3]) for m in _ATTRIBUTE.finditer(text)}


def excel_escape(text: str) -> str:
    """Write a string the way Excel stores it: what XML cannot hold becomes `_x0007_`."""
    return _NEEDS_ESCAPE.sub(lambda m: f"_x{ord(m[0]):04X}_", text)


def excel_unescape(text: str) -> str:
    """Undo `excel_escape`."""
    return _EXCEL_ESCAPE.sub(lambda m: chr(int(m[1], 16)), text) if "_x" in text else text


def parse(part: str, data: bytes) -> Element:
    """Parse a small part; DOCTYPE and entities are refused, broken XML is one clear line."""
    from xml.etree.ElementTree import ParseError

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise damaged(part) from None
    return root


class _Depth:
    """Counts how deep the elements of a part are nested."""

    def __init__(self, part: str) -> None:
        self._part = part
        self._now = 0

    def start(self, _: str, __: object) -> None:
        self._now += 1
        if self._now > DEFAULT.xml_depth:
            raise LimitError(
                f"{self._part}\u00a0: refusé, limite xml_depth\u00a0: plus de {DEFAULT.xml_depth} éléments emboîtés.",
                f"{self._part}: refused, limit xml_depth: more than {DEFAULT.xml_depth} nested elements.",
            )

    def end(self, _: str) -> None:
        self._now -= 1


def check_well_formed(part: str, data: bytes) -> None:
    """Raise UserError unless the part is well-formed XML, not nested deeper than any worksheet; costs no memory."""
    from xml.parsers.expat import ExpatError, ParserCreate

    parser = ParserCreate()
    if len(data) < _SMALL:  # counting costs time, and only recursion would suffer: nothing here recurses
        depth = _Depth(part)
        parser.StartElementHandler, parser.EndElementHandler = depth.start, depth.end
    try:
        parser.Parse(data, True)
    except ExpatError:
        raise damaged(part) from None


def damaged(part: str) -> UserError:
    """Return the error for a part that cannot be what it should be."""
    return UserError(
        f"Classeur abîmé\u00a0: la partie {part} n’est pas lisible. Ouvrez-le dans Excel et enregistrez-le de nouveau.",
        f"Damaged workbook: part {part} is not readable. Open it in Excel and save it again.",
    )


def local(tag: str) -> str:
    """Return an element's name without its namespace."""
    return tag.rpartition("}")[2]
