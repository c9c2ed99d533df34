"""One formula, evaluated as a cell would show it, in English or French syntax."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from xl_kpi.errors import ExcelError, UserError
from xl_kpi.language import Lang, Text
from xl_kpi.limits import DEFAULT
from xl_kpi.workbook.analysis.formula import Analyzer, HelperCells, Template, instantiate
from xl_kpi.workbook.analysis.proven import PROVEN
from xl_kpi.workbook.analysis.references import Resolver
from xl_kpi.workbook.engines.bridge import Bridge, Function, catalogue_functions
from xl_kpi.workbook.engines.engine import Engine, helper_sheet
from xl_kpi.workbook.parts.xmltext import MAIN, escape

Value = float | str | bool | ExcelError
_PIECES = re.compile(r'("(?:[^"]|"")*")|(\{[^}]*\})')
_STRINGS = re.compile(r'("(?:[^"]|"")*")')
_BRACES = re.compile(r"([{}])")
_DECIMAL = re.compile(r"(?<=\d),(?=\d)")
_SIZED = Text("un tableau dont la taille dépend de ses valeurs", "an array whose size depends on its values")
_WORD = re.compile(r"[^\W\d][\w.]*")
_FRENCH = {native.french: name for name, native in PROVEN.items()}


@dataclass(frozen=True, slots=True)
class Calculation:
    """What a cell would show: one value, or rows of values where the formula spills.

    `why` is the reason of the first error, when a KPI gave it; `lang` is the syntax it was read in.
    """

    value: Value | list[list[Value]]
    why: Text | None
    lang: Lang


def calculate(
    formula: str,
    lang: Lang | None = None,
    *,
    now: dt.datetime | None = None,
    functions: Mapping[str, Function] | None = None,
) -> Calculation:
    """Evaluate one formula, such as `KPI_ROAS(1200,300)` or `=SOMME(1,5;2)`.

    A formula with `;` between arguments is read in French: decimal comma, French function names.
    Without one it is read in English; when `lang` is "fr" and that gives an error, in French. Cell references are
    refused: there is no workbook to read. Raises UserError for a formula that cannot be evaluated.
    """
    functions = catalogue_functions() if functions is None else functions
    text = formula.strip().removeprefix("=").strip()
    semicolons = any(";" in piece for piece in _outside(text))
    readings: list[tuple[Lang, str]] = [] if semicolons else [("en", text)]
    if semicolons or lang == "fr":
        readings.append(("fr", from_french(text)))
    problem: Text | None = None
    best: Calculation | None = None
    for syntax, english in readings:
        template = _template(english, functions)
        sized = template.pending is not None  # the size of an array is to be asked for: there is one evaluation here
        if template.reason is None and template.unproven is None and not template.refs and not sized:
            found = _evaluate(template, functions, now, syntax)
            if best is None or isinstance(best.value, ExcelError):
                best = found
        problem = problem or template.reason or template.unproven or (_SIZED if sized else None)
    if best is not None:
        return best
    reason = problem or Text("une référence de cellule, sans classeur", "a cell reference, without a workbook")
    shown = " ".join(formula.split())[:80]
    raise UserError(
        f"Formule refusée\u00a0: «\u00a0{shown}\u00a0»\u00a0: {reason.fr}. Exemple\u00a0: KPI_ROAS(1200;300)",
        f"Formula refused: {shown!r}: {reason.en}. Example: KPI_ROAS(1200,300)",
    )


def from_french(text: str) -> str:
    """Rewrite a formula in French syntax into the one that files hold; text in quotes stays.

    In an array constant `.` or `\\` separates columns and `;` rows.
    """
    out = []
    constant = False
    for i, piece in enumerate(_STRINGS.split(text)):
        for part in [piece] if i % 2 else _BRACES.split(piece):
            if i % 2 or part in {"{", "}"}:
                constant = part == "{" if part in {"{", "}"} else constant
                out.append(part)
            elif constant:
                columns = part.replace("\\", ".").replace(".", "\0")
                out.append(_words(_DECIMAL.sub(".", columns).replace("\0", ",")))
            else:
                out.append(_words(_DECIMAL.sub(".", part).replace(";", ",")))
    return "".join(out)


def _words(text: str) -> str:
    return _WORD.sub(lambda m: _english(m[0]), text)


def _english(word: str) -> str:
    upper = word.upper()
    return {"VRAI": "TRUE", "FAUX": "FALSE"}.get(upper) or _FRENCH.get(upper, word)


def _outside(text: str) -> list[str]:
    return [piece for i, piece in enumerate(_PIECES.split(text)) if i % 3 == 0 and piece]


def _template(text: str, functions: Mapping[str, Function]) -> Template:
    return Analyzer(Resolver(), {name.upper() for name in functions}, {}).template(text, "S", 1, 1, array=True)


def _evaluate(
    template: Template, functions: Mapping[str, Function], now: dt.datetime | None, lang: Lang
) -> Calculation:
    bridge = Bridge(functions)
    helpers = HelperCells()
    ready, _ = instantiate(template, "S", 1, 1, 1, helpers) or ("", "")
    sheet = (
        f'<worksheet xmlns="{MAIN}"><sheetData><row r="1"><c r="A1"><f>{escape(ready)}</f></c></row></sheetData>'
        "</worksheet>"
    )
    sheets = [("S", sheet), (helpers.name, helper_sheet(helpers))]
    engine = Engine(sheets, None, bridge, now=now, limits=DEFAULT, seconds=DEFAULT.seconds)
    if doubt := bridge.doubts.get(1):
        raise UserError(f"Formule refusée\u00a0: {doubt.fr}.", f"Formula refused: {doubt.en}.")
    spill = engine.spill("S", 1, 1)
    raw = engine.block(spill) if spill else engine.raw("S", 1, 1)
    try:
        value: Any = bridge.value(raw)
    except KeyError:
        raise UserError(
            "Formule refusée\u00a0: le moteur de calcul ne sait pas l’évaluer.",
            "Formula refused: the calculation engine cannot evaluate it.",
        ) from None
    flat = [cell for row in value for cell in row] if isinstance(value, list) else [value]
    error = next((cell for cell in flat if isinstance(cell, ExcelError)), None)
    why = None if error is None else bridge.reasons.get(1, {}).get(error)
    return Calculation(
        0.0 if value is None else value, None if why is None else Text(why.text("fr"), why.text("en")), lang
    )
