"""The satisfaction tab: whether they recommend us."""

from xl_kpi.catalog import FAMILIES
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Line, Tab, by_month

SATISFACTION = Tab(
    "satisfaction",
    FAMILIES["satisfaction"],
    Text("Nos clients nous recommandent-ils ?", "Would our customers recommend us?"),
    (
        Line(
            "nps",
            "KPI_NPS_COUNTS({survey.score>=9},{survey.score>=7<=8},{survey.score<=6})",
            "KPI_NPS_COUNTS",
            label=Text("Net Promoter Score (NPS) de la période", "Net Promoter Score (NPS) of the period"),
            target=40.0,
        ),
        Line(
            "nps_all",
            "KPI_NPS({all survey.score})",
            "KPI_NPS",
            label=Text("NPS, toutes les réponses reçues", "NPS, all answers received"),
            target=40.0,
            whole=True,
        ),
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
        by_month(
            Text("Réponses par mois", "Answers by month"),
            Text("Réponses", "Answers"),
            (Text("Promoteurs", "Promoters"), "promoters"),
            (Text("Passifs", "Passives"), "passives"),
            (Text("Détracteurs", "Detractors"), "detractors"),
            stacked=True,
        ),
    ),
)
