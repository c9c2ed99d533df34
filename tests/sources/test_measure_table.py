"""A measure table holds only what its data table says, and a vendor only what its table has."""

import datetime as dt

import pytest
from pydantic import ValidationError

from xl_kpi.catalog.tables import TABLES
from xl_kpi.errors import UserError
from xl_kpi.language import Text
from xl_kpi.sources import VENDORS, Column, MeasureTable, Vendor
from xl_kpi.sources.labels import HeaderCell, fold, labels_of

WEB = TABLES["web"]
GOOD = (dt.date(2026, 1, 1), "GA4", "", "Direct", 10.0, 5.0, 1.0, -3.5)


def web(*records: tuple[object, ...]) -> MeasureTable:
    return MeasureTable(table=WEB, records=list(records))


def test_values_stay_as_they_are():
    assert web(GOOD).records == [GOOD]
    assert web((*GOOD[:4], None, None, None, None)).records[0][4] is None


@pytest.mark.parametrize(
    ("position", "value", "expected"),
    [
        (0, "2026-01-01", "row 2: Date = '2026-01-01', a date or a text was expected"),
        (3, None, "row 2: Channel = None, a date or a text was expected"),
        (4, "10", "row 2: Visits = '10', a finite number was expected"),
        (4, float("nan"), "row 2: Visits = nan, a finite number was expected"),
        (4, float("inf"), "row 2: Visits = inf, a finite number was expected"),
        (4, -1.0, "row 2: Visits = -1.0, a negative value is impossible here"),
    ],
)
def test_an_impossible_value_names_its_row_and_column(position, value, expected):
    bad = (*GOOD[:position], value, *GOOD[position + 1 :])
    with pytest.raises(UserError, match=expected):
        web((dt.date(2025, 12, 31), *GOOD[1:]), bad)


def test_a_row_is_complete_and_its_key_is_unique():
    with pytest.raises(UserError, match="row 1: wrong number of values"):
        web(GOOD[:-1])
    with pytest.raises(UserError, match="row 2: its key is repeated"):
        web(GOOD, GOOD)


def test_a_score_lies_between_0_and_10():
    with pytest.raises(UserError, match="a score from 0 to 10"):
        MeasureTable(table=TABLES["survey"], records=[(dt.date(2026, 1, 1), "Typeform", "a", 11.0)])


def declaration(**changes: object) -> dict[str, object]:
    return {
        "id": "new",
        "label": "New",
        "table": WEB,
        "columns": (Column(field="visits", en=("Visits",)), Column(field="date", en=("Day",))),
        "recognised_by": (("Visits",),),
        "add_date": Text("ajoutez", "add"),
        "how_to_export": Text("exportez", "export"),
        **changes,
    }


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"columns": (Column(field="clicks", en=("Clicks",)),)}, "are not columns of table web"),
        ({"left_out": ("VISITS",)}, "are declared twice"),
        ({"recognised_by": (("Sessions",),)}, "recognise it but are not declared"),
        ({"counts": {"visits": None}}, "cannot be counted"),
        ({"counts": {"clicks": None}}, "cannot be counted"),
        ({"colour": "red"}, "Extra inputs are not permitted"),
    ],
)
def test_a_wrong_declaration_fails_at_import(changes, expected):
    with pytest.raises(ValidationError, match=expected):
        Vendor(**declaration(**changes))


def test_a_declaration_that_holds():
    assert Vendor(**declaration()).recognises(labels_of([HeaderCell.of("Visits"), HeaderCell.of("Other")]))


def test_no_vendor_takes_the_header_of_another():
    for vendor in VENDORS:
        labels = [label for column in vendor.columns for label in column.labels]
        header = [HeaderCell.of(label) for label in (*labels, *(x for group in vendor.recognised_by for x in group))]
        assert [v.id for v in VENDORS if v.recognises(labels_of(header))] == [vendor.id]


@pytest.mark.parametrize("label", ["Nom de l’ensemble", "NOM DE L'ENSEMBLE", " nom\u00a0de  l`ensemble\u202f"])
def test_labels_fold_case_apostrophes_and_spaces(label):
    assert fold(label) == "nom de l'ensemble"


def test_accents_are_kept():
    assert fold("Coût") != fold("Cout")
