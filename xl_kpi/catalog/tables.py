"""The tidy data tables: what importers fill, what workbooks hold and what formulas name.

A row is one observation at the table's grain. A column is a dimension (when, where) or a measure.
The same declaration names the Excel Table, its columns and its sheet in both languages.
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from xl_kpi.catalog.measures import MEASURES, Measure
from xl_kpi.language import LANGUAGES, Lang, Text

DimensionKind = Literal["date", "text", "count"]


class Dimension(BaseModel):
    """A column that says when or where: a day, a platform, a campaign, an identifier."""

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: str = Field(pattern=r"^[a-z][a-z_]*$")
    label: Text
    kind: DimensionKind = "text"


class DataTable(BaseModel):
    """One tidy table. `key` names the dimensions that identify a row.

    A row imported again under the same key replaces the one that was there, so overlapping
    downloads never double a figure. A `monthly` table has one row per month: it says nothing of a week.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    id: str = Field(pattern=r"^[a-z]+$")
    name: Text  # of the Excel Table: letters, digits and underscores
    sheet: Text
    dimensions: tuple[Dimension, ...]
    measures: tuple[Measure, ...]
    key: tuple[str, ...]
    monthly: bool = False
    observed: bool = True  # whether its dates are those of data, rather than of plans
    details: tuple[str, ...] = ()
    """The dimensions over which a file too large for a sheet is added up."""
    settled: str = ""  # the measure that tells that a row is past, where rows may lie in the future

    @model_validator(mode="after")
    def _consistent(self) -> DataTable:
        names = [c.name for c in self.columns]
        if len(set(names)) != len(names):
            raise ValueError(f"table {self.id}: a column is declared twice")
        if missing := {*self.key, *self.details} - {d.name for d in self.dimensions}:
            raise ValueError(f"table {self.id}: {missing} in the key are not dimensions")
        if self.name.fr.lower() == self.name.en.lower():
            raise ValueError(f"table {self.id}: its name does not tell its language")
        for lang in LANGUAGES:
            labels = [c.label[lang] for c in self.columns]
            if len(set(labels)) != len(labels):
                raise ValueError(f"table {self.id}: two columns share a label in {lang}")
        return self

    @property
    def columns(self) -> tuple[Dimension | Measure, ...]:
        """Return dimensions then measures, in the order of the sheet."""
        return (*self.dimensions, *self.measures)

    def header(self, lang: Lang) -> list[str]:
        """Return the column labels in sheet order."""
        return [c.label[lang] for c in self.columns]

    def language_of(self, table_name: str) -> Lang | None:
        """Return the language in which an Excel Table of this name is this table, if it is."""
        return next((lang for lang in LANGUAGES if self.name[lang].lower() == table_name.lower()), None)


_DATE = Dimension(name="date", label=Text("Date", "Date"), kind="date")
_SOURCE = Dimension(name="source", label=Text("Source", "Source"))
_ACCOUNT = Dimension(name="account", label=Text("Compte", "Account"))
_CAMPAIGN = Dimension(name="campaign", label=Text("Campagne", "Campaign"))
_CHANNEL = Dimension(name="channel", label=Text("Canal", "Channel"))
_OWNER = Dimension(name="owner", label=Text("Responsable", "Owner"))
_KPI = Dimension(name="kpi", label=Text("Indicateur", "KPI"))
_STAGE = Dimension(name="stage", label=Text("Phase", "Stage"))
_CURRENCY = Dimension(name="currency", label=Text("Devise", "Currency"))


def _table(
    id_: str,
    name: Text,
    sheet: Text,
    dimensions: tuple[Dimension, ...],
    measures: str,
    key: str,
    *,
    monthly: bool = False,
    observed: bool = True,
    details: str = "",
    settled: str = "",
) -> DataTable:
    return DataTable(
        id=id_,
        name=name,
        sheet=sheet,
        dimensions=dimensions,
        measures=tuple(MEASURES[m] for m in measures.split()),
        key=tuple(key.split()),
        monthly=monthly,
        observed=observed,
        details=tuple(details.split()),
        settled=settled,
    )


