"""What is wrong in a workbook: errors, values no longer true, functions not known, data that is old."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.language import Lang, Text

if TYPE_CHECKING:
    from xl_kpi.workbook import Package

Kind = Literal["error", "outdated", "kept", "stale data", "columns"]
STALE_AFTER_DAYS = 45


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
    or end more than 45 days before `today`.
    """
    from xl_kpi.workbook import open_package, recalculate_package

    package = open_package(book)
    report = recalculate_package(package)
    findings = [
        Finding(
            "error", e.cell, Text(*(f"{e.error}{' – ' + e.why.text(lang) if e.why else ''}" for lang in ("fr", "en")))
        )
        for e in report.errors
    ]
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
    days = [row[day] for row in rows if isinstance(row[day], int | float)]
    if not days:
        return []
    last = dt.date(1899, 12, 30) + dt.timedelta(days=int(max(days)))
    age = (today - last).days
    if age <= STALE_AFTER_DAYS:
        return []
    what = Text(f"dernières données le {last:%d/%m/%Y}, il y a {age} jours", f"latest data of {last}, {age} days ago")
    return [Finding("stale data", name, what)]
