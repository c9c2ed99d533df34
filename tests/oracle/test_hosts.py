"""Every host gives the same: worksheet boundary, one formula on the command line, a recalculated workbook.

The fourth host, the functions that xlwings calls, is held to the worksheet in tests/excel.
"""

import csv
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from openpyxl.worksheet.formula import ArrayFormula

from xl_kpi.catalog import KPIS, Kpi
from xl_kpi.catalog.facts import example_call
from xl_kpi.catalog.kpi import Example
from xl_kpi.errors import BY_NAME, ExcelError
from xl_kpi.formulas.definition import Formula
from xl_kpi.workbook import calculate, recalculate
from xl_kpi.worksheet import call

PUBLISHED = list(csv.DictReader(Path(__file__).with_name("published.csv").read_text("utf-8").splitlines()))
EXAMPLES = [(kpi, example, f"{kpi.name}-{i}") for kpi in KPIS.values() for i, example in enumerate(kpi.examples)]


def rows_of(value: Any) -> list[list[Any]]:
    return [list(row) for row in value] if isinstance(value, list | tuple) else [[value]]


def same(ours: list[list[Any]], theirs: list[list[Any]]) -> None:
    assert len(ours) == len(theirs)
    for our_row, their_row in zip(ours, theirs, strict=True):
        for our, their in zip(our_row, their_row, strict=True):
            assert our == (pytest.approx(their, rel=1e-12) if isinstance(their, float) else their)


@pytest.mark.parametrize("row", PUBLISHED, ids=lambda row: row["formula"])
def test_published_answers_as_one_formula(row: dict[str, str]) -> None:
    expected = pytest.approx(float(row["expected"]), abs=float(row["tolerance"]), rel=1e-12)
    assert calculate(row["formula"]).value == expected, row["source"]


def has_blank(value: Any) -> bool:
    return value is None or (isinstance(value, list | tuple) and any(has_blank(v) for v in value))


@pytest.mark.parametrize(
    ("kpi", "example"),
    [pytest.param(k, e, id=i) for k, e, i in EXAMPLES if not any(has_blank(a) for a in e.arguments)],
)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_examples_as_their_page_writes_them(kpi: Kpi, example: Example, lang: Any) -> None:
    shown = calculate(example_call(kpi, example, lang), lang).value
    same(rows_of(shown), rows_of(call(kpi.name, *example.arguments)))


def build(path: Path) -> dict[str, tuple[Kpi, Example]]:
    """Write every example and published formula into a workbook: arguments in cells, a formula over them."""
    book = xlsxwriter.Workbook(path)
    sheet, data = book.add_worksheet("Formules"), book.add_worksheet("Données")
    placed, row, top = {}, 0, 0
    for kpi, example, _ in EXAMPLES:
        references, left = [], 0
        height = 1
        for argument in example.arguments:
            block = rows_of(argument)
            for r, line in enumerate(block):
                for c, cell in enumerate(line):
                    if isinstance(cell, ExcelError):
                        data.write_formula(top + r, left + c, f"={cell}")
                    elif cell is not None:
                        data.write(top + r, left + c, cell)
            first = f"{xlsxwriter.utility.xl_rowcol_to_cell(top, left)}"
            last = xlsxwriter.utility.xl_rowcol_to_cell(top + len(block) - 1, left + len(block[0]) - 1)
            references.append(f"Données!{first}:{last}" if first != last else f"Données!{first}")
            left += len(block[0]) + 1
            height = max(height, len(block))
        expected = rows_of(call(kpi.name, *example.arguments))
        formula = f"={kpi.name}({','.join(references)})"
        if len(expected) == len(expected[0]) == 1 and isinstance(kpi.function, Formula):
            sheet.write_formula(row, 0, formula)
        else:
            sheet.write_array_formula(row, 0, row + len(expected) - 1, len(expected[0]) - 1, f"{{{formula}}}")
        placed[f"A{row + 1}"] = (kpi, example)
        row += len(expected)
        top += height + 1
    for number, answer in enumerate(PUBLISHED):
        sheet.write_formula(number, 20, f"={answer['formula']}")
    book.close()
    return placed


def test_a_workbook_of_all_examples_recalculated(tmp_path: Path) -> None:
    path = tmp_path / "exemples.xlsx"
    placed = build(path)
    report = recalculate(path)
    assert report.kept == ()
    assert report.evaluated == report.formulas >= len(EXAMPLES) + len(PUBLISHED)
    assert set(report.functions) >= set(KPIS)
    values = openpyxl.load_workbook(path, data_only=True)["Formules"]
    formulas = openpyxl.load_workbook(path)["Formules"]
    for cell, (kpi, example) in placed.items():
        expected = rows_of(call(kpi.name, *example.arguments))
        top = int(cell[1:])
        shown = [[values.cell(top + r, 1 + c).value for c in range(len(expected[0]))] for r in range(len(expected))]
        read = [[BY_NAME.get(v, v) if isinstance(v, str) else v for v in line] for line in shown]
        same([["" if v is None else v for v in line] for line in read], expected)
        text = formulas[cell].value
        assert kpi.name in (text.text if isinstance(text, ArrayFormula) else text)
    for number, answer in enumerate(PUBLISHED, start=1):
        expected = pytest.approx(float(answer["expected"]), abs=float(answer["tolerance"]), rel=1e-12)
        assert values.cell(number, 21).value == expected, answer["formula"]
