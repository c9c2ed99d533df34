"""The CMO and CEO board: marketing's KPIs bridged to what the company is after."""

from xl_kpi.language import Text
from xl_kpi.templates import tabs
from xl_kpi.templates.declaration import Template, by_month
from xl_kpi.templates.layout import CHANGE, LABEL, PREVIOUS, STATUS, VALUE
from xl_kpi.templates.listings import CHANNELS, SOURCES
from xl_kpi.templates.pages import Cell, Charts, Column, Page, Panel, PanelChart, Ref

_COMMON = Text("● commun", "● common")
_VANITY = Text("⚑ vanité", "⚑ vanity")
_PLAIN = Text("–", "–")


def _link(outcome: Text, marketing: str, how: Text, company: str, mark: Text) -> tuple[Cell, ...]:
    return (
        outcome, Ref(marketing, LABEL), Ref(marketing, VALUE), Ref(marketing, CHANGE), Ref(marketing, STATUS), how,
        Ref(company, LABEL), Ref(company, VALUE), Ref(company, CHANGE), Ref(company, STATUS), mark,
    )  # fmt: skip


_GROWTH = Text("Croissance du CA", "Revenue growth")
_MARGIN = Text("Marge", "Margin")
_SHARE = Text("Part de marché", "Market share")
_HOLDERS = Text("Valeur pour l’actionnaire", "Shareholder value")
_CUSTOMERS = Text("Satisfaction", "Satisfaction")
_PEOPLE = Text("Équipes", "People")
_INNOVATION = Text("Innovation", "Innovation")
_PLANET = Text("Développement durable", "Sustainability")

_LINKS = (
    _link(_GROWTH, "won_growth", Text("Plus de clients gagnés, plus de CA.", "More customers won, more revenue."),
          "company_growth", _COMMON),
    _link(_GROWTH, "cvr", Text("À trafic égal, chaque point convertit en commandes.",
                               "With the same traffic, each point turns into orders."), "company_growth", _PLAIN),
    _link(_MARGIN, "mer", Text("Le CA obtenu pour chaque euro de marketing pèse sur la marge.",
                               "Revenue per unit of marketing cost weighs on the margin."), "company_margin", _COMMON),
    _link(_MARGIN, "cac", Text("Un client acquis moins cher est rentable plus tôt.",
                               "A customer won for less pays back sooner."), "company_margin", _COMMON),
    _link(_SHARE, "share_0", Text("Être trouvé sans payer annonce la part de marché.",
                                  "Being found without paying foretells market share."), "market_share", _PLAIN),
    _link(_SHARE, "ad_views", Text("Être vu n’est pas vendre : à ne jamais présenter seul.",
                                   "Being seen is not selling: never show it alone."), "relative_share", _VANITY),
    _link(_HOLDERS, "ltv_cac", Text("La valeur des clients au regard de leur coût fait celle de l’entreprise.",
                                    "What customers are worth for their cost makes the company’s worth."),
          "tsr", _COMMON),
    _link(_HOLDERS, "retention", Text("Des revenus qui reviennent se valorisent mieux.",
                                      "Revenue that comes back is valued higher."), "tsr", _COMMON),
    _link(_CUSTOMERS, "nps", Text("Qui recommande rachète et amène d’autres clients.",
                                  "Those who recommend buy again and bring others."), "retention", _COMMON),
    _link(_CUSTOMERS, "open_rate", Text("Faussé par les ouvertures automatiques : préférer le clic.",
                                        "Inflated by automatic opens: prefer clicks."), "churn", _VANITY),
    _link(_PEOPLE, "mql_to_sql", Text("Des leads bien qualifiés ménagent les équipes de vente.",
                                      "Well-qualified leads spare the sales teams."), "enps", _PLAIN),
    _link(_INNOVATION, "orders_growth", Text("Les lancements se jugent aux commandes.",
                                             "Launches are judged by orders."), "innovation_rate", _PLAIN),
    _link(_PLANET, "cpm", Text("Moins d’affichages inutiles : moins de dépenses et moins d’émissions.",
                               "Fewer useless displays: less spend, less emissions."), "carbon_intensity", _PLAIN),
)  # fmt: skip

