"""Each formula by values computed by hand, exact fractions or 50 decimal digits, and where it is undefined."""

from decimal import Decimal, localcontext
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_kpi import formulas as f
from xl_kpi.errors import ExcelError, KpiError
from xl_kpi.worksheet import call

DIV0, NUM = ExcelError.DIV0, ExcelError.NUM

VALUES = [
    ("reach_rate", (1800, 1200), Fraction(3, 2)),
    ("frequency", (9000, 4000), Fraction(9, 4)),
    ("frequency", (4000, 4000), 1),
    ("brand_awareness", (420, 1200), Fraction(7, 20)),
    ("sov", (120, 480), Fraction(1, 4)),
    ("follower_growth", (800, 900), Fraction(1, 8)),
    ("follower_growth", (800, 700), Fraction(-1, 8)),
    ("lift", (720, 20), 36),
    ("delivery_rate", (1940, 2000), Fraction(97, 100)),
    ("email_bounce_rate", (60, 2000), Fraction(3, 100)),
    ("ctor", (95, 380), Fraction(1, 4)),
    ("ctor", (400, 380), Fraction(20, 19)),  # clicks of readers whose opening was not seen
    ("unsubscribe_rate", (3, 2000), Fraction(3, 2000)),
    ("time_on_site", (54000, 400), 135),
    ("time_on_page", (54000, 500, 50), 120),
    ("time_on_page", (54000, 500), 108),
    ("pages_per_session", (1260, 400), Fraction(63, 20)),
    ("session_engagement", (310, 500), Fraction(31, 50)),
    ("cta_ctr", (18, 600), Fraction(3, 100)),
    ("attendance", (66, 60), Fraction(11, 10)),
    ("cpe", (840, 2400), Fraction(7, 20)),
    ("form_rate", (30, 400), Fraction(3, 40)),
    ("download_rate", (90, 600), Fraction(3, 20)),
    ("cpa", (1200, 48), 25),
    ("landing_rate", (36, 450), Fraction(2, 25)),
    ("mql_rate", (84, 240), Fraction(7, 20)),
    ("sql_to_customer", (6, 40), Fraction(3, 20)),
    ("appointment_rate", (27, 180), Fraction(3, 20)),
    ("win_rate", (14, 40), Fraction(7, 20)),
    ("revenue_share", (42000, 120000), Fraction(7, 20)),
    ("aov", (9000, 150), 60),
    ("aov", (-90, 3), -30),  # refunds
    ("arpu", (9000, 120), 75),
    ("purchase_frequency", (150, 120), Fraction(5, 4)),
    ("sales_velocity", (40, 0.25, 9000, 60), 1500),
    ("roi_organic", (15000, 3000, 8000), Fraction(1, 2)),
    ("roi_organic", (15000, 9000, 8000), Fraction(-1, 4)),
    ("roas_breakeven", (0.4,), Fraction(5, 2)),
    ("roas_breakeven", (1,), 1),
    ("amer", (18000, 7500), Fraction(12, 5)),
    ("ltv_churn", (50, 0.8, 0.05), 800),
    ("clv", (100, 0.8, 0.1), Fraction(800, 3)),  # 100 * 0.8 / 0.3
    ("clv", (100, 0.8, 0.1, True), Fraction(1100, 3)),  # one margin more
    ("clv", (100, 0, 0.1), 0),
    ("clv", (100, 0, 0.1, True), 100),
    ("clv", (100, 1, 0.1), 1000),  # a perpetuity
    ("cac_payback", (600, 80, 0.75), 10),
    ("repeat_rate", (60, 240), Fraction(1, 4)),
    ("grr", (50000, 2000, 3000), Fraction(9, 10)),
    ("nrr", (50000, 8000, 2000, 3000), Fraction(53, 50)),
    ("nrr", (100, 0, 80, 90), Fraction(-7, 10)),
    ("sentiment", (50, 30, 20), 20),
    ("sentiment", (50, 30), 25),
    ("sentiment", (0, 4), -100),
    ("positive_share", (45, 15), Fraction(3, 4)),
    ("csat", ([5, 4, 4, 3, 1],), Fraction(3, 5)),
    ("csat", ([5, 4, 4, 3, 1], 5), Fraction(1, 5)),
    ("csat", ([9, 8, 7, 3], 7.5), Fraction(1, 2)),
    ("enps", ([10, 9, 8, 6],), 25),
    ("cagr", (1000, 1331, 3), Fraction(1, 10)),
    ("cagr", (100, 0, 2), -1),
    ("cagr", (100, 100, 7), 0),
    ("cagr", (400, 100, 0.5), Fraction(-15, 16)),
    ("margin", (120, 90), Fraction(1, 4)),
    ("margin", (120, 150), Fraction(-1, 4)),
    ("market_share", (35, 140), Fraction(1, 4)),
    ("relative_share", (0.3, 0.2), Fraction(3, 2)),
    ("tsr", (40, 41, 1), Fraction(1, 20)),
    ("tsr", (40, 30, 2), Fraction(-1, 5)),
    ("turnover", (9, 60), Fraction(3, 20)),
    ("employee_engagement", (78, 120), Fraction(13, 20)),
    ("innovation_rate", (18, 120), Fraction(3, 20)),
    ("carbon_intensity", (450, 3000000), Fraction(3, 20000)),
    ("variance", (95, 100), -5),
    ("pacing", (6000, 10000, 15, 30), Fraction(6, 5)),
    ("projection", (6000, 15, 30), 12000),
]

