"""An export file into an import: recognise, sort the rows, decide the conventions, build, check."""

from __future__ import annotations

import datetime as dt
import math
import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from xl_kpi.catalog.tables import DataTable
from xl_kpi.language import Text
from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.sources.date_format import decide_order
from xl_kpi.sources.large import Progress, Summed, add_up_large, unwatched
from xl_kpi.sources.large_text import LargeText
from xl_kpi.sources.measure_table import Evidence, Import, TotalsCheck
from xl_kpi.sources.number_format import Sample, decide_decimal
from xl_kpi.sources.preamble import only_day, period, stated
from xl_kpi.sources.rates import Rates
from xl_kpi.sources.recognition import Mapping, Recognised, identify, map_columns
from xl_kpi.sources.records import (
    Conventions,
    LineRecord,
    add_up,
    build_records,
    decide_currency,
    figures,
    samples,
)
from xl_kpi.sources.refusal import not_recognised, refusal
from xl_kpi.sources.rows import BLANK, SortedRows, sort_rows
from xl_kpi.sources.sheets import Row
from xl_kpi.sources.vendor import Vendor, convention
from xl_kpi.sources.vendors import VENDORS

_AHEAD = frozenset({"events"})  # tables whose rows may lie ahead: people register before the day
_OFFSET = re.compile(r":\d\d ?([+-]\d\d:?\d\d|Z)$")
_NO_SCORE = Text(
    "aucune question n’a que des notes entières de 0 à 10", "no question has whole scores from 0 to 10 only"
)


def read(
    path: Path,
    limits: Limits = DEFAULT,
    *,
    vendors: Sequence[Vendor] = VENDORS,
    rates: Rates | None = None,
    today: dt.date | None = None,
    progress: Progress = unwatched,
) -> Import:
    """Read an export file into the tidy measure table that its vendor's declaration names.

    Args:
        path: a text, an Excel workbook or a ZIP archive of one export, whatever its extension.
        limits: what is refused for its size.
        vendors: the layouts to recognise, the user's own mappings among them.
        rates: the user's exchange rates; without them two currencies are refused.
        today: rows of later days are left out, with a note; the day of the machine by default.
        progress: told the part of a large file that is read, now and then.

    Raises:
        UserError: the file is unknown, damaged, or could be read in two ways; one line says where
            and what to do. Nothing is guessed.
        LimitError: the file passes a limit.
    """
    return _read(identify(path, limits, vendors), limits, rates, today, progress)


def read_all(
    path: Path,
    limits: Limits = DEFAULT,
    *,
    vendors: Sequence[Vendor] = VENDORS,
    rates: Rates | None = None,
    today: dt.date | None = None,
    progress: Progress = unwatched,
) -> list[Import]:
    """Read an export as `read` does, and what its archive holds beside it for the same period."""
    found = identify(path, limits, vendors)
    imports = [_read(found, limits, rates, today, progress)]
    first, last = imports[0].date_from, imports[0].date_to
    whole_month = first.day == 1 and last == first.replace(day=monthrange(first.year, first.month)[1])
    for other in found.beside:
        if first == last or whole_month:
            dated = other.vendor.model_copy(update={"constants": {"date": last.isoformat()}})
            imports.append(_read(replace(other, vendor=dated), limits, rates, today, unwatched))
        else:
            note = Text(
                f"non lu : {other.file}, ses lignes couvrent tous les jours du {first:%d/%m/%Y} au {last:%d/%m/%Y} ; "
                "exportez un mois entier, ou un seul jour",
                f"not read: {other.file}, its rows cover all days from {first} to {last}; "
                "export a whole month, or a single day",
            )
            imports[0] = imports[0].model_copy(update={"notes": (*imports[0].notes, note)})
    return imports


