"""What keeps a doubtful value out while a formula runs: each check returns why its value is not trusted, or None."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any

from xl_kpi.language import Text
from xl_kpi.workbook.analysis.text_numbers import number_like as text_number_like
from xl_kpi.workbook.functions.dates import days_in, split

_MARCH_1900 = 61
NOISE = 1e-9
_CLOSE = 1e-14  # Excel compares 15 digits; two numbers this close are equal to it, or not, by its own rules
_NEAR = 1e-11  # what both engines agree on may differ in its last digits from what Excel has
_EXACT = 1e11  # whole numbers up to 11 digits are written in full in every cell

# Text that Excel may read as a number, an amount, a percentage, a time or a date, by its language.
_NUMBER_LIKE = re.compile(r"[-+$€£(\s]*[\d.,][\d\s.,:/%$€£()eE+-]*|\d{1,4}[ /-][^\W\d_]{3,9}\.?([ /-]\d{1,4})?")

_INTEGER = re.compile(r"-?[0-9]{1,15}")

OLD_DATE = Text("une date avant mars 1900", "a date before March 1900")
DATE_TEXT = Text("une date écrite en texte", "a date written as text")
_COUPON = Text("un coupon à la fin de février", "a coupon at the end of February")
_WHOLE = Text("un nombre à un arrondi près d’un entier", "a number within rounding noise of a whole one")
INDEX_0 = Text("un indice 0 désigne toute une ligne ou colonne", "index 0 means a whole row or column")
LOCAL_FORMAT = Text(
    "un format de TEXTE qui dépend de la langue d’Excel", "a TEXT format that depends on Excel’s language"
)
LOCALE = Text("un résultat qui dépend de la langue d’Excel", "a result that depends on Excel’s language")
GUARDED = Text("une erreur dans une plage sous condition", "an error in a range under a condition")
UNORDERED = Text("une recherche approchée dans des données non triées", "an approximate match in unsorted data")
ROUNDED = Text("un nombre à un arrondi près d’un autre affichage", "a number that rounding noise may show otherwise")
NOISY = Text("une différence au niveau de l’arrondi", "a difference at the level of rounding")
BARE = frozenset({"<", "<=", ">", ">="})  # criteria that no cell meets, as Excel has stored
_BLANK = Text("un critère de cellule vide", "a criterion for empty cells")
CRITERION = Text("un critère sans valeur, ou VRAI ou FAUX", "a criterion without a value, or TRUE or FALSE")
WILDCARD = Text("un texte cherché avec * ou ~", "a text to look for with * or ~")
TRUTH = Text("VRAI ou FAUX comme nombre", "TRUE or FALSE as a number")
CONDITION = Text("un texte comme condition", "a text as a condition")
TRUTH_WORD = Text("un texte qui peut dire VRAI ou FAUX", "a text that may say TRUE or FALSE")
IN_LIST = Text("un texte parmi des nombres", "a text among numbers")
ROOT = Text("une racine d’un nombre négatif", "a root of a negative number")
TEXT_NUMBER = Text("texte utilisé comme un nombre", "text used as a number")
NUMBER_TEXT = Text("un nombre écrit en texte", "a number written as text")
COMPARED = Text("deux nombres presque égaux comparés", "two nearly equal numbers compared")
_NOTHING = Text("un texte vide à chercher plus loin", "an empty text to look for further on")
ACCENTED = Text("un texte accentué à chercher", "an accented text to look for")
_BASIS = Text("une base de calcul des jours négative", "a day count basis below 0")
BELOW = Text("des cellules vides sous les données", "empty cells below the data")
ERROR_GIVEN = Text("une erreur donnée à une fonction", "an error given to a function")
MANY = Text("plusieurs valeurs là où il en faut une", "several values where one is needed")


# How languages of Excel's write TRUE and FALSE: only such a text is a condition.
_TRUTH_WORDS = frozenset({
    "true", "false", "vrai", "faux", "wahr", "falsch", "verdadero", "falso", "vero", "waar", "onwaar", "verdadeiro",
    "prawda", "fałsz", "sant", "falskt", "sand", "falsk", "usand", "sann", "usann", "tosi", "epätosi", "pravda",
    "nepravda", "igaz", "hamis", "истина", "ложь", "doğru", "yanlış", "adevărat", "αληθησ", "ψευδησ",
})  # fmt: skip


def _rank(value: object) -> int:
    return 3 if isinstance(value, bool) else 2 if isinstance(value, str) else 1


def order(left: Any, right: Any, *, equality: bool, english: bool = False) -> tuple[int, Text | None]:
    """Return -1, 0 or 1 as Excel orders two values, and the doubt there is, if any.

    In `english` words of ASCII letters and digits have one order.
    """
    if isinstance(left, list) or isinstance(right, list):
        return 0, MANY
    left, right = _blank_as(left, right), _blank_as(right, left)
    if _rank(left) != _rank(right):
        return (1 if _rank(left) > _rank(right) else -1), None
    if isinstance(left, str):
        a, b = left.casefold(), right.casefold()
        plain = english and all(t.isascii() and t.isalnum() for t in (a, b))
        return (a > b) - (a < b), None if equality or a == b or plain else LOCALE
    above = (left > right) - (left < right)
    near = _CLOSE if float(left).is_integer() and float(right).is_integer() else _NEAR
    close = above and abs(left - right) <= near * max(abs(left), abs(right))
    return above, COMPARED if close else None


def _blank_as(value: Any, other: Any) -> Any:
    if value is not None:
        return value
    return "" if isinstance(other, str) else False if isinstance(other, bool) else 0.0


def as_text(value: Any, *, criterion: bool = False) -> str | None:
    """Return a value as text, or None where Excel's language decides how it is written."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if value == int(value) and abs(value) < _EXACT:
        return str(int(value))
    return f"{value:.15g}" if criterion else None


