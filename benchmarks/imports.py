"""Time imports against DuckDB's own `read_csv` and pandas, in one run: `python benchmarks/imports.py`.

A Google Ads export of ten million rows is added up by day, campaign and device. DuckDB bare is its `read_csv` with
GROUP BY, told to skip the two title lines and the totals row, which it cannot take; pandas is `read_csv` of the
columns in question, types inferred, with groupby: by its default engine (C, one thread) and by pyarrow's (several).
Each side runs in a process of its own and they take turns; times are the best of the turns, from the first line of
work on (imports of libraries are not counted), memory is the peak of the process. Then a folder of small exports,
read, and imported into a workbook. `pip install pandas pyarrow` for their rows; the file takes about 0.8 GB of disk
and is deleted.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

_MEASURES = ("Impr.", "Clicks", "Cost", "Conversions", "Conv. value")
_TITLES = "Campaign report\nJanuary 1, 2025 - December 31, 2025\n"
_PEAK = """
import json, resource, sys, time
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
def done(start, groups, cost):
    print(json.dumps({"seconds": time.perf_counter() - start, "groups": groups, "cost": cost, "mib": peak()}))
"""
SIDES = {
    "xl-kpi": """
from pathlib import Path
import duckdb
import xl_kpi.sources.large
from xl_kpi.sources import read
start = time.perf_counter()
found = read(Path(sys.argv[1]))
cost = [c.name for c in found.table.columns].index("ad_spend")
assert all(check.agrees for check in found.totals_check) and found.totals_check
done(start, len(found.records), sum(r[cost] for r in found.records))
""",
    "DuckDB bare": """
import duckdb
start = time.perf_counter()
sums = ", ".join(f'sum("{m}")' for m in ("Impr.", "Clicks", "Cost", "Conversions", "Conv. value"))
rows = duckdb.sql(f'''SELECT "Day", "Campaign", "Device", {sums}
    FROM read_csv('{sys.argv[1]}', skip=2, ignore_errors=true) GROUP BY ALL''').fetchall()
done(start, len(rows), sum(r[5] for r in rows))
""",
}
_PANDAS = """
import pandas
start = time.perf_counter()
measures = ["Impr.", "Clicks", "Cost", "Conversions", "Conv. value"]
names = ["Day", "Campaign", "Device"]
frame = pandas.read_csv(sys.argv[1], skiprows=2, usecols=names + measures, engine={engine!r})
frame = frame[~frame["Day"].str.startswith("Total")]
sums = frame.groupby(names)[measures].sum().reset_index()
done(start, len(sums), float(sums["Cost"].sum()))
"""
SIDES |= {f"pandas, {engine}": _PANDAS.format(engine=engine) for engine in ("c", "pyarrow")}


def make_export(path: Path, rows: int) -> None:
    """Write an export of so many rows: a year of 40 campaigns, 500 ad groups and three devices, and its totals row."""
    import duckdb

    body = path.with_suffix(".body")
    duckdb.sql(f"""COPY (SELECT (DATE '2025-01-01' + (i * 365 // {rows})::INTEGER)::VARCHAR AS "Day",
        'Campaign ' || (i % 40) AS "Campaign", 'Ad group ' || (hash(i) % 500) AS "Ad group",
        ['Mobile phones', 'Computers', 'Tablets'][i % 3 + 1] AS "Device", 'EUR' AS "Currency code",
        hash(i + 1) % 5000 AS "Impr.", hash(i + 2) % 200 AS "Clicks",
        (hash(i + 3) % 50000 / 100)::DECIMAL(10, 2) AS "Cost",
        (hash(i + 4) % 300 / 100)::DECIMAL(10, 2) AS "Conversions",
        (hash(i + 5) % 90000 / 100)::DECIMAL(10, 2) AS "Conv. value"
        FROM range({rows}) AS t(i)) TO '{body}' (HEADER)""")
    sums = ", ".join(f'sum("{m}")' for m in _MEASURES)
    (totals,) = duckdb.sql(f"SELECT {sums} FROM read_csv('{body}')").fetchall()
    with path.open("wb") as out, body.open("rb") as rows_of:
        out.write(_TITLES.encode())
        while chunk := rows_of.read(1 << 22):
            out.write(chunk)
        out.write(f"Total: Account,,,,EUR,{','.join(f'{t:.2f}' for t in totals)}\n".encode())
    body.unlink()


def run(side: str, path: Path) -> dict[str, float]:
    """Run one side in a process of its own."""
    code = _PEAK + SIDES[side]
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise SystemExit(f"{side}: {done.stderr}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def one_large(folder: Path, rows: int, repeat: int, sides: list[str]) -> None:
    """Print the table for one large export."""
    path = folder / "google_ads.csv"
    make_export(path, rows)
    best: dict[str, dict[str, float]] = {}
    for _ in range(repeat):
        for side in sides:
            found = run(side, path)
            if side not in best or found["seconds"] < best[side]["seconds"]:
                best[side] = found
    print(f"{rows:,} rows, {path.stat().st_size / 1e6:,.0f} MB, by day, campaign and device")
    print(f"{'':<16}{'seconds':>9}{'x bare':>8}{'peak MiB':>10}{'groups':>9}{'cost':>18}")
    bare = best["DuckDB bare"]["seconds"]
    for side, f in best.items():
        times = f["seconds"] / bare
        print(f"{side:<16}{f['seconds']:>9.2f}{times:>8.2f}{f['mib']:>10,.0f}{f['groups']:>9,.0f}{f['cost']:>18,.2f}")
    path.unlink()


def many_small(folder: Path, files: int) -> None:
    """Print the time of a folder of small exports: a day each, 40 campaigns on three devices."""
    import time

    from xl_kpi.reports.refresh import new_workbook, refresh
    from xl_kpi.sources import read

    folder = folder / "exports"
    folder.mkdir()
    for n in range(files):
        day = f"{2020 + n // 336}-{n // 28 % 12 + 1:02}-{n % 28 + 1:02}"
        lines = [f"{day},Campaign {i % 40},Ad group,{'CTM'[i // 40]},EUR,{i},1,1.50,0,2.50" for i in range(120)]
        header = ",".join(("Day", "Campaign", "Ad group", "Device", "Currency code", *_MEASURES))
        (folder / f"{n:04}.csv").write_text(_TITLES + "\n".join([header, *lines]) + "\n", encoding="utf-8")
    start = time.perf_counter()
    records = sum(len(read(path).records) for path in sorted(folder.glob("*.csv")))
    seconds = time.perf_counter() - start
    print(f"{files:,} exports of 120 rows: {seconds:.2f} s, {seconds / files * 1000:.1f} ms each, {records:,} records")
    book = folder.parent / "book.xlsx"
    new_workbook("cockpit", book, "en")
    start = time.perf_counter()
    done = refresh(book, [folder])
    seconds = time.perf_counter() - start
    print(f"imported into a workbook and recalculated once: {seconds:.2f} s, {done.tables[0].rows:,} rows")


def main() -> None:
    """Parse the sizes and print both comparisons."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--no-pandas", action="store_true", help="where pandas is not installed")
    options = parser.parse_args()
    sides = [s for s in SIDES if not (options.no_pandas and s.startswith("pandas"))]
    with tempfile.TemporaryDirectory() as folder:
        one_large(Path(folder), options.rows, options.repeat, sides)
        many_small(Path(folder), options.files)


if __name__ == "__main__":
    main()
