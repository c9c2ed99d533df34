"""The parameters sheet: inputs, results, targets, names to follow."""

from __future__ import annotations

from typing import Any

from xl_kpi.formulas.units import Unit
from xl_kpi.language import Text
from xl_kpi.templates import sheet as shared
from xl_kpi.templates import style, words
from xl_kpi.templates.layout import (
    CHOICES,
    ENTRY_LABEL,
    ENTRY_NAME,
    INPUT_ROW,
    MONTH_NAME,
    Layout,
)
from xl_kpi.templates.parameters import EVERYTHING, MONTH_LIST, Parameter
from xl_kpi.templates.style import Styles

WIDTHS = {"A": 2, "B": 50, "C": 28, "D": 13, "E": 60, "F": 3, "G": 32, "H": 32, "I": 3, "J": 15, "K:M": 26}
ROW_HEIGHT = 21
_SUBTITLE = Text(
    "Les cellules à fond jaune se remplissent ; tout le reste se calcule.",
    "Fill in the cells with a yellow background; all else is computed.",
)
_HEADINGS = {
    "inputs": Text("À renseigner", "To fill in"),
    "results": Text("Calculé à partir des données et de vos choix", "Computed from the data and your choices"),
    "targets": Text("Objectifs de la période", "Targets of the period"),
    "months": Text("Noms des mois", "Month names"),
}
_TARGET_NOTE = Text(
    "Videz la cellule d’un indicateur que vous ne suivez pas : il n’aura pas de statut.",
    "Clear the cell of a KPI you do not follow: it will show no status.",
)
_BETTER = Text("Le mieux", "Better")
_GREY: dict[str, Any] = {"font_color": style.GREY, "font_size": 10}
_IN_EXPORTS = Text("Nom dans l’export", "Name in the export")


def write_parameters(book: Any, sheet: Any, styles: Styles, layout: Layout) -> None:
    """Fill the parameters sheet and define its names."""
    lang = layout.lang
    for column, width in WIDTHS.items():
        sheet.set_column(column if ":" in column else f"{column}:{column}", width)
    shared.write_title(sheet, styles, words.PARAMETERS[lang], _SUBTITLE[lang])
    hidden = styles(font_color=style.WHITE, font_size=8)
    amount = f'="{words.AMOUNT[lang]} ("&{layout.name("currency")}&")"'
    sheet.write_formula(shared.AMOUNT_CELL, amount, hidden, f"{words.AMOUNT[lang]} (EUR)")
    groups = (("inputs", layout.inputs, INPUT_ROW), ("results", layout.results, layout.result_row))
    for key, parameters, row in groups:
        _heading(sheet, styles, f"B{row - 1}:E{row - 1}", _HEADINGS[key][lang])
        for i, parameter in enumerate(parameters):
            _write_parameter(book, sheet, styles, layout, parameter, row + i)
    _write_targets(sheet, styles, layout)
    _write_listings(book, sheet, styles, layout)
    _write_months(book, sheet, styles, layout)
    _write_choices(sheet, styles, layout)
    sheet.freeze_panes(2, 0)
    rows = [INPUT_ROW + 12, layout.result_row + len(layout.results), *layout.target_rows.values()]
    listed = (layout.listing_rows[listing.id] + listing.size for listing in layout.template.listings)
    last = max(*rows, *listed) + 1
    for row in range(INPUT_ROW - 1, last + 1):
        sheet.set_row(row - 1, ROW_HEIGHT)
    shared.set_up_page(sheet, layout.template.title[lang], lang, f"A1:{MONTH_NAME}{last}", flowing=True)
    shared.protect(sheet)


def _heading(sheet: Any, styles: Styles, area: str, text: str) -> None:
    first, _, last = area.partition(":")
    row = int(first[1:])
    fmt = styles.heading(bottom=2, bottom_color=style.NAVY)
    for column in range(ord(first[0]), ord(last[0]) + 1):
        sheet.write_blank(f"{chr(column)}{row}", None, fmt)
    sheet.write_string(first, text, fmt)


def _write_parameter(book: Any, sheet: Any, styles: Styles, layout: Layout, parameter: Parameter, row: int) -> None:
    lang, cell = layout.lang, f"C{row}"
    formats = {"text": "General", "date": style.DATE[lang], "month": style.DATE[lang], "number": "0.0", "count": "0",
               "fraction": style.localized("0%", lang)}  # fmt: skip
    shown = {"num_format": formats[parameter.shown], "align": "left", "indent": 1}
    sheet.write_string(f"B{row}", parameter.label[lang], styles.cell())
    sheet.write_string(f"D{row}", parameter.note[lang], styles.cell(**_GREY, indent=1))
    sheet.write_blank(f"E{row}", None, styles.cell())
    book.define_name(parameter.name[lang], f"={layout.parameters}!$C${row}")
    if parameter.computed:
        sheet.write_formula(cell, layout.result(parameter), styles.cell(**shown), "")
        return
    default = parameter.default
    value = default[lang] if isinstance(default, Text) else default
    sheet.write(cell, value, styles.input(**shown))
    sheet.data_validation(cell, _validation(parameter, layout))


