"""A new user and each template: what its help sheet says is typed as it stands there, down to the finished page.

The commands are read from the workbook itself, so help and truth cannot drift apart. Figures are worked by hand.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.templates import exports
from xl_kpi.catalog.tables import TABLES
from xl_kpi.cli import main
from xl_kpi.language import Lang, Text
from xl_kpi.templates import TEMPLATES, words
from xl_kpi.templates.layout import VALUE, Layout
from xl_kpi.templates.panel_cells import find_panel

pytestmark = pytest.mark.filterwarnings("ignore:(Sparkline Group|Conditional Formatting) extension")
LANGUAGE_OF: Mapping[str, Lang] = {  # French and English alternately
    "cockpit": "fr", "channels": "en", "journey": "fr", "alignment": "en", "board": "fr", "budget": "en",
    "actions": "fr", "plan": "en",
}  # fmt: skip


class Desk:
    """The folder of someone who has the workbook, the exports, Excel and a terminal."""

    def __init__(self, id_: str, folder: Path) -> None:
        self.template, self.lang, self.folder = TEMPLATES[id_], LANGUAGE_OF[id_], folder
        self.layout = Layout(self.template, self.lang)
        self.file = folder / ("classeur.xlsx" if self.lang == "fr" else "book.xlsx")
        assert main(["new", id_, self.file.name, "--lang", self.lang]) == 0
        cells = self.sheet(words.HELP[self.lang], "C")
        self.commands = {text.split()[1]: text.split()[1:] for text in cells if str(text).startswith("xl-kpi ")}

    def open(self) -> Any:
        """Return the workbook, to type into."""
        return openpyxl.load_workbook(self.file)

    def sheet(self, name: str, columns: str = "", *, values: bool = True) -> list[Any]:
        """Return the cells of one sheet, row after row, or those of one column; the other sheets stay unread."""
        book = openpyxl.load_workbook(self.file, data_only=values, read_only=True)
        rows = [tuple(row) for row in book[name].iter_rows(values_only=True)]
        book.close()
        return [row[ord(columns) - ord("A")] for row in rows] if columns else rows

    def panel(self, panel: str, number: int) -> dict[str, Any]:
        """Return a row of a panel by column; rows count from 1."""
        page, found = find_panel(self.template.pages, panel)
        cells = self.sheet(page.name[self.lang])[page.rows[panel] + number]
        return {column.id: cells[i] for i, column in enumerate(found.columns, start=1)}

    def run(self, name: str, *more: str) -> int:
        """Type a command of the help sheet."""
        return main([*self.commands[name], *more, "--lang", self.lang])

    def save(self, book: Any) -> None:
        """Save as Excel would; openpyxl drops results, which the next command computes again."""
        book.save(self.file)

    def type_rows(self, table_id: str, rows: Iterable[Mapping[str, object]]) -> None:
        """Type rows under the headings of a data sheet, the table growing with them; obey the drop-down lists."""
        table, book = TABLES[table_id], self.open()
        sheet = book[table.sheet[self.lang]]
        at = {column.name: i for i, column in enumerate(table.columns, start=1)}
        for number, row in enumerate(rows, start=2):
            for name, value in row.items():
                cell = sheet.cell(number, at[name], value)
                offered = choices(book, sheet, cell)
                assert not offered or value in offered, (name, value, offered)
        grown = sheet.tables[table.name[self.lang]]
        grown.ref = re.sub(r"\d+$", str(number), grown.ref)
        self.save(book)

    def set(self, **inputs: Text | float | dt.date | str) -> None:
        """Type into the yellow cells of the parameters, obeying their lists."""
        book = self.open()
        sheet = book[words.PARAMETERS[self.lang]]
        for name, value in inputs.items():
            cell = sheet[self.layout.input_cell(name)]
            cell.value = value[self.lang] if isinstance(value, Text) else value
            assert not cell.protection.locked, name
            offered = choices(book, sheet, cell)
            assert not offered or cell.value in offered, (name, value, offered)
        self.save(book)

    def shown(self, *lines: str) -> dict[str, Any]:
        """Return what report rows show over the period."""
        places = {id_: self.layout.rows[id_] for id_ in lines}
        sheets = {tab.id: self.sheet(tab.name[self.lang], VALUE) for tab, _ in places.values()}
        return {id_: sheets[tab.id][row - 1] for id_, (tab, row) in places.items()}


def choices(book: Any, sheet: Any, cell: Any) -> list[Any]:
    """Return what the drop-down list of a cell offers; nothing where it has none."""
    for rule in sheet.data_validations.dataValidation:
        if rule.type == "list" and cell.coordinate in rule.sqref:
            if rule.formula1.startswith('"'):
                return rule.formula1.strip('"').split(",")  # type: ignore[no-any-return]
            name = re.match(r'(?:IF\([^"]*"",)?(\w+|\$\w+\$\d+:\$\w+\$\d+)', rule.formula1)
            assert name is not None, rule.formula1
            defined = book.defined_names.get(name[1])
            area = defined.attr_text if defined else f"{sheet.title}!{name[1]}"
            return [entry(book, str(value)) for value in values_in(book, area)]
    return []


def values_in(book: Any, area: str) -> list[Any]:
    """Return what the cells of an area hold, blank ones left out."""
    place, _, cells = area.rpartition("!")
    return [cell.value for row in book[place.strip("'")][cells.replace("$", "")] for cell in row if cell.value]


def entry(book: Any, value: str) -> str:
    """Return what a cell of a list shows: its text, or that of the cell it repeats."""
    while repeated := re.fullmatch(r'=IF\(\'([^\']+)\'!\$(\w+)\$(\d+)="".*', value):
        value = str(book[repeated[1]][f"{repeated[2]}{repeated[3]}"].value)
    return value


@dataclass(frozen=True)
class Trial:
    """What the user has, and what the finished page must show: rows by their id."""

    id_: str
    expected: Mapping[str, float]
    tables: tuple[str, ...] = ()  # of figures that no tool exports
    typed: Mapping[str, list[dict[str, object]]] = field(default_factory=dict)


def _handed(n: int, hours: float, accepted: int) -> dict[str, object]:
    return {
        "date": exports.SECOND[n % 3], "contact": f"L{n}", "channel": "Direct", "seller": "North",
        "response_hours": hours, "accepted": accepted,
    }  # fmt: skip


TRIALS = (
    Trial(
        "cockpit",
        # 90,000 / 18,000; 18,000 / 450; 90 / 3,000; (5,300 - 450) / 5,000; 60 % - 20 %
        {"revenue_growth": 0.5, "roas": 5, "mer": 5, "cac": 40, "cvr": 0.03, "retention": 0.97, "nps": 40,
         "shop_orders": 2, "shop_aov": 50},
        ("business",),
    ),
    Trial(
        "channels",
        {"organic_share": 0.6, "position": 5, "landing_rate": 0.04, "clicked": 0.05, "social_engagement": 0.03,
         "cpe": 0.5, "paid_roas": 5, "event_cpl": 30},
        ("content", "social", "influence", "events"),
    ),
    Trial(
        "journey",
        # 2 + 2 + 1 of 20 contacts are SQL at least, 10 MQL; 2 deals won of 5 closed; 4 sales of 10 journeys
        {"mql_rate": 0.5, "stage_sql": 0.5, "win_rate": 0.4, "journey_cvr": 0.4, "touches_per_journey": 2,
         "next_month": 0.5},
        ("touchpoints", "customers"),
    ),
    Trial(
        "alignment",
        {"mql_rate": 0.5, "stage_sql": 0.5, "win_rate": 0.4, "deal_value": 1500, "within": 0.75, "response": 16.25,
         "acceptance": 0.5},
        typed={"handovers": [_handed(0, 2, 1), _handed(1, 8, 1), _handed(2, 15, 0), _handed(3, 40, 0)]},
    ),
    Trial(
        "board",
        {"company_margin": 0.2, "market_share": 0.1, "relative_share": 0.5, "mer": 5, "retention": 0.97, "nps": 40,
         "employee_engagement": 0.75, "innovation_rate": 0.15, "carbon_intensity": 100},
        ("business", "company"),
    ),
)  # fmt: skip


@pytest.mark.parametrize("trial", TRIALS, ids=lambda trial: trial.id_)
def test_from_exports_to_the_finished_page(
    trial: Trial, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    desk = Desk(trial.id_, tmp_path)
    folder = tmp_path / desk.commands["refresh"][-1]
    exports.write_exports(folder, desk.lang)
    for table in trial.tables[1:]:
        (folder / f"{table}.csv").write_bytes(getattr(exports, table)(desk.lang))
    assert desk.run("refresh") == 0
    for table in trial.tables[:1]:
        (tmp_path / desk.commands["import"][-1]).write_bytes(getattr(exports, table)(desk.lang))
        assert desk.run("import") == 0
    for table, rows in trial.typed.items():
        desk.type_rows(table, rows)
        assert desk.run("recalc") == 0
    assert desk.shown(*trial.expected) == pytest.approx(trial.expected)
    check_and_share(desk, capsys)


def check_and_share(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    """Type the last commands: the check finds old data only, the copy shows the same and needs no add-in."""
    capsys.readouterr()
    desk.run("check", "--json")
    kinds = {finding["kind"] for finding in json.loads(capsys.readouterr().out)["findings"]}
    assert kinds <= {"stale data", "days missing"}  # no error, nothing outdated
    page = desk.sheet(desk.layout.home)
    assert desk.run("share") == 0
    desk.file = desk.file.with_name(desk.commands["share"][-1])
    assert desk.sheet(desk.layout.home) == page
    assert "KPI_" not in str(desk.sheet(desk.layout.home, values=False))


def test_a_month_and_a_channel_from_the_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """March: 400 of 100 spent. Organic search: 12 conversions of 600 visits, where the row can be filtered."""
    monkeypatch.chdir(tmp_path)
    desk = Desk("cockpit", tmp_path)
    exports.write_exports(tmp_path / "exports", desk.lang)
    assert desk.run("refresh") == 0
    desk.set(
        period_length=Text("Mois", "Month"), last_day=dt.date(2025, 3, 20),
        channel_filter=Text("Recherche naturelle", "Organic search"), currency="USD",
    )  # fmt: skip
    assert desk.run("recalc") == 0
    assert desk.shown("roas", "cvr") == pytest.approx({"roas": 4, "cvr": 0.02})


def test_a_budget_typed_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """100 a month planned, 120 spent for six months: 720 against 600, 1,440 by the end of the year at this pace."""
    monkeypatch.chdir(tmp_path)
    desk = Desk("budget", tmp_path)
    rows: list[dict[str, object]] = [
        {"date": dt.date(2025, month, 1), "budget": "Content", "item": "Videos", "planned": 100}
        | ({"actual": 120, "generated_revenue": 360} if month <= 6 else {})
        for month in range(1, 13)
    ]
    desk.type_rows("budget", rows)
    assert desk.run("recalc") == 0
    row = desk.panel("budgets", 2)
    assert [row[c] for c in ("name", "plan", "due", "spent", "variance", "landing", "status")] == [
        "Content", 1200, 600, 720, 120, 1320, "RED",
    ]  # fmt: skip
    assert row["projection"] == pytest.approx(720 / 181 * 365)
    check_and_share(desk, capsys)


def test_actions_typed_by_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A weekly newsletter at 50 serves a KPI; a yearly fair at 1,000 serves none."""
    monkeypatch.chdir(tmp_path)
    desk = Desk("actions", tmp_path)
    lists = desk.open()
    kpi = choices_of(lists, "ListeIndicateurs")[0]
    rows: list[dict[str, object]] = [
        {"date": dt.date(2025, 1, 6), "action": "Lettre", "channel": "E-mail", "tool": "Mailchimp",
         "frequency": "Hebdomadaire", "owner": choices_of(lists, "ListeResponsables")[0], "kpi": kpi,
         "action_cost": 50},
        {"date": dt.date(2025, 1, 6), "action": "Salon", "channel": "Événements", "frequency": "Annuelle",
         "action_cost": 1000},
    ]  # fmt: skip
    desk.type_rows("actions", rows)
    assert desk.run("recalc") == 0
    row = desk.panel("counts", 1)
    assert [row[c] for c in ("count", "yearly", "orphans", "idle")] == [2, 50 * 52 + 1000, 1, 23]
    check_and_share(desk, capsys)


