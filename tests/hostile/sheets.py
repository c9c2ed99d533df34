"""Hostile worksheets, tables and names: out of order, out of range, overlapping, in circles."""

from __future__ import annotations

from collections.abc import Callable

from tests.hostile.books import (
    CELLS,
    DAMAGED,
    KEPT,
    MAIN,
    ODD,
    RIGHT,
    SHEET,
    SHEET_RELS,
    TABLE,
    WORKBOOK,
    Case,
    base,
    cells,
    relationships,
    sheet,
    with_parts,
    with_sheet,
    workbook,
    xml,
)

KEPT_OR_RIGHT = f"{KEPT}|{RIGHT}"


def rows(text: str) -> Callable[[], bytes]:
    return with_sheet(sheet(text))


def more(text: str, first: str = CELLS) -> Callable[[], bytes]:
    return with_sheet(cells(text, first=first))


def b1(formula: str, value: str = "99") -> str:
    """Return the first row with another formula in B1."""
    return f'<c r="A1"><v>1</v></c><c r="B1">{formula}<v>{value}</v></c>'


def table(ref: str = "A1:B2", columns: str = "", name: str = "T", **more: str) -> bytes:
    """Return a table part; `columns` are its tableColumn elements."""
    attributes = "".join(f' {key}="{value}"' for key, value in more.items())
    return xml(f'<table xmlns="{MAIN}" id="1" name="{name}" displayName="{name}" ref="{ref}"{attributes}>'
               f"<tableColumns>{columns or column('a') + column('b')}</tableColumns></table>")  # fmt: skip


def column(name: str, inside: str = "") -> str:
    return f'<tableColumn id="1" name="{name}">{inside}</tableColumn>'


_TABLE_ROWS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>a</t></is></c><c r="B1"><f>SUM(T[a])</f><v>99</v></c></row>'
    '<row r="2"><c r="A2"><v>2</v></c></row>'
)  # fmt: skip


def tables(*parts: bytes) -> Callable[[], bytes]:
    """Return the workbook whose B1 adds up T[a], with these tables."""
    targets = [("table", f"../tables/table{i}.xml") for i in range(1, len(parts) + 1)]
    made = {f"xl/tables/table{i}.xml": data for i, data in enumerate(parts, 1)}
    assert TABLE in made
    return with_parts({SHEET: sheet(_TABLE_ROWS), SHEET_RELS: relationships(*targets), **made})


def names(*defined: str, formula: str = "N*2") -> Callable[[], bytes]:
    """Return the workbook with defined names, read by B1."""
    inside = "".join(defined)
    book = workbook(after=f"<definedNames>{inside}</definedNames>")
    return with_parts({WORKBOOK: book, SHEET: cells(first=b1(f"<f>{formula}</f>"))})


def name(text: str, called: str = "N", **more: str) -> str:
    attributes = "".join(f' {key}="{value}"' for key, value in more.items())
    return f'<definedName name="{called}"{attributes}>{text}</definedName>'


def named_sheet(name: str) -> Callable[[], bytes]:
    return with_parts({WORKBOOK: workbook(f'<sheet name="{name}" sheetId="1" r:id="rId1"/>')})


def merged(*refs: str) -> Callable[[], bytes]:
    inside = "".join(f'<mergeCell ref="{ref}"/>' for ref in refs)
    return with_sheet(cells(after=f"<mergeCells>{inside}</mergeCells>"))


_A = '<c r="A1"><v>1</v></c>'
_B = '<c r="B1"><f>A1*2</f><v>99</v></c>'
_CALC = '<calcPr calcId="1" %s/>'

