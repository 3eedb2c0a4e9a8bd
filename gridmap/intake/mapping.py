"""How a source's file is to be read: which field is what, which words mean which category."""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from boundaries.crs import WGS84, SourceCrs, parse_crs
from boundaries.errors import ExplainedError
from gridmap.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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
    try:
        return SourceMapping(
            fields=Fields(**{what: str(name) for what, name in columns.items()}),
            source=str(stated.get("source", "import")),
            zone=ZoneInfo(str(stated["timezone"])) if "timezone" in stated else zone,
            crs=parse_crs(str(stated.get("crs", "wgs84"))),
            encoding=str(stated.get("encoding", "utf-8")),
            time_format=str(_table(stated, "times", where).get("format", "")),
            categories={w: str(c) for w, c in _table(stated, "categories", where).items()},
        )
    except ExplainedError as error:
        raise InputError(error.what, where=where, remedy=error.remedy) from error
    except (KeyError, ValueError, OSError) as error:
        raise InputError(
            f"There is no time zone called {stated['timezone']!r}.",
            where=where,
            remedy="Write one as Asia/Shanghai or America/New_York.",
        ) from error


def _table(stated: Mapping[str, Any], name: str, where: str) -> dict[str, Any]:
    table = stated.get(name, {})
    if not isinstance(table, dict):
        raise InputError(f"{name} must be a table.", where=where, remedy=f"Write [{name}].")
    return table


def _refuse_unknown(stated: Mapping[str, Any], known: Sequence[str], where: str) -> None:
    for name in stated:
        if name not in known:
            raise InputError(
                f"{name!r} is not known here.", where=where, remedy=f"Known: {', '.join(known)}."
            )
