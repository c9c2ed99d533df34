"""Google Search Console: `Dates.csv`, alone or in the archive that the performance report downloads.

`Queries.csv` and `Pages.csv` have no day and leave rare queries out: they add up to less than the days.
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
