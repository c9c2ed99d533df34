"""What every test shares: a day of the machine after all days that the tests write."""

import datetime as dt

import pytest


@pytest.fixture(autouse=True)
def _after_every_day_of_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("xl_kpi.sources.reading.this_day", lambda: dt.date(2030, 1, 1))
