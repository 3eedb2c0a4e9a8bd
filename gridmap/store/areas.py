"""Areas of a layer in the database: rows in, layers out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import sqlalchemy as sa

from boundaries.model import Layer
from gridmap.store.tables import areas

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


def write_areas(connection: Connection, edition_id: int, layer: Layer) -> None:
    """Store a layer's areas in an edition, in place of those that it had."""
    mine = (areas.c.edition_id == edition_id) & (areas.c.layer == layer.code)
    connection.execute(sa.delete(areas).where(mine))
    connection.execute(sa.insert(areas), _area_rows(edition_id, layer))


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


def write_parents(connection: Connection, edition_id: int, layer: Layer) -> None:
    """Store whom the areas of a layer belong to; nothing else of them."""
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


def read_areas(connection: Connection, edition_id: int, code: str, kind: str) -> Layer:
    """A layer with its areas, in the order in which they were stored."""
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
