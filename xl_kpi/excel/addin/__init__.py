"""The Excel add-in, built from the catalogue and the ribbon's declaration."""

from xl_kpi.excel.addin.build import build
from xl_kpi.excel.addin.intellisense import intellisense_name, intellisense_xml
from xl_kpi.excel.addin.settings import SERVER_CLSID, Settings, this_python

__all__ = ["SERVER_CLSID", "Settings", "build", "intellisense_name", "intellisense_xml", "this_python"]
