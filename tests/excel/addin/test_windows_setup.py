"""The installer and the doctor on CPython for Windows with its real registry, under Wine."""

from __future__ import annotations

import json
import shutil
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests import wine
from tests.tools import ROOT, absent

SCRIPT = ROOT / "tests" / "excel" / "addin" / "windows_setup.py"
ADDIN = r"C:\Zoé à Paris\Roaming\Microsoft\Excel\XLSTART\xl-kpi.xlam"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    if wine.wine() is None or not wine.READY.exists():
        absent("CPython for Windows under Wine", "wine and wine64, then run tests/wine.py")
    lent = tmp_path_factory.mktemp("pure")
    for package in ("xlsxwriter", "pyopenvba", "defusedxml"):
        found = find_spec(package)
        assert found is not None
        assert found.origin is not None
        shutil.copytree(Path(found.origin).parent, lent / package)
    try:
        done = wine.run(SCRIPT, wine.windows_path(lent))
    finally:
        wine.stop()
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def test_install_upgrade_and_remove(told: dict[str, Any]) -> None:
    first, second, _, removed, nothing = told["said"]
    assert first == [0, {"addin": ADDIN, "upgraded": False, "server": "own"}]
    assert second == [0, {"addin": ADDIN, "upgraded": True, "server": "serve"}]
    assert removed == [0, {"removed": [ADDIN]}]
    assert nothing == [0, {"removed": []}]


def test_the_doctor_finds_everything_but_excel(told: dict[str, Any]) -> None:
    code, found = told["said"][2]
    status = {check["check"]: check["status"] for check in found["checks"]}
    assert (code, found["ok"]) == (1, False)
    assert [name for name, said in status.items() if said == "problem"] == ["excel"]
    assert status["addin"] == status["trusted locations"] == "ok"
    assert status["server"] == "note"


def test_the_registry_is_read(told: dict[str, Any]) -> None:
    assert told["windows"].startswith("Microsoft Windows")
