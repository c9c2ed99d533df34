"""The pipeline tab: what each source puts into it and what comes out."""

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Column, Grid, Line, Tab, by_month, ranking
from xl_kpi.templates.tabs.common import FIGURES, column, figure

_OPEN = "{deals.deal_amount}-{deals.deal_amount?closed_deals=1}"

PIPELINE = Tab(
    "pipeline",
    Text("Portefeuille", "Pipeline"),
    Text("Quelles sources nourrissent le portefeuille de ventes ?", "Which sources feed the sales pipeline?"),
    (
        Line("pipeline_win", "KPI_WIN_RATE({deals.won_deals},{deals.closed_deals})", "KPI_WIN_RATE", target=0.4),
        Line(
            "deal_value",
            "KPI_AOV({deals.deal_amount?won_deals=1},{deals.won_deals})",
            "KPI_AOV",
            Text("Montant moyen d’une affaire gagnée", "Average amount of a deal won"),
            target=2500.0,
        ),
        Line(
            "marketing_pipeline",
            "{=pipeline_amount}",
            label=Text("Portefeuille créé sur la période", "Pipeline created in the period"),
            unit=Unit.CURRENCY,
            target=70000.0,
            guard="{=pipeline_amount}",
        ),
    ),
    (
        Block(
            FIGURES,
            (
                figure("pipeline_deals", "deals.opportunities"),
                figure("pipeline_amount", "deals.deal_amount"),
                Line(
                    "pipeline_open",
                    _OPEN,
                    unit=Unit.CURRENCY,
                    label=Text("Encore ouvert", "Still open"),
                ),
                Line(
                    "pipeline_won",
                    "{deals.deal_amount?won_deals=1}",
                    unit=Unit.CURRENCY,
                    label=Text("Montant gagné", "Amount won"),
                ),
                figure("pipeline_closed", "deals.closed_deals"),
                figure("pipeline_sales", "deals.won_deals"),
            ),
        ),
    ),
    (
        ranking(
            Text("Portefeuille et montant gagné par canal", "Pipeline and amount won by channel"),
            None,
            (Text("Portefeuille", "Pipeline"), "pipeline_grid", "amount"),
            (Text("Gagné", "Won"), "pipeline_grid", "won_amount"),
        ),
        by_month(
            Text("Portefeuille créé et gagné par mois de création", "Pipeline created and won by month of creation"),
            None,
            (Text("Créé", "Created"), "pipeline_amount"),
            (Text("Gagné", "Won"), "pipeline_won"),
        ),
    ),
    (
        Grid(
            "pipeline_grid",
            Text("Le portefeuille par canal d’origine", "The pipeline by source channel"),
            Text("Canal", "Channel"),
            (
                column("deals", "deals.opportunities", "channel"),
                column("amount", "deals.deal_amount", "channel", Text("Montant créé", "Amount created")),
                column("closed", "deals.closed_deals", "channel"),
                column("won", "deals.won_deals", "channel"),
                Column("win", Text("Taux de gain", "Win rate"), "KPI_WIN_RATE({#won},{#closed})", "KPI_WIN_RATE"),
                Column(
                    "won_amount",
                    Text("Montant gagné", "Amount won"),
                    "{deals.deal_amount?channel?won_deals=1}",
                    unit=Unit.CURRENCY,
                ),
                Column(
                    "share",
                    Text("Part du gagné", "Share of won"),
                    "{#won_amount}/{deals.deal_amount?won_deals=1}",
                    unit=Unit.FRACTION,
                ),
            ),
            listing="channels",
            total=Text("Tous les canaux", "All channels"),
        ),
    ),
)
