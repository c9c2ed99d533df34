"""Import exports into a workbook's data tables and recalculate it: all of it, or nothing is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.errors import UserError
from xl_kpi.language import LANGUAGES, Lang, Text
from xl_kpi.reports.headline import Headline, find_headline
from xl_kpi.reports.progress import Step, silent
from xl_kpi.reports.quality import FileQuality, quality, write_quality

if TYPE_CHECKING:
    from xl_kpi.sources import Import
    from xl_kpi.workbook import Package, Report

CURRENCY_NAME = Text("Devise", "Currency")  # the defined name of the parameter in every template


@dataclass(frozen=True, slots=True)
class TableChange:
    """What happened to one data table of the workbook; of the rows replaced, so many changed."""

    name: str
    added: int
    replaced: int
    changed: int
    rows: int

    @property
    def unchanged(self) -> int:
        """Return how many rows were imported again with the same figures."""
        return self.replaced - self.changed


@dataclass(frozen=True, slots=True)
class Refresh:
    """The outcome of one refresh."""

    book: Path
    imports: tuple[FileQuality, ...]
    tables: tuple[TableChange, ...]
    notes: tuple[Text, ...]
    dry_run: bool
    recalculation: Report
    kpis: tuple[Headline, Headline] | None  # before and after, for a dry run
    kept_in: Path | None  # the state before this refresh, for `xl-kpi undo`

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """Return the outcome as `refresh --json` prints it."""
        return {
            "file": str(self.book),
            "dry_run": self.dry_run,
            "imports": [i.as_dict(lang) for i in self.imports],
            "tables": [
                {
                    "table": t.name,
                    "added": t.added,
                    "replaced": t.replaced,
                    "changed": t.changed,
                    "unchanged": t.unchanged,
                    "rows": t.rows,
                }
                for t in self.tables
            ],
            "kpis": self.kpis and {"before": self.kpis[0].as_list(), "after": self.kpis[1].as_list()},
            "kept_in": self.kept_in and str(self.kept_in),
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
    now: dt.datetime | None = None,
    step: Step = silent,
) -> Refresh:
    """Put exports into the data tables of a workbook, recalculate everything and save once.

    `files` are exports or folders of exports; without any, the workbook is only recalculated. Rows
    outside `since`..`until` are left out. A file that is not understood stops the whole: nothing is
    written. Raises UserError, in one line, for whatever is refused.
    """
    from xl_kpi.sources import read
    from xl_kpi.workbook import open_package, recalculate_package, save_keeping

    package = open_package(book)
    exports = _expand(files)
    steps = len(exports) + 2
    imports: list[Import] = []
    for done, file in enumerate(exports):
        step(Text(f"lecture de {file.name}", f"reading {file.name}"), done, steps)
        imports.append(read(file))
    currency = _agree_on_currency(package, imports)
    step(Text("écriture des tables", "writing the tables"), len(exports), steps)
    before = find_headline(package) if dry_run else None
    changes, found = _write(package, imports, since, until)
    write_quality(package, found, now or dt.datetime.now())
    step(Text("recalcul du classeur", "recalculating the workbook"), len(exports) + 1, steps)
    report = recalculate_package(package)
    after = find_headline(package) if before else None
    kept_in = None if dry_run or not package.changed else save_keeping(package)
    step(Text("terminé", "done"), steps, steps)
    return Refresh(
        book,
        tuple(found),
        tuple(changes),
        (*(note for one in found for note in one.notes()), *currency),
        dry_run,
        report,
        (before, after) if before and after else None,
        kept_in,
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


def _agree_on_currency(package: Package, imports: Sequence[Import]) -> list[Text]:
    """Refuse a second currency; an empty workbook takes the currency of its first export."""
    from xl_kpi.workbook import Book, named_cell, read_table, set_cells

    found = {i.currency: i.file for i in imports if i.currency}
    if len(found) > 1:
        listed = ", ".join(f"{currency} ({file})" for currency, file in found.items())
        raise UserError(
            f"deux devises : {listed}. Importez une devise par classeur.",
            f"two currencies: {listed}. Import one currency into a workbook.",
        )
    place = next((p for lang in LANGUAGES if (p := named_cell(package, CURRENCY_NAME[lang]))), None)
    if not found or place is None:
        return []
    (currency, file), (cell, current) = next(iter(found.items())), place
    if currency == current:
        return []
    money = {
        t.name[lang] for t in TABLES.values() if any(m.unit == "currency" for m in t.measures) for lang in LANGUAGES
    }
    if any(t.name in money and read_table(package, t.name).rows for t in Book(package).tables):
        raise UserError(
            f"{file} est en {currency}, le classeur en {current} : les devises ne se mélangent pas. "
            f"Importez-le dans un autre classeur.",
            f"{file} is in {currency}, the workbook in {current}: currencies do not mix. "
            f"Import it into another workbook.",
        )
    set_cells(package, {cell: currency})
    return [Text(f"Devise du classeur : {currency}.", f"Currency of the workbook: {currency}.")]


def _write(
    package: Package, imports: Sequence[Import], since: dt.date | None, until: dt.date | None
) -> tuple[list[TableChange], list[FileQuality]]:
    from xl_kpi.workbook import Book, write_rows

    names = [t.name for t in Book(package).tables]
    changes: list[TableChange] = []
    inside, last = Counter[int](), Counter[int]()  # records of each file: in the bounds, and not replaced by a later file
    for table in TABLES.values():
        own = [n for n, i in enumerate(imports) if i.table.id == table.id]
        if not own:
            continue
        name, lang = _find(table, names, package, imports[own[0]].file)
        day = next(n for n, c in enumerate(table.columns) if c.name == "date")
        rows: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]] = {}
        key = [n for n, c in enumerate(table.columns) if c.name in table.key]
        for number, record in ((n, r) for n in own for r in imports[n].records):
            if _within(record[day], since, until):
                inside[number] += 1
                rows[tuple(record[n] for n in key)] = number, record
        last.update(number for number, _ in rows.values())
        labels = table.header(lang)
        written = write_rows(package, name, labels, [r for _, r in rows.values()], [labels[n] for n in key])
        changes.append(TableChange(name, written.added, written.replaced, written.changed, written.rows))
    return changes, quality(imports, inside, last)


def _within(day: Any, since: dt.date | None, until: dt.date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)


def _find(table: DataTable, names: Sequence[str], package: Package, file: str) -> tuple[str, Lang]:
    for name in names:
        if (lang := table.language_of(name)) is not None:
            return name, lang
    raise UserError(
        f"{package.path.name} n’a pas de table « {table.name.fr} », où vont les lignes de {file}. "
        "Partez d’un modèle : xl-kpi new cockpit …",
        f"{package.path.name} has no table {table.name.en}, where the rows of {file} belong. "
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
