"""The words of a template workbook that no declaration carries."""

from __future__ import annotations

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Lang, Text

SUMMARY = Text("Synthèse", "Summary")
PARAMETERS = Text("Paramètres", "Parameters")
LISTS = Text("Listes", "Lists")
HELP = Text("Aide", "Help")
NO_DATA = Text("n.\u00a0d.", "n/a")
NO_DATA_YET = Text("aucune donnée pour l’instant", "no data yet")
HEADLINE = "Headline"  # the defined name of the summary's block, in both languages

KPI = Text("Indicateur", "KPI")
VALUE = Text("Valeur", "Value")
UNIT = Text("Unité", "Unit")
PREVIOUS = Text("Précédent", "Previous")
CHANGE = Text("Évolution", "Change")
YEAR_BEFORE = Text("Un an avant", "Year before")
YEAR_CHANGE = Text("Évolution sur un an", "Change on the year")
OWNER = Text("Responsable", "Owner")
WEEK_OF = Text("semaine du", "week of")
FILTERED = Text("Filtre", "Filter")
NOT_FILTERED = Text("lignes grisées : non filtrées", "rows in grey: not filtered")
BEFORE = Text("Période d’avant, du", "Period before, from")
DEFINITIONS = Text("Définitions partagées (à amender ensemble)", "Shared definitions (amend them together)")
ORDER = Text("Ordre de la liste", "Order of the list")
TARGET = Text("Objectif", "Target")
VARIANCE = Text("Écart", "Variance")
ATTAINED = Text("Réalisé / objectif", "Actual / target")
STATUS = Text("Statut", "Status")
TREND = Text("12 mois", "12 months")
DETAIL = Text("Détail", "Detail")
FROM = Text("Du", "From")
TO = Text("Au", "To")
MONTHS = Text("Nombre de mois", "Number of months")
SETTINGS = Text("Période et filtres →", "Period and filters →")
AMOUNT = Text("Montant", "Amount")
PERIOD = Text("Période", "Period")
COMPARED = Text("comparée à", "compared with")
AND = Text("et à", "and")
VERSUS = Text("par rapport à la période précédente", "on the previous period")
TARGETS_MET = Text("Objectifs atteints", "Targets met")
TARGETS_OF = Text("sur {n} objectifs suivis", "of {n} targets followed")
LEGEND = Text(
    "●  VERT : objectif atteint     ▲  ORANGE : manqué de peu (dans la tolérance)     "
    "■  ROUGE : manqué     {no_data} : pas encore de données",
    "●  GREEN: target met     ▲  AMBER: narrowly missed (within the tolerance)     "
    "■  RED: missed     {no_data}: no data yet",
)
STATUSES: dict[str, Text] = {
    "good": Text("VERT", "GREEN"),
    "near": Text("ORANGE", "AMBER"),
    "bad": Text("ROUGE", "RED"),
}
UNITS: dict[Unit, Text] = {
    Unit.FRACTION: Text("%", "%"),
    Unit.RATIO: Text("ratio", "ratio"),
    Unit.POINTS: Text("points", "points"),
    Unit.COUNT: Text("nombre", "number"),
    Unit.NUMBER: Text("nombre", "number"),
    Unit.POSITION: Text("rang", "rank"),
    Unit.SECONDS: Text("secondes", "seconds"),
}
BETTER: dict[str, Text] = {
    "higher": Text("plus haut", "higher"),
    "lower": Text("plus bas", "lower"),
}
MONTH_NAMES: dict[Lang, tuple[str, ...]] = {
    "fr": ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
           "novembre", "décembre"),
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
}  # fmt: skip
