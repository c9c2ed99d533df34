"""What becomes of each kind of formula when a workbook is made independent of the add-in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.tools import validation_errors
from tests.workbook.books import MAIN, load, make, parts, rewrite
from xl_kpi.catalog import KPIS
from xl_kpi.workbook import open_package, recalculate
from xl_kpi.workbook.analysis.references import Resolver
from xl_kpi.workbook.calls import Calls, NotNativeError, Place
from xl_kpi.workbook.native_copy import Independence, calls_kpis, make_independent

HERE = Place("S", 20, 5)


def native(text: str, place: Place = HERE) -> str:
    return Calls(Resolver(), KPIS).native(text, place)


def independent(path: Path, *, values: bool = False) -> tuple[Independence, Path]:
    package = open_package(path)
    done = make_independent(package, "en", values=values)
    out = path.with_name("copy.xlsx")
    package.save(out)
    return done, out


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(A1:A9)/2", "SUM(A1:A9)/2"),
        ("KPI_ROAS(SUM(A1:A3),SUM(B1:B3))", "SUM(A1:A3)/SUM(B1:B3)"),
        ("1/KPI_ROAS( SUM(A1:A3) ,SUM(B1:B3))", "1/(SUM(A1:A3)/SUM(B1:B3))"),
        ("ROUND(kpi_roas(SUM(A1:A3),SUM(B1:B3)),2)", "ROUND(SUM(A1:A3)/SUM(B1:B3),2)"),
        ("'xl_kpi.xlam'!KPI_ROAS(SUM(A1:A3),2)", "SUM(A1:A3)/2"),
        ("[1]!KPI_ROAS(SUM(A1:A3),2)", "SUM(A1:A3)/2"),
        ("xl_kpi.xlam!KPI_ROAS(SUM(A1:A3),2)", "SUM(A1:A3)/2"),
        ("_xll.KPI_ROAS(SUM(A1:A3),2)", "SUM(A1:A3)/2"),
        ('"KPI_ROAS(1,2)"&KPI_ROAS(SUM(A1:A3),2)', '"KPI_ROAS(1,2)"&(SUM(A1:A3)/2)'),
        ("KPI_LTV_CAC(KPI_LTV(2,3,4),SUM(B1:B3)-1)", "(2*3*4*1)/(SUM(B1:B3)-1)"),
        ("KPI_ROI(SUM(A1:A3)+1,-2)", "((SUM(A1:A3)+1)-(-2))/(-2)"),
        ('IFERROR(IF(A1="","",KPI_ROAS(A1,B1)),"")', 'IFERROR(IF(A1="","",IF(COUNT(A1,B1)<2,#N/A,A1/B1)),"")'),
        ("KPI_LTV(2,3,4,)", "2*3*4*1"),
    ],
)
def test_calls_in_formulas(formula: str, expected: str) -> None:
    assert native(formula) == expected


@pytest.mark.parametrize(
    ("formula", "why"),
    [
        ("KPI_FUNNEL(A1:A4)", "KPI_FUNNEL has no native formula here"),
        ("1+KPI_NOTHING(A1)", "KPI_NOTHING is unknown"),
        ("KPI_ROAS(A1:A3,B1)", "no native formula here"),
        ("KPI_ROAS(Unknown,B1)", "unknown name: Unknown"),
        ("KPI_ROAS(A1,B1", "could not be read"),
        (f"KPI_NPS_COUNTS(SUM({','.join(['A1:A3'] * 700)}),2,3)", "too long"),
    ],
)
def test_calls_that_stay_without_native_formula(formula: str, why: str) -> None:
    with pytest.raises(NotNativeError, match=why):
        native(formula)


def test_cells_keep_their_values_and_formulas_become_native(tmp_path: Path) -> None:
    book = make(
        tmp_path / "b.xlsx",
        {"A1": 1200, "B1": 300, "C1": "=KPI_ROAS(A1,B1)", "D1": "=A1*2", "E1": "=KPI_ROAS(A1,0)", "F1": '=C1&"x"'},
    )
    recalculate(book)
    done, out = independent(book)
    assert (done.native, done.valued, done.left, done.noted) == (2, 0, [], [])
    before, after = parts(book), parts(out)
    assert {name for name in after if after[name] != before.get(name)} == {"xl/worksheets/sheet1.xml"}
    formulas = load(out)["S"]
    assert formulas["D1"].value == "=A1*2"
    assert formulas["E1"].value.startswith("=IF(ISBLANK(A1),#N/A")
    assert not calls_kpis(open_package(out))
    shown = load(out, data_only=True)["S"]
    assert [shown[c].value for c in ("C1", "D1", "E1", "F1")] == [4, 2400, "#DIV/0!", "4x"]
    assert validation_errors(out) == []


def test_what_has_no_native_formula_is_a_value_with_a_note(tmp_path: Path) -> None:
    cells = {f"A{i}": n for i, n in enumerate((100, 40, 10), 1)}
    book = make(
        tmp_path / "b.xlsx", {**cells, "C1": ("C1:E3", "{=KPI_FUNNEL(A1:A3)}"), "G1": "=C2+1", "G2": "=KPI_ZZ(1)"}
    )
    recalculate(book)
    done, out = independent(book)
    assert [(lost.where, lost.reason.en) for lost in done.noted] == [
        ("S!C1", "KPI_FUNNEL has no native formula here"),
        ("S!G2", "KPI_ZZ is unknown"),
    ]
    sheet = load(out)["S"]
    assert [[c.value for c in row] for row in sheet["C1:E3"]] == [[100, 1, 1], [40, 0.4, 0.4], [10, 0.25, 0.1]]
    assert sheet["G1"].value == "=C2+1"
    assert "KPI_FUNNEL(A1:A3)" in sheet["C1"].comment.text
    assert "Value when the copy was made" in sheet["C1"].comment.text
    assert validation_errors(out) == []


def test_notes_stand_beside_those_that_are_there(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("S")
        sheet.write_formula("A1", "=KPI_FUNNEL(B1:B3)", None, 5)
        sheet.write_comment("A1", "mine", {"author": "me"})
        sheet.write_formula("A2", "=KPI_FUNNEL(B1:B3)", None, "text")
        sheet.write_comment("C9", "other")
    done, out = independent(path)
    assert done.valued == 2
    shown = load(out)["S"]
    assert shown["A1"].comment.text.startswith("mine")
    assert "KPI_FUNNEL" in shown["A1"].comment.text
    assert "KPI_FUNNEL" in shown["A2"].comment.text
    assert (shown["C9"].comment.text, shown["A2"].value) == ("other", "text")
    assert validation_errors(out) == []


def test_shared_formulas_change_in_one_place(tmp_path: Path) -> None:
    book = make(
        tmp_path / "b.xlsx", {"A1": 4, "A2": 6, "B1": 2, "B2": 3, "C1": "=A1", "C2": "=A2", "D1": "=A1", "D2": "=A2"}
    )

    def share_them(text: str) -> str:
        for column, call in (("C", "KPI_ROAS(A1,B1)"), ("D", "KPI_NOTHING(A1)")):
            si = "0" if column == "C" else "1"
            first = f'<c r="{column}1"><f t="shared" ref="{column}1:{column}2" si="{si}">{call}</f><v>2</v></c>'
            text = re.sub(rf'<c r="{column}1".*?</c>', first, text)
            text = re.sub(rf'<c r="{column}2".*?</c>', f'<c r="{column}2"><f t="shared" si="{si}"/><v>2</v></c>', text)
        return text

    rewrite(book, {"xl/worksheets/sheet1.xml": share_them})
    done, out = independent(book)
    assert (done.native, done.valued) == (1, 2)
    text = parts(out)["xl/worksheets/sheet1.xml"].decode()
    assert '<f t="shared" ref="C1:C2" si="0">IF(ISBLANK(A1)' in text
    assert '<c r="C2"><f t="shared" si="0"/><v>2</v></c>' in text
    assert '<c r="D1"><v>2</v></c><' in text.replace('<c r="D2"><v>2</v></c>', "<")
    assert '<c r="D2"><v>2</v></c>' in text


def test_names_formats_validations_and_tables_follow(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("S")
        sheet.write_row("A1", [10, 5])
        made.define_name("Ratio", "=KPI_ROAS(SUM(S!$A$1),S!$B$1+1)")
        made.define_name("Stages", "=KPI_FUNNEL(S!$A$1:$B$1)")
        sheet.write_formula("C1", "=Ratio", None, 2)
        sheet.write_formula("C2", "=SUM(Stages)", None, 17)
        bold = made.add_format({"bold": True})
        criteria = "=KPI_ROAS(SUM($A$1),2)>1"
        sheet.conditional_format("A1:B1", {"type": "formula", "criteria": criteria, "format": bold})
        sheet.data_validation("D1", {"validate": "custom", "value": "=KPI_ROAS(SUM($A$1),2)>1"})
        columns = [{"header": "r"}, {"header": "s"}, {"header": "x", "formula": "=KPI_ROAS(T[@[r]]+0,T[@[s]]+0)"}]
        sheet.add_table("F1:H3", {"name": "T", "columns": columns, "data": [[4, 2], [9, 3]]})
    done, out = independent(path)
    assert [(entry.where, entry.reason.en) for entry in done.left] == [
        ("Stages", "KPI_FUNNEL has no native formula here")
    ]
    assert [(entry.where, entry.reason.en) for entry in done.noted] == [("S!C2", "it uses the name Stages")]
    after = {name: data.decode() for name, data in parts(out).items() if name.endswith(".xml")}
    assert "SUM(S!$A$1)/(S!$B$1+1)</definedName>" in after["xl/workbook.xml"]
    assert (
        "<formula>SUM($A$1)/2&gt;1</formula>".replace("SUM($A$1)/2", "(SUM($A$1)/2)")
        in after["xl/worksheets/sheet1.xml"]
    )
    assert "<formula1>(SUM($A$1)/2)&gt;1</formula1>" in after["xl/worksheets/sheet1.xml"]
    assert "KPI_" not in after["xl/tables/table1.xml"]
    assert "[#This Row]" in after["xl/tables/table1.xml"]
    assert load(out)["S"]["H2"].value == "=(T[[#This Row],[r]]+0)/(T[[#This Row],[s]]+0)"
    assert validation_errors(out) == []


def test_what_excel_does_not_take_outside_cells_is_listed(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet("S")
        sheet.data_validation("D1", {"validate": "custom", "value": "=KPI_RETENTION($A$1,$B$1,$C$1)>0"})
        criteria = {"type": "formula", "criteria": "=KPI_NPS($A$1:$A$9)>0", "format": made.add_format({"bold": True})}
        sheet.conditional_format("A1", criteria)
    done, out = independent(path)
    assert [(entry.where, entry.reason.en) for entry in done.left] == [
        ("S", "an array constant is not allowed here"),
        ("S", "the native formula would be too long here"),
    ]
    assert out.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("values", [False, True])
def test_totals_of_tables_follow(tmp_path: Path, values: bool) -> None:
    path = tmp_path / "b.xlsx"
    with xlsxwriter.Workbook(path) as made:
        columns = [
            {"header": "r", "total_function": "sum"},
            {"header": "s", "total_function": "=KPI_ROAS(SUM(T[r]),SUM(T[s]))"},
            {"header": "t", "total_function": "=MAX(KPI_FUNNEL(T[r]))"},
        ]
        options = {"name": "T", "columns": columns, "total_row": True, "data": [[4, 2, 1], [9, 3, 1]]}
        made.add_worksheet("S").add_table("A1:C4", options)
    _, out = independent(path, values=values)
    table = parts(out)["xl/tables/table1.xml"].decode()
    assert ("<totalsRowFormula>SUM(T[r])/SUM(T[s])</totalsRowFormula>" in table) is not values
    assert ('totalsRowFunction="sum"' in table) is not values
    assert table.count("totalsRowFunction") == (0 if values else 2)
    assert "KPI_" not in table
    assert validation_errors(out) == []


def test_values_leave_no_formula(tmp_path: Path) -> None:
    book = make(tmp_path / "b.xlsx", {"A1": 1200, "B1": "=A1/4", "C1": "=KPI_ROAS(A1,B1)", "D1": '="a "&" <b>"'})
    recalculate(book)
    done, out = independent(book, values=True)
    assert (done.valued, done.noted) == (3, [])
    sheet: Any = load(out)["S"]
    assert [sheet[c].value for c in ("A1", "B1", "C1", "D1")] == [1200, 300, 4, "a  <b>"]
    assert "<f" not in parts(out)["xl/worksheets/sheet1.xml"].decode()
    assert validation_errors(out) == []


_R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LINK = {
    "xl/externalLinks/externalLink1.xml": f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{_R}" r:id="rId1"/>'
    "</externalLink>",
    "xl/externalLinks/_rels/externalLink1.xml.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/'
    f'2006/relationships"><Relationship Id="rId1" Type="{_R}/externalLinkPath" TargetMode="External" '
    'Target="file:///C:/Users/x/xl_kpi.xlam"/></Relationships>',
}


@pytest.mark.parametrize(("other", "stays"), [("=A1", False), ("=[1]!OTHER(A1)", True)])
def test_link_to_the_add_in_goes_with_the_last_formula_that_needs_it(tmp_path: Path, other: str, stays: bool) -> None:
    book = make(tmp_path / "b.xlsx", {"A1": 6, "B1": "=[1]!KPI_ROAS(SUM(A1),2)", "C1": other})
    package = open_package(book)
    for name, data in LINK.items():
        package.add(name, data.encode())
    relation = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/'
        b'externalLink" Target="externalLinks/externalLink1.xml"/></Relationships>'
    )
    rels = "xl/_rels/workbook.xml.rels"
    package.replace(rels, package.part(rels).replace(b"</Relationships>", relation))
    names = b'</sheets><externalReferences><externalReference r:id="rId99"/></externalReferences>'
    package.replace("xl/workbook.xml", package.part("xl/workbook.xml").replace(b"</sheets>", names))
    package.save()
    _, out = independent(book)
    assert load(out)["S"]["B1"].value == "=SUM(A1)/2"
    found = parts(out)
    assert any("externalLink" in name for name in found) is stays
    assert (b"externalReference" in found["xl/workbook.xml"]) is stays
    assert (b"externalLink" in found[rels]) is stays
