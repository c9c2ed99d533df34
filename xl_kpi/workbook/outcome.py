"""What a recalculation reports: what was evaluated, what was kept and why, which cells show errors."""

from __future__ import annotations

from collections import Counter

from xl_kpi.errors import ExcelError
from xl_kpi.workbook.analysis.formula import areas
from xl_kpi.workbook.analysis.formula_cell import Formula
from xl_kpi.workbook.engines.bridge import Why
from xl_kpi.workbook.report import CellError, Kept, Report, Spilled
from xl_kpi.workbook.run import Run, label


def report_of(run: Run) -> Report:
    """Return what happened in a recalculation that has been judged."""
    name = str(run.package.path)
    counts = Counter(function for f in run.formulas.values() for function in f.template.functions)
    for c in run.columns:
        for function in c.writer.template.functions:
            counts[function] += len(c.numbers)
    columns = [c for c in run.columns if ExcelError in map(type, c.values)]
    wrong = [c.formula(i) for c in columns for i, v in enumerate(c.values) if isinstance(v, ExcelError)]
    kept, errors = [], []
    for f in sorted([*run.formulas.values(), *wrong], key=lambda f: f.number):
        if f.reason is not None:
            kept.append(Kept(label(f.place), f"={f.text}", f.reason))
            continue
        found = [v for line in f.value for v in line] if isinstance(f.value, list) else [f.value]
        error = next((v for v in found if isinstance(v, ExcelError)), None)
        if error is not None:
            why = _why(run, f, error)
            errors.append(CellError(label(f.place), str(error), why))
    return Report(
        file=name,
        out=name,
        formulas=run.reading.count,
        evaluated=run.reading.count - len(kept),
        seconds=0.0,
        written=False,
        kept=tuple(kept),
        errors=tuple(errors),
        second_engine=run.second,
        checked=run.checked,
        spilled=tuple(
            Spilled(label(f.place), f.stored.ref, f.area.ref) for f in run.spills.changed() if f.reason is None
        ),
        functions=dict(sorted(counts.items(), key=lambda item: (-item[1], item[0]))),
    )


def _why(run: Run, f: Formula, error: ExcelError) -> Why | None:
    if f.number in run.spills.blocked:
        return run.spills.blocked[f.number]
    if not f.called or f.writer is None or f.writer.call is None:
        return run.bridge.reasons.get(f.number, {}).get(error)
    name, refs = f.writer.call
    return run.bridge.why(name, [run.engine.raw(a.sheet, a.top, a.left) for a in areas(refs, *f.place)])
