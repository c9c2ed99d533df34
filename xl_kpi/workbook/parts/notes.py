"""Cell notes added to a sheet: its comments part and the drawing that shows them, made where they are missing."""

from __future__ import annotations

import re
from collections.abc import Mapping

from xl_kpi.workbook.addresses import cell_name
from xl_kpi.workbook.parts.added_parts import OFFICE_REL, add_part, append_element, free_name, relate
from xl_kpi.workbook.parts.package import CONTENT_TYPES, Package
from xl_kpi.workbook.parts.patchable import prefix_of
from xl_kpi.workbook.parts.sheets import Book, Sheet
from xl_kpi.workbook.parts.xmltext import MAIN, escape, excel_escape

_COMMENTS_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
_VML_TYPE = "application/vnd.openxmlformats-officedocument.vmlDrawing"
_AUTHOR = "xl-kpi"
_ID = "rIdNote"
# What may follow legacyDrawing in a worksheet, in the order of the standard.
_AFTER = "legacyDrawingHF|picture|oleObjects|controls|webPublishItems|tableParts|extLst"
_EMPTY_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" '
    'data="{block}"/></o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/><v:path gradientshapeok="t" '
    'o:connecttype="rect"/></v:shapetype></xml>'
)
_SHAPE = (
    '<v:shape id="_x0000_s{id}" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;'
    'width:210pt;height:75pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
    '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:AutoFill>False</x:AutoFill>'
    "<x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


def add_notes(package: Package, book: Book, sheet: Sheet, notes: Mapping[tuple[int, int], str]) -> None:
    """Add a note to cells, given by row and column; one that is there already gets the text as a paragraph more."""
    comments = next(iter(book.targets(sheet.part, "comments")), None) or _new_comments(package, sheet.part)
    text = package.part(comments).decode("utf-8")
    fresh = {}
    for place, note in notes.items():
        appended = _appended(text, cell_name(*place), note)
        if appended is None:
            fresh[place] = note
        else:
            text = appended
    package.replace(comments, _with_comments(text, fresh).encode("utf-8"))
    if fresh:
        there = _legacy_drawing(package.part(sheet.part).decode("utf-8"), book, sheet.part)
        drawing = there or _new_drawing(package, sheet.part)
        package.replace(drawing, _with_shapes(package.part(drawing).decode("utf-8"), fresh).encode("utf-8"))


def _new_comments(package: Package, part: str) -> str:
    name = free_name(package, "xl/comments{}.xml")
    empty = f'<comments xmlns="{MAIN}"><authors/><commentList/></comments>'
    add_part(package, name, empty, _COMMENTS_TYPE)
    relate(package, part, name, f"{OFFICE_REL}/comments", _ID)
    return name


def _new_drawing(package: Package, part: str) -> str:
    name = free_name(package, "xl/drawings/vmlDrawing{}.vml")
    block = int(re.sub(r"\D", "", name.rpartition("/")[2]))
    package.add(name, _EMPTY_VML.format(block=block).encode())
    if not re.search(rb"Extension=[\"']vml[\"']", package.part(CONTENT_TYPES), re.IGNORECASE):
        append_element(package, CONTENT_TYPES, "Types", f'Default Extension="vml" ContentType="{_VML_TYPE}"')
    rel_id = relate(package, part, name, f"{OFFICE_REL}/vmlDrawing", _ID)
    text = package.part(part).decode("utf-8")
    p = prefix_of(text)
    element = f'<{p}legacyDrawing xmlns:r="{OFFICE_REL}" r:id="{rel_id}"/>'
    end = re.search(rf"<{p}(?:{_AFTER})\b|</{p}worksheet>", text[text.rindex("sheetData") :])
    at = text.rindex("sheetData") + (end.start() if end else 0)
    package.replace(part, (text[:at] + element + text[at:]).encode("utf-8"))
    return name


def _legacy_drawing(text: str, book: Book, part: str) -> str | None:
    """Return the part of the drawing that shows the sheet's notes."""
    found = re.search(rf"<{prefix_of(text)}legacyDrawing\s[^>]*?:id\s*=\s*[\"']([^\"']*)", text)
    return book.relations(part).get(found[1], ("", None))[1] if found else None


def _appended(text: str, cell: str, note: str) -> str | None:
    """Return the comments with a paragraph added to the note of a cell; None where the cell has none."""
    p = _comments_prefix(text)
    found = re.search(rf"<{p}comment\s[^>]*\bref=[\"']{cell}[\"'].*?</{p}text>", text, re.DOTALL)
    if found is None:
        return None
    run = f'<{p}r><{p}t xml:space="preserve">\n{escape(excel_escape(note))}</{p}t></{p}r></{p}text>'
    # Plain text and runs do not stand side by side: the plain text becomes a run.
    old = re.sub(rf"<{p}text>(<{p}t\b.*?</{p}t>)</{p}text>", rf"<{p}text><{p}r>\1</{p}r></{p}text>", found[0])
    return text[: found.start()] + old.removesuffix(f"</{p}text>") + run + text[found.end() :]


def _comments_prefix(text: str) -> str:
    found = re.search(r"<(\w+:)?comments\b", text)
    return (found[1] or "") if found else ""


def _with_comments(text: str, notes: Mapping[tuple[int, int], str]) -> str:
    if not notes:
        return text
    p = _comments_prefix(text)
    text = re.sub(rf"<{p}(authors|commentList)/>", rf"<{p}\1></{p}\1>", text)
    author = len(re.findall(rf"<{p}author>|<{p}author/>", text))
    text = text.replace(f"</{p}authors>", f"<{p}author>{_AUTHOR}</{p}author></{p}authors>")
    added = "".join(
        f'<{p}comment ref="{cell_name(*place)}" authorId="{author}"><{p}text><{p}r>'
        f'<{p}t xml:space="preserve">{escape(excel_escape(note))}</{p}t></{p}r></{p}text></{p}comment>'
        for place, note in notes.items()
    )
    return text.replace(f"</{p}commentList>", f"{added}</{p}commentList>")


def _with_shapes(text: str, notes: Mapping[tuple[int, int], str]) -> str:
    used = [int(n) for n in re.findall(r"_x0000_s(\d+)", text)]
    block = re.search(r"idmap[^>]*\bdata=[\"'](\d+)", text)
    first = max(used, default=1024 * int(block[1] if block else 1)) + 1
    shapes = "".join(
        _SHAPE.format(id=first + i, row=row - 1, column=column - 1) for i, (row, column) in enumerate(notes)
    )
    at = text.rindex("</xml>")
    return text[:at] + shapes + text[at:]
