"""What VBA does to reach Python, done by another program on Windows: xlwings' library, COM, plain values.

Run under Windows (or Wine) with a JSON job on standard input, it prints one JSON line with the answers;
the benchmark uses `Server` too.
"""

from __future__ import annotations

import ctypes
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pythoncom
import win32com.client
import xlwings

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from xl_kpi.excel.addin.settings import Settings

FUNCTIONS, BUTTONS = "xl_kpi.excel.functions", "xl_kpi.excel.buttons"
SETTINGS = Settings(sys.prefix + r"\pythonw.exe", sys.prefix)
_DISPATCH = (ctypes.c_byte * 16).from_buffer_copy(bytes.fromhex("0004020000000000C000000000000046"))
_TEXT, _OBJECT = 8, 9  # VT_BSTR, VT_DISPATCH


class Variant(ctypes.Structure):
    """A VARIANT as xlwings' library fills it."""

    _fields_ = [("kind", ctypes.c_ushort), ("reserved", ctypes.c_ushort * 3), ("value", ctypes.c_void_p * 2)]


class Server:
    """The Python server behind a command, as `KpiServer` in VBA holds it."""

    def __init__(self, command: str = SETTINGS.server) -> None:
        self.command = command.encode("cp1252")
        self.library = ctypes.WinDLL(f"{SETTINGS.library}\\xlwings64-{xlwings.__version__}.dll")
        self.com = self.start()

    def start(self) -> Any:
        """Start the server or connect to it."""
        answer = Variant()
        if self.library.XLPyDLLActivateAuto(ctypes.byref(answer), self.command, 1) != 0:
            raise OSError(ctypes.wstring_at(answer.value[0]) if answer.kind == _TEXT else answer.kind)
        assert answer.kind == _OBJECT
        convert = ctypes.PyDLL(pythoncom.__file__).PyCom_PyObjectFromIUnknown
        convert.restype, convert.argtypes = ctypes.py_object, [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_bool]
        com = win32com.client.Dispatch(convert(answer.value[0], ctypes.addressof(_DISPATCH), True))
        com.CallUDF(BUTTONS, "ready", [])
        return com

    def stop(self) -> None:
        """Let the library end the process that it started."""
        answer = Variant()
        self.com = None
        self.library.XLPyDLLActivateAuto(ctypes.byref(answer), self.command, -1)
        self.command += b" "

    def call(self, name: str, *arguments: Any) -> Any:
        """Call a KPI function."""
        return self.com.CallUDF(FUNCTIONS, name, list(arguments))

    def process(self) -> int:
        """Return the server's process number."""
        return int(self.com.Str(self.com.Eval("__import__('os').getpid()")))


def as_com(value: Any) -> Any:
    """Return JSON as COM carries it: {"left out": true} is a real VT_ERROR variant.

    pywin32 sends that one error value only; Excel's others go as the numbers it makes of them on arrival.
    """
    if isinstance(value, dict):
        return win32com.client.VARIANT(pythoncom.VT_ERROR, pythoncom.Missing)
    if isinstance(value, list):
        return tuple(as_com(item) for item in value)
    return value


def died(server: Server) -> int:
    """End the server's process; return the number of the error that the next call meets."""
    subprocess.run(["taskkill", "/f", "/pid", str(server.process())], capture_output=True, check=False)
    for _ in range(50):
        try:
            server.call("KPI_ROAS", 4.0, 2.0)
        except pythoncom.com_error as error:
            return int(error.hresult)
        time.sleep(0.1)
    return 0


def outside() -> Any:
    """Call a server that was not started by xlwings' library, found by its identifier."""
    serve = "from xl_kpi.excel.serve import serve; serve(lambda: None)"
    process = subprocess.Popen([SETTINGS.python, "-I", "-c", serve], stdin=subprocess.DEVNULL)
    try:
        for _ in range(100):
            try:
                return Server(Settings("", SETTINGS.library, outside=True).server).call("KPI_ROAS", 4.0, 2.0)
            except OSError:
                time.sleep(0.2)
    finally:
        process.kill()
    return None


def main() -> None:
    job = json.loads(sys.stdin.buffer.read())
    server = Server()
    again = Server()
    report: dict[str, Any] = {"same process": server.process() == again.process()}
    report["calls"] = [server.call(name, *map(as_com, arguments)) for name, arguments in job["calls"]]
    report["pressed"] = [server.com.CallUDF(BUTTONS, "press", request) for request in job["presses"]]
    report["died"] = died(server)
    server.stop()
    server.com = server.start()
    report["restarted"] = server.call("KPI_ROAS", 4.0, 2.0)
    server.stop()
    report["outside"] = outside()
    try:
        Server(f'"{SETTINGS.python}" -I -c "import nothing_of_this_name"')
    except OSError as error:
        report["refused"] = str(error)
    sys.stdout.buffer.write(json.dumps(report).encode())


if __name__ == "__main__":
    main()
