"""The check list for the first person with Excel leaves no button out."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.tools import ROOT
from xl_kpi.excel.ribbon import RIBBON
from xl_kpi.language import Lang
from xl_kpi.worksheet import call

PAGES: dict[Lang, Path] = {"en": ROOT / "docs/first-excel-session.md", "fr": ROOT / "docs/premiere-session-excel.md"}


@pytest.mark.parametrize("lang", PAGES)
def test_every_button_has_a_line(lang: Lang) -> None:
    page = PAGES[lang].read_text("utf-8")
    labels = [control.label[lang] for group in RIBBON for control in group.controls]
    assert [label for label in labels if f"**{label}**" not in page] == []


def test_both_languages_have_the_same_lines() -> None:
    numbers = [re.findall(r"^\| (\d+) \|", page.read_text("utf-8"), re.MULTILINE) for page in PAGES.values()]
    assert numbers[0] == numbers[1] == [str(n) for n in range(1, 32)]


def test_the_values_it_promises() -> None:
    assert call("KPI_ROAS", 1200, 300) == 4
    assert [str(row[0]) for row in call("KPI_ROAS", [[10], [20], [30]], [[5], [0], [2]])] == ["2.0", "#DIV/0!", "15.0"]
    assert call("KPI_ROAS", 60, 7) == pytest.approx(8.571428571, abs=1e-9)
