"""Records go into an Excel Table; whatever the user added stays."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.tools import validation_errors
from tests.workbook.books import load, make, parts, rewrite, values
from xl_kpi.errors import UserError
from xl_kpi.workbook import open_package, read_table, recalculate, recalculate_package, set_cells, write_rows

COLUMNS = ["Date", "Source", "Coût"]
KEY = ["Date", "Source"]
DAY = dt.date(2024, 1, 1)
SERIAL = 45292
ROWS = [[DAY, "google", 10.0], [DAY, "meta", 20.0]]


def book(path: Path, data: list[list[Any]], *, totals: bool = False, below: str = "", rows: int = 0) -> Path:
    """A data sheet with a table at B3, its user's own column, calculated column, formats and notes."""
    file = xlsxwriter.Workbook(str(path))
    sheet, board = file.add_worksheet("Données"), file.add_worksheet("S")
    day, money = file.add_format({"num_format": "dd/mm/yyyy"}), file.add_format({"num_format": "#,##0.00"})
    body = max(len(data), rows, 1)
    columns: list[dict[str, Any]] = [
        {"header": "Date", "format": day, "total_string": "Total"},
        {"header": "Source"},
        {"header": "Coût", "format": money, "total_function": "sum"},
        {"header": "Double", "formula": "=T[[#This Row],[Coût]]*2"},
        {"header": "Note"},
    ]
    sheet.add_table(2, 1, 2 + body + totals, 5, {"name": "T", "columns": columns, "total_row": totals})
    for r, line in enumerate(data):
        for c, value in enumerate(line):
            sheet.write(3 + r, 1 + c, value, {0: day, 2: money}.get(c))
    if not data:
        sheet.write_blank(3, 1, None, day)
        sheet.write_blank(3, 3, None, money)
    last = 3 + body
    sheet.conditional_format(f"D4:D{last}", {"type": "cell", "criteria": ">", "value": 5, "format": money})
    sheet.conditional_format(f"D4:D{last}", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation(f"C4:C{last}", {"validate": "length", "criteria": "<", "value": 99})
    sheet.data_validation("H4:H9", {"validate": "length", "criteria": "<", "value": 99})
    sheet.write("H4", "à moi")
    sheet.write("H6", "aussi")
    if below:
        sheet.write(below, "occupée")
    board.write_formula("A1", "=SUM(T[Coût])", None, 0)
    board.write_formula("A2", "=SUM(T[Double])", None, 0)
    file.close()
    return path


def data_of(path: Path) -> list[list[Any]]:
    return read_table(open_package(path), "T").rows


def put(path: Path, rows: list[list[Any]]) -> Any:
    package = open_package(path)
    written = write_rows(package, "T", COLUMNS, rows, KEY)
    recalculate_package(package)
    package.save()
    return written


def xml(path: Path, part: str = "xl/worksheets/sheet1.xml") -> str:
    return parts(path)[part].decode()


def test_a_fresh_table_takes_its_first_rows(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [])
    assert data_of(path) == []
    written = put(path, ROWS)
    assert (written.name, written.added, written.replaced, written.rows) == ("T", 2, 0, 2)
    assert data_of(path) == [[SERIAL, "google", 10, 20, None], [SERIAL, "meta", 20, 40, None]]
    assert values(path) == {"A1": 30, "A2": 60}
    assert validation_errors(path) == []
    sheet = load(path)["Données"]
    assert sheet.tables["T"].ref == "B3:F5" and sheet.tables["T"].autoFilter.ref == "B3:F5"
    assert sheet["B5"].number_format == "dd/mm/yyyy" and sheet["D5"].number_format == "#,##0.00"
    assert sheet["E5"].value == "=T[[#This Row],[Coût]]*2"
    assert sheet.dimensions == "B3:H6" and sheet["H4"].value == "à moi"


def test_rows_are_replaced_in_place_or_added_below(tmp_path: Path) -> None:
    note = "ne pas perdre"
    path = book(tmp_path / "b.xlsx", [[SERIAL, "google", 1, "=T[[#This Row],[Coût]]*2", note], [SERIAL, "old", 7]])
    written = put(path, [*ROWS, [dt.datetime(2024, 1, 2), "google", 3.5]])
    assert (written.added, written.replaced, written.rows) == (2, 1, 4)
    assert data_of(path) == [
        [SERIAL, "google", 10, 20, note], [SERIAL, "old", 7, 14, None], [SERIAL, "meta", 20, 40, None],
        [SERIAL + 1, "google", 3.5, 7, None],
    ]  # fmt: skip
    before = path.read_bytes()
    assert (written := put(path, ROWS)).added == 0 and written.replaced == 2
    assert path.read_bytes() == before


def test_formats_and_validations_over_the_columns_grow(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [[SERIAL, "a", 1], [SERIAL, "b", 2]])
    put(path, ROWS)
    sheet = xml(path)
    assert re.findall(r'<conditionalFormatting sqref="([^"]*)"', sheet) == ["D4:D7"]
    assert re.findall(r'<dataValidation [^>]*sqref="([^"]*)"', sheet) == ["C4:C7", "H4:H9"]
    assert re.findall(r"<xm:sqref>([^<]*)", sheet) == ["D4:D7"]
    assert validation_errors(path) == []


def test_other_parts_and_other_rows_keep_their_bytes(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [[SERIAL, "a", 1]])
    before = parts(path)
    package = open_package(path)
    write_rows(package, "T", COLUMNS, ROWS, KEY)
    package.save()
    after = parts(path)
    assert {n for n in after if after[n] != before[n]} == {"xl/worksheets/sheet1.xml", "xl/tables/table1.xml"}

    def row(xml: bytes) -> bytes:
        return re.findall(rb'<row r="4".*?</row>', xml)[0]

    assert row(after["xl/worksheets/sheet1.xml"]) == row(before["xl/worksheets/sheet1.xml"])


@pytest.mark.parametrize(
    "text", ["=1+1", "+33 1", "-x", "@SUM(A1)", "{=A1}", "a\nb", " é ", "<b>&amp;", "_x0041_", "\x07"]
)
def test_text_stays_text(tmp_path: Path, text: str) -> None:
    path = book(tmp_path / "b.xlsx", [])
    put(path, [[DAY, text, 1.0], [DAY, "plain", 2.0]])
    assert data_of(path)[0][1] == text
    sheet = load(path)["Données"]
    assert (
        sheet["C4"].data_type in ("s", "inlineStr")
        and "<f>" not in re.findall(r'<c r="C4".*?</c>', xml(path), re.DOTALL)[0]
    )
    assert put(path, [[DAY, text, 3.0]]).replaced == 1


def test_blanks_booleans_and_1904(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [])
    rewrite(path, {"xl/workbook.xml": lambda x: x.replace("<workbookPr ", '<workbookPr date1904="1" ')})
    put(path, [[DAY, None, None], [dt.datetime(2024, 1, 1, 12), "", True]])
    assert [row[:3] for row in data_of(path)] == [[SERIAL - 1462, None, None], [SERIAL - 1462 + 0.5, None, True]]


def test_columns_are_found_by_label_wherever_they_are(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [])
    package = open_package(path)
    write_rows(package, "t", ["COÛT", " source", "Date"], [[5.0, "x", DAY]], ["Date", " source"])
    package.save()
    assert data_of(path)[0][:3] == [SERIAL, "x", 5]


def test_a_missing_column_or_table_is_named(tmp_path: Path) -> None:
    package = open_package(book(tmp_path / "b.xlsx", []))
    with pytest.raises(UserError, match=r"b\.xlsx: sheet 'Données', table T: column 'Clics' is missing"):
        write_rows(package, "T", ["Date", "Clics"], [[DAY, 1.0]], ["Date"])
    with pytest.raises(UserError, match=r"table 'X' is missing \(tables found: T\)"):
        read_table(package, "X")
    assert not package.changed


def test_records_that_repeat_a_key_are_refused(tmp_path: Path) -> None:
    package = open_package(book(tmp_path / "b.xlsx", []))
    with pytest.raises(UserError, match="two rows to import share the same key"):
        write_rows(package, "T", COLUMNS, [ROWS[0], ROWS[0]], KEY)
    assert not package.changed


def test_a_totals_row_moves_down(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [[SERIAL, "a", 1], [SERIAL, "b", 2]], totals=True)
    put(path, ROWS)
    sheet = load(path)["Données"]
    assert sheet.tables["T"].ref == "B3:F8" and sheet.tables["T"].autoFilter.ref == "B3:F7"
    assert (sheet["B8"].value, sheet["D8"].value) == ("Total", "=SUBTOTAL(109,[Coût])")
    assert sheet["D6"].value == 10 and values(path) == {"A1": 33, "A2": 66}
    assert validation_errors(path) == []


def test_a_totals_row_with_plain_references_is_refused(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [[SERIAL, "a", 1]], totals=True)
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda x: x.replace("SUBTOTAL(109,[Coût])", "SUM(D4:D4)")})
    package = open_package(path)
    with pytest.raises(UserError, match="D5: the totals row cannot be moved"):
        write_rows(package, "T", COLUMNS, ROWS, KEY)
    assert not package.changed


