"""The inventory of marketing actions: what is done, by whom, at what cost, and which KPI it serves."""

from xl_kpi.catalog import KPIS
from xl_kpi.catalog.vocabulary import CHANNELS, FREQUENCIES, OWNERS, TOOLS
from xl_kpi.language import Text
from xl_kpi.templates.declaration import Template
from xl_kpi.templates.pages import Charts, Choices, Column, Page, Panel, PanelChart, entry_column

_ROWS = 100  # actions that the inventory shows
_FOLLOWED = (
    "TRAFFIC_SHARE", "SOV", "BRAND_AWARENESS", "ENGAGEMENT_RATE", "CTR", "FOLLOWER_GROWTH", "OPEN_RATE", "CLICK_RATE",
    "ATTENDANCE", "CPL", "CPC", "CVR", "MQL_TO_SQL", "LEAD_CONVERSION", "CAC", "AOV", "REVENUE_SHARE", "ROAS", "MER",
    "LTV_CAC", "RETENTION", "REPEAT_RATE", "NPS", "CSAT",
)  # fmt: skip


def _field(column: str) -> str:
    """Return the text of a column of the table for the action of the row."""
    return f'IF([name]="","",IFERROR(INDEX({{actions.{column}}},{{n}})&"",""))'


_ACTION = Text("Action", "Action")
_COUNT = Text("Actions", "Actions")
_YEARLY = Text("Coût annuel", "Yearly cost")

_LIST = Page(
    "list",
    Text("Inventaire", "Inventory"),
    Text("Chaque action, son coût sur un an et l’indicateur qu’elle sert.",
         "Every action, its cost over a year and the KPI it serves."),
    (44, 22, 18, 16, 22, 13, 10, 14, 38, 16),
    (
        Panel(
            "actions",
            Text("Les actions", "The actions"),
            (
                Column("name", _ACTION, formula='IFERROR(INDEX({actions.action},{n})&"","")', bold=True),
                Column("channel", Text("Canal", "Channel"), formula=_field("channel")),
                Column("tool", Text("Outil", "Tool"), formula=_field("tool")),
                Column("frequency", Text("Fréquence", "Frequency"), formula=_field("frequency")),
                Column("owner", Text("Responsable", "Owner"), formula=_field("owner")),
                Column("cost", Text("Coût par fois", "Cost each time"), "money",
                       'IF([name]="","",IFERROR(INDEX({actions.action_cost},{n})+0,0))'),
                Column("times", Text("Fois par an", "Times a year"), "count",
                       'IF([name]="","",IFERROR(INDEX({beside frequencies},MATCH([frequency],{list frequencies},0)),'
                       '""))'),
                Column("yearly", _YEARLY, "money", 'IF([times]="","",[cost]*[times])', "sum", bold=True),
                Column("kpi", Text("Indicateur servi", "KPI served"), formula=_field("kpi")),
                Column("check", Text("Contrôle", "Check"), "flag",
                       'IF([name]="","",IF([kpi]="",{⚑ sans indicateur|⚑ no KPI},'
                       'IF(COUNTIF({list kpis},[kpi])=0,{⚑ hors liste|⚑ not listed},'
                       'IF([times]="",{⚑ fréquence|⚑ frequency},{●|●}))))'),
            ),
            ((),) * _ROWS,
            total=Text("Total", "Total"),
        ),
    ),
    long=True,
    period=False,
)  # fmt: skip


def _tally(choices: str, label: Text, field: str, total: str = "") -> tuple[Column, ...]:
    """Return a list's entries, each with its actions: their number and what they cost in a year."""
    own = f"[actions!{field}:],[name]"
    return (
        entry_column(choices, label),
        Column("count", _COUNT, "count", f'IF([name]="","",COUNTIF({own}))', total),
        Column("yearly", _YEARLY, "money", f'IF([name]="","",SUMIFS([actions!yearly:],{own}))', total),
    )


