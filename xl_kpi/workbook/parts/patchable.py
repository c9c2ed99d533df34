"""Worksheets that can be patched as text; one whose XML the scan could misread is refused."""

from __future__ import annotations

import re

from xl_kpi.errors import UserError
from xl_kpi.workbook.addresses import cell_name, parse_cell
from xl_kpi.workbook.parts.xmltext import attributes, check_well_formed

_ROOT = re.compile(r"<(?:([A-Za-z_][\w.-]*):)?worksheet[\s>]")
_ODD = re.compile(r"<!--|<!\[CDATA\[|<\?(?!xml[\s?])")
_UTF8 = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["'](?!utf-?8|us-ascii)""", re.IGNORECASE)


def sheet_text(part: str, data: bytes, *, well_formed: bool = False) -> str:
    """Decode a worksheet part; UserError when its XML is not the kind that can be patched safely.

    It is not checked again where it is known to be `well_formed`.
    """
    text = utf8_text(part, data)
    if not well_formed:
        check_well_formed(part, data)
    if odd := _ODD.search(text):
        raise unusual(part, odd[0])
    if not _ROOT.search(text):
        raise unusual(part, "<worksheet>")
    _check_places(part, text)
    return with_addresses(text)


_NAMESPACE = re.compile(r"""xmlns(?::([\w.-]+))?\s*=\s*["']([^"']*)["']""")


def _check_places(part: str, text: str) -> None:
    """Raise UserError where cells stand elsewhere than in the one `sheetData`, or have two kinds of names."""
    p = prefix_of(text)
    data = list(re.finditer(rf"<{p}sheetData[\s/>]", text))
    if len(data) != 1:
        raise unusual(part, f"{len(data)} <sheetData>")
    cell = re.compile(rf"<{p}(?:row|c)[\s/>]")
    end = max(text.rfind(f"</{p}sheetData"), data[0].end())
    if cell.search(text, 0, data[0].start()) or cell.search(text, end):
        raise unusual(part, "<c>")
    own = p[:-1] or None
    spaces = [(m[1], m[2]) for m in _NAMESPACE.finditer(text)]
    main = next((uri for prefix, uri in spaces if prefix == own), None)
    for prefix, uri in spaces:
        other = prefix != own and uri == main and f"<{prefix}:" if prefix else False
        if (prefix == own and uri != main) or (other and re.search(rf"{other}(?:row|c|f|v)[\s/>]", text)):
            raise unusual(part, f"xmlns {uri}")


def utf8_text(part: str, data: bytes) -> str:
    """Decode a part that is patched as text; UserError where it is not in UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or _UTF8.search(data[:200]):
        raise unusual(part, "UTF-8")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise unusual(part, "UTF-8") from None


def unusual(part: str, what: str) -> UserError:
    """Return the refusal of a part whose XML is not what any program writes."""
    return UserError(
        f"XML inhabituel dans {part} ({what})\u00a0: le classeur n’a pas été modifié. "
        "Ouvrez-le dans Excel et enregistrez-le de nouveau.",
        f"Unusual XML in {part} ({what}): the workbook was not changed. Open it in Excel and save it again.",
    )


def prefix_of(text: str) -> str:
    """Return the namespace prefix of the sheet's elements, with its colon, or an empty text."""
    match = _ROOT.search(text)
    return f"{match[1]}:" if match and match[1] else ""


def with_addresses(text: str) -> str:
    """Give every row and cell its `r`, which a writer may leave out when it follows the last one."""
    p = prefix_of(text)
    if not re.search(rf"<{p}(?:row|c)(?!\s+r=)[\s/>]", text):
        return text
    starts = re.compile(rf"<{p}(row|c)(?=[\s/>])([^>]*)>")
    if all(re.search(r"\sr\s*=", m[2]) for m in starts.finditer(text)):
        return text
    row = column = 0

    def add(match: re.Match[str]) -> str:
        nonlocal row, column
        given = attributes(match[2]).get("r")
        if match[1] == "row":
            row, column = (int(given) if given else row + 1), 0
            name = str(row)
        else:
            column = parse_cell(given)[1] if given else column + 1
            name = cell_name(row, column)
        return match[0] if given else f'<{p}{match[1]} r="{name}"{match[2]}>'

    return starts.sub(add, text)
