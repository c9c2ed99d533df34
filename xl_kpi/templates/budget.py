"""The budgets: what was planned, what is spent, where it leads, and where the next euro works best."""

from xl_kpi.catalog.vocabulary import BUDGETS
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Template
from xl_kpi.templates.pages import Charts, Choices, Column, Page, Panel, PanelChart, Shown, entry_column

_SPARE = 2  # rows for budgets and items that the reader adds

_PLAN, _ACTUAL = Text("Prévu", "Planned"), Text("Réalisé", "Actual")
_DATE, _PLANNED, _SPENT = "{budget.date}", "{budget.planned}", "{budget.actual}"
_START, _END, _CLOSED = "[year!start^]", "[year!end^]", "[year!closed^]"
_ELAPSED, _TOTAL = "[year!elapsed^]", "[year!total^]"


def _sum(what: str, where: str, start: str = _START, end: str = _CLOSED) -> str:
    """Return the sum of a measure between two dates, blank before there is any data."""
    dates = f'{_DATE},">="&{start},{_DATE},"<="&{end}'
    return f'IF({{period_end}}="","",SUMIFS({what},{dates}{where}))'


_FOLLOWED: tuple[tuple[str, Text, Shown, str], ...] = (
    ("variance", Text("Écart à date", "Variance to date"), "money",
     'IF([spent]="","",KPI_VARIANCE([spent],[due]))'),
    ("pacing", Text("Rythme", "Pacing"), "ratio",
     f'IFERROR(KPI_PACING([spent],[plan],{_ELAPSED},{_TOTAL}),"")'),
    ("projection", Text("Projection au rythme actuel", "Projection at this pace"), "money",
     f'IFERROR(KPI_PROJECTION([spent],{_ELAPSED},{_TOTAL}),"")'),
    ("landing", Text("Réalisé + reste prévu", "Actual + rest of plan"), "money",
     'IF([spent]="","",[spent]+[plan]-[due])'),
    ("status", Text("Statut", "Status"), "status",
     'IF([spent]="","",IF([due]=0,"",KPI_STATUS([spent],[due],"lower",{tolerance},{lang})))'),
)  # fmt: skip


def _year_columns(where: str, head: Column) -> tuple[Column, ...]:
    """Return the columns that follow a budget or an item over the year."""
    return (
        head,
        Column("plan", Text("Budget de l’exercice", "Budget of the year"), "money",
               f'IF([name]="","",{_sum(_PLANNED, where, end=_END)})', "sum"),
        Column("due", Text("Prévu à date", "Planned to date"), "money",
               f'IF([name]="","",{_sum(_PLANNED, where)})', "sum"),
        Column("spent", Text("Réalisé à date", "Actual to date"), "money",
               f'IF([name]="","",{_sum(_SPENT, where)})', "sum", bold=True),
        *(
            Column(id_, label, shown, f'IF([name]="","",{formula})', formula)
            for id_, label, shown, formula in _FOLLOWED
        ),
    )  # fmt: skip


def _months(id_: str, where: str) -> Panel:
    """Return plan against actual, month by month."""
    start, end = "[month]", "EOMONTH([month],0)"
    closed = f"[month]>{_CLOSED}"
    return Panel(
        id_,
        Text("Prévu et réalisé par mois", "Plan and actual by month"),
        (
            Column("month", Text("Mois", "Month"), "month", f'IF({_START}="","",EDATE({_START},{{n}}-1))'),
            Column("plan", _PLAN, "money", f'IF([month]="","",{_sum(_PLANNED, where, start, end)})', "sum"),
            Column("spent", _ACTUAL, "money",
                   f'IF([month]="","",IF({closed},"",{_sum(_SPENT, where, start, end)}))', "sum", bold=True),
            Column("variance", Text("Écart", "Variance"), "money", 'IF([spent]="","",KPI_VARIANCE([spent],[plan]))',
                   'IF(COUNT([variance:])=0,"",SUM([variance:]))'),
            Column("plan_sum", Text("Prévu cumulé", "Planned, cumulative"), "money",
                   'IF([month]="","",SUM([plan..]))'),
            Column("spent_sum", Text("Réalisé cumulé", "Actual, cumulative"), "money",
                   'IF([spent]="","",SUM([spent..]))'),
        ),
        ((),) * 12,
        total=Text("Exercice", "Year"),
    )  # fmt: skip


