"""Whatever the bytes, a reader gives an import or one clear line; whatever the spelling, the same figures."""

import datetime as dt
import gzip
import io
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.test_export_files import FILES, column, totals
from xl_kpi.errors import UserError
from xl_kpi.limits import DEFAULT
from xl_kpi.sources import Import, propose, read

SMALL = replace(DEFAULT, export_rows=2000, export_columns=100)
EXPORTS = sorted(FILES.glob("*.csv"))
GOOGLE = "Campaign,Day,Impr.,Clicks,Cost,Currency code\n"
ROW = "Tea,2026-01-31,100,12,3.50,EUR\n"
fuzzed = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def attempt(path: Path, data: bytes) -> Import | str:
    """Return what a file gives: an import, or the English line that refuses it."""
    path.write_bytes(data)
    try:
        return read(path, SMALL)
    except UserError as refused:
        for text in (refused.text.fr, refused.text.en):
            assert text.startswith(path.name)
            assert "\n" not in text
        return refused.text.en


def archived(**files: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            archive.writestr(f"{name}.csv", data)
    return buffer.getvalue()


def protected() -> bytes:
    """Return an archive whose entry says that it is encrypted."""
    data = bytearray(archived(export=(GOOGLE + ROW).encode()))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + offset] |= 1
    return bytes(data)


def damaged_entry() -> bytes:
    data = bytearray(archived(export=(GOOGLE + ROW * 50).encode()))
    data[200] ^= 0xFF  # the checksum no longer holds
    return bytes(data)


def nameless_entry() -> bytes:
    """Return an archive whose entry has no name: the fuzzer found that zipfile does not expect it."""
    data = archived(export=b"x").replace(b"export.csv", b"")
    for mark, offset in ((b"PK\x03\x04", 26), (b"PK\x01\x02", 28)):
        at = data.index(mark) + offset
        data = data[:at] + b"\0\0" + data[at + 2 :]
    at = data.index(b"PK\x05\x06")
    size = at - data.index(b"PK\x01\x02")
    return data[: at + 12] + size.to_bytes(4, "little") + (at - size).to_bytes(4, "little") + data[at + 20 :]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (nameless_entry(), "unknown source, header found “x”"),
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (b"PAR1", "a damaged or protected Parquet file"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "an old .xls or a protected workbook"),
        (gzip.compress(gzip.compress(ROW.encode())), "an archive inside an archive"),
        (gzip.compress((GOOGLE + ROW).encode())[:-9], "a damaged archive"),
        (b"<html><body>Session expired</body></html>", "this is a web page"),
        (b'<?xml version="1.0"?><Workbook/>', "this is a web page"),
        (b"%PDF-1.7\n\x81\x8d\x90", "neither UTF-8 nor Windows-1252"),
        (archived(), "the archive is empty"),
        (archived(a=b""), "the archive is empty"),
        (archived(a=archived(b=b"x")), "an archive inside an archive"),
        (protected(), "an archive protected by a password"),
        (damaged_entry(), "a damaged archive"),
        ((GOOGLE + ROW).encode()[:-9], "line 2: 5 cells under a header of 6"),
        ((GOOGLE + 'Tea,2026-01-31,"100').encode(), "a quote is not closed"),
        ((GOOGLE + "Tea,2026-\x0001-31,1,1,1,EUR\n").encode(), "line 2: a NUL character"),
        ((",".join(f"c{n}" for n in range(10_000)) + "\n").encode(), "10000 columns; the limit export_columns is 100"),
        (b"a" * (DEFAULT.export_line_chars + 1), "the limit export_line_chars is 1048576"),
        (GOOGLE.encode() + b"a" * 9_000_000, "the line has more than 1048576 characters; the limit"),
        ((GOOGLE + ROW.replace("3.50", "-3.50")).encode(), "“-3.50”: a negative value is impossible here"),
        ((GOOGLE + ROW + ROW.replace("2026-01-31", "31/01/2026")).encode(), "line 2: two date conventions"),
        ((GOOGLE + ROW.replace("3.50", "1e999")).encode(), "a finite number was expected"),
        ((GOOGLE + ROW.replace("3.50", "#REF!")).encode(), "“#REF!”: a number was expected"),
    ],
)  # fmt: skip
def test_a_broken_file_is_one_line(tmp_path, data, expected):
    found = attempt(tmp_path / "export.csv", data)
    assert isinstance(found, str)
    assert expected in found


