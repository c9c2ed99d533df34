"""Results go into the file and nothing else changes."""

from __future__ import annotations

import json
import struct
import zlib
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.tools import sheets_in_libreoffice, validation_errors
from tests.workbook.books import MAIN, formulas, make, parts, rewrite, solve, values
from xl_kpi.workbook import recalculate


def png() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    pixels = zlib.compress(b"\0\xff\0\0")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)) + chunk(
        b"IDAT", pixels
    ) + chunk(b"IEND", b"")  # fmt: skip


@pytest.fixture
def rich(tmp_path: Path) -> Path:
    """A workbook with about everything that openpyxl would lose."""
    path, image = tmp_path / "rich.xlsx", tmp_path / "dot.png"
    image.write_bytes(png())
    book = xlsxwriter.Workbook(str(path))
    board, data, hidden = (book.add_worksheet(n) for n in ("Tableau de bord", "Data", "Hidden"))
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Data!$B$2:$B$4", "categories": "=Data!$A$2:$A$4"})
    board.insert_chart("E2", chart)
    board.insert_image("A20", str(image))
    board.set_header("&L&G", {"image_left": str(image)})
    board.add_sparkline("D2", {"range": "Data!B2:B4"})
    board.conditional_format("B1:B9", {"type": "data_bar", "data_bar_2010": True})
    board.data_validation("A9", {"validate": "list", "source": ["oui", "non"]})
    board.write_comment("A1", "note")
    board.freeze_panes(1, 1)
    data.add_table("A1:C4", {"name": "Ads", "columns": [{"header": "Jour"}, {"header": "Dépense"}, {"header": "CA"}],
                             "data": [["lundi", 100, 400], ["mardi", 0, 50], ["été", 50, 0]]})  # fmt: skip
    bold = book.add_format({"bold": True, "num_format": "0.00"})
    board.write("A1", "ROAS & <marge>")
    board.write_formula("B1", "=KPI_ROAS(SUM(Ads[CA]),SUM(Ads[Dépense]))", bold, 0)
    board.write_formula("B2", "=KPI_ROAS(INDEX(Ads[CA],2),INDEX(Ads[Dépense],2))", bold, 0)
    board.write_formula("B3", '=IF(B1>2,"bon & <mieux>","non")', None, "x")
    board.write_formula("B4", "=Data!A4", None, "x")
    board.write_formula("B5", "=B1>2", None, False)
    board.write_formula("B6", "=Data!Z9", None, 5)
    board.write_formula("B7", '=REPT(" ",2)&"a"', None, "x")
    hidden.write_formula("A1", "=SUM(Data!B:B)", None, 0)
    hidden.very_hidden()
    line = book.add_chart({"type": "line"})
    line.add_series({"values": "=Data!$B$2:$B$4"})
    book.add_chartsheet("Graph").set_chart(line)
    book.set_custom_property("a", "b")
    book.close()
    return path


def test_only_sheets_with_new_values_change(rich: Path) -> None:
    before, before_formulas = parts(rich), formulas(rich)
    report = recalculate(rich)
    after = parts(rich)
    assert not report.kept and report.formulas == report.evaluated == 8
    assert list(after) == list(before)
    changed = {name for name in after if after[name] != before[name]}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/worksheets/sheet3.xml"}
    assert formulas(rich) == before_formulas
    assert values(rich, "Tableau de bord") == {
        "A1": "ROAS & <marge>", "B1": 3.0, "B2": "#DIV/0!", "B3": "bon & <mieux>", "B4": "été", "B5": True, "B6": 0,
        "B7": "  a",
    }  # fmt: skip
    assert values(rich, "Hidden") == {"A1": 150}


def test_only_values_and_types_change_inside_a_sheet(rich: Path) -> None:
    import re

    bare = re.compile(rb'(<f>[^<]*</f>)<v>[^<]*</v>|\st="\w+"(?=[^>]*><f>)')
    sheet = "xl/worksheets/sheet1.xml"
    before = bare.sub(rb"\1", parts(rich)[sheet])
    recalculate(rich)
    assert bare.sub(rb"\1", parts(rich)[sheet]) == before


def test_the_result_is_valid_and_libreoffice_shows_the_same(rich: Path, tmp_path: Path) -> None:
    before = validation_errors(rich)
    recalculate(rich)
    assert validation_errors(rich) == before == []
    shown = sheets_in_libreoffice(rich, tmp_path / "out")["Tableau de bord"]
    # LibreOffice trusts cached numbers and text, but evaluates cells with an error again (B2).
    assert (shown[0][1], shown[2][1]) == ("3", "bon & <mieux>")


