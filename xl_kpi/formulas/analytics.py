"""Analytics: is a difference more than chance?"""

import numpy as np

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula, table_formula
from xl_kpi.formulas.normal import two_sided_p, upper_quantile
from xl_kpi.formulas.rules import Rule, at_most, between, inside, nonzero, unequal
from xl_kpi.formulas.units import Count, Fraction, Probability, Table
from xl_kpi.language import Text

_no_variation = Rule(
    ExcelError.DIV0,
    ("successes_a", "successes_b", "trials_a", "trials_b"),
    lambda sa, sb, na, nb: (sa + sb == 0) | (sa + sb == na + nb),
    Text("aucune variation : tous les essais ont la même issue", "no variation: all trials ended alike"),
    native=("{successes_a}+{successes_b}=0", "{successes_a}+{successes_b}={trials_a}+{trials_b}"),
)


@table_formula(nonzero("trials"), at_most("successes", "trials"), inside("confidence", 0, 1))
def rate_ci(successes: Count, trials: Count, confidence: Fraction = 0.95) -> Table:
    """Confidence interval of a rate by Wilson's score: low and high in one row.

    Definition: Wilson (1927), Probable inference, the law of succession, and statistical inference.
    """
    z = upper_quantile((1 - confidence) / 2)
    scale = 1 + z * z / trials
    rate = successes / trials
    centre = (rate + z * z / (2 * trials)) / scale
    half = z * np.sqrt(rate * (1 - rate) / trials + (z / (2 * trials)) ** 2) / scale
    return [[max(centre - half, 0.0), min(centre + half, 1.0)]]


@formula(
    nonzero("trials_a"),
    nonzero("trials_b"),
    at_most("successes_a", "trials_a"),
    at_most("successes_b", "trials_b"),
    _no_variation,
)
def ab_test(successes_a: Count, trials_a: Count, successes_b: Count, trials_b: Count) -> Probability:
    """Probability of a difference this large or larger if both rates were the same (pooled two-sided z).

    Equals R's prop.test(correct = FALSE).
    """
    pooled = (successes_a + successes_b) / (trials_a + trials_b)
    error = (pooled * (1 - pooled) * (1 / trials_a + 1 / trials_b)) ** 0.5
    return two_sided_p((successes_a / trials_a - successes_b / trials_b) / error)


@formula(
    unequal("rate_a", "rate_b"),
    between("rate_a", 0, 1),
    between("rate_b", 0, 1),
    inside("power", 0, 1),
    inside("alpha", 0, 1),
)
def ab_sample_size(rate_a: Fraction, rate_b: Fraction, power: Fraction = 0.8, alpha: Fraction = 0.05) -> Count:
    """Visitors needed per variant to tell two rates apart, not rounded (normal, unpooled alternative).

    Equals R's power.prop.test, two-sided.
    """
    mean = (rate_a + rate_b) / 2
    spread = (rate_a * (1 - rate_a) + rate_b * (1 - rate_b)) ** 0.5
    needed = upper_quantile(alpha / 2) * (2 * mean * (1 - mean)) ** 0.5 + upper_quantile(1 - power) * spread
    return (needed / (rate_a - rate_b)) ** 2
