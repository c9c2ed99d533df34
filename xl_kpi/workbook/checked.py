"""Functions that are accepted where a second engine gives the same result.

The letters are those of `proven.py`; the last one stands for every further argument. Two more:

    e  a range looked at by its place only (ROW, COLUMN): element by element in an array formula
    o  the range that OFFSET starts from

What is not in either table keeps its old value. Left out on purpose: functions of which both
engines are known to be wrong at times (Bessel functions), or whose result depends on the moment or
the machine (CELL, INFO). Where it depends on Excel's language (`LOCAL`, and TEXT with most formats), it is
accepted only when it is also what the file already holds.
"""

from __future__ import annotations

from collections.abc import Iterable

from xl_kpi.workbook.functions import pairs
from xl_kpi.workbook.proven import COMPUTED, PROVEN, SUBTOTALS

_TABLE = {
    "n": "ROUNDUP ROUNDDOWN MOD QUOTIENT TRUNC CEILING FLOOR CEILING.MATH FLOOR.MATH "
    "MROUND EVEN ODD FACT FACTDOUBLE COMBIN COMBINA PERMUT PERMUTATIONA LOG LOG10 PI RADIANS "
    "DEGREES SIN COS TAN ASIN ACOS ATAN ATAN2 SINH COSH TANH ASINH ACOSH ATANH SEC CSC COT ACOT ACOTH COTH SECH CSCH "
    "SQRTPI BITAND BITOR BITXOR BITLSHIFT BITRSHIFT DELTA GESTEP ERF ERFC ERF.PRECISE ERFC.PRECISE "
    "STANDARDIZE NORMDIST NORM.DIST NORMSDIST NORM.S.DIST NORMINV NORM.INV NORMSINV NORM.S.INV PHI GAUSS "
    "TDIST T.DIST T.DIST.2T T.DIST.RT TINV T.INV T.INV.2T CHIDIST CHISQ.DIST CHISQ.DIST.RT CHIINV CHISQ.INV "
    "CHISQ.INV.RT FDIST F.DIST F.DIST.RT FINV F.INV F.INV.RT BINOMDIST BINOM.DIST CRITBINOM BINOM.INV NEGBINOMDIST "
    "NEGBINOM.DIST HYPGEOMDIST HYPGEOM.DIST POISSON POISSON.DIST EXPONDIST EXPON.DIST GAMMADIST GAMMA.DIST GAMMAINV "
    "GAMMA.INV GAMMALN GAMMALN.PRECISE GAMMA BETADIST BETA.DIST BETAINV BETA.INV WEIBULL WEIBULL.DIST LOGNORMDIST "
    "LOGNORM.DIST LOGINV LOGNORM.INV BINOM.DIST.RANGE CONFIDENCE CONFIDENCE.NORM CONFIDENCE.T FISHER FISHERINV "
    "PMT PV FV NPER RATE IPMT PPMT CUMIPMT CUMPRINC ISPMT SLN SYD DB DDB VDB EFFECT NOMINAL RRI PDURATION DOLLARDE "
    "DOLLARFR TIME HOUR MINUTE SECOND ADDRESS CHAR UNICHAR ISEVEN ISODD",
    "r": "STDEV STDEV.S STDEVP STDEV.P STDEVA STDEVPA VAR VAR.S VARP VAR.P VARA VARPA AVERAGEA MAXA MINA AVEDEV DEVSQ "
    "GEOMEAN HARMEAN KURT SKEW SKEW.P MODE.SNGL SUMSQ GCD LCM MULTINOMIAL XOR IRR MODE.MULT",
    "R": "AREAS MMULT TRANSPOSE MODE",
    "Rn": "QUARTILE QUARTILE.INC QUARTILE.EXC PERCENTILE PERCENTILE.INC PERCENTILE.EXC PERCENTRANK PERCENTRANK.INC "
    "PERCENTRANK.EXC TRIMMEAN MIRR",
    "nRn": "RANK RANK.EQ RANK.AVG",
    "nR": "XNPV FVSCHEDULE",
    "nr": "NPV",
    "RRnn": "TTEST T.TEST FTEST F.TEST CHITEST CHISQ.TEST",
    "Rnn": "ZTEST Z.TEST",
    "d": "DAYS",
    "ddn": "PRICE YIELD DISC INTRATE RECEIVED TBILLEQ TBILLPRICE TBILLYIELD",
    "dds": "DATEDIF DAYS360",
    "ddR": "NETWORKDAYS",
    "dnR": "WORKDAY",
    "ddnR": "NETWORKDAYS.INTL",
    "dnnR": "WORKDAY.INTL",
    "dn": "WEEKNUM",
    "t": "PROPER EXACT CLEAN CODE UNICODE NUMBERVALUE ARABIC BIN2DEC HEX2DEC "
    "OCT2DEC IMCOS IMCOSH IMCOT IMCSC IMCSCH IMEXP IMLN IMLOG10 IMLOG2 IMSEC IMSECH IMSIN IMSINH IMSQRT IMTAN "
    "IMABS IMREAL IMAGINARY IMSUM IMSUB IMPRODUCT IMDIV IMCONJUGATE IMARGUMENT",
    "nnn": "DOLLAR FIXED",
    "tn": "DECIMAL BIN2HEX BIN2OCT HEX2BIN HEX2OCT OCT2BIN OCT2HEX",
    "nt": "BASE ROMAN DEC2BIN DEC2HEX DEC2OCT CONVERT COMPLEX",
    "tnnt": "REPLACE",
    "tttn": "SUBSTITUTE",
    "ttn": "REGEXTEST",
    "dddn": "ACCRINT ODDFPRICE ODDLPRICE ODDLYIELD",
    "st": "TEXT",
    "sRns": "VLOOKUP HLOOKUP",
    "sRs": "XMATCH MATCH",
    "syy": "IF",
    "y": "IFS IFERROR IFNA CHOOSE SWITCH",
    "s": "N T ISLOGICAL ISNONTEXT ISERR ERROR.TYPE TYPE HYPERLINK",
    "sRR": "LOOKUP",
    "onnnn": "OFFSET",
    "ts": "INDIRECT",
    "RsR": "DSUM DCOUNT DCOUNTA DAVERAGE DMAX DMIN DPRODUCT DGET DSTDEV DSTDEVP DVAR DVARP",
    "Ann": "INDEX",
    "sRRyss": "XLOOKUP",
}


