"""The whole road with the sample company: its exports, a new cockpit, a refresh, the headline KPIs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from xl_kpi.language import Lang
from xl_kpi.reports.headline import Headline, headline
from xl_kpi.reports.progress import Step, silent
from xl_kpi.reports.refresh import Refresh, new_workbook, refresh


@dataclass(frozen=True, slots=True)
class Demo:
    """What the demo made."""

    book: Path
    exports: Path
    refresh: Refresh
    headline: Headline


def demo(out: Path, lang: Lang, *, step: Step = silent) -> Demo:
    """Make `out`/exports and `out`/cockpit.xlsx; a workbook already there is refreshed, not replaced."""
    from xl_kpi.sources.samples import copy_to

    exports = copy_to(out / "exports", lang)
    book = out / "cockpit.xlsx"
    if not book.exists():
        new_workbook("cockpit", book, lang)
    done = refresh(book, [exports], step=step)
    return Demo(book, exports, done, headline(book))
