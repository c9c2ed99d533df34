"""The template workbooks: what they are, where they are, and the code that builds them."""

from __future__ import annotations

from pathlib import Path

from xl_kpi.errors import UserError
from xl_kpi.language import Lang
from xl_kpi.templates.actions import ACTIONS
from xl_kpi.templates.alignment import ALIGNMENT
from xl_kpi.templates.board import BOARD
from xl_kpi.templates.budget import BUDGET
from xl_kpi.templates.channels import CHANNELS_BOOK
from xl_kpi.templates.cockpit import COCKPIT
from xl_kpi.templates.declaration import Template
from xl_kpi.templates.journey import JOURNEY
from xl_kpi.templates.plan import PLAN

TEMPLATES: dict[str, Template] = {
    template.id: template for template in (COCKPIT, CHANNELS_BOOK, JOURNEY, ALIGNMENT, BOARD, BUDGET, ACTIONS, PLAN)
}

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
    """Return the workbook of a template built anew, results computed: the same every time."""
    # heavy: XlsxWriter and the engine, only when building
    from xl_kpi.templates.book import draw
    from xl_kpi.workbook import Package, recalculate_package

    package = Package(Path(f"{id_}.xlsx"), draw(find(id_), lang))
    report = recalculate_package(package)
    if report.kept or report.errors:
        raise RuntimeError(f"{id_} ({lang}): {report.kept[:3]} {report.errors[:3]}")
    return package.to_bytes()


def same_content(one: bytes, other: bytes) -> bool:
    """Tell whether two workbooks hold the same parts, byte for byte and in the same order.

    Compression is left out: it differs between builds of zlib.
    """
    from xl_kpi.workbook import Package

    first, second = (Package(Path("template.xlsx"), data) for data in (one, other))
    return first.names == second.names and all(first.part(n) == second.part(n) for n in first.names)


__all__ = ["TEMPLATES", "Template", "build", "find", "path", "same_content"]
