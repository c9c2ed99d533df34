"""The native formulas of a share copy, calculated by LibreOffice, against the worksheet boundary: values and errors."""

from __future__ import annotations

import random
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from tests.tools import recalculated_by_libreoffice
from xl_kpi.catalog import KPIS, Kpi
from xl_kpi.errors import BY_NAME, ExcelError
from xl_kpi.formulas.definition import Formula, Parameter
from xl_kpi.formulas.units import Unit
from xl_kpi.reports.share import share
from xl_kpi.worksheet import call

NATIVE = [kpi for kpi in KPIS.values() if kpi.native is not None]
DRAWS = 60  # calls of each KPI, beside its examples
ODD = [None, "n/a", "12", ExcelError.NA, ExcelError.DIV0]
USUAL = {Unit.FRACTION: [0.0, 0.05, 0.4, 0.9, 1.0, 1.5, -0.2], Unit.RATIO: [0.5, 2.0]}
NUMBERS = [0.0, 1.0, 2.0, 5.0, 7.5, 10.0, 120.0, 2400.0, 1e6, -1.0, -30.0]


def number(draw: random.Random, unit: Unit) -> float:
    return draw.choice(USUAL.get(unit, NUMBERS))


def argument(draw: random.Random, p: Parameter, kpi: Kpi) -> Any:
    if p.kind.choices:
        return draw.choice([*p.kind.choices, *p.kind.choices, p.kind.choices[0].lower(), "autre", None])
    if p.kind.shape == "each":
        return draw.choice(ODD) if draw.random() < 0.12 else number(draw, p.kind.unit)
    rows = 4
    if p.name == "ids":
        return [[draw.choice(["a", "A", "b", 5.0, None, "c d"])] for _ in range(rows)]
    scores = [0.0, 3.0, 6.0, 7.0, 9.0, 10.0]
    pool: list[Any] = scores if "scores" in p.name else [0.0, 1.0, 10.0, 250.0, 3.5]
    unusual = [None, "n/a", -2.0, 10.5, 11.0, ExcelError.DIV0] if draw.random() < 0.3 else pool
    return [[draw.choice(unusual if draw.random() < 0.3 else pool)] for _ in range(rows)]


def calls() -> list[tuple[Kpi, tuple[Any, ...]]]:
    draw = random.Random(20250101)
    found = []
    for kpi in NATIVE:
        found += [(kpi, example.arguments) for example in kpi.examples]
        required = sum(not p.optional for p in kpi.parameters)
        for _ in range(DRAWS):
            count = draw.randint(required, len(kpi.parameters))
            found.append((kpi, tuple(argument(draw, p, kpi) for p in kpi.parameters[:count])))
    return found


def rows_of(value: Any) -> list[list[Any]]:
    if not isinstance(value, list | tuple):
        return [[value]]
    return [list(row) if isinstance(row, list | tuple) else [row] for row in value]


def write(sheet: Any, row: int, column: int, value: Any) -> None:
    if isinstance(value, ExcelError):
        sheet.write_formula(row, column, f"={value}", None, str(value))
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write(row, column, value)


def equal(ours: Any, theirs: Any) -> bool:
    if isinstance(ours, float) and isinstance(theirs, int | float):
        return theirs == pytest.approx(ours, rel=1e-9, abs=1e-9)
    return bool(ours == theirs)


def build(path: Path, asked: list[tuple[Kpi, tuple[Any, ...]]]) -> None:
    """Write each call's arguments into cells, the call beside them, and the call inside IFERROR."""
    book = xlsxwriter.Workbook(path)
    sheet, data = book.add_worksheet("Calls"), book.add_worksheet("Data")
    top = 0
    for row, (kpi, arguments) in enumerate(asked):
        references, column = [], 0
        for value in arguments:
            block = rows_of(value)
            for r, line in enumerate(block):
                for c, cell in enumerate(line):
                    write(data, top + r, column + c, cell)
            last = (top + len(block) - 1, column + len(block[0]) - 1)
            one = last == (top, column)
            area = xl_rowcol_to_cell(top, column) if one else xl_range(top, column, *last)
            references.append(f"Data!{area}")
            column += len(block[0])
        text = f"{kpi.name}({','.join(references)})"
        sheet.write_formula(row, 0, f"={text}")
        sheet.write_formula(row, 1, f'=IFERROR({text},"error")')
        top += max(len(rows_of(a)) for a in arguments)
    book.close()


