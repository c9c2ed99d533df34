"""An engine that crashes, eats the memory or never ends: the caller goes on, the file is whole."""

from __future__ import annotations

import signal
from dataclasses import replace
from pathlib import Path

import pytest

from tests.workbook.books import make, parts, reasons, rewrite, values
from xl_kpi.errors import LimitError, UserError
from xl_kpi.limits import DEFAULT
from xl_kpi.workbook import recalculate
from xl_kpi.workbook.engines import isolated
from xl_kpi.workbook.parts.package import open_package

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


@pytest.mark.parametrize(
    "formula",
    [
        "FACT(A1)", "_xlfn.SEQUENCE(A1)", "LET(_xlpm.a,1,_xlpm.a)", "CONCATENATE(A1,A1)", 'SUBSTITUTE(A1,"a",A1)',
        'substitute(A1,"a","bcd")', "1+REPT(A1,3)", 'SUM(SUBSTITUTE(A1,"a","b"))+' * 13 + "1",
    ],
)  # fmt: skip
def test_what_may_take_long_whatever_the_cells_hold_is_evaluated_apart(tmp_path: Path, formula: str) -> None:
    assert isolated.wanted(open_package(make(tmp_path / "book.xlsx", {"B1": f"={formula}"})))


def test_the_names_of_a_workbook_are_looked_at_too(tmp_path: Path) -> None:
    path = make(tmp_path / "book.xlsx", {"B1": "=Much"})
    name = '<definedNames><definedName name="Much">FACT(1000000)</definedName></definedNames><calcPr'
    rewrite(path, {"xl/workbook.xml": lambda x: x.replace("<calcPr", name)})
    assert isolated.wanted(open_package(path))


def test_an_ordinary_report_is_evaluated_here(tmp_path: Path) -> None:
    formulas = (
        'IFERROR(KPI_ROAS(SUMIFS(A:A,B:B,"x"),A1),0)', 'SUBSTITUTE(A1,"*","~*")', "_xlfn.XLOOKUP(1,A1:A2,B1:B2)",
        "MYFUNC(A1)", 'TEXT(A1,"0")&"FACT("',
    )  # fmt: skip
    path = make(tmp_path / "book.xlsx", {f"C{i}": f"={formula}" for i, formula in enumerate(formulas[:-1], 1)})
    assert not isolated.wanted(open_package(path))
    templates = Path(__file__).parents[2] / "workbook_templates"
    assert [p.name for p in templates.rglob("*.xlsx") if isolated.wanted(open_package(p))] == []


def test_an_engine_that_counts_for_ever_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No stand-in: both engines count up to the number that a factorial is asked of."""
    path = make(tmp_path / "book.xlsx", {"A1": 2, "A2": "=FACT(1E300)", "A3": "=A1*2"})
    monkeypatch.setattr(isolated, "_STARTUP_SECONDS", 10)
    try:
        report = recalculate(path, limits=replace(DEFAULT, seconds=2.0))
    except LimitError as refusal:
        assert "limit seconds: more than 2 s" in refusal.text.en
    else:
        assert reasons(report) == {"S!A2": "the second calculation engine gave no answer"}
        assert values(path)["A3"] == 4


def test_texts_that_double_stop_where_excel_stops(tmp_path: Path) -> None:
    """A cell holds 32,767 characters; Excel shows #VALUE! for a longer result (its published limits)."""
    doubling = {f"A{row}": f"=A{row - 1}&A{row - 1}" for row in range(2, 60)}
    more = {"B1": '=REPT("x",32767)', "B2": '=LEN(B1&"")', "B3": '=B1&"x"', "B4": '=CONCATENATE(B1,"x")'}
    path = make(tmp_path / "book.xlsx", {"A1": "abcdefgh", **doubling, **more})
    assert reasons(recalculate(path)) == {"S!B4": "the calculation engine cannot evaluate it"}
    shown = values(path)
    assert (len(str(shown["A12"])), shown["A13"], shown["A14"], shown["A59"]) == (
        16_384,
        "#VALUE!",
        "#VALUE!",
        "#VALUE!",
    )
    assert (shown["B2"], shown["B3"]) == (32_767, "#VALUE!")


def test_names_of_names_of_names_end(tmp_path: Path) -> None:
    steps = ",".join(f"a_{i},a_{i - 1}+a_{i - 1}" for i in range(1, 60))
    cells = {"A1": f"=SUM(LET(a_0,B1:B3,{steps},a_59))", "A2": "=SUM(MAKEARRAY(20000,20000,LAMBDA(r,c,r*c)))"}
    path = make(tmp_path / "book.xlsx", cells)
    assert reasons(recalculate(path)) == {
        "S!A1": "a formula too long without its names",
        "S!A2": "LAMBDA over too large a range",
    }


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[isolated.Process]:
    """Give the processes that are started, every file being a large one."""
    processes: list[isolated.Process] = []
    start = isolated._start

    def noted() -> isolated.Process:
        processes.append(start())
        return processes[-1]

    monkeypatch.setattr(isolated, "_start", noted)
    monkeypatch.setattr(isolated, "_LARGE", 0)
    monkeypatch.setattr(isolated, "_LARGE_FILE", 0)
    return processes


def test_a_large_file_is_calculated_by_the_process_that_started_with_it(
    book: Path, started: list[isolated.Process]
) -> None:
    assert not recalculate(book).kept
    assert values(book)["B2"] == 0.5
    assert [p.returncode for p in started] == [0]


def test_the_process_of_a_file_that_is_refused_or_needs_none_has_ended(
    book: Path, started: list[isolated.Process], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(isolated, "wanted", lambda _: False)
    assert recalculate(book).evaluated == 3
    rewrite(book, {SHEET: b"<!DOCTYPE worksheet><worksheet/>"})
    with pytest.raises(UserError, match="DOCTYPE"):
        recalculate(book)
    assert len(started) == 2 and all(p.returncode is not None for p in started)
