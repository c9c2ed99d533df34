"""What each imported file gave, what was left out and why, and what looks wrong in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from xl_kpi.catalog.measures import MEASURES
from xl_kpi.catalog.tables import QUALITY
from xl_kpi.language import LANGUAGES, Lang, Text
from xl_kpi.reports.days import BEHIND_DAYS, Span, Unusual, gaps, unusual_days

if TYPE_CHECKING:
    from xl_kpi.sources import Exclusion, Import, TotalsCheck
    from xl_kpi.workbook import OpenWorkbook

_LINES_SHOWN = 5
_SPANS_SHOWN = 10
OUTSIDE = Text("hors de la période demandée", "outside the period asked for")
REPLACED = Text("remplacée par un autre fichier de cet import", "replaced by another file of this import")
MERGED = Text("réunie à une ligne de même clé", "added to a row of the same key")
_COLON = Text(" : ", ": ")
_SEMICOLON = Text(" ; ", "; ")
_OK = Text("OK", "OK")
_LOOK = Text("À VOIR", "LOOK")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Rows left out for one reason: how many, and the first lines of the file where lines are known."""

    reason: Text
    rows: int
    lines: tuple[int, ...] = ()
    look: bool = False

    def text(self, lang: Lang) -> str:
        """Return "totals row: 2 (lines 7, 8)"."""
        shown = ", ".join(map(str, self.lines[:_LINES_SHOWN])) + (", …" if len(self.lines) > _LINES_SHOWN else "")
        word = Text("ligne", "line")[lang] + ("s" if len(self.lines) > 1 else "")
        return _COLON[lang].join([self.reason[lang], f"{self.rows}{f' ({word} {shown})' if shown else ''}"])


@dataclass(frozen=True, slots=True)
class FileQuality:
    """What one file gave, and everything about it that a reader of the figures should know.

    `gaps` are missing days inside its period, `unusual` days of five times the usual, `behind` the
    days between its last day and the newest of this import, where that is too many.
    """

    file: str
    vendor: str
    rows_read: int
    rows_kept: int
    first: dt.date | None  # None for a file that was not read
    last: dt.date | None
    excluded: tuple[LeftOut, ...]
    totals: tuple[TotalsCheck, ...]
    gaps: tuple[Span, ...]
    unusual: tuple[Unusual, ...]
    unmapped: tuple[str, ...]
    left_out: tuple[str, ...]
    behind: int | None
    remarks: tuple[Text, ...] = ()

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """Return the report of the file as `refresh --json` prints it."""
        return {
            "file": self.file,
            "source": self.vendor,
            "rows_read": self.rows_read,
            "rows_kept": self.rows_kept,
            "from": self.first and self.first.isoformat(),
            "to": self.last and self.last.isoformat(),
            "excluded": [{"reason": e.reason[lang], "rows": e.rows, "lines": list(e.lines)} for e in self.excluded],
            "totals": [
                {"measure": c.measure, "line": c.line, "rows": c.rows_total, "file": c.file_total, "agrees": c.agrees}
                for c in self.totals
            ],
            "gaps": [{"from": g.first.isoformat(), "to": g.last.isoformat(), "days": g.days} for g in self.gaps],
            "unusual": [
                {"day": u.day.isoformat(), "measure": u.measure.name, "value": u.value, "usual": u.usual}
                for u in self.unusual
            ],
            "unmapped": list(self.unmapped),
            "left_out": list(self.left_out),
            "behind_days": self.behind,
            "remarks": [remark[lang] for remark in self.remarks],
        }

    @property
    def wrong_totals(self) -> tuple[TotalsCheck, ...]:
        """Return the totals of the file that its rows do not add up to."""
        return tuple(c for c in self.totals if not c.agrees)

    def notes(self) -> list[Text]:
        """Return what needs a look, one line each."""
        odd = [Text(*(e.text(lang) for lang in LANGUAGES)) for e in self.excluded if e.look]
        remarks = [Text(f"{self.file} : {r.fr}.", f"{self.file}: {r.en}.") for r in (*odd, *self.remarks)]
        cells = {lang: self._cells(lang) for lang in LANGUAGES}
        return remarks + [
            Text(*(f"{_COLON[lang].join([self.file, _LABELS[name][lang], cells[lang][name]])}." for lang in LANGUAGES))
            for name in self._wrong
        ]

    def row(self, lang: Lang) -> list[Any]:
        """Return the values of the file's row in the table of the workbook, but the day of the import."""
        cells = self._cells(lang)
        return [cells[c.name] for c in QUALITY.columns if c.name != "imported"]

    def _cells(self, lang: Lang) -> dict[str, Any]:
        """Return the values of the row by the names of their columns."""
        look = self._wrong or self.remarks or any(e.look for e in self.excluded)
        return {
            "file": self.file,
            "source": self.vendor,
            "status": (_LOOK if look else _OK)[lang],
            "excluded": _SEMICOLON[lang].join(
                [*(e.text(lang) for e in self.excluded), *(remark[lang] for remark in self.remarks)]
            ),
            "totals": _totals(self, lang),
            "first": self.first,
            "last": self.last,
            "gaps": _listed([g.text(lang) for g in self.gaps]),
            "unmapped": _listed(list(self.unmapped)),
            "unusual": _listed([u.text(lang) for u in self.unusual]),
            "freshness": _behind(self.behind)[lang] if self.last else "",
            "rows_read": float(self.rows_read),
            "rows_kept": float(self.rows_kept),
        }

    @property
    def _wrong(self) -> list[str]:
        """Return the columns of the row that need a look."""
        found = {
            "totals": self.wrong_totals,
            "gaps": self.gaps,
            "unmapped": self.unmapped,
            "unusual": self.unusual,
            "freshness": self.behind is not None,
        }
        return [name for name, needed in found.items() if needed]


