"""What the help sheet says: the way from the exports to the finished page, and how to read it.

Every command that a reader types stands in the steps: `tests/templates/test_trials.py` types them as they are here.
"""

from __future__ import annotations

from dataclasses import dataclass

from xl_kpi.catalog.tables import QUALITY
from xl_kpi.language import LANGUAGES, Lang, Text
from xl_kpi.sources import VENDORS
from xl_kpi.templates import words
from xl_kpi.templates.declaration import Template
from xl_kpi.templates.pages import Panel

_TOOLS = tuple(v for v in VENDORS if not v.id.startswith("tidy_"))  # those are files with our own headings
_BOOK = Text("classeur.xlsx", "book.xlsx")


@dataclass(frozen=True, slots=True)
class Step:
    """One step: its heading, the command to type if there is one, what it is for."""

    head: Text
    text: Text
    command: Text | None = None


def _command(name: str, rest: Text | None = None) -> Text:
    return Text(*(f"xl-kpi {name} {_BOOK[lang]}" + (f" {rest[lang]}" if rest else "") for lang in LANGUAGES))


_START = Step(
    Text("Avant de commencer", "Before you start"),
    Text(
        "Les commandes bleues se tapent dans un terminal ouvert dans le dossier du classeur, classeur.xlsx étant son "
        "nom ; fermez-le d’abord dans Excel. Avec le complément, les boutons de l’onglet KPI d’Excel font de même.",
        "Type the blue commands in a terminal opened in the workbook’s folder, book.xlsx being its name; close it in "
        "Excel first. With the add-in, the buttons of Excel’s KPI tab do the same.",
    ),
)
_EXPORT = Step(
    Text("Exporter", "Export"),
    Text(
        "Téléchargez vos rapports dans un dossier « exports » à côté du classeur. « Vos exports », plus bas, dit où "
        "les trouver et quel onglet chacun remplit. Un export qui manque laisse seulement ses lignes vides.",
        "Download your reports into a folder “exports” beside the workbook. “Your exports”, below, says where to find "
        "them and which sheet each fills. An export that is missing only leaves its rows blank.",
    ),
)
_IMPORT = Step(
    Text("Importer", "Import"),
    Text(
        "Remplit les onglets de données et recalcule tout. À refaire à chaque nouvel export : un jour déjà importé est "
        f"remplacé, jamais doublé. L’onglet « {QUALITY.sheet.fr} » dit ce qui a été laissé de côté et pourquoi.",
        "Fills the data sheets and recalculates everything. Repeat it with every new export: a day already imported is "
        f"replaced, never doubled. The sheet “{QUALITY.sheet.en}” says what was left out and why.",
    ),
    _command("refresh", Text("exports", "exports")),
)
_FIGURES = Text("mes-chiffres.csv", "my-figures.csv")
_BY_HAND = Step(
    Text("Compléter", "Complete"),
    Text(
        "Ce qu’aucun outil n’exporte se tape dans Excel sous les en-têtes, ou s’importe d’un fichier CSV ou XLSX aux "
        "mêmes en-têtes : {sheets}.",
        "What no tool exports is typed in Excel under the headings, or imported from a CSV or XLSX file with the same "
        "headings: {sheets}.",
    ),
    _command("import", _FIGURES),
)
_SETTINGS = Step(
    Text("Régler", "Set"),
    Text(
        "Onglet « Paramètres », cellules à fond jaune : société, devise{inputs}.",
        "Sheet “Parameters”, cells with a yellow background: company, currency{inputs}.",
    ),
)
_TARGETS = Text(", objectifs, responsables", ", targets, owners")
_NAMES = Text(", noms suivis (ceux de vos exports)", ", names followed (those of your exports)")
_PERIOD = Step(
    Text("Choisir la période", "Choose the period"),
    Text(
        "Onglet « Paramètres » : « Durée de la période » (semaine, mois, trimestre, année) et « Fin de la période » "
        "(une date ; vide : la donnée la plus récente){filters}. Puis recalculez.",
        "Sheet “Parameters”: “Period length” (week, month, quarter, year) and “End of the period” (a date; blank: the "
        "latest data){filters}. Then recalculate.",
    ),
    _command("recalc"),
)
_RECALCULATE = Step(
    Text("Recalculer", "Recalculate"),
    Text(
        "Calcule tout à partir de ce qui a été saisi, et l’enregistre dans le classeur.",
        "Computes everything from what was entered, and saves it in the workbook.",
    ),
    _command("recalc"),
)
_CHECK = Step(
    Text("Vérifier", "Check"),
    Text(
        "Dit s’il reste une erreur, une donnée périmée ou une colonne inconnue ; « rien à signaler » sinon.",
        "Says whether an error, stale data or an unknown column remains; “nothing to report” otherwise.",
    ),
    _command("check"),
)
_READ = Step(
    Text("Lire", "Read"),
    Text(
        "Onglet « {home} », prêt à imprimer en A4. Chaque formule nomme les colonnes de données qu’elle lit.",
        "Sheet “{home}”, ready to print on A4. Every formula names the data columns that it reads.",
    ),
)
_SHARE = Step(
    Text("Partager", "Share"),
    Text(
        "Fait une copie qui se recalcule sans complément, dans Excel 2019 ou plus récent, LibreOffice, Google Sheets ; "
        "avec --values à la fin, une copie sans formule.",
        "Makes a copy that recalculates without any add-in, in Excel 2019 or later, LibreOffice, Google Sheets; with "
        "--values at the end, a copy without formulas.",
    ),
    _command("share", Text("copie.xlsx", "copy.xlsx")),
)

