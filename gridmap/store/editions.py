"""Editions and their areas in the database."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa

from boundaries.editions import edition_of
from boundaries.model import Layer
from gridmap.errors import NotFoundError, NotReadyError, RefusedError
from gridmap.store.connection import read_transaction, write_transaction
from gridmap.store.tables import areas, editions, layers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy.engine import Connection, Engine

    from boundaries.model import Edition


@dataclass(frozen=True)
class LayerRecord:
    """A layer of an edition as it was loaded."""

    code: str
    kind: str
    file: str
    crs: str
    loaded_at: datetime
    areas: int


@dataclass(frozen=True)
class EditionRecord:
    """An edition as it is listed."""

    id: int
    name: str
    created_at: datetime
    activated_at: datetime | None
    active: bool
    layers: tuple[LayerRecord, ...]


@dataclass(frozen=True)
class NewLayer:
    """A layer about to be stored, with the file and the CRS it was read from."""

    layer: Layer
    file: str
    crs: str


class EditionStore:
    """Reads and writes editions."""

    def __init__(self, engine: Engine, level_order: Sequence[str]) -> None:
        self._engine = engine
        self._level_order = tuple(level_order)

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

    def draft(self, name: str | None, now: datetime) -> EditionRecord:
        """The edition that a layer is loaded into, made where there is none.

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
            return drafts[-1]
        if name is not None and name in known:
            if known[name].activated_at is not None:
                raise RefusedError(
                    f"The edition {name!r} has been active and stays as it is.",
                    remedy="Load into a new one: --edition NAME with another name.",
                )
            return known[name]
        return self._create(name or _month_name(now, set(known)), now)

    def _create(self, name: str, now: datetime) -> EditionRecord:
        with write_transaction(self._engine) as connection:
            active = connection.execute(sa.select(editions.c.id).where(editions.c.active)).scalar()
            new = connection.execute(
                sa.insert(editions)
                .values(name=name, created_at=now, active=False)
                .returning(editions.c.id)
            ).scalar_one()
            for table in (layers, areas):
                kept = [c for c in table.c if c.name not in {"id", "edition_id"}]
                copied = sa.select(sa.literal(new), *kept).where(table.c.edition_id == active)
                if table is areas:
                    copied = copied.order_by(areas.c.id)
                columns = ["edition_id", *(c.name for c in kept)]
                connection.execute(sa.insert(table).from_select(columns, copied))
        return self.named(name)

    def save(self, edition_id: int, new: NewLayer, nested: Sequence[Layer], now: datetime) -> None:
        """Store a layer in an edition, in place of the one of its code, in one transaction.

        Parameters
        ----------
        nested
            All levels of the edition with their parents filled in: a new level changes whom
            its neighbours belong to.
        """
        with write_transaction(self._engine) as connection:
            for table, column in ((areas, areas.c.layer), (layers, layers.c.code)):
                connection.execute(
                    sa.delete(table).where(
                        table.c.edition_id == edition_id, column == new.layer.code
                    )
                )
            connection.execute(
                sa.insert(layers).values(
                    edition_id=edition_id, code=new.layer.code, kind=new.layer.kind,
                    file=new.file, crs=new.crs, loaded_at=now,
                )
            )  # fmt: skip
            connection.execute(sa.insert(areas), _area_rows(edition_id, new.layer))
            for layer in nested:
                _save_parents(connection, edition_id, layer)

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

    def read(self, edition_id: int) -> Edition:
        """An edition with all its areas."""
        with read_transaction(self._engine) as connection:
            name = connection.execute(
                sa.select(editions.c.name).where(editions.c.id == edition_id)
            ).scalar_one()
            kinds = connection.execute(
                sa.select(layers.c.code, layers.c.kind).where(layers.c.edition_id == edition_id)
            ).all()
            read = [_read_layer(connection, edition_id, code, kind) for code, kind in kinds]
        return edition_of(name, read, self._level_order)


def _month_name(now: datetime, taken: set[str]) -> str:
    """The month, as 2026-11; with a number behind it where that is taken."""
    month = f"{now:%Y-%m}"
    numbered = (f"{month}.{n}" for n in range(2, len(taken) + 3))
    return next(name for name in (month, *numbered) if name not in taken)


def _area_rows(edition_id: int, layer: Layer) -> list[dict[str, object]]:
    columns = zip(
        layer.codes, layer.names, layer.declared_parents, layer.parents, layer.geometries,
        strict=True,
    )  # fmt: skip
    return [
        {
            "edition_id": edition_id, "layer": layer.code, "code": code, "name": name,
            "declared_parent": declared, "parent": parent, "geometry": geometry,
        }
        for code, name, declared, parent, geometry in columns
    ]  # fmt: skip


def _save_parents(connection: Connection, edition_id: int, layer: Layer) -> None:
    statement = (
        sa.update(areas)
        .values(parent=sa.bindparam("new_parent"))
        .where(
            areas.c.edition_id == edition_id,
            areas.c.layer == layer.code,
            areas.c.code == sa.bindparam("of_code"),
        )
    )
    rows = [
        {"of_code": code, "new_parent": parent}
        for code, parent in zip(layer.codes, layer.parents, strict=True)
    ]
    connection.execute(statement, rows)


def _read_layer(connection: Connection, edition_id: int, code: str, kind: str) -> Layer:
    rows = connection.execute(
        sa.select(
            areas.c.code, areas.c.name, areas.c.declared_parent, areas.c.parent, areas.c.geometry
        )
        .where(areas.c.edition_id == edition_id, areas.c.layer == code)
        .order_by(areas.c.id)
    ).all()
    geometries = np.empty(len(rows), dtype=object)
    geometries[:] = [row.geometry for row in rows]
    return Layer(
        code=code,
        kind="level" if kind == "level" else "overlay",
        codes=tuple(row.code for row in rows),
        names=tuple(row.name for row in rows),
        declared_parents=tuple(row.declared_parent for row in rows),
        parents=tuple(row.parent for row in rows),
        geometries=geometries,
    )
