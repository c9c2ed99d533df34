"""Awareness: is the brand seen, and where do visits come from?"""

import numpy as np

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import Rule, at_most, nonzero, part_of, same_shape
from xl_kpi.formulas.units import Cells, Count, CountColumn, Fraction, NumberColumn, Position, Ratio
from xl_kpi.language import Text


@formula(nonzero("total_visits"), part_of("source_visits", "total_visits"))
def traffic_share(source_visits: Count, total_visits: Count) -> Fraction:
    """Share of all visits that came from one source (organic, paid, social, referral, direct, e-mail)."""
    return source_visits / total_visits


_no_id = Rule(
    ExcelError.NA,
    ("ids",),
    lambda ids: all(cell is None or cell == "" for cell in ids.flat),
    Text("ids ne contient aucun identifiant", "ids holds no identifier"),
    guards_empty=True,
    native=('SUMPRODUCT(--({ids}<>""))=0',),
)
_no_weight = Rule(
    ExcelError.DIV0,
    ("impressions", "positions"),
    lambda weights, positions: np.nansum(np.where(np.isnan(positions), 0, weights)) == 0,
    Text("les impressions valent 0 en tout", "impressions add up to 0"),
    native=("SUMPRODUCT(--ISNUMBER({positions}),{impressions})=0",),
)
_no_position = Rule(
    ExcelError.NA,
    ("positions",),
    lambda positions: bool(np.isnan(positions).all()),
    Text("positions ne contient aucun nombre", "positions holds no number"),
    guards_empty=True,
    native=("COUNT({positions})=0",),
)


@formula(_no_id)
def unique(ids: Cells) -> Count:
    """Number of distinct visitors in a range of identifiers, blanks left out.

    Identifiers are compared as Excel compares them: upper and lower case are the same.
    """
    return len({_identity(cell) for cell in ids.flat if cell is not None and cell != ""})


@formula(_no_position, same_shape("impressions", "positions"), _no_weight)
def avg_position(positions: NumberColumn, impressions: CountColumn = None) -> Position:
    """Average search position, weighted by impressions where they are given.

    Definition: Google Search Console Help, average position (of the impressions).
    """
    if impressions is None:
        return np.nanmean(positions)
    both = ~(np.isnan(positions) | np.isnan(impressions))
    return np.sum(positions[both] * impressions[both]) / np.sum(impressions[both])


def _identity(cell: object) -> str:
    return f"{cell:.15g}" if isinstance(cell, float) else str(cell).casefold()


@formula(nonzero("followers"))
def reach_rate(reach: Count, followers: Count) -> Fraction:
    """People reached per follower; may exceed 1 when a post is shared or promoted."""
    return reach / followers


@formula(nonzero("reach"), at_most("reach", "impressions"))
def frequency(impressions: Count, reach: Count) -> Ratio:
    """How often a person reached saw the ad on average."""
    return impressions / reach


@formula(nonzero("respondents"), part_of("aware", "respondents"))
def brand_awareness(aware: Count, respondents: Count) -> Fraction:
    """Share of the respondents of a survey who know the brand."""
    return aware / respondents


@formula(nonzero("total_mentions"), at_most("brand_mentions", "total_mentions"))
def sov(brand_mentions: Count, total_mentions: Count) -> Fraction:
    """Share of voice: the brand's part of all mentions, its own and its competitors'."""
    return brand_mentions / total_mentions
