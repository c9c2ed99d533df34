"""The command `map`, and the road from a mapped file into a workbook."""

import json
from pathlib import Path

from tests.cli.test_commands import run
from tests.sources.test_export_files import FILES
from xl_kpi.sources import MAP_FILE
from xl_kpi.workbook import open_package, read_table

FANS = "Jour;Réseau;Fans\n13/03/2026;Mastodon;1200\n14/03/2026;Mastodon;1210\n"


def test_a_mapping_is_shown_confirmed_noted_and_used(tmp_path, capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    Path("fans.csv").write_text(FANS, encoding="utf-8")
    asked = ("map", "fans.csv", "--table", "social", "--set", "source=Réseau", "--set", "followers=Fans")
    code, out, _ = run(capsys, *asked, "--lang", "fr")
    assert code == 1
    assert "followers (Abonnés)\tFans\tnombres entiers\t1200\t100%" in out
    assert "2 lignes lues, du 13/03/2026 au 14/03/2026." in out
    assert not Path(MAP_FILE).exists()
    assert run(capsys, "new", "cockpit", "suivi.xlsx", "--lang", "fr")[0] == 0
    code, out, _ = run(capsys, *asked, "--book", "suivi.xlsx", "--yes", "--json")
    assert (code, json.loads(out)["rows"], json.loads(out)["map"]) == (0, 2, MAP_FILE)
    code, out, _ = run(capsys, "import", "suivi.xlsx", "fans.csv", "--json")
    assert code == 0
    assert json.loads(out)["tables"][0] | {"added": 2, "rows": 2} == json.loads(out)["tables"][0]


def test_a_refusal_is_one_line(tmp_path, capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    Path("fans.csv").write_text(FANS, encoding="utf-8")
    for more in (("--set", "followers"), ("--constant", "followers=3"), ("--table", "x"), ("--set", "followers=Nada")):
        code, _, err = run(capsys, "map", "fans.csv", *more)
        assert code == 2, more
        assert err.count("\n") == 1
    assert not Path(MAP_FILE).exists()


def test_a_person_sees_the_first_rows_corrects_and_confirms(tmp_path, capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    Path("achats.txt").write_text("0042 001 20260313 2  19.90\n0107 002 20260314 1   5.00\n", encoding="utf-8")
    answers = iter(["customr=1", "order=2", "customer=1", "o"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("builtins.input", lambda question: print(question) or next(answers))
    code, out, err = run(capsys, "map", "achats.txt", "--lang", "fr")
    assert code == 0
    assert "champ inconnu parmi" in err  # and the proposal before it still stands
    assert "13/03/2026\tachats\t0042\t001\t1\t19,90\t2" in out  # as it was proposed
    assert "13/03/2026\tachats\t001\t0042\t1\t19,90\t2" in out  # as it was corrected
    assert "Sommes\u00a0: Commandes 2\u00a0; CA 24,90\u00a0; Articles 3." in out
    assert 'customer = "1"' in Path(MAP_FILE).read_text("utf-8")


def test_cdnow_goes_from_the_file_into_a_workbook(tmp_path, capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    """The known totals of the published sample: 6,919 purchases of 2,357 customers."""
    monkeypatch.chdir(tmp_path)
    Path("CDNOW_sample.txt.gz").write_bytes((FILES / "CDNOW_sample.txt.gz").read_bytes())
    assert run(capsys, "map", "CDNOW_sample.txt.gz", "--yes")[0] == 0
    assert run(capsys, "new", "cockpit", "book.xlsx", "--lang", "en")[0] == 0
    code, out, _ = run(capsys, "import", "book.xlsx", "CDNOW_sample.txt.gz", "--json")
    assert (code, json.loads(out)["imports"][0]["rows_kept"]) == (0, 6919)
    held = read_table(open_package(Path("book.xlsx")), "Orders")
    at = {label: n for n, label in enumerate(held.header)}
    assert round(sum(row[at["Revenue"]] for row in held.rows), 2) == 244091.94
    assert sum(row[at["Orders"]] for row in held.rows) == 6919
    assert len({row[at["Customer"]] for row in held.rows}) == 2357


def test_one_column_given_to_two_fields_is_told(capsys, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    file = tmp_path / "shop.csv"
    file.write_text("Jour;Client;Montant\n" + "".join(f"{d:02d}/01/2025;C{d};{d},50\n" for d in range(1, 29)), "utf-8")
    code, _, err = run(
        capsys, "map", file, "--table", "orders", "--set", "date=Jour", "--set", "customer=Jour", "--yes"
    )
    assert code == 2 and "shop.csv" in err and "customer" in err and "column Jour" in err
    assert not (tmp_path / "xl-kpi.map.toml").exists()
