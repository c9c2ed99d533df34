"""Answers that others published (`published.csv`, with its sources) for the KPIs declared so far."""

import ast
import csv
import re
from pathlib import Path

import pytest

from xl_kpi.catalog import KPIS
from xl_kpi.worksheet import call

ROWS = list(csv.DictReader(Path(__file__).with_name("published.csv").read_text("utf-8").splitlines()))


def parsed(formula: str) -> tuple[str, tuple[object, ...]] | None:
    match = re.fullmatch(r"(KPI_\w+)\((.*)\)", formula)
    if match is None or match[1] not in KPIS:
        return None
    return match[1], ast.literal_eval(f"({match[2]},)")


DECLARED = [pytest.param(*found, row, id=row["formula"]) for row in ROWS if (found := parsed(row["formula"]))]


@pytest.mark.parametrize(("name", "arguments", "row"), DECLARED)
def test_published_answer(name: str, arguments: tuple[object, ...], row: dict[str, str]) -> None:
    expected = pytest.approx(float(row["expected"]), abs=float(row["tolerance"]), rel=1e-12)
    assert call(name, *arguments) == expected, row["source"]


def test_most_declared_kpis_have_a_published_answer() -> None:
    assert len(DECLARED) >= 16


def test_nps_interval_and_its_data_in_the_r_package_nps() -> None:
    # R package NPS 1.1, its test data: 462 promoters, 176 passives, 362 detractors; 95 % interval 4.41..15.59
    scores = [[10]] * 462 + [[8]] * 176 + [[0]] * 362
    (low, high), *_ = call("KPI_NPS_CI", scores)  # type: ignore[misc]
    assert (low, high) == (pytest.approx(4.41, abs=0.005), pytest.approx(15.59, abs=0.005))
