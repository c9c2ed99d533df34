"""What cannot be read safely is refused in one line that says where, what was found and what to do."""

import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from xl_kpi.errors import LimitError, UserError
from xl_kpi.limits import DEFAULT
from xl_kpi.sources import read, recognise

FILES = Path(__file__).parent / "files"
GOOGLE = "Campaign,Day,Impr.,Clicks,Cost,Currency code\n"
META = "Reporting starts,Reporting ends,Campaign name,Amount spent (EUR),Impressions\n"
TYPEFORM = "#,A,B,Submit Date (UTC)\n"
TIDY = "Date,Source,Account,Channel,Visits,Engaged sessions,Conversions,Revenue\n"


def refused(path: Path, **limits: int) -> UserError:
    with pytest.raises(UserError) as caught:
        read(path, replace(DEFAULT, **limits))
    for text in (caught.value.text.fr, caught.value.text.en):
        assert text.startswith(path.name)
        assert "\n" not in text
    return caught.value


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (
            "Keyword,Volume\ntea,12\n",
            "line 1: unknown source, header found “Keyword, Volume”; say once what its columns are",
        ),
        ("", "the file is empty"),
        ("\n \n", "the file is empty"),
        ("<!DOCTYPE html><html><body>Sign in</body></html>", "this is a web page"),
        (GOOGLE, "line 1: no data row under the header"),
        (GOOGLE + 'Tea,2026-01-31,100,12,"3,50",EUR\nTea,2026-02-01,100,12,3.50,EUR\n', "line 2: two decimal conv"),
        (GOOGLE + "Tea,03/04/2026,100,12,3.50,EUR\n", "line 2: the date “03/04/2026” may start with the day or"),
        (GOOGLE + "Tea,03/13/2026,1,1,3.50,EUR\nTea,13/03/2026,1,1,1,EUR\n", "line 2: two date conventions: “03/13/2"),
        (GOOGLE + "Tea,2026-03-01,1,1,3.50,EUR\nTea,1 Mar 2026,1,1,1,EUR\n", "line 2: two date conventions: “2026-03"),
        (GOOGLE + "Tea,2026-01-31,1,1,3.50,EUR\nTea,2026-01-30,1,1,1,USD\n", "EUR (line 2) and USD (line 3)"),
        (GOOGLE + "Tea,2026-01-31,1,1,£3.50,EUR\n", "EUR (line 2) and GBP (line 2)"),
        (GOOGLE + "Tea,2026-01-31,1,1,3.50,euros\n", "line 2: column “Currency code”, “euros”: expected a code"),
        (GOOGLE + "Tea,2026-01-31,100,12,-3.50,EUR\n", "line 2: column “Cost”, “-3.50”: a negative value is impos"),
        (GOOGLE + "Tea,2026-01-31,100,n.c.,3.50,EUR\n", "line 2: column “Clicks”, “n.c.”: a number was expected"),
        (GOOGLE + "Tea,2026-01-31,12 34,1,3.50,EUR\n", "line 2: column “Impr.”, “12 34”: a number was expected"),
        (GOOGLE + "Tea,2026-01-31,5%,1,3.50,EUR\n", "line 2: column “Impr.”, “5%”: a number was expected"),
        (GOOGLE + "Tea,31 Foo 2026,1,1,3.50,EUR\n", "line 2: column “Day”, “31 Foo 2026”: a date was expected"),
        (GOOGLE + "Tea,2026-02-30,1,1,3.50,EUR\n", "line 2: column “Day”, “2026-02-30”: a date was expected"),
        (GOOGLE + "Tea,2026-01-31,100,12,3.50,EUR\nTea,2026-02-0", "line 3: 2 cells under a header of 6"),
        (GOOGLE + 'Tea,2026-01-31,100,12,3.50,EUR\n"Te', "line 3: a quote is not closed"),
        (GOOGLE + "Tea,2026-01-31,100,12,3.50,EUR,8\n", "line 2: 7 cells under a header of 6"),
        ("Campaign,Day,Impr.,Cost,Cost\nTea,2026-01-31,1,1,1\n", "line 1: column “Cost” is there 2 times"),
        (META + "2026-01-01,2026-01-31,Tea,10.5,100\n", "line 2: a row covers several days; in Meta, add the breakd"),
        ("Sessions,Key events\n10,2\n", "the days are missing; in GA4, add the secondary dimension “Date”"),
        (TYPEFORM + "x,9,4,2026-01-31\n", "line 1: 1 responses, several questions scored 0 to 10: “A”, “B”"),
        (TYPEFORM + "x,11,good,2026-01-31\n", "line 1: 1 responses, no question has whole scores from 0 to 10 only"),
        (TYPEFORM + "x,9,,2026-01-31\nx,3,,2026-01-31\n", "line 3: same key as line 2, but “Score” cannot be added"),
        (META.replace("Impressions", "CPC (cost per link click) (USD)") + ",,,,\n", "no data row"),
        (
            META.replace("Impressions", "CPC (cost per link click) (USD)") + "2026-01-31,2026-01-31,Tea,1,2\n",
            "two currencies, EUR (line 1) and USD (line 1)",
        ),
        (
            META.replace("Reporting starts", "Début des rapports")
            .replace("Reporting ends", "Fin des rapports")
            .replace("Campaign name", "Nom de la campagne")
            .replace("Amount spent", "Montant dépensé")
            + '2026-01-31,2026-01-31,Thé,"1,234",100\n',
            "line 2: column “Montant dépensé (EUR)”, “1,234” may be a thousand or a decimal",
        ),
        ('"Keyword\n(\x1b[31m)",Volume\ntea,12\n', "header found “Keyword ( [31m), Volume”"),
        ("Day,Campaign\0,Cost\n", "a NUL character"),
    ],
)
def test_one_line_says_where_and_why(tmp_path, content, expected):
    path = tmp_path / "export.csv"
    path.write_text(content, encoding="utf-8")
    assert expected in refused(path).text.en


