"""The user's exchange rates: a small table beside the workbook, by day or by month. Nothing else converts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from xl_kpi.errors import UserError
from xl_kpi.limits import DEFAULT
from xl_kpi.sources.date_format import parse_date
from xl_kpi.sources.labels import HeaderCell
from xl_kpi.sources.number_format import Sample, decide_decimal, parse_number
from xl_kpi.sources.opening import open_sheets
from xl_kpi.sources.refusal import refusal

RATES_FILE = "xl-kpi.rates.csv"
_LABELS = ({"date", "mois", "month", "jour", "day"}, {"devise", "currency"}, {"taux", "rate"})
_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Rates:
    """What one unit of a currency is worth in `to`, by day ("2026-09-01") or month ("2026-09")."""

    to: str
    values: Mapping[tuple[str, str], float]

    def rate(self, currency: str, day: dt.date) -> float:
        """Return the rate of a day, else of its month.

        Raises:
            UserError: the table has neither.
        """
        if currency == self.to:
            return 1.0
        found = self.values.get((currency, day.isoformat())) or self.values.get((currency, f"{day:%Y-%m}"))
        if found is None:
            raise refusal(
                RATES_FILE,
                f"pas de taux {currency} vers {self.to} pour le {day} ; ajoutez la ligne {day:%Y-%m};{currency};…",
                f"there is no rate from {currency} to {self.to} for {day}; add the line {day:%Y-%m};{currency};…",
            )
        return found


def rates(folder: Path) -> Rates | None:
    """Return the rates noted in a folder, None when there are none.

    The table has three columns: date or month, currency, and "Rate (EUR)" with the target in brackets.

    Raises:
        UserError: the table is there and is not understood.
    """
    path = folder / RATES_FILE
    if not path.is_file():
        return None
    sheet = open_sheets(path, DEFAULT)[0]
    header = next(iter(sheet.headers()), None)
    cells = [HeaderCell.of(label) for label in header.labels] if header else []
    if header is None or not _is_header(cells):
        raise _not_understood(1, "Date;Devise;Taux (EUR)", "Date;Currency;Rate (EUR)")
    rows = [row for row in sheet.rows(header) if not row.is_blank]
    decimal, _ = decide_decimal([Sample(r.line, cells[2].text, r.text(2)) for r in rows], [], None, RATES_FILE)
    values: dict[tuple[str, str], float] = {}
    for row in rows:
        try:
            month = _MONTH.fullmatch(row.text(0))
            when = month[0] if month else parse_date(row.text(0), None).isoformat()
            rate = parse_number(row.text(2), decimal)
        except ValueError:
            raise _not_understood(row.line, "2026-09;USD;0,92", "2026-09;USD;0.92") from None
        if not rate > 0 or (row.text(1), when) in values:
            raise _not_understood(row.line, "un taux positif, une fois", "a positive rate, once")
        values[row.text(1), when] = rate
    return Rates(cells[2].currency or "", values)


def _is_header(cells: list[HeaderCell]) -> bool:
    return (
        len(cells) == len(_LABELS)
        and all(c.bare_label in labels for c, labels in zip(cells, _LABELS, strict=True))
        and cells[2].currency is not None
    )


def _not_understood(line: int, fr: str, en: str) -> UserError:
    return refusal(RATES_FILE, f"ligne non comprise ; attendu : {fr}", f"not understood; expected: {en}", line=line)
