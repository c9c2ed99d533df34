"""The figures of Maison Verveine, a fictional organic-tea shop, for the year 2025.

Tea sells at Christmas and rests in summer; search advertising gets better over the year; customers
recommend the shop a little more each month. Every draw comes from one seeded generator, through
`random()` alone, whose sequence Python keeps from version to version.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

SEED = 2025
YEAR = 2025
SEASON = (0.95, 0.93, 0.97, 0.94, 0.97, 0.90, 0.80, 0.72, 0.97, 1.06, 1.28, 1.55)
WEEKDAY = (1.05, 1.04, 1.00, 0.98, 0.95, 0.95, 1.03)
DAYS = [dt.date(YEAR, 1, 1) + dt.timedelta(days=n) for n in range(365)]
MONTHS = [dt.date(YEAR, month, 1) for month in range(1, 13)]


class AdDay(NamedTuple):
    """One campaign on one day; money in euros."""

    day: dt.date
    campaign: str
    impressions: int
    reach: int
    clicks: int
    spend: float
    conversions: float
    value: float


class WebDay(NamedTuple):
    """One channel on one day."""

    day: dt.date
    channel: str
    sessions: int
    engaged: int
    key_events: int
    revenue: float


class Mailing(NamedTuple):
    """One e-mail campaign."""

    sent_at: dt.datetime
    title: str
    recipients: int
    soft_bounces: int
    hard_bounces: int
    opens: int
    clicks: int
    unsubscribes: int
    orders: int
    revenue: float


class Response(NamedTuple):
    """One survey response; `score` and `submitted` are None when the visitor stopped half-way."""

    id: str
    started: dt.datetime
    submitted: dt.datetime | None
    score: int | None
    comment: str
    network: str


class BusinessMonth(NamedTuple):
    """The shop's own figures for one month; the fields follow the business table."""

    date: dt.date
    revenue: float
    orders: int
    leads: int
    mql: int
    sql: int
    new_customers: int
    customers_start: int
    customers_end: int
    lost_customers: int
    salaries: float
    tools: float
    agencies: float


class SocialMonth(NamedTuple):
    """One network in one month; the fields follow the social table."""

    date: dt.date
    source: str
    account: str
    followers: int
    impressions: int
    reach: int
    interactions: int


@dataclass(frozen=True, slots=True)
class Story:
    """All figures of the year."""

    google: list[AdDay]
    meta: list[AdDay]
    web: list[WebDay]
    mailings: list[Mailing]
    responses: list[Response]
    business: list[BusinessMonth]
    social: list[SocialMonth]


class Campaign(NamedTuple):
    """How a campaign behaves: euros a day and a click, rates at the start and the end of the year."""

    name: str
    daily_spend: float
    cost_per_click: float
    click_rate: float
    first_rate: float
    last_rate: float
    months: range = range(1, 13)


GOOGLE = (
    Campaign("Recherche | Marque", 30, 0.38, 0.140, 0.072, 0.082),
    Campaign("Recherche | Thés bio", 85, 0.72, 0.052, 0.030, 0.045),
    Campaign("Shopping | Catalogue", 70, 0.45, 0.012, 0.027, 0.036),
    Campaign("Performance Max | Cadeaux", 45, 0.50, 0.015, 0.027, 0.032),
)
META = (
    Campaign("Acquisition | Infusions bio", 55, 0.48, 0.013, 0.016, 0.019),
    Campaign("Relance panier", 25, 0.42, 0.022, 0.044, 0.049),
    Campaign("Découverte | Thé glacé", 30, 0.44, 0.012, 0.010, 0.018, range(6, 9)),
    Campaign("Coffrets de Noël", 45, 0.52, 0.017, 0.026, 0.036, range(11, 13)),
)
# Channel: sessions a day (0: from the ads), share engaged, key events per session.
CHANNELS = {
    "Organic Search": (900, 0.62, 0.026),
    "Direct": (420, 0.60, 0.034),
    "Paid Search": (0, 0.61, 0.034),
    "Paid Social": (0, 0.51, 0.018),
    "Email": (80, 0.66, 0.055),
    "Referral": (90, 0.58, 0.021),
}
TITLES = (
    "Vœux et nouveautés", "Soldes d’hiver", "Thés de saison", "Coffret Saint-Valentin", "Éveil du printemps",
    "Cueillette de mars", "Carnet de dégustation", "Pâques gourmandes", "Fête des mères", "Infusions du jardin",
    "Thés glacés", "Recettes d’été", "Soldes d’été", "Pique-nique", "Sélection légère", "Préparer la rentrée",
    "Rentrée en douceur", "Nouvelle récolte", "Rooibos d’automne", "Soirées cocooning", "Avant-première de Noël",
    "Semaine du thé", "Calendrier de l’Avent", "Derniers cadeaux",
)  # fmt: skip
COMMENTS = (
    "Livraison rapide", "Très bon rooibos", "- un peu cher", "Emballage soigné", "=> plus de vrac svp",
    "Thés parfumés, pas trop sucrés", "Délai trop long en décembre", "Conseils utiles",
)  # fmt: skip


