"""Functions of one value over arrays whose size depends on the data: hand-worked answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.workbook.books import reasons, values
from tests.workbook.test_spills import book
from xl_kpi.workbook import recalculate

# ORDERS of test_spills.py: A a b a c b, B 5 3 4 1 7, C N S N E S.
CASES: list[tuple[str, list[list[Any]]]] = [
    ("LEN(UNIQUE(A1:A5))", [[1], [1], [1]]),
    ("SUMIFS(B1:B5,A1:A5,UNIQUE(A1:A5))", [[9], [10], [1]]),
    ("LET(u,UNIQUE(A1:A5),HSTACK(u,SUMIFS(B1:B5,A1:A5,u)))", [["a", 9], ["b", 10], ["c", 1]]),
    ("LET(u,SORT(UNIQUE(C1:C5)),VSTACK(HSTACK(u,COUNTIFS(C1:C5,u)),HSTACK(\"all\",SUM(COUNTIFS(C1:C5,u)))))",
     [["E", 1], ["N", 2], ["S", 2], ["all", 5]]),
    ('MID("xyz",SEQUENCE(LEN("xyz")),1)', [["x"], ["y"], ["z"]]),
    ('MID("xyz",SEQUENCE(1,3,3,-1),1)', [["z", "y", "x"]]),
    ("MAP(SORT(B1:B5),LAMBDA(v,v*10))", [[10], [30], [40], [50], [70]]),
    ("BYROW(HSTACK(B1:B3,B1:B3),LAMBDA(r,SUM(r)))", [[10], [6], [8]]),
    ("REDUCE(0,FILTER(B1:B5,B1:B5>3),LAMBDA(a,v,a+v))", [[16]]),
    ('UPPER(SORT(UNIQUE(A1:A5)))&"-"', [["A-"], ["B-"], ["C-"]]),
    ("ROUND(FILTER(B1:B5,B1:B5>3)/3,1)", [[1.7], [1.3], [2.3]]),
    ("SUM(LEN(UNIQUE(A1:A5))*2)", [[6]]),
    ("XLOOKUP(UNIQUE(A1:A5),A1:A5,B1:B5)", [[5], [3], [1]]),
    ('IFERROR(FIND("c",UNIQUE(A1:A5)),0)', [[0], [0], [1]]),
    ("LET(f,FILTER(A1:B5,B1:B5>3),SORTBY(f,LEN(TAKE(f,,1)),1))", [["a", 5], ["a", 4], ["b", 7]]),
    ('TEXTJOIN(",",TRUE,LEFT(UNIQUE(A1:A5),1))', [["a,b,c"]]),
    ("DATE(2024,SEQUENCE(1,3),1)", [[45292, 45323, 45352]]),
    ("ROUNDUP(FILTER(B1:B5,B1:B5>3)/4,0)", [[2], [1], [2]]),  # the second engine is asked
    ("LEN(UNIQUE(ANCHORARRAY(Z1)))", [[1], [1], [1]]),  # Z1 grows first
]  # fmt: skip


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, str]]:
    formulas = {f"E{at * 8 + 1}": f"={formula}" for at, (formula, _) in enumerate(CASES)}
    path = book(tmp_path_factory.mktemp("sized") / "book.xlsx", {**formulas, "Z1": "=SORT(UNIQUE(A1:A5))"})
    report = recalculate(path)
    assert recalculate(path).written is False
    return values(path), reasons(report)


@pytest.mark.parametrize("at", range(len(CASES)), ids=[f for f, _ in CASES])
def test_answer(at: int, outcome: tuple[dict[str, Any], dict[str, str]]) -> None:
    shown, kept = outcome
    formula, answer = CASES[at]
    top = at * 8 + 1
    assert kept.get(f"S!E{top}") is None
    block = [[shown.get(f"{c}{r}") for c in "EFG"] for r in range(top, top + 8)]
    expected = [[*line, None, None, None][:3] for line in answer]
    assert block == [*expected, *[[None] * 3] * (8 - len(expected))], formula


def test_an_array_without_elements_shows_its_error(tmp_path: Path) -> None:
    path = book(
        tmp_path / "book.xlsx", {"E1": "=LEN(FILTER(A1:A5,B1:B5>99))", "F1": "=MAP(FILTER(B1:B5,B1:B5>99),LAMBDA(v,v))"}
    )
    report = recalculate(path)
    assert reasons(report) == {} and [e.error for e in report.errors] == ["#CALC!", "#CALC!"]
