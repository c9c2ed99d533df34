"""Executive: figures that a board compares over time."""

import numpy as np

from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import above, at_least, nonzero, part_of
from xl_kpi.formulas.satisfaction import nps
from xl_kpi.formulas.units import Count, Currency, Fraction, Number, NumberRange, Points, Ratio, TonnesPerCurrency


@formula(nonzero("previous"), at_least("previous", 0))
def growth(current: Number, previous: Number) -> Fraction:
    """Growth over the previous period; undefined from a negative figure, where its sign would mislead."""
    return (current - previous) / previous  # more exact than current / previous - 1 near 0


@formula(nonzero("years"), above("start", 0), at_least("end", 0))
def cagr(start: Number, end: Number, years: Number) -> Fraction:
    """Compound annual growth rate: the constant yearly growth that leads from start to end."""
    with np.errstate(all="ignore"):  # a figure that falls to 0 has no logarithm, and a growth of -1
        change = (end - start) / start
        logarithm = np.where(abs(change) < 0.5, np.log1p(change), np.log(end) - np.log(start))
        return np.expm1(logarithm / years)  # a small growth keeps all its digits


@formula(nonzero("revenue"))
def margin(revenue: Currency, cost: Currency) -> Fraction:
    """Profit margin: what is left of revenue after the cost, per unit of revenue."""
    return (revenue - cost) / revenue


@formula(nonzero("market_sales"), part_of("own_sales", "market_sales"))
def market_share(own_sales: Number, market_sales: Number) -> Fraction:
    """Share of a market's sales, in value or in units."""
    return own_sales / market_sales


@formula(nonzero("leader_share"))
def relative_share(own_share: Number, leader_share: Number) -> Ratio:
    """Market share relative to the leader's, or to the second's for the leader."""
    return own_share / leader_share


@formula(above("price_start", 0))
def tsr(price_start: Currency, price_end: Currency, dividends: Currency) -> Fraction:
    """Total shareholder return: change of the share price plus dividends, per unit of the first price."""
    return (price_end - price_start + dividends) / price_start


@formula(nonzero("average_headcount"))
def turnover(leavers: Count, average_headcount: Number) -> Fraction:
    """Employees who left per employee on average; may exceed 1."""
    return leavers / average_headcount


@formula(*nps.rules)
def enps(scores: NumberRange) -> Points:
    """Employee Net Promoter Score of 0..10 answers: share of 9-10 less share of 0-6, in points."""
    return nps.body(scores)


@formula(nonzero("respondents"), part_of("favourable", "respondents"))
def employee_engagement(favourable: Count, respondents: Count) -> Fraction:
    """Share of employees who answered favourably."""
    return favourable / respondents


@formula(nonzero("revenue"))
def innovation_rate(new_product_revenue: Currency, revenue: Currency) -> Fraction:
    """Share of revenue from new products."""
    return new_product_revenue / revenue


@formula(nonzero("revenue"))
def carbon_intensity(tonnes_co2e: Number, revenue: Currency) -> TonnesPerCurrency:
    """Greenhouse gas emissions per unit of revenue."""
    return tonnes_co2e / revenue
