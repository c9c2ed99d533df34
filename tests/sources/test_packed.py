"""What is packed, typed or large gives the same figures as the plain text it holds, under limits."""

import gzip
import io
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pytest

from tests.sources.test_export_files import FILES, totals
from tests.sources.test_large import HEADER, LARGE, google, lines, told
from xl_kpi.errors import LimitError, UserError
from xl_kpi.limits import MIB, Limits
from xl_kpi.sources import Layout, read

SMALL_PARTS = Limits(plain_bytes=0, worksheet_bytes=0, held_cells=0)


def zipped(path: Path, name: str, data: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return path


def differences(done: dict[str, object]) -> dict[str, object]:
    """Leave out what names how the cells were packed."""
    return {k: v for k, v in done.items() if k != "evidence"}


@pytest.mark.parametrize("limits", [Limits(), LARGE], ids=["held", "on disk"])
@pytest.mark.parametrize("name", ["google_ads_fr.csv", "linkedin_ads.csv", "mailchimp_campaigns.csv"])
def test_a_gzipped_or_zipped_export_reads_as_the_export(tmp_path, name, limits) -> None:
    data = (FILES / name).read_bytes()
    packed = tmp_path / f"{name}.gz"
    packed.write_bytes(gzip.compress(data))
    expected = told(read(FILES / name))
    assert told(read(packed, limits)) == expected
    assert told(read(zipped(tmp_path / "a.zip", name, data), limits)) == expected


def test_what_is_unpacked_to_disk_goes_when_it_is_read(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    (tmp_path / "exports").mkdir()
    path = google(tmp_path / "exports/a.csv", lines(300))
    read(zipped(tmp_path / "exports/a.zip", "a.csv", path.read_bytes()), LARGE)
    assert [p.name for p in tmp_path.iterdir()] == ["exports"]


@pytest.mark.parametrize("name", ["a.gz", "a.zip"])
def test_what_unpacks_to_far_more_than_its_size_is_refused(tmp_path, name) -> None:
    data = b"0" * (8 * MIB)
    path = tmp_path / name
    if name == "a.gz":
        path.write_bytes(gzip.compress(data))
    else:
        zipped(path, "a.csv", data)
    with pytest.raises(LimitError, match="the limit expansion is 250"):
        read(path, LARGE)
    with pytest.raises(LimitError, match="the limit expanded_bytes is 1048576"):
        read(path, Limits(plain_bytes=0, expanded_bytes=MIB))


def test_a_large_worksheet_is_added_up_as_it_is_read(tmp_path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Campaign report"])
    sheet.append(["January 2026"])
    for line in (HEADER + "\n".join(lines(300))).splitlines():
        sheet.append([float(c) if c.replace(".", "").isdigit() else c for c in line.split(",")])
    sheet.append(["Total: Account", None, None, None, "EUR", 30000, 600, 450, 300, 3000])
    book.save(tmp_path / "a.xlsx")
    held, streamed = read(tmp_path / "a.xlsx"), read(tmp_path / "a.xlsx", SMALL_PARTS)
    assert differences(told(streamed)) == differences(told(held))
    assert (totals(streamed)["ad_spend"], len(streamed.totals_check)) == (450, 5)
    assert {e.about: e.value for e in streamed.evidence}["encoding"] == "xlsx"


def test_fractions_of_three_places_are_no_thousands_where_cells_have_types(tmp_path) -> None:
    """French labels: as text, "1.234" would be read as 1234."""
    book = openpyxl.Workbook()
    for row in (["Campagne", "Jour", "Impr.", "Coût"], ["Thé", "2026-01-31", 5, 1.234], ["Été", "2026-02-01", 7, 2.5]):
        book.active.append(row)
    book.save(tmp_path / "a.xlsx")
    for limits in (Limits(), SMALL_PARTS):
        assert totals(read(tmp_path / "a.xlsx", limits))["ad_spend"] == 3.734


def test_a_large_parquet_file_is_added_up_by_duckdb(tmp_path) -> None:
    path = tmp_path / "orders.parquet"
    duckdb.sql(f"""COPY (SELECT DATE '2026-03-01' + (i % 3)::INTEGER AS day, 'Tea, "green"' AS campaign, i AS views,
        i AS hits, 1.250::DECIMAL(9, 3) AS cost FROM range(1000) AS t(i)) TO '{path}' (FORMAT parquet)""")
    columns = {"date": "day", "campaign": "campaign", "impressions": "views", "clicks": "hits", "ad_spend": "cost"}
    vendors = (Layout(name="p", table="ads", columns=columns).vendor(),)
    streamed = read(path, SMALL_PARTS, vendors=vendors)
    assert differences(told(streamed)) == differences(told(read(path, vendors=vendors)))
    assert totals(streamed) == {"impressions": 499500, "clicks": 499500, "ad_spend": 1250} | dict.fromkeys(
        ("conversions", "attributed_revenue"), 0
    )
    assert len(streamed.records) == 3


def test_parquet_inside_an_archive_is_read(tmp_path) -> None:
    duckdb.sql(f"COPY (SELECT DATE '2026-03-01' AS day, 5 AS fans) TO '{tmp_path / 'fans.parquet'}' (FORMAT parquet)")
    path = zipped(tmp_path / "a.zip", "fans.parquet", (tmp_path / "fans.parquet").read_bytes())
    layout = Layout(name="fans", table="social", columns={"date": "day", "followers": "fans"})
    assert len(read(path, vendors=(layout.vendor(),)).records) == 1


def test_a_damaged_entry_on_disk_is_one_line(tmp_path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.csv", (HEADER + "\n".join(lines(50))).encode())
    data = bytearray(buffer.getvalue())
    data[200] ^= 0xFF
    (tmp_path / "a.zip").write_bytes(data)
    with pytest.raises(UserError, match="a damaged archive"):
        read(tmp_path / "a.zip", LARGE)
