"""The sales and marketing alignment workbook: one vocabulary, one funnel, service levels, pipeline by source."""

from xl_kpi.language import Text
from xl_kpi.templates import tabs
from xl_kpi.templates.declaration import Template, ranking
from xl_kpi.templates.listings import CHANNELS, SELLERS
from xl_kpi.templates.parameters import Parameter

_RESPONSE_TIME = Parameter(
    "sla_hours",
    Text("DelaiConvenu", "AgreedHours"),
    Text("Délai de réponse convenu (heures)", "Agreed response time (hours)"),
    Text("Entre la transmission d’un lead et le premier appel.", "From the handover of a lead to the first call."),
    shown="number",
    default=24.0,
)

ALIGNMENT = Template(
    id="alignment",
    title=Text("Ventes et marketing alignés", "Sales and marketing alignment"),
    description=Text(
        "Les mêmes définitions, les mêmes chiffres : de MQL à SQL et à la vente, délais, portefeuille.",
        "The same definitions, the same figures: MQL to SQL to won, service levels, pipeline by source.",
    ),
    tabs=(tabs.DEFINITIONS, tabs.STAGES, tabs.SERVICE, tabs.PIPELINE),
    listings=(CHANNELS, SELLERS),
    headline=("mql_rate", "stage_sql", "win_rate", "within", "response", "acceptance", "deal_value"),
    cards=("contact_mql", "contact_sql", "pipeline_won"),
    charts=(
        tabs.STAGES.charts[0],
        tabs.SERVICE.charts[0],
        ranking(
            Text("Portefeuille par canal d’origine", "Pipeline by source channel"),
            None,
            (Text("Portefeuille", "Pipeline"), "pipeline_grid", "amount"),
        ),
    ),
    inputs=(_RESPONSE_TIME,),
)
