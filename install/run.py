"""Set up a private environment in `.venv` and run the demo or the tests: nothing but Python is needed.

python install/run.py demo [--lang fr|en] [--out DIR]
python install/run.py test [arguments for pytest]
"""

import hashlib
import importlib.util
import os
import subprocess
import sys
import time
from pathlib import Path

OLDEST, NEWEST = (3, 11), (3, 14)
if not OLDEST <= sys.version_info[:2] <= NEWEST:
    sys.exit(
        "Python 3.11 à 3.14 est nécessaire, celui-ci est {0}. / Python 3.11 to 3.14 is needed, this is {0}.".format(
            ".".join(map(str, sys.version_info[:2]))
        )
    )

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
STAMP = VENV / "xl-kpi-installed"
CHECKS = {
    "pytest": ["pytest"],
    "ruff check": ["ruff", "check", "."],
    "ruff format": ["ruff", "format", "--check", "."],
    "mypy": ["mypy"],
}

# The checkout's path reaches Python through a .pth file, which may hold accents: read it as UTF-8.
# What the user has set for other Pythons does not belong into this environment.
ENVIRONMENT = {k: v for k, v in os.environ.items() if k not in {"PYTHONHOME", "PYTHONPATH", "PIP_TARGET"}}
ENVIRONMENT |= {"PYTHONUTF8": "1", "PIP_USER": "0", "PIP_DISABLE_PIP_VERSION_CHECK": "1"}


def main(arguments: list[str]) -> int:
    """Run `demo` or `test` in the environment; return the exit code of what ran."""
    task, *rest = arguments or [""]
    if task == "demo":
        prepare("")
        return run(PYTHON, "-m", "xl_kpi", "demo", *rest)
    if task == "test":
        prepare("dev")
        return check(rest)
    print((__doc__ or "").strip(), file=sys.stdout if task in {"-h", "--help"} else sys.stderr)
    return 0 if task in {"-h", "--help"} else 2


def prepare(extra: str) -> None:
    """Create the environment and install the project with an extra, unless that is done already."""
    usable = PYTHON.exists() and not run(PYTHON, "-c", "import sys; sys.exit(sys.version_info < (3, 11))")
    stamp = STAMP.read_text("utf-8") if usable and STAMP.exists() else None
    if stamp in {state(extra), state("dev")}:
        return
    say("Installation dans .venv, une minute environ", "Installing into .venv, about a minute")
    start = time.monotonic()
    if not usable:
        create(VENV)
    STAMP.unlink(missing_ok=True)
    failed = run(*pip(PYTHON), "install", "-qq", "--editable", f".[{extra}]" if extra else ".", cwd=ROOT)
    if failed:
        sys.exit(
            "L’installation a échoué, pip dit pourquoi ci-dessus ; vérifiez la connexion ou le proxy. / "
            "The installation failed, pip says why above; check the network or the proxy."
        )
    STAMP.write_text(state(extra), "utf-8")
    say(f"Prêt en {time.monotonic() - start:.0f} s", f"Ready in {time.monotonic() - start:.0f} s")


def state(extra: str) -> str:
    """Return what an installation depends on: the project file, the extra and the place of the checkout."""
    return f"{hashlib.sha256((ROOT / 'pyproject.toml').read_bytes()).hexdigest()} [{extra}] {ROOT}"


def create(venv: Path) -> None:
    """Create an environment, or replace one that no longer runs."""
    if venv.exists() and any(venv.iterdir()) and not (venv / "pyvenv.cfg").exists():
        sys.exit(
            f"{venv} existe et n’est pas un environnement Python : déplacez-le. / "
            f"{venv} exists and is no Python environment: move it away."
        )
    bare = [] if importlib.util.find_spec("ensurepip") else ["--without-pip"]
    if bare and not importlib.util.find_spec("pip"):
        sys.exit(
            "Ce Python n’a ni ensurepip ni pip : installez python3-venv (Debian, Ubuntu : sudo apt install "
            "python3-venv). / This Python has neither ensurepip nor pip: install python3-venv."
        )
    failed = run(sys.executable, "-m", "venv", "--clear", *bare, venv)
    if failed:
        sys.exit(failed)


def pip(python: Path) -> list[str | Path]:
    """Return the command of pip: the environment's own, or the system's where Python ships without."""
    own = not run(python, "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('pip') is None)")
    return [python, "-m", "pip"] if own else [sys.executable, "-m", "pip", "--python", python]


def check(pytest_arguments: list[str]) -> int:
    """Run every check, then print one summary; return the first exit code that is not 0."""
    codes, lines = [], []
    for name, command in CHECKS.items():
        start = time.monotonic()
        more = pytest_arguments if name == "pytest" else []
        codes.append(run(PYTHON, "-m", *command, *more, cwd=ROOT))
        verdict = f"failed ({codes[-1]})" if codes[-1] else "ok"
        lines.append(f"{name:12} {verdict:12} {time.monotonic() - start:5.1f} s")
    print("\n" + "\n".join(lines))
    return next((code for code in codes if code), 0)


def run(*command: str | Path, cwd: Path | None = None) -> int:
    """Run a command with this terminal; return its exit code."""
    return subprocess.call(command, cwd=cwd, env=ENVIRONMENT)


def say(fr: str, en: str) -> None:
    """Print one line in both languages, at once, and apart from what the task itself prints."""
    print(f"{fr} / {en}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
