"""What the reader sets: the period, the currency, assumptions, targets, names to follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import LANGUAGES, Lang, Text
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


LENGTHS = (Text("Semaine", "Week"), Text("Mois", "Month"), Text("Trimestre", "Quarter"), Text("Année", "Year"))
WEEK, MONTH, QUARTER, YEAR = LENGTHS
EVERYTHING = Text("tous", "all")  # the choice of a filter that leaves nothing out
_NO_FILTER = "<>∅"  # true of every cell, blank ones too; the wildcard * is not
CURRENCY_CHOICES = tuple(Text(code, code) for code in ("EUR", "USD", "GBP", "CHF"))
MONTH_LIST = Text("NomsDesMois", "MonthNames")


@dataclass(frozen=True, slots=True)
class Filter:
    """A choice that narrows the report: the dimension it acts on and the listing it is chosen from."""

    dimension: str
    listing: str

    @property
    def input(self) -> str:
        """Return the id of the parameter in which the reader chooses."""
        return f"{self.dimension}_filter"

    @property
    def criterion(self) -> str:
        """Return the id of the parameter that sums are narrowed by."""
        return f"{self.dimension}_criterion"


FILTERS = (Filter("channel", "channels"), Filter("campaign", "campaigns"))


def _period_label(period: str) -> str:
    """Return the formula that writes a period in words: a week by its first day, else its months."""
    start, end = f"{{{period}_start}}", f"{{{period}_end}}"
    first, last = (f"INDEX({{month_names}},MONTH({day}))" for day in (start, end))
    return (
        f'IF({{period_end}}="","{{no_data}}",'
        f'IF({{period_length}}="{{week}}","{{week_of}} "&DAY({start})&" "&{first}&" "&YEAR({start}),'
        f"IF({{period_months}}=1,{last},"
        f'{first}&IF(YEAR({start})=YEAR({end}),""," "&YEAR({start}))&" – "&{last})&" "&YEAR({end})))'
    )


def _shifted(
    period: str, label: Text, note: Text, names: tuple[Text, Text, Text], formulas: tuple[str, str]
) -> tuple[Parameter, ...]:
    """Declare a period derived from the chosen one: first day, last day, name."""
    start, end = (f'IF({{period_end}}="","",{formula})' for formula in formulas)
    words_of = Text("{l}, en toutes lettres", "{l} in words")
    first, last = Text("Début : {l}", "Start of {l}"), Text("Fin : {l}", "End of {l}")
    lower = {lang: label[lang][0].lower() + label[lang][1:] for lang in LANGUAGES}
    shown = [Text(*(text[lang].format(l=lower[lang]) for lang in LANGUAGES)) for text in (first, last)]
    return (
        Parameter(f"{period}_start", names[0], shown[0], note, shown="date", formula=start),
        Parameter(f"{period}_end", names[1], shown[1], note, shown="date", formula=end),
        Parameter(f"{period}_label", names[2], Text(*(words_of[lang].format(l=label[lang]) for lang in LANGUAGES)),
                  Text("Écrite en tête des onglets.", "Written at the top of the tabs."),
                  formula=_period_label(period)),
    )  # fmt: skip


def _filter(filter_: Filter, label: Text, names: tuple[Text, Text], lists: tuple[str, str]) -> tuple[Parameter, ...]:
    """Declare a filter's choice and the criterion that follows from it."""
    chosen, labels = f"{{{filter_.input}}}", f"{{{filter_.listing}_labels}}"
    name = f"IFERROR(INDEX({{{filter_.listing}_names}},MATCH({chosen},{labels},0)),{chosen})"
    for character in "~*?":  # they would match more than themselves
        name = f'SUBSTITUTE({name},"{character}","~{character}")'
    return (
        Parameter(filter_.input, names[0], label, Text(*lists), default=EVERYTHING),
        Parameter(filter_.criterion, names[1], Text(f"Critère : {label.fr.lower()}", f"Criterion: {label.en.lower()}"),
                  Text("Ce que les sommes comparent à cette colonne.", "What sums compare that column with."),
                  formula=f'IF(OR({chosen}="",{chosen}="{{everything}}"),"{_NO_FILTER}","="&{name})'),
    )  # fmt: skip


