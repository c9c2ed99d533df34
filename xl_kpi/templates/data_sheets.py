"""The data tabs: one Excel Table per declared table, with one blank row to fill."""

from __future__ import annotations

from typing import Any

from xl_kpi.catalog.measures import Measure
from xl_kpi.catalog.tables import DataTable, Dimension
from xl_kpi.language import Lang, Text
from xl_kpi.templates import style
from xl_kpi.templates.layout import Layout
from xl_kpi.templates.lists_sheet import validation
from xl_kpi.templates.pages import Pick
from xl_kpi.templates.sheet import A4
from xl_kpi.templates.style import Styles

TEXT_WIDTHS = {"campaign": 34, "ad_group": 28, "ad": 28, "source": 18, "account": 18, "channel": 24, "response": 28}
WRAPPED = {
    "excluded": 58,
    "totals": 34,
    "gaps": 26,
    "unmapped": 26,
    "unusual": 30,
    "freshness": 20,
}  # of import quality
TALL = 46  # points: three lines, for the rows of a table with such columns
TEXT_WIDTHS |= {"file": 30} | WRAPPED
TEXT_WIDTHS |= {"action": 44, "tool": 22, "owner": 22, "kpi": 46, "decision": 60, "objective": 24, "budget": 26}
TEXT_WIDTHS |= {"item": 34, "frequency": 18}
MINIMUM_WIDTH = 13
VALIDATED_ROWS = 2000
PRINTED_ROWS = 40  # the head of a table stands for it in a printed report
_PRINTED = Text("les {n} premières lignes", "the first {n} rows")


def write_table(sheet: Any, styles: Styles, layout: Layout, table: DataTable) -> None:
    """Fill the sheet of one data table: header, one blank row, formats for every row to come."""
    columns, lang = [], layout.lang
    tall = any(c.name in WRAPPED for c in table.columns)
    if tall:
        sheet.set_default_row(TALL)
    choices = {c.column[1]: c for c in layout.template.choices if c.column[0] == table.id}
    for i, column in enumerate(table.columns):
        label = column.label[lang]
        text = isinstance(column, Dimension) and column.kind != "count"
        look: dict[str, Any] = {"align": "left", "indent": 1} if text else {"align": "right"}
        wrap = {"text_wrap": text, "valign": "top"} if tall else {}
        fmt = styles.data(num_format=number_format(column, lang), **look, **wrap)
        header = styles.header(**look)
        # the width counts the filter's button
        sheet.set_column(i, i, max(MINIMUM_WIDTH, len(label) + 4, TEXT_WIDTHS.get(column.name, 0)), fmt)
        columns.append({"header": label, "header_format": header, "format": fmt})
        sheet.write_blank(1, i, None, fmt)
        if column.name == "status":
            _light(sheet, styles, i)
        if column.name in choices:
            sheet.data_validation(1, i, VALIDATED_ROWS, i, validation(choices[column.name], lang))
        for pick in (p for p in layout.template.picks if p.column == (table.id, column.name)):
            sheet.data_validation(1, i, VALIDATED_ROWS, i, _narrowed(pick, table, lang))
    sheet.set_row(0, 24)
    options = {"name": table.name[lang], "columns": columns, "style": "Table Style Light 1"}
    sheet.add_table(0, 0, 1, len(columns) - 1, options)
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.set_paper(A4)
    printed = PRINTED_ROWS // 2 if tall else PRINTED_ROWS
    sheet.print_area(0, 0, printed, len(columns) - 1)
    sheet.fit_to_pages(1, 1)
    sheet.set_footer(f"&L&9&A&C&9{_PRINTED[lang].format(n=printed)}&R&9&P / &N")


def _light(sheet: Any, styles: Styles, column: int) -> None:
    """Show OK in green and any other status in amber."""
    cell = f"${chr(ord('A') + column)}2"
    for light, criteria in (("good", f'={cell}="OK"'), ("near", f'=AND({cell}<>"",{cell}<>"OK")')):
        fill, ink, _ = style.LIGHTS[light]
        shown = styles.conditional(font_color=ink, bg_color=fill, bold=True)
        rule = {"type": "formula", "criteria": criteria, "format": shown}
        sheet.conditional_format(1, column, VALIDATED_ROWS, column, rule)


def _narrowed(pick: Pick, table: DataTable, lang: Lang) -> dict[str, str]:
    """Return what Excel accepts in a cell: the names of the group chosen in the same row, or any of them."""
    letter = chr(ord("A") + next(i for i, c in enumerate(table.columns) if c.name == pick.by))
    names, groups, chosen = pick.name[lang], pick.groups[lang], f"${letter}2"
    first = f"MATCH({chosen},{groups},0)"
    some = f"INDEX({names},{first}):INDEX({names},{first}+COUNTIF({groups},{chosen})-1)"
    return {"validate": "list", "source": f'=IF({chosen}="",{names},{some})', "error_type": "warning"}


def number_format(column: Dimension | Measure, lang: Lang) -> str:
    """Return the number format of a column."""
    if isinstance(column, Dimension):
        return {"date": style.DATE[lang], "count": "#,##0", "text": "@"}[column.kind]
    if column.unit == "currency":
        return "#,##0.00"
    if column.unit == "score":
        return "0"
    if column.unit == "number":
        return "#,##0.###"
    # platforms count fractions of a conversion
    return "#,##0.0" if column.name == "conversions" else "#,##0"
