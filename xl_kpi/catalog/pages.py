"""The reference pages: one a KPI and language, and an index by family and by question, in Markdown."""

from __future__ import annotations

from typing import Any

from xl_kpi.catalog import KPIS
from xl_kpi.catalog.facts import BETTER, facts
from xl_kpi.catalog.kpi import FAMILIES, Kpi
from xl_kpi.catalog.questions import QUESTIONS
from xl_kpi.language import Lang, Text

_VANITY = Text(
    "Chiffre flatteur : à ne montrer qu’à côté d’un résultat (leads, ventes, marge).",
    "A vanity figure: show it only beside an outcome (leads, sales, margin).",
)


def page(kpi: Kpi, lang: Lang) -> str:
    """Return the reference page of a KPI."""

    def t(fr: str, en: str) -> str:
        return Text(fr, en)[lang]

    found = facts(kpi, lang)
    lines = [f"# {kpi.name}", "", f"**{kpi.title[lang]}** – {FAMILIES[kpi.family][lang]}", "", kpi.help[lang]]
    if kpi.vanity:
        lines += ["", f"> {_VANITY[lang]}"]
    lines += ["", f"## {t('Syntaxe', 'Syntax')}", "", "```", f"={kpi.syntax(lang)}", "```"]
    lines += ["", f"## {t('Arguments', 'Arguments')}", ""]
    lines += _table(
        [t("Argument", "Argument"), t("Ce que c’est", "What it is"), t("Unité", "Unit"), t("Obligatoire", "Required")],
        [
            [f"`{a['name']}`", a["help"], a["unit"], t("non", "no") if a["optional"] else t("oui", "yes")]
            for a in found["arguments"]
        ],
    )
    lines += [
        "",
        f"## {t('Résultat', 'Result')}",
        "",
        f"{found['unit']} ; {BETTER[kpi.better][lang]}.".replace(" ;", t(" ;", ";")),
    ]
    lines += ["", f"## {t('Formule', 'Formula')}", "", "```", found["formula"] or kpi.help[lang], "```"]
    lines += ["", f"## {t('Erreurs', 'Errors')}", ""]
    lines += _table(
        [t("Erreur", "Error"), t("Quand", "When")],
        [[f"`{e['error']}`", case] for e in found["errors"] for case in e["when"]] + _common_errors(lang),
    )
    lines += ["", f"## {t('Exemples', 'Examples')}", ""]
    lines += _table(
        [t("Formule", "Formula"), t("Résultat", "Result"), t("Source", "Source")],
        [[f"`{e['call']}`", f"`{e['result']}`", e["source"] or ""] for e in found["examples"]],
    )
    lines += ["", f"## {t('Sans le complément', 'Without the add-in')}", "", *_native(kpi, lang)]
    if kpi.definition_source:
        lines += ["", f"## {t('Source de la définition', 'Source of the definition')}", "", kpi.definition_source]
    if kpi.see_also:
        lines += ["", f"## {t('Voir aussi', 'See also')}", ""]
        lines += [f"- [{name}]({name}.md) – {KPIS[name].title[lang]}" for name in kpi.see_also]
    return "\n".join(lines) + "\n"


def index(lang: Lang) -> str:
    """Return the index of all KPIs, by question and by family."""
    title = Text("Les KPI, par question et par famille", "KPIs by question and by family")
    lines = [f"# {title[lang]}", "", f"## {Text('Par question', 'By question')[lang]}", ""]
    for question, names in QUESTIONS:
        lines.append(f"- **{question[lang]}** " + ", ".join(f"[{name}]({name}.md)" for name in names))
    lines += ["", f"## {Text('Par famille', 'By family')[lang]}"]
    for family, name in FAMILIES.items():
        members = [kpi for kpi in KPIS.values() if kpi.family == family]
        if members:
            lines += ["", f"### {name[lang]}", ""]
            lines += [f"- [{kpi.name}]({kpi.name}.md) – {kpi.title[lang]}" for kpi in members]
    return "\n".join(lines) + "\n"


def pages(lang: Lang) -> dict[str, str]:
    """Return every page of one language by its file name."""
    return {"README.md": index(lang)} | {f"{kpi.name}.md": page(kpi, lang) for kpi in KPIS.values()}


def _common_errors(lang: Lang) -> list[list[str]]:
    blank = Text("un argument obligatoire est vide", "a required argument is blank")
    text = Text("du texte à la place d’un nombre", "text in place of a number")
    return [["`#N/A`", blank[lang]], [f"`{'#VALEUR!' if lang == 'fr' else '#VALUE!'}`", text[lang]]]


def _native(kpi: Kpi, lang: Lang) -> list[str]:
    if kpi.native is None:
        none = Text(
            "Aucune formule native équivalente : la copie à partager garde la valeur.",
            "No native formula computes the same: a copy for sharing keeps the value.",
        )
        return [none[lang]]
    guarded = Text(
        "La copie à partager (`xl-kpi share`) y ajoute les tests qui montrent les mêmes erreurs.",
        "A copy for sharing (`xl-kpi share`) adds the tests that show the same errors.",
    )
    return ["```", f"={kpi.native_text(lang)}", "```", "", guarded[lang]]


def _table(header: list[str], rows: list[list[Any]]) -> list[str]:
    def line(cells: list[str]) -> str:
        return "| " + " | ".join(c.replace("|", "\\|") for c in cells) + " |"

    return [line(header), line(["---"] * len(header)), *(line(row) for row in rows)]
