"""How long work tells what it is doing, whoever is watching."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from xl_kpi.language import Text

Step = Callable[[Text, int, int], None]  # what is being done, how many steps are done, of how many

_MB = 1_000_000
_AFTER = 25 * _MB  # writing the tables takes about as long as reading so many bytes, and so does recalculating


def silent(what: Text, done: int, of: int) -> None:
    """Tell nobody."""


class Reading:
    """Steps in hundredths of all bytes to read, with what follows the reading at the end."""

    def __init__(self, step: Step, files: Sequence[Path]) -> None:
        """Measure the files; one that is not there is refused where it is read."""
        self._step = step
        self._sizes = {path: path.stat().st_size if path.is_file() else 0 for path in files}
        self._total = sum(self._sizes.values()) + 2 * _AFTER
        self._done = 0

    def start(self, file: Path) -> Callable[[float], None]:
        """Tell that a file is being read; return a function to call with the part of it that was."""
        size, before = self._sizes[file], self._done
        self._done += size

        def told(part: float) -> None:
            read = "" if size < 10 * _MB else f" ({part * size / _MB:.0f} / {size / _MB:.0f} {{unit}})"
            what = Text(
                f"lecture de {file.name}{read.format(unit='Mo')}", f"reading {file.name}{read.format(unit='MB')}"
            )
            self._tell(what, before + part * size)

        told(0.0)
        return told

    def query(self, name: str) -> None:
        """Tell that a database is being asked."""
        self._tell(Text(f"requête {name}", f"query {name}"), self._done)

    def write(self) -> None:
        """Tell that the tables are being written."""
        self._tell(Text("écriture des tables", "writing the tables"), self._total - 2 * _AFTER)

    def recalculate(self) -> None:
        """Tell that the workbook is being recalculated."""
        self._tell(Text("recalcul du classeur", "recalculating the workbook"), self._total - _AFTER)

    def finish(self) -> None:
        """Tell the end."""
        self._tell(Text("terminé", "done"), self._total)

    def _tell(self, what: Text, done: float) -> None:
        self._step(what, int(100 * done / self._total), 100)
