Option Explicit
' What happens when Excel opens the add-in: help for the function wizard, and Python starts.

' Tell the function wizard, and start Python before the first cell asks.
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
