"""The page on sources, from the declarations: what is recognised, how to export it, what each column means."""

from __future__ import annotations

from xl_kpi.catalog.measures import Measure
from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.language import LANGUAGES, Lang, Text
from xl_kpi.sources.mapping import MAP_FILE
from xl_kpi.sources.rates import RATES_FILE
from xl_kpi.sources.vendor import Column, Vendor
from xl_kpi.sources.vendors import REFUSED, VENDORS

_INTRO = Text(
    f"""# Les sources

Donnez les fichiers comme ils ont été téléchargés : `xl-kpi refresh suivi.xlsx exports/`. CSV, TSV, XLSX,
Parquet, archive ZIP d’un export et `.gz` sont lus ; cette page vient des déclarations de `xl_kpi/sources/vendors/`.

- **Rien n’est deviné.** Encodage, séparateur, décimale et ordre du jour et du mois sont décidés une fois par
  fichier, par une cellule qui ne se lit que d’une façon, sinon par la langue des en-têtes quand la source est
  connue pour écrire ainsi ; sinon le fichier est refusé en une ligne qui dit où et quoi faire.
- **Rien n’est compté deux fois.** Les lignes de totaux sont écartées et servent de contrôle, au centime. Une
  ligne importée de nouveau remplace celle de même clé (ci-dessous), quel que soit le fichier ; des jours
  importés à un autre niveau de détail (groupes d’annonces après campagnes) remplacent ceux d’avant.
- **Rien ne s’additionne à tort.** Taux et moyennes sont recalculés ; portée et visiteurs uniques restent par
  ligne.
- **Une devise.** Deux devises sont refusées, sauf si vous donnez vos taux dans `{RATES_FILE}`, à côté du
  classeur : `Mois;Devise;Taux (EUR)`, puis `2026-09;USD;0,92` (un mois ou un jour ; un dollar vaut 0,92 euro).
- **Réparé** : texte UTF-8 lu comme du Windows-1252 (`Ã©`), encodages mêlés. **Laissé de côté
  et signalé** : jours à venir, tableaux non lus.
- **Refusé** : fichier tronqué, vide, protégé, page web, ancien .xls, caractère nul, dépense négative,
  identifiant abîmé par un tableur (`1,23E+10`), deux conventions de dates.
- **Les personnes restent chez la source** : noms et adresses ne sont pas importés ; un e-mail devient une
  empreinte.
""",
    f"""# Sources

Give the files as they were downloaded: `xl-kpi refresh book.xlsx exports/`. CSV, TSV, XLSX, Parquet, a ZIP
archive of one export and `.gz` are read; this page comes from the declarations in `xl_kpi/sources/vendors/`.

- **Nothing is guessed.** Encoding, delimiter, decimal separator and the order of day and month are decided once
  per file, by a cell that can be read one way only, else by the language of the headers where the source is
  known to write so; else the file is refused in one line that says where and what to do.
- **Nothing counts twice.** Totals rows are left out and used as a check, to the cent. A row imported again
  replaces the one of the same key (below), whichever file it comes from; days imported at another level of
  detail (ad groups after campaigns) replace those from before.
- **Nothing is added that must not be.** Rates and averages are recomputed; reach and unique visitors stay by
  row.
- **One currency.** Two are refused, unless you give your rates in `{RATES_FILE}` beside the workbook:
  `Month,Currency,Rate (EUR)`, then `2026-09,USD,0.92` (a month or a day; a dollar is worth 0.92 euro).
- **Repaired**: UTF-8 read as Windows-1252 (`Ã©`), mixed encodings. **Left out and told**: days to come, tables not
  read.
- **Refused**: a file that is cut, empty, protected, a web page, an old .xls, a NUL character, negative spend,
  an identifier that a spreadsheet damaged (`1.23E+10`), two date conventions.
- **Persons stay with the source**: names and addresses are not imported; an e-mail becomes a digest.
""",
)
_MAP = Text(
    f"""## Toute autre table

`xl-kpi map FICHIER` propose la table et ce que sont les colonnes, par leurs titres et par leurs valeurs (jours,
montants, nombres entiers, notes de 0 à 10, identifiants), même sans en-tête ou sous des lignes de titre. Vous
voyez les premières lignes comme elles seront importées et leurs sommes ; répondez `o`, ou corrigez :
`customer=N° client`, `table=orders` (dans un fichier sans en-tête, une colonne est son numéro). Sans écran :
`--table TABLE`, `--set CHAMP=COLONNE`, `--constant CHAMP=VALEUR`, `--yes`. Le résultat est `{MAP_FILE}`, lisible,
à côté du classeur (`--book`) ; les imports suivants s’en servent. Export d’une page de réseau social, événements,
caisse, outil maison : une fois suffit.
""",
    f"""## Any other table

`xl-kpi map FILE` proposes the table and what the columns are, by their labels and their values (days, amounts,
whole numbers, scores from 0 to 10, identifiers), without header or under title lines too. You see the first rows
as they will be imported and what all rows add up to; answer `y`, or correct: `customer=Client no`, `table=orders`
(in a file without header a column is its number). Without a screen: `--table TABLE`, `--set FIELD=COLUMN`,
`--constant FIELD=VALUE`, `--yes`. The result is `{MAP_FILE}`, readable, beside the workbook (`--book`); later
imports use it. Social page exports, events, a till, a tool of your own: once is enough.
""",
)
_ENGLISH_ONLY = Text(
    "En-têtes français non vérifiés : exportez en anglais, ou utilisez `xl-kpi map`.",
    "French headers are not verified: export in English, or use `xl-kpi map`.",
)
_AGGREGATION = {
    "sum": Text("s’additionne", "adds up"),
    "last": Text("dernière valeur", "last value"),
    "none": Text("ne s’additionne pas", "never added"),
}
_FILE_FIELDS = {
    "currency": Text("devise des montants", "currency of the amounts"),
    "period_start": Text("premier jour ; doit être aussi le dernier", "first day; must be the last one too"),
    "period_end": Text("dernier jour", "last day"),
    "nth_day": Text("numéro du jour depuis la date de début", "number of the day from the start date on"),
    "status": Text("statut : {statuses} comptent", "status: {statuses} count"),
}


