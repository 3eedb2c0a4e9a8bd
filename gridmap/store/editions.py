"""Editions and their areas in the database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from boundaries.editions import edition_of
from boundaries.model import Edition
from gridmap.errors import NotFoundError, NotReadyError, RefusedError
from gridmap.store.areas import read_areas, write_areas, write_parents
from gridmap.store.connection import read_transaction, write_transaction
from gridmap.store.edition_records import Draft, EditionRecord, LayerRecord, NewLayer
from gridmap.store.tables import areas, editions, layers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection, Engine

    from boundaries.model import Layer


class EditionStore:
    """Reads and writes editions."""

    def __init__(self, engine: Engine, level_order: Sequence[str]) -> None:
        self._engine = engine
        self._level_order = tuple(level_order)
        self.switches = 0
        """How often this process has activated an edition."""

    def listed(self) -> list[EditionRecord]:
        """All editions, the oldest first."""
        with read_transaction(self._engine) as connection:
            rows = connection.execute(sa.select(editions).order_by(editions.c.id)).all()
            return [
                EditionRecord(
                    row.id,
                    row.name,
                    row.created_at,
                    row.activated_at,
                    row.active,
                    self._layer_records(connection, row.id),
                )
                for row in rows
            ]

    def _layer_records(self, connection: Connection, edition_id: int) -> tuple[LayerRecord, ...]:
        counted = (
            sa.select(areas.c.layer, sa.func.count().label("n"))
            .where(areas.c.edition_id == edition_id)
            .group_by(areas.c.layer)
            .subquery()
        )
        rows = connection.execute(
            sa.select(layers, sa.func.coalesce(counted.c.n, 0).label("n"))
            .outerjoin(counted, counted.c.layer == layers.c.code)
            .where(layers.c.edition_id == edition_id)
        ).all()
        order = {code: k for k, code in enumerate(self._level_order)}
        records = [LayerRecord(r.code, r.kind, r.file, r.crs, r.loaded_at, r.n) for r in rows]
        return tuple(sorted(records, key=lambda r: (order.get(r.code, len(order)), r.code)))

    def active_id(self) -> int | None:
        """The active edition's row, or ``None``."""
        with read_transaction(self._engine) as connection:
            return connection.execute(sa.select(editions.c.id).where(editions.c.active)).scalar()

    def named(self, name: str | None) -> EditionRecord:
        """The edition of a name; the active one, else the newest, where no name is given.

        Raises
        ------
        NotFoundError
            When there is none of that name.
        NotReadyError
            When there is none at all.
        """
        known = self.listed()
        if not known:
            raise NotReadyError(
                "No boundaries are loaded yet.", remedy="Run gridmap boundaries load FILE …"
            )
        if name is None:
            return next((record for record in known if record.active), known[-1])
        for record in known:
            if record.name == name:
                return record
        raise NotFoundError(
            f"There is no edition {name!r}; there are {', '.join(r.name for r in known)}."
        )

    def draft(self, name: str | None, now: datetime) -> Draft:
        """The edition that a layer is to be loaded into; nothing is stored yet.

        Without a name that is the newest edition that was never active, else a new one named
        after the month. A new one begins with the layers of the active one.

        Raises
        ------
        RefusedError
            When the edition is or was active: what answered for a time never changes.
        """
        known = {record.name: record for record in self.listed()}
        drafts = [record for record in known.values() if record.activated_at is None]
        if name is None and drafts:
            name = drafts[-1].name
        if name is not None and name in known:
            if known[name].activated_at is not None:
                raise _was_active(name)
            return Draft(name, known[name].id, known[name].id)
        active = next((record.id for record in known.values() if record.active), None)
        return Draft(name or _month_name(now, set(known)), None, active)

    def save(self, draft: Draft, new: NewLayer, nested: Sequence[Layer], now: datetime) -> int:
        """Store a layer in an edition, in place of the one of its code, in one transaction.

        Parameters
        ----------
        draft
            From `draft`; an edition that there is not yet is made, with the layers it begins
            with.
        nested
            All levels of the edition with their parents filled in: a new level changes whom
            its neighbours belong to.

        Returns
        -------
        Row of the edition.

        Raises
        ------
        RefusedError
            When the edition was begun or activated by somebody else meanwhile.
        """
        with write_transaction(self._engine) as connection:
            edition_id = draft.id or _create(connection, draft, now)
            _refuse_active(connection, edition_id, draft.name)
            connection.execute(
                sa.delete(layers).where(
                    layers.c.edition_id == edition_id, layers.c.code == new.layer.code
                )
            )
            connection.execute(
                sa.insert(layers).values(
                    edition_id=edition_id, code=new.layer.code, kind=new.layer.kind,
                    file=new.file, crs=new.crs, loaded_at=now,
                )
            )  # fmt: skip
            write_areas(connection, edition_id, new.layer)
            for layer in nested:
                write_parents(connection, edition_id, layer)
        return edition_id

    def activate(self, name: str, now: datetime) -> None:
        """Switch to an edition; the one before stays, inactive.

        Raises
        ------
        NotFoundError
            When there is none of that name.
        """
        record = self.named(name)
        with write_transaction(self._engine) as connection:
            connection.execute(sa.update(editions).values(active=False).where(editions.c.active))
            connection.execute(
                sa.update(editions)
                .values(active=True, activated_at=now)
                .where(editions.c.id == record.id)
            )
        self.switches += 1

    def begun(self, draft: Draft) -> Edition:
        """What a draft holds before a layer is loaded into it."""
        if draft.begins_with is None:
            return Edition(draft.name, ())
        return replace(self.read(draft.begins_with), name=draft.name)

    def _refuse_unknown_levels(self, edition: str, levels: Sequence[Layer]) -> None:
        """A level that the settings do not name must not vanish from every answer."""
        unknown = [level.code for level in levels if level.code not in self._level_order]
        if unknown:
            raise NotReadyError(
                f"The edition {edition!r} has levels that the settings do not name: "
                f"{', '.join(unknown)}.",
                where="GRIDMAP_LEVELS",
                remedy="Set GRIDMAP_LEVELS to the levels that it was loaded with, coarse to fine.",
            )

    def has_area(self, code: str) -> bool:
        """Whether any edition has an area of that code."""
        with read_transaction(self._engine) as connection:
            query = sa.select(areas.c.id).where(areas.c.code == code).limit(1)
            return connection.execute(query).first() is not None

    def read(self, edition_id: int) -> Edition:
        """An edition with all its areas.

        Raises
        ------
        NotReadyError
            When it has a level that the settings do not name.
        """
        with read_transaction(self._engine) as connection:
            name = connection.execute(
                sa.select(editions.c.name).where(editions.c.id == edition_id)
            ).scalar_one()
            kinds = connection.execute(
                sa.select(layers.c.code, layers.c.kind).where(layers.c.edition_id == edition_id)
            ).all()
            read = [read_areas(connection, edition_id, code, kind) for code, kind in kinds]
        self._refuse_unknown_levels(name, [layer for layer in read if layer.kind == "level"])
        return edition_of(name, read, self._level_order)


def _create(connection: Connection, draft: Draft, now: datetime) -> int:
    begun = sa.select(editions.c.id).where(editions.c.name == draft.name)
    if connection.execute(begun).scalar() is not None:
        raise RefusedError(
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


def _refuse_active(connection: Connection, edition_id: int, name: str) -> None:
    wanted = sa.select(editions.c.activated_at).where(editions.c.id == edition_id)
    if connection.execute(wanted).scalar_one() is not None:
        raise _was_active(name)


def _was_active(name: str) -> RefusedError:
    return RefusedError(
        f"The edition {name!r} has been active and stays as it is.",
        remedy="Load into a new one: --edition NAME with another name.",
    )


def _month_name(now: datetime, taken: set[str]) -> str:
    """The month, as 2026-11; with a number behind it where that is taken."""
    month = f"{now:%Y-%m}"
    numbered = (f"{month}.{n}" for n in range(2, len(taken) + 3))
    return next(name for name in (month, *numbered) if name not in taken)
