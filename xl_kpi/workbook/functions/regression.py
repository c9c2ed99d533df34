"""Regression with one or several explaining columns: LINEST, LOGEST, TREND, GROWTH.

Least squares as Microsoft's pages on the functions define them, the additional statistics included. Kept: columns that
explain each other, a perfect fit's statistics, and what only rounding decides.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xl_kpi.language import Text
from xl_kpi.workbook.engines.checks import NOISY
from xl_kpi.workbook.functions.native import Native
from xl_kpi.workbook.functions.pairs import STEADY, steady
from xl_kpi.workbook.functions.values import (
    NA,
    ArrayError,
    Doubtful,
    Rows,
    first_error,
    flag,
    flat,
    grid,
    is_number,
    turned,
)

if TYPE_CHECKING:
    import numpy as np

_HUGE = 1e100  # squares of larger numbers may be too large
_FEW = Text("trop peu de points pour une régression", "too few points for a regression")
_ALIKE = Text("des colonnes qui s’expliquent l’une l’autre", "columns that explain each other")
_TURNED = Text("des plages l’une en ligne, l’autre en colonne", "ranges of which one is a row and the other a column")


@dataclass(frozen=True, slots=True)
class _Data:
    """Known values and what explains them, a row for each; `across` when they stand in a row."""

    y: np.ndarray
    x: np.ndarray
    across: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A regression: y = x * factors + constant."""

    factors: np.ndarray
    constant: float
    values: np.ndarray  # of y, on the line
    spread: np.ndarray  # the diagonal of the inverse of x'x, for the standard errors
    center: np.ndarray  # the means of x; 0 without a constant


def _numbers(array: Any) -> Rows:
    rows = grid(array)
    values = flat(rows)
    first_error(values)
    if not all(map(is_number, values)):
        raise ArrayError("Value")
    return rows


def _data(ys: Any, xs: Any, *, logarithm: bool) -> _Data:
    import numpy as np

    known = _numbers(ys)
    values = flat(known)
    if logarithm and any(v <= 0 for v in values):
        raise ArrayError("Num")
    y = np.log(values) if logarithm else np.array(values)
    if xs is None:
        return _Data(y, np.arange(1.0, len(values) + 1)[:, None], len(known) == 1)
    rows = _numbers(xs)
    if len(known) == len(rows) and len(known[0]) == len(rows[0]):
        return _Data(y, np.array(flat(rows))[:, None], len(known) == 1)
    if len(known[0]) == 1 and len(rows) == len(known):
        return _Data(y, np.array(rows), across=False)
    if len(known) == 1 and len(rows[0]) == len(values):
        return _Data(y, np.array(turned(rows)), across=True)
    if len(flat(rows)) == len(values):
        raise Doubtful(_TURNED)
    raise ArrayError("Ref")


def _line(data: _Data, const: Any) -> _Line:
    """Return the regression; Doubtful where its factors are not certain."""
    import numpy as np

    constant = const is None or flag(const)
    count, width = data.x.shape
    if count < width + constant + (count > 1):
        raise Doubtful(_FEW)
    if max(np.abs(data.x).max(), np.abs(data.y).max()) > _HUGE:
        raise Doubtful(NOISY)
    center = data.x.mean(axis=0) if constant else np.zeros(width)
    mean = float(data.y.mean()) if constant else 0.0
    x = data.x - center
    lengths = np.sqrt((x**2).sum(axis=0))
    if not lengths.all() or (lengths < STEADY * math.sqrt(count) * np.abs(data.x).max(axis=0)).any():
        raise Doubtful(_ALIKE)
    q, r = np.linalg.qr(x / lengths)
    if np.linalg.cond(r) > 1 / STEADY:
        raise Doubtful(_ALIKE)
    factors = np.linalg.solve(r, q.T @ (data.y - mean)) / lengths
    spread = (np.linalg.inv(r) ** 2).sum(axis=1) / lengths**2
    return _Line(factors, mean - float(center @ factors), data.x @ factors + (mean - center @ factors), spread, center)


def _certain(data: _Data, line: _Line) -> None:
    """Raise Doubtful where rounding decides a factor or the constant."""
    import numpy as np

    size = float(np.abs(data.y).max())
    parts = np.abs(line.factors) * np.abs(data.x).max(axis=0)
    if ((parts > 0) & (parts < STEADY * size)).any():
        raise Doubtful(NOISY)
    if line.constant:
        steady(line.constant, size + float(parts.sum()))


