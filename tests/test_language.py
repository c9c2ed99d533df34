from xl_kpi.errors import ExcelError, UserError
from xl_kpi.language import Text


def test_french_punctuation_takes_no_break_spaces() -> None:
    assert Text("Taux : 5 % ; « net » ?", "Rate").fr == "Taux\u00a0: 5\u00a0%\u00a0; «\u00a0net\u00a0»\u00a0?"
    assert Text("=KPI_ROAS(1; 2)", "-").fr == "=KPI_ROAS(1; 2)"


def test_excel_errors_have_both_names_and_their_com_value() -> None:
    assert str(ExcelError.DIV0) == "#DIV/0!"
    assert ExcelError.VALUE.localized("fr") == "#VALEUR!"
    assert ExcelError.NUM.localized("fr") == "#NOMBRE!"
    assert ExcelError.NA.com_value == -2146826246  # as pywin32 hands #N/A over
    assert len({e.code for e in ExcelError}) == 14


def test_a_user_error_speaks_both_languages() -> None:
    error = UserError("fichier vide", "empty file")
    assert str(error) == "empty file"
    assert error.text["fr"] == "fichier vide"