_STATUSES = (
    (Text("●  VERT", "●  GREEN"), Text("L’objectif est atteint ou dépassé.", "The target is met or beaten.")),
    (
        Text("▲  ORANGE", "▲  AMBER"),
        Text(
            "L’objectif est manqué de moins que la tolérance des paramètres.",
            "The target is missed by less than the tolerance of the parameters.",
        ),
    ),
    (
        Text("■  ROUGE", "■  RED"),
        Text("L’objectif est manqué au-delà de la tolérance.", "The target is missed by more than the tolerance."),
    ),
)
_READING = (
    (
        words.NO_DATA,
        Text(
            "Pas encore de données pour ce calcul ; ce n’est jamais un zéro.",
            "No data yet for this figure; it is never a zero.",
        ),
    ),
    (
        Text("Évolution, écart", "Change, variance"),
        Text(
            "En points (pt) pour les taux et le NPS, en % pour le reste. La période précédente a la même durée.",
            "In points (pt) for rates and NPS, in % for the rest. The previous period has the same length.",
        ),
    ),
    (
        Text("Sans le complément", "Without the add-in"),
        Text(
            "Le classeur s’ouvre partout avec ses derniers résultats enregistrés. Les fonctions KPI_* ne se "
            "recalculent qu’avec le complément ou les commandes ci-dessus.",
            "The workbook opens anywhere with its last saved results. KPI_* functions recalculate only with the "
            "add-in or the commands above.",
        ),
    ),
)


def reading(template: Template) -> tuple[tuple[Text, Text], ...]:
    """Return how to read the results: a term or a symbol, what it means."""
    panels = [part for page in template.pages for part in page.parts if isinstance(part, Panel)]
    rated = template.tabs or any(column.shown == "status" for panel in panels for column in panel.columns)
    return (*(_STATUSES if rated else ()), *_READING)


_OTHER = (
    Text("Un autre outil", "Another tool"),
    Text("xl-kpi map export.csv", "xl-kpi map export.csv"),
    Text(
        "Propose ce que sont ses colonnes et le note à côté du classeur ; l’import le comprend ensuite.",
        "Proposes what its columns are and notes it beside the workbook; imports then understand it.",
    ),
)


def exports(template: Template) -> tuple[tuple[Text, Text, Text], ...]:
    """Return each known export that the workbook takes: the tool, the sheet it fills, where it is; then any other."""
    tables = {table.id for table in template.data}
    known = [v for v in _TOOLS if v.table.id in tables]
    return (*((Text(v.label, v.label), v.table.sheet, v.how_to_export) for v in known), _OTHER) if known else ()


def steps(template: Template, home: str, lang: Lang) -> list[tuple[str, str, str]]:
    """Return the steps of a workbook, numbered: heading, command or nothing, explanation."""
    taken = {v.table.id for v in _TOOLS}
    chosen = {choices.column[0] for choices in template.choices}  # what the template's own steps explain
    by_hand = [table for table in template.data if table.id not in taken | chosen]
    both = [_START]
    both += [_EXPORT, _IMPORT] if exports(template) else []
    both += [_BY_HAND] if by_hand else []
    both += [Step(*step) for step in template.steps]
    dated = template.tabs or any(page.period for page in template.pages)
    both += [_SETTINGS, _PERIOD if dated else _RECALCULATE, _CHECK, _READ, _SHARE]
    monthly = Text(" (une ligne par mois)", " (one row per month)")[lang]
    quoted = Text("« {} »", "“{}”")[lang]
    inputs = [(_TARGETS, any(tab.kpis for tab in template.tabs)), (_NAMES, bool(template.listings))]
    filters = [p.label[lang] for f in template.filters for p in template.parameters if p.id == f.input]
    told = {
        "sheets": ", ".join(quoted.format(t.sheet[lang]) + (monthly if t.monthly else "") for t in by_hand),
        "inputs": "".join(text[lang] for text, there in inputs if there)
        + "".join(f", {quoted.format(p.label[lang])}" for p in template.inputs),
        "filters": "".join(f", {quoted.format(label)}" for label in filters),
        "home": home,
    }
    numbered: list[tuple[str, str, str]] = []
    for number, step in enumerate(both):
        head = f"{number}. {step.head[lang]}" if number else step.head[lang]
        numbered.append((head, step.command[lang] if step.command else "", step.text[lang].format(**told)))
    return numbered