def _charts(months: str, panel: str) -> Charts:
    return Charts(
        (
            PanelChart(Text("Prévu et réalisé par mois", "Plan and actual by month"), "months", months, "month",
                       ((_PLAN, "plan"), (_ACTUAL, "spent"))),
            PanelChart(Text("Prévu et réalisé à date", "Plan and actual to date"), "bars", panel, "name",
                       ((_PLAN, "due"), (_ACTUAL, "spent"))),
        )
    )  # fmt: skip


_NOTE = Text(
    "Rythme : 1 suit le temps écoulé, au-dessus la dépense va plus vite. La projection compte chaque jour "
    "pour autant ; « réalisé + reste prévu » garde le plan des mois à venir. Statut : réalisé contre prévu à date.",
    "Pacing: 1 follows the time gone, above it money goes faster. The projection counts every day alike; "
    "“actual + rest of plan” keeps the plan of the months to come. Status: actual to date against plan to date.",
)
_WIDTHS = (34, 15, 15, 15, 15, 12, 17, 17, 15)

_YEAR = Panel(
    "year",
    Text("L’exercice", "The year"),
    (
        Column("label", Text("Réglage", "Setting")),
        Column("first", Text("Premier mois (1 à 12)", "First month (1 to 12)"), "count"),
        Column("start", Text("Début", "Start"), "date",
               'IF({period_end}="","",DATE(YEAR({period_end})-IF(MONTH({period_end})<[first],1,0),[first],1))'),
        Column("end", Text("Fin", "End"), "date", 'IF([start]="","",EDATE([start],12)-1)'),
        Column("closed", Text("Arrêté au", "Closed on"), "date", 'IF({period_end}="","",{period_end})'),
        Column("elapsed", Text("Jours écoulés", "Days gone"), "count", 'IF([start]="","",[closed]-[start]+1)'),
        Column("total", Text("Jours de l’exercice", "Days of the year"), "count",
               'IF([start]="","",[end]-[start]+1)'),
    ),
    ((Text("Exercice comptable", "Accounting year"), 1),),
    fill=frozenset({"first"}),
)  # fmt: skip

_MASTER = Page(
    "master",
    Text("Budget global", "Master budget"),
    Text("Où en est chaque budget, et où il mène.", "Where every budget stands, and where it leads."),
    _WIDTHS,
    (
        Panel(
            "budgets",
            Text("Tous les budgets", "All budgets"),
            _year_columns(
                ",{budget.budget},[name]",
                entry_column("budgets", Text("Budget", "Budget")),
            ),
            ((),) * (len(BUDGETS) + _SPARE),
            total=Text("Tous les budgets", "All budgets"),
            note=_NOTE,
            headline=True,
        ),
        _charts("all_months", "budgets"),
        _YEAR,
        _months("all_months", ""),
    ),
)  # fmt: skip


