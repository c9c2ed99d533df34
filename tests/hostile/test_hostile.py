"""Damaged and hostile files, made by code: a right or kept result, or one clear line; no crash, no hang."""

from __future__ import annotations

import hashlib
import os
import random
import re
import socket
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import Any

import pytest

from tests.hostile import archives, markup, odd_formulas, sheets, strangers
from tests.hostile.books import SHEET, Case
from tests.hostile.runner import Runner
from tests.workbook.books import make, parts, rewrite
from xl_kpi.cli import main
from xl_kpi.errors import UserError
from xl_kpi.workbook import recalculate

MEMORY_MIB = 2048
CASES: dict[str, Case] = {
    f"{module.__name__.rpartition('.')[2]}: {name}": case
    for module in (archives, markup, sheets, odd_formulas, strangers)
    for name, case in module.CASES.items()
}
Outcomes = dict[str, "Future[tuple[Path, dict[str, Any]]]"]
_B1 = re.compile(r"""<(?:\w+:)?c\s[^>]*?r\s*=\s*["']B1["'][^>]*>.*?<(?:\w+:)?v(?:\s[^>]*)?>([^<]*)<""", re.DOTALL)


@pytest.fixture(scope="module")
def outcomes(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outcomes]:
    """Run the cases that were asked for, two at a time."""
    if not hasattr(os, "fork"):
        pytest.skip("needs a system that forks")
    asked = [
        item.callspec.params["name"]
        for item in request.session.items
        if "outcomes" in getattr(item, "fixturenames", ())
    ]
    base = tmp_path_factory.mktemp("hostile")
    with Runner() as one, Runner() as other, ThreadPoolExecutor(2) as pool:
        runners = SimpleQueue[Runner]()
        runners.put(one)
        runners.put(other)

        def run(name: str) -> tuple[Path, dict[str, Any]]:
            path = base / str(list(CASES).index(name)) / f"book{CASES[name].suffix}"
            path.parent.mkdir()
            path.write_bytes(CASES[name].make())
            runner = runners.get()
            try:
                return path, runner.run(path)
            finally:
                runners.put(runner)

        yield {name: pool.submit(run, name) for name in asked}


def test_there_are_at_least_200_distinct_ones() -> None:
    files: dict[tuple[str, bytes], list[str]] = {}
    for name, case in CASES.items():
        files.setdefault((case.suffix, hashlib.sha256(case.make()).digest()), []).append(name)
    assert [same for same in files.values() if len(same) > 1] == []
    assert len(files) >= 200


@pytest.mark.parametrize("name", CASES)
def test_a_right_or_kept_result_or_one_clear_line(outcomes: Outcomes, name: str) -> None:
    case, raw = CASES[name], CASES[name].make()
    book, found = outcomes[name].result()
    assert "traceback" not in found, found["traceback"]
    assert found["signal"] == 0, "crashed or hung"
    assert found["memory"] < MEMORY_MIB
    assert [path.name for path in book.parent.iterdir()] == [book.name]
    if "refused" in found:
        assert re.search(case.expected, found["refused"])
        assert book.read_bytes() == raw
        for said in (found["refused"], found["french"]):
            assert book.name in said and "\n" not in said and len(said) < 1000
        assert found["french"] != found["refused"]
        return
    if not found["written"]:
        assert book.read_bytes() == raw
    after = parts(book)
    value = _B1.search(after.get(SHEET, b"").decode("utf-8", "replace"))
    assert re.fullmatch(case.expected, value[1] if value else "None"), f"B1 is {value and value[1]}: {found}"
    before = parts_of(raw)
    assert list(after) == list(before)
    assert {n for n in after if after[n] != before[n]} <= {SHEET}


def parts_of(raw: bytes) -> dict[str, bytes]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {info.filename: archive.read(info) for info in archive.infolist() if not info.is_dir()}


def said(path: Path, capsys: pytest.CaptureFixture[str], lang: str = "en") -> str:
    """Return the one line that the command line prints for a file that it refuses."""
    assert main(["recalc", str(path), "--lang", lang]) == 2
    out, line = capsys.readouterr()
    assert out == "" and line.startswith("xl-kpi") and line.count("\n") == 1 and path.name in line
    return line


