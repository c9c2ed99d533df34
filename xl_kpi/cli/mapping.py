"""The command `map`: what the columns of a file are, said once."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xl_kpi.catalog.tables import TABLES
from xl_kpi.cli.terminal import Terminal
from xl_kpi.errors import UserError
from xl_kpi.language import Text

if TYPE_CHECKING:
    from xl_kpi.sources import Layout, Vendor


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Propose a mapping, check it by reading the file, and note it once it is confirmed; 1 where it is not."""
    from xl_kpi.sources import MAP_FILE, propose, read, save

    folder = options.book.parent if options.book else Path()
    found = propose(options.file, options.table, _pairs(options.set), _pairs(options.constant))
    layout = found.layout.model_copy(update={"decimal": options.decimal, "dates": options.dates})
    table = TABLES[layout.table]
    column_of = {c.name: c.label[terminal.lang] for c in table.columns}
    example = dict(zip(found.labels, found.examples, strict=True))
    terminal.line(Text(f"Table : {table.name.fr}", f"Table: {table.name.en}"))
    terminal.table(
        [
            Text("Champ", "Field"),
            Text("Colonne", "Column"),
            Text("Exemple", "Example"),
            Text("Ressemblance", "Likeness"),
        ],
        [
            [f"{field} ({column_of[field]})", label, example.get(label, ""), f"{found.likeness[field]:.0%}"]
            for field, label in layout.columns.items()
        ],
    )
    if found.unused:
        unused = ", ".join(found.unused)
        terminal.line(Text(f"Colonnes non utilisées : {unused}", f"Columns not used: {unused}"))
    imported = read(options.file, vendors=(_checked(layout, options.file),))
    terminal.line(
        Text(
            f"{imported.rows_kept} lignes lues, du {imported.date_from:%d/%m/%Y} au {imported.date_to:%d/%m/%Y}.",
            f"{imported.rows_kept} rows read, from {imported.date_from} to {imported.date_to}.",
        )
    )
    confirmed = options.yes or _confirmed(terminal)
    if confirmed:
        save(layout, folder)
        terminal.line(Text(f"Noté dans {folder / MAP_FILE}.", f"Noted in {folder / MAP_FILE}."))
    else:
        terminal.line(
            Text(
                "Rien n’est noté : ajoutez --yes, ou corrigez avec --table TABLE et --set CHAMP=COLONNE.",
                "Nothing is noted: add --yes, or correct with --table TABLE and --set FIELD=COLUMN.",
            )
        )
    terminal.data(
        {"file": str(options.file), "map": str(folder / MAP_FILE) if confirmed else None, "rows": imported.rows_kept}
        | {"layout": layout.model_dump(), "unused": list(found.unused)}
    )
    return 0 if confirmed else 1


def _checked(layout: Layout, file: Path) -> Vendor:
    try:
        return layout.vendor()
    except ValueError as error:
        why = str(error).splitlines()[0]
        raise UserError(f"{file.name} : {why}.", f"{file.name}: {why}.") from None


def _pairs(given: list[str]) -> dict[str, str]:
    found = dict(text.partition("=")[::2] for text in given)
    if bad := [field for field, value in found.items() if not value]:
        raise UserError(
            f"« {bad[0]} » : la forme CHAMP=VALEUR est attendue.", f"“{bad[0]}”: the form FIELD=VALUE is expected."
        )
    return found


def _confirmed(terminal: Terminal) -> bool:
    if terminal.as_json or not sys.stdin.isatty():
        return False
    question = Text("Est-ce juste ? [o/N] ", "Is that right? [y/N] ")
    return input(question[terminal.lang]).strip().casefold() in {"o", "oui", "y", "yes"}
