"""The two languages of the product, and a text in both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, get_args

Lang = Literal["fr", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)

_FRENCH_SPACES = re.compile(r" (?=[:;?!»%])|(?<=«) ")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in French and in English; neither may be missing or blank.

    French is typed with plain spaces before `: ; ? ! » %` and kept with no-break ones.
    """

    fr: str
    en: str

    def __post_init__(self) -> None:
        """Refuse a blank text; set French spaces."""
        if not (self.fr.strip() and self.en.strip()):
            raise ValueError(f"a text is missing in one language: {self.fr!r}, {self.en!r}")
        object.__setattr__(self, "fr", _FRENCH_SPACES.sub("\u00a0", self.fr))

    def __getitem__(self, lang: Lang) -> str:
        """Return the text in one language."""
        return self.fr if lang == "fr" else self.en

    def format(self, **values: object) -> Text:
        """Fill the same placeholders in both languages."""
        return Text(self.fr.format(**values), self.en.format(**values))
