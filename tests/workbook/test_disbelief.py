"""What both engines are known to make their own of: kept, beside what is close to it and right."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import pytest

from tests.workbook.books import make, reasons, values
from xl_kpi.workbook import recalculate

TABLE = {"A1": "Name", "B1": "Value", "A2": "str", "B2": 1, "A3": "string", "B3": 2, "A4": "STR", "B4": 4, "A5": "x"}
ODD = "a table or a criterion that engines read in their own way"
BLANK = "a criterion for empty cells"
NOISE = "a difference at the level of rounding"
NEGATIVE = "a number below 0 that the engines accept"
LARGE = 43610652.79865681
# The formula in H1, further cells, what it shows or why it is kept. Excel's documentation of criteria: a text finds all
# that begin with it, `=text` itself alone; a bare comparison finds nothing, as Excel stored in IronCalc's COUNTIF.xlsx.
CASES: list[tuple[str, dict[str, Any], Any]] = [
    ('DSUM(A1:B4,"Value",D1:D2)', {"D1": "Name", "D2": "str"}, 7),
    ('DSUM(A1:B4,"Value",D1:D2)', {"D1": "Value", "D2": ">1"}, 6),
    ('DSUM(A1:B4,"Value",D1:D2)', {"D1": "Name", "D2": '="=str"'}, ODD),
    ('DSUM(A1:B4,"Value",D1:D2)', {"D1": "Name", "D2": "?tr"}, ODD),
    ('DMAX(A1:B4,"Value",D1:D2)', {"D1": "Name", "D2": "str", "B3": "=1/0"}, ODD),
    ("DCOUNT(A1:B4,,D1:D2)", {"D1": "Name", "D2": "str"}, "DCOUNT: an empty argument"),
    ('SUMIF(B2:B4,">="&D1)', {}, 0),
    ('COUNTIFS(B2:B4,"<"&D1)', {}, 0),
    ('SUMIF(A2:A5,"=",B2:B5)', {}, BLANK),
    ('SUMIF(A2:A5,"<> ",B2:B5)', {}, BLANK),
    ("D1-D2", {"D1": LARGE, "D2": math.nextafter(LARGE, 0)}, NOISE),
    ("D1-D2", {"D1": 0.00003, "D2": 0.00001}, 0.00002),
    ("COUPNUM(D1,D2,2,D3)", {"D1": 39107, "D2": 39767, "D3": 1}, 4),
    ("COUPNUM(D1,D2,2,D3)", {"D1": 39107, "D2": 39767, "D3": -1}, NEGATIVE),
    ('DECIMAL("-1",10)', {}, NEGATIVE),
]  # fmt: skip


@pytest.mark.parametrize(("formula", "more", "expected"), CASES)
def test_right_or_kept(tmp_path: Path, formula: str, more: dict[str, Any], expected: Any) -> None:
    path = make(tmp_path / "book.xlsx", {**TABLE, **more, "H1": f"={formula}"})
    found = reasons(recalculate(path))
    assert found.get("S!H1", values(path)["H1"]) == (expected if isinstance(expected, str) else pytest.approx(expected))
