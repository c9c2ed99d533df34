"""What the numbers of a KPI are: units, and the kinds of argument a formula may declare.

A formula states its arguments by annotation, for instance `clicks: Count`. The annotation carries
the unit and the natural bound, so that neither is written twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import Annotated, Any, Literal


class Unit(Enum):
    """The unit of an argument or of a result."""

    COUNT = "count"
    CURRENCY = "currency"
    FRACTION = "fraction"
    RATIO = "ratio"
    POINTS = "points -100..100"
    NUMBER = "number"
    TEXT = "text"
    SECONDS = "seconds"
    DAYS = "days"
    MONTHS = "months"
    POSITION = "position"
    PROBABILITY = "probability"
    CURRENCY_PER_DAY = "currency per day"
    TONNES_PER_CURRENCY = "tonnes per currency unit"
    BOOLEAN = "boolean"
    ANY = "any cell"
    TABLE = "table"


Shape = Literal["each", "range", "column", "cells", "text"]


@dataclass(frozen=True, slots=True)
class Kind:
    """What one argument may be.

    `shape` tells what the formula's body receives:
    "each": a float or an array, worked on element by element;
    "range": the numbers among the cells, gathered in one dimension;
    "column": the cells in their places, not a number where a cell holds none, so that ranges pair up;
    "cells": the cells as they are (float, text, boolean or None), in their places;
    "text": one text.

    `minimum` is a bound that the unit itself implies.
    `choices` are the words that a text argument accepts, in the order of their codes 0, 1, 2...
    """

    unit: Unit
    shape: Shape = "each"
    minimum: float | None = None
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Labels:
    """A text result: the formula returns the position of its label."""

    labels: tuple[str, ...]
    unit: Unit = Unit.TEXT


# A formula body is written once for a float and for a float64 array, hence Any.
Count = Annotated[Any, Kind(Unit.COUNT, minimum=0)]
Currency = Annotated[Any, Kind(Unit.CURRENCY)]
Fraction = Annotated[Any, Kind(Unit.FRACTION)]
Ratio = Annotated[Any, Kind(Unit.RATIO)]
Points = Annotated[Any, Kind(Unit.POINTS)]
Number = Annotated[Any, Kind(Unit.NUMBER)]
Seconds = Annotated[Any, Kind(Unit.SECONDS, minimum=0)]
Days = Annotated[Any, Kind(Unit.DAYS, minimum=0)]
Months = Annotated[Any, Kind(Unit.MONTHS)]
Position = Annotated[Any, Kind(Unit.POSITION)]
Probability = Annotated[Any, Kind(Unit.PROBABILITY)]
CurrencyPerDay = Annotated[Any, Kind(Unit.CURRENCY_PER_DAY)]
TonnesPerCurrency = Annotated[Any, Kind(Unit.TONNES_PER_CURRENCY)]
Boolean = Annotated[Any, Kind(Unit.BOOLEAN)]
CurrencyRange = Annotated[Any, Kind(Unit.CURRENCY, shape="range")]
NumberColumn = Annotated[Any, Kind(Unit.NUMBER, shape="column")]
CountColumn = Annotated[Any, Kind(Unit.COUNT, shape="column", minimum=0)]
CountRange = Annotated[Any, Kind(Unit.COUNT, shape="range", minimum=0)]
Cells = Annotated[Any, Kind(Unit.ANY, shape="cells")]
Word = Annotated[Any, Kind(Unit.TEXT, shape="text")]
Table = Annotated[Any, Kind(Unit.TABLE)]
NumberRange = Annotated[Any, Kind(Unit.NUMBER, shape="range")]
