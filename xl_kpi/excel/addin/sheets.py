"""The add-in's sheets: settings, texts and the help of the function wizard, as rows of cells."""

from __future__ import annotations

from xl_kpi import __version__
from xl_kpi.catalog import FAMILIES, KPIS
from xl_kpi.excel.addin.intellisense import SHEET, intellisense_rows
from xl_kpi.excel.addin.settings import Settings
from xl_kpi.excel.ribbon import RIBBON, controls
from xl_kpi.language import LANGUAGES, Lang, Text
from xl_kpi.templates import TEMPLATES

Rows = list[list[str | int]]

_MESSAGES = {
    "working": Text("KPI : calcul en cours…", "KPI: working…"),
    "error.areas": Text(
        "une référence à plusieurs zones n’est pas acceptée ; donnez une seule plage.",
        "a reference to several areas is not accepted; give one range.",
    ),
    "error.library": Text(
        "la bibliothèque de xlwings est introuvable. Réinstallez avec « xl-kpi addin install ». Cherchée ici :",
        "xlwings’ library was not found. Install again with “xl-kpi addin install”. Looked for:",
    ),
    "error.server": Text(
        "Python n’a pas démarré. « xl-kpi addin doctor » dit pourquoi.",
        "Python did not start. “xl-kpi addin doctor” says why.",
    ),
    "error.mac": Text(
        "les fonctions dans les cellules n’existent pas dans Excel pour Mac.",
        "cell functions do not exist in Excel for Mac.",
    ),
}


def sheets(settings: Settings) -> dict[str, Rows]:
    """Return the rows of each hidden sheet by its name."""
    return {
        "settings": _settings(settings),
        "texts": [[key, text.fr, text.en] for key, text in texts().items()],
        **{f"functions_{lang}": functions(lang) for lang in LANGUAGES},
        SHEET: intellisense_rows(settings.lang),
    }


def texts() -> dict[str, Text]:
    """Return every text that VBA shows, by key."""
    found = dict(_MESSAGES)
    for group in RIBBON:
        found[f"group_{group.id}.label"] = group.label
    for control in controls():
        found[f"{control.id}.label"] = control.label
        found[f"{control.id}.tip"] = control.tip
    for i, template in enumerate(TEMPLATES.values()):
        found[f"template{i}.label"] = template.title
        found[f"template{i}.tip"] = template.description
    return found


def functions(lang: Lang) -> Rows:
    """Return what the function wizard shows: name, category, description, number of arguments, their help."""
    return [
        [
            kpi.name,
            f"KPI - {FAMILIES[kpi.family][lang]}",
            kpi.help[lang],
            len(kpi.parameters),
            *(kpi.arguments[p.name][lang] for p in kpi.parameters),
        ]
        for kpi in KPIS.values()
    ]


def _settings(settings: Settings) -> Rows:
    templates: Rows = [[f"template{i}", id_] for i, id_ in enumerate(TEMPLATES)]
    return [
        ["version", __version__],
        ["python", settings.python],
        ["library", settings.library],
        ["server", settings.server],
        ["templates", len(TEMPLATES)],
        *templates,
    ]
