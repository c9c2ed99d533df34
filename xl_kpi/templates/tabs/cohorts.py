"""The cohorts tab: of the customers won in a month, how many come back."""

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Block, Column, Grid, Line, Tab, by_month
from xl_kpi.templates.tabs.common import FIGURES, RATE, figure

_WON = "{customers.customer_age=0}"


def _returning(age: int) -> Column:
    """Declare the share of a cohort that buys again in the month of that age."""
    bought = (
        f'COUNTIFS({{all customers.customer_age}},{age},{{all customers.date}},">="&EDATE({{#label}},{age}),'
        f'{{all customers.date}},"<="&EOMONTH({{#label}},{age}))'
    )
    return Column(
        f"age_{age}",
        Text(f"Mois {age}", f"Month {age}"),
        f'IF(EDATE({{#label}},{age})>{{end}},"",{bought}/{{#size}})',
        unit=Unit.FRACTION,
        fmt="0%",
    )


COHORTS = Tab(
    "cohorts",
    Text("Cohortes", "Cohorts"),
    Text("Les clients gagnés un mois donné reviennent-ils ?", "Do the customers won in a month come back?"),
    (
        Line(
            "next_month",
            "KPI_REPEAT_RATE({customers.customer_age=1},COUNTIFS({all customers.customer_age},0,{all customers.date},"
            '">="&EDATE({start},-1),{all customers.date},"<="&EOMONTH({end},-1)))',
            "KPI_REPEAT_RATE",
            Text(
                "Clients revenus le mois suivant leur premier achat", "Customers back the month after their first order"
            ),
            target=0.45,
        ),
        Line(
            "loyal_share",
            "{customers.customer_age>=1}/{count customers}",
            label=Text("Part des achats de clients déjà gagnés", "Share of purchases by customers already won"),
            unit=Unit.FRACTION,
            target=0.6,
        ),
        Line(
            "cohort_aov",
            "KPI_AOV({customers.revenue},{customers.orders})",
            "KPI_AOV",
            target=45.0,
        ),
    ),
    (
        Block(
            FIGURES,
            (
                Line("cohort_new", _WON, label=Text("Clients gagnés", "Customers won")),
                Line(
                    "cohort_back",
                    "{customers.customer_age>=1}",
                    label=Text("Clients revenus, par mois", "Customers back, by month"),
                ),
                figure("cohort_orders", "customers.orders"),
                figure("cohort_revenue", "customers.revenue"),
            ),
        ),
    ),
    (
        by_month(
            Text("Clients gagnés et clients revenus par mois", "Customers won and customers back by month"),
            Text("Clients", "Customers"),
            (Text("Gagnés", "Won"), "cohort_new"),
            (Text("De retour", "Back"), "cohort_back"),
            stacked=True,
        ),
        by_month(
            Text("Retour le mois suivant, par mois", "Back the month after, by month"),
            RATE,
            (Text("Taux", "Rate"), "next_month"),
            fmt="0%",
        ),
    ),
    (
        Grid(
            "cohort_grid",
            Text("Part de chaque cohorte qui achète encore", "Share of every cohort that still buys"),
            Text("Mois du premier achat", "Month of the first order"),
            (
                Column(
                    "size",
                    Text("Clients gagnés", "Customers won"),
                    'COUNTIFS({all customers.customer_age},0,{all customers.date},">="&{#label},'
                    '{all customers.date},"<="&EOMONTH({#label},0))',
                ),
                *(_returning(age) for age in range(1, 11)),
            ),
            heat=True,
        ),
    ),
)
