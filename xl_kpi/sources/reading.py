"""An export file into an import: recognise, sort the rows, decide the conventions, build, check."""

from __future__ import annotations

import datetime as dt
import math
import re
from dataclasses import replace
from pathlib import Path

from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.sources.date_format import decide_order, parse_date
from xl_kpi.sources.measure_table import Evidence, Import, TotalsCheck
from xl_kpi.sources.number_format import decide_decimal
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
from xl_kpi.sources.refusal import refusal
from xl_kpi.sources.rows import BLANK, SortedRows, sort_rows
from xl_kpi.sources.sheets import Row


def read(path: Path, limits: Limits = DEFAULT) -> Import:
    """Read an export file into the tidy measure table that its vendor's declaration names.

    Args:
        path: a text or an Excel workbook, whatever its extension.
        limits: what is refused for its size.

    Raises:
        UserError: the file is unknown, damaged, or could be read in two ways; one line says where
            and what to do. Nothing is guessed.
        LimitError: the file passes a limit.
    """
    found = identify(path, limits)
    vendor, file = found.vendor, found.file
    mapping = map_columns(vendor, found.header, file)
    rows = sort_rows(found, mapping, file, limits)
    if not rows.data:
        raise refusal(
            file,
            "aucune ligne de données sous l’en-tête ; exportez une autre période",
            "no data row under the header; export another period",
            line=found.header.line,
        )
    if vendor.score_question:
        mapping = _with_score_question(rows.data, mapping, found)
    conventions, evidence = _decide(found, mapping, rows)
    built = build_records(found, mapping, rows, conventions)
    if not built:
        raise refusal(file, "aucune ligne ne porte de chiffre", "no row carries a figure", line=found.header.line)
    records = add_up(built, vendor.table, file)
    days = [record[0] for record in records if isinstance(record[0], dt.date)]
    below = [e for e in rows.excluded if e.line > found.header.line and e.reason != BLANK]
    return Import(
        table=vendor.table,
        records=records,
        file=file,
        source=vendor.id,
        vendor=vendor.label,
        language=mapping.language,
        currency=conventions.currency,
        rows_read=len(built) + len(below),
        rows_kept=len(built),
        excluded=tuple(sorted(rows.excluded, key=lambda e: e.line)),
        totals_check=_check_totals(found, mapping, rows, built, conventions),
        evidence=evidence,
        unmapped=tuple(mapping.text(i) for i in mapping.unmapped),
        left_out=tuple(mapping.text(i) for i in mapping.left_out),
        date_from=min(days),
        date_to=max(days),
    )


def _decide(found: Recognised, mapping: Mapping, rows: SortedRows) -> tuple[Conventions, tuple[Evidence, ...]]:
    """Decide every convention of a file, each with the line that decided it."""
    vendor, header, file, language = found.vendor, found.header, found.file, mapping.language
    columns = mapping.column_of
    measures = [columns[m.name] for m in vendor.table.measures if m.name in columns]
    dates = [columns[name] for name in ("date", "period_start", "period_end") if name in columns]
    every = rows.data + rows.totals
    decimal, decimal_evidence = decide_decimal(
        samples(every, mapping, measures),
        samples(every, mapping, mapping.left_out),
        vendor.decimal.get(language) if language else None,
        file,
    )
    date_order = vendor.date_order.get(language) if language else None
    order, date_evidence = decide_order(samples(rows.data, mapping, dates), date_order, file)
    currency, currency_evidence = decide_currency(rows.data, found, mapping)
    conventions = Conventions(decimal, order, currency, _only_day(found), _account(found))
    delimiter = {"\t": "tab", None: "none"}.get(header.delimiter, header.delimiter or "")
    evidence = (
        *found.sheet.evidence,
        Evidence(about="delimiter", value=delimiter, line=header.line, text=header.labels[0]),
        Evidence(about="language", value=language or "either", line=header.line, text=header.labels[0]),
        decimal_evidence,
        date_evidence,
        currency_evidence,
    )
    return conventions, evidence


def _only_day(found: Recognised) -> dt.date | None:
    pattern = found.vendor.preamble_day
    if pattern is None:
        return None
    texts = [text for row in found.sheet.preamble(found.header) for text in re.findall(pattern, row.text(0))]
    if len(texts) < 2 or len(set(texts)) > 1:
        return None
    try:
        return parse_date(texts[0], None)
    except ValueError:
        return None


def _account(found: Recognised) -> str:
    pattern = found.vendor.preamble_account
    if pattern is None:
        return ""
    matches = (re.match(pattern, row.text(0)) for row in found.sheet.preamble(found.header))
    return next((m[1].strip() for m in matches if m), "")


def _with_score_question(rows: list[Row], mapping: Mapping, found: Recognised) -> Mapping:
    """Map the score to the one unknown column whose answers are all whole numbers from 0 to 10."""
    scores = [i for i in mapping.unmapped if _is_score_column(rows, i)]
    if len(scores) != 1:
        names = ", ".join(f"« {mapping.text(i)} »" for i in scores)
        english = ", ".join(f"“{mapping.text(i)}”" for i in scores)
        raise refusal(
            found.file,
            f"plusieurs questions notées de 0 à 10 : {names} ; n’exportez que celle du NPS"
            if scores
            else "aucune question n’a que des notes entières de 0 à 10 ; exportez la question du NPS",
            f"several questions scored from 0 to 10: {english}; export the NPS one only"
            if scores
            else "no question has whole scores from 0 to 10 only; export the NPS question",
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
