"""Killed at any moment of a save, the workbook is the old one or the new one, whole."""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.workbook.books import make
from xl_kpi.workbook import Package, open_package

POINTS = 120


def changed(path: Path) -> Package:
    package = open_package(path)
    package.replace("docProps/app.xml", b"<Properties/>" + b" " * 200_000)
    return package


def killed_at(package: Package, point: int) -> None:
    """Save in a process that is killed at the given line of Python."""
    child = os.fork()
    if child:
        os.waitpid(child, 0)
        return
    seen = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal seen
        seen += 1
        if seen >= point:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    package.save()
    sys.settrace(None)
    os._exit(0)


def lines_of_a_save(package: Package) -> int:
    seen = 0

    def trace(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal seen
        seen += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    package.save()
    sys.settrace(before)
    return seen


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_the_old_or_the_new_file_is_whole(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {"A1": 1})
    old = path.read_bytes()
    package = changed(path)
    new = package.to_bytes()
    lines = lines_of_a_save(package)
    assert path.read_bytes() == new
    found = set()
    # Evenly over the whole save, and every line of its end, where the file is replaced.
    for point in sorted({1 + lines * i // POINTS for i in range(POINTS)} | set(range(max(1, lines - 60), lines))):
        path.write_bytes(old)
        killed_at(package, point)
        now = path.read_bytes()
        assert now in (old, new), f"killed at line {point} of {lines}: neither old nor new"
        found.add(now == new)
    assert found == {True, False}
