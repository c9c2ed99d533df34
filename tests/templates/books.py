"""Template workbooks filled with rows, as a user would."""

from __future__ import annotations

import datetime as dt
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Lang, Text
from xl_kpi.templates import TEMPLATES, path, words
from xl_kpi.templates.layout import Layout
from xl_kpi.workbook import open_package, recalculate_package, set_cells, write_rows


def filled(
    id_: str, folder: Path, lang: Lang, rows: dict[str, list[dict[str, Any]]], **settings: Text | float | dt.date
) -> Path:
    """Return a template's workbook with rows in its tables and some parameters set, recalculated."""
    package = open_package(path(id_, lang))
    for table_id, records in rows.items():
        table = TABLES[table_id]
        label = {column.name: column.label[lang] for column in table.columns}
        columns = list(records[0])
        values = [[record[c] for c in columns] for record in records]
        write_rows(
            package,
            table.name[lang],
            [label[c] for c in columns],
            values,
            [label[k] for k in table.key if k in columns],
        )
    cells = {name: Layout(TEMPLATES[id_], lang).input_cell(name) for name in settings}
    set_cells(
        package,
        {
            (words.PARAMETERS[lang], cells[name]): value[lang] if isinstance(value, Text) else value
            for name, value in settings.items()
        },
    )
    report = recalculate_package(package)
    assert report.kept == () and report.errors == ()
    out = folder / "book.xlsx"
    package.save(out)
    return out


@cache
def load(file: Path) -> Any:
    """Return a workbook with the values that its cells show."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # openpyxl does not know sparklines
        return openpyxl.load_workbook(file, data_only=True)
