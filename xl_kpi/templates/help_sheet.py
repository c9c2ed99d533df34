"""The help sheet: the steps, the exports, what each sheet is, how to read a status, what every KPI means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from xl_kpi.language import Text
from xl_kpi.templates import help_texts, style, words
from xl_kpi.templates import sheet as shared
from xl_kpi.templates.layout import Layout, quoted
from xl_kpi.templates.style import Styles

WIDTHS = {"A": 2, "B": 40, "C": 44, "D": 92}
HEAD, CODE, EXPLANATION = "BCD"
_TERM_CHARS, _NARROW_CHARS, _WIDE_CHARS = 42, 100, 148  # of column B, of D, of C and D together
_HEADING_HEIGHT, _GAP = 26, 15
_SCALE = 77  # at which the columns are one page wide
_PAGE_HEIGHT = 660  # points of rows on one printed page at that scale

_SUBTITLE = Text("De vos données à une page pour la direction.", "From your data to a page for the board.")
_STEPS = Text("Les étapes", "Step by step")
_EXPORTS = Text(
    "Vos exports : où les trouver, l’onglet qu’ils remplissent", "Your exports: where to find them, the sheet they fill"
)
_READING = Text("Lire les résultats", "Reading the results")
_SHEETS = Text("Les onglets", "The sheets")
_KPIS = Text("Les indicateurs et leurs fonctions", "The KPIs and their functions")
_TABLE_NOTE = Text("Tableau {name} : {columns}", "Table {name}: {columns}")
_SETTINGS = Text(
    "Période, devise, hypothèses, objectifs, noms suivis.", "Period, currency, assumptions, targets, names."
)
_LISTS = Text("Ce que proposent les listes déroulantes des données.", "What the drop-down lists of the data offer.")
_SUMMARY = Text(
    "Les indicateurs clés, leur objectif, leur statut, trois graphiques.",
    "The headline KPIs, their targets, their status, three charts.",
)

Row = tuple[str, str, str]  # a term, a command or a function or nothing, an explanation


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    rows: list[Row]
    links: bool = False


def write_help(sheet: Any, styles: Styles, layout: Layout) -> None:
    """Fill the help sheet."""
    lang = layout.lang
    for column, width in WIDTHS.items():
        sheet.set_column(f"{column}:{column}", width)
    shared.write_title(sheet, styles, words.HELP[lang], _SUBTITLE[lang])
    row, used, breaks = 4, 33 + 19 + _GAP, []
    for section in _sections(layout):
        height = _HEADING_HEIGHT
        if used + height + sum(map(_height, section.rows[:2])) > _PAGE_HEIGHT:  # no heading at the foot of a page
            breaks.append(row)
            used = 0
        _write_heading(sheet, styles, row, section.title)
        for row, entry in enumerate(section.rows, row + 1):  # noqa: B020 - the row goes on
            height += _height(entry)
            if used + height > _PAGE_HEIGHT:
                breaks.append(row)
                used = height = 0
            _write_row(sheet, styles, row, entry, links=section.links)
        used += height + _GAP
        row += 2
    shared.set_up_page(
        sheet, layout.template.title[lang], lang, f"A1:D{row - 2}", breaks=breaks, scale=_SCALE, repeated=None
    )
    shared.protect(sheet)


def _sections(layout: Layout) -> Iterator[_Section]:
    lang, template = layout.lang, layout.template
    yield _Section(_STEPS[lang], help_texts.steps(template, layout.home, lang))
    if exports := help_texts.exports(template):
        yield _Section(_EXPORTS[lang], [(tool[lang], sheet[lang], place[lang]) for tool, sheet, place in exports])
    yield _Section(_READING[lang], [(head[lang], "", text[lang]) for head, text in help_texts.reading(template)])
    yield _Section(_SHEETS[lang], _sheets(layout), links=True)
    if template.kpis:
        yield _Section(_KPIS[lang], [(kpi.title[lang], kpi.name, kpi.help[lang]) for kpi in template.kpis])


def _sheets(layout: Layout) -> list[Row]:
    lang, template = layout.lang, layout.template
    rows = [(words.SUMMARY[lang], "", _SUMMARY[lang])] if template.headline else []
    rows += [(page.name[lang], "", page.question[lang]) for page in template.pages]
    rows += [(tab.name[lang], "", tab.question[lang]) for tab in template.tabs]
    rows.append((words.PARAMETERS[lang], "", _SETTINGS[lang]))
    if template.choices:
        rows.append((words.LISTS[lang], "", _LISTS[lang]))
    for table in template.data:
        note = _TABLE_NOTE[lang].format(name=table.name[lang], columns=", ".join(table.header(lang)))
        rows.append((table.sheet[lang], "", note))
    return rows


def _height(row: Row) -> int:
    """Return the height of a row in points, tall enough for its wrapped texts."""
    head, code, explanation = row
    width = _NARROW_CHARS if code else _WIDE_CHARS
    return 6 + 15 * max(-(-len(explanation) // width), -(-len(head) // _TERM_CHARS))


def _write_heading(sheet: Any, styles: Styles, row: int, title: str) -> None:
    heading = styles.heading(font_size=13, bottom=2, bottom_color=style.NAVY)
    sheet.set_row(row - 1, _HEADING_HEIGHT)
    for column in (CODE, EXPLANATION):
        sheet.write_blank(f"{column}{row}", None, heading)
    sheet.write_string(f"{HEAD}{row}", title, heading)


def _write_row(sheet: Any, styles: Styles, row: int, entry: Row, *, links: bool) -> None:
    head, code, explanation = entry
    sheet.set_row(row - 1, _height(entry))
    text = styles.cell(text_wrap=True)
    if links:
        link = styles.cell(font_color=style.BLUE, underline=1)
        sheet.write_url(f"{HEAD}{row}", f"internal:{quoted(head)}!A1", link, head)
    else:
        sheet.write_string(f"{HEAD}{row}", head, styles.cell(bold=True, text_wrap=True))
    if code:
        sheet.write_string(f"{CODE}{row}", code, styles.cell(font_color=style.BLUE))
        sheet.write_string(f"{EXPLANATION}{row}", explanation, text)
    else:
        sheet.merge_range(f"{CODE}{row}:{EXPLANATION}{row}", explanation, text)
