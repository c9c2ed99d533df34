"""What each command does: read the options, call the package, print the result."""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
from typing import TYPE_CHECKING

from xl_kpi.cli.terminal import Terminal
from xl_kpi.errors import ExcelError, UserError
from xl_kpi.language import Text

if TYPE_CHECKING:
    from xl_kpi.reports.refresh import Refresh


def kpis(options: argparse.Namespace, terminal: Terminal) -> None:
    """List the catalogue, or one family of it."""
    from xl_kpi.catalog import FAMILIES, KPIS
    from xl_kpi.catalog.facts import summary

    asked = (options.family or "").casefold()
    families = {f for f, name in FAMILIES.items() if not asked or asked in {f, name.fr.casefold(), name.en.casefold()}}
    found = [summary(kpi, terminal.lang) for kpi in KPIS.values() if kpi.family in families]
    if not found:
        known = sorted({kpi.family for kpi in KPIS.values()})
        raise UserError(
            f"famille « {options.family} » inconnue ; familles : {', '.join(FAMILIES[f].fr for f in known)}.",
            f"family {options.family!r} is unknown; families: {', '.join(FAMILIES[f].en for f in known)}.",
        )
    terminal.data(found)
    header = [Text("KPI", "KPI"), Text("Nom", "Name"), Text("Famille", "Family"), Text("Appel", "Call")]
    terminal.table(header, [[k["name"], k["title"], k["family"], k["syntax"]] for k in found])


def explain(options: argparse.Namespace, terminal: Terminal) -> None:
    """Print what a KPI is."""
    import difflib

    from xl_kpi.catalog import KPIS
    from xl_kpi.catalog.facts import facts, in_lines

    name = options.kpi.upper()
    kpi = KPIS.get(name) or KPIS.get(f"KPI_{name}")
    if kpi is None:
        near = difflib.get_close_matches(f"KPI_{name.removeprefix('KPI_')}", KPIS, n=3)
        raise UserError(
            f"KPI « {options.kpi} » inconnu{' ; proches : ' + ', '.join(near) if near else ''}. Liste : xl-kpi kpis.",
            f"KPI {options.kpi!r} is unknown{'; close: ' + ', '.join(near) if near else ''}. List: xl-kpi kpis.",
        )
    found = facts(kpi, terminal.lang)
    terminal.data(found)
    for line in in_lines(found, terminal.lang):
        terminal.line(line)


def calc(options: argparse.Namespace, terminal: Terminal) -> None:
    """Print what a cell with this formula would show; it answers in the syntax it was asked in."""
    from xl_kpi.catalog.facts import shown
    from xl_kpi.workbook import calculate

    found = calculate(options.formula, options.lang)
    lang = options.lang or found.lang
    rows = found.value if isinstance(found.value, list) else [[found.value]]
    plain = [[str(v) if isinstance(v, ExcelError) else v for v in row] for row in rows]
    terminal.data(
        {
            "formula": options.formula,
            "value": plain if isinstance(found.value, list) else plain[0][0],
            "why": found.why and found.why[terminal.lang],
        }
    )
    for row in rows:
        terminal.line("\t".join(shown(value, lang) for value in row))
    if found.why and not terminal.as_json:
        terminal.error(found.why)


def new(options: argparse.Namespace, terminal: Terminal) -> None:
    """Make a workbook from a template."""
    from xl_kpi.reports.refresh import new_workbook

    new_workbook(options.template, options.out, terminal.lang, sample=options.sample)
    terminal.data({"template": options.template, "out": str(options.out)})
    if options.sample:
        terminal.line(Text(f"{options.out} est prêt, avec l’exemple.", f"{options.out} is ready, with the sample."))
        return
    terminal.line(
        Text(
            f"{options.out} est prêt. Ensuite : xl-kpi refresh {options.out} EXPORT…",
            f"{options.out} is ready. Next: xl-kpi refresh {options.out} EXPORT...",
        )
    )


