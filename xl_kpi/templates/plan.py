"""The action plan: up to ten KPIs chosen by objective, where they stand, what was decided."""

from xl_kpi.catalog.vocabulary import OWNERS
from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates import tabs, words
from xl_kpi.templates.declaration import Template
from xl_kpi.templates.layout import MONTHS, TARGET, VALUE
from xl_kpi.templates.listings import CHANNELS, SOURCES
from xl_kpi.templates.pages import Cell, Charts, Choices, Column, Page, Panel, PanelChart, Pick, Ref

_TABS = (
    tabs.AWARENESS, tabs.ENGAGEMENT, tabs.LEADS, tabs.PROFITABILITY, tabs.LOYALTY, tabs.SATISFACTION, tabs.EXECUTIVE,
    tabs.COMPANY,
)  # fmt: skip
_PICKED = 10


def _directory() -> tuple[tuple[Cell, ...], ...]:
    """Return a row for every KPI that has a target: what it is, where its value and its months are."""
    rows = []
    for tab in _TABS:
        for line in tab.kpis:
            if line.target is None or line.of is None:
                continue
            unit: Cell = "={currency}" if line.shown_unit is Unit.CURRENCY else words.UNITS[line.shown_unit]
            months = tuple(Ref(line.id, month) for month in MONTHS)
            better = words.BETTER[line.of.better]
            head = (line.title, tab.name, line.of.name, better, unit)
            rows.append((*head, Ref(line.id, VALUE), Ref(line.id, TARGET), *months, line.of.help))
    return tuple(rows)


def _mine(column: str) -> str:
    """Return a column of the plan's table in the row of this rank."""
    return f'IF([place]="","",INDEX({{plan.{column}}},[place])&"")'


def _theirs(column: str, nothing: str = '""') -> str:
    """Return a column of the directory for the KPI of this row."""
    return f'IF([kpi]="","",IFERROR(INDEX([list!{column}:],MATCH([kpi],[list!name:],0)),{nothing}))'


_MONTH_COLUMNS = tuple(
    Column(f"m{i}", Text(f"Mois {i}", f"Month {i}"), "figure", _theirs(f"m{i}")) for i in range(1, len(MONTHS) + 1)
)
_SHOWN = 'OR([kpi]="",[target]="",[actual]={no_data})'
_PLAN = Page(
    "plan",
    Text("Plan d’action", "Action plan"),
    Text("Dix indicateurs au plus, leur état, ce qui est décidé et quand on y revient.",
         "Ten KPIs at most, where they stand, what is decided and when to come back to it."),
    (6, 34, 15, 18, 12, 9, 12, 12, 10, 14, 18, 38, 12, 12, 11),
    (
        Panel(
            "picks",
            Text("Les indicateurs choisis", "The KPIs chosen"),
            (
                Column("rank", Text("Rang", "Rank"), "unit", "{n}"),
                Column("kpi", Text("Indicateur", "KPI"), formula=_mine("kpi"), bold=True, wrap=True),
                Column("objective", Text("Axe", "Objective"), formula=_theirs("objective", _mine("objective"))),
                Column("owner", Text("Responsable", "Owner"), formula=_mine("owner")),
                Column("actual", Text("Réalisé", "Actual"), "figure", _theirs("value", "{no_data}"), bold=True),
                Column("unit", Text("Unité", "Unit"), "unit", _theirs("unit")),
                Column("target", Text("Cible", "Target"), "figure",
                       'IF([kpi]="","",IF(ISNUMBER(INDEX({plan.kpi_target},[place])),INDEX({plan.kpi_target},[place]),'
                       + _theirs("target") + "))"),
                Column("variance", Text("Écart", "Variance"), "figure",
                       f'IF({_SHOWN},"",KPI_VARIANCE([actual],[target]))'),
                Column("attained", Text("Réalisé / cible", "Actual / target"), "fraction",
                       f'IF({_SHOWN},"",IFERROR(KPI_ATTAINMENT([actual],[target]),""))'),
                Column("status", Text("Statut", "Status"), "status",
                       f'IF({_SHOWN},"",KPI_STATUS([actual],[target],IF([better]={{plus bas|lower}},"lower","higher"),'
                       "{tolerance},{lang}))"),
                Column("trend", Text("12 mois", "12 months"), "trend"),
                Column("decision", Text("Décision", "Decision"), formula=_mine("decision"), wrap=True),
                Column("date", Text("Décidé le", "Decided on"), "date",
                       'IF([place]="","",IF(INDEX({plan.date},[place])=0,"",INDEX({plan.date},[place])))'),
                Column("review", Text("Prochaine revue", "Next review"), "date",
                       'IF([date]="","",IF(INDEX({plan.review_days},[place])=0,"",'
                       '[date]+INDEX({plan.review_days},[place])))'),
                Column("due", Text("À revoir", "Due"), "flag",
                       'IF([review]="","",IF({period_end}="","",IF([review]<={period_end},{⚑ échue|⚑ due},"")))'),
                *_MONTH_COLUMNS,
                Column("place", Text("Ligne de la table", "Row of the table"), "count",
                       'IFERROR(MATCH([rank],{plan.priority},0),"")'),
                Column("better", Text("Le mieux", "Better"), formula=_theirs("better")),
            ),
            ((),) * _PICKED,
            note=Text(
                "Les indicateurs se choisissent dans l’onglet « Données plan » : un axe, un indicateur de cet axe, une "
                "priorité de 1 à 10. La cible de la table l’emporte sur l’objectif des paramètres. À revoir : la revue "
                "tombe avant la fin de la période.",
                "Choose KPIs in the tab “Data Plan”: an objective, a KPI of that objective, a priority from 1 to 10. "
                "The target of the table overrides the one of the parameters. Due: the review falls before the end of "
                "the period.",
            ),
            row_height=36,
            headline=True,
        ),
        Charts(
            (
                PanelChart(Text("Réalisé en part de la cible", "Actual as a share of the target"), "bars", "picks",
                           "kpi", ((Text("Réalisé / cible", "Actual / target"), "attained"),),
                           axis=Text("Part de la cible", "Share of the target"), number_format="0%"),
            )
        ),
    ),
)  # fmt: skip


