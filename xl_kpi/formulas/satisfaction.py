"""Satisfaction: are customers content, and would they recommend us?"""

from typing import Any

import numpy as np

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula, table_formula
from xl_kpi.formulas.normal import two_sided_p, upper_quantile
from xl_kpi.formulas.rules import Rule, inside, nonzero_sum, some, whole_between
from xl_kpi.formulas.units import Count, Fraction, Number, NumberRange, Points, Probability, Table
from xl_kpi.language import Text


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


def _net_share(scores: Any) -> tuple[float, float]:
    """Return the share of promoters less that of detractors, and the variance of its mean."""
    promoters = np.count_nonzero(scores >= 9) / scores.size
    detractors = np.count_nonzero(scores <= 6) / scores.size
    net = promoters - detractors
    return net, (promoters + detractors - net * net) / scores.size


@table_formula(some("scores", ExcelError.DIV0), whole_between("scores", 0, 10), inside("confidence", 0, 1))
def nps_ci(scores: NumberRange, confidence: Fraction = 0.95) -> Table:
    """Confidence interval of the Net Promoter Score: low and high in one row, in points.

    Normal approximation with the variance of a three-valued answer: p + d - (p - d)^2.
    """
    net, variance = _net_share(scores)
    half = upper_quantile((1 - confidence) / 2) * np.sqrt(variance)
    return [[100 * (net - half), 100 * (net + half)]]


_all_alike = Rule(
    ExcelError.DIV0,
    ("scores_before", "scores_after"),
    lambda before, after: _net_share(before)[1] + _net_share(after)[1] == 0,
    Text("aucune variation dans les réponses", "the answers do not vary"),
)


@formula(
    some("scores_before", ExcelError.DIV0),
    some("scores_after", ExcelError.DIV0),
    whole_between("scores_before", 0, 10),
    whole_between("scores_after", 0, 10),
    _all_alike,
)
def nps_change(scores_before: NumberRange, scores_after: NumberRange) -> Probability:
    """Probability of a change this large or larger if both waves had the same NPS (two-sided z)."""
    before, variance_before = _net_share(scores_before)
    after, variance_after = _net_share(scores_after)
    return two_sided_p((after - before) / float(np.sqrt(variance_before + variance_after)))


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
