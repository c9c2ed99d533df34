"""Column labels as exports write them, folded so that the same label always compares equal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

_APOSTROPHES = str.maketrans(dict.fromkeys("’‘ʼ`´", "'"))
_CURRENCY = re.compile(r"[A-Z]{3}\)")


def fold(label: str) -> str:
    """Fold case, apostrophes and every kind of space; accents and wording stay as they are."""
    return " ".join(unicodedata.normalize("NFKC", label).translate(_APOSTROPHES).casefold().split())


fold_declared = lru_cache(maxsize=None)(fold)  # for labels of declarations: few, and asked for on every line


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
        label, _, end = text.strip().rpartition("(")
        if not label.strip() or not _CURRENCY.fullmatch(end):
            return cls(text, fold(text), fold(text), None)
        return cls(text, fold(text), fold(label), end[:-1])

    def is_one_of(self, labels: frozenset[str]) -> bool:
        """Return whether the whole label, or the label without its currency, is among folded labels."""
        return self.label in labels or self.bare_label in labels


def labels_of(header: Iterable[HeaderCell]) -> set[str]:
    """Return the folded labels of a header, with and without their currency."""
    return {label for cell in header for label in (cell.label, cell.bare_label)}
