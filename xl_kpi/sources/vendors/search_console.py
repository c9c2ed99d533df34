"""Google Search Console: `Dates.csv`, alone or in the archive that the performance report downloads.

`Pages.csv` of the same archive has no day: it is read where the days beside it are one day or a whole month, and
dated at its end. `Queries.csv` belongs to no table. Both leave rare rows out: they add up to less than the days.
"""

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor

SEARCH_CONSOLE = Vendor(
    id="search_console",
    label="Search Console",
    table=TABLES["search"],
    columns=(
        Column(field="date", fr=("Date",), en=("Date",)),
        Column(field="clicks", fr=("Clics",), en=("Clicks",)),
        Column(field="impressions", fr=("Impressions",), en=("Impressions",)),
        Column(field="position", fr=("Position",), en=("Position",)),
    ),
    recognised_by=(("Date",), ("Clicks", "Clics"), ("CTR",), ("Position",)),
    add_date=Text("il manque la colonne « Date »", "the column “Date” is missing"),
    how_to_export=Text(
        "Performances, Résultats de recherche, Exporter, « Télécharger CSV » : donnez l’archive ZIP entière.",
        "Performance, Search results, Export, “Download CSV”: give the whole ZIP archive.",
    ),
    left_out=("CTR",),
    decimal={"en": "."},
    time_zone="America/Los_Angeles",
)

SEARCH_CONSOLE_PAGES = Vendor(
    id="search_console_pages",
    label="Search Console",
    table=TABLES["content"],
    columns=(
        Column(field="page", fr=("Pages les plus populaires",), en=("Top pages",)),
        Column(field="clicks", fr=("Clics",), en=("Clicks",)),
        Column(field="impressions", fr=("Impressions",), en=("Impressions",)),
        Column(field="position", fr=("Position",), en=("Position",)),
    ),
    recognised_by=(("Top pages", "Pages les plus populaires"), ("Impressions",), ("Position",)),
    add_date=Text("donnez l’archive ZIP entière", "give the whole ZIP archive"),
    how_to_export=Text(
        "La même archive ZIP, exportée pour un mois entier (ou un seul jour) : ses pages y sont aussi.",
        "The same ZIP archive, exported for a whole month (or a single day): its pages are in it, too.",
    ),
    left_out=("CTR",),
    decimal={"en": "."},
    dated_by="search_console",
)
