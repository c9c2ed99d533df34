"""Marketing KPI formulas: numbers in, numbers out.

    >>> from xl_kpi.formulas import roas
    >>> roas(1200, 300)
    4.0

Every function takes numbers, sequences or arrays. A single undefined result raises
`xl_kpi.errors.KpiError`; in an array it is masked. Rates are fractions: 0.05 is 5 %.
"""

# One star import a family: a new formula is public as soon as it is written.
from xl_kpi.formulas.analytics import *  # noqa: F403
from xl_kpi.formulas.awareness import *  # noqa: F403
from xl_kpi.formulas.engagement import *  # noqa: F403
from xl_kpi.formulas.executive import *  # noqa: F403
from xl_kpi.formulas.leads import *  # noqa: F403
from xl_kpi.formulas.loyalty import *  # noqa: F403
from xl_kpi.formulas.planning import *  # noqa: F403
from xl_kpi.formulas.profitability import *  # noqa: F403
from xl_kpi.formulas.sales import *  # noqa: F403
from xl_kpi.formulas.satisfaction import *  # noqa: F403
