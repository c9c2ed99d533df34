"""Run under Windows (or Wine): install, examine and remove the add-in for a user whose name has accents.

The first argument is a folder with the pure-Python packages that the Windows Python lacks. Prints one JSON line.
"""

from __future__ import annotations

import contextlib
import io
import json
import os
import sys
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parents[3]), sys.argv[1]]
os.environ["APPDATA"] = r"C:\Zoé à Paris\Roaming"


def said(*arguments: str) -> Any:
    """Return the exit code of a command and the JSON that it prints."""
    from xl_kpi.cli import main as command

    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = command(["addin", *arguments, "--json", "--lang", "en"])
    return [code, json.loads(out.getvalue())]


def main() -> None:
    from xl_kpi.excel.machine import this_machine

    commands = (("install",), ("install", "--server"), ("doctor",), ("remove",), ("remove",))
    version = this_machine().registry.values(r"HKLM\SOFTWARE\Microsoft\Windows NT\CurrentVersion")
    print(json.dumps({"said": [said(*c) for c in commands], "windows": version.get("ProductName")}))


if __name__ == "__main__":
    main()