def import_(options: argparse.Namespace, terminal: Terminal) -> None:
    """Put exports into a workbook and recalculate it."""
    refresh(options, terminal)


def refresh(options: argparse.Namespace, terminal: Terminal) -> None:
    """Import the files given, if any, and recalculate."""
    from xl_kpi.reports.refresh import refresh as run

    since, until = _day(options.since, "--since"), _day(options.until, "--until")
    with terminal.progress() as step:
        done = run(
            options.book,
            options.files,
            queries=getattr(options, "query", []),
            since=since,
            until=until,
            dry_run=options.dry_run,
            step=step,
        )
    terminal.data(done.as_dict(terminal.lang))
    _print_refresh(done, terminal)


def _print_refresh(done: Refresh, terminal: Terminal) -> None:
    header = [
        Text("Fichier", "File"),
        Text("Source", "Source"),
        Text("Lignes lues", "Rows read"),
        Text("Gardées", "Kept"),
        Text("Du", "From"),
        Text("Au", "To"),
    ]
    read = [i for i in done.imports if i.first]  # of the others the notes tell
    rows = [[i.file, i.vendor, str(i.rows_read), str(i.rows_kept), str(i.first), str(i.last)] for i in read]
    if rows:
        terminal.table(header, rows)
    for note in done.notes:
        terminal.line(note)
    for table in done.tables:
        terminal.line(
            Text(
                f"{table.name} : {table.added} lignes ajoutées, {table.changed} changées, "
                f"{table.unchanged} inchangées, {table.rows} en tout.",
                f"{table.name}: {table.added} rows added, {table.changed} changed, {table.unchanged} unchanged, "
                f"{table.rows} in all.",
            )
        )
    if done.dry_run:
        _print_difference(done, terminal)
        terminal.line(Text("Essai : rien n’a été écrit.", "Dry run: nothing was written."))
        return
    terminal.line(done.recalculation.summary(terminal.lang))
    if done.kept_in:
        terminal.line(
            Text(
                f"État d’avant : {done.kept_in} (y revenir : xl-kpi undo {done.book}).",
                f"State before: {done.kept_in} (go back: xl-kpi undo {done.book}).",
            )
        )


def _print_difference(done: Refresh, terminal: Terminal) -> None:
    """Show each headline KPI before and after."""
    if done.kpis is None:
        return
    before, after = (headline.texts(terminal.lang) for headline in done.kpis)
    header = [Text("Indicateur", "KPI"), Text("Avant", "Before"), Text("Après", "After")]
    terminal.table(header, [[new[0], old[1], new[1]] for old, new in zip(before, after, strict=True)])


def undo(options: argparse.Namespace, terminal: Terminal) -> None:
    """Put the state before the last refresh back."""
    from xl_kpi.workbook import undo as run

    kept = run(options.book)
    terminal.data({"file": str(options.book), "kept_in": str(kept)})
    terminal.line(
        Text(
            f"{options.book} est revenu à l’état d’avant ; l’autre état est dans {kept} (xl-kpi undo le rétablit).",
            f"{options.book} is back in the state before; the other state is in {kept} (xl-kpi undo restores it).",
        )
    )


def watch(options: argparse.Namespace, terminal: Terminal) -> None:
    """Refresh whenever the exports of a folder change, until Ctrl-C."""
    from xl_kpi.reports.watch import watch as run

    terminal.line(
        Text(f"Surveillance de {options.folder} ; Ctrl-C pour arrêter.", f"Watching {options.folder}; Ctrl-C to stop.")
    )
    with contextlib.suppress(KeyboardInterrupt):
        for outcome in run(options.folder, options.book, every=options.every):
            terminal.data(outcome.as_dict(terminal.lang))
            terminal.line(f"{outcome.at:%H:%M:%S}  {outcome.text[terminal.lang]}")


