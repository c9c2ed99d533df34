"""The demo's workbooks as other programs see them, in both languages."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.tools import sheets_in_libreoffice, validation_errors
from xl_kpi.cli import main
from xl_kpi.language import LANGUAGES, Lang


@pytest.fixture(scope="module", params=LANGUAGES)
def finished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    lang: Lang = request.param
    folder = tmp_path_factory.mktemp(lang)
    assert main(["demo", "--lang", lang, "--out", str(folder)]) == 0
    (workbook,) = folder.glob("*.xlsx")
    return workbook


def test_the_demo_is_valid_open_xml(finished: Path) -> None:
    assert validation_errors(finished) == []


@pytest.mark.filterwarnings("ignore:Sparkline Group extension")  # openpyxl does not know them; it only reads here
def test_libreoffice_shows_the_cached_result_of_every_kpi(finished: Path, tmp_path: Path) -> None:
    formulas, values = openpyxl.load_workbook(finished), openpyxl.load_workbook(finished, data_only=True)
    shown = sheets_in_libreoffice(finished, tmp_path)
    differences, compared = [], 0
    for sheet in formulas.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if not (isinstance(cell.value, str) and cell.value.startswith("=") and "KPI_" in cell.value):
                    continue
                cached = values[sheet.title][cell.coordinate].value
                theirs = shown[sheet.title][cell.row - 1][cell.column - 1]
                equal = same_number(theirs, cached) if isinstance(cached, int | float) else theirs == (cached or "")
                compared += 1
                if not equal:
                    differences.append(f"{sheet.title}!{cell.coordinate}: cached {cached!r}, LibreOffice {theirs!r}")
    assert differences == []
    assert compared > 100


def same_number(shown: str, cached: float) -> bool:
    """Compare at the 15 digits that a spreadsheet shows; a percentage shows as one even at full precision."""
    number = float(shown.removesuffix("%")) / (100 if shown.endswith("%") else 1)
    return number == pytest.approx(cached, rel=1e-13, abs=1e-13)
