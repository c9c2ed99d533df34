"""Google Analytics 4: standard reports and free-form explorations, "#" lines above the header.

An exploration ends with a row longer than the header, "Grand total" in its last cell. "Nth day" counts from the
start date above the header; weeks and months are no days.
"""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

_ADD_DATE = Text(
    "les jours manquent ; dans GA4, ajoutez la dimension secondaire « Date » et exportez de nouveau "
    "(des semaines ou des mois ne suffisent pas)",
    "the days are missing; in GA4, add the secondary dimension “Date” and export again (weeks or months will not do)",
)

GA4 = Vendor(
    id="ga4",
    label="GA4",
    table=TABLES["web"],
    columns=(
        Column(field="date", fr=("Date",), en=("Date",)),
        Column(field="nth_day", en=("Nth day",)),
        Column(
            field="channel",
            fr=("Groupe de canaux",),
            en=(
                "Session primary channel group (Default Channel Group)",
                "Session default channel group",
                "Default channel group",
            ),
        ),
        Column(field="visits", fr=("Sessions",), en=("Sessions",)),
        Column(field="engaged_sessions", fr=("Sessions avec engagement",), en=("Engaged sessions",)),
        Column(field="conversions", fr=("Événements clés",), en=("Key events",)),
        Column(field="revenue", fr=("Revenu total",), en=("Total revenue",)),
    ),
    recognised_by=(
        ("Sessions",),
        (
            "Session primary channel group (Default Channel Group)",
            "Groupe de canaux",
            "Engaged sessions",
            "Sessions avec engagement",
            "Engagement rate",
            "Taux d'engagement",
            "Key events",
            "Événements clés",
        ),
    ),
    add_date=_ADD_DATE,
    how_to_export=Text(
        "Acquisition de trafic avec la dimension secondaire « Date », Partager, Télécharger le fichier (CSV).",
        "Traffic acquisition with the secondary dimension “Date”, Share, Download file (CSV).",
    ),
    left_out=(
        "Nth week",
        "Nth month",
        "Active users",
        "New users",
        "Total users",
        "Views per active user",
        "Average engagement time per active user",
        "Average engagement time per session",
        "Events per session",
        "Engagement rate",
        "Bounce rate",
        "Session key event rate",
        "Utilisateurs actifs",
        "Nouveaux utilisateurs",
        "Taux d'engagement",
        "Taux de rebond",
    ),
    decimal={"en": "."},
    totals_label=r"grand total$",
    unnamed_totals="any row",
    preamble_day=r"\b20\d{6}\b",
    preamble_account=r"# Property: (.+)",
    stacked=True,
)

GA4_PAGES = Vendor(
    id="ga4_pages",
    label="GA4",
    table=TABLES["content"],
    columns=(
        Column(field="date", fr=("Date",), en=("Date",)),
        Column(field="nth_day", en=("Nth day",)),
        Column(field="page", en=("Page path and screen class",)),
        Column(field="page_views", en=("Views",)),
    ),
    recognised_by=(("Page path and screen class",), ("Views",)),
    add_date=_ADD_DATE,
    how_to_export=Text(
        "Pages et écrans avec la dimension secondaire « Date » (ou un seul jour), en anglais, Télécharger (CSV).",
        "Pages and screens with the secondary dimension “Date” (or a single day), Share, Download file (CSV).",
    ),
    left_out=(
        "Nth week",
        "Nth month",
        "Active users",
        "Views per active user",
        "Average engagement time per active user",
        "Event count",
        "Key events",
        "Total revenue",
    ),
    decimal={"en": "."},
    totals_label=r"grand total$",
    unnamed_totals="any row",
    preamble_day=r"\b20\d{6}\b",
    stacked=True,
)
