"""What was said to be in force since when: only ever added to; the last that was said counts."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC
from typing import TYPE_CHECKING

import sqlalchemy as sa

from gridmap.errors import NotFoundError, NotReadyError, OvertakenError
from gridmap.store.edition_records import Activation, Period
from gridmap.store.tables import activations, editions

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from gridmap.store.edition_records import EditionRecord, Succession


def record_activation(
    connection: Connection, edition_id: int, since: datetime, now: datetime, actor: str
) -> int:
    """Add what is said; its row."""
    said = sa.insert(activations).values(
        edition_id=edition_id, since=since, recorded_at=now, actor=actor
    )
    return int(connection.execute(said.returning(activations.c.id)).scalar_one())


def read_activations(connection: Connection) -> list[Activation]:
    """Everything that was said, in the order in which it was."""
    rows = connection.execute(sa.select(activations).order_by(activations.c.id))
    return [Activation(r.edition_id, r.since, r.recorded_at, r.actor) for r in rows]


def edition_at(connection: Connection, at: datetime) -> int:
    """Row of the edition in force at a moment; `EditionStore.id_in_force` says what is raised."""
    found = connection.execute(
        sa.select(activations.c.edition_id)
        .where(activations.c.since <= at)
        .order_by(activations.c.id.desc())
        .limit(1)
    ).scalar()
    if found is not None:
        return int(found)
    first = connection.execute(sa.select(sa.func.min(activations.c.since))).scalar()
    if first is None:
        raise NotReadyError(
            "No edition was ever in force.", remedy="Run gridmap boundaries activate."
        )
    raise NotFoundError(
        f"No boundaries were in force at {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC: the first that "
        f"are known came into force at {first:%Y-%m-%d %H:%M} UTC.",
        where="at",
        remedy="Ask for a later moment; where an edition held earlier than is said, say so: "
        "gridmap boundaries activate EDITION --since DATE.",
    )


def periods_in_force(said: Sequence[Activation]) -> dict[int, tuple[Period, ...]]:
    """When each edition was in force: row of the edition to its periods, the first first.

    From the moment that was said an edition holds, whatever was said earlier for later moments,
    until the moment of what was said after it.
    """
    found: dict[int, list[Period]] = defaultdict(list)
    until = None
    last: int | None = None
    for each in reversed(said):
        if until is not None and each.since >= until:
            continue
        if each.edition_id == last:  # said again for an earlier beginning
            found[last][-1] = Period(each.since, found[last][-1].until)
        else:
            found[each.edition_id].append(Period(each.since, until))
        until, last = each.since, each.edition_id
    return {edition: tuple(reversed(periods)) for edition, periods in found.items()}


def refuse_overtaken(connection: Connection, record: EditionRecord, succession: Succession) -> None:
    """Raise `OvertakenError` where what was compared is not what is stored any more."""
    active = connection.execute(sa.select(editions.c.id).where(editions.c.active)).scalar()
    revision = connection.execute(
        sa.select(editions.c.revision).where(editions.c.id == record.id)
    ).scalar()
    if (active, revision) != (succession.follows, succession.revision):
        raise OvertakenError(
            f"Editions were switched or changed by somebody else while {record.name!r} was "
            "compared with the active one.",
            remedy="Try again.",
        )
