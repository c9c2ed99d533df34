"""What a KPI is: one declaration from which help, labels, formats, pages and tests derive."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import Formula, Parameter, TableFormula
from xl_kpi.formulas.units import Unit
from xl_kpi.language import LANGUAGES, Lang, Text

HELP_CHARS = 255  # what Excel's function wizard shows

Family = Literal[
    "awareness", "engagement", "leads", "sales", "profitability", "loyalty", "satisfaction", "executive",
    "planning", "analytics", "catalogue",
]  # fmt: skip
Better = Literal["higher", "lower", "context"]

FAMILIES: dict[Family, Text] = {
    "awareness": Text("Notoriété", "Awareness"),
    "engagement": Text("Engagement", "Engagement"),
    "leads": Text("Leads", "Leads"),
    "sales": Text("Ventes", "Sales"),
    "profitability": Text("Rentabilité", "Profitability"),
    "loyalty": Text("Fidélité", "Loyalty"),
    "satisfaction": Text("Satisfaction", "Satisfaction"),
    "executive": Text("Direction", "Executive"),
    "planning": Text("Pilotage", "Planning"),
    "analytics": Text("Statistiques", "Analytics"),
    "catalogue": Text("Catalogue", "Catalogue"),
}

UNITS: dict[Unit, Text] = {
    Unit.COUNT: Text("nombre", "count"),
    Unit.CURRENCY: Text("montant (devise du classeur)", "amount (the workbook’s currency)"),
    Unit.FRACTION: Text("fraction (0,05 s’affiche 5 %)", "fraction (0.05 shows as 5%)"),
    Unit.RATIO: Text("ratio", "ratio"),
    Unit.POINTS: Text("points, de -100 à 100", "points, -100 to 100"),
    Unit.NUMBER: Text("nombre", "number"),
    Unit.TEXT: Text("texte", "text"),
    Unit.SECONDS: Text("secondes", "seconds"),
    Unit.DAYS: Text("jours", "days"),
    Unit.MONTHS: Text("mois", "months"),
    Unit.POSITION: Text("position (1 est la première)", "position (1 is first)"),
    Unit.PROBABILITY: Text("probabilité, de 0 à 1", "probability, 0 to 1"),
    Unit.CURRENCY_PER_DAY: Text("montant par jour", "amount per day"),
    Unit.TONNES_PER_CURRENCY: Text("tonnes par unité de devise", "tonnes per currency unit"),
    Unit.ANY: Text("cellules", "cells"),
    Unit.TABLE: Text("tableau", "table"),
    Unit.BOOLEAN: Text("VRAI ou FAUX", "TRUE or FALSE"),
}

# Excel stores formats in one notation and shows them in the reader's own.
_FORMATS: dict[Unit, str] = {
    Unit.COUNT: "#,##0",
    Unit.CURRENCY: "#,##0.00",
    Unit.FRACTION: "0.0%",
    Unit.RATIO: "0.00",
    Unit.POINTS: "0",
    Unit.NUMBER: "#,##0.00",
    Unit.TEXT: "@",
    Unit.SECONDS: "0",
    Unit.DAYS: "0.0",
    Unit.MONTHS: "0.0",
    Unit.POSITION: "0.0",
    Unit.PROBABILITY: "0.000",
    Unit.CURRENCY_PER_DAY: "#,##0.00",
    Unit.TONNES_PER_CURRENCY: "0.000000",
    Unit.BOOLEAN: "General",
    Unit.ANY: "General",
    Unit.TABLE: "General",
}

# The Excel functions that native expressions use, as a French Excel names them.
_FRENCH_FUNCTIONS = {
    "ABS": "ABS",
    "AVERAGE": "MOYENNE",
    "COUNT": "NB",
    "COUNTIF": "NB.SI",
    "IF": "SI",
    "ISNUMBER": "ESTNUM",
    "NORMSDIST": "LOI.NORMALE.STANDARD",
    "NORMSINV": "LOI.NORMALE.STANDARD.INVERSE",
    "SQRT": "RACINE",
    "SUM": "SOMME",
    "SUMPRODUCT": "SOMMEPROD",
}


class Example(BaseModel):
    """One call and what the cell shows; `source` names the publication the result comes from."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    arguments: tuple[Any, ...]
    result: float | ExcelError | str | tuple[tuple[Any, ...], ...]  # rows where it spills
    tolerance: float = 1e-12
    source: str | None = None


