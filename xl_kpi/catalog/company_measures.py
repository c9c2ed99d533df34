"""The measures of the company itself and of its plans: accounts, team, budgets, actions."""

from xl_kpi.catalog.measure import family_of, measure
from xl_kpi.language import Text

COMPANY_MEASURES = (
    *family_of(
        "executive",
        measure(
            "operating_costs",
            Text("Charges d’exploitation", "Operating costs"),
            Text("Toutes les charges d’exploitation, marketing compris", "All operating costs, marketing included"),
            unit="currency",
            better="lower",
        ),
        measure(
            "market_sales",
            Text("Ventes du marché", "Market sales"),
            Text(
                "Ventes de tout le marché, les nôtres comprises, en valeur",
                "Sales of the whole market, ours included, in value",
            ),
            unit="currency",
            better="context",
        ),
        measure(
            "leader_sales",
            Text("Ventes du leader", "Leader’s sales"),
            Text("Ventes du premier concurrent, en valeur", "Sales of the largest competitor, in value"),
            unit="currency",
            better="context",
        ),
        measure(
            "new_product_revenue",
            Text("CA des nouveaux produits", "Revenue of new products"),
            Text(
                "CA des produits lancés depuis moins de trois ans",
                "Revenue of products launched in the last three years",
            ),
            unit="currency",
        ),
        measure(
            "share_price",
            Text("Cours de l’action", "Share price"),
            Text(
                "Cours en fin de mois, ou valeur estimée d’une part",
                "Price at the end of the month, or estimated value of a share",
            ),
            unit="currency",
            aggregation="last",
        ),
        measure(
            "dividends",
            Text("Dividende par action", "Dividend per share"),
            Text("Dividendes versés dans le mois, par action", "Dividends paid in the month, per share"),
            unit="currency",
        ),
        measure(
            "headcount",
            Text("Effectif", "Headcount"),
            Text("Salariés en fin de mois", "Employees at the end of the month"),
            aggregation="last",
            better="context",
        ),
        measure(
            "leavers",
            Text("Départs", "Leavers"),
            Text("Salariés partis dans le mois", "Employees who left in the month"),
            better="lower",
        ),
        measure(
            "respondents",
            Text("Salariés interrogés", "Employees surveyed"),
            Text("Salariés qui ont répondu à l’enquête interne", "Employees who answered the internal survey"),
            better="context",
        ),
        measure(
            "favourable",
            Text("Réponses favorables", "Favourable answers"),
            Text("Salariés qui ont répondu favorablement", "Employees who answered favourably"),
        ),
        measure(
            "tonnes_co2e",
            Text("Tonnes de CO2e", "Tonnes of CO2e"),
            Text(
                "Émissions de gaz à effet de serre du mois, en tonnes",
                "Greenhouse gas emissions of the month, in tonnes",
            ),
            unit="number",
            better="lower",
        ),
        measure(
            "employee_score",
            Text("Note du salarié", "Employee score"),
            Text(
                "Réponse d’un salarié de 0 à 10 ; ne s’additionne pas",
                "An employee’s answer from 0 to 10; never add it up",
            ),
            unit="score",
            aggregation="none",
        ),
    ),
    *family_of(
        "planning",
        measure(
            "planned",
            Text("Prévu", "Planned"),
            Text("Dépense prévue au budget", "Spend planned in the budget"),
            unit="currency",
            better="context",
        ),
        measure(
            "actual",
            Text("Réalisé", "Actual"),
            Text("Dépense réalisée", "Spend incurred"),
            unit="currency",
            better="context",
        ),
        measure(
            "generated_revenue",
            Text("CA généré", "Revenue generated"),
            Text("CA que cette dépense a rapporté", "Revenue that the spend brought in"),
            unit="currency",
        ),
        measure(
            "action_cost",
            Text("Coût par fois", "Cost each time"),
            Text("Coût de l’action chaque fois qu’elle a lieu", "Cost of the action each time it takes place"),
            unit="currency",
            better="lower",
        ),
        measure(
            "priority",
            Text("Priorité", "Priority"),
            Text("Rang de l’indicateur dans le plan, de 1 à 10", "Rank of the KPI in the plan, from 1 to 10"),
            aggregation="none",
            better="lower",
        ),
        measure(
            "kpi_target",
            Text("Cible", "Target"),
            Text(
                "Cible de l’indicateur ; vide : l’objectif des paramètres",
                "Target of the KPI; blank: the target of the parameters",
            ),
            unit="number",
            aggregation="none",
            better="context",
        ),
        measure(
            "review_days",
            Text("Revue dans (jours)", "Review in (days)"),
            Text("Jours de la décision à la prochaine revue", "Days from the decision to the next review"),
            aggregation="none",
            better="context",
        ),
    ),
)
