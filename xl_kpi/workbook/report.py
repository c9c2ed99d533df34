"""What a recalculation did: counts, the cells kept as they were, the errors and why."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xl_kpi.language import Lang, Text

if TYPE_CHECKING:
    from xl_kpi.workbook.engines.bridge import Why

_VOID = Text(
    "La signature numérique du classeur n’est plus valable\u00a0: son contenu a changé.",
    "The workbook’s digital signature no longer holds: its content has changed.",
)
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Kept:
    """A formula cell that keeps its old value, and the reason."""

    cell: str
    formula: str
    reason: Text


def in_ranges(kept: Iterable[Kept]) -> list[tuple[str, Kept]]:
    """Return kept cells as a person reads them: cells one below the other, kept for the same reason, as one range.

    Each range comes with its first cell.
    """
    found: dict[tuple[str, str, str], list[list[Kept]]] = {}
    last: dict[tuple[str, str, str], int] = {}
    for k in kept:
        at, row = k.cell.rstrip("0123456789"), int(k.cell[len(k.cell.rstrip("0123456789")) :])
        key = (at, _NUMBER.sub("", k.reason.en), _NUMBER.sub("", k.formula))
        runs = found.setdefault(key, [])
        if runs and last[key] + 1 == row:
            runs[-1].append(k)
        else:
            runs.append([k])
        last[key] = row
    return [(_range(run), run[0]) for runs in found.values() for run in runs]


def _range(run: list[Kept]) -> str:
    return run[0].cell if len(run) == 1 else f"{run[0].cell}:{run[-1].cell.rpartition('!')[2]}"


@dataclass(frozen=True, slots=True)
class CellError:
    """An evaluated cell that shows an error; `why` is known when a KPI gave it."""

    cell: str
    error: str
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Spilled:
    """A formula whose result fills other cells than before."""

    cell: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one recalculation. `out` is the file that holds the result."""

    file: str
    out: str
    formulas: int
    evaluated: int
    seconds: float
    written: bool
    kept: tuple[Kept, ...] = ()
    errors: tuple[CellError, ...] = ()
    spilled: tuple[Spilled, ...] = ()
    second_engine: str | None = None  # which one confirmed the cells that need it; None: none did
    checked: int = 0  # the cells that it was asked about
    functions: dict[str, int] = field(default_factory=dict)
    unsigned: bool = False  # the workbook was signed, and what changed makes the signature void

    def as_dict(self, lang: Lang = "en") -> dict[str, Any]:
        """Return the report as `recalc --json` prints it."""
        return {
            "file": self.file,
            "out": self.out,
            "formulas": self.formulas,
            "evaluated": self.evaluated,
            "seconds": round(self.seconds, 3),
            "kept": [{"cell": k.cell, "formula": k.formula, "reason": k.reason[lang]} for k in self.kept],
            "errors": [
                {"cell": e.cell, "error": e.error, "why": e.why.text(lang) if e.why else None} for e in self.errors
            ],
            "spilled": [{"cell": s.cell, "before": s.before, "after": s.after} for s in self.spilled],
            "functions": self.functions,
            "second_engine": self.second_engine,
            "checked": self.checked,
        } | ({"signature": _VOID[lang]} if self.unsigned else {})

    def summary(self, lang: Lang) -> str:
        """Return one line for a person."""
        kept, errors = len(self.kept), len(self.errors)
        if lang == "fr":
            line = (
                f"{self.out}\u00a0: {self.evaluated} formules calculées sur {self.formulas}, "
                f"{kept} valeurs conservées, {errors} cellules en erreur."
            )
            line = line if self.second_engine else f"{line} Sans second moteur de calcul."
            return f"{line} {_VOID.fr}" if self.unsigned else line
        line = (
            f"{self.out}: {self.evaluated} of {self.formulas} formulas calculated, "
            f"{kept} values kept, {errors} cells with an error."
        )
        line = line if self.second_engine else f"{line} Without the second calculation engine."
        return f"{line} {_VOID.en}" if self.unsigned else line
