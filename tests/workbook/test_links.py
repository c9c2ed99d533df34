"""Formulas that read other workbooks: Excel keeps what it last saw there, and so the formula has a value."""

from __future__ import annotations

from pathlib import Path

from tests.workbook.books import MAIN, make, rewrite, values
from xl_kpi.workbook import recalculate

_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_HEAD = f'<externalLink xmlns="{MAIN}"><externalBook xmlns:r="{_REL}" r:id="rId1">'
_TAIL = "</externalBook></externalLink>"
_SEEN = (
    f'{_HEAD}<sheetNames><sheetName val="Plan 25"/><sheetName val="Notes"/><sheetName val="Odd"/>'
    '<sheetName val="Far"/><sheetName val="Cut"/></sheetNames>'
    '<definedNames><definedName name="Spend" refersTo="=\'Plan 25\'!$A$2:$A$4"/>'
    '<definedName name="Top" refersTo="=\'Plan 25\'!$B$2" sheetId="1"/>'
    '<definedName name="Gone" refersTo="=#REF!"/><definedName name="MACRO"/></definedNames><sheetDataSet>'
    '<sheetData sheetId="0"><row r="2"><cell r="A2"><v>10</v></cell><cell r="B2"><v>142.5</v></cell>'
    '<cell r="C2" t="str"><v>a &amp; b</v></cell><cell r="D2" t="b"><v>1</v></cell>'
    '<cell r="E2" t="e"><v>#N/A</v></cell>'
    '<cell r="F2" t="str"><v/></cell></row><row r="3"><cell r="A3"><v>20</v></cell><cell r="B3"/></row>'
    '<row r="4"><cell r="A4"><v>30</v></cell><cell r="C4" t="str"><v>last</v></cell></row></sheetData>'
    '<sheetData sheetId="1" refreshError="1"/>'
    '<sheetData sheetId="2"><row r="1"><cell r="A1" t="d"><v>2025-01-01</v></cell></row></sheetData>'
    '<sheetData sheetId="3"><row r="1048576"><cell r="XFD1048576"><v>1</v></cell></row></sheetData>'
    f'<sheetData sheetId="4"><row r="1"><cell r="A1" t="str"><v>{"x" * 255}</v></cell></row></sheetData></sheetDataSet>'
    f"{_TAIL}"
)
_DDE = (
    f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="quotes" ddeTopic="t"><ddeItems><ddeItem name="price">'
    '<values><value><val>7.5</val></value></values></ddeItem><ddeItem name="label"><values><value t="str">'
    '<val>up "1"</val></value></values></ddeItem><ddeItem name="two"><values cols="2"><value><val>1</val></value>'
    '<value><val>2</val></value></values></ddeItem><ddeItem name="silent" advise="1"/>'
    "</ddeItems></ddeLink></externalLink>"
)


def linked(path: Path, cells: dict[str, object], *links: str) -> Path:
    """Return a workbook with these cells and the stored parts of these links."""
    make(path, {"A1": 8, **cells})
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    parts: dict[str, object] = {}
    references = relations = overrides = ""
    for i, link in enumerate(links, 1):
        target = f'Type="{_REL}/externalLinkPath" Target="plan.xlsx" TargetMode="External"/>'
        rels = f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="rId1" {target}</Relationships>'
        parts[f"xl/externalLinks/externalLink{i}.xml"] = link.encode()
        parts[f"xl/externalLinks/_rels/externalLink{i}.xml.rels"] = rels.encode()
        references += f'<externalReference r:id="rId{89 + i}"/>'
        relations += (
            f'<Relationship Id="rId{89 + i}" Type="{_REL}/externalLink" Target="externalLinks/externalLink{i}.xml"/>'
        )
        overrides += f'<Override PartName="/xl/externalLinks/externalLink{i}.xml" ContentType="{kind}"/>'
    more = (
        f"<externalReferences>{references}</externalReferences>"
        '<definedNames><definedName name="Eight">S!$A$1</definedName>'
        '<definedName name="Theirs">[1]!Spend</definedName></definedNames><calcPr'
    )
    return rewrite(
        path,
        {
            **parts,
            "xl/workbook.xml": lambda x: x.replace("<calcPr", more, 1),
            "xl/_rels/workbook.xml.rels": lambda x: x.replace("</Relationships>", f"{relations}</Relationships>"),
            "[Content_Types].xml": lambda x: x.replace("</Types>", f"{overrides}</Types>"),
        },
    )


def shown(path: Path, formulas: dict[str, str], *links: str) -> tuple[dict[str, object], dict[str, str]]:
    """Return what each formula shows after a recalculation, and why the others are kept."""
    cells = {f"B{i}": f"={formula}" for i, formula in enumerate(formulas, 1)}
    report = recalculate(linked(path, cells, *links))
    kept = {k.cell: k.reason.en for k in report.kept}
    found = values(path)
    places = dict(zip(cells, formulas, strict=True))
    return (
        {formula: found.get(cell, "") for cell, formula in places.items() if f"S!{cell}" not in kept},
        {formula: kept[f"S!{cell}"] for cell, formula in places.items() if f"S!{cell}" in kept},
    )


