"""The names that reports follow: channels of visits, sources of advertising."""

from xl_kpi.language import Text
from xl_kpi.templates.declaration import Listing

CHANNELS = Listing(
    "channels",
    Text("Canaux", "Channel"),
    Text("Canaux suivis", "Channels followed"),
    Text("Le nom doit être celui de l’export (GA4 garde les noms anglais).", "The name must be the export’s."),
    (
        (Text("Recherche naturelle", "Organic search"), Text("Organic Search", "Organic Search")),
        (Text("Recherche payante", "Paid search"), Text("Paid Search", "Paid Search")),
        (Text("Réseaux sociaux payants", "Paid social"), Text("Paid Social", "Paid Social")),
        (Text("Réseaux sociaux", "Organic social"), Text("Organic Social", "Organic Social")),
        (Text("E-mail", "E-mail"), Text("Email", "Email")),
        (Text("Accès direct", "Direct"), Text("Direct", "Direct")),
        (Text("Sites référents", "Referral"), Text("Referral", "Referral")),
    ),
    dimensions=("channel",),
)
SOURCES = Listing(
    "sources",
    Text("Sources", "Source"),
    Text("Sources publicitaires suivies", "Advertising sources followed"),
    Text("Le nom doit être celui de la colonne Source.", "The name must be that of the Source column."),
    (
        (Text("Google Ads", "Google Ads"), Text("Google Ads", "Google Ads")),
        (Text("Meta Ads", "Meta Ads"), Text("Meta Ads", "Meta Ads")),
        (Text("LinkedIn Ads", "LinkedIn Ads"), Text("LinkedIn Ads", "LinkedIn Ads")),
        (Text("TikTok Ads", "TikTok Ads"), Text("TikTok Ads", "TikTok Ads")),
    ),
    dimensions=("source",),
)
CAMPAIGNS = Listing(
    "campaigns",
    Text("Campagnes", "Campaign"),
    Text("Campagnes suivies", "Campaigns followed"),
    Text("Un import remplit les lignes vides.", "An import fills the blank rows."),
    dimensions=("campaign",),
    filled_from=("ads", "campaign", "ad_spend"),
    room=12,
)

LISTINGS = (CHANNELS, SOURCES, CAMPAIGNS)