_ALL = (
    _table(
        "ads",
        Text("Publicite", "Ads"),
        Text("Données publicité", "Data Ads"),
        (
            _DATE,
            _SOURCE,
            _ACCOUNT,
            _CAMPAIGN,
            Dimension(name="ad_group", label=Text("Groupe d’annonces", "Ad group")),
            Dimension(name="ad", label=Text("Annonce", "Ad")),
            Dimension(name="device", label=Text("Appareil", "Device")),
            _CURRENCY,
        ),
        "impressions clicks ad_spend conversions attributed_revenue",
        "date source account campaign ad_group ad device",
        details="ad_group ad",
    ),
    _table(
        "web",
        Text("Audience", "Web"),
        Text("Données site", "Data Web"),
        (_DATE, _SOURCE, _ACCOUNT, _CHANNEL),
        "visits engaged_sessions conversions revenue",
        "date source account channel",
    ),
    _table(
        "email",
        Text("Emailing", "Email"),
        Text("Données e-mail", "Data Email"),
        (_DATE, _SOURCE, _CAMPAIGN),
        "emails_sent emails_delivered bounces unique_opens unique_clicks unsubscribes orders revenue",
        "date source campaign",
    ),
    _table(
        "survey",
        Text("Enquete", "Survey"),
        Text("Données enquête", "Data Survey"),
        (_DATE, _SOURCE, Dimension(name="response", label=Text("Réponse", "Response"))),
        "score",
        "source response",
    ),
    _table(
        "social",
        Text("Reseaux", "Social"),
        Text("Données réseaux", "Data Social"),
        (_DATE, _SOURCE, _ACCOUNT),
        "followers impressions reach interactions",
        "date source account",
    ),
    _table(
        "business",
        Text("Activite", "Business"),
        Text("Données activité", "Data Business"),
        (_DATE,),
        "revenue orders leads mql sql new_customers customers_start customers_end lost_customers "
        "salaries tools agencies",
        "date",
        monthly=True,
    ),
    _table(
        "search",
        Text("Recherche", "Search"),
        Text("Données recherche", "Data Search"),
        (_DATE, _SOURCE, _ACCOUNT),
        "impressions clicks position",
        "date source account",
    ),
    _table(
        "orders",
        Text("Commandes", "Orders"),
        Text("Données commandes", "Data Orders"),
        (
            _DATE,
            _SOURCE,
            Dimension(name="order", label=Text("Numéro de commande", "Order number")),
            Dimension(name="customer", label=Text("Client", "Customer")),
            _CURRENCY,
        ),
        "orders revenue refunds quantity",
        "date source order customer",
    ),
    _table(
        "contacts",
        Text("Prospects", "Contacts"),
        Text("Données prospects", "Data Contacts"),
        (_DATE, _SOURCE, Dimension(name="contact", label=Text("Contact", "Contact")), _CHANNEL, _STAGE),
        "leads mql sql new_customers",
        "source contact",
    ),
    _table(
        "deals",
        Text("Affaires", "Deals"),
        Text("Données affaires", "Data Deals"),
        (
            _DATE,
            _SOURCE,
            Dimension(name="deal", label=Text("Affaire", "Deal")),
            _CHANNEL,
            Dimension(name="pipeline", label=Text("Pipeline", "Pipeline")),
            _STAGE,
        ),
        "opportunities closed_deals won_deals deal_amount",
        "source deal",
    ),
    _table(
        "events",
        Text("Evenements", "Events"),
        Text("Données événements", "Data Events"),
        (_DATE, _SOURCE, Dimension(name="event", label=Text("Événement", "Event"))),
        "event_registrants event_attendees leads event_cost",
        "date source event",
    ),
    _table(
        "content",
        Text("Contenus", "Content"),
        Text("Données contenus", "Data Content"),
        (
            _DATE,
            _SOURCE,
            Dimension(name="page", label=Text("Page", "Page")),
            Dimension(name="offer", label=Text("Offre", "Offer")),
        ),
        "impressions clicks position visits engaged_sessions page_views session_seconds cta_views cta_clicks leads",
        "date source page offer",
    ),
    _table(
        "influence",
        Text("Influenceurs", "Influence"),
        Text("Données influence", "Data Influence"),
        (_DATE, _SOURCE, Dimension(name="creator", label=Text("Créateur", "Creator")), _CAMPAIGN),
        "impressions reach interactions clicks new_followers influence_cost attributed_revenue",
        "date source creator campaign",
    ),
    _table(
        "touchpoints",
        Text("PointsDeContact", "Touchpoints"),
        Text("Données parcours", "Data Journeys"),
        (_DATE, Dimension(name="journey", label=Text("Parcours", "Journey")), _CHANNEL),
        "touch_rank conversions revenue",
        "journey date channel",
    ),
    _table(
        "customers",
        Text("ClientsActifs", "ActiveCustomers"),
        Text("Données clients", "Data Customers"),
        (_DATE, Dimension(name="customer", label=Text("Client", "Customer")), _CHANNEL),
        "customer_age orders revenue",
        "date customer",
        monthly=True,
    ),
    _table(
        "handovers",
        Text("Transmissions", "Handovers"),
        Text("Données transmissions", "Data Handovers"),
        (
            _DATE,
            Dimension(name="contact", label=Text("Contact", "Contact")),
            _CHANNEL,
            Dimension(name="seller", label=Text("Équipe commerciale", "Sales team")),
        ),
        "response_hours accepted",
        "contact",
    ),
    _table(
        "company",
        Text("Entreprise", "Corporate"),
        Text("Données entreprise", "Data Company"),
        (_DATE,),
        "revenue operating_costs market_sales leader_sales new_product_revenue share_price dividends headcount "
        "leavers respondents favourable tonnes_co2e",
        "date",
        monthly=True,
    ),
    _table(
        "team",
        Text("Equipe", "Team"),
        Text("Données équipe", "Data Team"),
        (_DATE, Dimension(name="response", label=Text("Réponse", "Response"))),
        "employee_score",
        "response",
    ),
    _table(
        "budget",
        Text("Budgets", "BudgetLines"),
        Text("Données budget", "Data Budget"),
        (
            _DATE,
            Dimension(name="budget", label=Text("Budget", "Budget")),
            Dimension(name="item", label=Text("Poste", "Item")),
        ),
        "planned actual generated_revenue",
        "date budget item",
        settled="actual",
    ),
    _table(
        "actions",
        Text("Inventaire", "Inventory"),
        Text("Données actions", "Data Actions"),
        (
            _DATE,
            Dimension(name="action", label=Text("Action", "Action")),
            _CHANNEL,
            Dimension(name="tool", label=Text("Outil", "Tool")),
            Dimension(name="frequency", label=Text("Fréquence", "Frequency")),
            _OWNER,
            _KPI,
        ),
        "action_cost",
        "action",
        observed=False,
    ),
    _table(
        "plan",
        Text("PlanAction", "ActionPlan"),
        Text("Données plan", "Data Plan"),
        (
            _DATE,
            Dimension(name="objective", label=Text("Axe", "Objective")),
            _KPI,
            _OWNER,
            Dimension(name="decision", label=Text("Décision", "Decision")),
        ),
        "priority kpi_target review_days",
        "kpi",
        observed=False,
    ),
)

