"""Texts that Excel takes for numbers, dates and times: most answers are those that it stored in ironcalc 0.9.1's
DATEVALUE.xlsx, TIMEVALUE.xlsx and T_VALUE_VALUETOTEXT.xlsx."""

from __future__ import annotations

import pytest

from xl_kpi.workbook.analysis.text_numbers import UnclearError, number_like, odd_number, read


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("12", 12.0),
        (" -008 ", -8.0),
        ("2026-12-01", 46357.0),
        ("2026-1-1", 46023.0),
        ("2026 - 01 - 01", 46023.0),
        ("2026-01-01 25:00:00", 46024 + 1 / 24),
        ("1900-02-29", 60.0),
        ("2100-02-29", None),
        ("1789-05-05", None),
        ("4 : 35", 0.190972222222222),
        ("23:59:60", 1.0),
        ("abc", None),
        ("", None),
        ("2026-01-01x", None),
        ("10000-01-01", None),
        ("0621-08460", None),
        ("(425) 555-0123", None),
        ("5%", 0.05),
        ("1e3", 1000.0),
        ("1e400", None),
    ],
)
def test_read_everywhere(text: str, answer: float | None) -> None:
    for english in (False, True):
        assert read(text, english=english) == (answer if answer is None else pytest.approx(answer, abs=1e-12))


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("0.33", 0.33),
        ("23.123%", 0.23123),
        ("123,456.67", 123456.67),
        ("(5)", -5.0),
        ("1 1/2", 1.5),
        ("4:05:20 pm", 0.67037037037037),
        ("12:00 AM", 0.0),
        ("13:00 PM", None),
        ("2-Feb-2026", 46055.0),
        ("2026/01/01", 46023.0),
        ("7/7/2026", 46210.0),
    ],
)
def test_read_in_english(text: str, answer: float | None) -> None:
    assert read(text, english=True) == (answer if answer is None else pytest.approx(answer, abs=1e-12))
    with pytest.raises(UnclearError):
        read(text, english=False)


@pytest.mark.parametrize(
    "text",
    [
        "12,34",
        "1/2/2020",
        "26-01-01",
        "July 1, 2026",
        "5-Jan-35",
        "$5",
        "12€",
        "1234567890123456.5",
        "0:65",
        "5\u00a0000",
    ],
)
def test_unclear(text: str) -> None:
    with pytest.raises(UnclearError):
        read(text, english=True)
    assert number_like(text) and odd_number(text)


def test_words_may_be_months_in_another_language() -> None:
    for text in ("5 stycznia 2020", "Item 5"):
        assert read(text, english=True) is None
        with pytest.raises(UnclearError):
            read(text, english=False)


def test_amounts_and_american_dates_where_the_region_has_dollars() -> None:
    assert read("$1,000", english=True, dollars=True) == 1000
    assert read("July 1, 2026", english=True, dollars=True) == 46204
    assert not odd_number("12.5") and odd_number("50%") and not odd_number("Item 5")
