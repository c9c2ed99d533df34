"""The sample exports: reproducible, read in both languages alike, and a believable shop."""

from collections import defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

from xl_kpi.catalog.tables import TABLES
from xl_kpi.language import LANGUAGES
from xl_kpi.sources import Import, read, samples
from xl_kpi.sources.samples import company_files, files
from xl_kpi.sources.samples.make import main, make
from xl_kpi.sources.samples.year_before import write_year_before

SAMPLES = Path(samples.__file__).parent


@pytest.fixture(scope="module")
def imports() -> dict[str, dict[str, Import]]:
    return {lang: {i.source: i for i in map(read, files(lang))} for lang in LANGUAGES}


def monthly(imported: Import) -> dict[int, dict[str, float]]:
    names = [c.name for c in imported.table.columns]
    sums: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for record in imported.records:
        row = dict(zip(names, record, strict=True))
        for measure in imported.table.measures:
            sums[row["date"].month][measure.name] += row[measure.name] or 0
    return sums


def test_the_committed_samples_are_what_the_script_makes(tmp_path):
    made = make(tmp_path)
    committed = [path for lang in LANGUAGES for path in (*files(lang), *company_files(lang))]
    assert sorted(p.relative_to(tmp_path).as_posix() for p in made) == sorted(
        p.relative_to(SAMPLES).as_posix() for p in committed
    )
    for path in committed:
        assert (tmp_path / path.relative_to(SAMPLES)).read_bytes() == path.read_bytes(), path


def test_the_script_runs_from_the_command_line(tmp_path, capsys):
    assert main([str(tmp_path)]) == 0
    made = 2 * (len(files("fr")) + len(company_files("fr")))
    assert len(capsys.readouterr().out.splitlines()) == made
    assert main([]) == 2


def test_samples_are_small():
    assert max(path.stat().st_size for lang in LANGUAGES for path in files(lang)) < 350_000


def test_both_languages_hold_the_same_figures(imports):
    assert imports["fr"].keys() == imports["en"].keys()
    assert len(imports["fr"]) == 7
    for source, imported in imports["fr"].items():
        assert imported.records == imports["en"][source].records, source


def test_every_total_agrees(imports):
    checked = [i for lang in LANGUAGES for i in imports[lang].values() if i.totals_check]
    assert {i.source for i in checked} == {"google_ads", "meta_ads", "ga4"}
    assert all(check.agrees for i in checked for check in i.totals_check)


def test_the_shop_is_believable(imports):
    of = {source: monthly(imported) for source, imported in imports["fr"].items()}
    for month in range(1, 13):
        google, meta, business = of["google_ads"][month], of["meta_ads"][month], of["tidy_business"][month]
        spend = google["ad_spend"] + meta["ad_spend"]
        attributed = google["attributed_revenue"] + meta["attributed_revenue"]
        costs = spend + business["salaries"] + business["tools"] + business["agencies"]
        cac = costs / business["new_customers"]
        churn = business["lost_customers"] / business["customers_start"]
        arpa = business["revenue"] / business["customers_start"]
        mail = of["mailchimp"][month]
        web = of["ga4"][month]
        assert 30 <= cac <= 45
        assert 0.02 <= churn <= 0.04
        assert arpa * 0.6 / churn / cac > 3
        assert attributed < business["revenue"]
        assert 43 < business["revenue"] / business["orders"] < 47
        assert 0.35 <= mail["unique_opens"] / mail["emails_delivered"] <= 0.45
        assert 0.55 <= web["engaged_sessions"] / web["visits"] <= 0.65
        assert 0.13 <= business["sql"] / business["mql"] <= 0.27
    assert of["google_ads"][12]["attributed_revenue"] / of["google_ads"][12]["ad_spend"] > 4
    assert min(range(1, 13), key=lambda m: of["tidy_business"][m]["revenue"]) == 8


def test_customers_add_up(imports):
    rows = [dict(zip([c.name for c in i.table.columns], r, strict=True))
            for i in [imports["fr"]["tidy_business"]] for r in i.records]  # fmt: skip
    for row in rows:
        assert row["customers_end"] == row["customers_start"] + row["new_customers"] - row["lost_customers"]
    for before, after in pairwise(rows):
        assert after["customers_start"] == before["customers_end"]


def test_customers_recommend_the_shop_more_and_more(imports):
    scores = defaultdict(list)
    for record in imports["fr"]["typeform"].records:
        scores[record[0].month].append(record[3])
    nps = {m: 100 * (sum(s >= 9 for s in v) - sum(s <= 6 for s in v)) / len(v) for m, v in scores.items()}
    assert all(30 <= value <= 50 for value in nps.values())
    assert nps[12] > nps[1] + 5


def test_the_companys_own_tables_read_alike_in_both_languages():
    french, english = ([read(file) for file in company_files(lang)] for lang in LANGUAGES)
    by_table = {imported.table.id: imported for imported in english}
    assert {imported.table.id for imported in french} == by_table.keys()
    for imported in french:
        figures = [[v for v in record if not isinstance(v, str)] for record in imported.records]
        assert figures == [[v for v in r if not isinstance(v, str)] for r in by_table[imported.table.id].records]


def test_the_year_before_is_complete_and_leads_to_the_year(imports, tmp_path):
    for lang in LANGUAGES:
        (tmp_path / lang).mkdir()
        write_year_before(tmp_path / lang, lang)
    before = {path.stem: read(path) for path in sorted((tmp_path / "fr").iterdir())}
    assert len(before) == 15
    for name, imported in before.items():
        figures = [[v for v in record if not isinstance(v, str)] for record in imported.records]
        english = read(tmp_path / "en" / f"{name}.csv")
        assert figures == [[v for v in record if not isinstance(v, str)] for record in english.records], name
        assert {record[0].year for record in imported.records} == {2024}, name
    days = sorted({record[0] for record in before["ads-2024"].records})
    assert len(days) == (days[-1] - days[0]).days + 1
    after = imports["fr"]["tidy_business"].records
    ends = [c.name for c in TABLES["business"].columns].index("customers_end")
    starts = [c.name for c in TABLES["business"].columns].index("customers_start")
    months = sorted(before["business-2024"].records)
    assert months[-1][ends] == min(after)[starts]
    assert all(later[starts] == earlier[ends] for earlier, later in pairwise(months))
