Option Explicit
Option Private Module
' What a KPI function in a cell goes through: plain values out to Python, real Excel errors back.
' A cell that fails never opens a message box; the reason waits for the button "Last error".

Private mReason As String ' why a call failed before Python could say so; Python keeps its own reasons

' The value of a KPI_ function: a number, a text, an Excel error, or a block of these that spills.
Public Function KpiCall(ByVal kpi As String, ByVal arguments As Variant) As Variant
    Dim values As Variant, last As Long, i As Long, number As Long, reason As String, restarted As Boolean
    On Error GoTo failed
    For last = UBound(arguments) To 0 Step -1
        If Not IsMissing(arguments(last)) Then Exit For ' what is left out at the end is not handed over
    Next last
    values = Array()
    If last >= 0 Then ReDim values(0 To last)
    For i = 0 To last
        If IsObject(arguments(i)) Then
            values(i) = KpiValues(arguments(i))
        ElseIf Not IsMissing(arguments(i)) Then ' left out before another: a blank
            values(i) = arguments(i)
        End If
    Next i
again:
    KpiCall = KpiShown(KpiPython().CallUDF("xl_kpi.excel.functions", kpi, values))
    mReason = ""
    Exit Function
failed:
    number = Err.Number
    reason = Err.Description ' kept before another call clears them
    If KpiPythonDied(number) And Not restarted Then
        restarted = True
        Resume again
    End If
    mReason = kpi & ": " & reason
    KpiCall = CVErr(2015) ' #VALUE!
End Function

' Why the last cell failed before Python could say so; empty where Python answered since.
Public Function KpiReason() As String
    KpiReason = mReason
End Function

' The values of a range. One block is read in one step, and Python gets no Range:
' each question to a Range from another process costs more than the whole calculation.
Private Function KpiValues(ByVal cells As Object) As Variant
    Dim used As Object, block As Object
    If cells.Areas.Count > 1 Then Err.Raise 5, , KpiText("error.areas")
    Set block = cells
    Set used = cells.Worksheet.UsedRange
    ' A whole column ends with the last used row and a whole row with the last used column;
    ' both keep their first cell, so that results stand beside what they were computed from.
    If block.Rows.Count = cells.Worksheet.Rows.Count Then
        Set block = block.Resize(used.Row + used.Rows.Count - 1)
    End If
    If block.Columns.Count = cells.Worksheet.Columns.Count Then
        Set block = block.Resize(block.Rows.Count, used.Column + used.Columns.Count - 1)
    End If
    KpiValues = block.Value2
End Function

' What Python answered, as the cell shows it: a value, a row (which arrives flat) or rows and columns.
Private Function KpiShown(ByVal answer As Variant) As Variant
    Dim row As Long, column As Long
    If Not IsArray(answer) Then
        KpiShown = KpiCell(answer)
        Exit Function
    End If
    If KpiIsFlat(answer) Then
        For column = LBound(answer) To UBound(answer)
            answer(column) = KpiCell(answer(column))
        Next column
    Else
        For row = LBound(answer, 1) To UBound(answer, 1)
            For column = LBound(answer, 2) To UBound(answer, 2)
                answer(row, column) = KpiCell(answer(row, column))
            Next column
        Next row
    End If
    KpiShown = answer
End Function

' Whether an array has one dimension: VBA can only try the second.
Private Function KpiIsFlat(ByRef answer As Variant) As Boolean
    Dim last As Long
    On Error GoTo flat
    last = UBound(answer, 2)
    Exit Function
flat:
    KpiIsFlat = True
End Function

' One value as the cell shows it. Python cannot hand an error over: it comes by its English name.
Private Function KpiCell(ByVal cell As Variant) As Variant
    KpiCell = cell
    If VarType(cell) <> vbString Then Exit Function
    If Left$(cell, 1) <> "#" Then Exit Function
    Select Case cell
@ERRORS@
    End Select
End Function
