"""Formulas as Python functions: exact values, arrays, and where they are undefined."""

import inspect
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xl_kpi import formulas as f
from xl_kpi.catalog import KPIS
from xl_kpi.errors import ExcelError, KpiError
from xl_kpi.formulas.definition import Formula, TableFormula

whole = st.integers(min_value=1, max_value=10**12)


def exact(numerator: Fraction | int, denominator: Fraction | int) -> float:
    return float(Fraction(numerator) / Fraction(denominator))


@given(whole, whole)
def test_ratios_are_exact_to_1e_12(a: int, b: int) -> None:
    assert f.roas(a, b) == pytest.approx(exact(a, b), rel=1e-12)
    assert f.cpm(a, b) == pytest.approx(exact(1000 * a, b), rel=1e-12)
    assert f.roi(a, b) == pytest.approx(exact(a - b, b), rel=1e-12)
    assert f.growth(a, b) == pytest.approx(exact(a - b, b), rel=1e-12)


@given(whole, whole)
def test_bounce_rate_definitions_complete_each_other(a: int, b: int) -> None:
    counted, sessions = sorted((a, b))
    assert f.bounce_rate(counted, sessions, "UA") == pytest.approx(exact(counted, sessions), rel=1e-12)
    assert f.bounce_rate(counted, sessions, "GA4") == pytest.approx(exact(sessions - counted, sessions), rel=1e-12)


def test_one_value_in_one_value_out() -> None:
    result = f.roas(1200, 300)
    assert result == 4.0
    assert type(result) is float


def test_sequences_give_arrays_masked_where_undefined() -> None:
    result = f.roas([10, 20, 30], [5, 0, 10])
    assert result.tolist() == [2.0, None, 3.0]
    assert result.mask.tolist() == [False, True, False]


def test_arrays_broadcast() -> None:
    assert f.ctr(np.array([[1.0], [2.0]]), np.array([4.0, 8.0])).tolist() == [[0.25, 0.125], [0.5, 0.25]]


def test_costs_are_added_up() -> None:
    assert f.cac([30000, 12000, 3000], 1000) == 45.0
    assert f.cac(np.array([[30000.0, 12000.0], [2000.0, 1000.0]]), 1000) == 45.0


def test_nps_counts_whole_scores() -> None:
    assert f.nps([10, 9, 8, 7, 6, 0, 10]) == pytest.approx(100 * (3 - 2) / 7, rel=1e-15)
    assert f.nps([9, 10]) == 100.0
    assert f.nps([0, 6]) == -100.0


def test_a_word_is_read_in_any_case() -> None:
    assert f.bounce_rate(1, 4, "ga4") == 0.75
    assert f.status(95, 100, "HIGHER", 0.1, "EN") == "AMBER"
    assert f.status([95, 100], 100, ["higher", "lower"], language="en").tolist() == ["AMBER", "GREEN"]


@pytest.mark.parametrize(
    ("actual", "target", "better", "light"),
    [
        (100, 100, "higher", "VERT"),
        (90, 100, "higher", "ORANGE"),  # exactly at the tolerance
        (89.9, 100, "higher", "ROUGE"),
        (40, 40, "lower", "VERT"),
        (44, 40, "lower", "ORANGE"),
        (44.1, 40, "lower", "ROUGE"),
        (-105, -100, "higher", "ORANGE"),  # the tolerance is a share of the target's size
        (-95, -100, "higher", "VERT"),
    ],
)
def test_traffic_light(actual: float, target: float, better: str, light: str) -> None:
    assert f.status(actual, target, better) == light


@pytest.mark.parametrize(
    ("call", "error", "argument"),
    [
        (lambda: f.roas(1, 0), ExcelError.DIV0, "ad_spend"),
        (lambda: f.open_rate(5, 3), ExcelError.NUM, "unique_opens"),
        (lambda: f.open_rate(5, 0), ExcelError.DIV0, "delivered"),
        (lambda: f.ctr(-1, 3), ExcelError.NUM, "clicks"),
        (lambda: f.romi(1, 40, 1), ExcelError.NUM, "gross_margin"),
        (lambda: f.ltv(1, 1, 1, -0.1), ExcelError.NUM, "gross_margin"),
        (lambda: f.retention(10, 30, 5), ExcelError.NUM, "customers_end"),
        (lambda: f.retention(10, 5, 6), ExcelError.NUM, "new_customers"),
        (lambda: f.growth(1, -1), ExcelError.NUM, "previous"),
        (lambda: f.nps([9, 11]), ExcelError.NUM, "scores"),
        (lambda: f.nps([9.5]), ExcelError.NUM, "scores"),
        (lambda: f.nps([]), ExcelError.DIV0, "scores"),
        (lambda: f.cac([], 1), ExcelError.NA, "costs"),
        (lambda: f.bounce_rate(1, 2, "autre"), ExcelError.VALUE, "definition"),
        (lambda: f.status(1, 2, "up"), ExcelError.VALUE, "better"),
        (lambda: f.nps_counts(0, 0, 0), ExcelError.DIV0, "promoters"),
        (lambda: f.roas(1e308, 1e-10), ExcelError.NUM, None),
        (lambda: f.cpm(1e308, 1), ExcelError.NUM, None),
    ],
)
def test_undefined_results_name_their_error_and_argument(call, error, argument) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(KpiError) as caught:
        call()
    assert caught.value.error is error
    assert caught.value.argument == argument


@given(st.lists(st.tuples(st.floats(), st.floats()), min_size=1, max_size=20))
def test_arrays_never_show_nan_or_infinity(pairs: list[tuple[float, float]]) -> None:
    for name in ("roas", "ctr", "open_rate", "growth", "cpm", "roi"):
        result = getattr(f, name)(*np.array(pairs).T)
        assert np.isfinite(result.compressed()).all()


def test_docstrings_state_units_errors_and_result() -> None:
    for kpi in KPIS.values():
        doc = inspect.getdoc(kpi.function)
        assert doc is not None
        assert kpi.function.summary.endswith((".", ":")) or "." in kpi.function.summary
        for part in ("Arguments:", "Result:", "Errors"):
            assert part in doc, kpi.name
        for parameter in kpi.parameters:
            assert f"{parameter.name}: {parameter.kind.unit.value}" in doc


def test_every_public_formula_is_declared_in_the_catalogue() -> None:
    written = {value.name for value in vars(f).values() if isinstance(value, Formula | TableFormula)}
    assert written == {kpi.function.name for kpi in KPIS.values() if kpi.family != "catalogue"}
