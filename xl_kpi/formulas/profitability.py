"""Profitability: does marketing earn more than it costs?"""

from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import between, nonzero
from xl_kpi.formulas.units import Currency, Fraction, Number, Ratio


@formula(nonzero("cost"))
def roi(gain: Currency, cost: Currency) -> Fraction:
    """Return on investment on revenue: what came back beyond the cost, per unit of cost."""
    return (gain - cost) / cost


@formula(nonzero("cost"), between("gross_margin", -1, 1))
def romi(incremental_revenue: Currency, gross_margin: Fraction, cost: Currency) -> Fraction:
    """Return on marketing investment on contribution margin.

    Definition: Farris, Bendle, Pfeifer and Reibstein, Marketing Metrics.
    """
    return (incremental_revenue * gross_margin - cost) / cost


@formula(nonzero("ad_spend"))
def roas(revenue: Currency, ad_spend: Currency) -> Ratio:
    """Return on ad spend, a ratio: 10 means 10 earned for 1 spent."""
    return revenue / ad_spend


@formula(nonzero("total_marketing_cost"))
def mer(total_revenue: Currency, total_marketing_cost: Currency) -> Ratio:
    """Marketing efficiency ratio, also called blended ROAS: all revenue per unit of marketing cost."""
    return total_revenue / total_marketing_cost


@formula(between("gross_margin", 0, 1))
def ltv(order_value: Currency, orders_per_year: Number, years: Number, gross_margin: Fraction = 1) -> Currency:
    """Customer lifetime value, simple; without a margin it is revenue, not profit."""
    return order_value * orders_per_year * years * gross_margin


@formula(nonzero("cac"))
def ltv_cac(ltv: Currency, cac: Currency) -> Ratio:
    """Lifetime value per unit of acquisition cost; below 1 a customer costs more than it brings."""
    return ltv / cac
