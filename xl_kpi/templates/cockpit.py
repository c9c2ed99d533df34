"""The marketing cockpit: a summary, one tab per family of KPIs, every number from the data tabs."""

from __future__ import annotations

from xl_kpi.catalog import FAMILIES
from xl_kpi.catalog.measures import MEASURES
from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Chart, Line, Listing, Tab, Template, by_month, ranking

CHANNELS = Listing(
    "channels",
    Text("Canaux suivis", "Channels followed"),
    Text("Le nom doit être celui de l’export (GA4 garde les noms anglais).", "The name must be the export’s."),
    (
        (Text("Recherche naturelle", "Organic search"), "Organic Search"),
        (Text("Recherche payante", "Paid search"), "Paid Search"),
        (Text("Réseaux sociaux payants", "Paid social"), "Paid Social"),
        (Text("Réseaux sociaux", "Organic social"), "Organic Social"),
        (Text("E-mail", "E-mail"), "Email"),
        (Text("Accès direct", "Direct"), "Direct"),
        (Text("Sites référents", "Referral"), "Referral"),
    ),
)
SOURCES = Listing(
    "sources",
    Text("Sources publicitaires suivies", "Advertising sources followed"),
    Text("Le nom doit être celui de la colonne Source.", "The name must be that of the Source column."),
    (
        (Text("Google Ads", "Google Ads"), "Google Ads"),
        (Text("Meta Ads", "Meta Ads"), "Meta Ads"),
        (Text("LinkedIn Ads", "LinkedIn Ads"), "LinkedIn Ads"),
        (Text("TikTok Ads", "TikTok Ads"), "TikTok Ads"),
    ),
)

_BASE = Text("Chiffres de base", "Figures behind the KPIs")
_RATE = Text("Taux", "Rate")
_COUNT = Text("Nombre", "Number")
_MARKETING_COST = "{ads.ad_spend}+{business.salaries}+{business.tools}+{business.agencies}"


def _figure(id_: str, measure: str, formula: str | None = None) -> Line:
    """Declare the row of a measure, summed over the period unless a formula says otherwise."""
    declared = MEASURES[measure.partition(".")[2]]
    unit = Unit.CURRENCY if declared.unit == "currency" else Unit.COUNT
    return Line(id_, formula or f"{{{measure}}}", label=declared.label, unit=unit)


AWARENESS = Tab(
    "awareness",
    FAMILIES["awareness"],
    Text("D’où viennent les visites, et combien nous voient ?", "Where do visits come from, and how many see us?"),
    tuple(
        Line(f"share_{i}", "KPI_TRAFFIC_SHARE({web.visits?channel},{web.visits})", "KPI_TRAFFIC_SHARE",
             entry=("channels", i))
        for i in range(len(CHANNELS.entries))
    ),
    (
        Block(
            Text("Visites par canal", "Visits by channel"),
            (
                *(Line(f"visits_{i}", "{web.visits?channel}", entry=("channels", i))
                  for i in range(len(CHANNELS.entries))),
                Line("visits_other", f"{{=visits}}-SUM({{=visits_0:visits_{len(CHANNELS.entries) - 1}}})",
                     label=Text("Autres canaux", "Other channels")),
                Line("visits", "{web.visits}", label=Text("Visites, tous canaux", "Visits, all channels")),
            ),
        ),
        Block(
            Text("Visibilité", "Visibility"),
            (
                Line("ad_views", "{ads.impressions}", label=Text("Impressions publicitaires", "Ad impressions")),
                Line("social_views", "{social.impressions}",
                     label=Text("Impressions sur les réseaux sociaux", "Social impressions")),
            ),
        ),
    ),
    (
        ranking(Text("Part du trafic par canal sur la période", "Traffic share by channel over the period"),
                Text("Part des visites", "Share of visits"), (Text("Part", "Share"), "share_0", "share_6"), fmt="0%"),
        by_month(Text("Visites du site par mois", "Site visits by month"), Text("Visites", "Visits"),
                 (Text("Visites", "Visits"), "visits")),
    ),
)

