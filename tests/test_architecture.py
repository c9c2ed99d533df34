"""Where things may live: imports point one way, and only two parts open files."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

from tests.tools import ROOT

PACKAGE = ROOT / "xl_kpi"
MODULES = sorted(PACKAGE.rglob("*.py"))
OTHERS = [m for m in MODULES if m.relative_to(PACKAGE).parts[0] not in {"workbook", "sources"}]
OPENING_CALLS = {
    "open", "fdopen", "read_text", "read_bytes", "write_text", "write_bytes", "touch", "unlink", "load_workbook",
    "read_csv", "read_excel", "to_csv", "to_excel",
}  # fmt: skip
OPENING_MODULES = {"zipfile", "shutil", "tempfile"}
LINES = 400


def opened(source: str) -> list[str]:
    """Return where a module opens files or loads a library whose purpose is that."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            nowhere = bool(node.args) and ast.unparse(node.args[0]) == "os.devnull"
            in_excel = ast.unparse(node.func).endswith("books.open")  # Excel opens it, for its user
            if name in OPENING_CALLS and not nowhere and not in_excel:
                found.append(f"line {node.lineno}: {name}()")
        elif isinstance(node, ast.Import | ast.ImportFrom):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
            found += [f"line {node.lineno}: import {name}" for name in names if name in OPENING_MODULES]
    return found


def module_id(path: Path) -> str:
    return str(path.relative_to(PACKAGE))


def test_imports_point_one_way(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    exit_code = lint_imports(no_cache=True, no_logo=True)
    assert exit_code == 0, capfd.readouterr().out


@pytest.mark.parametrize("path", OTHERS, ids=module_id)
def test_only_workbook_and_sources_open_files(path: Path) -> None:
    assert opened(path.read_text("utf-8")) == []


@pytest.mark.parametrize(
    ("source", "finds"),
    [
        ("open('a')", 1),
        ("Path('a').write_text('b')", 1),
        ("import zipfile", 1),
        ("from tempfile import mkdtemp", 1),
        ("os.open(os.devnull, 1)", 0),
        ("opened = 'open()'", 0),
    ],
)
def test_opening_is_recognised(source: str, finds: int) -> None:
    assert len(opened(source)) == finds


@pytest.mark.parametrize("path", MODULES, ids=module_id)
def test_a_module_is_short_enough_to_read(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < LINES


def test_what_is_declared_is_what_is_imported() -> None:
    imported = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                imported |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                imported.add((node.module or "").partition(".")[0])
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = project["dependencies"] + project["optional-dependencies"]["databases"]
    names = {re.split(r"[^\w-]", requirement)[0].replace("-", "_") for requirement in declared}
    expected = {"ibis" if name == "ibis_framework" else name for name in names} - {"sqlglot"}  # held back for Ibis
    assert imported - sys.stdlib_module_names - {"xl_kpi"} == expected
