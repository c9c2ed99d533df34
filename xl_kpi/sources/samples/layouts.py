"""The year's figures as each source exports them, byte for byte, in French and in English."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable, Sequence

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Lang, Text
from xl_kpi.sources.samples.company import accounts, answers
from xl_kpi.sources.samples.detail import detail
from xl_kpi.sources.samples.plans import actions, budgets, plan
from xl_kpi.sources.samples.story import AdDay, Mailing, Story

NARROW_SPACE = "\u202f"
NO_BREAK_SPACE = "\u00a0"


def exports(story: Story, lang: Lang) -> dict[str, bytes]:
    """Return the exports of one language: file name to content."""
    business, social = ("activite.csv", "reseaux.csv") if lang == "fr" else ("business.csv", "social.csv")
    return {
        "google_ads.csv": _google_french(story.google) if lang == "fr" else _google_english(story.google),
        "meta_ads.csv": _meta(story.meta, lang),
        "ga4.csv": _ga4_standard_french(story) if lang == "fr" else _ga4_exploration_english(story),
        "campaigns.csv": _mailchimp(story.mailings),
        "responses.csv": _typeform(story, lang),
        business: tidy_text("business", story.business, lang, "cp1252"),
        social: tidy_text("social", story.social, lang, "utf-8-sig"),
    }


def company_tables(story: Story, lang: Lang) -> dict[str, bytes]:
    """Return the company's own tables in one language: file name to content."""
    records: dict[str, Sequence[tuple[object, ...]]] = {
        "company": accounts(story.business),
        "team": answers(),
        "budget": budgets(),
        "actions": actions(),
        "plan": plan(),
        **detail(),
    }
    names = {
        "company": Text("entreprise", "company"),
        "team": Text("equipe", "team"),
        "budget": Text("budgets", "budgets"),
        "actions": Text("actions", "actions"),
        "plan": Text("plan", "plan"),
    }
    return {
        f"{names.get(id_, TABLES[id_].name)[lang].lower()}.csv": tidy_text(id_, rows, lang, "utf-8-sig")
        for id_, rows in records.items()
    }


def _text(rows: Iterable[Sequence[object]], delimiter: str = ",", end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=end).writerows(rows)
    return out.getvalue()


def _english(value: float, decimals: int = 2) -> str:
    return f"{value:,.{decimals}f}"


def _french(value: float, decimals: int = 2) -> str:
    return f"{value:,.{decimals}f}".replace(",", NARROW_SPACE).replace(".", ",")


def _google_french(ads: list[AdDay]) -> bytes:
    header = (
        "État de la campagne,Campagne,Jour,Code de la devise,Impr.,Clics,CTR,CPC moy.,Coût,Conversions,Valeur de conv."
    )
    label = f"Total{NO_BREAK_SPACE}: "
    percent = NO_BREAK_SPACE + "%"
    rows: list[Sequence[object]] = [["Rapport sur les campagnes"], ["1 janv. 2025 - 31 déc. 2025"], header.split(",")]
    for ad in ads:
        cells = [_french(ad.impressions, 0), _french(ad.clicks, 0), _french(100 * ad.clicks / ad.impressions) + percent]
        cells += map(_french, (ad.spend / ad.clicks, ad.spend, ad.conversions, ad.value))
        rows.append(["Activée", ad.campaign, ad.day.isoformat(), "EUR", *cells])
    for name in ("campagnes", "compte"):
        impressions, clicks, spend, conversions, value = _totals(ads)
        cells = [_french(impressions, 0), _french(clicks, 0), _french(100 * clicks / impressions) + percent]
        cells += map(_french, (spend / clicks, spend, conversions, value))
        rows.append([label + name, "--", "--", "EUR", *cells])
    return _text(rows).encode()