ERRORS = [
    ("reach_rate", (1, 0), DIV0, "followers"),
    ("frequency", (5, 0), DIV0, "reach"),
    ("frequency", (4, 5), NUM, "reach"),
    ("brand_awareness", (0, 0), DIV0, "respondents"),
    ("brand_awareness", (6, 5), NUM, "aware"),
    ("sov", (0, 0), DIV0, "total_mentions"),
    ("sov", (6, 5), NUM, "brand_mentions"),
    ("follower_growth", (0, 5), DIV0, "followers_start"),
    ("lift", (5, 0), DIV0, "baseline"),
    ("delivery_rate", (0, 0), DIV0, "sent"),
    ("delivery_rate", (6, 5), NUM, "delivered"),
    ("email_bounce_rate", (0, 0), DIV0, "sent"),
    ("email_bounce_rate", (6, 5), NUM, "bounces"),
    ("ctor", (5, 0), DIV0, "unique_opens"),
    ("ctor", (-1, 5), NUM, "unique_clicks"),
    ("unsubscribe_rate", (0, 0), DIV0, "delivered"),
    ("unsubscribe_rate", (6, 5), NUM, "unsubscribes"),
    ("time_on_site", (5, 0), DIV0, "sessions"),
    ("time_on_site", (-5, 1), NUM, "total_seconds"),
    ("time_on_page", (5, 3, 3), DIV0, "views"),
    ("time_on_page", (5, 0), DIV0, "views"),
    ("time_on_page", (5, 2, 3), NUM, "exits"),
    ("pages_per_session", (5, 0), DIV0, "sessions"),
    ("session_engagement", (0, 0), DIV0, "sessions"),
    ("session_engagement", (6, 5), NUM, "engaged_sessions"),
    ("cta_ctr", (5, 0), DIV0, "cta_views"),
    ("attendance", (5, 0), DIV0, "registrants"),
    ("cpe", (5, 0), DIV0, "interactions"),
    ("form_rate", (5, 0), DIV0, "form_views"),
    ("download_rate", (5, 0), DIV0, "views"),
    ("cpa", (5, 0), DIV0, "actions"),
    ("landing_rate", (5, 0), DIV0, "page_visits"),
    ("mql_rate", (0, 0), DIV0, "leads"),
    ("mql_rate", (6, 5), NUM, "mql"),
    ("sql_to_customer", (5, 0), DIV0, "sql"),
    ("appointment_rate", (5, 0), DIV0, "leads"),
    ("win_rate", (0, 0), DIV0, "closed"),
    ("win_rate", (6, 5), NUM, "won"),
    ("revenue_share", (5, 0), DIV0, "total_revenue"),
    ("aov", (5, 0), DIV0, "orders"),
    ("arpu", (5, 0), DIV0, "customers"),
    ("purchase_frequency", (5, 0), DIV0, "customers"),
    ("sales_velocity", (5, 2, 5, 0), DIV0, "cycle_days"),
    ("sales_velocity", (5, 2, 5, 5), NUM, "win_rate"),
    ("roi_organic", (5, 1, 0), DIV0, "cost"),
    ("roas_breakeven", (0,), DIV0, "gross_margin"),
    ("roas_breakeven", (40,), NUM, "gross_margin"),
    ("roas_breakeven", (-0.1,), NUM, "gross_margin"),
    ("amer", (5, 0), DIV0, "total_marketing_cost"),
    ("ltv_churn", (5, 2, 0), DIV0, "churn"),
    ("ltv_churn", (5, 2, 0.5), NUM, "gross_margin"),
    ("ltv_churn", (5, 0.5, 2), NUM, "churn"),
    ("clv", (5, 1, 0), DIV0, "discount"),
    ("clv", (5, 0.9, -0.1), DIV0, "discount"),  # 1 - 0.1 = 0.9 on paper and in Excel
    ("clv", (5, 1.1, 0.2), NUM, "retention"),
    ("clv", (5, 0.5, -1), NUM, "discount"),
    ("cac_payback", (5, 0, 0.5), DIV0, "monthly_revenue"),
    ("cac_payback", (5, 5, 0), DIV0, "gross_margin"),
    ("cac_payback", (5, 5, 1.1), NUM, "gross_margin"),
    ("repeat_rate", (0, 0), DIV0, "customers"),
    ("repeat_rate", (6, 5), NUM, "repeat_customers"),
    ("grr", (0, 0, 0), DIV0, "revenue_start"),
    ("grr", (100, 60, 41), NUM, "churned"),
    ("nrr", (0, 1, 1, 1), DIV0, "revenue_start"),
    ("sentiment", (0, 0, 0), DIV0, "positive"),
    ("sentiment", (0, 0), DIV0, "positive"),
    ("positive_share", (0, 0), DIV0, "positive"),
    ("csat", ([],), DIV0, "scores"),
    ("enps", ([],), DIV0, "scores"),
    ("enps", ([9, 11],), NUM, "scores"),
    ("enps", ([9, 8.5],), NUM, "scores"),
    ("cagr", (0, 5, 0), DIV0, "years"),
    ("cagr", (0, 5, 1), NUM, "start"),
    ("cagr", (-5, 5, 1), NUM, "start"),
    ("cagr", (5, -5, 1), NUM, "end"),
    ("margin", (0, 5), DIV0, "revenue"),
    ("market_share", (0, 0), DIV0, "market_sales"),
    ("market_share", (6, 5), NUM, "own_sales"),
    ("relative_share", (5, 0), DIV0, "leader_share"),
    ("tsr", (0, 5, 1), NUM, "price_start"),
    ("tsr", (-1, 5, 1), NUM, "price_start"),
    ("turnover", (5, 0), DIV0, "average_headcount"),
    ("employee_engagement", (0, 0), DIV0, "respondents"),
    ("employee_engagement", (6, 5), NUM, "favourable"),
    ("innovation_rate", (5, 0), DIV0, "revenue"),
    ("carbon_intensity", (5, 0), DIV0, "revenue"),
    ("variance", (1.5e308, -1.5e308), NUM, None),
    ("pacing", (5, 0, 1, 2), DIV0, "budget"),
    ("pacing", (5, 5, 0, 2), DIV0, "elapsed"),
    ("pacing", (5, 5, 1, 0), DIV0, "total"),
    ("pacing", (5, 5, 3, 2), NUM, "elapsed"),
    ("projection", (5, 0, 2), DIV0, "elapsed"),
    ("projection", (5, 3, 2), NUM, "elapsed"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), VALUES)
