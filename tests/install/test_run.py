from __future__ import annotations

import runpy
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from install import run
from tests.tools import ROOT

SCRIPT = ROOT / "install" / "run.py"


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout in a folder with a space and an accent, its environment a link to this Python."""
    root = tmp_path / "été à venir"
    python = root / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    (root / "pyproject.toml").write_text("[project]\n", "utf-8")
    for name, value in {"ROOT": root, "VENV": root / ".venv", "PYTHON": python}.items():
        monkeypatch.setattr(run, name, value)
    monkeypatch.setattr(run, "STAMP", root / ".venv" / "xl-kpi-installed")
    return root


def installs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, ...]]:
    """Replace the call of pip; return the list in which each call is kept."""
    calls: list[tuple[str, ...]] = []
    real = run.run

    def spy(*command: str | Path, cwd: Path | None = None) -> int:
        if "install" not in command:
            return real(*command, cwd=cwd)
        calls.append(tuple(map(str, command)))
        return 0

    monkeypatch.setattr(run, "run", spy)
    return calls


def test_it_takes_the_pythons_that_the_project_takes() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    beyond = (run.NEWEST[0], run.NEWEST[1] + 1)
    assert project["requires-python"] == ">={}.{},<{}.{}".format(*run.OLDEST, *beyond)


@pytest.mark.parametrize("version", [(3, 9, 2), (3, 10, 0), (3, 15, 0)])
def test_another_python_is_refused_in_one_line(version: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", version)
    with pytest.raises(SystemExit) as refusal:
        runpy.run_path(str(SCRIPT))
    assert f"this is {version[0]}.{version[1]}." in str(refusal.value)
    assert "\n" not in str(refusal.value)


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["dance"], 2), (["--help"], 0)])
def test_usage(arguments: list[str], code: int) -> None:
    done = subprocess.run([sys.executable, SCRIPT, *arguments], capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == code
    assert "install/run.py demo" in (done.stderr if code else done.stdout)


@pytest.mark.skipif(sys.platform == "win32", reason="the environment is a link, which Windows does not allow everyone")
class TestPrepare:
    def test_once_is_enough(self, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        calls = installs(monkeypatch)
        run.prepare("")
        run.prepare("")
        assert [call[-1] for call in calls] == ["."]

    def test_the_tests_bring_what_the_demo_needs(self, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        calls = installs(monkeypatch)
        run.prepare("dev")
        run.prepare("")
        assert [call[-1] for call in calls] == [".[dev]"]

    def test_a_changed_project_file_installs_again(self, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        calls = installs(monkeypatch)
        run.prepare("")
        (checkout / "pyproject.toml").write_text("[project]\nname = 'other'\n", "utf-8")
        run.prepare("")
        assert len(calls) == 2

    def test_a_failed_installation_is_not_taken_for_done(self, checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        real = run.run
        monkeypatch.setattr(run, "run", lambda *command, cwd=None: 1 if "install" in command else real(*command))
        with pytest.raises(SystemExit, match="The installation failed"):
            run.prepare("")
        assert not run.STAMP.exists()

    def test_a_folder_of_the_user_is_left_alone(self, checkout: Path) -> None:
        run.PYTHON.unlink()
        (checkout / ".venv" / "thesis.docx").touch()
        with pytest.raises(SystemExit, match="no Python environment"):
            run.prepare("")
        assert (checkout / ".venv" / "thesis.docx").exists()


def test_the_first_failure_is_the_exit_code(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    codes = iter([0, 3, 0, 1])
    monkeypatch.setattr(run, "run", lambda *_, **__: next(codes))
    assert run.check([]) == 3
    assert "ruff check   failed (3)" in capsys.readouterr().out
