"""Saving either finishes or changes nothing."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.workbook.books import make, values
from xl_kpi.errors import UserError
from xl_kpi.workbook import open_package, recalculate, save_keeping
from xl_kpi.workbook.parts import save


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make(tmp_path / "book.xlsx", {"A1": 1, "B1": "=A1*2"})


@pytest.mark.parametrize("lock", ["~$book.xlsx", ".~lock.book.xlsx#"])
def test_a_workbook_that_is_open_is_named_and_left_alone(book: Path, lock: str) -> None:
    (book.parent / lock).write_bytes(b"")
    before = book.read_bytes()
    with pytest.raises(UserError, match=r"book\.xlsx: the workbook is open in Excel"):
        recalculate(book)
    assert book.read_bytes() == before
    recalculate(book, book.parent / "copy.xlsx")
    assert values(book.parent / "copy.xlsx")["B1"] == 2


@pytest.mark.parametrize("step", ["write", "fsync", "copymode", "replace"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), PermissionError(13, "sharing violation")])
def test_a_failure_at_any_step_leaves_the_old_file(
    book: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: OSError
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise error

    before = book.read_bytes()
    where = {
        "write": "os.fdopen", "fsync": "os.fsync", "copymode": "shutil.copymode", "replace": "os.replace"
    }[step]  # fmt: skip
    monkeypatch.setattr(f"xl_kpi.workbook.parts.save.{where}", fail)
    monkeypatch.setattr(save, "_PAUSE_SECONDS", 0)
    with pytest.raises(UserError, match=r"book\.xlsx"):
        recalculate(book)
    assert book.read_bytes() == before
    assert [p.name for p in book.parent.iterdir()] == ["book.xlsx"]


def test_a_file_that_is_let_go_in_time_is_saved(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real, calls = os.replace, []

    def late(source: str, target: str) -> None:
        calls.append(target)
        if len(calls) < 3:
            raise PermissionError(13, "sharing violation")
        real(source, target)

    monkeypatch.setattr("xl_kpi.workbook.parts.save.os.replace", late)
    monkeypatch.setattr(save, "_PAUSE_SECONDS", 0)
    assert recalculate(book).written and values(book)["B1"] == 2


KILLED = """
import os, sys
import xl_kpi.workbook.parts.save as save
real, step = getattr(os, sys.argv[2]), sys.argv[3]
def dying(*a, **k):
    if step == "before": os._exit(9)
    real(*a, **k)
    os._exit(9)
setattr(os, sys.argv[2], dying)
save.write_atomically(__import__("pathlib").Path(sys.argv[1]), b"new" * 100_000)
"""


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_killed_around_a_step_the_file_is_whole(book: Path, call: str, when: str) -> None:
    before = book.read_bytes()
    done = subprocess.run([sys.executable, "-c", KILLED, str(book), call, when], timeout=60, check=False)
    assert done.returncode == 9
    replaced = call == "replace" and when == "after"
    assert book.read_bytes() == (b"new" * 100_000 if replaced else before)


@pytest.mark.skipif(os.name != "posix", reason="permission bits and links of POSIX")
def test_permissions_and_links_stay(book: Path) -> None:
    book.chmod(0o640)
    link = book.parent / "link.xlsx"
    link.symlink_to(book)
    assert recalculate(link).written
    assert link.is_symlink() and stat.S_IMODE(book.stat().st_mode) == 0o640
    assert values(book)["B1"] == 2


def test_nothing_is_written_when_nothing_changed(book: Path) -> None:
    assert recalculate(book).written
    before, modified = book.read_bytes(), book.stat().st_mtime_ns
    report = recalculate(book)
    assert not report.written and report.evaluated == 1
    assert book.read_bytes() == before and book.stat().st_mtime_ns == modified
    assert recalculate(book, book.parent / "copy.xlsx").written
    assert (book.parent / "copy.xlsx").read_bytes() == before


def test_a_folder_that_is_missing(book: Path) -> None:
    with pytest.raises(UserError, match="cannot be saved"):
        recalculate(book, book.parent / "none" / "x.xlsx")


def test_a_file_that_someone_changed_meanwhile_is_left_to_them(book: Path) -> None:
    package = open_package(book)
    package.replace("docProps/app.xml", b"<Properties/>")
    theirs = make(book.parent / "theirs.xlsx", {"A1": 7}).read_bytes()
    book.write_bytes(theirs)
    for save_it in (package.save, lambda: save_keeping(package)):
        with pytest.raises(UserError, match=r"book\.xlsx: the file was changed by someone in the meantime"):
            save_it()
    assert book.read_bytes() == theirs
    assert package.save(book.parent / "mine.xlsx")


def test_a_package_may_be_saved_twice(book: Path) -> None:
    package = open_package(book)
    for text in (b"<Properties/>", b"<Properties></Properties>"):
        package.replace("docProps/app.xml", text)
        assert package.save()


def test_a_file_marked_read_only_is_left_alone(book: Path) -> None:
    book.chmod(0o444)
    before = book.read_bytes()
    with pytest.raises(UserError, match=r"book\.xlsx: the workbook is open in Excel or write-protected"):
        recalculate(book)
    assert book.read_bytes() == before
    assert recalculate(book, book.parent / "copy.xlsx").written


FULL = """
import resource, sys
from pathlib import Path
from xl_kpi.errors import UserError
from xl_kpi.workbook import open_package
package = open_package(sys.argv[1])
package.replace("docProps/app.xml", b"<Properties/>")
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
try:
    package.save()
except UserError as refusal:
    print(refusal)
"""


def test_a_disk_that_fills_up_leaves_the_old_file(book: Path) -> None:
    pytest.importorskip("resource")
    before = book.read_bytes()
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(book)], capture_output=True, text=True, timeout=60, check=True
    )
    assert "book.xlsx: cannot be saved (File too large). The file was not changed." in done.stdout
    assert book.read_bytes() == before
    assert [path.name for path in book.parent.iterdir()] == ["book.xlsx"]
