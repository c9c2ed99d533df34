"""Satisfaction: are customers content, and would they recommend us?"""

import numpy as np

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import nonzero_sum, some, whole_between
from xl_kpi.formulas.units import Count, Fraction, Number, NumberRange, Points


@formula(some("scores", ExcelError.DIV0), whole_between("scores", 0, 10))
def nps(scores: NumberRange) -> Points:
    """Net Promoter Score of 0..10 answers: share of 9-10 less share of 0-6, in points.

    Definition: Bain & Company, Reichheld (2003).
    """
    return 100 * (np.count_nonzero(scores >= 9) - np.count_nonzero(scores <= 6)) / scores.size


@formula(nonzero_sum("promoters", "passives", "detractors"))
def nps_counts(promoters: Count, passives: Count, detractors: Count) -> Points:
    """Net Promoter Score from the number of promoters, passives and detractors."""
    return 100 * (promoters - detractors) / (promoters + passives + detractors)


@formula(nonzero_sum("positive", "negative", "neutral"))
def sentiment(positive: Count, negative: Count, neutral: Count = 0) -> Points:
    """Net sentiment of comments: share of positive less share of negative, in points."""
    return 100 * (positive - negative) / (positive + negative + neutral)


@formula(nonzero_sum("positive", "negative"))
def positive_share(positive: Count, negative: Count) -> Fraction:
    """Share of positive comments among those that take sides."""
    return positive / (positive + negative)


@formula(some("scores", ExcelError.DIV0))
def csat(scores: NumberRange, satisfied_from: Number = 4) -> Fraction:
    """Customer satisfaction: share of answers at or above the score that counts as satisfied."""
    below = np.searchsorted(np.sort(scores), satisfied_from)  # of one threshold or of a block of them
    return (scores.size - below) / scores.size
