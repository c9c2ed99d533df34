"""The add-in file: what independent programs read in it, and that its parts fit together."""

from __future__ import annotations

import io
import re
import time
import warnings
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from pyopenvba.interpreter import parse_module

from tests.excel.addin.conftest import SETTINGS
from tests.tools import validation_errors
from xl_kpi.catalog import FAMILIES, KPIS, Kpi
from xl_kpi.cli import main
from xl_kpi.excel.addin import SERVER_CLSID, Settings, build, this_python
from xl_kpi.excel.addin.build import vba_modules
from xl_kpi.excel.addin.ribbon_xml import NAMESPACE
from xl_kpi.excel.addin.wrappers import RESERVED
from xl_kpi.excel.ribbon import RIBBON, Button, controls
from xl_kpi.language import LANGUAGES
from xl_kpi.templates import TEMPLATES

CALLBACK_ARGUMENTS = {  # as Office calls them: [MS-CUSTOMUI2], section on callbacks
    "getLabel": 2, "getScreentip": 2, "getSupertip": 2, "getItemCount": 2, "getItemLabel": 3, "getItemScreentip": 3,
    "getItemSupertip": 3, ("button", "onAction"): 1, ("gallery", "onAction"): 3,
}  # fmt: skip


def read_sources(xlam: Path) -> dict[str, str]:
    """Return the VBA modules as oletools extracts them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # oletools calls pyparsing by its old names
        from oletools.olevba import VBA_Parser

        parser = VBA_Parser(str(xlam))
    found = {name.rpartition(".")[0]: code.replace("\r\n", "\n") for _, _, name, code in parser.extract_macros()}
    parser.close()
    return found


@pytest.fixture(scope="module")
def sources(xlam: Path) -> dict[str, str]:
    return read_sources(xlam)


@pytest.fixture(scope="module")
def ribbon(xlam: Path) -> ElementTree.Element:
    with zipfile.ZipFile(xlam) as archive:
        return ElementTree.fromstring(archive.read("customUI/customUI14.xml"))


def sheets(xlam: Path) -> openpyxl.Workbook:
    """Return the add-in's sheets as openpyxl reads them; it knows macro workbooks, not add-ins."""
    copy = io.BytesIO()
    with zipfile.ZipFile(xlam) as archive, zipfile.ZipFile(copy, "w") as macros:
        for name in archive.namelist():
            macros.writestr(name, archive.read(name).replace(b"ms-excel.addin.macro", b"ms-excel.sheet.macro"))
    return openpyxl.load_workbook(copy)


def signature(sources: dict[str, str], name: str) -> list[str]:
    """Return the parameters of a public procedure, as declared."""
    code = "\n".join(sources.values()).replace(" _\n", "")
    found = re.findall(rf"(?m)^Public (?:Sub|Function) {name}\((.*?)\)(?: As \w+)?$", code)
    assert len(found) == 1, f"{name}: declared {len(found)} times"
    return [p.strip() for p in found[0].split(",") if p]


