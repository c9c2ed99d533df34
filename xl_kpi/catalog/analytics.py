"""Analytics KPIs."""

from xl_kpi.catalog.kpi import Example, Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas import analytics as f
from xl_kpi.language import Text

_CONFIDENCE = Text(
    "Niveau de confiance, entre 0 et 1 ; 0,95 si omis", "Confidence level, between 0 and 1; 0.95 if left out"
)
_P = "2*NORMSDIST(-ABS({successes_a}/{trials_a}-{successes_b}/{trials_b})/SQRT("
_POOLED = "({successes_a}+{successes_b})/({trials_a}+{trials_b})"

KPIS = (
    Kpi(
        function=f.rate_ci,
        title=Text("Intervalle de confiance d’un taux (Wilson)", "Confidence interval of a rate (Wilson)"),
        help=Text(
            "Bornes basse et haute entre lesquelles se trouve le vrai taux, au niveau de confiance donné (méthode de "
            "Wilson).",
            "Low and high bounds between which the true rate lies, at the given confidence (Wilson’s method).",
        ),
        arguments={
            "successes": Text("Succès (clics, conversions…)", "Successes (clicks, conversions...)"),
            "trials": Text("Essais (impressions, visites…)", "Trials (impressions, visits...)"),
            "confidence": _CONFIDENCE,
        },
        native=None,
        formula=Text(
            "(p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n)", "(p + z²/2n ± z·√(p(1-p)/n + z²/4n²)) / (1 + z²/n)"
        ),
        better="context",
        examples=(
            Example(
                arguments=(50, 1000),
                result=((0.03813026239, 0.06531382024),),
                tolerance=1e-9,
                source="R 4.2.2, prop.test(50, 1000, correct = FALSE)",
            ),
            Example(arguments=(5, 3), result=ExcelError.NUM),
        ),
        definition_source="Wilson (1927), Journal of the American Statistical Association 22",
        see_also=("KPI_AB_TEST",),
    ),
    Kpi(
        function=f.ab_test,
        title=Text("Test A/B (p-valeur)", "A/B test (p-value)"),
        help=Text(
            "Probabilité d’un écart au moins aussi grand si les deux variantes avaient le même taux. En dessous de "
            "0,05, l’écart est dit significatif.",
            "Probability of a difference at least as large if both variants had the same rate. Below 0.05 it is "
            "called significant.",
        ),
        arguments={
            "successes_a": Text("Succès de la variante A", "Successes of variant A"),
            "trials_a": Text("Visiteurs de la variante A", "Visitors of variant A"),
            "successes_b": Text("Succès de la variante B", "Successes of variant B"),
            "trials_b": Text("Visiteurs de la variante B", "Visitors of variant B"),
        },
        native=f"{_P}{_POOLED}*(1-{_POOLED})*(1/{{trials_a}}+1/{{trials_b}})))",
        better="context",
        examples=(
            Example(
                arguments=(120, 2400, 150, 2500),
                result=0.1251374872,
                tolerance=1e-9,
                source="R 4.2.2, prop.test(c(120, 150), c(2400, 2500), correct = FALSE)",
            ),
            Example(arguments=(0, 100, 0, 100), result=ExcelError.DIV0),
        ),
        see_also=("KPI_AB_SAMPLE_SIZE", "KPI_RATE_CI"),
    ),
    Kpi(
        function=f.ab_sample_size,
        title=Text("Taille d’échantillon d’un test A/B", "A/B test sample size"),
        help=Text(
            "Visiteurs nécessaires par variante pour distinguer deux taux (résultat non arrondi).",
            "Visitors needed per variant to tell two rates apart (result not rounded).",
        ),
        arguments={
            "rate_a": Text("Taux actuel, de 0 à 1", "Present rate, 0 to 1"),
            "rate_b": Text("Taux à détecter, de 0 à 1", "Rate to detect, 0 to 1"),
            "power": Text("Puissance ; 0,8 si omise", "Power; 0.8 if left out"),
            "alpha": Text("Risque de fausse alerte ; 0,05 si omis", "Risk of a false alarm; 0.05 if left out"),
        },
        native=(
            "((-NORMSINV({alpha}/2)*SQRT(({rate_a}+{rate_b})*(1-({rate_a}+{rate_b})/2))-NORMSINV(1-{power})*"
            "SQRT({rate_a}*(1-{rate_a})+{rate_b}*(1-{rate_b})))/({rate_a}-{rate_b}))^2"
        ),
        better="context",
        examples=(
            Example(
                arguments=(0.05, 0.06),
                result=8157.731,
                tolerance=1e-6,
                source="R 4.2.2, power.prop.test(p1 = .05, p2 = .06, power = .8)",
            ),
            Example(arguments=(0.05, 0.05), result=ExcelError.DIV0),
            Example(arguments=(5, 6), result=ExcelError.NUM),
        ),
        see_also=("KPI_AB_TEST",),
        number_format="#,##0",
    ),
)
