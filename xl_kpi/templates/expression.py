"""The formulas of a template: from a short declaration to what a cell holds.

In braces, for the period of the cell's column:

    {ads.clicks}                     sum of a measure of a data table
    {web.visits?channel}             the same, where the dimension is the row's entry
    {business.customers_start@first} in the first month of the period; @last: in the last; @before: in
                                     the period before; @eve: in the month before; @year: in the twelve months to
                                     the end; @year_before: in the period a year before; @two_years_back: in the
                                     twelve months that ended two years before
    {survey.score>=7<=8}             number of rows within the bounds
    {all survey.score}               the table's whole column
    {=cac}  {=cost_media:cost_tools} another row, or a run of rows, in the same column
    {gross_margin}                   a parameter, by its defined name
    {months}                         months in the period
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Lang

START_ROW, END_ROW, MONTHS_ROW = 6, 7, 8  # rows of a report sheet that carry each column's period

_TOKEN = re.compile(r"\{([^{}]+)\}")
_DATA = re.compile(
    r"(?P<all>all )?(?P<table>\w+)\.(?P<column>\w+)(?:\?(?P<where>\w+))?(?:@(?P<window>\w+))?(?P<bounds>[<>=\d]*)"
)
_BOUND = re.compile(r"[<>]=?\d+")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a formula stands: what a row's id, a parameter and the row's entry are called there."""

    lang: Lang
    column: str
    row_of: Callable[[str, str], str]  # id of a row, column -> address
    name_of: Callable[[str], str]  # parameter -> defined name
    entry: str = ""  # address of the name that `?` matches


def render(formula: str, place: Place) -> str:
    """Return the formula with every brace replaced, without the leading equals sign."""
    return _TOKEN.sub(lambda token: _token(token[1], place), formula)


def _token(token: str, place: Place) -> str:
    if token.startswith("="):
        first, _, last = token[1:].partition(":")
        address = place.row_of(first, place.column)
        return f"{address}:{place.row_of(last, place.column).rpartition('!')[2]}" if last else address
    if token == "months":
        return f"{place.column}${MONTHS_ROW}"
    found = _DATA.fullmatch(token)
    if found is None:
        return place.name_of(token)
    table, column = found["table"], column_reference(found["table"], found["column"], place.lang)
    if found["all"]:
        return column
    criteria = list(_window(column_reference(table, "date", place.lang), found["window"] or "", place.column))
    if found["where"]:
        criteria.append(f"{column_reference(table, found['where'], place.lang)},{place.entry}")
    if found["bounds"]:
        bounds = [f'{column},"{bound}"' for bound in _BOUND.findall(found["bounds"])]
        return f"COUNTIFS({','.join(bounds + criteria)})"
    return f"SUMIFS({column},{','.join(criteria)})"


def column_reference(table: str, column: str, lang: Lang) -> str:
    """Return the structured reference to a column of a data table."""
    declared = TABLES[table]
    label = next(c.label[lang] for c in declared.columns if c.name == column)
    return f"{declared.name[lang]}[{label}]"


def _window(date: str, window: str, column: str) -> tuple[str, str]:
    start, end = f"{column}${START_ROW}", f"{column}${END_ROW}"
    bounds = {
        "": (f'">="&{start}', f'"<="&{end}'),
        "first": (f'">="&{start}', f'"<="&EOMONTH({start},0)'),
        "last": (f'">"&EOMONTH({end},-1)', f'"<="&{end}'),
        "eve": (f'">="&EDATE({start},-1)', f'"<"&{start}'),
        "year": (f'">"&EOMONTH({end},-12)', f'"<="&{end}'),
        "year_before": (f'">="&EDATE({start},-12)', f'"<="&EOMONTH({end},-12)'),
        "two_years_back": (f'">"&EOMONTH({end},-36)', f'"<="&EOMONTH({end},-24)'),
        "before": (f'">="&EDATE({start},-{column}${MONTHS_ROW})', f'"<"&{start}'),
    }[window]
    return f"{date},{bounds[0]}", f"{date},{bounds[1]}"