def test_what_was_last_seen_in_another_workbook_is_used(tmp_path: Path) -> None:
    expected: dict[str, object] = {
        "'[1]Plan 25'!$B$2*2": 285,
        "'[1]plan 25'!$A$2": 10,
        "'[1]Plan 25'!C2&\"!\"": "a & b!",
        "'[1]Plan 25'!D2": True,
        "'[1]Plan 25'!E2": "#N/A",
        "'[1]Plan 25'!F2&\"\"": "",
        "ISTEXT('[1]Plan 25'!F2)": True,
        "'[1]Plan 25'!B3": 0,  # not among the cells that Excel keeps: it was empty
        "ISBLANK('[1]Plan 25'!B9)": True,
        "SUM('[1]Plan 25'!A2:A4,A1)": 68,
        "SUM('[1]Plan 25'!$A:$A)": 60,
        "SUM('[1]Plan 25'!$2:$3)": "#N/A",
        "VLOOKUP(30,'[1]Plan 25'!A2:C4,3,FALSE)": "last",
        "SUMPRODUCT('[1]Plan 25'!A2:A4*2)": 120,
        "STDEV.S('[1]Plan 25'!A2:A4)": 10,
        "SUM([1]!Spend)": 60,
        "MAX(Theirs)": 30,
        "[1]Notes!Top+1": 143.5,
        "[0]!Eight*2": 16,
    }
    found, kept = shown(tmp_path / "book.xlsx", expected, _SEEN)
    assert kept == {}
    assert found == expected


def test_what_was_never_seen_is_kept(tmp_path: Path) -> None:
    open_only = "{} over another workbook, which Excel evaluates only while it is open"
    expected = {
        "[1]Notes!$A$1+1": "link to another workbook: [1]Notes!$A$1",
        "[1]Odd!A1": "link to another workbook: [1]Odd!A1",
        "SUM([1]Far!A1:B2)": "link to another workbook: [1]Far!A1:B2",
        "[1]Cut!A1": "link to another workbook: [1]Cut!A1",
        "[1]Nowhere!A1": "link to another workbook: [1]Nowhere!A1",
        "[2]Notes!A1": "link to another workbook: [2]Notes!A1",
        "[1]!MACRO(1)": "MACRO is a function of an add-in or of another workbook",
        "[1]!Gone": "link to another workbook: [1]!Gone",
        "SUMIF('[1]Plan 25'!A2:A4,\">10\")": open_only.format("SUMIF"),
        "COUNTIFS('[1]Plan 25'!A2:A4,\">10\",'[1]Plan 25'!A2:A4,\"<40\")": open_only.format("COUNTIFS"),
        "SUBTOTAL(9,'[1]Plan 25'!A2:A4)": open_only.format("SUBTOTAL"),
        "SUM(OFFSET('[1]Plan 25'!A2,1,0,2,1))": "a reference to another workbook",
    }
    found, kept = shown(tmp_path / "book.xlsx", dict.fromkeys(expected, ""), _SEEN)
    assert found == {}
    assert kept == expected


def test_a_condition_may_come_from_another_workbook(tmp_path: Path) -> None:
    found, kept = shown(tmp_path / "book.xlsx", {"COUNTIF(A1:A2,\"<\"&'[1]Plan 25'!A2)": ""}, _SEEN)
    assert (list(found.values()), kept) == ([1], {})


def test_a_link_is_read_down_a_column(tmp_path: Path) -> None:
    cells = {f"C{row}": f"='[1]Plan 25'!A{row}*2" for row in range(2, 14)}
    path = linked(tmp_path / "book.xlsx", cells, _SEEN)
    assert recalculate(path).kept == ()
    found = values(path)
    assert [found[cell] for cell in cells] == [20, 40, 60, *[0] * 9]


def test_what_depends_on_a_link_is_evaluated_or_kept_with_it(tmp_path: Path) -> None:
    cells = {"B1": "='[1]Plan 25'!$B$2", "C1": "=B1+1", "B2": "=[1]Notes!$A$1", "C2": "=B2+1"}
    path = linked(tmp_path / "book.xlsx", cells, _SEEN)
    report = recalculate(path)
    assert {k.cell for k in report.kept} == {"S!B2", "S!C2"}
    assert values(path)["C1"] == 143.5


def test_the_last_value_of_a_dde_item_is_used(tmp_path: Path) -> None:
    expected: dict[str, object] = {"[1]!price*2": 15, "[1]!label": 'up "1"'}
    never = ("[1]!two", "[1]!silent", "[1]!unknown")
    found, kept = shown(tmp_path / "book.xlsx", expected | dict.fromkeys(never), _DDE)
    assert found == expected
    assert kept == {formula: f"link to another workbook: {formula}" for formula in never}
