"""LibreOffice runs the add-in's VBA: every function called from a cell, answered through xlwings' own code.

One session computes every formula. LibreOffice has no Value2 and hands an array of arrays where COM
hands over one of two dimensions: a test build changes these two. It shows an error value that VBA
returns as the text "Error 2007", and reads error cells of a range as 0.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from tests.excel.addin.conftest import SETTINGS
from tests.excel.stand_ins import Excel
from tests.tools import absent, program
from xl_kpi.catalog import KPIS
from xl_kpi.errors import ExcelError
from xl_kpi.excel.addin import build
from xl_kpi.excel.addin.build import vba_modules
from xl_kpi.worksheet import call

HOST = Path(__file__).with_name("libreoffice_host.py")
TEST_ONLY = """
Public Sub UseServer(ByVal server As Object)
    Set mPython = server
End Sub

Public Function AsCom(ByVal answer As Variant) As Variant
    Dim row As Long, column As Long, block() As Variant
    AsCom = answer
    If Not IsArray(answer) Then Exit Function
    If Not IsArray(answer(0)) Then Exit Function
    ReDim block(0 To UBound(answer), 0 To UBound(answer(0)))
    For row = 0 To UBound(answer)
        For column = 0 To UBound(answer(0))
            block(row, column) = answer(row)(column)
        Next column
    Next row
    AsCom = block
End Function
"""
COLUMN = "=KPI_ROAS({0};{1})"
SPECIAL: dict[str, tuple[list[list[list[Any]]], str, Any]] = {
    # name: blocks of cells, the formula with their addresses, what the cells show
    "a column spills with an error in one cell": (
        [[[1200.0], [10.0]], [[300.0], [0.0]]], COLUMN, [[4.0], [ExcelError.DIV0]]),
    "a row": ([[[1200.0, 10.0, 3.0]]], "=KPI_ROAS({0};2)", [[600.0, 5.0, 1.5]]),
    "a row against a column": ([[[10.0, 20.0]], [[1.0], [2.0]]], COLUMN, [[10.0, 20.0], [5.0, 10.0]]),
    "text in a range": ([[["douze"], [4.0]]], "=KPI_ROAS({0};2)", [[ExcelError.VALUE], [2.0]]),
    "a boolean": ([], "=KPI_ROAS(TRUE();10)", [[0.1]]),
}  # fmt: skip


@dataclass
class Job:
    """The cells to fill and the formulas to compute, each below the one before."""

    values: list[list[Any]] = field(default_factory=list)
    formulas: list[list[Any]] = field(default_factory=list)
    expected: dict[str, list[list[Any]]] = field(default_factory=dict)
    row: int = 0

    def add(self, name: str, blocks: list[list[list[Any]]], formula: str, expected: list[list[Any]]) -> None:
        """Place blocks side by side from column K on, the formula in column A."""
        column, addresses = 10, []
        for block in blocks:
            for r, cells in enumerate(block):
                self.values += [[column + c, self.row + r, cell] for c, cell in enumerate(cells)]
            last = f"{letters(column + len(block[0]) - 1)}{self.row + len(block)}"
            addresses.append(f"{letters(column)}{self.row + 1}:{last}")
            column += len(block[0])
        rows, columns = len(expected), len(expected[0])
        self.formulas.append([0, self.row, rows, columns, formula.format(*addresses)])
        self.expected[name] = expected
        self.row += max(rows, *(len(block) for block in blocks)) if blocks else rows


def letters(column: int) -> str:
    """Return a column's letters."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(ord("A") + last)


