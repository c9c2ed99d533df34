"""The README says what exists, and its examples run."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.tools import ROOT
from xl_kpi.catalog import KPIS

README = (ROOT / "README.md").read_text("utf-8")
LINKED_PAGES = sorted({ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")})
EXAMPLE = re.compile(r"^\$ xl-kpi (.+)\n((?:[^$`].*\n)*)", re.MULTILINE)


def test_every_function_it_names_exists() -> None:
    named = set(re.findall(r"KPI_[A-Z_]+[A-Z]", README))
    assert len(named) > 10
    assert named <= set(KPIS)


def test_its_commands_run_in_order(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "xl_kpi" / "sources" / "samples" / "en", tmp_path / "exports")
    environment = os.environ | {"XL_KPI_LANG": "en", "PYTHONUTF8": "1"}
    examples = EXAMPLE.findall(README)
    assert len(examples) >= 8
    for command, output in examples:
        done = subprocess.run(
            [sys.executable, "-m", "xl_kpi", *shlex.split(command)],
            cwd=tmp_path, env=environment, capture_output=True, encoding="utf-8", check=False,
        )  # fmt: skip
        fine = {0, 1} if command.startswith("check") else {0}  # 1: the sample year is over
        assert done.returncode in fine, f"xl-kpi {command}: {done.stderr}{done.stdout}"
        assert not output or done.stdout == output


def test_its_python_runs() -> None:
    (example,) = re.findall(r"```python\n(.+?)```", README, re.DOTALL)
    exec(example, {})


@pytest.mark.parametrize("page", LINKED_PAGES, ids=lambda p: p.name)
def test_links_lead_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\((?!https?:)([^)#]+)\)", page.read_text("utf-8"))
    assert [target for target in targets if not (page.parent / target).exists()] == []
