Option Explicit
' The KPI tab. Each button's tag says what it does: function|question|argument|argument...
' VBA asks the question, Python does the work: the function of that name in xl_kpi.excel.macros.

#If Mac Then
#Else
    Private Declare PtrSafe Function ShowMessage Lib "user32" Alias "MessageBoxW" _
        (ByVal window As LongPtr, ByVal message As LongPtr, ByVal title As LongPtr, ByVal kind As Long) As Long
#End If

Public Sub KpiLabel(control As Object, ByRef label As Variant)
    label = KpiText(control.ID & ".label")
End Sub

Public Sub KpiTip(control As Object, ByRef tip As Variant)
    tip = KpiText(control.ID & ".tip")
End Sub

Public Sub KpiTemplateCount(control As Object, ByRef count As Variant)
    count = CLng(KpiSetting("templates"))
End Sub

Public Sub KpiTemplateLabel(control As Object, index As Integer, ByRef label As Variant)
    label = KpiText("template" & index & ".label")
End Sub

Public Sub KpiTemplateTip(control As Object, index As Integer, ByRef tip As Variant)
    tip = KpiText("template" & index & ".tip")
End Sub

Public Sub KpiTemplateChosen(control As Object, id As String, index As Integer)
    KpiRun control.ID & vbNullChar & KpiSetting("template" & index)
End Sub

Public Sub KpiPressed(control As Object)
    Dim request As String, question As String, answer As String
    request = Replace(control.Tag, "|", vbNullChar)
    question = Split(request, vbNullChar)(1)
    request = Replace(request, vbNullChar & question, "", 1, 1)
    If question <> "" Then
        answer = KpiAnswer(question, KpiText(control.ID & ".label"), KpiText(control.ID & ".tip"))
        If answer = "" Then Exit Sub
        request = request & vbNullChar & answer
    End If
    KpiRun request
End Sub

' What the user chooses or types; empty where they cancel.
Private Function KpiAnswer(ByVal question As String, ByVal title As String, ByVal help As String) As String
    Dim answer As Variant
    Select Case question
    Case "files"
        answer = Application.GetOpenFilename(Title:=title, MultiSelect:=True)
        If IsArray(answer) Then answer = Join(answer, vbNullChar)
    Case "pdf"
        answer = Application.GetSaveAsFilename(FileFilter:="PDF (*.pdf), *.pdf", Title:=title)
    Case "workbook"
        answer = Application.GetSaveAsFilename(FileFilter:="Excel (*.xlsx), *.xlsx", Title:=title)
    Case "folder"
        answer = KpiFolder(title, help)
    Case Else
        answer = Application.InputBox(Prompt:=help, Title:=title, Type:=2)
    End Select
    If VarType(answer) = vbString Then KpiAnswer = answer ' False where they cancel
End Function

Private Function KpiFolder(ByVal title As String, ByVal help As String) As Variant
    #If Mac Then
        KpiFolder = Application.InputBox(Prompt:=help, Title:=title, Type:=2) ' no folder dialog there
    #Else
        Dim dialog As Object
        Set dialog = Application.FileDialog(4)
        dialog.Title = title
        If dialog.Show Then KpiFolder = dialog.SelectedItems(1)
    #End If
End Function

' Run a function of xl_kpi.excel.macros on the active workbook and show what it answers.
Private Sub KpiRun(ByVal request As String)
    Dim book As String, message As String, number As Long, restarted As Boolean
    If Not ActiveWorkbook Is Nothing Then book = ActiveWorkbook.Name
    If request = "last_error" Then request = request & vbNullChar & KpiReason()
    request = KpiLanguage() & vbNullChar & book & vbNullChar & request
    On Error GoTo failed
    Application.StatusBar = KpiText("working")
    #If Mac Then
        KpiRunOnMac request
    #Else
again:
        message = KpiPython().CallUDF("xl_kpi.excel.buttons", "press", Split(request, vbNullChar), ActiveWorkbook)
        Application.StatusBar = False
        If message <> "" Then ShowMessage Application.Hwnd, StrPtr(message), StrPtr("KPI"), vbInformation
    #End If
    Exit Sub
failed:
    number = Err.Number
    message = Err.Description ' kept before another call clears them
    #If Mac Then
    #Else
        If KpiPythonDied(number) And Not restarted Then
            restarted = True
            Resume again
        End If
    #End If
    Application.StatusBar = False
    MsgBox message, vbExclamation, "KPI"
End Sub

#If Mac Then
' Excel for Mac starts Python through xlwings' AppleScript. The request goes in hexadecimal: neither a
' file name nor a workbook's name can then become a command. Python shows the answer itself.
Private Sub KpiRunOnMac(ByVal request As String)
    Dim i As Long, code As String, command As String
    For i = 1 To Len(request)
        code = code & Right$("000" & Hex$(AscW(Mid$(request, i, 1))), 4)
    Next i
    command = "from xl_kpi.excel.buttons import press_on_mac; press_on_mac('" & code & "')"
    AppleScriptTask "xlwings-@XLWINGS@.applescript", "VbaHandler", "|'" & KpiSetting("python") & "'|" & command & _
        "||" & Left$(Application.Path, Len(Application.Path) - 4) & "|" & Environ("HOME") & "/xl-kpi.log"
End Sub
#End If