def test_the_report_is_the_contract(rich: Path) -> None:
    report = recalculate(rich, rich.parent / "out.xlsx")
    found = json.loads(json.dumps(report.as_dict()))
    assert list(found) == ["file", "out", "formulas", "evaluated", "seconds", "kept", "errors", "spilled", "functions",
                           "second_engine", "checked"]  # fmt: skip
    assert (found["file"], found["out"]) == (str(rich), str(rich.parent / "out.xlsx"))
    assert found["errors"] == [{"cell": "Tableau de bord!B2", "error": "#DIV/0!", "why": "KPI_ROAS: ad_spend is 0"}]
    assert found["functions"] == {"SUM": 3, "INDEX": 2, "KPI_ROAS": 2, "IF": 1, "REPT": 1}
    assert report.as_dict("fr")["errors"][0]["why"] == "KPI_ROAS\u00a0: ad_spend vaut 0"
    assert "8 formules calculées sur 8" in report.summary("fr") and "8 of 8 formulas" in report.summary("en")


def test_macros_and_templates_keep_their_kind(rich: Path) -> None:
    for suffix in (".xlsm", ".xltx", ".xltm"):
        path = rich.with_suffix(suffix)
        path.write_bytes(rich.read_bytes())
        rewrite(path, {"xl/workbook.xml": lambda x: x})
        assert recalculate(path).written