_BRIDGE = Page(
    "bridge",
    Text("Passerelle", "Bridge"),
    Text(
        "Ce que le marketing suit, relié à ce que l’entreprise recherche.",
        "What marketing follows, linked to what the company is after.",
    ),
    (25, 44, 13, 12, 14, 44, 36, 13, 12, 14, 13),
    (
        Panel(
            "links",
            Text("Du marketing aux résultats de l’entreprise", "From marketing to company outcomes"),
            (
                Column("outcome", Text("Résultat recherché", "Outcome"), bold=True, wrap=True),
                Column("marketing", Text("Indicateur marketing", "Marketing KPI")),
                Column("value", Text("Valeur", "Value"), "count"),
                Column("change", Text("Évolution", "Change"), "count"),
                Column("status", Text("Statut", "Status"), "status"),
                Column("how", Text("Comment l’un agit sur l’autre", "How one acts on the other"), wrap=True),
                Column("company", Text("Indicateur de l’entreprise", "Company KPI")),
                Column("company_value", Text("Valeur", "Value"), "count"),
                Column("company_change", Text("Évolution", "Change"), "count"),
                Column("company_status", Text("Statut", "Status"), "status"),
                Column("mark", Text("Terrain", "Ground"), "flag"),
            ),
            _LINKS,
            note=Text(
                "● commun : suivi par la direction générale comme par le marketing.   ⚑ vanité : peut monter sans "
                "que l’entreprise en profite.   La passerelle dit un lien attendu, pas une cause prouvée.",
                "● common: followed by the CEO and the CMO alike.   ⚑ vanity: may rise without any benefit to the "
                "company.   The bridge states an expected link, not a proved cause.",
            ),
            row_height=34,
        ),
    ),
)


def _steps(id_: str, title: Text, rows: tuple[tuple[Text, str, bool], ...]) -> Panel:
    """Declare the steps of a waterfall: label, amount, and whether the amount stands on the axis."""
    low, high = "MIN([level],[level]-[amount])", "MAX([level],[level]-[amount])"
    above = f'IF(OR([whole]<>"",[amount]={{no_data}}),0,MAX(0,{high})-MAX(0,{low}))'
    return Panel(
        id_,
        title,
        (
            Column("step", Text("Étape", "Step"), bold=True),
            Column("amount", Text("Montant", "Amount"), "money"),
            Column("whole", Text("Niveau", "Level"), "money"),
            Column("level", Text("Cumul", "Running total"), "money",
                   'IF([amount]={no_data},"",IF([whole]<>"",[amount],SUM([amount..])))'),
            Column("base", Text("Appui", "Base"), "money",
                   f'IF(OR([whole]<>"",[amount]={{no_data}}),0,MAX(0,{low})+MIN(0,{high}))'),
            Column("up", Text("Hausse", "Increase"), "money", f"IF([amount]={{no_data}},0,IF([amount]<0,0,{above}))"),
            Column("down", Text("Baisse", "Decrease"), "money", f"IF([amount]={{no_data}},0,IF([amount]<0,{above},0))"),
            Column("below", Text("Sous zéro", "Below zero"), "money",
                   f'IF(OR([whole]<>"",[amount]={{no_data}}),0,MIN(0,{low})-MIN(0,{high}))'),
        ),
        tuple((label, f"=IFERROR({amount},{{no_data}})", "=[amount]" if whole else '=""')
              for label, amount, whole in rows),
    )  # fmt: skip


