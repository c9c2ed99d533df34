"""The catalogue: complete, in both languages, and every example true."""

import re

import pytest
from pydantic import ValidationError

from xl_kpi.catalog import FAMILIES, KPIS, Kpi
from xl_kpi.catalog.kpi import UNITS, Example
from xl_kpi.catalog.measures import MEASURES
from xl_kpi.catalog.tables import TABLES
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import roas
from xl_kpi.formulas.units import Unit
from xl_kpi.language import LANGUAGES, Text
from xl_kpi.worksheet import call

CASES = [
    pytest.param(kpi, example, id=f"{kpi.name}-{i}") for kpi in KPIS.values() for i, example in enumerate(kpi.examples)
]


def declaration(**changes: object) -> dict[str, object]:
    base: dict[str, object] = {
        "function": roas,
        "title": Text("Titre", "Title"),
        "help": Text("Aide", "Help"),
        "arguments": {"revenue": Text("a", "a"), "ad_spend": Text("b", "b")},
        "native": "{revenue}/{ad_spend}",
        "better": "higher",
        "examples": (Example(arguments=(1, 1), result=1.0), Example(arguments=(1, 0), result=ExcelError.DIV0)),
    }
    return base | changes


def test_the_declaration_used_below_is_good() -> None:
    assert Kpi(**declaration()).name == "KPI_ROAS"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"colour": "red"},
        {"arguments": {"revenue": Text("a", "a")}},
        {"arguments": {"ad_spend": Text("b", "b"), "revenue": Text("a", "a")}},
        {"native": "{revenue}/{spend}"},
        {"help": Text("x" * 256, "x")},
        {"better": "bigger"},
        {"examples": (Example(arguments=(1, 1), result=1.0),)},
    ],
    ids=lambda wrong: next(iter(wrong)),
)
def test_a_wrong_declaration_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Kpi(**declaration(**wrong))  # type: ignore[arg-type]


def test_a_missing_language_is_refused() -> None:
    with pytest.raises(ValueError, match="missing"):
        Text("Taux", " ")


@pytest.mark.parametrize(("kpi", "example"), CASES)
def test_examples_are_true(kpi: Kpi, example: Example) -> None:
    result = call(kpi.name, *example.arguments)
    if isinstance(example.result, float):
        assert result == pytest.approx(example.result, rel=example.tolerance)
    elif isinstance(example.result, tuple):
        assert isinstance(result, list)
        for row, expected in zip(result, example.result, strict=True):
            for cell, wanted in zip(row, expected, strict=True):
                assert cell == (pytest.approx(wanted, rel=example.tolerance) if isinstance(wanted, float) else wanted)
    else:
        assert result == example.result


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_errors_in_examples_are_errors_the_kpi_declares(kpi: Kpi) -> None:
    shown = {e.result for e in kpi.examples if isinstance(e.result, ExcelError)}
    assert shown or not kpi.errors, "one example shows an error"
    assert kpi.family == "catalogue" or shown <= set(kpi.errors)


@pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
def test_french_is_french(kpi: Kpi) -> None:
    texts = [kpi.help.fr, *(t.fr for t in kpi.arguments.values()), *(c.fr for cs in kpi.errors.values() for c in cs)]
    for text in texts:
        assert "'" not in text, "typographic apostrophe"
        assert not re.search(r" [:;?!»%]", text), "no-break space"


def test_syntax_and_formula_follow_the_language() -> None:
    kpi = KPIS["KPI_LTV"]
    assert kpi.syntax("fr") == "KPI_LTV(order_value; orders_per_year; years; [gross_margin])"
    assert kpi.syntax("en") == "KPI_LTV(order_value, orders_per_year, years, [gross_margin])"
    assert KPIS["KPI_CAC"].formula_text("en") == "SUM(costs)/new_customers"
    assert KPIS["KPI_CAC"].formula_text("fr") == "SOMME(costs)/new_customers"
    assert 'NB.SI(scores;">=9")' in KPIS["KPI_NPS"].formula_text("fr")


def test_every_family_and_unit_has_its_words() -> None:
    assert {kpi.family for kpi in KPIS.values()} <= set(FAMILIES)
    assert set(UNITS) == set(Unit)


def test_data_tables_are_named_apart_in_both_languages() -> None:
    for lang in LANGUAGES:
        assert len({t.name[lang] for t in TABLES.values()}) == len(TABLES)
        assert len({t.sheet[lang] for t in TABLES.values()}) == len(TABLES)
        assert all(len(t.sheet[lang]) <= 31 for t in TABLES.values())
    assert TABLES["ads"].language_of("publicite") == "fr"
    assert TABLES["ads"].language_of("Web") is None


CONTRACT = [
    *("visits", "unique_visitors", "mentions", "reach", "impressions", "followers"),
    *("interactions", "session_seconds", "emails_sent", "emails_delivered", "unique_opens", "unique_clicks"),
    *("unsubscribes", "form_submissions", "downloads", "event_registrants", "event_attendees", "leads"),
    *("mql", "sql", "appointments", "opportunities", "new_customers", "ad_spend"),
    *("marketing_cost", "revenue", "attributed_revenue", "promoters", "passives", "detractors"),
    *("positive_comments", "negative_comments", "neutral_comments"),
]


def test_measures_that_must_never_be_added_up_say_so() -> None:
    assert set(CONTRACT) <= set(MEASURES)
    assert {m.name for m in MEASURES.values() if m.aggregation != "sum"} >= {
        "unique_visitors",
        "reach",
        "followers",
        "score",
    }
    for name in ("unique_visitors", "reach"):
        assert "s’additionne" in MEASURES[name].help.fr
