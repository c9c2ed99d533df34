"""Exports that are known and cannot be read as they are: named, with the reason and the way out."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from xl_kpi.language import Text


@dataclass(frozen=True, slots=True)
class Refused:
    """An export with a label that matches `pattern` (whole, folded), and why it is not read."""

    label: str
    pattern: str
    why: Text

    def matches(self, labels: Sequence[str]) -> bool:
        """Return whether a folded header is of this export."""
        return any(re.fullmatch(self.pattern, label) for label in labels)


_MAP = Text("dites ce que sont les colonnes : xl-kpi map", "say what its columns are: xl-kpi map")

REFUSED: tuple[Refused, ...] = (
    Refused(
        "Search Console",
        r"top (queries|pages)|requêtes les plus fréquentes|pages les plus populaires",
        Text(
            "ce tableau n’a pas de jour ; donnez l’archive ZIP entière, dont Dates.csv est lu",
            "this table has no day; give the whole ZIP archive, of which Dates.csv is read",
        ),
    ),
    Refused(
        "LinkedIn Demographics",
        r".+ segment",
        Text(
            "tableaux empilés sans jour ; exportez un rapport de performance par jour",
            "stacked tables without a day; export a performance report by day",
        ),
    ),
    Refused(
        "HubSpot",
        r"phase du cycle de vie",
        Text(
            f"en-têtes français non vérifiés ; exportez avec des en-têtes anglais, ou {_MAP.fr}",
            f"its French headers are not verified; export with English headers, or {_MAP.en}",
        ),
    ),
)
