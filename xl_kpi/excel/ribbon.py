"""The KPI tab of Excel's ribbon, each control declared once; the ribbon's XML and texts derive from it.

A button runs the function of its name in `xl_kpi.excel.macros`, with the signature
`(book: xlwings.Book | None, *arguments: str) -> str`: the open workbook, the declared arguments, then
what VBA asked the user for. What it returns is shown when it has finished; a `UserError` is shown as
a refusal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from xl_kpi.catalog import FAMILIES, KPIS
from xl_kpi.language import Text

# What VBA asks before it calls Python; the answers follow the declared arguments. Nothing chosen: no call.
Question = Literal["files", "folder", "pdf", "workbook", "text"]


@dataclass(frozen=True, slots=True)
class Button:
    """A button: the function it runs, its texts, and a picture that Office has built in."""

    macro: str
    label: Text
    tip: Text
    image: str
    arguments: tuple[str, ...] = ()
    asks: Question | None = None
    needs_book: bool = True
    large: bool = False

    @property
    def id(self) -> str:
        """Return the control's id in the ribbon: the function's name, then its arguments."""
        return "_".join((self.macro, *self.arguments))


@dataclass(frozen=True, slots=True)
class Menu:
    """A button that opens a list of buttons or of further menus."""

    id: str
    label: Text
    tip: Text
    image: str
    items: tuple[Button | Menu, ...]
    large: bool = False


@dataclass(frozen=True, slots=True)
class TemplateGallery:
    """The gallery of template workbooks; a choice runs `new_from_template(book, id of the template)`."""

    id: str
    label: Text
    tip: Text
    image: str


@dataclass(frozen=True, slots=True)
class Group:
    """Controls side by side under one name."""

    id: str
    label: Text
    controls: tuple[Button | Menu | TemplateGallery, ...]


def _functions() -> tuple[Menu, ...]:
    """Return one menu for each family, with a button for each KPI."""
    return tuple(
        Menu(
            f"family_{family}",
            name,
            Text(f"Les KPI de la famille {name.fr}.", f"The KPIs of the family {name.en}."),
            "FunctionWizard",
            tuple(
                Button("insert_function", Text(k.title.fr, k.title.en), k.help, "FormulaEvaluate", (k.name,))
                for k in KPIS.values()
                if k.family == family
            ),
        )
        for family, name in FAMILIES.items()
    )


def _option(name: str, label: Text, tip: Text, image: str, value: str = "", asks: Question | None = None) -> Button:
    """Return a button for one setting: `options(book, name, value)`, the value fixed or asked for."""
    return Button("options", label, tip, image, (name, value) if value else (name,), asks)


_OPTIONS = (
    _option("language", Text("Français", "French"), Text("Messages et nouveaux classeurs en français.",
        "Messages and new workbooks in French."), "SetLanguage", "fr"),
    _option("language", Text("Anglais", "English"), Text("Messages et nouveaux classeurs en anglais.",
        "Messages and new workbooks in English."), "SetLanguage", "en"),
    _option("currency", Text("Devise…", "Currency…"), Text("Le code de la devise du classeur, par exemple EUR.",
        "The code of the workbook’s currency, for instance USD."), "AccountingFormatMenu", asks="text"),
    _option("since", Text("Premier jour…", "First day…"), Text(
        "Les jours d’avant ne sont pas importés. Par exemple 2025-01-01.",
        "Days before it are not imported. For instance 2025-01-01."), "CalendarInsert", asks="text"),
    _option("until", Text("Dernier jour…", "Last day…"), Text(
        "Les jours d’après ne sont pas importés. Par exemple 2025-12-31.",
        "Days after it are not imported. For instance 2025-12-31."), "CalendarInsert", asks="text"),
    _option("folder", Text("Dossier à surveiller…", "Folder to watch…"), Text(
        "Le dossier dont « Actualiser le rapport » importe les nouveaux exports.",
        "The folder whose new exports “Refresh report” imports."), "FileOpen", asks="folder"),
)  # fmt: skip

RIBBON: tuple[Group, ...] = (
    Group("data", Text("Données", "Data"), (
        TemplateGallery("new_from_template", Text("Nouveau classeur", "New from template"), Text(
            "Crée un classeur à partir d’un modèle.", "Creates a workbook from a template."), "FileNew"),
        Button("import_data", Text("Importer des données", "Import data"), Text(
            "Importe des exports (Google Ads, Meta, GA4…) dans les tables de données du classeur.",
            "Imports exports (Google Ads, Meta, GA4…) into the workbook’s data tables."),
            "ImportTextFile", asks="files", large=True),
        Button("refresh_report", Text("Actualiser le rapport", "Refresh report"), Text(
            "Importe les nouveaux exports du dossier surveillé et recalcule le rapport.",
            "Imports the new exports of the watched folder and recalculates the report."), "RefreshAll", large=True),
        Button("recalculate", Text("Recalculer", "Recalculate"), Text(
            "Recalcule toutes les cellules du classeur.", "Recalculates every cell of the workbook."), "CalculateNow"),
        Button("check_workbook", Text("Vérifier le classeur", "Check workbook"), Text(
            "Liste les erreurs, les données périmées et les colonnes inconnues.",
            "Lists errors, stale data and unknown columns."), "ErrorChecking"),
    )),
    Group("functions", Text("Fonctions KPI", "KPI functions"), (
        Menu("insert_function", Text("Insérer une fonction", "Insert function"), Text(
            "Écrit un KPI dans la cellule ; les colonnes correspondantes du tableau sont ses arguments.",
            "Writes a KPI into the cell; the matching columns of the table are its arguments."),
            "FunctionWizard", _functions(), large=True),
        Button("explain_cell", Text("Expliquer la cellule", "Explain this cell"), Text(
            "Nom, définition, formule, arguments, unité et source du KPI de la cellule active.",
            "Name, definition, formula, inputs, unit and source of the active cell’s KPI."), "FormulaEvaluate"),
        Button("last_error", Text("Dernière erreur", "Last error"), Text(
            "Dit pourquoi la dernière cellule KPI en erreur l’est.",
            "Says why the last KPI cell that failed shows an error."), "TraceError", needs_book=False),
    )),
    Group("share", Text("Partager", "Share"), (
        Button("share_copy", Text("Partager une copie", "Share a copy"), Text(
            "Enregistre une copie qui se passe du complément.",
            "Saves a copy that does without the add-in."), "FileSendAsAttachment", asks="workbook"),
        Button("export_pdf", Text("Exporter en PDF", "Export PDF"), Text(
            "Enregistre le rapport en PDF.", "Saves the report as a PDF."), "FileSaveAsPdfOrXps", asks="pdf"),
    )),
    Group("about", Text("Réglages", "Settings"), (
        Menu("options", Text("Options", "Options"), Text(
            "Langue, devise, période, dossier à surveiller.", "Language, currency, period, folder to watch."),
            "PropertySheet", _OPTIONS),
        Button("help_", Text("Aide", "Help"), Text(
            "Ouvre la page d’aide des KPI.", "Opens the KPI help page."), "Help", needs_book=False),
    )),
)  # fmt: skip


def controls(
    items: tuple[Button | Menu | TemplateGallery, ...] | None = None,
) -> Iterator[Button | Menu | TemplateGallery]:
    """Yield every control of the tab, or of a list of controls; a menu before what it holds."""
    for item in items if items is not None else tuple(c for group in RIBBON for c in group.controls):
        yield item
        if isinstance(item, Menu):
            yield from controls(item.items)


MACROS: tuple[str, ...] = tuple(
    dict.fromkeys(c.id if isinstance(c, TemplateGallery) else c.macro for c in controls() if not isinstance(c, Menu))
)
WITHOUT_BOOK: frozenset[str] = frozenset(
    c.id if isinstance(c, TemplateGallery) else c.macro
    for c in controls()
    if isinstance(c, TemplateGallery) or (isinstance(c, Button) and not c.needs_book)
)
