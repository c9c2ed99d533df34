"""Export files as vendors really write them, read into tidy measure tables."""

from xl_kpi.sources.column_kinds import KIND_NAMES
from xl_kpi.sources.databases import SOURCES_FILE, read_queries, read_query
from xl_kpi.sources.mapping import MAP_FILE, Layout, mapped_vendors, save
from xl_kpi.sources.measure_table import Evidence, Exclusion, Import, MeasureTable, TotalsCheck
from xl_kpi.sources.proposal import BY_VALUES, Proposal, propose
from xl_kpi.sources.rates import RATES_FILE, Rates, rates
from xl_kpi.sources.reading import read, read_all
from xl_kpi.sources.recognition import recognise
from xl_kpi.sources.vendor import Column, Vendor
from xl_kpi.sources.vendors import VENDORS

__all__ = [
    "BY_VALUES",
    "KIND_NAMES",
    "MAP_FILE",
    "RATES_FILE",
    "SOURCES_FILE",
    "VENDORS",
    "Column",
    "Evidence",
    "Exclusion",
    "Import",
    "Layout",
    "MeasureTable",
    "Proposal",
    "Rates",
    "TotalsCheck",
    "Vendor",
    "mapped_vendors",
    "propose",
    "rates",
    "read",
    "read_all",
    "read_queries",
    "read_query",
    "recognise",
    "save",
]
