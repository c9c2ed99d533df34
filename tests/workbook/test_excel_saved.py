"""Workbooks that Excel saved: every stored value spoilt, recalculated, compared with what Excel stored.

Where they come from, and under which licence, is in `excel_saved/SOURCES.csv`. None was made by this project.
"""

from __future__ import annotations

import csv
import hashlib
import re
from pathlib import Path

import pytest

from benchmarks.corpus import Verdict, judge, totals

FOLDER = Path(__file__).with_name("excel_saved")
SOURCES = list(csv.DictReader((FOLDER / "SOURCES.csv").read_text("utf-8").splitlines()))
# Why a cell may be kept; a reason that is not here is a new kind of failure.
KNOWN = re.compile(
    r"depends on .+, whose value is kept|[\w.]+ is not supported|"
    r"[\w.]+: (number of arguments|an empty argument|ranges of (un|different )[\w ]+|no delimiter|an array in reserve|"
    r"a text whose meaning is not certain|what the file does not tell)|"
    r"unknown name: .+|unsupported reference: .+|link to another workbook: .+|"
    r"[\w.]+ in a workbook with 1904 dates|the name \w+ is a formula or not an absolute reference|"
    r"(a|an|the|two|one) [\w ’*~]+|circular reference|text used as a number|TRUE or FALSE as a number|"
    r"function applied to (a|too large a) range, element by element|index 0 means a whole row or column|"
    r"MATCH in descending order|array constant or LAMBDA|computed range, union or intersection of ranges|"
    r"INDEX over a range of two dimensions|XLOOKUP over ranges of different shapes|what-if data table"
)
LEAST_SHARE = 0.80  # of a file's cells, on average over the files


@pytest.fixture(scope="module")
def verdicts() -> dict[str, Verdict]:
    return {source["file"]: judge(FOLDER / source["file"]) for source in SOURCES}


def test_every_workbook_is_what_its_source_says() -> None:
    for source in SOURCES:
        assert hashlib.sha256((FOLDER / source["file"]).read_bytes()).hexdigest() == source["sha256"]
    assert {f"{p.parent.name}/{p.name}" for p in FOLDER.rglob("*.xls?")} == {source["file"] for source in SOURCES}


@pytest.mark.parametrize("file", [source["file"] for source in SOURCES])
def test_no_cell_differs_from_what_excel_stored(file: str, verdicts: dict[str, Verdict]) -> None:
    verdict = verdicts[file]
    assert verdict.status == "judged", verdict.message
    assert not verdict.wrong
    assert not verdict.damaged
    assert not verdict.excepted
    assert [reason for reason in verdict.kinds if not KNOWN.fullmatch(reason)] == []


def test_most_cells_are_evaluated(verdicts: dict[str, Verdict]) -> None:
    found = totals(list(verdicts.values()))
    assert found["files_by_excel_with_values"] >= 85
    assert found["mean_over_files"] >= LEAST_SHARE