def test_values(name: str, arguments: tuple[object, ...], expected: Fraction | int) -> None:
    assert getattr(f, name)(*arguments) == pytest.approx(float(expected), rel=1e-12)


@pytest.mark.parametrize(("name", "arguments", "error", "argument"), ERRORS)
def test_errors(name: str, arguments: tuple[object, ...], error: ExcelError, argument: str | None) -> None:
    with pytest.raises(KpiError) as caught:
        getattr(f, name)(*arguments)
    assert (caught.value.error, caught.value.argument) == (error, argument)


@pytest.mark.parametrize(("name", "arguments", "error", "argument"), ERRORS)
def test_errors_in_a_column(name: str, arguments: tuple[object, ...], error: ExcelError, argument: str | None) -> None:
    of_range = argument == "scores"
    columns = [a if of_range else [[a], [a]] for a in arguments]
    assert call(f"KPI_{name.upper()}", *columns) == (error if of_range else [[error], [error]])


growing = st.floats(min_value=1e-6, max_value=1e12)


@given(growing, growing, st.floats(min_value=0.25, max_value=50))
def test_cagr_to_1e_12_of_the_growth_factor(start: float, end: float, years: float) -> None:
    with localcontext(prec=50):
        expected = (Decimal(end) / Decimal(start)) ** (1 / Decimal(years)) - 1
    if expected < Decimal("1e300"):
        assert f.cagr(start, end, years) == pytest.approx(float(expected), rel=1e-12, abs=1e-12)


