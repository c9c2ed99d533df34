"""What keeps the add-in from working on this computer, and what to do about it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from xl_kpi import __version__
from xl_kpi.errors import UserError
from xl_kpi.excel.addin import SERVER_CLSID
from xl_kpi.excel.install import FILE
from xl_kpi.excel.machine import Machine
from xl_kpi.language import Lang, Text

Status = Literal["ok", "note", "problem"]
_OFFICE = r"Software\Microsoft\Office\16.0"
_POLICY = r"Software\Policies\Microsoft\Office\16.0"
_ATTACK_SURFACE = r"SOFTWARE\Policies\Microsoft\Windows Defender\Windows Defender Exploit Guard\ASR\Rules"
_NO_CHILDREN = "d4f940ab-401b-4efc-aadc-ad5f3c50688a"  # Defender's rule: Office must not start processes
_MACROS_OFF = 4  # of VBAWarnings: disabled without notification
_REINSTALL = Text("Lancez : xl-kpi addin install", "Run: xl-kpi addin install")
_SERVE = Text(
    "Lancez « xl-kpi addin install --server », puis « xl-kpi addin serve » avant Excel.",
    "Run “xl-kpi addin install --server”, then “xl-kpi addin serve” before Excel.",
)


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: what was found, and what to do where it is a problem."""

    name: str
    status: Status
    found: Text
    advice: Text | None = None

    def as_dict(self, lang: Lang) -> dict[str, str | None]:
        """Return it as `addin doctor --json` prints it."""
        return {
            "check": self.name,
            "status": self.status,
            "found": self.found[lang],
            "advice": self.advice[lang] if self.advice else None,
        }


def examine(machine: Machine) -> list[Check]:
    """Return every check for this computer, in the order in which to deal with them. Nothing is changed."""
    if machine.platform == "darwin":
        checks: tuple[Callable[[Machine], Iterator[Check]], ...] = (_addin, _mac)
    elif machine.platform == "win32":
        checks = (_python, _excel, _addin, _path, _children, _macros, _leftovers, _language)
    else:
        what = Text("Excel n’existe pas sur ce système.", "There is no Excel for this system.")
        do = Text("Utilisez la ligne de commande : xl-kpi refresh.", "Use the command line: xl-kpi refresh.")
        return [Check("system", "problem", what, do)]
    return [check for look in checks for check in look(machine)]


def _same(text: str) -> Text:
    return Text(text, text)


def _python(machine: Machine) -> Iterator[Check]:
    store = any("windowsapps" in path.lower() for path in (machine.python, machine.base))
    yield Check(
        "python",
        "problem" if store else "ok",
        Text(f"Python du Microsoft Store : {machine.base}", f"Python from the Microsoft Store: {machine.base}")
        if store
        else _same(machine.python),
        Text(
            "Excel ne peut pas lancer celui-ci. Installez Python depuis python.org et relancez l’installation.",
            "Excel cannot start this one. Install Python from python.org and run the installation again.",
        )
        if store
        else None,
    )
    if find_spec("win32com") is None:
        absent = Text("pywin32 est absent.", "pywin32 is missing.")
        yield Check("pywin32", "problem", absent, Text("Relancez l’installation.", "Run the installation again."))


def _excel(machine: Machine) -> Iterator[Check]:
    paths = machine.registry.values(r"HKLM\SOFTWARE\Microsoft\Windows\CurrentVersion\App Paths\excel.exe")
    excel = str(paths.get("", ""))
    office = machine.registry.values(r"HKLM\SOFTWARE\Microsoft\Office\ClickToRun\Configuration")
    if not excel and not office:
        nothing = Text("Excel n’est pas installé.", "Excel is not installed.")
        do = Text("Installez Microsoft 365 pour Windows.", "Install Microsoft 365 for Windows.")
        yield Check("excel", "problem", nothing, do)
        return
    if "windowsapps" in excel.lower():
        yield Check(
            "excel",
            "problem",
            Text(f"Excel du Microsoft Store : {excel}", f"Excel from the Microsoft Store: {excel}"),
            Text(
                "Il tourne dans un bac à sable. Installez Office depuis office.com à sa place.",
                "It runs in a sandbox. Install Office from office.com instead.",
            ),
        )
    else:
        yield Check("excel", "ok", _same(excel or "Click-to-Run"))
    bits = {"x86": "32", "x64": "64"}.get(str(office.get("Platform", "")), "")
    wanted = [f"xlwings{b}-{version('xlwings')}.dll" for b in ([bits] if bits else ["64", "32"])]
    missing = [name for name in wanted if not (machine.library / name).exists()]
    bad = bool(missing) if bits else len(missing) == len(wanted)
    name = missing[0] if bad else next(n for n in wanted if n not in missing)
    found = Text(
        f"Excel {bits or '?'} bits, bibliothèque {name} {'absente' if bad else 'présente'}",
        f"Excel {bits or '?'}-bit, library {name} {'missing' if bad else 'there'}",
    )
    yield Check("library", "problem" if bad else "ok", found, _reinstall() if bad else None)


