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
            Example(arguments=(750, 250), result=3.0, source="morningdough.com, What is CPL?"),
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
            Example(arguments=(200, 1000), result=0.2, source="viraldroid.com, How do you calculate CPM and CPC?"),
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
            Example(arguments=(200, 100000), result=2.0, source="viraldroid.com, How do you calculate CPM and CPC?"),
            Example(arguments=(200, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_CPC",),
    ),
    Kpi(
        function=f.cvr,
        title=Text("Taux de conversion", "Conversion rate"),
        help=Text(
            "Conversions (achat, inscription, téléchargement) par visite, utilisateur ou interaction : la base est "
            "celle que vous donnez. Peut dépasser 100 %.",
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
            "Leads acceptés par les ventes (SQL) pour un lead qualifié par le marketing (MQL). Peut dépasser 100 % "
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
            "Coût d’un nouveau client : toutes les lignes de coût (médias, salaires, outils, agences) divisées par "
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
    Kpi(
        function=f.form_rate,
        title=Text("Taux de remplissage des formulaires", "Form completion rate"),
        help=Text(
            "Formulaires envoyés pour un affichage du formulaire. Peut dépasser 100 % si un visiteur en envoie "
            "plusieurs.",
            "Forms submitted per view of the form. May exceed 100% if one visitor submits several.",
        ),
        arguments={
            "submissions": Text("Formulaires envoyés", "Forms submitted"),
            "form_views": Text("Affichages du formulaire", "Views of the form"),
        },
        native="{submissions}/{form_views}",
        better="higher",
        examples=(
            Example(
                arguments=(252, 1597),
                result=0.1577,
                tolerance=1e-3,
                source="jotform.com, answer 849722, How is conversion rate calculated",
            ),
            Example(arguments=(30, 400), result=0.075),
            Example(arguments=(30, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_LANDING_RATE", "KPI_CTA_CTR"),
    ),
    Kpi(
        function=f.download_rate,
        title=Text("Taux de téléchargement", "Download rate"),
        help=Text(
            "Téléchargements d’un contenu premium (livre blanc, étude) pour une vue de sa page. Peut dépasser 100 %.",
            "Downloads of premium content (white paper, study) per view of its page. May exceed 100%.",
        ),
        arguments={
            "downloads": Text("Téléchargements", "Downloads"),
            "views": Text("Vues de la page du contenu", "Views of the content’s page"),
        },
        native="{downloads}/{views}",
        better="higher",
        examples=(
            Example(arguments=(90, 600), result=0.15),
            Example(arguments=(90, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_FORM_RATE", "KPI_LANDING_RATE"),
    ),
    Kpi(
        function=f.cpa,
        title=Text("Coût par action", "Cost per action (CPA)"),
        help=Text(
            "Coût d’une action : achat, inscription, téléchargement. À distinguer du CAC : une action n’est pas "
            "toujours un nouveau client.",
            "What one action costs: purchase, sign-up, download. Not the CAC: an action is not always a new customer.",
        ),
        arguments={"cost": _COST, "actions": Text("Actions obtenues", "Actions obtained")},
        native="{cost}/{actions}",
        better="lower",
        examples=(
            Example(arguments=(500, 100), result=5.0, source="postaffiliatepro.com, How to calculate cost per action"),
            Example(arguments=(500, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_CAC", "KPI_CPL"),
    ),
    Kpi(
        function=f.landing_rate,
        title=Text("Taux de leads d’une page de destination", "Landing page lead rate"),
        help=Text(
            "Leads obtenus pour une visite de la page de destination (landing page). Peut dépasser 100 %.",
            "Leads obtained per visit of a landing page. May exceed 100%.",
        ),
        arguments={
            "leads": Text("Leads obtenus sur la page", "Leads obtained on the page"),
            "page_visits": Text("Visites de la page", "Visits of the page"),
        },
        native="{leads}/{page_visits}",
        better="higher",
        examples=(
            Example(arguments=(320, 8000), result=0.04, source="narrative.bi, Lead conversion rate calculator"),
            Example(arguments=(320, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_FORM_RATE", "KPI_CVR"),
    ),
    Kpi(
        function=f.mql_rate,
        title=Text("Part de leads qualifiés marketing", "MQL rate"),
        help=Text(
            "Part des leads qualifiés par le marketing (MQL). Ne se compare qu’à critères de qualification constants.",
            "Share of leads qualified by marketing (MQL). Comparable only while the criteria stay the same.",
        ),
        arguments={
            "mql": Text("Leads qualifiés par le marketing", "Marketing-qualified leads"),
            "leads": Text("Leads", "Leads"),
        },
        native="{mql}/{leads}",
        better="higher",
        examples=(
            Example(arguments=(100, 500), result=0.2, source="rocketagents.com, MQL rate benchmark"),
            Example(arguments=(501, 500), result=ExcelError.NUM),
            Example(arguments=(0, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_MQL_TO_SQL", "KPI_LEAD_CONVERSION"),
    ),
    Kpi(
        function=f.sql_to_customer,
        title=Text("Taux SQL vers client", "SQL-to-customer rate"),
        help=Text(
            "Nouveaux clients pour un lead accepté par les ventes (SQL). Peut dépasser 100 % d’un mois sur l’autre.",
            "New customers per sales-qualified lead (SQL). May exceed 100% by calendar month.",
        ),
        arguments={
            "customers": Text("Nouveaux clients", "New customers"),
            "sql": Text("Leads acceptés par les ventes", "Sales-qualified leads"),
        },
        native="{customers}/{sql}",
        better="higher",
        examples=(
            Example(arguments=(18, 150), result=0.12, source="usedaymark.io, lead-to-customer conversion (SQLs)"),
            Example(arguments=(18, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_MQL_TO_SQL", "KPI_WIN_RATE"),
    ),
    Kpi(
        function=f.appointment_rate,
        title=Text("Taux de prise de rendez-vous", "Appointment rate"),
        help=Text(
            "Rendez-vous obtenus pour un lead. Peut dépasser 100 % si un lead en prend plusieurs.",
            "Appointments made per lead. May exceed 100% if a lead makes several.",
        ),
        arguments={"appointments": Text("Rendez-vous", "Appointments"), "leads": Text("Leads", "Leads")},
        native="{appointments}/{leads}",
        better="higher",
        examples=(
            Example(
                arguments=(50, 200), result=0.25, source="phonestaffer.com, How to calculate sales conversion rate"
            ),
            Example(arguments=(50, 0), result=ExcelError.DIV0),
        ),
        see_also=("KPI_WIN_RATE", "KPI_LEAD_CONVERSION"),
    ),
    Kpi(
        function=f.win_rate,
        title=Text("Taux de gain", "Win rate"),
        help=Text(
            "Part des opportunités closes (gagnées ou perdues) qui ont été gagnées. Les opportunités ouvertes ne "
            "comptent pas.",
            "Share of closed opportunities (won or lost) that were won. Open opportunities do not count.",
        ),
        arguments={
            "won": Text("Opportunités gagnées", "Opportunities won"),
            "closed": Text("Opportunités gagnées et perdues", "Opportunities won and lost"),
        },
        native="{won}/{closed}",
        better="higher",
        examples=(
            Example(arguments=(45, 180), result=0.25, source="contextawareanalytics.com, How to calculate win rate"),
            Example(arguments=(181, 180), result=ExcelError.NUM),
        ),
        see_also=("KPI_SALES_VELOCITY", "KPI_SQL_TO_CUSTOMER"),
    ),
)
