"""The report tabs, declared: any workbook takes those it needs."""

from xl_kpi.templates.tabs.awareness import AWARENESS
from xl_kpi.templates.tabs.campaigns import CAMPAIGNS_TAB
from xl_kpi.templates.tabs.channels import CHANNELS_TAB
from xl_kpi.templates.tabs.cohorts import COHORTS
from xl_kpi.templates.tabs.company import COMPANY
from xl_kpi.templates.tabs.content import CONTENT
from xl_kpi.templates.tabs.definitions import DEFINITIONS
from xl_kpi.templates.tabs.email import EMAIL
from xl_kpi.templates.tabs.engagement import ENGAGEMENT
from xl_kpi.templates.tabs.events import EVENTS_TAB
from xl_kpi.templates.tabs.executive import EXECUTIVE
from xl_kpi.templates.tabs.funnel import FUNNEL
from xl_kpi.templates.tabs.influence import INFLUENCE
from xl_kpi.templates.tabs.leads import LEADS
from xl_kpi.templates.tabs.loyalty import LOYALTY
from xl_kpi.templates.tabs.paid import PAID
from xl_kpi.templates.tabs.pipeline import PIPELINE
from xl_kpi.templates.tabs.profitability import PROFITABILITY
from xl_kpi.templates.tabs.qualification import STAGES
from xl_kpi.templates.tabs.sales import SALES
from xl_kpi.templates.tabs.satisfaction import SATISFACTION
from xl_kpi.templates.tabs.service import SERVICE
from xl_kpi.templates.tabs.social import SOCIAL
from xl_kpi.templates.tabs.touchpoints import TOUCHPOINTS

__all__ = [
    "AWARENESS",
    "CAMPAIGNS_TAB",
    "CHANNELS_TAB",
    "COHORTS",
    "COMPANY",
    "CONTENT",
    "DEFINITIONS",
    "EMAIL",
    "ENGAGEMENT",
    "EVENTS_TAB",
    "EXECUTIVE",
    "FUNNEL",
    "INFLUENCE",
    "LEADS",
    "LOYALTY",
    "PAID",
    "PIPELINE",
    "PROFITABILITY",
    "SALES",
    "SATISFACTION",
    "SERVICE",
    "SOCIAL",
    "STAGES",
    "TOUCHPOINTS",
]
