"""Untrusted files are expected: each refusal is one line that names the file and the limit."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workbook.books import make, parts, rewrite
from xl_kpi.errors import UserError
from xl_kpi.limits import DEFAULT
from xl_kpi.workbook import open_package, read_table, recalculate


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make(tmp_path / "book.xlsx", {"A1": 1, "B1": "=A1*2"})


def refusal(path: Path, **limits: int) -> str:
    with pytest.raises(UserError) as caught:
        open_package(path, replace(DEFAULT, **limits))
    french, english = caught.value.text.fr, caught.value.text.en
    assert path.name in french and path.name in english
    assert "\n" not in french + english
    return english


def add(path: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return path


def test_a_bomb_is_stopped_while_it_inflates(book: Path) -> None:
    add(book, "xl/media/image1.png", bytes(130 * 1024 * 1024))
    assert book.stat().st_size < 1024 * 1024
    assert "(xl/media/image1.png): refused, limit entry_bytes" in refusal(book)


def test_a_size_that_lies_is_not_believed(book: Path) -> None:
    raw = bytearray(add(book, "big.bin", bytes(300_000)).read_bytes())
    claim = struct.pack("<L", 300_000)
    while (at := raw.find(claim)) >= 0:
        raw[at : at + 4] = struct.pack("<L", 10)
    book.write_bytes(raw)
    refusal(book, entry_bytes=100_000)


def test_entries_in_double(book: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        add(book, "xl/workbook.xml", b"<workbook/>")
    assert "duplicate entry inside: xl/workbook.xml" in refusal(book)


@pytest.mark.parametrize("name", ["../evil.xml", "/abs.xml", "C:/evil.xml", "xl/../../evil.xml"])
def test_paths_that_lead_outside(book: Path, name: str) -> None:
    assert "forbidden path inside" in refusal(add(book, name, b"x"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_doctype_and_entities(book: Path, encoding: str) -> None:
    evil = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    add(book, "customXml/item1.xml", evil.encode(encoding))
    assert "DOCTYPE or XML entities are refused, found in customXml/item1.xml" in refusal(book)


def test_other_formats(tmp_path: Path, book: Path) -> None:
    ole = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600)
    cases = {
        "old.xls": (ole, "legacy .xls"),
        "secret.xlsx": (ole + "EncryptedPackage".encode("utf-16-le"), "encrypted with a password"),
        "text.xlsx": (b"hello", "not an Excel workbook"),
        "empty.xlsx": (b"", "not an Excel workbook"),
        "cut.xlsx": (book.read_bytes()[:-100], "not an Excel workbook"),
    }
    for name, (raw, said) in cases.items():
        (tmp_path / name).write_bytes(raw)
        assert said in refusal(tmp_path / name)
    assert "binary .xlsb" in refusal(add(book, "xl/workbook.bin", b""))


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "a")
    (tmp_path / "a.xlsx").write_bytes(buffer.getvalue())
    assert "not an Excel workbook" in refusal(tmp_path / "a.xlsx")


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    assert "no such file" in refusal(tmp_path / "none.xlsx")
    assert "cannot be read" in refusal(tmp_path)


@pytest.mark.parametrize(
    ("part", "data"),
    [
        ("xl/workbook.xml", b"<workbook>"),
        ("xl/workbook.xml", b"<other/>"),
        ("xl/worksheets/sheet1.xml", b"\xff\xfe<\x00"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><!-- --><sheetData/></worksheet>"),
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><![CDATA[]]></sheetData></worksheet>"),
        ("xl/worksheets/sheet1.xml", b'<?xml version="1.0" encoding="ISO-8859-1"?><worksheet/>'),
    ],
)
def test_parts_that_cannot_be_patched_safely(book: Path, part: str, data: bytes) -> None:
    rewrite(book, {part: data})
    before = book.read_bytes()
    with pytest.raises(UserError) as caught:
        recalculate(book)
    assert "\n" not in str(caught.value)
    assert book.read_bytes() == before


def test_saving_copies_every_other_part_and_is_reproducible(book: Path, tmp_path: Path) -> None:
    before = parts(book)
    package = open_package(book)
    package.replace("docProps/app.xml", b"<Properties/>")
    package.save(tmp_path / "a.xlsx")
    package.save(tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    after = parts(tmp_path / "a.xlsx")
    assert list(after) == list(before)
    assert {n for n in after if after[n] != before[n]} == {"docProps/app.xml"}


def test_removing_a_part_removes_what_points_at_it(book: Path) -> None:
    package = open_package(book)
    package.remove("docProps/app.xml")
    package.remove("xl/theme/theme1.xml")
    assert b"app.xml" not in package.part("[Content_Types].xml")
    assert b"theme1.xml" not in package.part("xl/_rels/workbook.xml.rels")


SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>%s</sheetData></worksheet>'


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (b'<row r="1"><c r="A1"><f t="array" ref="A1:XFD1048576">1</f></c></row>', "limit spill_cells"),
        (b'<row r="1"><c r="A1"><f t="array" ref="A1:ZZZZ9">1</f></c></row>', "Damaged workbook"),
        (b'<row r="1"><c r="A1"><f>1</c></row>', "Damaged workbook"),
        (b'<row r="1"><c r="A1"><f>1</f>' * 10_000, "limit xml_depth"),
        (b'<row r="1"><c r="A1" t="s"><v>99</v></c><c r="B1"><f>A1</f></c></row>', "could not evaluate"),
        (b'<row r="9999999"><c r="A9999999"><f>1</f></c></row>', "Unusual XML"),
    ],
)
def test_hostile_cells_are_one_line(book: Path, cells: bytes, said: str) -> None:
    rewrite(book, {"xl/worksheets/sheet1.xml": SHEET % cells})
    before = book.read_bytes()
    with pytest.raises(UserError, match=said):
        recalculate(book)
    assert book.read_bytes() == before


def test_a_formula_in_the_last_cell_of_the_sheet_costs_nothing(book: Path) -> None:
    cells = b'<row r="1"><c r="A1"><f>2*3</f></c></row><row r="1048576"><c r="XFD1048576"><f>A1+1</f></c></row>'
    rewrite(book, {"xl/worksheets/sheet1.xml": SHEET % cells})
    assert recalculate(book).evaluated == 2
    assert b"<f>A1+1</f><v>7</v>" in parts(book)["xl/worksheets/sheet1.xml"]


def test_a_table_that_lies_about_itself(tmp_path: Path) -> None:
    import xlsxwriter

    for ref in ("A1:XFD1048576", "nonsense"):
        path = tmp_path / "t.xlsx"
        book = xlsxwriter.Workbook(str(path))
        book.add_worksheet().add_table("A1:B3", {"name": "T"})
        book.close()
        rewrite(path, {"xl/tables/table1.xml": lambda x, ref=ref: x.replace('ref="A1:B3"', f'ref="{ref}"')})
        with pytest.raises(UserError, match="Damaged workbook: part xl/tables/table1"):
            read_table(open_package(path), "T")
