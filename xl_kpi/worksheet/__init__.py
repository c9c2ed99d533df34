"""The one boundary between a cell and a formula: every host calls `evaluate`, so they cannot disagree."""

from xl_kpi.worksheet.call import Evaluation, Why, call, evaluate

__all__ = ["Evaluation", "Why", "call", "evaluate"]
