"""Why the last cell that failed shows an error, kept for the ribbon to tell."""

from __future__ import annotations

from xl_kpi.language import Lang
from xl_kpi.worksheet import Why


class LastError:
    """The reason of the most recent error in a cell; a later success leaves it as it is."""

    def __init__(self) -> None:
        """Start with nothing to tell."""
        self.why: Why | None = None

    def remember(self, why: Why) -> None:
        """Keep this reason instead of the one before."""
        self.why = why

    def text(self, lang: Lang) -> str | None:
        """Return the reason in one line, or None where no cell has failed yet."""
        return None if self.why is None else self.why.text(lang)