def _reinstall() -> Text:
    return Text(
        "Relancez l’installation (ou : pip install --force-reinstall xlwings).",
        "Run the installation again (or: pip install --force-reinstall xlwings).",
    )


def _addin(machine: Machine) -> Iterator[Check]:
    from xl_kpi.workbook.parts.cached import read_pairs

    assert machine.startup is not None  # of Windows and macOS
    path = machine.startup / FILE
    if not path.exists():
        yield Check("addin", "problem", Text(f"absent : {path}", f"missing: {path}"), _REINSTALL)
        return
    try:
        kept = read_pairs(path, "settings")
    except UserError as damage:
        yield Check("addin", "problem", damage.text, _REINSTALL)
        return
    if kept.get("version") != __version__:
        what = f"{path} : {kept.get('version')} / xl-kpi {__version__}"
        yield Check("addin", "problem", _same(what), _REINSTALL)
    else:
        yield Check("addin", "ok", _same(f"{path} ({__version__})"))
    python = kept.get("python", "")
    gone = not Path(python).exists()
    other = not gone and Path(python).parent != Path(machine.python).parent
    if gone or other:
        found = Text(f"Le complément appelle un autre Python : {python}", f"The add-in calls another Python: {python}")
        yield Check("interpreter", "problem" if gone else "note", found, _REINSTALL)
    if kept.get("server") == SERVER_CLSID:
        yield Check(
            "server",
            "note",
            Text("Excel se connecte à « xl-kpi addin serve ».", "Excel connects to “xl-kpi addin serve”."),
            Text("Lancez-le avant Excel.", "Run it before Excel."),
        )
    if machine.platform == "win32" and Path(f"{path}:Zone.Identifier").exists():
        found = Text(
            "Marqué comme venant d’Internet : Excel le bloque.", "Marked as from the internet: Excel blocks it."
        )
        yield Check("mark of the web", "problem", found, _REINSTALL)


def _path(machine: Machine) -> Iterator[Check]:
    page = machine.registry.values(r"HKLM\SYSTEM\CurrentControlSet\Control\Nls\CodePage").get("ACP", "1252")
    if machine.python.isascii():
        yield Check("path", "ok", _same(machine.python))
        return
    try:
        machine.python.encode("utf-8" if page == "65001" else f"cp{page}")
        found = Text(
            f"Le chemin a des lettres accentuées ; Windows sait les transmettre (page {page}).",
            f"The path has accented letters; Windows can pass them on (code page {page}).",
        )
        yield Check("path", "note", found)
    except (UnicodeEncodeError, LookupError):
        found = Text(
            f"{machine.python} : Excel ne peut pas lancer un chemin avec ces lettres.",
            f"{machine.python}: Excel cannot start a path with these letters.",
        )
        yield Check("path", "problem", found, _SERVE)


def _children(machine: Machine) -> Iterator[Check]:
    rules = machine.registry.values(f"HKLM\\{_ATTACK_SURFACE}")
    rule = next((str(v) for name, v in rules.items() if name.lower() == _NO_CHILDREN), "0")
    if rule in {"1", "6"}:
        found = Text(
            "Votre entreprise empêche Office de lancer des programmes (règle de Defender).",
            "Your company keeps Office from starting programs (a rule of Defender).",
        )
        yield Check("child processes", "problem" if rule == "1" else "note", found, _SERVE)
    else:
        found = Text("aucune règle de Defender visible", "no rule of Defender to be seen")
        yield Check("child processes", "ok", found)


