"""Numbers as French, English and German exports write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_kpi.errors import UserError
from xl_kpi.sources.number_format import (
    Sample,
    currency_of,
    decide_decimal,
    decimal_shown,
    is_not_reported,
    parse_number,
)

amounts = st.decimals(min_value=-(10**12), max_value=10**12, places=2).map(float)
GROUPS = {"fr": ("\u202f", ","), "fr-nbsp": ("\u00a0", ","), "en": (",", "."), "de": (".", ","), "ch": ("’", ".")}


def written(value: float, style: str) -> str:
    group, decimal = GROUPS[style]
    return f"{value:,.2f}".translate({ord(","): group, ord("."): decimal})


@given(amounts, st.sampled_from(sorted(GROUPS)), st.sampled_from(["", "\u00a0€", "EUR ", "$"]))
def test_what_is_written_is_read_back(value, style, currency):
    text = written(value, style)
    text = text + currency if currency.strip() == "€" else currency + text
    assert parse_number(text, GROUPS[style][1]) == value


@given(amounts, st.sampled_from(sorted(GROUPS)))
def test_two_decimals_prove_the_separator(value, style):
    assert decimal_shown(written(value, style)) == GROUPS[style][1]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("12,34", ","),
        ("1,234", "ambiguous"),
        ("1.234", "ambiguous"),
        ("0,123", ","),
        ("1234,567", ","),
        ("1 234,567", ","),
        ("1,234,567", "."),
        ("1.234.567", ","),
        ("1.234,5", ","),
        ("1,234.5", "."),
        ("2,5\u00a0%", ","),
        ("1234", None),
        ("1\u202f234", None),
        ("a,b", None),
        ("--", None),
    ],
)
def test_what_a_cell_proves(text, shown):
    assert decimal_shown(text) == shown


@pytest.mark.parametrize("text", ["", " ", "--", "-", "—", "N/A", "n/a", "#N/A", "\u00a0"])
def test_not_reported(text):
    assert is_not_reported(text)


@pytest.mark.parametrize(
    "text", ["", "--", "12 34", "1,23,456", "12,3456.7", "5%", "< 10%", "1.2.3", "=1", "0x10", "inf", "nan"]
)
def test_not_a_number(text):
    with pytest.raises(ValueError, match=r"^"):
        parse_number(text, ".")


@pytest.mark.parametrize(
    ("text", "code"),
    [("12,34 €", "EUR"), ("£3", "GBP"), ("CHF 5", "CHF"), ("5 CAD", "CAD"), ("$5", None), ("US$5", None), ("5", None)],
)
def test_the_currency_beside_an_amount(text, code):
    assert currency_of(text) == code


def test_a_decisive_cell_wins_over_the_convention_and_a_ratio_testifies():
    lone = [Sample(4, "Cost", "1,234")]
    assert decide_decimal(lone, [Sample(4, "CTR", "2,5 %")], ".", "f.csv")[0] == ","
    assert decide_decimal(lone, [], ".", "f.csv")[0] == "."
    with pytest.raises(UserError, match=r"f.csv, line 4: column “Cost”, “1,234” may be a thousand or a decimal"):
        decide_decimal(lone, [], None, "f.csv")


def test_an_ambiguous_ratio_alone_does_not_matter():
    assert decide_decimal([Sample(4, "Cost", "12")], [Sample(4, "CTR", "1,234")], None, "f.csv")[0] is None
