"""The funnel tab: from the first interaction to the sale, step by step."""

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Line, Tab, by_month, ranking
from xl_kpi.templates.tabs.common import NUMBER, RATE

_STAGES = (
    (Text("Premières interactions", "First interactions"), "{count touchpoints?touch_rank=1}"),
    (Text("Leads", "Leads"), "{contacts.leads}"),
    (Text("Leads qualifiés marketing (MQL)", "Marketing-qualified leads (MQL)"), "{contacts.mql}"),
    (Text("Leads qualifiés ventes (SQL)", "Sales-qualified leads (SQL)"), "{contacts.sql}"),
    (Text("Opportunités", "Opportunities"), "{deals.opportunities}"),
    (Text("Ventes", "Sales"), "{deals.won_deals}"),
)
_STEPS = (
    (Text("Interactions devenues leads", "Interactions that became leads"), 0.4),
    (Text("Leads devenus MQL", "Leads that became MQL"), 0.45),
    (Text("MQL devenus SQL", "MQL that became SQL"), 0.5),
    (Text("SQL devenus opportunités", "SQL that became opportunities"), 0.7),
    (Text("Opportunités devenues ventes", "Opportunities that became sales"), 0.4),
)


def _rate(index: int, base: int) -> str:
    """Return the rate of a step on another: the one before, or the first."""
    return f"KPI_CVR({{=stage_{index}}},{{=stage_{base}}})"


FUNNEL = Tab(
    "funnel",
    Text("Entonnoir", "Funnel"),
    Text("Où perdons-nous ceux qui s’intéressent à nous ?", "Where do we lose those who take an interest?"),
    tuple(
        Line(f"step_{i}", _rate(i, i - 1), label=label, unit=Unit.FRACTION, target=target, guard="{=stage_0}")
        for i, (label, target) in enumerate(_STEPS, 1)
    ),
    (
        Block(
            Text("Effectifs à chaque étape", "Numbers at each step"),
            tuple(Line(f"stage_{i}", formula, label=label) for i, (label, formula) in enumerate(_STAGES)),
        ),
        Block(
            Text("Taux cumulés depuis la première interaction", "Cumulative rates from the first interaction"),
            tuple(
                Line(f"cumulative_{i}", _rate(i, 0), label=_STAGES[i][0], unit=Unit.FRACTION, guard="{=stage_0}")
                for i in range(len(_STAGES))
            ),
        ),
    ),
    (
        ranking(
            Text("De la première interaction à la vente", "From the first interaction to the sale"),
            NUMBER,
            (Text("Nombre", "Number"), "stage_0", "stage_5"),
        ),
        by_month(
            Text(
                "Part des interactions devenues ventes, par mois", "Share of interactions that became sales, by month"
            ),
            RATE,
            (Text("Taux cumulé", "Cumulative rate"), "cumulative_5"),
            fmt="0.0%",
        ),
    ),
)
