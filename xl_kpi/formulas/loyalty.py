"""Loyalty: do customers stay?"""

from typing import Annotated, Any

import numpy as np

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula, table_formula
from xl_kpi.formulas.rules import Rule, nonzero, part_of, same_shape
from xl_kpi.formulas.units import Cells, Count, Currency, Fraction, Kind, NumberColumn, Table, Unit
from xl_kpi.language import Text

_more_new_than_end = Rule(
    ExcelError.NUM,
    ("new_customers", "customers_end"),
    lambda new, end: new > end,
    Text(
        "new_customers ({value}) dépasse customers_end ({other})",
        "new_customers ({value}) is greater than customers_end ({other})",
    ),
    native=("{new_customers}>{customers_end}",),
)
_more_kept_than_start = Rule(
    ExcelError.NUM,
    ("customers_end", "new_customers", "customers_start"),
    lambda end, new, start: end - new > start,
    Text(
        "customers_end ({value}) moins new_customers dépasse customers_start ({other})",
        "customers_end ({value}) less new_customers is greater than customers_start ({other})",
    ),
    native=("{customers_end}-{new_customers}>{customers_start}",),
)


@formula(nonzero("customers_start"), _more_new_than_end, _more_kept_than_start)
def retention(customers_start: Count, customers_end: Count, new_customers: Count) -> Fraction:
    """Share of the customers at the start of a period who are still there at its end."""
    return (customers_end - new_customers) / customers_start


@formula(nonzero("customers_start"), part_of("lost", "customers_start"))
def churn(lost: Count, customers_start: Count) -> Fraction:
    """Share of the customers at the start of a period who left during it."""
    return lost / customers_start


Grain = Annotated[Any, Kind(Unit.TEXT, choices=("month", "week", "quarter", "year"))]
_EXCEL_EPOCH = np.datetime64("1899-12-30")
_no_purchase = Rule(
    ExcelError.NA,
    ("dates", "customer_ids"),
    lambda dates, ids: not _dated(ids, dates).any(),
    Text("aucune ligne n’a un identifiant et une date", "no row has an identifier and a date"),
    guards_empty=True,
)


@table_formula(same_shape("customer_ids", "dates"), _no_purchase)
def cohort(customer_ids: Cells, dates: NumberColumn, grain: Grain = "month") -> Table:
    """Retention matrix by cohort of first purchase.

    The first row numbers the periods since the first purchase. Each other row is a cohort: the first
    day of its period (a date), its number of customers, then the share of them active in each period.
    """
    dated = _dated(customer_ids, dates)
    names = np.array([str(cell).casefold() for cell in customer_ids[dated]])
    customers, who = np.unique(names, return_inverse=True)
    period = _period(dates[dated], int(grain))
    born = np.full(customers.size, period.max() + 1)
    np.minimum.at(born, who, period)
    starts, size = np.unique(born, return_counts=True)
    seen = np.unique(np.column_stack([who, period]), axis=0)
    cohort_of = np.searchsorted(starts, born[seen[:, 0]])
    age = seen[:, 1] - born[seen[:, 0]]
    active = np.zeros((starts.size, int(age.max()) + 1))
    np.add.at(active, (cohort_of, age), 1)
    last = period.max()
    header: list[Any] = ["", "", *range(active.shape[1])]
    return [header] + [
        [_first_day(start, int(grain)), n, *(row[k] / n if start + k <= last else "" for k in range(row.size))]
        for start, n, row in zip(starts.tolist(), size.tolist(), active, strict=True)
    ]


def _dated(ids: Any, dates: Any) -> Any:
    named = np.array([cell is not None and cell != "" for cell in ids.flat]).reshape(np.shape(ids))
    return named & ~np.isnan(dates)


def _period(serials: Any, grain: int) -> Any:
    days = _EXCEL_EPOCH + np.floor(serials).astype("timedelta64[D]")
    if grain == 1:
        return (np.floor(serials).astype(int) - 2) // 7  # serial 2 is a Monday
    months = days.astype("datetime64[M]").astype(int)
    return months // {0: 1, 2: 3, 3: 12}[grain]


def _first_day(period: int, grain: int) -> float:
    if grain == 1:
        return period * 7 + 2.0
    month = np.datetime64(period * {0: 1, 2: 3, 3: 12}[grain], "M")
    return float((month.astype("datetime64[D]") - _EXCEL_EPOCH).astype(int))


@formula(nonzero("customers"), part_of("repeat_customers", "customers"))
def repeat_rate(repeat_customers: Count, customers: Count) -> Fraction:
    """Share of customers who bought more than once."""
    return repeat_customers / customers


def _kept(churned: Any, contraction: Any, revenue_start: Any) -> Any:
    return (revenue_start - contraction - churned) / revenue_start


# Amounts that cancel on paper (0.3 - 0.1 - 0.2) leave a remainder of 1e-17: that is 0, not a loss too great.
_more_lost_than_start = Rule(
    ExcelError.NUM,
    ("churned", "contraction", "revenue_start"),
    lambda *amounts: _kept(*amounts) < -1e-12,
    Text(
        "churned ({value}) plus contraction dépasse revenue_start ({other})",
        "churned ({value}) plus contraction is greater than revenue_start ({other})",
    ),
    native=("({revenue_start}-{contraction}-{churned})/{revenue_start}<-1E-12",),
)


@formula(nonzero("revenue_start"), _more_lost_than_start)
def grr(revenue_start: Currency, contraction: Currency, churned: Currency) -> Fraction:
    """Gross revenue retention: share of recurring revenue kept, without what customers added."""
    kept = _kept(churned, contraction, revenue_start)
    return kept * (kept > 0)


@formula(nonzero("revenue_start"))
def nrr(revenue_start: Currency, expansion: Currency, contraction: Currency, churned: Currency) -> Fraction:
    """Net revenue retention: recurring revenue of the same customers at the end, per unit at the start."""
    return (revenue_start + expansion - contraction - churned) / revenue_start
