"""TikTok Ads Manager: a custom report by day. Clicks lead to the destination; likes are no clicks."""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

TIKTOK_ADS = Vendor(
    id="tiktok_ads",
    label="TikTok Ads",
    table=TABLES["ads"],
    columns=(
        Column(field="date", en=("By Day", "Date")),
        Column(field="campaign", en=("Campaign name",)),
        Column(field="ad_group", en=("Ad group name",)),
        Column(field="ad", en=("Ad name",)),
        Column(field="currency", en=("Currency",)),
        Column(field="impressions", en=("Impressions",)),
        Column(field="clicks", en=("Clicks (destination)", "Clicks (all)")),
        Column(field="ad_spend", en=("Cost",)),
        Column(field="conversions", en=("Conversions",)),
    ),
    recognised_by=(("Cost",), ("Clicks (destination)", "CTR (destination)", "CPC (destination)", "Clicks (all)")),
    add_date=Text(
        "le jour manque ; dans TikTok Ads Manager, ajoutez la dimension « By Day » et exportez de nouveau",
        "the day is missing; in TikTok Ads Manager, add the dimension “By Day” and export again",
    ),
    how_to_export=Text(
        "TikTok Ads Manager en anglais, Reporting, Custom report, dimension « By Day », export CSV ou XLSX.",
        "TikTok Ads Manager in English, Reporting, Custom report, dimension “By Day”, export as CSV or XLSX.",
    ),
    left_out=(
        "CTR (destination)",
        "CPC (destination)",
        "CPM",
        "Reach",
        "Frequency",
        "Cost per 1,000 people reached",
        "CPA",
        "Cost per conversion",
        "CVR (clicks)",
        "Conversion rate (CVR)",
        "Video views",
        "2-second video views",
        "6-second video views",
        "Average play time per video view",
        "Primary status",
        "Campaign Budget",
        "Results",
        "Cost per result",
        "Result rate",
    ),
    decimal={"en": "."},
    totals_label=r"total of \d+ results?$",
)
