"""Computers that are not here: a Windows and a Mac in a folder."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from xl_kpi.excel.machine import Machine

APP_PATH = r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe"
CLICK_TO_RUN = r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration"
OFFICE = r"HKCU\Software\Microsoft\Office\16.0"


@dataclass
class FakeRegistry:
    """Keys and their values."""

    keys: dict[str, Mapping[str, Any]] = field(default_factory=dict)

    def values(self, key: str) -> Mapping[str, Any]:
        return self.keys.get(key, {})


def windows(folder: Path, **changes: Any) -> tuple[Machine, FakeRegistry]:
    """A Windows with 64-bit Excel and our Python, all of it in order."""
    registry = FakeRegistry(
        {
            APP_PATH: {"": r"C:\Program Files\Microsoft Office\root\Office16\EXCEL.EXE"},
            CLICK_TO_RUN: {"Platform": "x64"},
            rf"{OFFICE}\Common\LanguageResources": {"UILanguageTag": "fr-fr"},
        }
    )
    python = folder / "venv" / "Scripts" / "pythonw.exe"
    python.parent.mkdir(parents=True)
    python.touch()
    for bits in ("32", "64"):
        (folder / "venv" / f"xlwings{bits}-{version('xlwings')}.dll").touch()
    given: dict[str, Any] = {
        "platform": "win32",
        "home": folder / "home",
        "environment": {"APPDATA": str(folder / "Roaming")},
        "python": str(python),
        "base": r"C:\Python312",
        "library": folder / "venv",
        "registry": registry,
    }
    return Machine(**(given | changes)), registry


def mac(folder: Path) -> Machine:
    """A Mac with our Python."""
    python = folder / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    return Machine("darwin", folder, {}, str(python), "/usr/local", folder / "venv")