def test_what_stands_below_is_in_the_way(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [[SERIAL, "google", 1]], below="C6")
    assert put(path, [[DAY, "meta", 2.0]]).added == 1
    package = open_package(path)
    with pytest.raises(UserError, match=r"sheet 'Données': C6, below table T, is in use"):
        write_rows(package, "T", COLUMNS, [[DAY, "x", 2.0]], KEY)
    assert put(path, ROWS).replaced == 2
    assert values(path, "Données")["C6"] == "occupée"


def test_a_users_formula_in_our_column_is_replaced_and_the_calculation_chain_dropped(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [[SERIAL, "google", "=1+1"]])
    chain = '<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><c r="D4" i="1"/></calcChain>'

    def declare(kind: str) -> Callable[[str], str]:
        extra = {
            "types": '<Override PartName="/xl/calcChain.xml" ContentType="application/vnd.openxmlformats-officedocument'
            '.spreadsheetml.calcChain+xml"/></Types>',
            "rels": '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
            'calcChain" Target="calcChain.xml"/></Relationships>',
        }[kind]
        return lambda text: re.sub(r"</(Types|Relationships)>$", extra, text)

    rewrite(path, {"[Content_Types].xml": declare("types"), "xl/_rels/workbook.xml.rels": declare("rels"),
                   "xl/calcChain.xml": chain.encode()})  # fmt: skip
    assert validation_errors(path) == []
    put(path, [ROWS[0]])
    assert data_of(path)[0][2] == 10
    assert "xl/calcChain.xml" not in parts(path)
    assert validation_errors(path) == []
    assert "calcChain" not in xml(path, "[Content_Types].xml") + xml(path, "xl/_rels/workbook.xml.rels")


