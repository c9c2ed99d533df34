"""Named cell styles: what Excel's gallery of styles offers, and that cells follow it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.templates.books import load
from xl_kpi.language import LANGUAGES, Lang
from xl_kpi.templates import TEMPLATES, path, words
from xl_kpi.templates.layout import Layout
from xl_kpi.templates.named_styles import PART, name_styles
from xl_kpi.workbook import Package

NAMES: dict[Lang, tuple[str, str]] = {"fr": ("KPI Titre", "KPI Saisie"), "en": ("KPI Title", "KPI Input")}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("id_", TEMPLATES)
def test_titles_and_inputs_have_their_style(id_: str, lang: Lang) -> None:
    sheet = load(path(id_, lang))[words.PARAMETERS[lang]]
    currency = Layout(TEMPLATES[id_], lang).input_cell("currency")
    assert (sheet["B1"].style, sheet[currency].style) == NAMES[lang]


def test_a_cell_follows_its_style_but_for_what_is_its_own(tmp_path: Path) -> None:
    from xlsxwriter import Workbook

    file = tmp_path / "book.xlsx"
    book = Workbook(file)
    plain = book.add_format({"bold": True, "bg_color": "#FFFF00"})
    own = book.add_format({"bold": True, "bg_color": "#FFFF00", "align": "right", "num_format": "0.0"})
    sheet = book.add_worksheet()
    sheet.write(0, 0, 1, plain)
    sheet.write(1, 0, 1, own)
    book.close()
    package = Package(file, file.read_bytes())
    name_styles(package, {"Mine & yours": [plain.xf_index, own.xf_index]})
    xml = package.part(PART).decode()
    assert '<cellStyle name="Mine &amp; yours" xfId="1"/>' in xml
    # both take font and fill from the style; the second has its own side and number format
    assert '<xf numFmtId="0" fontId="1" fillId="2" borderId="0" xfId="1"/>' in xml
    assert 'fontId="1" fillId="2" borderId="0" xfId="1" applyNumberFormat="1" applyAlignment="1">' in xml
