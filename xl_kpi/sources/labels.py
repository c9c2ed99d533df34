"""Column labels as exports write them, folded so that the same label always compares equal."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_CURRENCY_SUFFIX = re.compile(r"(?P<label>.+\S)\s*\((?P<currency>[A-Z]{3})\)\s*")


@lru_cache(maxsize=4096)
def fold(label: str) -> str:
    """Fold case, apostrophes and every kind of space; accents and wording stay as they are."""
    return " ".join(unicodedata.normalize("NFKC", label).translate(_APOSTROPHES).casefold().split())


@dataclass(frozen=True, slots=True)
class HeaderCell:
    """A header cell: its text, and the label and ISO code when it ends in "(EUR)"."""

    text: str
    label: str
    bare_label: str
    currency: str | None

    @classmethod
    def of(cls, text: str) -> HeaderCell:
        """Split a header's text."""
        match = _CURRENCY_SUFFIX.fullmatch(text)
        if match is None:
            return cls(text, fold(text), fold(text), None)
        return cls(text, fold(text), fold(match["label"]), match["currency"])

    def is_one_of(self, labels: frozenset[str]) -> bool:
        """Return whether the whole label, or the label without its currency, is among folded labels."""
        return self.label in labels or self.bare_label in labels
