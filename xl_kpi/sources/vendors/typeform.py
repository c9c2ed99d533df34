"""Typeform responses. Questions are the column labels, so the NPS question is found by its answers."""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

TYPEFORM = Vendor(
    id="typeform",
    label="Typeform",
    table=TABLES["survey"],
    columns=(
        Column(field="date", en=("Submit Date (UTC)",)),
        Column(field="response", en=("#",)),
    ),
    recognised_by=(("#",), ("Submit Date (UTC)",)),
    add_date=Text(
        "il manque la colonne « Submit Date (UTC) » ; exportez toutes les réponses depuis Typeform",
        "the column “Submit Date (UTC)” is missing; export all responses from Typeform",
    ),
    how_to_export=Text(
        "Résultats, Réponses, Télécharger toutes les réponses, CSV ou XLSX.",
        "Results, Responses, Download all responses, CSV or XLSX.",
    ),
    left_out=("Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Network ID", "Tags"),
    skip_undated=Text("réponse commencée mais non envoyée", "response started but not submitted"),
    score_question=True,
    time_zone="UTC",
)