@given(growing, st.floats(min_value=-1e-3, max_value=1e-3), st.floats(min_value=0.25, max_value=50))
def test_a_small_cagr_keeps_its_digits(start: float, change: float, years: float) -> None:
    end = start * (1 + change)
    with localcontext(prec=50):
        expected = (Decimal(end) / Decimal(start)) ** (1 / Decimal(years)) - 1
    assert f.cagr(start, end, years) == pytest.approx(float(expected), rel=1e-12, abs=0)


@pytest.mark.parametrize(("start", "end"), [(1e-200, 1e200), (1e200, 1e-200), (5e-324, 1e308)])
def test_cagr_between_figures_whose_quotient_no_number_holds(start: float, end: float) -> None:
    with localcontext(prec=50):
        expected = (Decimal(end) / Decimal(start)) ** (1 / Decimal(1000)) - 1
    assert f.cagr(start, end, 1000) == pytest.approx(float(expected), rel=1e-12)


@given(
    st.floats(min_value=0.5, max_value=1), st.floats(min_value=1e-9, max_value=0.5), st.booleans(),
)  # fmt: skip
def test_clv_is_exact_for_loyal_customers_and_low_discounts(retention: float, discount: float, now: bool) -> None:
    r, d = Fraction(retention), Fraction(discount)
    expected = 100 * ((1 + d) if now else r) / (1 + d - r)
    assert f.clv(100, retention, discount, now) == pytest.approx(float(expected), rel=1e-12)


@given(st.floats(min_value=0, max_value=1), st.floats(min_value=0.01, max_value=1))
def test_a_payment_today_adds_one_margin(retention: float, discount: float) -> None:
    later, now = f.clv(100, retention, discount), f.clv(100, retention, discount, True)
    assert now - later == pytest.approx(100, rel=1e-9)


def test_a_number_other_than_0_is_true_as_in_excel() -> None:
    assert call("KPI_CLV", 100, 0.8, 0.1, 2) == call("KPI_CLV", 100, 0.8, 0.1, True)
    assert call("KPI_CLV", 100, 0.8, 0.1, None) == call("KPI_CLV", 100, 0.8, 0.1)
    assert call("KPI_CLV", 100, 0.8, 0.1, [[True], [False]]) == [
        [call("KPI_CLV", 100, 0.8, 0.1, True)],
        [call("KPI_CLV", 100, 0.8, 0.1, False)],
    ]
    assert call("KPI_CLV", 100, 0.8, 0.1, "oui") is ExcelError.VALUE


@pytest.mark.parametrize("amounts", [(0.3, 0.1, 0.2), (1000.1, 300.3, 699.8), (4.35, 1.15, 3.2)])
def test_revenue_lost_to_the_last_cent_is_a_retention_of_0(amounts: tuple[float, float, float]) -> None:
    assert f.grr(*amounts) == pytest.approx(0, abs=1e-12)
    assert f.grr(*amounts) >= 0


def test_csat_of_several_thresholds() -> None:
    assert f.csat([5, 4, 4, 3, 1], [[3], [4], [5]]).tolist() == [[0.8], [0.6], [0.2]]
    assert call("KPI_CSAT", [[5], [4], ["très bien"], [None]], [[4, 5]]) == [[1.0, 0.5]]


def test_enps_counts_as_nps_does() -> None:
    scores = np.array([0, 6, 7, 8, 9, 10, 10])
    assert f.enps(scores) == f.nps(scores)
    assert f.enps.rules == f.nps.rules
