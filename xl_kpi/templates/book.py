"""Build a template workbook with XlsxWriter, the same bytes every time."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from xl_kpi.catalog.tables import QUALITY
from xl_kpi.language import Lang
from xl_kpi.templates import style, words
from xl_kpi.templates.data_sheets import write_table
from xl_kpi.templates.declaration import Template
from xl_kpi.templates.help_sheet import write_help
from xl_kpi.templates.layout import Layout
from xl_kpi.templates.lists_sheet import write_lists
from xl_kpi.templates.named_styles import name_styles
from xl_kpi.templates.page_sheet import write_page
from xl_kpi.templates.parameters_sheet import write_parameters
from xl_kpi.templates.report import write_tab
from xl_kpi.templates.style import Styles
from xl_kpi.templates.summary import write_summary

CALCULATION_ID = 191029  # Excel 2019 and later: an older one makes Excel recalculate on opening
CREATED = datetime(2026, 1, 1, tzinfo=UTC).replace(tzinfo=None)


def draw(template: Template, lang: Lang) -> bytes:
    """Return the workbook with its formulas, results not yet computed."""
    from xlsxwriter import Workbook

    from xl_kpi.workbook import Package

    buffer = BytesIO()
    book = Workbook(buffer, {"in_memory": True, "use_future_functions": True})
    book.set_properties(
        {
            "title": template.title[lang],
            "comments": template.description[lang],
            "author": "xl-kpi",
            "created": CREATED,
        }
    )
    book.set_size(28800, 17000)
    # without the add-in a recalculation on opening would turn every KPI_* into #NAME?
    book.calc_on_load = False
    book.set_calc_mode("auto", CALCULATION_ID)
    layout, styles = Layout(template, lang), Styles(book)
    tabs = [
        *([(words.SUMMARY[lang], style.NAVY)] if template.headline else []),
        *((page.name[lang], style.NAVY) for page in template.pages),
        *((tab.name[lang], style.TEAL) for tab in template.tabs),
        (words.PARAMETERS[lang], style.OCHRE),
        *([(words.LISTS[lang], style.OCHRE)] if template.choices else []),
        (words.HELP[lang], style.OCHRE),
        *((table.sheet[lang], style.GREY) for table in (*template.data, QUALITY)),
    ]
    sheets = {name: book.add_worksheet(name) for name, _ in tabs}
    for name, colour in tabs:
        sheets[name].set_tab_color(colour)
    if template.headline:
        write_summary(book, sheets[words.SUMMARY[lang]], styles, layout)
    for page in template.pages:
        write_page(book, sheets[page.name[lang]], styles, layout, page)
    for tab in template.tabs:
        write_tab(book, sheets[tab.name[lang]], styles, layout, tab)
    write_parameters(book, sheets[words.PARAMETERS[lang]], styles, layout)
    if template.choices:
        write_lists(book, sheets[words.LISTS[lang]], styles, layout)
    write_help(sheets[words.HELP[lang]], styles, layout)
    for table in (*template.data, QUALITY):
        write_table(sheets[table.sheet[lang]], styles, layout, table)
    book.close()
    package = Package(Path(f"{template.id}.xlsx"), buffer.getvalue())
    name_styles(package, styles.named(lang))
    return package.to_bytes()
