"""The formulas of a template: from a short declaration to what a cell holds.

In braces, for the period of the cell's column:

    {ads.clicks}                     sum of a measure of a data table
    {web.visits?channel}             the same, where the dimension is the row's entry
    {leads.amount?stage:3}           the same, where it is the fourth entry of the listing of that dimension
    {deals.deal_amount?won_deals=1}  the same, of rows with that number in a column
    {count leads?stage:3}            number of rows
    {max influence.reach?creator}    the largest: what must not be added
    {survey.score>=7<=8}             number of rows within the bounds; a bound may be a parameter
    {business.customers_start@first} in the first month of the period; @last: in the last; @before: in
                                     the period before; @end: on the last day with a row; @opening: on the
                                     last such day before the period; @eve: in the month before; @year: in the
                                     twelve months to the end; @year_before: in the period a year before;
                                     @two_years_back: in the twelve months that ended two years before
    {all survey.score}               the table's whole column
    {=cac}  {=cost_media:cost_tools} another row, or a run of rows, in the same column
    {#spend}                         another column of the same row, in a grid
    {gross_margin}                   a parameter, by its defined name
    {start} {end} {months}           first day, last day and months of the period
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Lang

# Rows of a report sheet that carry each column's period; the last: where the period before it starts.
START_ROW, END_ROW, MONTHS_ROW, BEFORE_ROW = 6, 7, 8, 9

_TOKEN = re.compile(r"\{([^{}]+)\}")
_DATA = re.compile(
    r"(?:(?P<all>all )|(?P<count>count )|(?P<max>max ))?(?P<table>[a-z]+)(?:\.(?P<column>\w+))?"
    r"(?P<where>(?:\?\w+(?:[:=]\d+)?)*)(?:@(?P<window>\w+))?(?P<bounds>(?:(?:[<>]=?|=)\w+)*)"
)
_WHERE = re.compile(r"\?(\w+)(?:([:=])(\d+))?")
_BOUND = re.compile(r"([<>]=?|=)(\w+)")
_PERIOD = {"start": START_ROW, "end": END_ROW, "months": MONTHS_ROW}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a formula stands: what a row's id, a parameter and the row's entry are called there."""

    lang: Lang
    column: str
    row_of: Callable[[str, str], str]  # id of a row, column -> address
    name_of: Callable[[str], str]  # parameter -> defined name
    entry_of: Callable[[str, int], str]  # dimension, index -> address of the entry of its listing
    entry: str = ""  # address of the name that `?` matches; without one, `?` matches all
    filters: tuple[tuple[str, str], ...] = ()  # (dimension, defined name of its criterion)
    cell_of: Callable[[str], str] = str  # column of a grid -> address in the same row


def render(formula: str, place: Place) -> str:
    """Return the formula with every brace replaced, without the leading equals sign."""
    return _TOKEN.sub(lambda token: _token(token[1], place), formula)


def tables_in(formula: str) -> set[str]:
    """Return the data tables that a formula reads."""
    found = (_DATA.fullmatch(token) for token in _TOKEN.findall(formula))
    return {match["table"] for match in found if match and (match["column"] or match["count"])}


def sums_in(formula: str) -> list[tuple[str, str]]:
    """Return the (table, column) pairs that a formula adds up."""
    found = filter(None, map(_DATA.fullmatch, _TOKEN.findall(formula)))
    sums = [m for m in found if m["column"] and not (m["all"] or m["count"] or m["max"] or m["bounds"])]
    return list(dict.fromkeys((m["table"], m["column"]) for m in sums))


def rows_in(formula: str) -> list[list[str]]:
    """Return the rows that a formula refers to: one row, or the first and the last of a run."""
    return [token[1:].split(":") for token in _TOKEN.findall(formula) if token.startswith("=")]


def parameters_in(formula: str) -> set[str]:
    """Return every word that may be a parameter."""
    return set(re.findall(r"[a-z_]+", " ".join(_TOKEN.findall(formula))))


def _token(token: str, place: Place) -> str:
    if token.startswith("="):
        first, _, last = token[1:].partition(":")
        address = place.row_of(first, place.column)
        return f"{address}:{place.row_of(last, place.column).rpartition('!')[2]}" if last else address
    if token.startswith("#"):
        return place.cell_of(token[1:])
    if token in _PERIOD:
        return f"{place.column}${_PERIOD[token]}"
    found = _DATA.fullmatch(token)
    if found is None or not (found["column"] or found["count"]):
        return place.name_of(token)
    if found["all"]:
        return column_reference(found["table"], found["column"], place.lang)
    return _aggregate(found, place)


def _aggregate(found: re.Match[str], place: Place) -> str:
    """Return the SUMIFS or COUNTIFS of a token over its window, entries and filters."""
    table = found["table"]
    conditions = list(_conditions(table, found["where"], place))
    window = _window(column_reference(table, "date", place.lang), found["window"] or "", place.column, conditions)
    criteria = [*window, *conditions]
    column = column_reference(table, found["column"], place.lang) if found["column"] else ""
    for sign, bound in _BOUND.findall(found["bounds"]):
        value = f'"{sign}{bound}"' if bound.isdigit() else f'"{sign}"&{place.name_of(bound)}'
        criteria.insert(0, f"{column},{value}")
    if found["count"] or found["bounds"]:
        return f"COUNTIFS({','.join(criteria)})"
    return f"{'MAXIFS' if found['max'] else 'SUMIFS'}({column},{','.join(criteria)})"


def _conditions(table: str, where: str, place: Place) -> Iterator[str]:
    for dimension, sign, number in _WHERE.findall(where):
        entry = place.entry_of(dimension, int(number)) if sign == ":" else number or place.entry
        if entry:
            yield f"{column_reference(table, dimension, place.lang)},{entry}"
    names = {dimension.name for dimension in TABLES[table].dimensions}
    for dimension, criterion in place.filters:
        if dimension in names:
            yield f"{column_reference(table, dimension, place.lang)},{criterion}"


def column_reference(table: str, column: str, lang: Lang) -> str:
    """Return the structured reference to a column of a data table."""
    declared = TABLES[table]
    label = next(c.label[lang] for c in declared.columns if c.name == column)
    return f"{declared.name[lang]}[{label}]"


def _window(date: str, window: str, column: str, conditions: list[str]) -> list[str]:
    start, end, before = (f"{column}${row}" for row in (START_ROW, END_ROW, BEFORE_ROW))
    if window in {"end", "opening"}:  # a stock: on its last day
        until = f'"<="&{end}' if window == "end" else f'"<"&{start}'
        return [f"{date},MAXIFS({','.join([date, date, until, *conditions])})"]
    bounds = {
        "": (f'">="&{start}', f'"<="&{end}'),
        "first": (f'">="&{start}', f'"<="&EOMONTH({start},0)'),
        "last": (f'">"&EOMONTH({end},-1)', f'"<="&{end}'),
        "eve": (f'">="&EDATE({start},-1)', f'"<"&{start}'),
        "year": (f'">"&EOMONTH({end},-12)', f'"<="&{end}'),
        "year_before": (f'">="&EDATE({start},-12)', f'"<="&EOMONTH({end},-12)'),
        "two_years_back": (f'">"&EOMONTH({end},-36)', f'"<="&EOMONTH({end},-24)'),
        "before": (f'">="&{before}', f'"<"&{start}'),
    }[window]
    return [f"{date},{bound}" for bound in bounds]
