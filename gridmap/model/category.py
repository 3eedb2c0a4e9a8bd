"""Categories of requests, and the catalogue that words are looked up in."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gridmap.errors import InputError, SettingsError
from gridmap.model.level import CODE_PATTERN

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gridmap.model.wording import Names

OTHER = "other"
"""Code of the category for words that map to no other."""


@dataclass(frozen=True)
class Category:
    """One kind of trouble.

    Attributes
    ----------
    code
        As ``abandoned_car``.
    names
        As people call it.
    parent
        Code of the family it belongs to, or ``None``.
    words
        What sources and residents write for it.
    radius_m
        Reports so near to one another may be about one thing; metres.
    window_days
        Reports so close in time may be about one thing; days.
    """

    code: str
    names: Names
    parent: str | None
    words: tuple[str, ...]
    radius_m: float
    window_days: int

    def __post_init__(self) -> None:
        if not CODE_PATTERN.fullmatch(self.code):
            raise SettingsError(
                "A category's code must be lower-case letters, digits and underscores; "
                f"got {self.code!r}."
            )
        if not all(_folded(word) for word in (self.names.zh, self.names.en, *self.words)):
            raise SettingsError(
                f"{self.code}: zh, en and each of its words must not be blank; "
                f"got {[self.names.zh, self.names.en, *self.words]}."
            )
        if not 1 <= self.radius_m <= 5000:
            raise SettingsError(
                f"{self.code}: radius_m must be 1 to 5,000 metres; got {self.radius_m}."
            )
        if not 1 <= self.window_days <= 366:
            raise SettingsError(
                f"{self.code}: window_days must be 1 to 366 days; got {self.window_days}."
            )


@dataclass(frozen=True)
class Catalogue:
    """The categories of an installation, in the order that people see."""

    categories: tuple[Category, ...]

    def __post_init__(self) -> None:
        codes = [category.code for category in self.categories]
        if OTHER not in codes or len(set(codes)) < len(codes):
            raise SettingsError(f"A catalogue must hold {OTHER!r} and each code once; got {codes}.")
        self._refuse_strange_parents()
        self._refuse_shared_words()

    def _refuse_strange_parents(self) -> None:
        for category in self.categories:
            family = [category.code]
            while (parent := self.by_code[family[-1]].parent) is not None:
                if parent not in self.by_code or parent in family:
                    raise SettingsError(
                        f"{family[-1]}: its parent must be the code of another category that "
                        f"does not descend from it; got {parent!r}."
                    )
                family.append(parent)

    def _refuse_shared_words(self) -> None:
        owner: dict[str, str] = {}
        for word, code in self._words:
            if owner.setdefault(word, code) != code:
                raise SettingsError(
                    f"A word must stand for one category; {word!r} stands for "
                    f"{owner[word]!r} and {code!r}."
                )

    @cached_property
    def by_code(self) -> dict[str, Category]:
        """Code to category."""
        return {category.code: category for category in self.categories}

    def known(self, code: str | None) -> Category | None:
        """The category of a code; ``None`` for no code.

        Raises
        ------
        InputError
            When no category is called that.
        """
        if code is None or code in self.by_code:
            return None if code is None else self.by_code[code]
        raise InputError(
            f"There is no category {code!r}.",
            where="category",
            remedy=f"There are {', '.join(self.by_code)}.",
        )

    @cached_property
    def _words(self) -> list[tuple[str, str]]:
        """Words, longest first, with the code that each stands for."""
        pairs = [
            (_folded(word), category.code)
            for category in self.categories
            for word in (category.code, category.names.zh, category.names.en, *category.words)
        ]
        return sorted(pairs, key=lambda pair: -len(pair[0]))

    @cached_property
    def _exact(self) -> dict[str, str]:
        return dict(self._words)

    @cached_property
    def _parts(self) -> list[tuple[re.Pattern[str], str]]:
        """What finds each word in a longer text, longest first, with the word's code."""
        return [(_part(word), code) for word, code in self._words]

    def code_of(self, words: str, also: Mapping[str, str] | None = None) -> str:
        """The category that a source's own words stand for.

        The whole text is looked up first, then the longest catalogue word in it. A word in
        Latin letters must begin where a word of the text does: "icy" is not in "policy".

        Parameters
        ----------
        words
            As the source writes them, in any case and width.
        also
            Words of one source with the codes they stand for; they win.

        Returns
        -------
        str
            A code of the catalogue, ``other`` where no word fits.
        """
        text = _folded(words)
        if also:
            stated = {_folded(word): code for word, code in also.items()}
            if text in stated:
                return stated[text]
        if text in self._exact:
            return self._exact[text]
        return next((code for part, code in self._parts if part.search(text)), OTHER)


def _part(word: str) -> re.Pattern[str]:
    """What finds a folded word in a folded text; Chinese is written without blanks."""
    latin = word[0].isascii() and word[0].isalnum()
    return re.compile(("(?<![a-z0-9])" if latin else "") + re.escape(word))


def _folded(text: str) -> str:
    """Text as it is compared: width, case and runs of blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())
