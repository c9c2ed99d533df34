"""Small exports as the vendors write them, two quarters of 2025, whose sums are easy to do by hand.

Second quarter: 900 spent on ads for 4,500 of attributed revenue (5 to 1; 4 to 1 in the first); 90 conversions of 3,000
visits, 36 of 1,800 from organic search; 1,176 opens of 2,940 e-mails; 6 promoters and 2 detractors of 10.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from pathlib import Path

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Lang
from xl_kpi.sources.samples.layouts import tidy_text

MONTHS = [dt.date(2025, month, 1) for month in range(1, 7)]
SECOND = MONTHS[3:]
_FRENCH = ("janv.", "févr.", "mars", "avr.", "mai", "juin")


def _google_fr() -> bytes:
    """Google Ads, "CSV": title, dates, header, rows, then several totals."""
    lines = [
        "Rapport sur les campagnes",
        "1 janvier 2025 - 30 juin 2025",
        "État de la campagne,Campagne,Budget,Type de campagne,Jour,Impr.,Clics,CTR,CPC moy.,Coût,Conversions,"
        "Coût/conv.,Taux de conv.,Code de la devise,Taux d'optimisation,Valeur de conv.",
    ]
    for month in MONTHS:
        day = f"15 {_FRENCH[month.month - 1]} 2025"
        figures = (
            '2 500,100,"4,00 %","2,00","200,00","10,00","20,00","10,00 %",EUR,--,"1 000,00"'
            if month in SECOND
            else '1 000,50,"5,00 %","2,00","100,00","4,00","25,00","8,00 %",EUR,--,"400,00"'
        )
        lines.append(f'Activée,Thés | marque,"50,00",Réseau de Recherche,{day},{figures}')
    total = '10 500,450,"4,29 %","2,00","900,00","42,00","21,43","9,33 %",EUR,--,"4 200,00"'
    lines += [f"Total\N{NO-BREAK SPACE}: {what},--,--,--,--,{total}" for what in ("campagnes", "compte")]
    return "\n".join(lines).encode()


def _google_en() -> bytes:
    """Google Ads, "CSV (Excel)": UTF-16, tabs."""
    lines = [
        "Campaign report",
        "January 1, 2025 - June 30, 2025",
        "Campaign status\tCampaign\tDay\tImpr.\tClicks\tCost\tCurrency code\tConversions\tConv. value",
    ]
    for month in MONTHS:
        figures = ("2,500", 100, "200.00", "EUR", "10.00", "1,000.00") if month in SECOND else (
            "1,000", 50, "100.00", "EUR", "4.00", "400.00")  # fmt: skip
        lines.append("\t".join(map(str, ("Enabled", "Teas | brand", month.replace(day=15), *figures))))
    lines += [f"Total: {what}\t--\t--\t10,500\t450\t900.00\tEUR\t42.00\t4,200.00" for what in ("Campaigns", "Account")]
    return "\n".join(lines).encode("utf-16")


def _meta(lang: Lang) -> bytes:
    """Meta Ads Manager: the currency in the header, a first row of totals without names."""
    header = {
        "fr": "Début des rapports,Fin des rapports,Nom de la campagne,Montant dépensé (EUR),Couverture,Impressions,"
        "Clics sur un lien,Achats,Valeur de conversion des achats",
        "en": "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Reach,Impressions,Link clicks,"
        "Purchases,Purchases conversion value",
    }[lang]
    days = [month.replace(day=15) for month in SECOND]
    rows = [f"{day},{day},Infusions,100.00,2500,4000,60,5,500" for day in days]
    return "\n".join([header, *rows]).encode("utf-8-sig")


def _ga4(lang: Lang) -> bytes:
    header = {
        "fr": "Date,Groupe de canaux,Sessions,Sessions avec engagement,Événements clés,Revenu total",
        "en": "Date,Session primary channel group (Default channel group),Sessions,Engaged sessions,Key events,"
        "Total revenue",
    }[lang]
    lines = ["# ----------------------------------------", "# Shop", "# ----------------------------------------", ""]
    lines.append(header)
    for month in MONTHS:
        lines += [f"{month:%Y%m}15,Organic Search,600,360,12,700", f"{month:%Y%m}15,Paid Search,400,200,18,900"]
    return "\n".join(lines).encode()


def _mailchimp() -> bytes:
    header = (
        "Title,Subject,List,Send Date,Send Weekday,Total Recipients,Successful Deliveries,Soft Bounces,Hard Bounces,"
        "Total Bounces,Unique Opens,Open Rate,Total Opens,Unique Clicks,Click Rate,Total Clicks,Unsubscribes,"
        "Unique Id,Total Orders,Total Gross Sales,Total Revenue"
    )
    rows = [
        f'News {month.month},Tea,All,"{month:%b} 08, 2025 09:00 am",Friday,"1,000",980,15,5,20,392,40.00%,550,49,5.00%,'
        f"60,2,c{month.month},4,180.00,180.00"
        for month in SECOND
    ]
    return "\n".join([header, *rows]).encode()


def _surveymonkey() -> bytes:
    """SurveyMonkey: two header rows."""
    lines = ["Respondent ID,Collector ID,Date Created,Would you recommend us?", ",,,Response"]
    for n, score in enumerate((10, 10, 10, 9, 9, 9, 8, 7, 6, 3)):
        lines.append(f"11800000{n},4000,2025-05-{n + 10} 10:00:00,{score}")
    return "\n".join(lines).encode()


def _shopify() -> bytes:
    """Shopify: an order of two lines, figures on the first only."""
    return (
        b"Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,"
        b"Lineitem name,Lineitem price,Refunded Amount\n"
        b"#1001,ann@example.com,paid,2025-06-01 10:00:05 +0200,EUR,40.00,5.00,7.50,45.00,2025-06-01 10:00:00 +0200,"
        b"2,Tea,15.00,0.00\n"
        b"#1001,ann@example.com,,,,,,,,,1,Cup,10.00,\n"
        b"#1002,bob@example.com,paid,2025-06-02 10:00:05 +0200,EUR,55.00,0.00,7.50,55.00,2025-06-02 10:00:00 +0200,"
        b"1,Set,55.00,0.00\n"
    )


def _contacts() -> bytes:
    """HubSpot contacts: 20 leads of the quarter, 10 of them MQL, 5 SQL, 2 customers."""
    stages = ["lead"] * 10 + ["marketingqualifiedlead"] * 5 + ["salesqualifiedlead"] * 3 + ["customer"] * 2
    lines = ["Record ID,First Name,Last Name,Email,Lifecycle Stage,Create Date,Original Source"]
    for n, stage in enumerate(stages):
        source = "Paid Search" if n % 2 else "Organic Search"
        lines.append(f"1000000{n:02d},A,A,a{n}@example.com,{stage},2025-0{4 + n % 3}-10 09:00,{source}")
    return "\n".join(lines).encode()


def _deals() -> bytes:
    """HubSpot deals: 2 won for 3,000, 3 lost, 1 open for 800."""
    deals = [("Closed Won", 1000), ("Closed Won", 2000), *[("Closed Lost", 500)] * 3, ("Contract Sent", 800)]
    lines = ["Record ID,Deal Name,Deal Stage,Pipeline,Close Date,Create Date,Amount,Original Source"]
    for n, (stage, amount) in enumerate(deals):
        lines.append(f"200000{n:02d},D{n},{stage},Sales Pipeline,,2025-0{4 + n % 3}-20 09:00,{amount}.00,Paid Search")
    return "\n".join(lines).encode()


def write_exports(folder: Path, lang: Lang) -> None:
    """Put the exports of one company into a folder, in the language of its tools."""
    folder.mkdir()
    files = {
        "Campaign report.csv": _google_fr() if lang == "fr" else _google_en(),
        "Ads-Manager.csv": _meta(lang),
        "Traffic_acquisition.csv": _ga4(lang),
        "campaigns.csv": _mailchimp(),
        "survey.csv": _surveymonkey(),
        "orders_export.csv": _shopify(),
        "hubspot-contacts.csv": _contacts(),
        "hubspot-deals.csv": _deals(),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)


def tidy(table: str, lang: Lang, rows: Iterable[Mapping[str, object]]) -> bytes:
    """Return rows as a CSV with the headings of a data sheet, as Excel saves it in that language."""
    records = [tuple(row.get(column.name) for column in TABLES[table].columns) for row in rows]
    return tidy_text(table, records, lang, "utf-8")


def business(lang: Lang) -> bytes:
    """Return the shop's own figures: 90,000 of revenue in the second quarter after 60,000; 450 new customers."""
    rows: list[dict[str, object]] = []
    for n, month in enumerate(MONTHS):
        start = 4700 + 100 * n
        rows.append(
            {"date": month, "revenue": 30000 if month in SECOND else 20000, "orders": 600, "leads": 400, "mql": 100,
             "sql": 50, "new_customers": 150, "customers_start": start, "customers_end": start + 100,
             "lost_customers": 50, "salaries": 5000, "tools": 600, "agencies": 100}
        )  # fmt: skip
    return tidy("business", lang, rows)