ENGAGEMENT = Tab(
    "engagement",
    FAMILIES["engagement"],
    Text("Ceux qui nous voient réagissent-ils ?", "Do those who see us react?"),
    (
        Line("engagement_rate", "KPI_ENGAGEMENT_RATE({social.interactions},{social.impressions})",
             "KPI_ENGAGEMENT_RATE", target=0.03),
        Line("ctr", "KPI_CTR({ads.clicks},{ads.impressions})", "KPI_CTR", target=0.02),
        Line("open_rate", "KPI_OPEN_RATE({email.unique_opens},{email.emails_delivered})", "KPI_OPEN_RATE",
             target=0.35),
        Line("click_rate", "KPI_CLICK_RATE({email.unique_clicks},{email.emails_delivered})", "KPI_CLICK_RATE",
             target=0.03),
        Line("bounce_rate", 'KPI_BOUNCE_RATE({web.engaged_sessions},{web.visits},"GA4")', "KPI_BOUNCE_RATE",
             target=0.45),
    ),
    (
        Block(
            _BASE,
            (
                _figure("social_interactions", "social.interactions"),
                _figure("clicks", "ads.clicks"),
                _figure("delivered", "email.emails_delivered"),
                _figure("opens", "email.unique_opens"),
                _figure("email_clicks", "email.unique_clicks"),
                _figure("unsubscribes", "email.unsubscribes"),
                _figure("engaged", "web.engaged_sessions"),
            ),
        ),
    ),
    (
        by_month(Text("Ouverture et clic des e-mails par mois", "E-mail opens and clicks by month"), _RATE,
                 (Text("Taux d’ouverture", "Open rate"), "open_rate"),
                 (Text("Taux de clic", "Click rate"), "click_rate"), fmt="0%"),
        by_month(Text("Taux de rebond du site par mois", "Site bounce rate by month"), _RATE,
                 (Text("Taux de rebond", "Bounce rate"), "bounce_rate"), fmt="0%"),
    ),
)

LEADS = Tab(
    "leads",
    FAMILIES["leads"],
    Text("Que coûtent les leads et les clients, et combien en convertit-on ?",
         "What do leads and customers cost, and how many convert?"),
    (
        Line("cac", "KPI_CAC({=cost_media:cost_agencies},{business.new_customers})", "KPI_CAC", target=120.0,
             guard="{=cost_total}"),
        Line("cpl", "KPI_CPL({ads.ad_spend},{business.leads})", "KPI_CPL", target=30.0, guard="{ads.ad_spend}"),
        Line("cpc", "KPI_CPC({ads.ad_spend},{ads.clicks})", "KPI_CPC", target=0.8),
        Line("cpm", "KPI_CPM({ads.ad_spend},{ads.impressions})", "KPI_CPM", target=12.0),
        Line("cvr", "KPI_CVR({web.conversions},{web.visits})", "KPI_CVR", target=0.025),
        Line("mql_to_sql", "KPI_MQL_TO_SQL({business.sql},{business.mql})", "KPI_MQL_TO_SQL", target=0.4),
        Line("lead_conversion", "KPI_LEAD_CONVERSION({business.new_customers},{business.leads})",
             "KPI_LEAD_CONVERSION", target=0.15),
    ),
    (
        Block(
            Text("Coûts comptés dans le coût d’acquisition", "Costs counted in the acquisition cost"),
            (
                Line("cost_media", "{ads.ad_spend}", label=Text("Médias (dépenses publicitaires)", "Media (ad spend)"),
                     unit=Unit.CURRENCY),
                _figure("cost_salaries", "business.salaries"),
                _figure("cost_tools", "business.tools"),
                _figure("cost_agencies", "business.agencies"),
                Line("cost_total", "SUM({=cost_media:cost_agencies})", unit=Unit.CURRENCY,
                     label=Text("Coût marketing total", "Total marketing cost")),
            ),
        ),
        Block(
            Text("Du lead au client", "From lead to customer"),
            (
                _figure("leads", "business.leads"),
                _figure("mql", "business.mql"),
                _figure("sql", "business.sql"),
                _figure("new_customers", "business.new_customers"),
            ),
        ),
    ),
    (
        by_month(Text("Coût d’acquisition d’un client par mois", "Customer acquisition cost by month"), None,
                 (Text("CAC", "CAC"), "cac")),
        ranking(Text("Du lead au client sur la période", "From lead to customer over the period"), _COUNT,
                (Text("Nombre", "Number"), "leads", "new_customers")),
    ),
)

_SOURCE_ROWS = range(len(SOURCES.entries))
_LAST_SOURCE = len(SOURCES.entries) - 1

