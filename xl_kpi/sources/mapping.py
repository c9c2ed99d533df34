"""The user's own layouts: which column of a file is what, said once and kept in a file beside the workbook."""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import Text
from xl_kpi.sources.date_format import Order
from xl_kpi.sources.number_format import Decimal
from xl_kpi.sources.refusal import refusal
from xl_kpi.sources.vendor import Column, Vendor

MAP_FILE = "xl-kpi.map.toml"
TOTALS_LABEL = r"(sous-|grand )?(total|totaux|totals)\b"
_COMMENT = """\
# Which column of a file is what, as `xl-kpi map` noted it. Edit it freely.
# columns: our field = "label of the column" (its number, from 1, in a file without header)
# constants: a value for every row, where the file has no such column
"""
# What a row is, in tables where it counts by itself.
_COUNTED = {"orders": "orders", "contacts": "leads", "deals": "opportunities"}


class Layout(BaseModel):
    """One layout: a table, and which column or constant gives each of its fields.

    A file is recognised by the labels of all its columns; without a header, by its name. `decimal`
    and `dates` say how the file writes numbers and dates where nothing in it decides.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    table: str
    files: str | None = None
    header: bool = True
    columns: dict[str, str]
    constants: dict[str, str] = {}
    decimal: Decimal | None = None
    dates: Order | None = None

    def vendor(self) -> Vendor:
        """Return the layout as a vendor.

        Raises:
            ValueError: the table or a field is unknown, or a field is given twice.
        """
        if self.table not in TABLES:
            raise ValueError(f"{self.table!r} is no table; tables: {', '.join(TABLES)}")
        if doubles := self.columns.keys() & self.constants.keys():
            raise ValueError(f"{', '.join(sorted(doubles))}: a column and a constant")
        fields = list(self.columns)
        for label, times in Counter(self.columns.values()).items():
            if times > 1:
                same = ", ".join(f for f in fields if self.columns[f] == label)
                raise ValueError(f"{same}: column {label} for each; give every field a column of its own")
        table = TABLES[self.table]
        needed = set(table.key) - {"source"} if "date" not in table.key else set()
        if missing := needed - self.columns.keys():
            raise ValueError(f"{', '.join(sorted(missing))}: a column is needed, it tells the rows apart")
        counted = _COUNTED.get(self.table)
        labels = [(label,) for label in self.columns.values()]
        return Vendor(
            id="map_" + self.name,
            label=self.constants.get("source", self.name),
            table=table,
            columns=tuple(Column(field=f, fr=(label,), en=(label,)) for f, label in self.columns.items()),
            recognised_by=tuple(labels),
            add_date=Text(
                f"la correspondance « {self.name} » ne donne pas la date ; ajoutez-la dans {MAP_FILE}",
                f"the mapping “{self.name}” gives no date; add it in {MAP_FILE}",
            ),
            how_to_export=Text(f"votre correspondance « {self.name} »", f"your mapping “{self.name}”"),
            decimal={"fr": self.decimal, "en": self.decimal} if self.decimal else {},
            date_order={"fr": self.dates, "en": self.dates} if self.dates else {},
            counts={counted: None} if counted and counted not in self.columns else {},
            constants=self.constants,
            totals_label=TOTALS_LABEL,
            mapped=True,
            second_header=self.table == "survey",
            headerless=None if self.header else self.files or "*",
        )


def layouts(folder: Path) -> tuple[Layout, ...]:
    """Return the layouts noted in a folder.

    Raises:
        UserError: the file is there and is not understood.
    """
    path = folder / MAP_FILE
    if not path.is_file():
        return ()
    try:
        found = tomllib.loads(path.read_text("utf-8"))
        made = tuple(Layout.model_validate(item) for item in found.get("layout", ()))
        for layout in made:
            layout.vendor()
    except (OSError, UnicodeDecodeError, ValueError, TypeError, AttributeError) as error:
        why = _why(error)
        raise refusal(MAP_FILE, f"non compris : {why} ; corrigez-le", f"not understood: {why}; correct it") from None
    return made


def mapped_vendors(folder: Path) -> tuple[Vendor, ...]:
    """Return the user's own layouts as vendors."""
    return tuple(layout.vendor() for layout in layouts(folder))


def save(layout: Layout, folder: Path) -> Path:
    """Note a layout in a folder, in the place of one of the same name; return the file."""
    path = folder / MAP_FILE
    kept = layouts(folder)
    if any(k.name == layout.name for k in kept):
        every = [layout if k.name == layout.name else k for k in kept]
        text = _COMMENT + "".join(map(_as_toml, every))
    else:
        before = path.read_text("utf-8") if path.is_file() else _COMMENT
        text = before + _as_toml(layout)
    draft = path.with_suffix(".tmp")
    draft.write_text(text, encoding="utf-8", newline="\n")
    draft.replace(path)
    return path


def _as_toml(layout: Layout) -> str:
    found = layout.model_dump(exclude_defaults=True)
    lines = ["", "[[layout]]", *_assignments({k: v for k, v in found.items() if not isinstance(v, dict)})]
    for name in ("columns", "constants"):
        if name in found:
            lines += [f"[layout.{name}]", *_assignments(found[name])]
    return "\n".join(lines) + "\n"


def _assignments(values: dict[str, Any]) -> Sequence[str]:
    return [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in values.items()]


def _why(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}".lstrip(": ")
    return str(error)
