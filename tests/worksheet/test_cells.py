"""What a cell hands over and what it shows: blanks, text, booleans, dates, errors, blocks."""

import datetime as dt
import decimal

import numpy as np
import pytest

from xl_kpi.catalog import KPIS
from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import Formula
from xl_kpi.language import Text
from xl_kpi.worksheet import call, evaluate

E = ExcelError


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (1200, 12.0),
        (True, 0.01),  # TRUE counts as 1 in arithmetic
        (np.float64(50), 0.5),
        (np.int32(50), 0.5),
        (decimal.Decimal("50"), 0.5),
        (None, E.NA),
        ("1200", E.VALUE),  # a number stored as text is text
        ("", E.VALUE),
        ("#REF!", E.REF),
        ("#VALEUR!", E.VALUE),
        (E.NAME, E.NAME),
        (float("nan"), E.NUM),
        (float("inf"), E.NUM),
        (dt.date(2025, 1, 1), 456.58),  # serial 45658
        (dt.datetime(2025, 1, 1, 12), 456.585),
        (object(), E.VALUE),
    ],
    ids=repr,
)
def test_one_cell(value: object, shown: object) -> None:
    assert call("KPI_ROAS", value, 100) == shown
    assert call("KPI_ROAS", [[value]], [[100.0]]) == shown
    assert call("KPI_ROAS", [[value], [value]], 100) == [[shown], [shown]]
    assert call("KPI_ROAS", ((value, 100.0), (1, None)), 100) == [[shown, 1.0], [0.01, E.NA]]


@pytest.mark.parametrize("error", ExcelError)
def test_an_error_that_comes_in_goes_out(error: ExcelError) -> None:
    for given in (error, error.com_value, error.english, error.french):
        assert call("KPI_ROAS", given, 0) is error
        assert call("KPI_ROAS", 1, given) is error
        assert call("KPI_ROAS", [[1.0], [given]], 2) == [[0.5], [error]]
        assert call("KPI_NPS", [[9], [given]]) is error


def test_a_large_negative_amount_is_not_taken_for_a_com_error() -> None:
    assert call("KPI_ROAS", -2146826281.0, 1) == -2146826281.0
    assert call("KPI_ROAS", [[-2146826281.0], [2.0]], 1) == [[-2146826281.0], [2.0]]
    assert call("KPI_ROAS", [[-3e9], [2]], 1) == [[-3e9], [2.0]]


def test_the_first_argument_with_an_error_wins() -> None:
    assert call("KPI_ROAS", E.REF, E.NAME) is E.REF
    assert call("KPI_ROAS", [[E.REF], [1]], [[E.NAME], [E.NAME]]) == [[E.REF], [E.NAME]]


def test_broadcasting_is_excels() -> None:
    assert call("KPI_ROAS", [[1], [2]], [[1, 2, 4]]) == [[1.0, 0.5, 0.25], [2.0, 1.0, 0.5]]
    assert call("KPI_ROAS", [[1, 2], [3, 4]], 2) == [[0.5, 1.0], [1.5, 2.0]]
    assert call("KPI_ROAS", [[1, 2], [3, 4]], [[1], [2]]) == [[1.0, 2.0], [1.5, 2.0]]
    assert call("KPI_ROAS", [[1], [2], [3]], [[1], [2]]) == [[1.0], [1.0], [E.NA]]
    assert call("KPI_ROAS", [[1, 2]], [[1, 1, 1], [2, 2, 2]]) == [[1.0, 2.0, E.NA], [0.5, 1.0, E.NA]]


def test_a_flat_sequence_is_a_row() -> None:
    assert call("KPI_ROAS", [1, 2], (1, 4)) == [[1.0, 0.5]]
    assert call("KPI_ROAS", np.array([1.0, 2.0]), [[1], [2]]) == [[1.0, 2.0], [0.5, 1.0]]


def test_one_error_spoils_only_its_own_cell() -> None:
    shown = call("KPI_ROAS", [[1], [None], ["x"], [E.CALC], [5]], [[1], [1], [1], [1], [0]])
    assert shown == [[1.0], [E.NA], [E.VALUE], [E.CALC], [E.DIV0]]


def test_a_blank_beside_a_block_gives_a_block() -> None:
    assert call("KPI_ROAS", None, [[1], [2]]) == [[E.NA], [E.NA]]


def test_optional_arguments_take_their_default_when_left_out_or_blank() -> None:
    assert call("KPI_LTV", 10, 2, 3) == 60.0
    assert call("KPI_LTV", 10, 2, 3, None) == 60.0
    assert call("KPI_LTV", 10, 2, 3, [[0.5], [None]]) == [[30.0], [60.0]]
    assert call("KPI_STATUS", 95, 100, None, None, "en") == "AMBER"


def test_text_arguments_and_results_spill() -> None:
    assert call("KPI_STATUS", [[100], [95]], 100, "higher", 0.1, [["fr", "en"]]) == [
        ["VERT", "GREEN"],
        ["ORANGE", "AMBER"],
    ]
    assert call("KPI_BOUNCE_RATE", 1, 4, [["UA"], ["GA4"], ["?"], [3]]) == [[0.25], [0.75], [E.VALUE], [E.VALUE]]


