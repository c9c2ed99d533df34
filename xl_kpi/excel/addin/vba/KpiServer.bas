Option Explicit
Option Private Module
' The Python process behind the functions and the ribbon: one for all workbooks, because the command
' that starts it never changes. xlwings' library starts it and connects to it (BSD-3 licence).

#If Mac Then
#Else
    #If Win64 Then
        Private Declare PtrSafe Function XlwingsActivate Lib "xlwings64-@XLWINGS@.dll" Alias "XLPyDLLActivateAuto" _
            (ByRef answer As Variant, ByVal command As String, ByVal mode As Long) As Long
        Private Const LIBRARY As String = "\xlwings64-@XLWINGS@.dll"
    #Else
        Private Declare PtrSafe Function XlwingsActivate Lib "xlwings32-@XLWINGS@.dll" Alias "XLPyDLLActivateAuto" _
            (ByRef answer As Variant, ByVal command As String, ByVal mode As Long) As Long
        Private Const LIBRARY As String = "\xlwings32-@XLWINGS@.dll"
    #End If
    Private Declare PtrSafe Function LoadLibrary Lib "kernel32" Alias "LoadLibraryW" _
        (ByVal path As LongPtr) As LongPtr
#End If

Private Const PAUSE As Double = 10 / 86400 ' days: ten seconds between two attempts to start

Private mPython As Object   ' the server, once it has started
Private mFailed As Date     ' when it last failed to start
Private mWhy As String      ' and why
Private mRestarts As Long

' The server, started where it is not. Raises an error that says why it could not.
Public Function KpiPython() As Object
    If mPython Is Nothing Then
        ' Ten thousand cells must not wait ten thousand times for a server that does not start.
        If Now - mFailed < PAUSE Then Err.Raise 5, , mWhy
        Set mPython = KpiStart()
    End If
    Set KpiPython = mPython
End Function

' Whether an error says that the server is gone; if so the next call starts another.
Public Function KpiPythonDied(ByVal number As Long) As Boolean
    ' Object disconnected, server died (twice), RPC server unavailable, RPC call failed (twice), no server.
    Select Case number
    Case -2147417848, -2147418105, -2147418094, -2147023174, -2147023170, -2147023169, 462
        KpiPythonDied = True
        KpiStop
    End Select
End Function

' Forget the server and let xlwings' library end the process that it started.
Public Sub KpiStop()
    Set mPython = Nothing
    #If Mac Then
    #Else
        Dim answer As Variant
        On Error Resume Next ' the library may never have been loaded
        XlwingsActivate answer, KpiCommand(), -1
    #End If
    mRestarts = mRestarts + 1
End Sub

' What starts the server, or the identifier of one that runs already. After a stop it gets one more
' space: xlwings' library connects each command to one process, and that one is gone.
Private Function KpiCommand() As String
    KpiCommand = KpiSetting("server")
    If Left$(KpiCommand, 1) <> "{" Then KpiCommand = KpiCommand & Space$(mRestarts)
End Function

Private Function KpiStart() As Object
    #If Mac Then
        Err.Raise 5, , KpiText("error.mac")
    #Else
        Dim answer As Variant
        mFailed = Now
        mWhy = KpiText("error.library") & " " & KpiSetting("library") & LIBRARY
        If LoadLibrary(StrPtr(KpiSetting("library") & LIBRARY)) = 0 Then Err.Raise 5, , mWhy
        mWhy = KpiText("error.server")
        If XlwingsActivate(answer, KpiCommand(), 1) <> 0 Then
            mWhy = mWhy & " " & answer
            Err.Raise 5, , mWhy
        End If
        mWhy = mWhy & " xl_kpi.excel.buttons"
        answer.CallUDF "xl_kpi.excel.buttons", "ready", Array() ' imports all that the first cell would wait for
        mFailed = 0
        Set KpiStart = answer
    #End If
End Function
