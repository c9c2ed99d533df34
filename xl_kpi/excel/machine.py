"""What the installer and the doctor need to know of the computer, so that tests can stand in for one."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol


class Registry(Protocol):
    """The registry of Windows, to read only: nothing of ours is ever written there."""

    def values(self, key: str) -> Mapping[str, Any]:
        r"""Return the values of a key such as `HKCU\\Software\\...`; none where it is missing."""


class NoRegistry:
    """Where there is no registry."""

    def values(self, key: str) -> Mapping[str, Any]:
        """Return nothing."""
        return {}


class WindowsRegistry:
    """The registry of the Windows that is running, as 64-bit programs see it."""

    def values(self, key: str) -> Mapping[str, Any]:
        """Return the values of a key."""
        if sys.platform != "win32":
            return {}
        import winreg

        root, _, path = key.partition("\\")
        roots = {"HKCU": winreg.HKEY_CURRENT_USER, "HKLM": winreg.HKEY_LOCAL_MACHINE}
        found: dict[str, Any] = {}
        try:
            with winreg.OpenKey(roots[root], path, 0, winreg.KEY_READ | winreg.KEY_WOW64_64KEY) as opened:
                for index in range(winreg.QueryInfoKey(opened)[1]):
                    name, value, _ = winreg.EnumValue(opened, index)
                    found[name] = value
        except OSError:
            return found
        return found


@dataclass(frozen=True)
class Machine:
    """A computer and its user: platform as in `sys.platform`, and the Python that runs."""

    platform: str
    home: Path
    environment: Mapping[str, str]
    python: str
    base: str  # the installation that the environment was made from
    library: Path  # where xlwings puts its DLLs
    registry: Registry = field(default_factory=NoRegistry)

    @property
    def startup(self) -> Path | None:
        """Return the folder whose workbooks Excel opens when it starts; None where there is no Excel."""
        if self.platform == "win32":
            return Path(self.environment.get("APPDATA", "")) / "Microsoft" / "Excel" / "XLSTART"
        if self.platform == "darwin":
            group = self.home / "Library/Group Containers/UBF8T346G9.Office"
            return group / "User Content.localized/Startup.localized/Excel"
        return None

    @property
    def scripts(self) -> Path:
        """Return the folder from which Excel for Mac may run AppleScripts."""
        return self.home / "Library/Application Scripts/com.microsoft.Excel"


def this_machine() -> Machine:
    """Return the computer that this runs on."""
    registry: Registry = WindowsRegistry() if sys.platform == "win32" else NoRegistry()
    home = Path.home()
    return Machine(sys.platform, home, os.environ, sys.executable, sys.base_prefix, Path(sys.prefix), registry)
