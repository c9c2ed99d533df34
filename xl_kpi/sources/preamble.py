"""What the lines above a header tell: a single day, the account, the time zone, the number of rows."""

from __future__ import annotations

import datetime as dt
import re

from xl_kpi.sources.date_format import parse_date
from xl_kpi.sources.sheets import Header, Sheet
from xl_kpi.sources.vendor import Vendor


def only_day(vendor: Vendor, sheet: Sheet, header: Header) -> dt.date | None:
    """Return the day of every row: a constant, or all the dates above the header where they are the same."""
    if (constant := vendor.constants.get("date")) is not None:
        return parse_date(constant, None)
    days = period(vendor, sheet, header)
    return days[0] if days and days[0] == days[1] else None


def period(vendor: Vendor, sheet: Sheet, header: Header) -> tuple[dt.date, dt.date] | None:
    """Return the first and last day that the lines above the header state, where they state one period."""
    if vendor.preamble_day is None:
        return None
    above = [row.text(0) for row in sheet.preamble(header)]
    if vendor.stacked:  # rows of another table may stand above, too
        above = [text for text in above if text.startswith("#")]
    texts = [day for text in above for day in re.findall(vendor.preamble_day, text)]
    pairs = {tuple(texts[i : i + 2]) for i in range(0, len(texts), 2)}  # stacked tables each state theirs
    if len(texts) < 2 or len(pairs) > 1:
        return None
    try:
        first, last = (parse_date(text, None) for text in texts[:2])
    except ValueError:
        return None
    return (first, last) if first <= last else None


def stated(pattern: str | None, sheet: Sheet, header: Header) -> tuple[int, str] | None:
    """Return the line above the header that matches, and its group."""
    if pattern is None:
        return None
    found = ((row.line, re.match(pattern, row.text(0).strip('"'))) for row in sheet.preamble(header))
    return next(((line, match[1].strip()) for line, match in found if match), None)