_HOME = Page(
    "coverage",
    Text("Couverture", "Coverage"),
    Text("Quelles actions ne servent aucun indicateur, quels indicateurs n’ont aucune action.",
         "Which actions serve no KPI, which KPIs have no action."),
    (42, 14, 16, 17, 17, 16, 18),
    (
        Panel(
            "counts",
            Text("L’essentiel", "In short"),
            (
                Column("label", Text("Ensemble", "Overall")),
                Column("count", _COUNT, "count", "COUNTA({actions.action})", bold=True),
                Column("yearly", _YEARLY, "money", "SUM([actions!yearly:])", bold=True),
                Column("orphans", Text("Actions sans indicateur", "Actions without KPI"), "count",
                       "COUNTIF([actions!check:],{⚑ sans indicateur|⚑ no KPI})"
                       "+COUNTIF([actions!check:],{⚑ hors liste|⚑ not listed})"),
                Column("idle", Text("Indicateurs sans action", "KPIs without action"), "count",
                       "COUNTIF([kpis!check:],{⚑ sans action|⚑ no action})"),
                Column("covered", Text("Indicateurs couverts", "KPIs covered"), "fraction",
                       "IFERROR(KPI_ATTAINMENT(COUNTIF([kpis!check:],{●|●}),COUNTIF([kpis!count:],\">=0\")),{no_data})"),
                Column("beyond", Text("Actions au-delà de la page", "Actions beyond the page"), "count",
                       "MAX(0,COUNTA({actions.action})-ROWS([actions!name:]))"),
            ),
            ((Text("Toutes les actions", "All actions"),),),
            headline=True,
        ),
        Charts(
            (
                PanelChart(Text("Coût annuel par canal", "Yearly cost by channel"), "bars", "channels", "name",
                           ((_YEARLY, "yearly"),)),
                PanelChart(Text("Nombre d’actions par canal", "Number of actions by channel"), "bars", "channels",
                           "name", ((_COUNT, "count"),), axis=_COUNT),
            )
        ),
        Panel(
            "channels",
            Text("Par canal", "By channel"),
            (
                *_tally("channels", Text("Canal", "Channel"), "channel", "sum"),
                Column("share", Text("Part du coût", "Share of cost"), "fraction",
                       'IF([name]="","",IFERROR([yearly]/SUM([yearly:]),""))'),
            ),
            ((),) * (len(CHANNELS) + 2),
            total=Text("Tous les canaux", "All channels"),
        ),
        Panel(
            "kpis",
            Text("Les indicateurs suivis et leurs actions", "The KPIs followed and their actions"),
            (
                *_tally("kpis", Text("Indicateur", "KPI"), "kpi"),
                Column("check", Text("Contrôle", "Check"), "flag",
                       'IF(OR([name]="",[counts!count^]=0),"",IF([count]=0,{⚑ sans action|⚑ no action},{●|●}))'),
            ),
            ((),) * (len(_FOLLOWED) + 3),
            row_height=18,
            note=Text("La liste des indicateurs suivis se modifie dans l’onglet « Listes ».",
                      "Edit the list of KPIs followed in the tab “Lists”."),
        ),
        Panel(
            "owners",
            Text("Par responsable", "By owner"),
            _tally("owners", Text("Responsable", "Owner"), "owner", "sum"),
            ((),) * (len(OWNERS) + 3),
            total=Text("Tous les responsables", "All owners"),
            row_height=18,
        ),
    ),
    breaks=("kpis", "owners"),
    period=False,
)  # fmt: skip

ACTIONS = Template(
    id="actions",
    title=Text("Inventaire des actions marketing", "Inventory of marketing actions"),
    description=Text(
        "Action, canal, outil, fréquence, responsable, coût, indicateur ; ce qui n’est pas couvert.",
        "Action, channel, tool, frequency, owner, cost, KPI; what is not covered.",
    ),
    pages=(_HOME, _LIST),
    choices=(
        Choices("kpis", Text("Indicateurs suivis", "KPIs followed"), Text("ListeIndicateurs", "KpiList"),
                ("actions", "kpi"), tuple(KPIS[f"KPI_{name}"].title for name in _FOLLOWED), spare=3),
        Choices("channels", Text("Canaux", "Channels"), Text("ListeCanaux", "ChannelList"), ("actions", "channel"),
                CHANNELS, spare=2),
        Choices("tools", Text("Outils", "Tools"), Text("ListeOutils", "ToolList"), ("actions", "tool"), TOOLS,
                spare=10),
        Choices("frequencies", Text("Fréquences", "Frequencies"), Text("ListeFrequences", "FrequencyList"),
                ("actions", "frequency"), tuple(name for name, _ in FREQUENCIES),
                tuple(float(times) for _, times in FREQUENCIES), Text("Fois par an", "Times a year")),
        Choices("owners", Text("Responsables", "Owners"), Text("ListeResponsables", "OwnerList"),
                ("actions", "owner"), OWNERS, spare=3),
    ),
    steps=(
        (Text("Préparer", "Prepare"),
         Text("Onglet « Listes » : vos canaux, outils, fréquences, responsables, et les indicateurs que vous suivez.",
              "Sheet “Lists”: your channels, tools, frequencies, owners, and the KPIs you follow.")),
        (Text("Inventorier", "List"),
         Text("Onglet « Données actions » : une ligne par action ; les listes déroulantes proposent vos mots. Ou "
              "importez un fichier aux mêmes en-têtes.",
              "Sheet “Data Actions”: one row per action; drop-down lists offer your words. Or import a file with the "
              "same headings."),
         Text("xl-kpi import classeur.xlsx actions.csv", "xl-kpi import book.xlsx actions.csv")),
        (Text("Contrôler", "Review"),
         Text("« Couverture » signale les actions sans indicateur et les indicateurs sans action ; « Inventaire » dit "
              "lesquelles.",
              "“Coverage” flags actions without KPI and KPIs without action; “Inventory” says which.")),
    ),

)  # fmt: skip
