"""`#SPILL!` and `#CALC!` as Excel stores them: `#VALUE!`, and a rich value that tells which error it is."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
import xlsxwriter

from tests.tools import validation_errors
from tests.workbook.books import make, parts, rewrite, rich_errors, values
from xl_kpi.workbook import recalculate
from xl_kpi.workbook.parts.package import open_package
from xl_kpi.workbook.parts.rich_errors import RichErrors
from xl_kpi.workbook.parts.sheets import Book

EXCEL = Path(__file__).with_name("excel_saved") / "ironcalc"
SHEET, METADATA = "xl/worksheets/sheet1.xml", "xl/metadata.xml"
STRUCTURES, VALUES = "xl/richData/rdrichvaluestructure.xml", "xl/richData/rdrichvalue.xml"


@pytest.fixture
def blocked(tmp_path: Path) -> Path:
    """A result without room, an empty one, and cells that read them."""
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    sheet = book.add_worksheet("S")
    sheet.write("A3", "here")
    sheet.write_dynamic_array_formula("A1", "=SEQUENCE(3)", None, 9)
    sheet.write_dynamic_array_formula("B1", '=FILTER(Z1:Z3,Z1:Z3="a")', None, 9)
    sheet.write_formula("C1", "=A1", None, 9)
    sheet.write_formula("D1", "=IFERROR(B1,7)", None, 9)
    book.close()
    return path


def test_newer_errors_are_told_as_excel_tells_them(blocked: Path) -> None:
    report = recalculate(blocked)
    assert [(e.cell, e.error) for e in report.errors] == [("S!A1", "#SPILL!"), ("S!B1", "#CALC!"), ("S!C1", "#SPILL!")]
    assert rich_errors(blocked) == {"A1": "#SPILL!", "B1": "#CALC!", "C1": "#SPILL!"} and values(blocked)["D1"] == 7
    found = {name: data.decode() for name, data in parts(blocked).items() if name.endswith(".xml")}
    assert re.findall(r'<c r="(.1)"[^>]*t="e" vm="(.)"[^>]*>(?:<f.*?</f>)<v>(.*?)</v>', found[SHEET]) == [
        ("A1", "1", "#VALUE!"), ("B1", "2", "#VALUE!"), ("C1", "1", "#VALUE!")
    ]  # fmt: skip
    assert re.findall(r"<v>(\d+)</v>", found[VALUES]) == ["8", "0", "13", "3"]
    assert re.findall(r'<rc t="(.)" v="(.)"/>', found[METADATA]) == [("1", "0"), ("2", "0"), ("2", "1")]
    assert found["[Content_Types].xml"].count("rdrichvalue") == 4  # two parts and their types
    assert validation_errors(blocked) == []
    assert recalculate(blocked).written is False


def test_a_workbook_without_metadata_gets_it(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 3, "B1": "=SUM(DROP(A1:A1,1))"})
    recalculate(path)
    assert rich_errors(path) == {"B1": "#CALC!"} and validation_errors(path) == []
    assert RichErrors(Book(open_package(path)), {}).known == {"1": "#CALC!"}


def test_what_excel_16_stored_is_known_and_stays(blocked: Path) -> None:
    """The fields that Excel gives a result without room: where the obstacle is, the error, and what kind it is."""
    recalculate(blocked)
    keys = "".join(f'<k n="{name}" t="i"/>' for name in ("colOffset", "errorType", "rwOffset", "subType"))
    rewrite(blocked, {
        STRUCTURES: lambda text: text.replace("</rvStructures>", f'<s t="_error">{keys}</s></rvStructures>'),
        VALUES: lambda text: text.replace('<rv s="0"><v>8</v><v>0</v></rv>',
                                          '<rv s="1"><v>0</v><v>8</v><v>2</v><v>1</v></rv>'),
    })  # fmt: skip
    assert RichErrors(Book(open_package(blocked)), {}).known == {"1": "#SPILL!", "2": "#CALC!"}
    assert recalculate(blocked).written is False


def test_prefixed_and_empty_elements_grow(blocked: Path) -> None:
    recalculate(blocked)
    rewrite(blocked, {
        SHEET: lambda text: re.sub(r' t="e" vm="\d"', "", text),
        VALUES: b'<x:rvData xmlns:x="http://schemas.microsoft.com/office/spreadsheetml/2017/richdata" count="0"/>',
        METADATA: lambda text: re.sub(r"(</?)(?!\?|x|rvb)(?=\w+[ />])", r"\1m:", text.replace(":xda", ":x")
                                      .replace("<xda:", "<x:").replace("xmlns=", "xmlns:m=")),
    })  # fmt: skip
    assert not recalculate(blocked).kept
    found = parts(blocked)
    assert found[VALUES].count(b"<x:rv ") == 2 and b'count="2"' in found[VALUES]
    assert set(RichErrors(Book(open_package(blocked)), {}).known.values()) == {"#SPILL!", "#CALC!"}
    assert recalculate(blocked).written is False


def test_an_error_that_is_no_result_is_known(tmp_path: Path) -> None:
    """Excel stored these: the errors stand in cells without a formula, and ERROR.TYPE reads them."""
    path = tmp_path / "book.xlsx"
    shutil.copy(EXCEL / "ERROR.TYPE.xlsx", path)
    rewrite(path, {SHEET: lambda text: re.sub(r"(</f>|<f [^>]*/>)<v>\d+</v>", r"\1<v>99</v>", text)})
    recalculate(path)
    shown = values(path, "Sheet1")
    assert (shown["B8"], shown["B14"]) == (14, 9)


def test_other_rich_values_are_not_known(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    shutil.copy(EXCEL / "ERROR.TYPE.xlsx", path)
    rewrite(path, {STRUCTURES: lambda text: text.replace('"_error"', '"_picture"')})
    assert "Sheet1!B8" in {kept.cell for kept in recalculate(path).kept}
