"""The command line: what it prints, in which language, and its exit codes."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.workbook.books import make
from xl_kpi import cli
from xl_kpi.catalog import KPIS

REPORT = Path(__file__).parent.parent / "sources/files/ad_report_schema.csv"


@pytest.fixture(autouse=True)
def _french(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XL_KPI_LANG", "fr")


def run(capsys: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    try:
        code = cli.main([str(a) for a in arguments])
    except SystemExit as stop:
        code = int(stop.code or 0)
    out, err = capsys.readouterr()
    return code, out, err


@pytest.mark.parametrize(
    ("formula", "shown"),
    [
        ("KPI_ROAS(1200,300)", "4"),
        ("=KPI_ROAS(1200,5;300)", "4,0016666667"),
        ("KPI_CTR({5;6},100)", "0.05\n0.06"),
        ("KPI_STATUS(95,100)", "ORANGE"),
        ("1+KPI_ROAS(10,4)", "3.5"),
    ],
)
def test_calc_answers_in_the_syntax_it_was_asked_in(capsys, formula: str, shown: str) -> None:  # type: ignore[no-untyped-def]
    assert run(capsys, "calc", formula) == (0, f"{shown}\n", "")


def test_calc_shows_the_error_and_says_why(capsys) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run(capsys, "calc", "KPI_ROAS(10,0)")
    assert (code, out) == (0, "#DIV/0!\n")
    assert "ad_spend vaut 0" in err
    code, out, _ = run(capsys, "calc", "KPI_ROAS(10,0)", "--json", "--lang", "en")
    assert json.loads(out) == {"formula": "KPI_ROAS(10,0)", "value": "#DIV/0!", "why": "KPI_ROAS: ad_spend is 0"}


@pytest.mark.parametrize(
    "arguments",
    [
        ("calc", "KPI_ABSENT(1)"),
        ("calc", "KPI_ROAS(1"),
        ("explain", "KPI_ABSENT"),
        ("kpis", "cuisine"),
        ("new", "absent", "x.xlsx"),
        ("recalc", "absent.xlsx"),
        ("refresh", "absent.xlsx"),
        ("check", "absent.xlsx"),
        ("import", "absent.xlsx", "absent.csv"),
        ("refresh", "absent.xlsx", "--since", "hier"),
        ("absent",),
        (),
    ],
    ids=" ".join,
)
def test_a_mistake_is_one_line_and_exit_code_2(capsys, arguments: tuple[str, ...]) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert err.count("\n") == 1
    assert "Traceback" not in err


def test_explain_in_both_languages(capsys) -> None:  # type: ignore[no-untyped-def]
    _, french, _ = run(capsys, "explain", "KPI_BOUNCE_RATE", "--lang", "fr")
    assert "Taux de rebond" in french
    assert "#VALEUR!" in french
    _, english, _ = run(capsys, "explain", "bounce_rate", "--lang=en")
    assert "Bounce rate" in english
    assert "#VALUE!" in english


@pytest.mark.parametrize("name", KPIS)
def test_every_kpi_can_be_explained(capsys, name: str) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run(capsys, "explain", name, "--json")
    assert code == 0
    assert json.loads(out)["name"] == name


def test_kpis_lists_all_or_a_family(capsys) -> None:  # type: ignore[no-untyped-def]
    _, out, _ = run(capsys, "kpis", "--json")
    assert {k["name"] for k in json.loads(out)} == set(KPIS)
    _, out, _ = run(capsys, "kpis", "fidélité")
    assert "KPI_CHURN" in out
    assert "KPI_ROAS" not in out


@pytest.mark.parametrize("command", cli._COMMANDS)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_every_command_has_help(capsys, command: str, lang: str) -> None:  # type: ignore[no-untyped-def]
    code, out, _ = run(capsys, command, "--help", "--lang", lang)
    assert code == 0
    assert cli._COMMANDS[command][lang][1:] in " ".join(out.split())


def test_new_import_recalc_and_check(capsys, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    book = tmp_path / "tableau de bord.xlsx"
    assert run(capsys, "new", "cockpit", book)[0] == 0
    code, out, _ = run(capsys, "import", book, REPORT, "--json")
    assert code == 0
    done = json.loads(out)
    assert done["tables"] == [
        {"table": "Publicite", "added": 16, "replaced": 0, "changed": 0, "unchanged": 0, "rows": 16}
    ]
    assert done["recalculation"]["kept"] == []
    code, out, _ = run(capsys, "recalc", book, "--out", tmp_path / "copie.xlsx", "--json")
    assert code == 0
    told = {
        "file",
        "out",
        "formulas",
        "evaluated",
        "seconds",
        "kept",
        "errors",
        "functions",
        "second_engine",
        "checked",
        "spilled",
    }
    assert set(json.loads(out)) == told
    assert (tmp_path / "copie.xlsx").exists()
    code, out, _ = run(capsys, "check", book)
    assert code == 1  # the report is of July 2025: stale
    assert "Publicite" in out


def test_demo_prints_headline_kpis(capsys, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    code, out, err = run(capsys, "demo", "--lang", "fr", "--out", tmp_path / "demo")
    assert (code, err) == (0, "")
    assert "Retour sur les dépenses publicitaires (ROAS)\t3,91" in out
    assert (tmp_path / "demo" / "cockpit.xlsx").exists()


def test_the_system_language_decides_when_nothing_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("XL_KPI_LANG")
    monkeypatch.delenv("LC_ALL", raising=False)
    for said, lang in (("en_GB.UTF-8", "en"), ("fr_FR.UTF-8", "fr"), ("C.UTF-8", "fr")):
        monkeypatch.setenv("LANG", said)
        assert cli.default_language() == lang


def test_as_a_module_in_a_pipe() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "xl_kpi", "explain", "KPI_CAC", "--lang", "fr"], capture_output=True, check=True
    )
    assert "Coût d’acquisition client" in done.stdout.decode("utf-8")


def test_start_up_leaves_heavy_libraries_alone() -> None:
    code = (
        "import sys, xl_kpi.cli; sys.exit(int(any(m in sys.modules for m in {'pandas', 'numpy', 'rich', 'openpyxl'})))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["recalc"], "xl-kpi recalc\u00a0: il manque BOOK"),
        (["recalc", "a.xlsx", "--seed", "x"], "--seed\u00a0: valeur illisible 'x'"),
        (["recalc", "a.xlsx", "--out"], "--out demande une valeur"),
        (["recalc", "a.xlsx", "b"], "argument inconnu\u00a0: b"),
        (["bilan"], "'bilan' n’est pas au choix"),
    ],
)
def test_a_wrong_call_is_told_in_french(capsys, arguments: list[str], said: str) -> None:  # type: ignore[no-untyped-def]
    code, _, err = run(capsys, *arguments)
    assert code == 2 and said in err and len(err.splitlines()) == 1


def test_french_help_has_no_english_heading(capsys) -> None:  # type: ignore[no-untyped-def]
    _, out, _ = run(capsys, "recalc", "--help")
    assert out.startswith("utilisation\u00a0: ") and "arguments\u00a0:" in out and "montrer cette aide" in out
    assert not any(word in out for word in ("usage", "positional", "show this"))


def test_a_column_of_kept_cells_is_one_line(capsys, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    cells = {f"A{i}": i for i in range(2, 30)} | {f"B{i}": f'=CELL("width",A{i})' for i in range(2, 30)}
    book = make(tmp_path / "book.xlsx", cells | {"D1": "=B3*2", "D2": "=B4*2", "D9": "=B5*2"})
    code, out, _ = run(capsys, "recalc", book, "--fast")
    places = [line.split(":\u00a0")[0].split(": ")[0].strip() for line in out.splitlines()[1:]]
    assert code == 0 and sorted(places) == ["S!B2:B29", "S!D1:D2", "S!D9"]
