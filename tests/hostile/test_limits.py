"""Every limit on a workbook, lowered: the refusal names the file, the limit, what was found and what is allowed."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from tests.hostile.books import CELLS, base, cells, sheet, with_parts, with_sheet, zipped
from tests.workbook.books import make
from xl_kpi.errors import LimitError
from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.workbook import recalculate

ARRAY = with_sheet(cells('<c r="D1"><f t="array" ref="D1:F1">A1*{1,2,3}</f></c>'))
COLUMN = "".join(f'<row r="{i}"><c r="D{i}"><f>A{i}+B{i}</f></c></row>' for i in range(2, 12))
REFUSED: dict[str, tuple[int, bytes, str]] = {
    "workbook_bytes": (100, zipped(base()), "found 0 MiB, at most 0 MiB"),
    "entry_bytes": (200, zipped(base()), "limit entry_bytes"),
    "total_bytes": (1000, zipped(base()), "limit total_bytes"),
    "entries": (3, zipped(base()), "limit entries: found 7, at most 3"),
    "xml_depth": (3, zipped(base()), "limit xml_depth: found 4, at most 3"),
    "cells": (2, zipped(base()), "limit cells: found 3, at most 2"),
    "merged_cells": (
        5,
        with_sheet(cells(after='<mergeCells><mergeCell ref="E5:F7"/></mergeCells>'))(),
        "limit merged_cells: found 6, at most 5",
    ),
    "spill_cells": (2, ARRAY(), "limit spill_cells: found 3, at most 2"),
    "references": (20, with_sheet(sheet(f'<row r="1">{CELLS}</row>{COLUMN}'))(), "references: found 21, at most 20"),
    "seconds": (0, with_sheet(cells("".join(f'<c r="{c}1"><f>KPI_ROAS(A1,B1)</f></c>' for c in "DEFGH")))(), "seconds"),
}
# One cell is kept, or the rest only reported; memory: tests/workbook/test_isolated.py; what-if: test_what_if.py.
ELSEWHERE = {"array_cells", "memory_bytes", "notes", "what_if_steps"}


def test_every_limit_on_a_workbook_has_its_test() -> None:
    names = [field.name for field in fields(Limits)]
    assert set(names[: names.index("plain_bytes")]) == {*REFUSED, *ELSEWHERE}  # from there on: limits on exports


@pytest.mark.parametrize("limit", REFUSED)
def test_a_limit_names_itself(tmp_path: Path, limit: str) -> None:
    value, raw, said = REFUSED[limit]
    book = tmp_path / "book.xlsx"
    book.write_bytes(raw)
    given: Any = {limit: value}
    with pytest.raises(LimitError) as caught:
        recalculate(book, limits=replace(DEFAULT, **given))
    for text in (caught.value.text.en, caught.value.text.fr):
        assert "book.xlsx" in text and limit in text and "\n" not in text
    assert said in caught.value.text.en
    assert book.read_bytes() == raw
    assert recalculate(book).written


@pytest.mark.parametrize("size", [100, 3 << 20])
@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "docProps/app.xml"]
)
def test_depth_is_counted_in_parts_of_any_size(tmp_path: Path, part: str, size: int) -> None:
    def at(levels: int) -> Path:
        data = base().get(part, b"<Properties></Properties>")
        inside = b" " * size + b"<a>" * levels + b"/>" * 9 + b"</a>" * levels  # "/>" in a text is no end of an element
        path = tmp_path / "book.xlsx"
        path.write_bytes(with_parts({part: data[: data.rindex(b"</")] + inside + data[data.rindex(b"</") :]})())
        return path

    assert recalculate(at(63)).evaluated == 1
    with pytest.raises(LimitError, match=rf"book\.xlsx \({part}\): refused, limit xml_depth: found 65, at most 64"):
        recalculate(at(64))


def test_an_array_that_is_too_large_is_kept_and_named(tmp_path: Path) -> None:
    book = make(tmp_path / "book.xlsx", {"A1": 1, "B1": "=SUMPRODUCT((C1:C9=1)*(D1:D9=2))"})
    (kept,) = recalculate(book, limits=replace(DEFAULT, array_cells=8)).kept
    assert kept.reason.en == "array too large, limit array_cells: 9 cells, at most 8"
    assert kept.reason.fr == "tableau trop grand, limite array_cells\u00a0: 9 cellules, 8 au plus"
    assert recalculate(book).kept == ()