PROFITABILITY = Tab(
    "profitability",
    FAMILIES["profitability"],
    Text("Que rapporte l’argent investi en marketing ?", "What does the money put into marketing bring back?"),
    (
        Line("roas", "KPI_ROAS({ads.attributed_revenue},{ads.ad_spend})", "KPI_ROAS", target=4.0),
        Line("mer", "KPI_MER({business.revenue},{=cost_total})", "KPI_MER", target=5.0, guard="{business.revenue}"),
        Line("roi", "KPI_ROI({ads.attributed_revenue},{ads.ad_spend})", "KPI_ROI", target=3.0),
        Line("romi", "KPI_ROMI({ads.attributed_revenue},{gross_margin},{ads.ad_spend})", "KPI_ROMI", target=1.0),
        Line("ltv", "KPI_LTV({=basket},{=frequency},{customer_years},{gross_margin})", "KPI_LTV", target=400.0),
        Line("ltv_cac", "KPI_LTV_CAC({=ltv},{=cac})", "KPI_LTV_CAC", target=3.0),
    ),
    (
        Block(
            Text("Dépenses publicitaires par source", "Ad spend by source"),
            (
                *(Line(f"spend_{i}", "{ads.ad_spend?source}", unit=Unit.CURRENCY, entry=("sources", i))
                  for i in _SOURCE_ROWS),
                Line("spend_other", f"{{=spend}}-SUM({{=spend_0:spend_{_LAST_SOURCE}}})", unit=Unit.CURRENCY,
                     label=Text("Autres sources", "Other sources")),
                Line("spend", "{ads.ad_spend}", unit=Unit.CURRENCY,
                     label=Text("Dépenses, toutes sources", "Ad spend, all sources")),
            ),
        ),
        Block(
            Text("CA attribué par source", "Attributed revenue by source"),
            (
                *(Line(f"earned_{i}", "{ads.attributed_revenue?source}", unit=Unit.CURRENCY, entry=("sources", i))
                  for i in _SOURCE_ROWS),
                Line("earned_other", f"{{=earned}}-SUM({{=earned_0:earned_{_LAST_SOURCE}}})", unit=Unit.CURRENCY,
                     label=Text("Autres sources", "Other sources")),
                Line("earned", "{ads.attributed_revenue}", unit=Unit.CURRENCY,
                     label=Text("CA attribué, toutes sources", "Attributed revenue, all sources")),
            ),
        ),
        Block(
            Text("Valeur d’un client", "Value of a customer"),
            (
                Line("basket", "{business.revenue}/{business.orders}", unit=Unit.CURRENCY,
                     label=Text("Panier moyen", "Average order value")),
                Line("customers", "({business.customers_start@first}+{business.customers_end@last})/2",
                     label=Text("Clients, moyenne de la période", "Customers, average of the period")),
                Line("frequency", "{business.orders}/{=customers}*12/{months}", unit=Unit.NUMBER,
                     label=Text("Commandes par client et par an", "Orders per customer and year")),
            ),
        ),
    ),
    (
        by_month(Text("ROAS et MER par mois", "ROAS and MER by month"), Text("Ratio", "Ratio"),
                 (Text("ROAS", "ROAS"), "roas"), (Text("MER", "MER"), "mer"), fmt="0.0"),
        ranking(Text("Dépenses et CA attribué par source sur la période",
                     "Ad spend and attributed revenue by source over the period"), None,
                (Text("Dépenses", "Ad spend"), "spend_0", "spend_other"),
                (Text("CA attribué", "Attributed revenue"), "earned_0", "earned_other")),
    ),
)

LOYALTY = Tab(
    "loyalty",
    FAMILIES["loyalty"],
    Text("Les clients restent-ils ?", "Do customers stay?"),
    (
        Line("retention",
             "KPI_RETENTION({business.customers_start@first},{business.customers_end@last},{business.new_customers})",
             "KPI_RETENTION", target=0.95, guard="{business.customers_end@last}"),
        Line("churn", "KPI_CHURN({business.lost_customers},{business.customers_start@first})", "KPI_CHURN",
             target=0.05, guard="{business.customers_end@last}"),
    ),
    (
        Block(
            _BASE,
            (
                _figure("at_start", "business.customers_start", "{business.customers_start@first}"),
                _figure("won", "business.new_customers"),
                _figure("lost", "business.lost_customers"),
                _figure("at_end", "business.customers_end", "{business.customers_end@last}"),
            ),
        ),
    ),
    (
        by_month(Text("Clients gagnés et perdus par mois", "Customers won and lost by month"), Text("Clients", "Customers"),
                 (Text("Gagnés", "Won"), "won"), (Text("Perdus", "Lost"), "lost")),
        by_month(Text("Taux d’attrition par mois", "Churn rate by month"), _RATE,
                 (Text("Attrition", "Churn"), "churn"), fmt="0.0%"),
    ),
)

