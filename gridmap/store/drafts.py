"""Drafts: editions that were never active, begun, changed, and left when they are empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from gridmap.errors import OvertakenError, RefusedError
from gridmap.store.areas import write_areas, write_parents
from gridmap.store.edition_records import Draft
from gridmap.store.tables import areas, editions, layers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection

    from boundaries.model import Layer
    from gridmap.store.edition_records import EditionRecord, NewLayer


def choose_draft(
    known: Sequence[EditionRecord], name: str | None, now: datetime, *, fresh: bool
) -> Draft:
    """The edition that is to be changed; `EditionStore.draft` says which.

    Raises
    ------
    RefusedError
        When it is or was active, or there is one already that ought to be fresh.
    """
    by_name = {record.name: record for record in known}
    drafts = [record.name for record in known if record.activated_at is None]
    if name is None and drafts and not fresh:
        name = drafts[-1]
    if name is not None and name in by_name:
        record = by_name[name]
        if record.activated_at is not None:
            raise was_active(name)
        if fresh:
            raise RefusedError(
                f"The edition {name!r} has been begun already.",
                remedy="Name a new one with --edition NAME, or go on without --fresh.",
            )
        return Draft(name, record.id, record.id, record.revision)
    active = next((record.id for record in known if record.active), None)
    return Draft(name or _month_name(now, set(by_name)), None, None if fresh else active)


def open_draft(connection: Connection, draft: Draft, now: datetime) -> int:
    """Its row, made where there is none, for a transaction that changes it.

    Raises
    ------
    OvertakenError
        When somebody else has begun or changed it since it was read.
    RefusedError
        When it was activated meanwhile.
    """
    edition_id = draft.id or _create(connection, draft, now)
    stored = connection.execute(
        sa.select(editions.c.activated_at, editions.c.revision).where(editions.c.id == edition_id)
    ).first()
    if stored is not None and stored.activated_at is not None:
        raise was_active(draft.name)
    if stored is None or stored.revision != draft.revision:
        raise OvertakenError(
            f"The edition {draft.name!r} has been changed by somebody else meanwhile.",
            remedy="Try again.",
        )
    connection.execute(
        sa.update(editions)
        .where(editions.c.id == edition_id)
        .values(revision=editions.c.revision + 1)
    )
    return edition_id


def put_layer(connection: Connection, edition_id: int, new: NewLayer, now: datetime) -> None:
    """Store a layer in a draft in place of the one of its code."""
    connection.execute(sa.delete(layers).where(*_of(layers, edition_id, new.layer.code)))
    connection.execute(
        sa.insert(layers).values(
            edition_id=edition_id, code=new.layer.code, kind=new.layer.kind,
            file=new.file, crs=new.crs, loaded_at=now,
        )
    )  # fmt: skip
    write_areas(connection, edition_id, new.layer)


def drop_layer(connection: Connection, edition_id: int, code: str) -> bool:
    """Take a layer out of a draft; whether that left nothing, and the draft went too."""
    connection.execute(sa.delete(areas).where(*_of(areas, edition_id, code)))
    connection.execute(sa.delete(layers).where(*_of(layers, edition_id, code)))
    left = sa.select(layers.c.code).where(layers.c.edition_id == edition_id).limit(1)
    if connection.execute(left).first() is not None:
        return False
    connection.execute(sa.delete(editions).where(editions.c.id == edition_id))
    return True


def put_parents(connection: Connection, edition_id: int, nested: Sequence[Layer]) -> None:
    """Store whom the areas of levels belong to."""
    for layer in nested:
        write_parents(connection, edition_id, layer)


def was_active(name: str) -> RefusedError:
    """That a layer can't be changed in an edition which answered for a time."""
    return RefusedError(
        f"The edition {name!r} has been active and stays as it is.",
        remedy="Load into a new one: --edition NAME with another name.",
    )


def _of(table: sa.Table, edition_id: int, code: str) -> tuple[sa.ColumnElement[bool], ...]:
    layer = table.c.layer if table is areas else table.c.code
    return table.c.edition_id == edition_id, layer == code


def _create(connection: Connection, draft: Draft, now: datetime) -> int:
    begun = sa.select(editions.c.id).where(editions.c.name == draft.name)
    if connection.execute(begun).scalar() is not None:
        raise OvertakenError(
            f"The edition {draft.name!r} has been begun by another load meanwhile.",
            remedy="Load the layer again.",
        )
    new = connection.execute(
        sa.insert(editions)
        .values(name=draft.name, created_at=now, active=False)
        .returning(editions.c.id)
    ).scalar_one()
    for table in (layers, areas):
        kept = [c for c in table.c if c.name not in {"id", "edition_id"}]
        copied = sa.select(sa.literal(new), *kept).where(table.c.edition_id == draft.begins_with)
        if table is areas:
            copied = copied.order_by(areas.c.id)
        columns = ["edition_id", *(c.name for c in kept)]
        connection.execute(sa.insert(table).from_select(columns, copied))
    return int(new)


def _month_name(now: datetime, taken: set[str]) -> str:
    """The month, as 2026-11; with a number behind it where that is taken."""
    month = f"{now:%Y-%m}"
    numbered = (f"{month}.{n}" for n in range(2, len(taken) + 3))
    return next(name for name in (month, *numbered) if name not in taken)
