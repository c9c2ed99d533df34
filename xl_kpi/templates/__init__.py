"""The template workbooks: what they are, where they are, and the code that builds them."""

from __future__ import annotations

from pathlib import Path

from xl_kpi.errors import UserError
from xl_kpi.language import Lang
from xl_kpi.templates.cockpit import COCKPIT
from xl_kpi.templates.declaration import Template

TEMPLATES: dict[str, Template] = {template.id: template for template in (COCKPIT,)}

_PACKAGED = Path(__file__).parent.parent / "_workbook_templates"
REPOSITORY = Path(__file__).parent.parent.parent / "workbook_templates"


def find(id_: str) -> Template:
    """Return a template by its id; raise UserError naming the known ones otherwise."""
    if id_ in TEMPLATES:
        return TEMPLATES[id_]
    known = ", ".join(TEMPLATES)
    raise UserError(
        f"modèle inconnu\u00a0: {id_}. Modèles\u00a0: {known}.",
        f"unknown template: {id_}. Templates: {known}.",
    )


def path(id_: str, lang: Lang) -> Path:
    """Return the built workbook of a template: the wheel's own, or the repository's."""
    find(id_)
    name = Path(lang) / f"{id_}.xlsx"
    return next((folder / name for folder in (_PACKAGED, REPOSITORY) if (folder / name).is_file()), REPOSITORY / name)


def build(id_: str, lang: Lang) -> bytes:
    """Return the workbook of a template built anew, results computed: the same bytes every time."""
    from xl_kpi.templates.book import draw  # noqa: PLC0415 - XlsxWriter only when building

    return draw(find(id_), lang)


__all__ = ["TEMPLATES", "Template", "build", "find", "path"]