TABLES: dict[str, DataTable] = {t.id: t for t in _ALL}


def _column(name: str, fr: str, en: str, kind: DimensionKind = "text") -> Dimension:
    return Dimension(name=name, label=Text(fr, en), kind=kind)


# What every import left in the workbook and what it left out: one row a file, written by the refresh only.
QUALITY = DataTable(
    id="quality",
    name=Text("Qualite", "Quality"),
    sheet=Text("Qualité des imports", "Import quality"),
    dimensions=(
        _column("file", "Fichier", "File"),
        _column("source", "Source", "Source"),
        _column("status", "Statut", "Status"),
        _column("rows_read", "Lignes lues", "Rows read", "count"),
        _column("rows_kept", "Lignes gardées", "Rows kept", "count"),
        _column("excluded", "Laissé de côté et pourquoi", "Left out and why"),
        _column("totals", "Contrôle du total", "Totals check"),
        _column("first", "Du", "From", "date"),
        _column("last", "Au", "To", "date"),
        _column("gaps", "Jours manquants", "Days missing"),
        _column("unmapped", "Colonnes non utilisées", "Columns not used"),
        _column("unusual", "Jours inhabituels", "Unusual days"),
        _column("freshness", "Fraîcheur", "Freshness"),
        _column("imported", "Importé le", "Imported on", "date"),
    ),
    measures=(),
    key=("file",),
)
