"""Hostile formulas: bombs, chains, circles, what was never closed."""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from tests.hostile.books import CELLS, KEPT, MAIN, RIGHT, Case, cells, sheet, with_sheet


def formula(text: str) -> Callable[[], bytes]:
    """Return the workbook with this formula in D1, whose old value is 5."""
    return with_sheet(cells(f'<c r="D1"><f>{escape(text, quote=False)}</f><v>5</v></c>'))


def chain(length: int, *, circle: bool) -> Callable[[], bytes]:
    """Return a column of formulas, each of the next one; the last is a number, or the first again."""

    def make() -> bytes:
        last = "<f>D2</f><v>5</v>" if circle else "<v>1</v>"
        rows = (
            "".join(f'<row r="{i}"><c r="D{i}"><f>D{i + 1}</f><v>5</v></c></row>' for i in range(2, length))
            + f'<row r="{length}"><c r="D{length}">{last}</c></row>'
        )
        return with_sheet(sheet(f'<row r="1">{CELLS}</row>{rows}'))()

    return make


def fan(count: int) -> bytes:
    """Return formulas of which each adds up all the formulas before it."""
    rows = "".join(f'<row r="{i}"><c r="D{i}"><f>SUM(D$1:D{i - 1})</f><v>5</v></c></row>' for i in range(2, count))
    return with_sheet(sheet(f'<row r="1">{CELLS}<c r="D1"><v>1</v></c></row>{rows}'))()


BOMBS = {
    "nested calls": "ABS(" * 90 + "1" + ")" * 90,
    "calls nested 5,000 deep": "ABS(" * 5_000 + "1" + ")" * 5_000,
    "brackets 30,000 deep": "(" * 30_000 + "1" + ")" * 30_000,
    "brackets that never close": "(" * 30_000,
    "braces 30,000 deep": "{" * 30_000,
    "signs without end": "-" * 30_000 + "1",
    "percent without end": "1" + "%" * 8_000,
    "a long sum": "+".join(["A1"] * 90),
    "a sum of a million terms": "+".join(["A1"] * 1_000_000),
    "a tower of powers": "9^9^9^9^9",
    "a text of a million characters": 'LEN("' + "x" * 1_000_000 + '")',
    "a text never closed": '"abc',
    "a sheet name never closed": "'abc!A1",
    "a bracket never closed": "T[[#All],[a]",
    "half a million quotes": '"' * 500_001,
    "a number of 5,000 digits": "9" * 5_000,
    "an exponent of 5,000 digits": "1E" + "9" * 5_000,
    "an array of 100,000 numbers": "SUM({" + ",".join(["1"] * 100_000) + "})",
    "an uneven array": "{1,2;3}",
    "an array in an array": "{1,{2,3}}",
    "1,000 arguments": "SUM(" + ",".join(["1"] * 1000) + ")",
    "a huge repeat": 'LEN(REPT("x",1E9))',
    "repeats of repeats": 'LEN(REPT(REPT(REPT("xxxxxxxxxx",32767),32767),32767))',
    "texts that double": "&".join(['REPT("x",32767)'] * 200),
    "a huge sequence": "SUM(SEQUENCE(1048576,16384))",
    "sequences multiplied": "SUM(SEQUENCE(100000)*SEQUENCE(1,100000))",
    "a sequence of sequences": "SUM(SEQUENCE(SUM(SEQUENCE(99999))))",
    "a huge random array": "SUM(RANDARRAY(1048576,16384))",
    "a huge factorial": "FACT(1E9)",
    "a huge combination": "COMBIN(1E9,5E8)",
    "a huge power": "POWER(1E300,1E300)",
    "digits beyond reason": "ROUND(A1,999999999)",
    "a base beyond reason": "BASE(1E15,2,1E9)",
    "a lookup of everything": "VLOOKUP(1,A2:XFD1048576,16384,FALSE)",
    "the whole sheet": "COUNTA(E1:XFD1048576)",
    "a product of whole columns": "SUMPRODUCT((E:E=F:F)*(G:G=TRANSPOSE(H:H)))",
    "a matrix of whole columns": "SUM(MMULT(E:E,TRANSPOSE(E:E)))",
    "a transposed sheet": "SUM(TRANSPOSE(E1:XFD1048576))",
    "itself": "D1+1",
    "itself through a range": "SUM(A1:F9)",
    "itself through its column": "SUM(D:D)",
    "itself in words": 'INDIRECT("D1")+1',
    "an offset to nowhere": "OFFSET(A1,-5,0)",
    "an offset of itself": "OFFSET(D1,0,0)+1",
    "an offset of everything": "SUM(OFFSET(A1,0,0,1048576,16384))",
    "a choice of a billion": "CHOOSE(1E9,1,2)",
    "an unknown function": "EVIL.EXE(1)",
    "a function of a million letters": "X" * 1_000_000 + "(1)",
    "a macro of Excel 4": 'EXEC("calc.exe")',
    "a call of a library": 'CALL("kernel32","WinExec","JFF","calc",5)',
    "a web service": 'WEBSERVICE("http://example.invalid/")',
    "a link": "'[http://example.invalid/x.xlsx]S'!A1",
    "dde": "cmd|'/c calc'!A0",
    "three sheets at once": "SUM(S:T!A1)",
    "LAMBDA of itself": "LET(f,LAMBDA(g,n,g(g,n+1)),f(f,1))",
    "MAP over everything": "SUM(MAP(SEQUENCE(1048576),LAMBDA(x,x)))",
    "REDUCE without end": "REDUCE(0,SEQUENCE(1048576,100),LAMBDA(a,b,a+b))",
    "MAKEARRAY of everything": "SUM(MAKEARRAY(1048576,16384,LAMBDA(r,c,r*c)))",
    "LET 100 times": "LET(" + ",".join(f"v{i},{f'v{i - 1}+v{i - 1}' if i else '1'}" for i in range(60)) + ",v59)",
    "a row beyond the grid": "A1048577+1",
    "a column beyond the grid": "SUM(A1:ZZZ9)",
    "a right-to-left mark": "\u202eA1+1",
    "a name in another alphabet": "ЅUМ(A1)",
    "a zero-width space": "A1\u200b+1",
    "half of a surrogate escaped": '"_xD800_"&1',
    "only an equals sign": "=",
    "only spaces": "   ",
    "a KPI of text": 'KPI_ROAS("x","y")',
    "a KPI of everything": "KPI_NPS(E1:XFD1048576)",
    "a KPI of too many": "KPI_ROAS(" + ",".join(["1"] * 300) + ")",
    "a KPI of huge arrays": "SUM(KPI_ROAS(SEQUENCE(100000),SEQUENCE(1,100000)))",
    "a KPI that is none": "KPI_EVIL(1)",
    "a KPI of itself": "KPI_ROAS(D1,1)",
    "a share of significance of a billion": "KPI_AB_TEST(1E308,1E308,1E308,1E308)",
}  # fmt: skip