_LABELS = {c.name: c.label for c in QUALITY.columns}


def quality(imports: Sequence[Import], inside: Mapping[int, int], last: Mapping[int, int]) -> list[FileQuality]:
    """Return the report of every file.

    Args:
        imports: what the files gave.
        inside: for the number of each file, how many of its records are of the days asked for.
        last: of these, how many no later file of the same import replaced.
    """
    newest = max((i.date_to for i in imports), default=dt.date.min)
    return [_one(i, newest, inside[n], last[n]) for n, i in enumerate(imports)]


def not_read(file: str, why: Text) -> FileQuality:
    """Return the report of a file of a folder that was left aside whole."""
    return FileQuality(file, "", 0, 0, None, None, (), (), (), (), (), (), None, (why,))


def _one(done: Import, newest: dt.date, inside: int, last: int) -> FileQuality:
    late = (newest - done.date_to).days
    more = (
        LeftOut(OUTSIDE, len(done.records) - inside),
        LeftOut(REPLACED, inside - last),
        LeftOut(MERGED, done.rows_kept - len(done.records)),
    )
    day = next(n for n, c in enumerate(done.table.columns) if c.name == "date")
    return FileQuality(
        done.file,
        done.vendor,
        done.rows_read,
        done.rows_kept,
        done.date_from,
        done.date_to,
        (*_by_reason(done), *(one for one in more if one.rows)),
        done.totals_check,
        tuple(gaps(d for record in done.records if isinstance(d := record[day], dt.date)))
        if "date" in done.table.key  # a shop may well sell nothing on a day
        else (),
        tuple(unusual_days(done.table, done.records)),
        done.unmapped,
        done.left_out,
        late if late > BEHIND_DAYS else None,
        done.notes,
    )


def _by_reason(done: Import) -> Iterable[LeftOut]:
    same: dict[Text, list[Exclusion]] = {}
    for one in done.excluded:
        same.setdefault(one.reason, []).append(one)
    return (
        LeftOut(why, sum(e.rows for e in those), tuple(e.line for e in those), any(e.look for e in those))
        for why, those in same.items()
    )


def _totals(of: FileQuality, lang: Lang) -> str:
    if of.first is None:
        return ""
    if not of.totals:
        return Text("aucun total dans le fichier", "no total in the file")[lang]
    if not of.wrong_totals:
        return Text(f"exact ({len(of.totals)} mesures)", f"exact ({len(of.totals)} measures)")[lang]
    return _SEMICOLON[lang].join(_wrong_total(c)[lang] for c in of.wrong_totals)


def _wrong_total(check: TotalsCheck) -> Text:
    label, line = MEASURES[check.measure].label, check.line
    fr, en = ([figure(value, lang) for value in (check.file_total, check.rows_total)] for lang in LANGUAGES)
    return Text(
        f"{label.fr} : {fr[0]} selon le fichier (ligne {line}), {fr[1]} selon les lignes",
        f"{label.en}: {en[0]} in the file (line {line}), the rows add up to {en[1]}",
    )


def figure(value: float, lang: Lang) -> str:
    """Return a figure to the cent as a reader writes it."""
    text = f"{value:,.2f}"
    return text.replace(",", "\u202f").replace(".", ",") if lang == "fr" else text


def _behind(days: int | None) -> Text:
    if days is None:
        return Text("à jour", "up to date")
    return Text(f"{days} jours derrière la source la plus récente", f"{days} days behind the newest source")


def _listed(texts: list[str]) -> str:
    return ", ".join(texts[:_SPANS_SHOWN]) + (", …" if len(texts) > _SPANS_SHOWN else "")


def write_quality(book: OpenWorkbook, files: Sequence[FileQuality], now: dt.datetime) -> None:
    """Put the report into the workbook's own table, where it has one.

    A file of which there is nothing new to say keeps the day of its import: importing twice changes nothing.
    """
    from xl_kpi.workbook import count_unchanged

    name, lang = next(((n, lang) for n in book.table_names() if (lang := QUALITY.language_of(n))), ("", None))
    if lang is None or not files:
        return
    labels, key = [c.label[lang] for c in QUALITY.columns], [_LABELS["file"][lang]]
    held = book.read_table(name)
    at = list(held.header).index(key[0]) if key[0] in held.header else 0
    known = {row[at]: replace(held, rows=[row]) for row in held.rows}
    rows = {one.file: one.row(lang) for one in files}
    new = [row for f, row in rows.items() if f not in known or not count_unchanged(known[f], labels[:-1], [row], key)]
    book.write_rows(name, labels, [[*row, now] for row in new], key)
