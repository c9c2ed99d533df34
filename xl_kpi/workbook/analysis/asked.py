"""Values that the analysis of a formula stands on: asked for in one evaluation, held to in every later one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from xl_kpi.errors import ExcelError
from xl_kpi.workbook.analysis.formula import Analyzer, HelperCells, Lifted, Template, instantiate
from xl_kpi.workbook.analysis.shapes import native_name

if TYPE_CHECKING:
    from formualizer import ASTNode

    from xl_kpi.workbook.analysis.formula_cell import Formula

_LARGE = 1e9
UNKNOWN = object()  # a value that was not asked for yet
CIRCULAR = [None]  # a value that the formula itself is needed for


class Answers(Protocol):
    """What an evaluation said of arrays' sizes and of values, by formula number."""

    asked: dict[tuple[int, int], Any]
    sizes: dict[int, object]
    misfits: set[int]


class ValuesWanted(Exception):  # noqa: N818 - no error: the formula is analysed again once the values are known
    """The analysis of a formula needs values; `ComputedReferences.asked` says which."""


def constant(node: ASTNode, place: tuple[str, int, int]) -> Any:
    """Return the value of an expression that is the same in every evaluation; None where there is none."""
    kind, name = node.node_type(), native_name(node)
    if kind == "Literal":
        value = node.get_literal_value()
        error = isinstance(value, str) and "Error" in node.pretty()
        whole = isinstance(value, int) and not isinstance(value, bool)
        return None if error else float(str(value)) if whole else value
    if not node.children() and name in ("TRUE", "FALSE", "ROW", "COLUMN"):
        return {"TRUE": True, "FALSE": False, "ROW": float(place[1]), "COLUMN": float(place[2])}[name]
    sign = {"+": 1, "-": -1}.get(node.get_operator() or "") if kind in ("UnaryOp", "BinaryOp") else None
    values: list[Any] = [constant(child, place) for child in node.children()] if sign else []
    if not sign or not all(isinstance(v, float) and abs(v) < _LARGE for v in values):
        return None
    return sum(values[:-1]) + sign * values[-1]


def ask(formula: Formula, own: tuple[str, str], helpers: HelperCells) -> tuple[str, str]:
    """Put what a formula asks for into cells of its own, and return its formulas for both engines.

    The second engine gives the formula's value only where it has the same values.
    """
    checked = formula.template.unproven is not None
    held = []
    for i, (parts, value) in enumerate(formula.template.asked):
        written = instantiate(Template(None, parts), *formula.place, formula.number, helpers, apart=True)
        area = helpers.reserve(Lifted(1, 1, ())) if written else None
        if area is None or written is None:
            continue
        engine = f"XLKPI_ASKED({formula.number},{i},{written[0]})"
        if checked and value is not UNKNOWN:
            free = helpers.reserve(Lifted(1, 1, ()))
            if free is not None:
                helpers.cells.append((free.top, free.left, "0", written[1], formula.number))
                held.append(_held(helpers.reference(free), value))
        helpers.cells.append((area.top, area.left, engine, None, formula.number))
    return (own[0], f"IF(AND({','.join(held)}),{own[1]},NA())") if held else own


def learn_values(analyzer: Analyzer, formulas: Iterable[Formula], asked: Mapping[tuple[int, int], Any]) -> set[int]:
    """Note the values that were asked for, by formula number and place in the list; return the formulas that differ."""
    differing = set()
    for f in formulas:
        for i, (parts, value) in enumerate(f.template.asked):
            given = asked.get((f.number, i), CIRCULAR)
            if type(given) is not type(value) or given != value:
                analyzer.known[f.place, parts] = given
                differing.add(f.number)
    return differing


def _held(cell: str, value: Any) -> str:
    if isinstance(value, ExcelError):
        return f"ISERROR({cell})"
    if isinstance(value, str):
        doubled = value.replace('"', '""')
        return f'{cell}="{doubled}"'
    return f"{cell}={value}" if isinstance(value, bool) else f"{cell}={float(value or 0)!r}"
