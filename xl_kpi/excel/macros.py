"""What the buttons of the ribbon do: the Python of the command line, on the workbook that is open.

One function a button: the open workbook, then plain texts; it returns the closing message and raises
UserError for what it refuses. Excel for Mac has no cell functions, so there the workbook is saved,
closed, changed as a file and opened again: its KPI cells keep saved results instead of `#NAME?`.
"""

from __future__ import annotations

import contextlib
import re
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import xlwings as xw

from xl_kpi.errors import UserError
from xl_kpi.excel import settings
from xl_kpi.excel.live import LiveWorkbook, quiet
from xl_kpi.language import LANGUAGES, Text

T = TypeVar("T")
_SHOWN = 15  # findings in one message


def new_from_template(book: xw.Book | None, template: str, out: str = "") -> str:
    """Make a workbook from a template, in Excel's own folder for documents unless told where, and open it."""
    from xl_kpi.reports.refresh import new_workbook

    lang = settings.language(book)
    app = book.app if book is not None else xw.apps.active
    if app is None:
        raise UserError("Excel n’est pas ouvert.", "Excel is not open.")
    path = Path(out) if out else _free(_documents(app), template)
    new_workbook(template, path, lang)
    app.books.open(str(path))
    return Text(f"{path} est prêt. Ensuite : Importer des données.", f"{path} is ready. Next: Import data.")[lang]


def import_data(book: xw.Book, *files: str) -> str:
    """Put exports into the data tables and recalculate."""
    if not files:
        raise UserError("Aucun fichier choisi.", "No file was chosen.")
    return _refresh(book, [Path(file) for file in files])


def refresh_report(book: xw.Book) -> str:
    """Import what is in the watched folder, if one is set, and recalculate."""
    lang = settings.language(book)
    folder = settings.folder(book)
    done = _refresh(book, [folder] if folder else [])
    hint = Text(
        "Aucun dossier à surveiller n’est choisi (Options) : le rapport a seulement été recalculé.",
        "No folder to watch is set (Options): the report was only recalculated.",
    )
    return done if folder else f"{done}\n{hint[lang]}"


def _refresh(book: xw.Book, files: list[Path]) -> str:
    from xl_kpi.reports.refresh import refresh, refresh_workbook

    lang = settings.language(book)
    since, until = settings.day(book, "since"), settings.day(book, "until")
    with quiet(book.app, lang) as step:
        if _on_mac():
            done = _on_file(book, lambda path: refresh(path, files, since=since, until=until, step=step))
        else:
            done = refresh_workbook(LiveWorkbook(book), files, since=since, until=until, step=step)
    lines = [
        Text(
            f"{i.file} : {i.vendor}, {i.rows_kept} lignes gardées sur {i.rows_read}, du {i.first} au {i.last}.",
            f"{i.file}: {i.vendor}, {i.rows_kept} of {i.rows_read} rows kept, {i.first} to {i.last}.",
        )[lang]
        for i in done.imports
    ]
    lines += [
        Text(
            f"{t.name} : {t.added} lignes ajoutées, {t.replaced} remplacées, {t.rows} en tout.",
            f"{t.name}: {t.added} rows added, {t.replaced} replaced, {t.rows} in all.",
        )[lang]
        for t in done.tables
    ]
    lines += [note[lang] for note in done.notes]
    return "\n".join([*lines, done.recalculation.summary(lang)])


def recalculate(book: xw.Book) -> str:
    """Calculate every formula anew."""
    lang = settings.language(book)
    if _on_mac():
        from xl_kpi.workbook import recalculate as on_file

        return _on_file(book, on_file).summary(lang)
    start = time.perf_counter()
    with quiet(book.app, lang):
        book.app.api.CalculateFull()
        return LiveWorkbook(book).report(start).summary(lang)


def check_workbook(book: xw.Book) -> str:
    """Tell what is wrong in the workbook as it is on the screen."""
    from xl_kpi.reports.check import check

    lang = settings.language(book)
    with snapshot(book) as copy:
        findings = check(copy)
    if not findings:
        return Text(f"{book.name} : rien à signaler.", f"{book.name}: nothing to report.")[lang]
    lines = [f"{f.where} – {f.what[lang]}" for f in findings[:_SHOWN]]
    more = len(findings) - _SHOWN
    return "\n".join(lines + ([Text(f"… et {more} autres.", f"... and {more} more.")[lang]] if more > 0 else []))


