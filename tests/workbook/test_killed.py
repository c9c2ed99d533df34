"""Killed at any moment of a save, the workbook is the old one or the new one, whole."""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from tests.workbook.books import make
from xl_kpi.workbook import Package, open_package
from xl_kpi.workbook.parts.save import write_atomically

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
    path.write_bytes(old)
    package = changed(path)
    found = set()
    # Evenly over the whole save, and every line of its end, where the file is replaced.
    for point in sorted({1 + lines * i // POINTS for i in range(POINTS)} | set(range(max(1, lines - 60), lines))):
        path.write_bytes(old)
        killed_at(package, point)
        now = path.read_bytes()
        assert now in (old, new), f"killed at line {point} of {lines}: neither old nor new"
        found.add(now == new)
    assert found == {True, False}


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs a system that forks")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_killed_at_100_moments_of_the_clock(tmp_path: Path) -> None:
    """Not between two lines of Python: wherever the process is, inside a system call too."""
    path = make(tmp_path / "book.xlsx", {"A1": 1})
    old = path.read_bytes()
    new = changed(path).to_bytes()
    draw = random.Random(4)
    found = set()
    for _ in range(100):
        path.write_bytes(old)
        child = os.fork()
        if child == 0:
            while True:
                for data in (new, old):
                    write_atomically(path, data)
        time.sleep(draw.uniform(0.001, 0.02))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        now = path.read_bytes()
        assert now in (old, new)
        found.add(now == new)
    assert found == {True, False}
    assert sum(1 for _ in tmp_path.iterdir()) > 1  # some were killed before the file was replaced


def test_what_a_killed_save_left_is_swept_later(tmp_path: Path) -> None:
    path = make(tmp_path / "book [1].xlsx", {"A1": 1})
    left, busy, other = (tmp_path / f".{n}.tmp" for n in ("book [1].a1b2", "book [1].c3d4", "book 1.e5f6"))
    for file in (left, busy, other):
        file.write_bytes(b"half")
    for file in (left, other):
        os.utime(file, (time.time() - 7200,) * 2)
    changed(path).save()
    assert {file.name for file in tmp_path.iterdir()} == {path.name, busy.name, other.name}
