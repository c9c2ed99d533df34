"""The cell functions, called through xlwings' own Windows code (see stand_ins)."""

from __future__ import annotations

import ast
import csv
import datetime as dt
import inspect
import re
from typing import Any

import numpy as np
import pytest

from tests.excel.stand_ins import MISSING, ComRange, Excel, TimeType
from tests.tools import ROOT
from xl_kpi.catalog import FAMILIES, KPIS, Kpi
from xl_kpi.catalog.kpi import Example
from xl_kpi.errors import ExcelError
from xl_kpi.excel import functions
from xl_kpi.excel.functions import NOT_GIVEN, cell_function
from xl_kpi.excel.last_error import LastError
from xl_kpi.formulas.definition import Formula
from xl_kpi.language import LANGUAGES, Lang
from xl_kpi.worksheet import call, evaluate

EXAMPLES = [
    pytest.param(kpi, example, id=f"{kpi.name}-{i}") for kpi in KPIS.values() for i, example in enumerate(kpi.examples)
]
ONE_CELL = {name for name, kpi in KPIS.items() if not isinstance(kpi.function, Formula)}  # spill by themselves
DIV0, NUM, VALUE, NA = "#DIV/0!", "#NUM!", "#VALUE!", "#N/A"


def as_com(cell: Any) -> Any:
    """Return a catalogue's argument as COM hands it over."""
    if isinstance(cell, list | tuple):
        return tuple(as_com(item) for item in cell)
    if isinstance(cell, ExcelError):
        return cell.com_value
    return float(cell) if isinstance(cell, int) and not isinstance(cell, bool) else cell


def as_left(shown: Any) -> Any:
    """Return what a cell shows as it leaves for VBA: errors by name."""
    if isinstance(shown, list):
        return [as_left(item) for item in shown]
    return str(shown) if isinstance(shown, ExcelError) else shown


def as_vba(shown: Any) -> Any:
    """Return what leaves as VBA receives it: xlwings hands a single row over flat, as VBA keeps one."""
    left = as_left(shown)
    return left[0] if isinstance(left, list) and len(left) == 1 else left


class TestEveryKpi:
    @pytest.mark.parametrize(("kpi", "example"), EXAMPLES)
    def test_an_example_equals_the_worksheet(self, excel: Excel, kpi: Kpi, example: Example) -> None:
        expected = as_left(call(kpi.name, *example.arguments))
        arguments = [as_com(argument) for argument in example.arguments]
        assert excel.call_udf(kpi.name, *arguments) == (expected if isinstance(expected, list) else [[expected]])
        assert excel.from_vba(kpi.name, *arguments) == as_vba(call(kpi.name, *example.arguments))

    @pytest.mark.parametrize(("kpi", "example"), EXAMPLES)
    def test_ranges_equal_plain_values(self, excel: Excel, kpi: Kpi, example: Example) -> None:
        ranges = [ComRange(as_com(argument)) for argument in example.arguments]
        assert excel.from_vba(kpi.name, *ranges) == as_vba(call(kpi.name, *example.arguments))
        assert [r.fetched for r in ranges] == [1] * len(ranges)

    @pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
    def test_xlwings_knows_name_help_and_arguments(self, excel: Excel, kpi: Kpi) -> None:
        declared = getattr(excel.functions, kpi.name).__xlfunc__
        assert declared["name"] == kpi.name
        assert declared["ret"]["doc"] == kpi.help.fr
        assert [a["name"] for a in declared["args"]] == [p.name for p in kpi.parameters]
        assert [a["doc"] for a in declared["args"]] == [text.fr for text in kpi.arguments.values()]
        assert ["optional" in a for a in declared["args"]] == [p.optional for p in kpi.parameters]
        assert not declared["volatile"]

    @pytest.mark.parametrize("lang", LANGUAGES)
    def test_help_in_both_languages(self, excel: Excel, lang: Lang) -> None:
        kpi = KPIS["KPI_ROAS"]
        function = cell_function(kpi, lang, LastError())
        declared = function.__xlfunc__  # type: ignore[attr-defined]
        assert declared["category"] == f"KPI - {FAMILIES['profitability'][lang]}"
        assert inspect.getdoc(function) == kpi.help[lang]

    @pytest.mark.parametrize("error", ExcelError)
    @pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
    def test_each_error_code_passes_through(self, excel: Excel, kpi: Kpi, error: ExcelError) -> None:
        given = as_com(kpi.examples[0].arguments)
        for i in range(len(given)):
            arguments = (*given[:i], error.com_value, *given[i + 1 :])
            assert excel.from_vba(kpi.name, *arguments) == str(error)
            if kpi.parameters[min(i, len(kpi.parameters) - 1)].kind.shape == "text" or kpi.name in ONE_CELL:
                continue
            column = (*given[:i], ((1.0,), (error.com_value,)), *given[i + 1 :])
            shown = excel.from_vba(kpi.name, *column)
            whole = kpi.parameters[min(i, len(kpi.parameters) - 1)].kind.shape != "each"
            assert shown == str(error) if whole else shown[1] == [str(error)]


