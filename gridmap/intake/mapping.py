"""How a source's file is to be read: which field is what, which words mean which category."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from boundaries.crs import WGS84, SourceCrs, parse_crs
from boundaries.errors import ExplainedError
from gridmap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gridmap.model.category import Catalogue

_EXAMPLE = datetime(2026, 11, 22, 18, 45, 30, tzinfo=UTC)
"""A moment no two parts of which are alike."""


@dataclass(frozen=True)
class Fields:
    """Names of a source's fields; those it hasn't are ``None``."""

    opened: str
    category: str | None = None
    id: str | None = None
    lon: str | None = None
    lat: str | None = None
    closed: str | None = None
    text: str | None = None
    address: str | None = None
    channel: str | None = None
    reporter: str | None = None
    accuracy: str | None = None

    def named(self) -> dict[str, str]:
        """What each field is, to its name in the source, for those that it has."""
        known = {f.name: getattr(self, f.name) for f in fields(self)}
        return {what: name for what, name in known.items() if name is not None}


@dataclass(frozen=True)
class SourceMapping:
    """How a source writes its requests.

    Attributes
    ----------
    source
        Its name: requests are the same when source and id are.
    zone
        Of its times that don't say theirs.
    crs
        Of its coordinates.
    time_format
        As `datetime.strptime` takes it; ISO 8601 and its likes where empty.
    categories
        Its own words with the category codes they stand for, besides the catalogue's.
    """

    fields: Fields
    source: str
    zone: ZoneInfo
    crs: SourceCrs = WGS84
    encoding: str = "utf-8"
    time_format: str = ""
    categories: dict[str, str] = field(default_factory=dict)


def mapping_of(stated: Mapping[str, Any], where: str, zone: ZoneInfo) -> SourceMapping:
    """A mapping from the tables of a ``mapping.toml``.

    Parameters
    ----------
    where
        What to call it when something is wrong.
    zone
        The service's zone, where it names none.

    Raises
    ------
    InputError
        Naming the entry and what it must be.
    """
    _refuse_unknown(
        stated, ("source", "timezone", "crs", "encoding", "columns", "times", "categories"), where
    )
    columns = _table(stated, "columns", where)
    _refuse_unknown(columns, [f.name for f in fields(Fields)], f"{where} [columns]")
    if "opened" not in columns:
        raise InputError(
            "It doesn't say which field holds the time of report.",
            where=f"{where} [columns]",
            remedy='Add opened = "FIELD".',
        )
    if ("lon" in columns) != ("lat" in columns):
        raise InputError(
            "A position needs both lon and lat.",
            where=f"{where} [columns]",
            remedy="Name both fields, or neither.",
        )
    times = _table(stated, "times", where)
    _refuse_unknown(times, ["format"], f"{where} [times]")
    categories = _table(stated, "categories", where)
    return SourceMapping(
        fields=Fields(**{what: _text(columns, what, f"{where} [columns]") for what in columns}),
        source=_text(stated, "source", where, "import"),
        zone=_zone(_text(stated, "timezone", where), where) if "timezone" in stated else zone,
        crs=_crs(_text(stated, "crs", where, "wgs84"), where),
        encoding=_encoding(_text(stated, "encoding", where, "utf-8"), where),
        time_format=_time_format(times, f"{where} [times]") if times else "",
        categories={word: _text(categories, word, f"{where} [categories]") for word in categories},
    )


def refuse_unknown_categories(mapping: SourceMapping, catalogue: Catalogue) -> None:
    """Refuse a mapping whose words stand for categories that the catalogue does not have.

    Raises
    ------
    InputError
        Naming the word.
    """
    for word, code in mapping.categories.items():
        if code not in catalogue.by_code:
            raise InputError(
                f"{word!r} stands for {code!r}, which is no category.",
                where="[categories]",
                remedy=f"There are {', '.join(catalogue.by_code)}.",
            )


def _crs(text: str, where: str) -> SourceCrs:
    try:
        return parse_crs(text)
    except ExplainedError as error:
        raise InputError(error.what, where=where, remedy=error.remedy) from error


def _zone(name: str, where: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InputError(
            f"There is no time zone called {name!r}.",
            where=where,
            remedy="Write one as Asia/Shanghai or America/New_York.",
        ) from error


def _encoding(name: str, where: str) -> str:
    try:
        "".encode(name)
    except (LookupError, ValueError) as error:
        raise InputError(
            f"There is no encoding called {name!r}.",
            where=where,
            remedy="Write one as utf-8 or gb18030.",
        ) from error
    return name


def _time_format(times: Mapping[str, Any], where: str) -> str:
    """The format, if a day written in it can be read back."""
    text = _text(times, "format", where)
    try:
        back = datetime.strptime(_EXAMPLE.strftime(text), text)  # noqa: DTZ007  only the day counts
    except (ValueError, re.error):
        back = None
    if back is None or back.date() != _EXAMPLE.date():
        raise InputError(
            f"No day can be read in the format {text!r}.",
            where=where,
            remedy="Write one as %d.%m.%Y %H:%M, with year, month and day.",
        )
    return text


def _table(stated: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    table = stated.get(name, {})
    if not isinstance(table, dict):
        raise InputError(f"{name} must be a table.", where=where, remedy=f"Write [{name}].")
    return table


def _text(stated: Mapping[str, Any], name: str, where: str, default: str = "") -> str:
    value = stated.get(name, default)
    if not isinstance(value, str) or not value.strip():
        raise InputError(
            f"{name} must be a text that is not blank; got {value!r}.",
            where=where,
            remedy=f'Write {name} = "…".',
        )
    return value


def _refuse_unknown(stated: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    for name in stated:
        if name not in known:
            raise InputError(
                f"{name!r} is not known here.", where=where, remedy=f"Known: {', '.join(known)}."
            )
