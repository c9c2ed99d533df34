"""What the command line prints: tables and progress for a person, plain text for a pipe, JSON for a program."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from xl_kpi.language import Lang, Text
from xl_kpi.reports.progress import Step, silent


class Terminal:
    """Standard output and error in one language."""

    def __init__(self, lang: Lang, *, as_json: bool = False) -> None:
        """Write in this language; with `as_json` only `data` reaches standard output."""
        self.lang = lang
        self.as_json = as_json
        for stream in (sys.stdout, sys.stderr):
            reconfigure = getattr(stream, "reconfigure", None)
            if reconfigure:  # a Windows console in a legacy code page must not stop on an accent
                reconfigure(encoding="utf-8" if stream.isatty() else None, errors="replace")

    def line(self, text: Text | str = "") -> None:
        """Print one line."""
        if not self.as_json:
            print(text if isinstance(text, str) else text[self.lang])

    def data(self, value: object) -> None:
        """Print the JSON of a result, if JSON was asked for."""
        if self.as_json:
            print(json.dumps(value, ensure_ascii=False, indent=2, default=str))

    def error(self, text: Text) -> None:
        """Print one line on standard error."""
        colon = "\u00a0:" if self.lang == "fr" else ":"
        print(f"xl-kpi{colon} {text[self.lang]}", file=sys.stderr)

    def table(self, header: Sequence[Text], rows: Sequence[Sequence[str]]) -> None:
        """Print a table: drawn for a person, tab-separated for a pipe."""
        if self.as_json:
            return
        titles = [h[self.lang] for h in header]
        if not sys.stdout.isatty():
            for row in (titles, *rows):
                print("\t".join(row))
            return
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text as RichText

        table = Table(header_style="bold", show_edge=False, pad_edge=False)
        for title in titles:
            table.add_column(title, overflow="fold")
        for row in rows:
            table.add_row(*(RichText(cell, style=_LIGHTS.get(cell, "")) for cell in row))
        Console().print(table)

    @contextmanager
    def progress(self) -> Iterator[Step]:
        """Give a function to call at each step: a bar on a person's screen, silence in a pipe."""
        if not sys.stderr.isatty():
            yield silent
            return
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("", total=1)
            yield lambda what, done, of: bar.update(task, description=what[self.lang], completed=done, total=of)


_LIGHTS = {
    "VERT": "bold green",
    "GREEN": "bold green",
    "ORANGE": "bold yellow",
    "AMBER": "bold yellow",
    "ROUGE": "bold red",
    "RED": "bold red",
}
