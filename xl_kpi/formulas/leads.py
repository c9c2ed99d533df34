"""Leads: what does attention cost, and how much of it becomes customers?"""

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula, table_formula
from xl_kpi.formulas.rules import at_most, nonzero, part_of
from xl_kpi.formulas.units import Count, CountRange, Currency, CurrencyRange, Fraction, Table


@formula(nonzero("leads"))
def cpl(cost: Currency, leads: Count) -> Currency:
    """Cost per lead."""
    return cost / leads


@formula(nonzero("clicks"))
def cpc(cost: Currency, clicks: Count) -> Currency:
    """Cost per click."""
    return cost / clicks


@formula(nonzero("impressions"))
def cpm(cost: Currency, impressions: Count) -> Currency:
    """Cost per thousand impressions (mille)."""
    return 1000 * cost / impressions


@formula(nonzero("base"))
def cvr(conversions: Count, base: Count) -> Fraction:
    """Conversion rate: conversions per visit, user or interaction, whichever base is given.

    May exceed 1: Google Ads counts several conversions per interaction (Google Ads Help 2684489).
    """
    return conversions / base


@formula(nonzero("leads"), part_of("customers", "leads"))
def lead_conversion(customers: Count, leads: Count) -> Fraction:
    """Share of leads that became customers."""
    return customers / leads


@formula(nonzero("mql"))
def mql_to_sql(sql: Count, mql: Count) -> Fraction:
    """Sales-qualified leads per marketing-qualified lead; may exceed 1 by calendar period."""
    return sql / mql


@formula(nonzero("new_customers"))
def cac(costs: CurrencyRange, new_customers: Count) -> Currency:
    """Customer acquisition cost: all cost lines (media, salaries, tools, agencies) per new customer."""
    return costs.sum() / new_customers


@table_formula()
def funnel(stage_counts: CountRange) -> Table:
    """Conversion funnel, a row a stage: its count, its rate of the stage before, its rate of the first stage.

    A rate after an empty stage is `#DIV/0!` in its own cell.
    """
    first = stage_counts[0]
    before = [first, *stage_counts[:-1]]
    return [
        [count, 1.0 if i == 0 else _share(count, before[i]), 1.0 if i == 0 else _share(count, first)]
        for i, count in enumerate(stage_counts)
    ]


def _share(part: float, whole: float) -> float | ExcelError:
    return part / whole if whole else ExcelError.DIV0


@formula(nonzero("form_views"))
def form_rate(submissions: Count, form_views: Count) -> Fraction:
    """Forms submitted per time a form was seen; may exceed 1."""
    return submissions / form_views


@formula(nonzero("views"))
def download_rate(downloads: Count, views: Count) -> Fraction:
    """Downloads of premium content per view of its page; may exceed 1."""
    return downloads / views


@formula(nonzero("actions"))
def cpa(cost: Currency, actions: Count) -> Currency:
    """Cost per action: a purchase, a sign-up, a download."""
    return cost / actions


@formula(nonzero("page_visits"))
def landing_rate(leads: Count, page_visits: Count) -> Fraction:
    """Leads per visit of a landing page; may exceed 1."""
    return leads / page_visits


@formula(nonzero("leads"), part_of("mql", "leads"))
def mql_rate(mql: Count, leads: Count) -> Fraction:
    """Share of leads that marketing qualified."""
    return mql / leads


@formula(nonzero("sql"))
def sql_to_customer(customers: Count, sql: Count) -> Fraction:
    """New customers per sales-qualified lead; may exceed 1 by calendar period."""
    return customers / sql


@formula(nonzero("leads"))
def appointment_rate(appointments: Count, leads: Count) -> Fraction:
    """Appointments per lead; may exceed 1."""
    return appointments / leads


@formula(nonzero("closed"), at_most("won", "closed"))
def win_rate(won: Count, closed: Count) -> Fraction:
    """Share of closed opportunities, won or lost, that were won."""
    return won / closed
