"""The sample company beyond its advertising: pages, creators, journeys, customers, leads, deals and events.

Companies buy tea as gifts: those leads go from marketing to sales. One generator for each table, so
that a change in one leaves the others' bytes alone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from random import Random

from xl_kpi.language import Text
from xl_kpi.sources.samples.story import MONTHS, SEASON, SEED, YEAR, around

Row = tuple[object, ...]

# Page: offer, impressions a week, position at the start and the end of the year, visits beside search, lead rate.
PAGES = {
    "/guide-des-thes-bio": (Text("Guide des thés", "Tea guide"), 5200, 9.5, 5.8, 210, 0.021),
    "/cadeaux-entreprise": (Text("Catalogue entreprise", "Business catalogue"), 2400, 7.2, 4.1, 160, 0.055),
    "/coffret-decouverte": (Text("Échantillons", "Samples"), 3100, 6.4, 4.9, 240, 0.043),
    "/bienfaits-rooibos": (Text("Guide des thés", "Tea guide"), 4300, 11.8, 7.6, 120, 0.014),
    "/recettes-the-glace": (Text("Recettes", "Recipes"), 3600, 8.9, 6.2, 150, 0.018),
    "/infusions-du-soir": (Text("Recettes", "Recipes"), 2900, 10.2, 8.0, 95, 0.016),
    "/atelier-degustation": (Text("Atelier", "Workshop"), 1300, 5.6, 4.4, 80, 0.062),
    "/devis-comite-entreprise": (Text("Catalogue entreprise", "Business catalogue"), 900, 6.8, 3.9, 70, 0.081),
}
CREATORS = (
    ("Instagram", "Infusions et Cie", 42_000, 0.052, 650.0),
    ("Instagram", "Le Placard à thé", 18_500, 0.071, 320.0),
    ("YouTube", "La Cuisine du dimanche", 61_000, 0.034, 1100.0),
    ("TikTok", "Thé et moi", 88_000, 0.046, 780.0),
    ("LinkedIn", "Bureau gourmand", 9_400, 0.038, 400.0),
)
EVENTS = (
    (Text("Salon CE Paris", "Works council fair, Paris"), 2, 180, 0.62, 41, 6200.0),
    (Text("Atelier dégustation Lyon", "Tasting workshop, Lyon"), 3, 42, 0.81, 12, 900.0),
    (Text("Webinaire cadeaux d’entreprise", "Business gifts webinar"), 5, 260, 0.44, 38, 450.0),
    (Text("Portes ouvertes", "Open house"), 6, 120, 0.70, 9, 1500.0),
    (Text("Salon du thé", "Tea fair"), 9, 310, 0.66, 52, 7800.0),
    (Text("Webinaire fêtes de fin d’année", "Year-end gifts webinar"), 10, 340, 0.41, 57, 520.0),
    (Text("Atelier dégustation Paris", "Tasting workshop, Paris"), 11, 48, 0.85, 15, 1100.0),
)
SELLERS = (Text("Grands comptes", "Key accounts"), Text("Équipe Nord", "North team"), Text("Équipe Sud", "South team"))
# Channel: share of contacts, rates of MQL, SQL, won.
SOURCES = {
    "Organic Search": (0.30, 0.48, 0.56, 0.40),
    "Paid Search": (0.22, 0.42, 0.50, 0.34),
    "Email": (0.12, 0.58, 0.62, 0.46),
    "Referral": (0.12, 0.55, 0.66, 0.52),
    "Organic Social": (0.13, 0.30, 0.42, 0.28),
    "Direct": (0.11, 0.46, 0.55, 0.42),
}


def detail() -> dict[str, list[Row]]:
    """Return the rows of every table by its id, the same each time."""
    contacts, deals, handovers = _sales(Random(SEED + 1))
    makers: dict[str, Callable[[Random], list[Row]]] = {
        "content": _content,
        "influence": _influence,
        "touchpoints": _touchpoints,
        "customers": _customers,
        "events": _events,
    }
    made = {table: maker(Random(SEED + 2 + i)) for i, (table, maker) in enumerate(makers.items())}
    return made | {"contacts": contacts, "deals": deals, "handovers": handovers}


def _content(rng: Random) -> list[Row]:
    rows: list[Row] = []
    for week in range(52):
        day = dt.date(YEAR, 1, 6) + dt.timedelta(weeks=week)
        if day.year != YEAR:
            break
        season = SEASON[day.month - 1]
        for page, (offer, usual, first, last, other, lead_rate) in PAGES.items():
            position = round(around(rng, first + (last - first) * week / 51, 0.04), 1)
            impressions = int(around(rng, usual * season**0.5, 0.12))
            clicks = int(impressions * around(rng, 0.26 / position, 0.1))
            visits = clicks + int(around(rng, other * season, 0.15))
            engaged = int(visits * around(rng, 0.58, 0.06))
            views = int(visits * around(rng, 1.25, 0.05))
            seconds = int(views * around(rng, 92, 0.12))
            seen = int(visits * around(rng, 0.6, 0.06))
            clicked = int(seen * around(rng, 1.9 * lead_rate, 0.15))
            leads = int(visits * around(rng, lead_rate, 0.2))
            rows.append((day, "Search Console", page, offer, impressions, clicks, position, visits, engaged, views,
                         seconds, seen, clicked, leads))  # fmt: skip
    return rows


def _influence(rng: Random) -> list[Row]:
    rows: list[Row] = []
    for month in MONTHS:
        for network, creator, audience, rate, cost in CREATORS:
            if rng.random() < 0.35:
                continue
            day = month.replace(day=3 + int(rng.random() * 24))
            reach = int(audience * around(rng, 0.42, 0.2))
            impressions = int(reach * around(rng, 1.35, 0.08))
            interactions = int(reach * around(rng, rate, 0.2))
            clicks = int(impressions * around(rng, 0.011, 0.25))
            followers = int(reach * around(rng, 0.0045, 0.3))
            revenue = round(clicks * around(rng, 0.028, 0.25) * 46 * SEASON[month.month - 1], 2)
            campaign = (
                Text("Coffrets de Noël", "Christmas boxes") if month.month > 10 else Text("Fil rouge", "All year")
            )
            rows.append((day, network, creator, campaign, impressions, reach, interactions, clicks, followers,
                         round(around(rng, cost, 0.1), 2), revenue))  # fmt: skip
    return rows


def _touchpoints(rng: Random) -> list[Row]:
    first = ("Organic Search", "Organic Social", "Paid Search", "Paid Social", "Referral", "Direct")
    later = ("Email", "Direct", "Organic Search", "Paid Search", "Email")
    rows: list[Row] = []
    for month in MONTHS:
        for number in range(int(around(rng, 118 * SEASON[month.month - 1] ** 0.5, 0.05))):
            journey = f"P{month.month:02d}{number:03d}"
            touches = 1 + int(4 * rng.random() ** 1.6)
            day = month + dt.timedelta(days=int(rng.random() * 12))
            won = rng.random() < 0.05 + 0.05 * touches
            for rank in range(1, touches + 1):
                channels = first if rank == 1 else later
                channel = channels[int(len(channels) * rng.random() ** 1.3)]
                bought = won and rank == touches
                revenue = round(around(rng, 240.0, 0.6), 2) if bought else 0.0
                rows.append((day, journey, channel, rank, float(bought), revenue))
                day += dt.timedelta(days=1 + int(rng.random() * 4))
    return rows


def _customers(rng: Random) -> list[Row]:
    channels = tuple(SOURCES)
    rows: list[Row] = []
    for month in MONTHS:
        for number in range(int(around(rng, 42 * SEASON[month.month - 1] ** 0.6, 0.06))):
            customer = f"C{month.month:02d}{number:03d}"
            channel = channels[int(len(channels) * rng.random() ** 1.4)]
            for age in range(13 - month.month):
                back = 1.0 if age == 0 else (0.44 + 0.008 * month.month) * 0.9 ** (age - 1)
                if rng.random() >= back:
                    continue
                orders = 1 + int(rng.random() < 0.12)
                day = dt.date(YEAR, month.month + age, 1)
                rows.append((day, customer, channel, age, orders, round(orders * around(rng, 45.0, 0.2), 2)))
    return rows


def _events(rng: Random) -> list[Row]:
    rows: list[Row] = []
    for name, month, registrants, attendance, leads, cost in EVENTS:
        came = int(registrants * around(rng, attendance, 0.05))
        rows.append(
            (
                dt.date(YEAR, month, 12 + int(rng.random() * 10)),
                Text("Événements", "Events"),
                name,
                registrants,
                came,
                leads,
                cost,
            )
        )
    return rows


def _sales(rng: Random) -> tuple[list[Row], list[Row], list[Row]]:
    """Return the contacts, the deals and the handovers: one contact may give one of each."""
    contacts: list[Row] = []
    deals: list[Row] = []
    handovers: list[Row] = []
    for month in MONTHS:
        for number in range(int(around(rng, 46 * SEASON[month.month - 1] ** 0.5, 0.06))):
            contact = f"L{month.month:02d}{number:03d}"
            day = month + dt.timedelta(days=int(rng.random() * 27))
            channel, (_, mql_rate, sql_rate, win_rate) = _draw(rng)
            mql = rng.random() < mql_rate
            sql = mql and rng.random() < sql_rate + 0.008 * month.month
            opened = sql and rng.random() < 0.78
            closed = opened and (month.month < 11 or rng.random() < 0.5)
            won = closed and rng.random() < win_rate
            stage = Text("Client", "Customer") if won else "SQL" if sql else "MQL" if mql else "Lead"
            contacts.append((day, "CRM", contact, channel, stage, 1, int(mql), int(sql), int(won)))
            if mql:
                seller = SELLERS[int(3 * rng.random())]
                hours = int(2 + 60 * rng.random() ** (1.5 + 0.12 * month.month))
                handovers.append((day, contact, channel, seller, hours, int(sql)))
            if opened:
                state = Text("Gagnée", "Won") if won else Text("Perdue", "Lost") if closed else Text("Ouverte", "Open")
                amount = round(around(rng, 2600.0, 0.7), 2)
                opening = day + dt.timedelta(days=int(rng.random() * 3))
                outcome = 1, int(closed), int(won), amount
                deals.append(
                    (opening, "CRM", f"A{contact[1:]}", channel, Text("Entreprises", "Companies"), state, *outcome)
                )
    return contacts, deals, handovers


def _draw(rng: Random) -> tuple[str, tuple[float, float, float, float]]:
    point = rng.random()
    for channel, rates in SOURCES.items():
        point -= rates[0]
        if point < 0:
            return channel, rates
    return channel, rates
