"""Awareness: is the brand seen, and where do visits come from?"""

from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import at_most, nonzero
from xl_kpi.formulas.units import Count, Fraction, Ratio


@formula(nonzero("total_visits"), at_most("source_visits", "total_visits"))
def traffic_share(source_visits: Count, total_visits: Count) -> Fraction:
    """Share of all visits that came from one source (organic, paid, social, referral, direct, e-mail)."""
    return source_visits / total_visits


@formula(nonzero("followers"))
def reach_rate(reach: Count, followers: Count) -> Fraction:
    """People reached per follower; may exceed 1 when a post is shared or promoted."""
    return reach / followers


@formula(nonzero("reach"), at_most("reach", "impressions"))
def frequency(impressions: Count, reach: Count) -> Ratio:
    """How often a person reached saw the ad on average."""
    return impressions / reach


@formula(nonzero("respondents"), at_most("aware", "respondents"))
def brand_awareness(aware: Count, respondents: Count) -> Fraction:
    """Share of the respondents of a survey who know the brand."""
    return aware / respondents


@formula(nonzero("total_mentions"), at_most("brand_mentions", "total_mentions"))
def sov(brand_mentions: Count, total_mentions: Count) -> Fraction:
    """Share of voice: the brand's part of all mentions, its own and its competitors'."""
    return brand_mentions / total_mentions
