"""Periods as people type them: days or moments in the service's zone, half-open."""

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


def moment_option(text: str | None, name: str, zone: ZoneInfo) -> datetime | None:
    """The moment that an option means, UTC; ``None`` where it wasn't given.

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
