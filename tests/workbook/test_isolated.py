"""An engine that crashes, eats the memory or never ends: the caller goes on, the file is whole."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workbook.books import make, parts, reasons, rewrite, values
from xl_kpi.errors import LimitError, UserError
from xl_kpi.limits import DEFAULT
from xl_kpi.workbook import isolated, recalculate

SHEET = "xl/worksheets/sheet1.xml"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make(tmp_path / "book.xlsx", {"A1": 1, "B1": "=A1*2", "B2": "=KPI_ROAS(A1,2)", "B3": "=GAMMALN(4)"})


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolated, "wanted", lambda _: True)


def instead_of(engine: str, code: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the processes that calculate another module in place of an engine."""
    folder = folder / "engines"
    folder.mkdir()
    (folder / f"{engine}.py").write_text(f"import os, signal, time\n{code}\n")
    monkeypatch.syspath_prepend(str(folder))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGKILL", "SIGABRT", "SIGILL"])
@pytest.mark.usefixtures("apart")
def test_a_crash_of_the_engine_is_one_line(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    instead_of("formualizer", f"os.kill(os.getpid(), signal.{name})", tmp_path, monkeypatch)
    before = book.read_bytes()
    with pytest.raises(UserError) as caught:
        recalculate(book)
    number = int(getattr(signal, name))
    assert f"book.xlsx: the calculation engine stopped on this workbook (signal {number})" in caught.value.text.en
    assert f"s’est arrêté sur ce classeur (signal {number})" in caught.value.text.fr
    assert book.read_bytes() == before


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="signals of POSIX")
@pytest.mark.parametrize("code", ["os.kill(os.getpid(), signal.SIGSEGV)", "raise SystemExit(1)", "raise MemoryError"])
def test_a_crash_of_the_second_engine_costs_its_answers_only(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    instead_of("ironcalc", code, tmp_path, monkeypatch)
    report = recalculate(book)
    assert reasons(report) == {"S!B3": "the second calculation engine gave no answer"}
    assert values(book) == {"A1": 1, "B1": 2, "B2": 0.5, "B3": "old"}


@pytest.mark.usefixtures("apart")
def test_an_engine_that_never_ends_meets_the_time_limit(
    book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    instead_of("formualizer", "time.sleep(600)", tmp_path, monkeypatch)
    monkeypatch.setattr(isolated, "_STARTUP_SECONDS", 0.5)
    before = book.read_bytes()
    with pytest.raises(LimitError, match=r"book\.xlsx: calculation stopped, limit seconds: more than 0\.5 s"):
        recalculate(book, limits=replace(DEFAULT, seconds=0.5))
    assert book.read_bytes() == before


@pytest.mark.usefixtures("apart")
def test_the_memory_limit(book: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resource")
    instead_of("formualizer", "bytearray(4 << 30)", tmp_path, monkeypatch)
    with pytest.raises(LimitError, match=r"book\.xlsx: refused, limit memory_bytes: .* 2048 MiB"):
        recalculate(book, limits=replace(DEFAULT, memory_bytes=2 << 30))


def test_a_process_of_its_own_gives_the_same_bytes(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    here = book.with_name("here.xlsx")
    recalculate(book, here)
    monkeypatch.setattr(isolated, "wanted", lambda _: True)
    apart = recalculate(book, book.with_name("apart.xlsx"))
    assert apart.evaluated == 3 and parts(book.with_name("apart.xlsx")) == parts(here)
    rewrite(book, {SHEET: b"<worksheet>"})
    with pytest.raises(UserError, match=r"book\.xlsx: Damaged workbook"):
        recalculate(book)
