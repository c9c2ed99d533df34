from __future__ import annotations

import subprocess
import sys

from tests.tools import ROOT


def test_both_sides_add_up_to_the_same() -> None:
    command = [
        sys.executable,
        "benchmarks/imports.py",
        "--rows",
        "150000",
        "--files",
        "3",
        "--repeat",
        "1",
        "--no-pandas",
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    title, _, ours, bare, folder, workbook = done.stdout.splitlines()
    assert title.startswith("150,000 rows")
    assert ours.split()[-1] == bare.split()[-1]  # the cost; a file this small keeps its ad groups
    assert folder.startswith("3 exports")
    assert workbook.endswith(" 360 rows")
