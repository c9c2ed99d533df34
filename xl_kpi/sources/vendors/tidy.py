"""Our own layout: a CSV or XLSX whose headers are the labels of one data table, French or English.

This is how figures that no vendor exports (orders, customers, followers) come in.
"""

from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.language import Text
from xl_kpi.sources.vendor import Column, Vendor


def _tidy(table: DataTable) -> Vendor:
    columns = tuple(Column(field=c.name, fr=(c.label.fr,), en=(c.label.en,)) for c in table.columns)
    return Vendor(
        id=f"tidy_{table.id}",
        label="xl-kpi",
        table=table,
        columns=columns,
        recognised_by=tuple(c.labels for c in columns),
        add_date=Text("il manque la colonne « Date »", "the column “Date” is missing"),
        how_to_export=Text(
            "Une table de données d’un classeur xl-kpi, ou les mêmes en-têtes dans un CSV ou un XLSX à vous.",
            "A data table of an xl-kpi workbook, or the same headers in a CSV or XLSX of your own.",
        ),
        decimal={"fr": ",", "en": "."},
        date_order={"fr": "dmy"},
    )


TIDY: tuple[Vendor, ...] = tuple(_tidy(table) for table in TABLES.values())
