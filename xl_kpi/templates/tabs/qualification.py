"""The lead stages tab: from lead to MQL, SQL, opportunity and sale, by channel."""

from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Column, Grid, Line, Tab, by_month, ranking
from xl_kpi.templates.tabs.common import FIGURES, NUMBER, column, figure

STAGES = Tab(
    "stages",
    Text("Étapes des leads", "Lead stages"),
    Text(
        "Quels leads deviennent des ventes, et d’où viennent-ils ?",
        "Which leads become sales, and where do they come from?",
    ),
    (
        Line("mql_rate", "KPI_MQL_RATE({contacts.mql},{contacts.leads})", "KPI_MQL_RATE", target=0.45),
        Line("stage_sql", "KPI_MQL_TO_SQL({contacts.sql},{contacts.mql})", "KPI_MQL_TO_SQL", target=0.55),
        Line(
            "sql_won", "KPI_SQL_TO_CUSTOMER({contacts.new_customers},{contacts.sql})", "KPI_SQL_TO_CUSTOMER", target=0.3
        ),
        Line("win_rate", "KPI_WIN_RATE({deals.won_deals},{deals.closed_deals})", "KPI_WIN_RATE", target=0.4),
        Line(
            "contact_conversion",
            "KPI_LEAD_CONVERSION({contacts.new_customers},{contacts.leads})",
            "KPI_LEAD_CONVERSION",
            target=0.08,
        ),
    ),
    (
        Block(
            FIGURES,
            (
                figure("contact_leads", "contacts.leads"),
                figure("contact_mql", "contacts.mql"),
                figure("contact_sql", "contacts.sql"),
                figure("contact_opportunities", "deals.opportunities"),
                figure("contact_won", "deals.won_deals"),
            ),
        ),
    ),
    (
        by_month(
            Text("MQL et SQL par mois", "MQL and SQL by month"),
            NUMBER,
            (Text("MQL", "MQL"), "contact_mql"),
            (Text("SQL", "SQL"), "contact_sql"),
        ),
        ranking(
            Text("SQL par canal sur la période", "SQL by channel over the period"),
            NUMBER,
            (Text("SQL", "SQL"), "stage_grid", "sql"),
        ),
    ),
    (
        Grid(
            "stage_grid",
            Text("Les étapes par canal", "The stages by channel"),
            Text("Canal", "Channel"),
            (
                column("leads", "contacts.leads", "channel"),
                column("mql", "contacts.mql", "channel"),
                Column("mql_rate", Text("Part de MQL", "MQL rate"), "KPI_MQL_RATE({#mql},{#leads})", "KPI_MQL_RATE"),
                column("sql", "contacts.sql", "channel"),
                Column(
                    "sql_rate", Text("MQL vers SQL", "MQL to SQL"), "KPI_MQL_TO_SQL({#sql},{#mql})", "KPI_MQL_TO_SQL"
                ),
                column("won", "contacts.new_customers", "channel", Text("Clients gagnés", "Customers won")),
                Column(
                    "conversion",
                    Text("Leads devenus clients", "Leads to customers"),
                    "KPI_LEAD_CONVERSION({#won},{#leads})",
                    "KPI_LEAD_CONVERSION",
                ),
            ),
            listing="channels",
            total=Text("Tous les canaux", "All channels"),
        ),
    ),
)
