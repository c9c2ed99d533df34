"""A press on a ribbon button, as VBA hands it over, through xlwings' own Windows code (see stand_ins)."""

from __future__ import annotations

import sys
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import xlwings as xw

from tests.excel.stand_ins import Excel
from xl_kpi.errors import UserError
from xl_kpi.excel import buttons
from xl_kpi.excel.buttons import answer


@pytest.fixture
def macros(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Stand in for the functions behind the buttons."""

    def refuse(_: Any) -> str:
        raise UserError("Aucune donnée.", "No data.")

    def fail(_: Any) -> str:
        raise KeyError("x")

    module = ModuleType("xl_kpi.excel.macros")
    vars(module).update(
        recalculate=lambda book: f"done: {book.name}",
        options=lambda book, *arguments: f"{book} {arguments}",
        check_workbook=refuse,
        explain_cell=fail,
    )
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setattr(sys.modules["xl_kpi.excel"], "macros", module, raising=False)
    return module


BOOK: Any = SimpleNamespace(name="budget.xlsx")


@pytest.mark.usefixtures("macros")
class TestAnswer:
    def test_the_function_gets_the_book_and_its_message_is_shown(self) -> None:
        assert answer(("fr", "budget.xlsx", "recalculate"), BOOK) == "done: budget.xlsx"

    def test_arguments_follow(self) -> None:
        assert answer(("fr", "b", "options", "currency", "EUR"), BOOK).endswith("('currency', 'EUR')")

    def test_without_a_workbook(self) -> None:
        assert answer(("fr", "", "recalculate"), None) == "Ouvrez d’abord un classeur."
        assert answer(("en", "", "recalculate"), None) == "Open a workbook first."

    def test_a_refusal_in_the_language_of_office(self) -> None:
        assert answer(("fr", "b", "check_workbook"), BOOK) == "Aucune donnée."
        assert answer(("en", "b", "check_workbook"), BOOK) == "No data."

    def test_an_unexpected_error_is_a_sentence(self) -> None:
        assert answer(("en", "b", "explain_cell"), BOOK).startswith("An unexpected error stopped “explain_cell”: Key")

    def test_only_the_ribbon_s_functions_run(self) -> None:
        with pytest.raises(ValueError, match="no button"):
            answer(("en", "b", "os.system", "x"), BOOK)


@pytest.mark.usefixtures("macros")
def test_windows(excel: Excel, monkeypatch: pytest.MonkeyPatch) -> None:
    # the module as xlwings' server loads it, its functions declared through xlwings' Windows code
    monkeypatch.delitem(sys.modules, buttons.__name__)
    server = excel.com_server.XLPython()
    workbook = SimpleNamespace(Name="budget.xlsx")
    assert server.CallUDF(buttons.__name__, "ready", ()) == ""
    pressed = server.CallUDF(buttons.__name__, "press", ("en", "budget.xlsx", "recalculate"), workbook)
    assert pressed == "done: budget.xlsx"
    assert server.CallUDF(buttons.__name__, "press", ("en", "", "recalculate"), None) == "Open a workbook first."


@pytest.mark.usefixtures("macros")
def test_macos(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[str, str]] = []
    app = SimpleNamespace(books={"budget é.xlsx": BOOK}, alert=lambda *text: shown.append(text), status_bar="...")
    monkeypatch.setattr(xw, "apps", SimpleNamespace(active=app))
    buttons.press_on_mac("en\0budget é.xlsx\0recalculate".encode("utf-16-be").hex().upper())
    assert shown == [("done: budget.xlsx", "KPI")]
    assert app.status_bar is False