_CARDS = Page(
    "definitions",
    Text("Définitions", "Definitions"),
    Text("Ce que mesurent les indicateurs choisis.", "What the KPIs chosen measure."),
    (7, 42, 26, 90, 18),
    (
        Panel(
            "cards",
            Text("Les indicateurs choisis", "The KPIs chosen"),
            (
                Column("rank", Text("Rang", "Rank"), "unit", "{n}"),
                Column("kpi", Text("Indicateur", "KPI"), bold=True, wrap=True,
                       formula='IF(INDEX([picks!kpi:],{n})="","",INDEX([picks!kpi:],{n}))'),
                Column("function", Text("Fonction", "Function"), formula=_theirs("function")),
                Column("definition", Text("Définition", "Definition"), wrap=True, formula=_theirs("definition")),
                Column("better", Text("Le mieux", "Better"), formula=_theirs("better")),
            ),
            ((),) * _PICKED,
            row_height=52,
        ),
    ),
    period=False,
)  # fmt: skip

_LIST = Page(
    "directory",
    Text("Indicateurs proposés", "KPIs on offer"),
    Text("Ceux que le classeur calcule et qui ont un objectif, par axe.",
         "Those that the workbook computes and that have a target, by objective."),
    (52, 18, 28, 14, 12, 14, 14),
    (
        Panel(
            "list",
            Text("À choisir", "To choose from"),
            (
                Column("name", Text("Indicateur", "KPI"), bold=True),
                Column("objective", Text("Axe", "Objective")),
                Column("function", Text("Fonction", "Function")),
                Column("better", Text("Le mieux", "Better")),
                Column("unit", Text("Unité", "Unit"), "unit"),
                Column("value", Text("Valeur", "Value"), "count"),
                Column("target", Text("Objectif", "Target"), "count"),
                *(Column(f"m{i}", Text(f"Mois {i}", f"Month {i}"), "count") for i in range(1, len(MONTHS) + 1)),
                Column("definition", Text("Définition", "Definition")),
            ),
            _directory(),
            names={"name": Text("IndicateursProposes", "KpisOnOffer"), "objective": Text("AxesProposes", "KpiAxes")},
        ),
    ),
    long=True,
)  # fmt: skip

PLAN = Template(
    id="plan",
    title=Text("Choix des indicateurs et plan d’action", "KPI picker and action plan"),
    description=Text(
        "Jusqu’à dix indicateurs par axe : responsable, cible, réalisé, statut, décision, prochaine revue.",
        "Up to ten KPIs by objective: owner, target, actual, status, decision, next review.",
    ),
    tabs=_TABS,
    listings=(CHANNELS, SOURCES),
    pages=(_PLAN, _CARDS, _LIST),
    choices=(
        Choices("objectives", Text("Axes", "Objectives"), Text("ListeAxes", "ObjectiveList"), ("plan", "objective"),
                tuple(tab.name for tab in _TABS if any(line.owned for line in tab.kpis))),
        Choices("owners", Text("Responsables", "Owners"), Text("ListeResponsables", "OwnerList"), ("plan", "owner"),
                OWNERS, spare=5),
    ),
    picks=(
        Pick(("plan", "kpi"), Text("IndicateursProposes", "KpisOnOffer"), "objective",
             Text("AxesProposes", "KpiAxes")),
    ),
    steps=(
        (Text("Choisir les indicateurs", "Choose the KPIs"),
         Text("Onglet « Données plan » : un axe, un indicateur de cet axe, une priorité de 1 à 10, un responsable. Les "
              "listes déroulantes les proposent.",
              "Sheet “Data Plan”: an objective, a KPI of that objective, a priority from 1 to 10, an owner. The "
              "drop-down lists offer them.")),
        (Text("Décider", "Decide"),
         Text("Sur la même ligne : la décision, sa date, dans combien de jours on y revient, et une cible si elle "
              "diffère de celle des paramètres.",
              "In the same row: the decision, its date, in how many days to come back to it, and a target if it "
              "differs from that of the parameters.")),
    ),

)  # fmt: skip
