"""Hostile archives: truncated, lying, bombs, forbidden paths, missing parts."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from functools import cache

from tests.hostile.books import (
    BOOK_RELS,
    DAMAGED,
    KEPT,
    NOT_ONE,
    RIGHT,
    ROOT_RELS,
    SHEET,
    SHEET_RELS,
    STRINGS,
    TYPES,
    WORKBOOK,
    Case,
    base,
    cells,
    relationships,
    with_parts,
    workbook,
    xml,
    zipped,
)

MISSING = "is missing"
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


@cache
def plain() -> bytes:
    """Return the plain workbook's bytes."""
    return zipped(base())


def cut(share: float) -> Callable[[], bytes]:
    return lambda: plain()[: int(len(plain()) * share)]


def edited(change: Callable[[bytearray], object]) -> Callable[[], bytes]:
    def make() -> bytes:
        raw = bytearray(plain())
        change(raw)
        return bytes(raw)

    return make


def entry(name: str, raw: bytearray, signature: bytes) -> int:
    """Return where the header of an entry starts: the local one or the one in the directory."""
    length, start = (26, 30) if signature == _LOCAL else (28, 46)
    at = raw.find(signature)
    while raw[at + start : at + start + struct.unpack_from("<H", raw, at + length)[0]] != name.encode():
        at = raw.index(signature, at + 1)
    return at


def put(offset: int, kind: str, value: int, *, name: str = SHEET, where: bytes = _CENTRAL) -> Callable[[], bytes]:
    """Overwrite a field of an entry's header."""
    return edited(lambda raw: struct.pack_into(kind, raw, entry(name, raw, where) + offset, value))


def put_end(offset: int, kind: str, value: int) -> Callable[[], bytes]:
    """Overwrite a field of the end of the directory."""
    return edited(lambda raw: struct.pack_into(kind, raw, raw.rindex(_END) + offset, value))


def damage(raw: bytearray, name: str, flip: int = 5) -> None:
    at = entry(name, raw, _LOCAL)
    start = at + 30 + sum(struct.unpack_from("<HH", raw, at + 26))
    raw[start + flip] ^= 0xFF


def named(*names: str, data: bytes = b"x") -> Callable[[], bytes]:
    """Return the plain workbook with further entries of these names."""

    def make() -> bytes:
        buffer = io.BytesIO(plain())
        with warnings.catch_warnings(), zipfile.ZipFile(buffer, "a") as archive:
            warnings.simplefilter("ignore")
            for name in names:
                info = zipfile.ZipInfo("x")
                info.filename = info.orig_filename = name
                archive.writestr(info, data)
        return buffer.getvalue()

    return make


def stored(method: int) -> Callable[[], bytes]:
    def make() -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", method) as archive:
            for name, data in base().items():
                archive.writestr(zipfile.ZipInfo(name), data, method)
        return buffer.getvalue()

    return make


