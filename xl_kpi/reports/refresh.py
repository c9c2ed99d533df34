"""Import exports into a workbook's data tables and recalculate it: all of it, or nothing is written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.errors import UserError
from xl_kpi.language import LANGUAGES, Lang, Text
from xl_kpi.reports.progress import Step, silent

if TYPE_CHECKING:
    from xl_kpi.sources import Import
    from xl_kpi.workbook import OpenWorkbook, Report

CURRENCY_NAME = Text("Devise", "Currency")  # the defined name of the parameter in every template


@dataclass(frozen=True, slots=True)
class Imported:
    """What one file gave."""

    file: str
    vendor: str
    rows_read: int
    rows_kept: int
    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class TableChange:
    """What happened to one data table of the workbook."""

    name: str
    added: int
    replaced: int
    rows: int


@dataclass(frozen=True, slots=True)
class Refresh:
    """The outcome of one refresh."""

    book: Path
    imports: tuple[Imported, ...]
    tables: tuple[TableChange, ...]
    notes: tuple[Text, ...]
    dry_run: bool
    recalculation: Report

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """Return the outcome as `refresh --json` prints it."""
        return {
            "file": str(self.book),
            "dry_run": self.dry_run,
            "imports": [
                {
                    "file": i.file,
                    "source": i.vendor,
                    "rows_read": i.rows_read,
                    "rows_kept": i.rows_kept,
                    "from": i.first.isoformat(),
                    "to": i.last.isoformat(),
                }
                for i in self.imports
            ],
            "tables": [
                {"table": t.name, "added": t.added, "replaced": t.replaced, "rows": t.rows} for t in self.tables
            ],
            "notes": [note[lang] for note in self.notes],
            "recalculation": self.recalculation.as_dict(lang),
        }


def refresh(
    book: Path,
    files: Sequence[Path],
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    dry_run: bool = False,
    step: Step = silent,
) -> Refresh:
    """Put exports into the data tables of a workbook, recalculate everything and save once.

    `files` are exports or folders of exports; without any, the workbook is only recalculated. Rows
    outside `since`..`until` are left out. A file that is not understood stops the whole: nothing is
    written. Raises UserError, in one line, for whatever is refused.
    """
    from xl_kpi.workbook import FileWorkbook

    return refresh_workbook(FileWorkbook(book), files, since=since, until=until, dry_run=dry_run, step=step)


def refresh_workbook(
    book: OpenWorkbook,
    files: Sequence[Path],
    *,
    since: dt.date | None = None,
    until: dt.date | None = None,
    dry_run: bool = False,
    step: Step = silent,
) -> Refresh:
    """Do what `refresh` does, on a file or on a workbook open in Excel."""
    from xl_kpi.sources import read

    exports = _expand(files)
    steps = len(exports) + 2
    names = book.table_names()
    imports: list[Import] = []
    notes: list[Text] = []
    for done, file in enumerate(exports):
        step(Text(f"lecture de {file.name}", f"reading {file.name}"), done, steps)
        made = read(file)
        if file in files or _has(names, made.table):
            imports.append(made)
        else:  # found in a folder, among what other workbooks need
            notes.append(_not_needed(file, made.table))
    notes += [note for i in imports for note in _findings(i)]
    notes += _agree_on_currency(book, imports)
    step(Text("écriture des tables", "writing the tables"), len(exports), steps)
    changes = _write(book, imports, since, until)
    step(Text("recalcul du classeur", "recalculating the workbook"), len(exports) + 1, steps)
    report = book.finish(keep=not dry_run)
    step(Text("terminé", "done"), steps, steps)
    return Refresh(
        book.path,
        tuple(Imported(i.file, i.vendor, i.rows_read, i.rows_kept, i.date_from, i.date_to) for i in imports),
        tuple(changes),
        tuple(notes),
        dry_run,
        report,
    )


def _expand(files: Sequence[Path]) -> list[Path]:
    """Return the files, folders and patterns opened up (a Windows shell leaves `*.csv` to us)."""
    found: list[Path] = []
    for path in files:
        if path.is_dir():
            inside = sorted(p for p in path.iterdir() if p.is_file() and not p.name.startswith((".", "~$")))
        elif any(c in path.name for c in "*?") and not path.exists():
            inside = sorted(path.parent.glob(path.name))
        else:
            inside = [path]
        if not inside:
            raise UserError(f"{path} : aucun fichier à importer.", f"{path}: no file to import.")
        found += inside
    return list(dict.fromkeys(found))


def _findings(done: Import) -> list[Text]:
    """Return what a reader of the report should know of a file: totals that differ, columns not used."""
    notes = [
        Text(
            f"{done.file} : le total « {c.measure} » du fichier (ligne {c.line}) est {c.file_total:.2f}, "
            f"la somme des lignes {c.rows_total:.2f}.",
            f"{done.file}: the file’s own total of {c.measure} (line {c.line}) is {c.file_total:.2f}, "
            f"the rows add up to {c.rows_total:.2f}.",
        )
        for c in done.totals_check
        if not c.agrees
    ]
    if done.unmapped:
        columns = ", ".join(done.unmapped)
        notes.append(
            Text(f"{done.file} : colonnes non utilisées : {columns}.", f"{done.file}: columns not used: {columns}.")
        )
    return notes


def _agree_on_currency(book: OpenWorkbook, imports: Sequence[Import]) -> list[Text]:
    """Refuse a second currency; an empty workbook takes the currency of its first export."""
    found = {i.currency: i.file for i in imports if i.currency}
    if len(found) > 1:
        listed = ", ".join(f"{currency} ({file})" for currency, file in found.items())
        raise UserError(
            f"deux devises : {listed}. Importez une devise par classeur.",
            f"two currencies: {listed}. Import one currency into a workbook.",
        )
    place = next((p for lang in LANGUAGES if (p := book.named_cell(CURRENCY_NAME[lang]))), None)
    if not found or place is None:
        return []
    (currency, file), (cell, current) = next(iter(found.items())), place
    if currency == current:
        return []
    money = {
        t.name[lang] for t in TABLES.values() if any(m.unit == "currency" for m in t.measures) for lang in LANGUAGES
    }
    if any(name in money and book.read_table(name).rows for name in book.table_names()):
        raise UserError(
            f"{file} est en {currency}, le classeur en {current} : les devises ne se mélangent pas. "
            f"Importez-le dans un autre classeur.",
            f"{file} is in {currency}, the workbook in {current}: currencies do not mix. "
            f"Import it into another workbook.",
        )
    book.set_cells({cell: currency})
    return [Text(f"Devise du classeur : {currency}.", f"Currency of the workbook: {currency}.")]


def _write(
    book: OpenWorkbook, imports: Sequence[Import], since: dt.date | None, until: dt.date | None
) -> list[TableChange]:
    names = book.table_names()
    changes: list[TableChange] = []
    for table in TABLES.values():
        own = [i for i in imports if i.table.id == table.id]
        if not own:
            continue
        name, lang = _find(table, names, book.path.name, own[0].file)
        day = next(n for n, c in enumerate(table.columns) if c.name == "date")
        rows: dict[tuple[Any, ...], tuple[Any, ...]] = {}
        key = [n for n, c in enumerate(table.columns) if c.name in table.key]
        for record in (r for i in own for r in i.records):
            if _within(record[day], since, until):
                rows[tuple(record[n] for n in key)] = record
        labels = table.header(lang)
        written = book.write_rows(name, labels, list(rows.values()), [labels[n] for n in key])
        changes.append(TableChange(name, written.added, written.replaced, written.rows))
    return changes


def _within(day: Any, since: dt.date | None, until: dt.date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)


def _has(names: Sequence[str], table: DataTable) -> bool:
    return any(table.language_of(name) for name in names)


def _not_needed(file: Path, table: DataTable) -> Text:
    return Text(
        f"{file.name} : laissé de côté, ce classeur n’a pas de table « {table.name.fr} ».",
        f"{file.name}: left aside, this workbook has no table {table.name.en}.",
    )


def _find(table: DataTable, names: Sequence[str], book: str, file: str) -> tuple[str, Lang]:
    for name in names:
        if (lang := table.language_of(name)) is not None:
            return name, lang
    raise UserError(
        f"{book} n’a pas de table « {table.name.fr} », où vont les lignes de {file}. "
        "Partez d’un modèle : xl-kpi new cockpit …",
        f"{book} has no table {table.name.en}, where the rows of {file} belong. "
        "Start from a template: xl-kpi new cockpit ...",
    )


def new_workbook(template: str, out: Path, lang: Lang) -> None:
    """Make an empty workbook from a template; refuse to replace a file that is there."""
    from xl_kpi.templates import path
    from xl_kpi.workbook import open_package

    source = path(template, lang)
    if out.exists():
        raise UserError(f"{out} existe déjà : choisissez un autre nom.", f"{out} exists already: choose another name.")
    if out.suffix.lower() != source.suffix:
        raise UserError(
            f"{out} : le nom doit finir par {source.suffix}.", f"{out}: the name must end in {source.suffix}."
        )
    if not out.parent.is_dir():
        raise UserError(f"{out.parent} : ce dossier n’existe pas.", f"{out.parent}: there is no such folder.")
    open_package(source).save(out)
