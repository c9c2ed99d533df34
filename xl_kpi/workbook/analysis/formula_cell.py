"""One formula cell of a workbook on its way through a recalculation."""

from __future__ import annotations

from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.addresses import Area
from xl_kpi.workbook.analysis.columns import Writer
from xl_kpi.workbook.analysis.formula import Template
from xl_kpi.workbook.dependants import Place


class Formula:
    """One formula cell on its way: where, what, and what became of it."""

    __slots__ = (
        "area",
        "array",
        "called",
        "dynamic",
        "number",
        "own",
        "place",
        "reason",
        "refused",
        "settled",
        "stored",
        "template",
        "text",
        "value",
        "writer",
    )  # fmt: skip

    def __init__(self, place: Place, text: str, number: int, *, array: bool = False) -> None:
        """Take a cell as the file has it; `number` is what the engine calls it by."""
        self.place = place
        self.text = text
        self.number = number
        self.array = array
        self.dynamic = False  # an array that takes the size of its result
        self.stored = cell_area(place)  # the cells that the file says it fills
        self.area = self.stored  # the cells that its result fills
        self.writer: Writer | None = None  # of the whole column
        self.template = Template(None)
        self.own: tuple[str, str] | None = None  # the formulas for the engines, where no writer gives them
        self.refused: Text | None = None  # why it is not evaluated at all
        self.reason: Text | None = None  # why it keeps its old value
        self.settled = False  # the value is known from the second engine
        self.called = False  # the value comes from one call of a KPI over a column
        self.value: Any = None

    @property
    def checked(self) -> bool:
        """Tell whether the value needs a second engine that gives the same."""
        return self.refused is None and not self.settled and self.template.unproven is not None

    @property
    def engine(self) -> str | None:
        """Return the formula for the engine, None where it gets none."""
        if self.own or self.refused is not None:
            return self.own[0] if self.own else None
        return self.writer.for_engine(self.place[1], self.number) if self.writer else None

    @property
    def plain(self) -> str:
        """Return the formula for the second engine."""
        return self.own[1] if self.own else self.writer.for_second(self.place[1]) if self.writer else ""

    @property
    def alike(self) -> bool:
        """Tell whether its column may be evaluated and judged as one."""
        t = self.template
        plain = self.refused is None and t.unproven is None and not t.many
        return plain and self.writer is not None and all(all(ref.fixed) for ref in t.ordered)


def cell_area(place: Place) -> Area:
    """Return the area of one cell."""
    return Area(place[0], place[1], place[2], place[1], place[2])
