"""The definitions tab: the words that marketing and sales share."""

from xl_kpi.language import Text
from xl_kpi.templates.declaration import Line, Tab

DEFINITIONS = Tab(
    "definitions",
    Text("Définitions", "Definitions"),
    Text("Parlons-nous des mêmes leads ?", "Do we mean the same leads?"),
    (
        Line(
            "agreed_acceptance",
            "KPI_MQL_TO_SQL({contacts.sql},{contacts.mql})",
            "KPI_MQL_TO_SQL",
            Text("MQL que les ventes reconnaissent comme SQL", "MQL that sales recognises as SQL"),
            target=0.55,
        ),
    ),
    (),
    (),
    (),
    (
        (
            Text("Lead", "Lead"),
            Text(
                "Une personne qui a laissé ses coordonnées et accepté d’être contactée. Compté le jour de sa création.",
                "A person who left contact details and agreed to be contacted. Counted on the day of creation.",
            ),
        ),
        (
            Text("Lead qualifié marketing (MQL)", "Marketing-qualified lead (MQL)"),
            Text(
                "Un lead qui correspond au client visé (taille, secteur, fonction) et qui a montré un intérêt : "
                "catalogue demandé, atelier suivi, trois visites. Décidé par : marketing.",
                "A lead that fits the target customer (size, sector, role) and showed interest: catalogue requested, "
                "workshop attended, three visits. Decided by: marketing.",
            ),
        ),
        (
            Text("Transmission", "Handover"),
            Text(
                "Le MQL est attribué à une équipe commerciale dans la journée, avec son historique. Le délai de "
                "réponse court à partir de là.",
                "The MQL is assigned to a sales team within the day, with its history. The response time starts there.",
            ),
        ),
        (
            Text("Lead qualifié ventes (SQL)", "Sales-qualified lead (SQL)"),
            Text(
                "Un MQL que les ventes ont joint et accepté : besoin, budget, échéance. Un refus donne sa raison. "
                "Décidé par : ventes.",
                "An MQL that sales reached and accepted: need, budget, date. A refusal gives its reason. "
                "Decided by: sales.",
            ),
        ),
        (
            Text("Opportunité", "Opportunity"),
            Text(
                "Un SQL pour lequel une proposition chiffrée est en cours. Comptée à l’ouverture, avec son montant.",
                "An SQL with a priced proposal under way. Counted when it opens, with its amount.",
            ),
        ),
        (
            Text("Affaire gagnée, affaire perdue", "Deal won, deal lost"),
            Text(
                "Gagnée à la commande signée ; perdue au refus, ou sans réponse après 90 jours.",
                "Won with the signed order; lost on refusal, or without an answer after 90 days.",
            ),
        ),
        (
            Text("Engagements de service", "Service commitments"),
            Text(
                "Le marketing transmet le nombre de MQL convenu ; les ventes rappellent dans le délai convenu et "
                "disent pourquoi elles refusent.",
                "Marketing hands over the agreed number of MQL; sales calls within the time set in the parameters and "
                "says why it refuses.",
            ),
        ),
    ),
)