CASES: dict[str, Case] = {
    "rows out of order": Case(rows(f'<row r="9"><c r="A9"><v>1</v></c></row><row r="1">{CELLS}</row>'),
                              f"{RIGHT}|{ODD}"),
    "a row twice": Case(rows(f'<row r="1">{_A}</row><row r="1">{_B}</row>'), f"{RIGHT}|{ODD}"),
    "a cell twice": Case(more("", CELLS + '<c r="A1"><v>5</v></c>'), "10"),
    "a formula twice": Case(more("", CELLS + '<c r="B1"><f>A1*5</f><v>7</v></c>'), DAMAGED),
    "cells out of order": Case(more("", '<c r="C1"><v>3</v></c>' + _B + _A), f"{RIGHT}|{ODD}"),
    "cells without addresses": Case(more("", _A + "<c><f>A1*2</f><v>99</v></c>"), f"{RIGHT}|{ODD}"),
    "rows without numbers": Case(rows(f"<row>{CELLS}</row><row><c><v>1</v></c></row>"), RIGHT),
    "an address in another row": Case(rows(f'<row r="5">{CELLS}</row>'), f"{RIGHT}|{ODD}"),
    "a row 0": Case(rows(f'<row r="1">{CELLS}</row><row r="0"><c r="A0"><v>1</v></c></row>'),
                    f"{ODD}|{RIGHT}|could not evaluate"),
    "a negative row": Case(rows(f'<row r="1">{CELLS}</row><row r="-1"><c r="A-1"><v>1</v></c></row>'),
                           f"{ODD}|{RIGHT}|could not evaluate"),
    "a row beyond the grid": Case(rows(f'<row r="1">{CELLS}</row><row r="1048577"><c r="A1048577"><v>1</v></c></row>'),
                                  f"{ODD}|{RIGHT}|could not evaluate"),
    "a row of 20 digits": Case(rows(f'<row r="1">{CELLS}</row><row r="{"9" * 20}"><c r="A{"9" * 20}"/></row>'),
                               f"{ODD}|{RIGHT}|could not evaluate"),
    "a row that is no number": Case(rows(f'<row r="1">{CELLS}</row><row r="x"><c r="A9"><v>1</v></c></row>'),
                                    f"{ODD}|{RIGHT}|could not evaluate"),
    "a column beyond the grid": Case(more('<c r="XFE1"><v>1</v></c>'), f"{ODD}|{RIGHT}|could not evaluate"),
    "a formula beyond the grid": Case(more('<c r="XFE1"><f>1+1</f></c>'), ODD),
    "a column of ten letters": Case(more('<c r="ABCDEFGHIJ1"><v>1</v></c>'), f"{ODD}|{RIGHT}|could not evaluate"),
    "an address in small letters": Case(more("", _A + '<c r="b1"><f>A1*2</f><v>99</v></c>'), f"{RIGHT}|{ODD}"),
    "an address with dollars": Case(more('<c r="$D$1"><f>1+1</f></c>'), f"{RIGHT}|{ODD}"),
    "an address that is a range": Case(more('<c r="D1:D9"><f>1+1</f></c>'), f"{RIGHT}|{ODD}"),
    "an empty address": Case(more('<c r=""><v>1</v></c>'), f"{RIGHT}|{ODD}|could not evaluate"),
    "the last cell of the grid": Case(rows(f'<row r="1">{CELLS}</row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
                                           "</row>"), RIGHT),
    "cells in both corners, and a sum of all": Case(
        rows(f'<row r="1">{CELLS}<c r="D1"><f>SUM(A2:XFD1048576)</f></c></row>'
             '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'), f"{RIGHT}|limit seconds"
    ),
    "a shared formula without master": Case(more("", b1('<f t="shared" si="0"/>')), KEPT),
    "a shared formula of two masters": Case(
        more("", b1('<f t="shared" si="0" ref="B1:B9">A1*2</f>') + '<c r="D1"><f t="shared" si="0" ref="D1">1</f></c>'),
        RIGHT
    ),
    "a shared formula whose master comes later": Case(
        more('', b1('<f t="shared" si="0"/>') + '<c r="D1"><f t="shared" si="0" ref="B1:D1">C1*2</f></c>'),
        KEPT_OR_RIGHT
    ),
    "a shared formula that leaves the grid": Case(
        more("", '<c r="A1"><f t="shared" si="0"/><v>1</v></c><c r="B1"><f t="shared" si="0" ref="A1:B1">A1*2</f>'
                 "<v>99</v></c>"), KEPT
    ),
    "a shared formula of its own child": Case(more("", b1('<f t="shared" si="0" ref="B1">B1*2</f>')), KEPT),
    "a shared index that is no number": Case(more("", b1('<f t="shared" si="x" ref="B1">A1*2</f>')), KEPT_OR_RIGHT),
    "a shared formula over the whole sheet": Case(
        more("", b1('<f t="shared" si="0" ref="A1:XFD1048576">A1*2</f>')), RIGHT
    ),
    "a formula of no kind": Case(more("", b1('<f t="evil">A1*2</f>')), f"{KEPT_OR_RIGHT}|{DAMAGED}"),
    "an empty formula": Case(more("", b1("<f/>")), KEPT),
    "an array formula over everything": Case(more("", b1('<f t="array" ref="A1:XFD1048576">1</f>')),
                                             "limit spill_cells"),
    "an array formula without ref": Case(more("", b1('<f t="array">A1*2</f>')), KEPT_OR_RIGHT),
    "an array formula of nonsense": Case(more("", b1('<f t="array" ref="nonsense">A1*2</f>')), DAMAGED),
    "an array formula elsewhere": Case(more("", b1('<f t="array" ref="F9:G10">A1*2</f>')), DAMAGED),
    "array formulas that overlap": Case(
        more("", b1('<f t="array" ref="B1:D1">A1*2</f>') + '<c r="C1"><f t="array" ref="B1:D1">5</f><v>1</v></c>'),
        DAMAGED
    ),
    "array formulas over a formula": Case(
        more("", b1('<f t="array" ref="B1:D1">A1*2</f>') + '<c r="C1"><f>5</f><v>1</v></c>'), DAMAGED
    ),
    "an array formula backwards": Case(more("", b1('<f t="array" ref="B2:B1">A1*2</f>')), f"{KEPT_OR_RIGHT}|{DAMAGED}"),
    "a data table of itself": Case(
        more("", b1('<f t="dataTable" ref="B1:B9" dt2D="1" dtr="1" r1="B1" r2="B1"/>')), KEPT
    ),
    "a shared string out of range": Case(more('<c r="D1" t="s"><v>9</v></c>'), "could not evaluate"),
    "a shared string below zero": Case(more('<c r="D1" t="s"><v>-1</v></c>'), f"could not evaluate|{RIGHT}"),
    "a shared string of 30 digits": Case(more(f'<c r="D1" t="s"><v>{"9" * 30}</v></c>'), f"could not evaluate|{RIGHT}"),
    "a shared string without number": Case(more('<c r="D1" t="s"><v>x</v></c>'), f"could not evaluate|{RIGHT}"),
    "a type that nobody knows": Case(more('<c r="D1" t="evil"><v>x</v></c>'), f"could not evaluate|{RIGHT}"),
    "a number that is text": Case(more('<c r="D1"><v>hello</v></c>'), f"could not evaluate|{RIGHT}"),
    "a number beyond numbers": Case(more('<c r="D1"><v>1e999</v></c><c r="E1"><f>D1+1</f><v>5</v></c>'),
                                    f"could not evaluate|{RIGHT}"),
    "NaN": Case(more('<c r="D1"><v>NaN</v></c><c r="E1"><f>D1+1</f><v>5</v></c>'), f"could not evaluate|{RIGHT}"),
    "an error that is none": Case(more('<c r="D1" t="e"><v>#EVIL!</v></c><c r="E1"><f>D1+1</f><v>5</v></c>'), RIGHT),
    "a truth that is none": Case(more('<c r="D1" t="b"><v>maybe</v></c><c r="E1"><f>D1+1</f><v>5</v></c>'), RIGHT),
    "a date that is none": Case(more('<c r="D1" t="d"><v>2025-99-99</v></c><c r="E1"><f>D1+1</f><v>5</v></c>'), RIGHT),
    "a style out of range": Case(more('<c r="D1" s="99999"><v>1</v></c>'), RIGHT),
    "a style below zero": Case(more('<c r="D1" s="-1"><v>1</v></c>'), RIGHT),
    "metadata out of range": Case(more('<c r="D1" cm="999" vm="999"><f>1+1</f><v>5</v></c>'), RIGHT),
    "the whole sheet merged": Case(merged("A1:XFD1048576"), "limit merged_cells"),
    "merged ranges that overlap": Case(merged("A1:C3", "B2:D4", "A1:A1", "D4:A1"), RIGHT),
    "a merged range of nonsense": Case(merged("nonsense"), f"{ODD}|{RIGHT}"),
    "100,000 merged ranges": Case(
        merged(*(f"D{i}:E{i}" for i in range(1, 100_001))), RIGHT
    ),
    "a dimension that lies": Case(with_sheet(cells(before='<dimension ref="A1:XFD1048576"/>')), RIGHT),
    "a dimension of nonsense": Case(with_sheet(cells(before='<dimension ref="nonsense"/>')), RIGHT),
    "a dimension of rows": Case(with_sheet(cells(before='<dimension ref="1:5"/>')), RIGHT),
    "a validation over everything": Case(
        with_sheet(cells(after='<dataValidations count="9"><dataValidation sqref="A1:XFD1048576" type="list">'
                               "<formula1>B1</formula1></dataValidation></dataValidations>")), RIGHT
    ),
    "a sheet without cells": Case(rows(""), "None"),
    "a sheet without rows": Case(with_sheet(xml(f'<worksheet xmlns="{MAIN}"/>')), f"{ODD}|{DAMAGED}"),
    "a table": Case(tables(table()), RIGHT),
    "a table over everything": Case(tables(table("A1:XFD1048576")), DAMAGED),
    "a table of nonsense": Case(tables(table("nonsense")), DAMAGED),
    "a table without ref": Case(tables(table().replace(b' ref="A1:B2"', b"")), DAMAGED),
    "a table without columns": Case(tables(table(columns=" ")), DAMAGED),
    "a table of too many columns": Case(tables(table(columns=column("a") * 9)), DAMAGED),
    "a table of equal columns": Case(tables(table(columns=column("a") * 2)), RIGHT),
    "a table without a name": Case(tables(table(name="")), f"{DAMAGED}|{KEPT}"),
    "two tables of one name": Case(tables(table(), table("D5:E6")), DAMAGED),
    "tables that overlap": Case(tables(table(), table("A2:B3", name="U")), f"{DAMAGED}|{RIGHT}"),
    "a table of header rows only": Case(tables(table(headerRowCount="2")), KEPT),
    "a table of minus one header": Case(tables(table(headerRowCount="-1")), f"{DAMAGED}|{KEPT}"),
    "a table of more rows than it has": Case(tables(table(headerRowCount="1", totalsRowCount="9")), DAMAGED),
    "a table of many headers": Case(tables(table(headerRowCount="9" * 30)), DAMAGED),
    "a table that is another part": Case(tables(base()[SHEET]), DAMAGED),
    "a calculated column of evil": Case(
        tables(table(columns=column("a", "<calculatedColumnFormula>EVIL()</calculatedColumnFormula>") + column("b"))),
        RIGHT
    ),
    "a name": Case(names(name("S!$A$1")), RIGHT),
    "a name of itself": Case(names(name("N+1")), KEPT),
    "names in a circle": Case(names(name("M"), name("N", "M")), KEPT),
    "names in a circle of 5,000": Case(
        names(*(name(f"N{i + 1}", f"N{i}") for i in range(5000)), name("N0", "N5000"), formula="N0*2"), KEPT
    ),
    "a chain of 5,000 names": Case(
        names(*(name(f"_N{i + 1}", f"_N{i}") for i in range(5000)), name("S!$A$1", "_N5000"),
                      formula="_N0*2"), KEPT_OR_RIGHT
    ),
    "names that double": Case(
        names(*(name(f"_N{i + 1}+_N{i + 1}", f"_N{i}") for i in range(40)), name("S!$A$1", "_N40"), formula="_N0"),
        KEPT
    ),
    "a name of a million characters": Case(
        names(name("S!$A$1"), name("S!$A$1", "x" * 1_000_000)), RIGHT
    ),
    "a name that holds a million characters": Case(names(name("1+" * 500_000 + "1")), KEPT),
    "a name twice": Case(names(name("S!$A$1"), name("S!$Z$9")), KEPT),
    "a name of nothing": Case(names(name("")), KEPT),
    "a name of another sheet": Case(names(name("S!$A$1", localSheetId="99")), KEPT),
    "a name of a sheet below zero": Case(names(name("S!$A$1", localSheetId="-1")), KEPT),
    "a name of an error": Case(names(name("#REF!")), "#REF!"),  # as Excel shows it
    "a name that is a cell": Case(names(name("S!$A$1", "A1"), formula="A1*2"), RIGHT),
    "a name of a macro": Case(names(name("EVIL!x", "N", function="1", vbProcedure="1"), formula="N()"), KEPT),
    "a name that runs at opening": Case(names(name("S!$A$1"), name("S!$A$1", "_xlnm.Auto_Open")), RIGHT),
    "a sheet without a name": Case(named_sheet(""), f"{RIGHT}|could not evaluate|{DAMAGED}"),
    "a sheet of 10,000 characters": Case(named_sheet("x" * 10_000), f"{RIGHT}|could not evaluate"),
    "a sheet named like a path": Case(named_sheet("../../S"), f"{RIGHT}|could not evaluate"),
    "a sheet of quotes and brackets": Case(named_sheet("a'b''c[1]!&amp;&lt;"), f"{RIGHT}|could not evaluate"),
    "a sheet named like ours": Case(named_sheet("XLKPI"), f"{RIGHT}|could not evaluate"),
    "iteration without end": Case(
        with_parts({
            WORKBOOK: workbook(after=_CALC % 'iterate="1" iterateCount="2147483647" iterateDelta="0"'),
            SHEET: cells('<c r="D1"><f>D1+1</f><v>5</v></c>'),
        }), RIGHT
    ),
    "precision as displayed": Case(with_parts({WORKBOOK: workbook(after=_CALC % 'fullPrecision="0"')}), KEPT),
    "settings of nonsense": Case(with_parts({WORKBOOK: workbook(after=_CALC % 'calcMode="evil" iterate="x"')}), RIGHT),
}  # fmt: skip
