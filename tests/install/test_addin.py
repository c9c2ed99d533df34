from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from tests.tools import ROOT

INSTALL = ROOT / "install"
DOUBLE_CLICK = sorted([*INSTALL.glob("*.cmd"), *INSTALL.glob("*.command")])


@pytest.fixture
def addin(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    monkeypatch.syspath_prepend(str(INSTALL))
    import addin as module  # as the script finds its neighbour

    yield module
    for name in ("addin", "run"):
        del sys.modules[name]


@pytest.fixture
def calls(addin: Any, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Replace every process; return the list of what would have run."""
    made: list[str] = []
    monkeypatch.setattr(addin.run, "run", lambda *command, cwd=None: made.append(" ".join(map(str, command))) or 0)
    return made


def private(folder: Path) -> Path:
    python = folder / "venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.touch()
    return python


@pytest.mark.skipif(os.name == "nt", reason="the paths are those of a Unix")
class TestInstall:
    def test_environment_package_add_in_doctor(self, addin: Any, calls: list[str], tmp_path: Path) -> None:
        folder = tmp_path / "Zoé à Paris" / "xl-kpi"
        assert addin.install(folder, ["--server"]) == 0
        python = folder / "venv/bin/python"
        assert f"-m venv --clear {folder}/venv" in calls[0]
        assert calls[2] == f"{python} -m pip install -qq --upgrade {ROOT}"
        assert calls[3:] == [f"{python} -m xl_kpi addin install --server", f"{python} -m xl_kpi addin doctor"]

    def test_an_upgrade_keeps_the_environment(self, addin: Any, calls: list[str], tmp_path: Path) -> None:
        private(tmp_path)
        assert addin.install(tmp_path, []) == 0
        assert not any("-m venv" in call for call in calls)

    def test_offline(self, addin: Any, calls: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        wheels = tmp_path / "wheels"
        wheels.mkdir()
        wheel = wheels / "xl_kpi-0.1.0-py3-none-any.whl"
        wheel.touch()
        monkeypatch.setattr(addin, "WHEELS", wheels)
        private(tmp_path)
        addin.install(tmp_path, [])
        assert any(f"--no-index --find-links {wheels} {wheel}" in call for call in calls)

    def test_a_failed_pip_is_one_line(self, addin: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        private(tmp_path)
        monkeypatch.setattr(addin.run, "run", lambda *command, cwd=None: int("install" in command))
        with pytest.raises(SystemExit, match="check the network or the proxy"):
            addin.install(tmp_path, [])

    def test_remove_leaves_nothing(self, addin: Any, calls: list[str], tmp_path: Path) -> None:
        folder = tmp_path / "xl-kpi"
        python = private(folder)
        assert addin.remove(folder) == 0
        assert calls == [f"{python} -m xl_kpi addin remove"]
        assert not folder.exists()
        assert addin.remove(folder) == 0
        assert len(calls) == 1

    def test_a_failed_removal_deletes_nothing(
        self, addin: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        python = private(tmp_path)
        monkeypatch.setattr(addin.run, "run", lambda *command, cwd=None: 2)
        assert addin.remove(tmp_path) == 2
        assert python.exists()


def test_store_python_is_refused(addin: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(addin, "sys", SimpleNamespace(base_prefix=r"C:\Program Files\WindowsApps\P", exit=sys.exit))
    with pytest.raises(SystemExit, match=r"python\.org"):
        addin.refuse_what_cannot_work()


@pytest.mark.parametrize(
    ("base", "short", "expected"),
    [
        (r"C:\Users\Jean Martin\AppData\Local", "", r"C:\Users\Jean Martin\AppData\Local"),
        (r"C:\Users\Zoé\AppData\Local", r"C:\Users\ZO~1\AppData\Local", r"C:\Users\ZO~1\AppData\Local"),
        (r"C:\Users\Łukasz\AppData\Local", r"C:\Users\Łukasz\AppData\Local", "C:\\"),
    ],
)
def test_the_private_folder_has_a_plain_name(
    addin: Any, monkeypatch: pytest.MonkeyPatch, base: str, short: str, expected: str
) -> None:
    monkeypatch.setattr(addin.sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", base)
    monkeypatch.setenv("SYSTEMDRIVE", "C:")
    monkeypatch.setattr(addin, "short_name", lambda path: short)
    assert addin.home() == Path(expected) / "xl-kpi"


@pytest.mark.parametrize(("arguments", "code"), [([], 2), (["dance"], 2), (["--help"], 0)])
def test_usage(arguments: list[str], code: int) -> None:
    command = [sys.executable, INSTALL / "addin.py", *arguments]
    done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == code
    assert "install/addin.py install" in (done.stderr if code else done.stdout)


class TestDoubleClick:
    @pytest.mark.parametrize("file", DOUBLE_CLICK, ids=lambda f: f.name)
    def test_no_security_setting_is_touched(self, file: Path) -> None:
        text = file.read_text("utf-8").lower()
        assert not any(word in text for word in ("executionpolicy", "reg add", "runas", "sudo", "xattr", "spctl"))

    def test_each_system_has_both(self) -> None:
        assert [f.name for f in DOUBLE_CLICK] == [
            "install-addin.cmd", "install-addin.command", "remove-addin.cmd", "remove-addin.command",
        ]  # fmt: skip

    @pytest.mark.skipif(os.name == "nt", reason="a Unix shell runs it")
    @pytest.mark.parametrize("task", ["install", "remove"])
    def test_the_mac_file_calls_the_script_from_a_folder_with_spaces(self, task: str, tmp_path: Path) -> None:
        folder = tmp_path / "Téléchargements de Zoé"
        folder.mkdir()
        name = f"{task}-addin.command"
        (folder / name).write_bytes((INSTALL / name).read_bytes())
        (folder / "addin.py").write_text("import sys; print(sys.argv[1:])", "utf-8")
        done = subprocess.run(["sh", folder / name, "--x y"], capture_output=True, encoding="utf-8", check=False)
        assert (done.returncode, done.stdout) == (0, f"['{task}', '--x y']\n")

    @pytest.mark.parametrize("file", [f for f in DOUBLE_CLICK if f.suffix == ".cmd"], ids=lambda f: f.name)
    def test_windows_reads_its_line_ends(self, file: Path) -> None:
        attribute = subprocess.run(
            ["git", "check-attr", "eol", file], cwd=ROOT, capture_output=True, encoding="utf-8", check=True
        )
        assert attribute.stdout.strip().endswith("crlf")