def _names(text: str) -> frozenset[str]:
    return frozenset(text.split())


LETTERS: dict[str, str] = {name: letters.strip() for letters, names in _TABLE.items() for name in names.split()}
DATES = frozenset(
    name for name, letters in LETTERS.items() if "d" in letters or name in {"XIRR", "XNPV", "TIME", "HOUR"}
)
# Their result is an array whose size depends on the data.
SPILLING = _names(
    "SEQUENCE FILTER SORT SORTBY UNIQUE TAKE DROP EXPAND CHOOSECOLS CHOOSEROWS TOCOL TOROW WRAPROWS WRAPCOLS VSTACK "
    "HSTACK TEXTSPLIT TRANSPOSE MMULT MINVERSE MUNIT FREQUENCY MODE.MULT LINEST LOGEST TREND GROWTH"
)
# Of whole columns they give no row below the data, or one blank.
CLIPPING = frozenset({"FILTER", "UNIQUE"}) | pairs.TABLE.keys()
# Pairs of numbers, or matrices: each engine has its own idea of a text or a blank among them.
NUMBERS_ONLY = _names("TTEST T.TEST FTEST F.TEST MMULT XNPV MODE")
CHOOSY = _names("WORKDAY.INTL NETWORKDAYS.INTL")  # both engines refuse weekends that Excel takes
# Their result depends on Excel's language.
LOCAL = _names("DOLLAR FIXED TEXT")
# What they read is known only while they run.
REACHING = frozenset({"OFFSET", "INDIRECT"})
# They ask for cells, not for values: over another workbook Excel shows #VALUE! or #REF! unless that one is open
# (support.microsoft.com: "SUMIF, COUNTIF and COUNTBLANK functions return #VALUE! error" when it is closed).
OPEN_ONLY = REACHING | _names(
    "SUMIF SUMIFS COUNTIF COUNTIFS COUNTBLANK AVERAGEIF AVERAGEIFS MAXIFS MINIFS SUBTOTAL AGGREGATE RANK RANK.EQ "
    "RANK.AVG DSUM DCOUNT DCOUNTA DAVERAGE DMAX DMIN DPRODUCT DGET DSTDEV DSTDEVP DVAR DVARP ROW COLUMN AREAS"
)


