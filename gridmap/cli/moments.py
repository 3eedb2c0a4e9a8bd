"""Moments and periods as people type them: in the service's zone; periods are half-open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from gridmap.errors import InputError
from gridmap.intake.moments import parse_moment

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

From = Annotated[
    str | None,
    typer.Option("--from", help="Reported at or after this day or moment, in the service's zone."),
]
To = Annotated[
    str | None,
    typer.Option("--to", help="Reported before this day or moment, in the service's zone."),
]


def period_options(
    since: str | None, until: str | None, zone: ZoneInfo
) -> tuple[datetime | None, datetime | None]:
    """The moments that ``--from`` and ``--to`` mean, UTC; ``None`` where one wasn't given.

    Raises
    ------
    InputError
        When one can't be read, or nothing lies between them.
    """
    first, end = moment_option(since, "--from", zone), moment_option(until, "--to", zone)
    if first is not None and end is not None and first >= end:
        raise InputError("The period must end after it begins.", where="--from, --to")
    return first, end


def moment_option(text: str | None, name: str, zone: ZoneInfo) -> datetime | None:
    """The moment that an option means, UTC; of a day its start; ``None`` where none was given.

    Raises
    ------
    InputError
        When it can't be read.
    """
    if text is None:
        return None
    try:
        return parse_moment(text, zone)
    except ValueError as error:
        raise InputError(
            f"{error}.", where=name, remedy="Write 2026-11-02 or 2026-11-02T08:05."
        ) from None
