"""A watched folder: the workbook is refreshed when its exports have changed and settled."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from xl_kpi.errors import UserError
from xl_kpi.language import Lang, Text
from xl_kpi.reports.refresh import Refresh, may_be_export, refresh

_State = dict[str, tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One refresh by the watch: when, and what it did or why it was refused."""

    at: dt.datetime
    text: Text
    refresh: Refresh | None

    def as_dict(self, lang: Lang) -> dict[str, Any]:
        """Return the outcome as `watch --json` prints it."""
        done = self.refresh.as_dict(lang) if self.refresh else None
        return {"at": self.at.isoformat(timespec="seconds"), "text": self.text[lang], "refresh": done}


def watch(
    folder: Path,
    book: Path,
    *,
    every: float = 5.0,
    looks: int | None = None,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Outcome]:
    """Refresh the workbook at the start and whenever the folder's files change; yield what happened.

    A change counts once two looks, `every` seconds apart, see the same sizes and times: a download
    in progress is left alone. A refused file is told and tried again after the next change. `looks`
    bounds the watch; without it, it ends when the caller stops asking.
    """
    if not folder.is_dir():
        raise UserError(f"{folder} : ce dossier n’existe pas.", f"{folder}: there is no such folder.")
    done: _State = {}
    seen = _look(folder, book)
    count = 0
    while looks is None or count < looks:
        count += 1
        sleep(every)
        before, seen = seen, _look(folder, book)
        if seen and seen == before and seen != done:
            done = seen
            yield _refreshed(folder, book)


def _look(folder: Path, book: Path) -> _State:
    """Return the size and time of each export of the folder; the workbook itself may lie there too."""
    found: _State = {}
    for path in folder.iterdir():
        try:
            if may_be_export(path) and path.resolve() != book.resolve():
                status = path.stat()
                found[path.name] = (status.st_size, status.st_mtime_ns)
        except OSError:  # gone since the folder was listed
            continue
    return found


def _refreshed(folder: Path, book: Path) -> Outcome:
    now = dt.datetime.now()
    apart = book.resolve().parent != folder.resolve()
    exports = [folder] if apart else [folder / name for name in sorted(_look(folder, book))]
    try:
        done = refresh(book, exports)
    except UserError as problem:
        return Outcome(now, problem.text, None)
    added, changed = sum(t.added for t in done.tables), sum(t.changed for t in done.tables)
    return Outcome(
        now,
        Text(
            f"{len(done.imports)} fichiers : {added} lignes ajoutées, {changed} changées, {len(done.notes)} à voir.",
            f"{len(done.imports)} files: {added} rows added, {changed} changed, {len(done.notes)} to look at.",
        ),
        done,
    )
