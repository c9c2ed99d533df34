"""What a measure is: one declaration from which columns, help and aggregation derive."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from xl_kpi.catalog.kpi import Better, Family
from xl_kpi.language import Text

Aggregation = Literal["sum", "last", "none"]
MeasureUnit = Literal["count", "currency", "seconds", "score", "number"]


class Measure(BaseModel):
    """One measured quantity.

    `label` heads its column. `aggregation` tells how rows combine over days, campaigns or platforms:
    "sum" for additive measures, "last" for stocks (followers), "none" for what must never be added
    (reach, scores). A vanity measure is shown only beside an outcome.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str = Field(pattern=r"^[a-z][a-z_0-9]*$")
    label: Text
    help: Text
    family: Family
    unit: MeasureUnit = "count"
    aggregation: Aggregation = "sum"
    better: Better = "higher"
    vanity: bool = False


def family_of(family: Family, *measures: tuple[str, Text, Text, dict[str, object]]) -> tuple[Measure, ...]:
    """Return the measures of a family."""
    return tuple(
        Measure.model_validate({"name": name, "label": label, "help": text, "family": family} | more)
        for name, label, text, more in measures
    )


def measure(name: str, label: Text, text: Text, **more: object) -> tuple[str, Text, Text, dict[str, object]]:
    """Declare a measure: its name, what heads its column, what it is."""
    return name, label, text, more
