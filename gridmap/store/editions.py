"""Editions and their areas in the database."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import sqlalchemy as sa

from boundaries.editions import edition_of
from boundaries.model import Edition
from gridmap.errors import NotFoundError, NotReadyError
from gridmap.store.activations import (
    edition_at,
    make_active,
    record_activation,
    refuse_overtaken,
)
from gridmap.store.areas import read_areas
from gridmap.store.connection import lock_editions, read_transaction, write_transaction
from gridmap.store.drafts import choose_draft, drop_layer, open_draft, put_layer, put_parents
from gridmap.store.edition_list import list_editions
from gridmap.store.edition_records import Activation
from gridmap.store.lineage import read_lineage, write_lineage
from gridmap.store.tables import areas, editions, layers

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection, Engine

    from boundaries.model import Layer
    from gridmap.store.edition_records import (
        Draft,
        EditionRecord,
        LineageStep,
        NewLayer,
        Period,
        Succession,
    )


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
            return list_editions(connection, self._level_order)

    def active_id(self) -> int | None:
        """The active edition's row, or ``None``."""
        with read_transaction(self._engine) as connection:
            return connection.execute(sa.select(editions.c.id).where(editions.c.active)).scalar()

    def id_in_force(self, at: datetime) -> int:
        """Row of the edition in force at a moment.

        Raises
        ------
        NotFoundError
            When none was in force then.
        NotReadyError
            When none ever was.
        """
        with read_transaction(self._engine) as connection:
            return edition_at(connection, at)

    def in_force(self, at: datetime | None) -> EditionRecord:
        """The edition in force at a moment; the active one where none is given.

        Raises
        ------
        NotFoundError
            When none was in force then.
        NotReadyError
            When none is active, or ever was.
        """
        wanted = self.active_id() if at is None else self.id_in_force(at)
        found = next((record for record in self.listed() if record.id == wanted), None)
        if found is None:
            raise NotReadyError("No edition is active.", remedy="Run gridmap boundaries activate.")
        return found

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

    def newest_draft(self) -> EditionRecord:
        """The newest edition that was never active.

        Raises
        ------
        NotFoundError
            When there is none.
        """
        drafts = [record for record in self.listed() if record.activated_at is None]
        if not drafts:
            raise NotFoundError(
                "There is no draft: every edition was activated.", remedy="Name an edition."
            )
        return drafts[-1]

    def draft(self, name: str | None, now: datetime, *, fresh: bool = False) -> Draft:
        """The edition that is to be changed; nothing is stored yet.

        Without a name that is the newest edition that was never active, else a new one named
        after the month. A new one begins with the layers of the active one; a fresh one is
        always new, and empty.

        Raises
        ------
        RefusedError
            When the edition is or was active: what answered for a time never changes; or when
            it ought to be fresh and isn't.
        """
        return choose_draft(self.listed(), name, now, fresh=fresh)

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
        OvertakenError
            When somebody else began or changed the edition meanwhile: `nested` may be wrong.
        RefusedError
            When it was activated meanwhile.
        """
        with write_transaction(self._engine) as connection:
            lock_editions(connection)
            edition_id = open_draft(connection, draft, now)
            put_layer(connection, edition_id, new, now)
            put_parents(connection, edition_id, nested)
        return edition_id

    def drop(self, draft: Draft, code: str, nested: Sequence[Layer], now: datetime) -> bool:
        """Take a layer out of an edition, in one transaction; as `save` in all else.

        Returns
        -------
        Whether nothing was left, and the edition went too.
        """
        with write_transaction(self._engine) as connection:
            lock_editions(connection)
            edition_id = open_draft(connection, draft, now)
            put_parents(connection, edition_id, nested)
            return drop_layer(connection, edition_id, code)

    def activate(
        self,
        name: str,
        now: datetime,
        *,
        since: datetime | None = None,
        actor: str = "",
        succession: Succession | None = None,
    ) -> None:
        """Switch to an edition, in one transaction; the one before stays, inactive.

        Parameters
        ----------
        since
            When it came into force; now if not given.
        actor
            Who says so, where that is known.
        succession
            What the caller compared before; not looked at where not given.

        Raises
        ------
        NotFoundError
            When there is none of that name.
        OvertakenError
            When another edition is active than the one compared with, or this one was changed.
        """
        record = self.named(name)
        with write_transaction(self._engine) as connection:
            lock_editions(connection)
            if succession is not None:
                refuse_overtaken(connection, record, succession)
            said = record_activation(connection, Activation(record.id, since or now, now, actor))
            if succession is not None and succession.follows is not None:
                write_lineage(connection, said, succession.follows, record.id, succession.descents)
            make_active(connection, record.id, now)
        self.switches += 1

    def was_in_force(self, name: str, period: Period, now: datetime, actor: str = "") -> None:
        """Say that an edition was in force for a time in the past; the active one stays.

        Raises
        ------
        NotFoundError
            When there is none of that name.
        """
        record = self.named(name)
        with write_transaction(self._engine) as connection:
            lock_editions(connection)
            said = Activation(record.id, period.since, now, actor, period.until)
            record_activation(connection, said)

    def lineage(self, codes: Collection[str], layer: str | None) -> list[LineageStep]:
        """Every step in which areas of some codes came or went, in the order of activations."""
        with read_transaction(self._engine) as connection:
            return read_lineage(connection, codes, layer)

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

    def layers_with(self, code: str) -> list[str]:
        """Codes of the layers that have an area of that code, in any edition."""
        query = sa.select(areas.c.layer).where(areas.c.code == code).distinct()
        with read_transaction(self._engine) as connection:
            return sorted(connection.execute(query).scalars())

    def read(self, edition_id: int) -> Edition:
        """An edition with all its areas.

        Raises
        ------
        NotReadyError
            When it has a level that the settings do not name.
        """
        with read_transaction(self._engine) as connection:
            wanted = sa.select(editions.c.name).where(editions.c.id == edition_id)
            name = connection.execute(wanted).scalar_one()
            read = _read_layers(connection, edition_id)
        self._refuse_unknown_levels(name, [layer for layer in read if layer.kind == "level"])
        return edition_of(name, read, self._level_order)

    def layers_of(self, edition_id: int) -> list[Layer]:
        """All layers of an edition with their areas, whatever the settings name."""
        with read_transaction(self._engine) as connection:
            return _read_layers(connection, edition_id)


def _read_layers(connection: Connection, edition_id: int) -> list[Layer]:
    wanted = sa.select(layers.c.code, layers.c.kind).where(layers.c.edition_id == edition_id)
    kinds = connection.execute(wanted.order_by(layers.c.code)).all()
    return [read_areas(connection, edition_id, code, kind) for code, kind in kinds]
