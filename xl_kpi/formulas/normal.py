"""The standard normal distribution, for floats and for arrays."""

import math
from typing import Any

import numpy as np


def two_sided_p(z: Any) -> Any:
    """Return the probability that a standard normal value lies as far from 0 as `z` or farther."""
    return _each(lambda x: math.erfc(abs(x) / math.sqrt(2)), z)


def upper_quantile(probability: Any) -> Any:
    """Return the value that a standard normal value exceeds with this probability (0 < p < 1)."""
    from statistics import NormalDist  # not needed by most: a cell user waits for the import

    quantile = NormalDist().inv_cdf
    return _each(lambda p: -quantile(p) if 0 < p < 1 else math.nan, probability)


def _each(function: Any, values: Any) -> Any:
    return function(values) if isinstance(values, float) else np.vectorize(function, otypes=[np.float64])(values)
