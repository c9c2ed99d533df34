"""Loyalty: do customers stay?"""

from typing import Any

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import Rule, at_most, nonzero
from xl_kpi.formulas.units import Count, Currency, Fraction
from xl_kpi.language import Text

_more_new_than_end = Rule(
    ExcelError.NUM,
    ("new_customers", "customers_end"),
    lambda new, end: new > end,
    Text(
        "new_customers ({value}) dépasse customers_end ({other})",
        "new_customers ({value}) is greater than customers_end ({other})",
    ),
)
_more_kept_than_start = Rule(
    ExcelError.NUM,
    ("customers_end", "new_customers", "customers_start"),
    lambda end, new, start: end - new > start,
    Text(
        "customers_end ({value}) moins new_customers dépasse customers_start ({other})",
        "customers_end ({value}) less new_customers is greater than customers_start ({other})",
    ),
)


@formula(nonzero("customers_start"), _more_new_than_end, _more_kept_than_start)
def retention(customers_start: Count, customers_end: Count, new_customers: Count) -> Fraction:
    """Share of the customers at the start of a period who are still there at its end."""
    return (customers_end - new_customers) / customers_start


@formula(nonzero("customers_start"), at_most("lost", "customers_start"))
def churn(lost: Count, customers_start: Count) -> Fraction:
    """Share of the customers at the start of a period who left during it."""
    return lost / customers_start


@formula(nonzero("customers"), at_most("repeat_customers", "customers"))
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
