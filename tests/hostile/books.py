"""A plain workbook as its parts, to be made hostile one part at a time."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
WORKBOOK, SHEET, STRINGS = "xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
TYPES, ROOT_RELS, BOOK_RELS = "[Content_Types].xml", "_rels/.rels", "xl/_rels/workbook.xml.rels"
SHEET_RELS, TABLE = "xl/worksheets/_rels/sheet1.xml.rels", "xl/tables/table1.xml"
# B1 is what tells: 99 is what the file holds, 2 what it should hold.
CELLS = '<c r="A1"><v>1</v></c><c r="B1"><f>A1*2</f><v>99</v></c><c r="C1" t="s"><v>0</v></c>'
KEPT, RIGHT = "99", "2"
# Words of refusals.
NOT_ONE, DAMAGED, ODD = "not an Excel workbook", "Damaged workbook", "Unusual XML"

Parts = dict[str, bytes]


@dataclass(frozen=True)
class Case:
    """A hostile file and what must come of it: the value of B1, or words of the refusal."""

    make: Callable[[], bytes]
    expected: str
    suffix: str = ".xlsx"


def xml(text: str) -> bytes:
    """Return a part with the usual declaration."""
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}'.encode()


def sheet(rows: str, *, before: str = "", after: str = "", root: str = "") -> bytes:
    """Return a worksheet of these rows."""
    return xml(
        f'<worksheet xmlns="{MAIN}" xmlns:r="{REL}"{root}>{before}<sheetData>{rows}</sheetData>{after}</worksheet>'
    )


def cells(more: str = "", *, first: str = CELLS, after: str = "", before: str = "") -> bytes:
    """Return the worksheet with cells added to its first row, or with another first row."""
    return sheet(f'<row r="1">{first}{more}</row>', after=after, before=before)


def relationships(*targets: tuple[str, str], more: str = "") -> bytes:
    """Return a relationships part: (last word of the type, target) each."""
    nodes = "".join(
        f'<Relationship Id="rId{i}" Type="{REL}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(targets, 1)
    )
    return xml(f'<Relationships xmlns="{PACKAGE}/relationships">{nodes}{more}</Relationships>')


def workbook(sheets: str = '<sheet name="S" sheetId="1" r:id="rId1"/>', after: str = "", before: str = "") -> bytes:
    """Return a workbook part."""
    return xml(f'<workbook xmlns="{MAIN}" xmlns:r="{REL}">{before}<sheets>{sheets}</sheets>{after}</workbook>')


def base() -> Parts:
    """Return the parts of a plain workbook."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        TYPES: xml(
            f'<Types xmlns="{PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            '<Default Extension="xml" ContentType="application/xml"/><Default Extension="png" ContentType="image/png"/>'
            f'<Override PartName="/{WORKBOOK}" ContentType="{kind}.sheet.main+xml"/>'
            f'<Override PartName="/{SHEET}" ContentType="{SHEET_TYPE}"/>'
            f'<Override PartName="/{STRINGS}" ContentType="{kind}.sharedStrings+xml"/></Types>'
        ),
        ROOT_RELS: relationships(("officeDocument", WORKBOOK)),
        WORKBOOK: workbook(),
        BOOK_RELS: relationships(("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")),
        SHEET: cells(),
        STRINGS: xml(f'<sst xmlns="{MAIN}"><si><t>text</t></si></sst>'),
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
    }


def zipped(parts: Mapping[str, bytes | None]) -> bytes:
    """Return a package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            if data is not None:
                archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def with_parts(change: Mapping[str, bytes | None]) -> Callable[[], bytes]:
    """Return what makes the plain workbook with parts replaced, added or (None) left out."""
    return lambda: zipped({**base(), **change})


def with_sheet(data: bytes) -> Callable[[], bytes]:
    """Return what makes the plain workbook with another worksheet."""
    return with_parts({SHEET: data})
