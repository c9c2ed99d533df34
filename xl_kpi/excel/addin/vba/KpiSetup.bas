Option Explicit
Option Private Module
' What the hidden sheets hold: settings and texts.
' VBA source knows no Unicode, cells do: every text a user reads comes from a sheet.

' The language of Office: "fr" or "en".
Public Function KpiLanguage() As String
    Dim language As Long
    KpiLanguage = "en"
    On Error Resume Next
    language = Application.LanguageSettings.LanguageID(2) ' of the user interface
    If (language And 1023) = 12 Then KpiLanguage = "fr" ' French of any country
End Function

Public Function KpiText(ByVal key As String) As String
    KpiText = KpiFound("texts", key, IIf(KpiLanguage() = "fr", 2, 3))
End Function

Public Function KpiSetting(ByVal key As String) As String
    KpiSetting = KpiFound("settings", key, 2)
End Function

Private Function KpiFound(ByVal sheet As String, ByVal key As String, ByVal column As Long) As String
    Dim found As Variant
    found = Application.Match(key, ThisWorkbook.Worksheets(sheet).Columns(1), 0)
    If Not IsError(found) Then KpiFound = ThisWorkbook.Worksheets(sheet).Cells(found, column).Value
End Function
