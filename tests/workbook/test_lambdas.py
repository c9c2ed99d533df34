"""LAMBDA, the functions that call one and LET: hand-worked answers, a second engine, and what is kept."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.workbook.books import reasons, values
from xl_kpi.workbook import recalculate
from xl_kpi.workbook.addresses import cell_name

DATA = [[1, 2, 3], [4, 5, 6]]  # A1:C2
NAMES = {"Double": "=LAMBDA(x,x*2)", "Margin": "=LAMBDA(price,cost,(price-cost)/price)", "Loop": "=LAMBDA(n,Loop(n-1))",
         "Area": "=LAMBDA(r,SUM(r)*S!$A$1)"}  # fmt: skip
CASES: list[tuple[str, Any]] = [
    ("LAMBDA(a,a+1)(4)", 5),
    # stored by Excel, ironcalc 0.9.1 ISOMITTED.xlsx
    ('LAMBDA(x,y,IF(ISOMITTED(y),"Missing second argument",x+y))(1,)', "Missing second argument"),
    ("LAMBDA(_xlpm.a,_xlop.b,IF(ISOMITTED(_xlpm.b),_xlpm.a/2,_xlpm.a*_xlpm.b))(12)", 6),
    ("LAMBDA(_xlpm.a,_xlop.b,IF(ISOMITTED(_xlpm.b),_xlpm.a/2,_xlpm.a*_xlpm.b))(12,3)", 36),
    ("LAMBDA(_xlpm.a,_xlop.b,LAMBDA(_xlpm.c,IF(ISOMITTED(_xlpm.c),1,2))(_xlpm.b))(5)", 1),  # hand
    ("LAMBDA(_xlpm.a,_xlop.b,IF(ISOMITTED(_xlpm.b),_xlpm.a,{1,2,3}))(5)", 5),  # hand
    ("LAMBDA(_xlop.a,_xlop.b,IF(ISOMITTED(_xlpm.b),IF(ISOMITTED(_xlpm.a),0,_xlpm.a),_xlpm.b))(4)", 4),  # hand
    ("LAMBDA(a,b,SQRT(a*a+b*b))(3,4)", 5),  # after Microsoft's example, recalled
    ("MAP(S!A1:C2,LAMBDA(v,v*v))", [[1, 4, 9], [16, 25, 36]]),
    ("MAP(S!A1:C2,LAMBDA(a,IF(a>4,a*a,a)))", [[1, 2, 3], [4, 25, 36]]),  # after Microsoft's example, recalled
    ("MAP(S!A1:A2,S!B1:B2,LAMBDA(a,b,AND(a>3,b>4)))", [[False], [True]]),
    ("MAP(S!A1:C1,S!A1:A2,LAMBDA(a,b,a*b))", [[1, 2, 3], [4, 8, 12]]),
    ("MAP({1,2;3,4},LAMBDA(v,v+10))", [[11, 12], [13, 14]]),
    ("MAP(S!A1:C1*2,LAMBDA(v,v+1))", [[3, 5, 7]]),
    ("BYROW(S!A1:C2,LAMBDA(r,MAX(r)))", [[3], [6]]),
    ("BYCOL(S!A1:C2,LAMBDA(c,SUM(c)))", [[5, 7, 9]]),
    ("BYROW(S!A1:C2*2,LAMBDA(r,SUM(r)))", [[12], [30]]),
    ("BYROW(S!A1:C2,_xleta.SUM)", [[6], [15]]),
    ("BYROW(S!A1:C2,LAMBDA(r,SUMPRODUCT(r,S!A1:C1)))", [[14], [32]]),
    ("REDUCE(0,S!A1:C2,LAMBDA(a,b,a+b^2))", 91),  # after Microsoft's example, recalled
    ("REDUCE(1,S!A1:C1,LAMBDA(a,b,a*b))", 6),
    ("SCAN(1,S!A1:C2,LAMBDA(a,b,a*b))", [[1, 2, 6], [24, 120, 720]]),  # after Microsoft's example, recalled
    ('SCAN("",{"a","b";"c","d"},LAMBDA(a,b,a&b))', [["a", "ab"], ["abc", "abcd"]]),
    ("MAKEARRAY(2,3,LAMBDA(r,c,r*c))", [[1, 2, 3], [2, 4, 6]]),  # after Microsoft's example, recalled
    ("SUM(MAP(S!A1:C2,LAMBDA(v,v*2)))", 42),
    ("SORT(BYROW(S!A1:C2,LAMBDA(r,SUM(r))),1,-1)", [[15], [6]]),
    ("MAP(S!A1:C1,LAMBDA(v,SUM(MAP(S!A1:C1,LAMBDA(w,v*w)))))", [[6, 12, 18]]),
    ("MAP(S!A1:C1,LAMBDA(v,LET(d,v*2,d+1)))", [[3, 5, 7]]),
    ("LET(f,LAMBDA(x,x*3),f(2)+f(3))", 15),
    ("LET(f,LAMBDA(x,x*3),MAP(S!A1:C1,f))", [[3, 6, 9]]),
    ("LET(x,1,g,LAMBDA(y,x+y),LET(x,100,g(5)))", 6),
    ("Double(21)", 42),
    ("Double(S!A1:C1)", [[2, 4, 6]]),
    ("Double(Double(S!A1))", 4),
    ("Margin(S!C2,S!B1)", 2 / 3),
    ("MAP(S!A1:C1,Double)", [[2, 4, 6]]),
    ("Area(S!A1:C2)", 21),
    ("REDUCE(0,FILTER(S!A1:A2,S!A1:A2>2),LAMBDA(a,b,a+b))", 4),
    ("REDUCE(0,MAP(S!A1:C1,LAMBDA(v,v*2)),LAMBDA(a,b,a+b))", 12),
    ("SUM(IF(MAP(S!A1:C2,LAMBDA(v,v>3)),S!A1:C2,0))", 15),
    ("SUM(SCAN(0,S!A1:C2,LAMBDA(a,b,a+b)))", 56),
    ("MAP(S!E1:E2,LAMBDA(t,LEN(t)))", [[3], [0]]),
    ('MAP(S!E1:E2,LAMBDA(t,IF(t="","none",UPPER(t))))', [["ABC"], ["none"]]),
]
KEPT = [
    ("BYROW(FILTER(S!E1:F2,{1;1}),LAMBDA(r,SUM(r)))", "a blank cell in an array"),
    ("MAKEARRAY(S!A2,2,LAMBDA(r,c,r*c))", "a size that depends on the data"),
    ("REDUCE(,S!A1:C1,LAMBDA(a,b,a+b))", "REDUCE: arguments"),
    ("MAP(S!A1:C1,LAMBDA(a,b,a+b))", "LAMBDA: number of arguments"),
    ("MAP(S!A1:C1,LAMBDA(a,S!A1:C1*a))", "function applied to a range, element by element"),
    ("LAMBDA(a,a+1)", "LAMBDA is not supported"),
    ("MAP(S!A1:C1,Nobody)", "an unknown LAMBDA"),
    ("Loop(3)", "a name defined by itself"),
    ("LET(r,RAND(),r-r)", "a name for a random number"),
    ("LAMBDA(r,r-r)(RANDBETWEEN(1,9))", "a name for a random number"),
    ("BYROW(S!A:C,LAMBDA(r,SUM(r)))", "LAMBDA over too large a range"),
    ("GROUPBY(S!A1:A2,S!B1:B2,_xleta.SUM)", "GROUPBY is not supported"),
    ("PIVOTBY(S!A1:A2,S!B1:B2,S!C1:C2,_xleta.SUM)", "PIVOTBY is not supported"),
    ("ISOMITTED(1)", "ISOMITTED of what is no parameter"),
    ("LAMBDA(a,b,a+b)(1,)", "an omitted parameter"),
    ("MAP(S!A1:C1,LAMBDA(v,v-v*0.9-v*0.1))", "a difference at the level of rounding"),
]


def write(path: Path, formulas: list[str]) -> Path:
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    sheet, far = book.add_worksheet("S"), book.add_worksheet("F")
    for row, line in enumerate(DATA):
        sheet.write_row(row, 0, line)
    sheet.write("E1", "abc")
    for name, formula in NAMES.items():
        book.define_name(name, formula)
    for at, formula in enumerate(formulas):
        far.write_dynamic_array_formula(at * 4, 0, at * 4, 0, f"={formula}", None, "old")
        far.write_formula(at * 4, 9, f"=ISTEXT({cell_name(at * 4 + 1, 1)})", None, "old")
    book.close()
    return path


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, str]]:
    path = write(tmp_path_factory.mktemp("lambdas") / "book.xlsx", [f for f, _ in [*CASES, *KEPT]])
    report = recalculate(path, fast=True, seed=1)
    return values(path, "F"), reasons(report)


@pytest.mark.parametrize("at", range(len(CASES)), ids=[f for f, _ in CASES])
def test_answer(at: int, outcome: tuple[dict[str, Any], dict[str, str]]) -> None:
    shown, kept = outcome
    answer = CASES[at][1] if isinstance(CASES[at][1], list) else [[CASES[at][1]]]
    assert kept.get(f"F!{cell_name(at * 4 + 1, 1)}") is None
    block = {(r, c): shown.get(cell_name(at * 4 + 1 + r, 1 + c)) for r in range(4) for c in range(6)}
    expected = {(r, c): value for r, line in enumerate(answer) for c, value in enumerate(line)}
    found = {at: v for at, v in block.items() if v is not None}
    assert found == {at: v if isinstance(v, str) else pytest.approx(v, rel=1e-12) for at, v in expected.items()}


@pytest.mark.parametrize("at", range(len(KEPT)), ids=[f for f, _ in KEPT])
def test_kept_with_what_depends_on_it(at: int, outcome: tuple[dict[str, Any], dict[str, str]]) -> None:
    shown, kept = outcome
    row = (len(CASES) + at) * 4 + 1
    assert kept[f"F!A{row}"] == KEPT[at][1] and shown[f"A{row}"] == "old"
    assert kept[f"F!J{row}"] == f"depends on F!A{row}, whose value is kept" and shown[f"J{row}"] == "old"


def test_a_lambda_over_a_function_that_needs_a_second_engine_gets_it(tmp_path: Path) -> None:
    formulas = ["MAP(S!A1:C2,LAMBDA(v,ROUNDUP(v/4,0)))", "REDUCE(0,S!A1:C2,LAMBDA(a,b,ROUNDUP(a+b/2,0)))",
                "SCAN(0,S!A1:C1,LAMBDA(a,b,MROUND(a*2+b,2)))"]  # fmt: skip
    path = write(tmp_path / "book.xlsx", formulas)
    report = recalculate(path)
    assert not report.kept and report.checked == 3
    shown = values(path, "F")
    assert [shown[c] for c in ("A1", "B1", "C1", "A2", "B2", "C2")] == [1, 1, 1, 1, 2, 2]
    assert shown["A5"] == 12 and [shown[c] for c in ("A9", "B9", "C9")] == [2, 6, 16]


def test_kpis_are_called_in_a_lambda(tmp_path: Path) -> None:
    path = write(tmp_path / "book.xlsx", ["MAP(S!A1:C1,S!A2:C2,LAMBDA(spend,revenue,KPI_ROAS(revenue,spend)))"])
    assert not recalculate(path).kept
    assert [values(path, "F")[c] for c in ("A1", "B1", "C1")] == [4, 2.5, 2]