def test_ranges_gather_numbers_as_average_does() -> None:
    assert call("KPI_NPS", [[9, 10], [3, None], ["n/a", True]]) == pytest.approx(100 / 3, rel=1e-15)
    assert call("KPI_CAC", [[100, "salaires"], [None, 200]], 3) == 100.0
    assert call("KPI_CAC", [100.0, 200.0], [[3], [0], [6]]) == [[100.0], [E.DIV0], [50.0]]
    assert call("KPI_NPS", np.array([[9.0], [10.0]])) == 100.0


def test_a_single_cell_counts_as_typed_in() -> None:
    assert call("KPI_NPS", "neuf") is E.VALUE
    assert call("KPI_NPS", [["neuf"]]) is E.VALUE
    assert call("KPI_CAC", True, 2) == 0.5


def test_no_data_is_never_zero() -> None:
    assert call("KPI_NPS", None) is E.DIV0
    assert call("KPI_NPS", [[None], ["x"]]) is E.DIV0
    assert call("KPI_CAC", [[None], [None]], 3) is E.NA
    assert call("KPI_CAC") is E.NA
    assert call("KPI_ROAS", 1) is E.NA
    assert call("KPI_ROAS", [], 1) is E.NA


def test_wrong_calls() -> None:
    assert call("KPI_ABSENT", 1) is E.NAME
    assert call("KPI_ROAS", 1, 2, 3) is E.VALUE
    assert call("KPI_ROAS", [[1, 2], [3]], 1) is E.VALUE
    assert call("kpi_roas", 1, 2) == 0.5


def test_negative_zero_shows_as_zero() -> None:
    for shown in (call("KPI_ROAS", 0, -5), call("KPI_ROAS", [[0], [0]], -5)[0][0]):  # type: ignore[index]
        assert str(shown) == "0.0"


@pytest.mark.parametrize(
    ("arguments", "english", "french"),
    [
        (("KPI_ROAS", 1, 0), "KPI_ROAS: ad_spend is 0", "KPI_ROAS : ad_spend vaut 0"),
        (("KPI_ROAS", None, 1), "KPI_ROAS: revenue is blank", "KPI_ROAS : revenue est vide"),
        (("KPI_ROAS", E.SPILL, 1), "KPI_ROAS: revenue holds #SPILL!", "KPI_ROAS : revenue contient #PROPAGATION!"),
        (
            ("KPI_ROAS", [[1], [2]], [[1], ["x"]]),
            'KPI_ROAS: ad_spend holds text ("x") (row 2, column 1)',
            "KPI_ROAS : ad_spend contient du texte (« x ») (ligne 2, colonne 1)",
        ),
        (
            ("KPI_OPEN_RATE", [[1, 5]], [[3, 3]]),
            "KPI_OPEN_RATE: unique_opens (5) is greater than delivered (3) (row 1, column 2)",
            "KPI_OPEN_RATE : unique_opens (5) dépasse delivered (3) (ligne 1, colonne 2)",
        ),
        (
            ("KPI_ROAS", [[1], [2]], [[1], [1], [1]]),
            "KPI_ROAS: revenue has no cell opposite (row 3, column 1)",
            "KPI_ROAS : revenue n’a pas de cellule en face (ligne 3, colonne 1)",
        ),
        (
            ("KPI_NPS", [[9], [12]]),
            "KPI_NPS: scores: a value (12) is not a whole number from 0 to 10",
            "KPI_NPS : scores : une valeur (12) n’est pas un entier de 0 à 10",
        ),
        (
            ("KPI_CPM", [[1], [1e308]], 1),
            "KPI_CPM: the result is beyond what Excel can hold (row 2, column 1)",
            "KPI_CPM : le résultat dépasse ce qu’Excel peut représenter (ligne 2, colonne 1)",
        ),
    ],
    ids=lambda value: value[0] if isinstance(value, tuple) else "",
)
def test_why(arguments: tuple[object, ...], english: str, french: str) -> None:
    why = evaluate(*arguments).why  # type: ignore[arg-type]
    assert why is not None
    assert why.text("en") == english
    assert why.text("fr") == Text(french, "-").fr


def test_a_good_result_needs_no_why() -> None:
    assert evaluate("KPI_ROAS", [[1], [2]], 2).why is None


SCALAR = {name: kpi for name, kpi in KPIS.items() if isinstance(kpi.function, Formula) and kpi.function.each}


@pytest.mark.parametrize("kpi", SCALAR.values(), ids=SCALAR)
def test_scalar_column_and_row_agree(kpi) -> None:  # type: ignore[no-untyped-def]
    each = [p.kind.shape == "each" for p in kpi.parameters]
    for example in kpi.examples:
        pairs = list(zip(example.arguments, each, strict=False))
        if not any(e for _, e in pairs):
            continue  # a range alone does not spill
        alone = call(kpi.name, *example.arguments)
        assert call(kpi.name, *([[a], [a]] if e else a for a, e in pairs)) == [[alone], [alone]]
        assert call(kpi.name, *([[a, a]] if e else a for a, e in pairs)) == [[alone, alone]]
        assert call(kpi.name, *([[a]] if e else a for a, e in pairs)) == alone


@pytest.mark.parametrize("ragged", [[[1], [2, 3]], [[1, 2], [3], [4, 5, 6]], [[1], 2], [[1], []]], ids=str)
def test_rows_of_unequal_lengths_are_refused(ragged: list[object]) -> None:
    assert call("KPI_ROAS", ragged, 1) is E.VALUE