def choices_of(book: Any, name: str) -> list[str]:
    """Return the entries of a list of the workbook."""
    return values_in(book, book.defined_names[name].attr_text)


def test_a_plan_chosen_from_the_lists(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The exports give a ROAS of 5; the plan asks for 6: missed by more than the tolerance of 10%."""
    monkeypatch.chdir(tmp_path)
    desk = Desk("plan", tmp_path)
    exports.write_exports(tmp_path / desk.commands["refresh"][-1], desk.lang)
    assert desk.run("refresh") == 0
    desk.type_rows("plan", [
        {"date": dt.date(2025, 6, 2), "objective": "Profitability", "kpi": "Return on ad spend (ROAS)",
         "owner": "Acquisition", "decision": "Cut the weakest campaign", "priority": 1, "kpi_target": 6,
         "review_days": 14},
    ])  # fmt: skip
    assert desk.run("recalc") == 0
    row = desk.panel("picks", 1)
    assert [row[c] for c in ("actual", "target", "variance", "status", "due")] == [5, 6, -1, "RED", "⚑ due"]
    check_and_share(desk, capsys)


def test_an_export_of_another_tool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two orders of 20 and 40 in a file that no declaration knows: mapped once, then imported as any other."""
    monkeypatch.chdir(tmp_path)
    desk = Desk("cockpit", tmp_path)
    lines = ["Commande;Jour;Acheteur;Montant", "F-1;2025-05-02;C1;20,00", "F-2;2025-05-03;C2;40,00"]
    (tmp_path / desk.commands["map"][-1]).write_text("\n".join(lines), encoding="utf-8")
    assert desk.run("map", "--yes") == 0
    assert main(["import", desk.file.name, desk.commands["map"][-1], "--lang", desk.lang]) == 0
    assert desk.shown("shop_orders", "shop_revenue", "shop_aov") == {
        "shop_orders": 2,
        "shop_revenue": 60,
        "shop_aov": 30,
    }
