"""What a measure is."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from xl_kpi.catalog.kpi import Better, Family
from xl_kpi.language import Text

Aggregation = Literal["sum", "last", "none"]
MeasureUnit = Literal["count", "currency", "seconds", "score"]


class Measure(BaseModel):
    """One measured quantity.

    `label` heads its column. `aggregation` tells how rows combine over days, campaigns or platforms:
    "sum" for additive measures, "last" for stocks (followers), "none" for what must never be added
    (reach, scores). A vanity measure is shown only beside an outcome.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: Text
    help: Text
    family: Family
    unit: MeasureUnit = "count"
    aggregation: Aggregation = "sum"
    better: Better = "higher"
    vanity: bool = False


def family_measures(family: Family, *measures: tuple[str, Text, Text, dict[str, object]]) -> tuple[Measure, ...]:
    """Return the measures of one family."""
    return tuple(
        Measure.model_validate({"name": name, "label": label, "help": text, "family": family} | more)
        for name, label, text, more in measures
    )


def measure(name: str, label: Text, text: Text, **more: object) -> tuple[str, Text, Text, dict[str, object]]:
    """Declare one measure: its name, the label of its column, what it is, and what differs from the usual."""
    return name, label, text, more