SATISFACTION = Tab(
    "satisfaction",
    FAMILIES["satisfaction"],
    Text("Nos clients nous recommandent-ils ?", "Would our customers recommend us?"),
    (
        Line("nps", "KPI_NPS_COUNTS({survey.score>=9},{survey.score>=7<=8},{survey.score<=6})", "KPI_NPS_COUNTS",
             label=Text("Net Promoter Score (NPS) de la période", "Net Promoter Score (NPS) of the period"), target=40.0),
        Line("nps_all", "KPI_NPS({all survey.score})", "KPI_NPS",
             label=Text("NPS, toutes les réponses reçues", "NPS, all answers received"), target=40.0, whole=True),
    ),
    (
        Block(
            Text("Réponses à l’enquête", "Survey answers"),
            (
                Line("promoters", "{survey.score>=9}", label=Text("Promoteurs (9 et 10)", "Promoters (9 and 10)")),
                Line("passives", "{survey.score>=7<=8}", label=Text("Passifs (7 et 8)", "Passives (7 and 8)")),
                Line("detractors", "{survey.score<=6}", label=Text("Détracteurs (0 à 6)", "Detractors (0 to 6)")),
                Line("answers", "SUM({=promoters:detractors})", label=Text("Réponses", "Answers")),
            ),
        ),
    ),
    (
        by_month(Text("NPS par mois", "NPS by month"), Text("Points", "Points"), (Text("NPS", "NPS"), "nps"), fmt="0"),
        by_month(Text("Réponses par mois", "Answers by month"), Text("Réponses", "Answers"),
                 (Text("Promoteurs", "Promoters"), "promoters"), (Text("Passifs", "Passives"), "passives"),
                 (Text("Détracteurs", "Detractors"), "detractors"), stacked=True),
    ),
)


def _growth(id_: str, what: str, label: Text, target: float) -> Line:
    return Line(id_, f"KPI_GROWTH({{{what}}},{{{what}@before}})", "KPI_GROWTH", label, target=target,
                guard=f"{{{what}}}")


EXECUTIVE = Tab(
    "executive",
    FAMILIES["executive"],
    Text("L’entreprise grandit-elle ?", "Is the company growing?"),
    (
        _growth("revenue_growth", "business.revenue", Text("Croissance du chiffre d’affaires", "Revenue growth"), 0.05),
        _growth("orders_growth", "business.orders", Text("Croissance des commandes", "Order growth"), 0.05),
        _growth("leads_growth", "business.leads", Text("Croissance des leads", "Lead growth"), 0.05),
        _growth("won_growth", "business.new_customers",
                Text("Croissance des nouveaux clients", "Growth of new customers"), 0.05),
        Line("customers_growth", "KPI_GROWTH({business.customers_end@last},{business.customers_start@first})",
             "KPI_GROWTH", Text("Croissance du nombre de clients", "Growth of the customer base"), target=0.03,
             guard="{business.customers_end@last}"),
    ),
    (
        Block(
            _BASE,
            (
                Line("revenue", "{business.revenue}", label=Text("Chiffre d’affaires", "Revenue"), unit=Unit.CURRENCY),
                Line("marketing_cost", _MARKETING_COST, unit=Unit.CURRENCY,
                     label=Text("Coût marketing total", "Total marketing cost")),
                _figure("orders", "business.orders"),
                _figure("all_leads", "business.leads"),
                _figure("customers_won", "business.new_customers"),
                _figure("customers_end", "business.customers_end", "{business.customers_end@last}"),
            ),
        ),
    ),
    (
        by_month(Text("Chiffre d’affaires et coût marketing par mois", "Revenue and marketing cost by month"), None,
                 (Text("Chiffre d’affaires", "Revenue"), "revenue"),
                 (Text("Coût marketing", "Marketing cost"), "marketing_cost")),
        by_month(Text("Clients en fin de mois", "Customers at the end of the month"), Text("Clients", "Customers"),
                 (Text("Clients", "Customers"), "customers_end")),
    ),
)

_SUMMARY_CHARTS: tuple[Chart, ...] = (
    by_month(Text("Chiffre d’affaires et coût marketing par mois", "Revenue and marketing cost by month"), None,
             (Text("Chiffre d’affaires", "Revenue"), "revenue"),
             (Text("Coût marketing", "Marketing cost"), "marketing_cost")),
    by_month(Text("Retour sur les dépenses publicitaires par mois", "Return on ad spend by month"),
             Text("ROAS", "ROAS"), (Text("ROAS", "ROAS"), "roas"), fmt="0.0"),
    ranking(Text("Dépenses publicitaires par source", "Ad spend by source"), None,
            (Text("Dépenses", "Ad spend"), "spend_0", "spend_other")),
)

COCKPIT = Template(
    id="cockpit",
    title=Text("Tableau de bord marketing", "Marketing cockpit"),
    description=Text(
        "Une synthèse pour la direction, un onglet par famille d’indicateurs, et les données dans des tableaux.",
        "A summary for the board, one tab per family of KPIs, and the data in tables.",
    ),
    tabs=(AWARENESS, ENGAGEMENT, LEADS, PROFITABILITY, LOYALTY, SATISFACTION, EXECUTIVE),
    listings=(CHANNELS, SOURCES),
    headline=("revenue_growth", "roas", "mer", "cac", "ltv_cac", "cvr", "retention", "nps"),
    cards=("revenue", "marketing_cost", "customers_won"),
    charts=_SUMMARY_CHARTS,
)
