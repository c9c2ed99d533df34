"""Sales: how much do customers buy, how often and how fast?"""

from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import between, nonzero
from xl_kpi.formulas.units import Count, Currency, CurrencyPerDay, Days, Fraction, Ratio


@formula(nonzero("total_revenue"))
def revenue_share(attributed_revenue: Currency, total_revenue: Currency) -> Fraction:
    """Share of revenue that marketing campaigns generated."""
    return attributed_revenue / total_revenue


@formula(nonzero("orders"))
def aov(revenue: Currency, orders: Count) -> Currency:
    """Average order value."""
    return revenue / orders


@formula(nonzero("customers"))
def arpu(revenue: Currency, customers: Count) -> Currency:
    """Average revenue per customer (per user, for a service)."""
    return revenue / customers


@formula(nonzero("customers"))
def purchase_frequency(orders: Count, customers: Count) -> Ratio:
    """Orders per customer who ordered."""
    return orders / customers


@formula(nonzero("cycle_days"), between("win_rate", 0, 1))
def sales_velocity(
    opportunities: Count,
    win_rate: Fraction,
    deal_value: Currency,
    cycle_days: Days,
) -> CurrencyPerDay:
    """Revenue that the pipeline brings per day: opportunities won, at their value, over the sales cycle."""
    return opportunities * win_rate * deal_value / cycle_days