# The second engine has answered every question about them right, most of them asked by workbooks that Excel saved:
# where the first engine differs, or lacks the function, its answer is taken.
TAKEN = _names(
    "AREAS ATAN2 INDIRECT OFFSET "
    "AVERAGEA BASE BETA.DIST BETA.INV CEILING CEILING.MATH CHISQ.DIST CHISQ.DIST.RT COMPLEX "
    "COS DATEDIF DAVERAGE DCOUNT DCOUNTA DEC2BIN DEC2HEX DEC2OCT "
    "DEGREES DELTA DGET DMAX DMIN DPRODUCT DSUM EFFECT ERF.PRECISE ERFC.PRECISE ERROR.TYPE EVEN EXACT EXPON.DIST "
    "F.DIST F.DIST.RT F.INV F.INV.RT FACT FACTDOUBLE FLOOR FLOOR.MATH FV FVSCHEDULE GAMMA GAMMA.DIST GAMMA.INV "
    "GAMMALN GAMMALN.PRECISE GAUSS GCD GESTEP HYPGEOM.DIST IMABS IMAGINARY IMARGUMENT IMCONJUGATE IMDIV "
    "IMPRODUCT IMREAL IMSUB IMSUM INTRATE ISPMT LCM LOG LOG10 MIRR MMULT MODE.SNGL "
    "MROUND MULTINOMIAL NOMINAL NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NPER ODD PDURATION PERMUT PERMUTATIONA "
    "PHI PI PMT PROPER PV QUOTIENT RADIANS RANK RANK.AVG RANK.EQ RATE ROUNDDOWN ROUNDUP RRI SIN SLN SQRTPI "
    "SWITCH SYD T.DIST T.DIST.2T T.DIST.RT T.TEST TIME "
    "TRIMMEAN TRUNC TYPE UNICODE WEEKNUM XMATCH XNPV XOR Z.TEST "
    "ACCRINT CHISQ.TEST F.TEST IMCOS IMCOSH IMCOT IMCSC IMCSCH IMEXP IMLN IMLOG10 IMLOG2 IMSEC IMSECH IMSIN "
    "IMSINH IMSQRT IMTAN ODDFPRICE ODDLPRICE ODDLYIELD PRICE YIELD REGEXTEST SUBSTITUTE REPLACE MODE.MULT "
    "BINOM.DIST BINOM.DIST.RANGE BINOM.INV COMBIN COMBINA CONFIDENCE.NORM DSTDEV DSTDEVP DVAR DVARP FISHER FISHERINV "
    "LOGNORM.DIST LOGNORM.INV NEGBINOM.DIST POISSON.DIST"
)
ASKED = _names("TEXTBEFORE TEXTAFTER")  # done here, yet the second engine knows more of their cases
# Proven in the first engine or done here, not proven in the second.
UNSURE = (
    _names("DATE YEAR MONTH DAY TODAY NOW EDATE EOMONTH UPPER LOWER")
    | (COMPUTED - ASKED - _names("CONCAT TEXTJOIN"))
    | SUBTOTALS
)


def letters_for(name: str, count: int) -> str | None:
    """Return one letter per argument, None for a function that is not in the table."""
    letters = LETTERS.get(name)
    if letters is None:
        return None
    return letters[:count] + letters[-1] * (count - len(letters))


def sure(functions: Iterable[str]) -> bool:
    """Tell whether the second engine's answer is right by itself for a formula that calls these."""
    return all(name in TAKEN or (name in PROVEN and name not in UNSURE) for name in functions)
