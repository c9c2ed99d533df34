"""Names of every kind, sheets of every kind, and what stands between formulas and cells."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.workbook.books import make, parts, reasons, rewrite, values
from xl_kpi.workbook import recalculate
from xl_kpi.workbook.parts.xmltext import escape

NAMES = {
    "Rate": "=0.2", "Label": '="a""b"', "Yes": "=TRUE", "Minus": "=-5", "Percent": "=5%", "Three": "={1,2,3}",
    "All": "=S!$A$1:$A$3", "'Été 24'!All": "='Été 24'!$A$1:$A$3", "Whole": "=S!$A:$A", "Line": "=S!$1:$1",
    "Twice": "=SUM(S!$A$1:$A$3)*2", "Nested": "=Twice+Rate", "Growing": "=OFFSET(S!$A$1,0,0,COUNT(S!$A:$A),1)",
    "Both": "=S!$A$1,S!$A$3", "Across": "='S:Été 24'!$A$1", "Here": "=S!A1", "InRow": "=S!$A1",
    "Gone": "=#REF!", "Elsewhere": "=[1]X!$A$1", "Late": "=YEAR(TODAY())",
}  # fmt: skip
EVALUATED: dict[str, Any] = {
    "Rate*A2": 0.4, "Label": 'a"b', "Yes": True, "Minus": -5, "Percent*100": 5, "SUM(Three)": 6, "SUM(All)": 6,
    "SUM('Été 24'!All)": 60, "SUM(Whole)": 6, "SUM(Line)>0": True, "Twice": 12, "Nested": 12.2, "SUM(Both)": 4,
    "SUM(Across)": 11, "INDEX(All,2)": 2, "ROWS(All)": 3, "SUMPRODUCT(All*{1;2;3})": 14, "rate": 0.2, "Late": 2024,
    "SUM((A1,A3),A2)": 6, "SUM(Hidden!A:A)+Secret!B1": 6601, "LET(All,5,All+1)": 6,
    "InRow": 0, "nobody": "#NAME?", "-nobody": "#NAME?", "IFERROR(nobody,3)": 3, "Gone": "#REF!",
    "ISERROR(1+Gone)": True, "COUNT(nobody)": 0, "SUM(Gone,1)": "#REF!", "VLOOKUP(1,nobody,2,FALSE)": "#NAME?",
}  # fmt: skip
KEPT = {
    "Here": "circular reference", "COUNTBLANK(nobody)": "a computed range",
    "Elsewhere": "link to another workbook: [1]X!$A$1", "Print_Area": "unknown name: Print_Area",
    "S!nobody": "unknown name: nobody",
    "SUMIF(Both,1)": "a computed range",
}  # fmt: skip


def test_names_and_sheets_of_every_kind(tmp_path: Path) -> None:
    import datetime as dt

    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    sheets = [book.add_worksheet(n) for n in ("S", "Été 24", "Hidden", "Secret")]
    sheets[2].hide()
    sheets[3].very_hidden()
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=S!$A$1:$A$3"})
    book.add_chartsheet("Graph").set_chart(chart)
    last = book.add_worksheet("Last")
    for at, sheet in enumerate(sheets):
        sheet.write_column("A1", [n * 10**at for n in (1, 2, 3)])
    for name, formula in NAMES.items():
        book.define_name(name, formula)
    formulas = [*EVALUATED, *KEPT]
    for row, formula in enumerate(formulas):
        sheets[0].write_formula(row, 4, f"={formula}", None, "old")
    sheets[1].write_formula("E1", "=SUM(All)", None, 0)
    sheets[2].write_formula("B1", "=Secret!B1", None, 0)
    sheets[3].write_formula("B1", "=SUM(A1:A3)+S!A1", None, 0)
    last.write_formula("A1", "=S!E12+Hidden!B1", None, 0)
    book.close()
    before = parts(path)
    report = recalculate(path, now=dt.datetime(2024, 5, 6))
    found = reasons(report)
    assert found == {f"S!E{len(EVALUATED) + i}": reason for i, reason in enumerate(KEPT.values(), 1)}
    shown = values(path)
    assert {f: shown[f"E{i}"] for i, f in enumerate(EVALUATED, 1)} == pytest.approx(EVALUATED)
    assert values(path, "Été 24")["E1"] == 60 and values(path, "Hidden")["B1"] == 6001
    assert values(path, "Last")["A1"] == 6013.2
    assert [n for n, d in parts(path).items() if d != before[n]] == [f"xl/worksheets/sheet{i}.xml" for i in range(1, 6)]


def test_a_relative_name_is_read_from_the_cell(tmp_path: Path) -> None:
    """The file writes such a name as it stands for A1, where what is left of it is the end of the row."""
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("S")
    for row in range(3):
        sheet.write_row(row, 0, [10 * row + 1, 10 * row + 2])
    book.define_name("LeftTwo", "=S!XFC1:XFD1")
    book.define_name("Above", "=S!A1048576")
    book.define_name("TwoAbove", "=S!$A1048575+1")
    book.define_name("Around", "=S!XFD1048576:A1")
    formulas = {"C1": "SUM(LeftTwo)", "C3": "SUM(LeftTwo)", "B4": "Above", "C5": "TwoAbove", "A5": "SUM(LeftTwo)"}
    for cell, formula in {**formulas, "C4": "SUM(Around)"}.items():
        sheet.write_formula(cell, f"={formula}", None, "old")
    book.close()
    leaves = "a reference leaves the grid or the table"
    assert reasons(recalculate(path)) == {"S!A5": leaves, "S!C4": "circular reference"}
    shown = values(path)
    assert [shown[cell] for cell in ("C1", "C3", "B4", "C5")] == [3, 43, 22, 22]


def test_an_unknown_name_spreads_as_an_error(tmp_path: Path) -> None:
    cells = {"A1": "=HELLO", "A2": "=A1+1", "A3": "=IF(ISERROR(A2),7,8)", "A4": "=SUM(A1:A3)", "A5": "=PROPER(A1)"}
    path = make(tmp_path / "book.xlsx", cells)
    assert recalculate(path).kept == ()
    shown = values(path)
    assert [shown[f"A{row}"] for row in range(1, 6)] == ["#NAME?", "#NAME?", 7, "#NAME?", "#NAME?"]


def test_the_cells_of_a_deleted_sheet_are_an_error(tmp_path: Path) -> None:
    """Excel writes `#REF!A1` where the sheet of A1 was deleted, and shows #REF!."""
    expected: dict[str, object] = {
        "#REF!A1": "#REF!", "SUM(#REF!$A$1:B2,1)": "#REF!", "SUM(#REF!A:A)": "#REF!", "SUM(#REF!1:3)": "#REF!",
        "VLOOKUP(1,#REF!$A$1:$B$9,2,FALSE)": "#REF!", "SUM(Lost)": "#REF!", "IFERROR(#REF!A1,5)": 5,
        'IF(A1=1,2,#REF!B3)': 2, '"#REF!A1"&1': "#REF!A11",
    }  # fmt: skip
    path = make(tmp_path / "book.xlsx", {"A1": 1, **{f"B{i}": f"={formula}" for i, formula in enumerate(expected, 1)}})
    name = '<definedNames><definedName name="Lost">#REF!$A$1:$B$2</definedName></definedNames><calcPr'
    rewrite(path, {"xl/workbook.xml": lambda x: x.replace("<calcPr", name)})
    assert recalculate(path).kept == ()
    shown = values(path)
    assert {formula: shown[f"B{i}"] for i, formula in enumerate(expected, 1)} == expected


