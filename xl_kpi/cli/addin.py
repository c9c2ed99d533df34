"""What `xl-kpi addin` does: one function for each action."""

from __future__ import annotations

import argparse

from xl_kpi.cli.terminal import Terminal
from xl_kpi.language import Text


def build(options: argparse.Namespace, terminal: Terminal) -> None:
    """Write the add-in for the Python that is running."""
    from xl_kpi.catalog import KPIS
    from xl_kpi.excel.addin import build, this_python
    from xl_kpi.workbook.save import write_atomically

    settings = this_python()
    write_atomically(options.out, build(settings))
    terminal.data({"file": str(options.out), "functions": len(KPIS), "python": settings.python})
    terminal.line(
        Text(f"{options.out} : {len(KPIS)} fonctions KPI et l’onglet KPI.",
             f"{options.out}: {len(KPIS)} KPI functions and the KPI tab.")
    )  # fmt: skip