def test_the_french_line_is_french(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text(GOOGLE + "Thé,03/04/2026,100,12,3.50,EUR\n", encoding="utf-8")
    assert refused(path).text.fr == (
        "export.csv, ligne 2\u00a0: la date «\u00a003/04/2026\u00a0» peut commencer par le jour ou par le mois, et "
        "aucun jour du fichier ne dépasse 12\u00a0; exportez une période plus longue ou des dates AAAA-MM-JJ"
    )


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("google_ads_en_no_day.csv", "the column “Day” is missing; in Google Ads, add the segment Time > Day"),
    ],
)
def test_reference_files_that_hold_too_little_or_too_much(name, expected):
    assert expected in refused(FILES / name).text.en


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\xff\xfeC\x00a\x00m", "cut in the middle of a character"),
        ("Campagne,Coût\né".encode()[:-1], "line 2: the file is cut in the middle of a character"),
        (b"a,\x81\x8d\n\x90", "neither UTF-8 nor Windows-1252"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(100), "an old .xls or a protected workbook"),
        (b"PK\x03\x04nonsense", "a damaged archive"),
        (b"\xff\xfe", "the file is empty"),
    ],
)
def test_bytes_that_are_no_text(tmp_path, content, expected):
    path = tmp_path / "export.csv"
    path.write_bytes(content)
    assert expected in refused(path).text.en


def test_a_damaged_workbook(tmp_path):
    path = tmp_path / "export.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook>")
    assert "a damaged Excel workbook" in refused(path).text.en


def test_a_missing_file(tmp_path):
    assert "it cannot be read (No such file or directory)" in refused(tmp_path / "none.csv").text.en


@pytest.mark.parametrize("limit", ["export_bytes", "export_columns", "export_line_chars", "export_rows"])
def test_every_limit_of_an_export_is_named(tmp_path, limit):
    path = tmp_path / "export.csv"
    path.write_text(GOOGLE + "Tea,2026-01-31,1,1,3.50,EUR\nTea,2026-01-30,1,1,3.50,EUR\n")
    error = refused(path, **{limit: 1})
    assert isinstance(error, LimitError)
    assert f"the limit {limit} is 1" in error.text.en
    assert f"la limite {limit} est 1" in error.text.fr


@pytest.mark.parametrize("limit", ["entries", "entry_bytes", "expanded_bytes"])
def test_every_limit_of_a_workbook_is_named(tmp_path, limit):
    path = tmp_path / "export.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        archive.writestr("xl/other.xml", "<other/>")
    assert f"the limit {limit} is 1" in refused(path, **{limit: 1}).text.en


def test_a_cell_far_away_is_refused_by_the_limit_of_columns(tmp_path):
    book = openpyxl.Workbook()
    book.active["XFD1048576"] = 1
    path = tmp_path / "export.xlsx"
    book.save(path)
    assert "line 1048576: 16384 columns; the limit export_columns is 1000" in refused(path).text.en


def test_an_unknown_file_is_recognised_as_nothing(tmp_path):
    path = tmp_path / "export.csv"
    path.write_text("Keyword,Volume\ntea,12\n")
    assert recognise(path) is None
    path.write_text(TIDY)
    assert recognise(path).id == "tidy_web"
