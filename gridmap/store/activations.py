"""What was said to be in force since when: only ever added to; the last that was said counts."""

from __future__ import annotations

from collections import defaultdict
from datetime import UTC
from itertools import zip_longest
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


def record_activation(connection: Connection, said: Activation) -> int:
    """Add what is said; its row. From then on the edition never changes."""
    draft = (editions.c.id == said.edition_id) & editions.c.activated_at.is_(None)
    connection.execute(sa.update(editions).where(draft).values(activated_at=said.recorded_at))
    new = sa.insert(activations).values(**vars(said)).returning(activations.c.id)
    return int(connection.execute(new).scalar_one())


def make_active(connection: Connection, edition_id: int, now: datetime) -> None:
    """Let an edition answer from now on, in place of the one before."""
    connection.execute(sa.update(editions).values(active=False).where(editions.c.active))
    mine = editions.c.id == edition_id
    connection.execute(sa.update(editions).where(mine).values(active=True, activated_at=now))


def read_activations(connection: Connection) -> list[Activation]:
    """Everything that was said, in the order in which it was."""
    rows = connection.execute(sa.select(activations).order_by(activations.c.id))
    return [Activation(r.edition_id, r.since, r.recorded_at, r.actor, r.until) for r in rows]


def edition_at(connection: Connection, at: datetime) -> int:
    """Row of the edition in force at a moment; `EditionStore.id_in_force` says what is raised."""
    found = connection.execute(
        sa.select(activations.c.edition_id)
        .where(activations.c.since <= at)
        .where(activations.c.until.is_(None) | (activations.c.until > at))
        .order_by(activations.c.id.desc())
        .limit(1)
    ).scalar()
    if found is not None:
        return int(found)
    first = connection.execute(
        sa.select(sa.func.min(activations.c.since)).where(activations.c.since > at)
    ).scalar()
    if first is None:
        raise NotReadyError(
            "No edition was ever in force.", remedy="Run gridmap boundaries activate."
        )
    raise NotFoundError(
        f"No boundaries were in force at {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC: the next that "
        f"are known came into force at {first:%Y-%m-%d %H:%M} UTC.",
        where="at",
        remedy="Ask for a later moment. Where an edition was in force then, say so: gridmap "
        "boundaries activate EDITION --since DATE --until DATE.",
    )


def periods_in_force(said: Sequence[Activation]) -> dict[int, tuple[Period, ...]]:
    """When each edition was in force: row of the edition to its periods, the first first.

    Of everything that was said of a moment, the last counts.
    """
    turns = sorted({each.since for each in said} | {each.until for each in said if each.until})
    found: dict[int, list[Period]] = defaultdict(list)
    before: int | None = None
    for since, until in zip_longest(turns, turns[1:]):
        holding = next((each for each in reversed(said) if each.holds(since)), None)
        if holding is not None:
            mine = found[holding.edition_id]
            begun = mine.pop().since if before == holding.edition_id else since
            mine.append(Period(begun, until))
        before = holding.edition_id if holding else None
    return {edition: tuple(periods) for edition, periods in found.items()}


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