def explain_cell(book: xw.Book) -> str:
    """Tell what the KPI in the active cell is: its inputs here, definition, formula, unit, source."""
    from xl_kpi.catalog import KPIS
    from xl_kpi.catalog.facts import facts, in_lines
    from xl_kpi.excel.inputs import calls_in

    lang = settings.language(book)
    cell = _active_cell(book)
    formula = str(cell.formula or "")
    calls = [(KPIS[name], arguments) for name, arguments in calls_in(formula) if name in KPIS]
    found = list({kpi.name: kpi for kpi, _ in calls}.values())
    if not found:
        where = cell.get_address(False, False)
        raise UserError(
            f"{where} ne contient pas de fonction KPI. Choisissez une cellule dont la formule commence par =KPI_…",
            f"{where} holds no KPI function. Choose a cell whose formula starts with =KPI_...",
        )
    parts = ["\n".join(in_lines(facts(kpi, lang), lang)) for kpi in found]
    inputs = [
        f"{parameter.name} = {argument}"
        for kpi, arguments in calls
        for parameter, argument in zip(kpi.parameters, arguments, strict=False)
        if argument
    ]
    return "\n\n".join([formula, "\n".join(inputs), *parts])


def insert_function(book: xw.Book, name: str) -> str:
    """Write a KPI into the active cell, its arguments filled with the matching columns of a data table."""
    from xl_kpi.catalog import KPIS
    from xl_kpi.excel.insertion import formula_of

    lang = settings.language(book)
    if _on_mac():
        raise UserError(
            "Excel pour Mac n’a pas de fonctions KPI dans les cellules : partez d’un modèle, ou partagez une copie.",
            "Excel for Mac has no KPI functions in cells: start from a template, or share a copy.",
        )
    cell = _active_cell(book)
    where = cell.get_address(False, False)
    if cell.formula not in ("", None):
        raise UserError(
            f"{where} n’est pas vide. Choisissez une cellule vide et recommencez.",
            f"{where} is not empty. Choose an empty cell and try again.",
        )
    kpi = KPIS[name]
    formula, open_arguments = formula_of(kpi, [table.name for sheet in book.sheets for table in sheet.tables])
    # Without implicit intersection: `=@KPI_...` would show the first cell of a column only.
    cell.formula2 = formula
    if cell.number_format == "General":
        cell.number_format = kpi.excel_format
    if not open_arguments:
        return ""
    listed = ", ".join(f"{a} ({kpi.arguments[a][lang]})" for a in open_arguments)
    return Text(f"{where} : à compléter : {listed}.", f"{where}: to fill in: {listed}.")[lang]


def share_copy(book: xw.Book, out: str, how: str = "") -> str:
    """Save a copy that does without the add-in: native formulas, or all values where `how` says "values"."""
    from xl_kpi.reports.share import share

    lang = settings.language(book)
    with snapshot(book) as copy:
        return share(copy, Path(out), values=how == "values", lang=lang).summary(lang)


def export_pdf(book: xw.Book, out: str) -> str:
    """Save the report as a PDF; the sheets of data stay out."""
    from xl_kpi.catalog.tables import TABLES

    lang = settings.language(book)
    data: list[int | str] = [
        sheet.name
        for sheet in book.sheets
        if any(table.language_of(t.name) for t in sheet.tables for table in TABLES.values())
    ]
    with quiet(book.app, lang):
        book.to_pdf(out, exclude=data if len(data) < len(book.sheets) else None)
    return Text(f"{out} est prêt.", f"{out} is ready.")[lang]


def last_error(book: xw.Book | None, reason: str = "") -> str:
    """Tell why the last KPI cell that failed shows an error."""
    from xl_kpi.excel.functions import LAST_ERROR

    lang = settings.language(book)
    none = Text("Aucune cellule KPI en erreur depuis l’ouverture.", "No KPI cell has failed since Excel started.")
    return reason or LAST_ERROR.text(lang) or none[lang]


