"""The help as you type: Excel-DNA's IntelliSense add-in reads this XML (its README describes the format)."""

from __future__ import annotations

from pathlib import PureWindowsPath
from xml.etree import ElementTree

import pytest

from xl_kpi.catalog import KPIS
from xl_kpi.excel.addin import intellisense_name, intellisense_xml
from xl_kpi.language import LANGUAGES, Lang

SPACE = "{http://schemas.excel-dna.net/intellisense/1.0}"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_function_and_argument_in_each_language(lang: Lang) -> None:
    root = ElementTree.fromstring(intellisense_xml(lang))
    assert root.tag == f"{SPACE}IntelliSense"
    functions = root.findall(f"{SPACE}FunctionInfo/{SPACE}Function")
    assert {f.get("Name"): f.get("Description") for f in functions} == {k.name: k.help[lang] for k in KPIS.values()}
    for function, kpi in zip(functions, KPIS.values(), strict=True):
        helps = [a.get("Description") for a in function.findall(f"{SPACE}Argument")]
        assert helps == [text[lang] for text in kpi.arguments.values()]


def test_optional_and_repeated_arguments_show_as_excel_shows_its_own() -> None:
    root = ElementTree.fromstring(intellisense_xml("en"))
    names = {f.get("Name"): [a.get("Name") for a in f] for f in root.iter(f"{SPACE}Function")}
    assert names["KPI_AVG_POSITION"] == ["positions", "[impressions]"]
    assert names["KPI_INTERACTIONS"] == ["counts..."]


def test_it_is_named_after_the_addin() -> None:
    assert intellisense_name(PureWindowsPath(r"C:\AddIns\xl-kpi.xlam")) == "xl-kpi.intellisense.xml"
