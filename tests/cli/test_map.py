"""The command `map`, and the road from a mapped file into a workbook."""

import json
from pathlib import Path

from tests.cli.test_commands import run
from xl_kpi.sources import MAP_FILE

FANS = "Jour;Réseau;Fans\n13/03/2026;Mastodon;1200\n14/03/2026;Mastodon;1210\n"


def test_a_mapping_is_shown_confirmed_noted_and_used(tmp_path, capsys, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)
    Path("fans.csv").write_text(FANS, encoding="utf-8")
    asked = ("map", "fans.csv", "--table", "social", "--set", "source=Réseau", "--set", "followers=Fans")
    code, out, _ = run(capsys, *asked, "--lang", "fr")
    assert code == 1
    assert "followers (Abonnés)\tFans\t1200\t100%" in out
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
