"""Lead and acquisition KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import leads as f
from xl_kpi.language import Text

_COST = Text("Coût des campagnes", "Cost of the campaigns")

KPIS = (
    Kpi(
        function=f.cpl,
        title=Text("Coût par lead", "Cost per lead (CPL)"),
        help=Text("Coût d’obtention d’un lead.", "What one lead costs."),
        arguments={"cost": _COST, "leads": Text("Leads obtenus", "Leads obtained")},
        native="{cost}/{leads}",
        better="lower",
        examples=(
            Example(arguments=(1500, 60), result=25.0),
            Example(arguments=(1500, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_CAC", "KPI_LEAD_CONVERSION"),
    ),
    Kpi(
        function=f.cpc,
        title=Text("Coût par clic", "Cost per click (CPC)"),
        help=Text("Coût moyen d’un clic.", "What one click costs on average."),
        arguments={"cost": _COST, "clicks": Text("Clics", "Clicks")},
        native="{cost}/{clicks}",
        better="lower",
        examples=(
            Example(arguments=(450, 900), result=0.5),
            Example(arguments=(450, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_CPM", "KPI_CTR"),
    ),
    Kpi(
        function=f.cpm,
        title=Text("Coût pour mille impressions", "Cost per thousand impressions (CPM)"),
        help=Text("Coût de mille affichages.", "What a thousand impressions cost."),
        arguments={"cost": _COST, "impressions": Text("Affichages", "Times shown")},
        native="1000*{cost}/{impressions}",
        better="lower",
        examples=(
            Example(arguments=(200, 40000), result=5.0),
            Example(arguments=(200, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_CPC",),
    ),
    Kpi(
        function=f.cvr,
        title=Text("Taux de conversion", "Conversion rate"),
        help=Text(
            "Conversions (achat, inscription, téléchargement) par visite, utilisateur ou interaction : la base est "
            "celle que vous donnez. Peut dépasser 100 %.",
            "Conversions (purchase, sign-up, download) per visit, user or interaction: the base is what you pass. "
            "May exceed 100%.",
        ),
        arguments={
            "conversions": Text("Conversions", "Conversions"),
            "base": Text("Visites, utilisateurs ou interactions", "Visits, users or interactions"),
        },
        native="{conversions}/{base}",
        better="higher",
        examples=(
            Example(arguments=(50, 1000), result=0.05, source="Google Ads Help 2684489, Conversion rate"),
            Example(arguments=(50, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_LEAD_CONVERSION",),
    ),
    Kpi(
        function=f.lead_conversion,
        title=Text("Taux de conversion des leads", "Lead-to-customer conversion"),
        help=Text("Part des leads devenus clients.", "Share of leads that became customers."),
        arguments={
            "customers": Text("Leads devenus clients", "Leads that became customers"),
            "leads": Text("Leads", "Leads"),
        },
        native="{customers}/{leads}",
        better="higher",
        examples=(
            Example(arguments=(18, 150), result=0.12, source="usedaymark.io, lead-to-customer conversion"),
            Example(arguments=(151, 150), result=ExcelError.NUM),
        ),
        see_also=("KPI_MQL_TO_SQL", "KPI_CAC"),
    ),
    Kpi(
        function=f.mql_to_sql,
        title=Text("Taux MQL vers SQL", "MQL-to-SQL rate"),
        help=Text(
            "Leads acceptés par les ventes (SQL) pour un lead qualifié par le marketing (MQL). Peut dépasser 100 % "
            "d’un mois sur l’autre.",
            "Sales-qualified leads (SQL) per marketing-qualified lead (MQL). May exceed 100% by calendar month.",
        ),
        arguments={
            "sql": Text("Leads acceptés par les ventes", "Sales-qualified leads"),
            "mql": Text("Leads qualifiés par le marketing", "Marketing-qualified leads"),
        },
        native="{sql}/{mql}",
        better="higher",
        examples=(
            Example(arguments=(350, 1000), result=0.35, source="MetricHQ, MQL to SQL conversion rate"),
            Example(arguments=(350, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_LEAD_CONVERSION",),
    ),
    Kpi(
        function=f.cac,
        title=Text("Coût d’acquisition client", "Customer acquisition cost (CAC)"),
        help=Text(
            "Coût d’un nouveau client : toutes les lignes de coût (médias, salaires, outils, agences) divisées par "
            "les nouveaux clients.",
            "What one new customer costs: all cost lines (media, salaries, tools, agencies) over new customers.",
        ),
        arguments={
            "costs": Text("Un montant ou une plage de lignes de coût", "One amount or a range of cost lines"),
            "new_customers": Text("Clients gagnés dans la période", "Customers won in the period"),
        },
        native="SUM({costs})/{new_customers}",
        better="lower",
        examples=(
            Example(arguments=(45000, 1000), result=45.0, source="mixpanel.com, customer acquisition cost"),
            Example(arguments=([[30000], [12000], [3000]], 1000), result=45.0),
            Example(arguments=(45000, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_LTV_CAC", "KPI_CPL"),
    ),
    Kpi(
        function=f.funnel,
        title=Text("Entonnoir de conversion", "Conversion funnel"),
        help=Text(
            "Une ligne par étape : l’effectif, le taux de passage depuis l’étape précédente et le taux cumulé depuis "
            "la première.",
            "A row a stage: the count, the rate of the stage before and the cumulative rate of the first stage.",
        ),
        arguments={
            "stage_counts": Text("Effectifs des étapes, dans l’ordre", "Counts of the stages, in order"),
        },
        native=None,
        formula=Text("x(i) ; x(i)/x(i-1) ; x(i)/x(1)", "x(i), x(i)/x(i-1), x(i)/x(1)"),
        better="higher",
        examples=(
            Example(
                arguments=(((1000,), (400,), (100,)),),
                result=((1000.0, 1.0, 1.0), (400.0, 0.4, 0.4), (100.0, 0.25, 0.1)),
            ),
            Example(arguments=(((None,), (None,)),), result=ExcelError.NA),
        ),
        see_also=("KPI_CVR", "KPI_MQL_TO_SQL"),
    ),
)
