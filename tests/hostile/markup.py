"""Hostile XML: entities, depth, size, encodings, namespaces, markup where none is expected."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.books import (
    BOOK_RELS,
    CELLS,
    DAMAGED,
    MAIN,
    ODD,
    REL,
    RIGHT,
    ROOT_RELS,
    SHEET,
    STRINGS,
    TYPES,
    WORKBOOK,
    Case,
    base,
    cells,
    sheet,
    with_parts,
    with_sheet,
    workbook,
    xml,
)

DOCTYPE = "DOCTYPE or XML entities are refused"
DEEP = "limit xml_depth"
_LAUGHS = "<!DOCTYPE a [<!ENTITY l0 'ha'>" + "".join(
    f"<!ENTITY l{i} '" + f"&l{i - 1};" * 10 + "'>" for i in range(1, 10)
) + "]>"  # fmt: skip


def doctype(part: str, declaration: str, encoding: str = "utf-8") -> Callable[[], bytes]:
    """Put a DOCTYPE into a part of the plain workbook."""

    def make() -> bytes:
        text = base()[part].decode().split("\n", 1)[1]
        return with_parts({part: f'<?xml version="1.0"?>{declaration}{text}'.encode(encoding)})()

    return make


def replaced(part: str, old: str, new: str) -> Callable[[], bytes]:
    def make() -> bytes:
        text = base()[part].decode()
        assert old in text
        return with_parts({part: text.replace(old, new).encode()})()

    return make


def encoded(part: str, encoding: str, declared: str | None = None) -> Callable[[], bytes]:
    """Write a part in another encoding, declared or not."""
    return with_parts({
        part: base()[part].decode().replace('encoding="UTF-8"', f'encoding="{declared}"' if declared else "")
        .encode(encoding)
    })  # fmt: skip


def raw(old: bytes, new: bytes, part: str = SHEET) -> Callable[[], bytes]:
    return with_parts({part: base()[part].replace(old, new)})


def deep(levels: int, before: str = "") -> str:
    return before + "<a>" * levels + "</a>" * levels


_X = base()[SHEET].decode()
_PREFIXED = (
    _X.replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
)  # fmt: skip
_MC = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
_X14 = 'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"'
_XM = 'xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main"'
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"

CASES: dict[str, Case] = {
    "a DOCTYPE in the sheet": Case(doctype(SHEET, "<!DOCTYPE worksheet>"), DOCTYPE),
    "a DOCTYPE in the workbook": Case(doctype(WORKBOOK, "<!DOCTYPE workbook>"), DOCTYPE),
    "a DOCTYPE in relationships": Case(doctype(BOOK_RELS, "<!DOCTYPE a>"), DOCTYPE),
    "a DOCTYPE in content types": Case(doctype(TYPES, "<!DOCTYPE a>"), DOCTYPE),
    "a DOCTYPE in shared strings": Case(doctype(STRINGS, "<!DOCTYPE a>"), DOCTYPE),
    "a DOCTYPE in small letters": Case(doctype(SHEET, "<!doctype a>"), DOCTYPE),
    "a DOCTYPE in UTF-16": Case(doctype(STRINGS, "<!DOCTYPE a>", "utf-16"), DOCTYPE),
    "a DOCTYPE in UTF-16 without a mark": Case(doctype(WORKBOOK, "<!DOCTYPE a>", "utf-16-be"), DOCTYPE),
    "a DOCTYPE in UTF-7": Case(
        with_parts({WORKBOOK: b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE a+AD4-<workbook/>'}), DAMAGED
    ),
    "an external entity": Case(
        doctype(SHEET, '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), DOCTYPE
    ),
    "an external entity on a server": Case(
        doctype(STRINGS, '<!DOCTYPE a SYSTEM "http://example.invalid/a.dtd">'), DOCTYPE
    ),
    "a parameter entity": Case(
        doctype(WORKBOOK, '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://example.invalid/a.dtd"> %x;]>'), DOCTYPE
    ),
    "a billion laughs": Case(doctype(STRINGS, _LAUGHS), DOCTYPE),
    "quadratic entities": Case(doctype(SHEET, f"<!DOCTYPE a [<!ENTITY x '{'x' * 50_000}'>]>"), DOCTYPE),
    "a DOCTYPE in a chart": Case(with_parts({"xl/charts/chart1.xml": b"<!DOCTYPE a><a/>"}), DOCTYPE),
    "a DOCTYPE in a drawing": Case(with_parts({"xl/drawings/vmlDrawing1.vml": b"<!DOCTYPE a><a/>"}), DOCTYPE),
    "a DOCTYPE in a custom part": Case(with_parts({"customXml/item1.xml": b"<!DOCTYPE a><a/>"}), DOCTYPE),
    "100 levels": Case(with_sheet(cells(after=deep(100))), DEEP),
    "a million levels": Case(with_sheet(cells(after=deep(1_000_000))), DEEP),
    "100 levels after 3 MiB": Case(with_sheet(cells(after=deep(100, " " * (3 << 20)))), DEEP),
    "levels that never end": Case(with_sheet(sheet("<row>" * 100_000)), DEEP),
    "100,000 levels in the workbook": Case(with_parts({WORKBOOK: workbook(after=deep(100_000))}), DEEP),
    "100,000 levels in shared strings": Case(with_parts({STRINGS: xml(deep(100_000))}), DEEP),
    "100,000 levels in relationships": Case(with_parts({ROOT_RELS: xml(deep(100_000))}), DEEP),
    "100,000 levels in a custom part": Case(with_parts({"customXml/item1.xml": xml(deep(100_000))}), DEEP),
    "an attribute of 5 MB": Case(with_sheet(cells(f'<c r="D1" x="{"y" * 5_000_000}"/>')), RIGHT),
    "50,000 attributes": Case(
        with_sheet(cells('<c r="D1"' + "".join(f' a{i}=""' for i in range(50_000)) + "/>")), RIGHT
    ),
    "a text of 5 MB": Case(
        with_sheet(cells(f'<c r="D1" t="inlineStr"><is><t>{"x" * 5_000_000}</t></is></c>')), RIGHT
    ),
    "a number of a million digits": Case(with_sheet(cells(f'<c r="D1"><v>{"9" * 1_000_000}</v></c>')),
                                         f"{RIGHT}|could not evaluate"),
    "a name of a million characters": Case(with_sheet(cells(after=f"<{'x' * 1_000_000}/>")), RIGHT),
    "a million empty elements": Case(with_sheet(cells(after="<a/>" * 1_000_000)), RIGHT),
    "Latin-1, declared": Case(encoded(SHEET, "latin-1", "ISO-8859-1"), ODD),
    "Latin-1, not declared": Case(raw(b"<v>99</v>", b"<v>99</v><!--\xe9-->"), ODD),
    "an encoding that nobody knows": Case(encoded(SHEET, "utf-8", "x-evil"), f"{ODD}|{DAMAGED}"),
    "an encoding that nobody knows, in the workbook": Case(encoded(WORKBOOK, "utf-8", "x-evil"), DAMAGED),
    "UTF-16 declared over UTF-8": Case(encoded(SHEET, "utf-8", "UTF-16"), f"{ODD}|{DAMAGED}"),
    "UTF-8 declared over UTF-16": Case(encoded(SHEET, "utf-16", "UTF-8"), ODD),
    "UTF-16": Case(encoded(SHEET, "utf-16", "UTF-16"), ODD),
    "UTF-16 without a mark": Case(encoded(SHEET, "utf-16-le", "UTF-16"), f"{ODD}|{DAMAGED}"),
    "UTF-16 in the workbook": Case(encoded(WORKBOOK, "utf-16", "UTF-16"), RIGHT),
    "UTF-16 in the shared strings": Case(encoded(STRINGS, "utf-16", "UTF-16"), f"{RIGHT}|could not evaluate"),
    "UTF-32": Case(encoded(SHEET, "utf-32", "UTF-32"), f"{ODD}|{DAMAGED}"),
    "a byte order mark": Case(encoded(SHEET, "utf-8-sig", "UTF-8"), RIGHT),
    "a byte order mark everywhere": Case(
        with_parts({
            n: b"\xef\xbb\xbf" + d for n, d in base().items() if n.endswith((".xml", ".rels"))
        }), RIGHT
    ),
    "two byte order marks": Case(
        with_parts({SHEET: b"\xef\xbb\xbf\xef\xbb\xbf" + base()[SHEET]}), f"{DAMAGED}|{RIGHT}"
    ),
    "a NUL in the sheet": Case(raw(b"<v>99</v>", b"<v>9\x009</v>"), DAMAGED),
    "only NULs": Case(with_parts({SHEET: bytes(1000)}), f"{DAMAGED}|{ODD}"),
    "a control character": Case(raw(b"<v>99</v>", b"<v>9\x019</v>"), DAMAGED),
    "a reference to NUL": Case(raw(b"<v>99</v>", b"<v>9&#0;9</v>"), DAMAGED),
    "a reference to half a character": Case(raw(b"<v>99</v>", b"<v>9&#xD800;9</v>"), DAMAGED),
    "a reference beyond Unicode": Case(raw(b"<v>99</v>", b"<v>9&#x110000;9</v>"), DAMAGED),
    "a reference of a million digits": Case(
        with_sheet(base()[SHEET].replace(b"<v>99</v>", b"<v>&#" + b"9" * 1_000_000 + b";</v>")), DAMAGED
    ),
    "an unknown entity": Case(raw(b"<v>99</v>", b"<v>&evil;</v>"), DAMAGED),
    "an ampersand": Case(raw(b"A1*2", b"A1&2"), DAMAGED),
    "bytes that are no UTF-8": Case(raw(b"<v>99</v>", b"<v>\xc3\x28</v>"), ODD),
    "overlong UTF-8": Case(raw(b"<v>99</v>", b"<v>\xc0\xbc</v>"), ODD),
    "an attribute twice": Case(raw(b'<c r="B1">', b'<c r="B1" r="B2">'), DAMAGED),
    "an attribute without quotes": Case(raw(b'<c r="B1">', b"<c r=B1>"), DAMAGED),
    "tags that cross": Case(raw(b"</f><v>", b"<v></f>"), DAMAGED),
    "two roots": Case(raw(b"</worksheet>", b"</worksheet><worksheet/>"), DAMAGED),
    "text after the end": Case(raw(b"</worksheet>", b"</worksheet>x"), DAMAGED),
    "another root": Case(with_parts({SHEET: xml("<html><body/></html>")}), ODD),
    "no end": Case(raw(b"</worksheet>", b""), DAMAGED),
    "XML 1.1": Case(raw(b'version="1.0"', b'version="1.1"'), f"{RIGHT}|{DAMAGED}"),
    "no declaration": Case(with_parts({SHEET: base()[SHEET].split(b"\n", 1)[1]}), RIGHT),
    "a prefix for every element": Case(with_parts({SHEET: _PREFIXED.encode()}), RIGHT),
    "two prefixes for one namespace": Case(
        raw(b'<c r="B1"><f>A1*2</f><v>99</v></c>',
            f'<y:c xmlns:y="{MAIN}" r="B1"><y:f>A1*2</y:f><y:v>99</y:v></y:c>'.encode()), f"{ODD}|{RIGHT}"
    ),
    "a prefix taken by another namespace": Case(
        raw(b'<c r="C1"', b'<c xmlns="urn:evil" r="C1"'), f"{ODD}|{RIGHT}"
    ),
    "no namespace": Case(replaced(SHEET, f'xmlns="{MAIN}"', ""), f"{ODD}|{RIGHT}"),
    "another namespace": Case(replaced(SHEET, MAIN, "urn:evil"), f"{ODD}|{RIGHT}"),
    "the strict namespace": Case(
        with_parts({
            n: d.replace(MAIN.encode(), _STRICT.encode()) for n, d in base().items() if n.endswith(".xml")
        }), RIGHT
    ),
    "an undeclared prefix": Case(raw(b"<v>99</v>", b"<y:v>99</y:v>"), f"{ODD}|{DAMAGED}|{RIGHT}"),
    "a processing instruction before": Case(raw(b"<worksheet", b"<?evil run?><worksheet"), ODD),
    "a processing instruction in a cell": Case(raw(b"<v>99</v>", b"<v>99</v><?evil run?>"), ODD),
    "a comment around a cell": Case(raw(b"<c r=\"C1\"", b"<!--<c r='D1'><f>1</f></c>--><c r=\"C1\""), ODD),
    "CDATA in a formula": Case(raw(b"A1*2", b"<![CDATA[A1*2]]>"), ODD),
    "an alternative around the cells": Case(
        with_sheet(sheet(f'<row r="1"><mc:AlternateContent {_MC}><mc:Choice Requires="x">{CELLS}</mc:Choice>'
                         f"<mc:Fallback>{CELLS}</mc:Fallback></mc:AlternateContent></row>")), f"{ODD}|{DAMAGED}"
    ),
    "an alternative after the cells": Case(
        with_sheet(cells(after=f'<mc:AlternateContent {_MC}><mc:Choice Requires="x"><x:c xmlns:x="x"/>'
                               "</mc:Choice></mc:AlternateContent>")), RIGHT
    ),
    "cells in an extension": Case(
        with_sheet(cells(after=f'<extLst><ext {_X14} {_XM} uri="x"><x14:c r="B1"><xm:f>A1*9</xm:f></x14:c></ext>'
                               "</extLst>")), RIGHT
    ),
    "our cells in an extension": Case(
        with_sheet(cells(after='<extLst><ext uri="x"><row r="9"><c r="B1"><f>A1*9</f><v>1</v></c></row></ext>'
                               "</extLst>")), f"{RIGHT}|{ODD}"
    ),
    "our cells before the sheet's": Case(
        with_sheet(cells(before='<evil><c r="B1"><f>A1*9</f><v>1</v></c></evil>')), f"{ODD}|1"
    ),
    "two blocks of cells": Case(
        with_sheet(cells(after='<sheetData><row r="1"><c r="B1"><f>A1*9</f><v>1</v></c></row></sheetData>')),
        f"{DAMAGED}|{ODD}"
    ),
    "a bracket in an attribute": Case(raw(b'<c r="B1">', b'<c x=">" r="B1">'), f"{RIGHT}|{ODD}"),
    "a cell in an attribute": Case(
        raw(b'<c r="B1">', b"<c x='&lt;c r=\"B1\">&lt;f>1&lt;/f>' r=\"B1\">"), f"{RIGHT}|{ODD}"
    ),
    "single quotes and line breaks": Case(raw(b'<c r="B1">', b"<c\n\tr\n=\n'B1'\n>"), RIGHT),
    "space in the end tags": Case(raw(b"</f><v>99</v></c>", b"</f ><v>99</v ></c >"), f"{RIGHT}|{ODD}"),
    "attributes on the value": Case(raw(b"<v>99</v>", b'<v xml:space="preserve">99</v>'), RIGHT),
    "two values": Case(raw(b"<v>99</v>", b"<v>99</v><v>98</v>"), f"{RIGHT}|{DAMAGED}"),
    "two formulas": Case(raw(b"<v>99</v>", b"<f>A1*9</f><v>99</v>"), ODD),
    "a value before the formula": Case(raw(b"<f>A1*2</f><v>99</v>", b"<v>99</v><f>A1*2</f>"), ODD),
    "markup in a formula": Case(raw(b"A1*2", b"A1<b/>*2"), f"99|{ODD}"),
    "a relationship prefix of its own": Case(
        with_parts({WORKBOOK: workbook().replace(b"r:id", b"q:id").replace(b"xmlns:r", b"xmlns:q")}), RIGHT
    ),
    "relationships of another namespace": Case(replaced(WORKBOOK, REL, "urn:evil"), f"99|{RIGHT}"),
}  # fmt: skip
