"""Functions that are accepted where two engines agree, asked questions whose answers come from outside.

`answers.csv` holds what LibreOffice shows, or Microsoft's pages say, or a hand computation; where no
answer is right in every Excel the type is `unknown`. An evaluated cell must show the answer; a kept one says why.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.workbook.books import reasons, values
from xl_kpi.workbook import recalculate
from xl_kpi.workbook.analysis.checked import LETTERS, LOCAL, TAKEN
from xl_kpi.workbook.analysis.proven import PROVEN

ANSWERS = list(csv.DictReader(Path(__file__).with_name("answers.csv").read_text("utf-8").splitlines()))
DATA: dict[str, list[Any]] = {
    "A": [10, 20, -5, "abc", True],
    "B": ["x", "y", "X", "xyz", "a*c", "z"],
    "C": [45292, 45323, 45351, 45366.5, 45383, 45474],
    "D": [1.5, 2.5, 3.5, 4.5, 5.5, 6.5],
    "F": ["k1", "k2", "k3", None, 1, 11],
    "G": [100, 200, 300, None, 2, 22],
    "H": [None, None, None, None, 3, 33],
    "I": [1, 4, 2, 4, 7, 5, 9, 3],
    "K": [-10000, 2750, 4250, 3250, 2750, 1200],
    "L": [45292, 45352, 45595, 45703, 45748],
    "N": ["Tree", "Apple", "Pear", "Cherry", "Apple", "Pear", "Apple"],
    "O": ["Age", 20, 12, 14, 15, 9, 8],
    "P": ["Profit", 105, 96, 105, 75, 76.8, 45],
    "R": ["Tree", "Apple", None, "Tree", "Cherry"],
    "T": [1, 3],
    "U": [2, 5],
    "V": [0.4, 0.6],
}
# What no second engine confirms, or what depends on Excel's language: kept, and why.
KEPT = re.compile(
    r"F\.?TEST\({|"
    r"ISREF|ISFORMULA|AGGREGATE|CELL|DATEVALUE|DOLLAR|ENCODEURL|EXPAND|FIXED|ISOMITTED|LAMBDA|"
    r"SHEET|TEXT\((0|1|4)|TEXTSPLIT|TIMEVALUE|VALUE\(\"|\"a\"&1.5|\"abc\"<|INDEX\(XLOOKUP|OFFSET|INDIRECT|"
    r"(CEILING|FLOOR).MATH\(-5.5|PERMUTATIONA|FVSCHEDULE|INTRATE|WRAP|FORMULATEXT|MATCH\(250,G1:G3,-1|"
    r"SUM\((CHOOSE|IF)\(.*,D1:D3,A1|CHOOSE\(2,A1:A3|^(BIN|OCT|HEX)2\w+\(\"zz|SUBSTITUTE\(.*3\)|LOOKUP\(2,1/|\{1,2\}"
)


@pytest.fixture(scope="module")
def outcome(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Any], dict[str, str]]:
    path = tmp_path_factory.mktemp("answers") / "book.xlsx"
    book = xlsxwriter.Workbook(str(path))
    sheet = book.add_worksheet("S")
    for column, cells in DATA.items():
        for row, value in enumerate(cells, 1):
            if value is not None:
                sheet.write(f"{column}{row}", value)
    for row, question in enumerate(ANSWERS, 100):
        formula = "=" + question["formula"]
        if question["array"] == "1":
            sheet.write_array_formula(f"X{row}", f"{{{formula}}}")
        else:
            sheet.write_formula(f"X{row}", formula, None, "old")
    book.close()
    report = recalculate(path)
    return values(path), reasons(report)


@pytest.mark.parametrize("row", range(len(ANSWERS)), ids=[a["formula"] for a in ANSWERS])
def test_answer(row: int, outcome: tuple[dict[str, Any], dict[str, str]]) -> None:
    shown, kept = outcome
    question = ANSWERS[row]
    cell = f"X{row + 100}"
    if reason := kept.get(f"S!{cell}"):
        assert question["type"] == "unknown" or KEPT.search(question["formula"]), reason
        return
    assert question["type"] != "unknown", "no answer is right in every Excel"
    found, answer = shown.get(cell), question["answer"]
    if question["type"] == "number":
        assert found == pytest.approx(float(answer), rel=1e-9, abs=1e-12) and not isinstance(found, str)
    elif question["type"] == "bool":
        assert str(found) == answer or found == (answer == "True")
    else:
        assert (found or "") == answer


def test_every_accepted_function_has_been_asked() -> None:
    asked = {name for a in ANSWERS for name in re.findall(r"([A-Z][A-Z0-9.]*)\(", a["formula"])}
    assert set(LETTERS) - asked - set(PROVEN) == set()
    assert set(LETTERS) >= LOCAL and set(LETTERS) >= TAKEN


def test_without_the_second_engine_what_it_confirms_is_kept(tmp_path: Path) -> None:
    from tests.workbook.books import solve

    cells = {"A1": 1.2, "A2": "=ROUNDUP(A1,0)", "A3": "=A1*2"}
    shown, report = solve(tmp_path, cells, fast=True)
    assert shown == {"A1": 1.2, "A2": "old", "A3": 2.4} and report.second_engine is None
    assert reasons(report) == {"S!A2": "ROUNDUP is not supported"}
    assert "Without the second calculation engine" in report.summary("en")
    shown, report = solve(tmp_path, cells)
    assert shown["A2"] == 2 and report.checked == 1 and str(report.second_engine).startswith("IronCalc")


def test_a_kpi_inside_a_confirmed_formula_gives_its_value_to_both_engines(tmp_path: Path) -> None:
    from tests.workbook.books import roas, solve

    cells = {"A1": 10, "A2": 4, "B1": "=ROUNDUP(KPI_X(A1,A2),0)", "B2": "=ROUNDUP(KPI_X(A1,ROUNDUP(A2,0)),0)"}
    shown, report = solve(tmp_path, cells, functions={"KPI_X": roas})
    assert shown["B1"] == 3 and reasons(report) == {"S!B2": "ROUNDUP is not supported"}


def test_the_second_engine_failing_keeps_the_values(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.workbook.books import solve
    from xl_kpi.workbook.engines import second_engine

    monkeypatch.setattr(second_engine, "values", lambda *_: None)
    shown, report = solve(tmp_path, {"A1": "=ROUNDUP(1.2,0)"})
    assert shown["A1"] == "old" and reasons(report)["S!A1"] == "the second calculation engine gave no answer"


def test_a_seed_fixes_random_numbers(tmp_path: Path) -> None:
    from tests.workbook.books import solve

    cells = {"A1": "=RAND()", "A2": "=RAND()+RAND()", "A3": "=A1"}
    first, _ = solve(tmp_path, cells, seed=7)
    assert solve(tmp_path, cells, seed=7)[0] == first != solve(tmp_path, cells, seed=8)[0]
    assert 0 <= first["A1"] < 1 and first["A3"] == first["A1"] and first["A1"] * 2 != first["A2"]
