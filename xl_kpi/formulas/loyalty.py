"""Loyalty: do customers stay?"""

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import Rule, at_most, nonzero
from xl_kpi.formulas.units import Count, Fraction
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
