"""Stripe payments. Amounts are read in the account's currency (the Converted columns); days are UTC."""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

STRIPE = Vendor(
    id="stripe",
    label="Stripe",
    table=TABLES["orders"],
    columns=(
        Column(field="date", en=("Created date (UTC)", "Created (UTC)")),
        Column(field="order", en=("id",)),
        Column(field="customer", en=("Customer ID",)),
        Column(field="currency", en=("Converted Currency",)),
        Column(field="status", en=("Status",)),
        Column(field="revenue", en=("Converted Amount",)),
        Column(field="refunds", en=("Converted Amount Refunded",)),
    ),
    recognised_by=(("id",), ("Converted Amount",), ("Status",)),
    add_date=Text(
        "il manque la colonne « Created date (UTC) » ; exportez les paiements avec toutes les colonnes",
        "the column “Created date (UTC)” is missing; export the payments with all columns",
    ),
    how_to_export=Text(
        "Paiements, Exporter, toutes les colonnes, fuseau UTC.", "Payments, Export, all columns, time zone UTC."
    ),
    left_out=(
        "Description",
        "Seller Message",
        "Amount",
        "Amount Refunded",
        "Currency",
        "Fee",
        "Tax",
        "Taxes On Fee",
        "Mode",
        "Statement Descriptor",
        "Customer Description",
        "Customer Email",
        "Captured",
        "Refunded date (UTC)",
    ),
    decimal={"en": "."},
    statuses=frozenset({"paid", "refunded", "partiallyrefunded"}),
    counts={"orders": None},
    time_zone="UTC",
)
