"""A cell explained down to the data."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.workbook.books import make
from xl_kpi.errors import UserError
from xl_kpi.workbook import open_package, trace


@pytest.fixture
def book(tmp_path: Path) -> Path:
    data = {"A1": 100, "A2": 200, "B1": 0, "B2": "=B1*2"}
    board = {
        "C4": "=KPI_ROAS(SUM(Data!A1:A2),SUM(Data!B1:B2))",
        "C5": "=C4+1",
        "C6": "=BESSELI(1,1)",
        "C7": "=SUM(C4:C6)",
    }
    return make(tmp_path / "book.xlsx", {"A1": "=C1", "C1": "=Board!C4"}, Data=data, Board=board)


def test_values_addresses_and_reasons(book: Path) -> None:
    before = book.read_bytes()
    found = trace(open_package(book), "Board!C5")
    assert (found.cell, found.formula, found.value) == ("Board!C5", "=C4+1", "#DIV/0!")
    assert found.why is not None and found.why.en == "the error comes from Board!C4"
    (roas,) = found.inputs
    assert roas.why is not None and roas.why.en == "KPI_ROAS: ad_spend is 0"
    revenue, spend = roas.inputs
    assert (revenue.cell, revenue.cells, revenue.inputs) == ("Data!A1:A2", 2, ())
    (product,) = spend.inputs
    assert (product.cell, product.value, product.formula) == ("Data!B2", 0, "=B1*2")
    assert [(i.cell, i.value) for i in product.inputs] == [("Data!B1", 0)]
    assert book.read_bytes() == before


def test_text_and_json(book: Path) -> None:
    found = trace(open_package(book), "$a$1")
    assert found.lines("en") == [
        "S!A1 = #DIV/0!   =C1   (the error comes from S!C1)",
        "  S!C1 = #DIV/0!   =Board!C4   (the error comes from Board!C4)",
        "    Board!C4 = #DIV/0!   =KPI_ROAS(SUM(Data!A1:A2),SUM(Data!B1:B2))   (KPI_ROAS: ad_spend is 0)",
        "      Data!A1:A2 = 2 filled cells",
        "      Data!B1:B2 = 2 filled cells",
        "        Data!B2 = 0   =B1*2",
        "          Data!B1 = 0",
    ]
    assert found.as_dict("fr")["inputs"][0]["cell"] == "S!C1"


def test_a_kept_cell_says_why(book: Path) -> None:
    found = trace(open_package(book), "Board!C7")
    (cells,) = found.inputs
    assert [(c.cell, c.why and c.why.en) for c in cells.inputs if c.cell == "Board!C6"] == [
        ("Board!C6", "not evaluated: BESSELI is not supported")
    ]


@pytest.mark.parametrize("cell", ["", "Nowhere!A1", "C", "Board!", "ZZZZ1", "A9999999"])
def test_an_address_that_is_none(book: Path, cell: str) -> None:
    with pytest.raises(UserError, match="no cell"):
        trace(open_package(book), cell)
