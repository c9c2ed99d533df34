"""One formula, as a cell would show it."""

from __future__ import annotations

from typing import Any

import pytest

from xl_kpi.errors import ExcelError, UserError
from xl_kpi.language import Lang
from xl_kpi.workbook import calculate


@pytest.mark.parametrize(
    ("formula", "lang", "expected", "syntax"),
    [
        ("KPI_ROAS(1200,300)", None, 4.0, "en"),
        ("=KPI_ROAS(1200,300)", "fr", 4.0, "en"),
        ("KPI_ROAS(1200,5;300)", None, 1200.5 / 300, "fr"),
        ("=KPI_ROAS(1200.5;300)", "fr", 1200.5 / 300, "fr"),
        ("1,5+1", "fr", 2.5, "fr"),
        ("ABS(-1,5)", "fr", 1.5, "fr"),
        ("SOMME(1,5;2)", None, 3.5, "fr"),
        ('SI(1>2;"a;b,c";"d;1,5")', None, "d;1,5", "fr"),
        ('"a;b"', None, "a;b", "en"),
        ("KPI_NPS({9;10;3})", None, 100 / 3, "en"),
        ("KPI_ROAS({10,20},{5;4})", None, [[2, 4], [2.5, 5]], "en"),
        ("INDEX(KPI_ROAS({10,20},{5;4}),2,1)+1", None, 3.5, "en"),
        ("1>2", None, False, "en"),
        ("VRAI()", "fr", True, "fr"),
    ],
)
def test_value(formula: str, lang: Lang | None, expected: Any, syntax: str) -> None:
    found = calculate(formula, lang)
    assert found.value == pytest.approx(expected) if isinstance(expected, float) else found.value == expected
    assert found.lang == syntax and found.why is None


def test_an_error_and_why() -> None:
    found = calculate("KPI_ROAS(10;0)")
    assert found.value is ExcelError.DIV0
    assert found.why is not None and found.why.en == "KPI_ROAS: ad_spend is 0"


@pytest.mark.parametrize(
    "formula",
    [
        "",
        "=",
        "KPI_ROAS(1",
        "FOO(1)",
        "A1+1",
        "KPI_ROAS(A1:A2,1)",
        "LEN(UNIQUE({1;2}))",
        "1;2",
        "RAND()",
        "(" * 5000,
        "-" * 900 + "1",
    ],
)
def test_a_refusal_is_one_line(formula: str) -> None:
    with pytest.raises(UserError) as caught:
        calculate(formula, "fr")
    assert "\n" not in caught.value.text.fr and len(caught.value.text.fr) < 250