@pytest.fixture(scope="module")
def asked() -> list[tuple[Kpi, tuple[Any, ...]]]:
    # A block where one value belongs is worked on element by element; test_blocks covers that.
    return [
        (kpi, arguments)
        for kpi, arguments in calls()
        if not isinstance(call(kpi.name, *arguments), list) and not any(isinstance(a, bool) for a in arguments)
    ]


def test_every_native_formula_equals_its_kpi(asked: Any, tmp_path: Path) -> None:
    build(tmp_path / "calls.xlsx", asked)
    done = share(tmp_path / "calls.xlsx", tmp_path / "copy.xlsx")
    assert done.noted == done.left == ()
    assert done.native == 2 * len(asked)
    (theirs,) = recalculated_by_libreoffice([tmp_path / "copy.xlsx"], tmp_path)
    shown = openpyxl.load_workbook(theirs, data_only=True)["Calls"]
    formulas = openpyxl.load_workbook(tmp_path / "copy.xlsx")["Calls"]
    differences = []
    errors = 0
    for row, (kpi, arguments) in enumerate(asked, 1):
        expected = call(kpi.name, *arguments)
        errors += isinstance(expected, ExcelError)
        bare, caught = (shown.cell(row, column).value for column in (1, 2))
        if not equal(expected, BY_NAME.get(bare, bare) if isinstance(bare, str) else bare):
            differences.append(f"{kpi.name}{arguments}: {expected!r}, not {bare!r}: {formulas.cell(row, 1).value}")
        if not equal("error" if isinstance(expected, ExcelError) else expected, caught):
            differences.append(f"{kpi.name}{arguments}: {expected!r}, not {caught!r}: {formulas.cell(row, 2).value}")
    assert not differences, "\n".join(differences)
    assert {kpi.name for kpi, _ in asked} == {kpi.name for kpi in NATIVE}
    assert errors > 1000


def test_blocks_are_worked_on_cell_by_cell(tmp_path: Path) -> None:
    draw = random.Random(7)
    lifted = [kpi for kpi in NATIVE if all(p.kind.shape == "each" for p in kpi.parameters)]
    book = xlsxwriter.Workbook(tmp_path / "blocks.xlsx")
    sheet, data = book.add_worksheet("Calls"), book.add_worksheet("Data")
    expected, data_of, top, size = [], [], 0, 12
    for kpi in lifted:
        # One odd cell a row: where two stand, LibreOffice shows the second one's error in a block, not the first's.
        lines = [[argument(draw, p, kpi) for p in kpi.parameters] for _ in range(40 * size)]
        columns = list(zip(*[line for line in lines if sum(v in ODD for v in line) < 2][:size], strict=True))
        data_of += zip(*columns, strict=True)
        for c, column in enumerate(columns):
            for r, value in enumerate(column):
                write(data, top + r, c, value)
        references = [f"Data!{xl_range(top, c, top + size - 1, c)}" for c in range(len(columns))]
        sheet.write_array_formula(top, 0, top + size - 1, 0, f"{{={kpi.name}({','.join(references)})}}")
        expected += [row[0] for row in call(kpi.name, *[[[v] for v in column] for column in columns])]  # type: ignore[union-attr,index]
        top += size
    book.close()
    done = share(tmp_path / "blocks.xlsx", tmp_path / "copy.xlsx")
    assert done.native == len(lifted) > 50
    (theirs,) = recalculated_by_libreoffice([tmp_path / "copy.xlsx"], tmp_path)
    cells = openpyxl.load_workbook(theirs, data_only=True)["Calls"]
    shown = [cells.cell(row, 1).value for row in range(1, top + 1)]
    shown = [BY_NAME.get(v, v) if isinstance(v, str) else v for v in shown]
    wrong = [
        (lifted[i // size].name, data_of[i], a, b)
        for i, (a, b) in enumerate(zip(expected, shown, strict=True))
        if not equal(a, b)
    ]
    assert not wrong, "\n".join(map(str, wrong))


def test_conditions_of_rules_name_arguments_of_their_kpi() -> None:
    for kpi in NATIVE:
        assert isinstance(kpi.function, Formula)
        names = {p.name for p in kpi.parameters}
        for rule in kpi.function.rules:
            assert set(re.findall(r"\{(\w+)\}", "".join(rule.native))) <= names, kpi.name
