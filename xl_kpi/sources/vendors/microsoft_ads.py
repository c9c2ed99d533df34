"""Microsoft Advertising: a report as its service writes it, or as its interface labels it.

Lines of title come first, among them the number of rows, and a copyright line last.
"""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

MICROSOFT_ADS = Vendor(
    id="microsoft_ads",
    label="Microsoft Advertising",
    table=TABLES["ads"],
    columns=(
        Column(field="date", en=("TimePeriod", "GregorianDate", "Gregorian date")),
        Column(field="account", en=("AccountName", "Account name")),
        Column(field="campaign", en=("CampaignName", "Campaign name")),
        Column(field="ad_group", en=("AdGroupName", "Ad group")),
        Column(field="device", en=("DeviceType", "Device type")),
        Column(field="currency", en=("CurrencyCode", "Currency code")),
        Column(field="impressions", en=("Impressions",)),
        Column(field="clicks", en=("Clicks",)),
        Column(field="ad_spend", en=("Spend",)),
        Column(field="conversions", en=("Conversions",)),
        Column(field="attributed_revenue", en=("Revenue",)),
    ),
    recognised_by=(
        ("Spend", "Clicks"),
        ("AccountId", "AccountName", "Account name", "CampaignId", "CampaignName", "Campaign name"),
        ("TimePeriod", "GregorianDate", "Gregorian date", "DeviceType", "Device type", "KeywordId"),
    ),
    add_date=Text(
        "il manque le jour ; dans Microsoft Advertising, choisissez l’agrégation « Day » et exportez de nouveau",
        "the day is missing; in Microsoft Advertising, choose the time unit “Day” and export again",
    ),
    how_to_export=Text(
        "Rapports, un rapport de performance, unité de temps « Jour », format CSV, langue anglaise.",
        "Reports, a performance report, unit of time “Day”, format CSV, language English.",
    ),
    left_out=(
        "AccountId",
        "CampaignId",
        "AdGroupId",
        "AdId",
        "Ad ID",
        "Ad group ID",
        "Keyword",
        "KeywordId",
        "Device OS",
        "Hour",
        "Ctr",
        "CTR (%)",
        "AverageCpc",
        "Average CPC",
        "AveragePosition",
        "Avg. position",
        "ConversionRate",
        "Conversion rate (%)",
        "CPA",
        "CostPerConversion",
        "ReturnOnAdSpend",
        "Account number",
        "Account status",
        "Campaign status",
        "Ad group status",
    ),
    decimal={"en": "."},
    date_order={"en": "mdy"},
    footer=r".{0,3}\d{4} microsoft",
    preamble_time_zone=r"Time Zone: (.+)",
    preamble_rows=r"Rows: (\d+)",
)
