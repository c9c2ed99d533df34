import pytest

from xl_kpi.excel.inputs import calls_in


@pytest.mark.parametrize(
    ("formula", "calls"),
    [
        ("=KPI_ROAS(B2,C2)", [("KPI_ROAS", ["B2", "C2"])]),
        ('=IFERROR(KPI_ROAS(SUM(A1:A3, 4),(C2+1)*2),"n/a")', [("KPI_ROAS", ["SUM(A1:A3, 4)", "(C2+1)*2"])]),
        (
            "='xl-kpi.xlam'!KPI_LTV_CAC(KPI_LTV(1,2,3,),[1]!KPI_CAC(Ads[Ad spend],5))",
            [
                ("KPI_LTV_CAC", ["KPI_LTV(1,2,3,)", "[1]!KPI_CAC(Ads[Ad spend],5)"]),
                ("KPI_LTV", ["1", "2", "3", ""]),
                ("KPI_CAC", ["Ads[Ad spend]", "5"]),
            ],
        ),
        ('=KPI_STATUS(1,2,"a,b(")', [("KPI_STATUS", ["1", "2", '"a,b("'])]),
        ("=SUM(1,2)", []),
        ("", []),
    ],
)
def test_calls_and_their_arguments_as_written(formula: str, calls: list[tuple[str, list[str]]]) -> None:
    assert calls_in(formula) == calls
