"""A KPI is declared once: one that is added here is at once known to every host."""

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.excel.stand_ins import excel
from xl_kpi import cli
from xl_kpi.catalog import KPIS, Kpi, pages
from xl_kpi.catalog.kpi import Example
from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import nonzero
from xl_kpi.formulas.units import Count, Currency
from xl_kpi.language import Text
from xl_kpi.workbook import calculate, recalculate
from xl_kpi.worksheet import call


@formula(nonzero("minutes"))
def cost_per_minute(cost: Currency, minutes: Count) -> Currency:
    """Cost per minute watched."""
    return cost / minutes


cost_per_minute.__module__ = "xl_kpi.formulas.engagement"  # where a contributor would write it


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> Kpi:
    kpi = Kpi(
        function=cost_per_minute,
        title=Text("Coût par minute vue", "Cost per minute watched"),
        help=Text("Coût d’une minute de vidéo vue.", "What one minute of video watched costs."),
        arguments={"cost": Text("Coût", "Cost"), "minutes": Text("Minutes vues", "Minutes watched")},
        native="{cost}/{minutes}",
        better="lower",
        examples=(Example(arguments=(90, 60), result=1.5), Example(arguments=(90, 0), result=ExcelError.DIV0)),
    )
    monkeypatch.setitem(KPIS, kpi.name, kpi)
    return kpi


def test_it_is_in_every_host(added: Kpi, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call("KPI_COST_PER_MINUTE", 90, 60) == 1.5
    assert calculate("KPI_COST_PER_MINUTE(90;0)").value is ExcelError.DIV0
    with excel() as running:
        assert running.from_vba("KPI_COST_PER_MINUTE", ((90.0,), (30.0,)), 60.0) == [[1.5], [0.5]]
    book: Any = openpyxl.Workbook()
    book.active["A1"] = "=KPI_COST_PER_MINUTE(90,60)"
    book.save(tmp_path / "b.xlsx")
    recalculate(tmp_path / "b.xlsx")
    assert openpyxl.load_workbook(tmp_path / "b.xlsx", data_only=True).active["A1"].value == 1.5
    cli.main(["explain", "cost_per_minute", "--lang", "fr"])
    assert "Coût d’une minute de vidéo vue." in capsys.readouterr().out
    assert "=KPI_COST_PER_MINUTE(cost; minutes)" in pages.page(added, "fr")
    assert call("KPI_INFO", "KPI_COST_PER_MINUTE", "title", "en") == "Cost per minute watched"


def test_it_is_gone_again() -> None:
    assert call("KPI_COST_PER_MINUTE", 90, 60) is ExcelError.NAME