def flat(count: int, size: int, *, one_place: bool = False) -> bytes:
    """Return a bomb: many entries that inflate to `size` bytes each, or all to the same compressed bytes."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    data = packer.compress(bytes(size)) + packer.flush()
    crc = zlib.crc32(bytes(size))
    head, directory = bytearray(), bytearray()
    for i in range(count):
        name = f"xl/media/{i:05}.png".encode()
        fields = struct.pack("<HHHHHLLLHH", 20, 0, 8, 0, 33, crc, len(data), size, len(name), 0)
        at = 0 if one_place else len(head)
        directory += _CENTRAL + b"\x14\x00" + fields + bytes(6) + struct.pack("<LL", 0, at) + name
        if not (one_place and head):
            head += _LOCAL + fields + name + data
    end = struct.pack("<HHHHLLH", 0, 0, count % 65536, count % 65536, len(directory), len(head), 0)
    return bytes(head + directory + _END + end)


def appended_zip64(entries: int, offset: int) -> bytes:
    """Return the plain workbook with a zip64 end of directory that lies."""
    raw = plain()
    end = raw.rindex(_END)
    size, at = struct.unpack_from("<LL", raw, end + 12)
    record = struct.pack("<4sQHHLLQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, entries, entries, size, at + offset)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, end, 1)
    last = struct.pack("<4sHHHHLLH", _END, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return raw[:end] + record + locator + last


def nested(levels: int) -> bytes:
    data = bytes(1_000_000)
    for _ in range(levels):
        data = zipped({"inner.zip": data})
    return zipped({**base(), "xl/media/inner.zip": data})


def rels(*targets: tuple[str, str], more: str = "", part: str = BOOK_RELS) -> Callable[[], bytes]:
    return with_parts({part: relationships(*targets, more=more)})


def types(old: str, new: str) -> Callable[[], bytes]:
    return lambda: zipped({**base(), TYPES: base()[TYPES].replace(old.encode(), new.encode())})


_SHEET_REL, _STRINGS_REL = ("worksheet", "worksheets/sheet1.xml"), ("sharedStrings", "sharedStrings.xml")
_EXTERNAL = '<Relationship Id="rId9" TargetMode="External" Type="x/{}" Target="http://example.invalid/x"/>'

CASES: dict[str, Case] = {
    "cut to a tenth": Case(cut(0.1), NOT_ONE),
    "cut to a half": Case(cut(0.5), NOT_ONE),
    "cut to nine tenths": Case(cut(0.9), NOT_ONE),
    "without its last byte": Case(lambda: plain()[:-1], NOT_ONE),
    "without the end of its directory": Case(lambda: plain()[:-22], NOT_ONE),
    "only the end of a directory": Case(lambda: plain()[-22:], NOT_ONE),
    "an empty archive": Case(lambda: _END + bytes(18), NOT_ONE),
    "a wrong checksum of the sheet": Case(put(16, "<L", 1), NOT_ONE),
    "a wrong checksum of an image": Case(put(16, "<L", 1, name="xl/media/image1.png"), NOT_ONE),
    "a bit flipped in the sheet": Case(edited(lambda raw: damage(raw, SHEET)), NOT_ONE),
    "a bit flipped in an image": Case(edited(lambda raw: damage(raw, "xl/media/image1.png", 40)), NOT_ONE),
    "a duplicate entry": Case(named(SHEET), "duplicate entry"),
    "a duplicate in other letters": Case(named("XL/Workbook.xml"), "duplicate entry"),
    "a path that climbs": Case(named("../evil.xml"), "forbidden path"),
    "a path that climbs inside": Case(named("xl/../../evil.xml"), "forbidden path"),
    "an absolute path": Case(named("/etc/evil"), "forbidden path"),
    "a drive": Case(named("C:/evil.dll"), "forbidden path"),
    "backslashes": Case(named("..\\evil.dll"), "forbidden path"),
    "a NUL in a name": Case(named("xl/evil.xml\x00.png"), "forbidden path"),
    "a line break in a name": Case(named("xl/evil\nname.xml"), "forbidden path"),
    "a dot in a path": Case(named("./xl/evil.xml"), "forbidden path"),
    "an empty name": Case(named(""), "forbidden path"),
    "a name of 60,000 characters": Case(named("x" * 60_000), RIGHT),
    "a folder that holds bytes": Case(named("xl/folder/"), RIGHT),
    "a name in Cyrillic": Case(named("xl/worksheets/\u0455heet1.xml", data=cells()), RIGHT),
    "1,001 entries": Case(named(*(f"e{i}" for i in range(1001))), "limit entries"),
    "70,000 entries in the same place": Case(lambda: flat(70_000, 1, one_place=True), "limit entries"),
    "an entry count that lies": Case(put_end(10, "<H", 65_534), RIGHT),
    "no entries counted": Case(put_end(10, "<H", 0), RIGHT),
    "a directory that starts elsewhere": Case(put_end(16, "<L", 7), NOT_ONE),
    "a directory of another size": Case(put_end(12, "<L", 7), NOT_ONE),
    "a directory of 4 GiB": Case(put_end(12, "<L", 0xFFFFFFF0), NOT_ONE),
    "an entry of 129 MiB": Case(lambda: flat(1, 129 << 20), "limit entry_bytes"),
    "40 entries of 8 MiB": Case(lambda: flat(40, 8 << 20), "limit total_bytes"),
    "900 entries in one place": Case(lambda: flat(900, 1 << 20, one_place=True), "not an Excel workbook|total_bytes"),
    "archives in archives": Case(lambda: nested(6), RIGHT),
    "a size that claims less": Case(put(24, "<L", 10), NOT_ONE),
    "a size that claims 4 GiB": Case(put(24, "<L", 0xFFFFFFF0), RIGHT),
    "a compressed size beyond the file": Case(put(20, "<L", 0x7FFFFFFF), RIGHT),
    "an offset beyond the file": Case(put(42, "<L", 0x7FFFFFFF), NOT_ONE),
    "an offset into another entry": Case(put(42, "<L", 3), NOT_ONE),
    "the password flag": Case(put(8, "<H", 1), "encrypted with a password"),
    "strong encryption": Case(put(8, "<H", 0x41), "encrypted with a password"),
    "patched data": Case(put(8, "<H", 0x20), NOT_ONE),
    "an unknown compression": Case(put(10, "<H", 77), "unknown compression"),
    "AES": Case(put(10, "<H", 99), "unknown compression"),
    "stored, not compressed": Case(stored(zipfile.ZIP_STORED), RIGHT),
    "compressed with bzip2": Case(stored(zipfile.ZIP_BZIP2), "unknown compression"),
    "compressed with LZMA": Case(stored(zipfile.ZIP_LZMA), "unknown compression"),
    "a name that differs in the local header": Case(
        edited(lambda raw: raw.__setitem__(entry(SHEET, raw, _LOCAL) + 31, 0x58)), NOT_ONE
    ),
    "zip64 with too many entries": Case(lambda: appended_zip64(1 << 40, 0), RIGHT),
    "zip64 that starts elsewhere": Case(lambda: appended_zip64(7, 1 << 40), NOT_ONE),
    "bytes before the archive": Case(lambda: b"#!/bin/sh\n" * 100 + plain(), RIGHT),
    "bytes after the archive": Case(lambda: plain() + b"x" * 100, RIGHT),
    "a long comment": Case(
        lambda: plain()[:-2] + b"\xff\xff" + (b"PK\x05\x06" + b"x" * 20) * 2730 + b"x" * 15, "not an Excel|" + RIGHT
    ),
    "no content types": Case(with_parts({TYPES: None}), NOT_ONE),
    "no root relationships": Case(with_parts({ROOT_RELS: None}), NOT_ONE),
    "no workbook": Case(with_parts({WORKBOOK: None}), f"{WORKBOOK} {MISSING}"),
    "no workbook relationships": Case(with_parts({BOOK_RELS: None}), KEPT),
    "no sheet": Case(with_parts({SHEET: None}), f"{SHEET} {MISSING}"),
    "no shared strings": Case(with_parts({STRINGS: None}), "string index"),
    "an empty sheet part": Case(with_parts({SHEET: b""}), DAMAGED),
    "an empty workbook part": Case(with_parts({WORKBOOK: b""}), DAMAGED),
    "empty relationships": Case(with_parts({BOOK_RELS: b""}), DAMAGED),
    "empty shared strings": Case(with_parts({STRINGS: b""}), "string index"),
    "a workbook without sheets": Case(with_parts({WORKBOOK: workbook("")}), KEPT),
    "a sheet related to nowhere": Case(rels(("worksheet", "worksheets/none.xml"), _STRINGS_REL), MISSING),
    "a sheet outside": Case(rels(("worksheet", "../../../../etc/passwd"), _STRINGS_REL), MISSING),
    "a sheet in percent signs": Case(rels(("worksheet", "worksheets%2Fsheet1.xml"), _STRINGS_REL), MISSING),
    "a sheet on a web server": Case(rels(_STRINGS_REL, more=_EXTERNAL.format("worksheet")), KEPT),
    "a sheet that is the workbook": Case(rels(("worksheet", "workbook.xml"), _STRINGS_REL), "<worksheet>"),
    "a sheet that is an image": Case(rels(("worksheet", "media/image1.png"), _STRINGS_REL), "UTF-8"),
    "a sheet that is its own relation": Case(
        with_parts({SHEET_RELS: relationships(("table", "sheet1.xml"))}), DAMAGED
    ),
    "two sheets in one part": Case(
        with_parts({
            WORKBOOK: workbook('<sheet name="S" sheetId="1" r:id="rId1"/><sheet name="T" sheetId="2" r:id="rId1"/>')
        }),
        DAMAGED,
    ),
    "two sheets of one name": Case(
        with_parts({
            WORKBOOK: workbook('<sheet name="S" sheetId="1" r:id="rId1"/><sheet name="s" sheetId="2" r:id="rId3"/>'),
            BOOK_RELS: relationships(_SHEET_REL, _STRINGS_REL, ("worksheet", "worksheets/sheet2.xml")),
            "xl/worksheets/sheet2.xml": cells(),
        }),
        DAMAGED,
    ),
    "an absolute target": Case(rels(("worksheet", "/xl/worksheets/sheet1.xml"), _STRINGS_REL), RIGHT),
    "a target that goes round": Case(rels(("worksheet", "../xl/./worksheets/sheet1.xml"), _STRINGS_REL), RIGHT),
    "one Id for two relationships": Case(
        rels(("worksheet", "worksheets/none.xml"), _STRINGS_REL,
             more='<Relationship Id="rId1" Type="a/worksheet" Target="worksheets/sheet1.xml"/>'), RIGHT + "|" + MISSING
    ),
    "a relationship without target": Case(rels(("worksheet", ""), _STRINGS_REL), MISSING),
    "a relationship of another kind": Case(rels(("image", "worksheets/sheet1.xml"), _STRINGS_REL), KEPT),
    "a workbook that is an image": Case(rels(("officeDocument", "xl/media/image1.png"), part=ROOT_RELS), DAMAGED),
    "a workbook on a web server": Case(
        rels(more=_EXTERNAL.format("officeDocument"), part=ROOT_RELS), "not an Excel workbook"
    ),
    "two workbooks": Case(
        rels(("officeDocument", WORKBOOK), ("officeDocument", "xl/none.xml"), part=ROOT_RELS), RIGHT
    ),
    "a table related to nowhere": Case(
        with_parts({SHEET_RELS: relationships(("table", "../tables/none.xml"))}), MISSING
    ),
    "a link to another workbook": Case(
        with_parts({
            SHEET: cells('<c r="D1"><f>[1]S!A1</f><v>7</v></c>'),
            "xl/externalLinks/externalLink1.xml": xml("<externalLink/>"),
            "xl/externalLinks/_rels/externalLink1.xml.rels": relationships(
                more='<Relationship Id="rId1" TargetMode="External" Type="x" Target="file:///etc/passwd"/>'
            ),
        }),
        RIGHT,
    ),
    "content types of a Word document": Case(
        types("spreadsheetml.sheet.main", "wordprocessingml.document.main"), NOT_ONE
    ),
    "content types of a binary workbook": Case(
        types("vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", "vnd.ms-excel.sheet.binary.main"),
        "binary .xlsb",
    ),
    "content types that are text": Case(with_parts({TYPES: b"hello"}), NOT_ONE),
    "a workbook without a content type": Case(types(f'PartName="/{WORKBOOK}"', 'PartName="/none"'), RIGHT),
    "a sheet without a content type": Case(types(f'PartName="/{SHEET}"', 'PartName="/none"'), RIGHT),
}  # fmt: skip
