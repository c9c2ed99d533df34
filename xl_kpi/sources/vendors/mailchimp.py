"""Mailchimp, the campaigns.csv of its account export. Rates there are over delivered messages."""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

MAILCHIMP = Vendor(
    id="mailchimp",
    label="Mailchimp",
    table=TABLES["email"],
    columns=(
        Column(field="date", en=("Send Date",)),
        Column(field="campaign", en=("Title",)),
        Column(field="emails_sent", en=("Total Recipients",)),
        Column(field="emails_delivered", en=("Successful Deliveries",)),
        Column(field="bounces", en=("Total Bounces",)),
        Column(field="unique_opens", en=("Unique Opens",)),
        Column(field="unique_clicks", en=("Unique Clicks",)),
        Column(field="unsubscribes", en=("Unsubscribes",)),
        Column(field="orders", en=("Total Orders",)),
        Column(field="revenue", en=("Total Revenue",)),
    ),
    recognised_by=(("Send Date",), ("Total Recipients",), ("Successful Deliveries",)),
    add_date=Text(
        "il manque la colonne « Send Date » ; exportez campaigns.csv depuis le compte Mailchimp",
        "the column “Send Date” is missing; export campaigns.csv from the Mailchimp account",
    ),
    how_to_export=Text(
        "Compte, Paramètres, Exporter les données : campaigns.csv dans l’archive.",
        "Account, Settings, Manage contacts and data, Export: campaigns.csv in the archive.",
    ),
    left_out=(
        "Subject",
        "List",
        "Send Weekday",
        "Soft Bounces",
        "Hard Bounces",
        "Times Forwarded",
        "Forwarded Opens",
        "Open Rate",
        "Total Opens",
        "Click Rate",
        "Total Clicks",
        "Abuse Complaints",
        "Times Liked on Facebook",
        "Folder Id",
        "Unique Id",
        "Total Gross Sales",
    ),
    decimal={"en": "."},
)
