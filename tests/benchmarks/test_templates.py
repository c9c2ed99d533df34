from __future__ import annotations

import subprocess
import sys

from tests.tools import ROOT


def test_it_prints_a_line_for_each_command() -> None:
    command = [sys.executable, "benchmarks/templates.py", "--template", "cockpit", "--rows", "500"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    title, *lines = done.stdout.splitlines()
    assert title.startswith("cockpit, ")
    assert len(lines) in {3, 4}  # LibreOffice has its line where it is installed
    for line in lines:
        assert all(float(figure) > 0 for figure in (line.split()[0], line.split()[2]))
