from __future__ import annotations

import subprocess
import sys

from tests import wine
from tests.tools import ROOT, absent


def test_it_prints_a_line_for_each_comparison() -> None:
    if wine.wine() is None or not wine.READY.exists():
        absent("CPython for Windows under Wine", "wine and wine64, then run tests/wine.py")
    command = [sys.executable, "benchmarks/addin.py", "--rows", "200", "--calls", "20", "--repeat", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    _, start, *lines, _ = done.stdout.splitlines()
    assert float(start.split()[0]) > 0
    assert len(lines) == 3
    for line in lines:
        ours, _, bare, *_ = line.split()
        assert float(ours) > 0 < float(bare)
