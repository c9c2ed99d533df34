"""Formulas that read other workbooks: Excel keeps the numbers it last saw there, and so the formula has a value."""

from __future__ import annotations

from pathlib import Path

from tests.workbook.books import MAIN, make, rewrite, values
from xl_kpi.workbook import recalculate

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_SEEN = (
    f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{_REL}" r:id="rId1"><sheetNames><sheetName val="Plan 25"/>'
    '<sheetName val="Notes"/></sheetNames><sheetDataSet><sheetData sheetId="0"><row r="2">'
    '<cell r="B2"><v>142.5</v></cell><cell r="C2" t="str"><v>142</v></cell></row></sheetData>'
    '<sheetData sheetId="1" refreshError="1"/></sheetDataSet>'
    "</externalBook></externalLink>"
)


def linked(path: Path) -> Path:
    """Return a workbook whose formulas read a second one and its own names through [0]!."""
    cells = {"A1": 8, "B1": "='[1]Plan 25'!$B$2*2", "B2": "=SUM('[1]Plan 25'!$B$2,A1)", "B3": "='[1]Plan 25'!$C$2&\"\""}
    cells |= {
        "B4": "=[1]Notes!$A$1+1",
        "B5": "=SUM('[1]Plan 25'!$B$2:$B$9)",
        "B6": "=[0]!Eight*2",
        "B7": "='[1]Plan 25'!B2",
        "C1": "=B1+1",
        "C4": "=B4+1",
    }
    make(path, cells)
    target = f'Type="{_REL}/externalLinkPath" Target="plan.xlsx" TargetMode="External"/>'
    part = f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" {target}</Relationships>'
    more = (
        '<externalReferences><externalReference r:id="rId90"/></externalReferences>'
        '<definedNames><definedName name="Eight">S!$A$1</definedName></definedNames><calcPr'
    )
    link = f'Type="{_REL}/externalLink" Target="externalLinks/externalLink1.xml"/>'
    relation = f'<Relationship Id="rId90" {link}</Relationships>'
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    return rewrite(
        path,
        {
            "xl/externalLinks/externalLink1.xml": _SEEN.encode(),
            "xl/externalLinks/_rels/externalLink1.xml.rels": part.encode(),
            "xl/workbook.xml": lambda x: x.replace("<calcPr", more, 1),
            "xl/_rels/workbook.xml.rels": lambda x: x.replace("</Relationships>", relation),
            "[Content_Types].xml": lambda x: x.replace(
                "</Types>", f'<Override PartName="/xl/externalLinks/externalLink1.xml" ContentType="{kind}"/></Types>'
            ),
        },
    )


def test_a_number_last_seen_is_taken_and_all_else_is_kept(tmp_path: Path) -> None:
    path = linked(tmp_path / "book.xlsx")
    report = recalculate(path)
    assert {k.cell for k in report.kept} == {"S!B3", "S!B4", "S!B5", "S!B7", "S!C4"}
    shown = values(path)
    assert (shown["B1"], shown["B2"], shown["C1"], shown["B6"]) == (285, 150.5, 286, 16)
    assert shown["B3"] == shown["B4"] == shown["B5"] == shown["C4"] == "old"