def page(lang: Lang) -> str:
    """Return the page of one language."""
    known = [v for v in VENDORS if not v.id.startswith("tidy_")]
    lines = [_INTRO[lang]]
    for vendor in known:
        lines += _vendor(vendor, lang)
    lines += [f"## {Text('Reconnus et refusés', 'Recognised and refused')[lang]}", ""]
    lines += [f"- {r.label} ({_code(r.pattern.split('|'))}){_colon(lang)} {r.why[lang]}." for r in REFUSED]
    lines += ["", _MAP[lang], f"## {Text('Les tables et leurs champs', 'Tables and their fields')[lang]}", ""]
    lines += [
        Text(
            "Un CSV ou un XLSX dont les en-têtes sont ceux d’une table, en français ou en anglais, est lu tel quel.",
            "A CSV or XLSX whose headers are those of a table, in French or in English, is read as it is.",
        )[lang],
        "",
    ]
    for table in TABLES.values():
        lines += _table(table, lang)
    return "\n".join(lines) + "\n"


def _vendor(vendor: Vendor, lang: Lang) -> list[str]:
    groups = [_code(group) for group in vendor.recognised_by]
    name = vendor.table.name[lang]
    lines = [
        f"## {vendor.label} → {name}",
        "",
        f"{Text('Export', 'Export')[lang]}{_colon(lang)} {vendor.how_to_export[lang]}",
        "",
    ]
    lines += [
        f"{Text('Reconnu par', 'Recognised by')[lang]}{_colon(lang)} {Text(' ; et ', '; and ')[lang].join(groups)}.",
        "",
    ]
    header = Text(
        "| Champ | En-têtes français | En-têtes anglais | Sens |",
        "| Field | French headers | English headers | Meaning |",
    )
    lines += [header[lang], "|---|---|---|---|"]
    lines += [_column(column, vendor, lang) for column in vendor.columns]
    for measure, stages in vendor.counts.items():
        every = Text("chaque ligne", "every row")[lang]
        counted = every if stages is None else _code(sorted(stages))
        lines.append(f"| `{measure}` | | | {Text('compte 1', 'counts 1')[lang]}{_colon(lang)} {counted} |")
    lines.append("")
    if vendor.left_out:
        told = Text(
            "Connus et laissés de côté (taux, portée, réglages, personnes)",
            "Known and left out (ratios, reach, settings, persons)",
        )
        lines += [f"{told[lang]}{_colon(lang)} {_code(vendor.left_out)}.", ""]
    if vendor.time_zone:
        lines += [f"{Text('Fuseau des jours', 'Time zone of the days')[lang]}{_colon(lang)} {vendor.time_zone}.", ""]
    if not any(column.fr for column in vendor.columns):
        lines += [_ENGLISH_ONLY[lang], ""]
    return lines


def _column(column: Column, vendor: Vendor, lang: Lang) -> str:
    own = next((c for c in vendor.table.columns if c.name == column.field), None)
    if isinstance(own, Measure):
        meaning = f"{own.help[lang]} ({_AGGREGATION[own.aggregation][lang]})"
    elif own is not None:
        meaning = own.label[lang] + (Text(", empreinte", ", digest")[lang] if column.pseudonym else "")
    else:
        statuses = _code(sorted(vendor.statuses or ()))
        meaning = _FILE_FIELDS[column.field].format(statuses=statuses)[lang]
    return f"| `{column.field}` | {_code(column.fr)} | {_code(column.en)} | {meaning} |"


def _table(table: DataTable, lang: Lang) -> list[str]:
    fields = ", ".join(f"`{c.name}` ({c.label[lang]})" for c in table.columns)
    key = Text("Clé", "Key")[lang]
    return [f"- **{table.id}** ({table.name[lang]}){_colon(lang)} {fields}. {key}{_colon(lang)} {_code(table.key)}."]


def _code(labels: tuple[str, ...] | list[str]) -> str:
    return ", ".join(f"`{label}`" for label in labels)


def _colon(lang: Lang) -> str:
    return "\u00a0:" if lang == "fr" else ":"


def pages() -> dict[str, str]:
    """Return the page of each language by its file name."""
    return {("sources.md" if lang == "en" else f"sources.{lang}.md"): page(lang) for lang in LANGUAGES}
