"""HubSpot: contacts by lifecycle stage and deals by deal stage, English property labels.

A contact counts in its stage and in those before it; days are those of creation.
"""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

_CUSTOMER = frozenset({"customer", "evangelist"})
_SQL = _CUSTOMER | {"salesqualifiedlead", "opportunity"}
_MQL = _SQL | {"marketingqualifiedlead"}
_LEAD = _MQL | {"lead"}
_WON = frozenset({"closedwon"})

_EXPORT = Text(
    "{objects}, Exporter, propriétés de la vue, format CSV, en-têtes en anglais ; la vue contient {view}.",
    "{objects}, Export, properties of the view, format CSV, headers in English; the view holds {view}.",
)

HUBSPOT_CONTACTS = Vendor(
    id="hubspot_contacts",
    label="HubSpot",
    table=TABLES["contacts"],
    columns=(
        Column(field="date", en=("Create Date",)),
        Column(field="contact", en=("Record ID",)),
        Column(field="channel", en=("Original Source",)),
        Column(field="stage", en=("Lifecycle Stage",)),
    ),
    recognised_by=(("Lifecycle Stage",), ("Record ID",)),
    add_date=Text(
        "il manque la colonne « Create Date » ; ajoutez cette propriété à la vue et exportez de nouveau",
        "the column “Create Date” is missing; add this property to the view and export again",
    ),
    how_to_export=_EXPORT.format(objects="Contacts", view="Record ID, Create Date, Lifecycle Stage, Original Source"),
    left_out=("First Name", "Last Name", "Email", "Lead Status", "Number of Associated Deals"),
    counts={"leads": _LEAD, "mql": _MQL, "sql": _SQL, "new_customers": _CUSTOMER},
    other_stages=frozenset({"subscriber", "other", ""}),
    no_figure=None,
)

HUBSPOT_DEALS = Vendor(
    id="hubspot_deals",
    label="HubSpot",
    table=TABLES["deals"],
    columns=(
        Column(field="date", en=("Create Date",)),
        Column(field="deal", en=("Record ID",)),
        Column(field="channel", en=("Original Source",)),
        Column(field="pipeline", en=("Pipeline",)),
        Column(field="stage", en=("Deal Stage",)),
        Column(field="deal_amount", en=("Amount",)),
    ),
    recognised_by=(("Deal Stage",), ("Record ID",)),
    add_date=Text(
        "il manque la colonne « Create Date » ; ajoutez cette propriété à la vue et exportez de nouveau",
        "the column “Create Date” is missing; add this property to the view and export again",
    ),
    how_to_export=_EXPORT.format(objects="Deals", view="Record ID, Create Date, Deal Stage, Pipeline, Amount"),
    left_out=("Deal Name", "Close Date"),
    counts={"opportunities": None, "closed_deals": _WON | {"closedlost"}, "won_deals": _WON},
    no_figure=None,
)
