"""The help sheet: five steps, what each sheet is, how to read a status, what every KPI means."""

from __future__ import annotations

from typing import Any

from xl_kpi.language import Text
from xl_kpi.templates import sheet as shared
from xl_kpi.templates import style, words
from xl_kpi.templates.layout import Layout, quoted
from xl_kpi.templates.style import Styles

WIDTHS = {"A": 2, "B": 44, "C": 24, "D": 104}
_NARROW_CHARS, _WIDE_CHARS = 116, 142  # of column D, of C and D together

_SUBTITLE = Text("De vos exports à une page pour la direction.", "From your exports to a page for the board.")
_STEPS_TITLE = Text("Les étapes", "Step by step")
_STEPS = (
    (
        Text("1. Exporter", "1. Export"),
        Text(
            "Téléchargez vos rapports : Google Ads, Meta Ads, GA4, Mailchimp, Typeform… avec une colonne de date.",
            "Download your reports: Google Ads, Meta Ads, GA4, Mailchimp, Typeform… with a date column.",
        ),
    ),
    (
        Text("2. Importer", "2. Import"),
        Text(
            "xl-kpi import classeur.xlsx export1.csv export2.csv remplit les onglets de données ; vous pouvez aussi y "
            "coller des lignes. L’onglet « Données activité » se remplit à la main, une ligne par mois.",
            "xl-kpi import book.xlsx export1.csv export2.csv fills the data tabs; you may also paste rows there. "
            "Fill in the tab “Data Business” by hand, one row per month.",
        ),
    ),
    (
        Text("3. Régler", "3. Set"),
        Text(
            "Onglet « Paramètres » : société, devise, durée de la période, marge, objectifs, noms des canaux.",
            "Tab “Parameters”: company, currency, period length, margin, targets, names of channels.",
        ),
    ),
    (
        Text("4. Recalculer", "4. Recalculate"),
        Text(
            "xl-kpi refresh classeur.xlsx recalcule tout sans Excel ; dans Excel avec le complément, tout se recalcule "
            "seul.",
            "xl-kpi refresh book.xlsx recalculates all without Excel; in Excel with the add-in everything "
            "recalculates by itself.",
        ),
    ),
    (
        Text("5. Lire", "5. Read"),
        Text(
            "Onglet « Synthèse », une page A4 imprimable ; le lien « Détail » ouvre l’onglet de la famille, où chaque "
            "formule nomme les colonnes qu’elle lit.",
            "Tab “Summary”, one printable A4 page; the “Detail” link opens the family’s tab, where every formula "
            "names the columns it reads.",
        ),
    ),
)
_READ_TITLE = Text("Lire les résultats", "Reading the results")
_READING = (
    (
        Text("●  VERT", "●  GREEN"),
        Text("L’objectif est atteint ou dépassé.", "The target is met or beaten."),
    ),
    (
        Text("▲  ORANGE", "▲  AMBER"),
        Text(
            "L’objectif est manqué de moins que la tolérance des paramètres.",
            "The target is missed by less than the tolerance of the parameters.",
        ),
    ),
    (
        Text("■  ROUGE", "■  RED"),
        Text("L’objectif est manqué au-delà de la tolérance.", "The target is missed by more than the tolerance."),
    ),
    (
        Text("n.\u00a0d.", "n/a"),
        Text(
            "Pas encore de données pour ce calcul ; ce n’est jamais un zéro.",
            "No data yet for this figure; it is never a zero.",
        ),
    ),
    (
        Text("Évolution, écart", "Change, variance"),
        Text(
            "En points (pt) pour les taux et le NPS, en % pour le reste. La période précédente a la même durée.",
            "In points (pt) for rates and NPS, in % for the rest. The previous period has the same length.",
        ),
    ),
    (
        Text("Sans le complément", "Without the add-in"),
        Text(
            "Le classeur s’ouvre partout avec ses derniers résultats enregistrés. Les fonctions KPI_* ne se "
            "recalculent qu’avec le complément ou la commande xl-kpi recalc.",
            "The workbook opens anywhere with its last saved results. KPI_* functions recalculate only with the "
            "add-in or the command xl-kpi recalc.",
        ),
    ),
)
_SHEETS_TITLE = Text("Les onglets", "The sheets")
_TABLE_NOTE = Text("Tableau {name} : {columns}", "Table {name}: {columns}")
_SETTINGS = Text(
    "Période, devise, hypothèses, objectifs, noms suivis.", "Period, currency, assumptions, targets, names."
)
_LISTS = Text("Ce que proposent les listes déroulantes des données.", "What the drop-down lists of the data offer.")
_SUMMARY = Text(
    "Les indicateurs clés, leur objectif, leur statut, trois graphiques.",
    "The headline KPIs, their targets, their status, three charts.",
)
_KPIS_TITLE = Text("Les indicateurs et leurs fonctions", "The KPIs and their functions")


def write_help(sheet: Any, styles: Styles, layout: Layout) -> None:
    """Fill the help sheet."""
    lang = layout.lang
    for column, width in WIDTHS.items():
        sheet.set_column(f"{column}:{column}", width)
    shared.write_title(sheet, styles, words.HELP[lang], _SUBTITLE[lang])
    row = 4
    steps = layout.template.steps or _STEPS
    for title, pairs in ((_STEPS_TITLE, steps), (_READ_TITLE, _READING)):
        rows = [(head[lang], "", text[lang]) for head, text in pairs]
        row = _section(sheet, styles, row, title[lang], rows)
    row = _section(sheet, styles, row, _SHEETS_TITLE[lang], _sheets(layout), links=True)
    kpis = [(kpi.title[lang], kpi.name, kpi.help[lang]) for kpi in layout.template.kpis]
    row = _section(sheet, styles, row, _KPIS_TITLE[lang], kpis)
    shared.set_up_page(sheet, layout.template.title[lang], lang, f"A1:D{row}", flowing=True)
    shared.protect(sheet)


def _sheets(layout: Layout) -> list[tuple[str, str, str]]:
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


def _section(
    sheet: Any, styles: Styles, row: int, title: str, rows: list[tuple[str, str, str]], *, links: bool = False
) -> int:
    """Write a heading and its rows (term, function or nothing, explanation); return the next free row."""
    heading = styles(bold=True, font_size=13, font_color=style.NAVY, bottom=2, bottom_color=style.NAVY)
    sheet.set_row(row - 1, 26)
    for column in "BCD":
        sheet.write_blank(f"{column}{row}", None, heading)
    sheet.write_string(f"B{row}", title, heading)
    row += 1
    term = styles.cell(bold=True, text_wrap=True)
    text, code = styles.cell(text_wrap=True), styles.cell(font_color=style.BLUE)
    for head, function, explanation in rows:
        width = _NARROW_CHARS if function else _WIDE_CHARS
        lines = max(-(-len(explanation) // width), -(-len(head) // 46))
        sheet.set_row(row - 1, 6 + 15 * lines)
        if links:
            link = styles.cell(font_color=style.BLUE, underline=1)
            sheet.write_url(f"B{row}", f"internal:{quoted(head)}!A1", link, head)
        else:
            sheet.write_string(f"B{row}", head, term)
        if function:
            sheet.write_string(f"C{row}", function, code)
            sheet.write_string(f"D{row}", explanation, text)
        else:
            sheet.merge_range(f"C{row}:D{row}", explanation, text)
        row += 1
    return row + 1
