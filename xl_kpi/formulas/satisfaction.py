"""Satisfaction: would customers recommend us?"""

import numpy as np

from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import formula
from xl_kpi.formulas.rules import Rule, some, whole_between
from xl_kpi.formulas.units import Count, NumberRange, Points
from xl_kpi.language import Text

_no_answer = Rule(
    ExcelError.DIV0,
    ("promoters", "passives", "detractors"),
    lambda promoters, passives, detractors: promoters + passives + detractors == 0,
    Text("aucune réponse : les trois effectifs valent 0", "no answer: all three counts are 0"),
)


@formula(some("scores", ExcelError.DIV0), whole_between("scores", 0, 10))
def nps(scores: NumberRange) -> Points:
    """Net Promoter Score of 0..10 answers: share of 9-10 less share of 0-6, in points.

    Definition: Bain & Company, Reichheld (2003).
    """
    return 100 * (np.count_nonzero(scores >= 9) - np.count_nonzero(scores <= 6)) / scores.size


@formula(_no_answer)
def nps_counts(promoters: Count, passives: Count, detractors: Count) -> Points:
    """Net Promoter Score from the number of promoters, passives and detractors."""
    return 100 * (promoters - detractors) / (promoters + passives + detractors)