def _page(index: int) -> Page:
    """Return the page of one budget: its items, its months."""
    budget, items = BUDGETS[index]
    where = f",{{budget.budget}},{{entry budgets {index + 1}}}"
    key = f"budget_{index}"
    blank = ((None,),) * _SPARE
    return Page(
        key,
        budget,
        Text("Ce qui était prévu, poste par poste, et ce qui est dépensé.",
             "What was planned, item by item, and what is spent."),
        _WIDTHS,
        (
            Panel(
                f"{key}_items",
                Text("Par poste", "By item"),
                _year_columns(where + ",{budget.item},[name]", Column("name", Text("Poste", "Item"), bold=True)),
                (*((item,) for item in items), *blank),
                total=Text("Postes de la liste", "Items of the list"),
                fill=frozenset({"name"}),
            ),
            Panel(
                f"{key}_rest",
                Text("Contrôle : ce que le tableau de données a de plus", "Check: what the data table has beyond"),
                (
                    Column("name", Text("Reste", "Rest")),
                    *(
                        Column(id_, label, "money",
                               f'IF({{period_end}}="","",'
                               f'ROUND({_sum(what, where, end=end)}-SUM([{key}_items!{id_}:]),2))')
                        for id_, label, what, end in (
                            ("plan", Text("Budget de l’exercice", "Budget of the year"), _PLANNED, _END),
                            ("due", Text("Prévu à date", "Planned to date"), _PLANNED, _CLOSED),
                            ("spent", Text("Réalisé à date", "Actual to date"), _SPENT, _CLOSED),
                        )
                    ),
                ),
                ((Text("Postes absents de la liste", "Items not in the list"),),),
            ),
            _charts(f"{key}_months", f"{key}_items"),
            _months(f"{key}_months", where),
        ),
    )  # fmt: skip


_GENERATED = "{budget.generated_revenue}"
_OF_BUDGET = ",{budget.budget},[name]"
_BREAK_EVEN = "[move!break_even^]"


def _over(what: str, period: str) -> str:
    return f'IF([name]="","",{_sum(what, _OF_BUDGET, f"{{{period}_start}}", f"{{{period}_end}}")})'


_REALLOCATION = Page(
    "reallocation",
    Text("Réallocation", "Reallocation"),
    Text(
        "Ce que le dernier euro ajouté a rapporté, et ce qu’on gagnerait à déplacer.",
        "What the last euro added brought in, and what moving money would gain.",
    ),
    (30, 14, 14, 14, 14, 12, 13, 14, 14, 14, 14, 14),
    (
        Panel(
            "move",
            Text("Réglages", "Settings"),
            (
                Column("label", Text("Réglage", "Setting")),
                Column("share", Text("Part déplacée", "Share moved"), "fraction"),
                Column("least", Text("Variation minimale", "Least change"), "fraction",
                       note=Text("En dessous de cette variation de la dépense, le rendement marginal ne dit rien.",
                                 "Below this change of the spend the marginal return says nothing.")),
                Column("break_even", Text("Point mort", "Break-even"), "ratio", 'KPI_ROAS_BREAKEVEN({gross_margin})'),
            ),
            ((Text("Déplacement proposé", "Move proposed"), 0.2, 0.05),),
            fill=frozenset({"share", "least"}),
        ),
        Panel(
            "returns",
            Text("Rendement et déplacement proposé", "Return and move proposed"),
            (
                entry_column("budgets", Text("Budget", "Budget")),
                Column("before", Text("Dépense précédente", "Spend before"), "money", _over(_SPENT, "previous"), "sum"),
                Column("now", Text("Dépense de la période", "Spend of the period"), "money", _over(_SPENT, "period"),
                       "sum"),
                Column("earned_before", Text("CA précédent", "Revenue before"), "money",
                       _over(_GENERATED, "previous"), "sum"),
                Column("earned", Text("CA de la période", "Revenue of the period"), "money",
                       _over(_GENERATED, "period"), "sum"),
                Column("average", Text("Rendement moyen", "Average return"), "ratio",
                       'IFERROR(KPI_ROAS([earned],[now]),"")', 'IFERROR(KPI_ROAS([earned],[now]),"")'),
                Column("marginal", Text("Rendement marginal", "Marginal return"), "ratio",
                       'IFERROR(IF(ABS([now]-[before])<[move!least^]*[before],"",'
                       '([earned]-[earned_before])/([now]-[before])),"")', bold=True),
                Column("advice", Text("Conseil", "Advice"), "flag",
                       f'IF([marginal]="","",IF([marginal]>={_BREAK_EVEN},{{▲ augmenter|▲ raise}},'
                       "{▼ réduire|▼ cut}))"),
                Column("rest", Text("Reste à dépenser", "Left to spend"), "money",
                       f'IF([name]="","",{_sum(_PLANNED, _OF_BUDGET, f"{_CLOSED}+1", _END)})', "sum"),
                Column("out", Text("À retirer", "Take out"), "money",
                       'IF([rest]="","",IF([advice]={▼ réduire|▼ cut},[move!share^]*[rest],0))', "sum"),
                Column("into", Text("À ajouter", "Put in"), "money",
                       'IF([rest]="","",IF([advice]={▲ augmenter|▲ raise},'
                       '[marginal]/SUMIFS([marginal:],[advice:],{▲ augmenter|▲ raise})*SUM([out:]),0))', "sum"),
                Column("gain", Text("CA attendu du déplacement", "Revenue expected"), "money",
                       'IF([marginal]="","",([into]-[out])*[marginal])', "sum"),
            ),
            ((),) * (len(BUDGETS) + _SPARE),
            total=Text("Tous les budgets", "All budgets"),
            note=Text(
                "Rendement marginal : variation du CA généré par euro de dépense ajouté ou retiré depuis la période "
                "précédente. Saison et délais s’y mêlent : un conseil se vérifie par un essai.",
                "Marginal return: change in revenue generated per unit of spend added or removed since the previous "
                "period. Season and delays blend in: check an advice by a trial.",
            ),
        ),
        Charts(
            (
                PanelChart(Text("Rendement moyen et marginal par budget", "Average and marginal return by budget"),
                           "bars", "returns", "name",
                           ((Text("Moyen", "Average"), "average"), (Text("Marginal", "Marginal"), "marginal")),
                           axis=Text("CA par unité dépensée", "Revenue per unit spent"), number_format="0.0"),
                PanelChart(Text("Déplacement proposé", "Move proposed"), "bars", "returns", "name",
                           ((Text("À retirer", "Take out"), "out"), (Text("À ajouter", "Put in"), "into"))),
            )
        ),
    ),
)  # fmt: skip

