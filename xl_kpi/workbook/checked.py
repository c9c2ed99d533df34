"""Functions that are accepted where a second engine gives the same result.

The letters are those of `proven.py`; the last one stands for every further argument. Two more:

    e  a range looked at by its place only (ROW, COLUMN): element by element in an array formula
    o  the range that OFFSET starts from
    q  texts to join, one or a range

What is not in either table keeps its old value. Left out on purpose: functions of which both
engines are known to be wrong at times (Bessel functions), or whose result depends on the moment or
the machine (CELL, INFO). Where it depends on Excel's language (`LOCAL`, and TEXT with most formats), it is
accepted only when it is also what the file already holds.
"""

from __future__ import annotations

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
    "LOGNORM.DIST LOGINV LOGNORM.INV CONFIDENCE CONFIDENCE.NORM CONFIDENCE.T FISHER FISHERINV "
    "PMT PV FV NPER RATE IPMT PPMT CUMIPMT CUMPRINC ISPMT SLN SYD DB DDB VDB EFFECT NOMINAL RRI PDURATION DOLLARDE "
    "DOLLARFR TIME HOUR MINUTE SECOND ADDRESS CHAR UNICHAR ISEVEN ISODD",
    "r": "STDEV STDEV.S STDEVP STDEV.P STDEVA STDEVPA VAR VAR.S VARP VAR.P VARA VARPA AVERAGEA MAXA MINA AVEDEV DEVSQ "
    "GEOMEAN HARMEAN KURT SKEW SKEW.P MODE MODE.SNGL SUMSQ GCD LCM MULTINOMIAL XOR IRR",
    "R": "CORREL PEARSON RSQ SLOPE INTERCEPT STEYX COVAR COVARIANCE.P COVARIANCE.S SUMX2MY2 SUMX2PY2 SUMXMY2 XIRR "
    "ISREF ISFORMULA FORMULATEXT AREAS MDETERM MINVERSE MMULT TRANSPOSE",
    "Rn": "QUARTILE QUARTILE.INC QUARTILE.EXC PERCENTILE PERCENTILE.INC PERCENTILE.EXC PERCENTRANK PERCENTRANK.INC "
    "PERCENTRANK.EXC TRIMMEAN MIRR",
    "nRn": "RANK RANK.EQ RANK.AVG",
    "nR": "FORECAST FORECAST.LINEAR XNPV FVSCHEDULE",
    "nr": "NPV AGGREGATE SUBTOTAL",
    "RRnn": "TTEST T.TEST PROB",
    "Rnn": "ZTEST Z.TEST",
    "d": "DAYS",
    "ddn": "YEARFRAC DISC INTRATE RECEIVED TBILLEQ TBILLPRICE TBILLYIELD",
    "dds": "DATEDIF DAYS360",
    "ddR": "NETWORKDAYS",
    "dnR": "WORKDAY",
    "ddnR": "NETWORKDAYS.INTL",
    "dnnR": "WORKDAY.INTL",
    "dn": "WEEKNUM",
    "t": "PROPER EXACT CLEAN CODE UNICODE NUMBERVALUE ARABIC BIN2DEC HEX2DEC "
    "OCT2DEC IMABS IMREAL IMAGINARY IMSUM IMSUB IMPRODUCT IMDIV IMCONJUGATE IMARGUMENT",
    "nnn": "DOLLAR FIXED",
    "tn": "VALUE DATEVALUE TIMEVALUE DECIMAL BIN2HEX BIN2OCT HEX2BIN HEX2OCT OCT2BIN OCT2HEX",
    "nt": "BASE ROMAN DEC2BIN DEC2HEX DEC2OCT CONVERT COMPLEX",
    "tnnt": "REPLACE",
    "q": "CONCAT",
    "tsq": "TEXTJOIN",
    "sRns": "VLOOKUP HLOOKUP",
    "sRs": "XMATCH MATCH",
    "syy": "IF",
    "y": "IFS IFERROR IFNA CHOOSE SWITCH",
    "s": "N T ISLOGICAL ISNONTEXT ISERR ERROR.TYPE TYPE HYPERLINK",
    "e": "ROW COLUMN",
    "sRR": "LOOKUP",
    "onnnn": "OFFSET",
    "ts": "INDIRECT",
    "RsR": "DSUM DCOUNT DCOUNTA DAVERAGE DMAX DMIN DPRODUCT DGET DSTDEV DSTDEVP DVAR DVARP",
    "Ann": "INDEX",
    "sRRyss": "XLOOKUP",
    "A": "FREQUENCY",
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
    "HSTACK TEXTSPLIT TRANSPOSE MMULT MINVERSE FREQUENCY"
)
# Of whole columns they give no row below the data, or one blank.
CLIPPING = frozenset({"FILTER", "UNIQUE"})
# Their result depends on Excel's language.
LOCAL = _names("DOLLAR FIXED VALUE DATEVALUE TIMEVALUE")
# What they read is known only while they run.
REACHING = frozenset({"OFFSET", "INDIRECT"})


# The first engine lacks these or gets some cases wrong, and the second one has answered every question
# about them right: where the two differ, its answer is taken.
TAKEN = _names("AREAS CEILING DEC2BIN DEC2HEX DEC2OCT FLOOR MDETERM MINVERSE MMULT")


def letters_for(name: str, count: int) -> str | None:
    """Return one letter per argument, None for a function that is not in the table."""
    letters = LETTERS.get(name)
    if letters is None:
        return None
    return letters[:count] + letters[-1] * (count - len(letters))
