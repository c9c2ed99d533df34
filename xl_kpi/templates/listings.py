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


def _filled(id_: str, name: Text, title: Text, column: str, measure: str, room: int = 8) -> Listing:
    """Declare a listing that imports fill: the column of a table, ordered by a measure of the same table."""
    table, _, dimension = column.partition(".")
    note = Text("Un import remplit les lignes vides.", "An import fills the blank rows.")
    return Listing(id_, name, title, note, dimensions=(dimension,), filled_from=(table, dimension, measure), room=room)


CAMPAIGNS = _filled(
    "campaigns", Text("Campagnes", "Campaign"), Text("Campagnes suivies", "Campaigns followed"), "ads.campaign",
    "ad_spend", 10,
)  # fmt: skip
PAGES = _filled(
    "pages", Text("Pages", "Page"), Text("Pages suivies", "Pages followed"), "content.page", "visits", 8
)  # fmt: skip
OFFERS = _filled(
    "offers", Text("Offres", "Offer"), Text("Offres suivies", "Offers followed"), "content.offer", "leads", 6
)  # fmt: skip
MAILINGS = _filled(
    "mailings", Text("Envois", "Mailing"), Text("Envois suivis", "Mailings followed"), "email.campaign", "revenue", 26
)  # fmt: skip
NETWORKS = _filled(
    "networks", Text("Reseaux", "Network"), Text("Réseaux suivis", "Networks followed"), "social.source",
    "interactions", 5,
)  # fmt: skip
CREATORS = _filled(
    "creators", Text("Createurs", "Creator"), Text("Créateurs suivis", "Creators followed"), "influence.creator",
    "interactions", 6,
)  # fmt: skip
EVENTS = _filled(
    "events", Text("Evenements", "Event"), Text("Événements suivis", "Events followed"), "events.event",
    "event_registrants", 8,
)  # fmt: skip
SELLERS = _filled(
    "sellers", Text("Commerciaux", "Seller"), Text("Équipes suivies", "Teams followed"), "handovers.seller",
    "accepted", 5,
)  # fmt: skip

LISTINGS = (CHANNELS, SOURCES, CAMPAIGNS, PAGES, OFFERS, MAILINGS, NETWORKS, CREATORS, EVENTS, SELLERS)