class Kpi(BaseModel):
    """One KPI as users meet it: its Excel function, its texts in both languages, its examples."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    function: Formula | TableFormula
    title: Text
    help: Text
    arguments: Mapping[str, Text]
    native: str | None  # the Excel expression that computes the same, arguments in braces; None: there is none
    better: Better
    examples: tuple[Example, ...] = Field(min_length=2)
    definition_source: str | None = None
    vanity: bool = False
    see_also: tuple[str, ...] = ()
    number_format: str | None = None
    formula: Text | None = None  # the formula in words, where the native expression would not be read
    native_without: str | None = None  # the same where the optional range is left out

    @field_validator("help", "title")
    @classmethod
    def _fits_the_wizard(cls, text: Text) -> Text:
        for lang in LANGUAGES:
            if len(text[lang]) > HELP_CHARS:
                raise ValueError(f"help in {lang} has {len(text[lang])} characters, {HELP_CHARS} at most")
        return text

    @model_validator(mode="after")
    def _matches_its_function(self) -> Kpi:
        names = [p.name for p in self.function.parameters]
        if list(self.arguments) != names:
            raise ValueError(f"{self.name}: arguments {list(self.arguments)}, the function has {names}")
        self.formula_text("fr")  # a native function without its French name fails here
        used = set(re.findall(r"\{(\w+)\}", self.native)) if self.native else set(names)
        if used != set(names):
            raise ValueError(f"{self.name}: the native expression uses {sorted(used)}, not {sorted(names)}")
        unsaid = [rule.case.en for rule in self.function.rules if self.native and not rule.native]
        if unsaid:
            raise ValueError(f"{self.name}: rules without their condition in Excel (Rule.native): {unsaid}")
        for text in self.arguments.values():
            self._fits_the_wizard(text)
        if self.family not in get_args(Family):
            raise ValueError(f"{self.name}: {self.family} is no family")
        return self

    @property
    def name(self) -> str:
        """Return the name of the Excel function."""
        return f"KPI_{self.function.name.upper().strip('_')}"

    @property
    def family(self) -> Family:
        """Return the family: the formula's own module."""
        family: Family = self.function.__module__.rpartition(".")[2]  # type: ignore[assignment]
        return family

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Return the parameters of the formula."""
        return self.function.parameters

    @property
    def unit(self) -> Unit:
        """Return the unit of the result."""
        return self.function.result.unit

    @property
    def excel_format(self) -> str:
        """Return the number format of a cell that shows this KPI (without a currency sign)."""
        return self.number_format or _FORMATS[self.unit]

    @property
    def errors(self) -> dict[ExcelError, list[Text]]:
        """Return the errors that the KPI itself can return and in which cases."""
        cases: dict[ExcelError, list[Text]] = {}
        for rule in self.function.rules:
            cases.setdefault(rule.error, []).append(rule.case)
        return cases

    def syntax(self, lang: Lang) -> str:
        """Return the call as the formula bar shows it, optional arguments in brackets."""
        separator = "; " if lang == "fr" else ", "
        shown = [f"[{p.name}]" if p.optional else p.name + "..." * p.repeated for p in self.parameters]
        return f"{self.name}({separator.join(shown)})"

    def formula_text(self, lang: Lang) -> str:
        """Return the formula in words: the native expression, or its own text, in the language's syntax."""
        return self.formula[lang] if self.formula else self.native_text(lang)

    def native_text(self, lang: Lang) -> str:
        """Return the native expression with plain argument names; empty where there is none."""
        text = (self.native or "").replace("{", "").replace("}", "")
        if lang == "en":
            return text
        return re.sub(r"[A-Z]+(?=\()", lambda m: _FRENCH_FUNCTIONS[m[0]], text).replace(",", ";")