def _google_english(ads: list[AdDay]) -> bytes:
    header = "Campaign status,Campaign,Day,Currency code,Impr.,Clicks,CTR,Avg. CPC,Cost,Conversions,Conv. value"
    rows: list[Sequence[object]] = [["Campaign report"], ["January 1, 2025 - December 31, 2025"], header.split(",")]
    for ad in ads:
        cells = [_english(ad.impressions, 0), _english(ad.clicks, 0), f"{100 * ad.clicks / ad.impressions:.2f}%"]
        cells += map(_english, (ad.spend / ad.clicks, ad.spend, ad.conversions, ad.value))
        rows.append(["Enabled", ad.campaign, ad.day.isoformat(), "EUR", *cells])
    for name, some in (("Campaigns", ads), ("Account", ads), ("Search", [a for a in ads if "Recherche" in a.campaign])):
        impressions, clicks, spend, conversions, value = _totals(some)
        cells = [_english(impressions, 0), _english(clicks, 0), f"{100 * clicks / impressions:.2f}%"]
        cells += map(_english, (spend / clicks, spend, conversions, value))
        rows.append([f"Total: {name}", "--", "--", "EUR", *cells])
    return b"\xff\xfe" + _text(rows, delimiter="\t").encode("utf-16-le")


def _totals(ads: list[AdDay]) -> tuple[int, int, float, float, float]:
    return (
        sum(ad.impressions for ad in ads),
        sum(ad.clicks for ad in ads),
        round(sum(ad.spend for ad in ads), 2),
        round(sum(ad.conversions for ad in ads), 2),
        round(sum(ad.value for ad in ads), 2),
    )


_META_HEADER: dict[Lang, tuple[str, ...]] = {
    "fr": (
        "Début des rapports", "Fin des rapports", "Nom de la campagne", "Nom de l’ensemble de publicités",
        "Montant dépensé (EUR)", "Couverture", "Impressions", "Répétition", "Clics sur un lien",
        "CPM (Coût pour 1 000 impressions) (EUR)", "Achats", "Valeur de conversion des achats",
    ),
    "en": (
        "Reporting starts", "Reporting ends", "Campaign name", "Ad set name",
        "Amount spent (EUR)", "Reach", "Impressions", "Frequency", "Link clicks",
        "CPM (cost per 1,000 impressions) (EUR)", "Purchases", "Purchases conversion value",
    ),
}  # fmt: skip


