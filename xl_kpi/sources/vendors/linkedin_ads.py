"""LinkedIn Campaign Manager: a performance report, UTF-16 with tabs, days in UTC, "-" for nothing."""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

LINKEDIN_ADS = Vendor(
    id="linkedin_ads",
    label="LinkedIn Ads",
    table=TABLES["ads"],
    columns=(
        Column(field="date", en=("Start Date (in UTC)",)),
        Column(field="account", en=("Account Name",)),
        Column(field="campaign", en=("Campaign Name",)),
        Column(field="ad_group", en=("Ad Set Name",)),
        Column(field="ad", en=("Ad Name",)),
        Column(field="currency", en=("Currency",)),
        Column(field="impressions", en=("Impressions",)),
        Column(field="clicks", en=("Clicks",)),
        Column(field="ad_spend", en=("Total Spent",)),
        Column(field="conversions", en=("Conversions",)),
        Column(field="attributed_revenue", en=("Total Conversion Value",)),
    ),
    recognised_by=(("Start Date (in UTC)",), ("Total Spent", "Impressions", "Clicks")),
    add_date=Text(
        "le jour manque ; dans Campaign Manager, exportez un rapport de performance, répartition « Daily »",
        "the day is missing; in Campaign Manager, export a performance report with the breakdown “Daily”",
    ),
    how_to_export=Text(
        "Campaign Manager en anglais, Export, un rapport « Performance », répartition par jour.",
        "Campaign Manager in English, Export, a “Performance” report, time breakdown by day.",
    ),
    left_out=(
        "Campaign ID",
        "Ad Set Status",
        "Click Through Rate",
        "Average CPM",
        "Average CPC",
        "Reactions",
        "Comments",
        "Shares",
        "Follows",
        "Total Engagements",
        "Engagement Rate",
        "Conversion Rate",
        "Cost per Conversion",
        "Return on Ad Spend",
        "Leads",
        "Lead Form Completion Rate",
        "Cost per Lead",
        "Reach",
        "Average Frequency",
        "Clicks to Landing Page",
        "Clicks to LinkedIn Page",
        "Total Budget",
    ),
    decimal={"en": "."},
    date_order={"en": "mdy"},
    time_zone="UTC",
)
