"""The Python that Excel connects to where a company keeps Office from starting programs."""

from __future__ import annotations

import sys
from collections.abc import Callable
from importlib import import_module

from xl_kpi.errors import UserError
from xl_kpi.excel.addin import SERVER_CLSID


def serve(ready: Callable[[], object]) -> None:
    """Answer Excel's calls under the fixed identifier until interrupted; `ready` is called once before."""
    if sys.platform != "win32":
        raise UserError("Le serveur d’Excel n’existe que sur Windows.", "The server for Excel exists on Windows only.")
    import_module("xl_kpi.excel.functions")  # now, rather than while the first cell waits
    ready()
    xlwings = import_module("xlwings")
    try:
        xlwings.serve(SERVER_CLSID)
    except KeyboardInterrupt:
        return