def job() -> Job:
    """Return every example of the catalogue, ranges as cells, and the special cases."""
    made = Job()
    for kpi in KPIS.values():
        for i, example in enumerate(kpi.examples):
            if any(isinstance(a, ExcelError) for a in example.arguments):
                continue  # LibreOffice keeps an error from the function altogether
            blocks: list[list[list[Any]]] = []
            given: list[str] = []
            for value in example.arguments:
                if isinstance(value, list | tuple):
                    given.append(f"{{{len(blocks)}}}")
                    blocks.append([list(r) for r in value] if isinstance(value[0], list | tuple) else [list(value)])
                else:
                    given.append(literal(value))
            shown = call(kpi.name, *example.arguments)
            expected = shown if isinstance(shown, list) else [[shown]]
            made.add(f"{kpi.name} {i}", blocks, f"={kpi.name}({';'.join(given)})", expected)
    for name, (blocks, formula, shown) in SPECIAL.items():
        made.add(name, blocks, formula, shown)
    return made


def literal(value: Any) -> str:
    """Return a value as a formula writes it."""
    if isinstance(value, bool):
        return f"{str(value).upper()}()"
    return f'"{value}"' if isinstance(value, str) else "" if value is None else repr(value)


def as_com(value: Any) -> Any:
    """Return JSON as COM hands it over."""
    return tuple(map(as_com, value)) if isinstance(value, list) else value


def test_build() -> bytes:
    """Return the add-in with what LibreOffice needs instead of Excel."""
    modules = {name: source.replace(".Value2", ".Value") for name, source in vba_modules().items()}
    plain = 'KpiShown(KpiPython().CallUDF("xl_kpi.excel.functions", kpi, values))'
    assert plain in modules["KpiCells"]
    wrapped = plain.replace("KpiShown(", "KpiShown(AsCom(") + ")"
    modules["KpiCells"] = modules["KpiCells"].replace(plain, wrapped)
    modules["KpiServer"] += TEST_ONLY
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(import_module("xl_kpi.excel.addin.build"), "vba_modules", lambda: modules)
        return build(SETTINGS)


test_build.__test__ = False  # type: ignore[attr-defined]


def uno_python() -> str:
    """Return a Python that can talk to LibreOffice."""
    for name in ("python3", "/usr/bin/python3"):
        if subprocess.run([name, "-c", "import uno"], capture_output=True, check=False).returncode == 0:
            return name
    return absent("a Python with UNO", "python3-uno")


@dataclass
class Session:
    """What LibreOffice showed, and the calls that reached Python."""

    shown: dict[str, list[list[Any]]]
    expected: dict[str, list[list[Any]]]
    calls: list[tuple[str, Any]]


@pytest.fixture(scope="module")
def session(excel: Excel, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    folder = tmp_path_factory.mktemp("libreoffice")
    (folder / "addin.xlam").write_bytes(test_build())
    work = job()
    command = [uno_python(), str(HOST), program("soffice", "libreoffice-calc"), (folder / "profile").as_uri()]
    with subprocess.Popen(
        [*command, str(folder / "addin.xlam")], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as host:
        assert host.stdin is not None
        assert host.stdout is not None
        host.stdin.write(json.dumps({"values": work.values, "formulas": work.formulas}) + "\n")
        host.stdin.flush()
        calls: list[tuple[str, Any]] = []
        results: list[Any] = []
        for line in host.stdout:
            message = json.loads(line)
            if "results" in message:
                results = message["results"]
                break
            _, name, arguments = message["call"]
            calls.append((name, arguments))
            host.stdin.write(json.dumps(excel.from_vba(name, *as_com(arguments))) + "\n")
            host.stdin.flush()
    yield Session(dict(zip(work.expected, results, strict=True)), work.expected, calls)


def names() -> list[str]:
    return list(job().expected)


@pytest.mark.parametrize("name", names())
def test_a_cell_shows_what_the_worksheet_says(session: Session, name: str) -> None:
    for got, wanted in zip(session.shown[name], session.expected[name], strict=True):
        for cell, expected in zip(got, wanted, strict=True):
            if isinstance(expected, ExcelError):
                assert cell == f"Error {expected.code}"
            else:
                assert cell == (pytest.approx(expected, rel=1e-12) if isinstance(expected, float) else expected)


def test_every_function_was_called(session: Session) -> None:
    assert {name for name, _ in session.calls} == set(KPIS)
