"""A cell explained down to the data."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
import xlsxwriter

from tests.workbook.books import MAIN, make, rewrite
from xl_kpi.errors import UserError
from xl_kpi.workbook import open_package, recalculate, trace
from xl_kpi.workbook.analysis.moved import moved


@pytest.fixture
def book(tmp_path: Path) -> Path:
    data = {"A1": 100, "A2": 200, "B1": 0, "B2": "=B1*2"}
    board = {
        "C4": "=KPI_ROAS(SUM(Data!A1:A2),SUM(Data!B1:B2))",
        "C5": "=C4+1",
        "C6": "=CUBEVALUE(1,1)",
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
    assert (revenue.cell, revenue.cells, [i.value for i in revenue.inputs]) == ("Data!A1:A2", 2, [100, 200])
    product = spend.inputs[1]
    assert (product.cell, product.value, product.formula) == ("Data!B2", 0, "=B1*2")
    assert [(i.cell, i.value) for i in product.inputs] == [("Data!B1", 0)]
    assert book.read_bytes() == before


def test_text_and_json(book: Path) -> None:
    found = trace(open_package(book), "$a$1")
    assert found.lines("en") == [
        "S!A1 = #DIV/0!   =C1   (the error comes from S!C1)",
        "  S!C1 = #DIV/0!   =Board!C4   (the error comes from Board!C4)",
        "    Board!C4 = #DIV/0!   =KPI_ROAS(SUM(Data!A1:A2),SUM(Data!B1:B2))   (KPI_ROAS: ad_spend is 0)",
        "      · KPI_ROAS, revenue: 300   SUM(Data!A1:A2)",
        "      · KPI_ROAS, ad_spend: 0   SUM(Data!B1:B2)",
        "      Data!A1:A2 = 2 filled cells, sum 300, 100 to 200",
        "        Data!A1 = 100",
        "        Data!A2 = 200",
        "      Data!B1:B2 = 2 filled cells, sum 0, 0 to 0",
        "        Data!B1 = 0",
        "        Data!B2 = 0   =B1*2",
        "          Data!B1 = 0",
    ]
    assert found.as_dict("fr")["inputs"][0]["cell"] == "S!C1"
    assert json.loads(json.dumps(found.as_dict("fr")))["why"] == "l’erreur vient de S!C1"


@pytest.fixture
def sales(tmp_path: Path) -> Path:
    """A workbook with a table, names, formats, a spill and headings."""
    path = tmp_path / "sales.xlsx"
    book = xlsxwriter.Workbook(str(path))
    board, data = book.add_worksheet("Board"), book.add_worksheet("L'été")
    day, rate = book.add_format({"num_format": "dd/mm/yyyy"}), book.add_format({"num_format": "0.0%"})
    rows = [[dt.date(2025, 1, 1) + dt.timedelta(i), "web" if i % 2 else "shop", 1000.5 + i] for i in range(20)]
    columns = [{"header": "Day", "format": day}, {"header": "Channel"}, {"header": "Sales"}]
    data.add_table("A1:C21", {"name": "Sales", "data": rows, "columns": columns})
    book.define_name("Goal", "=Board!$B$1")
    board.write("A1", "Goal for the month")
    board.write("B1", 0.25, rate)
    board.write("A2", "Sales of the  web")
    board.write_formula("B2", '=SUMIFS(Sales[Sales],Sales[Channel],"web")*(1+Goal)', None, 0)
    board.write_formula("B3", "=MAX(Sales[Day])", day, 0)
    board.write_formula("B4", "=1/B9", None, 0)
    board.write_dynamic_array_formula("D1:D3", "=SORT(Goal+{1;2;3})", None, 0)
    book.close()
    return path


def test_names_tables_headings_and_formats(sales: Path) -> None:
    package = open_package(sales)
    assert trace(package, "Board!B2").lines("fr") == [
        'Board!B2 [Sales of the web] = 12\u202f631,25   =SUMIFS(Sales[Sales],Sales[Channel],"web")*(1+Goal)',
        "  Sales[Sales]\u00a0: L'été!C2:C21 = 20\u00a0cellules remplies, "
        "somme\u00a020\u202f200, de 1\u202f000,50 à 1\u202f019,50",
        '  Sales[Channel]\u00a0: L\'été!B2:B21 = 20\u00a0cellules remplies, "shop", "web"',
        "  Goal\u00a0: Board!B1 [Goal for the month] = 25,00\u00a0%",
    ]
    assert trace(package, "board!b3").lines("en") == [
        "Board!B3 = 2025-01-20   =MAX(Sales[Day])",
        "  Sales[Day]: L'été!A2:A21 = 20 filled cells, 2025-01-01 to 2025-01-20",
    ]
    assert trace(package, "'L''été'!C3").lines("en") == ["L'été!C3 [Sales] = 1,001.50"]


def test_an_empty_cell_a_native_error_and_a_cell_that_another_fills(sales: Path) -> None:
    package = open_package(sales)
    assert trace(package, "B4").lines("en") == [
        "Board!B4 = #DIV/0!   =1/B9   (division by zero)",
        "  Board!B9 = (empty)",
    ]
    assert trace(package, "B4").lines("fr")[0].endswith("(division par zéro)")
    filled = trace(package, "D2")
    assert filled.value == 2.25 and filled.why is not None and filled.why.en == "filled by the formula in Board!D1"
    assert filled.inputs[0].formula == "=_xlfn._xlws.SORT(Goal+{1;2;3})"


def test_a_shared_formula_is_shown_as_its_cell_shows_it(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{i}"><c r="A{i}"><v>{i}</v></c><c r="B{i}">%s</c></row>' for i in (1, 2))
    shared = '<f t="shared" ref="B1:B2" si="0">A1*$A$1+SUM(A1:A$2)</f>', '<f t="shared" si="0"/>'
    xml = f'<worksheet xmlns="{MAIN}"><sheetData>{rows % shared}</sheetData></worksheet>'
    path = rewrite(make(tmp_path / "b.xlsx", {"A1": 1}), {"xl/worksheets/sheet1.xml": xml.encode()})
    found = trace(open_package(path), "B2")
    assert (found.formula, found.value) == ("=A2*$A$1+SUM(A2:A$2)", 4)


@pytest.mark.parametrize(
    ("rows", "columns", "shown"),
    [
        (0, 1, "SUM(B:$C)+SUM(1:$2)+B1+$A$1"),
        (2, 0, "SUM(A:$C)+SUM(3:$2)+A3+$A$1"),
        (0, -2, "SUM(#REF!)+SUM(1:$2)+#REF!+$A$1"),
        (-1, 0, "SUM(A:$C)+SUM(#REF!)+#REF!+$A$1"),
    ],
)
def test_whole_columns_move_along_and_nothing_leaves_the_grid(rows: int, columns: int, shown: str) -> None:
    assert moved("SUM(A:$C)+SUM(1:$2)+A1+$A$1", rows, columns) == shown


def test_a_long_range_is_cut_and_says_so(tmp_path: Path) -> None:
    cells = {f"A{i}": f"={i}*1" for i in range(1, 31)}
    path = make(tmp_path / "b.xlsx", cells | {"B1": "=SUM(A1:A30)"})
    (numbers,) = trace(open_package(path), "B1").inputs
    assert len(numbers.inputs) == 5 and numbers.cells == 30
    assert numbers.lines("en")[0] == "S!A1:A30 = 30 filled cells, sum 465, 1 to 30   (and 25 more formulas)"


def test_a_kept_cell_says_why(book: Path) -> None:
    found = trace(open_package(book), "Board!C7")
    (cells,) = found.inputs
    assert [(c.cell, c.why and c.why.en) for c in cells.inputs if c.cell == "Board!C6"] == [
        ("Board!C6", "not evaluated: CUBEVALUE is not supported")
    ]


@pytest.mark.parametrize("cell", ["", "Nowhere!A1", "C", "Board!", "ZZZZ1", "A9999999"])
def test_an_address_that_is_none(book: Path, cell: str) -> None:
    with pytest.raises(UserError, match="no cell"):
        trace(open_package(book), cell)


def test_a_formula_that_is_not_evaluated_shows_what_it_reads(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 3, "A2": 4, "B1": '=CUBEVALUE("Sales",A1,Other!C2)'}, Other={"C2": 5})
    found = trace(open_package(path), "B1")
    assert [(i.cell, i.value) for i in found.inputs] == [("S!A1", 3), ("Other!C2", 5)]


def test_a_newer_error_is_called_by_its_name(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 3, "B1": "=SUM(DROP(A1:A1,1))"})
    recalculate(path)  # the file holds #VALUE! and a rich value
    assert trace(open_package(path), "B1").lines("fr")[0].startswith("S!B1 = #CALC!")