def tell(seed: int = SEED) -> Story:
    """Return the whole year, the same for the same seed."""
    rng = Random(seed)
    google = _ads(rng, GOOGLE, fractional=True)
    meta = _ads(rng, META, fractional=False)
    mailings = _mailings(rng)
    web = _web(rng, google, meta, mailings)
    return Story(google, meta, web, mailings, _responses(rng), _business(rng, web), _social(rng))


def around(rng: Random, value: float, spread: float) -> float:
    """Return a value drawn around another, at most `spread` of it away."""
    return value * (1 + spread * (2 * rng.random() - 1))


def _whole(rng: Random, expected: float) -> int:
    """Round up or down at random, so that small counts keep their mean."""
    return int(expected + rng.random())


def _between(first: float, last: float, day: dt.date) -> float:
    return first + (last - first) * (day.timetuple().tm_yday - 1) / 364


def _ads(rng: Random, campaigns: tuple[Campaign, ...], fractional: bool) -> list[AdDay]:
    rows = []
    for day in DAYS:
        for campaign in campaigns:
            if day.month not in campaign.months:
                continue
            season = SEASON[day.month - 1]
            spend = round(around(rng, campaign.daily_spend * season**0.6 * WEEKDAY[day.weekday()], 0.12), 2)
            clicks = _whole(rng, spend / around(rng, campaign.cost_per_click, 0.08))
            impressions = _whole(rng, clicks / around(rng, campaign.click_rate, 0.08))
            rate = _between(campaign.first_rate, campaign.last_rate, day) * season**0.3
            expected = clicks * around(rng, rate, 0.25)
            conversions = round(expected, 2) if fractional else _whole(rng, expected)
            value = round(conversions * around(rng, 46.0, 0.12), 2)
            reach = int(impressions * around(rng, 0.82, 0.05))
            rows.append(AdDay(day, campaign.name, impressions, reach, clicks, spend, float(conversions), value))
    return rows


def _mailings(rng: Random) -> list[Mailing]:
    rows = []
    for number, title in enumerate(TITLES):
        month, second = divmod(number, 2)
        sent_at = dt.datetime(YEAR, month + 1, 22 if second else 8, 9 if second else 18, 30)
        recipients = int(around(rng, 6400 + 52 * number, 0.01))
        soft, hard = _whole(rng, recipients * 0.010), _whole(rng, recipients * 0.004)
        delivered = recipients - soft - hard
        opens = int(delivered * around(rng, 0.395, 0.09))
        clicks = int(opens * around(rng, 0.115, 0.18))
        orders = int(clicks * around(rng, 0.11, 0.2) * SEASON[month])
        revenue = round(orders * around(rng, 45.0, 0.1), 2)
        leaving = _whole(rng, delivered * around(rng, 0.0022, 0.3))
        rows.append(Mailing(sent_at, title, recipients, soft, hard, opens, clicks, leaving, orders, revenue))
    return rows


