"""The refusal of a formula."""

from __future__ import annotations

from xl_kpi.language import Text


class UnprovenError(Exception):
    """A formula uses something that is not known to be calculated right; `reason` says what."""

    def __init__(self, fr: str, en: str) -> None:
        """Keep the reason in both languages."""
        super().__init__(en)
        self.reason = Text(fr, en)
