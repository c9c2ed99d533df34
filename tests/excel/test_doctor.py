"""Each complaint about Excel add-ins that we know of is found, and its remedy said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.excel.machines import APP_PATH, CLICK_TO_RUN, OFFICE, FakeRegistry, mac, windows
from xl_kpi.excel.addin import Settings
from xl_kpi.excel.doctor import Check, examine
from xl_kpi.excel.install import install
from xl_kpi.excel.machine import Machine
from xl_kpi.language import LANGUAGES

RULES = r"HKLM\SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
SECURITY = r"HKCU\Software\Policies\Microsoft\Office\16.0\Excel\Security"
ADDIN = "Roaming/Microsoft/Excel/XLSTART/xl-kpi.xlam"


def ready(folder: Path, **changes: Any) -> tuple[Machine, FakeRegistry]:
    """A Windows with the add-in installed."""
    machine, registry = windows(folder, **changes)
    install(machine, settings=Settings(machine.python if machine.python.isascii() else "C:\\p.exe", "C:\\"))
    return machine, registry


def wrong(machine: Machine) -> dict[str, Check]:
    return {check.name: check for check in examine(machine) if check.status != "ok"}


def test_nothing_to_say_where_all_is_in_order(tmp_path: Path) -> None:
    machine, _ = ready(tmp_path)
    assert wrong(machine) == {} or set(wrong(machine)) == {"pywin32"}  # which Linux does not have


@pytest.mark.parametrize(
    ("key", "values", "name", "advice"),
    [
        (APP_PATH, {"": r"C:\Program Files\WindowsApps\Microsoft.Office\EXCEL.EXE"}, "excel", "office.com"),
        (RULES, {"D4F940AB-401B-4EFC-AADC-AD5F3C50688A": "1"}, "child processes", "addin serve"),
        (rf"{SECURITY}\Trusted Locations", {"alllocationsdisabled": 1}, "trusted locations", "IT department"),
        (
            rf"{OFFICE}\Excel\Resiliency\DisabledItems",
            {"1A": "…\\XLSTART\\XL-KPI.xlam".encode("utf-16-le")},
            "disabled items",
            "Disabled Items",
        ),
        (rf"{OFFICE}\Excel\Options", {"OPEN1": r'"C:\old\xl-kpi.xlam"'}, "second copy", "clear xl-kpi"),
    ],
)
def test_what_the_registry_tells(tmp_path: Path, key: str, values: dict[str, Any], name: str, advice: str) -> None:
    machine, registry = ready(tmp_path)
    registry.keys[key] = values
    found = wrong(machine)[name]
    assert found.status == "problem"
    assert found.advice
    assert advice in found.advice["en"]


def test_no_excel(tmp_path: Path) -> None:
    machine, registry = ready(tmp_path)
    del registry.keys[APP_PATH], registry.keys[CLICK_TO_RUN]
    assert "not installed" in wrong(machine)["excel"].found["en"]


@pytest.mark.parametrize(("platform", "bits"), [("x64", "64"), ("x86", "32")])
def test_the_library_of_excels_own_bitness_counts(tmp_path: Path, platform: str, bits: str) -> None:
    machine, registry = ready(tmp_path)
    registry.keys[CLICK_TO_RUN] = {"Platform": platform}
    other = {"64": "32", "32": "64"}[bits]
    next(machine.library.glob(f"xlwings{other}-*.dll")).unlink()
    assert "library" not in wrong(machine)
    next(machine.library.glob(f"xlwings{bits}-*.dll")).unlink()
    assert f"{bits}-bit" in wrong(machine)["library"].found["en"]


def test_store_python(tmp_path: Path) -> None:
    base = r"C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12"
    machine, _ = ready(tmp_path, base=base)
    assert "python.org" in wrong(machine)["python"].advice["en"]  # type: ignore[index]


@pytest.mark.parametrize(("page", "status"), [("1252", "note"), ("1250", "note"), ("932", "problem")])
def test_accents_in_the_users_name(tmp_path: Path, page: str, status: str) -> None:
    machine, registry = ready(tmp_path, python=r"C:\Users\Zoé\xl-kpi\Scripts\pythonw.exe")
    registry.keys[r"HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage"] = {"ACP": page}
    assert wrong(machine)["path"].status == status


@pytest.mark.parametrize(
    ("change", "name", "said"),
    [
        (lambda m, f: (f / ADDIN).unlink(), "addin", "missing"),
        (lambda m, f: (f / ADDIN).write_bytes(b"PK"), "addin", "damaged"),
        (lambda m, f: Path(f"{f / ADDIN}:Zone.Identifier").touch(), "mark of the web", "internet"),
        (lambda m, f: Path(m.python).unlink(), "interpreter", "another Python"),
    ],
)
def test_what_became_of_the_add_in(tmp_path: Path, change: Callable[..., object], name: str, said: str) -> None:
    machine, _ = ready(tmp_path)
    change(machine, tmp_path)
    found = wrong(machine)[name]
    assert (found.status, said in found.found["en"]) == ("problem", True)


def test_an_add_in_of_another_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine, _ = ready(tmp_path)
    monkeypatch.setattr("xl_kpi.excel.doctor.__version__", "9.9")
    assert wrong(machine)["addin"].found["en"].endswith("9.9")


def test_leftovers_of_other_tools(tmp_path: Path) -> None:
    environment = {"APPDATA": str(tmp_path / "Roaming"), "XLWINGS_ON_SERVER": "true", "PYTHONPATH": "x"}
    machine, _ = ready(tmp_path, environment=environment)
    (tmp_path / "Roaming/Microsoft/Excel/XLSTART/xlwings.xlam").touch()
    found = [check for check in examine(machine) if check.name == "leftover"]
    assert [check.status for check in found] == ["note", "problem", "note"]


def test_a_mac_is_told_what_it_cannot_do(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    assert wrong(machine)["applescript"].status == "problem"
    install(machine, settings=Settings(machine.python, str(tmp_path)))
    assert set(wrong(machine)) <= {"cell functions", "path"}


def test_every_finding_is_said_in_both_languages(tmp_path: Path) -> None:
    machine, registry = windows(tmp_path)
    registry.keys.clear()
    for lang in LANGUAGES:
        for check in examine(machine):
            told = check.as_dict(lang)
            assert told["found"]
            assert check.status != "problem" or told["advice"]
