"""The known export layouts. A new one is a module here and a name in `VENDORS`."""

from xl_kpi.sources.vendor import Vendor
from xl_kpi.sources.vendors.ga4 import GA4
from xl_kpi.sources.vendors.google_ads import GOOGLE_ADS
from xl_kpi.sources.vendors.mailchimp import MAILCHIMP
from xl_kpi.sources.vendors.meta_ads import META_ADS
from xl_kpi.sources.vendors.multi_platform import MULTI_PLATFORM
from xl_kpi.sources.vendors.tidy import TIDY
from xl_kpi.sources.vendors.typeform import TYPEFORM

VENDORS: tuple[Vendor, ...] = (GOOGLE_ADS, META_ADS, GA4, MAILCHIMP, TYPEFORM, MULTI_PLATFORM, *TIDY)
