"""Words that tell what a column is, in French and English, for labels that no vendor writes.

Beginnings of words without accents: "encaiss" is in "Encaissement" and in "Montant encaissé".
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_WORDS = {
    "date": "date jour journee day le quand when",
    "source": "source plateforme platform reseau network regie outil tool",
    "account": "compte account boutique shop store magasin",
    "campaign": "campagne campaign operation newsletter mailing envoi",
    "ad_group": "groupe group ensemble adset",
    "ad": "annonce ad creation creative visuel",
    "device": "appareil device terminal",
    "channel": "canal channel levier medium origine origin provenance groupe",
    "order": "commande order facture invoice ticket transaction vente",
    "customer": "client acheteur buyer customer membre member adherent abonne consommat shopper",
    "response": "reponse response repondant respondent participant questionnaire id",
    "contact": "contact prospect lead personne",
    "deal": "affaire deal opportunite opportunity devis",
    "stage": "phase etape stage statut status",
    "event": "evenement event salon atelier webinaire webinar",
    "page": "page url landing adresse",
    "offer": "offre offer contenu content livre guide",
    "creator": "createur creator influenceur influencer",
    "currency": "devise currency monnaie",
    "impressions": "impression affichage vue view diffusion",
    "clicks": "clic click",
    "ad_spend": "depens spend spent cout cost budget investi montant net ht",
    "conversions": "conversion achat purchase inscription",
    "attributed_revenue": "valeur value revenu revenue ca",
    "visits": "visite visit session frequentation traffic trafic",
    "engaged_sessions": "engage",
    "revenue": "montant encaiss ca chiffre affaires recette revenu revenue ventes sales amount turnover total prix"
    " price paye paid ttc ht dollars euros net valeur value",
    "refunds": "rembours refund avoir retour",
    "quantity": "quantit qte qty nb nombre article unite unit item piece produit disque cd",
    "orders": "commande order achat ticket nb nombre",
    "score": "note score nps recommand satisfaction rating grade sur 10",
    "followers": "abonne follower fan suiveur",
    "reach": "portee couverture reach",
    "interactions": "interaction engagement reaction aime like comment partage share",
    "leads": "lead prospect contact formulaire",
    "emails_sent": "envoi envoye envois sent destinataire recipient mails emails",
    "emails_delivered": "delivre distribue delivered aboutis",
    "bounces": "rejet bounce erreur",
    "unique_opens": "ouvert ouverture open unique",
    "unique_clicks": "clic clique click unique",
    "unsubscribes": "desabonn desinscri unsubscri",
    "event_registrants": "inscrit registrant registered",
    "event_attendees": "present participant attendee venus",
    "event_cost": "cout cost budget depens",
    "new_customers": "nouveau client new customer",
    "deal_amount": "montant amount valeur value",
}
_FILLERS = frozenset(
    ("de", "du", "des", "d", "la", "les", "l", "un", "une", "en", "et", "of", "the", "in", "per", "par", "n", "no")
)


@lru_cache(maxsize=4096)  # a label is put to every field of every table
def plain_words(text: str) -> tuple[str, ...]:
    """Return the words of a label without case or accents, the small ones left out."""
    decomposed = unicodedata.normalize("NFKD", text).casefold()
    bare = "".join(c for c in decomposed if not unicodedata.combining(c))
    return tuple(word for word in re.findall(r"[a-z]+|\d+", bare) if word not in _FILLERS)


def words_alike(label: str, field: str) -> float:
    """Return which part of a label's words tell the field: 0 for none of them, 1 for all."""
    words, known = plain_words(label), _WORDS.get(field, "").split()
    told = sum(any(word == k or (len(k) > 3 and word.startswith(k)) for k in known) for word in words)
    return told / len(words) if words else 0.0
