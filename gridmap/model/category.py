"""Categories of requests, and the catalogue that words are looked up in."""

from __future__ import annotations

import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import TYPE_CHECKING

from gridmap.errors import InputError, SettingsError
from gridmap.model.level import CODE_PATTERN
from gridmap.model.wording import Names

if TYPE_CHECKING:
    from collections.abc import Mapping

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
        return dict(reversed(self._words))

    def code_of(self, words: str, also: Mapping[str, str] | None = None) -> str:
        """The category that a source's own words stand for.

        The whole text is looked up first, then the longest catalogue word in it.

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
        return next((code for word, code in self._words if word in text), OTHER)


def _folded(text: str) -> str:
    """Text as it is compared: width, case and runs of blanks do not matter."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().replace("_", " ").split())


def parse_catalogue(text: str, where: str) -> Catalogue:
    """A catalogue from the text of a ``categories.toml``.

    Raises
    ------
    SettingsError
        Naming the entry and the field.
    """
    try:
        entries = tomllib.loads(text)["category"]
        return Catalogue(tuple(_category(entry) for entry in entries))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"Not TOML: {error}.", where=where) from error
    except KeyError as error:
        raise SettingsError(
            f"A category lacks {error.args[0]!r}.",
            where=where,
            remedy="Each [[category]] has code, zh, en, words, radius_m and window_days.",
        ) from error
    except (TypeError, ValueError) as error:
        raise SettingsError(f"A category can't be read: {error}.", where=where) from error
    except SettingsError as error:
        raise SettingsError(error.what, where=where) from error


def _category(entry: Mapping[str, object]) -> Category:
    words = entry.get("words", [])
    if not isinstance(words, list):
        raise TypeError("words must be a list of texts")
    return Category(
        code=str(entry["code"]),
        names=Names(str(entry["zh"]), str(entry["en"])),
        parent=str(entry["parent"]) if "parent" in entry else None,
        words=tuple(str(word) for word in words),
        radius_m=float(str(entry["radius_m"])),
        window_days=int(str(entry["window_days"])),
    )


@lru_cache(maxsize=1)
def default_catalogue() -> Catalogue:
    """The catalogue that comes with the service, for grassroots governance."""
    name = "categories.toml"
    text = resources.files("gridmap.model").joinpath(name).read_text(encoding="utf-8")
    return parse_catalogue(text, name)
