"""The one table of native functions that the calculation engine is trusted with.

Each entry has a test against an answer from outside. A formula with any other function keeps its
old value and is reported. The letters say how an argument may be given, and what is checked while
the formula runs:

    s  one value                      n  one number
    b  one condition; text is not trusted there        m  one number that is not TRUE or FALSE
    w  one text to look for, without the signs * and ~
    y  one value, that would be a whole range if a range is given
    t  one text; a number given as text is written in full digits, refused where that depends on locale
    D  one date or number for a function that is done here
    h  one date of maturity, a day of its month that coupons keep
    d  one date; a date written as text, or before March 1900, is not trusted
    i  one number that must not sit within rounding noise of a whole number
    x  one index; 0 would select a whole row or column
    c  a criterion, such as ">="&B3, that means the same in every language
    r  a value or a range             R  a range, never a computed array
    A  a range, or what a KPI spills
    q  texts to count or to join, one or a range
    a  a range or an array expression, evaluated element by element
"""

from __future__ import annotations

from xl_kpi.workbook.functions import (
    addresses,
    arrays,
    bessel,
    conversion,
    dated_flows,
    dates,
    matrices,
    pairs,
    payments,
    regex,
    regression,
    rounding,
    series,
    spans,
    spoken,
    worktime,
)
from xl_kpi.workbook.functions.native import Native