class TestBlocks:
    def test_a_column_spills(self, excel: Excel) -> None:
        assert excel.from_vba("KPI_ROAS", ((1200.0,), (10.0,)), ((300.0,), (0.0,))) == [[4.0], [DIV0]]

    def test_a_row_leaves_as_a_row(self, excel: Excel) -> None:
        assert excel.call_udf("KPI_ROAS", ((1200.0, 10.0),), 2.0) == [[600.0, 5.0]]

    def test_a_row_against_a_column_is_a_table(self, excel: Excel) -> None:
        shown = excel.from_vba("KPI_ROAS", ((10.0, 20.0, 30.0),), ((1.0,), (2.0,)))
        assert shown == [[10.0, 20.0, 30.0], [5.0, 10.0, 15.0]]

    def test_cells_without_a_partner(self, excel: Excel) -> None:
        shown = excel.from_vba("KPI_ROAS", ((10.0,), (20.0,), (30.0,)), ((1.0,), (2.0,)))
        assert shown == [[10.0], [10.0], [NA]]

    def test_all_error_codes_in_one_column(self, excel: Excel) -> None:
        column = tuple((error.com_value,) for error in ExcelError)
        assert excel.from_vba("KPI_ROAS", column, 2.0) == [[str(error)] for error in ExcelError]

    def test_fifty_thousand_rows(self, excel: Excel) -> None:
        revenue = np.linspace(1.0, 1e6, 50_000)
        spend = np.linspace(10.0, 500.0, 50_000)
        columns = [tuple((v,) for v in column.tolist()) for column in (revenue, spend)]
        shown = excel.from_vba("KPI_ROAS", *columns)
        assert {type(row[0]) for row in shown} == {float}
        np.testing.assert_array_equal(np.array(shown)[:, 0], revenue / spend)

    def test_values_reach_the_boundary_unconverted(self, excel: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*_: Any) -> None:
            raise AssertionError("xlwings went through the cells")

        windows = excel.udfs.xlwings._xlwindows
        monkeypatch.setattr(windows.Engine, "clean_value_data", refuse)
        monkeypatch.setattr(windows.Engine, "prepare_xl_data_element", refuse)
        assert excel.from_vba("KPI_ROAS", ComRange(((10.0,), (20.0,))), 5.0) == [[2.0], [4.0]]


