"""Engagement: do people open, click, stay and react?"""

from typing import Annotated, Any

import numpy as np

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import Rule, at_most, nonzero, part_of
from xl_kpi.formulas.units import Count, CountRange, Currency, Fraction, Kind, Number, Ratio, Seconds, Unit
from xl_kpi.language import Text

BounceDefinition = Annotated[Any, Kind(Unit.TEXT, choices=("UA", "GA4"))]

_all_views_are_exits = Rule(
    ExcelError.DIV0,
    ("views", "exits"),
    lambda views, exits: views == exits,
    Text("views moins exits vaut 0", "views less exits is 0"),
    native=("{views}={exits}",),
)


@formula(nonzero("audience"))
def engagement_rate(interactions: Count, audience: Count) -> Fraction:
    """Social interactions per person of the audience: reach (usual), impressions, followers or views."""
    return interactions / audience


@formula(nonzero("delivered"), part_of("unique_opens", "delivered"))
def open_rate(unique_opens: Count, delivered: Count) -> Fraction:
    """Share of delivered e-mails that were opened at least once."""
    return unique_opens / delivered


@formula(nonzero("delivered"), part_of("unique_clicks", "delivered"))
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


@formula(nonzero("followers_start"))
def follower_growth(followers_start: Count, followers_end: Count) -> Fraction:
    """Growth of the number of followers over a period; negative when more leave than come."""
    return (followers_end - followers_start) / followers_start


@formula(nonzero("baseline"))
def lift(observed: Number, baseline: Number) -> Ratio:
    """How many times the usual level was observed: 1 is as usual."""
    return observed / baseline


@formula(nonzero("sent"), part_of("delivered", "sent"))
def delivery_rate(delivered: Count, sent: Count) -> Fraction:
    """Share of the e-mails sent that were delivered."""
    return delivered / sent


@formula(nonzero("unique_opens"))
def ctor(unique_clicks: Count, unique_opens: Count) -> Fraction:
    """Click-to-open rate: recipients who clicked per recipient who opened."""
    return unique_clicks / unique_opens


@formula(nonzero("delivered"), part_of("unsubscribes", "delivered"))
def unsubscribe_rate(unsubscribes: Count, delivered: Count) -> Fraction:
    """Share of delivered e-mails after which the recipient unsubscribed."""
    return unsubscribes / delivered


@formula(nonzero("sent"), part_of("bounces", "sent"))
def email_bounce_rate(bounces: Count, sent: Count) -> Fraction:
    """Share of the e-mails sent that came back undelivered, hard and soft bounces together."""
    return bounces / sent


@formula(nonzero("sessions"))
def time_on_site(total_seconds: Seconds, sessions: Count) -> Seconds:
    """Average time of a session on the site."""
    return total_seconds / sessions


@formula(_all_views_are_exits, at_most("exits", "views"))
def time_on_page(total_seconds: Seconds, views: Count, exits: Count = 0) -> Seconds:
    """Average time of a page view, leaving out the views that ended the session: they are not timed."""
    return total_seconds / (views - exits)


@formula(nonzero("sessions"))
def pages_per_session(page_views: Count, sessions: Count) -> Ratio:
    """Page views per session."""
    return page_views / sessions


@formula(nonzero("sessions"), part_of("engaged_sessions", "sessions"))
def session_engagement(engaged_sessions: Count, sessions: Count) -> Fraction:
    """Engagement rate of Google Analytics 4: share of sessions that were engaged."""
    return engaged_sessions / sessions


@formula(nonzero("cta_views"))
def cta_ctr(cta_clicks: Count, cta_views: Count) -> Fraction:
    """Clicks on a call to action per time it was seen; may exceed 1."""
    return cta_clicks / cta_views


@formula(nonzero("registrants"))
def attendance(attendees: Count, registrants: Count) -> Fraction:
    """Attendees of an event per registrant; may exceed 1 with walk-ins."""
    return attendees / registrants


@formula(nonzero("interactions"))
def cpe(cost: Currency, interactions: Count) -> Currency:
    """Cost per engagement: what one interaction costs."""
    return cost / interactions