CASES: dict[str, Case] = {name: Case(formula(text), RIGHT) for name, text in BOMBS.items()} | {
    "a chain of 20,000": Case(chain(20_000, circle=False), f"{RIGHT}|{KEPT}"),
    "a circle of 20,000": Case(chain(20_000, circle=True), f"{RIGHT}|{KEPT}|could not evaluate"),
    "a circle of 100,000": Case(chain(100_000, circle=True), f"{RIGHT}|{KEPT}|limit seconds|stopped on this"),
    "conditions over a far corner": Case(
        with_sheet(sheet(f'<row r="1">{CELLS}<c r="D1"><f>COUNTIF(A2:ZZ999999,"&gt;0")</f><v>5</v></c></row>'
                         '<row r="999999"><c r="ZZ999999"><v>1</v></c></row>')), RIGHT
    ),
    "conditions over whole rows": Case(
        with_sheet(sheet(f'<row r="1">{CELLS}<c r="D1"><f>SUMIFS(2:1048576,2:1048576,"&gt;0")</f><v>5</v></c></row>'
                         + "".join(f'<row r="{i}"><c r="A{i}"><v>1</v></c></row>' for i in range(2, 20_000)))), RIGHT
    ),
    "3,000 sums of all before": Case(lambda: fan(3_000), f"{RIGHT}|limit seconds"),
    "a formula with bytes of control": Case(
        with_sheet(cells('<c r="D1"><f>"_x0000__x0001_"&amp;A1</f><v>5</v></c>')), RIGHT
    ),
    "a namespace as formula": Case(formula(MAIN), RIGHT),
}  # fmt: skip