PARAMETERS: tuple[Parameter, ...] = (
    Parameter("company", Text("Societe", "Company"), Text("Société", "Company"),
              Text("Affichée en tête de la synthèse.", "Shown at the top of the summary."),
              default=Text("Votre société", "Your company")),
    Parameter("currency", Text("Devise", "Currency"), Text("Devise", "Currency"),
              Text("Signe affiché ; aucun montant n’est converti.", "Sign shown; no amount is converted."),
              default=Text("EUR", "EUR"), choices=CURRENCY_CHOICES),
    Parameter("period_length", Text("DureePeriode", "PeriodLength"), Text("Durée de la période", "Period length"),
              Text("Semaine (lundi à dimanche), mois, trimestre (3 mois) ou année (12 mois).",
                   "Week (Monday to Sunday), month, quarter (3 months) or year (12 months)."),
              default=QUARTER, choices=LENGTHS),
    Parameter("last_day", Text("DernierJour", "LastDay"),
              Text("Fin de la période : une date", "End of the period: a date"),
              Text("Une date quelconque de la semaine ou du mois. Vide : la donnée la plus récente.",
                   "Any date in the week or month. Blank: the latest data."), shown="month"),
    *_filter(FILTERS[0], Text("Filtre par canal", "Filter by channel"),
             (Text("FiltreCanal", "ChannelFilter"), Text("CritereCanal", "ChannelCriterion")),
             ("Un canal de la liste, ou tous.", "A channel of the list, or all.")),
    *_filter(FILTERS[1], Text("Filtre par campagne", "Filter by campaign"),
             (Text("FiltreCampagne", "CampaignFilter"), Text("CritereCampagne", "CampaignCriterion")),
             ("Une campagne de la liste, ou tous.", "A campaign of the list, or all.")),
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
              Text("De la durée choisie ; une semaine est 12/52 de mois.", "Of the length chosen; a week is 12/52."),
              shown="number",
              formula='IF({period_length}="{week}",12/52,IF({period_length}="{month}",1,'
                      'IF({period_length}="{year}",12,3)))'),
    Parameter("period_start", Text("PeriodeDebut", "PeriodStart"), Text("Début de la période", "Period start"),
              Text("Premier jour compté.", "First day counted."), shown="date",
              formula='IF({period_end}="","",'
                      'IF({period_length}="{week}",{period_end}-6,EDATE({period_end}+1,-{period_months})))'),
    Parameter("period_end", Text("PeriodeFin", "PeriodEnd"), Text("Fin de la période", "Period end"),
              Text("Dernier jour compté.", "Last day counted."), shown="date",
              formula='IF(AND({last_day}="",{latest_date}=""),"",'
                      'IF({period_length}="{week}",{anchor}+7-WEEKDAY({anchor},2),EOMONTH({anchor},0)))'),
    Parameter("period_label", Text("PeriodeLibelle", "PeriodLabel"),
              Text("Période, en toutes lettres", "Period in words"),
              Text("Écrite en tête des onglets.", "Written at the top of the tabs."),
              formula=_period_label("period")),
    *_shifted("previous", Text("Période précédente", "Previous period"),
              Text("De même durée, juste avant.", "Of the same length, just before."),
              (Text("PrecedentDebut", "PreviousStart"), Text("PrecedentFin", "PreviousEnd"),
               Text("PrecedentLibelle", "PreviousLabel")),
              ('IF({period_length}="{week}",{period_start}-7,EDATE({period_start},-{period_months}))',
               "{period_start}-1")),
    *_shifted("year", Text("Même période un an avant", "Same period a year before"),
              Text("Une semaine : 52 semaines avant.", "A week: 52 weeks before."),
              (Text("AnneeDebut", "YearBeforeStart"), Text("AnneeFin", "YearBeforeEnd"),
               Text("AnneeLibelle", "YearBeforeLabel")),
              ('IF({period_length}="{week}",{period_start}-364,EDATE({period_start},-12))',
               'IF({period_length}="{week}",{period_end}-364,EOMONTH({period_end},-12))')),
)  # fmt: skip

# Parameters that belong to a workbook only where its formulas use them.
ON_DEMAND = frozenset({"gross_margin", "customer_years"})


def _dates(table: str, lang: Lang) -> str:
    """Return the dates of a table's rows, or the last that is past where rows may lie in the future."""
    dates = column_reference(table, "date", lang)
    settled = TABLES[table].settled
    return f'MAXIFS({dates},{column_reference(table, settled, lang)},">0")' if settled else dates


def result_formula(formula: str, names: dict[str, str], tables: Iterable[str], lang: Lang) -> str:
    """Return the formula of a computed parameter in one language, with its equals sign."""
    known = [table for table in tables if TABLES[table].observed] or list(tables)
    dates = ",".join(_dates(table, lang) for table in known)
    anchor = f'IF({names["last_day"]}<>"",{names["last_day"]},{names["latest_date"]})'
    lengths = {"week": WEEK[lang], "month": MONTH[lang], "year": YEAR[lang]}
    filled = formula.format(
        **names, **lengths, dates=dates, anchor=anchor, no_data=words.NO_DATA_YET[lang], week_of=words.WEEK_OF[lang],
        everything=EVERYTHING[lang],
    )  # fmt: skip
    return f"={filled}"
