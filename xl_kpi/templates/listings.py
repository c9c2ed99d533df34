"""The names that reports follow: channels of visits, sources of advertising."""

from xl_kpi.language import Text
from xl_kpi.templates.declaration import Listing

CHANNELS = Listing(
    "channels",
    Text("Canaux suivis", "Channels followed"),
    Text("Le nom doit être celui de l’export (GA4 garde les noms anglais).", "The name must be the export’s."),
    (
        (Text("Recherche naturelle", "Organic search"), "Organic Search"),
        (Text("Recherche payante", "Paid search"), "Paid Search"),
        (Text("Réseaux sociaux payants", "Paid social"), "Paid Social"),
        (Text("Réseaux sociaux", "Organic social"), "Organic Social"),
        (Text("E-mail", "E-mail"), "Email"),
        (Text("Accès direct", "Direct"), "Direct"),
        (Text("Sites référents", "Referral"), "Referral"),
    ),
)
SOURCES = Listing(
    "sources",
    Text("Sources publicitaires suivies", "Advertising sources followed"),
    Text("Le nom doit être celui de la colonne Source.", "The name must be that of the Source column."),
    (
        (Text("Google Ads", "Google Ads"), "Google Ads"),
        (Text("Meta Ads", "Meta Ads"), "Meta Ads"),
        (Text("LinkedIn Ads", "LinkedIn Ads"), "LinkedIn Ads"),
        (Text("TikTok Ads", "TikTok Ads"), "TikTok Ads"),
    ),
)