PROVEN: dict[str, Native] = {
    # aggregation
    "SUM": Native("SOMME", "r", "r"),
    "AVERAGE": Native("MOYENNE", "r", "r"),
    "MIN": Native("MIN", "r", "r"),
    "MAX": Native("MAX", "r", "r"),
    "MEDIAN": Native("MEDIANE", "r", "r"),
    "PRODUCT": Native("PRODUIT", "r", "r"),
    "COUNT": Native("NB", "q", "q"),
    "COUNTA": Native("NBVAL", "q", "q"),
    "COUNTBLANK": Native("NB.VIDE", "R"),
    "LARGE": Native("GRANDE.VALEUR", "Rn"),
    "SMALL": Native("PETITE.VALEUR", "Rn"),
    "SUMPRODUCT": Native("SOMMEPROD", "a", "a"),
    "SUBTOTAL": Native("SOUS.TOTAL", "nr", "r"),
    "AGGREGATE": Native("AGREGAT", "nnr", "r"),
    # under conditions
    "SUMIF": Native("SOMME.SI", "RcR", conditional=True, required=2),
    "SUMIFS": Native("SOMME.SI.ENS", "RRc", "Rc", conditional=True),
    "COUNTIF": Native("NB.SI", "Rc", conditional=True),
    "COUNTIFS": Native("NB.SI.ENS", "Rc", "Rc", conditional=True),
    "AVERAGEIF": Native("MOYENNE.SI", "RcR", conditional=True, required=2),
    "AVERAGEIFS": Native("MOYENNE.SI.ENS", "RRc", "Rc", conditional=True),
    "MAXIFS": Native("MAX.SI.ENS", "RRc", "Rc", conditional=True),
    "MINIFS": Native("MIN.SI.ENS", "RRc", "Rc", conditional=True),
    # logic
    "IF": Native("SI", "byy", result="any", required=2),
    "IFS": Native("SI.CONDITIONS", "by", "by", result="any"),
    "IFERROR": Native("SIERREUR", "yy", result="any"),
    "IFNA": Native("SI.NON.DISP", "yy", result="any"),
    "AND": Native("ET", "r", "r"),
    "OR": Native("OU", "r", "r"),
    "NOT": Native("NON", "b"),
    "TRUE": Native("VRAI", ""),
    "FALSE": Native("FAUX", ""),
    "ISNUMBER": Native("ESTNUM", "s"),
    "ISTEXT": Native("ESTTEXTE", "s"),
    "ISBLANK": Native("ESTVIDE", "s"),
    "ISERROR": Native("ESTERREUR", "s"),
    "ISNA": Native("ESTNA", "s"),
    "NA": Native("NA", ""),
    "CHOOSE": Native("CHOISIR", "my", "y", result="any"),
    # dates
    "DATE": Native("DATE", "DDD", dates=True),
    "YEAR": Native("ANNEE", "D", dates=True),
    "MONTH": Native("MOIS", "D", dates=True),
    "DAY": Native("JOUR", "D", dates=True),
    "EDATE": Native("MOIS.DECALER", "DD", dates=True),
    "EOMONTH": Native("FIN.MOIS", "DD", dates=True),
    "WEEKDAY": Native("JOURSEM", "DD", dates=True, required=1),
    "TODAY": Native("AUJOURDHUI", "", dates=True),
    "NOW": Native("MAINTENANT", "", dates=True),
    # look-up
    "INDEX": Native("INDEX", "Axx", result="any", required=2),
    "MATCH": Native("EQUIV", "sRs", required=2),
    "VLOOKUP": Native("RECHERCHEV", "sRns", result="any", required=3),
    "HLOOKUP": Native("RECHERCHEH", "sRns", result="any", required=3),
    "XLOOKUP": Native("RECHERCHEX", "sRRy", result="any", required=3),
    "ROW": Native("LIGNE", "e", required=0),
    "COLUMN": Native("COLONNE", "e", required=0),
    "ROWS": Native("LIGNES", "R"),
    "AREAS": Native("ZONES", "R"),
    "OFFSET": Native("DECALER", "onnnn", result="any", required=3),
    "INDIRECT": Native("INDIRECT", "tb", result="any", required=1),
    "ISREF": Native("ESTREF", "R"),
    "SHEET": Native("FEUILLE", "s", required=0),
    "SHEETS": Native("FEUILLES", "R", required=0),
    "CELL": Native("CELLULE", "tR", result="any", required=1),
    "FORMULATEXT": Native("FORMULETEXTE", "e", result="text"),
    "ISFORMULA": Native("ESTFORMULE", "e"),
    "COLUMNS": Native("COLONNES", "R"),
    # numbers
    "ROUND": Native("ARRONDI", "nn"),
    "INT": Native("ENT", "i"),
    "ABS": Native("ABS", "n"),
    "SIGN": Native("SIGNE", "n"),
    "SQRT": Native("RACINE", "n"),
    "POWER": Native("PUISSANCE", "nn"),
    "EXP": Native("EXP", "n"),
    "LN": Native("LN", "n"),
    # text
    "LEFT": Native("GAUCHE", "tn", result="text", required=1),
    "RIGHT": Native("DROITE", "tn", result="text", required=1),
    "MID": Native("STXT", "tnn", result="text"),
    "LEN": Native("NBCAR", "t"),
    "FIND": Native("TROUVE", "ttn", required=2),
    "SEARCH": Native("CHERCHE", "wtn", required=2),
    "UPPER": Native("MAJUSCULE", "t", result="text"),
    "LOWER": Native("MINUSCULE", "t", result="text"),
    "SUBSTITUTE": Native("SUBSTITUE", "ttt", result="text"),
    "TRIM": Native("SUPPRESPACE", "t", result="text"),
    "REPT": Native("REPT", "tn", result="text"),
    "CONCATENATE": Native("CONCATENER", "t", "t", result="text"),
    **addresses.TABLE,
    **arrays.TABLE,
    **bessel.TABLE,
    **matrices.TABLE,
    **pairs.TABLE,
    **regression.TABLE,
    **regex.TABLE,
    **rounding.TABLE,
    **conversion.TABLE,
    **dated_flows.TABLE,
    **payments.TABLE,
    **series.TABLE,
    **spans.TABLE,
    **worktime.TABLE,
    **spoken.TABLE,
}

# Done here: the engine leaves accented letters as they are.
OWN = frozenset({"UPPER", "LOWER"})

# Done here: the engine takes 0^0 for 1, knows no cube root of a negative number, and its year 1900 is not Excel's.
OWN_NUMBERS = frozenset({"POWER", *dates.FUNCTIONS})
# Done here, in `functions/arrays.py`, where an argument is an array whose size is known only when it is there.
EACH = frozenset({"IF", "IFERROR", "IFNA"})
# The engine takes an array for a range.
TAKING_ARRAYS = frozenset({"ROWS", "COLUMNS", "INDEX", "LARGE", "SMALL", "MATCH"})
# Done here: they look at references, `computed_references.py` and `reference_functions.py`.
REFERRING = frozenset({"OFFSET", "INDIRECT"})
PLACED = frozenset({"AREAS", "ISREF", "SHEET", "SHEETS", "CELL", "FORMULATEXT", "ISFORMULA"})
# Done here, in `functions/subtotals.py`.
SUBTOTALS = frozenset({"SUBTOTAL", "AGGREGATE"})
# Computed in `functions/`; they take arguments left out.
COMPUTED = frozenset(name for name, native in PROVEN.items() if native.call)
