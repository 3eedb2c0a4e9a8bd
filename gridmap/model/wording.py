"""A name in the languages of the interface."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Language = Literal["zh", "en"]


@dataclass(frozen=True)
class Names:
    """A name in Chinese and in English."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """The name in one of the two languages."""
        return self.zh if language == "zh" else self.en