def test_a_name_of_another_sheet_is_unknown_and_one_of_two_formulas_is_kept(tmp_path: Path) -> None:
    """As Excel stored it for `SHEET(Hello)` in tables.xlsx of the package ironcalc 0.9.1."""
    cells = {"A1": "=Other+1", "A2": "=Twice", "A3": "=D!Other+1", "A4": "=Both"}
    path = make(tmp_path / "book.xlsx", cells, D={"A1": 1})
    names = "".join(
        f'<definedName name="{name}"{scope}>{text}</definedName>'
        for name, scope, text in (
            ("Other", ' localSheetId="1"', "D!$A$1"),
            ("Twice", "", "D!$A$1"),
            ("twice", "", "D!$A$2"),
            ("Both", ' localSheetId="1"', "D!$A$1"),
            ("Both", ' localSheetId="7"', "D!$A$1"),
        )
    )
    rewrite(path, {"xl/workbook.xml": lambda x: x.replace("<calcPr", f"<definedNames>{names}</definedNames><calcPr")})
    assert reasons(recalculate(path)) == {"S!A2": "unknown name: Twice", "S!A4": "unknown name: Both"}
    shown = values(path)
    assert (shown["A1"], shown["A3"]) == ("#NAME?", 2)


def test_a_name_whose_formula_grows_with_the_data(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, data = book.add_worksheet("S"), book.add_worksheet("D")
    data.write_column("A1", [1, 2, 4])
    book.define_name("Growing", "=OFFSET(D!$A$1,0,0,COUNT(D!$A:$A),1)")
    sheet.write_formula("A1", "=SUM(Growing)", None, "old")
    book.close()
    assert not recalculate(path).kept and values(path)["A1"] == 7


@pytest.mark.parametrize(
    ("formula", "value"),
    [("A1:A3*2", 4), ("@A1:A3", 2), ("_xlfn.SINGLE(A1:A3)+1", 3), ("SUM(A1:A3*2)", 4), ("ABS(A1:A3)", 2), ("A:A+0", 2),
     ("IF(A1:A3>1,\"y\",\"n\")", "y"), ("B1:D1&\"\"", "q")],
)  # fmt: skip
def test_ordinary_formulas_take_the_cell_of_their_row_or_column(tmp_path: Path, formula: str, value: Any) -> None:
    cells: dict[str, Any] = {"A1": 1, "A2": 2, "A3": 3, "B1": "p", "C1": "q", "D1": "r", "C2": "=0"}
    path = make(tmp_path / "book.xlsx", cells)
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda x: x.replace(
        "<f>0</f>", f"<f>{escape(formula)}</f>")})  # fmt: skip
    assert reasons(recalculate(path)) == {} and values(path)["C2"] == value and "C3" not in values(path)


