"""The words that plans are written with: budgets and their items, channels, tools, frequencies, objectives.

Lists offer them, samples use them; readers replace them by their own.
"""

from xl_kpi.language import Text

# Each budget with its usual items.
BUDGETS: tuple[tuple[Text, tuple[Text, ...]], ...] = (
    (
        Text("Publicité payante", "Paid media"),
        (
            Text("Recherche payante", "Paid search"),
            Text("Réseaux sociaux payants", "Paid social"),
            Text("Display et vidéo", "Display and video"),
            Text("Affiliation", "Affiliation"),
        ),
    ),
    (
        Text("Contenu", "Content"),
        (
            Text("Articles et référencement", "Articles and SEO"),
            Text("Vidéos", "Videos"),
            Text("Livres blancs", "White papers"),
            Text("Lettre d’information", "Newsletter"),
        ),
    ),
    (
        Text("Événements", "Events"),
        (
            Text("Salons", "Trade shows"),
            Text("Webinaires", "Webinars"),
            Text("Dégustations", "Tastings"),
        ),
    ),
    (
        Text("Relations publiques", "Public relations"),
        (
            Text("Agence de presse", "Press agency"),
            Text("Dossiers de presse", "Press kits"),
            Text("Influence", "Influencers"),
        ),
    ),
    (
        Text("Image de marque", "Branding"),
        (
            Text("Identité visuelle", "Visual identity"),
            Text("Études de marque", "Brand studies"),
            Text("Parrainage", "Sponsoring"),
        ),
    ),
    (
        Text("Site web", "Website"),
        (
            Text("Hébergement", "Hosting"),
            Text("Développement", "Development"),
            Text("Mesure et tests", "Measurement and tests"),
        ),
    ),
    (
        Text("Lancement de produit", "Product launch"),
        (
            Text("Étude de marché", "Market study"),
            Text("Campagne de lancement", "Launch campaign"),
            Text("Échantillons", "Samples"),
        ),
    ),
)

CHANNELS = (
    Text("Recherche naturelle", "Organic search"),
    Text("Recherche payante", "Paid search"),
    Text("Réseaux sociaux", "Social networks"),
    Text("Réseaux sociaux payants", "Paid social"),
    Text("E-mail", "E-mail"),
    Text("Site web", "Website"),
    Text("Événements", "Events"),
    Text("Presse", "Press"),
    Text("Influence", "Influencers"),
    Text("Magasin", "Store"),
)

TOOLS = (
    Text("Google Ads", "Google Ads"),
    Text("Meta Ads", "Meta Ads"),
    Text("LinkedIn", "LinkedIn"),
    Text("Mailchimp", "Mailchimp"),
    Text("HubSpot", "HubSpot"),
    Text("Google Analytics", "Google Analytics"),
    Text("Search Console", "Search Console"),
    Text("WordPress", "WordPress"),
    Text("Typeform", "Typeform"),
    Text("Canva", "Canva"),
    Text("Aucun", "None"),
)

# How often an action takes place, and how many times a year.
FREQUENCIES: tuple[tuple[Text, int], ...] = (
    (Text("Une fois", "Once"), 1),
    (Text("Annuelle", "Yearly"), 1),
    (Text("Semestrielle", "Twice a year"), 2),
    (Text("Trimestrielle", "Quarterly"), 4),
    (Text("Mensuelle", "Monthly"), 12),
    (Text("Bimensuelle", "Twice a month"), 24),
    (Text("Hebdomadaire", "Weekly"), 52),
)

OWNERS = (
    Text("Direction marketing", "Head of marketing"),
    Text("Acquisition", "Acquisition"),
    Text("Contenu", "Content"),
    Text("Relation client", "Customer care"),
    Text("Ventes", "Sales"),
)
