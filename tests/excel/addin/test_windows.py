"""xlwings' real COM server and library on CPython for Windows, under Wine.

Another process reaches the server as VBA does: by our command through the library, over COM.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests import wine
from tests.tools import ROOT, absent
from xl_kpi.catalog import KPIS, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.worksheet import call

HOST = ROOT / "tests" / "excel" / "addin" / "windows_host.py"
EXAMPLES = [(kpi.name, example.arguments) for kpi in KPIS.values() for example in kpi.examples]
LEFT_OUT = {"left out": True}
SPECIAL: dict[str, tuple[str, list[Any], Any]] = {
    # name: function, arguments, what VBA receives
    **{f"{e} comes in": ("KPI_ROAS", [e, 2.0], str(e)) for e in ExcelError},
    "every error in a column": ("KPI_ROAS", [[[e] for e in ExcelError], 2.0], [[str(e)] for e in ExcelError]),
    "a row arrives flat": ("KPI_ROAS", [[[10.0, 20.0]], 10.0], [1.0, 2.0]),
    "rows and columns": ("KPI_ROAS", [[[10.0, 20.0]], [[1.0], [2.0]]], [[10.0, 20.0], [5.0, 10.0]]),
    "blank, text and boolean": ("KPI_ROAS", [[[None], ["é"], [True]], 2.0], [["#N/A"], ["#VALUE!"], [0.5]]),
    "left out": ("KPI_AVG_POSITION", [[[1.0], [3.0]], LEFT_OUT], 2.0),
    "accents": ("KPI_INFO", ["KPI_TRAFFIC_SHARE", "title", "fr"], KPIS["KPI_TRAFFIC_SHARE"].title.fr),
}
PRESSES = [["fr", "", "recalculate"], ["en", "", "recalculate"]]


def as_json(value: Any) -> Any:
    """Return an argument as the host's job writes it."""
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    return value.com_value if isinstance(value, ExcelError) else value


def as_vba(shown: Any) -> Any:
    """Return what a cell shows as VBA receives it: errors by name, one row flat."""
    if isinstance(shown, list):
        rows = [[as_vba(cell) for cell in row] for row in shown]
        return rows[0] if len(rows) == 1 else rows
    return str(shown) if isinstance(shown, ExcelError) else shown


def same(one: Any, other: Any) -> bool:
    """Tell whether two answers are equal; the last digit may differ between two C libraries."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    return bool(one == (pytest.approx(other, rel=1e-14) if isinstance(other, float) else other))


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    if wine.wine() is None or not wine.READY.exists():
        absent("CPython for Windows under Wine", "wine and wine64, then run tests/wine.py")
    calls = [*EXAMPLES, *((name, arguments) for name, arguments, _ in SPECIAL.values())]
    job = {"calls": [[name, as_json(list(arguments))] for name, arguments in calls], "presses": PRESSES}
    try:
        done = wine.run(HOST, text=json.dumps(job), timeout=300)
    finally:
        wine.stop()
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_a_function_answers_another_process(report: dict[str, Any], kpi: Kpi) -> None:
    for (name, arguments), answer in zip(EXAMPLES, report["calls"], strict=False):
        if name == kpi.name:
            assert same(answer, as_vba(call(name, *arguments)))


@pytest.mark.parametrize("name", SPECIAL)
def test_what_cells_may_hold(report: dict[str, Any], name: str) -> None:
    answers = dict(zip(SPECIAL, report["calls"][len(EXAMPLES) :], strict=True))
    assert answers[name] == SPECIAL[name][2]


def test_a_button_answers_in_its_language(report: dict[str, Any]) -> None:
    assert report["pressed"] == ["Ouvrez d’abord un classeur.", "Open a workbook first."]


def test_one_command_is_one_process(report: dict[str, Any]) -> None:
    assert report["same process"]


def test_a_server_that_died_is_recognised_and_replaced(report: dict[str, Any]) -> None:
    assert f"{report['died']}, " in (ROOT / "xl_kpi/excel/addin/vba/KpiServer.bas").read_text("ascii")
    assert report["restarted"] == 2.0


def test_a_server_started_outside_excel(report: dict[str, Any]) -> None:
    assert report["outside"] == 2.0


def test_a_server_that_cannot_start_says_so(report: dict[str, Any]) -> None:
    assert "process exited" in report["refused"]
