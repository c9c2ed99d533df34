"""A large text gives what the plain reader gives: the same figures, or a refusal."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

from xl_kpi.errors import LimitError, UserError
from xl_kpi.limits import Limits
from xl_kpi.sources import Import, read

FILES = Path(__file__).parent / "files"
LARGE = Limits(plain_bytes=0)
HEADER = "Day,Campaign,Ad group,Device,Currency code,Impr.,Clicks,Cost,Conversions,Conv. value\n"


def told(done: Import) -> dict[str, object]:
    """Everything that must not depend on how the file was read."""
    excluded = Counter[str]()
    for one in done.excluded:
        excluded[one.reason["en"]] += one.rows
    excluded.pop("blank line", None)
    totals = {c.measure: (round(c.rows_total, 6), c.file_total, c.agrees) for c in done.totals_check}
    records = sorted(
        tuple(round(v, 6) if isinstance(v, float) else v for v in record) for record in done.records
    )  # the order of adding up may show in the last digits
    return {
        "records": records,
        "rows": (done.rows_read, done.rows_kept, dict(excluded)),
        "totals": totals,
        "evidence": {e.about: e.value for e in done.evidence},
        "columns": (done.unmapped, done.left_out),
        "days": (done.date_from, done.date_to),
        "currency": (done.currency, done.vendor, done.language),
    }


@pytest.mark.parametrize("file", sorted(FILES.rglob("*.csv")), ids=lambda p: p.stem)
def test_every_export_reads_the_same(file: Path) -> None:
    try:
        plain = read(file)
    except UserError as problem:
        with pytest.raises(UserError) as refused:
            read(file, LARGE)
        assert refused.value.text["en"].partition(":")[2][:40] == problem.text["en"].partition(":")[2][:40]
    else:
        assert told(read(file, LARGE)) == told(plain)


def google(path: Path, lines: list[str], *, encoding: str = "utf-8", total: str = "") -> Path:
    text = 'Campaign report\n"January 1, 2026 - March 31, 2026"\n' + HEADER + "\n".join(lines) + "\n" + total
    path.write_text(text, encoding=encoding, newline="")
    return path


def lines(count: int, *, cost: str = "1.50", campaign: str = "Brand") -> list[str]:
    """Rows over ten days and three devices."""
    devices = ("Computers", "Tablets", "Mobile phones")
    return [
        f"2026-01-{n % 10 + 1:02},{campaign},G{n % 7},{devices[n % 3]},EUR,100,2,{cost},1,10.00" for n in range(count)
    ]


def test_sums_are_those_of_the_rows(tmp_path: Path) -> None:
    total = "Total: Account,,,,EUR,30000,600,450.00,300,3000.00\n"
    done = read(google(tmp_path / "a.csv", lines(300), total=total), LARGE)
    names = [c.name for c in done.table.columns]
    spend, day = names.index("ad_spend"), names.index("date")
    assert sum(r[spend] for r in done.records) == pytest.approx(450.0, abs=1e-9)  # type: ignore[misc]
    assert sum(r[spend] for r in done.records if r[day] == dt.date(2026, 1, 3)) == pytest.approx(45.0, abs=1e-9)  # type: ignore[misc]
    assert (done.rows_read, done.rows_kept) == (301, 300)
    assert all(c.agrees for c in done.totals_check) and len(done.totals_check) == 5
    assert len(done.records) == 10 * 3 * 7  # every ad group is still there


def test_beyond_the_size_of_a_sheet_ad_groups_are_added_over(tmp_path: Path) -> None:
    file = google(tmp_path / "a.csv", lines(300))
    small = Limits(plain_bytes=0, export_bytes=1000)
    done = read(file, small)
    assert len(done.records) == 10 * 3
    assert "Ad group" in done.left_out
    few_rows = read(file, Limits(plain_bytes=0, export_rows=100))
    assert told(few_rows) == told(done)


@pytest.mark.parametrize(
    ("late", "wrong"),
    [
        ("2026-01-02,Brand,G,Computers,EUR,100,2,-5.00,1,10.00", "negative"),
        ("2026-01-02,Brand,G,Computers,EUR,-3,2,5.00,1,10.00", "negative"),
        ("2026-01-02,Brand,G,Computers,EUR,100,2,nan,1,10.00", "a number was expected"),
        ("2026-01-02,Brand,G,Computers,EUR,100,2,inf,1,10.00", "a number was expected"),
        ("2026-01-02,Brand,G,Computers,EUR,100,2,five,1,10.00", "a number was expected"),
        ('2026-01-02,Brand,G,Computers,EUR,100,2,"1.234,50",1,10.00', "two decimal conventions"),
        ("2026-01-02,Brand,G,Computers,USD,100,2,5.00,1,10.00", "two currencies"),
        ("someday,Brand,G,Computers,EUR,100,2,5.00,1,10.00", "a date was expected"),
        ("2026-01-02,Brand,G,Computers", "cells under a header"),
        ("2026-01-02,Brand,G,Computers,EUR,100,2,5.00,1,10.00,extra", "cells under a header"),
    ],
)
def test_one_bad_row_far_below_is_refused_as_the_plain_reader_refuses_it(tmp_path: Path, late: str, wrong: str) -> None:
    file = google(tmp_path / "a.csv", [*lines(2_100), late, *lines(5)])  # beyond the rows that testify
    with pytest.raises(UserError, match=wrong) as plain:
        read(file, Limits(plain_bytes=1 << 40))
    with pytest.raises(UserError, match=wrong) as large:
        read(file, LARGE)
    if "two c" not in wrong:  # those name two lines
        assert large.value.text == plain.value.text


def test_thousands_and_missing_figures_far_below_are_read(tmp_path: Path) -> None:
    odd = ['2026-01-02,Brand,G,Computers,EUR,"1,234",2,"1,000.25",1,10.00', "2026-01-02,Brand,G,Computers,EUR,5,1,--,,"]
    file = google(tmp_path / "a.csv", [*lines(2_100), *odd])
    assert told(read(file, LARGE)) == told(read(file, Limits(plain_bytes=1 << 40)))


def test_french_figures_and_a_windows_encoding(tmp_path: Path) -> None:
    head = "Jour;Campagne;Appareil;Code de la devise;Impr.;Clics;Coût;Conversions;Valeur de conv.\n"
    body = [
        f"{n % 28 + 1:02}/01/2026;Été {n % 3};Ordinateurs;EUR;1\u00a0234;2;1\u00a0234,50;1,5;--" for n in range(4000)
    ]
    for encoding in ("cp1252", "utf-8-sig", "utf-16"):
        file = tmp_path / f"{encoding}.csv"
        file.write_text("Rapport\nJanvier\n" + head + "\n".join(body) + "\n", encoding=encoding, newline="")
        large, plain = read(file, LARGE), read(file, Limits(plain_bytes=1 << 40))
        assert told(large) == told(plain)
        spend = [c.name for c in large.table.columns].index("ad_spend")
        assert sum(r[spend] for r in large.records) == pytest.approx(4000 * 1234.5, rel=1e-12)  # type: ignore[misc]


def test_an_accent_after_a_plain_head(tmp_path: Path) -> None:
    rows = [*lines(20_100), *lines(3, campaign="Été")]
    file = google(tmp_path / "a.csv", rows, encoding="cp1252")
    assert {r[3] for r in read(file, LARGE).records} == {"Brand", "Été"}


def test_a_file_over_the_limit_is_refused_by_its_name(tmp_path: Path) -> None:
    with pytest.raises(LimitError, match="large_bytes"):
        read(google(tmp_path / "a.csv", lines(20)), Limits(plain_bytes=0, large_bytes=100))
