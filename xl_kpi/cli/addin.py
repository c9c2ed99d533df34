"""What `xl-kpi addin` does: one function for each action."""

from __future__ import annotations

import argparse

from xl_kpi.cli.terminal import Terminal
from xl_kpi.language import Text


def build(options: argparse.Namespace, terminal: Terminal) -> None:
    """Write the add-in for the Python that is running, and beside it the help as you type."""
    from xl_kpi.catalog import KPIS
    from xl_kpi.excel.addin import build, intellisense_name, intellisense_xml, this_python
    from xl_kpi.workbook.parts.save import write_atomically

    settings = this_python(terminal.lang)
    write_atomically(options.out, build(settings))
    help_ = options.out.with_name(intellisense_name(options.out))
    write_atomically(help_, intellisense_xml(terminal.lang).encode())
    terminal.data(
        {"file": str(options.out), "intellisense": str(help_), "functions": len(KPIS), "python": settings.python}
    )
    terminal.line(
        Text(f"{options.out} : {len(KPIS)} fonctions KPI et l’onglet KPI.",
             f"{options.out}: {len(KPIS)} KPI functions and the KPI tab.")
    )  # fmt: skip


def install(options: argparse.Namespace, terminal: Terminal) -> None:
    """Install the add-in for the current user."""
    from xl_kpi.excel.install import install as run
    from xl_kpi.excel.machine import this_machine

    done = run(this_machine(), outside=options.server, lang=terminal.lang)
    terminal.data(done.as_dict())
    terminal.line(done.text(terminal.lang))


def remove(options: argparse.Namespace, terminal: Terminal) -> None:
    """Take the add-in away."""
    from xl_kpi.excel.install import remove as run
    from xl_kpi.excel.machine import this_machine

    gone = run(this_machine())
    terminal.data({"removed": [str(path) for path in gone]})
    for path in gone:
        terminal.line(Text(f"Supprimé : {path}", f"Removed: {path}"))
    if not gone:
        terminal.line(Text("Le complément n’était pas installé.", "The add-in was not installed."))


def doctor(options: argparse.Namespace, terminal: Terminal) -> int:
    """Tell what keeps the add-in from working; 1 where something does."""
    from xl_kpi.excel.doctor import examine
    from xl_kpi.excel.machine import this_machine

    checks = examine(this_machine())
    ok = all(check.status != "problem" for check in checks)
    terminal.data({"ok": ok, "checks": [check.as_dict(terminal.lang) for check in checks]})
    words = {"ok": Text("ok", "ok"), "note": Text("à savoir", "note"), "problem": Text("PROBLÈME", "PROBLEM")}
    for check in checks:
        terminal.line(f"{words[check.status][terminal.lang]:9} {check.name:18} {check.found[terminal.lang]}")
        if check.advice:
            terminal.line(f"{'':28} → {check.advice[terminal.lang]}")
    return 0 if ok else 1


def serve(options: argparse.Namespace, terminal: Terminal) -> None:
    """Answer Excel until the window is closed."""
    from xl_kpi.excel.serve import serve as run

    ready = Text("Prêt pour Excel. Laissez cette fenêtre ouverte.", "Ready for Excel. Leave this window open.")
    run(lambda: terminal.line(ready))
