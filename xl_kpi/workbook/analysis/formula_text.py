"""A formula as Excel shows it, from what its file holds."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xl_kpi.language import Text
from xl_kpi.workbook.analysis import checked
from xl_kpi.workbook.analysis.proven import PROVEN
from xl_kpi.workbook.analysis.shapes import ONE_VALUE, native_name
from xl_kpi.workbook.functions.values import Doubtful

if TYPE_CHECKING:
    from formualizer import ASTNode

_OTHERWISE = Text("une formule qu’Excel affiche autrement", "a formula that Excel shows otherwise")
_PIECES = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')""")
_HIDDEN = re.compile(r"_xlfn\.|_xlws\.|_xlpm\.", re.IGNORECASE)
_SPILL = re.compile(r"_xlfn\.ANCHORARRAY\((\$?[A-Z]{1,3}\$?\d+)\)", re.IGNORECASE)
# Written otherwise than shown: links, this row, `@`, functions of add-ins, trimmed references.
_UNSURE = re.compile(r"\[\d+\]|#This Row|\[@|\bSINGLE\(|ANCHORARRAY|_xl|_TRO_|[\r\n\t]|#REF!", re.IGNORECASE)
_CELL = re.compile(r"(?:.*!)?\$?[A-Za-z]{1,3}\$?\d+", re.DOTALL)
# They may give a range or an array where one value is needed: Excel then shows an `@`.
_RANGES = {"INDEX", "OFFSET", "INDIRECT", "XLOOKUP", "CHOOSE", "IF", "IFS", "SWITCH"}


def shown(text: str, *, array: bool = False) -> str:
    """Return a formula (without "=") of an ordinary cell as an English Excel shows it; `array` for one in braces.

    Prefixes that only files hold are dropped. Raises Doubtful where Excel may show another text, such as one with `@`.
    Source: the formulas and their FORMULATEXT in workbooks that Excel saved.
    """
    import formualizer

    try:
        tree = formualizer.parse("=" + text)
    except (formualizer.ParserError, formualizer.TokenizerError, ValueError, RecursionError):
        raise Doubtful(_OTHERWISE) from None
    plain = "".join(p if i % 2 else _HIDDEN.sub("", _SPILL.sub(r"\1#", p)) for i, p in enumerate(_PIECES.split(text)))
    outside = "".join(_PIECES.split(plain)[::2])
    if _UNSURE.search(outside) or (not array and _meets(tree, one=True)):
        raise Doubtful(_OTHERWISE)
    return f"{{={plain}}}" if array else f"={plain}"


def _meets(node: ASTNode, *, one: bool) -> bool:
    """Tell whether a range may stand where `one` value is needed."""
    kind, children = node.node_type(), node.children()
    if kind == "Reference":
        return one and not _CELL.fullmatch(node.get_reference_string() or "")
    if kind in ("UnaryOp", "BinaryOp"):
        ranged = node.get_operator() in (":", " ", ",", "#")
        return (ranged and one) or any(_meets(child, one=one and not ranged) for child in children)
    if kind != "Function":
        return kind not in ("Literal", "Omitted", "Array")
    name = native_name(node)
    native = PROVEN.get(name)
    letters = (native.letters(len(children)) if native else None) or checked.letters_for(name, len(children))
    if name == "FORMULATEXT" or letters is None:
        letters = "R" * len(children) if name == "FORMULATEXT" else "s" * len(children)
    if name in checked.SPILLING or (one and name in _RANGES and not all(map(_constant, children))):
        return True
    return any(_meets(c, one=letter in ONE_VALUE) for letter, c in zip(letters, children, strict=True))


def _constant(node: ASTNode) -> bool:
    return node.node_type() in ("Literal", "Omitted") or (
        node.node_type() == "UnaryOp" and all(map(_constant, node.children()))
    )
