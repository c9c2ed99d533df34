"""Awareness: is the brand seen, and where do visits come from?"""

from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import at_most, nonzero
from xl_kpi.formulas.units import Count, Fraction


@formula(nonzero("total_visits"), at_most("source_visits", "total_visits"))
def traffic_share(source_visits: Count, total_visits: Count) -> Fraction:
    """Share of all visits that came from one source (organic, paid, social, referral, direct, e-mail)."""
    return source_visits / total_visits