def test_two_encodings_in_one_file_are_read_as_each_was_written(tmp_path):
    """Downloads glued together: one part in Windows-1252, the other in UTF-8."""
    data = (GOOGLE + ROW.replace("Tea", "Thé glacé")).encode("cp1252") + ROW.replace("Tea", "Café d’été").encode()
    imported = attempt(tmp_path / "export.csv", data)
    assert isinstance(imported, Import)
    assert column(imported, "campaign") == ["Thé glacé", "Café d’été"]
    assert {e.about: e.value for e in imported.evidence}["encoding"] == "cp1252, repaired"


def test_a_workbook_saved_as_csv_and_a_csv_called_xlsx(tmp_path):
    book = openpyxl.Workbook()
    for row in (GOOGLE + ROW).splitlines():
        book.active.append(row.split(","))
    buffer = io.BytesIO()
    book.save(buffer)
    expected = attempt(tmp_path / "export.csv", (GOOGLE + ROW).encode())
    assert isinstance(expected, Import)
    for name, data in (("export.csv", buffer.getvalue()), ("export.xlsx", (GOOGLE + ROW).encode())):
        assert attempt(tmp_path / name, data).records == expected.records


@fuzzed
@given(data=st.binary(max_size=400))
def test_any_bytes(tmp_path, data):
    attempt(tmp_path / "export.csv", data)


@fuzzed
@given(text=st.text(alphabet=' \n\t",;#-0123456789.%€ée\ufeff\u202f', max_size=200), header=st.sampled_from(EXPORTS))
def test_any_text_under_a_known_header(tmp_path, text, header):
    start = header.read_bytes().decode("utf-8-sig", "replace")
    attempt(tmp_path / "export.csv", (start[: len(start) // 2] + text).encode())


@fuzzed
@given(name=st.sampled_from(EXPORTS), at=st.floats(0, 1), size=st.integers(0, 40), new=st.binary(max_size=12))
def test_an_export_with_a_piece_replaced(tmp_path, name, at, size, new):
    data = name.read_bytes()
    start = int(at * len(data))
    attempt(tmp_path / "export.csv", data[:start] + new + data[start + size :])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(alphabet="ab1,; -", max_size=8), min_size=1, max_size=5), min_size=1, max_size=6))
def test_a_proposal_for_any_table(tmp_path, rows):
    path = tmp_path / "table.csv"
    path.write_text("\n".join("\t".join(row) for row in rows), encoding="utf-8")
    try:
        found = propose(path, limits=SMALL)
    except UserError as refused:
        assert "\n" not in refused.text.en
    else:
        assert set(found.layout.columns.values()) <= set(found.labels)


days = st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31))
figures = st.lists(
    st.tuples(days, st.integers(0, 5_000_000), st.integers(0, 99_999), st.integers(0, 99_999_999)),
    min_size=1,
    max_size=8,
    unique_by=lambda row: row[0],
)


def spelt(cents: int, decimal: str, group: str) -> str:
    whole = f"{cents // 100:,}".replace(",", group)
    return f"{whole}{decimal}{cents % 100:02}"


@fuzzed
@given(
    rows=figures,
    french=st.booleans(),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "cp1252"]),
    delimiter=st.sampled_from("\t;"),
    newline=st.sampled_from(["\n", "\r\n"]),
)
def test_the_same_figures_however_they_are_written(tmp_path, rows, french, encoding, delimiter, newline):
    """Sums are computed here from whole numbers; the file has titles, totals and grouped digits."""
    group = ("\u00a0" if encoding == "cp1252" else "\u202f") if french else ","
    decimal = "," if french else "."
    header = (
        ["Campagne", "Jour", "Impr.", "Clics", "Coût"] if french else ["Campaign", "Day", "Impr.", "Clicks", "Cost"]
    )
    lines = [["Rapport" if french else "Report"], ["2026"], header]
    lines += [
        ["Été | n° 1", d.isoformat(), spelt(i * 100, decimal, group)[:-3], str(c), spelt(m, decimal, group)]
        for d, i, c, m in rows
    ]
    sums = [sum(row[n] for row in rows) for n in (1, 2, 3)]
    name = "Total : compte" if french else "Total: Account"
    lines.append([name, "--", str(sums[0]), str(sums[1]), spelt(sums[2], decimal, "")])
    text = newline.join(delimiter.join(line) for line in lines) + newline
    imported = attempt(tmp_path / "export.csv", text.encode(encoding))
    assert isinstance(imported, Import), imported
    assert [totals(imported)[m] for m in ("impressions", "clicks")] == sums[:2]
    assert totals(imported)["ad_spend"] == pytest.approx(sums[2] / 100, abs=1e-6)
    assert imported.totals_check
    assert all(check.agrees for check in imported.totals_check)
    assert set(column(imported, "campaign")) == {"Été | n° 1"}