def _macros(machine: Machine) -> Iterator[Check]:
    def setting(where: str, name: str) -> Any:
        for root in (f"HKCU\\{_POLICY}", f"HKLM\\{_POLICY}", f"HKCU\\{_OFFICE}"):
            for found, value in machine.registry.values(f"{root}\\{where}").items():
                if found.lower() == name.lower():
                    return value
        return None

    ask = Text(
        "Demandez à votre service informatique d’autoriser le dossier XLSTART ; n’abaissez aucun réglage.",
        "Ask your IT department to allow the XLSTART folder; do not lower any setting.",
    )
    locations = setting(r"Excel\Security\Trusted Locations", "AllLocationsDisabled")
    if locations == 1:
        off = Text("Les emplacements approuvés sont désactivés.", "Trusted locations are switched off.")
        yield Check("trusted locations", "problem", off, ask)
        if setting(r"Excel\Security", "VBAWarnings") == _MACROS_OFF:
            yield Check("macros", "problem", Text("Les macros sont désactivées.", "Macros are switched off."), ask)
    else:
        yield Check("trusted locations", "ok", Text("XLSTART est approuvé.", "XLSTART is trusted."))
    disabled = machine.registry.values(f"HKCU\\{_OFFICE}\\Excel\\Resiliency\\DisabledItems")
    if any(FILE.encode("utf-16-le") in bytes(v).lower() for v in disabled.values() if isinstance(v, bytes)):
        off = Text("Excel a désactivé le complément après un arrêt.", "Excel has disabled the add-in after a crash.")
        do = Text(
            "Fichier > Options > Compléments > Gérer : Éléments désactivés > Activer.",
            "File > Options > Add-ins > Manage: Disabled Items > Enable.",
        )
        yield Check("disabled items", "problem", off, do)


def _leftovers(machine: Machine) -> Iterator[Check]:
    assert machine.startup is not None  # on Windows
    opened = machine.registry.values(f"HKCU\\{_OFFICE}\\Excel\\Options")
    twice = [str(v) for name, v in opened.items() if name.upper().startswith("OPEN") and FILE in str(v).lower()]
    if twice:
        found = Text(f"Chargé une seconde fois : {twice[0]}", f"Loaded a second time: {twice[0]}")
        do = Text(
            "Fichier > Options > Compléments > Compléments Excel : décochez xl-kpi.",
            "File > Options > Add-ins > Excel Add-ins: clear xl-kpi.",
        )
        yield Check("second copy", "problem", found, do)
    config = machine.home / ".xlwings" / "xlwings.conf"
    others = [p for p in (machine.startup / "xlwings.xlam", config) if p.exists()]
    variables = [n for n in machine.environment if n in {"PYTHONHOME", "PYTHONPATH"} or n.startswith("XLWINGS_")]
    for what in [*map(str, others), *variables]:
        found = Text(f"Réglage d’un autre outil : {what}", f"Setting of another tool: {what}")
        do = Text("Le complément n’en tient pas compte.", "The add-in does not use it.")
        if what == "XLWINGS_ON_SERVER":
            do = Text("Supprimez cette variable : elle change xlwings.", "Delete this variable: it changes xlwings.")
            yield Check("leftover", "problem", found, do)
        else:
            yield Check("leftover", "note", found, do)


def _language(machine: Machine) -> Iterator[Check]:
    kept = machine.registry.values(f"HKCU\\{_OFFICE}\\Common\\LanguageResources")
    tag = str(kept.get("UILanguageTag") or kept.get("UILanguage") or "?")
    yield Check("language", "ok", Text(f"Langue d’Office : {tag}", f"Language of Office: {tag}"))


def _mac(machine: Machine) -> Iterator[Check]:
    script = machine.scripts / f"xlwings-{version('xlwings')}.applescript"
    if script.exists():
        yield Check("applescript", "ok", _same(str(script)))
    else:
        yield Check("applescript", "problem", Text(f"absent : {script}", f"missing: {script}"), _REINSTALL)
    if " " in machine.python or not machine.python.isascii():
        found = Text(
            f"Espaces ou accents dans le chemin : {machine.python}", f"Spaces or accents in the path: {machine.python}"
        )
        yield Check("path", "note", found)
    found = Text(
        "Les fonctions KPI_* n’existent pas dans Excel pour Mac.", "KPI_* functions do not exist in Excel for Mac."
    )
    do = Text(
        "Les cellules gardent leurs valeurs enregistrées ; « Partager une copie » s’en passe.",
        "Cells keep their saved values; “Share a copy” does without them.",
    )
    yield Check("cell functions", "note", found, do)
