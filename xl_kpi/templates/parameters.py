"""What the reader sets: the period, the currency, assumptions, targets, names to follow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Lang, Text
from xl_kpi.templates import words
from xl_kpi.templates.expression import column_reference

Shown = Literal["text", "date", "month", "fraction", "number", "count"]


@dataclass(frozen=True, slots=True)
class Parameter:
    """One named cell: an input with its default, or a result with its formula (`{name}` in braces)."""

    id: str
    name: Text  # the defined name
    label: Text
    note: Text
    shown: Shown = "text"
    default: Text | float | None = None
    formula: str = ""
    choices: tuple[Text, ...] = ()

    @property
    def computed(self) -> bool:
        """Tell whether the cell is a result rather than an input."""
        return bool(self.formula)


LENGTHS = (Text("Mois", "Month"), Text("Trimestre", "Quarter"), Text("Année", "Year"))
CURRENCY_CHOICES = tuple(Text(code, code) for code in ("EUR", "USD", "GBP", "CHF"))
MONTH_LIST = Text("NomsDesMois", "MonthNames")


def _period_label(start: str, end: str) -> str:
    """Return the formula that writes a period in words: `month year`, or `month – month year`."""
    first, last = (f"INDEX({{month_names}},MONTH({{{d}}}))" for d in (start, end))
    return (
        f'IF({{period_end}}="","{{no_data}}",'
        f"IF({{period_months}}=1,{last},"
        f'{first}&IF(YEAR({{{start}}})=YEAR({{{end}}}),""," "&YEAR({{{start}}}))&" – "&{last})&" "&YEAR({{{end}}}))'
    )


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("company", Text("Societe", "Company"), Text("Société", "Company"),
              Text("Affichée en tête de la synthèse.", "Shown at the top of the summary."),
              default=Text("Votre société", "Your company")),
    Parameter("currency", Text("Devise", "Currency"), Text("Devise", "Currency"),
              Text("Signe affiché ; aucun montant n’est converti.", "Sign shown; no amount is converted."),
              default=Text("EUR", "EUR"), choices=CURRENCY_CHOICES),
    Parameter("period_length", Text("DureePeriode", "PeriodLength"), Text("Durée de la période", "Period length"),
              Text("Mois, trimestre (3 mois) ou année (12 mois).", "Month, quarter (3 months) or year (12 months)."),
              default=LENGTHS[1], choices=LENGTHS),
    Parameter("last_month", Text("DernierMois", "LastMonth"),
              Text("Dernier mois de la période", "Last month of the period"),
              Text("Une date quelconque du mois. Vide : le mois de la donnée la plus récente.",
                   "Any date in the month. Blank: the month of the latest data."), shown="month"),
    Parameter("gross_margin", Text("MargeBrute", "GrossMargin"), Text("Taux de marge brute", "Gross margin rate"),
              Text("Pour le ROMI et la valeur à vie.", "For ROMI and lifetime value."), shown="fraction", default=0.6),
    Parameter("customer_years", Text("DureeRelation", "CustomerYears"),
              Text("Durée de la relation client (années)", "Customer relationship (years)"),
              Text("Pour la valeur à vie.", "For lifetime value."), shown="number", default=3.0),
    Parameter("tolerance", Text("Tolerance", "Tolerance"), Text("Tolérance sur les objectifs", "Tolerance on targets"),
              Text("Un objectif manqué de moins que cela est orange, au-delà rouge.",
                   "A target missed by less than this is amber, beyond it red."), shown="fraction", default=0.1),
    Parameter("latest_date", Text("DerniereDate", "LatestDate"), Text("Donnée la plus récente", "Latest data"),
              Text("La dernière date de tous les onglets de données.", "The latest date of all data tabs."),
              shown="date", formula='IF(MAX({dates})=0,"",MAX({dates}))'),
    Parameter("period_months", Text("NombreMois", "PeriodMonths"), Text("Nombre de mois", "Number of months"),
              Text("De la durée choisie.", "From the length chosen."), shown="count",
              formula='IF({period_length}="{month}",1,IF({period_length}="{year}",12,3))'),
    Parameter("period_start", Text("PeriodeDebut", "PeriodStart"), Text("Début de la période", "Period start"),
              Text("Premier jour compté.", "First day counted."), shown="date",
              formula='IF({period_end}="","",EDATE({period_end}+1,-{period_months}))'),
    Parameter("period_end", Text("PeriodeFin", "PeriodEnd"), Text("Fin de la période", "Period end"),
              Text("Dernier jour compté.", "Last day counted."), shown="date",
              formula='IF({last_month}<>"",EOMONTH({last_month},0),'
                      'IF({latest_date}="","",EOMONTH({latest_date},0)))'),
    Parameter("previous_start", Text("PrecedentDebut", "PreviousStart"),
              Text("Début de la période précédente", "Previous period start"),
              Text("La période de même durée juste avant.", "The period of the same length just before."),
              shown="date", formula='IF({period_end}="","",EDATE({period_start},-{period_months}))'),
    Parameter("previous_end", Text("PrecedentFin", "PreviousEnd"),
              Text("Fin de la période précédente", "Previous period end"),
              Text("La veille du début de la période.", "The day before the period starts."),
              shown="date", formula='IF({period_end}="","",{period_start}-1)'),
    Parameter("period_label", Text("PeriodeLibelle", "PeriodLabel"),
              Text("Période, en toutes lettres", "Period in words"),
              Text("Écrite en tête des onglets.", "Written at the top of the tabs."),
              formula=_period_label("period_start", "period_end")),
    Parameter("previous_label", Text("PrecedentLibelle", "PreviousLabel"),
              Text("Période précédente, en toutes lettres", "Previous period in words"),
              Text("Écrite en tête des onglets.", "Written at the top of the tabs."),
              formula=_period_label("previous_start", "previous_end")),
)  # fmt: skip

INPUTS = tuple(p for p in PARAMETERS if not p.computed)
RESULTS = tuple(p for p in PARAMETERS if p.computed)
NAMES: dict[str, Text] = {p.id: p.name for p in PARAMETERS} | {"month_names": MONTH_LIST}


def _dates(table: str, lang: Lang) -> str:
    """Return the dates of a table's rows, or the last that is past where rows may lie in the future."""
    dates = column_reference(table, "date", lang)
    settled = TABLES[table].settled
    return f'_xlfn.MAXIFS({dates},{column_reference(table, settled, lang)},">0")' if settled else dates


def result_formula(parameter: Parameter, lang: Lang, tables: Sequence[str]) -> str:
    """Return the formula of a computed parameter over a workbook's data tables, with its equals sign."""
    names = {id_: name[lang] for id_, name in NAMES.items()}
    dates = ",".join(_dates(table, lang) for table in tables)
    filled = parameter.formula.format(
        **names, dates=dates, month=LENGTHS[0][lang], year=LENGTHS[2][lang], no_data=words.NO_DATA_YET[lang]
    )
    return f"={filled}"
