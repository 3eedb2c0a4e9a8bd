"""Editions as they are listed: when they were in force, and their layers with counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from gridmap.store.activations import periods_in_force, read_activations
from gridmap.store.edition_records import EditionRecord, LayerRecord
from gridmap.store.tables import areas, editions, layers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy.engine import Connection


def list_editions(connection: Connection, level_order: Sequence[str]) -> list[EditionRecord]:
    """All editions, the oldest first."""
    rows = connection.execute(sa.select(editions).order_by(editions.c.id)).all()
    periods = periods_in_force(read_activations(connection))
    return [
        EditionRecord(
            row.id, row.name, row.created_at, row.activated_at, row.active,
            _layer_records(connection, row.id, level_order), periods.get(row.id, ()), row.revision,
        )
        for row in rows
    ]  # fmt: skip


def _layer_records(
    connection: Connection, edition_id: int, level_order: Sequence[str]
) -> tuple[LayerRecord, ...]:
    """Layers with their number of areas: levels coarse to fine, then overlays."""
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
    order = {code: k for k, code in enumerate(level_order)}
    records = [LayerRecord(r.code, r.kind, r.file, r.crs, r.loaded_at, r.n) for r in rows]
    return tuple(sorted(records, key=lambda r: (order.get(r.code, len(order)), r.code)))
