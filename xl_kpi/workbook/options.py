"""What is asked of one recalculation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from xl_kpi.workbook.dependants import Place


@dataclass(frozen=True, slots=True)
class Options:
    """What the caller asks of a recalculation."""

    now: dt.datetime | None
    seed: int | None
    fast: bool
    catalogue: bool  # the KPI functions are those of the catalogue
    tables: Mapping[Place, list[list[Any]]] = field(default_factory=dict)  # what-if data tables that are known
