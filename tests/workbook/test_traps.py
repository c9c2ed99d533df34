"""Right or kept: what the engine is known to get wrong keeps its old value and is named."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.workbook.books import load, make, parts, reasons, rewrite, roas, solve, values
from xl_kpi.errors import ExcelError
from xl_kpi.workbook import recalculate

DATA = {"A1": 1, "A2": 2, "A3": 3, "C1": "x", "C2": "y", "C3": "x"}
KPI = {"KPI_X": roas}
UNTRUSTED = [
    ("SUMIFS(A1:A3,C1:C3,D1:E2)", "a reference leaves the grid or the table"),
    ('SUMIFS(A1:A3,C1:C2,"x")', "SUMIFS: ranges of different sizes"),
    ("IFERROR(A1:A3,1)", "a range where one value is needed"),
    ("MROUND(A1:A3,1)", "a range where one value is needed"),
    ("COUNTIF(A1:A3,C9:C12)", "a reference leaves the grid or the table"),
    ("EDATE(A1:A3,1)", "a range where one value is needed"),
    ("GROUPBY(A1:A3,C1:C3,_xleta.SUM)", "GROUPBY is not supported"),
    ("LET(x,1,x,2,x)", "LET with a name used twice"),
    ("RAND()", "RAND is not supported"),
    ("CUBEVALUE(1,1)", "CUBEVALUE is not supported"),
    ("SUM(S:T!A1)", "unsupported reference: S:T!A1"),
    ("[1]Other!A1", "link to another workbook: [1]Other!A1"),
    ("Missing!A1", "unknown sheet, or several sheets at once: Missing"),
    ("S!nobody", "unknown name: nobody"),
    ("SUMIF((A1,A3),1)", "a computed range"),
    ("SUM(A1:Missing!A3)", "unsupported reference: A1:Missing!A3"),
    ('TEXT(A1,"dd/mm/yyyy")', "a TEXT format that depends on Excel’s language"),
    ('TEXT(A1,"0.00")', "a TEXT format that depends on Excel’s language"),
    ('"1.2"+1', "text used as a number"),
    ("MATCH(2,A1:A3,-1)", "MATCH in descending order"),
    ("SUM(A1", "the formula could not be read"),
    ("(" * 150 + "1" + ")" * 150, "formula too long or nested too deep"),
    ("+".join(["1"] * 150), "formula nested too deep"),
    ("-" * 80 + "1", "formula too long or nested too deep"),
    ("KPI_UNKNOWN(1)", "KPI_UNKNOWN is not supported"),
]
# Known only once the engine has run.
DOUBTFUL = [
    ("YEAR(C9)", {"C9": "05/06/2024"}, "a date written as text"),
    ("C9+1", {"C9": "1,5"}, "a number written as text"),
    ("SUM(1)*C9", {"C9": "5%"}, "a number written as text"),
    ("A1&0.5", {}, "a result that depends on Excel’s language"),
    ("A1&TRUE", {}, "a result that depends on Excel’s language"),
    ('C1<"z"', {}, "a result that depends on Excel’s language"),
    ("(0.1+0.2)=0.3", {}, "two nearly equal numbers compared"),
    ("0.1+0.2-0.3", {}, "a difference at the level of rounding"),
    ("INT(0.1*3*10)", {}, "a number within rounding noise of a whole one"),
    ("INDEX(A1:A3,C9)", {"C9": 0}, "index 0 means a whole row or column"),
    ('SUMIFS(A1:A3,C1:C3,">=2024-01-01")', {}, "a result that depends on Excel’s language"),
    ("B1", {}, "circular reference"),
    ('KPI_X(A1:A3,2)+1', {}, "several values where one is needed"),
    ("VLOOKUP(2,D1:E9,1)", {"D1": 3, "D2": 1}, "an approximate match in unsorted data"),
    ('MATCH("y",C1:C3)', {}, "an approximate match in unsorted data"),
    ('TEXTJOIN("-",TRUE,A1,0.5)', {}, "a result that depends on Excel’s language"),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "reason"), UNTRUSTED)
def test_what_is_not_trusted_keeps_its_value(tmp_path: Path, formula: str, reason: str) -> None:
    path = make(tmp_path / "book.xlsx", {**DATA, "B1": "=0", "B2": "=IFERROR(B1,5)"})
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda x: x.replace(
        "<f>0</f><v>old</v>", f"<f>{formula.replace('<', '&lt;')}</f><v>77</v>")})  # fmt: skip
    report = recalculate(path, functions=KPI)
    assert reasons(report) == {"S!B1": reason, "S!B2": "depends on S!B1, whose value is kept"}
    assert values(path)["B1"] == "77"
    assert report.written is False


def test_an_error_under_a_condition_is_for_the_second_engine(tmp_path: Path) -> None:
    cells = {
        "A1": "x",
        "A2": "y",
        "B1": "=1/0",
        "B2": 4,
        "C1": '=SUMIFS(B1:B2,A1:A2,"x")',
        "C2": '=SUMIFS(B1:B2,A1:A2,"y")',
    }
    shown, report = solve(tmp_path, cells)
    assert (shown["C1"], shown["C2"]) == ("#DIV/0!", 4) and not report.kept
    assert reasons(solve(tmp_path, cells, fast=True)[1])["S!C2"] == "an error in a range under a condition"


def spread(cells: Any, outcome: Any) -> Any:
    return [[outcome]] * len(cells) if isinstance(cells, list) else outcome


@pytest.mark.parametrize(("formula", "more", "reason"), DOUBTFUL)
def test_a_doubtful_result_keeps_the_old_value(tmp_path: Path, formula: str, more: dict[str, Any], reason: str) -> None:
    cells = {**DATA, **more, "B1": f"={formula}", "B2": "=IFERROR(B1,5)"}
    shown, report = solve(tmp_path, cells, functions={"KPI_X": lambda a, b: spread(a, 1.0)})
    assert reasons(report)["S!B1"] == reason
    assert reasons(report)["S!B2"] in (reason, "depends on S!B1, whose value is kept")
    assert shown["B1"] == "old" and shown["B2"] == "old"


def test_dependants_through_ranges_names_and_tables_are_kept(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet, other = book.add_worksheet("S"), book.add_worksheet("Été")
    sheet.add_table("A1:B3", {"name": "T", "columns": [{"header": "a"}, {"header": "b"}]})
    sheet.write_formula("B2", "=RAND()", None, 5)
    sheet.write("B3", 6)
    book.define_name("Both", "=S!$B$2:$B$3")
    for cell, formula in {
        "A1": "=SUM(T[b])", "A2": "=SUM(Both)", "A3": "=SUM(S!B:B)", "A4": "=A3+1", "A5": "=S!B3", "A6": "=SUM(T[a])",
    }.items():  # fmt: skip
        other.write_formula(cell, formula, None, -1)
    book.close()
    report = recalculate(path)
    assert set(reasons(report)) == {"S!B2", "Été!A1", "Été!A2", "Été!A3", "Été!A4"}
    assert values(path, "Été") == {"A1": -1, "A2": -1, "A3": -1, "A4": -1, "A5": 6, "A6": 0}


@pytest.mark.parametrize(
    "call",
    ["KPI_X(", "[1]!KPI_X(", "'xl_kpi.xlam'!KPI_X(", "_xll.KPI_X(", "_xludf.KPI_X(", "_xldudf_KPI_X(", "kpi_x("],
)
def test_the_prefixes_that_excel_writes_for_addin_functions(tmp_path: Path, call: str) -> None:
    shown, report = solve(tmp_path, {"A1": 1200, "A2": 300, "B1": f"={call}A1,A2)"}, functions=KPI)
    assert shown["B1"] == 4 and not report.kept
    assert f"<f>{call}A1,A2)</f>" in parts(tmp_path / "book.xlsx")["xl/worksheets/sheet1.xml"].decode()


def test_an_argument_left_out_reaches_the_function_as_a_blank(tmp_path: Path) -> None:
    seen: list[Any] = []

    def look(*arguments: Any) -> float:
        seen.append(arguments)
        return 1.0

    cells = {"A1": "=KPI_L(1,,Z9,)", "A2": '=KPI_L("t",TRUE,C1:D2,1/0)', "C1": 5, "D2": "e"}
    solve(tmp_path, cells, functions={"KPI_L": look})
    assert (1.0, None, None, None) in seen
    assert ("t", True, [[5.0, None], [None, "e"]], ExcelError.DIV0) in seen


def test_whole_columns_of_different_lengths_reach_a_function_equally_long(tmp_path: Path) -> None:
    def rows(a: list[Any], b: list[Any]) -> float:
        return len(a) * 100 + len(b)

    shown, _ = solve(tmp_path, {"A1": 1, "A2": 2, "B1": 1, "D3": "=KPI_R(A:A,B:B)"}, functions={"KPI_R": rows})
    assert shown["D3"] == 303


@pytest.mark.parametrize("error", list(ExcelError))
def test_every_error_goes_in_and_out_unchanged(tmp_path: Path, error: ExcelError) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 1, "A2": "=KPI_X(A1,2)", "A3": "=A1+1", "A4": "=IFERROR(A1,7)"})
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda x: x.replace(
        '<c r="A1"><v>1</v></c>', f'<c r="A1" t="e"><v>{error}</v></c>')})  # fmt: skip
    seen: list[Any] = []

    def echo(value: Any, _: Any) -> Any:
        seen.append(value)
        return value

    report = recalculate(path, functions={"KPI_X": echo})
    assert seen == [error] and not report.kept
    assert values(path) == {"A1": str(error), "A2": str(error), "A3": str(error), "A4": 7}
    assert [e.error for e in report.errors] == [str(error)] * 2


@pytest.mark.parametrize("bad", [float("nan"), float("inf"), None, object()])
def test_a_function_never_leaves_nan_or_nothing_in_a_cell(tmp_path: Path, bad: Any) -> None:
    shown, _ = solve(tmp_path, {"A1": "=KPI_X(1)"}, functions={"KPI_X": lambda _: bad})
    assert shown["A1"] in ("#NUM!", "#N/A")


def test_a_function_that_fails_keeps_the_old_value(tmp_path: Path) -> None:
    def fail(_: Any) -> Any:
        raise ZeroDivisionError

    shown, report = solve(tmp_path, {"A1": "=KPI_X(1)", "A2": "=IFERROR(A1,2)"}, functions={"KPI_X": fail})
    assert shown == {"A1": "old", "A2": "old"} and reasons(report)["S!A1"] == "the function failed"


def test_legacy_arrays_keep_their_size(tmp_path: Path) -> None:
    cells = {
        "A1": 1, "A2": 2, "A3": 3,
        "B1": ("B1:B3", "{=A1:A3*2}"), "C1": ("C1:C2", "{=A1:A3*2}"), "D1": ("D1:D5", "{=A1:A3*2}"),
        "E1": "=SUM(B1:B3)", "E2": "=C2", "E3": "=D5", "F1": ("F1:F3", "{=KPI_X(A1:A3,2)}"),
    }  # fmt: skip
    shown, report = solve(tmp_path, cells, functions={"KPI_X": lambda a, b: [[v[0] / b] for v in a]})
    assert [shown[c] for c in ("B1", "B2", "B3", "E1")] == [2, 4, 6, 12]
    assert [shown[c] for c in ("F1", "F2", "F3")] == [0.5, 1, 1.5]
    assert reasons(report) == {} and [shown[c] for c in ("C1", "C2", "E2")] == [2, 4, 4] and "C3" not in shown
    assert [shown[c] for c in ("D3", "D4", "D5", "E3")] == [6, "#N/A", "#N/A", "#N/A"]


def test_a_spill_cell_that_the_writer_left_out_is_added(tmp_path: Path) -> None:
    import openpyxl
    from openpyxl.worksheet.formula import ArrayFormula

    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "S"
    sheet["A1"], sheet["A2"], sheet["D2"] = 1, 2, "after"
    sheet["B1"] = ArrayFormula("B1:C2", "=A1:A2*{1,10}")
    book.save(tmp_path / "book.xlsx")
    report = recalculate(tmp_path / "book.xlsx")
    assert not report.kept
    assert values(tmp_path / "book.xlsx") == {
        "A1": 1, "A2": 2, "B1": 1, "C1": 10, "B2": 2, "C2": 20, "D2": "after",
    }  # fmt: skip


def test_shared_formulas_move_along(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 1, "A2": 2, "A3": 3, "B1": "=0", "B2": "=0", "B3": "=0"})
    masters = {"B1": '<f t="shared" ref="B1:B3" si="0">$A$1+A1*10</f>', "B2": '<f t="shared" si="0"/>',
               "B3": '<f si="0" t="shared"></f>'}  # fmt: skip

    def share(xml: str) -> str:
        for cell, formula in masters.items():
            xml = xml.replace(f'<c r="{cell}" t="str"><f>0</f>', f'<c r="{cell}" t="str">{formula}')
        return xml

    rewrite(path, {"xl/worksheets/sheet1.xml": share})
    report = recalculate(path)
    assert not report.kept and report.evaluated == 3
    assert [values(path)[c] for c in ("B1", "B2", "B3")] == [11, 21, 31]
    assert all(f in parts(path)["xl/worksheets/sheet1.xml"].decode() for f in masters.values())


def test_dates_count_from_1904(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 100, "B1": "=A1+1", "B2": "=YEAR(A1)"})
    rewrite(path, {"xl/workbook.xml": lambda x: x.replace("<workbookPr ", '<workbookPr date1904="1" ')})
    assert reasons(recalculate(path)) == {"S!B2": "YEAR in a workbook with 1904 dates"}
    assert values(path)["B1"] == 101


def test_a_date_kept_as_text_is_not_trusted(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 1, "B1": "=A1"})
    rewrite(path, {"xl/worksheets/sheet1.xml": lambda x: x.replace(
        '<c r="A1"><v>1</v></c>', '<c r="A1" t="d"><v>2024-02-29</v></c>')})  # fmt: skip
    assert reasons(recalculate(path)) == {"S!B1": "depends on S!A1, whose value is kept"}


def test_the_clock_can_be_fixed(tmp_path: Path) -> None:
    cells = {"A1": "=TODAY()", "A2": "=NOW()", "A3": "=TODAY()-1"}
    shown, _ = solve(tmp_path, cells, now=dt.datetime(2024, 2, 29, 18))
    assert shown == {"A1": 45351, "A2": 45351.75, "A3": 45350}


def test_precision_as_displayed_is_kept(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": "=1/3"})
    rewrite(path, {"xl/workbook.xml": lambda x: x.replace("<calcPr ", '<calcPr fullPrecision="0" ')})
    assert reasons(recalculate(path)) == {"S!A1": "precision as displayed"}


STRUCTURED = [
    ("SUM(Ads[Ad spend])", 150), ("SUM(Ads)", 1110 + 150 + 40), ("Ads[[#Headers],[Ad spend]]", "Ad spend"),
    ("Ads[[#Totals],[Ad spend]]", 150), ("SUM(Ads[#Data])", 1110 + 150 + 40), ("COUNTA(Ads[#Headers])", 4),
    ("COUNTA(Ads[[#All],[Source]])", 3), ("SUM(Ads[[CA attribué]:[Ad spend]])", 1110 + 150),
    ('SUMIFS(Ads[Ad spend],Ads[Source],"go*")', 100), ("SUM(ads[AD SPEND])", 150), ("SUM(Ads[[it''s '#1]])", 40),
]  # fmt: skip


@pytest.fixture
def advertising(tmp_path: Path) -> Path:
    import xlsxwriter

    path = tmp_path / "ads.xlsx"
    book = xlsxwriter.Workbook(str(path))
    data, sheet = book.add_worksheet("Données d'été"), book.add_worksheet("S")
    data.add_table("B3:E6", {"name": "Ads", "total_row": True, "columns": [
        {"header": "Source"}, {"header": "CA attribué"}, {"header": "Ad spend", "total_function": "sum"},
        {"header": "it's #1", "formula": "KPI_X(Ads[[#This Row],[CA attribué]],Ads[@[Ad spend]])"},
    ], "data": [["google", 1000, 100], ["meta", 110, 50]]})  # fmt: skip
    data.write_formula("D6", "=SUM(Ads[Ad spend])", None, 0)
    data.write_column("E4", [])
    for row, (formula, _) in enumerate(STRUCTURED):
        sheet.write_formula(row, 0, f"={formula}", None, "old")
    sheet.write_formula("C1", "=Ads[@Source]", None, "old")
    book.close()
    return path


def test_structured_references(advertising: Path) -> None:
    def times_20(revenue: float, spend: float) -> float:
        return 20.0 if revenue and spend else 0.0

    report = recalculate(advertising, functions={"KPI_X": times_20})
    assert reasons(report) == {"S!C1": "a reference leaves the grid or the table"}
    shown = values(advertising)
    assert {f: shown.get(f"A{row}") for row, (f, _) in enumerate(STRUCTURED, 1)} == dict(STRUCTURED)


@pytest.mark.parametrize("name", ["sheet1", "SHEET1", "Sheet1"])
def test_a_first_sheet_may_be_named_almost_like_excels_own(tmp_path: Path, name: str) -> None:
    import xlsxwriter

    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet(name)
    for row in range(3):
        sheet.write(row, 0, row + 1)
        sheet.write_formula(row, 1, f"=A{row + 1}*2", None, 0)
    book.close()
    recalculate(path)
    assert [load(path, data_only=True)[name][f"B{row}"].value for row in (1, 2, 3)] == [2, 4, 6]
