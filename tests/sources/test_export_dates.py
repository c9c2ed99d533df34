"""Dates as French and English exports write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_kpi.errors import UserError
from xl_kpi.sources.date_format import decide_order, parse_date
from xl_kpi.sources.number_format import Sample

days = st.dates(dt.date(1990, 1, 1), dt.date(2099, 12, 31))
FRENCH = ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")
FRENCH_WHOLE = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
ENGLISH = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
ENGLISH_WHOLE = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
WRITERS = {
    "iso": lambda d: d.isoformat(),
    "iso with time": lambda d: f"{d.isoformat()} 02:39:31",
    "iso with zone": lambda d: f"{d.isoformat()}T10:00:00+0000",
    "compact": lambda d: f"{d:%Y%m%d}",
    "french": lambda d: f"{d.day} {FRENCH[d.month - 1]} {d.year}",
    "french whole": lambda d: f"{d.day} {FRENCH_WHOLE[d.month - 1]} {d.year}",
    "french no-break": lambda d: f"{d.day}\u00a0{FRENCH[d.month - 1]}\u00a0{d.year}",
    "english": lambda d: f"{ENGLISH[d.month - 1]} {d.day}, {d.year}",
    "english whole": lambda d: f"{ENGLISH_WHOLE[d.month - 1]} {d.day}, {d.year}",
    "english day first": lambda d: f"{d.day} {ENGLISH[d.month - 1]} {d.year}",
    "with weekday": lambda d: f"Mon, {ENGLISH[d.month - 1]} {d.day}, {d.year}",
    "mailchimp": lambda d: f"{ENGLISH[d.month - 1]} {d.day:02}, {d.year} 06:30 pm",
}


@given(days, st.sampled_from(sorted(WRITERS)))
def test_what_is_written_is_read_back(day, style):
    assert parse_date(WRITERS[style](day), None) == day


@given(days, st.sampled_from("/-."))
def test_numbers_are_read_in_the_order_of_the_file(day, mark):
    assert parse_date(f"{day.day}{mark}{day.month}{mark}{day.year}", "dmy") == day
    assert parse_date(f"{day.month:02}{mark}{day.day:02}{mark}{day.year} 10:00", "mdy") == day


@given(st.lists(days, min_size=1, max_size=40), st.sampled_from(["dmy", "mdy"]))
def test_the_order_is_decided_by_a_day_after_the_twelfth_or_refused(some, order):
    pattern = "%d/%m/%Y" if order == "dmy" else "%m/%d/%Y"
    samples = [Sample(line, "Day", day.strftime(pattern)) for line, day in enumerate(some, start=2)]
    if any(day.day > 12 for day in some):
        assert decide_order(samples, None, "f.csv")[0] == order
    else:
        with pytest.raises(UserError, match=r"f.csv, line 2: the date “.*” may start with the day or the month"):
            decide_order(samples, None, "f.csv")


@pytest.mark.parametrize("text", ["", "--", "2026", "45678", "31/12/26", "2026-13-01", "1 foo 2026", "Total: Account"])
def test_not_a_date(text):
    with pytest.raises(ValueError, match=r"^"):
        parse_date(text, "dmy")


def test_july_is_not_june():
    assert parse_date("1 juil. 2026", None).month == 7
    assert parse_date("1er juin 2026", None).month == 6


def test_a_convention_decides_only_when_no_day_does():
    assert decide_order([Sample(2, "Date", "01/03/2026")], "dmy", "f.csv")[0] == "dmy"
    assert decide_order([Sample(2, "Date", "01/13/2026")], "dmy", "f.csv")[0] == "mdy"