class TestPackage:
    def test_the_open_xml_validator_finds_no_error(self, xlam: Path) -> None:
        assert validation_errors(xlam) == []  # the ribbon too, against Office's own schema

    def test_the_validator_judges_the_ribbon(self, xlam: Path, tmp_path: Path) -> None:
        broken = tmp_path / "broken.xlam"
        with zipfile.ZipFile(xlam) as whole, zipfile.ZipFile(broken, "w") as copy:
            for name in whole.namelist():
                copy.writestr(name, whole.read(name).replace(b'size="large"', b'size="huge"'))
        assert "customUI14.xml" in "".join(validation_errors(broken))

    def test_the_same_settings_give_the_same_bytes(self, xlam: Path) -> None:
        time.sleep(2 - time.time() % 2)  # a ZIP counts time in steps of two seconds
        assert build(SETTINGS) == xlam.read_bytes()

    def test_it_is_an_addin_with_its_project(self, xlam: Path) -> None:
        with zipfile.ZipFile(xlam) as archive:
            types = archive.read("[Content_Types].xml").decode()
            book = archive.read("xl/workbook.xml").decode()
        assert 'PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"' in types
        assert 'codeName="ThisWorkbook"' in book

    def test_its_hidden_sheets(self, xlam: Path) -> None:
        book = sheets(xlam)
        assert [s.title for s in book if s.sheet_state == "visible"] == ["KPI"]
        settings = dict(book["settings"].iter_rows(values_only=True))
        assert settings["python"] == SETTINGS.python
        assert settings["library"] == SETTINGS.library
        expected = f'"{SETTINGS.python}" -I -c "import xlwings; xlwings.serve(\'$(CLSID)\')"'
        assert settings["server"] == expected
        assert [settings[f"template{i}"] for i in range(int(settings["templates"]))] == list(TEMPLATES)
        for lang, row in zip(LANGUAGES, ("functions_fr", "functions_en"), strict=True):
            rows = {r[0]: [c for c in r if c is not None] for r in book[row].iter_rows(values_only=True)}
            kpi = KPIS["KPI_ROAS"]
            help_ = [text[lang] for text in kpi.arguments.values()]
            assert rows["KPI_ROAS"] == ["KPI_ROAS", f"KPI - {FAMILIES[kpi.family][lang]}", kpi.help[lang], 2, *help_]
            assert list(rows) == list(KPIS)
            assert all(len(str(cell)) <= 255 for r in rows.values() for cell in r)  # what MacroOptions takes

    def test_the_sheet_that_excel_dna_s_intellisense_reads(self, xlam: Path) -> None:
        (*head, _), _, row, *_ = sheets(xlam)["_IntelliSense_"].iter_rows(max_col=6, values_only=True)
        assert head[:2] == ["FunctionInfo", 1]
        kpi = list(KPIS.values())[1]
        assert row[:5] == (
            kpi.name,
            kpi.help.fr,
            None,
            *next((p.name, kpi.arguments[p.name].fr) for p in kpi.parameters),
        )


class TestVba:
    def test_oletools_extracts_every_module_as_it_was_written(self, sources: dict[str, str]) -> None:
        for name, source in vba_modules().items():
            assert sources[name].rstrip("\n").endswith(source.rstrip("\n"))
        assert set(sources) - set(vba_modules()) == {f"Sheet{i}" for i in range(1, 7)}

    @pytest.mark.parametrize("name", vba_modules())
    def test_a_module_is_ascii_parses_and_begins_by_saying_what_it_is(self, name: str) -> None:
        source = vba_modules()[name]
        assert source.isascii()
        assert "@" not in source
        assert source.startswith("Option Explicit\n")
        assert name == "ThisWorkbook" or "' " in source.splitlines()[1] + source.splitlines()[2]
        assert max(map(len, source.splitlines())) <= 120
        parse_module(source)

    @pytest.mark.parametrize("name", vba_modules())
    def test_only_kpi_functions_are_offered_in_a_cell(self, name: str) -> None:
        source = vba_modules()[name]
        offered = re.findall(r"(?m)^Public Function (\w+)", source)
        assert "Option Private Module" in source or set(offered) <= set(KPIS)

    def test_every_procedure_called_exists(self, sources: dict[str, str]) -> None:
        code = re.sub(r"(?m)^\s*'.*$", "", "\n".join(sources.values()))
        defined = set(re.findall(r"(?m)^(?:Public|Private) (?:Sub|Function) (\w+)", code))
        assert set(re.findall(r"\bKpi[A-Z]\w+", code)) - set(sources) <= defined

    @pytest.mark.parametrize("kpi", KPIS.values(), ids=KPIS)
    def test_every_kpi_has_its_function(self, sources: dict[str, str], kpi: Kpi) -> None:
        declared = signature(sources, kpi.name)
        if kpi.parameters[-1].repeated:
            assert declared == [f"ParamArray {kpi.parameters[0].name}() As Variant"]
            return
        names = [p.name + "_" * (p.name in RESERVED) for p in kpi.parameters]
        kinds = ["Optional ByVal" if p.optional else "ByVal" for p in kpi.parameters]
        assert declared == [f"{kind} {name} As Variant" for kind, name in zip(kinds, names, strict=True)]

    def test_a_repeated_argument_stands_alone(self) -> None:
        assert {len(k.parameters) for k in KPIS.values() if k.parameters[-1].repeated} == {1}

    def test_a_reserved_word_is_no_argument(self, sources: dict[str, str]) -> None:
        assert "end" in {p.name for k in KPIS.values() for p in k.parameters}  # VBA could not read it
        names = re.findall(r"ByVal (\w+) As Variant", sources["KpiFunctions"])
        assert not RESERVED & {name.lower() for name in names}


