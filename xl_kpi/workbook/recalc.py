"""Headless recalculation: every formula that can be trusted gets its value, the others are named."""

from __future__ import annotations

import contextlib
import datetime as dt
import time
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from xl_kpi.limits import DEFAULT, Limits
from xl_kpi.workbook.engines import isolated
from xl_kpi.workbook.options import Options
from xl_kpi.workbook.parts.package import Package, naming, open_package
from xl_kpi.workbook.report import Report

if TYPE_CHECKING:
    from xl_kpi.workbook.engines.bridge import Function
    from xl_kpi.workbook.run import Run


def recalculate(
    path: str | Path,
    out: str | Path | None = None,
    *,
    now: dt.datetime | None = None,
    seed: int | None = None,
    fast: bool = False,
    functions: Mapping[str, Function] | None = None,
    limits: Limits = DEFAULT,
) -> Report:
    """Evaluate every formula of a workbook and store the results as cached values.

    Only values change: formulas, charts, formats and every other part keep their bytes. The file
    is saved atomically over itself, or to `out`; when nothing changed nothing is written.
    `now` is what TODAY and NOW show, `seed` starts RAND. With `fast` no second engine confirms the
    functions that need it, and their cells are kept. `functions` replaces the KPI functions.
    Raises UserError for a file that is refused or open in Excel, LimitError naming the limit.
    """
    start = time.perf_counter()
    with isolated.process_for(path) if functions is None else contextlib.nullcontext() as process:
        package = open_package(path, limits)
        report = recalculate_package(package, now=now, seed=seed, fast=fast, functions=functions, process=process)
    target = package.path if out is None else Path(out)
    written = package.save(target)
    return replace(report, out=str(target), written=written, seconds=time.perf_counter() - start)


def recalculate_package(
    package: Package,
    *,
    now: dt.datetime | None = None,
    seed: int | None = None,
    fast: bool = False,
    functions: Mapping[str, Function] | None = None,
    process: isolated.Process | None = None,
) -> Report:
    """Do what `recalculate` does on a package in memory, without saving it.

    A large or odd workbook is evaluated in a process of its own: `process`, where it has been started already.
    """
    start = time.perf_counter()
    with naming(package.path.name):
        if functions is None and isolated.wanted(package):
            report = isolated.recalculate(package, now, seed, fast, process)
        else:
            report = recalculate_here(package, now=now, seed=seed, fast=fast, functions=functions)
    signed = any(name.startswith("_xmlsignatures/") for name in package.names)
    return replace(report, seconds=time.perf_counter() - start, unsigned=signed and package.changed)


def recalculate_here(
    package: Package,
    *,
    now: dt.datetime | None = None,
    seed: int | None = None,
    fast: bool = False,
    functions: Mapping[str, Function] | None = None,
) -> Report:
    """Do what `recalculate_package` does, in this process."""
    from xl_kpi.workbook import what_if
    from xl_kpi.workbook.engines.bridge import catalogue_functions
    from xl_kpi.workbook.outcome import report_of

    options = Options(now, seed, fast, functions is None)
    called = catalogue_functions() if functions is None else functions
    run = _calculated(package, called, options)
    if tables := what_if.shown(run):  # once more, for what depends on them
        run = _calculated(package, called, replace(options, tables=tables))
    report = report_of(run)
    if run.formulas or run.columns:
        run.write()
    return report


def _calculated(package: Package, functions: Mapping[str, Function], options: Options) -> Run:
    from xl_kpi.workbook.run import Run

    run = Run(package, functions, options)
    if run.formulas or run.columns:
        run.settle()
        run.judge()
    return run