def _estimate(ys: Any, xs: Any, const: Any, stats: Any, *, logarithm: bool) -> Rows:
    data = _data(ys, xs, logarithm=logarithm)
    line = _line(data, const)
    first = [*map(float, line.factors[::-1]), line.constant]
    if logarithm:
        first = list(map(math.exp, first))
    else:
        _certain(data, line)
    return [first, *_statistics(data, line, const)] if flag(stats) else [first]


def _statistics(data: _Data, line: _Line, const: Any) -> Rows:
    """Return the four further rows: standard errors, fit, F, sums of squares."""
    constant = const is None or flag(const)
    count, width = data.x.shape
    freedom = count - width - constant
    if freedom < 1:
        raise Doubtful(_FEW)
    total = float(((data.y - data.y.mean() * constant) ** 2).sum())
    residual = steady(float(((data.y - line.values) ** 2).sum()), total)
    explained = steady(total - residual, total)
    variance = residual / freedom
    errors = [math.sqrt(variance * s) for s in line.spread[::-1]]
    last: Any = math.sqrt(variance * _constant_spread(data, line)) if constant else NA
    empty = [NA] * (width - 1)
    return [
        [*errors, last],
        [explained / total, math.sqrt(variance), *empty],
        [explained / width / variance, float(freedom), *empty],
        [explained, residual, *empty],
    ]


def _constant_spread(data: _Data, line: _Line) -> float:
    """Return the constant's element of the diagonal of the inverse of x'x."""
    import numpy as np

    x = data.x - line.center
    return 1 / len(data.y) + float(line.center @ np.linalg.inv(x.T @ x) @ line.center)


def linest(ys: Any, xs: Any = None, const: Any = None, stats: Any = None) -> Rows:
    """LINEST: the factors of a regression, the last explaining column first, and its statistics."""
    return _estimate(ys, xs, const, stats, logarithm=False)


def logest(ys: Any, xs: Any = None, const: Any = None, stats: Any = None) -> Rows:
    """LOGEST: the factors of an exponential regression, and the statistics of its logarithms."""
    return _estimate(ys, xs, const, stats, logarithm=True)


def _along(ys: Any, xs: Any, new: Any, const: Any, *, logarithm: bool) -> Rows:
    import numpy as np

    data = _data(ys, xs, logarithm=logarithm)
    line = _line(data, const)
    if new is None:
        points, shape = data.x, (len(grid(ys)), len(grid(ys)[0]))
    else:
        points, shape = _points(data, _numbers(new))
    values = [float(v) for v in points @ line.factors + line.constant]
    if logarithm:
        values = list(map(math.exp, values))
    else:
        scale = float(np.abs(data.y).max()) + abs(line.constant)
        values = [steady(v, scale) for v in values]
    return [values[i : i + shape[1]] for i in range(0, len(values), shape[1])]


def _points(data: _Data, rows: Rows) -> tuple[np.ndarray, tuple[int, int]]:
    """Return the new points, a row for each, and the shape of what stands for them."""
    import numpy as np

    width = data.x.shape[1]
    if width == 1:
        if len(flat(rows)) > 1 and data.across != (len(rows) == 1):
            raise Doubtful(_TURNED)
        return np.array(flat(rows))[:, None], (len(rows), len(rows[0]))
    if data.across:
        rows = turned(rows)
    if len(rows[0]) != width:
        raise ArrayError("Ref")
    return np.array(rows), (1, len(rows)) if data.across else (len(rows), 1)


def trend(ys: Any, xs: Any = None, new: Any = None, const: Any = None) -> Rows:
    """TREND: a regression's values."""
    return _along(ys, xs, new, const, logarithm=False)


def growth(ys: Any, xs: Any = None, new: Any = None, const: Any = None) -> Rows:
    """GROWTH: an exponential regression's values."""
    return _along(ys, xs, new, const, logarithm=True)


TABLE: dict[str, Native] = {
    "LINEST": Native("DROITEREG", "aass", result="any", required=1, call=linest),
    "LOGEST": Native("LOGREG", "aass", result="any", required=1, call=logest),
    "TREND": Native("TENDANCE", "aaas", result="any", required=1, call=trend),
    "GROWTH": Native("CROISSANCE", "aaas", result="any", required=1, call=growth),
}
