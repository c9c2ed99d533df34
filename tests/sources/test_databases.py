"""The same measures from a database: PostgreSQL for real, DuckDB in process."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from xl_kpi.errors import UserError
from xl_kpi.limits import DEFAULT
from xl_kpi.reports.refresh import new_workbook, refresh
from xl_kpi.sources import SOURCES_FILE, read_query
from xl_kpi.sources.databases import Query, expressions

from .postgres import PASSWORD, USER, server

COLUMNS = """
[{name}.columns]
date = "day"
campaign = "campaign"
impressions = "shown"
ad_spend = "cost"
attributed_revenue = "value"

[{name}.constants]
source = "Warehouse"
currency = "EUR"
"""
TABLE = "CREATE TABLE ads (day TIMESTAMP, campaign TEXT, shown BIGINT, cost NUMERIC(12, 2), value NUMERIC(12, 2))"
ROWS = """INSERT INTO ads VALUES
    ('2026-01-01 08:00', 'Brand', 100, 10.25, 40), ('2026-01-01 20:00', 'Brand', 50, 4.75, NULL),
    ('2026-01-02 09:00', 'Brand', 10, 1.00, 2), ('2026-01-02 09:00', 'Été', 10, 3.00, 9),
    (NULL, 'Brand', 1, 99, 99), ('2026-01-03 09:00', 'Empty', NULL, NULL, NULL)"""


def declare(folder: Path, connection: str, name: str = "ads", relation: str = 'relation = "ads"') -> None:
    text = f'[{name}]\nconnection = "{connection}"\ntable = "ads"\n{relation}\n' + COLUMNS.format(name=name)
    (folder / SOURCES_FILE).write_text(text, encoding="utf-8")


@pytest.fixture
def local(tmp_path: Path) -> Path:
    with duckdb.connect(str(tmp_path / "ads.duckdb")) as connection:
        connection.execute(TABLE)
        connection.execute(ROWS)
    declare(tmp_path, f"duckdb://{tmp_path / 'ads.duckdb'}")
    return tmp_path


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    import psycopg

    with server() as port:
        place = f"host=127.0.0.1 port={port} dbname=postgres user={USER}"
        with psycopg.connect(place, password=PASSWORD, autocommit=True) as connection:
            connection.execute(TABLE)
            connection.execute(ROWS)
            connection.execute("CREATE SCHEMA marts")
            connection.execute("CREATE VIEW marts.ads AS SELECT * FROM public.ads")
        yield port


def figures(folder: Path, name: str = "ads", **bounds: dt.date) -> dict[tuple[str, str], tuple[object, ...]]:
    done = read_query(folder, name, **bounds)  # type: ignore[arg-type]
    names = [c.name for c in done.table.columns]
    wanted = [names.index(n) for n in ("impressions", "ad_spend", "attributed_revenue", "source", "currency")]
    return {(str(r[0]), str(r[3])): tuple(r[i] for i in wanted) for r in done.records}


EXPECTED = {  # by hand from the rows above
    ("2026-01-01", "Brand"): (150.0, 15.0, 40.0, "Warehouse", "EUR"),
    ("2026-01-02", "Brand"): (10.0, 1.0, 2.0, "Warehouse", "EUR"),
    ("2026-01-02", "Été"): (10.0, 3.0, 9.0, "Warehouse", "EUR"),
}


def test_postgresql_groups_and_adds(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    connection = f"postgresql://{USER}@127.0.0.1:{port}/postgres"
    monkeypatch.setenv("XL_KPI_PASSWORD_ADS", PASSWORD)
    declare(tmp_path, connection)
    assert figures(tmp_path) == EXPECTED
    declare(tmp_path, connection, relation='relation = "marts.ads"')
    assert figures(tmp_path) == EXPECTED
    declare(tmp_path, connection, relation="sql = \"SELECT * FROM ads WHERE campaign = 'Brand'\"")
    assert figures(tmp_path) == {k: v for k, v in EXPECTED.items() if k[1] == "Brand"}

    book = tmp_path / "c.xlsx"
    new_workbook("cockpit", book, "en")
    declare(tmp_path, connection)
    done = refresh(book, [], queries=["ads"])
    assert [(t.name, t.added) for t in done.tables] == [("Ads", 3)]
    assert PASSWORD.encode() not in book.read_bytes()
    assert [(t.unchanged, t.rows) for t in refresh(book, [], queries=["ads"]).tables] == [(3, 3)]


def test_a_wrong_password_is_one_line_without_it(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XL_KPI_PASSWORD_ADS", "not-this-one")
    declare(tmp_path, f"postgresql://{USER}@127.0.0.1:{port}/postgres")
    with pytest.raises(UserError, match="the database refuses") as refused:
        read_query(tmp_path, "ads")
    assert "not-this-one" not in refused.value.text["en"]


def test_the_keyring_holds_passwords_too(port: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import keyring

    asked = []
    monkeypatch.setattr(keyring, "get_password", lambda *names: asked.append(names) or PASSWORD)
    declare(tmp_path, f"postgresql://{USER}@127.0.0.1:{port}/postgres")
    assert figures(tmp_path) == EXPECTED
    assert asked == [("xl-kpi", "ads")]


def test_every_row_is_accounted_for(local: Path) -> None:
    assert figures(local) == EXPECTED
    done = read_query(local, "ads")
    assert (done.rows_read, done.rows_kept) == (6, 4)
    assert {e.reason["en"]: e.rows for e in done.excluded} == {"no date": 1, "no figure": 1}
    bounded = read_query(local, "ads", since=dt.date(2026, 1, 2), until=dt.date(2026, 1, 2))
    assert {e.reason["en"]: e.rows for e in bounded.excluded} == {"no date": 1, "outside the period asked for": 3}
    assert (bounded.rows_read, bounded.rows_kept) == (6, 2)


def test_what_cannot_be_added_is_never_added(tmp_path: Path) -> None:
    with duckdb.connect(str(tmp_path / "s.duckdb")) as connection:
        connection.execute("CREATE TABLE s AS SELECT DATE '2026-01-01' AS day, unnest([10, 20]) AS seen, 5 AS fans")
    text = """[s]
