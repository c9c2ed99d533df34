"""The page that tells which functions are trusted is what the code says."""

from __future__ import annotations

import runpy

from tests.tools import ROOT


def test_committed_page_is_what_the_code_says() -> None:
    module = runpy.run_path(str(ROOT / "docs" / "make_recalculation.py"))
    assert module["PAGE"].read_text("utf-8") == module["page"](), "run: python docs/make_recalculation.py"
