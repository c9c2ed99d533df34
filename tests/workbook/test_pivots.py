"""GETPIVOTDATA: the cells of a pivot table that stand in the file. What each formula asks for is read off the table."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from benchmarks.stored import Stored
from tests.workbook.books import MAIN, make, reasons, rewrite
from xl_kpi.workbook import recalculate

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_NOT_ONCE = "a value that the pivot table does not show once"

# Region and year down, channel across; sums of spend only.
#        A          B     C     D        E
#  3  Spend              Channel
#  4  Region     Year    Mail  Search   Total
#  5  North      2023    1     2        3
#  6             2024    4     5        9
#  7  North Total        5     7        12
#  8  South      2024    6              6
#  9  South Total        6              6
# 10  Total              11    7        18
TABLE: dict[str, Any] = {
    "A3": "Spend", "C3": "Channel", "A4": "Region", "B4": "Year", "C4": "Mail", "D4": "Search", "E4": "Total",
    "A5": "North", "B5": 2023, "C5": 1, "D5": 2, "E5": 3, "B6": 2024, "C6": 4, "D6": 5, "E6": 9,
    "A7": "North Total", "C7": 5, "D7": 7, "E7": 12, "A8": "South", "B8": 2024, "C8": 6, "E8": 6,
    "A9": "South Total", "C9": 6, "E9": 6, "A10": "Total", "C10": 11, "D10": 7, "E10": 18,
}  # fmt: skip
_PIVOT = f"""<pivotTableDefinition xmlns="{MAIN}" name="P" cacheId="1">
<location ref="A3:E10" firstHeaderRow="1" firstDataRow="2" firstDataCol="2"/>
<pivotFields count="4">
<pivotField axis="axisRow"><items count="3"><item x="1"/><item x="0"/><item t="default"/></items></pivotField>
<pivotField axis="axisRow"><items count="2"><item x="0"/><item x="1"/></items></pivotField>
<pivotField axis="axisCol"><items count="3"><item n="Mail" x="0"/><item x="1"/><item t="default"/></items></pivotField>
<pivotField dataField="1"/></pivotFields>
<rowFields count="2"><field x="0"/><field x="1"/></rowFields>
<rowItems count="6"><i><x/><x/></i><i r="1"><x v="1"/></i><i t="default"><x/></i><i><x v="1"/><x v="1"/></i>
<i t="default"><x v="1"/></i><i t="grand"><x/></i></rowItems>
<colFields count="1"><field x="2"/></colFields>
<colItems count="3"><i><x/></i><i><x v="1"/></i><i t="grand"><x/></i></colItems>
<dataFields count="1"><dataField name="Sum of Spend" fld="3"/></dataFields></pivotTableDefinition>"""
_CACHE = f"""<pivotCacheDefinition xmlns="{MAIN}"><cacheFields count="4">
<cacheField name="Region"><sharedItems><s v="South"/><s v="North"/></sharedItems></cacheField>
<cacheField name="Year"><sharedItems><n v="2023"/><n v="2024"/></sharedItems></cacheField>
<cacheField name="Channel"><sharedItems><s v="E-mail"/><s v="Search"/></sharedItems></cacheField>
<cacheField name="Spend"><sharedItems/></cacheField></cacheFields></pivotCacheDefinition>"""


def values(path: Path) -> dict[str, object]:
    """Return what the cells of sheet S hold; openpyxl would read the pivot table too."""
    return {cell: found.value for cell, found in Stored(path).sheets["S"].cells.items()}


def relation(kind: str, target: str) -> bytes:
    """Return a relationships part with one relationship."""
    inside = f'<Relationship Id="rId1" Type="{_REL}/{kind}" Target="{target}"/>'
    return f'<Relationships xmlns="{_PACKAGE}">{inside}</Relationships>'.encode()


def with_pivot(path: Path, formulas: dict[str, str], pivot: str = _PIVOT) -> Path:
    """Return a workbook with the table above on sheet S and formulas beside it."""
    make(path, {**TABLE, **{cell: f"={formula}" for cell, formula in formulas.items()}})
    return rewrite(
        path,
        {
            "xl/pivotTables/pivotTable1.xml": pivot.encode(),
            "xl/pivotCache/pivotCacheDefinition1.xml": _CACHE.encode(),
            "xl/worksheets/_rels/sheet1.xml.rels": relation("pivotTable", "../pivotTables/pivotTable1.xml"),
            "xl/pivotTables/_rels/pivotTable1.xml.rels": relation(
                "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition1.xml"
            ),
        },
    )


@pytest.mark.parametrize(
    ("arguments", "value"),
    [
        ('"Sum of Spend",$A$3', 18),
        ('"spend",C5', 18),
        ('"Spend",$A$3,"Region","North"', 12),
        ('"Spend",$A$3,"region","SOUTH"', 6),
        ('"Spend",$A$3,"Channel","Search"', 7),
        ('"Spend",$A$3,"Channel","Mail","Region","North"', 5),  # by the caption, not by the name in the data
        ('"Spend",$A$3,"Region","North","Year",2024', 9),
        ('"Spend",$A$3,"Year",2024,"Channel","Search","Region","North"', 5),
        ('"Spend",$A$3,"Region",A8,"Year",B6,"Channel",C4', 6),
        ('"Spe"&"nd",$A$3,"Region","North","Year",2000+23', 3),
    ],
)
def test_a_value_that_the_table_shows(tmp_path: Path, arguments: str, value: float) -> None:
    path = with_pivot(tmp_path / "book.xlsx", {"H1": f"GETPIVOTDATA({arguments})", "H2": "H1*2"})
    assert recalculate(path).kept == ()
    assert (values(path)["H1"], values(path)["H2"]) == (value, 2 * value)


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        ('"Spend",$A$3,"Year",2024', _NOT_ONCE),  # no row of its own
        ('"Spend",$A$3,"Region","East"', _NOT_ONCE),
        ('"Spend",$A$3,"Channel","E-mail"', _NOT_ONCE),
        ('"Spend",$A$3,"Region","South","Channel","Search"', _NOT_ONCE),  # an empty cell
        ('"Clicks",$A$3', _NOT_ONCE),
        ('"Spend",$G$30', _NOT_ONCE),
        ('"Spend",$A$3,"Spend",1', _NOT_ONCE),
        ('"Spend",$A$3,"Region","North","Region","South"', _NOT_ONCE),
        ('"Spend",$A$3,"Region"', "GETPIVOTDATA: number of arguments"),
        ('"Spend",INDEX(A:A,3)', "a computed range"),
    ],
)
def test_what_the_table_does_not_show_once_is_kept(tmp_path: Path, arguments: str, reason: str) -> None:
    path = with_pivot(tmp_path / "book.xlsx", {"H1": f"GETPIVOTDATA({arguments})"})
    assert reasons(recalculate(path)) == {"S!H1": reason}


def test_two_data_fields_side_by_side(tmp_path: Path) -> None:
    pivot = f"""<pivotTableDefinition xmlns="{MAIN}"><location ref="A3:E10" firstDataRow="2" firstDataCol="2"/>
    <pivotFields><pivotField axis="axisRow"><items><item x="1"/><item x="0"/></items></pivotField><pivotField/>
    <pivotField/><pivotField dataField="1"/></pivotFields><rowFields><field x="0"/></rowFields>
    <rowItems><i><x/></i><i><x v="1"/></i><i t="grand"><x/></i></rowItems><colFields><field x="-2"/></colFields>
    <colItems><i><x/></i><i i="1"><x v="1"/></i></colItems>
    <dataFields><dataField name="Sum" fld="3"/>
    <dataField name="Average" fld="3"/></dataFields></pivotTableDefinition>"""
    formulas = {
        "H1": 'GETPIVOTDATA("Average",$A$3,"Region","South")',
        "H2": 'GETPIVOTDATA("Sum",$A$3)',
        "H3": 'GETPIVOTDATA("Spend",$A$3)',  # two fields of this name
    }
    path = with_pivot(tmp_path / "book.xlsx", formulas, pivot)
    assert reasons(recalculate(path)) == {"S!H3": _NOT_ONCE}
    assert (values(path)["H1"], values(path)["H2"]) == (5, 5)


def test_a_table_that_cannot_be_read_is_no_table(tmp_path: Path) -> None:
    path = with_pivot(tmp_path / "book.xlsx", {"H1": 'GETPIVOTDATA("Spend",$A$3)'}, f'<x xmlns="{MAIN}"/>')
    assert reasons(recalculate(path)) == {"S!H1": _NOT_ONCE}
