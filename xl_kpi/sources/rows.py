"""Which rows below a header are data, which are the file's own totals, and which are neither."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from xl_kpi.catalog.tables import Dimension
from xl_kpi.language import Text
from xl_kpi.limits import Limits
from xl_kpi.sources.date_format import date_kind
from xl_kpi.sources.labels import fold
from xl_kpi.sources.measure_table import Exclusion
from xl_kpi.sources.number_format import is_not_reported
from xl_kpi.sources.recognition import Mapping, Recognised
from xl_kpi.sources.refusal import refusal
from xl_kpi.sources.sheets import Row, rows_over_limit

TITLE = Text("ligne de titre", "title line")
BLANK = Text("ligne vide", "blank line")
TOTALS = Text("ligne de totaux", "totals row")
FOOTER = Text("pied de page", "footer")
SECOND_HEADER = Text("suite de l’en-tête", "header, continued")
OTHER_TABLE = Text("autre tableau du fichier", "another table of the file")

# A totals row may well carry these.
_NOT_A_NAME = frozenset({"source", "account", "device", "currency"})


@dataclass(slots=True)
class SortedRows:
    """The rows of a file: data, totals, and the lines left out with their reasons."""

    data: list[Row] = field(default_factory=list)
    totals: list[Row] = field(default_factory=list)
    excluded: list[Exclusion] = field(default_factory=list)

    def exclude(self, row: Row, reason: Text, *, look: bool = False) -> None:
        """Leave a row out."""
        self.excluded.append(Exclusion(line=row.line, reason=reason, rows=row.lines, look=look))


def sort_rows(found: Recognised, mapping: Mapping, file: str, limits: Limits) -> SortedRows:
    """Sort the rows of a recognised file.

    Raises:
        UserError: a row is shorter or longer than the header (a cut file, or several tables in one).
        LimitError: there are too many rows.
    """
    result = SortedRows()
    for row in found.sheet.preamble(found.header):
        other = found.vendor.stacked and not row.text(0).startswith("#")
        result.exclude(row, BLANK if row.is_blank else OTHER_TABLE if other else TITLE)
    totals = _TotalsRule(found, mapping)
    width = max(i for i, label in enumerate(found.header.labels, start=1) if label)
    blanks: list[Row] = []
    for row in found.sheet.rows(found.header):
        if row.is_blank:
            blanks.append(row)
            continue
        for blank in blanks:
            result.exclude(blank, BLANK)
        blanks.clear()
        if totals.match(row, is_first=not result.data):
            result.totals.append(row)
            result.exclude(row, TOTALS)
        elif found.vendor.second_header and not result.data and not row.text(0):
            result.exclude(row, SECOND_HEADER)
        elif found.vendor.footer and re.match(found.vendor.footer, fold(row.text(0))):
            result.exclude(row, FOOTER)
        elif len(row.cells) < width or any(row.text(i) for i in range(width, len(row.cells))):
            raise _wrong_width(file, row, width)
        else:
            result.data.append(row)
            if len(result.data) > limits.export_rows:
                raise rows_over_limit(file, limits)
    return result


class _TotalsRule:
    """How a totals row of this file looks."""

    def __init__(self, found: Recognised, mapping: Mapping) -> None:
        dimensions = [c for c in found.vendor.table.columns if isinstance(c, Dimension)]
        names = [d.name for d in dimensions if d.kind == "text" and d.name not in _NOT_A_NAME]
        self._label = found.vendor.totals_label
        self._unnamed = found.vendor.unnamed_totals
        self._names = [mapping.column_of[name] for name in names if name in mapping.column_of]
        self._date = mapping.column_of.get("date", mapping.column_of.get("nth_day"))

    def match(self, row: Row, is_first: bool) -> bool:
        """Return whether a row is a totals row."""
        if self._date is not None and date_kind(row.text(self._date)) is not None:
            return False
        if self._label is not None:
            texts = [text for i in range(len(row.cells)) if not is_not_reported(text := row.text(i))]
            if any(re.match(self._label, fold(text)) for text in (*texts[:1], *texts[-1:])):
                return True
        if self._unnamed is None or (self._unnamed == "first row" and not is_first):
            return False
        identity = self._names if self._date is None else [*self._names, self._date]
        return bool(identity) and not any(row.text(i) for i in identity)


def _wrong_width(file: str, row: Row, width: int) -> Exception:
    found = len(row.cells)
    return refusal(
        file,
        f"{found} cellules sous un en-tête de {width} : fichier tronqué, ou plusieurs tableaux en un ; "
        "téléchargez de nouveau un seul tableau",
        f"{found} cells under a header of {width}: a file cut short, or several tables in one; "
        "download a single table again",
        line=row.line,
    )
