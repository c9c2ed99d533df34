"""Back to the state before; a dry run that shows the difference; a watched folder."""

import os
from pathlib import Path

import pytest

from xl_kpi.errors import UserError
from xl_kpi.reports.refresh import new_workbook, refresh
from xl_kpi.reports.watch import Outcome, watch
from xl_kpi.workbook import undo

REPORT = Path(__file__).parent.parent / "sources/files/ad_report_schema.csv"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    new_workbook("cockpit", tmp_path / "c.xlsx", "en")
    return tmp_path / "c.xlsx"


def test_undo_restores_the_bytes_before_the_refresh_and_can_be_undone(book: Path) -> None:
    before = book.read_bytes()
    done = refresh(book, [REPORT])
    after = book.read_bytes()
    assert done.kept_in == book.parent / ".xl-kpi" / "c.xlsx"
    assert done.kept_in.read_bytes() == before
    undo(book)
    assert book.read_bytes() == before
    undo(book)
    assert book.read_bytes() == after


def test_undo_without_a_refresh_is_refused(book: Path) -> None:
    with pytest.raises(UserError, match=r"no state before a refresh"):
        undo(book)


def test_a_workbook_open_elsewhere_is_neither_refreshed_nor_undone(book: Path) -> None:
    refresh(book, [REPORT])
    after, kept = book.read_bytes(), (book.parent / ".xl-kpi/c.xlsx").read_bytes()
    (book.parent / "~$c.xlsx").touch()
    with pytest.raises(UserError, match="open in Excel"):
        undo(book)
    assert (book.read_bytes(), (book.parent / ".xl-kpi/c.xlsx").read_bytes()) == (after, kept)


def test_a_save_that_fails_leaves_the_workbook_and_the_kept_state(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    refresh(book, [REPORT])
    after, kept = book.read_bytes(), (book.parent / ".xl-kpi/c.xlsx").read_bytes()
    real = os.replace

    def full(source: object, target: object) -> None:
        if Path(str(target)).parent == book.parent:
            raise OSError(28, "No space left on device")
        real(source, target)  # type: ignore[call-overload]

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(UserError, match="No space left"):
        undo(book)
    assert (book.read_bytes(), (book.parent / ".xl-kpi/c.xlsx").read_bytes()) == (after, kept)
    assert sorted(p.name for p in (book.parent / ".xl-kpi").iterdir()) == ["c.xlsx"]


def test_a_dry_run_shows_rows_and_headline_kpis_before_and_after(book: Path, tmp_path: Path) -> None:
    first = refresh(book, [REPORT], dry_run=True)
    assert [(t.added, t.changed, t.unchanged) for t in first.tables] == [(16, 0, 0)]
    assert first.kept_in is None
    refresh(book, [REPORT])
    changed = tmp_path / "changed.csv"
    lines = REPORT.read_text(encoding="utf-8").splitlines(keepends=True)
    head, row, *rest = lines
    spend = head.strip().split(",").index("spend")
    cells = row.rstrip("\n").split(",")
    cells[spend] = str(float(cells[spend]) + 1000)
    changed.write_text("".join([head, ",".join(cells) + "\n", *rest]), encoding="utf-8")
    second = refresh(book, [changed], dry_run=True)
    assert [(t.added, t.changed, t.unchanged) for t in second.tables] == [(0, 1, 15)]
    assert second.kpis is not None
    before, after = ({row["KPI"]: row["Value"] for row in h.as_list()} for h in second.kpis)
    roas = next(name for name in before if "ROAS" in name)
    assert before[roas] == pytest.approx(4585 / 2247.15, rel=1e-12)
    assert after[roas] == pytest.approx(4585 / 3247.15, rel=1e-12)


def test_the_watch_waits_for_a_download_to_end_and_survives_a_bad_file(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    text = REPORT.read_text(encoding="utf-8")
    half, file = text[: len(text) // 2], folder / "ads.csv"
    steps = iter(
        [
            lambda: file.write_text(half, encoding="utf-8"),  # the download begins
            lambda: file.write_text(text, encoding="utf-8"),  # and ends: still changing
            lambda: None,  # settled: a refresh
            lambda: None,  # nothing new
            lambda: (folder / "bad.csv").write_text("<!DOCTYPE html><p>Sign in</p>", encoding="utf-8"),
            lambda: None,  # settled: refused
            (folder / "bad.csv").unlink,
            lambda: None,  # settled: a refresh again
        ]
    )
    outcomes: list[Outcome] = list(watch(folder, book, looks=8, sleep=lambda _: next(steps)()))  # type: ignore[no-untyped-call]
    assert [o.refresh is not None for o in outcomes] == [True, False, True]
    assert "16 rows added" in outcomes[0].text["en"]
    assert "bad.csv" in outcomes[1].text["en"]
    assert "0 rows added, 0 changed" in outcomes[2].text["en"]


def test_a_folder_that_is_not_there_cannot_be_watched(book: Path, tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such folder"):
        list(watch(tmp_path / "nowhere", book, looks=1))
