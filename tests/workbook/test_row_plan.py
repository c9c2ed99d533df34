"""What an import does to a table's rows, before anything is written."""

from __future__ import annotations

import datetime as dt

import pytest

from xl_kpi.errors import ExcelError, UserError
from xl_kpi.workbook.rows.row_plan import places, plan_rows

DAY = dt.date(2024, 1, 1)
SERIAL = 45292.0  # as Excel shows 1 January 2024 in General format
SERIAL_1904 = 43830.0  # the same where days count from 1904


def test_a_known_key_replaces_and_a_new_one_is_added() -> None:
    rows = [[DAY, " meta ", 5.0], [DAY, "google", float("inf")]]
    plan = plan_rows("b.xlsx", "T", {(SERIAL, "meta"): 7}, rows, [0, 1], False)
    assert plan.replaced == {7: [SERIAL, " meta ", 5.0]}
    assert plan.added == [[SERIAL, "google", ExcelError.NUM]]


def test_dates_follow_the_workbooks_epoch_and_an_empty_text_is_a_blank() -> None:
    assert plan_rows("b.xlsx", "T", {}, [[DAY, ""]], [0, 1], True).added == [[SERIAL_1904, None]]


def test_a_repeated_key_is_refused() -> None:
    with pytest.raises(UserError, match=r"b\.xlsx.*same key"):
        plan_rows("b.xlsx", "T", {}, [["a", 1.0], ["a ", 2.0]], [0], False)


def test_columns_are_found_whatever_their_order_and_spaces() -> None:
    assert places("b.xlsx", "S", "T", ("Note", "Ad  spend", "Date"), ["date", "Ad spend"]) == [2, 1]
    with pytest.raises(UserError, match="'Cost' is missing"):
        places("b.xlsx", "S", "T", ("Date",), ["Cost"])