# A few of each kind: every command opens a file through the same door.
OTHER_COMMANDS = [
    "archives: a bit flipped in the sheet",
    "archives: a sheet related to nowhere",
    "archives: a table related to nowhere",
    "archives: two sheets in one part",
    "markup: a DOCTYPE in shared strings",
    "markup: UTF-16 in the workbook",
    "markup: a NUL in the sheet",
    "markup: two prefixes for one namespace",
    "sheets: a row 0",
    "sheets: a table over everything",
    "sheets: names in a circle",
    "odd_formulas: signs without end",
    "strangers: a password",
]


@pytest.mark.parametrize("command", ["check", "check --cell B1", "share OUT", "refresh --dry-run"])
@pytest.mark.parametrize("name", OTHER_COMMANDS)
def test_every_command_says_it_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, command: str
) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(CASES[name].make())
    before = book.read_bytes()
    first, *options = command.replace("OUT", str(tmp_path / "out.xlsx")).split()
    code = main([first, str(book), *options, "--lang", "en"])
    errors = capsys.readouterr().err
    assert book.read_bytes() == before
    if code == 2:
        assert errors.startswith("xl-kpi: ") and errors.count("\n") == 1 and "book.xlsx" in errors
        assert not (tmp_path / "out.xlsx").exists()
    else:
        assert code in (0, 1) and errors == ""


@pytest.mark.skipif(os.name != "posix", reason="special files of POSIX")
def test_what_is_no_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def path(name: str) -> Path:
        return tmp_path / f"{name}.xlsx"

    path("folder").mkdir()
    os.mkfifo(path("pipe"))
    path("device").symlink_to("/dev/zero")
    path("nothing").symlink_to("/dev/null")
    path("dangling").symlink_to(tmp_path / "none")
    path("loop").symlink_to(path("loop"))
    path("x" * 300).parent.joinpath("short").touch()
    listening = socket.socket(socket.AF_UNIX)
    try:
        os.chdir(tmp_path)  # the address of a socket is short
        listening.bind("socket.xlsx")
    finally:
        listening.close()
    for name in ("folder", "pipe", "device", "nothing", "socket", "loop", "x" * 300):
        assert "cannot be read" in said(path(name), capsys)
        assert "fichier illisible" in said(path(name), capsys, "fr")
    assert "no such file" in said(path("dangling"), capsys)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_a_file_that_nobody_may_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = make(tmp_path / "book.xlsx", {"A1": 1})
    book.chmod(0)
    assert "cannot be read" in said(book, capsys)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return make(tmp_path / "book.xlsx", {"A1": 1, "B1": "=A1*2", "B2": "=KPI_ROAS(A1,2)"})


def refused_or_done(book: Path) -> None:
    before = book.read_bytes()
    try:
        recalculate(book, fast=True)
    except UserError as refusal:
        assert "\n" not in str(refusal) and book.name in str(refusal)
        assert book.read_bytes() == before


@pytest.mark.parametrize("seed", range(60))
def test_flipped_bytes_never_crash_and_never_half_write(book: Path, seed: int) -> None:
    draw = random.Random(seed)
    name = draw.choice([SHEET, "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "xl/styles.xml"])
    data = bytearray(parts(book)[name])
    for _ in range(draw.choice([1, 3, 30])):
        data[draw.randrange(len(data))] = draw.randrange(256)
    rewrite(book, {name: bytes(data[: draw.choice([len(data), len(data) // 2])])})
    refused_or_done(book)


@pytest.mark.parametrize("seed", range(20))
def test_a_damaged_archive_is_refused(book: Path, seed: int) -> None:
    draw = random.Random(seed)
    raw = bytearray(book.read_bytes())
    for _ in range(20):
        raw[draw.randrange(len(raw))] = draw.randrange(256)
    book.write_bytes(raw[: draw.choice([len(raw), len(raw) * 2 // 3])])
    refused_or_done(book)