class TestCells:
    @pytest.mark.parametrize(
        ("cell", "shown"),
        [
            (None, NA),
            ("", VALUE),
            ("douze", VALUE),
            ("12", VALUE),
            (True, 0.1),
            (TimeType(1900, 1, 9), 1.0),
            (dt.datetime(1900, 1, 9), 1.0),
        ],
    )
    def test_what_a_cell_may_hold(self, excel: Excel, cell: Any, shown: Any) -> None:
        # 9 January 1900 is day 10 from 30 December 1899, the day zero of Excel's serial numbers.
        assert excel.from_vba("KPI_ROAS", cell, 10.0) == shown
        assert excel.from_vba("KPI_ROAS", ((cell,), (20.0,)), 10.0) == [[shown], [2.0]]

    def test_blanks_of_a_range_function_are_passed_over(self, excel: Excel) -> None:
        assert excel.from_vba("KPI_NPS", ((10.0,), (9.0,), (8.0,), (6.0,), (None,))) == 25.0
        assert excel.from_vba("KPI_NPS", ((None,), (None,))) == DIV0

    def test_text_results(self, excel: Excel) -> None:
        label = KPIS["KPI_STATUS"].function.result.labels  # type: ignore[union-attr]
        given = as_com(KPIS["KPI_STATUS"].examples[0].arguments)
        assert excel.from_vba("KPI_STATUS", *given) in label
        shown = excel.from_vba("KPI_STATUS", ((given[0],), (None,)), *given[1:])
        assert shown[0][0] in label
        assert shown[1] == [NA]

    @pytest.mark.parametrize("kpi", [k for k in KPIS.values() if any(p.optional for p in k.parameters)], ids=str)
    def test_an_optional_argument_left_out(self, excel: Excel, kpi: Kpi) -> None:
        required = [p for p in kpi.parameters if not p.optional]
        given = as_com(kpi.examples[0].arguments[: len(required)])
        expected = as_vba(call(kpi.name, *given))
        left_out = [MISSING] * (len(kpi.parameters) - len(required))
        assert excel.from_vba(kpi.name, *given, *left_out) == expected
        assert excel.from_vba(kpi.name, *given) == expected

    def test_only_what_is_given_reaches_the_worksheet(self, monkeypatch: pytest.MonkeyPatch) -> None:
        seen: list[tuple[Any, ...]] = []
        monkeypatch.setattr(functions, "evaluate", lambda *call: seen.append(call) or evaluate(*call))
        cell_function(KPIS["KPI_ROAS"], "en", LastError())(10.0, NOT_GIVEN, NOT_GIVEN)
        cell_function(KPIS["KPI_ROAS"], "en", LastError())(NOT_GIVEN, 5.0)
        assert seen == [("KPI_ROAS", 10.0), ("KPI_ROAS", None, 5.0)]

    def test_a_gap_before_a_given_argument_is_a_blank(self) -> None:
        assert cell_function(KPIS["KPI_ROAS"], "en", LastError())(NOT_GIVEN, 5.0) == [[NA]]


class TestLastError:
    def test_it_keeps_the_reason_of_the_last_failure(self, excel: Excel) -> None:
        excel.from_vba("KPI_ROAS", 10.0, 0.0)
        excel.from_vba("KPI_ROAS", 10.0, 5.0)
        why = evaluate("KPI_ROAS", 10, 0).why
        assert why is not None
        for lang in LANGUAGES:
            assert excel.functions.LAST_ERROR.text(lang) == why.text(lang)

    def test_nothing_has_failed_yet(self) -> None:
        assert LastError().text("fr") is None


PUBLISHED = list(csv.DictReader((ROOT / "tests/oracle/published.csv").read_text("utf-8").splitlines()))
CALL = re.compile(r"(?:INDEX\()?(KPI_\w+)\(([^)]*)\)(?:,(\d),(\d)\))?")


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["formula"])
def test_published_answers(excel: Excel, row: dict[str, str]) -> None:
    match = CALL.fullmatch(row["formula"])
    assert match
    name, arguments, _, column = match.groups()
    shown = excel.from_vba(name, *(as_com(a) for a in ast.literal_eval(f"({arguments},)")))
    found = shown[int(column) - 1] if column else shown  # INDEX takes a cell of the one row that spills
    assert found == pytest.approx(float(row["expected"]), abs=float(row["tolerance"]), rel=1e-12), row["source"]
