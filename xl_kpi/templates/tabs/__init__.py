"""The report tabs, declared: any workbook takes those it needs."""

from xl_kpi.templates.tabs.awareness import AWARENESS
from xl_kpi.templates.tabs.company import COMPANY
from xl_kpi.templates.tabs.engagement import ENGAGEMENT
from xl_kpi.templates.tabs.executive import EXECUTIVE
from xl_kpi.templates.tabs.leads import LEADS
from xl_kpi.templates.tabs.loyalty import LOYALTY
from xl_kpi.templates.tabs.profitability import PROFITABILITY
from xl_kpi.templates.tabs.satisfaction import SATISFACTION

__all__ = ["AWARENESS", "COMPANY", "ENGAGEMENT", "EXECUTIVE", "LEADS", "LOYALTY", "PROFITABILITY", "SATISFACTION"]
