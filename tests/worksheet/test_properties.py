"""What holds for every function of the catalogue, not for one: invariances, monotony, errors, magnitudes."""

import math
import re
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from xl_kpi.catalog import KPIS, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import Formula
from xl_kpi.formulas.units import Unit
from xl_kpi.worksheet import call

EVERY = [pytest.param(kpi, id=name) for name, kpi in KPIS.items()]
SCALAR = {name: kpi for name, kpi in KPIS.items() if isinstance(kpi.function, Formula) and kpi.function.each}
ELEMENTWISE = {n: k for n, k in SCALAR.items() if all(p.kind.shape == "each" for p in k.parameters)}

# What doubling every amount of money, or every count, does to a result of each unit.
MONEY = {Unit.CURRENCY: 2.0, Unit.CURRENCY_PER_DAY: 2.0, Unit.TONNES_PER_CURRENCY: 0.5}
COUNTS = {Unit.CURRENCY: 0.5, Unit.SECONDS: 0.5, Unit.COUNT: 2.0}
NOT_PER_COUNT = {
    "KPI_SALES_VELOCITY",  # money per day grows with the number of opportunities
    "KPI_AB_TEST",  # more visitors make a difference surer
    "KPI_TURNOVER",  # the headcount is an average, not a count
    "KPI_PROJECTION",  # no count in it
}
EXTREMES = [0.0, -0.0, 1.0, -1.0, 5e-324, 1e-300, 1e300, 1e308, -1e308, 0.5, 10.0, 1e16]


def good_example(kpi: Kpi) -> tuple[Any, ...] | None:
    return next((e.arguments for e in kpi.examples if isinstance(e.result, float)), None)


def scaled(kpi: Kpi, arguments: tuple[Any, ...], unit: Unit) -> tuple[list[Any], bool]:
    touched = False
    out: list[Any] = []
    for parameter, argument in zip(kpi.parameters, arguments, strict=False):
        if parameter.kind.unit is unit:
            touched = True
            out.append(
                [[2 * c for c in row] for row in argument] if isinstance(argument, list | tuple) else 2 * argument
            )
        else:
            out.append(argument)
    return out, touched


@pytest.mark.parametrize("kpi", [pytest.param(k, id=n) for n, k in SCALAR.items()])
@pytest.mark.parametrize(("unit", "factors"), [(Unit.CURRENCY, MONEY), (Unit.COUNT, COUNTS)], ids=["money", "counts"])
def test_units_are_true(kpi: Kpi, unit: Unit, factors: dict[Unit, float]) -> None:
    """A result in a currency doubles with every amount, a rate does not move: the declared units hold."""
    arguments = good_example(kpi)
    if unit is Unit.COUNT and kpi.name in NOT_PER_COUNT:
        return
    if arguments is None:
        assert kpi.unit is Unit.TEXT
        return
    doubled, touched = scaled(kpi, arguments, unit)
    expected = call(kpi.name, *arguments)
    if touched:
        assert isinstance(expected, float)
        expected *= factors.get(kpi.unit, 1.0)
    assert call(kpi.name, *doubled) == pytest.approx(expected, rel=1e-12)


RATIOS = {n: k for n, k in ELEMENTWISE.items() if re.fullmatch(r"(1000\*)?\{\w+\}/\{\w+\}", k.native or "")}


def test_most_functions_are_plain_ratios() -> None:
    assert len(RATIOS) > 45


@pytest.mark.parametrize("kpi", [pytest.param(k, id=n) for n, k in RATIOS.items()])
@given(low=st.floats(0.01, 1e6), high=st.floats(0.01, 1e6))
@settings(max_examples=15)
def test_a_ratio_grows_with_its_numerator_and_falls_with_its_denominator(kpi: Kpi, low: float, high: float) -> None:
    low, high = sorted((low, high))
    few, many = call(kpi.name, low / 2, high), call(kpi.name, low, high)
    if not isinstance(few, float) or not isinstance(many, float):
        assert kpi.name == "KPI_FREQUENCY"  # impressions are at least the reach
        return
    assert few <= many
    assert call(kpi.name, low, 2 * high) <= many  # type: ignore[operator]


@pytest.mark.parametrize("kpi", EVERY)
@pytest.mark.parametrize("error", ExcelError)
def test_an_error_in_any_argument_comes_out(kpi: Kpi, error: ExcelError) -> None:
    arguments = kpi.examples[0].arguments
    for i in range(len(arguments)):
        assert call(kpi.name, *arguments[:i], error, *arguments[i + 1 :]) is error


@pytest.mark.parametrize("kpi", [pytest.param(k, id=n) for n, k in SCALAR.items()])
def test_one_error_in_a_column_spoils_only_its_own_cell(kpi: Kpi) -> None:
    arguments = list(good_example(kpi) or kpi.examples[0].arguments)
    alone = call(kpi.name, *arguments)
    for i in (i for i in kpi.function.each if i < len(arguments)):  # type: ignore[union-attr]
        column = [[arguments[i]], [ExcelError.CALC], [arguments[i]]]
        assert call(kpi.name, *arguments[:i], column, *arguments[i + 1 :]) == [[alone], [ExcelError.CALC], [alone]]


@pytest.mark.parametrize("kpi", EVERY)
def test_a_required_argument_that_is_missing_is_never_zero(kpi: Kpi) -> None:
    required = [p for p in kpi.parameters if not p.optional]
    if required:
        assert isinstance(call(kpi.name), ExcelError)
        assert call(kpi.name, *[None] * len(required)) in {ExcelError.NA, ExcelError.DIV0}


def shown_as_excel_could(value: Any) -> bool:
    return isinstance(value, str | ExcelError) or (isinstance(value, float) and math.isfinite(value))


@pytest.mark.parametrize("kpi", [pytest.param(k, id=n) for n, k in ELEMENTWISE.items()])
@given(data=st.data())
@settings(max_examples=40)
def test_any_magnitude_gives_a_number_or_an_error_alone_as_in_a_column(kpi: Kpi, data: st.DataObject) -> None:
    number = st.sampled_from(EXTREMES) | st.floats(allow_nan=True, allow_infinity=True)
    arguments = [data.draw(st.sampled_from(p.kind.choices) if p.kind.choices else number) for p in kpi.parameters]
    alone = call(kpi.name, *arguments)
    assert shown_as_excel_could(alone)
    assert str(alone) != "-0.0"
    assert call(kpi.name, *[[[a], [a]] for a in arguments]) == [[alone], [alone]]


@pytest.mark.parametrize("name", ["KPI_NPS", "KPI_ENPS", "KPI_NPS_CI"])
@given(scores=st.lists(st.integers(0, 10) | st.none() | st.just("n. r."), min_size=1, max_size=30), turn=st.randoms())
@example(scores=[None], turn=None)
@settings(max_examples=30)
def test_the_order_and_shape_of_answers_do_not_matter(name: str, scores: list[Any], turn: Any) -> None:
    column = [[s] for s in scores]
    other = list(scores)
    if turn is not None:
        turn.shuffle(other)
    if scores == ["n. r."]:
        return  # one cell of text counts as typed in
    assert call(name, column) == call(name, [other]) == call(name, [*column, [None], ["n. r."]])
