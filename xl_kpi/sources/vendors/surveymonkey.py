"""SurveyMonkey responses: two header rows, the question and its answers; the NPS question is found by its answers."""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

SURVEYMONKEY = Vendor(
    id="surveymonkey",
    label="SurveyMonkey",
    table=TABLES["survey"],
    columns=(
        Column(field="date", en=("Date Created",)),
        Column(field="response", en=("Respondent ID", "RespondentID")),
    ),
    recognised_by=(("Respondent ID", "RespondentID"),),
    add_date=Text(
        "il manque la colonne « Date Created » ; exportez toutes les réponses depuis SurveyMonkey",
        "the column “Date Created” is missing; export all responses from SurveyMonkey",
    ),
    how_to_export=Text(
        "Analyser les résultats, Enregistrer sous, toutes les réponses individuelles, CSV.",
        "Analyze results, Save as, all individual responses, CSV.",
    ),
    left_out=("Collector ID",),
    score_question=True,
    second_header=True,
)
