"""Google Ads, a report downloaded from the interface: CSV, or "CSV (Excel)" in UTF-16 with tabs.

Two lines of title and period come first, several totals rows last. Interactions are not clicks.
"""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

GOOGLE_ADS = Vendor(
    id="google_ads",
    label="Google Ads",
    table=TABLES["ads"],
    columns=(
        Column(field="date", fr=("Jour",), en=("Day",)),
        Column(field="account", fr=("Nom du compte", "Compte"), en=("Account name", "Account")),
        Column(field="campaign", fr=("Campagne",), en=("Campaign",)),
        Column(field="ad_group", fr=("Groupe d'annonces",), en=("Ad group",)),
        Column(field="device", fr=("Appareil",), en=("Device",)),
        Column(field="currency", fr=("Code de la devise", "Devise"), en=("Currency code", "Currency")),
        Column(field="impressions", fr=("Impr.", "Impressions"), en=("Impr.", "Impressions")),
        Column(field="clicks", fr=("Clics",), en=("Clicks",)),
        Column(field="ad_spend", fr=("Coût",), en=("Cost",)),
        Column(field="conversions", fr=("Conversions",), en=("Conversions",)),
        Column(field="attributed_revenue", fr=("Valeur de conv.",), en=("Conv. value",)),
    ),
    recognised_by=(
        ("Campaign", "Campagne", "Ad group", "Groupe d'annonces"),
        ("Cost", "Coût"),
        ("Impr.", "Currency code", "Code de la devise", "Conv. value", "Valeur de conv.", "Avg. CPC", "CPC moy."),
    ),
    add_date=Text(
        "il manque la colonne « Jour » ; dans Google Ads, ajoutez le segment Période > Jour et exportez de nouveau",
        "the column “Day” is missing; in Google Ads, add the segment Time > Day and export again",
    ),
    how_to_export=Text(
        "Campagnes, segment Période > Jour, Télécharger, CSV ou « CSV (Excel) ».",
        "Campaigns, segment Time > Day, Download, CSV or “CSV (Excel)”.",
    ),
    left_out=(
        "Campaign status",
        "Campaign state",
        "Campaign type",
        "Campaign ID",
        "Budget",
        "Interactions",
        "CTR",
        "Avg. CPC",
        "Avg. cost",
        "Cost / conv.",
        "Conv. rate",
        "All conv.",
        "Search impr. share",
        "Search lost IS (budget)",
        "Search lost IS (rank)",
        "État de la campagne",
        "Type de campagne",
        "CPC moy.",
        "Coût/conv.",
        "Taux de conv.",
        "Taux d'optimisation",
        "Mot clé",
        "Type de correspondance",
    ),
    decimal={"fr": ",", "en": "."},
    totals_label=r"total\s?:",
)
