"""Recalculates hostile files, each in a process of its own: what came of it, and at what cost.

Run as a module, it reads a path a line and answers with one line of JSON.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import traceback
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any, Self

from xl_kpi.errors import UserError
from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.workbook.engines.processes import environment

SECONDS = 60  # after which a case has hung; a time limit of the engine is far below
ENGINE_SECONDS = 2.0


def outcome(path: Path, limits: Limits) -> dict[str, Any]:
    """Recalculate a file as it stands; tell the value of B1 or the refusal, or what should never be seen."""
    from xl_kpi.workbook import recalculate

    try:
        report = recalculate(path, limits=limits)
    except UserError as refusal:
        return {"refused": refusal.text.en, "french": refusal.text.fr}
    except BaseException:  # noqa: BLE001 - this is what the test must see
        return {"traceback": traceback.format_exc()}
    return {"formulas": report.formulas, "kept": {k.cell: k.reason.en for k in report.kept}, "written": report.written}


def in_a_child(path: Path, limits: Limits) -> dict[str, Any]:
    """Return the outcome, the signal that ended the process if one did, and its memory in MiB."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        signal.alarm(SECONDS)
        with os.fdopen(writing, "w") as stream:
            json.dump(outcome(path, limits), stream)
        os._exit(0)
    os.close(writing)
    with os.fdopen(reading) as stream:
        said = stream.read()
    _, status, used = os.wait4(child, 0)
    found = json.loads(said) if said else {}
    return {**found, "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0, "memory": used.ru_maxrss // 1024}


class Runner:
    """A process that runs cases, started once for all of them."""

    def __enter__(self) -> Self:
        """Start it."""
        command = [sys.executable, "-m", "tests.hostile.runner"]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment()
        )
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        self._process.communicate()

    def run(self, path: Path) -> dict[str, Any]:
        """Return what came of a file."""
        assert self._process.stdin and self._process.stdout
        print(path, file=self._process.stdin, flush=True)
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found


def main() -> None:
    """Answer until the input ends."""
    import defusedxml.ElementTree  # noqa: F401 - loaded once, not in every child
    import formualizer  # noqa: F401

    from xl_kpi.workbook.analysis import walker  # noqa: F401
    from xl_kpi.workbook.engines import isolated
    from xl_kpi.workbook.engines.bridge import catalogue_functions

    catalogue_functions()
    isolated._STARTUP_SECONDS = 5.0
    limits = replace(DEFAULT, seconds=ENGINE_SECONDS)
    for line in sys.stdin:
        print(json.dumps(in_a_child(Path(line.rstrip("\n")), limits)), flush=True)


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        main()
