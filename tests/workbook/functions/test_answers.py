"""Every function that is computed in `functions/`, against answers from outside our code: see `answers/*.csv`.

Those of `english.csv` are asked in a workbook that an English Excel saved.

A number agrees to 1e-9, or to the last decimal that its source shows. `kept` is for what must keep its old value.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.workbook.books import ENGLISH, rewrite, values
from xl_kpi.workbook import recalculate
from xl_kpi.workbook.analysis.proven import COMPUTED
from xl_kpi.workbook.functions import arrays

ANSWERS = Path(__file__).with_name("answers")
ROWS = [
    (file.stem, row)
    for file in sorted(ANSWERS.glob("*.csv"))
    for row in csv.DictReader(file.read_text("utf-8").splitlines())
]
OLD = "old"


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    found: dict[int, Any] = {}
    for english in (False, True):
        path = tmp_path_factory.mktemp("answers") / "book.xlsx"
        book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
        sheet = book.add_worksheet("S")
        asked = [at for at, (family, _) in enumerate(ROWS) if (family == "english") is english]
        for row, at in enumerate(asked):
            sheet.write_formula(row, 9, "=" + ROWS[at][1]["formula"], None, OLD)
        book.close()
        if english:
            rewrite(path, ENGLISH)
        recalculate(path, fast=True)
        cells = values(path)
        found |= {at: cells.get(f"J{row + 1}") for row, at in enumerate(asked)}
    return [found[at] for at in range(len(ROWS))]


@pytest.mark.parametrize("at", range(len(ROWS)), ids=[f"{family}-{row['formula']}" for family, row in ROWS])
def test_answer(at: int, shown: list[Any]) -> None:
    row, found = ROWS[at][1], shown[at]
    assert row["source"]
    if row["type"] == "number":
        answer = Decimal(row["answer"])
        last = float(Decimal(5).scaleb(int(answer.as_tuple().exponent) - 1)) if "." in row["answer"] else 0.0
        assert isinstance(found, int | float) and not isinstance(found, bool)
        assert abs(found - float(answer)) <= max(1e-9 * abs(float(answer)), last, 1e-12)
    elif row["type"] == "boolean":
        assert found is (row["answer"] == "TRUE")
    else:
        found = "" if found is None else found
        assert found == (OLD if row["type"] == "kept" else row["answer"])


def test_every_function_has_answers() -> None:
    asked = Counter(name for _, row in ROWS for name in set(re.findall(r"([A-Z][A-Z0-9.]*)\(", row["formula"])))
    assert {name for name in COMPUTED - set(arrays.TABLE) if asked[name] < 3} == set()
