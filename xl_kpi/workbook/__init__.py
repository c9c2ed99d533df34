"""The only code that opens workbooks: guarded reading, recalculation, table rows, atomic saving.

Names are imported when first used, so that `import xl_kpi.workbook` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xl_kpi.workbook.one_formula import Calculation, calculate
    from xl_kpi.workbook.parts.cached import named_cell, named_column, read_name
    from xl_kpi.workbook.parts.kept import save_keeping, undo
    from xl_kpi.workbook.parts.package import Package, open_package
    from xl_kpi.workbook.parts.sheets import Book
    from xl_kpi.workbook.recalc import recalculate, recalculate_package
    from xl_kpi.workbook.report import Report
    from xl_kpi.workbook.rows.open_workbook import FileWorkbook, OpenWorkbook
    from xl_kpi.workbook.rows.row_plan import count_unchanged
    from xl_kpi.workbook.rows.tables import read_table, set_cells, write_rows
    from xl_kpi.workbook.tracing import Traced, trace

__all__ = [
    "Book",
    "Calculation",
    "FileWorkbook",
    "OpenWorkbook",
    "Package",
    "Report",
    "Traced",
    "calculate",
    "count_unchanged",
    "named_cell",
    "named_column",
    "open_package",
    "read_name",
    "read_table",
    "recalculate",
    "recalculate_package",
    "save_keeping",
    "set_cells",
    "trace",
    "undo",
    "write_rows",
]

_HOMES = {
    "parts.cached": ("named_cell", "named_column", "read_name"),
    "parts.kept": ("save_keeping", "undo"),
    "one_formula": ("Calculation", "calculate"),
    "rows.open_workbook": ("FileWorkbook", "OpenWorkbook"),
    "parts.package": ("Package", "open_package"),
    "recalc": ("recalculate", "recalculate_package"),
    "report": ("Report",),
    "parts.sheets": ("Book",),
    "rows.row_plan": ("count_unchanged",),
    "tracing": ("Traced", "trace"),
    "rows.tables": ("read_table", "set_cells", "write_rows"),
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first used."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"xl_kpi.workbook.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
