"""Meta Ads Manager. The currency is in the header; a totals row, if any, is the first and has no names.

Link clicks are read before all clicks, purchases before results of any kind.
"""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

META_ADS = Vendor(
    id="meta_ads",
    label="Meta Ads",
    table=TABLES["ads"],
    columns=(
        Column(field="date", fr=("Jour",), en=("Day",)),
        Column(field="period_start", fr=("Début des rapports",), en=("Reporting starts",)),
        Column(field="period_end", fr=("Fin des rapports",), en=("Reporting ends",)),
        Column(field="account", fr=("Nom du compte",), en=("Account name",)),
        Column(field="campaign", fr=("Nom de la campagne",), en=("Campaign name",)),
        Column(field="ad_group", fr=("Nom de l'ensemble de publicités",), en=("Ad set name",)),
        Column(field="ad", fr=("Nom de la publicité",), en=("Ad name",)),
        Column(field="currency", fr=("Devise",), en=("Currency",)),
        Column(field="impressions", fr=("Impressions",), en=("Impressions",)),
        Column(
            field="clicks",
            fr=("Clics sur un lien", "Clics sur le lien", "Clics (tous)"),
            en=("Link clicks", "Clicks (all)"),
        ),
        Column(field="ad_spend", fr=("Montant dépensé",), en=("Amount spent",)),
        Column(field="conversions", fr=("Achats", "Résultats"), en=("Purchases", "Results")),
        Column(
            field="attributed_revenue",
            fr=("Valeur de conversion des achats",),
            en=("Purchases conversion value",),
        ),
    ),
    recognised_by=(
        ("Amount spent", "Montant dépensé"),
        ("Reporting starts", "Début des rapports", "Day", "Jour"),
    ),
    add_date=Text(
        "une ligne couvre plusieurs jours ; dans Meta, ajoutez la répartition « Jour » et exportez de nouveau",
        "a row covers several days; in Meta, add the breakdown “Day” and export again",
    ),
    how_to_export=Text(
        "Gestionnaire de publicités, répartition Période > Jour, Rapports, Exporter le tableau, CSV ou XLSX.",
        "Ads Manager, breakdown Time > Day, Reports, Export table data, CSV or XLSX.",
    ),
    left_out=(
        "Reach",
        "Frequency",
        "CPC (cost per link click)",
        "CPM (cost per 1,000 impressions)",
        "CTR (all)",
        "CTR (link click-through rate)",
        "Result indicator",
        "Cost per result",
        "Purchase ROAS (return on ad spend)",
        "Leads",
        "Adds to cart",
        "Landing page views",
        "Couverture",
        "Portée",
        "Répétition",
        "Fréquence",
        "CPC (coût par clic sur un lien)",
        "CPM (Coût pour 1 000 impressions)",
        "CTR (tous)",
        "Coût par résultat",
        "ROAS (retour sur les dépenses publicitaires) des achats",
        "Prospects",
        "Ajouts au panier",
        "Vues de page de destination",
    ),
    decimal={"en": "."},
    unnamed_totals="first row",
)
