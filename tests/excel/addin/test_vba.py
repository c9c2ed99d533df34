"""The VBA of cells and ribbon in another interpreter: pyOpenVBA's, with its model of Excel's objects.

LibreOffice cannot show these: a reference of several areas, every error value, whole rows and columns,
a server that dies, the request that a button sends.
"""

from __future__ import annotations

import pytest
from pyopenvba.apps.excel import ExcelApplication

from xl_kpi.errors import ExcelError
from xl_kpi.excel.addin.build import vba_modules
from xl_kpi.excel.addin.sheets import texts

SERVER = """
Private mDied As Boolean
Public LastRequest As String

Public Function KpiPython() As Object
    Set KpiPython = New TestServer
End Function

Public Function KpiPythonDied(ByVal number As Long) As Boolean
    KpiPythonDied = (number = 462) And Not mDied
    If number = 462 Then mDied = True
End Function

Public Function HasDied() As Boolean
    HasDied = mDied
End Function
"""
SERVER_CLASS = """
Public Function CallUDF(ByVal module As String, ByVal name As String, ByVal arguments As Variant, _
        Optional ByVal book As Object) As Variant
    If name = "press" Then
        LastRequest = module & ": " & Join(arguments, "/")
        CallUDF = "" ' nothing to show
        Exit Function
    End If
    If name = "DIES" And Not HasDied() Then Err.Raise 462, , "gone"
    If name = "FAILS" Then Err.Raise 1000, , "no such thing"
    CallUDF = arguments(0)
End Function
"""
CONTROL_CLASS = """
Public ID As String
Public Tag As String
"""
SETUP = """
Public Function KpiText(ByVal key As String) As String
    KpiText = key
End Function

Public Function KpiSetting(ByVal key As String) As String
    KpiSetting = "[" & key & "]"
End Function

Public Function KpiLanguage() As String
    KpiLanguage = "fr"
End Function
"""
DRIVER = """
Public Function Echo(ByVal value As Variant) As String
    Echo = CStr(KpiCall("ECHO", Array(value)))
End Function

Public Function Called(ByVal name As String) As String
    Called = CStr(KpiCall(name, Array(4)))
End Function

Public Function LastRow(ByVal address As String) As String
    Dim answer As Variant
    answer = KpiCall("ECHO", Array(Range(address)))
    If IsError(answer) Then
        LastRow = CStr(answer) & " " & KpiReason()
    Else
        LastRow = UBound(answer, 1) & " x " & UBound(answer, 2)
    End If
End Function

Public Function Pressed(ByVal id As String, ByVal tag As String) As String
    Dim control As New TestControl
    control.ID = id
    control.Tag = tag
    KpiPressed control
    Pressed = LastRequest
End Function

Public Function Chosen(ByVal index As Integer) As String
    Dim control As New TestControl
    control.ID = "new_from_template"
    KpiTemplateChosen control, "", index
    Chosen = LastRequest
End Function
"""


@pytest.fixture(scope="module")
def excel_model() -> ExcelApplication:
    app = ExcelApplication()
    app.add_workbook()
    sheet = app.sheet(1)
    for row in range(1, 6):
        sheet.set_value(f"A{row}", row)
        sheet.set_value(f"C{row}", row * 10)
    app.add_module(vba_modules()["KpiCells"], name="KpiCells")
    app.add_module(SERVER, name="KpiServer")
    app.add_module(SETUP, name="KpiSetup")
    app.add_module(vba_modules()["KpiRibbon"], name="KpiRibbon")
    app.add_module(CONTROL_CLASS, name="TestControl", kind="class")
    app.add_module(SERVER_CLASS, name="TestServer", kind="class")
    app.add_module(DRIVER, name="Driver")
    return app


@pytest.mark.parametrize("error", ExcelError)
def test_the_name_of_an_error_becomes_the_error(excel_model: ExcelApplication, error: ExcelError) -> None:
    assert excel_model.run("Echo", str(error)) == f"Error {error.code}"


@pytest.mark.parametrize("value", ["#1 in Europe", "N/A", "", "GREEN"])
def test_another_text_stays(excel_model: ExcelApplication, value: str) -> None:
    assert excel_model.run("Echo", value) == value


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("A1:C4", "4 x 3"),
        ("A:A", "5 x 1"),
        ("A:C", "5 x 3"),
        ("2:3", "2 x 3"),
        ("A1:A3,C1:C3", "Error 2015 ECHO: error.areas"),
    ],
)
def test_ranges(excel_model: ExcelApplication, address: str, shown: str) -> None:
    assert excel_model.run("LastRow", address) == shown


def test_a_server_that_died_is_called_once_more(excel_model: ExcelApplication) -> None:
    assert excel_model.run("Called", "DIES") == "4"


def test_a_failure_is_a_value_error_and_its_reason_is_kept(excel_model: ExcelApplication) -> None:
    assert excel_model.run("Called", "FAILS") == "Error 2015"
    assert excel_model.run("KpiReason") == "FAILS: no such thing"
    excel_model.run("Called", "ECHO")
    assert excel_model.run("KpiReason") == ""


@pytest.mark.parametrize(
    ("control", "tag", "request_sent"),
    [
        ("recalculate", "recalculate|", "fr/Book1/recalculate"),
        ("options_language_fr", "options||language|fr", "fr/Book1/options/language/fr"),
        ("insert_function_KPI_ROAS", "insert_function||KPI_ROAS", "fr/Book1/insert_function/KPI_ROAS"),
        ("last_error", "last_error|", "fr/Book1/last_error/FAILS: no such thing"),
    ],
)
def test_what_a_button_sends(excel_model: ExcelApplication, control: str, tag: str, request_sent: str) -> None:
    excel_model.run("Called", "FAILS")
    assert excel_model.run("Pressed", control, tag) == f"xl_kpi.excel.buttons: {request_sent}"


def test_what_the_gallery_sends(excel_model: ExcelApplication) -> None:
    assert excel_model.run("Chosen", 1) == "xl_kpi.excel.buttons: fr/Book1/new_from_template/[template1]"


def test_the_reason_for_several_areas_is_in_both_languages() -> None:
    assert "plusieurs zones" in texts()["error.areas"].fr
    assert "several areas" in texts()["error.areas"].en
