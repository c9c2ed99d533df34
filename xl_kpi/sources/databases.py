"""Measures from a database: it groups and adds, and only the sums travel.

Queries are declared in `xl-kpi.sources.toml` beside the workbook; passwords never are.
"""

from __future__ import annotations

import datetime as dt
import os
import tomllib
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from xl_kpi.catalog.tables import TABLES, DataTable
from xl_kpi.errors import UserError
from xl_kpi.language import Text
from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.sources.measure_table import Exclusion, Import, Record
from xl_kpi.sources.refusal import refusal
from xl_kpi.sources.sheets import rows_over_limit
from xl_kpi.sources.vendor import NO_FIGURE

if TYPE_CHECKING:
    import ibis.expr.types as ir

SOURCES_FILE = "xl-kpi.sources.toml"
SERVICE = "xl-kpi"  # of the passwords in the system's keyring
NO_DAY = Text("sans date", "no date")
OTHER_DAYS = Text("hors de la période demandée", "outside the period asked for")


class Query(BaseModel):
    """One query: where the database is, a table or a SELECT, and which column or constant gives each field.

    `connection` is one line, for instance postgresql://analyst@host/marketing, without password.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    connection: str
    table: str
    relation: str = ""
    sql: str = ""
    columns: dict[str, str]
    constants: dict[str, str] = Field(default={})

    @model_validator(mode="after")
    def _consistent(self) -> Query:
        if self.table not in TABLES:
            raise ValueError(f"table = {self.table!r}; tables: {', '.join(TABLES)}")
        known = {c.name for c in self.target.columns}
        if unknown := (self.columns.keys() | self.constants.keys()) - known:
            raise ValueError(f"{', '.join(sorted(unknown))}: not in table {self.table}; its fields: {', '.join(known)}")
        if bool(self.relation) == bool(self.sql):
            raise ValueError("give either relation or sql")
        if "date" not in self.columns:
            raise ValueError("columns must give the date")
        if urlsplit(self.connection).password is not None:
            raise ValueError("a password in connection; keep it in the environment or the keyring")
        return self

    @property
    def target(self) -> DataTable:
        """Return the data table that the query fills."""
        return TABLES[self.table]


def read_queries(folder: Path) -> dict[str, Query]:
    """Return the queries declared in a folder, none where it has no such file.

    Raises:
        UserError: the file is no TOML, or a query is not complete.
    """
    path = folder / SOURCES_FILE
    if not path.is_file():
        return {}
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
        return {name: Query.model_validate(query) for name, query in found.items()}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise refusal(SOURCES_FILE, f"TOML illisible : {error}", f"no valid TOML: {error}") from None
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        why = f"{where + ': ' if where else ''}{first['msg'].removeprefix('Value error, ')}"
        raise refusal(SOURCES_FILE, f"requête incomplète ({why})", f"an incomplete query ({why})") from None


def read_query(
    folder: Path, name: str, *, since: dt.date | None = None, until: dt.date | None = None, limits: Limits = DEFAULT
) -> Import:
    """Run the query of this name declared in a folder; the database groups and adds.

    Raises:
        UserError: there is no such query, the database refuses, or rows of one key differ in a
            measure that cannot be added.
    """
    queries = read_queries(folder)
    if name not in queries:
        known = ", ".join(queries) or "-"
        raise UserError(
            f"requête « {name} » inconnue dans {folder / SOURCES_FILE} ; requêtes : {known}.",
            f"query {name!r} is not in {folder / SOURCES_FILE}; queries: {known}.",
        )
    query = queries[name]
    try:
        import ibis
    except ImportError:
        raise UserError(
            'les bases de données demandent un paquet de plus : pip install "xl-kpi[databases]".',
            'databases need one more package: pip install "xl-kpi[databases]".',
        ) from None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # between Ibis and the drivers
            connection = ibis.connect(_with_password(query.connection, name, os.environ))
            try:
                rows = connection.sql(query.sql) if query.sql else _relation(connection, query.relation)
                counts, found = _run(rows, query, since, until, limits)
            finally:
                connection.disconnect()
    except UserError:
        raise
    except Exception as error:  # noqa: BLE001  (each database raises its own)
        why = next(iter(str(error).strip().splitlines()), type(error).__name__)
        raise refusal(name, f"la base de données refuse : {why}", f"the database refuses: {why}") from None
    if len(found) > limits.export_rows:
        raise rows_over_limit(name, limits)
    return _import(name, query, counts, found)


def _with_password(connection: str, name: str, environment: Mapping[str, str]) -> str:
    """Return the connection with the password from the environment or the keyring, where one is kept."""
    parts = urlsplit(connection)
    if not parts.username:
        return connection
    password = environment.get(f"XL_KPI_PASSWORD_{name.upper()}")
    if password is None:
        import keyring
        from keyring.errors import KeyringError

        try:
            password = keyring.get_password(SERVICE, name)
        except KeyringError:  # a server without a keyring: the database may do without a password
            password = None
    if password is None:
        return connection
    host = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"{parts.username}:{quote(password, safe='')}@{host}"))


def _relation(connection: Any, relation: str) -> ir.Table:
    schema, _, table = relation.rpartition(".")
    found: ir.Table = connection.table(table, database=tuple(schema.split(".")) if schema else None)
    return found


def expressions(
    rows: ir.Table, query: Query, since: dt.date | None, until: dt.date | None, limits: Limits
) -> tuple[ir.Table, ir.Table]:
    """Return what the database is asked: how many rows there are of each kind, and the sums."""
    dimensions = [d.name for d in query.target.dimensions if d.name in query.columns]
    measures = [m for m in query.target.measures if m.name in query.columns]
    texts = {n: rows[query.columns[n]].cast("string").fill_null("").strip() for n in dimensions if n != "date"}
    figures = {m.name: rows[query.columns[m.name]].cast("float64") for m in measures}
    named = rows.select(date=rows[query.columns["date"]].cast("date"), **texts, **figures)
    counts = named.aggregate(rows=named.count(), dated=named["date"].count())
    inside = named.filter(named["date"].notnull())
    if since is not None:
        inside = inside.filter(inside["date"] >= since)
    if until is not None:
        inside = inside.filter(inside["date"] <= until)
    aggregates = {"n": inside.count()}
    for measure in measures:
        column = inside[measure.name]
        aggregates[measure.name] = column.sum() if measure.aggregation == "sum" else column.max()
        aggregates[f"low_{measure.name}"] = column.min()
    return counts, inside.group_by(dimensions).aggregate(**aggregates).limit(limits.export_rows + 1)


def _run(
    rows: ir.Table, query: Query, since: dt.date | None, until: dt.date | None, limits: Limits
) -> tuple[dict[str, int], list[dict[str, Any]]]:
    """Return how many rows there are of each kind, and the sums."""
    counts, sums = expressions(rows, query, since, until, limits)
    return counts.to_pyarrow().to_pylist()[0], sums.to_pyarrow().to_pylist()


def _import(name: str, query: Query, counts: dict[str, int], found: list[dict[str, Any]]) -> Import:
    table = query.target
    records = {_record(row, query): row for row in found}
    for row in found:
        _check(name, row, query)
    empty = {record for record in records if all(v is None for v in record[len(table.dimensions) :])}
    kept = [record for record in records if record not in empty]
    if not kept:
        raise refusal(name, "aucune ligne ne porte de chiffre", "no row carries a figure")
    days = [record[0] for record in kept if isinstance(record[0], dt.date)]
    inside = sum(row["n"] for row in found)
    without = sum(records[record]["n"] for record in empty)
    left = ((NO_DAY, counts["rows"] - counts["dated"]), (OTHER_DAYS, counts["dated"] - inside), (NO_FIGURE, without))
    currencies = {record[i] for record in kept for i, c in enumerate(table.columns) if c.name == "currency"} - {""}
    if len(currencies) > 1:
        listed = ", ".join(sorted(map(str, currencies)))
        raise refusal(name, f"plusieurs devises : {listed} ; une requête par devise",
                      f"several currencies: {listed}; one query for each")  # fmt: skip
    return Import(
        table=table,
        records=sorted(kept, key=str),
        file=name,
        source=f"query_{name}",
        vendor=query.constants.get("source", name),
        language=None,
        currency=str(next(iter(currencies))) if currencies else None,
        rows_read=counts["rows"],
        rows_kept=inside - without,
        excluded=tuple(Exclusion(line=0, reason=reason, rows=rows) for reason, rows in left if rows),
        totals_check=(),
        evidence=(),
        unmapped=(),
        left_out=(),
        date_from=min(days),
        date_to=max(days),
    )


def _record(row: dict[str, Any], query: Query) -> Record:
    defaults = {"source": query.constants.get("source", ""), **query.constants}
    dimensions = (row.get(d.name, defaults.get(d.name, "")) for d in query.target.dimensions)
    figures = (None if (v := row.get(m.name)) is None else float(v) for m in query.target.measures)
    return (*dimensions, *figures)


def _check(name: str, row: dict[str, Any], query: Query) -> None:
    for measure in query.target.measures:
        if measure.aggregation != "sum" and row.get(measure.name) != row.get(f"low_{measure.name}"):
            label, day = measure.label, row["date"]
            raise refusal(
                name,
                f"« {label.fr} » du {day} a plusieurs valeurs pour une même clé et ne s’additionne pas ; "
                "donnez toutes les colonnes qui distinguent les lignes",
                f"“{label.en}” of {day} has several values for one key and cannot be added; "
                "give every column that tells the rows apart",
            )
