"""Files that are no workbook of ours: other formats under our name, and what is no file at all."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
from collections.abc import Callable

from tests.hostile.books import NOT_ONE, Case, base, zipped

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def compound(*streams: str) -> bytes:
    """Return the start of a compound file (OLE) whose directory names these streams."""
    header = bytearray(512)
    header[:8] = _OLE
    struct.pack_into("<HHHHH", header, 24, 0x3E, 3, 0xFFFE, 9, 6)
    struct.pack_into("<LLLLLL", header, 44, 1, 1, 0, 4096, 0xFFFFFFFE, 0)
    entries = b""
    for name in ("Root Entry", *streams):
        coded = name.encode("utf-16-le") + b"\0\0"
        entries += coded.ljust(64, b"\0") + struct.pack("<H", len(coded)) + bytes(62)
    return bytes(header) + b"\xff" * 512 + entries.ljust(512, b"\0") + bytes(4096)


def archive(**entries: str) -> Callable[[], bytes]:
    def make() -> bytes:
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as packed:
            for name, text in entries.items():
                packed.writestr(zipfile.ZipInfo(name.replace("__", "/").replace("_dot_", ".")), text)
        return buffer.getvalue()

    return make


def other_kind(content_type: str) -> Callable[[], bytes]:
    """Return a package of another Office program, or a binary workbook."""
    types = base()["[Content_Types].xml"].replace(
        b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml", content_type.encode()
    )
    return lambda: zipped({**base(), "[Content_Types].xml": types})


def content(data: bytes | str) -> Case:
    raw = data.encode() if isinstance(data, str) else data
    return Case(lambda: raw, NOT_ONE)


CASES: dict[str, Case] = {
    "nothing": content(b""),
    "one byte": content(b"P"),
    "the first two bytes": content(b"PK"),
    "zeros": content(bytes(1 << 20)),
    "noise": content(random.Random(1).randbytes(100_000)),
    "text": content("hello\n"),
    "a table of text": content("date;dépense\n2025-01-01;12,5\n"),
    "a table with formulas": content('=cmd|"/c calc"!A0,1\n'),
    "a web page": content("<!DOCTYPE html><html><table><tr><td>1</td></tr></table></html>"),
    "a workbook of 2003": content(
        '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    ),
    "a single part": content(base()["xl/worksheets/sheet1.xml"]),
    "JSON": content('{"a": 1}'),
    "a PDF": content(b"%PDF-1.7\n" + bytes(1000)),
    "a picture": content(base()["xl/media/image1.png"]),
    "a program": content(b"MZ" + bytes(1000)),
    "gzip": content(gzip.compress(zipped(base()), mtime=0)),
    "7z": content(b"7z\xbc\xaf\x27\x1c" + bytes(100)),
    "RAR": content(b"Rar!\x1a\x07\x01\x00" + bytes(100)),
    "an old workbook": Case(lambda: compound("Workbook"), "legacy .xls"),
    "a very old workbook": Case(lambda: compound("Book"), "legacy .xls"),
    "BIFF without its folder": content(struct.pack("<HHHH", 0x0809, 4, 0x0600, 0x0010)),
    "a password": Case(lambda: compound("EncryptionInfo", "EncryptedPackage"), "encrypted with a password"),
    "a password under .xlsm": Case(
        lambda: compound("EncryptionInfo", "EncryptedPackage"), "encrypted with a password", suffix=".xlsm"
    ),
    "an old document": Case(lambda: compound("WordDocument"), "legacy .xls"),
    "the signature of OLE alone": Case(lambda: _OLE, "legacy .xls"),
    "an OpenDocument sheet": Case(
        archive(mimetype="application/vnd.oasis.opendocument.spreadsheet", content_dot_xml="<a/>"), "OpenDocument"
    ),
    "a presentation": Case(
        other_kind("application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"), NOT_ONE
    ),
    "an archive of texts": Case(archive(a_dot_txt="a"), NOT_ONE),
    "a workbook in an archive": Case(
        lambda: zipped({"book.xlsx": zipped(base())}), NOT_ONE
    ),
    "a Numbers document": Case(archive(Index__Document_dot_iwa="x", Metadata__Properties_dot_plist="x"), NOT_ONE),
}  # fmt: skip
