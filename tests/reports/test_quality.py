"""What a refresh tells of each file: counted and computed by hand from the rows written here."""

import datetime as dt
from pathlib import Path

import openpyxl
import pytest

from xl_kpi.catalog.tables import TABLES
from xl_kpi.reports.check import check
from xl_kpi.reports.days import Span, gaps, unusual_days
from xl_kpi.reports.quality import FileQuality
from xl_kpi.reports.refresh import Refresh, new_workbook, refresh

NOW = dt.datetime(2026, 3, 1, 9, 30)


def export(path: Path, days: dict[str, float], *, total: float | None = None, more: str = "") -> Path:
    """A Google Ads export with one campaign: a day and its cost a line."""
    lines = ["Campaign report", '"January 1, 2026 - February 9, 2026"', f"Day,Campaign,Currency code,Impr.,Cost{more}"]
    lines += [f"{day},Brand,EUR,100,{cost:.2f}{',x' if more else ''}" for day, cost in days.items()]
    if total is not None:
        lines.append(f"Total: Account,,EUR,{100 * len(days)},{total:.2f}{',' if more else ''}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def january(*, without: tuple[int, ...] = (), spike: int = 0) -> dict[str, float]:
    return {f"2026-01-{d:02}": 50.0 if d == spike else 10.0 for d in range(1, 32) if d not in without}


@pytest.fixture
def book(tmp_path: Path) -> Path:
    new_workbook("cockpit", tmp_path / "c.xlsx", "en")
    return tmp_path / "c.xlsx"


def only(done: Refresh) -> FileQuality:
    (found,) = done.imports
    return found


def test_a_clean_file_is_told_as_clean(book: Path, tmp_path: Path) -> None:
    found = only(refresh(book, [export(tmp_path / "a.csv", january(), total=310)], now=NOW))
    assert (found.rows_read, found.rows_kept) == (32, 31)
    assert [(e.reason["en"], e.rows, e.lines) for e in found.excluded] == [
        ("title line", 2, (1, 2)),
        ("totals row", 1, (35,)),
    ]
    assert [(c.measure, c.agrees) for c in found.totals] == [("impressions", True), ("ad_spend", True)]
    assert (found.gaps, found.unusual, found.unmapped, found.behind) == ((), (), (), None)
    assert found.notes() == []


def test_a_wrong_total_missing_days_a_spike_and_a_strange_column_are_told(book: Path, tmp_path: Path) -> None:
    days = january(without=(5, 6, 7, 20), spike=15)
    found = only(refresh(book, [export(tmp_path / "a.csv", days, total=999, more=",Mood")], now=NOW))
    assert [(c.measure, c.rows_total, c.file_total) for c in found.wrong_totals] == [("ad_spend", 310.0, 999.0)]
    day = dt.date(2026, 1, 1).replace
    assert found.gaps == (Span(day(day=5), day(day=7)), Span(day(day=20), day(day=20)))
    assert [(u.day, u.value, u.usual) for u in found.unusual] == [(day(day=15), 50.0, 10.0)]
    assert found.unmapped == ("Mood",)
    english = "\n".join(n["en"] for n in found.notes())
    assert "999.00" in english and "Mood" in english and "2026-01-05 to 2026-01-07" in english
    french = "\n".join(n["fr"] for n in found.notes())
    assert "05/01/2026 au 07/01/2026" in french and "10 d’habitude" in french


def test_just_under_five_times_the_usual_is_usual(book: Path, tmp_path: Path) -> None:
    days = january() | {"2026-01-15": 49.99}
    assert only(refresh(book, [export(tmp_path / "a.csv", days)], now=NOW)).unusual == ()


def test_days_outside_the_bounds_and_rows_of_another_file_are_accounted_for(book: Path, tmp_path: Path) -> None:
    first = export(tmp_path / "1.csv", january())
    second = export(tmp_path / "2.csv", {"2026-01-31": 12.0, "2026-02-01": 13.0})
    done = refresh(book, [first, second], since=dt.date(2026, 1, 30), now=NOW)
    one, two = done.imports
    assert {e.reason["en"]: e.rows for e in one.excluded} == {
        "title line": 2,
        "outside the period asked for": 29,
        "replaced by another file of this import": 1,
    }
    assert {e.reason["en"]: e.rows for e in two.excluded} == {"title line": 2}
    assert [(t.added, t.rows) for t in done.tables] == [(3, 3)]


def test_a_source_that_lags_behind_is_told(book: Path, tmp_path: Path) -> None:
    old = export(tmp_path / "old.csv", {"2025-12-01": 1.0})
    new = export(tmp_path / "new.csv", january())
    behind = {i.file: i.behind for i in refresh(book, [old, new], now=NOW).imports}
    assert behind == {"old.csv": 61, "new.csv": None}  # 30 days of December and 31 of January


def rows_of(book: Path, sheet: str) -> list[tuple[object, ...]]:
    opened = openpyxl.load_workbook(book, read_only=True, data_only=True)
    try:
        return [row for row in opened[sheet].iter_rows(values_only=True) if row[0]]
    finally:
        opened.close()


@pytest.mark.parametrize(("lang", "sheet"), [("fr", "Qualité des imports"), ("en", "Import quality")])
def test_the_report_is_a_sheet_of_the_workbook(lang: str, sheet: str, tmp_path: Path) -> None:
    book = tmp_path / "c.xlsx"
    new_workbook("cockpit", book, lang)  # type: ignore[arg-type]
    file = export(tmp_path / "a.csv", january(without=(9,)), total=300)
    refresh(book, [file], now=NOW)
    before = book.read_bytes()
    header, row = rows_of(book, sheet)
    told = dict(zip(header, row, strict=True))
    assert row[:5] == ("a.csv", "Google Ads", {"fr": "À VOIR", "en": "LOOK"}[lang], 31, 30)
    assert told[{"fr": "Jours manquants", "en": "Days missing"}[lang]] == {"fr": "09/01/2026", "en": "2026-01-09"}[lang]
    assert told[{"fr": "Importé le", "en": "Imported on"}[lang]] == NOW

    refresh(book, [file], now=NOW + dt.timedelta(days=3))
    assert book.read_bytes() == before  # nothing new: not even a new time stamp

    export(file, january(), total=310)
    refresh(book, [file], now=NOW + dt.timedelta(days=4))
    header, row = rows_of(book, sheet)  # the file's own row, replaced
    assert row[2:5] == ("OK", 32, 31)
    assert row[-1] == NOW + dt.timedelta(days=4)


def test_check_tells_missing_days_unusual_days_and_a_late_source(book: Path, tmp_path: Path) -> None:
    refresh(book, [export(tmp_path / "a.csv", january(without=(5, 6), spike=15))], now=NOW)
    today = dt.date(2026, 2, 2)
    found = {(f.kind, f.where): f.what["en"] for f in check(book, today=today)}
    assert found["days missing", "Ads – Google Ads"] == "2026-01-05 to 2026-01-06"
    assert found["unusual days", "Ads – Google Ads"].startswith("2026-01-15 (Ad spend 50")
    assert not any(kind == "stale data" for kind, _ in found)
    meta = tmp_path / "meta.csv"
    meta.write_text(
        "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions,Link clicks\n"
        "2025-12-01,2025-12-01,A,10.50,1000,20\n",
        encoding="utf-8",
    )
    refresh(book, [meta], now=NOW)
    late = {f.where: f.what["fr"] for f in check(book, today=today) if f.kind == "stale data"}
    assert late == {"Ads – Meta Ads": "61 jours derrière les autres sources"}


def test_gaps_follow_the_rhythm_of_the_days() -> None:
    def day(text: str) -> dt.date:
        return dt.date.fromisoformat(text)

    months = [day(f"2026-{m:02}-01") for m in (1, 2, 3, 4, 6, 7)]
    assert gaps(months) == [Span(day("2026-04-02"), day("2026-05-31"))]
    weeks = [day("2026-01-05") + dt.timedelta(weeks=n) for n in (0, 1, 2, 3, 4, 6, 7)]
    assert gaps(weeks) == [Span(day("2026-02-03"), day("2026-02-15"))]
    mailings = [day(f"2026-01-{d:02}") for d in (2, 3, 9, 10, 20, 29, 30)]
    assert gaps(mailings) == []
    assert gaps(months[:3]) == []


@pytest.mark.parametrize(
    ("usual", "spike", "step", "unusual"),
    [(20.0, 100.0, 1, 1), (20.0, 99.0, 1, 0), (2.0, 10.0, 1, 0), (20.0, 100.0, 0, 0)],
    ids=["five times", "just under", "small counts", "no rhythm"],
)
def test_any_measure_that_adds_up_is_watched(usual: float, spike: float, step: int, unusual: int) -> None:
    days = [dt.date(2026, 1, 1) + dt.timedelta(days=n if step else n * n) for n in range(9)]
    records = [(day, "Mailchimp", "News", spike if n == 4 else usual, *[None] * 7) for n, day in enumerate(days)]
    found = unusual_days(TABLES["email"], records)
    assert [(u.day, u.measure.name, u.value) for u in found] == [(days[4], "emails_sent", spike)] * unusual


def test_an_error_has_its_name_in_each_language(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"] = "=SQRT(-1)"
    book.save(path)
    assert [(f.where, f.what["fr"], f.what["en"]) for f in check(path) if f.kind == "error"] == [
        ("Sheet!A1", "#NOMBRE!", "#NUM!")
    ]
