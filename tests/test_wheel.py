"""What `pip install` brings: the wheel as hatchling builds it from the checkout."""

from __future__ import annotations

import os
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.tools import ROOT

SAMPLES = ROOT / "xl_kpi" / "sources" / "samples"
TEMPLATES = ROOT / "workbook_templates"


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture
def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as opened:
        return set(opened.namelist())


def files(folder: Path) -> set[str]:
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts}


def test_it_carries_every_template(names: set[str]) -> None:
    expected = {f"xl_kpi/_workbook_templates/{name}" for name in files(TEMPLATES)}
    assert {f"xl_kpi/_workbook_templates/{lang}/cockpit.xlsx" for lang in ("fr", "en")} <= expected <= names


def test_it_carries_every_sample_export(names: set[str]) -> None:
    expected = {f"xl_kpi/sources/samples/{name}" for name in files(SAMPLES)}
    assert {Path(name).parts[3] for name in expected} >= {"fr", "en"}
    assert expected <= names


def test_it_carries_the_package_and_no_tests(names: set[str]) -> None:
    package = {f"xl_kpi/{name}" for name in files(ROOT / "xl_kpi")}
    assert package <= names
    assert {name.partition("/")[0] for name in names} == {"xl_kpi", f"xl_kpi-{version()}.dist-info"}


def test_its_command_finds_the_template(wheel: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(tmp_path / "installed")
    done = subprocess.run(
        [sys.executable, "-P", "-m", "xl_kpi", "new", "cockpit", "book.xlsx", "--lang", "fr"],
        cwd=tmp_path, env=os.environ | {"PYTHONPATH": str(tmp_path / "installed")},
        capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert zipfile.is_zipfile(tmp_path / "book.xlsx")


def version() -> str:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    return str(project["version"])