connection = "duckdb://{file}"
table = "social"
relation = "s"
[s.columns]
date = "day"
{measure}
"""
    file = tmp_path / SOURCES_FILE
    file.write_text(text.format(file=tmp_path / "s.duckdb", measure='followers = "fans"'), encoding="utf-8")
    (record,) = read_query(tmp_path, "s").records
    assert 5.0 in record  # the same in both rows: not ten
    file.write_text(text.format(file=tmp_path / "s.duckdb", measure='reach = "seen"'), encoding="utf-8")
    with pytest.raises(UserError, match=r"Reach.*cannot be added"):
        read_query(tmp_path, "s")


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        (("duckdb://", "postgresql://me:secret@"), "a password in connection"),
        (('table = "ads"', 'table = "adverts"'), "tables: ads"),
        (('ad_spend = "cost"', 'spend = "cost"'), "spend: not in table ads"),
        (('date = "day"', ""), "must give the date"),
        (('relation = "ads"', ""), "either relation or sql"),
        (('relation = "ads"', 'relation = "nowhere"'), "the database refuses"),
        (('ad_spend = "cost"', 'ad_spend = "campaign"'), "the database refuses"),
        (("[ads]", "[ads"), "no valid TOML"),
        (("[ads]", "[other]"), "incomplete|not in"),
    ],
)
def test_a_wrong_declaration_is_one_line(local: Path, change: tuple[str, str], wrong: str) -> None:
    file = local / SOURCES_FILE
    file.write_text(file.read_text("utf-8").replace(*change, 1), encoding="utf-8")
    with pytest.raises(UserError, match=wrong) as refused:
        read_query(local, "ads")
    assert "\n" not in refused.value.text["en"]
    assert "secret" not in refused.value.text["fr"]


@pytest.mark.parametrize("dialect", ["bigquery", "snowflake", "postgres", "duckdb"])
def test_one_grouped_query_is_asked_in_the_language_of_each_warehouse(dialect: str) -> None:
    """The text only: BigQuery and Snowflake have never run."""
    import ibis
    import sqlglot
    from sqlglot import exp

    query = Query(
        connection=f"{dialect}://somewhere",
        table="ads",
        relation="ads",
        columns={"date": "day", "campaign": "name", "impressions": "shown", "ad_spend": "cost"},
    )
    rows = ibis.table({"day": "timestamp", "name": "string", "shown": "int64", "cost": "decimal(12, 2)"}, name="ads")
    _, sums = expressions(rows, query, dt.date(2026, 1, 1), dt.date(2026, 3, 31), DEFAULT)
    text = str(ibis.to_sql(sums, dialect=dialect))
    asked = sqlglot.parse_one(text, read=dialect)
    assert sorted(s.alias for s in asked.find_all(exp.Alias) if isinstance(s.this, exp.Sum)) == [
        "ad_spend",
        "impressions",
    ]
    (group,) = asked.find_all(exp.Group)
    assert len(group.expressions) == 2  # the day and the campaign: no row travels by itself
    assert [limit.expression.name for limit in asked.find_all(exp.Limit)] == ["1048576"]
    assert {"2026-01-01", "2026-03-31"} <= set(re.findall(r"\d{4}-\d\d-\d\d", text)) | {
        f"{y}-{int(m):02}-{int(d):02}" for y, m, d in re.findall(r"\((\d{4}), (\d+), (\d+)\)", text)
    }