_C0, _C1 = (f"{{=customers@{c}}}" for c in (PREVIOUS, VALUE))
_O0, _O1 = (f"{{=orders@{c}}}" for c in (PREVIOUS, VALUE))
_R0, _R1 = (f"{{=revenue@{c}}}" for c in (PREVIOUS, VALUE))
_AMOUNT = (Text("Montant", "Amount"), "amount")
_REVENUE_BRIDGE = PanelChart(
    Text("Du CA précédent au CA de la période", "From previous revenue to the period’s"),
    "waterfall", "revenue_steps", "step", (_AMOUNT,),
)  # fmt: skip

_WATERFALLS = Page(
    "waterfalls",
    Text("Ponts", "Waterfalls"),
    Text(
        "D’où vient la variation du CA, et ce qu’il reste du CA.",
        "Where the change in revenue comes from, and what is left of revenue.",
    ),
    (46, 16, 16, 16, 16, 16, 16, 16),
    (
        Charts(
            (
                _REVENUE_BRIDGE,
                PanelChart(
                    Text("Du CA au résultat d’exploitation", "From revenue to operating profit"),
                    "waterfall", "profit_steps", "step", (_AMOUNT,),
                ),
            )
        ),
        _steps(
            "revenue_steps",
            Text("Pont du chiffre d’affaires", "Revenue bridge"),
            (
                (Text("CA précédent", "Previous revenue"), f"IF({_R0}>0,{_R0},{{no_data}})", True),
                (Text("Nombre de clients", "Number of customers"), f"({_C1}-{_C0})/{_C0}*{_R0}", False),
                (Text("Commandes par client", "Orders per customer"), f"({_O1}-{_C1}*{_O0}/{_C0})*{_R0}/{_O0}", False),
                (Text("Panier moyen", "Average order"), f"{_R1}-{_O1}*{_R0}/{_O0}", False),
                (Text("CA de la période", "Revenue of the period"), f"IF({_R1}>0,{_R1},{{no_data}})", True),
            ),
        ),
        _steps(
            "profit_steps",
            Text("Du CA au résultat d’exploitation", "From revenue to operating profit"),
            (
                (Text("CA", "Revenue"), "IF({=company_revenue@C}>0,{=company_revenue@C},{no_data})", True),
                (Text("Marketing", "Marketing"), "IF({=marketing_cost@C}>0,-{=marketing_cost@C},{no_data})", False),
                (
                    Text("Autres charges", "Other costs"),
                    "IF({=operating_costs@C}>0,{=marketing_cost@C}-{=operating_costs@C},{no_data})",
                    False,
                ),
                (Text("Résultat", "Profit"), "{=operating_profit@C}+0", True),
            ),
        ),
    ),
)  # fmt: skip

BOARD = Template(
    id="board",
    title=Text("Tableau de bord du comité de direction", "CMO and CEO board"),
    description=Text(
        "Chaque indicateur marketing relié à un résultat de l’entreprise ; une page pour le conseil.",
        "Each marketing KPI linked to a company outcome; one page for the board.",
    ),
    tabs=(
        tabs.COMPANY,
        tabs.EXECUTIVE,
        tabs.AWARENESS,
        tabs.ENGAGEMENT,
        tabs.LEADS,
        tabs.PROFITABILITY,
        tabs.LOYALTY,
        tabs.SATISFACTION,
    ),
    listings=(CHANNELS, SOURCES),
    headline=(
        "company_growth", "company_cagr", "company_margin", "market_share", "relative_share", "tsr", "mer", "ltv_cac",
        "retention", "nps", "enps", "employee_engagement", "turnover", "innovation_rate", "carbon_intensity",
    ),
    cards=("company_revenue", "operating_profit", "marketing_cost"),
    charts=(
        tabs.COMPANY.charts[0],
        by_month(
            Text("Part de marché par mois", "Market share by month"),
            Text("Taux", "Rate"),
            (Text("Part de marché", "Market share"), "market_share"),
            fmt="0%",
        ),
        _REVENUE_BRIDGE,
    ),
    pages=(_BRIDGE, _WATERFALLS),
)  # fmt: skip