def _read(found: Recognised, limits: Limits, rates: Rates | None, today: dt.date | None, progress: Progress) -> Import:
    vendor, file = found.vendor, found.file
    mapping = map_columns(vendor, found.header, file)
    if isinstance(found.sheet, LargeText):
        found, mapping = add_up_large(found, mapping, limits, progress)
    rows = sort_rows(found, mapping, file, limits)
    if not rows.data:
        raise refusal(
            file,
            "aucune ligne de données sous l’en-tête ; exportez une autre période",
            "no data row under the header; export another period",
            line=found.header.line,
        )
    _check_rows(found, len(rows.data))
    if vendor.score_question and "score" not in mapping.column_of:
        mapping = _with_score_question(rows.data, mapping, found)
    told = found.sheet.witnesses if isinstance(found.sheet, Summed) else rows.data
    conventions, evidence = _decide(found, mapping, replace(rows, data=told), rates)
    before = sum(e.rows for e in rows.excluded)
    latest = _latest_day(vendor.table, today or this_day())
    built = build_records(found, mapping, rows, conventions, latest)
    if not built:
        looked = next((e.reason for e in rows.excluded if e.look), None)
        why = looked or Text("aucune ligne ne porte de chiffre", "no row carries a figure")
        raise refusal(file, why.fr, why.en, line=found.header.line)
    records = add_up(built, vendor.table, file)
    days = [record[0] for record in records if isinstance(record[0], dt.date)]
    below = [e for e in rows.excluded if e.line > found.header.line and e.reason != BLANK]
    kept = sum(row.lines for row in rows.data) - (sum(e.rows for e in rows.excluded) - before)
    return Import(
        table=vendor.table,
        records=records,
        file=file,
        source=vendor.id,
        vendor=vendor.label,
        language=mapping.language,
        currency=conventions.currency,
        rows_read=kept + sum(e.rows for e in below),
        rows_kept=kept,
        excluded=tuple(sorted(rows.excluded, key=lambda e: e.line)),
        totals_check=_check_totals(found, mapping, rows, built, conventions),
        evidence=evidence,
        unmapped=tuple(mapping.text(i) for i in mapping.unmapped),
        left_out=tuple(mapping.text(i) for i in mapping.left_out),
        date_from=min(days),
        date_to=max(days),
        notes=found.not_read,
    )


def _decide(
    found: Recognised, mapping: Mapping, rows: SortedRows, rates: Rates | None
) -> tuple[Conventions, tuple[Evidence, ...]]:
    """Decide every convention of a file, each with the line that decided it."""
    vendor, header, file, language = found.vendor, found.header, found.file, mapping.language
    columns = mapping.column_of
    measures = [columns[m.name] for m in vendor.table.measures if m.name in columns]
    dates = [columns[name] for name in ("date", "period_start", "period_end") if name in columns]
    every = rows.data + rows.totals
    decimal, decimal_evidence = decide_decimal(
        samples(every, mapping, measures),
        samples(every, mapping, mapping.left_out),
        convention(vendor.decimal, language),
        file,
    )
    order, date_evidence = decide_order(
        samples(rows.data, mapping, dates), convention(vendor.date_order, language), file
    )
    currency, currency_evidence, needed = decide_currency(rows.data, found, mapping, rates)
    said = stated(vendor.preamble_account, found.sheet, header)
    account = said[1] if said else ""
    days = period(vendor, found.sheet, header)
    conventions = Conventions(decimal, order, currency, only_day(vendor, found.sheet, header), account, days)
    if needed is not None:
        conventions = replace(conventions, currency=needed.to, rates=needed, from_currency=currency)
    delimiter = {"\t": "tab", None: "none"}.get(header.delimiter, header.delimiter or "")
    evidence = (
        *found.sheet.evidence,
        Evidence(about="delimiter", value=delimiter, line=header.line, text=header.labels[0]),
        Evidence(about="language", value=language or "either", line=header.line, text=header.labels[0]),
        decimal_evidence,
        date_evidence,
        *_time_zone(found, samples(rows.data[:1], mapping, dates)),
        currency_evidence,
    )
    return conventions, evidence