def _check_date(value: Any) -> Text | None:
    if isinstance(value, str):  # without a digit it is no date in any language: #VALUE!
        return DATE_TEXT if any(c.isdigit() for c in value) else None
    return OLD_DATE if (value or 0) < _MARCH_1900 else None


def _check_maturity(value: Any) -> Text | None:
    """Doubt a 29th or 30th of which a coupon falls on the end of February: the next one may stay on the 28th."""
    found = None if isinstance(value, str) or not value else split(value)
    odd = found is not None and found[2] in (29, 30) and found[1] % 3 == 2 and found[2] != days_in(*found[:2])
    return _COUPON if odd else _check_date(value)


def _check_whole(value: Any) -> Text | None:
    if isinstance(value, str) or value is None:
        return None
    away = abs(value - round(value))
    return _WHOLE if 0 < away < NOISE * max(1.0, abs(value)) else None


def _check_index(value: Any) -> Text | None:
    return INDEX_0 if isinstance(value, str | bool) or (value or 0) < 1 else None


def _check_text(value: Any) -> Text | None:
    text = as_text(value)
    # Excel counts characters outside the first plane twice.
    return LOCALE if text is None or (text and max(text) > "\uffff") else None


def _check_condition(value: Any) -> Text | None:
    if not isinstance(value, str):
        return None
    return TRUTH_WORD if value.strip().casefold() in _TRUTH_WORDS else CONDITION


def _check_number(value: Any) -> Text | None:
    return TRUTH if isinstance(value, bool) else None


def _check_listed(value: Any) -> Text | None:
    return IN_LIST if isinstance(value, str) else None


def _check_digits(value: Any) -> Text | None:
    return TEXT_NUMBER if number_like(value) else None


def _check_sought(value: Any) -> Text | None:
    if isinstance(value, str) and any(c > "\x7f" and c.upper() != c.lower() for c in value):
        return ACCENTED
    return WILDCARD if isinstance(value, str) and ("*" in value or "~" in value) else _check_text(value)


def as_number(value: Any) -> float | None:
    """Return a value as a number; None for a text that is none in any language."""
    if isinstance(value, str):
        return float(value) if _INTEGER.fullmatch(value) else None
    return float(value or 0)