def test_openpyxl_workbooks(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    sheet["A1"], sheet["A2"] = 1200, 300
    sheet["B1"], sheet["B2"] = "=KPI_ROAS(A1,A2)", '=IF(B1=4,"ok","no")'
    book.save(tmp_path / "book.xlsx")
    assert recalculate(tmp_path / "book.xlsx").evaluated == 2
    assert values(tmp_path / "book.xlsx") == {"A1": 1200, "A2": 300, "B1": 4, "B2": "ok"}


def sheet_xml(rows: str, prefix: str = "") -> bytes:
    p = f"{prefix}:" if prefix else ""
    name = f'xmlns:{prefix}="{MAIN}"' if prefix else f'xmlns="{MAIN}"'
    return f"<{p}worksheet {name}><{p}sheetData>{rows}</{p}sheetData></{p}worksheet>".encode()


@pytest.mark.parametrize(
    ("rows", "prefix", "expected"),
    [
        ("<row r='1'><c r='A1'><v>2</v></c><c s='0' r='B1' t='str'><f>A1*2</f><v>x</v></c></row>", "",
         "<c s='0' r='B1'><f>A1*2</f><v>4</v></c>"),
        ('<x:row r="1"><x:c r="A1"><x:v>2</x:v></x:c><x:c r="B1"><x:f>A1*2</x:f></x:c></x:row>', "x",
         '<x:c r="B1"><x:f>A1*2</x:f><x:v>4</x:v></x:c>'),
        ("<row><c><v>2</v></c><c><f>A1*2</f></c></row>", "", '<c r="B1"><f>A1*2</f><v>4</v></c>'),
        ('<row r="1"><c r="A1"><v>2</v></c><c r="B1"><f ca="1">A1*2</f><v/></c></row>', "",
         '<c r="B1"><f ca="1">A1*2</f><v>4</v></c>'),
        ('<row r="1"><c r="A1"><v>2</v></c><c r="B1" t="inlineStr"><f>A1*2</f><is><t>x</t></is></c></row>', "",
         '<c r="B1"><f>A1*2</f><v>4</v></c>'),
        ('<row r="1"><c r="A1" t="inlineStr"><is><t>a&amp;b</t></is></c><c r="B1" t="e"><f>A1&amp;"&lt;"</f><v>#N/A</v>'
         '<extLst/></c></row>', "", '<c r="B1" t="str"><f>A1&amp;"&lt;"</f><v>a&amp;b&lt;</v><extLst/></c>'),
        ('<row r="1">\n <c r="A1"><v>2</v></c>\n <c r="B1">\n  <f>A1*2</f>\n  <v>1</v>\n </c>\n</row>', "",
         '<c r="B1"><f>A1*2</f><v>4</v></c>'),
    ],
)  # fmt: skip
def test_the_dialects_of_writers(tmp_path: Path, rows: str, prefix: str, expected: str) -> None:
    path = rewrite(make(tmp_path / "b.xlsx", {"A1": 1}), {"xl/worksheets/sheet1.xml": sheet_xml(rows, prefix)})
    report = recalculate(path)
    assert not report.kept and report.evaluated == 1
    assert expected in parts(path)["xl/worksheets/sheet1.xml"].decode()


def test_a_value_that_is_already_right_keeps_its_characters(tmp_path: Path) -> None:
    rows = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1/10</f><v>0.10000000000000001</v></c></row>'
    path = rewrite(make(tmp_path / "b.xlsx", {"A1": 1}), {"xl/worksheets/sheet1.xml": sheet_xml(rows)})
    assert recalculate(path).written is False


def test_numbers_are_written_shortest_and_whole_ones_without_a_point(tmp_path: Path) -> None:
    cells = {"A1": "=1/3", "A2": "=10/2", "A3": "=10^20", "A4": "=-0.5", "A5": "=0.1+0.2"}
    solve(tmp_path, cells)
    xml = parts(tmp_path / "book.xlsx")["xl/worksheets/sheet1.xml"].decode()
    for shown in ("0.3333333333333333", "5", "1e+20", "-0.5", "0.30000000000000004"):
        assert f"<v>{shown}</v>" in xml


def test_text_that_xml_cannot_hold_is_escaped_as_excel_does(tmp_path: Path) -> None:
    solve(tmp_path, {"A1": "=KPI_T(1)", "A2": "=KPI_T(2)"}, functions={"KPI_T": tell})
    xml = parts(tmp_path / "book.xlsx")["xl/worksheets/sheet1.xml"].decode()
    assert "<v>a_x0007_b</v>" in xml and "<v>_x005F_x0007_</v>" in xml


def tell(which: float) -> Any:
    return "a\x07b" if which == 1 else "_x0007_"


def test_names_sheets_with_quotes_and_a_workbook_without_formulas(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, other = book.add_worksheet("S"), book.add_worksheet("L'été & <co>")
    other.write("A1", 5)
    book.define_name("Taux", "=0.2")
    book.define_name("Prix", "='L''été & <co>'!$A$1")
    book.define_name("S!Local", "='L''été & <co>'!$A$1:$A$2")
    sheet.write_formula("A1", "=Prix*(1+Taux)", None, 0)
    sheet.write_formula("A2", "=SUM(Local)+'L''été & <co>'!A1", None, 0)
    book.close()
    assert not recalculate(path).kept
    assert values(path) == {"A1": 6, "A2": 10}
    plain = make(tmp_path / "plain.xlsx", {"A1": 1})
    report = recalculate(plain)
    assert (report.formulas, report.written) == (0, False)


def test_two_runs_give_the_same_bytes(rich: Path) -> None:
    recalculate(rich, rich.parent / "a.xlsx")
    recalculate(rich, rich.parent / "b.xlsx")
    assert (rich.parent / "a.xlsx").read_bytes() == (rich.parent / "b.xlsx").read_bytes()


def test_endless_work_stops_at_the_limit(tmp_path: Path) -> None:
    import time
    from dataclasses import replace

    from xl_kpi.errors import LimitError
    from xl_kpi.limits import DEFAULT

    path = make(tmp_path / "b.xlsx", {"A1": "=KPI_SLOW(1)", "A2": "=A1+1", "A3": "=KPI_SLOW(A2)"})
    with pytest.raises(LimitError, match="limit seconds"):
        recalculate(path, functions={"KPI_SLOW": lambda _: time.sleep(0.05)}, limits=replace(DEFAULT, seconds=0.01))


def test_importing_the_package_is_cheap() -> None:
    import subprocess
    import sys

    code = "import sys, xl_kpi.workbook; print([m for m in ('formualizer', 'pandas', 'openpyxl') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout.strip() == "[]"


def test_a_long_text_of_a_formula_is_read_in_its_pieces(tmp_path: Path) -> None:
    """Excel writes one of more than 255 characters so, as in lci-PV.xlsx of the package premise 2.5.5."""
    pieces = ("x" * 255, "y" * 255, "z")
    written = ",".join(f'"{piece}"' for piece in pieces)
    path = make(tmp_path / "book.xlsx", {"A1": "!", "B1": f"=_xlfn._LONGTEXT({written})&A1"})
    assert recalculate(path).kept == ()
    assert values(path)["B1"] == "".join(pieces) + "!"
