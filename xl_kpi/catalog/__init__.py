"""The catalogue: every KPI that the product knows, by the name of its Excel function."""

from __future__ import annotations

from xl_kpi.catalog import (
    analytics,
    awareness,
    catalogue,
    emailing,
    engagement,
    executive,
    leads,
    loyalty,
    planning,
    profitability,
    sales,
    satisfaction,
)
from xl_kpi.catalog.kpi import FAMILIES, Kpi


def _index(*families: tuple[Kpi, ...]) -> dict[str, Kpi]:
    kpis = {kpi.name: kpi for family in families for kpi in family}
    for kpi in kpis.values():
        if unknown := set(kpi.see_also) - set(kpis):
            raise ValueError(f"{kpi.name}: see also names {unknown}, which the catalogue does not hold")
    return kpis


KPIS: dict[str, Kpi] = _index(
    awareness.KPIS,
    engagement.KPIS,
    emailing.KPIS,
    leads.KPIS,
    sales.KPIS,
    profitability.KPIS,
    loyalty.KPIS,
    satisfaction.KPIS,
    executive.KPIS,
    planning.KPIS,
    analytics.KPIS,
    catalogue.KPIS,
)

__all__ = ["FAMILIES", "KPIS", "Kpi"]
