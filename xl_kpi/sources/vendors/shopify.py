"""Shopify orders. An order spans as many rows as it has lines; its totals stand on the first one only."""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

SHOPIFY = Vendor(
    id="shopify",
    label="Shopify",
    table=TABLES["orders"],
    columns=(
        Column(field="date", en=("Created at",)),
        Column(field="order", en=("Name",)),
        Column(field="customer", en=("Email",), pseudonym=True),
        Column(field="currency", en=("Currency",)),
        Column(field="status", en=("Financial Status",)),
        Column(field="revenue", en=("Total",)),
        Column(field="refunds", en=("Refunded Amount",)),
    ),
    recognised_by=(("Financial Status",), ("Total",), ("Lineitem quantity", "Lineitem name", "Fulfillment Status")),
    add_date=Text(
        "il manque la colonne « Created at » ; exportez les commandes depuis Shopify sans modifier le fichier",
        "the column “Created at” is missing; export the orders from Shopify and leave the file as it is",
    ),
    how_to_export=Text(
        "Commandes, Exporter, « CSV brut » : les commandes payées comptent, taxes et port compris.",
        "Orders, Export, plain CSV file: paid orders count, taxes and shipping included.",
    ),
    left_out=(
        "Paid at",
        "Fulfillment Status",
        "Fulfilled at",
        "Accepts Marketing",
        "Subtotal",
        "Shipping",
        "Taxes",
        "Discount Code",
        "Discount Amount",
        "Shipping Method",
        "Lineitem quantity",
        "Lineitem name",
        "Lineitem price",
        "Cancelled at",
        "Payment Method",
        "Payment Reference",
        "Id",
    ),
    decimal={"en": "."},
    statuses=frozenset({"paid", "partiallypaid", "partiallyrefunded", "refunded"}),
    counts={"orders": None},
    no_figure=Text("ligne suivante d’une commande", "further line of an order"),
)
