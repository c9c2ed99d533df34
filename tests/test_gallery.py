"""The gallery and the printed pages that it shows: every template, filled, in both languages."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest

from tests.tools import ROOT, printed_pages
from xl_kpi.errors import ExcelError
from xl_kpi.language import LANGUAGES, Lang
from xl_kpi.reports.refresh import new_workbook
from xl_kpi.templates import TEMPLATES


@pytest.mark.parametrize("lang", LANGUAGES)
def test_gallery_shows_every_template(lang: Lang) -> None:
    spec = importlib.util.spec_from_file_location("make_gallery", ROOT / "docs" / "make_gallery.py")
    assert spec is not None and spec.loader is not None
    maker = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(maker)
    assert (ROOT / "docs" / maker.PAGES[lang]).read_text("utf-8") == maker.page(lang), (
        "run: python docs/make_gallery.py"
    )
    drawn = {path.name for path in (ROOT / "docs" / "images" / "gallery").iterdir()}
    assert drawn == {f"{id_}-{lang}.png" for id_ in TEMPLATES for lang in LANGUAGES}, "run: python docs/make_gallery.py"


def test_pages_print_without_truncated_numbers_or_errors(tmp_path: Path) -> None:
    books = []
    for lang in LANGUAGES:
        for template in TEMPLATES:
            books.append(tmp_path / f"{template}-{lang}.xlsx")
            new_workbook(template, books[-1], lang, sample=True)
    pages = printed_pages(books, tmp_path)
    shown = {str(error) for error in ExcelError} - {str(ExcelError.NA)} | {"###", "Err:"}
    wrong = [
        f"{name}, page {number}: {line.strip()}"
        for name, texts in pages.items()
        for number, text in enumerate(texts, 1)
        for line in text.splitlines()
        if any(re.search(rf"(?<![\w(]){re.escape(mark)}", line) for mark in shown)
    ]
    assert not wrong, "\n".join(wrong)
    for template in TEMPLATES.values():
        for lang in LANGUAGES:
            texts = pages[f"{template.id}-{lang}"]
            assert len(texts) >= len(template.tabs)
            assert template.title[lang] in texts[0]
