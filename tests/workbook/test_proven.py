"""Every native function that the engine is trusted with, against answers from outside our code.

The answers are worked out by hand, or are those of Microsoft's function pages.
"""

from __future__ import annotations

from typing import Any

import pytest
import xlsxwriter

from tests.workbook.books import values
from xl_kpi.workbook import recalculate
from xl_kpi.workbook.analysis.proven import COMPUTED, PLACED, PROVEN, REFERRING, SUBTOTALS

DATA = {
    "A1": 10, "A2": 20, "A3": -5, "A4": "abc", "A5": True,
    "B1": "x", "B2": "y", "B3": "X", "B4": "xyz", "B5": "a*c", "B6": "z",
    "C1": 45292, "C2": 45323, "C3": 45351, "C4": 45366.5, "C5": 45383, "C6": 45474,
    "D1": 1.5, "D2": 2.5, "D3": 3.5, "D4": 4.5, "D5": 5.5, "D6": 6.5,
    "E2": "12", "E4": " trim  me ", "E5": "ÉtÉ",
    "F1": "k1", "F2": "k2", "F3": "k3", "G1": 100, "G2": 200, "G3": 300,
    "F5": 1, "G5": 2, "H5": 3, "F6": 11, "G6": 22, "H6": 33,
}  # fmt: skip
# C1 is 1 January 2024, C2 1 February, C3 29 February, C4 15 March at noon, C5 1 April, C6 1 July.
CASES: dict[str, list[tuple[str, Any]]] = {
    "SUM": [("SUM(A1:A5)", 25), ("SUM(D1:D6)", 24), ("SUM(A4)", 0), ("SUM(A1,TRUE)", 11), ("SUM(Z1:Z9)", 0)],
    "AVERAGE": [("AVERAGE(A1:A5)", 25 / 3), ("AVERAGE(Z1:Z3)", "#DIV/0!")],
    "MIN": [("MIN(A1:A5)", -5), ("MIN(Z1:Z2)", 0)],
    "MAX": [("MAX(A1:A5)", 20), ("MAX(D1:D6,7)", 7)],
    "MEDIAN": [("MEDIAN(D1:D6)", 4), ("MEDIAN(A1:A5)", 10)],
    "PRODUCT": [("PRODUCT(D1:D3)", 13.125)],
    "COUNT": [("COUNT(A1:A6)", 3)],
    "COUNTA": [("COUNTA(A1:A6)", 5)],
    "COUNTBLANK": [("COUNTBLANK(A1:A6)", 1)],
    "LARGE": [("LARGE(D1:D6,2)", 5.5), ("LARGE(D1:D6,9)", "#NUM!")],
    "SMALL": [("SMALL(D1:D6,2)", 2.5)],
    "SUMPRODUCT": [
        ("SUMPRODUCT(D1:D3,G1:G3)", 1700),
        ('SUMPRODUCT((B1:B6="x")*D1:D6)', 5),
        ("SUMPRODUCT(--(D1:D6>2),D1:D6)", 22.5),
    ],
    "SUMIF": [('SUMIF(B1:B6,"x",D1:D6)', 5), ('SUMIF(A1:A6,">5")', 30)],
    "SUMIFS": [
        ('SUMIFS(D1:D6,B1:B6,"x")', 5),
        ('SUMIFS(D1:D6,B1:B6,"x*")', 9.5),
        ('SUMIFS(D1:D6,B1:B6,"a~*c")', 5.5),
        ('SUMIFS(D1:D6,B1:B6,"<>x")', 19),
        ('SUMIFS(D1:D6,C1:C6,">="&C2,C1:C6,"<"&C5)', 10.5),
        ('SUMIFS(D1:D6,C1:C6,">="&DATE(2024,1,1),C1:C6,"<="&EOMONTH(DATE(2024,1,1),0))', 1.5),
        ("SUMIFS(D1:D6,B1:B6,B1,A1:A6,10)", 1.5),
        ('SUMIFS(D1:D6,A1:A6,"")', 6.5),
        ("SUMIFS(D1:D6,A1:A6,Z1)", 0),  # a blank criterion means 0
        ('SUMIFS(D1:D6,D1:D6,">"&D1/2+1)', 22.5),
    ],
    "COUNTIF": [('COUNTIF(B1:B6,"x")', 2), ("COUNTIF(A1:A6,10)", 1)],
    "COUNTIFS": [
        ('COUNTIFS(B1:B6,"x",D1:D6,">2")', 1),
        ('COUNTIFS(D1:D6,">=2.5",D1:D6,"<=4.5")', 3),
        ('COUNTIFS(E1:E6,"été")', 1),
    ],
    "AVERAGEIF": [('AVERAGEIF(B1:B6,"x",D1:D6)', 2.5)],
    "AVERAGEIFS": [('AVERAGEIFS(D1:D6,B1:B6,"x")', 2.5), ('AVERAGEIFS(D1:D6,B1:B6,"nope")', "#DIV/0!")],
    "MAXIFS": [('MAXIFS(D1:D6,B1:B6,"x")', 3.5)],
    "MINIFS": [('MINIFS(D1:D6,B1:B6,"x")', 1.5), ('MINIFS(D1:D6,B1:B6,"q")', 0)],
    "IF": [('IF(A1>5,"yes","no")', "yes"), ("IF(A1>50,1)", False), ("IF(Z1,1,2)", 2), ("IF(1/0,1,2)", "#DIV/0!")],
    "IFS": [('IFS(A1>50,"a",A1>5,"b")', "b"), ('IFS(A1>50,"a")', "#N/A")],
    "IFERROR": [('IFERROR(1/0,"err")', "err"), ("IFERROR(A1,1)", 10), ("IFERROR(Z1,5)", 0)],
    "IFNA": [("IFNA(NA(),3)", 3), ("IFNA(1/0,3)", "#DIV/0!")],
    "AND": [("AND(A1>5,A2>5)", True), ("AND(A1>5,A2>50)", False), ("AND(Z1:Z2)", "#VALUE!")],
    "OR": [("OR(A1>50,A2>50)", False), ("OR(A5,FALSE)", True)],
    "NOT": [("NOT(A1>5)", False), ("NOT(0)", True)],
    "TRUE": [("TRUE()", True)],
    "FALSE": [("FALSE()", False)],
    "ISNUMBER": [("ISNUMBER(A1)", True), ('ISNUMBER("1")', False)],
    "ISTEXT": [("ISTEXT(A4)", True), ("ISTEXT(A1)", False)],
    "ISBLANK": [("ISBLANK(Z1)", True), ("ISBLANK(A1)", False)],
    "ISERROR": [("ISERROR(1/0)", True), ("ISERROR(A1)", False)],
    "ISNA": [("ISNA(NA())", True), ("ISNA(1/0)", False)],
    "NA": [("NA()", "#N/A")],
    "CHOOSE": [('CHOOSE(2,"a","b")', "b"), ('CHOOSE(3,"a","b")', "#VALUE!")],
    "DATE": [
        ("DATE(2024,2,30)", 45352),
        ("DATE(2024,14,1)", 45689),
        ("DATE(2024,3,0)", 45351),
        ("DATE(10000,1,1)", "#NUM!"),
        ("DATE(24,1,1)", 8767),
    ],
    "YEAR": [("YEAR(C1)", 2024)],
    "MONTH": [("MONTH(C3)", 2)],
    "DAY": [("DAY(C3)", 29), ("DAY(C4)", 15)],
    "EDATE": [("EDATE(C3,12)", 45716), ("EDATE(DATE(2024,1,31),1)", 45351), ("EDATE(C4,-1)", 45337)],
    "EOMONTH": [("EOMONTH(C1,0)", 45322), ("EOMONTH(C1,-1)", 45291), ("EOMONTH(A4,0)", "#VALUE!")],
    "WEEKDAY": [("WEEKDAY(C1)", 2), ("WEEKDAY(C1,2)", 1)],  # a Monday
    "ISOWEEKNUM": [("ISOWEEKNUM(C1)", 1), ("ISOWEEKNUM(DATE(2021,1,3))", 53)],
    "TODAY": [("TODAY()", 45356)],
    "NOW": [("NOW()", 45356.4375)],
    "INDEX": [
        ("INDEX(D1:D6,3)", 3.5),
        ("INDEX(F5:H5,2)", 2),
        ("INDEX(F5:H6,2,3)", 33),
        ("INDEX(F5:H6,3,1)", "#REF!"),
        ('INDEX(G1:G3,MATCH("k3",F1:F3,0))', 300),
        ("INDEX(Z1:Z3,2)", 0),
    ],
    "MATCH": [
        ('MATCH("K2",F1:F3,0)', 2),
        ("MATCH(25,G1:G3,0)", "#N/A"),
        ("MATCH(250,G1:G3,1)", 2),
        ("MATCH(250,G1:G3)", 2),
        ("MATCH(2,F5:H5,0)", 2),
        ('MATCH("12",E1:E3,0)', 2),
        ("MATCH(12,E1:E3,0)", "#N/A"),
    ],
    "VLOOKUP": [
        ('VLOOKUP("k2",F1:G3,2,FALSE)', 200),
        ('VLOOKUP("zz",F1:G3,2,FALSE)', "#N/A"),
        ('VLOOKUP("k2",F1:G3,3,FALSE)', "#REF!"),
        ("VLOOKUP(150,G1:H3,1)", 100),
    ],
    "HLOOKUP": [("HLOOKUP(2,F5:H6,2,FALSE)", 22)],
    "XLOOKUP": [('XLOOKUP("k2",F1:F3,G1:G3)', 200), ('XLOOKUP("zz",F1:F3,G1:G3,"none")', "none")],
    "ROW": [
        ("ROW(C5)", 5),
        ("ROW()-ROW(J1)+1>0", True),
        ("SUMPRODUCT(ROW(D1:D3)*D1:D3)", 17),
        ("SUMPRODUCT(LEN(B1:B2)*COLUMN())", 20),
    ],
    "COLUMN": [("COLUMN(C5)", 3), ("COLUMN()", 10), ("SUMPRODUCT(COLUMN(A1:C1)*1)", 6)],
    "ROWS": [("ROWS(D1:D6)", 6)],
    "COLUMNS": [("COLUMNS(F5:H6)", 3)],
    "ROUND": [
        ("ROUND(2.5,0)", 3),
        ("ROUND(-2.5,0)", -3),
        ("ROUND(1.005,2)", 1.01),
        ("ROUND(2.675,2)", 2.68),
        ("ROUND(1234.5,-2)", 1200),
    ],
    "INT": [("INT(-1.5)", -2), ("INT(7/2)", 3)],
    "ABS": [("ABS(A3)", 5)],
    "SIGN": [("SIGN(A3)", -1)],
    "SQRT": [("SQRT(9)", 3), ("SQRT(A3)", "#NUM!")],
    "POWER": [
        ("POWER(2,10)", 1024),
        ("POWER(0,0)", "#NUM!"),
        ("POWER(0,-1)", "#DIV/0!"),
        ("POWER(-8,1/3)", -2),
        ("POWER(-8,1/2)", "#NUM!"),
        ("POWER(10,400)", "#NUM!"),
    ],
    "EXP": [("EXP(1)", 2.718281828459045)],
    "LN": [("LN(10)", 2.302585092994046)],
    "TEXT": [
        ('TEXT(0.256,"0%")', "26%"),
        ('TEXT(1234.6,"#")', "1235"),
        ('TEXT(5,"00")', "05"),
        ('TEXT(-3,"+0;-0;0")', "-3"),
        ('TEXT(3,"+0;-0;0")', "+3"),
        ('TEXT(0,"+0;-0;0")', "0"),
        ('TEXT(5,"0"" pts""")', "5 pts"),
    ],
    "LEFT": [('LEFT("hello",2)', "he"), ("LEFT(A1,1)", "1")],
    "RIGHT": [('RIGHT("hello",3)', "llo")],
    "MID": [('MID("hello",2,3)', "ell")],
    "LEN": [('LEN("été")', 3), ("LEN(A1)", 2)],
    "FIND": [('FIND("l","hello")', 3), ('FIND("L","hello")', "#VALUE!")],
    "SEARCH": [('SEARCH("L","hello")', 3), ('SEARCH("z","hello")', "#VALUE!"), ('SEARCH("m?r","a margin")', 3)],
    "UPPER": [('UPPER("été Total")', "ÉTÉ TOTAL"), ("UPPER(E5)", "ÉTÉ"), ('UPPER("ß")', "ß")],
    "LOWER": [('LOWER("ÉTÉ")', "été"), ("LOWER(A1)", "10")],
    "SUBSTITUTE": [('SUBSTITUTE("a-b-c","-","+")', "a+b+c")],
    "TRIM": [("TRIM(E4)", "trim me")],
    "REPT": [('REPT("ab",3)', "ababab")],
    "CONCATENATE": [('CONCATENATE("a",A1,B1)', "a10x")],
    # operators
    "+": [("1+10%*2", 1.2), ("-2^2", 4), ("2^3^2", 64), ("2^-1", 0.5), ("TRUE+1", 2), ("Z1+1", 1), ("A4+1", "#VALUE!")],
    "&": [('"a"&A1&Z1', "a10"), ('B1&" / "&A1', "x / 10")],
    "=": [
        ('"a"="A"', True),
        ('"1"=1', False),
        ("Z1=0", True),
        ('Z1=""', True),
        ("1<A4", True),
        ("A4<TRUE", True),
        ("A1<>B1", True),
        ("A1>=10", True),
        ("1/0=1", "#DIV/0!"),
    ],
}
FLAT = [case for cases in CASES.values() for case in cases]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    import datetime as dt

    path = tmp_path_factory.mktemp("proven") / "book.xlsx"
    book = xlsxwriter.Workbook(str(path), {"use_future_functions": True})
    sheet = book.add_worksheet("S")
    for cell, value in DATA.items():
        sheet.write(cell, value)
    for row, (formula, _) in enumerate(FLAT):
        sheet.write_formula(row, 9, f"={formula}", None, "old")
    book.close()
    recalculate(path, now=dt.datetime(2024, 3, 5, 10, 30))
    found = values(path)
    return {formula: found.get(f"J{row}") for row, (formula, _) in enumerate(FLAT, 1)}


@pytest.mark.parametrize(("formula", "expected"), FLAT)
def test_function(formula: str, expected: Any, shown: dict[str, Any]) -> None:
    if expected is None:
        assert shown[formula] == "old"
    elif isinstance(expected, bool | str):
        assert shown[formula] == expected and type(shown[formula]) is type(expected)
    else:
        assert shown[formula] == pytest.approx(expected, rel=1e-12, abs=1e-12)


def test_every_trusted_function_has_a_case() -> None:
    assert set(PROVEN) - COMPUTED - SUBTOTALS - PLACED - REFERRING <= set(CASES)  # those have modules of their own
