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
    if vendor.preamble_day is None:
        return None
    texts = [text for row in sheet.preamble(header) for text in re.findall(vendor.preamble_day, row.text(0))]
    if len(texts) < 2 or len(set(texts)) > 1:
        return None
    try:
        return parse_date(texts[0], None)
    except ValueError:
        return None


def stated(pattern: str | None, sheet: Sheet, header: Header) -> tuple[int, str] | None:
    """Return the line above the header that matches, and its group."""
    if pattern is None:
        return None
    found = ((row.line, re.match(pattern, row.text(0).strip('"'))) for row in sheet.preamble(header))
    return next(((line, match[1].strip()) for line, match in found if match), None)
