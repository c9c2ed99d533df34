"""Excel's calendar: the answers are what Excel stored (workbooks of Apache POI and IronCalc), or counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from xl_kpi.errors import ExcelError
from xl_kpi.workbook.functions import dates

CASES: list[tuple[str, tuple[float, ...], Any]] = [
    ("DATE", (1900, 1, 1), 1),
    ("DATE", (1900, 2, 29), 60),
    ("DATE", (1900, 3, 1), 61),
    ("DATE", (1900, 1, 22222), 22222),
    ("DATE", (1900, 1, 0), 0),
    ("DATE", (1900, 0, 31), ExcelError.NUM),
    ("DATE", (2024, 2, 30), 45352),
    ("DATE", (24, 1, 1), 8767),
    ("DATE", (9999, 12, 31), 2958465),
    ("DATE", (9999, 12, 32), ExcelError.NUM),
    ("DATE", (10000, 1, 1), ExcelError.NUM),
    ("YEAR", (0,), 1900),
    ("MONTH", (0,), 1),
    ("DAY", (0,), 0),
    ("MONTH", (60,), 2),
    ("DAY", (60,), 29),
    ("DAY", (61,), 1),
    ("YEAR", (2958465.9,), 9999),
    ("YEAR", (2958466,), ExcelError.NUM),
    ("YEAR", (-1,), ExcelError.NUM),
    ("WEEKDAY", (1,), 1),
    ("WEEKDAY", (45292,), 2),
    ("WEEKDAY", (45292, 2), 1),
    ("WEEKDAY", (45292, 3), 0),
    ("WEEKDAY", (45292, 11), 1),
    ("WEEKDAY", (45292, 17), 2),
    ("WEEKDAY", (45292, 4), ExcelError.NUM),
    ("EDATE", (31, 1), 60),
    ("EDATE", (45351, 12), 45716),
    ("EDATE", (1, -1), ExcelError.NUM),
    ("EOMONTH", (1, 1), 60),
    ("EOMONTH", (45292, 0), 45322),
    ("EOMONTH", (45292, -1), 45291),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), CASES)
def test_a_date_is_what_excel_says(name: str, arguments: tuple[float, ...], expected: Any) -> None:
    assert dates.FUNCTIONS[name](*arguments) == expected
