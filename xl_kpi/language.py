"""The two languages of the product, and a text in both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

Lang = Literal["fr", "en"]
LANGUAGES: tuple[Lang, ...] = get_args(Lang)


@dataclass(frozen=True, slots=True)
class Text:
    """A text in French and in English; neither may be missing or blank."""

    fr: str
    en: str

    def __post_init__(self) -> None:
        """Refuse a blank text."""
        if not (self.fr.strip() and self.en.strip()):
            raise ValueError(f"a text is missing in one language: {self.fr!r}, {self.en!r}")

    def __getitem__(self, lang: Lang) -> str:
        """Return the text in one language."""
        return self.fr if lang == "fr" else self.en

    def format(self, **values: object) -> Text:
        """Fill the same placeholders in both languages."""
        return Text(self.fr.format(**values), self.en.format(**values))
