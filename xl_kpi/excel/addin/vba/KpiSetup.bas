Option Explicit
' What the hidden sheets hold (settings, texts, functions), and the help of Excel's function wizard.
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

' After Excel has opened the add-in: tell the function wizard, start Python before the first cell asks.
Public Sub KpiOpened()
    KpiRegister
    #If Mac Then
    #Else
        On Error Resume Next ' the first cell will say what is wrong
        KpiPython
    #End If
End Sub

' Category, description and argument help of every function, from the sheet of the Office language.
' A row: function, category, description, number of arguments, one help text for each.
Private Sub KpiRegister()
    Dim functions As Variant, row As Long, i As Long, help() As String
    #If Mac Then
        Exit Sub ' no cell functions there
    #End If
    On Error Resume Next ' help that cannot be set must not keep the functions away
    functions = ThisWorkbook.Worksheets("functions_" & KpiLanguage()).UsedRange.Value
    For row = 1 To UBound(functions, 1)
        ReDim help(1 To functions(row, 4))
        For i = 1 To functions(row, 4)
            help(i) = functions(row, 4 + i)
        Next i
        Application.MacroOptions Macro:="'" & ThisWorkbook.Name & "'!" & functions(row, 1), _
            Category:=functions(row, 2), Description:=functions(row, 3), ArgumentDescriptions:=help
    Next row
End Sub