def _time_zone(found: Recognised, dates: Iterable[Sample]) -> tuple[Evidence, ...]:
    vendor = found.vendor
    if vendor.time_zone is not None:
        return (Evidence(about="time zone", value=vendor.time_zone),)
    if (said := stated(vendor.preamble_time_zone, found.sheet, found.header)) is not None:
        return (Evidence(about="time zone", value=said[1], line=said[0], text=said[1]),)
    offsets = ((sample, _OFFSET.search(sample.text)) for sample in dates)
    return next(
        (
            (Evidence(about="time zone", value="UTC" + match[1].replace("Z", ""), line=sample.line, text=sample.text),)
            for sample, match in offsets
            if match
        ),
        (),
    )


def _check_rows(found: Recognised, rows: int) -> None:
    said = stated(found.vendor.preamble_rows, found.sheet, found.header)
    if said is not None and said[1] != str(rows):
        raise refusal(
            found.file,
            f"le fichier annonce {said[1]} lignes et en contient {rows} : il est tronqué ou modifié ; "
            "téléchargez-le de nouveau",
            f"the file announces {said[1]} rows and holds {rows}: it is cut or was edited; download it again",
            line=said[0],
        )


def this_day() -> dt.date:
    """Return the day of the machine."""
    return dt.date.today()


def _latest_day(table: DataTable, today: dt.date) -> dt.date:
    """Return the last day that a row may have: figures of a later one cannot be known yet."""
    plans = not table.observed or table.settled or table.monthly or table.id in _AHEAD
    return dt.date.max if plans else today + dt.timedelta(days=1)  # a day ahead is a time zone


def _with_score_question(rows: list[Row], mapping: Mapping, found: Recognised) -> Mapping:
    """Map the score to the one unknown column whose answers are all whole numbers from 0 to 10."""
    labels = (*found.header.labels, "end")
    # a question of several columns (a ranking, a grid) has blank labels after its own
    scores = [i for i in mapping.unmapped if labels[i + 1] and _is_score_column(rows, i)]
    if len(scores) != 1:
        names = ", ".join(f"« {mapping.text(i)} »" for i in scores)
        english = ", ".join(f"“{mapping.text(i)}”" for i in scores)
        raise not_recognised(
            found.file,
            f"{len(rows)} réponses, {'plusieurs questions notées de 0 à 10 : ' + names if scores else _NO_SCORE.fr} ; "
            f"dites quelle colonne est la note : xl-kpi map {found.file}",
            f"{len(rows)} responses, {'several questions scored 0 to 10: ' + english if scores else _NO_SCORE.en}; "
            f"say which column is the score: xl-kpi map {found.file}",
            line=found.header.line,
        )
    unmapped = tuple(i for i in mapping.unmapped if i not in scores)
    return replace(mapping, column_of={**mapping.column_of, "score": scores[0]}, unmapped=unmapped)


def _is_score_column(rows: list[Row], index: int) -> bool:
    answers = {text for row in rows if (text := row.text(index))}
    return bool(answers) and answers <= {str(n) for n in range(11)}


def _check_totals(
    found: Recognised, mapping: Mapping, rows: SortedRows, built: list[LineRecord], conventions: Conventions
) -> tuple[TotalsCheck, ...]:
    """Compare the sums of the rows with the totals row that agrees best.

    A file may have several totals rows (the account, one campaign type): only one of them is about
    exactly these rows.
    """
    if not rows.totals:
        return ()
    names = [c.name for c in found.vendor.table.columns]
    sums: dict[str, float] = {}
    for measure in found.vendor.table.measures:
        column = names.index(measure.name)
        values = [v for item in built if isinstance(v := item.record[column], int | float)]
        sums[measure.name] = math.fsum(values)
    checks = [
        tuple(
            TotalsCheck(measure=name, rows_total=sums[name], file_total=total, line=row.line)
            for name, total in figures(found, mapping, row, conventions).items()
        )
        for row in rows.totals
    ]
    return max(checks, key=lambda check: sum(c.agrees for c in check), default=())
