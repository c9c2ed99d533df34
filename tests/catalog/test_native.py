"""The native formula of a call: no guard that cannot matter, none missing."""

import pytest

from xl_kpi.catalog import KPIS
from xl_kpi.catalog.native import Argument, native_call

SUM_A, SUM_B = Argument("SUM(A)", "number"), Argument("SUM(B)", "number")
A1, B1, C1 = (Argument(name, reference=True) for name in ("A1", "B1", "C1"))
LIST = Argument("A1:A9", reference=True, many=True)
LOWER, ENGLISH = Argument('"lower"', "literal", "lower"), Argument('"en"', "literal", "en")


@pytest.mark.parametrize(
    ("kpi", "arguments", "exact", "formula"),
    [
        # calculated numbers are neither blank nor text, and a division shows its own #DIV/0!
        ("ROAS", [SUM_A, SUM_B], True, "SUM(A)/SUM(B)"),
        ("ROAS", [A1, B1], False, "IF(COUNT(A1,B1)<2,#N/A,A1/B1)"),
        (
            "ROAS",
            [A1, B1],
            True,
            "IF(ISBLANK(A1),#N/A,IF(ISTEXT(A1),#VALUE!,IF(ISERROR(A1),A1,"
            "IF(ISBLANK(B1),#N/A,IF(ISTEXT(B1),#VALUE!,A1/B1)))))",
        ),
        # a negative count is #NUM!, unless the denominator is 0; a count by COUNT is never negative
        ("CTR", [SUM_A, SUM_B], True, "IF(OR(SUM(A)<0,SUM(B)<0),IF(SUM(B)=0,#DIV/0!,#NUM!),SUM(A)/SUM(B))"),
        ("CTR", [Argument("COUNT(A)", "count"), Argument("COUNT(B)", "count")], True, "COUNT(A)/COUNT(B)"),
        # a part above its whole; then a whole that holds its part is not negative
        ("CHURN", [SUM_A, SUM_B], False, "IF(OR(SUM(A)>SUM(B),SUM(A)<0),#N/A,SUM(A)/SUM(B))"),
        ("GROWTH", [SUM_A, Argument("100", "literal", 100.0)], True, "(SUM(A)-100)/100"),
        ("GROWTH", [Argument("A1-B1", "number", operator=True), SUM_B], False,
         "IF(SUM(B)<0,#N/A,((A1-B1)-SUM(B))/SUM(B))"),
        # words given as such decide at once, what is left out takes its default
        ("STATUS", [SUM_A, SUM_B, LOWER, Argument("0.1", "literal", 0.1), ENGLISH], True,
         'IF(SUM(A)-SUM(B)<=0,"GREEN",IF(SUM(A)-SUM(B)<=0.1*ABS(SUM(B)),"AMBER","RED"))'),
        ("LTV", [SUM_A, SUM_B, Argument("3", "literal", 3.0)], True, "SUM(A)*SUM(B)*3*1"),
        ("CLV", [SUM_A, Argument("0.8", "literal", 0.8), Argument("0.1", "literal", 0.1)], False,
         "IF(1+0.1<0.8,#N/A,SUM(A)*0.8/(1+0.1-0.8))"),
        ("BOUNCE_RATE", [Argument("10", "literal", 10.0), Argument("20", "literal", 20.0),
                         Argument('"GA4"', "literal", "GA4")], True, "1-10/20"),
        ("CAC", [LIST, SUM_B], False, "IF(OR(COUNT(A1:A9)=0,SUM(B)<0),#N/A,SUM(A1:A9)/SUM(B))"),
        ("AVG_POSITION", [LIST], False, "IF(COUNT(A1:A9)=0,#N/A,AVERAGE(A1:A9))"),
    ],
)  # fmt: skip
def test_native_formula(kpi: str, arguments: list[Argument], exact: bool, formula: str) -> None:
    assert native_call(KPIS[f"KPI_{kpi}"], arguments, exact=exact) == formula


@pytest.mark.parametrize(
    ("kpi", "arguments"),
    [
        ("FUNNEL", [LIST]),  # it spills, and no native expression is declared
        ("ROAS", [A1]),  # an argument is missing
        ("ROAS", [A1, None]),
        ("ROAS", [A1, B1, C1]),  # one too many
        ("ROAS", [LIST, B1]),  # several values in a cell that shows one
        ("NPS", [Argument("A1:A9*1", "number", many=True)]),  # COUNTIF takes cells, nothing calculated
        ("INTERACTIONS", []),
    ],
)
def test_calls_without_native_formula(kpi: str, arguments: list[Argument | None]) -> None:
    assert native_call(KPIS[f"KPI_{kpi}"], arguments) is None


def test_blocks_are_guarded_element_by_element() -> None:
    block = Argument("B1:B9", reference=True, many=True)
    found = native_call(KPIS["KPI_CTR"], [LIST, block], exact=False, array=True)
    assert found == ("IF((ISNUMBER(A1:A9)*ISNUMBER(B1:B9)=0)+(A1:A9<0)+(B1:B9<0),#N/A,A1:A9/B1:B9)")
