"""Install the Excel add-in for the person who runs this, or take it away: what the double-click files call.

python install/addin.py install [--server]
python install/addin.py remove

Everything goes into one private folder and Excel's own start folder: no administrator rights, no setting
changed. pip finds the packages on PyPI, through the proxy that the system or HTTPS_PROXY names; or, with no
network at all, in the folder `wheels` beside this file (`pip wheel --wheel-dir install/wheels .` fills it).
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import run  # beside this file; refuses a Python that is too old or too new

HERE = Path(__file__).resolve().parent
WHEELS = HERE / "wheels"


def main(arguments: list[str]) -> int:
    """Install or remove; return the exit code."""
    task, *rest = arguments or [""]
    if task == "install":
        return install(home(), rest)
    if task == "remove":
        return remove(home())
    print((__doc__ or "").strip(), file=sys.stdout if task in {"-h", "--help"} else sys.stderr)
    return 0 if task in {"-h", "--help"} else 2


def home() -> Path:
    """Return the private folder, by a name that Excel can pass on when it starts Python.

    Excel's side of xlwings knows plain letters only: where the user's name has others, Windows' short
    name of the folder does, or else a folder at the root of the disk.
    """
    if sys.platform == "darwin":
        return Path.home() / "Library" / "xl-kpi"  # without the space of "Application Support"
    if sys.platform != "win32":
        return Path.home() / ".local" / "share" / "xl-kpi"
    base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    plain = next((path for path in (base, short_name(base)) if path.isascii()), None)
    return Path(plain or os.environ.get("SYSTEMDRIVE", "C:") + "\\") / "xl-kpi"


def short_name(path: str) -> str:
    """Return Windows' short name of a folder; the name itself where the disk keeps none."""
    import ctypes

    buffer = ctypes.create_unicode_buffer(1024)
    done = ctypes.windll.kernel32.GetShortPathNameW(path, buffer, len(buffer))
    return buffer.value if done else path


def install(folder: Path, options: list[str]) -> int:
    """Make or renew the private environment, then let it install the add-in."""
    refuse_what_cannot_work()
    python = interpreter(folder)
    run.say("Installation du complément Excel, une à deux minutes", "Installing the Excel add-in, one or two minutes")
    if not python.exists() or run.run(python, "-c", "import sys; sys.exit(sys.version_info < (3, 11))"):
        folder.mkdir(parents=True, exist_ok=True)
        run.create(folder / "venv")
    offline = ["--no-index", "--find-links", WHEELS] if WHEELS.is_dir() else []
    if run.run(*run.pip(python), "install", "-qq", "--upgrade", *offline, source()):
        sys.exit(
            "L’installation a échoué, pip dit pourquoi ci-dessus ; vérifiez la connexion ou le proxy (HTTPS_PROXY). / "
            "The installation failed, pip says why above; check the network or the proxy (HTTPS_PROXY)."
        )
    failed = run.run(python, "-m", "xl_kpi", "addin", "install", *options)
    if not failed:
        run.run(python, "-m", "xl_kpi", "addin", "doctor")
    return failed


def remove(folder: Path) -> int:
    """Take the add-in away, then the private environment."""
    python = interpreter(folder)
    if not python.exists():
        run.say("Rien à désinstaller", "Nothing to uninstall")
        return 0
    refuse_what_cannot_work()
    failed = run.run(python, "-m", "xl_kpi", "addin", "remove")
    if not failed:
        shutil.rmtree(folder)
        run.say(f"{folder} est supprimé", f"{folder} is gone")
    return failed


def interpreter(folder: Path) -> Path:
    """Return the Python of the private environment."""
    return folder / "venv" / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def source() -> Path:
    """Return what to install: the newest wheel beside this file or in `wheels`, or else this checkout."""
    found = [*HERE.glob("xl_kpi-*.whl"), *WHEELS.glob("xl_kpi-*.whl")]
    return max(found, key=lambda wheel: wheel.stat().st_mtime) if found else run.ROOT


def refuse_what_cannot_work() -> None:
    """Stop in one line where Excel is open or Python comes from the Microsoft Store."""
    if "windowsapps" in sys.base_prefix.lower():
        sys.exit(
            "Excel ne peut pas lancer le Python du Microsoft Store : installez-le depuis python.org. / "
            "Excel cannot start the Python of the Microsoft Store: install it from python.org."
        )
    if (
        sys.platform == "win32"
        and "EXCEL.EXE"
        in subprocess.run(
            ["tasklist", "/FI", "IMAGENAME eq EXCEL.EXE"], capture_output=True, text=True, errors="replace", check=False
        ).stdout
    ):
        sys.exit("Fermez Excel et recommencez. / Close Excel and try again.")


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
