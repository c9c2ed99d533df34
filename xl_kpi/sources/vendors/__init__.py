"""The known export layouts. A new one is a module here and a name in `VENDORS`."""

from xl_kpi.sources.vendor import Vendor
from xl_kpi.sources.vendors.ga4 import GA4, GA4_PAGES
from xl_kpi.sources.vendors.google_ads import GOOGLE_ADS
from xl_kpi.sources.vendors.hubspot import HUBSPOT_CONTACTS, HUBSPOT_DEALS
from xl_kpi.sources.vendors.linkedin_ads import LINKEDIN_ADS
from xl_kpi.sources.vendors.mailchimp import MAILCHIMP
from xl_kpi.sources.vendors.meta_ads import META_ADS
from xl_kpi.sources.vendors.microsoft_ads import MICROSOFT_ADS
from xl_kpi.sources.vendors.multi_platform import MULTI_PLATFORM
from xl_kpi.sources.vendors.refused import REFUSED
from xl_kpi.sources.vendors.search_console import SEARCH_CONSOLE, SEARCH_CONSOLE_PAGES
from xl_kpi.sources.vendors.shopify import SHOPIFY
from xl_kpi.sources.vendors.stripe import STRIPE
from xl_kpi.sources.vendors.surveymonkey import SURVEYMONKEY
from xl_kpi.sources.vendors.tidy import TIDY
from xl_kpi.sources.vendors.tiktok_ads import TIKTOK_ADS
from xl_kpi.sources.vendors.typeform import TYPEFORM

VENDORS: tuple[Vendor, ...] = (
    GOOGLE_ADS,
    MICROSOFT_ADS,
    META_ADS,
    LINKEDIN_ADS,
    TIKTOK_ADS,
    GA4,
    GA4_PAGES,
    SEARCH_CONSOLE,
    SEARCH_CONSOLE_PAGES,
    MAILCHIMP,
    HUBSPOT_CONTACTS,
    HUBSPOT_DEALS,
    SHOPIFY,
    STRIPE,
    TYPEFORM,
    SURVEYMONKEY,
    MULTI_PLATFORM,
    *TIDY,
)

__all__ = ["REFUSED", "VENDORS"]