def _meta(ads: list[AdDay], lang: Lang) -> bytes:
    impressions, clicks, spend, conversions, value = _totals(ads)
    total = AdDay(ads[0].day, "", impressions, impressions * 2 // 5, clicks, spend, conversions, value)
    rows: list[Sequence[object]] = [_META_HEADER[lang], _meta_row(total, ads[-1].day, "")]
    rows += [_meta_row(ad, ad.day, "France 25-54") for ad in ads]
    return _text(rows).encode()


def _meta_row(ad: AdDay, until: dt.date, ad_set: str) -> list[object]:
    return [
        ad.day.isoformat(), until.isoformat(), ad.campaign, ad_set, f"{ad.spend:.2f}", ad.reach, ad.impressions,
        f"{ad.impressions / ad.reach:.6f}", ad.clicks, f"{1000 * ad.spend / ad.impressions:.6f}",
        f"{ad.conversions:.0f}", f"{ad.value:.2f}",
    ]  # fmt: skip


def _ga4_rows(story: Story) -> list[list[object]]:
    return [
        [f"{w.day:%Y%m%d}", w.channel, w.sessions, w.engaged, f"{w.engaged / w.sessions:.16g}", w.key_events, w.revenue]
        for w in story.web
    ]


def _ga4_standard_french(story: Story) -> bytes:
    header = "Date,Groupe de canaux,Sessions,Sessions avec engagement,Taux d'engagement,Événements clés,Revenu total"
    rule = "# " + "-" * 40
    preamble = f"{rule}\n# Maison Verveine\n{rule}\n\n"
    return (preamble + _text([header.split(","), *_ga4_rows(story)])).encode()


def _ga4_exploration_english(story: Story) -> bytes:
    channel = "Session primary channel group (Default Channel Group)"
    header = ["Date", channel, "Sessions", "Engaged sessions", "Engagement rate", "Key events", "Total revenue"]
    sessions, engaged = sum(w.sessions for w in story.web), sum(w.engaged for w in story.web)
    events, revenue = sum(w.key_events for w in story.web), round(sum(w.revenue for w in story.web), 2)
    total = ["", "", sessions, engaged, f"{engaged / sessions:.16g}", events, revenue, "Grand total"]
    preamble = "# Free form-Free form 1\n# 20250101-20251231\n\n"
    return (preamble + _text([header, total, *_ga4_rows(story)])).encode()


def _mailchimp(mailings: list[Mailing]) -> bytes:
    header = (
        "Title,Subject,List,Send Date,Send Weekday,Total Recipients,Successful Deliveries,Soft Bounces,Hard Bounces,"
        "Total Bounces,Times Forwarded,Forwarded Opens,Unique Opens,Open Rate,Total Opens,Unique Clicks,Click Rate,"
        "Total Clicks,Unsubscribes,Abuse Complaints,Times Liked on Facebook,Folder Id,Unique Id,Total Orders,"
        "Total Gross Sales,Total Revenue"
    )
    rows: list[Sequence[object]] = [header.split(",")]
    for number, m in enumerate(mailings):
        bounces = m.soft_bounces + m.hard_bounces
        delivered = m.recipients - bounces
        rows.append([
            m.title, m.title, "Clients", f"{_month(m.sent_at)} {m.sent_at:%d, %Y %I:%M} {_half(m.sent_at)}",
            _WEEKDAYS[m.sent_at.weekday()], m.recipients, delivered, m.soft_bounces, m.hard_bounces, bounces, 0, 0,
            m.opens, f"{100 * m.opens / delivered:.2f}%", m.opens * 7 // 5, m.clicks,
            f"{100 * m.clicks / delivered:.2f}%", m.clicks * 6 // 5, m.unsubscribes, 0, 0, "",
            f"{0xC0FFEE00 + number:x}", m.orders, f"{m.revenue:.2f}", f"{m.revenue:.2f}",
        ])  # fmt: skip
    return _text(rows).encode()


# Not strftime's names: those follow the locale of the machine.
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _month(moment: dt.datetime) -> str:
    return _MONTHS[moment.month - 1]


def _half(moment: dt.datetime) -> str:
    return "am" if moment.hour < 12 else "pm"


_QUESTIONS: dict[Lang, tuple[str, str]] = {
    "fr": (
        "Sur une échelle de 0 à 10, recommanderiez-vous Maison Verveine à vos proches ?",
        "Qu’est-ce qui explique votre note ?",
    ),
    "en": (
        "On a scale from 0 to 10, how likely are you to recommend Maison Verveine to a friend?",
        "What is the main reason for your score?",
    ),
}


def _typeform(story: Story, lang: Lang) -> bytes:
    technical = ["Response Type", "Start Date (UTC)", "Stage Date (UTC)", "Submit Date (UTC)", "Network ID", "Tags"]
    rows: list[Sequence[object]] = [["#", *_QUESTIONS[lang], *technical]]
    for r in story.responses:
        score = "" if r.score is None else r.score
        kind = "started" if r.submitted is None else "completed"
        rows.append([r.id, score, r.comment, kind, r.started, "", r.submitted or "", r.network, ""])
    return _text(rows).encode()


def tidy_text(table: str, records: Sequence[tuple[object, ...]], lang: Lang, french_encoding: str) -> bytes:
    """Return records of a data table as a CSV with its headings, as Excel saves it in that language."""
    header = TABLES[table].header(lang)
    rows = [[_own(value, lang) for value in record] for record in records]
    if lang == "fr":
        return _text([header, *rows], delimiter=";", end="\r\n").encode(french_encoding)
    return _text([header, *rows]).encode()


def _own(value: object, lang: Lang) -> str:
    if isinstance(value, Text):
        return value[lang]
    if value is None:
        return ""
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}" if lang == "fr" else value.isoformat()
    if isinstance(value, float):
        return f"{value:.2f}".replace(".", ",") if lang == "fr" else f"{value:.2f}"
    return str(value)
