"""The add-in goes into Excel's start folder and out of it again."""

from __future__ import annotations

from importlib.metadata import version
from pathlib import Path

import pytest

from tests.excel.machines import mac, windows
from tests.tools import validation_errors
from xl_kpi.errors import UserError
from xl_kpi.excel.addin import SERVER_CLSID, Settings
from xl_kpi.excel.install import install, remove
from xl_kpi.excel.machine import Machine, this_machine
from xl_kpi.workbook.parts import save
from xl_kpi.workbook.parts.cached import read_pairs

SETTINGS = Settings(r"C:\Users\Zoé\xl kpi\Scripts\pythonw.exe", r"C:\Users\Zoé\xl kpi")


def test_install_upgrade_and_remove_leave_nothing_behind(tmp_path: Path) -> None:
    machine, _ = windows(tmp_path / "Zoé à Paris")
    before = {p for p in tmp_path.rglob("*") if p.is_file()}
    done = install(machine, settings=SETTINGS)
    assert done.addin == tmp_path / "Zoé à Paris/Roaming/Microsoft/Excel/XLSTART/xl-kpi.xlam"
    assert not done.upgraded
    assert read_pairs(done.addin, "settings")["python"] == SETTINGS.python
    again = install(machine, settings=SETTINGS, outside=True)
    assert again.upgraded
    assert "xl-kpi addin serve" in again.text("en")
    assert read_pairs(done.addin, "settings")["server"] == SERVER_CLSID
    assert remove(machine) == [done.addin]
    assert {p for p in tmp_path.rglob("*") if p.is_file()} == before
    assert remove(machine) == []


def test_what_is_installed_is_a_valid_file(tmp_path: Path) -> None:
    machine, _ = windows(tmp_path)
    assert validation_errors(install(machine, settings=SETTINGS).addin) == []


def test_on_a_mac_the_applescript_comes_along(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    done = install(machine, settings=SETTINGS)
    script = tmp_path / f"Library/Application Scripts/com.microsoft.Excel/xlwings-{version('xlwings')}.applescript"
    assert "VbaHandler" in script.read_text("utf-8")
    assert "the ribbon only" in done.text("en")
    assert remove(machine) == [done.addin, script]


def test_excel_holds_the_add_in_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    machine, _ = windows(tmp_path)
    addin = install(machine, settings=SETTINGS).addin
    before = addin.read_bytes()
    lock = addin.with_name("~$xl-kpi.xlam")
    lock.touch()
    with pytest.raises(UserError, match="Excel is open"):
        install(machine, settings=SETTINGS, outside=True)
    lock.unlink()

    def busy(*_: object) -> None:
        raise PermissionError(13, "Access is denied")

    monkeypatch.setattr(save.os, "replace", busy)
    monkeypatch.setattr(save, "_PAUSE_SECONDS", 0)
    with pytest.raises(UserError, match="open in Excel"):
        install(machine, settings=SETTINGS, outside=True)
    monkeypatch.setattr(save.Path, "unlink", busy)
    with pytest.raises(UserError, match="Close Excel"):
        remove(machine)
    assert addin.read_bytes() == before


def test_where_there_is_no_excel() -> None:
    machine = Machine("linux", Path("/home/a"), {}, "/usr/bin/python3", "/usr", Path("/usr"))
    for action in (install, remove):
        with pytest.raises(UserError, match="no Excel for this system"):
            action(machine)


def test_this_computer_can_be_described() -> None:
    machine = this_machine()
    assert Path(machine.python).exists()
    assert machine.registry.values(r"HKCU\Software\Absent") == {}
