"""The command `map`: what the columns of a file are, said once."""

from __future__ import annotations

import argparse
import datetime as dt
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_kpi.catalog.tables import TABLES
from xl_kpi.cli.terminal import Terminal
from xl_kpi.errors import UserError
from xl_kpi.language import Lang, Text
from xl_kpi.reports.days import shown
from xl_kpi.reports.quality import figure

if TYPE_CHECKING:
    from xl_kpi.sources import Import, Layout, Proposal, Vendor

_ROWS_SHOWN = 5
_CELL_SHOWN = 40


def run(options: argparse.Namespace, terminal: Terminal) -> int:
    """Propose a mapping, check it by reading the file, and note it once it is confirmed; 1 where it is not."""
    from xl_kpi.sources import MAP_FILE, save

    folder = options.book.parent if options.book else Path()
    given = _pairs(options.set)
    found, layout, imported = _proposed(options, options.table, given)
    while True:
        _show(found, layout, imported, terminal)
        answer = "y" if options.yes else _asked(terminal)
        if "=" not in answer:
            break
        field, _, column = (part.strip() for part in answer.partition("="))
        kept = {f: c for f, c in given.items() if c != column}
        table, corrected = (column, {}) if field == "table" else (layout.table, kept | {field: column})
        try:
            found, layout, imported = _proposed(options, table, corrected)
        except UserError as problem:  # a slip of the fingers: what was proposed before still stands
            terminal.error(problem.text)
        else:
            given = corrected
    confirmed = answer.casefold() in {"o", "oui", "y", "yes"}
    if confirmed:
        save(layout, folder)
        told = f"{folder / MAP_FILE}"
        terminal.line(
            Text(
                f"Noté dans {told} : les imports de ce dossier s’en servent. "
                f"Ensuite : xl-kpi import CLASSEUR {options.file}",
                f"Noted in {told}: imports of this folder use it. Next: xl-kpi import BOOK {options.file}",
            )
        )
    else:
        terminal.line(
            Text(
                "Rien n’est noté : ajoutez --yes, ou corrigez avec --table TABLE et --set CHAMP=COLONNE.",
                "Nothing is noted: add --yes, or correct with --table TABLE and --set FIELD=COLUMN.",
            )
        )
    terminal.data(
        {"file": str(options.file), "map": str(folder / MAP_FILE) if confirmed else None, "rows": imported.rows_kept}
        | {"layout": layout.model_dump(), "unused": list(found.unused), "sums": _sums(imported)}
    )
    return 0 if confirmed else 1


def _proposed(options: argparse.Namespace, table: str | None, given: dict[str, str]) -> tuple[Proposal, Layout, Import]:
    """Return a proposal and what the file gives with it."""
    from xl_kpi.sources import propose, read

    found = propose(options.file, table, given, _pairs(options.constant))
    layout = found.layout.model_copy(update={"decimal": options.decimal, "dates": options.dates})
    return found, layout, read(options.file, vendors=(_checked(layout, options.file),))


def _show(found: Proposal, layout: Layout, imported: Import, terminal: Terminal) -> None:
    """Show what each column is taken for, the first rows as they are read, and what all rows add up to."""
    from xl_kpi.sources import BY_VALUES, KIND_NAMES

    table, lang = TABLES[layout.table], terminal.lang
    label_of = {c.name: c.label[lang] for c in table.columns}
    at = {label: n for n, label in reversed(list(enumerate(found.labels)))}
    terminal.line(Text(f"Table : {table.name.fr}", f"Table: {table.name.en}"))
    why = Text("valeurs", "values")[lang]
    terminal.table(
        [
            Text("Champ", "Field"),
            Text("Colonne", "Column"),
            Text("Contient", "Holds"),
            Text("Exemple", "Example"),
            Text("Ressemblance", "Likeness"),
        ],
        [
            [
                f"{field} ({label_of[field]})",
                label,
                KIND_NAMES[found.kinds[at[label]]][lang],
                found.examples[at[label]][:_CELL_SHOWN],
                why if found.likeness[field] == BY_VALUES else f"{found.likeness[field]:.0%}",
            ]
            for field, label in layout.columns.items()
        ],
    )
    if found.unused:
        unused = ", ".join(found.unused)
        terminal.line(Text(f"Colonnes non utilisées : {unused}", f"Columns not used: {unused}"))
    terminal.line(Text("Premières lignes, comme elles seront importées :", "First rows, as they will be imported:"))
    filled = [n for n, c in enumerate(table.columns) if any(r[n] not in ("", None) for r in imported.records)]
    terminal.table(
        [table.columns[n].label for n in filled],
        [[_cell(record[n], lang) for n in filled] for record in imported.records[:_ROWS_SHOWN]],
    )
    sums = " ; ".join(f"{label_of[name]} {_cell(total, lang)}" for name, total in _sums(imported).items())
    terminal.line(
        Text(
            f"{imported.rows_kept} lignes lues, du {imported.date_from:%d/%m/%Y} au {imported.date_to:%d/%m/%Y}. "
            f"Sommes : {sums or '-'}.",
            f"{imported.rows_kept} rows read, from {imported.date_from} to {imported.date_to}. Sums: {sums or '-'}.",
        )
    )


def _sums(imported: Import) -> dict[str, float]:
    """Return what each measure that may be added adds up to."""
    sums = {}
    for n, column in enumerate(imported.table.columns):
        values = [v for record in imported.records if isinstance(v := record[n], float)]
        if getattr(column, "aggregation", "") == "sum" and values:
            sums[column.name] = round(sum(values), 2)
    return sums


def _cell(value: Any, lang: Lang) -> str:
    if isinstance(value, dt.date):
        return shown(value, lang)
    if isinstance(value, float):
        return figure(value, lang).removesuffix(",00" if lang == "fr" else ".00")
    return str(value or "")[:_CELL_SHOWN]


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


def _asked(terminal: Terminal) -> str:
    """Ask a person; nobody answers in a pipe."""
    if terminal.as_json or not sys.stdin.isatty():
        return ""
    question = Text(
        "Est-ce juste ? o, N, ou une correction : CHAMP=COLONNE, table=TABLE : ",
        "Is that right? y, N, or a correction: FIELD=COLUMN, table=TABLE: ",
    )
    return input(question[terminal.lang]).strip()
