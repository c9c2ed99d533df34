"""The reference pages: generated from the catalogue, complete in both languages, none a stub."""

import re
from pathlib import Path

import pytest

from xl_kpi.catalog import KPIS
from xl_kpi.catalog.pages import index, page, pages
from xl_kpi.catalog.questions import QUESTIONS
from xl_kpi.language import LANGUAGES

REFERENCE = Path(__file__).parent.parent.parent / "docs" / "reference"
SECTIONS = {
    "fr": ["Syntaxe", "Arguments", "Résultat", "Formule", "Erreurs", "Exemples", "Sans le complément"],
    "en": ["Syntax", "Arguments", "Result", "Formula", "Errors", "Examples", "Without the add-in"],
}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_committed_pages_are_what_the_catalogue_says(lang) -> None:  # type: ignore[no-untyped-def]
    committed = {path.name: path.read_text("utf-8") for path in (REFERENCE / lang).glob("*.md")}
    assert committed == pages(lang), "run: python docs/make_reference.py"


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_no_page_is_a_stub(kpi, lang) -> None:  # type: ignore[no-untyped-def]
    text = page(kpi, lang)
    for section in SECTIONS[lang]:
        assert re.search(rf"^## {section}\n\n\S", text, re.MULTILINE), section
    assert "None" not in text


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_french_pages_are_in_french_syntax(kpi) -> None:  # type: ignore[no-untyped-def]
    text = page(kpi, "fr")
    assert not re.search(r"#(VALUE|NUM|NAME)[!?]", text)
    calls = re.findall(r"`(=KPI_.*?)`(?= \|)", text)
    assert calls
    for call in calls:
        outside = re.sub(r'"[^"]*"', "", call)
        assert "," not in re.sub(r"\d,\d", "", outside), call
        assert not re.search(r"\b(TRUE|FALSE|IF|SUM|COUNT)\b", outside), call


def test_every_kpi_answers_a_question() -> None:
    asked = [name for _, names in QUESTIONS for name in names]
    assert set(asked) == set(KPIS)


def test_links_of_the_index_lead_to_pages() -> None:
    for lang in LANGUAGES:
        assert set(re.findall(r"\((KPI_\w+)\.md\)", index(lang))) == set(KPIS)
