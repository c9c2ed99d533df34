"""Engagement: do people open, click, stay and react?"""

from typing import Annotated, Any

import numpy as np

from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import at_most, nonzero
from xl_kpi.formulas.units import Count, CountRange, Fraction, Kind, Unit

BounceDefinition = Annotated[Any, Kind(Unit.TEXT, choices=("UA", "GA4"))]


@formula(nonzero("audience"))
def engagement_rate(interactions: Count, audience: Count) -> Fraction:
    """Social interactions per person of the audience: reach (usual), impressions, followers or views."""
    return interactions / audience


@formula(nonzero("delivered"), at_most("unique_opens", "delivered"))
def open_rate(unique_opens: Count, delivered: Count) -> Fraction:
    """Share of delivered e-mails that were opened at least once."""
    return unique_opens / delivered


@formula(nonzero("delivered"), at_most("unique_clicks", "delivered"))
def click_rate(unique_clicks: Count, delivered: Count) -> Fraction:
    """Share of delivered e-mails that were clicked at least once."""
    return unique_clicks / delivered


@formula(nonzero("sessions"), at_most("sessions_counted", "sessions"))
def bounce_rate(sessions_counted: Count, sessions: Count, definition: BounceDefinition) -> Fraction:
    """Share of sessions that bounced, by one of two definitions that cannot be compared.

    "UA" (Universal Analytics): `sessions_counted` are single-page sessions, the rate is their share.
    "GA4" (Google Analytics 4): `sessions_counted` are engaged sessions, the rate is 1 minus their share.
    """
    counted_from = sessions * definition  # definition is 0 for UA, 1 for GA4
    return abs(counted_from - sessions_counted) / sessions


@formula(nonzero("impressions"))
def ctr(clicks: Count, impressions: Count) -> Fraction:
    """Click-through rate: clicks per impression; may exceed 1."""
    return clicks / impressions


@formula()
def interactions(*counts: CountRange) -> Count:
    """Social interactions: all the likes, comments, shares, messages, tags and mentions given."""
    return sum(np.sum(c) for c in counts)
