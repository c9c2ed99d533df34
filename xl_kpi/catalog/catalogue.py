"""Functions over the catalogue itself: what a KPI is, which KPIs there are, a KPI by segment of a table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from xl_kpi.catalog.facts import facts
from xl_kpi.catalog.kpi import FAMILIES, Example, Kpi
from xl_kpi.catalog.measures import MEASURES, measures_for
from xl_kpi.errors import ExcelError, KpiError
from xl_kpi.formulas.definition import Formula, Parameter, table_formula
from xl_kpi.formulas.units import Cells, Table, Unit, Word
from xl_kpi.language import LANGUAGES, Lang, Text

_ADDITIVE = {Unit.COUNT, Unit.CURRENCY, Unit.NUMBER, Unit.SECONDS}

_FIELDS = {
    "definition": Text("définition", "definition"),
    "title": Text("nom", "title"),
    "formula": Text("formule", "formula"),
    "unit": Text("unité", "unit"),
    "better": Text("sens", "better"),
    "family": Text("famille", "family"),
    "syntax": Text("syntaxe", "syntax"),
    "source": Text("source", "source"),
}


def _catalogue() -> dict[str, Kpi]:
    from xl_kpi.catalog import KPIS

    return KPIS


def _kpi(name: str, argument: str) -> Kpi:
    wanted = name.strip().upper()
    found = _catalogue().get(wanted) or _catalogue().get(f"KPI_{wanted}")
    if found is None:
        raise KpiError(ExcelError.NA, argument, Text(f"KPI « {name} » inconnu", f'KPI "{name}" is unknown'))
    return found


def _language(word: str) -> Lang:
    if word.casefold() not in LANGUAGES:
        why = Text(f"language (« {word} ») n’est ni fr ni en", f'language ("{word}") is neither fr nor en')
        raise KpiError(ExcelError.VALUE, "language", why)
    return "fr" if word.casefold() == "fr" else "en"


@table_formula()
def info(name: Word, field: Word = "definition", language: Word = "fr") -> Word:
    """What a KPI is: its definition, title, formula, unit, direction, family, syntax or source."""
    lang = _language(language)
    found = facts(_kpi(name, "name"), lang)
    wanted = field.strip().casefold()
    key = next((k for k, label in _FIELDS.items() if wanted in {k, label.fr, label.en}), None)
    if key is None:
        known = Text(", ".join(f.fr for f in _FIELDS.values()), ", ".join(f.en for f in _FIELDS.values()))
        why = Text(f"field (« {field} ») n’est pas un de : {known.fr}", f'field ("{field}") is none of: {known.en}')
        raise KpiError(ExcelError.NA, "field", why)
    sources = [e["source"] for e in found["examples"] if e["source"]]
    text = {"definition": found["help"], "source": found["definition_source"] or "; ".join(sources)}.get(key)
    return [[found[key] if text is None else text]]


@table_formula()
def list_(family: Word = "", language: Word = "fr") -> Table:
    """List the KPIs of a family, or all: a row a KPI, its function and its title."""
    lang = _language(language)
    wanted = family.strip().casefold()
    known = [f for f, t in FAMILIES.items() if wanted in {"", f, t.fr.casefold(), t.en.casefold()}]
    rows = [[kpi.name, kpi.title[lang]] for kpi in _catalogue().values() if kpi.family in known]
    if not rows:
        why = Text(f"famille « {family} » inconnue", f'family "{family}" is unknown')
        raise KpiError(ExcelError.NA, "family", why)
    return rows


@table_formula()
def table(kpi: Word, table: Cells, by: Word, language: Word = "fr") -> Table:
    """Compute a KPI by segment of a table of measures: sums first, divides after.

    The table's first row is its header. Its columns are found by the name of the KPI's argument, or
    by a measure that feeds it. The result has a header row, then a row a segment in order of appearance.
    """
    lang = _language(language)
    asked = _kpi(kpi, "kpi")
    if not isinstance(asked.function, Formula):
        why = Text(f"{asked.name} ne donne pas un chiffre par segment", f"{asked.name} gives no figure by segment")
        raise KpiError(ExcelError.VALUE, "kpi", why)
    header = [str(cell).strip() if cell is not None else "" for cell in table[0]]
    segments = table[1:, _position(header, [by], by)]
    columns = [_column(asked, p, header, table[1:]) for p in asked.parameters]
    names: dict[Any, None] = dict.fromkeys(cell for cell in segments if cell is not None and cell != "")
    rows: list[list[Any]] = [[by, asked.title[lang]]]
    for name in names:
        inside = segments == name
        arguments = [_total(p, c, inside) for p, c in zip(asked.parameters, columns, strict=True)]
        rows.append([name, _value(asked.function, arguments)])
    return rows


def _position(header: Sequence[str], names: Sequence[str], shown: str) -> int:
    folded = [label.casefold() for label in header]
    for name in names:
        if name.strip().casefold() in folded:
            return folded.index(name.strip().casefold())
    why = Text(
        f"colonne « {shown} » absente de l’en-tête : {', '.join(header)}",
        f'column "{shown}" is not in the header: {", ".join(header)}',
    )
    raise KpiError(ExcelError.NA, "table", why)


def _column(asked: Kpi, parameter: Parameter, header: Sequence[str], body: Any) -> Any:
    """Return the numbers of the column that feeds an argument; None where its default serves."""
    candidates = [parameter.name]
    for name in measures_for(parameter.name):
        candidates += [name, MEASURES[name].label.fr, MEASURES[name].label.en]
    try:
        at = _position(header, candidates, parameter.name)
    except KpiError:
        if parameter.optional:
            return None
        raise
    measure = next((m for m in MEASURES.values() if header[at].casefold() in _labels(m)), None)
    additive = parameter.kind.unit in _ADDITIVE and (measure is None or measure.aggregation == "sum")
    if parameter.kind.shape == "each" and not additive:
        why = Text(
            f"« {header[at]} » ne s’additionne pas : {asked.name} par segment est refusé",
            f'"{header[at]}" cannot be added up: {asked.name} by segment is refused',
        )
        raise KpiError(ExcelError.VALUE, "table", why)
    cells = body[:, at]
    for row, cell in enumerate(cells, start=2):
        if isinstance(cell, str) and cell and parameter.kind.shape == "each":
            why = Text(
                f"« {header[at]} », ligne {row} : du texte (« {cell[:40]} »)",
                f'"{header[at]}", row {row}: text ("{cell[:40]}")',
            )
            raise KpiError(ExcelError.VALUE, "table", why)
    return np.array([cell if isinstance(cell, float) else np.nan for cell in cells], dtype=np.float64)


def _labels(measure: Any) -> set[str]:
    return {measure.name, measure.label.fr.casefold(), measure.label.en.casefold()}


def _total(parameter: Parameter, column: Any, inside: Any) -> Any:
    if column is None:
        return parameter.default_value
    numbers = column[inside]
    numbers = numbers[~np.isnan(numbers)]
    return numbers if parameter.kind.shape != "each" else float(numbers.sum())


def _value(function: Formula, arguments: list[Any]) -> float | ExcelError:
    try:
        return function.single(arguments)
    except KpiError as undefined:
        return undefined.error


_LANGUAGE = Text('"fr" ou "en" ; "fr" si omis', '"fr" or "en"; "fr" if left out')

KPIS = (
    Kpi(
        function=info,
        title=Text("Fiche d’un KPI", "What a KPI is"),
        help=Text(
            "Ce qu’est un KPI : définition, nom, formule, unité, sens, famille, syntaxe ou source.",
            "What a KPI is: definition, title, formula, unit, better, family, syntax or source.",
        ),
        arguments={
            "name": Text("Nom du KPI, par exemple KPI_ROAS", "Name of the KPI, for instance KPI_ROAS"),
            "field": Text("Rubrique ; définition si omise", "What to tell; definition if left out"),
            "language": _LANGUAGE,
        },
        native=None,
        better="context",
        examples=(
            Example(arguments=("KPI_ROAS", "unité", "fr"), result="ratio"),
            Example(arguments=("KPI_ROAS", "formula", "en"), result="revenue/ad_spend"),
            Example(arguments=("KPI_ABSENT",), result=ExcelError.NA),
        ),
        see_also=("KPI_LIST",),
        number_format="@",
    ),
    Kpi(
        function=list_,
        title=Text("Liste des KPI d’une famille", "List of KPIs of a family"),
        help=Text(
            "Les KPI d’une famille, ou tous : la fonction et le nom, une ligne par KPI.",
            "The KPIs of a family, or all of them: function and title, a row for each.",
        ),
        arguments={
            "family": Text(
                "Famille, par exemple Fidélité ; toutes si omise", "Family, for instance Loyalty; all if left out"
            ),
            "language": _LANGUAGE,
        },
        native=None,
        better="context",
        examples=(
            Example(
                arguments=("absente",),
                result=ExcelError.NA,
            ),
            Example(
                arguments=("catalogue", "en"),
                result=(
                    ("KPI_INFO", "What a KPI is"),
                    ("KPI_LIST", "List of KPIs of a family"),
                    ("KPI_TABLE", "A KPI by segment"),
                ),
            ),
        ),
        see_also=("KPI_INFO",),
    ),
    Kpi(
        function=table,
        title=Text("Un KPI par segment", "A KPI by segment"),
        help=Text(
            "Un KPI par segment d’un tableau de mesures : les sommes d’abord, la division ensuite. Ce qui ne "
            "s’additionne pas (portée, abonnés, taux) est refusé.",
            "A KPI by segment of a table of measures: sums first, divides after. What cannot be added up (reach, "
            "followers, rates) is refused.",
        ),
        arguments={
            "kpi": Text("Nom du KPI, par exemple KPI_ROAS", "Name of the KPI, for instance KPI_ROAS"),
            "table": Text("Tableau avec sa ligne d’en-têtes", "Table with its header row"),
            "by": Text("En-tête de la colonne des segments", "Header of the column of segments"),
            "language": _LANGUAGE,
        },
        native=None,
        better="context",
        examples=(
            Example(
                arguments=(
                    "KPI_ROAS",
                    (("canal", "revenue", "ad_spend"), ("SEA", 900, 100), ("Social", 200, 100), ("SEA", 100, 100)),
                    "canal",
                    "en",
                ),
                result=(("canal", "Return on ad spend (ROAS)"), ("SEA", 5.0), ("Social", 2.0)),
            ),
            Example(arguments=("KPI_ROAS", (("canal", "revenue"), ("SEA", 900)), "canal"), result=ExcelError.NA),
        ),
        see_also=("KPI_LIST",),
    ),
)