def test_a_formula_that_moves_is_filled_down(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [[SERIAL, "a", 1]])
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda x: x.replace("T[[#This Row],[Coût]]*2", "D4*$H$1+2")})
    put(path, ROWS)
    assert [row[3] for row in data_of(path)] == [2, 2, 2]
    assert "<f>D6*$H$1+2</f>" in xml(path)


def test_thousands_of_rows(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [])
    many = [[DAY + dt.timedelta(days=i % 365), f"s{i}", float(i)] for i in range(5000)]
    assert put(path, many).added == 5000
    assert put(path, [*many[2500:], [DAY, "new", 1.0]]).rows == 5001
    assert values(path)["A1"] == sum(range(5000)) + 1


def test_plain_cells(tmp_path: Path) -> None:
    path = make(tmp_path / "b.xlsx", {"A1": "old", "B3": 1, "C1": "=B3*2"})
    package = open_package(path)
    set_cells(package, {("S", "B3"): 21.0, ("S", "A1"): "=EUR", ("S", "E9"): DAY})
    recalculate_package(package)
    package.save()
    assert values(path) == {"A1": "=EUR", "B3": 21, "C1": 42, "E9": SERIAL}
    with pytest.raises(UserError, match="S!C1 holds a formula where a value was expected"):
        set_cells(package, {("S", "C1"): 1.0})
    with pytest.raises(UserError, match="sheet 'X' is missing"):
        set_cells(package, {("X", "C1"): 1.0})
    again = open_package(path)
    set_cells(again, {("S", "B3"): 21.0})
    assert not again.changed


def test_a_workbook_refreshed_twice_is_the_same_file(tmp_path: Path) -> None:
    path = book(tmp_path / "b.xlsx", [])
    put(path, ROWS)
    once = path.read_bytes()
    put(path, ROWS)
    assert path.read_bytes() == once and recalculate(path).written is False