class TestRibbon:
    def test_every_callback_exists_with_the_arguments_office_passes(
        self, sources: dict[str, str], ribbon: ElementTree.Element
    ) -> None:
        seen = set()
        for element in ribbon.iter():
            kind = element.tag.rpartition("}")[2]
            for attribute, value in element.attrib.items():
                if attribute.startswith(("get", "on")):
                    expected = CALLBACK_ARGUMENTS.get(attribute) or CALLBACK_ARGUMENTS[kind, attribute]
                    assert len(signature(sources, value)) == expected, value
                    seen.add(value)
        assert {"KpiLabel", "KpiPressed", "KpiTemplateChosen"} <= seen

    def test_every_control_and_group_has_its_texts(self, xlam: Path, ribbon: ElementTree.Element) -> None:
        texts = {row[0]: row[1:] for row in sheets(xlam)["texts"].iter_rows(values_only=True)}
        ids = [e.get("id") for e in ribbon.iter() if e.get("getLabel")]
        assert len(ids) == len(set(ids)) == len(list(controls())) + len(RIBBON)
        for element in ribbon.iter():
            for attribute, kind in (("getLabel", "label"), ("getSupertip", "tip")):
                if attribute in element.attrib:
                    assert all(texts[f"{element.get('id')}.{kind}"])

    def test_every_text_that_vba_asks_for_is_there(self, xlam: Path, sources: dict[str, str]) -> None:
        book = sheets(xlam)
        known = {sheet: {row[0] for row in book[sheet].iter_rows(values_only=True)} for sheet in ("texts", "settings")}
        assert set(re.findall(r'KpiText\("([\w.]+)"\)', "".join(sources.values()))) <= known["texts"]
        assert set(re.findall(r'KpiSetting\("(\w+)"\)', "".join(sources.values()))) <= known["settings"]

    def test_a_tag_says_function_question_and_arguments(self, ribbon: ElementTree.Element) -> None:
        tags = {e.get("id"): e.get("tag") for e in ribbon.iter(f"{{{NAMESPACE}}}button")}
        assert tags["import_data"] == "import_data|files"
        assert tags["recalculate"] == "recalculate|"
        assert tags["options_currency"] == "options|text|currency"
        assert tags["insert_function_KPI_ROAS"] == "insert_function||KPI_ROAS"

    def test_every_kpi_can_be_inserted(self) -> None:
        inserted = [c.arguments for c in controls() if isinstance(c, Button) and c.macro == "insert_function"]
        assert sorted(inserted) == sorted((name,) for name in KPIS)


class TestSettings:
    @pytest.mark.parametrize("python", [r"C:\Users\Παύλος\pythonw.exe", "C:\\" + "a" * 2000 + "\\pythonw.exe"])
    def test_a_path_that_xlwings_cannot_start_is_refused(self, python: str) -> None:
        from xl_kpi.errors import UserError

        with pytest.raises(UserError, match="cannot start Python from this path"):
            build(Settings(python, r"C:\py"))

    def test_a_server_started_outside_excel_is_found_by_its_identifier(self) -> None:
        assert Settings(r"C:\Users\Παύλος\pythonw.exe", r"C:\py", outside=True).server == SERVER_CLSID

    def test_on_windows_the_windowless_python_is_taken(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.platform", "win32")
        monkeypatch.setattr("sys.executable", r"C:\xl kpi\Scripts\python.exe")
        assert this_python().python == r"C:\xl kpi\Scripts\pythonw.exe"


class TestCommand:
    def test_it_writes_the_file(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        out = tmp_path / "a.xlam"
        assert main(["addin", "build", str(out), "--lang", "en"]) == 0
        assert KPIS["KPI_ROAS"].help.en in (tmp_path / "a.intellisense.xml").read_text("utf-8")
        assert capsys.readouterr().out == f"{out}: {len(KPIS)} KPI functions and the KPI tab.\n"
        assert set(vba_modules()) <= set(read_sources(out))

    def test_a_missing_folder_is_told_in_one_line(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert main(["addin", "build", str(tmp_path / "no" / "a.xlam"), "--lang", "en"]) == 2
        assert len(capsys.readouterr().err.splitlines()) == 1
