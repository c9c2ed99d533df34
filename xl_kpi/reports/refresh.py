"""Import exports into a workbook's data tables and recalculate it: all of it, or nothing is written."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.errors import NotRecognisedError, UserError
from xl_kpi.language import LANGUAGES, Lang, Text
from xl_kpi.reports.entries import name_entries
from xl_kpi.reports.grain import HELD, emptied, held_records, superseded, told
from xl_kpi.reports.headline import Headline, find_headline
from xl_kpi.reports.progress import Reading, Step, silent
from xl_kpi.reports.quality import FileQuality, not_read, quality, write_quality

if TYPE_CHECKING:
    from xl_kpi.sources import Import
    from xl_kpi.workbook import OpenWorkbook, Report

CURRENCY_NAME = Text("Devise", "Currency")  # the defined name of the parameter in every template

_NOT_EXPORTS = (".", "~$", "xl-kpi.")  # how names start that are no exports: hidden, lock files, our own notes


@dataclass(frozen=True, slots=True)
class TableChange:
    """What happened to one data table of the workbook; `unchanged` rows came again with the same figures."""

    name: str
    added: int
    replaced: int
    unchanged: int
    rows: int

    @property
    def changed(self) -> int:
        """Return how many rows came again with other figures."""
        return self.replaced - self.unchanged


@dataclass(frozen=True, slots=True)
class Refresh:
    """The outcome of one refresh."""

    book: Path
    imports: tuple[FileQuality, ...]
    tables: tuple[TableChange, ...]
    notes: tuple[Text, ...]
    dry_run: bool
    recalculation: Report
    kpis: tuple[Headline, Headline] | None = None  # before and after, for a dry run
    kept_in: Path | None = None  # the state before, for `xl-kpi undo`

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
    queries: Sequence[str] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    dry_run: bool = False,
    now: dt.datetime | None = None,
    step: Step = silent,
) -> Refresh:
    """Put exports into the data tables of a workbook, recalculate everything and save once.

    `files` are exports or folders of exports, `queries` names declared in xl-kpi.sources.toml beside
    the workbook; without any, the workbook is only recalculated. Rows outside `since`..`until` are
    left out. A file of a folder whose source is unknown is left aside and told; anything else that is not
    understood stops the whole: nothing is written. Raises UserError, in one line, for whatever is refused.
    """
    from xl_kpi.workbook import FileWorkbook

    file = FileWorkbook(book)
    before = find_headline(book) if dry_run else None
    done = refresh_workbook(file, files, queries=queries, since=since, until=until, dry_run=dry_run, now=now, step=step)
    after = find_headline(file.package) if before else None
    return replace(done, kpis=(before, after) if before and after else None, kept_in=file.kept)


def refresh_workbook(
    book: OpenWorkbook,
    files: Sequence[Path],
    *,
    queries: Sequence[str] = (),
    since: dt.date | None = None,
    until: dt.date | None = None,
    dry_run: bool = False,
    now: dt.datetime | None = None,
    step: Step = silent,
) -> Refresh:
    """Do what `refresh` does, on a file or on a workbook open in Excel."""
    from xl_kpi.sources import VENDORS, mapped_vendors, rates, read_all, read_query

    beside = book.path.parent
    vendors, exchange = (*mapped_vendors(beside), *VENDORS), rates(beside)
    today = now.date() if now else None
    exports = _expand(files)
    reading = Reading(step, exports)
    names = book.table_names()
    imports: list[Import] = []
    notes: list[Text] = []
    unknown: dict[str, NotRecognisedError] = {}
    for file in exports:
        try:
            made = read_all(file, vendors=vendors, rates=exchange, today=today, progress=reading.start(file))
        except NotRecognisedError as problem:
            if file in files:
                raise
            unknown[file.name] = problem
            continue
        wanted = [one for one in made if _has(names, one.table)] or (made[:1] if file in files else [])
        imports += wanted
        notes += [_not_needed(one) for one in made if not any(one is w for w in wanted)]
    if unknown and not imports and not queries:
        raise next(iter(unknown.values()))
    for query in queries:
        reading.query(query)
        imports.append(read_query(beside, query, since=since, until=until))
    notes += _agree_on_currency(book, imports)
    reading.write()
    changes, files_told = _write(book, imports, since, until)
    files_told += [not_read(name, problem.reason) for name, problem in unknown.items()]
    name_entries(book, imports)
    write_quality(book, files_told, now or dt.datetime.now())
    notes += [note for told in files_told for note in told.notes()]
    reading.recalculate()
    report = book.finish(keep=not dry_run)
    reading.finish()
    return Refresh(
        book.path,
        tuple(files_told),
        tuple(changes),
        tuple(notes),
        dry_run,
        report,
    )


def may_be_export(path: Path) -> bool:
    """Tell whether what lies in a folder is a file to import."""
    return path.is_file() and not path.name.startswith(_NOT_EXPORTS)


def _expand(files: Sequence[Path]) -> list[Path]:
    """Return the files, folders and patterns opened up (a Windows shell leaves `*.csv` to us)."""
    found: list[Path] = []
    for path in files:
        if path.is_dir():
            inside = sorted(filter(may_be_export, path.iterdir()))
        elif any(c in path.name for c in "*?") and not path.exists():
            inside = sorted(path.parent.glob(path.name))
        else:
            inside = [path]
        if not inside:
            raise UserError(f"{path} : aucun fichier à importer.", f"{path}: no file to import.")
        found += inside
    return list(dict.fromkeys(found))


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
    book: OpenWorkbook, imports: list[Import], since: dt.date | None, until: dt.date | None
) -> tuple[list[TableChange], list[FileQuality]]:
    from xl_kpi.workbook import count_unchanged
    from xl_kpi.workbook.rows.row_plan import places

    names = book.table_names()
    changes: list[TableChange] = []
    inside, last = Counter[int](), Counter[int]()  # records of each file: in the bounds; not replaced by a later file
    for table in TABLES.values():
        own = [n for n, i in enumerate(imports) if i.table.id == table.id]
        if not own:
            continue
        name, lang = _find(table, names, book.path.name, imports[own[0]].file)
        day = next(n for n, c in enumerate(table.columns) if c.name == "date")
        rows: dict[tuple[Any, ...], tuple[int, tuple[Any, ...]]] = {}
        in_key = [n for n, c in enumerate(table.columns) if c.name in table.key]
        for number, record in ((n, r) for n in own for r in imports[n].records):
            if _within(record[day], since, until):
                inside[number] += 1
                rows[tuple(record[n] for n in in_key)] = number, record
        labels = table.header(lang)
        held = book.read_table(name)
        at = places(book.path.name, table.sheet[lang], name, held.header, labels)
        staying = [one for one in held_records(table, held, at) if tuple(one[1][n] for n in in_key) not in rows]
        gone = superseded(table, [*staying, *rows.values()])
        for one in gone:
            identity = tuple(one.record[n] for n in in_key)
            if one.number == HELD:
                rows[identity] = HELD, emptied(table, one.record)
            else:
                del rows[identity]
        for number, line in told(table, gone).items():
            imports[number] = imports[number].model_copy(update={"notes": (*imports[number].notes, line)})
        last.update(number for number, _ in rows.values())
        records, key = [record for _, record in rows.values()], [labels[n] for n in in_key]
        unchanged = count_unchanged(held, labels, records, key) if held.rows else 0
        written = book.write_rows(name, labels, records, key)
        changes.append(TableChange(name, written.added, written.replaced, unchanged, written.rows))
    return changes, quality(imports, inside, last)


def _within(day: Any, since: dt.date | None, until: dt.date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)


def _has(names: Sequence[str], table: DataTable) -> bool:
    return any(table.language_of(name) for name in names)


def _not_needed(one: Import) -> Text:
    """Tell of an export found in a folder or an archive, among what other workbooks need."""
    return Text(
        f"{one.file} : laissé de côté, ce classeur n’a pas de table « {one.table.name.fr} ».",
        f"{one.file}: left aside, this workbook has no table {one.table.name.en}.",
    )


def _find(table: DataTable, names: Sequence[str], book: str, file: str) -> tuple[str, Lang]:
    for name in names:
        if (lang := table.language_of(name)) is not None:
            return name, lang
    from xl_kpi.templates import TEMPLATES

    with_it = ", ".join(t.id for t in TEMPLATES.values() if table in t.data)
    raise UserError(
        f"{book} n’a pas de table « {table.name.fr} », où vont les lignes de {file}. "
        + (f"Modèles qui l’ont : {with_it}." if with_it else "Aucun modèle ne l’a encore."),
        f"{book} has no table {table.name.en}, where the rows of {file} belong. "
        + (f"Templates that have it: {with_it}." if with_it else "No template has it yet."),
    )


def new_workbook(template: str, out: Path, lang: Lang, *, sample: bool = False) -> None:
    """Make a workbook from a template, empty or with the sample company; refuse to replace a file that is there."""
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
    if sample:
        from xl_kpi.sources.samples import folders
        from xl_kpi.sources.samples.year_before import year_before

        with year_before(lang) as before:
            refresh(out, [before, *folders(lang)])
