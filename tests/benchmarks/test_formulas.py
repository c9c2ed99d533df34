from __future__ import annotations

import subprocess
import sys

from tests.tools import ROOT


def test_it_prints_a_line_for_each_comparison() -> None:
    command = [sys.executable, "benchmarks/formulas.py", "--rows", "200", "--cells", "200", "--repeat", "1"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    _, _, *lines = done.stdout.splitlines()
    *lines, imports = lines
    assert len(lines) == 6
    for line in lines:
        assert all(float(figure) >= 0 for figure in line.split()[:5])
    assert "import xl_kpi.formulas" in imports
