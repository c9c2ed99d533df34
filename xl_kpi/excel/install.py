"""Put the add-in where Excel opens it at each start, for the current user only, and take it away again.

The place is Excel's own start folder (XLSTART): Excel trusts it by default, so no security setting is
touched; nothing is written to the registry; and workbooks store their links to our functions relative
to that folder, so a workbook finds them under another user's name, too.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Final

from xl_kpi.errors import UserError
from xl_kpi.excel.addin import Settings, build, this_python
from xl_kpi.excel.machine import Machine
from xl_kpi.language import Lang, Text

FILE: Final = "xl-kpi.xlam"


@dataclass(frozen=True, slots=True)
class Installed:
    """What an installation did."""

    addin: Path
    upgraded: bool
    outside: bool  # the server is `xl-kpi addin serve`
    mac: bool

    def as_dict(self) -> dict[str, object]:
        """Return it as `addin install --json` prints it."""
        return {"addin": str(self.addin), "upgraded": self.upgraded, "server": "serve" if self.outside else "own"}

    def text(self, lang: Lang) -> str:
        """Return what to do next."""
        done = Text(f"Installé : {self.addin}. Redémarrez Excel.", f"Installed: {self.addin}. Restart Excel.")
        serve = Text(
            "Avant d’ouvrir Excel, lancez : xl-kpi addin serve", "Before you open Excel, run: xl-kpi addin serve"
        )
        mac = Text(
            "Sur macOS : le ruban seulement. Les cellules KPI_* y gardent leurs valeurs enregistrées ; "
            "« Partager une copie » donne un classeur sans fonctions KPI.",
            "On macOS: the ribbon only. KPI_* cells keep their saved values there; "
            "“Share a copy” gives a workbook without KPI functions.",
        )
        lines = [done, *([serve] if self.outside else []), *([mac] if self.mac else [])]
        return "\n".join(line[lang] for line in lines)


def install(
    machine: Machine, *, settings: Settings | None = None, outside: bool = False, lang: Lang = "fr"
) -> Installed:
    """Build the add-in for this Python and put it into the start folder, replacing an older one.

    With `outside` Excel connects to the server that `xl-kpi addin serve` runs and starts no process.
    UserError where there is no Excel to install for, or Excel holds the old add-in open.
    """
    target = _folder(machine) / FILE
    content = build(replace(settings or this_python(lang), outside=outside))
    upgraded = target.exists()
    _put(target, content)
    if machine.platform == "darwin":
        _put(machine.scripts / _script(), pkgutil.get_data("xlwings", _script()) or b"")
    return Installed(target, upgraded, outside, machine.platform == "darwin")


def remove(machine: Machine) -> list[Path]:
    """Delete what `install` put down; return what was there."""
    from xl_kpi.workbook.parts.save import delete

    files = [_folder(machine) / FILE]
    if machine.platform == "darwin":
        files.append(machine.scripts / _script())
    return [file for file in files if delete(file)]


def _script() -> str:
    """Return the name of the AppleScript through which Excel for Mac starts Python."""
    return f"xlwings-{version('xlwings')}.applescript"


def _folder(machine: Machine) -> Path:
    if machine.startup is None:
        raise UserError(
            "Excel n’existe pas sur ce système : « xl-kpi addin build » écrit le complément pour un autre.",
            "There is no Excel for this system: “xl-kpi addin build” writes the add-in for another.",
        )
    return machine.startup


def _put(target: Path, content: bytes) -> None:
    from xl_kpi.workbook.parts.save import write_atomically

    try:
        target.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            f"{target.parent} : dossier impossible à créer ({error.strerror}).",
            f"{target.parent}: the folder cannot be made ({error.strerror}).",
        ) from None
    if target.with_name(f"~${target.name}").exists():
        raise UserError("Excel est ouvert : fermez-le et recommencez.", "Excel is open: close it and try again.")
    write_atomically(target, content)
