from __future__ import annotations

from pathlib import Path

import pytest

from xl_kpi.excel.addin import Settings, build

SETTINGS = Settings(r"C:\Users\Zoé\xl kpi\Scripts\pythonw.exe", r"C:\Users\Zoé\xl kpi")


@pytest.fixture(scope="package")
def xlam(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("addin") / "xl-kpi.xlam"
    path.write_bytes(build(SETTINGS))
    return path
