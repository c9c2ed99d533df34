"""Which Python an add-in calls, and how that Python is reached."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import PurePath, PurePosixPath, PureWindowsPath
from typing import Final

from xl_kpi.errors import UserError
from xl_kpi.language import Lang

# The server that `xl-kpi addin serve` runs, for companies that keep Office from starting processes.
SERVER_CLSID: Final = "{5F0E3C1A-8B7D-4E52-9C43-6A1D2B7F9E08}"

# Isolated: neither the folder that Excel happens to be in nor PYTHON variables can put another module first.
_SERVE: Final = """ -I -c "import xlwings; xlwings.serve('$(CLSID)')\""""
_COMMAND_BYTES: Final = 2047  # xlwings' library copies the command into 2048 bytes


@dataclass(frozen=True, slots=True)
class Settings:
    """The interpreter that has this package, and the folder of xlwings' library (its `sys.prefix`)."""

    python: str
    library: str
    lang: Lang = "fr"  # of the help as you type; all else follows the language of Office
    outside: bool = False  # the server is started by `xl-kpi addin serve`, not by Excel

    @property
    def server(self) -> str:
        """Return what xlwings' library starts, or the identifier it connects to.

        Raises UserError for a path that the library cannot take.
        """
        if self.outside:
            return SERVER_CLSID
        command = f'"{self.python}"{_SERVE}'
        try:
            fits = len(command.encode("cp1252")) <= _COMMAND_BYTES
        except UnicodeEncodeError:
            fits = False
        if not fits:
            raise UserError(
                f"{self.python}\u00a0: Excel ne peut pas lancer Python depuis ce chemin (trop long, ou lettres hors "
                "de l’alphabet d’Europe de l’Ouest). Installez xl-kpi dans un dossier au nom simple, comme C:\\xl-kpi.",
                f"{self.python}: Excel cannot start Python from this path (too long, or letters outside the Western "
                "European alphabet). Install xl-kpi in a folder with a plain name, for instance C:\\xl-kpi.",
            )
        return command


def this_python(lang: Lang = "fr") -> Settings:
    """Return the settings for the Python that is running: on Windows its windowless twin."""
    path: PurePath = PureWindowsPath(sys.executable) if sys.platform == "win32" else PurePosixPath(sys.executable)
    if path.name.lower() == "python.exe":
        path = path.with_name("pythonw.exe")
    return Settings(str(path), sys.prefix, lang)