def recalc(options: argparse.Namespace, terminal: Terminal) -> None:
    """Recalculate a workbook."""
    from xl_kpi.workbook import recalculate
    from xl_kpi.workbook.report import in_ranges

    with terminal.progress() as step:
        step(Text(f"recalcul de {options.book.name}", f"recalculating {options.book.name}"), 0, 1)
        report = recalculate(options.book, options.out, now=options.now, seed=options.seed, fast=options.fast)
    terminal.data(report.as_dict())
    terminal.line(report.summary(terminal.lang))
    for where, kept in in_ranges(report.kept):
        terminal.line(f"  {where}: {kept.reason[terminal.lang]}  {kept.formula}")


def share(options: argparse.Namespace, terminal: Terminal) -> None:
    """Write a copy that needs no add-in."""
    from xl_kpi.reports.share import share as run

    with terminal.progress() as step:
        step(Text(f"copie de {options.book.name}", f"copying {options.book.name}"), 0, 1)
        done = run(options.book, options.out, values=options.values, lang=terminal.lang)
    terminal.data(done.as_dict(terminal.lang))
    terminal.line(done.summary(terminal.lang))
    for entry in (*done.noted, *done.left):
        terminal.line(f"  {entry.where}: {entry.reason[terminal.lang]}  {entry.formula}")


def check(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print what is wrong in a workbook; 1 where something is."""
    if options.cell:
        return _trace(options, terminal)
    from xl_kpi.reports.check import check as run

    findings = run(options.book)
    terminal.data({"file": str(options.book), "findings": [f.as_dict(terminal.lang) for f in findings]})
    if findings:
        header = [Text("Où", "Where"), Text("Constat", "Finding")]
        terminal.table(header, [[f.where, f.what[terminal.lang]] for f in findings])
    else:
        terminal.line(Text(f"{options.book.name} : rien à signaler.", f"{options.book.name}: nothing to report."))
    return 1 if findings else 0


def _trace(options: argparse.Namespace, terminal: Terminal) -> int:
    """Print what one cell stands on."""
    from xl_kpi.workbook import open_package, trace

    found = trace(open_package(options.book), options.cell)
    terminal.data(found.as_dict(terminal.lang))
    for line in found.lines(terminal.lang):
        terminal.line(line)
    return 0


def demo(options: argparse.Namespace, terminal: Terminal) -> None:
    """Walk the whole road with the sample company: exports, template, refresh, headline KPIs."""
    from xl_kpi.reports.demo import demo as run

    with terminal.progress() as step:
        done = run(options.out, terminal.lang, step=step)
    terminal.data(
        {"workbook": str(done.book), "exports": str(done.exports), "kpis": done.headline.as_list()}
        | {"refresh": done.refresh.as_dict()}
    )
    _print_refresh(done.refresh, terminal)
    terminal.line()
    columns = [0, 1, 3, 4, 6, 8]  # what fits a narrow screen: unit and variance follow from the others
    terminal.table(
        [Text(done.headline.header[c], done.headline.header[c]) for c in columns],
        [[row[c] for c in columns] for row in done.headline.texts(terminal.lang)],
    )
    terminal.line()
    terminal.line(Text(f"Classeur : {done.book}", f"Workbook: {done.book}"))


def _day(text: str | None, option: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise UserError(
            f"{option} {text} : une date comme 2025-01-31 est attendue.",
            f"{option} {text}: a date such as 2025-01-31 is expected.",
        ) from None


def addin(options: argparse.Namespace, terminal: Terminal) -> int:
    """Build, install, remove, examine or serve the Excel add-in."""
    from xl_kpi.cli import addin as actions

    return int(getattr(actions, options.action)(options, terminal) or 0)


def map_(options: argparse.Namespace, terminal: Terminal) -> int:
    """Note what the columns of a file are."""
    from xl_kpi.cli.mapping import run

    return run(options, terminal)
