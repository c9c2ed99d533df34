"""The native Excel formula of one KPI call: the declared expression, guarded so that errors are equal too.

The guards come from the rules that the formula declares and from how a cell reads its arguments (a
blank is `#N/A`, text is `#VALUE!`, an error passes). A guard that cannot matter is left out.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from xl_kpi.catalog.kpi import Kpi
from xl_kpi.errors import ExcelError
from xl_kpi.formulas.definition import Formula, Parameter
from xl_kpi.formulas.rules import Rule

_NAME = re.compile(r"\{(\w+)\}")
_DECIDED = re.compile(r"(-?[\d.]+)(<=|>=|<|>|=)(-?[\d.]+)")
_CHOSEN = re.compile(r'IF\((?:"([^"]*)"="([^"]*)"|(TRUE|FALSE)),([^(),]*),([^(),]*)\)')
_OPERATOR = re.compile(r"[-+*/^&]")
_NOT_APPLICABLE = str(ExcelError.NA)


@dataclass(frozen=True, slots=True)
class Argument:
    """What stands at one place of a call.

    `kind`: a "literal"; a "number" or a "count" (never negative), which a calculation gives; "any" where a
    cell or a function may give a blank or text. `operator`: the text's last step is an operator. `reference`:
    it names cells. `many`: it is more than one value.
    """

    text: str
    kind: Literal["literal", "number", "count", "any"] = "any"
    literal: float | str | bool | None = None
    operator: bool = False
    reference: bool = False
    many: bool = False
    parts: tuple[Argument, ...] = ()  # of an argument that was given several times

    @property
    def loose_cells(self) -> list[str]:
        """Return the single values in it that may be blank or text."""
        return [a.text for a in self.parts or (self,) if a.kind == "any" and not a.many]


@dataclass(frozen=True, slots=True)
class _Case:
    """A rule that this call may break: conditions in braces, and whether the expression shows the error by itself."""

    conditions: tuple[str, ...]
    error: ExcelError
    natural: bool


def native_call(
    kpi: Kpi, arguments: Sequence[Argument | None], *, exact: bool = True, array: bool = False
) -> str | None:
    """Return the native formula of a call, None where there is none; None among the arguments is one left out.

    `exact`: which error it shows matters; without, any error will do. `array`: the formula is worked on
    element by element.
    """
    given = _bind(kpi, arguments)
    if given is None or not isinstance(kpi.function, Formula) or kpi.native is None:
        return None
    without = kpi.native_without is not None and kpi.parameters[-1].name not in given
    body = _settle(kpi.native_without or "" if without else kpi.native, given)
    cases = _cases(kpi.function, given)
    if _needs_cells(kpi, given, body, cases):
        return None
    by_element = any(a.many and (p.kind.shape == "each" or not a.reference) for p, a in _pairs(kpi, given))
    if by_element and not array:
        return None
    call = _Call(kpi, given, body, cases, by_element)
    return call.exact() if exact else call.any_error()


def _bind(kpi: Kpi, arguments: Sequence[Argument | None]) -> dict[str, Argument] | None:
    """Return the arguments by name; None where a required one is missing or there are too many."""
    parameters = kpi.parameters
    if parameters[-1].repeated:
        several = [a for a in arguments if a is not None]
        if not several or len(several) < len(arguments):
            return None
        joined = several[0] if len(several) == 1 else _joined(several)
        return {parameters[-1].name: joined}
    if len(arguments) > len(parameters):
        return None
    given = {}
    for i, p in enumerate(parameters):
        argument = arguments[i] if i < len(arguments) else None
        if argument is None and not p.optional:
            return None
        if argument is None and p.kind.shape == "each":
            argument = Argument(_default(p), "literal", p.default)
        if argument is not None:
            given[p.name] = argument
    return given


def _joined(several: list[Argument]) -> Argument:
    return Argument(
        ",".join(a.text for a in several),
        "number",
        reference=all(a.reference for a in several),
        many=any(a.many and not a.reference for a in several),
        parts=tuple(several),
    )


def _default(p: Parameter) -> str:
    return f'"{p.default}"' if p.kind.choices else f"{p.default}".upper()


def _pairs(kpi: Kpi, given: dict[str, Argument]) -> list[tuple[Parameter, Argument]]:
    return [(p, given[p.name]) for p in kpi.parameters if p.name in given]


def _settle(body: str, given: dict[str, Argument]) -> str:
    """Put words given as such into the expression and decide what they decide."""
    for name, a in given.items():
        if isinstance(a.literal, str | bool):
            body = body.replace(f"{{{name}}}", a.text)

    def chosen(match: re.Match[str]) -> str:
        holds = match[3] == "TRUE" if match[3] else match[1].casefold() == match[2].casefold()
        text = match[4] if holds else match[5]
        beside = body[match.start() - 1 : match.start()] + body[match.end() : match.end() + 1]
        return f"({text})" if _OPERATOR.search(beside) and _OPERATOR.search(text) else text

    return _CHOSEN.sub(chosen, body)


def _cases(function: Formula, given: dict[str, Argument]) -> list[_Case]:
    """Return the rules that the arguments may break, in the order in which they are tried."""
    rules = [rule for rule, _ in (*function.range_rules, *function.each_rules) if set(rule.reads) <= given.keys()]
    declared = {condition for rule in rules for condition in rule.native}
    cases = []
    for rule in rules:
        possible = tuple(c for c in rule.native if _possible(c, rule, given) and not _implied(c, declared))
        if possible:
            # Every rule of #DIV/0! is on a denominator of the expression.
            cases.append(_Case(possible, rule.error, rule.error is ExcelError.DIV0))
    return cases


def _possible(condition: str, rule: Rule, given: dict[str, Argument]) -> bool:
    a = given[rule.argument]
    if isinstance(a.literal, str):
        return f'"{a.literal.casefold()}"' not in condition.casefold()
    if a.kind == "count" and condition == f"{{{rule.argument}}}<0":
        return False
    numbers = {f"{{{n}}}": b.text for n, b in given.items() if type(b.literal) in {int, float}}
    match = _DECIDED.fullmatch(_NAME.sub(lambda m: numbers.get(m[0], m[0]), condition))
    if match is None:
        return True
    left, right = float(match[1]), float(match[3])
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right, "=": left == right}[
        match[2]
    ]


def _implied(condition: str, declared: set[str]) -> bool:
    """Tell whether others say it: a whole that is not below its part is not negative where the part is not."""
    whole = condition.removesuffix("<0")
    return whole != condition and any(
        f"{part}<0" in declared for part in (c.removesuffix(f">{whole}") for c in declared if c.endswith(f">{whole}"))
    )


def _needs_cells(kpi: Kpi, given: dict[str, Argument], body: str, cases: list[_Case]) -> bool:
    """Tell whether the formula would count cells in what is no range of cells."""
    texts = [body, *(c for case in cases for c in case.conditions)]
    for p, a in _pairs(kpi, given):
        counts = any(re.search(rf"COUNTIFS?\(\{{{p.name}\}}", text) for text in texts)
        if not a.reference and (counts or p.kind.shape in {"column", "cells"}):
            return True
    return False


class _Call:
    """One call ready to be written."""

    def __init__(self, kpi: Kpi, given: dict[str, Argument], body: str, cases: list[_Case], by_element: bool) -> None:
        self.pairs = _pairs(kpi, given)
        self.body = body
        self.cases = cases
        self.by_element = by_element
        self.position = {p.name: i for i, (p, _) in enumerate(self.pairs)}

    def exact(self) -> str:
        """Return the formula that shows the very error of the KPI."""
        hard = self._in_order([c for case in self.cases if not case.natural for c in case.conditions])
        text = self._written(self.body)
        if hard:
            text = f"IF({self._any([self._written(c) for c in hard])},{self._which()},{text})"
        tail = "".join([*hard, self.body])
        for i in reversed(range(len(self.pairs))):
            for condition, shown in reversed(self._checks(i, hard, tail)):
                text = f"IF({condition},{shown},{text})"
        return text

    def any_error(self) -> str:
        """Return the formula that shows an error where the KPI does."""
        needed, conditions = [], []
        for p, a in self.pairs:
            if self._is_range(p):
                conditions += [f"ISTEXT({cell})" for cell in a.loose_cells]
                if not re.search(rf"(SUM|SUMPRODUCT|AVERAGE|MIN|MAX)\(\{{{p.name}\}}", self._all_texts()):
                    conditions.append(f"ISERROR(SUM({a.text}))")
            elif a.kind == "any" and p.kind.choices:
                conditions += [] if p.optional else [f"ISBLANK({a.text})"]
            elif a.kind == "any":
                conditions += [f"ISTEXT({a.text})"] if p.optional else []
                needed += [] if p.optional else [a.text]
        if needed:
            conditions.insert(0, self._not_numbers(needed))
        hard = self._in_order([c for case in self.cases if not case.natural for c in case.conditions])
        conditions += [self._written(c) for c in hard]
        body = self._written(self.body)
        return f"IF({self._any(conditions)},{_NOT_APPLICABLE},{body})" if conditions else body

    def _is_range(self, p: Parameter) -> bool:
        return p.kind.shape != "each"

    def _all_texts(self) -> str:
        return "".join([*(c for case in self.cases for c in case.conditions if not case.natural), self.body])

    def _not_numbers(self, texts: list[str]) -> str:
        if self.by_element:
            return "*".join(f"ISNUMBER({t})" for t in texts) + "=0"
        return f"COUNT({','.join(texts)})<{len(texts)}"

    def _checks(self, i: int, hard: list[str], tail: str) -> list[tuple[str, str]]:
        """Return what to test of one argument before all else, and what the cell then shows."""
        p, a = self.pairs[i]
        checks = []
        probe = f"SUM({a.text})" if self._is_range(p) and p.kind.shape != "cells" else a.text
        if self._is_range(p):
            if p.kind.shape == "range" and a.loose_cells:
                texts = [f"ISTEXT({cell})" for cell in a.loose_cells]
                checks.append((self._any(texts), str(ExcelError.VALUE)))
        elif a.kind == "any":
            if not p.optional:
                checks.append((f"ISBLANK({a.text})", _NOT_APPLICABLE))
            if not p.kind.choices:
                checks.append((f"ISTEXT({a.text})", str(ExcelError.VALUE)))
        if a.kind != "literal" and p.kind.shape != "cells" and self._error_may_hide(i, hard, tail):
            checks.append((f"ISERROR({probe})", probe))
        return checks

    def _error_may_hide(self, i: int, hard: list[str], tail: str) -> bool:
        """Tell whether an error in this argument could be overtaken by what comes after."""
        p = self.pairs[i][0]
        name = f"{{{p.name}}}"
        if self._is_range(p):
            shows = re.compile(rf"(SUM|SUMPRODUCT|AVERAGE|MIN|MAX)\(\{{{p.name}\}}")
            mentioned = any(name in c for c in hard)
            if not (any(shows.search(c) for c in hard) or (shows.search(self.body) and not mentioned)):
                return True
        elif hard and not any(name in c for c in hard):
            return True
        for q, b in self.pairs[i + 1 :]:
            if b.kind == "literal":
                continue
            checked_first = bool(b.loose_cells)
            if checked_first or 0 <= tail.find(f"{{{q.name}}}") < tail.find(name):
                return True
        return False

    def _in_order(self, conditions: list[str]) -> list[str]:
        """Order conditions by their first argument: the first error among the arguments is the one shown."""
        return sorted(conditions, key=lambda c: min((self.position[n] for n in _NAME.findall(c)), default=0))

    def _which(self) -> str:
        """Return the error that a broken call shows: that of the first rule broken."""
        last = max(i for i, case in enumerate(self.cases) if not case.natural)
        shown = str(self.cases[last].error)
        hard = {c for case in self.cases if not case.natural for c in case.conditions}
        for case in reversed(self.cases[:last]):
            impossible = hard == {c.removesuffix("=0") + "<0" for c in case.conditions}  # 0 is not below 0
            if str(case.error) != shown and not impossible:
                shown = f"IF({self._any([self._written(c) for c in case.conditions])},{case.error},{shown})"
        return shown

    def _any(self, conditions: list[str]) -> str:
        if len(conditions) == 1:
            return conditions[0]
        return "+".join(f"({c})" for c in conditions) if self.by_element else f"OR({','.join(conditions)})"

    def _written(self, text: str) -> str:
        def put(match: re.Match[str]) -> str:
            p, a = self.pairs[self.position[match[1]]]
            if p.optional and p.kind.shape == "each" and a.kind == "any":
                return f"IF(ISBLANK({a.text}),{_default(p)},{a.text})"
            alone = text[: match.start()].endswith(("(", ",")) and text[match.end() :].startswith((")", ","))
            return f"({a.text})" if a.operator and not alone else a.text

        return _NAME.sub(put, text)
