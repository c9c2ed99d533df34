"""Results that grow and shrink: what Excel would have written, and not a byte more."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.tools import recalculated_by_libreoffice, sheets_in_libreoffice, validation_errors
from tests.workbook.books import load, parts, reasons, rewrite, values
from xl_kpi.workbook import Report, recalculate

SHEET = "xl/worksheets/sheet1.xml"
ORDERS = [("a", 5, "N"), ("b", 3, "S"), ("a", 4, "N"), ("c", 1, "E"), ("b", 7, "S")]


def book(path: Path, dynamic: Mapping[str, str], more: Callable[[Any, Any], None] | None = None, **plain: Any) -> Path:
    """Write ORDERS into A1:C5 of sheet S, dynamic array formulas (by cell or stored range) and other cells."""
    made = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    sheet = made.add_worksheet("S")
    for row, order in enumerate(ORDERS):
        sheet.write_row(row, 0, order)
    for place, formula in dynamic.items():
        sheet.write_dynamic_array_formula(place, formula, None, 9)
    for place, content in plain.items():
        sheet.write(place, *content) if isinstance(content, tuple) else sheet.write(place, content)
    if more:
        more(made, sheet)
    made.close()
    return path


def cell(path: Path, name: str) -> str | None:
    """Return the XML of a cell as the file has it."""
    found = re.search(rf'<c r="{name}"[^>]*?(?:/>|>.*?</c>)', parts(path)[SHEET].decode())
    return found[0] if found else None


def spilled(report: Report) -> dict[str, tuple[str, str]]:
    return {s.cell: (s.before, s.after) for s in report.spilled}


def test_a_result_that_grows_gets_new_cells(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", {"E1": "=SORT(B1:B5)", "G7": "=TRANSPOSE(B1:B5)"}, H9="=SUM(E1:E9)")
    before = parts(path)
    report = recalculate(path)
    assert not report.kept and spilled(report) == {"S!E1": ("E1", "E1:E5"), "S!G7": ("G7", "G7:K7")}
    assert [values(path)[f"E{i}"] for i in range(1, 6)] == [1, 3, 4, 5, 7] and values(path)["H9"] == 20
    assert [values(path)[f"{c}7"] for c in "GHIJK"] == [5, 3, 4, 1, 7]
    assert cell(path, "E2") == '<c r="E2"><v>3</v></c>'
    assert cell(path, "E1") == '<c r="E1" cm="1"><f t="array" ref="E1:E5">_xlfn._xlws.SORT(B1:B5)</f><v>1</v></c>'
    sheet = parts(path)[SHEET].decode()
    assert '<dimension ref="A1:K9"/>' in sheet and '<row r="7" spans="1:11">' in sheet
    assert [n for n, data in parts(path).items() if data != before[n]] == [SHEET]
    assert validation_errors(path) == []
    assert recalculate(path).written is False


def test_a_result_that_shrinks_gives_its_cells_back(tmp_path: Path) -> None:
    def formats(made: Any, sheet: Any) -> None:
        sheet.write("E7", 9, made.add_format({"bold": True}))
        sheet.write("F3", "x")

    path = book(tmp_path / "book.xlsx", {"E1:E8": "=FILTER(A1:A5,B1:B5>4)"}, formats, G1="=COUNTA(E1:E9)")
    report = recalculate(path)
    assert not report.kept and spilled(report) == {"S!E1": ("E1:E8", "E1:E2")}
    shown = values(path)
    assert (shown["E1"], shown["E2"], shown["G1"]) == ("a", "b", 2) and shown["F3"] == "x"
    assert [cell(path, f"E{i}") for i in range(3, 9)] == [None] * 4 + ['<c r="E7" s="1"/>', None]
    assert load(path)["S"]["E7"].font.b and validation_errors(path) == []
    assert '<dimension ref="A1:G7"/>' in parts(path)[SHEET].decode()


def test_rows_are_inserted_in_their_order(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", {"E4": "=SORT(B1:B5)"}, A20="last", B6=None)
    assert not recalculate(path).kept
    rows = [int(r) for r in re.findall(r'<row r="(\d+)"', parts(path)[SHEET].decode())]
    assert rows == sorted(rows) and {6, 7, 8, 20} <= set(rows) and values(path)["E8"] == 7
    assert validation_errors(path) == []


def test_formulas_over_a_spill_are_computed_with_its_new_cells(tmp_path: Path) -> None:
    path = book(
        tmp_path / "book.xlsx",
        {"E1": "=UNIQUE(A1:A5)", "F1": "=SUMIFS(B1:B5,A1:A5,ANCHORARRAY(E1))", "K1": "=LEN(ANCHORARRAY(E1))",
         "M1": "=SORT(ANCHORARRAY(F1),1,-1)", "O1": "=ANCHORARRAY(M1)*2"},
        H1="=SUM(ANCHORARRAY(F1))", H2="=SUM(F1:F9)", H3="=ROWS(ANCHORARRAY(E1))", H4='=COUNTIF(E:E,"?")',
        H5="=INDEX(ANCHORARRAY(M1),1)", H6="=F3+1", H7="=SUMPRODUCT(ANCHORARRAY(F1)*ANCHORARRAY(K1))",
    )  # fmt: skip
    report = recalculate(path)
    assert reasons(report) == {}
    shown = values(path)
    assert [shown[f"{c}{r}"] for c in "EFKMO" for r in (1, 2, 3)] == [
        "a", "b", "c", 9, 10, 1, 1, 1, 1, 10, 9, 1, 20, 18, 2,
    ]  # fmt: skip
    assert [shown[f"H{i}"] for i in range(1, 8)] == [20, 20, 3, 3, 10, 2, 20]
    assert recalculate(path).written is False and validation_errors(path) == []


def test_kpis_down_a_column_see_what_has_just_spilled(tmp_path: Path) -> None:
    kpis = {f"G{i}": f"=KPI_ROAS(E{i},2)" for i in range(1, 11)}
    path = book(tmp_path / "book.xlsx", {"D1": "=HSTACK(A1:A5,B1:B5)"}, **kpis)
    assert not recalculate(path).kept
    assert [values(path)[f"G{i}"] for i in range(1, 6)] == [2.5, 1.5, 2, 0.5, 3.5]


@pytest.mark.parametrize(
    ("put", "why"),
    [
        (lambda made, sheet: sheet.write("E3", "here"), "the result has no room: S!E3 is not empty"),
        (lambda made, sheet: sheet.write_formula("E5", '=""', None, ""), "the result has no room: S!E5 is not empty"),
        (lambda made, sheet: sheet.merge_range("D4:E4", ""), "the result has no room: the merged cells D4:E4"),
        (lambda made, sheet: sheet.add_table("E4:F6", {"name": "T"}), "the result has no room: the table T"),
    ],
)  # fmt: skip
def test_what_stands_in_the_way_is_not_overwritten(tmp_path: Path, put: Any, why: str) -> None:
    path = book(tmp_path / "book.xlsx", {"E1:E2": "=B1:B5*2"}, put, G1="=IFERROR(E1,-1)", G2="=COUNT(E1:E2)")
    report = recalculate(path)
    assert reasons(report) == {}
    assert [(e.cell, e.error, e.why and e.why.text("en")) for e in report.errors] == [("S!E1", "#SPILL!", why)]
    assert cell(path, "E1") == ('<c r="E1" cm="1" t="e" vm="1"><f t="array" ref="E1">B1:B5*2</f><v>#VALUE!</v></c>')
    shown = values(path)
    assert shown.get("E3") in (None, "here") and "E2" not in shown and (shown["G1"], shown["G2"]) == (-1, 0)
    assert validation_errors(path) == []
    assert recalculate(path).written is False


def test_the_edge_of_the_sheet_stops_a_result(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", {"E1048575": "=B1:B5*2"})
    report = recalculate(path)
    assert [(e.error, e.why and e.why.text("fr")) for e in report.errors] == [
        ("#SPILL!", "le résultat n’a pas la place\u00a0: le bord de la feuille S")
    ]


def test_a_result_spills_again_once_there_is_room(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", {"E1": "=B1:B5*2"})
    rewrite(path, {SHEET: lambda x: x.replace('<c r="E1" cm="1">', '<c r="E1" t="e" cm="1" vm="1">').replace(
        "<v>9</v>", "<v>#VALUE!</v>")})  # fmt: skip
    assert spilled(recalculate(path)) == {"S!E1": ("E1", "E1:E5")}
    assert "vm=" not in str(cell(path, "E1")) and values(path)["E5"] == 14


def test_two_results_that_want_the_same_cells_are_kept(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", {"E3": "={1,2,3,4,5}*2", "G1": "=B1:B5*2"}, A9="=SUM(G1:G9)")
    report = recalculate(path)
    two, unknown = "two results want the same cells", "the size of the result is not known"
    found = reasons(report)
    assert {found["S!E3"], found["S!G1"]} == {two, unknown} and "S!A9" in found
    assert not report.written


def test_a_legacy_array_keeps_its_cells(tmp_path: Path) -> None:
    def arrays(made: Any, sheet: Any) -> None:
        sheet.write_array_formula("E1:E3", "{=B1:B5*2}")
        sheet.write_array_formula("F1:G6", "{=B1:B5*2}")
        sheet.write_array_formula("H1", "{=B1:B5*2}")
        sheet.write_array_formula("I1:J2", "{=SUM(B1:B5)}")
        sheet.write_formula("L1", "=SUM(E1:E9)")
        sheet.write_formula("L2", "=ISNA(F6)")

    path = book(tmp_path / "book.xlsx", {}, arrays)
    report = recalculate(path)
    assert reasons(report) == {} and report.spilled == ()
    shown = values(path)
    assert [shown.get(f"E{i}") for i in range(1, 5)] == [10, 6, 8, None]
    assert [shown[f"{c}{i}"] for c in "FG" for i in range(1, 7)] == [10, 6, 8, 2, 14, "#N/A"] * 2
    assert (shown["H1"], shown["I1"], shown["J2"], shown["L1"], shown["L2"]) == (10, 20, 20, 24, True)
    theirs = sheets_in_libreoffice(path, tmp_path)["S"]
    for row, column, name in (
        (0, 4, "E1"),
        (2, 4, "E3"),
        (4, 5, "F5"),
        (4, 6, "G5"),
        (0, 7, "H1"),
        (1, 9, "J2"),
        (0, 11, "L1"),
    ):
        assert float(theirs[row][column]) == shown[name]


def test_metadata_keeps_its_bytes_and_other_records_are_no_spill(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", {"E1:E2": "=B1:B5*2"})
    other = '<metadata xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><metadataTypes count="1">' \
        '<metadataType name="OTHER" minSupportedVersion="120000"/></metadataTypes><cellMetadata count="1"><bk>' \
        '<rc t="1" v="0"/></bk></cellMetadata></metadata>'  # fmt: skip
    rewrite(path, {"xl/metadata.xml": other.encode()})
    report = recalculate(path)
    assert report.spilled == () and "E3" not in values(path) and values(path)["E2"] == 6
    assert parts(path)["xl/metadata.xml"] == other.encode()


def test_a_spill_reference_to_what_does_not_spill_is_an_error(tmp_path: Path) -> None:
    # As in spill_operator.xlsx of IronCalc's tests, which Excel saved.
    path = book(tmp_path / "book.xlsx", {}, E1="=SUM(ANCHORARRAY(B1))", E2="=ISERROR(E1)")
    assert reasons(recalculate(path)) == {}
    assert (values(path)["E1"], values(path)["E2"]) == ("#REF!", True)


def test_a_kept_result_keeps_all_its_cells_and_what_reads_them(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", {"E1:E3": "=SORT(B1:B5)*RAND()"}, E2=9, E3=9, G1="=E3", G2="=SUM(E1:E9)")
    report = recalculate(path)
    assert set(reasons(report)) == {"S!E1", "S!G1", "S!G2"} and not report.written


def test_a_spill_beyond_the_limit_is_refused(tmp_path: Path) -> None:
    from dataclasses import replace

    from xl_kpi.errors import LimitError
    from xl_kpi.limits import DEFAULT

    path = book(tmp_path / "book.xlsx", {"E1": "=SORT(B1:B5)"})
    with pytest.raises(LimitError, match="spill_cells"):
        recalculate(path, limits=replace(DEFAULT, spill_cells=4))


def test_pictures_and_data_types_in_cells_are_not_taken_for_errors(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx", {}, E1=1, F1="=IFERROR(E1,0)")
    rewrite(path, {SHEET: lambda x: x.replace(
        '<c r="E1"><v>1</v></c>', '<c r="E1" t="e" vm="1"><v>#VALUE!</v></c>')})  # fmt: skip
    assert reasons(recalculate(path)) == {"S!F1": "depends on S!E1, whose value is kept"}


def test_whole_columns_reach_down_to_what_has_just_spilled(tmp_path: Path) -> None:
    path = book(
        tmp_path / "book.xlsx",
        {"E1": "=TOCOL(A1:C5)", "G1": "=UNIQUE(E:E)", "I1": '=FILTER(E:E,E:E>6)'},
        L1="=COUNTA(E:E)", L2="=KPI_LAST(E:E)", L3="=SUM(E:E)", L4="=ROWS(ANCHORARRAY(G1))",
    )  # fmt: skip
    report = recalculate(path, functions={"KPI_LAST": lambda cells: cells[-1][0]})
    assert reasons(report) == {}
    shown = values(path)
    assert (shown["L1"], shown["L2"], shown["L3"]) == (15, "S", 20)
    assert [shown[f"G{i}"] for i in range(1, 13)] == ["a", 5, "N", "b", 3, "S", 4, "c", 1, "E", 7, 0] and shown[
        "L4"
    ] == 12
    assert [shown.get(f"I{i}") for i in range(1, 4)] == ["a", "N", "b"]


def test_libreoffice_fills_the_same_cells_with_the_same_values(tmp_path: Path) -> None:
    path = book(
        tmp_path / "book.xlsx",
        {"E1": "=B1:B5*2", "G1:G2": "=TRANSPOSE(B1:C3)", "G4": "=MMULT(B1:B2,TRANSPOSE(B1:B2))",
         "K1": "=ROUND(B1:B5/3,1)", "M1": '=IF(B1:B5>3,A1:A5,"-")', "O1:O2": "=FREQUENCY(B1:B5,{2;4;6})"},
    )  # fmt: skip
    recalculate(path)
    ours = load(path, data_only=True)["S"]
    theirs = load(recalculated_by_libreoffice([path], tmp_path)[0], data_only=True)["S"]
    for row in range(1, 10):
        for column in range(5, 20):
            assert ours.cell(row, column).value == theirs.cell(row, column).value, (row, column)
    assert ours["I2"].value == "N" and ours["O4"].value == 1 and ours["H5"].value == 9


def test_two_runs_give_the_same_bytes(tmp_path: Path) -> None:
    formulas = {"E1": "=SORT(UNIQUE(A1:A5))", "F1": "=SUMIFS(B1:B5,A1:A5,ANCHORARRAY(E1))", "H1:H9": "=TAKE(B1:B5,2)"}
    one, two = book(tmp_path / "one.xlsx", formulas), book(tmp_path / "two.xlsx", formulas)
    two.write_bytes(one.read_bytes())
    for path in (one, two):
        recalculate(path)
    assert one.read_bytes() == two.read_bytes()
