"""What is wrong in a workbook: errors, values no longer true, functions not known, data that is old."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.errors import BY_NAME
from xl_kpi.language import LANGUAGES, Lang, Text
from xl_kpi.reports.days import BEHIND_DAYS, Span, Unusual, day_of, gaps, unusual_days

if TYPE_CHECKING:
    from xl_kpi.workbook import Package
    from xl_kpi.workbook.report import CellError

Kind = Literal["error", "outdated", "kept", "stale data", "columns", "days missing", "unusual days"]
STALE_AFTER_DAYS = 45
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, and where."""

    kind: Kind
    where: str
    what: Text

    def as_dict(self, lang: Lang) -> dict[str, str]:
        """Return the finding as `check --json` prints it."""
        return {"kind": self.kind, "where": self.where, "what": self.what[lang]}


def check(book: Path, *, today: dt.date | None = None) -> list[Finding]:
    """Return what is wrong in a workbook; nothing is written.

    Cells that show an error (with the reason, where a KPI gives it), formulas that cannot be
    evaluated here, cached values that a recalculation would change, data tables that lack a column
    or end more than 45 days before `today`; in each source of a table days that are missing, days of
    five times the usual, and an end more than 45 days before that of the others.
    """
    from xl_kpi.workbook import open_package, recalculate_package

    package = open_package(book)
    report = recalculate_package(package)
    findings = [Finding("error", e.cell, Text(_error(e, "fr"), _error(e, "en"))) for e in report.errors]
    findings += [
        Finding("kept", k.cell, Text(f"non évaluée : {k.reason.fr}", f"not evaluated: {k.reason.en}"))
        for k in report.kept
    ]
    if package.changed:
        what = Text("des valeurs ne sont plus à jour : xl-kpi recalc", "values are out of date: xl-kpi recalc")
        findings.append(Finding("outdated", book.name, what))
    return findings + _data(package, today or dt.date.today())


def _data(package: Package, today: dt.date) -> list[Finding]:
    from xl_kpi.workbook import Book, read_table

    findings = []
    for name in (t.name for t in Book(package).tables):
        for table in TABLES.values():
            if (lang := table.language_of(name)) is not None:
                found = read_table(package, name)
                findings += _table(table, lang, name, list(found.header), found.rows, today)
    return findings


def _table(
    table: DataTable, lang: Lang, name: str, header: list[str], rows: list[list[Any]], today: dt.date
) -> list[Finding]:
    missing = [label for label in table.header(lang) if label not in header]
    if missing:
        listed = ", ".join(missing)
        return [Finding("columns", name, Text(f"colonnes absentes : {listed}", f"columns missing: {listed}"))]
    day = header.index(next(c.label[lang] for c in table.columns if c.name == "date"))
    dated = [row for row in rows if isinstance(row[day], int | float)]
    if not dated:
        return []
    order = [header.index(label) for label in table.header(lang)]
    records = [[day_of(row[i]) if i == day else row[i] for i in order] for row in dated]
    last = day_of(max(row[day] for row in dated))
    findings = _days(table, name, records, last)
    if (age := (today - last).days) > STALE_AFTER_DAYS:
        ago = Text(
            f"dernières données le {last:%d/%m/%Y}, il y a {age} jours", f"latest data of {last}, {age} days ago"
        )
        findings.append(Finding("stale data", name, ago))
    return findings


def _days(table: DataTable, name: str, records: list[list[Any]], newest: dt.date) -> list[Finding]:
    """Return what the days of each source of a table tell."""
    labels = [c.name for c in table.columns]
    by_source: dict[str, list[list[Any]]] = {}
    for record in records:
        by_source.setdefault(str(record[labels.index("source")] or "") if "source" in labels else "", []).append(record)
    findings = []
    for source, own in by_source.items():
        where = f"{name} – {source}" if source else name
        days = {record[labels.index("date")] for record in own}
        spans = gaps(days) if "date" in table.key else []
        unusual = unusual_days(table, own)
        if spans:
            findings.append(Finding("days missing", where, _told(spans)))
        if unusual:
            findings.append(Finding("unusual days", where, _told(unusual)))
        if (behind := (newest - max(days)).days) > BEHIND_DAYS:
            what = f"{behind} jours derrière les autres sources", f"{behind} days behind the other sources"
            findings.append(Finding("stale data", where, Text(*what)))
    return findings


def _told(days: Sequence[Span | Unusual]) -> Text:
    more = ", …" if len(days) > _SHOWN else ""
    return Text(*(", ".join(day.text(lang) for day in days[:_SHOWN]) + more for lang in LANGUAGES))


def _error(cell: CellError, lang: Lang) -> str:
    shown = BY_NAME[cell.error].localized(lang)
    return f"{shown} – {cell.why.text(lang)}" if cell.why else shown
