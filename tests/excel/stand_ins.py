"""Stand-ins for pywin32, so that xlwings' own Windows code for cell functions runs anywhere.

Only what reaches into Windows is replaced: pywin32's modules and ctypes' access to DLLs. Decorators,
reading of arguments, conversions and the COM server's entry point are xlwings' own. A name of pywin32
that is not listed here fails loudly.
"""

from __future__ import annotations

import atexit
import ctypes
import datetime as dt
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType, SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
import xlwings as xw

MISSING = -2147352572  # DISP_E_PARAMNOTFOUND: an optional argument that the call leaves out
RANGE_INTERFACE = "{00020846-0000-0000-C000-000000000046}"
XLWINGS_MODULES = ("xlwings._xlwindows", "xlwings.udfs", "xlwings.com_server")


class ComError(Exception):
    """What pywin32 raises when a COM call fails."""


class TimeType(dt.datetime):
    """A date as pywin32 hands it over."""


class ComRange:
    """A Range that VBA passes on as it is; counts how often its values are fetched."""

    def __init__(self, values: Any) -> None:
        self.values = values
        self.fetched = 0
        rows = values if isinstance(values, tuple) else ((values,),)
        self.Row = self.Column = 1
        self.Rows, self.Columns = SimpleNamespace(Count=len(rows)), SimpleNamespace(Count=len(rows[0]))
        self.Worksheet = SimpleNamespace(Parent=SimpleNamespace(Application=SimpleNamespace(Hwnd=1)))
        self._oleobj_ = SimpleNamespace(
            GetTypeInfo=lambda: SimpleNamespace(GetTypeAttr=lambda: SimpleNamespace(iid=RANGE_INTERFACE))
        )

    @property
    def Value(self) -> Any:  # noqa: N802 - the name in Excel's object model
        self.fetched += 1
        return self.values


@dataclass(frozen=True)
class Excel:
    """xlwings as it is on Windows, and our functions declared through it."""

    functions: ModuleType
    windows: ModuleType
    udfs: ModuleType
    com_server: ModuleType

    def call_udf(self, name: str, *arguments: Any) -> Any:
        """Call a cell function as xlwings' COM server does."""
        return self.udfs.call_udf(self.functions.__name__, name, arguments)

    def from_vba(self, name: str, *arguments: Any) -> Any:
        """Call a cell function as VBA does: `XLPy.CallUDF(module, name, arguments)`."""
        return self.com_server.XLPython().CallUDF(self.functions.__name__, name, arguments)


def _modules() -> dict[str, ModuleType]:
    """Return pywin32's modules by name, with the names that xlwings needs."""

    def module(name: str, **names: Any) -> ModuleType:
        made = ModuleType(name)
        made.__spec__ = ModuleSpec(name, None)
        vars(made).update(names)
        return made

    def unwrap(value: Any) -> Any:
        raise ComError(f"{value!r} is not one of our own objects")

    class Dispatched:
        """A COM object behind pywin32's dynamic dispatch."""

    util = module("win32com.server.util", unwrap=unwrap, wrap=lambda obj, **_: obj)
    dispatcher, policy = module("win32com.server.dispatcher"), module("win32com.server.policy")
    server = module("win32com.server", util=util, dispatcher=dispatcher, policy=policy)
    client = module(
        "win32com.client",
        Dispatch=lambda obj, **_: obj,
        DispatchEx=lambda obj, **_: obj,
        CDispatch=type("CDispatch", (Dispatched,), {}),
        CoClassBaseClass=type("CoClassBaseClass", (Dispatched,), {}),
        DispatchBaseClass=type("DispatchBaseClass", (Dispatched,), {}),
    )
    made = [
        module("pywintypes", com_error=ComError, error=OSError, TimeType=TimeType, IID=str),
        module(
            "pythoncom",
            __file__="pythoncom.dll",
            com_error=ComError,
            CoInitialize=lambda: None,
            IID_IDispatch="IDispatch",
            TypeIIDs={"IDispatch": type("PyIDispatch", (), {})},
        ),
        module("win32com", client=client, server=server),
        client,
        server,
        util,
        dispatcher,
        policy,
        module("win32process", GetWindowThreadProcessId=lambda window: (window, window)),
        *map(module, ("win32api", "win32con", "win32event", "win32gui", "win32timezone")),
    ]
    return {m.__name__: m for m in made}


@contextmanager
def excel() -> Iterator[Excel]:
    """Run xlwings' Windows code on the stand-ins; afterwards everything is as it was."""
    with pytest.MonkeyPatch.context() as patch:
        for name, module in _modules().items():
            patch.setitem(sys.modules, name, module)
        for entry in ("oledll", "windll", "PyDLL"):
            patch.setattr(ctypes, entry, MagicMock(name=entry), raising=False)
        for name in (*XLWINGS_MODULES, "xl_kpi.excel.functions"):
            patch.delitem(sys.modules, name, raising=False)
        windows, udfs, com_server = map(import_module, XLWINGS_MODULES)
        atexit.unregister(windows.cleanup)  # it would look for processes of Excel
        engine = xw.main.Engine(impl=windows.engine)
        patch.setitem(xw.engines.engines_by_name, "excel", engine)
        for name, real in {"func": udfs.xlfunc, "arg": udfs.xlarg, "ret": udfs.xlret}.items():
            patch.setattr(xw, name, real)
        yield Excel(import_module("xl_kpi.excel.functions"), windows, udfs, com_server)
        udfs.com_executor.shutdown()
        com_server.loop.close()
        for name in (*XLWINGS_MODULES, "xl_kpi.excel.functions"):
            del sys.modules[name]
