"""The little XML that workbook parts need: escaping, attributes, and one guarded parser."""

from __future__ import annotations

import contextlib
import re
from typing import TYPE_CHECKING, Any

from xl_kpi.errors import UserError
from xl_kpi.limits import MIB

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ENTITY = re.compile(r"&(?:#(\d+)|#[xX]([0-9a-fA-F]+)|(lt|gt|amp|quot|apos));")
_PIECE = MIB // 4  # fits a cache
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


def check_well_formed(part: str, data: bytes) -> None:
    """Raise UserError unless the part is well-formed XML; costs no memory."""
    from xml.parsers.expat import ExpatError, ParserCreate

    try:
        ParserCreate().Parse(data, True)
    except ExpatError:
        raise damaged(part) from None


def deeper_than(data: bytes, levels: int) -> bool:
    """Tell whether elements are nested deeper than this; of a part that breaks off, what stands before it counts."""
    depth = start = 0
    length = len(data.rstrip())
    while start < length:
        end = data.rfind(b">", start, start + _PIECE) + 1 or data.find(b">", start) + 1
        steps = _steps(data[start:end]) if end else None
        if steps is None:
            return _really_deeper(data, levels)
        if depth + int(steps.max()) > levels:
            return _really_deeper(data, levels)
        depth += int(steps[-1])
        start = end
    return depth != 0 and _really_deeper(data, levels)


def _steps(piece: bytes) -> Any:
    """Return the depth after each tag of a piece, counted from its start; None where a ">" ends no tag."""
    import numpy as np

    characters = np.frombuffer(piece, np.uint8)
    opened, closed = np.flatnonzero(characters == ord("<")), np.flatnonzero(characters == ord(">"))
    if len(opened) != len(closed) or not len(opened):
        return None
    first, last = characters[opened + 1], characters[closed - 1]
    step = np.where(first == ord("/"), np.int8(-1), np.int8(1))
    step[((last == ord("/")) & (first != ord("/"))) | (first == ord("?")) | (first == ord("!"))] = 0
    return np.cumsum(step, dtype=np.int32)


def _really_deeper(data: bytes, levels: int) -> bool:
    """Count with a parser, which takes its time."""
    from xml.parsers.expat import ExpatError, ParserCreate

    depth = deepest = 0

    def start(_: str, __: object) -> None:
        nonlocal depth, deepest
        depth += 1
        deepest = max(deepest, depth)

    def end(_: str) -> None:
        nonlocal depth
        depth -= 1

    parser = ParserCreate()
    parser.StartElementHandler, parser.EndElementHandler = start, end
    with contextlib.suppress(ExpatError, LookupError, ValueError):
        parser.Parse(data, True)
    return deepest > levels


def damaged(part: str) -> UserError:
    """Return the error for a part that cannot be what it should be."""
    return UserError(
        f"Classeur abîmé\u00a0: la partie {part} n’est pas lisible. Ouvrez-le dans Excel et enregistrez-le de nouveau.",
        f"Damaged workbook: part {part} is not readable. Open it in Excel and save it again.",
    )


def local(tag: str) -> str:
    """Return an element's name without its namespace."""
    return tag.rpartition("}")[2]
