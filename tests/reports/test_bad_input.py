"""Whatever is handed over: one clear line in each language, or a repair that is told; the workbook stays as it was."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from xl_kpi.errors import UserError
from xl_kpi.limits import MIB
from xl_kpi.reports.refresh import new_workbook, refresh

HEADER = {
    "en": "Campaign,Day,Impr.,Clicks,Cost,Currency code\n",
    "fr": "Campagne;Jour;Impr.;Clics;Coût;Code de la devise\n",
}
ROW = {"en": "Tea,2026-01-31,100,12,3.50,EUR\n", "fr": "Thé;2026-01-31;100;12;3,50;EUR\n"}
LARGE = 9 * MIB  # more than is held: DuckDB reads it


def protected(data: bytes) -> bytes:
    changed = bytearray(data)
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        changed[changed.index(mark) + offset] |= 1
    return bytes(changed)


def zipped(data: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("export.csv", data)
    return buffer.getvalue()


def as_workbook(text: str) -> bytes:
    book = openpyxl.Workbook()
    for line in text.splitlines():
        book.active.append(line.replace(";", ",").split(","))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def bad(lang: str) -> Iterator[tuple[str, bytes | Callable[[], bytes], str, str]]:
    """Yield what is wrong, the bytes, and what each language says."""
    head, row = HEADER[lang], ROW[lang]
    good, mark = (head + row).encode(), ";" if lang == "fr" else ","
    many = good + row.encode() * (LARGE // len(row))
    yield "empty", b"", "le fichier est vide", "the file is empty"
    yield "cut in a row", good + f"x{mark}2026".encode(), "fichier tronqué", "a file cut short"
    yield "cut in a quote", good + b'"x', "un guillemet n’est pas fermé", "a quote is not closed"
    yield "cut in a large file", lambda: many + b"x", "fichier tronqué", "a file cut short"
    yield "an old workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "ancien classeur .xls", "an old .xls"
    yield "a protected archive", protected(zipped(good)), "protégée par un mot de passe", "protected by a password"
    yield "a cut workbook", as_workbook(head + row)[:2000], "archive abîmée", "a damaged archive"
    yield "a web page", b"<div>Sign in, please</div>", "c’est une page web", "this is a web page"
    yield "an answer of a server", b'{"error": "signed out"}', "une réponse de serveur", "a server’s answer"
    yield "ten thousand columns", mark.join(map(str, range(10_000))).encode(), "10000 colonnes", "10000 columns"
    yield "one endless line", lambda: b"a" * 200 * MIB, "plus de 1048576 caractères", "more than 1048576 characters"
    yield (
        "an endless line further down",
        lambda: many + b"a" * 50 * MIB + b"\n" + row.encode(),
        "plus de 1048576 caractères",
        "more than 1048576 characters",
    )
    yield "a NUL", good + row.replace("2026", "20\0" + "26").encode(), "caractère nul", "a NUL character"
    yield (
        "two conventions",
        good + row.replace("2026-01-31", "31/01/2026").encode(),
        "deux conventions",
        "two date conv",
    )
    later = row.replace("2026-01-31", "31/01/2026").encode()
    yield (
        "two conventions in a large file",
        lambda: many + later,
        "deux conventions de dates",
        "two date conventions",
    )
    yield "no such day", good.replace(b"01-31", b"02-31"), "une date est attendue", "a date was expected"
    yield "nothing but the header", head.encode(), "aucune ligne de données", "no data row"
    yield "only days to come", good.replace(b"2026", b"2062"), "datée après le", "dated after"


CASES = [(lang, *case) for lang in HEADER for case in bad(lang)]
CASES += [
    (lang, "negative cost", (HEADER[lang] + ROW[lang].replace("3.", "-3.").replace("3,", "-3,")).encode(),
     "une valeur négative est impossible ici", "a negative value is impossible here")
    for lang in HEADER
]  # fmt: skip


@pytest.fixture(scope="module", params=["fr", "en"])
def book(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp(request.param) / "book.xlsx"
    new_workbook("cockpit", path, request.param)
    return path


@pytest.mark.parametrize("case", CASES, ids=[f"{c[0]}, {c[1]}" for c in CASES])
def test_what_is_wrong_is_one_line_and_the_workbook_stays(book: Path, tmp_path: Path, case) -> None:  # type: ignore[no-untyped-def]
    _, _, data, french, english = case
    path = tmp_path / "export.csv"
    path.write_bytes(data() if callable(data) else data)
    before = book.read_bytes()
    with pytest.raises(UserError) as refused:
        refresh(book, [path])
    for text, expected in ((refused.value.text.fr, french), (refused.value.text.en, english)):
        assert text.startswith("export.csv")
        assert expected in text
        assert "\n" not in text
    assert book.read_bytes() == before


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_what_can_be_repaired_is_read_and_what_is_odd_is_told(lang, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A wrong extension, two encodings glued together, a total that does not match, a day to come."""
    book = tmp_path / "book.xlsx"
    new_workbook("cockpit", book, lang)
    head, row = HEADER[lang], ROW[lang]
    mark = ";" if lang == "fr" else ","
    (tmp_path / "wrong.csv").write_bytes(as_workbook(HEADER["en"] + ROW["en"].replace("Tea", "Cup")))
    both = (head + row.replace("Tea", "Thé")).encode("cp1252") + row.replace("Tea", "Été").replace(
        "Thé", "Été"
    ).encode()
    (tmp_path / "mixed.csv").write_bytes(both)
    total = {"en": "Total: Account,--,200,24,9.99,EUR\n", "fr": "Total : compte;--;200;24;9,99;EUR\n"}[lang]
    odd = head + row.replace("T", "S") + row.replace("T", "S").replace("2026", "2062") + total
    (tmp_path / "odd.csv").write_text(odd, encoding="utf-8")
    done = refresh(book, [tmp_path / "wrong.csv", tmp_path / "mixed.csv", tmp_path / "odd.csv"])
    assert [i.rows_kept for i in done.imports] == [1, 2, 1]
    assert (done.tables[0].rows, mark in head) == (4, True)
    told = " ".join(note.en for note in done.notes)
    assert "odd.csv: dated after" in told
    assert "odd.csv: Totals check: " in told and "9.99 in the file" in told