def test_the_cells_of_a_data_table_and_what_reads_them_are_kept(tmp_path: Path) -> None:
    cells: dict[str, Any] = {
        "A1": 5,
        "B1": "=A1*2",
        "A3": 1,
        "A4": 2,
        "B3": "=0",
        "B4": 4,
        "D1": "=SUM(B3:B4)",
        "D2": "=B4",
    }
    path = make(tmp_path / "book.xlsx", cells)
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda x: x.replace(
        "<f>0</f>", '<f t="dataTable" ref="B3:B4" dt2D="0" dtr="0" r1="A1"/>')})  # fmt: skip
    report = recalculate(path)
    why = "depends on S!B3, whose value is kept"
    assert reasons(report)["S!B3"] == "what-if data table" and reasons(report)["S!D1"] == why
    assert set(reasons(report)) == {"S!B3", "S!D1", "S!D2"}
    shown = values(path)
    assert (shown["B1"], shown["B4"], shown["D2"]) == (10, 4, "old")
    assert '<f t="dataTable" ref="B3:B4" dt2D="0" dtr="0" r1="A1"/>' in parts(path)["xl/worksheets/sheet1.xml"].decode()


@pytest.mark.parametrize(
    "call",
    ["'C:\\\\Users\\\\me\\\\xl_kpi.xlam'!KPI_X(", "xl_kpi.xlam!KPI_X(",
     "[2]!KPI_X(", "'[xl_kpi.xlam]'!KPI_X(", "_xldudf_KPI_X("],
)  # fmt: skip
def test_more_prefixes_of_addin_functions(tmp_path: Path, call: str) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 1200, "A2": 300, "B1": f"={call}A1,A2)"})
    assert reasons(recalculate(path, functions={"KPI_X": lambda a, b: a / b})) == {} and values(path)["B1"] == 4


def test_arrays_of_dates_in_a_workbook_that_counts_from_1904(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True, "date_1904": True})
    sheet = book.add_worksheet("S")
    sheet.write_column("A1", [300, 100, 200])
    sheet.write_dynamic_array_formula("B1", "=SORT(A1:A3)")
    sheet.write_dynamic_array_formula("C1", "=MAP(A1:A3,LAMBDA(d,YEAR(d)))", None, 7)
    sheet.write_formula("D1", "=A1-A2", None, 0)
    book.close()
    assert reasons(recalculate(path)) == {"S!C1": "YEAR in a workbook with 1904 dates"}
    shown = values(path)
    assert [shown[c] for c in ("B1", "B2", "B3", "C1", "D1")] == [100, 200, 300, 7, 200]
