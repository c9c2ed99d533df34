"""Marketing KPIs for Excel: formulas, catalogue, workbooks and headless recalculation."""

__version__ = "0.1.0"