def options(book: xw.Book | None, name: str, value: str = "") -> str:
    """Set an option of this workbook: its language, currency, first and last day to import, folder to watch."""
    if book is None:
        raise UserError("Ouvrez d’abord un classeur.", "Open a workbook first.")
    if name == "currency":
        return _currency(book, value.strip().upper())
    if name in {"since", "until"}:
        settings.as_day(value.strip())
    elif name == "folder":
        if value and not Path(value).is_dir():
            raise UserError(f"{value} : ce dossier n’existe pas.", f"{value}: there is no such folder.")
    elif name != "language" or value not in LANGUAGES:
        raise UserError(f"option inconnue : {name} {value}", f"unknown option: {name} {value}")
    settings.write(book, name, value.strip())
    kept = Text("Option gardée dans ce classeur.", "The option is kept in this workbook.")
    return kept[settings.language(book)]


def _currency(book: xw.Book, code: str) -> str:
    from xl_kpi.reports.refresh import CURRENCY_NAME

    lang = settings.language(book)
    if not re.fullmatch(r"[A-Z]{3}", code):
        raise UserError(f"« {code} » : un code comme EUR est attendu.", f"{code!r}: a code such as EUR is expected.")
    open_book = LiveWorkbook(book)
    places = [place for each in LANGUAGES if (place := open_book.named_cell(CURRENCY_NAME[each]))]
    if not places:
        raise UserError(
            f"{book.name} n’a pas de paramètre « {CURRENCY_NAME.fr} ». Partez d’un modèle.",
            f"{book.name} has no parameter {CURRENCY_NAME.en}. Start from a template.",
        )
    open_book.set_cells({places[0][0]: code})
    with quiet(book.app, lang):
        open_book.finish()
    done = Text(f"Devise : {code}. Aucun montant n’est converti.", f"Currency: {code}. No amount is converted.")
    return done[lang]


def help_(book: xw.Book | None) -> str:
    """Tell what each button does."""
    from xl_kpi.excel.ribbon import RIBBON

    lang = settings.language(book)
    lines = [f"{c.label[lang]} – {c.tip[lang]}" for group in RIBBON for c in group.controls]
    more = Text("Chaque KPI : « Expliquer la cellule ». Pannes : xl-kpi addin doctor.",
                "Each KPI: “Explain this cell”. Trouble: xl-kpi addin doctor.")  # fmt: skip
    return "\n".join([*lines, "", more[lang]])


@contextlib.contextmanager
def snapshot(book: xw.Book) -> Iterator[Path]:
    """Give a copy of the workbook as it is now, unsaved changes included; it is gone afterwards."""
    from xl_kpi.workbook.parts.save import scratch_folder

    with scratch_folder() as folder:
        if _on_mac():
            _saved(book)
            yield Path(book.fullname)
            return
        copy = folder / (book.name if Path(book.name).suffix else f"{book.name}.xlsx")
        book.api.SaveCopyAs(str(copy))
        yield copy


def _on_mac() -> bool:
    return sys.platform == "darwin"


def _saved(book: xw.Book) -> None:
    if not Path(book.fullname).is_absolute():
        raise UserError(
            f"{book.name} n’a jamais été enregistré. Enregistrez-le et recommencez.",
            f"{book.name} was never saved. Save it and try again.",
        )
    book.save()


def _on_file(book: xw.Book, work: Callable[[Path], T]) -> T:
    """Save and close a workbook, let its file be changed, and open it again."""
    _saved(book)
    app, path = book.app, Path(book.fullname)
    book.close()
    try:
        return work(path)
    finally:
        app.books.open(str(path))


def _active_cell(book: xw.Book) -> Any:
    selected = book.selection
    if selected is None:
        raise UserError("Choisissez d’abord une cellule.", "Choose a cell first.")
    return selected(1, 1)


def _documents(app: xw.App) -> Path:
    """Return the folder where Excel saves by default, which may have been moved to another disk or a cloud."""
    said = getattr(app.api, "DefaultFilePath", "")
    folders = (Path(str(said)), Path.home() / "Documents", Path.home())
    return next(f for f in folders if f.is_absolute() and f.is_dir())


def _free(folder: Path, template: str) -> Path:
    """Return a name for a new workbook that no file has."""
    from itertools import count

    names = (folder / f"{template}{'' if n == 1 else f' {n}'}.xlsx" for n in count(1))
    return next(path for path in names if not path.exists())
