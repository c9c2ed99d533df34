from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.excel import stand_ins


@pytest.fixture(scope="package")
def excel() -> Iterator[stand_ins.Excel]:
    with stand_ins.excel() as running:
        yield running