def content(lang: Lang) -> bytes:
    """Return pages: 40 leads of 1,000 visits in the second quarter, shown at position 5."""
    rows = [
        {"date": month, "source": "Search Console", "page": "/teas", "offer": "Guide", "impressions": 9000,
         "clicks": 450, "position": 5, "visits": visits, "engaged_sessions": visits // 2, "page_views": 2 * visits,
         "session_seconds": 60 * visits, "cta_views": 100, "cta_clicks": 8, "leads": leads}
        for month, visits, leads in zip(SECOND, (300, 300, 400), (10, 10, 20), strict=True)
    ]  # fmt: skip
    return tidy("content", lang, rows)


def social(lang: Lang) -> bytes:
    """Return a network: 300 interactions of 10,000 impressions in the last month."""
    rows = [
        {"date": month, "source": "Instagram", "account": "Teas", "followers": 1000, "impressions": 10000,
         "reach": 5000, "interactions": 300} for month in SECOND
    ]  # fmt: skip
    return tidy("social", lang, rows)


def influence(lang: Lang) -> bytes:
    """Return a creator: 500 paid for 1,000 interactions."""
    rows = [
        {"date": SECOND[1], "source": "YouTube", "creator": "Ann", "campaign": "Spring", "impressions": 20000,
         "reach": 9000, "interactions": 1000, "clicks": 200, "new_followers": 50, "influence_cost": 500,
         "attributed_revenue": 800}
    ]  # fmt: skip
    return tidy("influence", lang, rows)