def _web(rng: Random, google: list[AdDay], meta: list[AdDay], mailings: list[Mailing]) -> list[WebDay]:
    paid = {"Paid Search": _clicks_by_day(google), "Paid Social": _clicks_by_day(meta)}
    mailed = {m.sent_at.date(): m.clicks for m in mailings}
    rows = []
    for day in DAYS:
        season = SEASON[day.month - 1]
        for channel, (usual, engaged_share, event_rate) in CHANNELS.items():
            base = 0.9 * paid[channel][day] if channel in paid else usual * season**0.8 * WEEKDAY[day.weekday()]
            if channel == "Email":
                base += 0.8 * mailed.get(day, 0)
            sessions = _whole(rng, around(rng, base, 0.08))
            engaged = int(sessions * around(rng, engaged_share, 0.04))
            events = _whole(rng, sessions * around(rng, event_rate * season**0.3, 0.15))
            rows.append(WebDay(day, channel, sessions, engaged, events, round(events * around(rng, 45.0, 0.08), 2)))
    return rows


def _clicks_by_day(ads: list[AdDay]) -> dict[dt.date, int]:
    clicks = dict.fromkeys(DAYS, 0)
    for ad in ads:
        clicks[ad.day] += ad.clicks
    return clicks


def _responses(rng: Random) -> list[Response]:
    rows = []
    for month in MONTHS:
        promoters, detractors = _between(0.47, 0.56, month), _between(0.15, 0.11, month)
        drawn = []
        count = int(around(rng, 70, 0.12))
        for rank in range(count):
            minutes = int(rng.random() * 28 * 24 * 60)
            started = dt.datetime(YEAR, month.month, 1) + dt.timedelta(minutes=minutes, seconds=int(rng.random() * 60))
            draw = (rank + rng.random()) / count  # stratified: the monthly score follows its trend
            if draw < promoters:
                score = 9 + int(rng.random() * 2)
            elif draw < 1 - detractors:
                score = 7 + int(rng.random() * 2)
            else:
                score = 6 - int(7 * rng.random() ** 2)
            comment = COMMENTS[int(rng.random() * len(COMMENTS))] if rng.random() < 0.2 else ""
            finished = rng.random() > 0.02
            submitted = started + dt.timedelta(seconds=20 + int(rng.random() * 200)) if finished else None
            answer = score if finished else None
            drawn.append(Response(_token(rng, 16), started, submitted, answer, comment, _token(rng, 10)))
        rows += sorted(drawn, key=lambda response: response.started)
    return rows


def _token(rng: Random, length: int) -> str:
    return "".join("0123456789abcdefghijklmnopqrstuvwxyz"[int(rng.random() * 36)] for _ in range(length))


def _business(rng: Random, web: list[WebDay]) -> list[BusinessMonth]:
    rows = []
    customers = 8600
    for month in MONTHS:
        season = SEASON[month.month - 1]
        orders = int(1.09 * sum(day.key_events for day in web if day.day.month == month.month))
        leads = int(around(rng, 720 * season**0.5, 0.05))
        mql = int(leads * around(rng, 0.34, 0.06))
        sql = int(mql * _between(0.15, 0.24, month) * around(rng, 1.0, 0.05))
        new = int(around(rng, 405 * season**0.65, 0.03))
        lost = int(customers * around(rng, 0.029, 0.12))
        row = BusinessMonth(
            date=month,
            revenue=round(orders * around(rng, 45.2, 0.015), 2),
            orders=orders,
            leads=leads,
            mql=mql,
            sql=sql,
            new_customers=new,
            customers_start=customers,
            customers_end=customers + new - lost,
            lost_customers=lost,
            salaries=4200.0,
            tools=648.5,
            agencies=800.0 if month.month < 10 else 1000.0,
        )
        customers = row.customers_end
        rows.append(row)
    return rows


def _social(rng: Random) -> list[SocialMonth]:
    networks = (("Instagram", 18400, 0.016, 0.046), ("Facebook", 9700, 0.004, 0.021), ("LinkedIn", 2100, 0.022, 0.034))
    rows = []
    for month in MONTHS:
        for network, followers, growth, engagement in networks:
            now = int(followers * (1 + growth) ** month.month)
            reach = int(now * around(rng, 1.9, 0.12) * SEASON[month.month - 1] ** 0.5)
            impressions = int(reach * around(rng, 1.6, 0.06))
            interactions = int(reach * around(rng, engagement, 0.12))
            rows.append(SocialMonth(month, network, "Maison Verveine", now, impressions, reach, interactions))
    return rows