BUDGET = Template(
    id="budget",
    title=Text("Budgets marketing", "Marketing budgets"),
    description=Text(
        "Budget global et sept budgets : prévu, réalisé, rythme, projection, réallocation.",
        "A master budget and seven budgets: plan, actual, pacing, projection, reallocation.",
    ),
    steps=(
        (Text("Planifier", "Plan"),
         Text("Onglet « Données budget » : une ligne par mois, budget et poste, avec le montant prévu. Les listes "
              "déroulantes viennent de l’onglet « Listes », où vous ajoutez vos postes. Ou importez un fichier aux "
              "mêmes en-têtes.",
              "Sheet “Data Budget”: one row per month, budget and item, with the amount planned. The drop-down lists "
              "come from the sheet “Lists”, where you add your items. Or import a file with the same headings."),
         Text("xl-kpi import classeur.xlsx budgets.csv", "xl-kpi import book.xlsx budgets.csv")),
        (Text("Réaliser", "Spend"),
         Text("Sur la même ligne, la dépense du mois et le CA qu’elle a rapporté, s’il est connu. Laissez vides les "
              "mois à venir.",
              "In the same row, the spend of the month and the revenue it brought, if known. Leave months to come "
              "blank.")),
        (Text("Placer l’exercice", "Place the year"),
         Text("« Budget global », tableau « L’exercice » : le premier mois de l’exercice, s’il n’est pas janvier. "
              "« Réallocation » : la part à déplacer et la variation minimale.",
              "“Master budget”, table “The year”: the first month of the year, if it is not January. “Reallocation”: "
              "the share to move and the least change.")),
    ),
    pages=(_MASTER, _REALLOCATION, *map(_page, range(len(BUDGETS)))),
    choices=(
        Choices("budgets", Text("Budgets", "Budgets"), Text("ListeBudgets", "BudgetList"), ("budget", "budget"),
                tuple(name for name, _ in BUDGETS), spare=_SPARE),
        Choices("items", Text("Postes", "Items"), Text("ListePostes", "ItemList"), ("budget", "item"),
                tuple(item for _, items in BUDGETS for item in items), spare=10),
    ),
)  # fmt: skip