def events(lang: Lang) -> bytes:
    """Return an event: 600 for 20 leads."""
    rows = [
        {"date": SECOND[1], "source": "Events", "event": "Fair", "event_registrants": 100, "event_attendees": 80,
         "leads": 20, "event_cost": 600}
    ]  # fmt: skip
    return tidy("events", lang, rows)


def touchpoints(lang: Lang) -> bytes:
    """Return 10 journeys of 2 touches, 4 of them a sale of 50."""
    rows = []
    for journey in range(10):
        for touch in (1, 2):
            sold = touch == 2 and journey < 4
            rows.append(
                {"date": SECOND[journey % 3].replace(day=touch), "journey": f"J{journey}", "touch_rank": touch,
                 "channel": "Email" if sold else "Direct", "conversions": int(sold), "revenue": 50 * sold}
            )  # fmt: skip
    return tidy("touchpoints", lang, rows)


def customers(lang: Lang) -> bytes:
    """Return 4 customers won in March, 2 of whom buy again in April."""
    rows = [
        {"date": MONTHS[month], "customer": f"C{n}", "channel": "Direct", "customer_age": month - 2, "orders": 1,
         "revenue": 40} for month, count in ((2, 4), (3, 2)) for n in range(count)
    ]  # fmt: skip
    return tidy("customers", lang, rows)


def company(lang: Lang) -> bytes:
    """Return a company: 90,000 of sales in a market of 900,000 whose leader has 180,000; 72,000 of costs."""
    rows = [
        {"date": month, "revenue": 30000, "operating_costs": 24000, "market_sales": 300000, "leader_sales": 60000,
         "new_product_revenue": 4500, "share_price": 10 + n, "dividends": 0, "headcount": 40, "leavers": 0,
         "respondents": 20, "favourable": 15, "tonnes_co2e": 3} for n, month in enumerate(MONTHS)
    ]  # fmt: skip
    return tidy("company", lang, rows)
