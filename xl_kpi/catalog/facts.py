"""What the catalogue says of a KPI, in one language, as plain data: for the command line, pages and JSON."""

from __future__ import annotations

from typing import Any

from xl_kpi.catalog.kpi import FAMILIES, UNITS, Example, Kpi
from xl_kpi.errors import BY_NAME, ExcelError
from xl_kpi.language import Lang, Text

_ROUNDED = 1e-9  # the tolerance above which an example's result is a rounded one

BETTER: dict[str, Text] = {
    "higher": Text("plus haut est mieux", "higher is better"),
    "lower": Text("plus bas est mieux", "lower is better"),
    "context": Text("selon le contexte", "depends on context"),
}


def summary(kpi: Kpi, lang: Lang) -> dict[str, str]:
    """Return the line of a list: name, title, family, unit, direction, syntax and help."""
    return {
        "name": kpi.name,
        "title": kpi.title[lang],
        "family": FAMILIES[kpi.family][lang],
        "unit": UNITS[kpi.unit][lang],
        "better": BETTER[kpi.better][lang],
        "syntax": kpi.syntax(lang),
        "help": kpi.help[lang],
    }


def facts(kpi: Kpi, lang: Lang) -> dict[str, Any]:
    """Return everything a reader may ask about a KPI."""
    return {
        **summary(kpi, lang),
        "arguments": [
            {
                "name": p.name,
                "help": kpi.arguments[p.name][lang],
                "unit": UNITS[p.kind.unit][lang],
                "optional": p.optional,
                "default": p.default if p.optional else None,
                "range": p.kind.shape == "range",
            }
            for p in kpi.parameters
        ],
        "formula": kpi.formula_text(lang),
        "errors": [
            {"error": error.localized(lang), "when": [case[lang] for case in cases]}
            for error, cases in kpi.errors.items()
        ],
        "examples": [
            {"call": example_call(kpi, e, lang), "result": _result(e, lang), "source": e.source} for e in kpi.examples
        ],
        "definition_source": kpi.definition_source,
        "see_also": list(kpi.see_also),
    }


def in_lines(found: dict[str, Any], lang: Lang) -> list[str]:
    """Return the facts of a KPI as lines for a person."""

    def t(fr: str, en: str) -> str:
        return Text(fr, en)[lang]

    optional = t("facultatif", "optional")
    lines = [f"{found['name']} – {found['title']}", found["help"], "", found["syntax"]]
    for a in found["arguments"]:
        extra = f" ({optional})" if a["optional"] else ""
        lines.append(f"  {a['name']}{extra}{t(' : ', ': ')}{a['help']} [{a['unit']}]")
    lines += ["", f"{t('Formule : ', 'Formula: ')}{found['formula']}"]
    lines += [f"{t('Résultat : ', 'Result: ')}{found['unit']} ; {found['better']}".replace(" ;", t(" ;", ";"))]
    lines += [f"  {e['error']} {t('si', 'if')} {t(' ; ou ', '; or ').join(e['when'])}" for e in found["errors"]]
    lines += ["", t("Exemples :", "Examples:")]
    for e in found["examples"]:
        source = f"   ({e['source']})" if e["source"] else ""
        lines.append(f"  {e['call']} → {e['result']}{source}")
    if found["definition_source"]:
        lines.append(f"{t('Source : ', 'Source: ')}{found['definition_source']}")
    if found["see_also"]:
        lines.append(f"{t('Voir aussi : ', 'See also: ')}{', '.join(found['see_also'])}")
    return lines


def _result(example: Example, lang: Lang) -> str:
    """Return the result of an example; `≈` where a publication gives it rounded."""
    rows = isinstance(example.result, tuple)
    text = argument_text(example.result, lang) if rows else shown(example.result, lang)
    return f"≈ {text}" if example.tolerance > _ROUNDED else text


def shown(value: object, lang: Lang) -> str:
    """Return a value as a cell in General format shows it: decimal comma and French errors in French."""
    if isinstance(value, ExcelError):
        return value.localized(lang)
    if isinstance(value, bool):
        return {"fr": ("FAUX", "VRAI"), "en": ("FALSE", "TRUE")}[lang][value]
    if isinstance(value, int | float):
        text = f"{value:.11g}"
        return text.replace(".", ",") if lang == "fr" else text
    return "" if value is None else str(value)


def example_call(kpi: Kpi, example: Example, lang: Lang) -> str:
    """Return an example as a formula, ranges written as array constants."""
    separator = "; " if lang == "fr" else ", "
    return f"={kpi.name}({separator.join(argument_text(a, lang) for a in example.arguments)})"


def argument_text(value: object, lang: Lang) -> str:
    """Return a value or rows of values as a formula writes them; in French `.` separates columns."""
    if isinstance(value, list | tuple):
        column, row = (".", ";") if lang == "fr" else (",", ";")
        rows = [r if isinstance(r, list | tuple) else [r] for r in value]
        return "{" + row.join(column.join(argument_text(c, lang) for c in r) for r in rows) + "}"
    if isinstance(value, str) and value not in BY_NAME:
        return f'"{value}"'
    return '""' if value is None else shown(value, lang)
