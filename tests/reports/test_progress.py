"""How far an import is, in hundredths of the bytes to read and the work that follows."""

from pathlib import Path

from tests.sources.test_large import google, lines
from xl_kpi.limits import Limits
from xl_kpi.reports.progress import Reading
from xl_kpi.reports.refresh import new_workbook, refresh
from xl_kpi.sources import read

MB = 1_000_000


def test_bytes_count_not_files(tmp_path: Path) -> None:
    large, small = tmp_path / "large.csv", tmp_path / "small.csv"
    for path, size in ((large, 149 * MB), (small, MB)):
        with path.open("wb") as out:
            out.truncate(size)
    told: list[tuple[str, int, int]] = []
    reading = Reading(lambda what, done, of: told.append((what["fr"], done, of)), [large, small])
    progress = reading.start(large)
    progress(0.5)
    reading.start(small)
    reading.write()
    reading.recalculate()
    reading.finish()
    assert told == [
        ("lecture de large.csv (0 / 149 Mo)", 0, 100),
        ("lecture de large.csv (74 / 149 Mo)", 37, 100),  # 74.5 of 200: reading 150, then two shares of 25
        ("lecture de small.csv", 74, 100),
        ("écriture des tables", 75, 100),
        ("recalcul du classeur", 87, 100),
        ("terminé", 100, 100),
    ]


def test_a_refresh_tells_its_way_from_the_first_file_to_the_end(tmp_path: Path) -> None:
    new_workbook("cockpit", tmp_path / "b.xlsx", "en")
    told: list[int] = []
    refresh(
        tmp_path / "b.xlsx",
        [google(tmp_path / "a.csv", lines(30))],
        step=lambda _what, done, _of: told.append(done),
        dry_run=True,
    )
    assert (told[0], told[-1], told) == (0, 100, sorted(told))


def test_watching_a_large_file_changes_nothing(tmp_path: Path) -> None:
    path = google(tmp_path / "a.csv", lines(3000))
    parts: list[float] = []
    watched = read(path, Limits(plain_bytes=0), progress=parts.append)
    assert watched.records == read(path, Limits(plain_bytes=0)).records
    assert all(0 <= part <= 1 for part in parts)