def _validation(parameter: Parameter, layout: Layout) -> dict[str, Any]:
    """Return what Excel accepts in an input cell, with the note as its prompt."""
    lang = layout.lang
    prompt = {"input_title": parameter.label[lang][:32], "input_message": parameter.note[lang]}
    if parameter.choices:
        return prompt | {"validate": "list", "source": [choice[lang] for choice in parameter.choices]}
    for column, filter_ in zip(CHOICES, layout.template.filters, strict=False):
        if parameter.id == filter_.input:
            last = INPUT_ROW + layout.template.listing(filter_.listing).size
            return prompt | {"validate": "list", "source": f"=${column}${INPUT_ROW}:${column}${last}"}
    if parameter.shown == "month":
        return prompt | {"validate": "date", "criteria": ">=", "value": 36526}  # 1 January 2000
    if parameter.shown == "fraction":
        return prompt | {"validate": "decimal", "criteria": "between", "minimum": 0, "maximum": 1}
    if parameter.shown == "number":
        return prompt | {"validate": "decimal", "criteria": ">", "value": 0}
    return prompt | {"validate": "any"}


def _write_targets(sheet: Any, styles: Styles, layout: Layout) -> None:
    if not layout.target_rows:
        return
    lang, row = layout.lang, min(layout.target_rows.values()) - 1
    _heading(sheet, styles, f"B{row}:E{row}", _HEADINGS["targets"][lang])
    under: dict[str, Any] = {"bottom": 2, "bottom_color": style.NAVY} | _GREY
    sheet.write_string(f"D{row}", _BETTER[lang], styles(**under, align="center"))
    sheet.write_string(f"E{row}", words.OWNER[lang], styles(**under, indent=1))
    for id_, target_row in layout.target_rows.items():
        line = layout.template.line(id_)
        fmt = style.value_format(line.shown_unit, line.number_format, lang)
        sheet.write_string(f"B{target_row}", line.title[lang], styles.cell())
        sheet.write_number(f"C{target_row}", line.target, styles.input(num_format=fmt, align="left", indent=1))
        sheet.write_string(f"D{target_row}", words.BETTER[line.better][lang], styles.cell(align="center"))
        sheet.write_blank(f"E{target_row}", None, styles.input(indent=1))
        if line.shown_unit is Unit.CURRENCY:
            shared.show_currency(sheet, styles, layout, f"C{target_row}", line.number_format)
    sheet.write_string(f"B{max(layout.target_rows.values()) + 1}", _TARGET_NOTE[lang], styles.note(**_GREY))


def _write_listings(book: Any, sheet: Any, styles: Styles, layout: Layout) -> None:
    lang = layout.lang
    grey = styles.note(**_GREY)
    for listing in layout.template.listings:
        row = layout.listing_rows[listing.id]
        _heading(sheet, styles, f"G{row - 1}:H{row - 1}", listing.title[lang])
        sheet.write_string(f"H{row - 1}", _IN_EXPORTS[lang], styles(bottom=2, bottom_color=style.NAVY, **_GREY))
        for i in range(listing.size):
            cells = f"{ENTRY_LABEL}{row + i}", f"{ENTRY_NAME}{row + i}"
            if i < len(listing.entries):
                for cell, text in zip(cells, listing.entries[i], strict=True):
                    sheet.write_string(cell, text[lang], styles.input(indent=1))
            else:  # the name serves as the label until one is typed over it
                sheet.write_formula(cells[0], f'=IF({cells[1]}="","",{cells[1]})', styles.input(indent=1), "")
                sheet.write_blank(cells[1], None, styles.input(indent=1))
        for column, name in ((ENTRY_LABEL, listing.labels), (ENTRY_NAME, listing.names)):
            area = f"${column}${row}:${column}${row + listing.size - 1}"
            book.define_name(name[lang], f"={layout.parameters}!{area}")
        sheet.write_string(f"G{row + listing.size}", listing.note[lang], grey)


def _write_choices(sheet: Any, styles: Styles, layout: Layout) -> None:
    """Write what each filter offers: everything, then the labels of its listing."""
    lang = layout.lang
    for column, filter_ in zip(CHOICES, layout.template.filters, strict=False):
        label = next(p.label[lang] for p in layout.inputs if p.id == filter_.input)
        _heading(sheet, styles, f"{column}{INPUT_ROW - 1}:{column}{INPUT_ROW - 1}", label)
        sheet.write_string(f"{column}{INPUT_ROW}", EVERYTHING[lang], styles.cell(**_GREY))
        for i in range(layout.template.listing(filter_.listing).size):
            entry = layout.entry(filter_.listing, i, ENTRY_LABEL)
            sheet.write_formula(f"{column}{INPUT_ROW + 1 + i}", f'=IF({entry}="","",{entry})', styles.cell(**_GREY), "")


def _write_months(book: Any, sheet: Any, styles: Styles, layout: Layout) -> None:
    lang, row = layout.lang, INPUT_ROW
    _heading(sheet, styles, f"{MONTH_NAME}{row - 1}:{MONTH_NAME}{row - 1}", _HEADINGS["months"][lang])
    for i, name in enumerate(words.MONTH_NAMES[lang]):
        sheet.write_string(f"{MONTH_NAME}{row + i}", name, styles.cell(**_GREY))
    book.define_name(MONTH_LIST[lang], f"={layout.parameters}!${MONTH_NAME}${row}:${MONTH_NAME}${row + 11}")