def _check_criterion(value: Any, like: Callable[[str], object] = _NUMBER_LIKE.fullmatch) -> Text | None:
    if not isinstance(value, str):
        return None
    operand = value.lstrip("<>=")
    operator = value[: len(value) - len(operand)]
    if operand.upper() in {"TRUE", "FALSE"}:
        return CRITERION
    if (operator == "=" and not operand) or (operator == "<>" and operand.isspace()):
        return _BLANK  # Excel tells an empty cell from an empty text
    if not operand:
        return None
    if _plain_number(operand):
        return None
    # Text that Excel would read as a date, a percentage or an amount, text put in order, errors.
    doubtful = operator.startswith(("<", ">")) and operator != "<>"
    return LOCALE if doubtful or operand[0] == "#" or like(operand) else None


def _check_english_criterion(value: Any) -> Text | None:
    return _check_criterion(value, lambda operand: text_number_like(operand, english=True))


def _texts(values: Any) -> list[str]:
    lines = values if isinstance(values, list) else [[values]]
    return [v for line in lines for v in line if isinstance(v, str)]


def texts_in_order(left: Any, right: Any) -> bool:
    """Tell whether a comparison puts texts in order, which Excel does by its language."""
    return bool(_texts(left) and _texts(right))


def equal_but_for_accents(left: Any, right: Any) -> bool:
    """Tell whether texts are equal but for the case of letters that the engine takes as they are."""
    one, other = ({t for t in _texts(side) if not t.isascii()} for side in (left, right))
    folded = {t.casefold() for t in one} & {t.casefold() for t in other}
    return len({t for t in one | other if t.casefold() in folded}) > len(folded)


def _check_below(value: Any) -> Text | None:
    return BELOW if isinstance(value, str) and takes_blank(value) else None


def _check_excluding(value: Any) -> Text | None:
    excludes = isinstance(value, str) and value.startswith("<>") and _plain_number(value[2:])
    return CRITERION if excludes else None  # the first engine takes the text 23 for the number


def _check_basis(value: Any) -> Text | None:
    return _BASIS if isinstance(value, int | float) and value < 0 else None


def _check_filled(value: Any) -> Text | None:
    return None if value else _NOTHING


def _check_cased(value: Any) -> Text | None:
    plain = not isinstance(value, str) or all(len(c.upper()) == 1 == len(c.title()) for c in value)
    return None if plain else LOCALE


def takes_blank(criterion: str) -> bool:
    """Tell whether an empty cell meets a criterion."""
    return criterion in ("", "=") or (criterion.startswith("<>") and criterion != "<>")


def unlike_text(criterion: object) -> bool:
    """Tell whether a criterion asks for all but a text: the second engine leaves out numbers and blanks there."""
    if not isinstance(criterion, str) or not criterion.startswith("<>"):
        return False
    return criterion[2:].upper() not in {"", "TRUE", "FALSE"} and not _plain_number(criterion[2:])


def number_like(value: object) -> bool:
    """Tell whether a value is text that Excel may take for a number, by its language."""
    return isinstance(value, str) and bool(_NUMBER_LIKE.fullmatch(value.strip())) and not _INTEGER.fullmatch(value)


def _plain_number(text: str) -> bool:
    try:
        return math.isfinite(float(text)) and text.strip() == text and "_" not in text
    except ValueError:
        return False


COMPARE: dict[str, Callable[[int], bool]] = {
    "EQ": lambda o: o == 0,
    "NE": lambda o: o != 0,
    "LT": lambda o: o < 0,
    "GT": lambda o: o > 0,
    "LE": lambda o: o <= 0,
    "GE": lambda o: o >= 0,
}
ON_ERROR = {"GIVEN": ERROR_GIVEN}  # checks to which an error is a doubt
CHECKS: dict[str, Callable[[Any], Text | None]] = {
    "SERIAL": _check_date,
    "MATURITY": _check_maturity,
    "WHOLE": _check_whole,
    "INDEX": _check_index,
    "TEXT": _check_text,
    "CRITERION": _check_criterion,
    "CRITERION_ENGLISH": _check_english_criterion,
    "CONDITION": _check_condition,
    "NUMBER": _check_number,
    "LISTED": _check_listed,
    "DIGITS": _check_digits,
    "SOUGHT": _check_sought,
    "BELOW": _check_below,
    "FILLED": _check_filled,
    "EXCLUDING": _check_excluding,
    "BASIS": _check_basis,
    "CASED": _check_cased,
    "GIVEN": lambda _: None,
}
