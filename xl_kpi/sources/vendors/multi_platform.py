"""A multi-platform advertising report (the ad-reporting schema of dbt packages): one row per ad and day."""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

MULTI_PLATFORM = Vendor(
    id="multi_platform",
    label="Multi-platform ad report",
    table=TABLES["ads"],
    columns=(
        Column(field="date", en=("date_day",)),
        Column(field="source", en=("platform",)),
        Column(field="account", en=("account_name",)),
        Column(field="campaign", en=("campaign_name",)),
        Column(field="ad_group", en=("ad_group_name",)),
        Column(field="ad", en=("ad_name",)),
        Column(field="clicks", en=("clicks",)),
        Column(field="impressions", en=("impressions",)),
        Column(field="ad_spend", en=("spend",)),
        Column(field="conversions", en=("conversions",)),
        Column(field="attributed_revenue", en=("conversions_value",)),
    ),
    recognised_by=(("date_day",), ("platform",), ("spend",)),
    add_date=Text("il manque la colonne « date_day »", "the column “date_day” is missing"),
    how_to_export=Text(
        "La table quotidienne par annonce du rapport publicitaire dbt, en CSV.",
        "The daily table by ad of the dbt ad reporting package, as CSV.",
    ),
    left_out=("source_relation", "account_id", "campaign_id", "ad_group_id", "ad_id"),
    decimal={"en": "."},
)
