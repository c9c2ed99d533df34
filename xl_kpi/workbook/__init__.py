"""The only code that opens workbooks: guarded reading, recalculation, table rows, atomic saving.

Names are imported when first used, so that `import xl_kpi.workbook` costs next to nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xl_kpi.workbook.calculate import calculate, evaluate_formula
    from xl_kpi.workbook.package import Package, open_package
    from xl_kpi.workbook.recalc import recalculate, recalculate_package
    from xl_kpi.workbook.report import Report
    from xl_kpi.workbook.sheets import Book
    from xl_kpi.workbook.tables import read_table, set_cells, write_rows

__all__ = [
    "Book",
    "Package",
    "Report",
    "calculate",
    "evaluate_formula",
    "open_package",
    "read_table",
    "recalculate",
    "recalculate_package",
    "set_cells",
    "write_rows",
]

_HOMES = {
    "calculate": ("calculate", "evaluate_formula"),
    "package": ("Package", "open_package"),
    "recalc": ("recalculate", "recalculate_package"),
    "report": ("Report",),
    "sheets": ("Book",),
    "tables": ("read_table", "set_cells", "write_rows"),
}


def __getattr__(name: str) -> Any:
    """Import a public name from its module when it is first used."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"xl_kpi.workbook.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
