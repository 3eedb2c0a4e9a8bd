"""A catalogue of categories as it is written: ``categories.toml``."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

from gridmap.errors import SettingsError
from gridmap.model.category import Catalogue, Category
from gridmap.model.wording import Names

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_REQUIRED = {"code": str, "zh": str, "en": str, "radius_m": float, "window_days": int}
_OPTIONAL = {"parent": str, "words": list}
_CALLED = {str: "a text", float: "a number", int: "a whole number", list: "a list of texts"}
_REMEDY = "Each [[category]] has code, zh, en, radius_m, window_days, and may have words, parent."


def parse_catalogue(text: str, where: str) -> Catalogue:
    """A catalogue from the text of a ``categories.toml``.

    Raises
    ------
    SettingsError
        Naming the entry and the field.
    """
    try:
        return _catalogue(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"Not TOML: {error}.", where=where) from error
    except SettingsError as error:
        raise SettingsError(error.what, where=where, remedy=_REMEDY) from error


@lru_cache(maxsize=1)
def default_catalogue() -> Catalogue:
    """The catalogue that comes with the service, for grassroots governance."""
    name = "categories.toml"
    text = resources.files("gridmap.model").joinpath(name).read_text(encoding="utf-8")
    return parse_catalogue(text, name)


def _catalogue(stated: Mapping[str, Any]) -> Catalogue:
    _refuse_unknown(stated, ["category"], "The catalogue")
    entries = stated.get("category")
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise SettingsError("A catalogue must be a list of [[category]] tables.")
    return Catalogue(tuple(_category(n, entry) for n, entry in enumerate(entries, start=1)))


def _category(number: int, entry: Mapping[str, Any]) -> Category:
    name = f"Category {entry.get('code', number)!r}"
    _refuse_unknown(entry, [*_REQUIRED, *_OPTIONAL], name)
    for field, kind in (_REQUIRED | _OPTIONAL).items():
        if field in entry:
            _refuse_other_kind(entry[field], kind, f"{name}: {field}")
        elif field in _REQUIRED:
            raise SettingsError(f"{name} lacks {field!r}.")
    return Category(
        code=entry["code"],
        names=Names(entry["zh"], entry["en"]),
        parent=entry.get("parent"),
        words=tuple(entry.get("words", [])),
        radius_m=float(entry["radius_m"]),
        window_days=entry["window_days"],
    )


def _refuse_unknown(stated: Mapping[str, Any], known: Collection[str], name: str) -> None:
    unknown = [field for field in stated if field not in known]
    if unknown:
        raise SettingsError(f"{name} has {', '.join(map(repr, unknown))}, which is not known.")


def _refuse_other_kind(value: object, kind: type, name: str) -> None:
    taken = (int, float) if kind is float else kind
    fits = isinstance(value, taken) and not isinstance(value, bool)
    if isinstance(value, list):
        fits = fits and all(isinstance(item, str) for item in value)
    if not fits:
        raise SettingsError(f"{name} must be {_CALLED[kind]}; got {value!r}.")
