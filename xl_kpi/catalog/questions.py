"""The questions that a marketing manager asks, and the KPIs that answer them."""

from __future__ import annotations

from xl_kpi.language import Text

QUESTIONS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (
        Text("Ma publicité est-elle rentable ?", "Is my advertising profitable?"),
        ("KPI_ROAS", "KPI_ROAS_BREAKEVEN", "KPI_ROMI", "KPI_ROI"),
    ),
    (
        Text("Mon marketing dans son ensemble gagne-t-il de l’argent ?", "Does my marketing as a whole earn money?"),
        ("KPI_MER", "KPI_AMER", "KPI_ROMI", "KPI_ROI_ORGANIC", "KPI_REVENUE_SHARE"),
    ),
    (
        Text("Combien me coûte un client, et que rapporte-t-il ?", "What does a customer cost me, and bring me?"),
        ("KPI_CAC", "KPI_LTV", "KPI_LTV_CAC", "KPI_CAC_PAYBACK", "KPI_CLV", "KPI_LTV_CHURN"),
    ),
    (
        Text("Combien coûtent mes contacts ?", "What do my contacts cost?"),
        ("KPI_CPM", "KPI_CPC", "KPI_CPL", "KPI_CPA", "KPI_CPE"),
    ),
    (
        Text("Ma marque est-elle connue ?", "Is my brand known?"),
        ("KPI_BRAND_AWARENESS", "KPI_SOV", "KPI_REACH_RATE", "KPI_FREQUENCY", "KPI_MARKET_SHARE"),
    ),
    (
        Text("D’où viennent mes visites ?", "Where do my visits come from?"),
        ("KPI_TRAFFIC_SHARE", "KPI_UNIQUE", "KPI_AVG_POSITION"),
    ),
    (
        Text("Mon contenu retient-il l’attention ?", "Does my content hold attention?"),
        (
            "KPI_BOUNCE_RATE",
            "KPI_SESSION_ENGAGEMENT",
            "KPI_TIME_ON_PAGE",
            "KPI_TIME_ON_SITE",
            "KPI_PAGES_PER_SESSION",
            "KPI_CTA_CTR",
        ),
    ),
    (
        Text("Mes réseaux sociaux font-ils réagir ?", "Do my social networks get a reaction?"),
        ("KPI_ENGAGEMENT_RATE", "KPI_INTERACTIONS", "KPI_FOLLOWER_GROWTH", "KPI_LIFT"),
    ),
    (
        Text("Mes e-mails sont-ils reçus, lus et cliqués ?", "Are my e-mails received, read and clicked?"),
        (
            "KPI_DELIVERY_RATE",
            "KPI_OPEN_RATE",
            "KPI_CLICK_RATE",
            "KPI_CTOR",
            "KPI_UNSUBSCRIBE_RATE",
            "KPI_EMAIL_BOUNCE_RATE",
        ),
    ),
    (
        Text("Mes annonces donnent-elles envie de cliquer ?", "Do my ads make people click?"),
        ("KPI_CTR", "KPI_CVR", "KPI_LANDING_RATE"),
    ),
    (Text("Mes événements attirent-ils ?", "Do my events attract people?"), ("KPI_ATTENDANCE",)),
    (
        Text("Où perd-on les prospects ?", "Where do prospects get lost?"),
        (
            "KPI_FUNNEL",
            "KPI_FORM_RATE",
            "KPI_DOWNLOAD_RATE",
            "KPI_MQL_RATE",
            "KPI_MQL_TO_SQL",
            "KPI_SQL_TO_CUSTOMER",
            "KPI_APPOINTMENT_RATE",
            "KPI_WIN_RATE",
            "KPI_LEAD_CONVERSION",
        ),
    ),
    (
        Text("Combien achètent mes clients, et à quel rythme ?", "How much do my customers buy, and how often?"),
        ("KPI_AOV", "KPI_ARPU", "KPI_PURCHASE_FREQUENCY", "KPI_SALES_VELOCITY", "KPI_MARGIN"),
    ),
    (
        Text("Mes clients restent-ils ?", "Do my customers stay?"),
        ("KPI_RETENTION", "KPI_CHURN", "KPI_REPEAT_RATE", "KPI_COHORT", "KPI_GRR", "KPI_NRR"),
    ),
    (
        Text("Mes clients sont-ils satisfaits ?", "Are my customers satisfied?"),
        ("KPI_NPS", "KPI_NPS_COUNTS", "KPI_CSAT", "KPI_SENTIMENT", "KPI_POSITIVE_SHARE"),
    ),
    (
        Text("Cet écart est-il dû au hasard ?", "Is this difference mere chance?"),
        ("KPI_AB_TEST", "KPI_AB_SAMPLE_SIZE", "KPI_RATE_CI", "KPI_NPS_CI", "KPI_NPS_CHANGE"),
    ),
    (
        Text("Sommes-nous à l’objectif et dans le budget ?", "Are we on target and on budget?"),
        ("KPI_ATTAINMENT", "KPI_STATUS", "KPI_VARIANCE", "KPI_PACING", "KPI_PROJECTION"),
    ),
    (
        Text("L’entreprise grandit-elle ?", "Is the company growing?"),
        ("KPI_GROWTH", "KPI_CAGR", "KPI_RELATIVE_SHARE", "KPI_INNOVATION_RATE", "KPI_TSR"),
    ),
    (
        Text("Et nos équipes, et notre empreinte ?", "And our people, and our footprint?"),
        ("KPI_ENPS", "KPI_EMPLOYEE_ENGAGEMENT", "KPI_TURNOVER", "KPI_CARBON_INTENSITY"),
    ),
    (
        Text("Que veut dire ce KPI, et comment se répartit-il ?", "What does this KPI mean, and how is it spread?"),
        ("KPI_INFO", "KPI_LIST", "KPI_TABLE"),
    ),
)
